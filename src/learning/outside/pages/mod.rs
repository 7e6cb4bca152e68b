//! Pages: the table of courses, a result handed in with its proof, what waits for a decision, lists of a platform.

mod claim;
mod courses;
mod desk;
mod files;
mod load;

use axum::routing::{get, post};

use super::{
    courses::Course,
    lists::reading::{Bad, Draft},
};
use crate::{
    accounts::{Need, Right, Route},
    kit::{dates, fold, text::Text},
    people::without_identities,
};

/// Every address of courses and results from outside.
pub fn routes() -> Vec<Route> {
    let office = Need::May(Right::ManageLearning);
    let witness = Need::May(Right::RecordSkill);
    let load = Need::May(Right::ImportPersons);
    let mut routes = vec![
        Route::get("/hoc/nen-tang-khac", Need::Public, get(courses::page_for_all)),
        Route::get("/hoc/minh-chung", Need::Public, get(claim::form)),
        Route::post("/hoc/minh-chung", Need::Public, post(claim::hand_in)),
        Route::post("/hoc/minh-chung/cua-toi", Need::Public, post(claim::own)),
        Route::get("/quan-ly/hoc/khoa-ngoai", office, get(courses::list)),
        Route::get("/quan-ly/hoc/khoa-ngoai/moi", office, get(courses::new_form)),
        Route::post("/quan-ly/hoc/khoa-ngoai/moi", office, post(courses::add)),
        Route::get("/quan-ly/hoc/khoa-ngoai/nhap", office, get(files::choose)),
        Route::post("/quan-ly/hoc/khoa-ngoai/nhap", office, post(files::upload)),
        Route::get("/quan-ly/hoc/khoa-ngoai/nhap/mau.xlsx", office, get(files::pattern)),
        Route::get("/quan-ly/hoc/khoa-ngoai/nhap/{course_list}", office, get(files::look)),
        Route::post("/quan-ly/hoc/khoa-ngoai/nhap/{course_list}", office, post(files::write)),
        Route::get("/quan-ly/hoc/khoa-ngoai/{outside_course}", office, get(courses::form)),
        Route::post("/quan-ly/hoc/khoa-ngoai/{outside_course}", office, post(courses::change)),
        Route::post("/quan-ly/hoc/khoa-ngoai/{outside_course}/dung", office, post(courses::set_active)),
        Route::get("/quan-ly/hoc/ket-qua-ngoai", witness, get(desk::list)),
        Route::get("/quan-ly/hoc/ket-qua-ngoai/moi", witness, get(desk::find)),
        Route::get("/quan-ly/hoc/ket-qua-ngoai/moi/{person}", witness, get(desk::form)),
        Route::post("/quan-ly/hoc/ket-qua-ngoai/moi/{person}", witness, post(desk::hand_in)),
        Route::get("/quan-ly/hoc/ket-qua-ngoai/{claim}", witness, get(desk::one)),
        Route::post("/quan-ly/hoc/ket-qua-ngoai/{claim}", witness, post(desk::decide)),
        Route::get("/quan-ly/hoc/ket-qua-ngoai/{claim}/anh", witness, get(desk::picture)),
    ];
    macro_rules! lists {
        ($desk:expr, $here:literal, $list:literal) => {
            routes.extend([
                Route::get($here, load, get(|visitor| load::choose($desk, visitor))),
                Route::post($here, load, post(|visitor, file| load::upload($desk, visitor, file))),
                Route::get(concat!($here, "/mau.xlsx"), load, get(async |visitor| load::pattern($desk, visitor))),
                Route::get(concat!($here, $list), load, get(|visitor, path| load::look($desk, visitor, path))),
                Route::post(concat!($here, $list, "/ghi"), load, post(|visitor, path, posted| load::write($desk, visitor, path, posted))),
                Route::post(concat!($here, $list, "/bo"), load, post(|visitor, path, posted| load::forget($desk, visitor, path, posted))),
                Route::post(
                    concat!($here, $list, "/hoan-tac"),
                    load,
                    post(|visitor, path, posted| load::undo($desk, visitor, path, posted)),
                ),
            ]);
        };
    }
    lists!(load::Desk::RESULTS, "/quan-ly/hoc/ket-qua-ngoai/nhap", "/{result_list}");
    lists!(load::Desk::CONFIRMATIONS, "/quan-ly/hoc/xac-nhan", "/{confirmation_list}");
    routes
}

