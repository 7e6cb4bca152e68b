//! Pages of quizzes: taken alone, opened for an evening, joined, claimed; and the bank with what its questions are worth.

mod bank;
mod claim;
mod list;
mod rounds;
mod show;
mod take;

use axum::routing::{get, post};

pub use self::{show::picture_href, take::grouped};

use crate::{
    accounts::{Need, Right, Route, Visitor},
    kit::forms::encode,
};

/// Every address of quizzes.
pub fn routes() -> Vec<Route> {
    let (helper, office) = (Need::May(Right::TakeAttendance), Need::May(Right::ManageLearning));
    vec![
        Route::get("/kiem-tra", Need::Public, get(list::page_of_all)),
        Route::get("/kiem-tra/vao", Need::Public, get(claim::join_form)),
        Route::post("/kiem-tra/vao", Need::Public, post(claim::join)),
        Route::get("/kiem-tra/nhan-ket-qua", Need::Public, get(claim::claim_form)),
        Route::post("/kiem-tra/nhan-ket-qua", Need::Public, post(claim::claim)),
        Route::get("/kiem-tra/{quiz}", Need::Public, get(list::page_of_one)),
        Route::post("/kiem-tra/{quiz}", Need::Public, post(take::begin)),
        Route::get("/kiem-tra/luot/{attempt}", Need::Public, get(take::question)),
        Route::post("/kiem-tra/luot/{attempt}", Need::Public, post(take::answer)),
        Route::get("/quan-ly/hoc/buoi", helper, get(rounds::list)),
        Route::get("/quan-ly/hoc/buoi/moi", helper, get(rounds::open_form)),
        Route::post("/quan-ly/hoc/buoi/moi", helper, post(rounds::open)),
        Route::get("/quan-ly/hoc/buoi/{round}", helper, get(rounds::one)),
        Route::post("/quan-ly/hoc/buoi/{round}/goi", helper, post(rounds::call_up)),
        Route::post("/quan-ly/hoc/buoi/{round}/dong", helper, post(rounds::close)),
        Route::post("/quan-ly/hoc/luot/{called}/bo", helper, post(rounds::undo)),
        Route::get("/quan-ly/hoc/cau-hoi", office, get(bank::list)),
        Route::get("/quan-ly/hoc/cau-hoi/nhap", office, get(bank::import_form)),
        Route::post("/quan-ly/hoc/cau-hoi/nhap", office, post(bank::import)),
        Route::get("/quan-ly/hoc/cau-hoi/{quiz}", office, get(bank::one)),
        Route::post("/quan-ly/hoc/cau-hoi/{quiz}/{question}/ngung", office, post(bank::set_off)),
        Route::post("/quan-ly/hoc/cau-hoi/{quiz}/{question}/dung-lai", office, post(bank::set_on)),
    ]
}

/// The address of an attempt, in the commune that the visitor looks at.
pub fn attempt_href(visitor: &Visitor, id: &str, question: Option<&str>) -> String {
    let mut href = format!("/kiem-tra/luot/{}", encode(id));
    if let Some(question) = question {
        href.push_str(&format!("?cau={}", encode(question)));
    }
    in_commune(visitor, href)
}

/// The address with the commune that the visitor chose to look at, when they did.
pub fn in_commune(visitor: &Visitor, mut href: String) -> String {
    if let Some(code) = visitor.query.some("xa") {
        let joint = if href.contains('?') { '&' } else { '?' };
        href.push_str(&format!("{joint}xa={}", encode(code)));
    }
    href
}

/// The first name and the first letter of the family name: enough for a neighbour to know, too little for a stranger.
pub fn short_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or("");
    match words.next_back() {
        Some(given) => format!("{given} {}.", first.chars().next().unwrap_or_default()),
        None => first.to_owned(),
    }
}
