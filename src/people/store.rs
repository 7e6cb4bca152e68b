//! All SQL on `people_*` tables.

mod consent;
mod facts;
mod household;
mod import;
mod list;
mod merge;
mod pair;
mod person;
mod sealing;
mod seen;
mod writing;

#[cfg(test)]
pub use self::{import::PAYLOAD, merge::BEFORE};
pub use consent::{Consent, consents, drop_foreign_consents, give, has_consent};
pub use facts::{facts, relatives};
pub use household::{
    Household, HouseholdRow, add_household, count_households, find_head, household, households, households_of_village, members,
    remove_household, remove_households_of_import, set_head,
};
pub use import::{ImportRow, add_import, drop_import, drop_old_previews, import, imports, known_file, mark_applied, mark_undone};
pub use list::{Filter, Listed, count, hamlets, listed};
pub use merge::{Merge, merge, merges, unmerge};
pub use pair::{NewPair, Pair, add_pair, count_open, decide, find_pairs, open_pairs, pair, pairs_of};
pub use person::{
    Change, PHONE, Person, add, add_as, change, change_quietly, changes, find, names_of_units, person, persons_of_import, remove_untouched,
    units,
};
pub use sealing::seal_plain;
pub use seen::{account_names, looks};
pub use writing::{CUT_OFF, add_household_of, add_unseen, begin_writing, go_on_writing, newcomers, show_all, stop_writing};
