//! Households and persons: no identity number, no address beyond the hamlet, of the phone the last three digits.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Ask, Row, Tell};
use crate::{
    args,
    kit::{
        db::{self, Tx},
        error::Result,
        vault::Vault,
    },
    people, sql,
};

/// The kinds of this slice.
pub const TELLS: &[Tell] =
    &[Tell { kind: "household", list: households, one: household }, Tell { kind: "person", list: persons, one: person }];

/// Reads `id, village_id, head_name, hamlet, visited, committed, lead`.
fn household_row(row: &db::Row) -> Result<Row, db::Error> {
    let data = json!({
        "head": row.get::<String>(2)?, "hamlet": row.get::<String>(3)?, "visited": row.get::<Option<String>>(4)?,
        "committed": row.get::<Option<String>>(5)?, "lead": row.get::<Option<String>>(6)?
    });
    Ok(Row { id: row.get(0)?, village: row.get(1)?, data })
}

fn households(tx: &mut Tx<'_>, ask: &Ask<'_>, village: &str, after: &str, limit: i64) -> Result<Vec<Row>> {
    Ok(tx.list(
        sql!(
            "SELECT h.id, h.village_id, h.head_name, h.hamlet,
                (SELECT MAX(t.day) FROM coaching_log t WHERE t.commune_id = h.commune_id AND t.subject_id = h.id AND t.kind = 'visit'
                  AND t.undone_at IS NULL),
                c.day, COALESCE(a.root_id, c.person_id)
              FROM people_household h
              LEFT JOIN coaching_log c ON c.commune_id = h.commune_id AND c.id = (SELECT x.id FROM coaching_log x
                WHERE x.commune_id = h.commune_id AND x.subject_id = h.id AND x.kind = 'commitment' AND x.undone_at IS NULL
                ORDER BY x.at DESC, x.id DESC LIMIT 1)
              LEFT JOIN ledger_alias a ON a.commune_id = c.commune_id AND a.person_id = c.person_id
              WHERE h.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || h.village_id || '%') AND h.village_id = $3 AND h.id > $4
              ORDER BY h.id LIMIT $5"
        ),
        args![ask.scope.commune(), ask.scope.reach(), village, after, limit],
        household_row,
    )?)
}

fn household(tx: &mut Tx<'_>, ask: &Ask<'_>, id: &str) -> Result<Option<Row>> {
    Ok(tx.first(
        sql!(
            "SELECT h.id, h.village_id, h.head_name, h.hamlet,
                (SELECT MAX(t.day) FROM coaching_log t WHERE t.commune_id = h.commune_id AND t.subject_id = h.id AND t.kind = 'visit'
                  AND t.undone_at IS NULL),
                c.day, COALESCE(a.root_id, c.person_id)
              FROM people_household h
              LEFT JOIN coaching_log c ON c.commune_id = h.commune_id AND c.id = (SELECT x.id FROM coaching_log x
                WHERE x.commune_id = h.commune_id AND x.subject_id = h.id AND x.kind = 'commitment' AND x.undone_at IS NULL
                ORDER BY x.at DESC, x.id DESC LIMIT 1)
              LEFT JOIN ledger_alias a ON a.commune_id = c.commune_id AND a.person_id = c.person_id
              WHERE h.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || h.village_id || '%') AND h.id = $3"
        ),
        args![ask.scope.commune(), ask.scope.reach(), id],
        household_row,
    )?)
}

/// Reads `id, village_id, name, birth_year, hamlet, household_id, phone, smartphone, version`.
fn person_row(vault: &Vault, row: &db::Row) -> Result<Row, db::Error> {
    let (id, village): (String, String) = (row.get(0)?, row.get(1)?);
    let phone = vault.open_some(people::PHONE, &id, row.get::<Option<String>>(6)?.as_deref())?;
    let data = json!({
        "name": row.get::<String>(2)?, "birth_year": row.get::<Option<i64>>(3)?, "hamlet": row.get::<String>(4)?,
        "household": row.get::<Option<String>>(5)?, "phone": phone.as_deref().map(people::last_digits),
        "smartphone": row.get::<Option<bool>>(7)?, "version": row.get::<i64>(8)?, "skills": {}
    });
    Ok(Row { id, village, data })
}

fn persons(tx: &mut Tx<'_>, ask: &Ask<'_>, village: &str, after: &str, limit: i64) -> Result<Vec<Row>> {
    let vault = tx.vault()?;
    let mut rows = tx.list(
        sql!(
            "SELECT id, village_id, name, birth_year, hamlet, household_id, phone, smartphone, version FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND village_id = $3 AND id > $4
                AND merged_into IS NULL AND removed_at IS NULL ORDER BY id LIMIT $5"
        ),
        args![ask.scope.commune(), ask.scope.reach(), village, after, limit],
        |row| person_row(&vault, row),
    )?;
    add_skills(tx, ask, &mut rows)?;
    Ok(rows)
}

fn person(tx: &mut Tx<'_>, ask: &Ask<'_>, id: &str) -> Result<Option<Row>> {
    let vault = tx.vault()?;
    let mut rows = tx.list(
        sql!(
            "SELECT id, village_id, name, birth_year, hamlet, household_id, phone, smartphone, version FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND id = $3 AND merged_into IS NULL
                AND removed_at IS NULL"
        ),
        args![ask.scope.commune(), ask.scope.reach(), id],
        |row| person_row(&vault, row),
    )?;
    add_skills(tx, ask, &mut rows)?;
    Ok(rows.pop())
}

/// Adds the days on which each reached a component of the essential abilities.
fn add_skills(tx: &mut Tx<'_>, ask: &Ask<'_>, rows: &mut [Row]) -> Result<()> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
    let reached = tx.list(
        sql!(
            "SELECT person_id, key, first_day FROM ledger_attainment
              WHERE commune_id = $1 AND person_id >= $2 AND person_id <= $3 AND key LIKE 'essential.%'"
        ),
        args![ask.scope.commune(), &first.id, &last.id],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    let mut by_person: BTreeMap<String, serde_json::Map<String, Value>> = BTreeMap::new();
    for (person, key, day) in reached {
        by_person.entry(person).or_default().insert(key.trim_start_matches("essential.").to_owned(), json!(day));
    }
    for row in rows {
        if let Some(skills) = by_person.remove(&row.id) {
            row.data["skills"] = Value::Object(skills);
        }
    }
    Ok(())
}
