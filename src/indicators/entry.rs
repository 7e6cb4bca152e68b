//! One entry of the ledger: who saw what, when and where, and its place in the chain.

use askama::Template;
use axum::{extract::Path, response::Response};
use serde_json::Value;

use super::{
    drill::{entry_href, kind_key, person_meta},
    store,
};
use crate::{
    accounts::{Right, Scope, Visitor},
    classes, coaching,
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        forms::encode,
        numbers,
        pages::{Frame, page},
        text::Text,
    },
    learning::{self, Check},
    ledger::{self, Entry},
    places,
};

/// The entry that voids, in words.
struct Voiding {
    href: String,
    words: String,
    reason: String,
}

/// A line of what is known.
struct Fact {
    name: String,
    value: String,
    href: String,
}

#[derive(Template)]
#[template(path = "indicators/pages/entry.html")]
struct EntryPage {
    frame: Frame,
    t: Text,
    what: String,
    grade: Option<(String, String, String)>,
    facts: Vec<Fact>,
    chain: Vec<Fact>,
    voiding: Option<Voiding>,
}

/// Whom an entry is about.
struct Person {
    id: String,
    words: String,
    /// Whether their own page is in reach too: who moved away is known here by this entry alone.
    opens: bool,
}

/// Everything that the page says.
struct Read {
    entry: Entry,
    person: Option<Person>,
    village: String,
    recorder: String,
    session: Option<classes::SessionLine>,
    check: Option<Check>,
    /// What coaching recorded, in words; about whom or what, for who may know.
    record: Option<(String, String)>,
    /// The title of the lesson that was finished.
    lesson: Option<String>,
    voided: Option<(Entry, String)>,
}

/// Answers the page of an entry.
pub async fn entry_page(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let figures = visitor.scope(Right::SeeFigures)?;
    let persons = visitor.scope(Right::SeePersons).ok();
    let (t, asked) = (visitor.t, id.clone());
    let read = visitor.app.db.read(move |tx| read(tx, &figures, persons.as_ref(), &asked, t)).await?;
    if read.person.is_some() {
        visitor.log("figure-opened", &id, &read.entry.kind).await?;
    }
    page(&shown(&visitor, read))
}

/// Reads an entry that the caller may see: one about a person needs that person or its village in reach.
fn read(tx: &mut Tx<'_>, figures: &Scope, persons: Option<&Scope>, id: &str, t: Text) -> Result<Read> {
    let commune = figures.commune();
    let entry = ledger::entry(tx, commune, id)?.ok_or(Error::NotFound)?;
    let person = match &entry.person {
        Some(person) => {
            let root = ledger::canonical(tx, commune, person)?;
            let (name, year, village) = store::person_named(tx, commune, &root)?.ok_or(Error::NotFound)?;
            let scope = persons.ok_or(Error::NotFound)?;
            if !scope.covers(&entry.village) && !scope.covers(&village) {
                return Err(Error::NotFound);
            }
            let home = places::village(tx, commune, &village)?.map(|v| v.name).unwrap_or_default();
            Some(Person { id: root, words: format!("{name} ({})", person_meta(year, &home, t)), opens: scope.covers(&village) })
        }
        None if figures.is_whole() || figures.covers(&entry.village) => None,
        None => return Err(Error::NotFound),
    };
    let voided = match ledger::is_voided(tx, commune, id)? {
        Some(by) => match ledger::entry(tx, commune, &by)? {
            Some(by) => {
                let who = store::account_name(tx, &by.recorded_by)?;
                Some((by, who))
            }
            None => None,
        },
        None => None,
    };
    let body: Value = serde_json::from_str(&entry.body).unwrap_or(Value::Null);
    let session = if told(&body, "session").is_empty() { &entry.subject } else { told(&body, "session") };
    let lesson = match told(&body, "lesson") {
        "" => None,
        id => learning::item(tx, commune, id, t.lang)?.map(|item| item.facts.title),
    };
    Ok(Read {
        lesson,
        village: places::village(tx, commune, &entry.village)?.map(|v| v.name).unwrap_or_default(),
        recorder: store::account_name(tx, &entry.recorded_by)?,
        session: classes::session_line(tx, commune, session)?,
        check: learning::check(tx, commune, &entry.subject)?,
        record: coaching::api::record_of(tx, commune, id)?.map(|record| {
            let (what, who) = coaching::api::described(&record, t);
            (what, if persons.is_some_and(|scope| scope.covers(&record.village)) { who } else { String::new() })
        }),
        entry,
        person,
        voided,
    })
}

/// The text under `name` of an entry's body.
fn told<'a>(body: &'a Value, name: &str) -> &'a str {
    body.get(name).and_then(Value::as_str).unwrap_or("")
}

