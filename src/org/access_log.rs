//! The log of access: who signed in, was refused, took figures away.

use askama::Template;
use axum::{response::Response, routing::get};

use crate::{
    accounts::{self, EventRow, Need, Right, Route, Visitor},
    kit::{
        dates,
        error::Result,
        pages::{Frame, Paging, page},
        text::Text,
    },
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/quan-ly/nhat-ky", Need::May(Right::SeeAudit), get(list))]
}

/// The kinds that the filter offers.
const KINDS: [&str; 8] =
    ["signed-in", "sign-in-wrong", "sign-in-locked", "refused", "export", "person-seen", "figure-opened", "password-changed"];

#[derive(Template)]
#[template(path = "org/pages/log.html")]
struct LogPage {
    frame: Frame,
    t: Text,
    kind: String,
    events: Vec<EventRow>,
    paging: Paging,
}

impl LogPage {
    fn when(&self, event: &EventRow) -> String {
        dates::moment(event.at, self.t.lang)
    }

    /// The kind in words; one that has none yet shows its own name.
    fn words(&self, kind: &str) -> String {
        let key = format!("accounts-event-{kind}");
        if self.t.has(&key) { self.t.get(&key) } else { kind.to_owned() }
    }

    const fn kinds(&self) -> [&'static str; 8] {
        KINDS
    }
}

async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::SeeAudit)?;
    let kind = visitor.query.get("loai").to_owned();
    let asked = visitor.query.number("trang");
    let (commune, wanted) = (scope.commune().to_owned(), kind.clone());
    let (events, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let total = accounts::count_events(tx, &commune, &wanted)?;
            let paging = Paging::new(asked, total, format!("/quan-ly/nhat-ky?loai={wanted}&trang="));
            Ok((accounts::events(tx, &commune, &wanted, "", Paging::SIZE, paging.offset())?, paging))
        })
        .await?;
    page(&LogPage { frame: visitor.frame("nav-log"), t: visitor.t, kind, events, paging })
}
