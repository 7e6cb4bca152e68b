//! What learners say of a lesson or of an evening: a face, a few words, the place that is not clear yet. Nobody is asked who they are.
//!
//! | file | what |
//! |---|---|
//! | `rules` | what may be said, what is blotted out before it is kept, when a class is too small to show |
//! | `store` | all SQL |
//!
//! Officers read it, answer it with a note, and put what has to change on the lesson's list “to mend”, which its author sees beside the text.

mod pages;
mod rules;
mod store;

pub use pages::{Ask, Beside, ask_of_lesson, beside, routes};
pub use rules::Face;
pub use store::{NewRemark, count_new, insert};

#[cfg(test)]
mod tests;
