//! All SQL on `classes_*` tables, one file for each of them.

pub mod enrolment;
pub mod history;
pub mod mark;
pub mod series;
pub mod session;
pub mod tap;
