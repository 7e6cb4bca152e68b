//! Who is enrolled and who waits; who a name on the list is; adding and removing.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{LIST, series_href};
use crate::{
    accounts::{Posted, Right, Visitor},
    classes::{
        enrolment::{self, Who},
        rules::{Enrolment, Likeness, Series, Standing},
        store,
    },
    kit::{
        dates,
        error::{Error, Result},
        forms::Faults,
        pages::{Frame, go_saying, page_with},
        phone::Phone,
        text::Text,
    },
    people::{self, Card},
    places::{self, Village},
};

/// At most so many people of the register are offered.
const MOST_FOUND: i64 = 12;

struct Line {
    id: String,
    name: String,
    meta: String,
    phone: String,
    phone_words: String,
    linked: bool,
    wants_a_call: bool,
}

struct Found {
    id: String,
    name: String,
    meta: String,
    on_list: bool,
    likely: &'static str,
}

#[derive(Template)]
#[template(path = "classes/pages/places.html")]
struct PlacesPage {
    frame: Frame,
    t: Text,
    series: Series,
    enrolled: Vec<Line>,
    waiting: Vec<Line>,
    to_call: Vec<Line>,
    query: String,
    found: Vec<Found>,
    faults: Faults,
}

pub(super) async fn list(visitor: Visitor, Path(code): Path<String>) -> Result<Response> {
    show(&visitor, StatusCode::OK, code, Faults::default()).await
}

async fn show(visitor: &Visitor, status: StatusCode, code: String, faults: Faults) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::ManageClasses)?, visitor.t);
    let query: String = visitor.query.get("ten").chars().take(100).collect();
    let asked = query.clone();
    let (series, list, villages, cards) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let series = store::series::in_reach(tx, &scope, &code)?;
            let list = store::enrolment::list(tx, scope.commune(), &series.id)?;
            let villages = places::villages(tx, scope.commune())?;
            let cards = if asked.is_empty() { Vec::new() } else { people::search(tx, &scope, &asked, MOST_FOUND)? };
            Ok((series, list, villages, cards))
        })
        .await?;
    visitor.log("roster-seen", &series.id, &series.now.title).await?;
    let on_list = |card: &Card| list.iter().any(|place| place.person.as_deref() == Some(card.id.as_str()));
    let found = cards.into_iter().map(|card| Found { on_list: on_list(&card), likely: "", ..found(card, &villages, t) }).collect();
    let lines = |state: Standing| list.iter().filter(|place| place.state == state).map(|place| line(place, &villages, t)).collect();
    let page = PlacesPage {
        frame: visitor
            .frame("classes-places")
            .under(LIST, t.get("nav-classes"))
            .under(series_href(&series.code), &series.now.title)
            .with(&faults),
        enrolled: lines(Standing::Enrolled),
        waiting: lines(Standing::Waiting),
        to_call: list.iter().filter(|place| place.wants_a_call()).map(|place| line(place, &villages, t)).collect(),
        t,
        series,
        query,
        found,
        faults,
    };
    page_with(status, &page)
}

fn line(place: &Enrolment, villages: &[Village], t: Text) -> Line {
    let phone = place.phone.clone().unwrap_or_default();
    let mut meta = Vec::new();
    meta.extend(place.birth_year.map(|year| t.fill("classes-born").s("year", year).to_string()));
    meta.extend(place.village.as_ref().and_then(|id| villages.iter().find(|v| v.id == *id)).map(|v| v.name.clone()));
    meta.push(t.get(place.source.key()));
    meta.push(dates::moment(place.created_at, t.lang));
    Line {
        id: place.id.clone(),
        name: place.name.clone(),
        meta: meta.join(" · "),
        phone_words: Phone::parse(&phone).map(|phone| phone.display()).unwrap_or_default(),
        phone,
        linked: place.person.is_some(),
        wants_a_call: place.wants_a_call(),
    }
}

fn found(card: Card, villages: &[Village], t: Text) -> Found {
    let born = card.birth_year.map_or_else(|| t.get("classes-born-unknown"), |year| t.fill("classes-born").s("year", year).to_string());
    let village = villages.iter().find(|v| v.id == card.village).map(|v| v.name.clone()).unwrap_or_default();
    let hamlet = if card.hamlet.is_empty() { String::new() } else { format!(" · {}", card.hamlet) };
    Found { id: card.id, name: card.name, meta: format!("{born} · {village}{hamlet}"), on_list: false, likely: "" }
}

