//! Households.

use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::{Error, Result},
        fold, ids,
    },
    ledger,
    people::store::list::Listed,
    sql,
};

/// A household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// The id.
    pub id: String,
    /// The village's id.
    pub village: String,
    /// The name of its head.
    pub head: String,
    /// The head, when they stand in the register.
    pub head_id: Option<String>,
    /// The hamlet, or empty.
    pub hamlet: String,
}

/// A household as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdRow {
    /// The household.
    pub household: Household,
    /// How many persons of the register belong to it.
    pub members: i64,
}

fn household_row(row: &Row) -> Result<Household, db::Error> {
    Ok(Household { id: row.get(0)?, village: row.get(1)?, head: row.get(2)?, head_id: row.get(3)?, hamlet: row.get(4)? })
}

/// The household with this id in reach.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn household(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Household> {
    tx.first(
        sql!(
            "SELECT id, village_id, head_name, head_id, hamlet FROM people_household
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND id = $3"
        ),
        args![scope.commune(), scope.reach(), id],
        household_row,
    )?
    .ok_or(Error::NotFound)
}

fn plain(query: &str) -> String {
    fold::fold(query).chars().filter(|c| !matches!(c, '%' | '_' | '\\')).take(100).collect()
}

/// Households in reach, of one village or of all, by the name of their head.
pub fn households(tx: &mut Tx<'_>, scope: &Scope, village: &str, query: &str, limit: i64, offset: i64) -> Result<Vec<HouseholdRow>> {
    Ok(tx.list(
        sql!(
            "SELECT h.id, h.village_id, h.head_name, h.head_id, h.hamlet,
                (SELECT COUNT(*) FROM people_person p WHERE p.commune_id = h.commune_id AND p.household_id = h.id
                  AND p.merged_into IS NULL AND p.removed_at IS NULL)
              FROM people_household h
              WHERE h.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || h.village_id || '%') AND ($3 = '' OR h.village_id = $3)
                AND ($4 = '' OR h.head_fold LIKE '%' || $4 || '%') AND NOT EXISTS (SELECT 1 FROM people_import i
                  WHERE i.commune_id = h.commune_id AND i.id = h.import_id AND i.state = 'writing')
              ORDER BY h.sort_key, h.id LIMIT $5 OFFSET $6"
        ),
        args![scope.commune(), scope.reach(), village, plain(query), limit, offset],
        |row| Ok(HouseholdRow { household: household_row(row)?, members: row.get(5)? }),
    )?)
}

/// How many households [`households`] would show in all.
pub fn count_households(tx: &mut Tx<'_>, scope: &Scope, village: &str, query: &str) -> Result<i64> {
    Ok(tx.count(
        sql!(
            "SELECT COUNT(*) FROM people_household h
              WHERE h.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || h.village_id || '%') AND ($3 = '' OR h.village_id = $3)
                AND ($4 = '' OR h.head_fold LIKE '%' || $4 || '%') AND NOT EXISTS (SELECT 1 FROM people_import i
                  WHERE i.commune_id = h.commune_id AND i.id = h.import_id AND i.state = 'writing')"
        ),
        args![scope.commune(), scope.reach(), village, plain(query)],
    )?)
}

