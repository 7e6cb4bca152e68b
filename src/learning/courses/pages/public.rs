//! `/khoa-hoc`: every course; `/khoa-hoc/{course}`: its parts, with the ticks of the reader's own device.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Path, response::Response};

use super::{joined, time_words};
use crate::{
    accounts::Visitor,
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        pages::{Frame, page},
        text::{Lang, Text},
    },
    learning::{
        content::{self, Audience, Item},
        courses::{
            desk,
            rules::{Course, Part},
            shelf::{self, Weight},
        },
        library::{self, address, commune_of, size_words},
        practice,
    },
};

/// A course in a list.
pub struct CourseCard {
    pub href: String,
    pub title: String,
    pub summary: String,
    /// Level, items, time, size.
    pub meta: String,
    /// Ids of its items, for the device to count those that are done.
    pub items: String,
}

fn card(visitor: &Visitor, course: &Course, items: &HashMap<String, Item>) -> CourseCard {
    let t = visitor.t;
    let there: Vec<&str> = course.items().filter(|id| items.contains_key(*id)).collect();
    CourseCard {
        href: address(visitor, &format!("/khoa-hoc/{}", course.id), &[]),
        title: course.title.of(t.lang).to_owned(),
        summary: course.summary.of(t.lang).to_owned(),
        meta: meta(course.level, shelf::weight(there.iter().copied(), items), t),
        items: there.join(" "),
    }
}

fn meta(level: i64, weight: Weight, t: Text) -> String {
    let count = t.fill("learning-course-items").n("n", weight.items).to_string();
    let (level, time) = (t.get(&format!("learning-level-{level}")), time_words(weight.minutes, t));
    joined(&[&level, &count, &time, &size_words(weight.bytes, t)])
}

/// The courses for an audience, easiest first.
pub async fn cards_for(visitor: &Visitor, audience: Audience) -> Result<Vec<CourseCard>> {
    let (t, commune) = (visitor.t, commune_of(visitor));
    let (courses, items) = visitor.app.db.read(move |tx| shelf::shelf(tx, &commune, t.lang)).await?;
    Ok(courses.iter().filter(|course| course.audience.contains(&audience)).map(|course| card(visitor, course, &items)).collect())
}

struct Chip {
    href: String,
    words: String,
    current: bool,
}

struct Group {
    title: String,
    cards: Vec<CourseCard>,
}

#[derive(Template)]
#[template(path = "learning/courses/pages/list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    chips: Vec<Chip>,
    groups: Vec<Group>,
    claim: String,
}

/// The page at `/khoa-hoc`.
pub(super) async fn page_of_all(visitor: Visitor) -> Result<Response> {
    let (t, commune) = (visitor.t, commune_of(&visitor));
    let wanted = Audience::parse(visitor.query.get("nhom"));
    let (courses, items) = visitor.app.db.read(move |tx| shelf::shelf(tx, &commune, t.lang)).await?;
    let groups = Audience::ALL.iter().filter(|one| wanted.is_none_or(|wanted| wanted == **one)).map(|audience| {
        // A course for several audiences stands once, unless one of them is asked for.
        let theirs = |course: &&Course| match wanted {
            Some(_) => course.audience.contains(audience),
            None => course.audience.first() == Some(audience),
        };
        let cards = courses.iter().filter(theirs).map(|course| card(&visitor, course, &items)).collect();
        Group { title: t.get(&format!("learning-audience-{}", audience.code())), cards }
    });
    let groups = groups.filter(|group| !group.cards.is_empty()).collect();
    let chip = |audience: Option<Audience>| Chip {
        href: address(&visitor, "/khoa-hoc", &[("nhom", audience.map_or("", Audience::code))]),
        words: audience.map_or_else(|| t.get("learning-course-everybody"), |one| t.get(&format!("learning-audience-{}", one.code()))),
        current: audience == wanted,
    };
    let chips = std::iter::once(None).chain(Audience::ALL.iter().copied().map(Some)).map(chip).collect();
    page(&ListPage {
        frame: visitor.frame("learning-course-title").under(address(&visitor, "/hoc", &[]), t.get("nav-learn")),
        t,
        chips,
        groups,
        claim: address(&visitor, "/hoc/nhan-tien-do", &[]),
    })
}

struct PartShown {
    title: String,
    time: String,
    lines: Vec<library::Line>,
    practice: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "learning/courses/pages/course.html")]
