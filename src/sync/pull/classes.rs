//! Sessions from a week ago to two weeks ahead, who is enrolled in their classes, and who is marked.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Ask, Row, Tell};
use crate::{
    args,
    kit::{
        dates,
        db::{self, Tx},
        error::Result,
    },
    sql,
};

/// The kinds of this slice.
pub const TELLS: &[Tell] = &[
    Tell { kind: "session", list: sessions, one: session },
    Tell { kind: "enrolment", list: enrolments, one: enrolment },
    Tell { kind: "mark", list: marks, one: mark },
];

/// The first and the last day of which sessions are told.
fn span(today: Date) -> (Date, Date) {
    (dates::days_after(today, -7), dates::days_after(today, 14))
}

/// Reads `id, village_id, series_id, title, day, start_minute, end_minute, venue, state, capacity`.
fn session_row(row: &db::Row) -> Result<Row, db::Error> {
    let data = json!({
        "series": row.get::<String>(2)?, "title": row.get::<String>(3)?, "day": row.get::<String>(4)?, "start_minute": row.get::<i64>(5)?,
        "end_minute": row.get::<i64>(6)?, "venue": row.get::<String>(7)?, "state": row.get::<String>(8)?, "capacity": row.get::<i64>(9)?
    });
    Ok(Row { id: row.get(0)?, village: row.get(1)?, data })
}

fn sessions(tx: &mut Tx<'_>, ask: &Ask<'_>, village: &str, after: &str, limit: i64) -> Result<Vec<Row>> {
    let (from, to) = span(ask.today);
    Ok(tx.list(
        sql!(
            "SELECT s.id, s.village_id, s.series_id, r.title, s.day, s.start_minute, s.end_minute, n.name, s.state, r.capacity
              FROM classes_session s
              JOIN classes_series r ON r.commune_id = s.commune_id AND r.id = s.series_id
              JOIN resources_venue n ON n.commune_id = s.commune_id AND n.id = s.venue_id
              WHERE s.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || s.village_id || '%') AND s.village_id = $3 AND s.id > $4
                AND s.day >= $5 AND s.day <= $6 ORDER BY s.id LIMIT $7"
        ),
        args![ask.scope.commune(), ask.scope.reach(), village, after, from, to, limit],
        session_row,
    )?)
}

fn session(tx: &mut Tx<'_>, ask: &Ask<'_>, id: &str) -> Result<Option<Row>> {
    let (from, to) = span(ask.today);
    Ok(tx.first(
        sql!(
            "SELECT s.id, s.village_id, s.series_id, r.title, s.day, s.start_minute, s.end_minute, n.name, s.state, r.capacity
              FROM classes_session s
              JOIN classes_series r ON r.commune_id = s.commune_id AND r.id = s.series_id
              JOIN resources_venue n ON n.commune_id = s.commune_id AND n.id = s.venue_id
              WHERE s.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || s.village_id || '%') AND s.id = $3 AND s.day >= $4 AND s.day <= $5"
        ),
        args![ask.scope.commune(), ask.scope.reach(), id, from, to],
        session_row,
    )?)
}

/// Sessions that were too far ahead when the phone last asked, on `day`, and are not any more.
pub fn come_into_sight(tx: &mut Tx<'_>, ask: &Ask<'_>, day: Date) -> Result<Vec<Row>> {
    if day >= ask.today {
        return Ok(Vec::new());
    }
    Ok(tx.list(
        sql!(
            "SELECT s.id, s.village_id, s.series_id, r.title, s.day, s.start_minute, s.end_minute, n.name, s.state, r.capacity
              FROM classes_session s
              JOIN classes_series r ON r.commune_id = s.commune_id AND r.id = s.series_id
              JOIN resources_venue n ON n.commune_id = s.commune_id AND n.id = s.venue_id
              WHERE s.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || s.village_id || '%') AND s.day > $3 AND s.day <= $4
              ORDER BY s.id LIMIT 2000"
        ),
        args![ask.scope.commune(), ask.scope.reach(), span(day).1, span(ask.today).1],
        session_row,
    )?)
}

/// Adds who somebody of another village is, for the phone may not have them: reads name and birth year from column `at` on.
fn tell_who(row: &db::Row, at: usize, data: &mut Value) -> Result<(), db::Error> {
    if let Some(name) = row.get::<Option<String>>(at)? {
        data["who"] = json!({ "name": name, "year": row.get::<Option<i64>>(at + 1)? });
    }
    Ok(())
}

/// Reads `id, village_id, series_id, person`, and of somebody who lives elsewhere `name, birth_year`.
fn enrolment_row(row: &db::Row) -> Result<Row, db::Error> {
    let mut data = json!({ "series": row.get::<String>(2)?, "person": row.get::<String>(3)? });
    tell_who(row, 4, &mut data)?;
    Ok(Row { id: row.get(0)?, village: row.get(1)?, data })
}

