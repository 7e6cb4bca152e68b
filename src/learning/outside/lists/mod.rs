//! Files of courses, of results and of official confirmations: what was read waits as a draft, is looked at, and is written only then.

pub(super) mod confirmation_rows;
pub(super) mod course_rows;
pub(super) mod reading;
pub(super) mod result_rows;
pub(super) mod writing;

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::{DAY, Millis},
        db::{self, Row, Tx},
        error::{Error, Result},
        ids,
        vault::Field,
    },
    sql,
};

/// What was read of a file holds names and phones, and is sealed as a whole.
const PAYLOAD: Field = Field { table: "learning_outside_list", column: "payload" };
/// A draft that nobody came back to is forgotten after this long.
const FORGOTTEN: Millis = 3 * DAY;
/// So many files are shown.
const SHOWN: i64 = 50;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Courses of other platforms.
    Courses,
    /// Results that a platform gives.
    Results,
    /// Confirmations of skills that an authority gives.
    Confirmations,
}

impl Kind {
    /// The stable code.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Courses => "courses",
            Self::Results => "results",
            Self::Confirmations => "confirmations",
        }
    }
}

/// A file as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List {
    pub id: String,
    /// Empty for the whole commune.
    pub village: String,
    pub file: String,
    /// `preview`, `applied` or `undone`.
    pub state: String,
    pub good: i64,
    pub bad: i64,
    /// How many results of it count, or how many courses it brought.
    pub entered: i64,
    pub by: String,
    pub created_at: Millis,
}

fn row(row: &Row) -> Result<List, db::Error> {
    Ok(List {
        id: row.get(0)?,
        village: row.get(1)?,
        file: row.get(2)?,
        state: row.get(3)?,
        good: row.get(4)?,
        bad: row.get(5)?,
        entered: row.get(6)?,
        by: row.get(7)?,
        created_at: row.get(8)?,
    })
}

/// Keeps what was read of a file; answers its id. Drafts that were left are forgotten.
pub(super) fn add<R: Serialize>(
    tx: &mut Tx<'_>,
    scope: &Scope,
    (kind, village, file): (Kind, &str, &str),
    draft: &reading::Draft<R>,
    now: Millis,
) -> Result<String> {
    tx.run(
        sql!(
            "DELETE FROM learning_outside_list WHERE commune_id = $1 AND state = 'preview' AND created_at < $2
                AND NOT EXISTS (SELECT 1 FROM learning_outside_result r WHERE r.commune_id = $1 AND r.list_id = learning_outside_list.id)
                AND NOT EXISTS (SELECT 1 FROM learning_confirmation c WHERE c.commune_id = $1 AND c.list_id = learning_outside_list.id)"
        ),
        args![scope.commune(), now - FORGOTTEN],
    )?;
    let id = ids::new(now);
    let payload = tx.vault()?.seal(PAYLOAD, &id, &serde_json::to_string(draft)?)?;
    tx.run(
        sql!(
            "INSERT INTO learning_outside_list (commune_id, id, kind, village_id, file_name, state, good, bad, entered, payload, created_by, created_at,
                applied_at, undone_at) VALUES ($1, $2, $3, $4, $5, 'preview', $6, $7, 0, $8, $9, $10, NULL, NULL)"
        ),
        args![
            scope.commune(),
            &id,
            kind.code(),
            village,
            file,
            draft.rows.len() as i64,
            draft.bad.len() as i64,
            payload,
            scope.account(),
            now
        ],
    )?;
    Ok(id)
}

/// The file with this id in reach, and what was read of it. A file of the whole commune is only in the reach of whoever has the whole commune.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) fn list<R: DeserializeOwned>(tx: &mut Tx<'_>, scope: &Scope, kind: Kind, id: &str) -> Result<(List, reading::Draft<R>)> {
    let vault = tx.vault()?;
    let (found, payload) = tx
        .first(
            sql!(
                "SELECT l.id, l.village_id, l.file_name, l.state, l.good, l.bad, l.entered, COALESCE(a.name, ''), l.created_at, l.payload
                  FROM learning_outside_list l LEFT JOIN accounts_account a ON a.id = l.created_by
                  WHERE l.commune_id = $1 AND ($2 = '' OR (l.village_id <> '' AND $2 LIKE '%' || l.village_id || '%')) AND l.kind = $3 AND l.id = $4"
            ),
            args![scope.commune(), scope.reach(), kind.code(), id],
            |one| Ok((row(one)?, vault.open(PAYLOAD, id, &one.get::<String>(9)?)?)),
        )?
        .ok_or(Error::NotFound)?;
    Ok((found, serde_json::from_str(&payload)?))
}

/// Files of a kind in reach, latest first.
pub(super) fn lists(tx: &mut Tx<'_>, scope: &Scope, kind: Kind) -> Result<Vec<List>, db::Error> {
    tx.list(
        sql!(
            "SELECT l.id, l.village_id, l.file_name, l.state, l.good, l.bad, l.entered, COALESCE(a.name, ''), l.created_at
              FROM learning_outside_list l LEFT JOIN accounts_account a ON a.id = l.created_by
              WHERE l.commune_id = $1 AND ($2 = '' OR (l.village_id <> '' AND $2 LIKE '%' || l.village_id || '%')) AND l.kind = $3
              ORDER BY l.created_at DESC, l.id DESC LIMIT $4"
        ),
        args![scope.commune(), scope.reach(), kind.code(), SHOWN],
        row,
    )
}

/// Notes that a file was written.
pub(super) fn mark_applied(tx: &mut Tx<'_>, scope: &Scope, id: &str, entered: i64, now: Millis) -> Result<(), db::Error> {
    tx.run(
        sql!("UPDATE learning_outside_list SET state = 'applied', entered = $3, applied_at = $4 WHERE commune_id = $1 AND id = $2"),
        args![scope.commune(), id, entered, now],
    )?;
    Ok(())
}

/// Notes that a file was taken back.
pub(super) fn mark_undone(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<(), db::Error> {
    tx.run(
        sql!("UPDATE learning_outside_list SET state = 'undone', entered = 0, undone_at = $3 WHERE commune_id = $1 AND id = $2"),
        args![scope.commune(), id, now],
    )?;
    Ok(())
}

/// Forgets a draft of which nothing was written; tells whether there was one.
pub(super) fn forget(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<bool, db::Error> {
    let gone = tx.run(
        sql!(
            "DELETE FROM learning_outside_list WHERE commune_id = $1 AND id = $2 AND state = 'preview'
                AND NOT EXISTS (SELECT 1 FROM learning_outside_result r WHERE r.commune_id = $1 AND r.list_id = $2)
                AND NOT EXISTS (SELECT 1 FROM learning_confirmation c WHERE c.commune_id = $1 AND c.list_id = $2)"
        ),
        args![scope.commune(), id],
    )?;
    Ok(gone > 0)
}
