//! What figures read: SELECTs over the ledger's derived tables and the register. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::figures::COMPONENTS;
use crate::{
    accounts::Scope,
    args,
    kit::{
        db::{Row, Tx},
        error::Result,
    },
    sql,
};

/// Who counts as having reached a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counting {
    /// The letters of the grades that count, in a row: `AB`.
    pub grades: String,
    /// The latest year of birth of an adult.
    pub latest_birth: i16,
    /// As of which day.
    pub to: Date,
    /// Whether each attainment is checked against its entries: needed when evidence of a later day may have made it better.
    pub exact: bool,
}

impl Counting {
    /// Empty to trust the attainments, else anything: a value that SQL can compare.
    fn exactly(&self) -> &'static str {
        if self.exact { "exact" } else { "" }
    }
}

/// Whether anything that attains a component happened after `to`.
pub fn has_later_evidence(tx: &mut Tx<'_>, commune: &str, to: Date) -> Result<bool> {
    let later = tx.value::<String>(
        sql!(
            "SELECT key FROM ledger_tally WHERE commune_id = $1
                AND key IN ('essential.knowledge', 'essential.skill', 'essential.device', 'essential.service', 'essential.safety',
                            'class.attended', 'skill.shown')
                AND day > $2 LIMIT 1"
        ),
        args![commune, to],
    )?;
    Ok(later.is_some())
}

/// The components for which anybody had evidence by `to`, of whatever grade.
pub fn attained_components(tx: &mut Tx<'_>, commune: &str, to: Date) -> Result<BTreeSet<String>> {
    let keys = tx.list(
        sql!("SELECT DISTINCT key FROM ledger_tally WHERE commune_id = $1 AND key LIKE 'essential.%' AND day <= $2 AND firsts > 0"),
        args![commune, to],
        |row| row.get::<String>(0),
    )?;
    Ok(keys.into_iter().map(|key| key.trim_start_matches("essential.").to_owned()).collect())
}

/// Adults who reached each component by village: village → people in the order of [`COMPONENTS`].
pub fn reached(tx: &mut Tx<'_>, commune: &str, counting: &Counting) -> Result<BTreeMap<String, [i64; 5]>> {
    let rows = tx.list(
        sql!(
            "SELECT p.village_id, a.key, COUNT(*) FROM ledger_attainment a
              JOIN people_person p ON p.commune_id = a.commune_id AND p.id = a.person_id
              WHERE a.commune_id = $1
                AND a.key IN ('essential.knowledge', 'essential.skill', 'essential.device', 'essential.service', 'essential.safety')
                AND a.first_day <= $2 AND a.best_grade <> '' AND $3 LIKE '%' || a.best_grade || '%'
                AND ($5 = '' OR EXISTS (SELECT 1 FROM ledger_entry e LEFT JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.id
                      WHERE e.commune_id = $1 AND e.attains = a.key AND e.day <= $2 AND e.grade <> '' AND $3 LIKE '%' || e.grade || '%'
                        AND v.entry_id IS NULL AND (e.person_id = a.person_id
                          OR e.person_id IN (SELECT s.person_id FROM ledger_alias s WHERE s.commune_id = $1 AND s.root_id = a.person_id))))
                AND p.merged_into IS NULL AND p.removed_at IS NULL AND p.excluded = '' AND (p.birth_year IS NULL OR p.birth_year <= $4)
              GROUP BY p.village_id, a.key"
        ),
        args![commune, counting.to, &counting.grades, counting.latest_birth, counting.exactly()],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)),
    )?;
    let mut by_village: BTreeMap<String, [i64; 5]> = BTreeMap::new();
    for (village, key, people) in rows {
        let counts = by_village.entry(village).or_default();
        if let Some(at) = COMPONENTS.iter().position(|code| key.strip_prefix("essential.") == Some(code)) {
            counts[at] = people;
        }
    }
    Ok(by_village)
}

