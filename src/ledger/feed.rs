//! The change feed: which things changed, in the order of commits. Phones pull from it.

use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Tx},
    },
    sql,
};

/// One line of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its place, from 1 without gaps.
    pub seq: i64,
    /// The village it concerns; empty when it concerns none, or any.
    pub village: String,
    /// What kind of thing: `person`, `household`, `session`, `enrolment`, `mark`, `card`, `pair`, `request`, `quota`, `village`, `grant`;
    /// `roster` when so much of a village changed that all of it is told anew.
    pub what: String,
    /// The thing's id; of a mark the ids of session and person with a dot between.
    pub subject: String,
}

/// Says that something changed, appeared or went. What it is now is read when somebody pulls, in their scope.
///
/// A thing that leaves a village is said for the old village and for the new one.
/// The number is taken while the commune's ledger is held, until the transaction ends: a smaller number is always committed earlier.
/// Whoever changes hundreds of things at once says `roster` once for the village.
pub fn changed(tx: &mut Tx<'_>, commune: &str, village: &str, what: &'static str, subject: &str, now: Millis) -> Result<(), Error> {
    tx.hold(&format!("ledger {commune}"))?;
    tx.run(
        sql!(
            "INSERT INTO ledger_change (commune_id, seq, village_id, what, subject, at)
              SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5 FROM ledger_change WHERE commune_id = $1"
        ),
        args![commune, village, what, subject, now],
    )?;
    Ok(())
}

/// The lines after `after` that concern a village of `reach` or none, oldest first, at most `limit` of them;
/// `reach` as [`crate::accounts::Scope::reach`] gives it.
pub fn changes(tx: &mut Tx<'_>, commune: &str, reach: &str, after: i64, limit: i64) -> Result<Vec<Changed>, Error> {
    tx.list(
        sql!(
            "SELECT seq, village_id, what, subject FROM ledger_change
              WHERE commune_id = $1 AND seq > $3 AND (village_id = '' OR $2 = '' OR $2 LIKE '%' || village_id || '%') ORDER BY seq LIMIT $4"
        ),
        args![commune, reach, after, limit],
        |row| Ok(Changed { seq: row.get(0)?, village: row.get(1)?, what: row.get(2)?, subject: row.get(3)? }),
    )
}

/// The number of the last line; 0 before the first.
pub fn newest_change(tx: &mut Tx<'_>, commune: &str) -> Result<i64, Error> {
    tx.count(sql!("SELECT COALESCE(MAX(seq), 0) FROM ledger_change WHERE commune_id = $1"), args![commune])
}

/// The number of the oldest line that is still kept; 0 when there is none.
pub fn oldest_change(tx: &mut Tx<'_>, commune: &str) -> Result<i64, Error> {
    tx.count(sql!("SELECT COALESCE(MIN(seq), 0) FROM ledger_change WHERE commune_id = $1"), args![commune])
}

/// Forgets the lines from before `before`; the last line stays, so that numbers never begin anew.
pub fn forget_changes(tx: &mut Tx<'_>, commune: &str, before: Millis) -> Result<u64, Error> {
    tx.hold(&format!("ledger {commune}"))?;
    tx.run(
        sql!(
            "DELETE FROM ledger_change WHERE commune_id = $1 AND at < $2
              AND seq < (SELECT MAX(c.seq) FROM ledger_change c WHERE c.commune_id = $1)"
        ),
        args![commune, before],
    )
}
