//! The library that everybody may open: learning by need, lessons, guides, search, packs for phones without a network.

mod fill;
mod pack;
mod pages;
mod search;
mod show;

pub use fill::fill;
pub use pages::routes;
pub(super) use pages::{FILES, address, commune_of};
pub(super) use search::index;
pub use search::{Answer, search};
pub(super) use show::{Line, Shown, line, other_language, shown};
pub use show::{picture_markup, size_words};

#[cfg(test)]
mod tests;
