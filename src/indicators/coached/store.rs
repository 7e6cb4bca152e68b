//! What the figures of coaching read. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::CoachedFigure;
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::DAY,
        dates,
        db::{Row, Tx},
        error::Result,
    },
    sql,
};

/// The kinds of coaching that anybody of the commune recorded by `to`.
pub fn kinds_by(tx: &mut Tx<'_>, commune: &str, to: Date) -> Result<BTreeSet<String>> {
    let kinds = tx.list(
        sql!(
            "SELECT DISTINCT key FROM ledger_tally WHERE commune_id = $1 AND day <= $2 AND entries > 0
              AND key IN ('help.given', 'mentor.contact', 'identity.checked', 'household.visited', 'household.committed', 'stall.surveyed')"
        ),
        args![commune, to],
        |row| row.get::<String>(0),
    )?;
    Ok(kinds.into_iter().collect())
}

/// By village: people who used an online public service, accounts activated, adults guided in VNeID, adults who did it unaided.
pub fn reached(tx: &mut Tx<'_>, commune: &str, to: Date, latest_birth: i16) -> Result<BTreeMap<String, [i64; 4]>> {
    let rows = tx.list(
        sql!(
            "SELECT p.village_id, COUNT(DISTINCT CASE WHEN a.key = 'dvctt.used' THEN p.id END),
                COUNT(DISTINCT CASE WHEN a.key = 'vneid.activated' THEN p.id END),
                COUNT(DISTINCT CASE WHEN a.key IN ('vneid.guided', 'vneid.unaided') AND p.excluded = '' AND (p.birth_year IS NULL OR p.birth_year <= $3) THEN p.id END),
                COUNT(DISTINCT CASE WHEN a.key = 'vneid.unaided' AND p.excluded = '' AND (p.birth_year IS NULL OR p.birth_year <= $3) THEN p.id END)
              FROM ledger_attainment a JOIN people_person p ON p.commune_id = a.commune_id AND p.id = a.person_id
              WHERE a.commune_id = $1 AND a.key IN ('dvctt.used', 'vneid.activated', 'vneid.guided', 'vneid.unaided') AND a.first_day <= $2
                AND p.merged_into IS NULL AND p.removed_at IS NULL GROUP BY p.village_id"
        ),
        args![commune, to, latest_birth],
        |row| Ok((row.get::<String>(0)?, [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])),
    )?;
    Ok(rows.into_iter().collect())
}

