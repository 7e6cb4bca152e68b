//! Persons, households, groups, needs, consent and identity.
//!
//! What is known of a person is a [`rules::Profile`]; every change of it is kept field by field. Lists are read by [`roster`],
//! wait as a draft for a decision, and are written in one transaction. Two persons who turn out to be one are merged, and can be
//! unmerged: the ledger follows through its aliases. No identity number is ever stored: only a keyed hash and its last three digits.

mod api;
mod cards;
mod field;
mod load;
mod pages;
pub mod roster;
mod rules;
mod store;

pub use api::{Card, NewPerson, add, card, cards_of_village, hold, likely, phone, phone_end, phone_index, search, with_phone};
pub use cards::{
    Fault as CardFault, LearnerCard, Reading as CardReading, card_holders, card_keys, card_of_nonce, cards_for, grouped as card_in_groups,
    issue_many as issue_cards, lose_card, note_printed, read_card, scanned as scanned_card,
    store::{Holder as CardHolder, State as CardState},
};
pub use field::{Edit, Edited, FIELDS, Met, Told, Whereabouts, edit, field_now, last_digits, meet, village_of_household, whereabouts};
pub use load::{Bad, Duplicate, ImportOutcome, Place, import_file, import_list};
pub use pages::routes;
pub use rules::{AUDIENCES, NEEDS, PURPOSES, without_identities};
pub use store::{PHONE, seal_plain};

#[cfg(test)]
mod tests;
