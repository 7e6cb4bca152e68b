//! The commune's own structure: villages and units, their pages and their import.

mod access_log;
mod import;
mod list;
mod pages;
mod rules;
mod staff;
mod store;

pub use import::{Loaded, import_places};
pub use list::BadLine;
pub use pages::routes;
pub use rules::{NewUnit, UNIT_KINDS, Unit};
pub use store::{add_unit, unit, units};

#[cfg(test)]
mod tests;
