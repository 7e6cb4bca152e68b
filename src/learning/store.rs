//! All SQL on `learning_*` tables.

use std::collections::BTreeSet;

use super::rules::{Component, NewCheck, Outcome};
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        fold,
    },
    sql,
};

/// A check as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its id, which is its ledger entry's id too.
    pub id: String,
    /// The person's id when it was recorded.
    pub person: String,
    /// The person's village then.
    pub village: String,
    /// The component's code; empty when the skill belongs to none.
    pub component: String,
    /// The skill of the framework; empty for the component as a whole.
    pub skill: String,
    /// The outcome's code.
    pub outcome: String,
    /// Where it was seen.
    pub place: String,
    /// A note, or empty.
    pub note: String,
    /// When it was seen.
    pub at: Millis,
    /// When it was recorded.
    pub recorded_at: Millis,
    /// The account that recorded it.
    pub by: String,
    /// That account's name.
    pub by_name: String,
    /// When it was taken back.
    pub voided_at: Option<Millis>,
    /// The name of who took it back; empty while it stands.
    pub voided_by: String,
    /// Why; empty while it stands.
    pub void_reason: String,
}

fn check_row(row: &Row) -> Result<Check, Error> {
    Ok(Check {
        id: row.get(0)?,
        person: row.get(1)?,
        village: row.get(2)?,
        component: row.get(3)?,
        outcome: row.get(4)?,
        place: row.get(5)?,
        note: row.get(6)?,
        at: row.get(7)?,
        recorded_at: row.get(8)?,
        by: row.get(9)?,
        by_name: row.get(10)?,
        voided_at: row.get(11)?,
        voided_by: row.get(12)?,
        void_reason: row.get(13)?,
        skill: row.get(14)?,
    })
}

/// Adds a check.
pub(super) fn insert(tx: &mut Tx<'_>, scope: &Scope, new: &NewCheck, village: &str, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!("INSERT INTO learning_check (commune_id, id, person_id, village_id, component, result, place, note, at, recorded_at, checked_by,
                voided_at, voided_by, void_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL, NULL)"),
        args![
            scope.commune(),
            &new.id,
            &new.person,
            village,
            new.component.code(),
            new.outcome.code(),
            new.place.trim(),
            new.note.trim(),
            new.at,
            now,
            scope.account()
        ],
    )?;
    Ok(())
}

