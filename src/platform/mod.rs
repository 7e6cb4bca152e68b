//! The program itself: health, settings, self-check, demo.

pub mod demo;
mod pages;
mod store;

pub use pages::routes;
pub use store::{set_setting, setting};
