//! All SQL on `learning_finished`.

use super::finished::Finish;
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
    },
    sql,
};

/// A finished lesson as it was recorded.
#[derive(Clone, Debug)]
pub struct Finished {
    /// Its id, which is its ledger entry's too.
    pub id: String,
    /// Who: as recorded, also when they were merged since.
    pub person: String,
    /// Their name now.
    pub name: String,
    /// The lesson.
    pub lesson: String,
    /// The grade's letter.
    pub grade: String,
    /// The group, or empty.
    pub group: String,
    /// The village that decides who may touch it: the group's, or else the person's.
    pub reach: String,
    /// When it was.
    pub at: Millis,
    /// When it was recorded.
    pub recorded_at: Millis,
    /// Who recorded it.
    pub by: String,
    /// When it was taken back, or its entry ceased to count in another way.
    pub voided_at: Option<Millis>,
    /// Who took it back.
    pub voided_by: String,
    /// Why.
    pub reason: String,
}

fn finished_row(row: &Row) -> Result<Finished, Error> {
    Ok(Finished {
        id: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        lesson: row.get(3)?,
        grade: row.get(4)?,
        group: row.get(5)?,
        reach: row.get(6)?,
        at: row.get(7)?,
        recorded_at: row.get(8)?,
        by: row.get(9)?,
        voided_at: row.get(10)?,
        voided_by: row.get(11)?,
        reason: row.get(12)?,
    })
}

/// The grades in which a person, or somebody merged into them, finished a lesson, as far as they count.
pub fn grades(tx: &mut Tx<'_>, commune: &str, person: &str, lesson: &str) -> Result<Vec<String>, Error> {
    tx.list(
        sql!(
            "SELECT f.grade FROM learning_finished f WHERE f.commune_id = $1 AND f.lesson_id = $3 AND f.voided_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM ledger_voided l WHERE l.commune_id = $1 AND l.entry_id = f.id)
                AND (f.person_id = $2 OR f.person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $2))"
        ),
        args![commune, person, lesson],
        |row| row.get(0),
    )
}

/// Adds a finished lesson.
pub fn add(tx: &mut Tx<'_>, commune: &str, id: &str, new: &Finish<'_>, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_finished (commune_id, id, person_id, village_id, lesson_id, grade, group_id, at, recorded_at, recorded_by,
                voided_at, voided_by, void_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL, NULL)"
        ),
        args![commune, id, &new.person.id, &new.person.village, &new.lesson.facts.id, new.grade.letter(), new.group, new.at, now, new.by],
    )?;
    Ok(())
}

/// The finished lesson with this id.
pub fn finished(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Finished>, Error> {
    tx.first(
        sql!(
            "SELECT f.id, f.person_id, p.name, f.lesson_id, f.grade, f.group_id, COALESCE(g.village_id, p.village_id), f.at, f.recorded_at, f.recorded_by,
                COALESCE(f.voided_at, e.recorded_at), COALESCE(v.name, e.recorded_by, ''), COALESCE(f.void_reason, '')
              FROM learning_finished f
                LEFT JOIN learning_group g ON g.commune_id = f.commune_id AND g.id = f.group_id
                LEFT JOIN ledger_alias a ON a.commune_id = f.commune_id AND a.person_id = f.person_id
                JOIN people_person p ON p.commune_id = f.commune_id AND p.id = COALESCE(a.root_id, f.person_id)
                LEFT JOIN ledger_voided l ON l.commune_id = f.commune_id AND l.entry_id = f.id
                LEFT JOIN ledger_entry e ON e.commune_id = l.commune_id AND e.id = l.by_entry
                LEFT JOIN accounts_account v ON v.id = COALESCE(f.voided_by, e.recorded_by)
              WHERE f.commune_id = $1 AND f.id = $2"
        ),
        args![commune, id],
        finished_row,
    )
}

/// What was recorded for a group, those taken back included, in Vietnamese order.
pub fn of_group(tx: &mut Tx<'_>, commune: &str, group: &str) -> Result<Vec<Finished>, Error> {
    tx.list(
        sql!(
            "SELECT f.id, COALESCE(a.root_id, f.person_id), p.name, f.lesson_id, f.grade, f.group_id, p.village_id, f.at, f.recorded_at, f.recorded_by,
                COALESCE(f.voided_at, e.recorded_at), COALESCE(v.name, e.recorded_by, ''), COALESCE(f.void_reason, '')
              FROM learning_finished f
                LEFT JOIN ledger_alias a ON a.commune_id = f.commune_id AND a.person_id = f.person_id
                JOIN people_person p ON p.commune_id = f.commune_id AND p.id = COALESCE(a.root_id, f.person_id)
                LEFT JOIN ledger_voided l ON l.commune_id = f.commune_id AND l.entry_id = f.id
                LEFT JOIN ledger_entry e ON e.commune_id = l.commune_id AND e.id = l.by_entry
                LEFT JOIN accounts_account v ON v.id = COALESCE(f.voided_by, e.recorded_by)
              WHERE f.commune_id = $1 AND f.group_id = $2 ORDER BY p.sort_key, p.id, f.recorded_at, f.id"
        ),
        args![commune, group],
        finished_row,
    )
}

/// What a person and those merged into them finished, latest first, those taken back included.
pub fn of_person(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<Finished>, Error> {
    tx.list(
        sql!(
            "SELECT f.id, f.person_id, p.name, f.lesson_id, f.grade, f.group_id, COALESCE(g.village_id, p.village_id), f.at, f.recorded_at, f.recorded_by,
                COALESCE(f.voided_at, e.recorded_at), COALESCE(v.name, e.recorded_by, ''), COALESCE(f.void_reason, '')
              FROM learning_finished f
                LEFT JOIN learning_group g ON g.commune_id = f.commune_id AND g.id = f.group_id
                JOIN people_person p ON p.commune_id = f.commune_id AND p.id = $2
                LEFT JOIN ledger_voided l ON l.commune_id = f.commune_id AND l.entry_id = f.id
                LEFT JOIN ledger_entry e ON e.commune_id = l.commune_id AND e.id = l.by_entry
                LEFT JOIN accounts_account v ON v.id = COALESCE(f.voided_by, e.recorded_by)
              WHERE f.commune_id = $1
                AND (f.person_id = $2 OR f.person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $2))
              ORDER BY f.at DESC, f.id DESC"
        ),
        args![commune, person],
        finished_row,
    )
}

/// Marks a finished lesson as taken back; tells whether it stood until now.
pub fn mark_undone(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<bool, Error> {
    let changed = tx.run(
        sql!(
            "UPDATE learning_finished SET voided_at = $3, voided_by = $4, void_reason = $5 WHERE commune_id = $1 AND id = $2 AND voided_at IS NULL"
        ),
        args![scope.commune(), id, now, scope.account(), reason],
    )?;
    Ok(changed > 0)
}
