//! One group: what it learns, who was there, who finished; and taking a record back.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{groups::title_of, joined};
use crate::{
    accounts::{Posted, Right, Scope, Visitor},
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        pages::{Frame, go_saying, page, page_with},
        text::Text,
    },
    learning::{
        cards,
        content::Kind,
        courses::{
            finished,
            finished_store::{self, Finished},
            group::{self, Group},
        },
        rules::may_undo,
    },
    people, places,
};

/// At most so many people are offered for a name.
const MOST_FOUND: i64 = 12;

/// A record of one person and lesson.
struct Record {
    id: String,
    /// The lesson's title; empty where the group has only one.
    lesson: String,
    /// Where its evidence is read; empty for who may not.
    entry: String,
    /// Who took it back, when and why; empty while it counts.
    undone: String,
    may_undo: bool,
}

struct Learner {
    id: String,
    name: String,
    meta: String,
    records: Vec<Record>,
    /// Whether every lesson of the group is recorded.
    whole: bool,
    /// Whether they came up by the search, and not by the session's roll.
    found: bool,
}

#[derive(Template)]
#[template(path = "learning/courses/pages/group.html")]
struct GroupPage {
    frame: Frame,
    t: Text,
    id: String,
    title: String,
    meta: String,
    /// The session's roll; empty without a session.
    roll: String,
    /// Lessons to be recorded: id, title, ticked.
    lessons: Vec<(String, String, bool)>,
    /// Those who were found by the search, then those who were there.
    people: Vec<Learner>,
    has_found: bool,
    asked: String,
    faults: Faults,
}

/// Everything that the page says.
struct Read {
    group: Group,
    title: String,
    village: String,
    lessons: Vec<(String, String)>,
    present: Vec<(String, String, Option<i16>)>,
    found: Vec<people::Card>,
    records: Vec<Finished>,
}

