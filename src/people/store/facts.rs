//! What is compared of persons to find those who are likely one.

use super::person::opened;
use crate::{
    accounts::Scope,
    args,
    kit::{
        birth::Birth,
        db::{self, Row, Tx},
        error::Result,
        vault::Vault,
    },
    people::rules::Facts,
    sql,
};

pub fn facts_row(vault: &Vault, row: &Row) -> Result<Facts, db::Error> {
    let id: String = row.get(0)?;
    Ok(Facts {
        village: row.get(1)?,
        folded: row.get(2)?,
        birth: Birth::from_stored(&row.get::<String>(3)?),
        sex: row.get(4)?,
        phone: opened(vault, &id, row.get(5)?)?,
        identity: row.get(6)?,
        id,
    })
}

/// Everybody of the commune, to look for duplicates.
///
/// The whole commune is compared whatever the caller's reach: a person is one person in two villages.
/// Whoever shows what was found asks for it again in reach.
pub fn facts(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Facts>> {
    let vault = tx.vault()?;
    Ok(tx.list(
        sql!(
            "SELECT id, village_id, name_fold, birth_text, sex, phone, identity_hash FROM people_person
              WHERE commune_id = $1 AND merged_into IS NULL AND removed_at IS NULL ORDER BY id"
        ),
        args![scope.commune()],
        |row| facts_row(&vault, row),
    )?)
}

/// Those of the commune who have the name or the identity number of `facts`, without that person themselves; as [`facts`] otherwise.
pub fn relatives(tx: &mut Tx<'_>, scope: &Scope, facts: &Facts) -> Result<Vec<Facts>> {
    let vault = tx.vault()?;
    Ok(tx.list(
        sql!(
            "SELECT id, village_id, name_fold, birth_text, sex, phone, identity_hash FROM people_person
              WHERE commune_id = $1 AND id <> $2 AND (name_fold = $3 OR ($4 <> '' AND identity_hash = $4))
                AND merged_into IS NULL AND removed_at IS NULL ORDER BY id LIMIT 1000"
        ),
        args![scope.commune(), &facts.id, &facts.folded, facts.identity.clone().unwrap_or_default()],
        |row| facts_row(&vault, row),
    )?)
}
