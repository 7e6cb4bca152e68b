//! What every slice stands on: database, clock, ids, words, forms, pages, print.

pub mod app;
pub mod birth;
pub mod chart;
pub mod clock;
pub mod dates;
pub mod db;
pub mod error;
pub mod fold;
pub mod forms;
pub mod ics;
pub mod identity;
pub mod ids;
pub mod kept;
pub mod lunar;
pub mod numbers;
pub mod pages;
pub mod period;
pub mod phone;
pub mod picture;
pub mod print;
pub mod qr;
pub mod recur;
pub mod sheet;
pub mod sign;
pub mod text;
pub mod vault;
