//! The table of courses: for everybody by skill, and for the office to keep.

use std::collections::BTreeSet;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{COURSES, CourseLine};
use crate::{
    accounts::{Posted, Right, Visitor},
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields},
        pages::{Frame, go_saying, page, page_with},
        text::Text,
    },
    learning::{
        desk::{HOME, Tab, tabs},
        framework::{self, Skill},
        outside::{
            courses::{self, Course},
            rules::{NewCourse, Price},
        },
        quiz::in_commune,
    },
};

/// The skills of the framework that holds.
pub(super) fn skills(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<Skill>> {
    let Some(framework) = framework::current(tx, commune)? else { return Ok(Vec::new()) };
    Ok(framework::skills(tx, &framework)?)
}

struct Group {
    skill: String,
    courses: Vec<CourseLine>,
}

#[derive(Template)]
#[template(path = "learning/outside/pages/all.html")]
struct AllPage {
    frame: Frame,
    t: Text,
    groups: Vec<Group>,
    hand_in: String,
}

/// The page at `/hoc/nen-tang-khac`.
pub(super) async fn page_for_all(visitor: Visitor) -> Result<Response> {
    let t = visitor.t;
    let commune = visitor.commune.as_ref().map(|commune| commune.id.clone()).unwrap_or_default();
    let (skills, all) =
        visitor.app.db.read(move |tx| -> Result<_> { Ok((skills(tx, &commune)?, courses::courses(tx, &commune, false)?)) }).await?;
    let group = |skill: Skill| {
        let courses = all.iter().filter(|course| course.facts.skills.contains(&skill.code)).map(|course| CourseLine::of(course, t));
        Group { skill: skill.title_in(t.lang).to_owned(), courses: courses.collect() }
    };
    page(&AllPage {
        groups: skills.into_iter().map(group).filter(|group| !group.courses.is_empty()).collect(),
        hand_in: in_commune(&visitor, "/hoc/minh-chung".into()),
        frame: visitor.frame("learning-outside-title").under(in_commune(&visitor, "/hoc".into()), t.get("nav-learn")),
        t,
    })
}

struct Row {
    href: String,
    title: String,
    meta: String,
    skills: String,
    active: bool,
    old: bool,
}

#[derive(Template)]
#[template(path = "learning/outside/pages/courses.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
}

/// A course that nobody looked at for so many days is marked.
const OLD_AFTER: i32 = 180;

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let (t, scope, today) = (visitor.t, visitor.scope(Right::ManageLearning)?, visitor.app.clock.today());
    let (skills, all) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> { Ok((skills(tx, scope.commune())?, courses::courses(tx, scope.commune(), true)?)) })
        .await?;
    let named =
        |code: &String| skills.iter().find(|skill| skill.code == *code).map_or(code.as_str(), |skill| skill.title_in(t.lang)).to_owned();
    let row = |course: Course| Row {
        href: format!("{COURSES}/{}", course.id),
        title: course.facts.title.clone(),
        meta: CourseLine::of(&course, t).meta,
        skills: course.facts.skills.iter().map(named).collect::<Vec<_>>().join("; "),
        active: course.active,
        old: course.facts.checked.is_some_and(|day| dates::days_after(day, OLD_AFTER) < today),
    };
    let rows = all.into_iter().map(row).collect();
    page(&ListPage {
        frame: visitor.frame("learning-outside-courses").under(HOME, visitor.t.get("nav-learning")),
        t,
        tabs: tabs(&visitor, COURSES),
        rows,
    })
}

#[derive(Template)]
#[template(path = "learning/outside/pages/course.html")]
struct FormPage {
    frame: Frame,
    t: Text,
    action: String,
    fields: Fields,
    faults: Faults,
    /// Groups of skills: their name, and code, name and whether it is ticked of each.
    groups: framework::Choices,
    prices: Vec<(String, String)>,
    /// Whether it is in use; nothing for a new one.
    active: Option<bool>,
}

