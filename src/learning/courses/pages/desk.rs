//! `/quan-ly/hoc/khoa-hoc`: the commune's own courses, put together from lessons and guides that are there.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{joined, time_words};
use crate::{
    accounts::{Posted, Right, Visitor},
    kit::{
        dates,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields, encode},
        pages::{Frame, go_saying, page, page_with},
        text::{Lang, Text},
    },
    learning::{
        content::{Audience, Item, Kind},
        courses::{
            desk,
            rules::{Course, Edit, Flaw, Words},
            shelf,
            store::{self, Draft},
        },
        desk::{HOME, Tab, tabs},
        editing::{light, state_words},
        practice,
    },
};

const LIST: &str = "/quan-ly/hoc/khoa-hoc";

fn draft_href(id: &str) -> String {
    format!("{LIST}/{}", encode(id))
}

struct Row {
    href: String,
    title: String,
    meta: String,
    state: String,
    look: &'static str,
}

struct Known {
    href: String,
    copy: String,
    title: String,
    meta: String,
}

#[derive(Template)]
#[template(path = "learning/courses/pages/desk.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    known: Vec<Known>,
}

fn meta_of(draft: &Draft, t: Text) -> String {
    let number = t.fill("learning-course-number").n("n", draft.number).to_string();
    joined(&[&number, &draft.by_name, &dates::moment(draft.updated_at, t.lang)])
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let t = visitor.t;
    let (drafts, (courses, items)) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> { Ok((store::drafts(tx, scope.commune())?, shelf::shelf(tx, scope.commune(), t.lang)?)) })
        .await?;
    let row = |draft: Draft| Row {
        href: draft_href(&draft.id),
        meta: meta_of(&draft, t),
        state: state_words(&draft.state, t),
        look: light(&draft.state),
        title: draft.course.title.vi,
    };
    let known = |course: &Course| Known {
        href: format!("/khoa-hoc/{}", course.id),
        copy: format!("{LIST}/moi?tu={}", course.id),
        title: course.title.of(t.lang).to_owned(),
        meta: time_words(shelf::weight(course.items(), &items).minutes, t),
    };
    page(&ListPage {
        frame: visitor.frame("learning-course-desk-title").under(HOME, t.get("nav-learning")),
        t,
        tabs: tabs(&visitor, LIST),
        rows: drafts.into_iter().map(row).collect(),
        known: courses.iter().map(known).collect(),
    })
}

#[derive(Template)]
#[template(path = "learning/courses/pages/desk_form.html")]
struct FormPage {
    frame: Frame,
    t: Text,
    action: String,
    back: String,
    typed: Fields,
    /// Whether the course's name in addresses can no longer be chosen.
    fixed: bool,
    audiences: Vec<(String, String, bool)>,
    levels: Vec<(String, String)>,
    faults: Faults,
}

fn form(visitor: &Visitor, action: String, back: String, fixed: bool, typed: Fields, faults: Faults) -> FormPage {
    let t = visitor.t;
    let audience = |one: &Audience| {
        let code = one.code();
        (code.to_owned(), t.get(&format!("learning-audience-{code}")), typed.is("audience", code))
    };
    FormPage {
        frame: visitor.frame("learning-course-form-title").under(LIST, t.get("learning-course-desk-title")).with(&faults),
        t,
        action,
        back,
        fixed,
        audiences: Audience::ALL.iter().map(audience).collect(),
        levels: ["1", "2", "3"].map(|level| (level.to_owned(), t.get(&format!("learning-level-{level}")))).into(),
        typed,
        faults,
    }
}

