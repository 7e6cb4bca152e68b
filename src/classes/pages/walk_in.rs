//! Somebody at the door who is not on the roll: found in the register, or added to it, and marked as here.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{LIST, series_href, session_href};
use crate::{
    accounts::{Posted, Right, Visitor},
    classes::{
        attendance::{self, WalkIn},
        enrolment,
        rules::{self, Enrolment, Lesson, Likeness},
        store,
    },
    kit::{
        dates,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields, encode},
        pages::{Frame, go_saying, page_with},
        text::Text,
    },
    people::{self, Card},
};

/// At most so many people of the register are offered.
const MOST_FOUND: i64 = 12;

struct Found {
    id: String,
    name: String,
    meta: String,
    /// Whether the person is on the roll already.
    here: bool,
}

#[derive(Template)]
#[template(path = "classes/pages/walk_in.html")]
struct WalkInPage {
    frame: Frame,
    t: Text,
    lesson: Lesson,
    /// What was looked for.
    name: String,
    found: Vec<Found>,
    registration: String,
    reason: String,
    fields: Fields,
    faults: Faults,
    /// Whether a person with this name is in the register, so that adding one more is asked again.
    twin: bool,
}

pub(super) async fn form(visitor: Visitor, Path(session): Path<String>) -> Result<Response> {
    let mut fields = Fields::default();
    for name in ["ten", "dang-ky", "ly-do"] {
        fields.set(name, visitor.query.get(name).chars().take(200).collect::<String>());
    }
    show(&visitor, StatusCode::OK, &session, fields, Faults::default(), false).await
}

async fn show(visitor: &Visitor, status: StatusCode, session: &str, mut fields: Fields, faults: Faults, twin: bool) -> Result<Response> {
    let (scope, t, id) = (visitor.scope(Right::TakeAttendance)?, visitor.t, session.to_owned());
    let (asked, registration) = (fields.get("ten").to_owned(), fields.get("dang-ky").to_owned());
    let (lesson, place, found) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let lesson = store::session::in_reach(tx, &scope, &id)?;
            let place = store::enrolment::by_id(tx, scope.commune(), &lesson.series, &registration)?;
            let cards: Vec<Card> = match &place {
                Some(place) => enrolment::candidates(tx, &scope, place)?.into_iter().map(|(card, _)| card).collect(),
                None if long_enough(&asked) => people::search(tx, &scope, &asked, MOST_FOUND)?,
                None => Vec::new(),
            };
            let roll = store::mark::roll(tx, scope.commune(), &lesson.series, &lesson.id)?;
            let found: Vec<(Card, bool)> = cards
                .into_iter()
                .map(|card| {
                    let here = roll.iter().any(|row| row.person == card.id && row.presence.is_some_and(rules::Presence::is_here));
                    (card, here)
                })
                .collect();
            Ok((lesson, place, found))
        })
        .await?;
    if let Some(Enrolment { name, birth_year, .. }) = &place {
        prefill(&mut fields, name, *birth_year);
    }
    let name = fields.get("ten").to_owned();
    if fields.get("name").is_empty() {
        fields.set("name", name.clone());
    }
    let frame = visitor
        .frame("classes-walk-in")
        .under(LIST, t.get("nav-classes"))
        .under(series_href(&lesson.code), &lesson.title)
        .under(session_href(&lesson.id), dates::short_day(lesson.slot.day(), t.lang))
        .with(&faults);
    let page = WalkInPage {
        name,
        found: found.into_iter().map(|(card, here)| shown(card, here, t)).collect(),
        registration: place.map(|place| place.id).unwrap_or_default(),
        reason: fields.get("ly-do").to_owned(),
        frame,
        t,
        lesson,
        fields,
        faults,
        twin,
    };
    page_with(status, &page)
}

fn prefill(fields: &mut Fields, name: &str, birth_year: Option<i16>) {
    if fields.get("ten").is_empty() {
        fields.set("ten", name);
    }
    if let Some(year) = birth_year.filter(|_| fields.get("birth_year").is_empty()) {
        fields.set("birth_year", year.to_string());
    }
}

/// Two letters at least: one letter would list half a village.
fn long_enough(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

fn shown(card: Card, here: bool, t: Text) -> Found {
    let born = card.birth_year.map_or_else(|| t.get("classes-born-unknown"), |year| t.fill("classes-born").s("year", year).to_string());
    let meta = if card.hamlet.is_empty() { born } else { format!("{born} · {}", card.hamlet) };
    Found { id: card.id, name: card.name, meta, here }
}

pub(super) async fn add(visitor: Visitor, Path(session): Path<String>, Posted(mut fields): Posted) -> Result<Response> {
    let t = visitor.t;
    let who = match fields.some("person") {
        Some(person) => WalkIn::Known(person.to_owned()),
        None => {
            let (name, year, faults) = read(&fields, &visitor);
            if !faults.is_empty() {
                return show(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &session, fields, faults, false).await;
            }
            if fields.get("sure").is_empty() && has_twin(&visitor, &session, &name, year).await? {
                fields.set("ten", name);
                return show(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &session, fields, Faults::default(), true).await;
            }
            WalkIn::New(name, year)
        }
    };
    let scope = visitor.scope(Right::TakeAttendance)?;
    let manages = visitor.scope(Right::ManageClasses).ok();
    let (id, now) = (session.clone(), visitor.app.clock.now());
    let (registration, reason) = (fields.get("dang-ky").to_owned(), fields.get("ly-do").to_owned());
    let why = reason.clone();
    let added = visitor.app.db.write(move |tx| {
        let village = store::session::in_reach(tx, &scope, &id)?.village;
        let corrects = manages.as_ref().is_some_and(|scope| scope.covers(&village));
        attendance::walk_in(tx, &scope, &id, &who, &registration, corrects, &why, now)
    });
    match added.await {
        Ok(person) => {
            let reason = if reason.is_empty() { String::new() } else { format!("?ly-do={}", encode(&reason)) };
            Ok(go_saying(&format!("{}{reason}#n-{person}", session_href(&session)), "classes-walk-in-added"))
        }
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("name", t.refusal(&refusal));
            show(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &session, fields, faults, false).await
        }
        Err(other) => Err(other),
    }
}

fn read(fields: &Fields, visitor: &Visitor) -> (String, Option<i16>, Faults) {
    let mut faults = Faults::default();
    let name = fold::nfc(fields.get("name"));
    if let Some(fault) = rules::name_fault(&name) {
        faults.add("name", visitor.t.get(fault));
    }
    let year = rules::birth_year(fields.get("birth_year"), visitor.app.clock.today().year());
    faults.unless(year.is_ok(), "birth_year", visitor.t, "classes-fault-birth");
    (name, year.unwrap_or_default(), faults)
}

/// Whether the register has somebody who is likely the same.
async fn has_twin(visitor: &Visitor, session: &str, name: &str, year: Option<i16>) -> Result<bool> {
    let (scope, id, name) = (visitor.scope(Right::TakeAttendance)?, session.to_owned(), name.to_owned());
    visitor
        .app
        .db
        .read(move |tx| {
            store::session::in_reach(tx, &scope, &id)?;
            let cards = people::likely(tx, &scope, &name, None, MOST_FOUND)?;
            let likely = |card: &Card| rules::likeness(&name, year, false, &card.name, card.birth_year);
            Ok(cards.iter().any(|(card, _)| likely(card).is_some_and(|likeness| likeness <= Likeness::Perhaps)))
        })
        .await
}
