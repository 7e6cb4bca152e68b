//! Where everything happens: province → commune → village, with official codes.
//!
//! Below `accounts`, because a role is granted on a place; the pages that change places are in `org`.

mod rules;
mod store;

pub use rules::{Commune, Village, code_fault};
pub use store::{
    add_commune, add_province, add_village, commune, commune_by_code, communes, find_village, province_name, set_village, village, villages,
};
