//! One record with its story, and taking it back.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{Sight, framed, record_href, typed, words};
use crate::{
    accounts::{Posted, Right, Visitor},
    coaching::{
        api,
        rules::{self, Kind},
        store::{self, log::Record},
    },
    kit::{
        dates,
        error::{Error, Result},
        forms::{Faults, Fields},
        pages::{Frame, go_saying, page_with},
        text::Text,
    },
};

#[derive(Template)]
#[template(path = "coaching/pages/record.html")]
struct RecordPage {
    frame: Frame,
    t: Text,
    id: String,
    line: words::Line,
    facts: Vec<(String, String)>,
    /// Whether the way to the ledger's page is open.
    ledger: bool,
    may_undo: bool,
    reason: String,
    faults: Faults,
}

fn facts(record: &Record, t: Text) -> Vec<(String, String)> {
    let all = [
        ("coaching-column-helper", record.by_name.clone()),
        ("coaching-column-when", dates::moment(record.at, t.lang)),
        ("coaching-column-recorded", dates::moment(record.recorded_at, t.lang)),
        ("coaching-column-minutes", record.minutes.map(|minutes| words::hours(minutes, t)).unwrap_or_default()),
        ("coaching-column-place", record.place.clone()),
        ("coaching-column-village", record.village_name.clone()),
        ("coaching-column-note", record.note.clone()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (t.get(key), value)).collect()
}

async fn shown(visitor: &Visitor, id: String, faults: Faults, reason: &str) -> Result<Response> {
    let sight = Sight::of(visitor)?;
    let (t, now, scope, only) = (visitor.t, visitor.app.clock.now(), sight.scope.clone(), sight.only());
    let record = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let found = store::log::by_id(tx, scope.commune(), &id)?;
            found.filter(|record| scope.covers(&record.village) && (only.is_empty() || record.by == only)).ok_or(Error::NotFound)
        })
        .await?;
    let (manages, sees) = (sight.manages(&record.village), visitor.scope(Right::SeePersons).is_ok());
    let kind = Kind::parse(&record.kind).unwrap_or(Kind::Help);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = RecordPage {
        frame: framed(visitor, &format!("coaching-kind-{}", kind.code())).with(&faults),
        t,
        line: if sees { words::signed_line(&record, t) } else { words::line(&record, t) },
        facts: facts(&record, t),
        ledger: sight.names,
        may_undo: record.undone_at.is_none() && rules::may_undo(&record.by, record.recorded_at, sight.scope.account(), now, manages),
        id: record.id,
        reason: reason.to_owned(),
        faults,
    };
    page_with(status, &page)
}

pub(super) async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    shown(&visitor, id, Faults::default(), "").await
}

pub(super) async fn undo(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let sight = Sight::of(&visitor)?;
    let (now, reason, key) = (visitor.app.clock.now(), fields.get("reason").to_owned(), id.clone());
    let undone = visitor
        .app
        .db
        .write(move |tx| -> Result<bool> {
            let record = store::log::by_id(tx, sight.scope.commune(), &key)?.ok_or(Error::NotFound)?;
            api::undo(tx, &sight.scope, &key, &reason, sight.manages(&record.village), now, now)
        })
        .await;
    match undone {
        Ok(_) => Ok(go_saying(&record_href(&id), "coaching-taken-back")),
        Err(error) => refused(&visitor, id, error, &fields).await,
    }
}

async fn refused(visitor: &Visitor, id: String, error: Error, fields: &Fields) -> Result<Response> {
    let mut faults = Faults::default();
    typed::note(error, visitor.t, &mut faults)?;
    shown(visitor, id, faults, fields.get("reason")).await
}
