//! The languages of the screens.

/// A language of the screens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}
