//! Imports: what was uploaded, what became of it.

use super::writing::{CUT_OFF, stop_writing};
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::{Error, Result},
        ids,
        vault::Field,
    },
    sql,
};

/// What was read of a file: it holds names and phones, and is sealed as a whole.
pub const PAYLOAD: Field = Field { table: "people_import", column: "payload" };

/// An import as it stands; its payload is read apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// The id.
    pub id: String,
    /// The village's id.
    pub village: String,
    /// The file's name.
    pub file: String,
    /// SHA-256 of the file.
    pub hash: String,
    /// `preview`, `writing`, `applied` or `undone`.
    pub state: String,
    /// Rows that could be used.
    pub good: i64,
    /// Rows that could not.
    pub bad: i64,
    /// Likely duplicates found.
    pub pairs: i64,
    /// The account that uploaded it.
    pub created_by: String,
    /// The name of that account, or nothing for a command.
    pub by: String,
    /// When it was uploaded.
    pub created_at: Millis,
    /// When it was written into the register; while it is being written, its last sign of life.
    pub applied_at: Option<Millis>,
    /// When it was taken back.
    pub undone_at: Option<Millis>,
}

fn import_row(row: &Row) -> Result<ImportRow, db::Error> {
    Ok(ImportRow {
        id: row.get(0)?,
        village: row.get(1)?,
        file: row.get(2)?,
        hash: row.get(3)?,
        state: row.get(4)?,
        good: row.get(5)?,
        bad: row.get(6)?,
        pairs: row.get(7)?,
        created_by: row.get(8)?,
        created_at: row.get(9)?,
        applied_at: row.get(10)?,
        undone_at: row.get(11)?,
        by: row.get(12)?,
    })
}

/// Keeps what was read of a file, to be looked at before anything is written; answers its id.
pub fn add_import(
    tx: &mut Tx<'_>,
    scope: &Scope,
    village: &str,
    file: &str,
    hash: &str,
    counts: (i64, i64),
    payload: &str,
    now: Millis,
) -> Result<String> {
    let id = ids::new(now);
    let payload = tx.vault()?.seal(PAYLOAD, &id, payload)?;
    tx.run(
        sql!(
            "INSERT INTO people_import (commune_id, id, village_id, file_name, file_hash, state, good, bad, pairs, payload, created_by, created_at,
                applied_at, undone_at)
              VALUES ($1, $2, $3, $4, $5, 'preview', $6, $7, 0, $8, $9, $10, NULL, NULL)"
        ),
        args![scope.commune(), &id, village, file, hash, counts.0, counts.1, payload, scope.account(), now],
    )?;
    Ok(id)
}

/// The import with this id in reach, with its payload.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn import(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<(ImportRow, String)> {
    let vault = tx.vault()?;
    tx.first(
        sql!(
            "SELECT i.id, i.village_id, i.file_name, i.file_hash, i.state, i.good, i.bad, i.pairs, i.created_by, i.created_at, i.applied_at, i.undone_at,
                COALESCE(a.name, ''), i.payload
              FROM people_import i LEFT JOIN accounts_account a ON a.id = i.created_by
              WHERE i.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || i.village_id || '%') AND i.id = $3"
        ),
        args![scope.commune(), scope.reach(), id],
        |row| Ok((import_row(row)?, vault.open(PAYLOAD, id, &row.get::<String>(13)?)?)),
    )?
    .ok_or(Error::NotFound)
}

/// Imports in reach, latest first.
pub fn imports(tx: &mut Tx<'_>, scope: &Scope, limit: i64) -> Result<Vec<ImportRow>> {
    Ok(tx.list(
        sql!(
            "SELECT i.id, i.village_id, i.file_name, i.file_hash, i.state, i.good, i.bad, i.pairs, i.created_by, i.created_at, i.applied_at, i.undone_at,
                COALESCE(a.name, '')
              FROM people_import i LEFT JOIN accounts_account a ON a.id = i.created_by
              WHERE i.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || i.village_id || '%') ORDER BY i.created_at DESC, i.id DESC LIMIT $3"
        ),
        args![scope.commune(), scope.reach(), limit],
        import_row,
    )?)
}

/// The import in reach that wrote the very same file and still holds.
pub fn known_file(tx: &mut Tx<'_>, scope: &Scope, hash: &str) -> Result<Option<ImportRow>> {
    Ok(tx.first(
        sql!(
            "SELECT i.id, i.village_id, i.file_name, i.file_hash, i.state, i.good, i.bad, i.pairs, i.created_by, i.created_at, i.applied_at, i.undone_at,
                COALESCE(a.name, '')
              FROM people_import i LEFT JOIN accounts_account a ON a.id = i.created_by
              WHERE i.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || i.village_id || '%') AND i.file_hash = $3 AND i.state = 'applied'
              ORDER BY i.created_at LIMIT 1"
        ),
        args![scope.commune(), scope.reach(), hash],
        import_row,
    )?)
}

/// Notes that a list is written into the register; tells whether it was being written still.
pub fn mark_applied(tx: &mut Tx<'_>, scope: &Scope, id: &str, pairs: i64, payload: &str, now: Millis) -> Result<bool> {
    let payload = tx.vault()?.seal(PAYLOAD, id, payload)?;
    let marked = tx.run(
        sql!(
            "UPDATE people_import SET state = 'applied', pairs = $3, payload = $4, applied_at = $5 WHERE commune_id = $1 AND id = $2 AND state = 'writing'"
        ),
        args![scope.commune(), id, pairs, payload, now],
    )?;
    Ok(marked > 0)
}

/// Notes that an import was taken back; tells whether it held.
pub fn mark_undone(tx: &mut Tx<'_>, scope: &Scope, id: &str, payload: &str, now: Millis) -> Result<bool> {
    let payload = tx.vault()?.seal(PAYLOAD, id, payload)?;
    let marked = tx.run(
        sql!("UPDATE people_import SET state = 'undone', payload = $3, undone_at = $4 WHERE commune_id = $1 AND id = $2 AND state = 'applied'"),
        args![scope.commune(), id, payload, now],
    )?;
    Ok(marked > 0)
}

/// Forgets a preview, or a list whose writing was cut off; tells whether there was one in reach.
pub fn drop_import(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<bool> {
    stop_cut_off(tx, scope, now - CUT_OFF, id)?;
    let dropped = tx.run(
        sql!(
            "DELETE FROM people_import WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND id = $3 AND state = 'preview'"
        ),
        args![scope.commune(), scope.reach(), id],
    )?;
    Ok(dropped > 0)
}

/// Makes previews again of lists whose writing has given no sign of life since `before`: of this one, or of all when it is empty.
fn stop_cut_off(tx: &mut Tx<'_>, scope: &Scope, before: Millis, id: &str) -> Result<()> {
    let cut_off = tx.list(
        sql!(
            "SELECT id FROM people_import
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND ($3 = '' OR id = $3)
                AND state = 'writing' AND applied_at <= $4"
        ),
        args![scope.commune(), scope.reach(), id, before],
        |row| row.get::<String>(0),
    )?;
    cut_off.iter().try_for_each(|id| stop_writing(tx, scope, id))
}

/// Forgets previews that nobody came back to, for they hold names: all of the commune's from before `before`.
pub fn drop_old_previews(tx: &mut Tx<'_>, scope: &Scope, before: Millis) -> Result<()> {
    stop_cut_off(tx, scope, before, "")?;
    tx.run(
        sql!("DELETE FROM people_import WHERE commune_id = $1 AND state = 'preview' AND created_at < $2"),
        args![scope.commune(), before],
    )?;
    Ok(())
}
