//! The kinds of evidence that figures count, in one place.

use crate::ledger::Kind;

/// A session of a class was held; subject: the session.
pub const HELD: Kind = Kind::new("class.held");
/// Somebody attended a session; subject: the session.
pub const ATTENDED: Kind = Kind::new("class.attended");
