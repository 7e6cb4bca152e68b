//! `hocvuso`: the server a Vietnamese commune runs to carry out its digital literacy plan.
//!
//! `ARCHITECTURE.md` is the map; each module below is one rung of the ladder, lowest first.

pub mod kit;
pub mod ledger;
pub mod places;
pub mod accounts;
pub mod org;
pub mod people;
pub mod resources;
pub mod classes;
pub mod learning;
pub mod plan;
pub mod indicators;
pub mod reports;
pub mod platform;

pub mod house;

#[cfg(test)]
mod testing;