fn shown(visitor: &Visitor, read: Read) -> EntryPage {
    let t = visitor.t;
    let entry = &read.entry;
    let what = t.get(&kind_key(&entry.kind));
    let voiding = read.voided.as_ref().map(|(by, who)| {
        let body: Value = serde_json::from_str(&by.body).unwrap_or(Value::Null);
        let words = t.fill("indicators-voided-by").s("name", who).s("when", dates::moment(by.recorded_at, t.lang)).to_string();
        Voiding { href: entry_href(&by.id), words, reason: told(&body, "reason").to_owned() }
    });
    let grade = (!entry.grade.is_empty()).then(|| {
        let small = entry.grade.to_lowercase();
        (entry.grade.clone(), small.clone(), t.get(&format!("ledger-grade-{small}")))
    });
    EntryPage {
        frame: visitor.frame("indicators-entry").under("/quan-ly", t.get("indicators-dashboard")),
        t,
        what,
        grade,
        facts: facts(&read, visitor.may(Right::RecordSkill), t),
        chain: chain(entry, t),
        voiding,
    }
}

fn facts(read: &Read, sees_proofs: bool, t: Text) -> Vec<Fact> {
    let entry = &read.entry;
    let body: Value = serde_json::from_str(&entry.body).unwrap_or(Value::Null);
    let mut facts = Vec::new();
    let mut add = |key: &str, value: String, href: String| {
        if !value.is_empty() {
            facts.push(Fact { name: t.get(key), value, href });
        }
    };
    if let Some(person) = &read.person {
        let href = if person.opens { format!("/quan-ly/nguoi-dan/{}", encode(&person.id)) } else { String::new() };
        add("indicators-entry-person", person.words.clone(), href);
    }
    if let Some(check) = &read.check {
        let component = t.get(&format!("learning-short-{}", check.component));
        let outcome = t.get(&format!("learning-outcome-{}", check.outcome));
        add("indicators-entry-task", t.fill("learning-seen").s("component", component).s("outcome", outcome).to_string(), String::new());
        add("indicators-entry-note", check.note.clone(), String::new());
    }
    add("indicators-entry-lesson", read.lesson.clone().unwrap_or_default(), String::new());
    if entry.kind == learning::VERIFIED.name {
        let course = t.fill("indicators-entry-course").s("title", told(&body, "title")).s("platform", told(&body, "platform")).to_string();
        add("indicators-entry-outside", course, String::new());
        if sees_proofs {
            let href = format!("/quan-ly/hoc/ket-qua-ngoai/{}", encode(&entry.subject));
            add("indicators-entry-proof", t.get("indicators-entry-proof-open"), href);
        }
    }
    if entry.kind == learning::CONFIRMED.name {
        add("indicators-entry-document", told(&body, "document").to_owned(), String::new());
    }
    if let Some((what, who)) = &read.record {
        add("indicators-entry-record", what.clone(), String::new());
        if read.person.is_none() {
            add("indicators-entry-about", who.clone(), String::new());
        }
    }
    let venue = read.session.as_ref().map(|session| session.venue.clone()).unwrap_or_default();
    if let Some(session) = &read.session {
        add("indicators-entry-session", session.title.clone(), String::new());
    }
    let place = if told(&body, "place").is_empty() { venue } else { told(&body, "place").to_owned() };
    let place = [place, read.village.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    add("indicators-entry-where", place, String::new());
    add("indicators-entry-when", dates::moment(entry.occurred_at, t.lang), String::new());
    add("indicators-entry-who", read.recorder.clone(), String::new());
    add("indicators-entry-recorded", dates::moment(entry.recorded_at, t.lang), String::new());
    add("indicators-entry-device", entry.device.clone().unwrap_or_default(), String::new());
    add("indicators-entry-reason", told(&body, "reason").to_owned(), String::new());
    let attains = entry.attains.as_deref().and_then(|key| key.strip_prefix("essential."));
    if let Some(code) = attains {
        add("indicators-entry-attains", t.get(&format!("learning-short-{code}")), String::new());
    }
    let about = entry.voids.as_deref().unwrap_or_default();
    if !about.is_empty() {
        add("indicators-entry-voids", t.get("indicators-entry-open"), entry_href(about));
    }
    facts
}

fn chain(entry: &Entry, t: Text) -> Vec<Fact> {
    let fact = |key: &str, value: String| Fact { name: t.get(key), value, href: String::new() };
    let before = if entry.prev_hash.is_empty() { t.get("indicators-entry-first") } else { entry.prev_hash.clone() };
    vec![
        fact("indicators-entry-seq", numbers::whole(entry.seq, t.lang)),
        fact("indicators-entry-id", entry.id.clone()),
        fact("indicators-entry-hash", entry.hash.clone()),
        fact("indicators-entry-before", before),
    ]
}
