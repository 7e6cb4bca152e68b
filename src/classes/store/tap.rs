//! `classes_tap`: everything that was said about who was there; marks are the fold of it.

use crate::{
    args,
    classes::rules::{Mark, Presence, Spoken, TapKind, slot},
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::Result,
        recur::Slot,
    },
    sql,
};

/// A session, as far as marking goes: read once for each tap, so it counts nothing.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The session's id.
    pub id: String,
    /// The class's id.
    pub series: String,
    /// The village's id.
    pub village: String,
    /// When it takes place.
    pub slot: Slot,
    /// Whether it was called off.
    pub cancelled: bool,
    /// The entry that says it was held.
    pub held_entry: Option<String>,
}

/// The session with this id, wherever it is in the commune.
pub fn facts(tx: &mut Tx<'_>, commune: &str, session: &str) -> Result<Option<Facts>> {
    Ok(tx.first(
        sql!(
            "SELECT id, series_id, village_id, day, start_minute, end_minute, state, held_entry FROM classes_session
              WHERE commune_id = $1 AND id = $2"
        ),
        args![commune, session],
        |row| {
            Ok(Facts {
                id: row.get(0)?,
                series: row.get(1)?,
                village: row.get(2)?,
                slot: slot(row.get(3)?, row.get(4)?, row.get(5)?).map_err(|e| db::Error::Other(e.code().into()))?,
                cancelled: row.get::<String>(6)? == "cancelled",
                held_entry: row.get(7)?,
            })
        },
    )?)
}

/// Who somebody is that was tapped, after all merges.
#[derive(Clone, Debug)]
pub struct Tapped {
    /// The person's id.
    pub person: String,
    /// Whether they left the register.
    pub removed: bool,
    /// Whether others were merged into them.
    pub merged: bool,
    /// Whether they have a place in the class under this very id.
    pub enrolled: bool,
}

/// The person that this id stands for, seen from a class.
pub fn tapped(tx: &mut Tx<'_>, commune: &str, person: &str, series: &str) -> Result<Option<Tapped>> {
    Ok(tx.first(
        sql!(
            "SELECT p.id, CASE WHEN p.removed_at IS NULL THEN 0 ELSE 1 END,
                CASE WHEN EXISTS (SELECT 1 FROM ledger_alias o WHERE o.commune_id = $1 AND o.root_id = p.id) THEN 1 ELSE 0 END,
                CASE WHEN EXISTS (SELECT 1 FROM classes_enrolment e WHERE e.commune_id = $1 AND e.person_id = p.id AND e.series_id = $3
                  AND e.state = 'enrolled') THEN 1 ELSE 0 END
              FROM people_person p WHERE p.commune_id = $1
                AND p.id = COALESCE((SELECT l.root_id FROM ledger_alias l WHERE l.commune_id = $1 AND l.person_id = $2), $2)"
        ),
        args![commune, person, series],
        |row| {
            Ok(Tapped {
                person: row.get(0)?,
                removed: row.get::<i64>(1)? == 1,
                merged: row.get::<i64>(2)? == 1,
                enrolled: row.get::<i64>(3)? == 1,
            })
        },
    )?)
}

fn spoken_row(row: &Row) -> Result<Spoken, db::Error> {
    Ok(Spoken {
        id: row.get(0)?,
        kind: TapKind::parse(&row.get::<String>(1)?).ok_or_else(|| db::Error::Other("classes_tap: kind".into()))?,
        presence: Presence::of(&row.get::<String>(2)?, row.get(3)?),
        at: row.get(4)?,
        by: row.get(5)?,
        device: row.get(6)?,
    })
}

/// Everything that was said about a person at a session under this very id.
pub fn spoken(tx: &mut Tx<'_>, commune: &str, session: &str, person: &str) -> Result<Vec<Spoken>> {
    Ok(tx.list(
        sql!(
            "SELECT id, kind, said, late_minutes, at, said_by, device FROM classes_tap
              WHERE commune_id = $1 AND session_id = $2 AND person_id = $3"
        ),
        args![commune, session, person],
        spoken_row,
    )?)
}

/// Everything that was said about a person at a session, also under the ids of those who were merged into them.
pub fn spoken_of_all(tx: &mut Tx<'_>, commune: &str, session: &str, person: &str) -> Result<Vec<Spoken>> {
    Ok(tx.list(
        sql!(
            "SELECT t.id, t.kind, t.said, t.late_minutes, t.at, t.said_by, t.device FROM classes_tap t
              LEFT JOIN ledger_alias l ON l.commune_id = t.commune_id AND l.person_id = t.person_id
              WHERE t.commune_id = $1 AND t.session_id = $2 AND COALESCE(l.root_id, t.person_id) = $3"
        ),
        args![commune, session, person],
        spoken_row,
    )?)
}

/// Keeps one more thing that was said; `how` is what the phone tells of it: `card`, `code`, `name`, or nothing.
pub fn add(
    tx: &mut Tx<'_>,
    commune: &str,
    session: &str,
    person: &str,
    spoken: &Spoken,
    how: &str,
    reason: &str,
    now: Millis,
) -> Result<()> {
    let (said, minutes) = spoken.presence.map_or(("none", 0), |presence| (presence.said().code(), presence.late_minutes()));
    tx.run(
        sql!(
            "INSERT INTO classes_tap (commune_id, session_id, person_id, id, kind, said, late_minutes, how, reason, at, said_by, device, recorded_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
              ON CONFLICT (commune_id, session_id, person_id, id) DO NOTHING"
        ),
        args![
            commune, session, person, &spoken.id, spoken.kind.code(), said, minutes, how, reason.trim(), spoken.at, &spoken.by,
            &spoken.device, now
        ],
    )?;
    Ok(())
}

/// Keeps what was set on the roll itself.
pub fn set(tx: &mut Tx<'_>, commune: &str, session: &str, id: &str, mark: &Mark, reason: &str, now: Millis) -> Result<()> {
    let spoken = Spoken {
        id: id.to_owned(),
        kind: TapKind::Set,
        presence: mark.presence,
        at: mark.marked_at,
        by: mark.marked_by.clone(),
        device: None,
    };
    add(tx, commune, session, &mark.person, &spoken, "", reason, now)
}

/// The mark of a person at a session under this very id.
pub fn own_mark(tx: &mut Tx<'_>, commune: &str, session: &str, person: &str) -> Result<Option<Mark>> {
    Ok(tx.first(
        sql!(
            "SELECT person_id, state, late_minutes, marked_at, marked_by, entry_id, version FROM classes_mark
              WHERE commune_id = $1 AND session_id = $2 AND person_id = $3"
        ),
        args![commune, session, person],
        |row| {
            Ok(Mark {
                person: row.get(0)?,
                presence: Presence::of(&row.get::<String>(1)?, row.get(2)?),
                marked_at: row.get(3)?,
                marked_by: row.get(4)?,
                entry: row.get(5)?,
                version: row.get(6)?,
            })
        },
    )?)
}
