//! All SQL on `plan_*` tables.

use jiff::civil::Date;

use super::{
    content,
    rules::{Definition, Denominator, Key, Kind, Target, Words},
};
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

fn target_row(row: &Row) -> Result<Target, Error> {
    let kind: String = row.get(8)?;
    let id: String = row.get(0)?;
    let shipped = content::targets().iter().find(|target| target.id == id);
    Ok(Target {
        year: row.get(1)?,
        place: row.get(2)?,
        clause: row.get(3)?,
        title: Words { vi: row.get(4)?, en: row.get(5)? },
        text: Words { vi: row.get(6)?, en: row.get(7)? },
        kind: Kind::parse(&kind).unwrap_or(Kind::Percentage),
        threshold: row.get(9)?,
        denominator: content::keys(&row.get::<String>(10)?),
        rule: row.get(11)?,
        grades: content::grades(&row.get::<String>(12)?),
        owners: content::codes(&row.get::<String>(13)?),
        version: row.get(14)?,
        conditions: shipped.map(|target| target.conditions.clone()).unwrap_or_default(),
        id,
    })
}

/// The targets that a commune has of its own.
pub(super) fn stored_targets(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<Target>, Error> {
    tx.list(
        sql!(
            "SELECT id, year, place, clause, title, title_en, text, text_en, kind, threshold, denominator, rule, grades, owners, version
              FROM plan_target WHERE commune_id = $1 ORDER BY place, id"
        ),
        args![commune],
        target_row,
    )
}

/// Keys joined by `+`.
pub(super) fn joined_keys(keys: &[Key]) -> String {
    keys.iter().map(|key| key.code()).collect::<Vec<_>>().join("+")
}

/// Adds a target unless the commune has it.
pub(super) fn add_target(tx: &mut Tx<'_>, commune: &str, target: &Target, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO plan_target (commune_id, id, year, place, clause, title, title_en, text, text_en, kind, threshold, denominator, rule, grades,
                owners, version, updated_at, updated_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, '') ON CONFLICT (commune_id, id) DO NOTHING"
        ),
        args![
            commune,
            &target.id,
            target.year,
            target.place,
            &target.clause,
            &target.title.vi,
            &target.title.en,
            &target.text.vi,
            &target.text.en,
            target.kind.code(),
            target.threshold,
            joined_keys(&target.denominator),
            &target.rule,
            target.letters(),
            target.owners.join("+"),
            now
        ],
    )?;
    Ok(())
}

/// Writes a target over the one of `version`; tells whether that one was still there.
pub(super) fn set_target(tx: &mut Tx<'_>, scope: &Scope, target: &Target, version: i64, now: Millis) -> Result<bool, Error> {
    let changed = tx.run(
        sql!(
            "UPDATE plan_target SET title = $4, title_en = $5, text = $6, text_en = $7, threshold = $8, denominator = $9, grades = $10, owners = $11,
                version = version + 1, updated_at = $12, updated_by = $13
              WHERE commune_id = $1 AND id = $2 AND version = $3"
        ),
        args![
            scope.commune(),
            &target.id,
            version,
            &target.title.vi,
            &target.title.en,
            &target.text.vi,
            &target.text.en,
            target.threshold,
            joined_keys(&target.denominator),
            target.letters(),
            target.owners.join("+"),
            now,
            scope.account()
        ],
    )?;
    Ok(changed > 0)
}

/// A change of a target as it was kept.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// What stood before, as JSON.
    pub before: String,
    /// What stands after.
    pub after: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Millis,
    /// The name of who changed it.
    pub by: String,
}

/// Keeps a change of a target.
pub(super) fn add_change(
    tx: &mut Tx<'_>,
    scope: &Scope,
    target: &str,
    before: &str,
    after: &str,
    reason: &str,
    now: Millis,
) -> Result<(), Error> {
    tx.run(
        sql!("INSERT INTO plan_target_change (commune_id, id, target_id, before, after, reason, at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        args![scope.commune(), ids::new(now), target, before, after, reason, now, scope.account()],
    )?;
    Ok(())
}

/// The changes of a target, latest first.
pub(super) fn changes(tx: &mut Tx<'_>, commune: &str, target: &str) -> Result<Vec<Change>, Error> {
    tx.list(
        sql!(
            "SELECT c.before, c.after, c.reason, c.at, COALESCE(a.name, CASE WHEN c.changed_by = 'command' THEN 'hocvuso' ELSE c.changed_by END) FROM plan_target_change c
              LEFT JOIN accounts_account a ON a.id = c.changed_by
              WHERE c.commune_id = $1 AND c.target_id = $2 ORDER BY c.at DESC, c.id DESC"
        ),
        args![commune, target],
        |row| Ok(Change { before: row.get(0)?, after: row.get(1)?, reason: row.get(2)?, at: row.get(3)?, by: row.get(4)? }),
    )
}

/// The paper that the plan stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its number and notation, such as `12/KH-UBND`; empty while nobody entered it.
    pub number: String,
    /// The day it was issued.
    pub issued_on: Option<Date>,
    /// Its title.
    pub title: Words,
    /// How often it was changed; 0 as it ships.
    pub version: i64,
}

/// The paper that a commune entered.
pub(super) fn stored_paper(tx: &mut Tx<'_>, commune: &str) -> Result<Option<Paper>, Error> {
    tx.first(sql!("SELECT number, issued_on, title, title_en, version FROM plan_paper WHERE commune_id = $1"), args![commune], |row| {
        let issued_on: String = row.get(1)?;
        Ok(Paper {
            number: row.get(0)?,
            issued_on: issued_on.parse().ok(),
            title: Words { vi: row.get(2)?, en: row.get(3)? },
            version: row.get(4)?,
        })
    })
}

