//! `/quan-ly/hoc/nhom`: lessons that helpers ran for a class, and the form that opens one.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use jiff::civil::Date;

use super::joined;
use crate::{
    accounts::{Posted, Right, Visitor},
    classes,
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields},
        ids,
        pages::{Frame, Paging, go, page, page_with},
        text::{Lang, Text},
    },
    learning::{
        content::{self, Audience, Kind, Wanted},
        courses::{
            group::{self, Group, NewGroup},
            group_store, shelf,
        },
        desk::{HOME, Tab, tabs},
    },
    places,
};

struct GroupLine {
    href: String,
    title: String,
    meta: String,
    count: String,
}

#[derive(Template)]
#[template(path = "learning/courses/pages/groups.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    groups: Vec<GroupLine>,
    paging: Paging,
}

/// What a group learns, in words: the lesson, or the part and its course. What is no more there is named by its id.
pub(super) fn title_of(tx: &mut Tx<'_>, commune: &str, group: &Group, lang: Lang) -> Result<String> {
    if group.course.is_empty() {
        let id = group.items.first().map_or("", String::as_str);
        return Ok(content::item(tx, commune, id, lang)?.map_or_else(|| id.to_owned(), |item| item.facts.title));
    }
    let Some(course) = shelf::course(tx, commune, &group.course)? else { return Ok(group.course.clone()) };
    let part = usize::try_from(group.part - 1).ok().and_then(|at| course.parts.get(at));
    Ok(joined(&[part.map_or("", |part| part.title.of(lang)), course.title.of(lang)]))
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (t, asked) = (visitor.t, visitor.query.number("trang"));
    let (groups, villages, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let paging = Paging::new(asked, group_store::count(tx, &scope)?, "?trang=");
            let mut groups = Vec::new();
            for (group, count) in group_store::groups(tx, &scope, Paging::SIZE, paging.offset())? {
                groups.push((title_of(tx, scope.commune(), &group, t.lang)?, group, count));
            }
            Ok((groups, places::villages(tx, scope.commune())?, paging))
        })
        .await?;
    let line = |(title, group, count): (String, Group, i64)| {
        let village = villages.iter().find(|v| v.id == group.village).map_or("", |v| v.name.as_str());
        GroupLine {
            href: format!("/quan-ly/hoc/nhom/{}", group.id),
            title,
            meta: joined(&[&dates::short_day(group.day, t.lang), village, &group.place, &group.by_name]),
            count: t.fill("learning-group-count").n("n", count).to_string(),
        }
    };
    let groups = groups.into_iter().map(line).collect();
    page(&ListPage {
        frame: visitor.frame("learning-group-title").under(HOME, t.get("nav-learning")),
        t,
        tabs: tabs(&visitor, "/quan-ly/hoc/nhom"),
        groups,
        paging,
    })
}

/// Choices under one heading: values and words.
struct Choices {
    title: String,
    options: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "learning/courses/pages/group_open.html")]
struct OpenPage {
    frame: Frame,
    t: Text,
    id: String,
    what: String,
    choices: Vec<Choices>,
    session: String,
    sessions: Vec<(String, String)>,
    village: String,
    villages: Vec<(String, String)>,
    place: String,
    day: String,
    faults: Faults,
}

/// The sessions of the last days are offered: a group is often written down some days later.
const DAYS: i32 = 7;