fn enrolments(tx: &mut Tx<'_>, ask: &Ask<'_>, village: &str, after: &str, limit: i64) -> Result<Vec<Row>> {
    Ok(tx.list(
        sql!(
            "SELECT e.id, r.village_id, e.series_id, COALESCE(l.root_id, e.person_id), p.name, p.birth_year FROM classes_enrolment e
              JOIN classes_series r ON r.commune_id = e.commune_id AND r.id = e.series_id
              LEFT JOIN ledger_alias l ON l.commune_id = e.commune_id AND l.person_id = e.person_id
              LEFT JOIN people_person p ON p.commune_id = e.commune_id AND p.id = COALESCE(l.root_id, e.person_id)
                AND p.village_id <> r.village_id
              WHERE e.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || r.village_id || '%') AND r.village_id = $3 AND r.state = 'open'
                AND e.state = 'enrolled' AND e.person_id IS NOT NULL AND e.id > $4 ORDER BY e.id LIMIT $5"
        ),
        args![ask.scope.commune(), ask.scope.reach(), village, after, limit],
        enrolment_row,
    )?)
}

fn enrolment(tx: &mut Tx<'_>, ask: &Ask<'_>, id: &str) -> Result<Option<Row>> {
    Ok(tx.first(
        sql!(
            "SELECT e.id, r.village_id, e.series_id, COALESCE(l.root_id, e.person_id), p.name, p.birth_year FROM classes_enrolment e
              JOIN classes_series r ON r.commune_id = e.commune_id AND r.id = e.series_id
              LEFT JOIN ledger_alias l ON l.commune_id = e.commune_id AND l.person_id = e.person_id
              LEFT JOIN people_person p ON p.commune_id = e.commune_id AND p.id = COALESCE(l.root_id, e.person_id)
                AND p.village_id <> r.village_id
              WHERE e.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || r.village_id || '%') AND r.state = 'open'
                AND e.state = 'enrolled' AND e.person_id IS NOT NULL AND e.id = $3"
        ),
        args![ask.scope.commune(), ask.scope.reach(), id],
        enrolment_row,
    )?)
}

/// Reads `session_id, marked under, village_id, person, state, marked_at, by`, and of somebody who lives elsewhere `name, birth_year`.
fn mark_row(row: &db::Row) -> Result<Row, db::Error> {
    let session: String = row.get(0)?;
    let mut data = json!({
        "session": session, "person": row.get::<String>(3)?, "said": row.get::<String>(4)?, "at": row.get::<i64>(5)?,
        "by": row.get::<String>(6)?
    });
    tell_who(row, 7, &mut data)?;
    Ok(Row { id: format!("{session}.{}", row.get::<String>(1)?), village: row.get(2)?, data })
}

fn marks(tx: &mut Tx<'_>, ask: &Ask<'_>, village: &str, after: &str, limit: i64) -> Result<Vec<Row>> {
    let (from, to) = span(ask.today);
    Ok(tx.list(
        sql!(
            "SELECT m.session_id, m.person_id, s.village_id, COALESCE(l.root_id, m.person_id), m.state, m.marked_at, COALESCE(a.name, ''),
                p.name, p.birth_year
              FROM classes_session s
              JOIN classes_mark m ON m.commune_id = s.commune_id AND m.session_id = s.id AND m.state <> 'none'
              LEFT JOIN ledger_alias l ON l.commune_id = m.commune_id AND l.person_id = m.person_id
              LEFT JOIN people_person p ON p.commune_id = m.commune_id AND p.id = COALESCE(l.root_id, m.person_id)
                AND p.village_id <> s.village_id
              LEFT JOIN accounts_account a ON a.id = m.marked_by
              WHERE s.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || s.village_id || '%') AND s.village_id = $3
                AND s.day >= $5 AND s.day <= $6 AND m.session_id || '.' || m.person_id > $4
              ORDER BY m.session_id, m.person_id LIMIT $7"
        ),
        args![ask.scope.commune(), ask.scope.reach(), village, after, from, to, limit],
        mark_row,
    )?)
}

fn mark(tx: &mut Tx<'_>, ask: &Ask<'_>, id: &str) -> Result<Option<Row>> {
    let Some((session, person)) = id.split_once('.') else { return Ok(None) };
    Ok(tx.first(
        sql!(
            "SELECT m.session_id, m.person_id, s.village_id, COALESCE(l.root_id, m.person_id), m.state, m.marked_at, COALESCE(a.name, ''),
                p.name, p.birth_year
              FROM classes_session s
              JOIN classes_mark m ON m.commune_id = s.commune_id AND m.session_id = s.id AND m.state <> 'none'
              LEFT JOIN ledger_alias l ON l.commune_id = m.commune_id AND l.person_id = m.person_id
              LEFT JOIN people_person p ON p.commune_id = m.commune_id AND p.id = COALESCE(l.root_id, m.person_id)
                AND p.village_id <> s.village_id
              LEFT JOIN accounts_account a ON a.id = m.marked_by
              WHERE s.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || s.village_id || '%') AND m.session_id = $3 AND m.person_id = $4"
        ),
        args![ask.scope.commune(), ask.scope.reach(), session, person],
        mark_row,
    )?)
}
