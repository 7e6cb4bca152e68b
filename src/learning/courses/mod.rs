//! Courses and self-study: which lessons make a course, what somebody finished alone and claims later, and a lesson run for a class.
//!
//! | file | what |
//! |---|---|
//! | `rules` | what a course is, what is wrong with one, its order |
//! | `file` | course files, with every mistake said in words |
//! | `shelf` | the courses that a commune reads, and each as an item of the library |
//! | `desk` | a commune's own courses |
//! | `finished` | a finished lesson: recorded, claimed, taken back |
//! | `group` | one helper runs a lesson for a class |
//!
//! How far somebody is stays on their own device until they claim it: the server keeps nothing about readers.

mod desk;
mod file;
mod finished;
mod finished_store;
mod group;
mod group_store;
mod pages;
mod rules;
mod shelf;
mod store;

pub use finished_store::{Finished, of_person as finished_by};
pub use group::{NewGroup, teach};
pub use pages::routes;
pub(super) use pages::{CourseCard, cards_for, way_on};
pub use shelf::built_in_items;

#[cfg(test)]
mod tests;
