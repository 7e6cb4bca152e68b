//! Choosing a person, checking them, and what was seen before.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use jiff::civil::Date;

use super::{
    api::{self, Standing},
    desk::{HOME, Tab, tabs},
    framework,
    rules::{self, Component, NewCheck, Outcome},
    store::{self, Check, Choice, Wanted},
};
use crate::{
    accounts::{Need, Posted, Right, Route, Scope, Visitor},
    kit::{
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        ids,
        pages::{Frame, Paging, go_saying, page, page_with},
        text::Text,
    },
    people::{self, Card},
    places::{self, Village},
};

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/quan-ly/kiem-tra", Need::May(Right::RecordSkill), get(choose_page)),
        Route::get("/quan-ly/kiem-tra/{person}", Need::May(Right::SeePersons), get(person_page)),
        Route::post("/quan-ly/kiem-tra/{person}", Need::May(Right::RecordSkill), post(record)),
        Route::post("/quan-ly/kiem-tra/{person}/{check}/bo", Need::May(Right::SeePersons), post(undo)),
    ]
}

/// A person who may be chosen.
struct Offer {
    id: String,
    name: String,
    meta: String,
    /// How many of the five they reached, in words.
    reached: String,
    whole: bool,
}

#[derive(Template)]
#[template(path = "learning/pages/choose.html")]
struct ChoosePage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    name: String,
    village: String,
    villages: Vec<Village>,
    people: Vec<Offer>,
    paging: Paging,
}

async fn choose_page(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::RecordSkill)?;
    let wanted = Wanted {
        name: visitor.query.get("ten").chars().take(100).collect(),
        village: visitor.query.some("thon").filter(|v| scope.covers(v)).unwrap_or("").to_owned(),
    };
    let href = format!("?ten={}&thon={}&trang=", encode(&wanted.name), encode(&wanted.village));
    let (asked, reach, shown) = (visitor.query.number("trang"), scope.clone(), wanted.clone());
    let (villages, people, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let mut villages = places::villages(tx, reach.commune())?;
            villages.retain(|v| v.active && reach.covers(&v.id));
            let paging = Paging::new(asked, store::count_choices(tx, &reach, &shown)?, href.clone());
            let people = store::choices(tx, &reach, &shown, Paging::SIZE, paging.offset())?;
            Ok((villages, people, paging))
        })
        .await?;
    let t = visitor.t;
    let people = people.into_iter().map(|person| offer(person, t)).collect();
    page(&ChoosePage {
        frame: visitor.frame("learning-title").under(HOME, t.get("nav-learning")),
        tabs: tabs(&visitor, "/quan-ly/kiem-tra"),
        t,
        name: wanted.name,
        village: wanted.village,
        villages,
        people,
        paging,
    })
}

fn offer(person: Choice, t: Text) -> Offer {
    Offer {
        meta: joined(&[birth_words(person.birth_year, t), person.village, person.hamlet]),
        id: person.id,
        name: person.name,
        whole: person.reached >= 5,
        reached: t.fill("learning-reached").n("n", person.reached).to_string(),
    }
}

fn birth_words(year: Option<i16>, t: Text) -> String {
    year.map_or_else(|| t.get("learning-born-unknown"), |year| t.fill("learning-born").s("year", year).to_string())
}

