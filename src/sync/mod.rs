//! Sync: what a phone may send and ask for. It dispatches operations to the slices below; `docs/sync.md` is the protocol.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | the envelope of an operation, its effective time, its verdict, old forms of payloads, limits |
//! | `store/` | all SQL on `sync_*` tables |
//! | `ops/` | one file for each lower slice: what an operation does there |
//! | `pull/` | what a phone is told |
//! | `receive` | takes operations in, one verdict for each; officers' decisions; what time alone brings about |
//! | `door` | proves which phone asks, reads its body, words what is wrong |
//! | `review`, `upload` | what officers decide; outboxes that somebody brings as a file |
//! | `api` | enrolment, push and pull |
//! | `desk/`, `blobs/`, `openapi`, `app` | officers' pages, pictures, the document of the API, the field app |

mod api;
mod app;
mod blobs;
mod desk;
mod door;
mod openapi;
mod ops;
mod pull;
mod receive;
mod review;
mod rules;
mod store;
mod upload;

pub use api::{Enrolled, enrol_directly as enrol};
pub use rules::{Code, Status, Verdict};
pub use store::state::{backup_at, note_backup, renew_epoch, sums};

use crate::accounts::Route;

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    [api::routes(), desk::routes(), blobs::routes(), openapi::routes(), app::routes()].into_iter().flatten().collect()
}

#[cfg(test)]
mod faults;
#[cfg(test)]
mod tests;
