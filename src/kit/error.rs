//! One exit for errors: a stable code that is also a text key.

use std::fmt;

use super::db;

/// Why a request or command did not do what was asked.
#[derive(Debug)]
pub enum Error {
    /// No such thing, or nothing that the caller may know of: the two look alike from outside.
    NotFound,
    /// The caller is known, and may not do this.
    Forbidden,
    /// The caller must sign in first.
    SignIn,
    /// The form's proof of origin is missing or stale; the page should be opened again.
    StaleForm,
    /// The input can't be used as it stands: `code` is the text key that says what to do.
    Refused(Refusal),
    /// The upload or body is larger than the limit.
    TooLarge,
    /// Somebody else changed the same thing first.
    Changed,
    /// The database could not do it.
    Db(db::Error),
    /// Something that should not happen; the text is for the log alone.
    Broken(String),
}

/// A refusal with its stable code and the values its text needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The text key, such as `classes-refused-venue-taken`.
    pub code: &'static str,
    /// Values for the text's variables.
    pub values: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal whose text needs no values.
    pub const fn new(code: &'static str) -> Self {
        Self { code, values: Vec::new() }
    }

    /// Adds a value for the text.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        self.values.iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}

impl Error {
    /// Shorthand for a refusal without values.
    pub const fn refused(code: &'static str) -> Self {
        Self::Refused(Refusal::new(code))
    }

    /// The stable code, which is the text key of the message.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "error-not-found",
            Self::Forbidden => "error-forbidden",
            Self::SignIn => "error-sign-in",
            Self::StaleForm => "error-stale-form",
            Self::Refused(refusal) => refusal.code,
            Self::TooLarge => "error-too-large",
            Self::Changed => "error-changed",
            Self::Db(db::Error::Full) => "error-disk-full",
            Self::Db(db::Error::Busy) => "error-busy",
            Self::Db(db::Error::Taken(_)) => "error-taken",
            Self::Db(db::Error::Other(_)) | Self::Broken(_) => "error-broken",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Db(error) => write!(f, "{}: {error}", self.code()),
            Self::Broken(text) => write!(f, "{}: {text}", self.code()),
            Self::Refused(refusal) => refusal.fmt(f),
            _ => f.write_str(self.code()),
        }
    }
}

impl std::error::Error for Error {}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        Self::Db(error)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Broken(format!("template: {error}"))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull { Self::Db(db::Error::Full) } else { Self::Broken(error.to_string()) }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(format!("json: {error}"))
    }
}

/// What everything that can fail answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;
