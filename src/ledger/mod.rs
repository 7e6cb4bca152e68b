//! The ledger: what people did, appended once, never edited; every figure is a fold over it.
//!
//! An entry is hashed with the entry before it, per commune. In the same transaction it updates the
//! attainments (the first time this person reached something) and the tallies (how many, by village and day).
//! Both can be made again from the entries ([`rebuild`]), and [`check`] proves that all agree.
//! A correction is a new entry that voids an older one.

mod feed;
mod rules;
mod store;

pub use feed::{Changed, changed, changes, forget_changes, newest_change, oldest_change};
pub use rules::{Entry, Grade, Kind, NewEntry};
pub use store::{
    Checked, Found, Proof, alias, append, canonical, check, count_entries, day_counts, distinct_people, each, entries, entry, heads,
    is_voided, rebuild, restore, tally_days, unalias, void,
};

/// Voids an older entry: it no longer counts, and stays to be read.
pub const VOIDED: Kind = Kind::new("ledger.voided");
/// An older entry that was voided counts again.
pub const RESTORED: Kind = Kind::new("ledger.restored");
/// Two persons were found to be one.
pub const MERGED: Kind = Kind::new("person.merged");
/// A merge was taken back.
pub const UNMERGED: Kind = Kind::new("person.unmerged");

#[cfg(test)]
mod tests;