async fn shown(visitor: &Visitor, id: Option<&str>, typed: Option<Fields>, faults: Faults) -> Result<Response> {
    let (t, scope, wanted) = (visitor.t, visitor.scope(Right::ManageLearning)?, id.map(str::to_owned));
    let (skills, known) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let known = match &wanted {
                Some(id) => Some(courses::course(tx, scope.commune(), id)?.ok_or(Error::NotFound)?),
                None => None,
            };
            Ok((skills(tx, scope.commune())?, known))
        })
        .await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let fields = match (typed, &known) {
        (Some(typed), _) => typed,
        (None, Some(course)) => fields_of(course),
        (None, None) => {
            let mut fresh = Fields::default();
            fresh.set("price", Price::Unknown.code());
            fresh.set("checked", visitor.app.clock.today().to_string());
            fresh
        }
    };
    let ticked = fields.all("skills").into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    let title = if known.is_some() { "learning-outside-course-change" } else { "learning-outside-course-new" };
    page_with(
        status,
        &FormPage {
            frame: visitor.frame(title).under(COURSES, t.get("learning-outside-courses")).with(&faults),
            t,
            action: format!("{COURSES}/{}", known.as_ref().map_or("moi", |course| course.id.as_str())),
            fields,
            faults,
            groups: framework::choices(&skills, &ticked, t),
            prices: Price::ALL.map(|price| (price.code().to_owned(), t.get(&format!("learning-outside-price-{}", price.code())))).into(),
            active: known.map(|course| course.active),
        },
    )
}

fn fields_of(course: &Course) -> Fields {
    let facts = &course.facts;
    let mut pairs: Vec<(String, String)> = [
        ("platform", facts.platform.clone()),
        ("code", facts.code.clone()),
        ("title", facts.title.clone()),
        ("link", facts.link.clone()),
        ("offered_by", facts.offered_by.clone()),
        ("price", facts.price.code().to_owned()),
        ("note", facts.note.clone()),
        ("checked", facts.checked.map(|day| day.to_string()).unwrap_or_default()),
        ("seen", course.version.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    pairs.extend(facts.skills.iter().map(|skill| ("skills".to_owned(), skill.clone())));
    Fields::of(pairs)
}

fn course_of(fields: &Fields) -> NewCourse {
    let text = |name: &str| fold::nfc(fields.get(name));
    NewCourse {
        platform: text("platform"),
        code: text("code"),
        title: text("title"),
        link: fields.get("link").to_owned(),
        offered_by: text("offered_by"),
        price: Price::parse(fields.get("price")).unwrap_or_default(),
        skills: fields.all("skills").into_iter().map(str::to_owned).collect(),
        note: text("note"),
        checked: dates::parse_day(fields.get("checked")).ok(),
    }
}

pub(super) async fn new_form(visitor: Visitor) -> Result<Response> {
    shown(&visitor, None, None, Faults::default()).await
}

pub(super) async fn form(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    shown(&visitor, Some(&id), None, Faults::default()).await
}

pub(super) async fn add(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    keep(visitor, None, fields).await
}

pub(super) async fn change(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    keep(visitor, Some(id), fields).await
}

async fn keep(visitor: Visitor, id: Option<String>, fields: Fields) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ManageLearning)?);
    let (now, today) = (visitor.app.clock.now(), visitor.app.clock.today());
    let (new, seen, wanted) = (course_of(&fields), fields.number("seen").unwrap_or(0), id.clone());
    let kept = visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            if let Some(id) = &wanted {
                courses::course(tx, scope.commune(), id)?.ok_or(Error::NotFound)?;
            }
            let skills = skills(tx, scope.commune())?;
            let faults = new.faults(today, |code| skills.iter().any(|skill| skill.code == code));
            if !faults.is_empty() {
                return Ok(faults);
            }
            match &wanted {
                Some(id) => courses::change(tx, &scope, id, &new, seen, now)?,
                None => courses::add(tx, &scope, &new, now).map(drop)?,
            }
            Ok(Vec::new())
        })
        .await;
    let mut faults = Faults::default();
    match kept {
        Ok(none) if none.is_empty() => return Ok(go_saying(COURSES, "learning-outside-course-kept")),
        Ok(found) => found.into_iter().for_each(|(field, code)| faults.add(field, t.get(code))),
        Err(Error::Refused(refusal)) => faults.add("link", t.refusal(&refusal)),
        Err(error) => return Err(error),
    }
    shown(&visitor, id.as_deref(), Some(fields), faults).await
}

pub(super) async fn set_active(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now, active) = (visitor.scope(Right::ManageLearning)?, visitor.app.clock.now(), fields.get("to") == "on");
    visitor.app.db.write(move |tx| courses::set_active(tx, &scope, &id, active, now)).await?;
    Ok(go_saying(COURSES, if active { "learning-outside-course-on" } else { "learning-outside-course-off" }))
}
