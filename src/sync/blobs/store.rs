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
    tx.run(
        sql!("UPDATE sync_blob SET mime = $3, kept_at = $4, let_go_at = NULL WHERE commune_id = $1 AND sha256 = $2"),
        args![commune, name, mime, now],
    )?;
    Ok(())
}

/// Forgets an upload that was not finished.
pub fn forget(tx: &mut Tx<'_>, commune: &str, name: &str) -> Result<(), Error> {
    tx.run(sql!("DELETE FROM sync_blob WHERE commune_id = $1 AND sha256 = $2 AND kept_at IS NULL"), args![commune, name])?;
    Ok(())
}

/// How many bytes of pictures an account announced since `since`.
pub fn announced_since(tx: &mut Tx<'_>, commune: &str, account: &str, since: Millis) -> Result<i64, Error> {
    tx.count(
        sql!("SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM sync_blob WHERE commune_id = $1 AND begun_at >= $2 AND account_id = $3"),
        args![commune, since, account],
    )
}

/// Whether a record that stands names a picture: a photo, a consent or a commitment.
pub fn is_named(tx: &mut Tx<'_>, commune: &str, name: &str) -> Result<bool, Error> {
    let named = tx.count(
        sql!(
            "SELECT COUNT(*) FROM (SELECT blob FROM sync_photo WHERE commune_id = $1 AND blob = $2
              UNION ALL SELECT blob FROM people_consent WHERE commune_id = $1 AND blob = $2
              UNION ALL SELECT blob FROM coaching_log WHERE commune_id = $1 AND blob = $2 AND undone_at IS NULL) r"
        ),
        args![commune, name],
    )?;
    Ok(named > 0)
}

/// Notes that a record which named a picture was taken back.
pub fn let_go(tx: &mut Tx<'_>, commune: &str, name: &str, now: Millis) -> Result<(), Error> {
    tx.run(sql!("UPDATE sync_blob SET let_go_at = $3 WHERE commune_id = $1 AND sha256 = $2"), args![commune, name, now])?;
    Ok(())
}

/// Kept pictures that no record names: since before `let_go` when one did, and sent before `sent` when none ever did. The first few of them.
pub fn unnamed(tx: &mut Tx<'_>, commune: &str, let_go: Millis, sent: Millis) -> Result<Vec<String>, Error> {
    tx.list(
        sql!(
            "SELECT b.sha256 FROM sync_blob b WHERE b.commune_id = $1 AND b.kept_at IS NOT NULL
              AND (b.kept_at < $3 OR b.let_go_at < $2 OR EXISTS (SELECT 1 FROM coaching_log u
                WHERE u.commune_id = b.commune_id AND u.blob = b.sha256 AND u.undone_at < $2))
              AND NOT EXISTS (SELECT 1 FROM sync_photo p WHERE p.commune_id = b.commune_id AND p.blob = b.sha256)
              AND NOT EXISTS (SELECT 1 FROM people_consent c WHERE c.commune_id = b.commune_id AND c.blob = b.sha256)
              AND NOT EXISTS (SELECT 1 FROM coaching_log l WHERE l.commune_id = b.commune_id AND l.blob = b.sha256 AND l.undone_at IS NULL)
              ORDER BY b.sha256 LIMIT 200"
        ),
        args![commune, let_go, sent],
        |row| row.get(0),
    )
}

/// Takes back that a picture is kept, before its file is thrown away.
pub fn unkeep(tx: &mut Tx<'_>, commune: &str, name: &str) -> Result<(), Error> {
    tx.run(sql!("UPDATE sync_blob SET kept_at = NULL WHERE commune_id = $1 AND sha256 = $2"), args![commune, name])?;
    Ok(())
}

/// Uploads that began before `before` and were not finished. The first few of them.
pub fn abandoned(tx: &mut Tx<'_>, commune: &str, before: Millis) -> Result<Vec<String>, Error> {
    tx.list(
        sql!(
            "SELECT sha256 FROM sync_blob WHERE commune_id = $1 AND begun_at < $2 AND kept_at IS NULL ORDER BY begun_at, sha256 LIMIT 200"
        ),
        args![commune, before],
        |row| row.get(0),
    )
}

/// Whether any commune of this server keeps a picture: they share its file.
pub fn is_kept(tx: &mut Tx<'_>, name: &str) -> Result<bool, Error> {
    Ok(tx.count(sql!("SELECT COUNT(*) FROM sync_blob WHERE sha256 = $1 AND kept_at IS NOT NULL"), args![name])? > 0)
}
