//! Choosing a person by name: all that somebody who coaches may know of whom they do not accompany.

use crate::{
    accounts::Scope,
    args,
    coaching::store::household::part_of_name,
    kit::db::{Error, Row, Tx},
    sql,
};

/// A person to be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub name: String,
    pub birth_year: Option<i16>,
    pub hamlet: String,
    pub village: String,
    pub village_name: String,
}

fn choice_row(row: &Row) -> Result<Choice, Error> {
    Ok(Choice {
        id: row.get(0)?,
        name: row.get(1)?,
        birth_year: row.get(2)?,
        hamlet: row.get(3)?,
        village: row.get(4)?,
        village_name: row.get(5)?,
    })
}

/// Persons in reach whose name holds what was typed, in Vietnamese order.
pub fn named(tx: &mut Tx<'_>, scope: &Scope, typed: &str, limit: i64) -> Result<Vec<Choice>, Error> {
    tx.list(
        sql!(
            "SELECT p.id, p.name, p.birth_year, p.hamlet, p.village_id, v.name
              FROM people_person p JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND p.name_fold LIKE '%' || $3 || '%'
                AND p.merged_into IS NULL AND p.removed_at IS NULL ORDER BY p.sort_key, p.id LIMIT $4"
        ),
        args![scope.commune(), scope.reach(), part_of_name(typed), limit],
        choice_row,
    )
}

/// The person with this id in reach.
pub fn by_id(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Choice>, Error> {
    tx.first(
        sql!(
            "SELECT p.id, p.name, p.birth_year, p.hamlet, p.village_id, v.name
              FROM people_person p JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND p.id = $3
                AND p.merged_into IS NULL AND p.removed_at IS NULL"
        ),
        args![scope.commune(), scope.reach(), id],
        choice_row,
    )
}
