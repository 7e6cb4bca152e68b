//! The plan: its twelve targets with what they are counted against, and how the commune changed them.
//!
//! What a target has reached is a figure and lives in `indicators`.

mod api;
mod content;
mod denominators;
mod pages;
mod rules;
mod store;

pub use api::{
    Held, RegisterCount, Terms, add_denominator, change_paper, change_target, count_adults, ensure, paper, take_adults_from_register,
    target, targets, withdraw_denominator,
};
pub use content::{Clause, clauses};
pub use pages::paper_words;
pub use rules::{Condition, Definition, Denominator, ESSENTIAL, InForce, Key, Kind, Target, Words, source_words};
pub use store::{NewDenominator, Paper, denominators};

use crate::accounts::Route;

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    [pages::routes(), denominators::routes()].concat()
}

#[cfg(test)]
mod tests;
