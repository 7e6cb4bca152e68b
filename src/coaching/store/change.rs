//! What happened to pairs, requests, quotas and duties, in the words of who changed them.

use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Tx},
        ids,
    },
    sql,
};

/// A change to be kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewChange<'a> {
    /// The thing's id.
    pub subject: &'a str,
    /// What was done to it, a code: its words are under `coaching-change-`.
    pub what: &'a str,
    /// What was there before, or empty.
    pub before: &'a str,
    /// What is there now, or empty.
    pub after: &'a str,
    /// Why, or empty.
    pub reason: &'a str,
}

/// A change that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub what: String,
    pub before: String,
    pub after: String,
    pub reason: String,
    pub at: Millis,
    pub by: String,
}

/// Keeps a change.
pub fn keep(tx: &mut Tx<'_>, scope: &Scope, new: NewChange<'_>, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO coaching_change (commune_id, id, subject_id, what, before, after, reason, at, changed_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        args![scope.commune(), ids::new(now), new.subject, new.what, new.before, new.after, new.reason, now, scope.account()],
    )?;
    Ok(())
}

/// What happened to a thing that was found in reach, latest first; accounts in it are told by name.
pub fn of(tx: &mut Tx<'_>, scope: &Scope, subject: &str) -> Result<Vec<Change>, Error> {
    tx.list(
        sql!(
            "SELECT c.what, COALESCE(x.name, c.before), COALESCE(y.name, c.after), c.reason, c.at,
                COALESCE(b.name, CASE WHEN c.changed_by = 'command' THEN 'hocvuso' ELSE c.changed_by END)
              FROM coaching_change c LEFT JOIN accounts_account b ON b.id = c.changed_by
              LEFT JOIN accounts_account x ON x.id = c.before LEFT JOIN accounts_account y ON y.id = c.after
              WHERE c.commune_id = $1 AND c.subject_id = $2 ORDER BY c.at DESC, c.id DESC LIMIT 200"
        ),
        args![scope.commune(), subject],
        |row| {
            Ok(Change { what: row.get(0)?, before: row.get(1)?, after: row.get(2)?, reason: row.get(3)?, at: row.get(4)?, by: row.get(5)? })
        },
    )
}
