//! Who is due, who can do what, one person's skills, and the friendly list of a learner.

mod due;
mod matrix;
mod own;
mod person;
mod taught;

use axum::routing::{get, post};

use crate::{
    accounts::{Need, Right, Route},
    kit::text::Text,
    learning::{
        framework::{Skill, State},
        outside,
        standing::rules::{Keep, Standing},
    },
};

/// Every address of standings.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/toi-lam-duoc", Need::Public, get(own::form)),
        Route::post("/toi-lam-duoc", Need::Public, post(own::show)),
        Route::get("/quan-ly/hoc/den-han", Need::May(Right::RecordSkill), get(due::list)),
        Route::get("/quan-ly/hoc/ky-nang", Need::May(Right::SeePersons), get(matrix::table)),
        Route::get("/quan-ly/hoc/nguoi/{person}", Need::May(Right::SeePersons), get(person::one)),
        Route::get("/quan-ly/hoc/lop/{code}", Need::May(Right::ManageClasses), get(taught::form)),
        Route::post("/quan-ly/hoc/lop/{code}", Need::May(Right::ManageClasses), post(taught::keep)),
        Route::post("/quan-ly/hoc/nguoi/{person}", Need::May(Right::RecordSkill), post(person::record)),
    ]
}

/// One of the four marks of a skill.
struct Mark {
    /// The letter on it.
    letter: String,
    /// What it means, with the day.
    words: String,
    /// The ledger entry, or empty.
    entry: String,
    reached: bool,
    /// Whether it was reached and does not hold now.
    faded: bool,
}

/// The four marks of a skill, never merged. `known`: whether official lists were ever brought in; until then nothing is said about who is
/// confirmed.
fn marks((skill, standing): (&Skill, &Standing), known: bool, t: Text) -> Vec<Mark> {
    let mark = |state: State| {
        let reached = standing.states[state as usize].as_ref();
        let faded = reached.is_some() && !standing.has(state);
        let name = t.get(&format!("learning-mark-{}", state.code()));
        let words = match reached {
            Some((day, _)) if faded => {
                t.fill("learning-mark-faded").s("state", &name).s("day", crate::kit::dates::short_day(*day, t.lang)).to_string()
            }
            Some((day, _)) => {
                t.fill("learning-mark-since").s("state", &name).s("day", crate::kit::dates::short_day(*day, t.lang)).to_string()
            }
            None if state == State::Confirmed && outside::is_unknown(&skill.rules[state as usize], known) => {
                t.fill("learning-mark-unknown").s("state", &name).to_string()
            }
            None => t.fill("learning-mark-none").s("state", &name).to_string(),
        };
        Mark {
            letter: t.get(&format!("learning-letter-{}", state.code())),
            words,
            entry: reached.map(|(_, entry)| entry.clone()).unwrap_or_default(),
            reached: reached.is_some(),
            faded,
        }
    };
    State::ALL.into_iter().map(mark).collect()
}

/// The look of a tag for how well something is kept.
const fn tag(keep: Keep) -> &'static str {
    match keep {
        Keep::Fresh | Keep::Firm => "good",
        Keep::Due => "warn",
        Keep::Faded | Keep::Lost => "bad",
    }
}
