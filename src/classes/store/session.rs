//! `classes_session`: when and where a class meets.

use jiff::civil::Date;

use crate::{
    accounts::Scope,
    args,
    classes::rules::{Busy, Lesson, SessionState, minute_of, slot},
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::{Error, Result},
        ids,
        recur::Slot,
    },
    ledger, sql,
};

/// Reads `id, series_id, code, title, teacher, village_id, village, venue_id, venue, day, start_minute, end_minute, moved_from,
/// state, reason, sequence, updated_at, held_entry, capacity, enrolled, present`.
fn lesson_row(row: &Row) -> Result<Lesson, db::Error> {
    let broken = |what: &str| db::Error::Other(format!("classes_session: {what}"));
    Ok(Lesson {
        id: row.get(0)?,
        series: row.get(1)?,
        code: row.get(2)?,
        title: row.get(3)?,
        teacher: row.get(4)?,
        village: row.get(5)?,
        village_name: row.get(6)?,
        venue: row.get(7)?,
        venue_name: row.get(8)?,
        slot: slot(row.get(9)?, row.get(10)?, row.get(11)?).map_err(|e| broken(e.code()))?,
        moved_from: row.get(12)?,
        state: SessionState::parse(&row.get::<String>(13)?).ok_or_else(|| broken("state"))?,
        reason: row.get(14)?,
        sequence: row.get(15)?,
        updated_at: row.get(16)?,
        held_entry: row.get(17)?,
        capacity: row.get(18)?,
        enrolled: row.get(19)?,
        present: row.get(20)?,
    })
}