fn fields_of(course: &Course) -> Fields {
    let pairs = [
        ("id", course.id.clone()),
        ("title", course.title.vi.clone()),
        ("summary", course.summary.vi.clone()),
        ("want", course.want.vi.clone()),
        ("level", course.level.to_string()),
        ("keywords", course.keywords.join("\n")),
        ("source", course.source.clone()),
    ];
    let audience = course.audience.iter().map(|one| ("audience", one.code().to_owned()));
    Fields::of(pairs.into_iter().chain(audience).map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Reads the form into a course; what it does not hold stays as in `from`.
fn read(visitor: &Visitor, fields: &Fields, from: Option<&Course>) -> (Course, Faults) {
    let (t, today) = (visitor.t, visitor.app.clock.today());
    let words = |name: &str| fold::nfc(fields.get(name));
    let mut course = from.cloned().unwrap_or_else(|| Course {
        id: fields.get("id").to_owned(),
        audience: Vec::new(),
        level: 0,
        checked: today,
        licence: "CC BY 4.0".into(),
        source: String::new(),
        title: Words::default(),
        summary: Words::default(),
        want: Words::default(),
        keywords: Vec::new(),
        parts: Vec::new(),
    });
    course.title.set(words("title"));
    course.summary.set(words("summary"));
    course.want.set(words("want"));
    course.audience = fields.all("audience").into_iter().filter_map(Audience::parse).collect();
    course.level = fields.number("level").unwrap_or(0);
    course.source = words("source");
    course.checked = today;
    course.keywords = fields.get("keywords").lines().map(fold::nfc).filter(|word| !word.is_empty()).collect();
    let mut faults = Faults::default();
    // What its parts lack is said on the draft's page.
    for flaw in super::super::rules::flaws(&course, &|_| Some(Kind::Lesson), &|_| true).iter().filter(|flaw| flaw.part == 0) {
        let field = flaw.code.trim_start_matches("learning-course-bad-");
        if field != "parts" {
            faults.add(field, flaw_words(flaw, t));
        }
    }
    (course, faults)
}

/// A flaw in words, with its place.
fn flaw_words(flaw: &Flaw, t: Text) -> String {
    let words = t.fill(flaw.code).s("what", &flaw.what).to_string();
    if flaw.part == 0 { words } else { t.fill("learning-course-bad-in-part").n("part", flaw.part).s("what", words).to_string() }
}

pub(super) async fn new_form(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let from = visitor.query.get("tu").to_owned();
    let typed = if from.is_empty() {
        let mut typed = Fields::default();
        typed.set("level", "1");
        typed.set("audience", "citizen");
        typed.set("source", visitor.commune.as_ref().map(|commune| commune.name.clone()).unwrap_or_default());
        typed
    } else {
        let known =
            visitor.app.db.read(move |tx| -> Result<_> { shelf::course(tx, scope.commune(), &from)?.ok_or(Error::NotFound) }).await?;
        let mut typed = fields_of(&known);
        typed.set("tu", known.id);
        typed
    };
    let fixed = typed.some("tu").is_some();
    page(&form(&visitor, format!("{LIST}/moi"), LIST.into(), fixed, typed, Faults::default()))
}

pub(super) async fn begin(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageLearning)?, visitor.app.clock.now());
    let (from, reach) = (fields.get("tu").to_owned(), scope.clone());
    let known = match from.as_str() {
        "" => None,
        _ => visitor.app.db.read(move |tx| -> Result<_> { shelf::course(tx, reach.commune(), &from) }).await?,
    };
    let (course, mut faults) = read(&visitor, &fields, known.as_ref());
    if faults.is_empty() {
        match visitor.app.db.write(move |tx| desk::begin(tx, &scope, &course, now)).await {
            Ok(id) => return Ok(go_saying(&draft_href(&id), "learning-edit-saved")),
            Err(Error::Refused(refusal)) => faults.add("id", visitor.t.refusal(&refusal)),
            Err(error) => return Err(error),
        }
    }
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&visitor, format!("{LIST}/moi"), LIST.into(), known.is_some(), fields, faults))
}

async fn draft(visitor: &Visitor, id: &str) -> Result<Draft> {
    let (scope, id) = (visitor.scope(Right::ManageLearning)?, id.to_owned());
    visitor.app.db.read(move |tx| -> Result<_> { store::draft(tx, scope.commune(), &id)?.ok_or(Error::NotFound) }).await
}

pub(super) async fn facts_form(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let draft = draft(&visitor, &id).await?;
    if draft.state != "draft" {
        return Err(Error::refused("learning-edit-not-draft"));
    }
    let mut typed = fields_of(&draft.course);
    typed.set("seen", draft.seen.to_string());
    page(&form(&visitor, format!("{}/sua", draft_href(&id)), draft_href(&id), true, typed, Faults::default()))
}

