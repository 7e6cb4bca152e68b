//! Practice screens: a neutral phone of our own to try things on, where a wrong tap costs nothing.
//!
//! A practice is a state machine in JSON ([`rules`]). Alone, somebody walks through it by links and nothing is kept; under
//! supervision each tap is kept with the attempt, and a good end goes into the ledger.

mod pages;
mod rules;
mod taking;

use std::{collections::BTreeMap, sync::LazyLock};

pub(super) use pages::attempt_href;
pub use pages::routes;
pub use rules::Machine;
pub use taking::begin;

use super::content::built_in;

/// The built-in practices by id. What can't be read is left out; a test reads them all.
static BUILT_IN: LazyLock<BTreeMap<String, Machine>> = LazyLock::new(|| {
    let files = built_in("practice").filter_map(|(_, source)| rules::parse(source).ok());
    files.map(|machine| (machine.id.clone(), machine)).collect()
});

/// The practice with this id.
pub fn machine(id: &str) -> Option<&'static Machine> {
    BUILT_IN.get(id)
}

/// Every practice.
pub fn machines() -> impl Iterator<Item = &'static Machine> {
    BUILT_IN.values()
}

#[cfg(test)]
mod tests;