/// Where the table of courses is kept.
const COURSES: &str = "/quan-ly/hoc/khoa-ngoai";
/// Where results wait.
const RESULTS: &str = "/quan-ly/hoc/ket-qua-ngoai";
/// Where official confirmations are loaded.
const CONFIRMATIONS: &str = "/quan-ly/hoc/xac-nhan";
/// Bad rows that a page shows.
const BAD_SHOWN: usize = 500;

/// A course as a learner sees it, on pages of lessons and of the framework too.
pub struct CourseLine {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// Platform, who offers it, whether it costs something, when it was checked.
    pub meta: String,
    /// A word to the learner.
    pub note: String,
}

impl CourseLine {
    /// The line of a course.
    pub fn of(course: &Course, t: Text) -> Self {
        let facts = &course.facts;
        let checked = facts.checked.map(|day| t.fill("learning-outside-checked").s("day", dates::short_day(day, t.lang)).to_string());
        let parts = [
            facts.platform.clone(),
            facts.offered_by.clone(),
            t.get(&format!("learning-outside-price-{}", facts.price.code())),
            checked.unwrap_or_default(),
        ];
        Self {
            href: facts.link.clone(),
            title: facts.title.clone(),
            meta: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            note: facts.note.clone(),
        }
    }
}

/// A row that can't be used, as a page shows it.
struct BadLine {
    row: String,
    what: String,
    why: String,
}

fn bad_lines(bad: &[Bad], t: Text) -> Vec<BadLine> {
    let line = |bad: &Bad| BadLine {
        row: t.fill("people-import-row").s("row", bad.place.row).to_string(),
        what: bad.what.clone(),
        why: t.get(&bad.code),
    };
    bad.iter().take(BAD_SHOWN).map(line).collect()
}

/// A heading, and what it was taken for where it says something else.
fn column_words<R>(draft: &Draft<R>, t: Text) -> Vec<String> {
    let words = |(code, title): &(String, String)| {
        let meaning = t.get(code);
        if fold::fold(title) == fold::fold(&meaning) {
            title.clone()
        } else {
            t.fill("people-import-column").s("title", title).s("meaning", meaning).to_string()
        }
    };
    draft.columns.iter().map(words).collect()
}

/// Sheets that were left out, with the reason.
fn left_out<R>(draft: &Draft<R>, t: Text) -> Vec<(String, String)> {
    draft.left_out.iter().map(|(name, code)| (name.clone(), t.get(code))).collect()
}

/// The name of an uploaded file as it may be kept.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    without_identities(&fold::nfc(last)).chars().take(150).collect()
}

/// A pattern for a file: its headings and nothing else.
fn pattern(
    t: Text,
    (title, file): (&str, &str),
    columns: &[&'static str],
    today: jiff::civil::Date,
) -> crate::kit::error::Result<axum::response::Response> {
    use crate::kit::{
        pages::download,
        print::{self, Kind, Workbook, Worksheet, WorksheetColumn},
    };
    let capital = |words: String| {
        let mut letters = words.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    let sheet = Worksheet {
        name: t.get(title),
        columns: columns.iter().map(|key| WorksheetColumn::new(capital(t.get(key)), 24, Kind::Text)).collect(),
        landscape: true,
        ..Worksheet::default()
    };
    let workbook = Workbook { title: t.get(title), created: Some(today), sheets: vec![sheet], ..Workbook::default() };
    Ok(download(&(t.get(file) + ".xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", print::xlsx(&workbook)?))
}