/// Adults who were reached at all by `to`, by village: whoever attained anything, was checked, helped or looked at.
pub fn approached(tx: &mut Tx<'_>, commune: &str, to: Date, latest_birth: i16) -> Result<BTreeMap<String, i64>> {
    let rows = tx.list(
        sql!(
            "SELECT p.village_id, COUNT(*) FROM people_person p JOIN (
                SELECT a.person_id AS person_id FROM ledger_attainment a WHERE a.commune_id = $1 AND a.first_day <= $2
                UNION SELECT COALESCE(x.root_id, l.person_id) FROM coaching_log l
                  LEFT JOIN ledger_alias x ON x.commune_id = l.commune_id AND x.person_id = l.person_id
                  WHERE l.commune_id = $1 AND l.kind IN ('help', 'contact', 'identity') AND l.person_id IS NOT NULL AND l.undone_at IS NULL AND l.day <= $2
                UNION SELECT COALESCE(y.root_id, c.person_id) FROM learning_check c
                  LEFT JOIN ledger_alias y ON y.commune_id = c.commune_id AND y.person_id = c.person_id
                  WHERE c.commune_id = $1 AND c.voided_at IS NULL AND c.at < $4) r ON r.person_id = p.id
              WHERE p.commune_id = $1 AND p.merged_into IS NULL AND p.removed_at IS NULL AND p.excluded = ''
                AND (p.birth_year IS NULL OR p.birth_year <= $3) GROUP BY p.village_id"
        ),
        args![commune, to, latest_birth, end_of(to)],
        |row| Ok((row.get::<String>(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// The first instant after a day.
fn end_of(day: Date) -> i64 {
    dates::instant(day, jiff::civil::Time::midnight()) + DAY
}

/// Who was helped between two days, by village.
pub struct Helped {
    /// Different people, where they live now.
    pub people: BTreeMap<String, i64>,
    /// How often, where it counted then.
    pub times: BTreeMap<String, i64>,
}

/// Who was helped between two days: helped on their own, or by the mentor who accompanies them.
pub fn helped(tx: &mut Tx<'_>, commune: &str, from: Date, to: Date) -> Result<Helped> {
    let people = tx.list(
        sql!(
            "SELECT p.village_id, COUNT(DISTINCT p.id) FROM coaching_log l
              LEFT JOIN ledger_alias a ON a.commune_id = l.commune_id AND a.person_id = l.person_id
              JOIN people_person p ON p.commune_id = l.commune_id AND p.id = COALESCE(a.root_id, l.person_id)
              WHERE l.commune_id = $1 AND l.kind IN ('help', 'contact') AND l.undone_at IS NULL AND l.day >= $2 AND l.day <= $3
                AND p.removed_at IS NULL GROUP BY p.village_id"
        ),
        args![commune, from, to],
        |row| Ok((row.get::<String>(0)?, row.get(1)?)),
    )?;
    let times = tx.list(
        sql!(
            "SELECT village_id, CAST(SUM(entries) AS BIGINT) FROM ledger_tally
              WHERE commune_id = $1 AND key IN ('help.given', 'mentor.contact') AND day >= $2 AND day <= $3 GROUP BY village_id"
        ),
        args![commune, from, to],
        |row| Ok((row.get::<String>(0)?, row.get(1)?)),
    )?;
    Ok(Helped { people: people.into_iter().collect(), times: times.into_iter().collect() })
}

/// Somebody behind a figure, with the entry that made them count.
#[derive(Clone, Debug)]
pub struct Behind {
    /// The person, household or stall in words.
    pub name: String,
    /// Year of birth, of a person.
    pub birth_year: Option<i16>,
    /// The village's name, and more of the place.
    pub place: String,
    /// The entry.
    pub entry: String,
    /// The entry's kind.
    pub kind: String,
    /// The entry's grade, or empty.
    pub grade: String,
    /// The entry's day.
    pub day: String,
}

fn behind_row(row: &Row) -> Result<Behind, crate::kit::db::Error> {
    Ok(Behind {
        name: row.get(0)?,
        birth_year: row.get(1)?,
        place: row.get(2)?,
        entry: row.get(3)?,
        kind: row.get(4)?,
        grade: row.get(5)?,
        day: row.get(6)?,
    })
}

/// Which entries make a person count: kinds and what they attain, each with commas around, and who counts.
struct Wanted {
    kinds: &'static str,
    attains: &'static str,
    adults: bool,
}

const fn wanted(figure: CoachedFigure) -> Wanted {
    match figure {
        CoachedFigure::Dvctt => Wanted { kinds: "", attains: ",dvctt.used,", adults: false },
        CoachedFigure::Activated => Wanted { kinds: "", attains: ",vneid.activated,", adults: false },
        CoachedFigure::Guided => Wanted { kinds: "", attains: ",vneid.guided,vneid.unaided,", adults: true },
        CoachedFigure::Unaided => Wanted { kinds: "", attains: ",vneid.unaided,", adults: true },
        CoachedFigure::Approached => Wanted {
            kinds: ",class.attended,skill.shown,skill.tried,help.given,mentor.contact,identity.checked,",
            attains: "",
            adults: true,
        },
        _ => Wanted { kinds: ",help.given,mentor.contact,", attains: "", adults: false },
    }
}

/// The people behind a figure in reach, in Vietnamese order, each with the first entry that made them count.
pub fn people(
    tx: &mut Tx<'_>,
    scope: &Scope,
    figure: CoachedFigure,
    village: &str,
    (from, to): (Date, Date),
    latest_birth: i16,
    limit: i64,
    offset: i64,
) -> Result<Vec<Behind>> {
    let w = wanted(figure);
    let from = if figure.is_of_period() { from.to_string() } else { String::new() };
    let latest = if w.adults { i64::from(latest_birth) } else { i64::from(i16::MAX) };
    Ok(tx.list(
        sql!(
            "SELECT p.name, p.birth_year, COALESCE(v.name, ''), f.id, f.kind, f.grade, f.day FROM (
                SELECT COALESCE(a.root_id, e.person_id) AS person_id, MIN(e.seq) AS seq FROM ledger_entry e
                  LEFT JOIN ledger_voided d ON d.commune_id = e.commune_id AND d.entry_id = e.id
                  LEFT JOIN ledger_alias a ON a.commune_id = e.commune_id AND a.person_id = e.person_id
                  WHERE e.commune_id = $1 AND ($4 = '' OR $4 LIKE '%,' || e.kind || ',%')
                    AND ($5 = '' OR $5 LIKE '%,' || COALESCE(e.attains, '-') || ',%') AND ($6 = '' OR e.day >= $6) AND e.day <= $7
                    AND e.person_id IS NOT NULL AND d.entry_id IS NULL
                  GROUP BY COALESCE(a.root_id, e.person_id)) c
              JOIN ledger_entry f ON f.commune_id = $1 AND f.seq = c.seq
              JOIN people_person p ON p.commune_id = $1 AND p.id = c.person_id
              LEFT JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
              WHERE ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND p.merged_into IS NULL AND p.removed_at IS NULL AND ($8 = 32767 OR (p.excluded = '' AND (p.birth_year IS NULL OR p.birth_year <= $8)))
              ORDER BY p.sort_key, p.id LIMIT $9 OFFSET $10"
        ),
        args![scope.commune(), scope.reach(), village, w.kinds, w.attains, from, to, latest, limit, offset],
        behind_row,
    )?)
}

/// How many people [`people`] would show in all.
pub fn count_people(
    tx: &mut Tx<'_>,
    scope: &Scope,
    figure: CoachedFigure,
    village: &str,
    (from, to): (Date, Date),
    latest_birth: i16,
) -> Result<i64> {
    let w = wanted(figure);
    let from = if figure.is_of_period() { from.to_string() } else { String::new() };
    let latest = if w.adults { i64::from(latest_birth) } else { i64::from(i16::MAX) };
    Ok(tx.count(
        sql!(
            "SELECT COUNT(DISTINCT p.id) FROM ledger_entry e
              LEFT JOIN ledger_voided d ON d.commune_id = e.commune_id AND d.entry_id = e.id
              LEFT JOIN ledger_alias a ON a.commune_id = e.commune_id AND a.person_id = e.person_id
              JOIN people_person p ON p.commune_id = e.commune_id AND p.id = COALESCE(a.root_id, e.person_id)
              WHERE e.commune_id = $1 AND ($4 = '' OR $4 LIKE '%,' || e.kind || ',%')
                AND ($5 = '' OR $5 LIKE '%,' || COALESCE(e.attains, '-') || ',%') AND ($6 = '' OR e.day >= $6) AND e.day <= $7
                AND e.person_id IS NOT NULL AND d.entry_id IS NULL
                AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND p.merged_into IS NULL AND p.removed_at IS NULL AND ($8 = 32767 OR (p.excluded = '' AND (p.birth_year IS NULL OR p.birth_year <= $8)))"
        ),
        args![scope.commune(), scope.reach(), village, w.kinds, w.attains, from, to, latest],
    )?)
}

/// The households or stalls behind a figure in reach, each with its last record by `to`; with `cashless` only stalls that are.
pub fn things(
    tx: &mut Tx<'_>,
    scope: &Scope,
    kind: &str,
    cashless: bool,
    village: &str,
    to: Date,
    limit: i64,
    offset: i64,
) -> Result<Vec<Behind>> {
    Ok(tx.list(
        sql!(
            "SELECT COALESCE(h.head_name, s.name, ''), NULL, COALESCE(v.name, ''), e.id, e.kind, e.grade, e.day FROM coaching_log l
              JOIN ledger_entry e ON e.commune_id = l.commune_id AND e.id = l.id
              LEFT JOIN people_household h ON h.commune_id = l.commune_id AND h.id = l.subject_id
              LEFT JOIN coaching_stall s ON s.commune_id = l.commune_id AND s.id = l.subject_id
              LEFT JOIN places_village v ON v.commune_id = l.commune_id AND v.id = l.village_id
              WHERE l.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || l.village_id || '%') AND ($3 = '' OR l.village_id = $3)
                AND l.kind = $4 AND l.undone_at IS NULL AND l.day <= $5 AND (h.id IS NOT NULL OR s.id IS NOT NULL)
                AND (NOT $6 OR l.said_yes LIKE '%,qr,%' OR l.said_yes LIKE '%,pos,%')
                AND NOT EXISTS (SELECT 1 FROM coaching_log x WHERE x.commune_id = l.commune_id AND x.subject_id = l.subject_id AND x.kind = l.kind
                  AND x.undone_at IS NULL AND x.day <= $5 AND (x.at > l.at OR (x.at = l.at AND x.id > l.id)))
              ORDER BY COALESCE(h.sort_key, s.sort_key), l.id LIMIT $7 OFFSET $8"
        ),
        args![scope.commune(), scope.reach(), village, kind, to, cashless, limit, offset],
        behind_row,
    )?)
}

/// How many households or stalls [`things`] would show in all.
pub fn count_things(tx: &mut Tx<'_>, scope: &Scope, kind: &str, cashless: bool, village: &str, to: Date) -> Result<i64> {
    Ok(tx.count(
        sql!(
            "SELECT COUNT(*) FROM coaching_log l
              LEFT JOIN people_household h ON h.commune_id = l.commune_id AND h.id = l.subject_id
              LEFT JOIN coaching_stall s ON s.commune_id = l.commune_id AND s.id = l.subject_id
              WHERE l.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || l.village_id || '%') AND ($3 = '' OR l.village_id = $3)
                AND l.kind = $4 AND l.undone_at IS NULL AND l.day <= $5 AND (h.id IS NOT NULL OR s.id IS NOT NULL)
                AND (NOT $6 OR l.said_yes LIKE '%,qr,%' OR l.said_yes LIKE '%,pos,%')
                AND NOT EXISTS (SELECT 1 FROM coaching_log x WHERE x.commune_id = l.commune_id AND x.subject_id = l.subject_id AND x.kind = l.kind
                  AND x.undone_at IS NULL AND x.day <= $5 AND (x.at > l.at OR (x.at = l.at AND x.id > l.id)))"
        ),
        args![scope.commune(), scope.reach(), village, kind, to, cashless],
    )?)
}

/// Each help and contact between two days in reach, latest first.
pub fn times(tx: &mut Tx<'_>, scope: &Scope, village: &str, (from, to): (Date, Date), limit: i64, offset: i64) -> Result<Vec<Behind>> {
    Ok(tx.list(
        sql!(
            "SELECT COALESCE(p.name, ''), p.birth_year, COALESCE(v.name, ''), e.id, e.kind, e.grade, e.day FROM ledger_entry e
              LEFT JOIN ledger_voided d ON d.commune_id = e.commune_id AND d.entry_id = e.id
              LEFT JOIN ledger_alias a ON a.commune_id = e.commune_id AND a.person_id = e.person_id
              LEFT JOIN people_person p ON p.commune_id = e.commune_id AND p.id = COALESCE(a.root_id, e.person_id)
              LEFT JOIN places_village v ON v.commune_id = e.commune_id AND v.id = e.village_id
              WHERE e.commune_id = $1 AND e.kind IN ('help.given', 'mentor.contact') AND ($2 = '' OR $2 LIKE '%' || e.village_id || '%')
                AND ($3 = '' OR e.village_id = $3) AND e.day >= $4 AND e.day <= $5 AND d.entry_id IS NULL
              ORDER BY e.occurred_at DESC, e.seq DESC LIMIT $6 OFFSET $7"
        ),
        args![scope.commune(), scope.reach(), village, from, to, limit, offset],
        behind_row,
    )?)
}

/// How many [`times`] there are in all.
pub fn count_times(tx: &mut Tx<'_>, scope: &Scope, village: &str, (from, to): (Date, Date)) -> Result<i64> {
    Ok(tx.count(
        sql!(
            "SELECT COUNT(*) FROM ledger_entry e LEFT JOIN ledger_voided d ON d.commune_id = e.commune_id AND d.entry_id = e.id
              WHERE e.commune_id = $1 AND e.kind IN ('help.given', 'mentor.contact') AND ($2 = '' OR $2 LIKE '%' || e.village_id || '%')
                AND ($3 = '' OR e.village_id = $3) AND e.day >= $4 AND e.day <= $5 AND d.entry_id IS NULL"
        ),
        args![scope.commune(), scope.reach(), village, from, to],
    )?)
}
