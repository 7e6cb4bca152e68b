//! `classes_mark`, `classes_mark_change`: who was there, and every correction.

use std::collections::BTreeMap;

use crate::{
    args,
    classes::rules::{Mark, Presence},
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::Result,
    },
    sql,
};

/// One person on the roll of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    /// The person's id.
    pub person: String,
    /// The name.
    pub name: String,
    /// The year of birth.
    pub birth_year: Option<i16>,
    /// The hamlet, or empty.
    pub hamlet: String,
    /// What is marked; `None` when nothing is.
    pub presence: Option<Presence>,
    /// When it was marked, in UTC milliseconds; 0 when it was not.
    pub marked_at: Millis,
    /// The name of whoever marked it.
    pub by: String,
    /// The mark's version; 0 when there is none.
    pub version: i64,
}

fn roll_row(row: &Row) -> Result<Roll, db::Error> {
    Ok(Roll {
        person: row.get(0)?,
        name: row.get(1)?,
        birth_year: row.get(2)?,
        hamlet: row.get(3)?,
        presence: Presence::of(&row.get::<String>(4)?, row.get(5)?),
        marked_at: row.get(6)?,
        by: row.get(7)?,
        version: row.get(8)?,
    })
}

/// Everybody who is enrolled or marked, each once, in Vietnamese order.
///
/// A person who was merged away stands under the name of the one who was kept, with the mark that says most.
pub fn roll(tx: &mut Tx<'_>, commune: &str, series: &str, session: &str) -> Result<Vec<Roll>> {
    let rows = tx.list(
        sql!(
            "SELECT p.id, p.name, p.birth_year, p.hamlet, COALESCE(m.state, 'none'), COALESCE(m.late_minutes, 0), COALESCE(m.marked_at, 0),
                COALESCE(a.name, m.marked_by, ''), COALESCE(m.version, 0)
              FROM (SELECT e.person_id FROM classes_enrolment e
                      WHERE e.commune_id = $1 AND e.series_id = $2 AND e.state = 'enrolled' AND e.person_id IS NOT NULL
                    UNION
                    SELECT k.person_id FROM classes_mark k WHERE k.commune_id = $1 AND k.session_id = $3 AND k.state <> 'none') r
              LEFT JOIN ledger_alias l ON l.commune_id = $1 AND l.person_id = r.person_id
              JOIN people_person p ON p.commune_id = $1 AND p.id = COALESCE(l.root_id, r.person_id)
              LEFT JOIN classes_mark m ON m.commune_id = $1 AND m.session_id = $3 AND m.person_id = r.person_id
              LEFT JOIN accounts_account a ON a.id = m.marked_by
              WHERE p.removed_at IS NULL OR m.state IS NOT NULL
              ORDER BY p.sort_key, COALESCE(p.birth_year, 0), p.id, CASE WHEN r.person_id = p.id THEN 0 ELSE 1 END, r.person_id"
        ),
        args![commune, series, session],
        roll_row,
    )?;
    let mut best: BTreeMap<String, usize> = BTreeMap::new();
    let mut roll: Vec<Roll> = Vec::new();
    for row in rows {
        match best.get(&row.person) {
            Some(at) if weight(&row) > weight(&roll[*at]) => roll[*at] = row,
            Some(_) => {}
            None => {
                best.insert(row.person.clone(), roll.len());
                roll.push(row);
            }
        }
    }
    Ok(roll)
}

fn weight(row: &Roll) -> u8 {
    match row.presence {
        Some(presence) if presence.is_here() => 2,
        Some(_) => 1,
        None => 0,
    }
}

fn mark_row(row: &Row) -> Result<Mark, db::Error> {
    Ok(Mark {
        person: row.get(0)?,
        presence: Presence::of(&row.get::<String>(1)?, row.get(2)?),
        marked_at: row.get(3)?,
        marked_by: row.get(4)?,
        entry: row.get(5)?,
        version: row.get(6)?,
    })
}

/// The mark of a person at a session, also one that was made before they were merged; one that counts comes first, then their own.
pub fn mark(tx: &mut Tx<'_>, commune: &str, session: &str, person: &str) -> Result<Option<Mark>> {
    Ok(tx.first(
        sql!(
            "SELECT m.person_id, m.state, m.late_minutes, m.marked_at, m.marked_by, m.entry_id, m.version FROM classes_mark m
              LEFT JOIN ledger_alias l ON l.commune_id = m.commune_id AND l.person_id = m.person_id
              WHERE m.commune_id = $1 AND m.session_id = $2 AND COALESCE(l.root_id, m.person_id) = $3
              ORDER BY CASE WHEN m.entry_id IS NULL THEN 1 ELSE 0 END, CASE WHEN m.person_id = $3 THEN 0 ELSE 1 END, m.person_id LIMIT 1"
        ),
        args![commune, session, person],
        mark_row,
    )?)
}

