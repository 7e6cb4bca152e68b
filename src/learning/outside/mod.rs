//! Courses of other platforms, and what people reached there: the commune's table of courses, results that learners hand in with a proof,
//! lists that a platform gives. Nothing about any platform is known to the program itself.
//!
//! | file | what |
//! |---|---|
//! | `rules` | what a course and a result must be; who of the register a row of a list is |
//! | `courses` | the table of courses: skill → where else it is taught |
//! | `handing` | a result is handed in, verified, refused, taken back |
//! | `entering` | **the one place where an outside result enters the ledger** |
//! | `proofs` | pictures of certificates |
//! | `lists` | files of courses and of results: read, looked at, written, taken back |
//! | `store` | all SQL on results |

mod courses;
mod entering;
mod handing;
mod lists;
mod pages;
mod proofs;
mod rules;
mod store;

pub use courses::{add, of_skills};
pub use entering::{OutsideResult, enter};
pub use handing::{Hand, hand_in};
pub use pages::{CourseLine, routes};
pub use rules::{NewCourse, NewResult, Price};
pub use store::count_waiting;

use crate::ledger::Kind;

/// Something was finished on another platform and staff looked at the proof, or it came by the platform's list. Subject: the result.
pub const VERIFIED: Kind = Kind::new("mooc.verified");

#[cfg(test)]
mod tests;
