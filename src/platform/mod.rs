//! The program itself: health, settings, self-check, demo.

mod backup;
mod check;
pub mod demo;
mod export;
mod home;
mod keys;
mod pages;
mod store;

pub use backup::{BackupFacts, FolderHold, backup, dumped, restore, restored};
pub use check::{Finding, check};
pub use export::{EXPORTED, Written, export};
pub use keys::open_keys;
pub use pages::routes;

#[cfg(test)]
mod tests;