/// Adults who reached all five, by village and by the day the last of the five was first reached.
pub fn all_five(tx: &mut Tx<'_>, commune: &str, counting: &Counting) -> Result<Vec<(String, String, i64)>> {
    Ok(tx.list(
        sql!(
            "SELECT w.village_id, w.day, COUNT(*) FROM (
                SELECT p.village_id AS village_id, a.person_id AS person_id, MAX(a.first_day) AS day FROM ledger_attainment a
                  JOIN people_person p ON p.commune_id = a.commune_id AND p.id = a.person_id
                  WHERE a.commune_id = $1
                    AND a.key IN ('essential.knowledge', 'essential.skill', 'essential.device', 'essential.service', 'essential.safety')
                    AND a.first_day <= $2 AND a.best_grade <> '' AND $3 LIKE '%' || a.best_grade || '%'
                    AND ($5 = '' OR EXISTS (SELECT 1 FROM ledger_entry e
                          LEFT JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.id
                          WHERE e.commune_id = $1 AND e.attains = a.key AND e.day <= $2 AND e.grade <> '' AND $3 LIKE '%' || e.grade || '%'
                            AND v.entry_id IS NULL AND (e.person_id = a.person_id
                              OR e.person_id IN (SELECT s.person_id FROM ledger_alias s WHERE s.commune_id = $1 AND s.root_id = a.person_id))))
                    AND p.merged_into IS NULL AND p.removed_at IS NULL AND p.excluded = '' AND (p.birth_year IS NULL OR p.birth_year <= $4)
                  GROUP BY p.village_id, a.person_id HAVING COUNT(*) = 5) w
              GROUP BY w.village_id, w.day ORDER BY w.village_id, w.day"
        ),
        args![commune, counting.to, &counting.grades, counting.latest_birth, counting.exactly()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?)
}

/// The days on which each village had an entry of `kind`.
pub fn days_with(tx: &mut Tx<'_>, commune: &str, kind: &str, from: Date, to: Date) -> Result<BTreeMap<String, Vec<Date>>> {
    let rows = tx.list(
        sql!(
            "SELECT village_id, day FROM ledger_tally WHERE commune_id = $1 AND key = $2 AND day >= $3 AND day <= $4 AND entries > 0
              GROUP BY village_id, day ORDER BY village_id, day"
        ),
        args![commune, kind, from, to],
        |row| Ok((row.get::<String>(0)?, row.get::<Date>(1)?)),
    )?;
    let mut days: BTreeMap<String, Vec<Date>> = BTreeMap::new();
    for (village, day) in rows {
        days.entry(village).or_default().push(day);
    }
    Ok(days)
}

/// Adults of the register whose year of birth is not known, by village.
pub fn unknown_years(tx: &mut Tx<'_>, commune: &str) -> Result<BTreeMap<String, i64>> {
    let rows = tx.list(
        sql!(
            "SELECT village_id, COUNT(*) FROM people_person
              WHERE commune_id = $1 AND birth_year IS NULL AND merged_into IS NULL AND removed_at IS NULL AND excluded = '' GROUP BY village_id"
        ),
        args![commune],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// Which adults a list shows.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// One village's id; empty for all in reach.
    pub village: String,
    /// One component's key in the ledger; empty to count all five.
    pub key: String,
    /// How many of those the person reached, at least.
    pub least: i64,
    /// And at most.
    pub most: i64,
}

/// Somebody behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The person's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The year of birth, when it is known.
    pub birth_year: Option<i16>,
    /// The village's name.
    pub village: String,
    /// How many components, or how many times.
    pub count: i64,
}

fn behind_row(row: &Row) -> Result<Behind, crate::kit::db::Error> {
    Ok(Behind { id: row.get(0)?, name: row.get(1)?, birth_year: row.get(2)?, village: row.get(3)?, count: row.get(4)? })
}

/// Adults in reach who match, in Vietnamese order.
pub fn adults(tx: &mut Tx<'_>, scope: &Scope, wanted: &Wanted, counting: &Counting, limit: i64, offset: i64) -> Result<Vec<Behind>> {
    Ok(tx.list(
        sql!(
            "SELECT p.id, p.name, p.birth_year, v.name, COALESCE(r.many, 0) FROM people_person p
              JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
              LEFT JOIN (SELECT a.person_id AS person_id, COUNT(*) AS many FROM ledger_attainment a
                WHERE a.commune_id = $1
                  AND a.key IN ('essential.knowledge', 'essential.skill', 'essential.device', 'essential.service', 'essential.safety')
                  AND ($5 = '' OR a.key = $5) AND a.first_day <= $6 AND a.best_grade <> '' AND $7 LIKE '%' || a.best_grade || '%'
                  AND ($9 = '' OR EXISTS (SELECT 1 FROM ledger_entry e LEFT JOIN ledger_voided d ON d.commune_id = e.commune_id AND d.entry_id = e.id
                        WHERE e.commune_id = $1 AND e.attains = a.key AND e.day <= $6 AND e.grade <> '' AND $7 LIKE '%' || e.grade || '%'
                          AND d.entry_id IS NULL AND (e.person_id = a.person_id
                            OR e.person_id IN (SELECT s.person_id FROM ledger_alias s WHERE s.commune_id = $1 AND s.root_id = a.person_id))))
                GROUP BY a.person_id) r ON r.person_id = p.id
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND p.merged_into IS NULL AND p.removed_at IS NULL AND p.excluded = '' AND (p.birth_year IS NULL OR p.birth_year <= $4)
                AND COALESCE(r.many, 0) >= $8 AND COALESCE(r.many, 0) <= $10
              ORDER BY p.sort_key, p.id LIMIT $11 OFFSET $12"
        ),
        args![
            scope.commune(),
            scope.reach(),
            &wanted.village,
            counting.latest_birth,
            &wanted.key,
            counting.to,
            &counting.grades,
            wanted.least,
            counting.exactly(),
            wanted.most,
            limit,
            offset
        ],
        behind_row,
    )?)
}

/// How many adults in reach match.
pub fn count_adults(tx: &mut Tx<'_>, scope: &Scope, wanted: &Wanted, counting: &Counting) -> Result<i64> {
    Ok(tx.count(
        sql!(
            "SELECT COUNT(*) FROM people_person p
              LEFT JOIN (SELECT a.person_id AS person_id, COUNT(*) AS many FROM ledger_attainment a
                WHERE a.commune_id = $1
                  AND a.key IN ('essential.knowledge', 'essential.skill', 'essential.device', 'essential.service', 'essential.safety')
                  AND ($5 = '' OR a.key = $5) AND a.first_day <= $6 AND a.best_grade <> '' AND $7 LIKE '%' || a.best_grade || '%'
                  AND ($9 = '' OR EXISTS (SELECT 1 FROM ledger_entry e LEFT JOIN ledger_voided d ON d.commune_id = e.commune_id AND d.entry_id = e.id
                        WHERE e.commune_id = $1 AND e.attains = a.key AND e.day <= $6 AND e.grade <> '' AND $7 LIKE '%' || e.grade || '%'
                          AND d.entry_id IS NULL AND (e.person_id = a.person_id
                            OR e.person_id IN (SELECT s.person_id FROM ledger_alias s WHERE s.commune_id = $1 AND s.root_id = a.person_id))))
                GROUP BY a.person_id) r ON r.person_id = p.id
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND p.merged_into IS NULL AND p.removed_at IS NULL AND p.excluded = '' AND (p.birth_year IS NULL OR p.birth_year <= $4)
                AND COALESCE(r.many, 0) >= $8 AND COALESCE(r.many, 0) <= $10"
        ),
        args![
            scope.commune(),
            scope.reach(),
            &wanted.village,
            counting.latest_birth,
            &wanted.key,
            counting.to,
            &counting.grades,
            wanted.least,
            counting.exactly(),
            wanted.most
        ],
    )?)
}

/// Everybody who has an entry of `kind` in reach between two days, with how many they have; who came most often first.
pub fn people_with(
    tx: &mut Tx<'_>,
    scope: &Scope,
    kind: &str,
    village: &str,
    days: (Date, Date),
    limit: i64,
    offset: i64,
) -> Result<Vec<Behind>> {
    Ok(tx.list(
        sql!(
            "SELECT p.id, p.name, p.birth_year, COALESCE(v.name, ''), c.many FROM (
                SELECT COALESCE(a.root_id, e.person_id) AS person_id, COUNT(*) AS many FROM ledger_entry e
                  LEFT JOIN ledger_voided d ON d.commune_id = e.commune_id AND d.entry_id = e.id
                  LEFT JOIN ledger_alias a ON a.commune_id = e.commune_id AND a.person_id = e.person_id
                  WHERE e.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || e.village_id || '%') AND ($3 = '' OR e.village_id = $3) AND e.kind = $4
                    AND e.day >= $5 AND e.day <= $6 AND e.person_id IS NOT NULL AND d.entry_id IS NULL
                  GROUP BY COALESCE(a.root_id, e.person_id)) c
              JOIN people_person p ON p.commune_id = $1 AND p.id = c.person_id
              LEFT JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
              ORDER BY c.many DESC, p.sort_key, p.id LIMIT $7 OFFSET $8"
        ),
        args![scope.commune(), scope.reach(), village, kind, days.0, days.1, limit, offset],
        behind_row,
    )?)
}

