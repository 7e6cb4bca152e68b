//! Persons, households, groups, needs, consent and identity.

mod api;
pub mod roster;

pub use api::{Card, NewPerson, add, card, cards_of_village, likely, search};

use crate::accounts::Route;

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
