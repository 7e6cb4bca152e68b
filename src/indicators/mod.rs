//! Every number that exists: what it is made of, what it is now, and the way down to its entries.
//!
//! | file | what |
//! |---|---|
//! | `figures` | the figures of a period, as reports lock them |
//! | `count` | from the ledger and the register to figures |
//! | `rules` | lights, forecasts, weeks, what may be told in public |
//! | `coached/` | what coaching comes to: I2, I3, T10, people helped, households, stalls |
//! | `sums` | the figures that open, and their addresses |
//! | `span` | which days and which place a page is about |
//! | `dashboard`, `tiles` | the first page after signing in |
//! | `drill`, `entry` | from a figure to persons and entries |
//! | `public` | the plan for everybody |

mod coached;
mod count;
mod dashboard;
mod drill;
mod entry;
mod figures;
mod public;
mod rules;
mod span;
mod store;
mod sums;
mod tiles;

use axum::routing::get;

pub use count::period_figures;
pub use figures::{COMPONENTS, PeriodFigures, TargetFigure, VillageFigures};
pub use rules::{Forecast, Light, forecast};
pub use sums::Figure;

use crate::accounts::{Need, Right, Route};

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/quan-ly", Need::May(Right::SeeFigures), get(dashboard::dashboard_page)),
        Route::get("/quan-ly/so-lieu/{figure}", Need::May(Right::SeeFigures), get(drill::drill_page)),
        Route::get("/quan-ly/bang-chung/{entry}", Need::May(Right::SeeFigures), get(entry::entry_page)),
        Route::get("/ke-hoach", Need::Public, get(public::plan_page)).kept(),
    ]
}

#[cfg(test)]
mod tests;
