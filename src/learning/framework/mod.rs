//! The skill framework: versions of groups and skills, and which grades of evidence count for each of a skill's four states.

mod codes;
mod file;
mod pages;
mod store;
mod table;

pub use codes::{Codes, codes};
pub use pages::{Choices, choices};
pub use store::{Framework, Rule, Skill, current, skill, skills};

use axum::routing::{get, post};

use super::content::built_in;
use crate::{
    accounts::{Need, Right, Route},
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
    },
};

/// Every address of the framework.
pub fn routes() -> Vec<Route> {
    let office = Need::May(Right::ManageLearning);
    vec![
        Route::get("/khung-ky-nang", Need::Public, get(pages::page_for_all)),
        Route::get("/quan-ly/hoc/khung", office, get(pages::page_of_versions)),
        Route::post("/quan-ly/hoc/khung", office, post(pages::import)),
        Route::get("/quan-ly/hoc/khung/{framework}", office, get(pages::page_of_preview)),
        Route::post("/quan-ly/hoc/khung/{framework}", office, post(pages::adopt)),
        Route::post("/quan-ly/hoc/khung/{framework}/ma-cu", office, post(pages::replace)),
    ]
}

/// One of the four states of a person and skill, which are never merged, in the order they are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Đã học.
    Learned,
    /// Đạt kiểm tra.
    Passed,
    /// Tự làm được.
    Able,
    /// VNeID xác nhận.
    Confirmed,
}

impl State {
    /// All four, in their order.
    pub const ALL: [Self; 4] = [Self::Learned, Self::Passed, Self::Able, Self::Confirmed];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Learned => "learned",
            Self::Passed => "passed",
            Self::Able => "able",
            Self::Confirmed => "confirmed",
        }
    }
}

/// Loads the built-in framework under the commune ''.
pub(super) fn load(tx: &mut Tx<'_>, now: Millis) -> Result<()> {
    for (name, text) in built_in("framework").filter(|(name, _)| name.ends_with(".json")) {
        let draft = file::parse(text).map_err(|refused| Error::Broken(format!("content/framework/{name}: {refused}")))?;
        store::put(tx, "", &draft, "current", "hocvuso", now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
