//! What people learn from: lessons, guides, videos and pictures as facts and Markdown.
//!
//! Built-in items come from files of `content/` and stand under the commune ''; a commune's own version of an item, written in
//! the product, is read in its place.

mod facts;
mod files;
mod load;
mod markdown;
mod store;

pub use facts::{Audience, BODY_LIMIT, Facts, Kind, fault, parse};
pub use files::{built_in, built_in_file};
pub use load::{built_in_items, hold, load};
pub use markdown::{Part, Picture, Role, escape, parts};
pub use store::{Wanted, count_items, item, items};
pub(super) use store::{loaded, own_items, put, remove, set_loaded};

use crate::kit::text::Lang;

/// An item in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The commune whose version it is; empty for a built-in one.
    pub commune: String,
    /// The language that this text is in.
    pub lang: Lang,
    /// What kind of thing it is.
    pub kind: Kind,
    /// What is known of it.
    pub facts: Facts,
    /// Its text, in Markdown; empty in lists.
    pub body: String,
    /// What it weighs, in bytes, without pictures and videos.
    pub bytes: i64,
}

impl Item {
    /// An item of this text.
    pub fn new(commune: &str, lang: Lang, kind: Kind, facts: Facts, body: String) -> Self {
        let bytes = store::weight(&facts, &body);
        Self { commune: commune.to_owned(), lang, kind, facts, body, bytes }
    }

    /// Its address.
    pub fn href(&self) -> String {
        match self.kind {
            Kind::Course => format!("/khoa-hoc/{}", self.facts.id),
            _ => format!("/hoc/{}", self.facts.id),
        }
    }
}
