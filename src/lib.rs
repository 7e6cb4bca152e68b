//! `hocvuso`: the server a Vietnamese commune runs to carry out its digital literacy plan.
//!
//! `ARCHITECTURE.md` is the map; each module below is one rung of the ladder.

pub mod kit;
pub mod people;
