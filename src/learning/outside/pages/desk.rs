//! What officers do with results: the list of what waits, one result with its proof and history, the decision, a result handed in for
//! somebody who has no phone.

use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    RESULTS,
    claim::{field_of, fresh, kept_picture, options, result_of},
};
use crate::{
    accounts::{self, Enclosed, Posted, Right, Scope, Visitor},
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields, encode},
        pages::{Frame, Paging, go_saying, page, page_with},
        text::Text,
    },
    learning::{
        desk::{HOME, Tab, tabs},
        framework,
        outside::{
            courses,
            handing::{self, Hand},
            proofs,
            rules::{State, number_key},
            store::{self, Stored, Wanted},
        },
    },
    people::{self, Card},
    places,
};

/// At most so many people are offered for a name.
const MOST_FOUND: i64 = 12;

struct Line {
    href: String,
    name: String,
    title: String,
    meta: String,
    state: String,
    look: &'static str,
    doubled: bool,
}

/// How a result came, in words.
fn source_words(stored: &Stored, t: Text) -> String {
    let source = t.get(&format!("learning-outside-source-{}", stored.source));
    if stored.handed_by.is_empty() { source } else { format!("{source}: {}", stored.handed_by) }
}

fn line(stored: Stored, doubled: &[String], t: Text) -> Line {
    let parts = [
        stored.village_name.clone(),
        stored.day.map(|day| dates::short_day(day, t.lang)).unwrap_or_default(),
        stored.number.clone(),
        source_words(&stored, t),
    ];
    Line {
        href: format!("{RESULTS}/{}", stored.id),
        doubled: doubled.contains(&number_key(&stored.number)),
        title: format!("{} ({})", stored.title, stored.platform),
        meta: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        state: t.get(&format!("learning-outside-state-{}", stored.state.code())),
        look: stored.state.look(),
        name: stored.name,
    }
}

#[derive(Template)]
#[template(path = "learning/outside/pages/results.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    state: String,
    states: Vec<(String, String)>,
    village: String,
    villages: Vec<(String, String)>,
    name: String,
    lines: Vec<Line>,
    paging: Paging,
    may_load: bool,
    has_courses: bool,
    may_keep: bool,
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::RecordSkill)?);
    let state = match visitor.query.some("muc") {
        None => State::Waiting.code().to_owned(),
        Some(code) => State::parse(code).map_or(String::new(), |state| state.code().to_owned()),
    };
    let name: String = visitor.query.get("ten").chars().take(100).collect();
    let wanted = Wanted {
        state: state.clone(),
        village: visitor.query.some("thon").filter(|village| scope.covers(village)).unwrap_or("").to_owned(),
        name: fold::fold(&name).chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect(),
        person: String::new(),
    };
    let shown_state = if state.is_empty() { "all" } else { &state };
    let href = format!("?muc={shown_state}&thon={}&ten={}&trang=", encode(&wanted.village), encode(&name));
    let (asked, reach, filter) = (visitor.query.number("trang"), scope.clone(), wanted.clone());
    let (found, doubled, villages, paging, has_courses) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let paging = Paging::new(asked, store::count(tx, &reach, &filter)?, href.clone());
            let found = store::results(tx, &reach, &filter, Paging::SIZE, paging.offset())?;
            let mut villages = places::villages(tx, reach.commune())?;
            villages.retain(|village| village.active && reach.covers(&village.id));
            let has_courses = !courses::courses(tx, reach.commune(), true)?.is_empty();
            Ok((found, store::doubled(tx, reach.commune())?, villages, paging, has_courses))
        })
        .await?;
    let mut states: Vec<(String, String)> =
        State::ALL.iter().map(|state| (state.code().to_owned(), t.get(&format!("learning-outside-state-{}", state.code())))).collect();
    states.push(("all".into(), t.get("learning-outside-state-all")));
    page(&ListPage {
        frame: visitor.frame("learning-outside-results").under(HOME, visitor.t.get("nav-learning")),
        t,
        tabs: tabs(&visitor, RESULTS),
        state: shown_state.to_owned(),
        states,
        village: wanted.village,
        villages: villages.into_iter().map(|village| (village.id, village.name)).collect(),
        name,
        lines: found.into_iter().map(|stored| line(stored, &doubled, t)).collect(),
        paging,
        may_load: visitor.may(Right::ImportPersons),
        may_keep: visitor.may(Right::ManageLearning),
        has_courses,
    })
}

struct Past {
    what: String,
    note: String,
    when: String,
}

/// Somebody else with the same number or picture.
struct Other {
    /// Where theirs is, when they are in reach.
    href: String,
    words: String,
}

