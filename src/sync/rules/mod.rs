//! Types and pure decisions: nothing here reads a clock, a database or a request.

mod limits;
mod op;
mod upcast;
mod verdict;
mod when;

pub use limits::{Allowance, LIMITS, PIN_DIGITS, SETTINGS};
pub use op::{Op, Unreadable, read};
#[cfg(test)]
pub use upcast::CURRENT;
pub use upcast::{Upcast, min_schema, upcast};
pub use verdict::{Code, Outcome, Status, Verdict};
pub use when::{When, effective};
