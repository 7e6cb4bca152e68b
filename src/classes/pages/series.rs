//! The officers' page of a class, and ending it.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{LIST, list, series_href, words};
use crate::{
    accounts::{Posted, Right, Visitor},
    classes::{
        opening,
        rules::{Audience, Series, SeriesState, Standing, Support},
        store::{self, history::Change},
    },
    kit::{
        dates,
        error::{Error, Result},
        forms::Faults,
        pages::{Frame, go_saying, page, page_with},
        text::Text,
    },
};

/// How many changes the page shows.
const CHANGES: i64 = 50;

struct ChangeWords {
    what: String,
    when: String,
}

#[derive(Template)]
#[template(path = "classes/pages/series.html")]
struct SeriesPage {
    frame: Frame,
    t: Text,
    series: Series,
    facts: Vec<(&'static str, String)>,
    days: Vec<words::DayLines>,
    changes: Vec<ChangeWords>,
    /// Who moved up from the queue and waits for a call.
    to_call: usize,
    enrolled: i64,
    waiting: i64,
    open: bool,
    may_manage: bool,
    may_cards: bool,
}

pub(super) async fn series(visitor: Visitor, Path(code): Path<String>) -> Result<Response> {
    let scope = visitor.scope(Right::SeeClasses)?;
    let (t, now, today) = (visitor.t, visitor.app.clock.now(), visitor.app.clock.today());
    let (series, lessons, changes, places) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let series = store::series::in_reach(tx, &scope, &code)?;
            let lessons = store::session::of_series(tx, scope.commune(), &series.id)?;
            let changes = store::history::of_series(tx, scope.commune(), &series.id, CHANGES)?;
            let places = store::enrolment::list(tx, scope.commune(), &series.id)?;
            Ok((series, lessons, changes, places))
        })
        .await?;
    let may_take = visitor.may(Right::TakeAttendance);
    let reaches = |right| visitor.scope(right).is_ok_and(|scope| scope.covers(&series.now.village));
    let (may_manage, may_cards) = (reaches(Right::ManageClasses), reaches(Right::EditPersons));
    let enrolled = places.iter().filter(|place| place.state == Standing::Enrolled).count() as i64;
    page(&SeriesPage {
        frame: visitor.frame_titled(&series.now.title).under(LIST, t.get("nav-classes")),
        facts: facts(&series, t),
        days: words::by_day(lessons, today, t, |lesson| list::line(lesson, t, now, may_take)),
        changes: changes.iter().map(|change| change_words(change, t)).collect(),
        to_call: places.iter().filter(|place| place.wants_a_call()).count(),
        enrolled,
        waiting: places.len() as i64 - enrolled,
        open: series.state == SeriesState::Open,
        may_manage,
        may_cards,
        series,
        t,
    })
}

fn facts(series: &Series, t: Text) -> Vec<(&'static str, String)> {
    let now = &series.now;
    let mut facts = vec![
        ("classes-village", series.village_name.clone()),
        ("classes-venue", series.venue_name.clone()),
        ("classes-time", dates::clock_range(now.start, now.end)),
        ("classes-days", words::pattern(&series.repeat, t)),
        ("classes-teacher", now.teacher.clone()),
        ("classes-audience", t.get(now.audience.key())),
    ];
    if now.support != Support::None {
        facts.push(("classes-support", t.get(now.support.key())));
    }
    if !now.helpers.is_empty() {
        facts.push(("classes-helpers", now.helpers.clone()));
    }
    facts
}

fn change_words(change: &Change, t: Text) -> ChangeWords {
    // Codes of the two fields that are chosen from a list are shown in words.
    let value = |text: &str| match change.what.as_str() {
        "audience" => Audience::parse(text).map_or_else(String::new, |audience| t.get(audience.key())),
        "support" => Support::parse(text).map_or_else(String::new, |support| t.get(support.key())),
        _ => text.to_owned(),
    };
    let name = t.get(&format!("classes-change-{}", change.what));
    let values = match (value(&change.before), value(&change.after)) {
        (before, after) if before.is_empty() && after.is_empty() => String::new(),
        (before, after) if before.is_empty() => format!(": {after}"),
        (before, after) if after.is_empty() => format!(": {before}"),
        (before, after) => format!(": {before} → {after}"),
    };
    let why = if change.reason.is_empty() { String::new() } else { format!(" ({})", change.reason) };
    let when = t.fill("classes-by-at").s("by", &change.by).s("at", dates::moment(change.at, t.lang)).to_string();
    ChangeWords { what: format!("{name}{values}{why}"), when }
}

#[derive(Template)]
#[template(path = "classes/pages/end.html")]
struct EndPage {
    frame: Frame,
    t: Text,
    code: String,
    title: String,
    reason: String,
    faults: Faults,
}

pub(super) async fn end_form(visitor: Visitor, Path(code): Path<String>) -> Result<Response> {
    ask_end(&visitor, StatusCode::OK, code, String::new(), Faults::default()).await
}

async fn ask_end(visitor: &Visitor, status: StatusCode, code: String, reason: String, faults: Faults) -> Result<Response> {
    let (scope, wanted, t) = (visitor.scope(Right::ManageClasses)?, code.clone(), visitor.t);
    let series = visitor.app.db.read(move |tx| store::series::in_reach(tx, &scope, &wanted)).await?;
    let frame = visitor.frame("classes-end-ask").under(LIST, t.get("nav-classes")).under(series_href(&code), &series.now.title);
    page_with(status, &EndPage { frame: frame.with(&faults), t, code, title: series.now.title, reason, faults })
}

pub(super) async fn end(visitor: Visitor, Path(code): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageClasses)?, visitor.app.clock.now());
    let (wanted, reason) = (code.clone(), fields.get("reason").to_owned());
    let why = reason.clone();
    match visitor.app.db.write(move |tx| opening::end(tx, &scope, &wanted, &why, now)).await {
        Ok(()) => Ok(go_saying(&series_href(&code), "classes-ended")),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("reason", visitor.t.refusal(&refusal));
            ask_end(&visitor, StatusCode::UNPROCESSABLE_ENTITY, code, reason, faults).await
        }
        Err(other) => Err(other),
    }
}