fn read(tx: &mut Tx<'_>, scope: &Scope, id: &str, asked: &str, t: Text) -> Result<Read> {
    let commune = scope.commune();
    let group = group::in_reach(tx, scope, id)?;
    let found = match cards::person(tx, commune, asked) {
        Ok(card) => vec![card],
        Err(Error::Refused(_)) if asked.chars().count() > 1 => people::search(tx, scope, asked, MOST_FOUND)?,
        Err(Error::Refused(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let items = group::items(tx, commune, &group, t.lang)?.into_iter().filter(|item| item.kind == Kind::Lesson);
    Ok(Read {
        title: title_of(tx, commune, &group, t.lang)?,
        village: places::village(tx, commune, &group.village)?.map(|village| village.name).unwrap_or_default(),
        lessons: items.map(|item| (item.facts.id, item.facts.title)).collect(),
        present: group::present(tx, scope, &group)?,
        records: finished_store::of_group(tx, commune, &group.id)?,
        found,
        group,
    })
}

fn born(year: Option<i16>, t: Text) -> String {
    year.map(|year| t.fill("learning-born").s("year", year).to_string()).unwrap_or_default()
}

async fn group_page(visitor: &Visitor, id: String, typed: &Fields, faults: Faults) -> Result<GroupPage> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (t, today) = (visitor.t, dates::day_of(visitor.app.clock.now()));
    let asked: String = typed.get("ten").chars().take(600).collect();
    let (wanted, reach) = (asked.clone(), scope.clone());
    let read = visitor.app.db.read(move |tx| read(tx, &reach, &id, &wanted, t)).await?;
    let (manages, opens) = (visitor.may(Right::ManagePlan), visitor.may(Right::SeeFigures) && visitor.may(Right::SeePersons));
    let record = |one: &Finished| Record {
        id: one.id.clone(),
        lesson: match read.lessons.as_slice() {
            [_] => String::new(),
            all => all.iter().find(|(id, _)| *id == one.lesson).map_or_else(|| one.lesson.clone(), |(_, title)| title.clone()),
        },
        entry: if opens { format!("/quan-ly/bang-chung/{}", encode(&one.id)) } else { String::new() },
        undone: one.voided_at.map_or_else(String::new, |at| {
            let words = t.fill("learning-undone").s("name", &one.voided_by).s("when", dates::moment(at, t.lang));
            words.s("reason", &one.reason).to_string()
        }),
        may_undo: one.voided_at.is_none() && may_undo(&one.by, dates::day_of(one.recorded_at), scope.account(), today, manages),
    };
    let learner = |id: &str, name: &str, meta: String, found: bool| {
        let own = || read.records.iter().filter(|one| one.person == id);
        let has = |lesson: &String| own().any(|one| one.lesson == *lesson && one.voided_at.is_none());
        Learner {
            id: id.to_owned(),
            name: name.to_owned(),
            meta,
            whole: !read.lessons.is_empty() && read.lessons.iter().all(|(lesson, _)| has(lesson)),
            records: own().map(record).collect(),
            found,
        }
    };
    let mut here: Vec<Learner> = read.present.iter().map(|(id, name, year)| learner(id, name, born(*year, t), false)).collect();
    // Whoever was recorded without being on the roll stays to be seen.
    for one in &read.records {
        if !here.iter().any(|known| known.id == one.person) {
            here.push(learner(&one.person, &one.name, String::new(), false));
        }
    }
    let has_found = !read.found.is_empty();
    let mut people: Vec<Learner> = Vec::new();
    for card in &read.found {
        here.retain(|known| known.id != card.id);
        people.push(learner(&card.id, &card.name, joined(&[&born(card.birth_year, t), &card.hamlet]), true));
    }
    people.append(&mut here);
    let chosen = typed.all("lesson");
    let group = &read.group;
    Ok(GroupPage {
        frame: visitor.frame_titled(read.title.clone()).under("/quan-ly/hoc/nhom", t.get("learning-group-title")).with(&faults),
        t,
        id: group.id.clone(),
        meta: joined(&[&dates::long_day(group.day, t.lang), &read.village, &group.place, &group.by_name]),
        roll: if group.session.is_empty() { String::new() } else { format!("/quan-ly/lop/buoi/{}", encode(&group.session)) },
        lessons: read
            .lessons
            .iter()
            .map(|(id, title)| (id.clone(), title.clone(), chosen.is_empty() || chosen.contains(&id.as_str())))
            .collect(),
        title: read.title.clone(),
        people,
        has_found,
        asked,
        faults,
    })
}

pub(super) async fn one(visitor: Visitor, Path(group): Path<String>) -> Result<Response> {
    page(&group_page(&visitor, group, &visitor.query, Faults::default()).await?)
}

pub(super) async fn record(visitor: Visitor, Path(group): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (t, now, id) = (visitor.t, visitor.app.clock.now(), group.clone());
    let all = |name: &str| fields.all(name).into_iter().take(500).map(str::to_owned).collect::<Vec<_>>();
    let (persons, lessons, typed) = (all("person"), all("lesson"), fields.get("ten").chars().take(600).collect::<String>());
    let recorded = visitor.app.db.write(move |tx| group::record(tx, &scope, &id, &persons, &lessons, &typed, now)).await;
    match recorded {
        Ok(0) => Ok(go_saying(&format!("/quan-ly/hoc/nhom/{}", encode(&group)), "learning-group-nothing-new")),
        Ok(_) => Ok(go_saying(&format!("/quan-ly/hoc/nhom/{}", encode(&group)), "learning-group-recorded")),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add(if refusal.code == "learning-group-no-lesson" { "lesson" } else { "person" }, t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &group_page(&visitor, group, &fields, faults).await?)
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn undo(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (now, manages, reason) = (visitor.app.clock.now(), visitor.may(Right::ManagePlan), fields.get("reason").to_owned());
    let (group, person) = visitor.app.db.write(move |tx| finished::undo(tx, &scope, &id, &reason, manages, now)).await?;
    let back =
        if group.is_empty() { format!("/quan-ly/hoc/nguoi/{}", encode(&person)) } else { format!("/quan-ly/hoc/nhom/{}", encode(&group)) };
    Ok(go_saying(&back, "learning-group-undone"))
}