pub(super) async fn enrol(visitor: Visitor, Path(code): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageClasses)?, visitor.app.clock.now());
    let (wanted, person) = (code.clone(), fields.get("person").to_owned());
    match visitor.app.db.write(move |tx| enrolment::enrol(tx, &scope, &wanted, &person, now)).await {
        Ok((state, fresh)) => {
            let said = match (fresh, state) {
                (false, _) => "classes-enrol-already",
                (true, Standing::Waiting) => "classes-enrol-waiting",
                (true, _) => "classes-enrol-done",
            };
            Ok(go_saying(&format!("{}/dang-ky", series_href(&code)), said))
        }
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("ten", visitor.t.refusal(&refusal));
            show(&visitor, StatusCode::UNPROCESSABLE_ENTITY, code, faults).await
        }
        Err(other) => Err(other),
    }
}

#[derive(Template)]
#[template(path = "classes/pages/place.html")]
struct PlacePage {
    frame: Frame,
    t: Text,
    series: Series,
    place: Line,
    state: &'static str,
    found: Vec<Found>,
    villages: Vec<(String, String)>,
    village: String,
    faults: Faults,
}

pub(super) async fn place(visitor: Visitor, Path((code, place)): Path<(String, String)>) -> Result<Response> {
    show_place(&visitor, StatusCode::OK, code, place, Faults::default()).await
}

async fn show_place(visitor: &Visitor, status: StatusCode, code: String, id: String, faults: Faults) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::ManageClasses)?, visitor.t);
    let (series, place, villages, candidates, reach) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let series = store::series::in_reach(tx, &scope, &code)?;
            let list = store::enrolment::list(tx, scope.commune(), &series.id)?;
            let place = list.into_iter().find(|place| place.id == id).ok_or(Error::NotFound)?;
            let candidates = if place.person.is_none() { enrolment::candidates(tx, &scope, &place)? } else { Vec::new() };
            let villages = places::villages(tx, scope.commune())?;
            let reach: Vec<(String, String)> =
                villages.iter().filter(|v| v.active && scope.covers(&v.id)).map(|v| (v.id.clone(), v.name.clone())).collect();
            Ok((series, place, villages, candidates, reach))
        })
        .await?;
    let key = |likeness| match likeness {
        Likeness::Same => "classes-likely-same",
        Likeness::Perhaps => "classes-likely-perhaps",
        Likeness::Name => "classes-likely-name",
    };
    let frame = visitor
        .frame_titled(&place.name)
        .under(LIST, t.get("nav-classes"))
        .under(series_href(&series.code), &series.now.title)
        .under(format!("{}/dang-ky", series_href(&series.code)), t.get("classes-places"));
    let page = PlacePage {
        found: candidates.into_iter().map(|(card, like)| Found { likely: key(like), ..found(card, &villages, t) }).collect(),
        village: place.village.clone().filter(|v| reach.iter().any(|(id, _)| id == v)).unwrap_or_else(|| series.now.village.clone()),
        state: place.state.key(),
        place: line(&place, &villages, t),
        villages: reach,
        frame: frame.with(&faults),
        t,
        series,
        faults,
    };
    page_with(status, &page)
}

pub(super) async fn link(visitor: Visitor, Path((code, place)): Path<(String, String)>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageClasses)?, visitor.app.clock.now());
    let who = fields.some("person").map_or_else(|| Who::New(fields.get("village").to_owned()), |person| Who::Known(person.to_owned()));
    let (wanted, id) = (code.clone(), place.clone());
    match visitor.app.db.write(move |tx| enrolment::link(tx, &scope, &wanted, &id, &who, now)).await {
        Ok(_) => Ok(go_saying(&format!("{}/dang-ky", series_href(&code)), "classes-linked")),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("village", visitor.t.refusal(&refusal));
            show_place(&visitor, StatusCode::UNPROCESSABLE_ENTITY, code, place, faults).await
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn called(visitor: Visitor, Path((code, place)): Path<(String, String)>, _: Posted) -> Result<Response> {
    let (scope, now, wanted) = (visitor.scope(Right::ManageClasses)?, visitor.app.clock.now(), code.clone());
    visitor.app.db.write(move |tx| enrolment::called(tx, &scope, &wanted, &place, now)).await?;
    Ok(go_saying(&format!("{}/dang-ky", series_href(&code)), "classes-called-done"))
}

pub(super) async fn remove(visitor: Visitor, Path((code, place)): Path<(String, String)>, _: Posted) -> Result<Response> {
    let (scope, now, wanted) = (visitor.scope(Right::ManageClasses)?, visitor.app.clock.now(), code.clone());
    visitor.app.db.write(move |tx| enrolment::remove(tx, &scope, &wanted, &place, now)).await?;
    Ok(go_saying(&format!("{}/dang-ky", series_href(&code)), "classes-removed"))
}
