//! Coaching: who helps whom, at home, at the market, at the transaction point.
//!
//! What field workers do is evidence: each thing is one row of the log and one entry of the ledger under the same id, written in one
//! transaction, by a page or by a phone alike. Taking it back voids the entry and keeps both. Pairs, requests, duties and quotas are
//! arrangements; they change, and every change is kept.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | codes, limits, what is attained, natural keys, quotas; table tests at the bottom |
//! | `store/` | all SQL, one file for each thing |
//! | `record` | one function for each thing that is recorded, and taking it back |
//! | `pairs`, `requests`, `duties`, `quotas` | arrangements: read, decide, write, keep the change |
//! | `api` | what sync and the slices above ask |
//! | `pages/` | handlers and templates, one file for each thing that somebody wants to do |
//!
//! # Who sees names
//! A volunteer may record and does not see persons. On these pages they choose persons and households of their own village by name, as
//! on the roll of a class, and see of what was recorded only what they recorded themselves. Lists over others, names on boards and
//! files need the right to see persons.

pub mod api;
mod duties;
mod pages;
mod pairs;
mod quotas;
mod record;
mod requests;
mod rules;
mod store;

pub use pages::routes;
pub use rules::{
    DVCTT_USED, Excluded, FIVE, Kind as RecordKind, Means, Outcome, Signed, Topic, VNEID_ACTIVATED, VNEID_GUIDED, VNEID_UNAIDED,
};

use crate::ledger::Kind;

/// Somebody was guided in something; subject: the record. Of grade A when they then did it unaided before the helper.
pub const HELPED: Kind = Kind::new("help.given");
/// A mentor and a person were put together; subject: the pair.
pub const PAIRED: Kind = Kind::new("mentor.paired");
/// A mentor met the person they accompany; subject: the pair. Graded as [`HELPED`].
pub const CONTACTED: Kind = Kind::new("mentor.contact");
/// A household was visited; subject: the household.
pub const VISITED: Kind = Kind::new("household.visited");
/// A household committed itself to be a Gia đình số; subject: the household; person: its lead learner, when there is one.
pub const COMMITTED: Kind = Kind::new("household.committed");
/// A stall of a market was surveyed; subject: the stall.
pub const SURVEYED: Kind = Kind::new("stall.surveyed");
/// A person's digital identity was looked at with them; subject: the record.
pub const IDENTIFIED: Kind = Kind::new("identity.checked");
/// A helper worked a shift; subject: the record.
pub const WORKED: Kind = Kind::new("shift.worked");

#[cfg(test)]
mod tests;