pub(super) async fn set_facts(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageLearning)?, visitor.app.clock.now());
    let draft = draft(&visitor, &id).await?;
    let (course, faults) = read(&visitor, &fields, Some(&draft.course));
    let back = draft_href(&id);
    if !faults.is_empty() {
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&visitor, format!("{back}/sua"), back, true, fields, faults));
    }
    let seen = fields.number("seen").unwrap_or(0);
    visitor.app.db.write(move |tx| desk::set_facts(tx, &scope, &id, &course, seen, now)).await?;
    Ok(go_saying(&back, "learning-edit-saved"))
}

struct ItemShown {
    at: usize,
    title: String,
    meta: String,
}

struct PartShown {
    at: usize,
    title: String,
    helper: String,
    items: Vec<ItemShown>,
    practice: Vec<(String, String)>,
}

/// Choices under one heading: ids and titles.
struct Choices {
    title: String,
    options: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "learning/courses/pages/draft.html")]
struct DraftPage {
    frame: Frame,
    t: Text,
    id: String,
    title: String,
    summary: String,
    meta: String,
    state: String,
    look: &'static str,
    is_draft: bool,
    is_published: bool,
    public: String,
    seen: i64,
    parts: Vec<PartShown>,
    flaws: Vec<String>,
    choices: Vec<Choices>,
    practices: Vec<(String, String)>,
    history: Vec<(String, String)>,
    faults: Faults,
}

async fn draft_page(visitor: &Visitor, id: String, faults: Faults) -> Result<DraftPage> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let t = visitor.t;
    let (draft, flaws, changes, items) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let draft = store::draft(tx, scope.commune(), &id)?.ok_or(Error::NotFound)?;
            let flaws = desk::flaws(tx, scope.commune(), &draft.course)?;
            let changes = store::changes(tx, scope.commune(), &draft.id)?;
            let items = shelf::shelf(tx, scope.commune(), Lang::Vi)?.1;
            Ok((draft, flaws, changes, items))
        })
        .await?;
    let course = &draft.course;
    let weight = shelf::weight(course.items(), &items);
    let count = t.fill("learning-course-items").n("n", weight.items).to_string();
    let meta = joined(&[&meta_of(&draft, t), &count, &time_words(weight.minutes, t)]);
    let change = |change: &store::Change| {
        let when = t.fill("learning-course-change-by").s("name", &change.by_name).s("when", dates::moment(change.at, t.lang)).to_string();
        (t.get(&format!("learning-course-change-{}", change.what)), joined(&[&when, &change.detail]))
    };
    Ok(DraftPage {
        frame: visitor.frame_titled(course.title.vi.clone()).under(LIST, t.get("learning-course-desk-title")).with(&faults),
        t,
        id: draft.id.clone(),
        title: course.title.vi.clone(),
        summary: course.summary.vi.clone(),
        meta,
        state: state_words(&draft.state, t),
        look: light(&draft.state),
        is_draft: draft.state == "draft",
        is_published: draft.state == "published",
        public: format!("/khoa-hoc/{}", course.id),
        seen: draft.seen,
        parts: parts_shown(course, &items, t),
        flaws: flaws.iter().map(|flaw| flaw_words(flaw, t)).collect(),
        choices: choices(course, &items, t),
        practices: practice::machines().map(|machine| (machine.id.clone(), machine.title.of(t.lang).to_owned())).collect(),
        history: changes.iter().map(change).collect(),
        faults,
    })
}

fn parts_shown(course: &Course, items: &HashMap<String, Item>, t: Text) -> Vec<PartShown> {
    let item = |(at, id): (usize, &String)| match items.get(id) {
        Some(item) => {
            let kind = t.get(&format!("learning-kind-{}", item.kind.code()));
            ItemShown { at, title: item.facts.title.clone(), meta: joined(&[&kind, &time_words(item.facts.minutes, t)]) }
        }
        None => ItemShown { at, title: id.clone(), meta: t.get("learning-course-item-gone") },
    };
    let screen =
        |id: &String| (id.clone(), practice::machine(id).map_or_else(|| id.clone(), |machine| machine.title.of(t.lang).to_owned()));
    let part = |(at, part): (usize, &super::super::rules::Part)| PartShown {
        at,
        title: part.title.vi.clone(),
        helper: part.helper.vi.clone(),
        items: part.items.iter().enumerate().map(item).collect(),
        practice: part.practice.iter().map(screen).collect(),
    };
    course.parts.iter().enumerate().map(part).collect()
}

