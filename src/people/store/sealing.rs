//! Rows from before sealing: what stands in plain is sealed, a few rows at a time.

use super::{import::PAYLOAD, merge::BEFORE, person::PHONE};
use crate::{
    args,
    kit::{db::Tx, error::Result},
    sql,
};

/// Seals at most `limit` rows of each kind that stand in plain, of every commune; answers how many it found. None are left at 0.
pub fn seal_plain(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    Ok(seal_phones(tx, limit)? + seal_payloads(tx, limit)? + seal_merges(tx, limit)?)
}

/// Commune, id and value of a row in plain.
type Plain = (String, String, String);

fn plain(tx: &mut Tx<'_>, sql: &'static str, limit: i64) -> Result<Vec<Plain>> {
    Ok(tx.list(sql, args![limit], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

fn seal_phones(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let vault = tx.vault()?;
    let rows =
        plain(tx, sql!("SELECT commune_id, id, phone FROM people_person WHERE phone IS NOT NULL AND phone_index IS NULL LIMIT $1"), limit)?;
    for (commune, id, phone) in &rows {
        tx.run(
            sql!("UPDATE people_person SET phone = $3, phone_index = $4 WHERE commune_id = $1 AND id = $2"),
            args![commune, id, vault.seal(PHONE, id, phone)?, vault.index(PHONE, commune, phone)],
        )?;
    }
    Ok(rows.len())
}

fn seal_payloads(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let vault = tx.vault()?;
    let rows = plain(tx, sql!("SELECT commune_id, id, payload FROM people_import WHERE payload LIKE '{%' LIMIT $1"), limit.min(10))?;
    for (commune, id, payload) in &rows {
        tx.run(
            sql!("UPDATE people_import SET payload = $3 WHERE commune_id = $1 AND id = $2"),
            args![commune, id, vault.seal(PAYLOAD, id, payload)?],
        )?;
    }
    Ok(rows.len())
}

fn seal_merges(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let vault = tx.vault()?;
    let rows = plain(tx, sql!("SELECT commune_id, id, before FROM people_merge WHERE before LIKE '{%' LIMIT $1"), limit)?;
    for (commune, id, before) in &rows {
        tx.run(
            sql!("UPDATE people_merge SET before = $3 WHERE commune_id = $1 AND id = $2"),
            args![commune, id, vault.seal(BEFORE, id, before)?],
        )?;
    }
    Ok(rows.len())
}
