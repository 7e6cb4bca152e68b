//! The commune's table of courses of other platforms: all SQL on it, and its changes.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::rules::{NewCourse, Price};
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::{Error, Result},
        fold, ids,
    },
    learning::framework::{self, Codes},
    sql,
};

/// A course of another platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The id.
    pub id: String,
    /// What is known of it.
    pub facts: NewCourse,
    /// Whether it is shown and can be chosen.
    pub active: bool,
    /// How often it was changed.
    pub version: i64,
}

impl Course {
    /// Title and platform in one line.
    pub fn name(&self) -> String {
        format!("{} ({})", self.facts.title, self.facts.platform)
    }
}

/// A list with a space around every entry.
fn listed(skills: &BTreeSet<String>) -> String {
    skills.iter().fold(String::from(" "), |list, skill| list + skill + " ")
}

fn row(row: &Row) -> Result<Course, db::Error> {
    Ok(Course {
        id: row.get(0)?,
        facts: NewCourse {
            platform: row.get(1)?,
            code: row.get(2)?,
            title: row.get(3)?,
            link: row.get(4)?,
            offered_by: row.get(5)?,
            price: Price::parse(&row.get::<String>(6)?).unwrap_or_default(),
            skills: row.get::<String>(7)?.split_whitespace().map(str::to_owned).collect(),
            note: row.get(8)?,
            checked: row.get::<String>(9)?.parse::<Date>().ok(),
        },
        active: row.get(10)?,
        version: row.get(11)?,
    })
}

/// Its skills as the framework that holds calls them; what nothing took the place of stays as it was written.
fn named_now(mut course: Course, codes: &Codes) -> Course {
    course.facts.skills = course.facts.skills.iter().map(|code| codes.now(code).unwrap_or(code).to_owned()).collect();
    course
}

/// Every course of a commune by platform and title; only those in use unless `all`.
pub(super) fn courses(tx: &mut Tx<'_>, commune: &str, all: bool) -> Result<Vec<Course>, db::Error> {
    let found = tx.list(
        sql!(
            "SELECT id, platform, code, title, link, offered_by, price, skills, note, checked, active, version FROM learning_outside_course
              WHERE commune_id = $1 AND ($2 OR active) ORDER BY sort_key, id"
        ),
        args![commune, all],
        row,
    )?;
    let codes = framework::codes(tx, commune)?;
    Ok(found.into_iter().map(|course| named_now(course, &codes)).collect())
}

/// The course with this id.
pub(super) fn course(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Course>, db::Error> {
    let found = tx.first(
        sql!(
            "SELECT id, platform, code, title, link, offered_by, price, skills, note, checked, active, version FROM learning_outside_course
              WHERE commune_id = $1 AND id = $2"
        ),
        args![commune, id],
        row,
    )?;
    let codes = framework::codes(tx, commune)?;
    Ok(found.map(|course| named_now(course, &codes)))
}

/// Courses in use that teach at least one of these skills.
pub fn of_skills(tx: &mut Tx<'_>, commune: &str, skills: &[String]) -> Result<Vec<Course>, db::Error> {
    if skills.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = courses(tx, commune, false)?;
    let codes = framework::codes(tx, commune)?;
    all.retain(|course| skills.iter().any(|skill| course.facts.skills.contains(codes.now(skill).unwrap_or(skill))));
    Ok(all)
}

fn known(tx: &mut Tx<'_>, commune: &str, identity: &str) -> Result<Option<String>, db::Error> {
    tx.value(sql!("SELECT id FROM learning_outside_course WHERE commune_id = $1 AND identity = $2"), args![commune, identity])
}

/// What became of a course of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// It is new.
    Added,
    /// What was known of it changed.
    Changed,
    /// Nothing.
    Same,
}

