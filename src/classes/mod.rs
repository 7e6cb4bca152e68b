//! Classes: a series of sessions at a venue, who is enrolled, who was there, and the public timetable.
//!
//! Attendance is evidence: a mark “here” appends to the ledger in the same transaction, a mark taken back voids the entry.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | types and pure decisions, with table tests at the bottom |
//! | `store/` | all SQL, one file for each table |
//! | `opening`, `sessions`, `enrolment`, `attendance`, `hearing` | one change each: read, decide, write, append, in the caller's transaction |
//! | `pages/` | handlers and templates, one file for each thing that somebody wants to do |
//! | `api` | what the slices above ask |

mod api;
mod attendance;
mod enrolment;
mod hearing;
mod opening;
mod pages;
mod rules;
mod sessions;
mod store;

pub use api::{
    SessionLine, Taught, cancel, end, enrol, mark, move_to, open, present, session, session_line, sessions_between, sessions_of, taught,
    teach, weeks_without,
};
pub use hearing::{Heard, HeardAs, hear, village_of_session};
pub use pages::routes;
pub use rules::{Audience, Lesson, MarkError, NewSeries, Presence, Said, SessionState, Support};
pub use store::enrolment::{PHONE, seal_plain};

use crate::ledger::Kind;

/// A session took place: the first person was marked as here. Subject: the session's id; village: the class's.
pub const HELD: Kind = Kind::new("class.held");
/// A person was at a session. Subject: the session's id; village and audience: the person's own, because targets are counted
/// where people live.
pub const ATTENDED: Kind = Kind::new("class.attended");
/// What a person reaches by being at a class: the first component of targets T3 and T9.
pub const KNOWLEDGE: &str = "essential.knowledge";

#[cfg(test)]
mod tests;