fn joined(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// One component on a person's page: where they stand, and what may be ticked.
struct ComponentCard {
    code: &'static str,
    title: String,
    about: String,
    tasks: Vec<String>,
    /// `good`, `near`, `late` or `none`.
    light: &'static str,
    state: String,
    entry: String,
    id: String,
    chosen: String,
}

/// One outcome to choose.
struct Choosable {
    code: &'static str,
    words: String,
    hint: String,
}

/// One earlier check.
struct PastCheck {
    check: Check,
    what: String,
    seen: String,
    undone: String,
    may_undo: bool,
}

#[derive(Template)]
#[template(path = "learning/pages/person.html")]
struct PersonPage {
    frame: Frame,
    t: Text,
    person: Card,
    meta: String,
    cards: Vec<ComponentCard>,
    outcomes: Vec<Choosable>,
    history: Vec<PastCheck>,
    may_record: bool,
    place: String,
    note: String,
    day: String,
    time: String,
    faults: Faults,
}

async fn person_page(visitor: Visitor, Path(person): Path<String>) -> Result<Response> {
    let now = visitor.app.clock.now();
    page(&shown(&visitor, person, &fresh_form(now), Faults::default(), true).await?)
}

/// A form that nobody has touched: now, and an id for each check it may become.
fn fresh_form(now: Millis) -> Fields {
    let mut typed = Fields::default();
    typed.set("day", dates::day_of(now).to_string());
    typed.set("time", dates::clock(dates::local(now).time()));
    for component in Component::ALL {
        typed.set(&format!("id-{}", component.code()), ids::new(now));
    }
    typed
}

/// The person's page with `typed` in its form; `fresh` forms begin with the place named last.
async fn shown(visitor: &Visitor, person: String, typed: &Fields, faults: Faults, fresh: bool) -> Result<PersonPage> {
    let scope = visitor.scope(Right::SeePersons)?;
    let (t, now, manages, reach) = (visitor.t, visitor.app.clock.now(), visitor.may(Right::ManagePlan), scope.clone());
    let (card, village, standings, history, last_place, titles) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let card = people::card(tx, &reach, &person)?.ok_or(Error::NotFound)?;
            let village = places::village(tx, reach.commune(), &card.village)?.map(|v| v.name).unwrap_or_default();
            let standings = api::components_of(tx, reach.commune(), &card.id)?;
            let history = store::history(tx, reach.commune(), &card.id)?;
            let mut titles = BTreeMap::new();
            for code in history.iter().map(|check| &check.skill).filter(|code| !code.is_empty()).collect::<BTreeSet<_>>() {
                if let Some(skill) = framework::skill(tx, reach.commune(), code)? {
                    titles.insert(code.clone(), skill.title_in(t.lang).to_owned());
                }
            }
            Ok((card, village, standings, history, store::last_place(tx, &reach)?, titles))
        })
        .await?;
    let may_record = visitor.scope(Right::RecordSkill).is_ok_and(|s| s.covers(&card.village));
    let today = dates::day_of(now);
    let history = history.into_iter().map(|check| past(check, &titles, &scope, today, manages, t)).collect();
    Ok(PersonPage {
        frame: visitor.frame_titled(card.name.clone()).under("/quan-ly/kiem-tra", t.get("learning-title")).with(&faults),
        t,
        meta: joined(&[birth_words(card.birth_year, t), village, card.hamlet.clone()]),
        person: card,
        cards: standings.iter().map(|standing| component_card(standing, typed, t)).collect(),
        outcomes: Outcome::ALL.into_iter().map(|outcome| choosable(outcome, t)).collect(),
        history,
        may_record,
        place: if fresh { last_place } else { typed.get("place").to_owned() },
        note: typed.get("note").to_owned(),
        day: typed.get("day").to_owned(),
        time: typed.get("time").to_owned(),
        faults,
    })
}

fn component_card(standing: &Standing, typed: &Fields, t: Text) -> ComponentCard {
    let code = standing.component.code();
    let day = |day: &str| day.parse::<Date>().map(|day| dates::short_day(day, t.lang)).unwrap_or_default();
    let (light, state) = match (&standing.attained, standing.last) {
        (Some(reached), _) => ("good", t.fill("learning-state-reached").s("grade", &reached.grade).s("day", day(&reached.day)).to_string()),
        (None, Some((Outcome::Helped, seen))) => {
            ("near", t.fill("learning-state-helped").s("day", dates::short_day(seen, t.lang)).to_string())
        }
        (None, Some((_, seen))) => ("late", t.fill("learning-state-not_yet").s("day", dates::short_day(seen, t.lang)).to_string()),
        (None, None) => ("none", t.get("learning-state-none")),
    };
    ComponentCard {
        code,
        title: t.get(&format!("learning-component-{code}")),
        about: t.get(&format!("learning-about-{code}")),
        tasks: (1..=standing.component.tasks()).map(|task| t.get(&format!("learning-task-{code}-{task}"))).collect(),
        light,
        state,
        entry: standing.attained.as_ref().map(|reached| reached.entry.clone()).unwrap_or_default(),
        id: typed.get(&format!("id-{code}")).to_owned(),
        chosen: typed.get(&format!("outcome-{code}")).to_owned(),
    }
}