/// Writes the paper over the one of `version`; tells whether that one was still there.
pub(super) fn set_paper(tx: &mut Tx<'_>, scope: &Scope, paper: &Paper, version: i64, now: Millis) -> Result<bool, Error> {
    let issued_on = paper.issued_on.map(|day| day.to_string()).unwrap_or_default();
    let changed = tx.run(
        sql!(
            "INSERT INTO plan_paper (commune_id, number, issued_on, title, title_en, version, updated_at, updated_by)
              VALUES ($1, $2, $3, $4, $5, 1, $6, $7)
              ON CONFLICT (commune_id) DO UPDATE SET number = excluded.number, issued_on = excluded.issued_on, title = excluded.title,
                title_en = excluded.title_en, version = plan_paper.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
              WHERE plan_paper.version = $8"
        ),
        args![scope.commune(), &paper.number, issued_on, &paper.title.vi, &paper.title.en, now, scope.account(), version],
    )?;
    Ok(changed > 0)
}

fn denominator_row(row: &Row) -> Result<Denominator, Error> {
    let (key, definition): (String, String) = (row.get(1)?, row.get(6)?);
    Ok(Denominator {
        id: row.get(0)?,
        // Only known keys are ever written.
        key: Key::parse(&key).ok_or_else(|| Error::Other(format!("plan_denominator: no key {key}")))?,
        village: row.get(2)?,
        value: row.get(3)?,
        as_of: row.get(4)?,
        source: row.get(5)?,
        definition: Definition::parse(&definition),
        unknown: row.get(7)?,
        entered_by: row.get(8)?,
        entered_at: row.get(9)?,
        withdrawn_at: row.get(10)?,
        withdrawn_by: row.get(11)?,
        withdrawn_reason: row.get(12)?,
    })
}

/// Every denominator of a commune, withdrawn ones included, the latest as of first.
pub fn denominators(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<Denominator>, Error> {
    tx.list(
        sql!(
            "SELECT d.id, d.key, d.village_id, d.value, d.as_of, d.source, d.definition, d.unknown, COALESCE(e.name, CASE WHEN d.entered_by = 'command' THEN 'hocvuso' ELSE d.entered_by END), d.entered_at,
                d.withdrawn_at, COALESCE(w.name, d.withdrawn_by, ''), COALESCE(d.withdrawn_reason, '')
              FROM plan_denominator d LEFT JOIN accounts_account e ON e.id = d.entered_by LEFT JOIN accounts_account w ON w.id = d.withdrawn_by
              WHERE d.commune_id = $1 ORDER BY d.as_of DESC, d.entered_at DESC, d.id DESC"
        ),
        args![commune],
        denominator_row,
    )
}

/// A denominator to be added.
#[derive(Clone, Debug)]
pub struct NewDenominator {
    /// What it counts.
    pub key: Key,
    /// The village; empty for the commune.
    pub village: String,
    /// How many.
    pub value: i64,
    /// As of which day.
    pub as_of: Date,
    /// Where it comes from, in words.
    pub source: String,
    /// Who is an adult; only for [`Key::Adults`].
    pub definition: Option<Definition>,
    /// How many have no known year of birth.
    pub unknown: Option<i64>,
}

/// Adds a denominator and answers its id.
pub(super) fn insert_denominator(tx: &mut Tx<'_>, scope: &Scope, new: &NewDenominator, now: Millis) -> Result<String, Error> {
    let id = ids::new(now);
    tx.run(
        sql!("INSERT INTO plan_denominator (commune_id, id, key, village_id, value, as_of, source, definition, unknown, entered_by, entered_at,
                withdrawn_at, withdrawn_by, withdrawn_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL, NULL)"),
        args![
            scope.commune(),
            &id,
            new.key.code(),
            &new.village,
            new.value,
            new.as_of,
            new.source.trim(),
            new.definition.map_or("", Definition::code),
            new.unknown,
            scope.account(),
            now
        ],
    )?;
    Ok(id)
}

/// Withdraws a denominator, which stays to be read; tells whether it held until now.
pub(super) fn mark_withdrawn(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<bool, Error> {
    let changed = tx.run(
        sql!(
            "UPDATE plan_denominator SET withdrawn_at = $3, withdrawn_by = $4, withdrawn_reason = $5
              WHERE commune_id = $1 AND id = $2 AND withdrawn_at IS NULL"
        ),
        args![scope.commune(), id, now, scope.account(), reason],
    )?;
    Ok(changed > 0)
}

/// Adults of the register by village: (village, adults, of them without a known year of birth).
///
/// Born in `latest_birth` or before, or in an unknown year; the excluded, removed and merged away are left out.
pub fn register_adults(tx: &mut Tx<'_>, commune: &str, latest_birth: i16) -> Result<Vec<(String, i64, i64)>, Error> {
    tx.list(
        sql!(
            "SELECT village_id, COUNT(*), CAST(SUM(CASE WHEN birth_year IS NULL THEN 1 ELSE 0 END) AS BIGINT) FROM people_person
              WHERE commune_id = $1 AND merged_into IS NULL AND removed_at IS NULL AND excluded = '' AND (birth_year IS NULL OR birth_year <= $2)
              GROUP BY village_id ORDER BY village_id"
        ),
        args![commune, latest_birth],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
