//! Likely duplicates: looked at side by side, made one, kept apart, taken apart again.

use askama::Template;
use axum::{
    extract::Path,
    response::Response,
    routing::{get, post},
};

use super::{Face, HERE, Villages, birth_words, title_of, value_words};
use crate::{
    accounts::{Need, Posted, Right, Route, Scope, Visitor, log},
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        pages::{Frame, Paging, go, go_saying, page},
        text::Text,
    },
    ledger::{self, Found},
    people::{
        rules,
        store::{self, Filter, Merge, NewPair, Pair, Person},
    },
};

/// Where pairs are decided.
const PAIRS: &str = "/quan-ly/nguoi-dan/trung";
/// Merges that the page shows.
const MERGES: i64 = 200;
/// Persons that the search for another one offers.
const OFFERED: i64 = 20;

pub(super) fn routes() -> Vec<Route> {
    let need = Need::May(Right::MergePersons);
    vec![
        Route::get("/quan-ly/nguoi-dan/trung", need, get(list)),
        Route::get("/quan-ly/nguoi-dan/trung/da-gop", need, get(merged)),
        Route::get("/quan-ly/nguoi-dan/trung/{pair}", need, get(compare)),
        Route::post("/quan-ly/nguoi-dan/trung/{pair}/gop", need, post(merge)),
        Route::post("/quan-ly/nguoi-dan/trung/{pair}/khac", need, post(keep_apart)),
        Route::get("/quan-ly/nguoi-dan/gop/{merge}", need, get(ask_unmerge)),
        Route::post("/quan-ly/nguoi-dan/gop/{merge}/tach", need, post(unmerge)),
        Route::get("/quan-ly/nguoi-dan/{person}/trung", need, get(tell_form)),
        Route::post("/quan-ly/nguoi-dan/{person}/trung", need, post(tell)),
    ]
}

/// A pair in words.
struct Row {
    id: String,
    one: String,
    other: String,
    place: String,
    why: String,
}

#[derive(Template)]
#[template(path = "people/pages/pairs.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    rows: Vec<Row>,
    paging: Paging,
}

fn frame_of(visitor: &Visitor, key: &str) -> Frame {
    visitor.frame(key).under(HERE, visitor.t.get("people-title"))
}

async fn list(visitor: Visitor) -> Result<Response> {
    let (scope, t, asked) = (visitor.scope(Right::MergePersons)?, visitor.t, visitor.query.number("trang"));
    let (rows, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let paging = Paging::new(asked, store::count_open(tx, &scope)?, format!("{PAIRS}?trang="));
            let villages = Villages::read(tx, &scope)?;
            let pairs = store::open_pairs(tx, &scope, Paging::SIZE, paging.offset())?;
            let rows: Vec<Row> = pairs.into_iter().map(|pair| row(t, pair, &villages)).collect();
            Ok((rows, paging))
        })
        .await?;
    page(&ListPage { frame: frame_of(&visitor, "people-pairs"), t, rows, paging })
}

fn row(t: Text, pair: Pair, villages: &Villages) -> Row {
    Row {
        id: pair.id,
        one: format!("{}, {}", pair.one_name, birth_words(t, &pair.one_birth)),
        other: format!("{}, {}", pair.other_name, birth_words(t, &pair.other_birth)),
        place: villages.name(&pair.village).to_owned(),
        why: t.get(&format!("people-likeness-{}", pair.reason)),
    }
}

#[derive(Template)]
#[template(path = "people/pages/merged.html")]
struct MergedPage {
    frame: Frame,
    t: Text,
    merges: Vec<(Merge, String)>,
}

async fn merged(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::MergePersons)?;
    let merges = visitor.app.db.read(move |tx| store::merges(tx, &scope, "", MERGES)).await?;
    let t = visitor.t;
    let merges = merges.into_iter().map(|merge| (dates::moment(merge.at, t.lang), merge)).map(|(when, merge)| (merge, when)).collect();
    page(&MergedPage { frame: frame_of(&visitor, "people-pairs"), t, merges })
}

/// One field of both, side by side.
struct Compared {
    label: &'static str,
    one: String,
    other: String,
    differs: bool,
}

