//! A list on its way into the register, in many small changes: whoever it brings stands there unseen until all are in.
//!
//! Unseen persons carry `removed_at`, which every reader leaves out; households of an import that is being written are left out by
//! its state.

use super::{
    facts, household,
    person::{self, insert},
};
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::{MINUTE, Millis},
        db::Tx,
        error::{Error, Result},
        fold,
    },
    people::rules::{Facts, Profile},
    sql,
};

/// After so long without a sign of life a writing was cut off, and may begin anew.
pub const CUT_OFF: Millis = 2 * MINUTE;

/// Begins the writing of a preview, or of one that was cut off.
///
/// # Errors
/// A refusal when it is no preview, or another list of the commune is being written.
pub fn begin_writing(tx: &mut Tx<'_>, scope: &Scope, import: &str, now: Millis) -> Result<()> {
    let commune = scope.commune();
    let busy = tx.count(
        sql!("SELECT COUNT(*) FROM people_import WHERE commune_id = $1 AND id <> $2 AND state = 'writing' AND applied_at > $3"),
        args![commune, import, now - CUT_OFF],
    )?;
    if busy > 0 {
        return Err(Error::refused("people-import-busy"));
    }
    let begun = tx.run(
        sql!(
            "UPDATE people_import SET state = 'writing', applied_at = $3 WHERE commune_id = $1 AND id = $2
              AND (state = 'preview' OR (state = 'writing' AND applied_at <= $4))"
        ),
        args![commune, import, now, now - CUT_OFF],
    )?;
    if begun == 0 {
        return Err(Error::refused("people-import-not-preview"));
    }
    person::delete_unseen(tx, scope, import)?;
    household::remove_households_of_import(tx, scope, import)
}

/// A sign of life of a writing that began at `began`.
///
/// # Errors
/// [`Error::Changed`] when somebody else has taken it over or ended it.
pub fn go_on_writing(tx: &mut Tx<'_>, scope: &Scope, import: &str, last: Millis, now: Millis) -> Result<()> {
    let ours = tx.run(
        sql!("UPDATE people_import SET applied_at = $4 WHERE commune_id = $1 AND id = $2 AND state = 'writing' AND applied_at = $3"),
        args![scope.commune(), import, last, now],
    )?;
    if ours == 1 { Ok(()) } else { Err(Error::Changed) }
}

/// Ends a writing that failed: nobody it brought is left, and it is a preview again.
pub fn stop_writing(tx: &mut Tx<'_>, scope: &Scope, import: &str) -> Result<()> {
    let stopped = tx.run(
        sql!("UPDATE people_import SET state = 'preview', applied_at = NULL WHERE commune_id = $1 AND id = $2 AND state = 'writing'"),
        args![scope.commune(), import],
    )?;
    if stopped == 0 {
        return Ok(());
    }
    person::delete_unseen(tx, scope, import)?;
    household::remove_households_of_import(tx, scope, import)
}

/// Adds a person who is not seen yet.
pub fn add_unseen(tx: &mut Tx<'_>, scope: &Scope, id: &str, profile: &Profile, import: &str, now: Millis) -> Result<()> {
    insert(tx, scope, id, profile, Some(import), Some(now), now)
}

/// Adds a household of an import; its head is one of those whom the import brings, where that is known.
pub fn add_household_of(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: &str,
    village: &str,
    (head, head_id, hamlet): (&str, Option<&str>, &str),
    import: &str,
    now: Millis,
) -> Result<()> {
    tx.run(
        sql!(
            "INSERT INTO people_household (commune_id, id, village_id, head_name, head_fold, head_id, sort_key, hamlet, created_at, import_id)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![scope.commune(), id, village, head, fold::fold(head), head_id, fold::sort_key(head), hamlet, now, import],
    )?;
    Ok(())
}

/// Everybody whom the import brought is seen from now on.
pub fn show_all(tx: &mut Tx<'_>, scope: &Scope, import: &str) -> Result<()> {
    tx.run(
        sql!("UPDATE people_person SET removed_at = NULL WHERE commune_id = $1 AND import_id = $2 AND removed_at IS NOT NULL"),
        args![scope.commune(), import],
    )?;
    Ok(())
}

/// The most persons who can have come by another way while a list was written.
const MOST_NEWCOMERS: i64 = 5_000;

/// Whoever came since `since` by another way than this import.
pub fn newcomers(tx: &mut Tx<'_>, scope: &Scope, import: &str, since: Millis) -> Result<Vec<Facts>> {
    let vault = tx.vault()?;
    Ok(tx.list(
        sql!(
            "SELECT id, village_id, name_fold, birth_text, sex, phone, identity_hash FROM people_person
              WHERE commune_id = $1 AND created_at > $3 AND (import_id IS NULL OR import_id <> $2)
                AND merged_into IS NULL AND removed_at IS NULL ORDER BY id LIMIT $4"
        ),
        args![scope.commune(), import, since, MOST_NEWCOMERS],
        |row| facts::facts_row(&vault, row),
    )?)
}
