//! Learning: the simple skill check. Somebody watches a person do an everyday task, and says who, what, when and where.
//!
//! A check of grade A whose task was done unaided attains `essential.{component}`, which targets T3 and T9 count.

mod api;
mod pages;
mod rules;
mod store;

pub use api::{Attained, Standing, components_of, record, take_back, undo};
pub use pages::routes;
pub use rules::{Component, NewCheck, Outcome};
pub use store::{Check, check, checked_components};

use crate::ledger::Kind;

/// A task was done unaided before a witness; subject: the check.
pub const SHOWN: Kind = Kind::new("skill.shown");
/// A task was done with help, or could not be done; subject: the check.
pub const TRIED: Kind = Kind::new("skill.tried");

#[cfg(test)]
mod tests;