/// What can still be added: lessons and guides by audience, in the order of their titles.
fn choices(course: &Course, items: &HashMap<String, Item>, t: Text) -> Vec<Choices> {
    let there: Vec<&str> = course.items().collect();
    let mut free: Vec<&Item> = items.values().filter(|item| !there.contains(&item.facts.id.as_str())).collect();
    free.sort_by_cached_key(|item| (item.kind, fold::place_key(&item.facts.title)));
    let of = |audience: &Audience| {
        let theirs = free.iter().filter(|item| item.facts.audience.first() == Some(audience));
        let option = |item: &&Item| {
            let kind = t.get(&format!("learning-kind-{}", item.kind.code()));
            (item.facts.id.clone(), format!("{kind}: {}", item.facts.title))
        };
        Choices { title: t.get(&format!("learning-audience-{}", audience.code())), options: theirs.map(option).collect() }
    };
    Audience::ALL.iter().map(of).filter(|choices| !choices.options.is_empty()).collect()
}

pub(super) async fn one(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    page(&draft_page(&visitor, id, Faults::default()).await?)
}

/// The change that a button of the draft's page asks for.
fn asked(fields: &Fields) -> Option<Edit> {
    let place = |name: &str| fields.number(name).and_then(|at| usize::try_from(at).ok());
    let words = |name: &str| fold::nfc(fields.get(name));
    let (title, helper) = (words("title"), words("helper"));
    let edit = match (fields.get("do"), place("part")) {
        ("add-part", _) => Edit::AddPart { title, helper },
        ("set-part", Some(part)) => Edit::SetPart { part, title, helper },
        ("up", Some(part)) => Edit::Move { part, item: place("item"), up: true },
        ("down", Some(part)) => Edit::Move { part, item: place("item"), up: false },
        ("drop", Some(part)) => Edit::Drop { part, item: place("item") },
        ("add-item", Some(part)) => Edit::AddItem { part, id: fields.get("add").to_owned() },
        ("add-practice", Some(part)) => Edit::AddPractice { part, id: fields.get("practice").to_owned() },
        ("drop-practice", Some(part)) => Edit::DropPractice { part, id: fields.get("practice").to_owned() },
        _ => return None,
    };
    Some(edit)
}

/// Answers a refused change with the draft's page and the words why.
async fn refused(visitor: &Visitor, id: String, field: &str, words: String) -> Result<Response> {
    let mut faults = Faults::default();
    faults.add(field, words);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &draft_page(visitor, id, faults).await?)
}

pub(super) async fn edit(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageLearning)?, visitor.app.clock.now());
    draft(&visitor, &id).await?;
    let Some(edit) = asked(&fields) else { return refused(&visitor, id, "parts", visitor.t.get("learning-course-edit-nowhere")).await };
    let (seen, asked) = (fields.number("seen").unwrap_or(0), id.clone());
    match visitor.app.db.write(move |tx| desk::edit(tx, &scope, &asked, edit.clone(), seen, now)).await {
        Ok(()) => Ok(go_saying(&format!("{}#parts", draft_href(&id)), "learning-edit-saved")),
        Err(Error::Refused(refusal)) => refused(&visitor, id, "parts", visitor.t.refusal(&refusal)).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn move_on(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageLearning)?, visitor.app.clock.now());
    draft(&visitor, &id).await?;
    let (to, asked) = (fields.get("to").to_owned(), id.clone());
    let said = if to == "published" { "learning-course-published" } else { "learning-course-archived" };
    let moved = visitor.app.db.write(move |tx| -> Result<()> {
        match to.as_str() {
            "published" => desk::publish(tx, &scope, &asked, now),
            "archived" => desk::put_away(tx, &scope, &asked, now),
            _ => Err(Error::refused("learning-edit-no-way")),
        }
    });
    match moved.await {
        Ok(()) => Ok(go_saying(&draft_href(&id), said)),
        Err(Error::Refused(refusal)) => refused(&visitor, id, "parts", visitor.t.refusal(&refusal)).await,
        Err(error) => Err(error),
    }
}
