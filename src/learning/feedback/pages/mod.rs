//! Pages: a lesson's faces, an evening's faces, the code of an evening, and what officers read and answer.

mod desk;
mod evening;
mod lesson;

use axum::routing::{get, post};

pub use desk::{Beside, beside};
pub use lesson::ask_of_lesson;

use super::rules::{Face, WORDS_LIMIT};
use crate::{
    accounts::{Need, Right, Route},
    kit::{
        clock::Millis,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields},
        ids,
        text::Text,
    },
};

/// Every address of feedback.
pub fn routes() -> Vec<Route> {
    let (read, lessons, classes) = (Need::May(Right::SeeClasses), Need::May(Right::ManageLearning), Need::May(Right::ManageClasses));
    vec![
        Route::get("/gop-y/bai/{item}", Need::Public, get(lesson::form)),
        Route::post("/gop-y/bai/{item}", Need::Public, post(lesson::say)),
        Route::get("/gop-y/lop", Need::Public, get(evening::form)),
        Route::post("/gop-y/lop", Need::Public, post(evening::say)),
        Route::get("/gop-y/cam-on", Need::Public, get(evening::thanks)),
        Route::get("/quan-ly/hoc/gop-y", read, get(desk::list)),
        Route::get("/quan-ly/hoc/gop-y.xlsx", Need::May(Right::Export), get(desk::xlsx)),
        Route::get("/quan-ly/hoc/gop-y.csv", Need::May(Right::Export), get(desk::csv)),
        Route::post("/quan-ly/hoc/gop-y/bai/{lesson_remark}", lessons, post(desk::answer_lesson)),
        Route::post("/quan-ly/hoc/gop-y/lop/{class_remark}", classes, post(desk::answer_class)),
        Route::get("/quan-ly/hoc/gop-y/buoi/{session}", Need::May(Right::TakeAttendance), get(evening::code_page)),
        Route::post("/quan-ly/hoc/gop-y/buoi/{session}", Need::May(Right::TakeAttendance), post(evening::open)),
    ]
}

/// One face to choose.
pub struct FaceChoice {
    /// Its code.
    pub code: &'static str,
    /// Its words.
    pub words: String,
    /// The outline of its mouth.
    pub mouth: &'static str,
}

/// The question that stands at the end of a lesson or of an evening, with what was typed.
pub struct Ask {
    /// Where it is sent.
    pub action: String,
    /// The remark's id: made once with the form.
    pub id: String,
    /// What the device remembers it by.
    pub key: String,
    /// The three faces.
    pub faces: Vec<FaceChoice>,
    /// What may be not clear yet: value and words.
    pub steps: Vec<(String, String)>,
    /// The words above `steps`.
    pub steps_label: String,
    /// The face that was chosen.
    pub face: String,
    /// The words that were typed.
    pub words: String,
    /// What was chosen of `steps`.
    pub step: String,
    /// What is wrong.
    pub faults: Faults,
}

impl Ask {
    fn new(
        (action, id, key): (String, &str, String),
        steps: Vec<(String, String)>,
        label: &str,
        fields: &Fields,
        faults: Faults,
        t: Text,
    ) -> Self {
        let face = |face: Face| FaceChoice {
            code: face.code(),
            words: t.get(&format!("learning-remark-face-{}", face.code())),
            mouth: match face {
                Face::Good => "M14 29q10 10 20 0",
                Face::Middling => "M14 32h20",
                Face::Bad => "M14 35q10-10 20 0",
            },
        };
        Self {
            action,
            id: id.to_owned(),
            key,
            faces: Face::ALL.map(face).into(),
            steps,
            steps_label: t.get(label),
            face: fields.get("face").chars().take(20).collect(),
            words: fields.get("loi").chars().take(20_000).collect(),
            step: fields.get("step").chars().take(20).collect(),
            faults,
        }
    }
}

/// The id that was made with a form; a new one for a form without.
fn id_of(fields: &Fields, now: Millis) -> Result<String> {
    let id = fields.some("id").map_or_else(|| ids::new(now), str::to_owned);
    if ids::is_id(&id) { Ok(id) } else { Err(Error::StaleForm) }
}

/// What is said in a form: the face and the words, or what is wrong.
fn said(fields: &Fields, faults: &mut Faults, t: Text) -> Option<(Face, String)> {
    let words = fold::nfc(fields.get("loi"));
    if words.chars().count() > WORDS_LIMIT {
        faults.add("loi", t.get("learning-remark-words-long"));
    }
    let face = Face::parse(fields.get("face"));
    if face.is_none() {
        faults.add("face", t.get("learning-remark-face-missing"));
    }
    face.filter(|_| faults.is_empty()).map(|face| (face, super::rules::masked(&words)))
}