#[derive(Template)]
#[template(path = "learning/outside/pages/one.html")]
struct OnePage {
    frame: Frame,
    t: Text,
    id: String,
    stored: Stored,
    state: String,
    facts: Vec<(String, String)>,
    skills: Vec<String>,
    others: Vec<Other>,
    history: Vec<Past>,
    entries: Vec<String>,
    reason: String,
    faults: Faults,
    may_verify: bool,
    may_take_back: bool,
}

/// Everything that the page of a result says.
struct Read {
    stored: Stored,
    skills: Vec<String>,
    others: Vec<(String, String, String)>,
    history: Vec<store::Line>,
}

fn read(tx: &mut Tx<'_>, scope: &Scope, id: &str, t: Text) -> Result<Read> {
    let stored = store::result(tx, scope, id)?.ok_or(Error::NotFound)?;
    let course = courses::course(tx, scope.commune(), &stored.course)?;
    let mut skills = Vec::new();
    for code in course.iter().flat_map(|course| &course.facts.skills) {
        skills.push(framework::skill(tx, scope.commune(), code)?.map_or_else(|| code.clone(), |skill| skill.title_in(t.lang).to_owned()));
    }
    let others = store::others_with(tx, scope.commune(), &stored, &number_key(&stored.number))?;
    let history = store::history(tx, scope.commune(), id)?;
    Ok(Read { stored, skills, others, history })
}

async fn shown(visitor: &Visitor, id: String, status: StatusCode, reason: String, faults: Faults) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::RecordSkill)?);
    let (reach, asked) = (scope.clone(), id.clone());
    let Read { stored, skills, others, history } = visitor.app.db.read(move |tx| read(tx, &reach, &asked, t)).await?;
    let fact = |key: &str, value: String| (t.get(key), value);
    let facts = [
        fact("learning-outside-field-person", format!("{}, {}", stored.name, stored.village_name)),
        fact("learning-outside-field-course", format!("{} ({})", stored.title, stored.platform)),
        fact("learning-outside-field-day", stored.day.map(|day| dates::short_day(day, t.lang)).unwrap_or_default()),
        fact("learning-outside-field-number", stored.number.clone()),
        fact("learning-outside-field-note", stored.note.clone()),
        fact("learning-outside-field-source", format!("{}, {}", source_words(&stored, t), dates::moment(stored.handed_at, t.lang))),
    ];
    let other = |(id, name, village): (String, String, String)| {
        if scope.covers(&village) {
            Other { href: format!("{RESULTS}/{id}"), words: name }
        } else {
            Other { href: String::new(), words: t.get("learning-outside-other-elsewhere") }
        }
    };
    let past = |(state, note, at, by): store::Line| {
        let when = [by, dates::moment(at, t.lang)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        Past { what: t.get(&format!("learning-outside-state-{}", state.code())), note, when }
    };
    let may = |to: State| stored.state.leads_to().contains(&to);
    page_with(
        status,
        &OnePage {
            frame: visitor.frame_titled(stored.name.clone()).under(RESULTS, t.get("learning-outside-results")).with(&faults),
            t,
            id,
            state: t.get(&format!("learning-outside-state-{}", stored.state.code())),
            facts: facts.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
            skills,
            others: others.into_iter().map(other).collect(),
            history: history.into_iter().map(past).collect(),
            entries: if visitor.may(Right::SeeFigures) { stored.entries.clone() } else { Vec::new() },
            reason,
            faults,
            may_verify: may(State::Verified),
            may_take_back: may(State::TakenBack),
            stored,
        },
    )
}

pub(super) async fn one(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    shown(&visitor, id, StatusCode::OK, String::new(), Faults::default()).await
}

pub(super) async fn decide(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (t, scope, now) = (visitor.t, visitor.scope(Right::RecordSkill)?, visitor.app.clock.now());
    let (asked, wish, reason, who) = (id.clone(), fields.get("to").to_owned(), fields.get("reason").to_owned(), visitor.clone());
    let decided = visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            store::result(tx, &scope, &asked)?.ok_or(Error::NotFound)?;
            let to = State::parse(&wish).filter(|to| *to != State::Waiting).ok_or_else(|| Error::refused("learning-outside-decided"))?;
            handing::decide(tx, &scope, &asked, to, &reason, now)?;
            let event = match to {
                State::Verified => who.event("outside-verified", &asked, ""),
                State::TakenBack => who.event("outside-taken-back", &asked, ""),
                State::Refused | State::Waiting => who.event("outside-refused", &asked, ""),
            };
            accounts::log(tx, &event, now)?;
            Ok(to)
        })
        .await;
    let said = match decided {
        Ok(State::Verified) => "learning-outside-said-verified",
        Ok(State::TakenBack) => "learning-outside-said-taken-back",
        Ok(_) => "learning-outside-said-refused",
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("reason", t.refusal(&refusal));
            return shown(&visitor, id, StatusCode::UNPROCESSABLE_ENTITY, fields.get("reason").to_owned(), faults).await;
        }
        Err(error) => return Err(error),
    };
    Ok(go_saying(&format!("{RESULTS}/{id}"), said))
}

