//! Venues: where classes take place, how many people they hold, whether somebody gets in without a step.
//!
//! A venue belongs to a village, or to the whole commune when it names none.

mod pages;
mod rules;
mod store;

pub use pages::routes;
pub use rules::{Kind, NewVenue, Venue};
pub use store::{add, venue, venues};

#[cfg(test)]
mod tests;
