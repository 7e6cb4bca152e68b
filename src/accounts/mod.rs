//! Accounts: sign-in, sessions, roles on places, the log of access.
//!
//! A handler takes a [`Visitor`] and asks it for the [`Scope`] of a [`Right`]; store functions of other
//! slices take that scope, and only this slice makes one.

mod api;
mod authority;
mod keep;
mod nav;
mod pages;
mod password;
mod received;
mod routes;
mod rules;
mod store;
mod visitor;

pub use api::{create, fresh_password, grant, list_accounts, open_session, reset, scope_of};
pub use authority::{Authority, Held, authority};
pub use keep::keep;
pub use pages::routes;
pub use received::Received;
pub use routes::{Route, router};
pub use rules::{Grant, ReachKind, Right, Role, Scope, login_fault, password_fault};
pub use store::{
    AccountRow, Event, EventRow, accounts_of, by_id, count_events, end_grant, end_sessions, events, grants, log, set_disabled,
};
pub use visitor::{Chosen, Enclosed, Need, Posted, SESSION_COOKIE, Signed, Uploaded, Visitor, cookie, from_here, greet};

#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
