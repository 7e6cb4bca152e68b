//! Pages: one file for each thing that somebody wants to do, its templates beside it.

mod calendar;
mod cards;
mod edit;
mod form;
mod list;
mod mark;
mod places;
mod register;
mod roll;
mod series;
mod session;
mod sheet;
mod timetable;
mod walk_in;
mod weeks;
mod words;

use axum::routing::{get, post};

use crate::accounts::{Need, Right, Route};

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    let see = Need::May(Right::SeeClasses);
    let manage = Need::May(Right::ManageClasses);
    let take = Need::May(Right::TakeAttendance);
    vec![
        Route::get("/lich-hoc", Need::Public, get(timetable::week)).kept(),
        Route::get("/lich-hoc.ics", Need::Public, get(calendar::whole)).kept(),
        Route::get("/lich-hoc/{code}", Need::Public, get(timetable::class)).kept(),
        Route::post("/lich-hoc/{code}", Need::Public, post(register::register)),
        Route::get("/lich-hoc/{code}/phieu/{spoken}", Need::Public, get(register::receipt)),
        Route::get("/lich-hoc/{code}/bo-ten", Need::Public, get(register::leave_form)),
        Route::post("/lich-hoc/{code}/bo-ten", Need::Public, post(register::leave)),
        Route::get("/quan-ly/lop", see, get(list::list)),
        Route::get("/quan-ly/lop/tuan-trong", see, get(weeks::weeks)),
        Route::get("/quan-ly/lop/moi", manage, get(edit::new_form)),
        Route::post("/quan-ly/lop/moi", manage, post(edit::open)),
        Route::get("/quan-ly/lop/{code}", see, get(series::series)),
        Route::get("/quan-ly/lop/{code}/sua", manage, get(edit::form)),
        Route::post("/quan-ly/lop/{code}/sua", manage, post(edit::change)),
        Route::get("/quan-ly/lop/{code}/ket-thuc", manage, get(series::end_form)),
        Route::post("/quan-ly/lop/{code}/ket-thuc", manage, post(series::end)),
        Route::get("/quan-ly/lop/{code}/the", Need::May(Right::EditPersons), get(cards::list)),
        Route::get("/quan-ly/lop/{code}/dang-ky", manage, get(places::list)),
        Route::post("/quan-ly/lop/{code}/dang-ky", manage, post(places::enrol)),
        Route::get("/quan-ly/lop/{code}/dang-ky/{place}", manage, get(places::place)),
        Route::post("/quan-ly/lop/{code}/dang-ky/{place}/gan", manage, post(places::link)),
        Route::post("/quan-ly/lop/{code}/dang-ky/{place}/da-goi", manage, post(places::called)),
        Route::post("/quan-ly/lop/{code}/dang-ky/{place}/bo", manage, post(places::remove)),
        Route::get("/quan-ly/lop/buoi/{session}", see, get(roll::roll)),
        Route::post("/quan-ly/lop/buoi/{session}/diem-danh", take, post(mark::tap)),
        Route::post("/quan-ly/lop/buoi/{session}/the", take, post(roll::card)),
        Route::get("/quan-ly/lop/buoi/{session}/dau/{person}", see, get(mark::history)),
        Route::get("/quan-ly/lop/buoi/{session}/them", take, get(walk_in::form)),
        Route::post("/quan-ly/lop/buoi/{session}/them", take, post(walk_in::add)),
        Route::get("/quan-ly/lop/buoi/{session}/giay-ky-ten", see, get(sheet::page)),
        Route::get("/quan-ly/lop/buoi/{session}/giay-ky-ten.pdf", see, get(sheet::pdf)),
        Route::get("/quan-ly/lop/buoi/{session}/nghi", manage, get(session::cancel_form)),
        Route::post("/quan-ly/lop/buoi/{session}/nghi", manage, post(session::cancel)),
        Route::post("/quan-ly/lop/buoi/{session}/mo-lai", manage, post(session::restore)),
        Route::get("/quan-ly/lop/buoi/{session}/doi", manage, get(session::move_form)),
        Route::post("/quan-ly/lop/buoi/{session}/doi", manage, post(session::move_session)),
    ]
}

/// The first page of classes, for the way back up.
const LIST: &str = "/quan-ly/lop";

/// The officers' page of a class.
fn series_href(code: &str) -> String {
    format!("{LIST}/{code}")
}

/// The officers' page of a session: the roll.
fn session_href(id: &str) -> String {
    format!("{LIST}/buoi/{id}")
}
