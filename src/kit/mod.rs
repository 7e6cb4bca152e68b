//! What every slice stands on: database, clock, ids, words, forms, pages, print.

pub mod birth;
pub mod chart;
pub mod dates;
pub mod fold;
pub mod ics;
pub mod identity;
pub mod lunar;
pub mod numbers;
pub mod period;
pub mod phone;
pub mod print;
pub mod recur;
pub mod sheet;
pub mod text;