async fn open_page(visitor: &Visitor, typed: &Fields, faults: Faults) -> Result<OpenPage> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let (today, asked) = (dates::day_of(now), typed.get("session").to_owned());
    let (choices, villages, sessions) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let mut villages = places::villages(tx, scope.commune())?;
            villages.retain(|v| v.active && scope.covers(&v.id));
            let mut sessions = classes::sessions_between(tx, scope.commune(), dates::days_after(today, -DAYS), today)?;
            sessions.retain(|lesson| scope.covers(&lesson.village));
            sessions.reverse();
            if !asked.is_empty() && !sessions.iter().any(|lesson| lesson.id == asked) {
                sessions.insert(0, classes::session(tx, &scope, &asked)?);
            }
            Ok((choices(tx, scope.commune(), t)?, villages, sessions))
        })
        .await?;
    let only = match villages.as_slice() {
        [one] => one.id.clone(),
        _ => String::new(),
    };
    let session = |lesson: classes::Lesson| {
        let when = format!("{} {}", dates::short_day(lesson.slot.day(), t.lang), dates::clock(lesson.slot.start()));
        (lesson.id, joined(&[&when, &lesson.title, &lesson.village_name]))
    };
    Ok(OpenPage {
        frame: visitor.frame("learning-group-open").under("/quan-ly/hoc/nhom", t.get("learning-group-title")).with(&faults),
        t,
        id: typed.some("id").map_or_else(|| ids::new(now), str::to_owned),
        what: typed.get("what").to_owned(),
        choices,
        session: typed.get("session").to_owned(),
        sessions: sessions.into_iter().map(session).collect(),
        village: typed.some("village").map_or(only, str::to_owned),
        villages: villages.into_iter().map(|v| (v.id, v.name)).collect(),
        place: typed.get("place").chars().take(300).collect(),
        day: typed.some("day").map_or_else(|| today.to_string(), |day| day.chars().take(20).collect()),
        faults,
    })
}

/// Parts of courses, course by course, then lessons, audience by audience.
fn choices(tx: &mut Tx<'_>, commune: &str, t: Text) -> Result<Vec<Choices>> {
    let mut all = Vec::new();
    for course in shelf::shelf(tx, commune, t.lang)?.0 {
        let option = |(at, part): (usize, &crate::learning::courses::rules::Part)| {
            (format!("course:{}:{}", course.id, at + 1), part.title.of(t.lang).to_owned())
        };
        let title = t.fill("learning-group-of-course").s("title", course.title.of(t.lang)).to_string();
        all.push(Choices { title, options: course.parts.iter().enumerate().map(option).collect() });
    }
    for audience in Audience::ALL {
        let wanted = Wanted { kind: Some(Kind::Lesson), audience: Some(*audience), ..Wanted::default() };
        let lessons = content::items(tx, commune, t.lang, &wanted, 1_000, 0)?;
        let options = lessons.into_iter().map(|item| (format!("lesson:{}", item.facts.id), item.facts.title)).collect();
        let words = t.get(&format!("learning-audience-{}", audience.code()));
        all.push(Choices { title: t.fill("learning-group-of-lessons").s("audience", words).to_string(), options });
    }
    all.retain(|choices| !choices.options.is_empty());
    Ok(all)
}

/// The form's fields by the names that a link fills in: `buoi` a session, `bai` a lesson, `khoa` and `phan` a part.
fn asked(query: &Fields) -> Fields {
    let mut typed = Fields::default();
    typed.set("session", query.get("buoi"));
    if let Some(lesson) = query.some("bai") {
        typed.set("what", format!("lesson:{lesson}"));
    } else if let Some(course) = query.some("khoa") {
        typed.set("what", format!("course:{course}:{}", query.number("phan").unwrap_or(1)));
    }
    typed
}

pub(super) async fn open_form(visitor: Visitor) -> Result<Response> {
    page(&open_page(&visitor, &asked(&visitor.query), Faults::default()).await?)
}

pub(super) async fn open(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let typed = |name: &str| fields.get(name).to_owned();
    let day: Option<Date> = dates::parse_day(fields.get("day")).ok();
    let new =
        NewGroup { id: typed("id"), what: typed("what"), session: typed("session"), village: typed("village"), place: typed("place"), day };
    let mut faults = Faults::default();
    if let Some((field, code)) = new.fault(&scope, dates::day_of(now)) {
        faults.add(field, t.get(code));
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &open_page(&visitor, &fields, faults).await?);
    }
    match visitor.app.db.write(move |tx| group::open(tx, &scope, &new, now)).await {
        Ok(group) => Ok(go(&format!("/quan-ly/hoc/nhom/{}", group.id))),
        Err(Error::Refused(refusal)) => {
            faults.add("session", t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &open_page(&visitor, &fields, faults).await?)
        }
        Err(error) => Err(error),
    }
}
