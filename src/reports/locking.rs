//! Locking, asked on a page of its own; and beginning the edition that replaces a locked one.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    desk::{self, Opened, Seen},
    pages::{LIST, month_href, number_of},
    rules::{self, State},
    store,
};
use crate::{
    accounts::{Posted, Right, Visitor},
    kit::{
        dates,
        error::{Error, Refusal, Result},
        forms::Faults,
        numbers::whole,
        pages::{Frame, go_saying, page, page_with},
        period::Period,
        text::Text,
    },
};

#[derive(Template)]
#[template(path = "reports/pages/lock.html")]
struct LockPage {
    frame: Frame,
    t: Text,
    href: String,
    /// Why it can't be locked now; empty when it can.
    refused: String,
    number: String,
    day: String,
    signer: String,
    figures: [String; 3],
    missing: i64,
    unread: bool,
    version: i64,
    seen: String,
    faults: Faults,
}

pub async fn lock_page(visitor: Visitor, Path(period): Path<String>) -> Result<Response> {
    show(&visitor, &period, Faults::default()).await
}

async fn show(visitor: &Visitor, period: &str, faults: Faults) -> Result<Response> {
    let scope = visitor.scope(Right::LockReport)?;
    let period = rules::month(period).map_err(|_| Error::NotFound)?;
    let today = visitor.app.clock.today();
    let commune = scope.commune().to_owned();
    let (opened, number) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let opened = desk::open(tx, &commune, period, None)?;
            let last = store::last_number(tx, &commune, today.year(), &opened.content.particulars.notation)?;
            Ok((opened, last + 1))
        })
        .await?;
    let t = visitor.t;
    let p = &opened.content.particulars;
    let whole_commune = &opened.content.figures.whole;
    let counts = [whole_commune.sessions, whole_commune.attendances, whole_commune.people];
    let seen = Seen::of(&opened)?;
    let template = LockPage {
        frame: frame(visitor, "reports-lock-title", period).with(&faults),
        t,
        href: month_href(period),
        refused: rules::may_lock(period, opened.state, today).err().map(|refusal| t.refusal(&refusal)).unwrap_or_default(),
        number: rules::number_words(number, &p.notation),
        day: dates::short_day(today, t.lang),
        signer: if p.signer.is_empty() { scope.name().to_owned() } else { p.signer.clone() },
        figures: counts.map(|count| whole(count, t.lang)),
        missing: missing(&opened),
        unread: opened.state == State::Unwritten,
        version: seen.version,
        seen: seen.figures,
        faults,
    };
    let status = if template.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &template)
}

fn missing(opened: &Opened) -> i64 {
    opened.content.figures.targets.iter().filter(|target| target.numerator.is_none()).count() as i64
}

fn frame(visitor: &Visitor, key: &str, period: Period) -> Frame {
    let t = visitor.t;
    let name = t.fill("reports-month-title").s("period", period.label(t.lang)).to_string();
    visitor.frame(key).under(LIST, t.get("reports-title")).under(month_href(period), name)
}

pub async fn lock(visitor: Visitor, Path(period): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::LockReport)?;
    let month = rules::month(&period).map_err(|_| Error::NotFound)?;
    let mut faults = Faults::default();
    faults.unless(fields.ticked("agree"), "agree", visitor.t, "reports-lock-agree-missing");
    if !faults.is_empty() {
        return show(&visitor, &period, faults).await;
    }
    let seen = Seen { version: fields.number("version").unwrap_or(-1), figures: fields.get("seen").to_owned() };
    let now = visitor.app.clock.now();
    let done = visitor.app.db.write(move |tx| desk::lock(tx, &scope, month, scope.name(), Some(&seen), now)).await;
    match done {
        Ok(_) => Ok(go_saying(&month_href(month), "reports-lock-saved")),
        Err(Error::Refused(refusal)) if refusal.code == "reports-lock-moved" => {
            faults.add("form", visitor.t.refusal(&refusal));
            show(&visitor, &period, faults).await
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "reports/pages/renew.html")]
struct RenewPage {
    frame: Frame,
    t: Text,
    href: String,
    number: String,
    day: String,
}

pub async fn renew_page(visitor: Visitor, Path(period): Path<String>) -> Result<Response> {
    let scope = visitor.scope(Right::DraftReport)?;
    let period = rules::month(&period).map_err(|_| Error::NotFound)?;
    let opened = visitor.app.db.read(move |tx| desk::open(tx, scope.commune(), period, None)).await?;
    let not_locked = || Error::Refused(Refusal::new("reports-renew-not-locked"));
    let number = number_of(&opened.content).ok_or_else(not_locked)?;
    let lock = opened.content.lock.as_ref().ok_or_else(not_locked)?;
    let day = dates::short_day(lock.issued_on, visitor.t.lang);
    page(&RenewPage { frame: frame(&visitor, "reports-renew", period), t: visitor.t, href: month_href(period), number, day })
}

pub async fn renew(visitor: Visitor, Path(period): Path<String>, _: Posted) -> Result<Response> {
    let scope = visitor.scope(Right::DraftReport)?;
    let period = rules::month(&period).map_err(|_| Error::NotFound)?;
    let now = visitor.app.clock.now();
    visitor.app.db.write(move |tx| desk::renew(tx, &scope, period, now)).await?;
    Ok(go_saying(&month_href(period), "reports-renewed"))
}
