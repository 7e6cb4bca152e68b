//! Lists of people become persons: read, shown, written in small changes and seen all at once, taken back.

mod apply;
mod draft;
mod file;
mod writing;

pub use apply::{Decision, Of, Payload, candidates, undo};
pub use draft::{Draft, DraftSheet, file_name};
pub use file::{Bad, Duplicate, ImportOutcome, Place, import_file, import_list};
pub use writing::write_list;
#[cfg(test)]
pub use writing::{Writing, apply};
