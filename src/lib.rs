//! `hocvuso`: the server a Vietnamese commune runs to carry out its digital literacy plan.
//!
//! `ARCHITECTURE.md` is the map; each module below is one rung of the ladder, lowest first.

pub mod accounts;
pub mod classes;
pub mod coaching;
pub mod indicators;
pub mod kit;
pub mod learning;
pub mod ledger;
pub mod org;
pub mod people;
pub mod places;
pub mod plan;
pub mod platform;
pub mod reports;
pub mod resources;
pub mod sync;

pub mod cli;
pub mod house;

#[cfg(test)]
mod testing;
