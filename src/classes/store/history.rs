//! `classes_change`: what officers changed about a class, and why.

use crate::{
    accounts::Scope,
    args,
    kit::{clock::Millis, db::Tx, error::Result, ids},
    sql,
};

/// One change, as the page of a class shows it.
#[derive(Clone, Debug)]
pub struct Change {
    /// What was changed; the text key is `classes-change-` and this.
    pub what: String,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// Why.
    pub reason: String,
    /// When, in UTC milliseconds.
    pub at: Millis,
    /// Who.
    pub by: String,
}

/// A change to be kept: what, before, after, why.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewChange<'a> {
    /// The session's id, when it is about one.
    pub session: &'a str,
    /// What: one of the `classes-change-…` keys.
    pub what: &'a str,
    /// What stood there.
    pub before: &'a str,
    /// What stands there now.
    pub after: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// Keeps a change.
pub fn add(tx: &mut Tx<'_>, scope: &Scope, series: &str, change: NewChange<'_>, now: Millis) -> Result<()> {
    tx.run(
        sql!(
            "INSERT INTO classes_change (commune_id, id, series_id, session_id, what, before, after, reason, at, changed_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            scope.commune(),
            ids::new(now),
            series,
            change.session,
            change.what,
            change.before,
            change.after,
            change.reason.trim(),
            now,
            scope.account()
        ],
    )?;
    Ok(())
}

/// The latest changes of a class, newest first.
pub fn of_series(tx: &mut Tx<'_>, commune: &str, series: &str, limit: i64) -> Result<Vec<Change>> {
    Ok(tx.list(
        sql!(
            "SELECT c.what, c.before, c.after, c.reason, c.at, COALESCE(a.name, c.changed_by) FROM classes_change c
              LEFT JOIN accounts_account a ON a.id = c.changed_by
              WHERE c.commune_id = $1 AND c.series_id = $2 ORDER BY c.at DESC, c.id DESC LIMIT $3"
        ),
        args![commune, series, limit],
        |row| {
            Ok(Change { what: row.get(0)?, before: row.get(1)?, after: row.get(2)?, reason: row.get(3)?, at: row.get(4)?, by: row.get(5)? })
        },
    )?)
}
