//! All SQL on `learning_course` and `learning_course_change`.

use super::rules::Course;
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        ids,
    },
    sql,
};

/// A version of a course that somebody of the commune put together.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// Counts the versions of one course, from 1.
    pub number: i64,
    /// `draft`, `published` or `archived`.
    pub state: String,
    /// The course.
    pub course: Course,
    /// Grows with every change, so that nobody writes over what they have not seen.
    pub seen: i64,
    /// Who began it.
    pub by_name: String,
    /// When it was last changed.
    pub updated_at: Millis,
}

/// Something that was done to a version.
#[derive(Clone, Debug)]
pub struct Change {
    /// A code: `begun`, `facts`, `parts`, `published`, `archived`.
    pub what: String,
    /// More about it; may be empty.
    pub detail: String,
    /// When.
    pub at: Millis,
    /// Who.
    pub by_name: String,
}

fn draft_row(row: &Row) -> Result<Draft, Error> {
    Ok(Draft {
        id: row.get(0)?,
        number: row.get(1)?,
        state: row.get(2)?,
        course: serde_json::from_str(&row.get::<String>(3)?).map_err(|error| Error::Other(error.to_string()))?,
        seen: row.get(4)?,
        by_name: row.get(5)?,
        updated_at: row.get(6)?,
    })
}

fn written(course: &Course) -> Result<String, Error> {
    serde_json::to_string(course).map_err(|error| Error::Other(error.to_string()))
}

/// The published course of a commune's own.
pub fn published(tx: &mut Tx<'_>, commune: &str, course: &str) -> Result<Option<Course>, Error> {
    let body = tx.value::<String>(
        sql!("SELECT body FROM learning_course WHERE commune_id = $1 AND course_id = $2 AND state = 'published'"),
        args![commune, course],
    )?;
    body.map(|body| serde_json::from_str(&body).map_err(|error| Error::Other(error.to_string()))).transpose()
}

/// The highest number of a course's versions.
pub fn last_number(tx: &mut Tx<'_>, commune: &str, course: &str) -> Result<i64, Error> {
    tx.count(sql!("SELECT MAX(number) FROM learning_course WHERE commune_id = $1 AND course_id = $2"), args![commune, course])
}

/// Adds a draft.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, id: &str, number: i64, course: &Course, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_course (commune_id, id, course_id, number, state, title, body, version, created_by, created_at, updated_at)
              VALUES ($1, $2, $3, $4, 'draft', $5, $6, 1, $7, $8, $8)"
        ),
        args![scope.commune(), id, &course.id, number, &course.title.vi, written(course)?, scope.account(), now],
    )?;
    Ok(())
}

/// Writes a draft; tells whether nobody else did since `seen`.
pub fn update(tx: &mut Tx<'_>, commune: &str, id: &str, course: &Course, seen: i64, now: Millis) -> Result<bool, Error> {
    let changed = tx.run(
        sql!(
            "UPDATE learning_course SET title = $3, body = $4, version = version + 1, updated_at = $5
              WHERE commune_id = $1 AND id = $2 AND version = $6 AND state = 'draft'"
        ),
        args![commune, id, &course.title.vi, written(course)?, now, seen],
    )?;
    Ok(changed > 0)
}

/// Moves a version from one state to another; tells whether it stood there.
pub fn set_state(tx: &mut Tx<'_>, commune: &str, id: &str, (from, to): (&str, &str), now: Millis) -> Result<bool, Error> {
    let moved = tx.run(
        sql!(
            "UPDATE learning_course SET state = $3, version = version + 1, updated_at = $4 WHERE commune_id = $1 AND id = $2 AND state = $5"
        ),
        args![commune, id, to, now, from],
    )?;
    Ok(moved > 0)
}

/// The versions of a course that everybody reads: one, or none.
pub fn published_ids(tx: &mut Tx<'_>, commune: &str, course: &str) -> Result<Vec<String>, Error> {
    tx.list(
        sql!("SELECT id FROM learning_course WHERE commune_id = $1 AND course_id = $2 AND state = 'published'"),
        args![commune, course],
        |row| row.get(0),
    )
}

/// The version with this id.
pub fn draft(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Draft>, Error> {
    tx.first(
        sql!(
            "SELECT c.id, c.number, c.state, c.body, c.version, COALESCE(a.name, c.created_by), c.updated_at
              FROM learning_course c LEFT JOIN accounts_account a ON a.id = c.created_by WHERE c.commune_id = $1 AND c.id = $2"
        ),
        args![commune, id],
        draft_row,
    )
}

/// Every version of a commune, latest change first.
pub fn drafts(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<Draft>, Error> {
    tx.list(
        sql!(
            "SELECT c.id, c.number, c.state, c.body, c.version, COALESCE(a.name, c.created_by), c.updated_at
              FROM learning_course c LEFT JOIN accounts_account a ON a.id = c.created_by
              WHERE c.commune_id = $1 ORDER BY c.updated_at DESC, c.id DESC LIMIT 200"
        ),
        args![commune],
        draft_row,
    )
}

/// Notes what was done to a version.
pub fn add_change(tx: &mut Tx<'_>, scope: &Scope, draft: &str, what: &str, detail: &str, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!("INSERT INTO learning_course_change (commune_id, id, draft_id, what, detail, at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        args![scope.commune(), ids::new(now), draft, what, detail, now, scope.account()],
    )?;
    Ok(())
}

/// What was done to a version, latest first.
pub fn changes(tx: &mut Tx<'_>, commune: &str, draft: &str) -> Result<Vec<Change>, Error> {
    tx.list(
        sql!(
            "SELECT c.what, c.detail, c.at, COALESCE(a.name, c.changed_by) FROM learning_course_change c
                LEFT JOIN accounts_account a ON a.id = c.changed_by
              WHERE c.commune_id = $1 AND c.draft_id = $2 ORDER BY c.at DESC, c.id DESC LIMIT 200"
        ),
        args![commune, draft],
        |row| Ok(Change { what: row.get(0)?, detail: row.get(1)?, at: row.get(2)?, by_name: row.get(3)? }),
    )
}
