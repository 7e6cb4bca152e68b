//! All SQL on `people_*` tables.

mod consent;
mod household;
mod import;
mod merge;
mod pair;
mod person;
mod seen;

pub use consent::{Consent, consents, drop_foreign_consents, give, has_consent};
pub use household::{
    Household, HouseholdRow, add_household, count_households, find_head, household, households, households_of_village, members,
    remove_household, remove_households_of_import, set_head,
};
pub use import::{ImportRow, add_import, drop_import, drop_old_previews, import, imports, known_file, mark_applied, mark_undone};
pub use merge::{Merge, merge, merges, unmerge};
pub use pair::{NewPair, Pair, add_pair, count_open, decide, find_pairs, open_pairs, pair, pairs_of};
pub use person::{
    Change, Filter, Listed, Person, add, change, changes, count, facts, find, hamlets, listed, names_of_units, person, persons_of_import,
    relatives, remove_untouched, units,
};
pub use seen::{account_names, looks};
