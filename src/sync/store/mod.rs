//! All SQL on `sync_*` tables.

pub mod device;
pub mod op;
pub mod photo;
pub mod state;