/// Adds a course.
///
/// # Errors
/// A refusal when the table has it already.
pub fn add(tx: &mut Tx<'_>, scope: &Scope, new: &NewCourse, now: Millis) -> Result<String> {
    tx.hold(&format!("outside courses {}", scope.commune()))?;
    if known(tx, scope.commune(), &new.identity())?.is_some() {
        return Err(Error::refused("learning-outside-course-twice"));
    }
    let id = ids::new(now);
    tx.run(
        sql!(
            "INSERT INTO learning_outside_course (commune_id, id, identity, platform, code, title, title_fold, link, offered_by, price, skills, note,
                checked, active, sort_key, version, changed_by, created_at, updated_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, TRUE, $14, 1, $15, $16, $16)"
        ),
        args![
            scope.commune(),
            &id,
            new.identity(),
            &new.platform,
            &new.code,
            &new.title,
            fold::fold(&new.title),
            &new.link,
            &new.offered_by,
            new.price.code(),
            listed(&new.skills),
            &new.note,
            checked(new),
            sort_key(new),
            scope.account(),
            now
        ],
    )?;
    Ok(id)
}

fn checked(new: &NewCourse) -> String {
    new.checked.map(|day| day.to_string()).unwrap_or_default()
}

fn sort_key(new: &NewCourse) -> String {
    format!("{} {}", fold::place_key(&new.platform), fold::place_key(&new.title))
}

/// Writes a course anew; `seen` is the version that the form showed.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Changed`] when somebody else wrote since; a refusal when another row of the table is the same course.
pub(super) fn change(tx: &mut Tx<'_>, scope: &Scope, id: &str, new: &NewCourse, seen: i64, now: Millis) -> Result<()> {
    tx.hold(&format!("outside courses {}", scope.commune()))?;
    course(tx, scope.commune(), id)?.ok_or(Error::NotFound)?;
    if known(tx, scope.commune(), &new.identity())?.is_some_and(|other| other != id) {
        return Err(Error::refused("learning-outside-course-twice"));
    }
    let changed = tx.run(
        sql!(
            "UPDATE learning_outside_course SET identity = $3, platform = $4, code = $5, title = $6, title_fold = $7, link = $8, offered_by = $9,
                price = $10, skills = $11, note = $12, checked = $13, sort_key = $14, changed_by = $15, updated_at = $16, version = version + 1
              WHERE commune_id = $1 AND id = $2 AND version = $17"
        ),
        args![
            scope.commune(),
            id,
            new.identity(),
            &new.platform,
            &new.code,
            &new.title,
            fold::fold(&new.title),
            &new.link,
            &new.offered_by,
            new.price.code(),
            listed(&new.skills),
            &new.note,
            checked(new),
            sort_key(new),
            scope.account(),
            now,
            seen
        ],
    )?;
    if changed > 0 { Ok(()) } else { Err(Error::Changed) }
}

/// Adds a course of a list, or brings what is known of it up to date.
pub(super) fn put(tx: &mut Tx<'_>, scope: &Scope, new: &NewCourse, now: Millis) -> Result<Put> {
    let Some(id) = known(tx, scope.commune(), &new.identity())? else {
        add(tx, scope, new, now)?;
        return Ok(Put::Added);
    };
    let old = course(tx, scope.commune(), &id)?.ok_or(Error::NotFound)?;
    if old.facts == *new {
        return Ok(Put::Same);
    }
    change(tx, scope, &id, new, old.version, now)?;
    Ok(Put::Changed)
}

/// What [`put`] would do.
pub(super) fn would_put(tx: &mut Tx<'_>, commune: &str, new: &NewCourse) -> Result<Put> {
    let Some(id) = known(tx, commune, &new.identity())? else { return Ok(Put::Added) };
    let same = course(tx, commune, &id)?.is_some_and(|old| old.facts == *new);
    Ok(if same { Put::Same } else { Put::Changed })
}

/// Takes a course out of use, or puts it back.
pub(super) fn set_active(tx: &mut Tx<'_>, scope: &Scope, id: &str, active: bool, now: Millis) -> Result<()> {
    let changed = tx.run(
        sql!(
            "UPDATE learning_outside_course SET active = $3, changed_by = $4, updated_at = $5, version = version + 1
              WHERE commune_id = $1 AND id = $2"
        ),
        args![scope.commune(), id, active, scope.account(), now],
    )?;
    if changed > 0 { Ok(()) } else { Err(Error::NotFound) }
}