/// How many different people have an entry of `kind` in reach between two days.
pub fn count_people_with(tx: &mut Tx<'_>, scope: &Scope, kind: &str, village: &str, days: (Date, Date)) -> Result<i64> {
    Ok(tx.count(
        sql!(
            "SELECT COUNT(DISTINCT COALESCE(a.root_id, e.person_id)) FROM ledger_entry e
              LEFT JOIN ledger_voided d ON d.commune_id = e.commune_id AND d.entry_id = e.id
              LEFT JOIN ledger_alias a ON a.commune_id = e.commune_id AND a.person_id = e.person_id
              WHERE e.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || e.village_id || '%') AND ($3 = '' OR e.village_id = $3) AND e.kind = $4
                AND e.day >= $5 AND e.day <= $6 AND e.person_id IS NOT NULL AND d.entry_id IS NULL"
        ),
        args![scope.commune(), scope.reach(), village, kind, days.0, days.1],
    )?)
}

/// The name of an account; its id when it is not known any more.
pub fn account_name(tx: &mut Tx<'_>, account: &str) -> Result<String> {
    let name = tx.value(sql!("SELECT name FROM accounts_account WHERE id = $1"), args![account])?;
    // What a command did stands under the product's own name.
    Ok(name.unwrap_or_else(|| if account == "command" { "hocvuso" } else { account }.to_owned()))
}

/// A person's name, year of birth and village, whoever they were merged into.
pub fn person_named(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Option<(String, Option<i16>, String)>> {
    Ok(tx.first(
        sql!("SELECT name, birth_year, village_id FROM people_person WHERE commune_id = $1 AND id = $2"),
        args![commune, person],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?)
}
