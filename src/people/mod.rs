//! Persons, households, groups, needs, consent and identity.

pub mod roster;

use crate::accounts::Route;

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
