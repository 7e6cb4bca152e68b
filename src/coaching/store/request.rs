//! Requests for help: who asks for what, and who answers.

use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
    },
    sql,
};

/// A request for help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its id.
    pub id: String,
    /// The village's id.
    pub village: String,
    /// The village's name.
    pub village_name: String,
    /// The person as they stand now, when they are of the register.
    pub person: Option<String>,
    /// Their name, or who asks in words.
    pub who: String,
    /// The topic's code.
    pub topic: String,
    /// What they ask for.
    pub note: String,
    /// The account it was given to.
    pub helper: Option<String>,
    /// That account's name, or empty.
    pub helper_name: String,
    /// When they asked.
    pub asked_at: Millis,
    /// The name of who noted it.
    pub asked_by: String,
    /// When it was closed.
    pub closed_at: Option<Millis>,
    /// The account that closed it.
    pub closed_by: Option<String>,
    /// Its name; empty while open.
    pub closed_by_name: String,
    /// What came of it; empty while open.
    pub result: String,
    /// A note of who closed it.
    pub closed_note: String,
    /// Counts the changes.
    pub version: i64,
}

fn request_row(row: &Row) -> Result<Request, Error> {
    Ok(Request {
        id: row.get(0)?,
        village: row.get(1)?,
        village_name: row.get(2)?,
        person: row.get(3)?,
        who: row.get(4)?,
        topic: row.get(5)?,
        note: row.get(6)?,
        helper: row.get(7)?,
        helper_name: row.get(8)?,
        asked_at: row.get(9)?,
        asked_by: row.get(10)?,
        closed_at: row.get(11)?,
        closed_by: row.get(12)?,
        closed_by_name: row.get(13)?,
        result: row.get(14)?,
        closed_note: row.get(15)?,
        version: row.get(16)?,
    })
}

/// Which requests are wanted; empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// One request's id.
    pub id: String,
    /// One village's id.
    pub village: String,
    /// `open`, `free` (open and given to nobody) or `closed`.
    pub state: String,
    /// Given to this account.
    pub helper: String,
}

/// Requests in reach, the oldest open one first, then the closed ones from the latest.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, w: &Wanted, limit: i64, offset: i64) -> Result<Vec<Request>, Error> {
    tx.list(
        sql!(
            "SELECT r.id, r.village_id, COALESCE(v.name, ''), p.id, COALESCE(p.name, r.who), r.topic, r.note, r.helper_id, COALESCE(h.name, r.helper_id, ''),
                r.asked_at, COALESCE(b.name, CASE WHEN r.asked_by = 'command' THEN 'hocvuso' ELSE r.asked_by END), r.closed_at, r.closed_by,
                COALESCE(c.name, r.closed_by, ''), r.result, r.closed_note, r.version
              FROM coaching_request r LEFT JOIN places_village v ON v.commune_id = r.commune_id AND v.id = r.village_id
              LEFT JOIN ledger_alias a ON a.commune_id = r.commune_id AND a.person_id = r.person_id
              LEFT JOIN people_person p ON p.commune_id = r.commune_id AND p.id = COALESCE(a.root_id, r.person_id)
              LEFT JOIN accounts_account h ON h.id = r.helper_id LEFT JOIN accounts_account b ON b.id = r.asked_by
              LEFT JOIN accounts_account c ON c.id = r.closed_by
              WHERE r.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || r.village_id || '%') AND ($3 = '' OR r.village_id = $3) AND ($4 = '' OR r.id = $4)
                AND ($5 = '' OR r.helper_id = $5)
                AND ($6 = '' OR ($6 = 'open' AND r.closed_at IS NULL) OR ($6 = 'closed' AND r.closed_at IS NOT NULL)
                  OR ($6 = 'free' AND r.closed_at IS NULL AND r.helper_id IS NULL))
              ORDER BY CASE WHEN r.closed_at IS NULL THEN r.asked_at ELSE 9000000000000000 - r.closed_at END, r.id LIMIT $7 OFFSET $8"
        ),
        args![scope.commune(), scope.reach(), &w.village, &w.id, &w.helper, &w.state, limit, offset],
        request_row,
    )
}