struct CoursePage {
    frame: Frame,
    t: Text,
    id: String,
    title: String,
    summary: String,
    meta: String,
    audience: String,
    parts: Vec<PartShown>,
    /// The first item's address and title.
    first: Option<(String, String)>,
    total: usize,
    facts: Vec<(String, String)>,
    claim: String,
}

fn part_shown(visitor: &Visitor, course: &str, part: &Part, items: &HashMap<String, Item>) -> PartShown {
    let t = visitor.t;
    let line = |item: &Item| {
        let href = address(visitor, &item.href(), &[("khoa", course)]);
        library::Line { href, ..library::line(item, t) }
    };
    let practice = part.practice.iter().filter_map(|id| practice::machine(id));
    PartShown {
        title: part.title.of(t.lang).to_owned(),
        time: time_words(shelf::weight(part.items.iter().map(String::as_str), items).minutes, t),
        lines: part.items.iter().filter_map(|id| items.get(id)).map(line).collect(),
        practice: practice
            .map(|machine| (address(visitor, &format!("/tap/{}", machine.id), &[]), machine.title.of(t.lang).to_owned()))
            .collect(),
    }
}

/// The page at `/khoa-hoc/{course}`.
pub(super) async fn page_of_one(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (t, commune) = (visitor.t, commune_of(&visitor));
    let (course, items) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let course = shelf::course(tx, &commune, &id)?.ok_or(Error::NotFound)?;
            let items = desk::items_of(tx, &commune, &course, t.lang)?;
            Ok((course, items))
        })
        .await?;
    let items: HashMap<String, Item> = items.into_iter().map(|item| (item.facts.id.clone(), item)).collect();
    let parts: Vec<PartShown> = course.parts.iter().map(|part| part_shown(&visitor, &course.id, part, &items)).collect();
    let first = parts.iter().flat_map(|part| &part.lines).next().map(|line| (line.href.clone(), line.title.clone()));
    let weight = shelf::weight(course.items(), &items);
    let audience: Vec<String> = course.audience.iter().map(|one| t.get(&format!("learning-audience-{}", one.code()))).collect();
    page(&CoursePage {
        frame: visitor
            .frame_titled(course.title.of(t.lang))
            .under(address(&visitor, "/hoc", &[]), t.get("nav-learn"))
            .under(address(&visitor, "/khoa-hoc", &[]), t.get("learning-course-title")),
        t,
        title: course.title.of(t.lang).to_owned(),
        summary: course.summary.of(t.lang).to_owned(),
        meta: meta(course.level, weight, t),
        audience: audience.join(", "),
        parts,
        first,
        total: weight.items,
        facts: vec![
            (t.get("learning-fact-checked"), dates::short_day(course.checked, t.lang)),
            (t.get("learning-fact-source"), course.source.clone()),
            (t.get("learning-fact-licence"), course.licence.clone()),
        ],
        claim: address(&visitor, "/hoc/nhan-tien-do", &[]),
        id: course.id,
    })
}

/// Where an item stands in the course that it was opened from.
pub struct WayOn {
    course: String,
    /// The course's title.
    pub title: String,
    /// The id and title of the next item; none after the last one.
    next: Option<(String, String)>,
}

impl WayOn {
    /// The course's address.
    pub fn course_href(&self, visitor: &Visitor) -> String {
        address(visitor, &format!("/khoa-hoc/{}", self.course), &[])
    }

    /// Where to go on: address, title, a word about it.
    pub fn next(&self, visitor: &Visitor) -> (String, String, String) {
        let t = visitor.t;
        match &self.next {
            Some((id, title)) => {
                let href = address(visitor, &format!("/hoc/{id}"), &[("khoa", &self.course)]);
                (href, t.fill("learning-course-next").s("title", title).to_string(), self.title.clone())
            }
            None => (self.course_href(visitor), t.get("learning-course-over"), self.title.clone()),
        }
    }
}

/// What comes after an item in a course that it was opened from; `None` when the course has no such item.
pub fn way_on(tx: &mut Tx<'_>, commune: &str, course: &str, item: &str, lang: Lang) -> Result<Option<WayOn>> {
    let Some(course) = shelf::course(tx, commune, course)?.filter(|course| course.items().any(|id| id == item)) else { return Ok(None) };
    let mut next = None;
    let mut at = item.to_owned();
    // An item that is no more there is passed over.
    while next.is_none()
        && let Some(id) = course.after(&at).map(str::to_owned)
    {
        next = content::item(tx, commune, &id, lang)?.map(|item| (item.facts.id, item.facts.title));
        at = id;
    }
    Ok(Some(WayOn { title: course.title.of(lang).to_owned(), course: course.id, next }))
}
