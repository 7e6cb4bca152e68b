//! Sync: what a phone may send and ask for. It dispatches operations to the slices below; `docs/sync.md` is the protocol.

use crate::accounts::Route;

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