/// The session with this id.
pub fn by_id(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Lesson>> {
    Ok(tx.first(
        sql!("SELECT s.id, s.series_id, r.code, r.title, r.teacher, s.village_id, v.name, s.venue_id, n.name, s.day, s.start_minute, s.end_minute,
                s.moved_from, s.state, s.reason, s.sequence, s.updated_at, s.held_entry, r.capacity,
                (SELECT COUNT(*) FROM classes_enrolment e WHERE e.commune_id = s.commune_id AND e.series_id = s.series_id AND e.state = 'enrolled'),
                (SELECT COUNT(*) FROM classes_mark m WHERE m.commune_id = s.commune_id AND m.session_id = s.id AND m.state IN ('present', 'late'))
              FROM classes_session s
              JOIN classes_series r ON r.commune_id = s.commune_id AND r.id = s.series_id
              JOIN places_village v ON v.commune_id = s.commune_id AND v.id = s.village_id
              JOIN resources_venue n ON n.commune_id = s.commune_id AND n.id = s.venue_id
              WHERE s.commune_id = $1 AND s.id = $2"),
        args![commune, id],
        lesson_row,
    )?)
}

/// The session with this id, when it is in reach.
///
/// # Errors
/// [`Error::NotFound`].
pub fn in_reach(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Lesson> {
    by_id(tx, scope.commune(), id)?.filter(|lesson| scope.covers(&lesson.village)).ok_or(Error::NotFound)
}

/// Every session of a class, in order.
pub fn of_series(tx: &mut Tx<'_>, commune: &str, series: &str) -> Result<Vec<Lesson>> {
    Ok(tx.list(
        sql!("SELECT s.id, s.series_id, r.code, r.title, r.teacher, s.village_id, v.name, s.venue_id, n.name, s.day, s.start_minute, s.end_minute,
                s.moved_from, s.state, s.reason, s.sequence, s.updated_at, s.held_entry, r.capacity,
                (SELECT COUNT(*) FROM classes_enrolment e WHERE e.commune_id = s.commune_id AND e.series_id = s.series_id AND e.state = 'enrolled'),
                (SELECT COUNT(*) FROM classes_mark m WHERE m.commune_id = s.commune_id AND m.session_id = s.id AND m.state IN ('present', 'late'))
              FROM classes_session s
              JOIN classes_series r ON r.commune_id = s.commune_id AND r.id = s.series_id
              JOIN places_village v ON v.commune_id = s.commune_id AND v.id = s.village_id
              JOIN resources_venue n ON n.commune_id = s.commune_id AND n.id = s.venue_id
              WHERE s.commune_id = $1 AND s.series_id = $2 ORDER BY s.day, s.start_minute, s.id"),
        args![commune, series],
        lesson_row,
    )?)
}

/// Sessions between two days, in order; `reach` as [`Scope::reach`] gives it, empty for the whole commune, and an empty `village`
/// for every village.
pub fn between(tx: &mut Tx<'_>, commune: &str, reach: &str, village: &str, from: Date, to: Date) -> Result<Vec<Lesson>> {
    Ok(tx.list(
        sql!("SELECT s.id, s.series_id, r.code, r.title, r.teacher, s.village_id, v.name, s.venue_id, n.name, s.day, s.start_minute, s.end_minute,
                s.moved_from, s.state, s.reason, s.sequence, s.updated_at, s.held_entry, r.capacity,
                (SELECT COUNT(*) FROM classes_enrolment e WHERE e.commune_id = s.commune_id AND e.series_id = s.series_id AND e.state = 'enrolled'),
                (SELECT COUNT(*) FROM classes_mark m WHERE m.commune_id = s.commune_id AND m.session_id = s.id AND m.state IN ('present', 'late'))
              FROM classes_session s
              JOIN classes_series r ON r.commune_id = s.commune_id AND r.id = s.series_id
              JOIN places_village v ON v.commune_id = s.commune_id AND v.id = s.village_id
              JOIN resources_venue n ON n.commune_id = s.commune_id AND n.id = s.venue_id
              WHERE s.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || s.village_id || '%') AND ($3 = '' OR s.village_id = $3)
                AND s.day >= $4 AND s.day <= $5 ORDER BY s.day, s.start_minute, v.sort_key, s.id"),
        args![commune, reach, village, from, to],
        lesson_row,
    )?)
}

/// Sessions of other classes that have a venue between two days.
pub fn busy(tx: &mut Tx<'_>, commune: &str, venue: &str, from: Date, to: Date, except_series: &str) -> Result<Vec<Busy>> {
    Ok(tx.list(
        sql!(
            "SELECT s.day, s.start_minute, s.end_minute, r.title, v.name FROM classes_session s
              JOIN classes_series r ON r.commune_id = s.commune_id AND r.id = s.series_id
              JOIN places_village v ON v.commune_id = s.commune_id AND v.id = s.village_id
              WHERE s.commune_id = $1 AND s.venue_id = $2 AND s.day >= $3 AND s.day <= $4 AND s.series_id <> $5 AND s.state = 'planned'
              ORDER BY s.day, s.start_minute, s.id"
        ),
        args![commune, venue, from, to, except_series],
        |row| {
            let slot = slot(row.get(0)?, row.get(1)?, row.get(2)?).map_err(|e| db::Error::Other(e.code().into()))?;
            Ok(Busy { slot, title: row.get(3)?, village: row.get(4)? })
        },
    )?)
}

/// Tells the phones of its village that a session is new, or other than it was.
pub fn tell(tx: &mut Tx<'_>, commune: &str, id: &str, now: Millis) -> Result<()> {
    let village =
        tx.value::<String>(sql!("SELECT village_id FROM classes_session WHERE commune_id = $1 AND id = $2"), args![commune, id])?;
    Ok(ledger::changed(tx, commune, &village.unwrap_or_default(), "session", id, now)?)
}

/// Adds a session and answers its id.
pub fn add(tx: &mut Tx<'_>, commune: &str, series: &str, village: &str, venue: &str, slot: Slot, now: Millis) -> Result<String> {
    let id = ids::new(now);
    tx.run(
        sql!("INSERT INTO classes_session (commune_id, id, series_id, village_id, venue_id, day, start_minute, end_minute, moved_from, state,
                reason, sequence, held_entry, updated_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 'planned', '', 0, NULL, $9)"),
        args![commune, &id, series, village, venue, slot.day(), minute_of(slot.start()), minute_of(slot.end()), now],
    )?;
    ledger::changed(tx, commune, village, "session", &id, now)?;
    Ok(id)
}

/// Calls a session off, or on again; calendars notice by the sequence.
pub fn set_state(tx: &mut Tx<'_>, commune: &str, id: &str, state: SessionState, reason: &str, now: Millis) -> Result<()> {
    tx.run(
        sql!(
            "UPDATE classes_session SET state = $3, reason = $4, sequence = sequence + 1, updated_at = $5 WHERE commune_id = $1 AND id = $2"
        ),
        args![commune, id, state.code(), reason.trim(), now],
    )?;
    tell(tx, commune, id, now)
}

/// Moves a session to another time or venue.
pub fn set_slot(
    tx: &mut Tx<'_>,
    commune: &str,
    id: &str,
    venue: &str,
    slot: Slot,
    moved_from: Option<Date>,
    reason: &str,
    now: Millis,
) -> Result<()> {
    tx.run(
        sql!(
            "UPDATE classes_session SET venue_id = $3, day = $4, start_minute = $5, end_minute = $6, moved_from = $7, reason = $8,
                sequence = sequence + 1, updated_at = $9 WHERE commune_id = $1 AND id = $2"
        ),
        args![commune, id, venue, slot.day(), minute_of(slot.start()), minute_of(slot.end()), moved_from, reason.trim(), now],
    )?;
    tell(tx, commune, id, now)
}

/// Tells calendars that the title or teacher of a session changed.
pub fn touch(tx: &mut Tx<'_>, commune: &str, id: &str, now: Millis) -> Result<()> {
    tx.run(
        sql!("UPDATE classes_session SET sequence = sequence + 1, updated_at = $3 WHERE commune_id = $1 AND id = $2"),
        args![commune, id, now],
    )?;
    tell(tx, commune, id, now)
}

/// Keeps the ledger entry that says the session was held, or that none does any more.
pub fn set_held(tx: &mut Tx<'_>, commune: &str, id: &str, entry: Option<&str>) -> Result<()> {
    tx.run(sql!("UPDATE classes_session SET held_entry = $3 WHERE commune_id = $1 AND id = $2"), args![commune, id, entry])?;
    Ok(())
}

/// Days on which a village held a class, between two days: (village's id, day).
pub fn held_days(tx: &mut Tx<'_>, commune: &str, from: Date, to: Date) -> Result<Vec<(String, Date)>> {
    Ok(tx.list(
        sql!("SELECT village_id, day FROM classes_session WHERE commune_id = $1 AND day >= $2 AND day <= $3 AND held_entry IS NOT NULL"),
        args![commune, from, to],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}
