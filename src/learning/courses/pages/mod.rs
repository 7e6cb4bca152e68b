//! Pages of courses: the list and one course, a claim, groups, and a commune's own courses.

mod desk;
mod group;
mod groups;
mod progress;
mod public;
mod stage;

use axum::routing::{get, post};

pub use public::{CourseCard, cards_for, way_on};

use crate::{
    accounts::{Need, Right, Route},
    kit::text::Text,
};

/// Every address of courses.
pub fn routes() -> Vec<Route> {
    let (helper, office) = (Need::May(Right::TakeAttendance), Need::May(Right::ManageLearning));
    vec![
        Route::get("/khoa-hoc", Need::Public, get(public::page_of_all)).kept(),
        Route::get("/khoa-hoc/{course}", Need::Public, get(public::page_of_one)).kept(),
        Route::get("/hoc/nhan-tien-do", Need::Public, get(progress::form)),
        Route::post("/hoc/nhan-tien-do", Need::Public, post(progress::claim)),
        Route::get("/quan-ly/hoc/nhom", helper, get(groups::list)),
        Route::get("/quan-ly/hoc/nhom/moi", helper, get(groups::open_form)),
        Route::post("/quan-ly/hoc/nhom/moi", helper, post(groups::open)),
        Route::get("/quan-ly/hoc/nhom/{group}", helper, get(group::one)),
        Route::get("/quan-ly/hoc/nhom/{group}/day", helper, get(stage::show)),
        Route::post("/quan-ly/hoc/nhom/{group}/xong", helper, post(group::record)),
        Route::post("/quan-ly/hoc/da-xong/{finished}/bo", helper, post(group::undo)),
        Route::get("/quan-ly/hoc/khoa-hoc", office, get(desk::list)),
        Route::get("/quan-ly/hoc/khoa-hoc/moi", office, get(desk::new_form)),
        Route::post("/quan-ly/hoc/khoa-hoc/moi", office, post(desk::begin)),
        Route::get("/quan-ly/hoc/khoa-hoc/{draft}", office, get(desk::one)),
        Route::get("/quan-ly/hoc/khoa-hoc/{draft}/sua", office, get(desk::facts_form)),
        Route::post("/quan-ly/hoc/khoa-hoc/{draft}/sua", office, post(desk::set_facts)),
        Route::post("/quan-ly/hoc/khoa-hoc/{draft}/phan", office, post(desk::edit)),
        Route::post("/quan-ly/hoc/khoa-hoc/{draft}/chuyen", office, post(desk::move_on)),
    ]
}

/// How long something takes, in words.
fn time_words(minutes: i64, t: Text) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => t.fill("learning-minutes").n("n", minutes).to_string(),
        (hours, 0) => t.fill("learning-course-hours").n("h", hours).to_string(),
        (hours, minutes) => t.fill("learning-course-hours-minutes").n("h", hours).n("m", minutes).to_string(),
    }
}

/// The parts of a line that say something, with a dot between.
fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
