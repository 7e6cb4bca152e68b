//! All SQL on `coaching_*` tables.

pub mod change;
pub mod duty;
pub mod household;
pub mod identity;
pub mod log;
pub mod pair;
pub mod person;
pub mod quota;
pub mod request;
pub mod stall;
