//! Lists of people become persons: read, shown, written in one transaction, taken back.

mod apply;
mod draft;
mod file;

pub use apply::{Decision, Of, Payload, apply, candidates, undo};
pub use draft::{Draft, DraftSheet, file_name};
pub use file::{Bad, Duplicate, ImportOutcome, Place, import_file, import_list};
