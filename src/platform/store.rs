//! All SQL on `platform_*` tables.

use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Tx},
    },
    sql,
};

/// A setting of a commune; of the whole deployment when `commune` is empty.
pub fn setting(tx: &mut Tx<'_>, commune: &str, key: &str) -> Result<Option<String>, Error> {
    tx.value(sql!("SELECT value FROM platform_setting WHERE commune_id = $1 AND key = $2"), args![commune, key])
}

/// Sets a setting.
pub fn set_setting(tx: &mut Tx<'_>, commune: &str, key: &str, value: &str, by: &str, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!("INSERT INTO platform_setting (commune_id, key, value, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5)
              ON CONFLICT (commune_id, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by"),
        args![commune, key, value, now, by],
    )?;
    Ok(())
}