/// Every household of a village: id, folded name of its head, hamlet. The village was found in reach before.
pub fn households_of_village(tx: &mut Tx<'_>, scope: &Scope, village: &str) -> Result<Vec<(String, String, String)>> {
    Ok(tx.list(
        sql!(
            "SELECT h.id, h.head_fold, h.hamlet FROM people_household h WHERE h.commune_id = $1 AND h.village_id = $2
              AND NOT EXISTS (SELECT 1 FROM people_import i WHERE i.commune_id = h.commune_id AND i.id = h.import_id AND i.state = 'writing')
              ORDER BY h.id"
        ),
        args![scope.commune(), village],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?)
}

/// The persons of a household, in Vietnamese order.
pub fn members(tx: &mut Tx<'_>, scope: &Scope, household: &str) -> Result<Vec<Listed>> {
    let vault = tx.vault()?;
    Ok(tx.list(
        sql!(
            "SELECT id, name, birth_text, village_id, hamlet, audience, phone FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND household_id = $3
                AND merged_into IS NULL AND removed_at IS NULL ORDER BY sort_key, id LIMIT 500"
        ),
        args![scope.commune(), scope.reach(), household],
        |row| Listed::of(&vault, row),
    )?)
}

/// Adds a household and answers its id.
///
/// # Errors
/// [`Error::NotFound`] when the village is out of reach.
pub fn add_household(
    tx: &mut Tx<'_>,
    scope: &Scope,
    village: &str,
    head: &str,
    hamlet: &str,
    import: Option<&str>,
    now: Millis,
) -> Result<String> {
    if !scope.covers(village) {
        return Err(Error::NotFound);
    }
    let id = ids::new(now);
    tx.run(
        sql!(
            "INSERT INTO people_household (commune_id, id, village_id, head_name, head_fold, head_id, sort_key, hamlet, created_at, import_id)
              VALUES ($1, $2, $3, $4, $5, NULL, $6, $7, $8, $9)"
        ),
        args![scope.commune(), &id, village, head, fold::fold(head), fold::sort_key(head), hamlet, now, import],
    )?;
    if import.is_none() {
        ledger::changed(tx, scope.commune(), village, "household", &id, now)?;
    }
    Ok(id)
}

/// Tells the phones of its village that a household is other than it was, or gone.
fn tell(tx: &mut Tx<'_>, scope: &Scope, household: &Household, now: Millis) -> Result<()> {
    Ok(ledger::changed(tx, scope.commune(), &household.village, "household", &household.id, now)?)
}

/// Sets the head of a household that was found in reach.
pub fn set_head(tx: &mut Tx<'_>, scope: &Scope, household: &Household, head: &str, head_id: Option<&str>, now: Millis) -> Result<()> {
    tx.run(
        sql!("UPDATE people_household SET head_name = $3, head_fold = $4, sort_key = $5, head_id = $6 WHERE commune_id = $1 AND id = $2"),
        args![scope.commune(), &household.id, head, fold::fold(head), fold::sort_key(head), head_id],
    )?;
    tell(tx, scope, household, now)
}

/// Finds the head of a household that has none among its members: the only one with the head's name.
pub fn find_head(tx: &mut Tx<'_>, scope: &Scope, household: &str) -> Result<()> {
    let namesakes = tx.list(
        sql!(
            "SELECT p.id FROM people_household h JOIN people_person p ON p.commune_id = h.commune_id AND p.household_id = h.id AND p.name_fold = h.head_fold
              WHERE h.commune_id = $1 AND h.id = $2 AND h.head_id IS NULL AND p.merged_into IS NULL AND p.removed_at IS NULL LIMIT 2"
        ),
        args![scope.commune(), household],
        |row| row.get::<String>(0),
    )?;
    if let [head] = namesakes.as_slice() {
        tx.run(
            sql!("UPDATE people_household SET head_id = $3 WHERE commune_id = $1 AND id = $2"),
            args![scope.commune(), household, head],
        )?;
    }
    Ok(())
}

/// Takes away a household that nobody belongs to; tells whether it did. Persons merged away keep it alive, for they may come back.
pub fn remove_household(tx: &mut Tx<'_>, scope: &Scope, household: &Household, now: Millis) -> Result<bool> {
    let removed = tx.run(
        sql!(
            "DELETE FROM people_household WHERE commune_id = $1 AND id = $2
              AND NOT EXISTS (SELECT 1 FROM people_person p WHERE p.commune_id = $1 AND p.household_id = $2)"
        ),
        args![scope.commune(), &household.id],
    )?;
    if removed > 0 {
        tell(tx, scope, household, now)?;
    }
    Ok(removed > 0)
}

/// Takes away the households that an import made and nobody belongs to.
pub fn remove_households_of_import(tx: &mut Tx<'_>, scope: &Scope, import: &str) -> Result<()> {
    tx.run(
        sql!(
            "DELETE FROM people_household WHERE commune_id = $1 AND import_id = $2
              AND NOT EXISTS (SELECT 1 FROM people_person p WHERE p.commune_id = $1 AND p.household_id = people_household.id)"
        ),
        args![scope.commune(), import],
    )?;
    Ok(())
}
