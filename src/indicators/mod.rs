//! Every number that exists: what it is made of, what it is now, and the way down to its entries.

mod figures;

pub use figures::{COMPONENTS, PeriodFigures, TargetFigure, VillageFigures};

use crate::accounts::Route;

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