fn choosable(outcome: Outcome, t: Text) -> Choosable {
    let code = outcome.code();
    Choosable { code, words: t.get(&format!("learning-outcome-{code}")), hint: t.get(&format!("learning-outcome-{code}-hint")) }
}

fn past(check: Check, titles: &BTreeMap<String, String>, scope: &Scope, today: Date, manages: bool, t: Text) -> PastCheck {
    let may_undo =
        check.voided_at.is_none() && rules::may_undo(&check.by, dates::day_of(check.recorded_at), scope.account(), today, manages);
    let undone = check.voided_at.map_or_else(String::new, |at| {
        let words = t.fill("learning-undone").s("name", &check.voided_by).s("when", dates::moment(at, t.lang));
        words.s("reason", &check.void_reason).to_string()
    });
    let looked_at = if check.skill.is_empty() {
        t.get(&format!("learning-short-{}", check.component))
    } else {
        titles.get(&check.skill).cloned().unwrap_or_else(|| check.skill.clone())
    };
    let what = t.fill("learning-seen").s("component", looked_at);
    let what = what.s("outcome", t.get(&format!("learning-outcome-{}", check.outcome))).to_string();
    let seen = t.fill("learning-seen-by").s("name", &check.by_name).s("when", dates::moment(check.at, t.lang));
    let seen = seen.s("place", &check.place).to_string();
    PastCheck { what, seen, undone, may_undo, check }
}

/// The checks that a form holds: one for each component with an outcome.
fn read_checks(fields: &Fields, person: &str, at: Millis) -> Vec<NewCheck> {
    let read = |component: Component| {
        let outcome = Outcome::parse(fields.get(&format!("outcome-{}", component.code())))?;
        Some(NewCheck {
            id: fields.get(&format!("id-{}", component.code())).to_owned(),
            person: person.to_owned(),
            component,
            outcome,
            place: fields.get("place").to_owned(),
            note: fields.get("note").to_owned(),
            at,
            tasks: Vec::new(),
            device: None,
        })
    };
    Component::ALL.into_iter().filter_map(read).collect()
}

async fn record(visitor: Visitor, Path(person): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::RecordSkill)?;
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let when = dates::parse_day(fields.get("day")).ok().zip(dates::parse_time(fields.get("time")).ok());
    let at = when.map_or(now, |(day, time)| dates::instant(day, time));
    let checks = read_checks(&fields, &person, at);
    faults.unless(!checks.is_empty(), "outcome", t, "learning-outcome-missing");
    faults.unless(when.is_some(), "day", t, "learning-when-wrong");
    if let Some((field, key)) = checks.iter().find_map(|check| rules::fault(check, now)) {
        faults.add(field, t.get(key));
    }
    if !faults.is_empty() {
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown(&visitor, person, &fields, faults, false).await?);
    }
    let back = format!("/quan-ly/kiem-tra/{}", encode(&person));
    visitor.app.db.write(move |tx: &mut Tx<'_>| checks.iter().try_for_each(|check| api::record(tx, &scope, check, now).map(drop))).await?;
    Ok(go_saying(&back, "learning-recorded"))
}

async fn undo(visitor: Visitor, Path((person, check)): Path<(String, String)>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::SeePersons)?;
    let (now, manages, reason) = (visitor.app.clock.now(), visitor.may(Right::ManagePlan), fields.get("reason").to_owned());
    let undone = visitor.app.db.write(move |tx: &mut Tx<'_>| api::undo(tx, &scope, &check, &reason, manages, now)).await;
    match undone {
        Ok(()) => Ok(go_saying(&format!("/quan-ly/kiem-tra/{}", encode(&person)), "learning-taken-back")),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("reason", visitor.t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown(&visitor, person, &fresh_form(now), faults, true).await?)
        }
        Err(error) => Err(error),
    }
}
