//! The duty roster: who is to be where and when, and the hours that were worked.

use jiff::civil::Date;

use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::{MINUTE, Millis},
        db::{Error, Row, Tx},
    },
    sql,
};

/// Somebody's duty at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Its id.
    pub id: String,
    /// The village's id.
    pub village: String,
    /// The village's name.
    pub village_name: String,
    /// The helper's account.
    pub account: String,
    /// Their name.
    pub name: String,
    /// Where, in words.
    pub place: String,
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// From this minute of the day.
    pub start: i64,
    /// To this one.
    pub end: i64,
}

fn duty_row(row: &Row) -> Result<Duty, Error> {
    Ok(Duty {
        id: row.get(0)?,
        village: row.get(1)?,
        village_name: row.get(2)?,
        account: row.get(3)?,
        name: row.get(4)?,
        place: row.get(5)?,
        day: row.get(6)?,
        start: row.get(7)?,
        end: row.get(8)?,
    })
}

/// Duties in reach between two days that were not cancelled, in order; of one village, or of all.
pub fn between(tx: &mut Tx<'_>, scope: &Scope, village: &str, (from, to): (Date, Date)) -> Result<Vec<Duty>, Error> {
    tx.list(
        sql!(
            "SELECT d.id, d.village_id, v.name, d.account_id, COALESCE(b.name, d.account_id), d.place, d.day, d.start_minute, d.end_minute
              FROM coaching_duty d JOIN places_village v ON v.commune_id = d.commune_id AND v.id = d.village_id
              LEFT JOIN accounts_account b ON b.id = d.account_id
              WHERE d.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || d.village_id || '%') AND ($3 = '' OR d.village_id = $3)
                AND d.day >= $4 AND d.day <= $5 AND d.cancelled_at IS NULL
              ORDER BY d.day, d.start_minute, d.place, b.name, d.id LIMIT 1000"
        ),
        args![scope.commune(), scope.reach(), village, from, to],
        duty_row,
    )
}

/// A duty in reach that was not cancelled.
pub fn by_id(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Duty>, Error> {
    tx.first(
        sql!(
            "SELECT d.id, d.village_id, v.name, d.account_id, COALESCE(b.name, d.account_id), d.place, d.day, d.start_minute, d.end_minute
              FROM coaching_duty d JOIN places_village v ON v.commune_id = d.commune_id AND v.id = d.village_id
              LEFT JOIN accounts_account b ON b.id = d.account_id
              WHERE d.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || d.village_id || '%') AND d.id = $3 AND d.cancelled_at IS NULL"
        ),
        args![scope.commune(), scope.reach(), id],
        duty_row,
    )
}

/// Adds a duty; one with the same id stands already when nothing was added.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, duty: &Duty, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO coaching_duty (commune_id, id, village_id, account_id, place, day, start_minute, end_minute, created_at, created_by,
                cancelled_at, cancelled_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL) ON CONFLICT (commune_id, id) DO NOTHING"
        ),
        args![scope.commune(), &duty.id, &duty.village, &duty.account, &duty.place, &duty.day, duty.start, duty.end, now, scope.account()],
    )?;
    Ok(())
}

/// Cancels a duty that was found in reach.
pub fn cancel(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!("UPDATE coaching_duty SET cancelled_at = $3, cancelled_by = $4 WHERE commune_id = $1 AND id = $2 AND cancelled_at IS NULL"),
        args![scope.commune(), id, now, scope.account()],
    )?;
    Ok(())
}

/// A shift that was worked: account, its name, when it began and ended.
pub type Worked = (String, String, Millis, Millis);

/// The shifts worked in reach between two days, by the helper's name; of one helper, or of all.
pub fn worked(tx: &mut Tx<'_>, scope: &Scope, village: &str, account: &str, (from, to): (Date, Date)) -> Result<Vec<Worked>, Error> {
    tx.list(
        sql!(
            "SELECT l.account_id, COALESCE(b.name, CASE WHEN l.account_id = 'command' THEN 'hocvuso' ELSE l.account_id END), l.at, COALESCE(l.minutes, 0)
              FROM coaching_log l LEFT JOIN accounts_account b ON b.id = l.account_id
              WHERE l.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || l.village_id || '%') AND ($3 = '' OR l.village_id = $3)
                AND ($4 = '' OR l.account_id = $4) AND l.kind = 'shift' AND l.undone_at IS NULL AND l.day >= $5 AND l.day <= $6
              ORDER BY b.name, l.account_id, l.at LIMIT 20000"
        ),
        args![scope.commune(), scope.reach(), village, account, from, to],
        |row| {
            let (began, minutes): (Millis, i64) = (row.get(2)?, row.get(3)?);
            Ok((row.get(0)?, row.get(1)?, began, began + minutes * MINUTE))
        },
    )
}
