//! Courses of other platforms, and what people reached there: the commune's table of courses, results that learners hand in with a proof,
//! lists that a platform gives, and lists by which an authority confirms skills. Nothing about any platform is known to the program itself.
//!
//! | file | what |
//! |---|---|
//! | `rules` | what a course and a result must be; who of the register a row of a list is |
//! | `courses` | the table of courses: skill → where else it is taught |
//! | `confirmations` | what official lists confirmed of people |
//! | `handing` | a result is handed in, verified, refused, taken back |
//! | `entering` | **the one place where an outside result enters the ledger** |
//! | `proofs` | pictures of certificates |
//! | `lists` | files of courses, of results and of confirmations: read, looked at, written, taken back |
//! | `store` | all SQL on results |

mod confirmations;
mod courses;
mod entering;
mod handing;
mod lists;
mod pages;
mod proofs;
mod rules;
mod store;

pub use confirmations::{any as any_confirmed, is_unknown};
pub use courses::{add, of_skills};
pub use entering::{OutsideResult, Reached, enter};
pub use handing::{Hand, hand_in};
pub use pages::{CourseLine, routes};
pub use rules::{NewCourse, NewResult, Price};
pub use store::count_waiting;

use crate::ledger::Kind;

/// Something was finished on another platform and staff looked at the proof, or it came by the platform's list. Subject: the result.
pub const VERIFIED: Kind = Kind::new("mooc.verified");
/// An official list confirms a skill of somebody, as VNeID shows it. Subject: the confirmation.
pub const CONFIRMED: Kind = Kind::new("vneid.confirmed");

#[cfg(test)]
mod tests;