/// The marks of a person at a session under other ids, from before they were merged, that still say something.
pub fn others(tx: &mut Tx<'_>, commune: &str, session: &str, person: &str, but: &str) -> Result<Vec<Mark>> {
    Ok(tx.list(
        sql!(
            "SELECT m.person_id, m.state, m.late_minutes, m.marked_at, m.marked_by, m.entry_id, m.version FROM classes_mark m
              LEFT JOIN ledger_alias l ON l.commune_id = m.commune_id AND l.person_id = m.person_id
              WHERE m.commune_id = $1 AND m.session_id = $2 AND COALESCE(l.root_id, m.person_id) = $3 AND m.person_id <> $4 AND m.state <> 'none'
              ORDER BY m.person_id"
        ),
        args![commune, session, person, but],
        mark_row,
    )?)
}

/// Keeps a mark as it stands now.
pub fn put(tx: &mut Tx<'_>, commune: &str, session: &str, mark: &Mark) -> Result<()> {
    let (state, minutes) = mark.presence.map_or(("none", 0), |presence| (presence.said().code(), presence.late_minutes()));
    tx.run(
        sql!(
            "INSERT INTO classes_mark (commune_id, session_id, person_id, state, late_minutes, marked_at, marked_by, entry_id, version)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
              ON CONFLICT (commune_id, session_id, person_id) DO UPDATE SET state = excluded.state, late_minutes = excluded.late_minutes,
                marked_at = excluded.marked_at, marked_by = excluded.marked_by, entry_id = excluded.entry_id, version = excluded.version"
        ),
        args![commune, session, &mark.person, state, minutes, mark.marked_at, &mark.marked_by, &mark.entry, mark.version],
    )?;
    Ok(())
}

/// Whether a mark of a session says that somebody was here.
pub fn here(tx: &mut Tx<'_>, commune: &str, session: &str) -> Result<bool> {
    let one = tx.value::<String>(
        sql!("SELECT person_id FROM classes_mark WHERE commune_id = $1 AND session_id = $2 AND state IN ('present', 'late') LIMIT 1"),
        args![commune, session],
    )?;
    Ok(one.is_some())
}

/// How many marks a session has, of whatever kind.
pub fn marks(tx: &mut Tx<'_>, commune: &str, session: &str) -> Result<i64> {
    Ok(tx.count(
        sql!("SELECT COUNT(*) FROM classes_mark WHERE commune_id = $1 AND session_id = $2 AND state <> 'none'"),
        args![commune, session],
    )?)
}

/// One line of a mark's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The code of what stood there.
    pub before: String,
    /// The code of what stood there after.
    pub after: String,
    /// Why; empty while the session lasted.
    pub reason: String,
    /// When, in UTC milliseconds.
    pub at: Millis,
    /// Who.
    pub by: String,
}

/// Keeps that a mark was made or changed; `id` is the tap's, so that a tap sent twice is known.
pub fn note(
    tx: &mut Tx<'_>,
    commune: &str,
    id: &str,
    session: &str,
    person: &str,
    change: (&str, &str, &str),
    at: Millis,
    by: &str,
) -> Result<()> {
    let (before, after, reason) = change;
    tx.run(
        sql!(
            "INSERT INTO classes_mark_change (commune_id, id, session_id, person_id, before, after, reason, at, changed_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        args![commune, id, session, person, before, after, reason.trim(), at, by],
    )?;
    Ok(())
}

/// Whether a tap was taken already.
pub fn is_noted(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<bool> {
    Ok(tx.count(sql!("SELECT COUNT(*) FROM classes_mark_change WHERE commune_id = $1 AND id = $2"), args![commune, id])? > 0)
}

/// The history of a person's mark at a session, newest first; also from before they were merged.
pub fn history(tx: &mut Tx<'_>, commune: &str, session: &str, person: &str) -> Result<Vec<Correction>> {
    Ok(tx.list(
        sql!(
            "SELECT c.before, c.after, c.reason, c.at, COALESCE(a.name, c.changed_by) FROM classes_mark_change c
              LEFT JOIN ledger_alias l ON l.commune_id = c.commune_id AND l.person_id = c.person_id
              LEFT JOIN accounts_account a ON a.id = c.changed_by
              WHERE c.commune_id = $1 AND c.session_id = $2 AND COALESCE(l.root_id, c.person_id) = $3 ORDER BY c.at DESC, c.id DESC"
        ),
        args![commune, session, person],
        |row| Ok(Correction { before: row.get(0)?, after: row.get(1)?, reason: row.get(2)?, at: row.get(3)?, by: row.get(4)? }),
    )?)
}

/// Where a person counts: their village and audience group.
#[derive(Clone, Debug)]
pub struct Learner {
    /// The village's id.
    pub village: String,
    /// The audience group.
    pub audience: String,
}

/// Where a person counts, unless they were removed from the register.
pub fn learner(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Option<Learner>> {
    Ok(tx.first(
        sql!("SELECT village_id, audience FROM people_person WHERE commune_id = $1 AND id = $2 AND removed_at IS NULL"),
        args![commune, person],
        |row| Ok(Learner { village: row.get(0)?, audience: row.get(1)? }),
    )?)
}
