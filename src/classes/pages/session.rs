//! Calling one session off, on again, or moving it.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    LIST, series_href, session_href,
    words::{self, PlannedWords},
};
use crate::{
    accounts::{Posted, Right, Visitor},
    classes::{
        rules::{self, Lesson},
        sessions, store,
    },
    kit::{
        dates,
        error::{Error, Result},
        forms::{Faults, Fields},
        pages::{Frame, go_saying, page_with},
        recur::Slot,
        text::Text,
    },
    resources,
};

#[derive(Template)]
#[template(path = "classes/pages/cancel.html")]
struct CancelPage {
    frame: Frame,
    t: Text,
    lesson: Lesson,
    when: String,
    reason: String,
    faults: Faults,
}

pub(super) async fn cancel_form(visitor: Visitor, Path(session): Path<String>) -> Result<Response> {
    ask_cancel(&visitor, StatusCode::OK, &session, String::new(), Faults::default()).await
}

async fn ask_cancel(visitor: &Visitor, status: StatusCode, session: &str, reason: String, faults: Faults) -> Result<Response> {
    let lesson = read(visitor, session).await?;
    let frame = frame(visitor, "classes-cancel-ask", &lesson).with(&faults);
    page_with(status, &CancelPage { when: when(&lesson, visitor.t), frame, t: visitor.t, lesson, reason, faults })
}

pub(super) async fn cancel(visitor: Visitor, Path(session): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageClasses)?, visitor.app.clock.now());
    let (id, reason) = (session.clone(), fields.get("reason").to_owned());
    let why = reason.clone();
    match visitor.app.db.write(move |tx| sessions::cancel(tx, &scope, &id, &why, now)).await {
        Ok(()) => Ok(go_saying(&session_href(&session), "classes-cancelled")),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("reason", visitor.t.refusal(&refusal));
            ask_cancel(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &session, reason, faults).await
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn restore(visitor: Visitor, Path(session): Path<String>, _: Posted) -> Result<Response> {
    let (scope, now, id) = (visitor.scope(Right::ManageClasses)?, visitor.app.clock.now(), session.clone());
    visitor.app.db.write(move |tx| sessions::restore(tx, &scope, &id, now)).await?;
    Ok(go_saying(&session_href(&session), "classes-restored"))
}

#[derive(Template)]
#[template(path = "classes/pages/move.html")]
struct MovePage {
    frame: Frame,
    t: Text,
    lesson: Lesson,
    when: String,
    fields: Fields,
    faults: Faults,
    venues: Vec<(String, String)>,
    /// What speaks against the new day, once it was named.
    warned: Option<PlannedWords>,
}

pub(super) async fn move_form(visitor: Visitor, Path(session): Path<String>) -> Result<Response> {
    let lesson = read(&visitor, &session).await?;
    let mut fields = Fields::default();
    fields.set("day", lesson.slot.day().to_string());
    fields.set("start", dates::clock(lesson.slot.start()));
    fields.set("end", dates::clock(lesson.slot.end()));
    fields.set("venue", lesson.venue);
    show_move(&visitor, StatusCode::OK, &session, fields, Faults::default(), None).await
}

async fn show_move(
    visitor: &Visitor,
    status: StatusCode,
    session: &str,
    fields: Fields,
    faults: Faults,
    warned: Option<PlannedWords>,
) -> Result<Response> {
    let lesson = read(visitor, session).await?;
    let scope = visitor.scope(Right::ManageClasses)?;
    let venues = visitor.app.db.read(move |tx| -> Result<_> {
        let near = |venue: &resources::Venue| venue.active && venue.village.as_ref().is_none_or(|village| scope.covers(village));
        Ok(resources::venues(tx, scope.commune())?.into_iter().filter(near).map(|venue| (venue.id, venue.name)).collect())
    });
    let frame = frame(visitor, "classes-move", &lesson).with(&faults);
    let (when, venues) = (when(&lesson, visitor.t), venues.await?);
    page_with(status, &MovePage { when, frame, t: visitor.t, lesson, fields, faults, venues, warned })
}

pub(super) async fn move_session(visitor: Visitor, Path(session): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let t = visitor.t;
    let mut faults = Faults::default();
    let day = dates::parse_day(fields.get("day")).map_err(|e| faults.add("day", t.get(e.code()))).ok();
    let start = dates::parse_time(fields.get("start")).map_err(|e| faults.add("start", t.get(e.code()))).ok();
    let end = dates::parse_time(fields.get("end")).map_err(|e| faults.add("end", t.get(e.code()))).ok();
    let slot = day.zip(start).zip(end).and_then(|((day, start), end)| {
        let slot = Slot::new(day, start, end);
        slot.map_err(|_| faults.add("end", t.get("classes-fault-end"))).ok()
    });
    let Some(slot) = slot else {
        return show_move(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &session, fields, faults, None).await;
    };
    let now = visitor.app.clock.now();
    let planned = rules::planned(slot.day(), slot.start(), slot.end(), now).map_err(|e| Error::refused(e.code()))?;
    if planned.warning.is_some() && fields.get("sure") != slot.day().to_string() {
        return show_move(&visitor, StatusCode::OK, &session, fields, faults, Some(words::planned(&planned, t))).await;
    }
    let (scope, id) = (visitor.scope(Right::ManageClasses)?, session.clone());
    let (venue, reason) = (fields.get("venue").to_owned(), fields.get("reason").to_owned());
    match visitor.app.db.write(move |tx| sessions::move_to(tx, &scope, &id, &venue, slot, &reason, now)).await {
        Ok(()) => Ok(go_saying(&session_href(&session), "classes-moved")),
        Err(Error::Refused(refusal)) => {
            let field = match refusal.code {
                "classes-refused-why" => "reason",
                "classes-refused-clash" => "venue",
                _ => "day",
            };
            faults.add(field, t.refusal(&refusal));
            show_move(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &session, fields, faults, None).await
        }
        Err(other) => Err(other),
    }
}

async fn read(visitor: &Visitor, session: &str) -> Result<Lesson> {
    let (scope, id) = (visitor.scope(Right::ManageClasses)?, session.to_owned());
    visitor.app.db.read(move |tx| store::session::in_reach(tx, &scope, &id)).await
}

fn frame(visitor: &Visitor, title: &str, lesson: &Lesson) -> Frame {
    let t = visitor.t;
    visitor
        .frame(title)
        .under(LIST, t.get("nav-classes"))
        .under(series_href(&lesson.code), &lesson.title)
        .under(session_href(&lesson.id), dates::short_day(lesson.slot.day(), t.lang))
}

fn when(lesson: &Lesson, t: Text) -> String {
    let (day, time) = (dates::long_day(lesson.slot.day(), t.lang), dates::clock_range(lesson.slot.start(), lesson.slot.end()));
    format!("{day}, {time}, {}", lesson.venue_name)
}