/// One of the two.
struct Side {
    id: String,
    name: String,
    entries: i64,
    added: String,
}

#[derive(Template)]
#[template(path = "people/pages/pair.html")]
struct PairPage {
    frame: Frame,
    t: Text,
    id: String,
    why: String,
    one: Side,
    other: Side,
    fields: Vec<Compared>,
}

struct Both {
    pair: Pair,
    one: Person,
    other: Person,
    entries: (i64, i64),
    homes: (String, String),
    villages: Villages,
}

fn read(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Both> {
    let pair = store::pair(tx, scope, id)?;
    let (one, other) = (store::person(tx, scope, &pair.one)?, store::person(tx, scope, &pair.other)?);
    let mut entries =
        |person: &Person| ledger::count_entries(tx, scope.commune(), &Found { person: person.id.clone(), ..Found::default() });
    let entries = (entries(&one)?, entries(&other)?);
    let mut home = |person: &Person| -> Result<String> {
        let household = person.profile.household.as_deref().map(|id| store::household(tx, scope, id)).transpose()?;
        Ok(household.map(|household| household.head).unwrap_or_default())
    };
    let homes = (home(&one)?, home(&other)?);
    Ok(Both { villages: Villages::read(tx, scope)?, pair, one, other, entries, homes })
}

async fn compare(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::MergePersons)?, visitor.t);
    let both = visitor.app.db.read(move |tx| read(tx, &scope, &id)).await?;
    visitor.log("person-seen", &both.one.id, "pair").await?;
    visitor.log("person-seen", &both.other.id, "pair").await?;
    let side = |person: &Person, entries| Side {
        id: person.id.clone(),
        name: person.profile.name.clone(),
        entries,
        added: dates::moment(person.created_at, t.lang),
    };
    page(&PairPage {
        frame: frame_of(&visitor, "people-pair-title").under(PAIRS, t.get("people-pairs")),
        t,
        why: t.get(&format!("people-likeness-{}", both.pair.reason)),
        one: side(&both.one, both.entries.0),
        other: side(&both.other, both.entries.1),
        fields: compared(t, &both),
        id: both.pair.id,
    })
}

fn compared(t: Text, both: &Both) -> Vec<Compared> {
    let told = |person: &Person, home: &str| -> Vec<(&'static str, String)> {
        let profile = &person.profile;
        let smartphone = profile.smartphone.map_or("", |has| if has { "yes" } else { "no" });
        let needs = profile.needs.iter().cloned().collect::<Vec<_>>().join(",");
        let birth = if profile.birth.is_empty() { String::new() } else { birth_words(t, &profile.birth) };
        vec![
            ("people-name", profile.name.clone()),
            ("people-birth", birth),
            ("people-sex", value_words(t, "sex", profile.sex.as_deref().unwrap_or_default())),
            ("people-village", both.villages.name(&profile.village).to_owned()),
            ("people-hamlet", profile.hamlet.clone()),
            ("people-household", home.to_owned()),
            ("people-audience", value_words(t, "audience", &profile.audience)),
            ("people-phone", profile.phone.as_deref().map(rules::spaced).unwrap_or_default()),
            ("people-identity", profile.identity.as_ref().map(|held| format!("…{}", held.last3)).unwrap_or_default()),
            ("people-smartphone", value_words(t, "smartphone", smartphone)),
            ("people-needs", value_words(t, "needs", &needs)),
            ("people-workplace", profile.workplace.clone()),
            ("people-note", profile.note.clone()),
        ]
    };
    let (ones, others) = (told(&both.one, &both.homes.0), told(&both.other, &both.homes.1));
    let both = ones.into_iter().zip(others).filter(|((_, one), (_, other))| !one.is_empty() || !other.is_empty());
    both.map(|((label, one), (_, other))| Compared { label, differs: one != other && !one.is_empty() && !other.is_empty(), one, other })
        .collect()
}

