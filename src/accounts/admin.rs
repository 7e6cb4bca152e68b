//! Pages of whoever manages accounts.

use super::routes::Route;

pub(super) fn routes() -> Vec<Route> {
    Vec::new()
}
