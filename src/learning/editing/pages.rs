//! The officers' pages of items: the list, the form, a version with its preview and history, what changed, files.

mod form;
mod list;
mod uploads;
mod version;

use axum::routing::{get, post};

use crate::{
    accounts::{Need, Right, Route},
    kit::text::Text,
};

/// Every address of editing.
pub fn routes() -> Vec<Route> {
    let office = Need::May(Right::ManageLearning);
    vec![
        Route::get("/quan-ly/hoc/bai", office, get(list::page_of_all)),
        Route::get("/quan-ly/hoc/bai/moi", office, get(form::page_of_new)),
        Route::post("/quan-ly/hoc/bai/moi", office, post(form::create)),
        Route::get("/quan-ly/hoc/bai/{version}", office, get(version::page_of_one)),
        Route::get("/quan-ly/hoc/bai/{version}/sua", office, get(form::page_of_draft)),
        Route::post("/quan-ly/hoc/bai/{version}/sua", office, post(form::save)),
        Route::get("/quan-ly/hoc/bai/{version}/so-sanh", office, get(version::page_of_differences)),
        Route::post("/quan-ly/hoc/bai/{version}/chuyen", office, post(version::move_on)),
        Route::get("/quan-ly/hoc/tep", office, get(uploads::page_of_files)),
        Route::post("/quan-ly/hoc/tep", office, post(uploads::upload)),
        Route::get("/thu-vien/tep/{file}", Need::Public, get(uploads::send)),
    ]
}

/// The icon and look of a state.
pub fn light(code: &str) -> &'static str {
    match code {
        "published" => "good",
        "review" => "warn",
        "draft" => "info",
        _ => "",
    }
}

pub fn state_words(code: &str, t: Text) -> String {
    t.get(&format!("learning-state-of-{code}"))
}