/// The check with this id.
pub fn check(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Check>, Error> {
    tx.first(
        sql!(
            "SELECT c.id, c.person_id, c.village_id, c.component, c.result, c.place, c.note, c.at, c.recorded_at, c.checked_by,
                COALESCE(b.name, CASE WHEN c.checked_by = 'command' THEN 'hocvuso' ELSE c.checked_by END), c.voided_at, COALESCE(v.name, c.voided_by, ''), COALESCE(c.void_reason, ''), c.skill
              FROM learning_check c LEFT JOIN accounts_account b ON b.id = c.checked_by LEFT JOIN accounts_account v ON v.id = c.voided_by
              WHERE c.commune_id = $1 AND c.id = $2"
        ),
        args![commune, id],
        check_row,
    )
}

/// Every check of a person and of those merged into them, latest first, voided ones included.
pub(super) fn history(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<Check>, Error> {
    tx.list(
        sql!(
            "SELECT c.id, c.person_id, c.village_id, c.component, c.result, c.place, c.note, c.at, c.recorded_at, c.checked_by,
                COALESCE(b.name, CASE WHEN c.checked_by = 'command' THEN 'hocvuso' ELSE c.checked_by END), c.voided_at, COALESCE(v.name, c.voided_by, ''), COALESCE(c.void_reason, ''), c.skill
              FROM learning_check c LEFT JOIN accounts_account b ON b.id = c.checked_by LEFT JOIN accounts_account v ON v.id = c.voided_by
              WHERE c.commune_id = $1
                AND (c.person_id = $2 OR c.person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $2))
              ORDER BY c.at DESC, c.id DESC"
        ),
        args![commune, person],
        check_row,
    )
}

/// Marks a check as taken back; tells whether it stood until now.
pub(super) fn mark_undone(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<bool, Error> {
    let changed = tx.run(
        sql!(
            "UPDATE learning_check SET voided_at = $3, voided_by = $4, void_reason = $5 WHERE commune_id = $1 AND id = $2 AND voided_at IS NULL"
        ),
        args![scope.commune(), id, now, scope.account(), reason],
    )?;
    Ok(changed > 0)
}

/// What a person attained: component code, best grade, first day, the first entry.
pub(super) fn attained(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<(String, String, String, String)>, Error> {
    tx.list(
        sql!("SELECT key, best_grade, first_day, entry_id FROM ledger_attainment WHERE commune_id = $1 AND person_id = $2 AND key LIKE 'essential.%'"),
        args![commune, person],
        |row| {
            let key: String = row.get(0)?;
            Ok((key.trim_start_matches("essential.").to_owned(), row.get(1)?, row.get(2)?, row.get(3)?))
        },
    )
}

/// The components that anybody of the commune was ever checked for before `until`, whatever came out.
pub fn checked_components(tx: &mut Tx<'_>, commune: &str, until: Millis) -> Result<BTreeSet<Component>, Error> {
    let codes = tx.list(
        sql!("SELECT DISTINCT component FROM learning_check WHERE commune_id = $1 AND at < $2 AND voided_at IS NULL"),
        args![commune, until],
        |row| row.get::<String>(0),
    )?;
    Ok(codes.iter().filter_map(|code| Component::parse(code)).collect())
}

/// A person to choose for a check.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub id: String,
    pub name: String,
    pub birth_year: Option<i16>,
    pub hamlet: String,
    pub village: String,
    pub reached: i64,
}

/// Which persons are offered.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// A part of the name, as it was typed.
    pub name: String,
    /// One village's id; empty for all in reach.
    pub village: String,
}

/// A part of a name as the register keeps it, without what `LIKE` would take for more.
fn part_of_name(typed: &str) -> String {
    fold::fold(typed).chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect()
}

/// Persons in reach in Vietnamese order, `limit` of them from `offset` on.
pub(super) fn choices(tx: &mut Tx<'_>, scope: &Scope, wanted: &Wanted, limit: i64, offset: i64) -> Result<Vec<Choice>, Error> {
    tx.list(
        sql!(
            "SELECT p.id, p.name, p.birth_year, p.hamlet, v.name,
                (SELECT COUNT(*) FROM ledger_attainment a WHERE a.commune_id = p.commune_id AND a.person_id = p.id AND a.key LIKE 'essential.%')
              FROM people_person p JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND ($4 = '' OR p.name_fold LIKE '%' || $4 || '%') AND p.merged_into IS NULL AND p.removed_at IS NULL
              ORDER BY p.sort_key, p.id LIMIT $5 OFFSET $6"
        ),
        args![scope.commune(), scope.reach(), &wanted.village, part_of_name(&wanted.name), limit, offset],
        |row| {
            Ok(Choice {
                id: row.get(0)?,
                name: row.get(1)?,
                birth_year: row.get(2)?,
                hamlet: row.get(3)?,
                village: row.get(4)?,
                reached: row.get(5)?,
            })
        },
    )
}

/// How many persons in reach are offered.
pub(super) fn count_choices(tx: &mut Tx<'_>, scope: &Scope, wanted: &Wanted) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM people_person p
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND ($4 = '' OR p.name_fold LIKE '%' || $4 || '%') AND p.merged_into IS NULL AND p.removed_at IS NULL"
        ),
        args![scope.commune(), scope.reach(), &wanted.village, part_of_name(&wanted.name)],
    )
}

/// The place that an account named last, to spare typing it again; empty when it never did.
pub(super) fn last_place(tx: &mut Tx<'_>, scope: &Scope) -> Result<String, Error> {
    let place = tx.value(
        sql!("SELECT place FROM learning_check WHERE commune_id = $1 AND checked_by = $2 ORDER BY recorded_at DESC, id DESC LIMIT 1"),
        args![scope.commune(), scope.account()],
    )?;
    Ok(place.unwrap_or_default())
}

/// The outcome that `code` names; checks hold no other.
pub(super) fn outcome_of(code: &str) -> Outcome {
    Outcome::parse(code).unwrap_or(Outcome::NotYet)
}
