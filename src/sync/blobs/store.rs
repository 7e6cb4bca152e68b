//! All SQL on `sync_blob`.

use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Tx},
    },
    sql,
};

/// An upload as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// The announced length in bytes.
    pub size: i64,
    /// What it is, once it is kept; empty before.
    pub mime: String,
    /// When the whole picture was kept.
    pub kept_at: Option<Millis>,
}

/// The upload with this name.
pub fn blob(tx: &mut Tx<'_>, commune: &str, name: &str) -> Result<Option<Blob>, Error> {
    tx.first(sql!("SELECT size, mime, kept_at FROM sync_blob WHERE commune_id = $1 AND sha256 = $2"), args![commune, name], |row| {
        Ok(Blob { size: row.get(0)?, mime: row.get(1)?, kept_at: row.get(2)? })
    })
}

/// Begins an upload; one that was begun before stays as it is.
pub fn begin(tx: &mut Tx<'_>, commune: &str, name: &str, size: i64, device: &str, account: &str, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO sync_blob (commune_id, sha256, size, mime, device_id, account_id, begun_at, kept_at)
              VALUES ($1, $2, $3, '', $4, $5, $6, NULL) ON CONFLICT (commune_id, sha256) DO NOTHING"
        ),
        args![commune, name, size, device, account, now],
    )?;
    Ok(())
}

/// Notes that the picture is kept.
pub fn keep(tx: &mut Tx<'_>, commune: &str, name: &str, mime: &str, now: Millis) -> Result<(), Error> {
    tx.run(sql!("UPDATE sync_blob SET mime = $3, kept_at = $4 WHERE commune_id = $1 AND sha256 = $2"), args![commune, name, mime, now])?;
    Ok(())
}

/// Forgets an upload that was not finished.
pub fn forget(tx: &mut Tx<'_>, commune: &str, name: &str) -> Result<(), Error> {
    tx.run(sql!("DELETE FROM sync_blob WHERE commune_id = $1 AND sha256 = $2 AND kept_at IS NULL"), args![commune, name])?;
    Ok(())
}