/// The picture of a proof, for whoever reaches its person; that it was seen is kept in the log of access.
pub(super) async fn picture(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (scope, asked) = (visitor.scope(Right::RecordSkill)?, id.clone());
    let stored = visitor.app.db.read(move |tx| -> Result<_> { store::result(tx, &scope, &asked)?.ok_or(Error::NotFound) }).await?;
    let (folder, name) = (visitor.app.folder.clone(), stored.picture);
    let bytes = tokio::task::spawn_blocking(move || proofs::open(&folder, &name)).await;
    let bytes = bytes.map_err(|error| Error::Broken(error.to_string()))??;
    visitor.log("outside-proof-seen", &id, "").await?;
    let mime = if stored.mime == "image/png" { "image/png" } else { "image/jpeg" };
    Ok(([(header::CONTENT_TYPE, mime)], bytes).into_response())
}

#[derive(Template)]
#[template(path = "learning/outside/pages/find.html")]
struct FindPage {
    frame: Frame,
    t: Text,
    name: String,
    /// Address, name, village.
    found: Vec<(String, String, String)>,
}

pub(super) async fn find(visitor: Visitor) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::RecordSkill)?);
    let name: String = visitor.query.get("ten").chars().take(100).collect();
    let wanted = name.clone();
    let found = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            if wanted.is_empty() {
                return Ok(Vec::new());
            }
            let villages = places::villages(tx, scope.commune())?;
            let village =
                |id: &str| villages.iter().find(|village| village.id == id).map_or("", |village| village.name.as_str()).to_owned();
            let found = people::search(tx, &scope, &wanted, MOST_FOUND)?;
            Ok(found.into_iter().map(|card| (format!("{RESULTS}/moi/{}", card.id), card.name, village(&card.village))).collect())
        })
        .await?;
    page(&FindPage {
        frame: visitor.frame("learning-outside-hand-title").under(RESULTS, t.get("learning-outside-results")),
        t,
        name,
        found,
    })
}

#[derive(Template)]
#[template(path = "learning/outside/pages/hand.html")]
struct HandPage {
    frame: Frame,
    t: Text,
    person: Card,
    courses: Vec<(String, String)>,
    fields: Fields,
    faults: Faults,
}

async fn hand_page(visitor: &Visitor, person: String, status: StatusCode, fields: Fields, faults: Faults) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::RecordSkill)?);
    let (person, all) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let card = people::card(tx, &scope, &person)?.ok_or(Error::NotFound)?;
            Ok((card, courses::courses(tx, scope.commune(), false)?))
        })
        .await?;
    let frame = visitor.frame("learning-outside-hand-title").under(RESULTS, t.get("learning-outside-results")).with(&faults);
    page_with(status, &HandPage { frame, t, person, courses: options(&all), fields, faults })
}

pub(super) async fn form(visitor: Visitor, Path(person): Path<String>) -> Result<Response> {
    let fields = fresh(visitor.app.clock.now(), "");
    hand_page(&visitor, person, StatusCode::OK, fields, Faults::default()).await
}

pub(super) async fn hand_in(visitor: Visitor, Path(person): Path<String>, form: Enclosed) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::RecordSkill)?);
    let (now, today) = (visitor.app.clock.now(), visitor.app.clock.today());
    let (reach, asked) = (scope.clone(), person.clone());
    let card = visitor.app.db.read(move |tx| -> Result<_> { people::card(tx, &reach, &asked)?.ok_or(Error::NotFound) }).await?;
    let Enclosed { fields, file } = form;
    let new = result_of(&fields, file.is_some());
    let mut faults = Faults::default();
    new.faults(today).into_iter().for_each(|(field, code)| faults.add(field, t.get(code)));
    if faults.is_empty() {
        let kept = match kept_picture(&visitor, file).await {
            Ok((picture, mime)) => {
                let (id, who) = (fields.get("id").to_owned(), visitor.clone());
                let write = move |tx: &mut Tx<'_>| -> Result<_> {
                    let hand = Hand { id: &id, person: &card, by: scope.account(), is_officer: true, picture: (&picture, mime) };
                    let id = handing::hand_in(tx, scope.commune(), hand, &new, now)?;
                    accounts::log(tx, &who.event("outside-handed-in", &id, ""), now)?;
                    Ok(id)
                };
                visitor.app.db.write(write).await
            }
            Err(error) => Err(error),
        };
        match kept {
            Ok(id) => return Ok(go_saying(&format!("{RESULTS}/{id}"), "learning-outside-said-handed")),
            Err(Error::Refused(refusal)) => faults.add(field_of(refusal.code), t.refusal(&refusal)),
            Err(error) => return Err(error),
        }
    }
    hand_page(&visitor, person, StatusCode::UNPROCESSABLE_ENTITY, fields, faults).await
}