/// How many requests [`list`] would show in all.
pub fn count(tx: &mut Tx<'_>, scope: &Scope, w: &Wanted) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM coaching_request r
              WHERE r.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || r.village_id || '%') AND ($3 = '' OR r.village_id = $3)
                AND ($4 = '' OR r.helper_id = $4)
                AND ($5 = '' OR ($5 = 'open' AND r.closed_at IS NULL) OR ($5 = 'closed' AND r.closed_at IS NOT NULL)
                  OR ($5 = 'free' AND r.closed_at IS NULL AND r.helper_id IS NULL))"
        ),
        args![scope.commune(), scope.reach(), &w.village, &w.helper, &w.state],
    )
}

/// The request with this id in reach.
pub fn by_id(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Request>, Error> {
    if id.is_empty() {
        return Ok(None);
    }
    let wanted = Wanted { id: id.to_owned(), ..Wanted::default() };
    Ok(list(tx, scope, &wanted, 1, 0)?.into_iter().next())
}

/// Whether the id stands for a request anywhere in the commune.
pub fn exists(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<bool, Error> {
    Ok(tx.count(sql!("SELECT COUNT(*) FROM coaching_request WHERE commune_id = $1 AND id = $2"), args![commune, id])? > 0)
}

/// What a request is made of.
#[derive(Clone, Copy, Debug)]
pub struct NewRow<'a> {
    pub id: &'a str,
    pub village: &'a str,
    pub person: Option<&'a str>,
    pub who: &'a str,
    pub topic: &'a str,
    pub note: &'a str,
    pub helper: Option<&'a str>,
    pub asked_at: Millis,
}

/// Adds a request.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, new: NewRow<'_>) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO coaching_request (commune_id, id, village_id, person_id, who, topic, note, helper_id, asked_at, asked_by,
                closed_at, closed_by, result, closed_note, closed_recorded_at, device, version)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL, '', '', NULL, NULL, 1)"
        ),
        args![scope.commune(), new.id, new.village, new.person, new.who, new.topic, new.note, new.helper, new.asked_at, scope.account()],
    )?;
    Ok(())
}

/// Gives an open request to an account, or to nobody; tells whether it was open.
pub fn give(tx: &mut Tx<'_>, scope: &Scope, id: &str, helper: Option<&str>) -> Result<bool, Error> {
    let given = tx.run(
        sql!("UPDATE coaching_request SET helper_id = $3, version = version + 1 WHERE commune_id = $1 AND id = $2 AND closed_at IS NULL"),
        args![scope.commune(), id, helper],
    )?;
    Ok(given > 0)
}

/// Closes an open request; tells whether it was open.
pub fn close(
    tx: &mut Tx<'_>,
    scope: &Scope,
    (id, result, note): (&str, &str, &str),
    at: Millis,
    device: Option<&str>,
    now: Millis,
) -> Result<bool, Error> {
    let closed = tx.run(
        sql!(
            "UPDATE coaching_request SET closed_at = $3, closed_by = $4, result = $5, closed_note = $6, closed_recorded_at = $7, device = $8,
                version = version + 1 WHERE commune_id = $1 AND id = $2 AND closed_at IS NULL"
        ),
        args![scope.commune(), id, at, scope.account(), result, note, now, device],
    )?;
    Ok(closed > 0)
}

/// Opens a closed request again; tells whether it was closed.
pub fn reopen(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<bool, Error> {
    let opened = tx.run(
        sql!(
            "UPDATE coaching_request SET closed_at = NULL, closed_by = NULL, result = '', closed_note = '', closed_recorded_at = NULL, device = NULL,
                version = version + 1 WHERE commune_id = $1 AND id = $2 AND closed_at IS NOT NULL"
        ),
        args![scope.commune(), id],
    )?;
    Ok(opened > 0)
}
