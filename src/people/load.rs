//! Lists of people become persons: read, shown, written in one transaction, taken back.

mod apply;
mod draft;
mod file;

pub use apply::{Applied, Candidate, Decision, Of, Payload, apply, candidates, undo};
pub use draft::{Draft, DraftBad, DraftRow, DraftSheet};
pub use file::{Bad, Duplicate, ImportOutcome, Place, import_file};