async fn merge(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now, who) = (visitor.scope(Right::MergePersons)?, visitor.app.clock.now(), visitor.clone());
    let keep = fields.get("keep").to_owned();
    let kept = visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            let pair = store::pair(tx, &scope, &id)?;
            let (kept, gone) = match keep.as_str() {
                keep if keep == pair.one => (&pair.one, &pair.other),
                keep if keep == pair.other => (&pair.other, &pair.one),
                _ => return Err(Error::refused("people-pair-choose")),
            };
            store::merge(tx, &scope, kept, gone, now)?;
            log(tx, &who.event("persons-merged", kept, gone), now)?;
            Ok(kept.clone())
        })
        .await?;
    Ok(go_saying(&format!("{HERE}/{kept}"), "people-merged"))
}

async fn keep_apart(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::MergePersons)?, visitor.app.clock.now());
    visitor
        .app
        .db
        .write(move |tx| -> Result<()> {
            let pair = store::pair(tx, &scope, &id)?;
            store::decide(tx, &scope, &pair.one, &pair.other, "different", now)
        })
        .await?;
    Ok(go_saying(PAIRS, "people-kept-apart"))
}

#[derive(Template)]
#[template(path = "people/pages/unmerge.html")]
struct UnmergePage {
    frame: Frame,
    t: Text,
    merge: Merge,
    when: String,
}

async fn ask_unmerge(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::MergePersons)?, visitor.t);
    let merges = visitor.app.db.read(move |tx| store::merges(tx, &scope, "", i64::MAX)).await?;
    let merge = merges.into_iter().find(|merge| merge.id == id).ok_or(Error::NotFound)?;
    let frame = frame_of(&visitor, "people-unmerge-ask").under(PAIRS, t.get("people-pairs"));
    page(&UnmergePage { frame, t, when: dates::moment(merge.at, t.lang), merge })
}

async fn unmerge(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let (scope, now, who) = (visitor.scope(Right::MergePersons)?, visitor.app.clock.now(), visitor.clone());
    let kept = visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            let (kept, gone) = store::unmerge(tx, &scope, &id, now)?;
            log(tx, &who.event("persons-unmerged", &kept, &gone), now)?;
            Ok(kept)
        })
        .await?;
    Ok(go_saying(&format!("{HERE}/{kept}"), "people-unmerged"))
}

#[derive(Template)]
#[template(path = "people/pages/pair_tell.html")]
struct TellPage {
    frame: Frame,
    t: Text,
    id: String,
    name: String,
    query: String,
    faces: Vec<Face>,
}

async fn tell_form(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::MergePersons)?, visitor.t);
    let (asked, query) = (id.clone(), visitor.query.get("q").to_owned());
    let words = query.clone();
    let (person, faces) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let person = store::person(tx, &scope, &asked)?;
            let villages = Villages::read(tx, &scope)?;
            let filter = Filter { query: words.clone(), ..Filter::default() };
            let found = if words.is_empty() { Vec::new() } else { store::listed(tx, &scope, &filter, OFFERED, 0)? };
            let faces: Vec<Face> = found.into_iter().filter(|one| one.id != person.id).map(|one| Face::of(one, &villages, t)).collect();
            Ok((person, faces))
        })
        .await?;
    let name = title_of(&person.profile);
    let frame = frame_of(&visitor, "people-told-pair").under(format!("{HERE}/{id}"), name.clone());
    page(&TellPage { frame, t, id, name, query, faces })
}

/// Keeps a pair that an officer knows of, and leads to the comparison.
async fn tell(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::MergePersons)?, visitor.app.clock.now());
    let other = fields.get("other").to_owned();
    let pair = visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            let (one, other) = (store::person(tx, &scope, &id)?, store::person(tx, &scope, &other)?);
            if one.id == other.id {
                return Err(Error::refused("people-merge-same"));
            }
            store::add_pair(tx, &scope, &NewPair { one: &one.id, other: &other.id, reason: "told", state: "open", import: None }, now)?;
            // Who asks again about a pair that was decided wants to decide anew.
            store::decide(tx, &scope, &one.id, &other.id, "open", now)?;
            let pairs = store::pairs_of(tx, &scope, &one.id)?;
            pairs.into_iter().find(|pair| pair.one == other.id || pair.other == other.id).map(|pair| pair.id).ok_or(Error::NotFound)
        })
        .await?;
    Ok(go(&format!("{PAIRS}/{pair}")))
}
