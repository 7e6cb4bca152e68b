//! Officers' pages: enrolled phones, what waits for a decision, outboxes that were brought as a file, photos of sessions.

mod file;
mod pages;
mod store;
mod words;

pub use pages::routes;
