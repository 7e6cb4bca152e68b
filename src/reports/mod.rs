//! Reports: what the commune signs.
//!
//! A month's report (kỳ báo cáo, from the 15th to the 14th) is drafted over the figures of the day, in words that hold
//! tokens for them; locked once, it becomes a snapshot with a hash, a number from the register and files that never
//! change. A correction is a new edition that takes the place of the old one.
//!
//! | file | what |
//! |---|---|
//! | `rules` | when a report may be locked, numbers, names of files |
//! | `content` | everything that a report says; the snapshot |
//! | `tokens` | figures inside the officer's words |
//! | `body`, `annex`, `sidecar`, `files` | from there to PDF, DOCX, XLSX and JSON |
//! | `changes` | what is different today |
//! | `desk` | opening, writing, locking, taking away |
//! | `pages`, `editing`, `locking`, `preview`, `downloads`, `register` | the pages |

mod annex;
mod body;
mod changes;
mod content;
mod desk;
mod downloads;
mod editing;
mod files;
mod locking;
mod pages;
mod preview;
mod register;
mod rules;
mod sidecar;
mod store;
mod tokens;
mod wording;

pub use content::Particulars;
pub use desk::{Locked, Seen, lock, render};
pub use files::Format;
pub use pages::routes;
pub use rules::month;

use crate::ledger::Kind;

/// A report was locked: the subject is the report, the body holds its number and the hash of its snapshot.
pub const LOCKED: Kind = Kind::new("report.locked");

#[cfg(test)]
mod tests;
