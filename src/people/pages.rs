//! Pages.
use crate::accounts::Route;
/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
