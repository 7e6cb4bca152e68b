//! What the desk reads of `sync_*` tables, in the caller's reach.

use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        vault::Vault,
    },
    sql,
    sync::store::op::SENT,
};

/// A phone as the list shows it.
#[derive(Clone, Debug)]
pub struct DeviceRow {
    /// Its id.
    pub id: String,
    /// What its person calls it.
    pub name: String,
    /// The browser.
    pub agent: String,
    /// The app's version at the last contact.
    pub app: String,
    /// Whose it is.
    pub person: String,
    /// When it was enrolled.
    pub enrolled_at: Millis,
    /// The last contact.
    pub seen_at: Millis,
    /// How many operations it said were still on it.
    pub pending: i64,
    /// How many of its operations wait for a decision.
    pub waiting: i64,
    /// When it was revoked.
    pub revoked_at: Option<Millis>,
    /// The name of who revoked it; empty while it is not.
    pub revoked_by: String,
    /// Why.
    pub revoked_why: String,
}

fn device_row(row: &Row) -> Result<DeviceRow, Error> {
    Ok(DeviceRow {
        id: row.get(0)?,
        name: row.get(1)?,
        agent: row.get(2)?,
        app: row.get(3)?,
        person: row.get(4)?,
        enrolled_at: row.get(5)?,
        seen_at: row.get(6)?,
        pending: row.get(7)?,
        waiting: row.get(8)?,
        revoked_at: row.get(9)?,
        revoked_by: row.get(10)?,
        revoked_why: row.get(11)?,
    })
}

/// Phones of people who work in reach, those in use first, the longest silent first among them.
pub fn devices(tx: &mut Tx<'_>, scope: &Scope, limit: i64, offset: i64) -> Result<Vec<DeviceRow>, Error> {
    listed(tx, scope, "", limit, offset)
}

/// The phones of [`devices`], or the one with this id.
fn listed(tx: &mut Tx<'_>, scope: &Scope, id: &str, limit: i64, offset: i64) -> Result<Vec<DeviceRow>, Error> {
    tx.list(
        sql!(
            "SELECT d.id, d.name, d.agent, d.app, COALESCE(a.name, ''), d.enrolled_at, d.seen_at, d.pending,
                (SELECT COUNT(*) FROM sync_op o WHERE o.commune_id = d.commune_id AND o.device_id = d.id AND o.status = 'quarantined'),
                d.revoked_at, COALESCE(b.name, d.revoked_by, ''), COALESCE(d.revoked_why, '')
              FROM sync_device d LEFT JOIN accounts_account a ON a.id = d.account_id LEFT JOIN accounts_account b ON b.id = d.revoked_by
              WHERE d.commune_id = $1 AND ($2 = '' OR EXISTS (SELECT 1 FROM accounts_grant g WHERE g.account_id = d.account_id
                AND g.commune_id = d.commune_id AND g.village_id IS NOT NULL AND $2 LIKE '%' || g.village_id || '%'))
                AND ($3 = '' OR d.id = $3)
              ORDER BY CASE WHEN d.revoked_at IS NULL THEN 0 ELSE 1 END, d.seen_at, d.id LIMIT $4 OFFSET $5"
        ),
        args![scope.commune(), scope.reach(), id, limit, offset],
        device_row,
    )
}

/// One phone in reach.
pub fn device(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<DeviceRow>, Error> {
    Ok(listed(tx, scope, id, 1, 0)?.pop())
}

/// How many phones are in reach.
pub fn count_devices(tx: &mut Tx<'_>, scope: &Scope) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM sync_device d
              WHERE d.commune_id = $1 AND ($2 = '' OR EXISTS (SELECT 1 FROM accounts_grant g WHERE g.account_id = d.account_id
                AND g.commune_id = d.commune_id AND g.village_id IS NOT NULL AND $2 LIKE '%' || g.village_id || '%'))"
        ),
        args![scope.commune(), scope.reach()],
    )
}

/// An operation as lists show it.
#[derive(Clone, Debug)]
pub struct OpRow {
    /// Its id.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// Who did it.
    pub actor: String,
    /// When it counts as done.
    pub effective_at: Millis,
    /// When it came.
    pub received_at: Millis,
    /// Where it stands.
    pub status: String,
    /// Why, in words.
    pub message: String,
    /// What the phone's clock was worth.
    pub flags: String,
    /// What was sent, while it is kept.
    pub sent: Option<String>,
    /// When an officer decided.
    pub decided_at: Option<Millis>,
    /// The name of who decided; empty before.
    pub decided_by: String,
    /// What was decided.
    pub decision: String,
    /// The phone's name.
    pub device: String,
}

fn op_row(vault: &Vault, row: &Row) -> Result<OpRow, Error> {
    let id: String = row.get(0)?;
    Ok(OpRow {
        kind: row.get(1)?,
        actor: row.get(2)?,
        effective_at: row.get(3)?,
        received_at: row.get(4)?,
        status: row.get(5)?,
        message: row.get(6)?,
        flags: row.get(7)?,
        sent: vault.open_some(SENT, &id, row.get::<Option<String>>(8)?.as_deref())?,
        decided_at: row.get(9)?,
        decided_by: row.get(10)?,
        decision: row.get(11)?,
        device: row.get(12)?,
        id,
    })
}

/// Operations in reach in one state: `quarantined`, `deferred`, or `decided` for those that an officer decided; the oldest first.
///
/// One whose village is not known is seen by whoever looks after the whole commune.
pub fn ops(tx: &mut Tx<'_>, scope: &Scope, state: &str, limit: i64, offset: i64) -> Result<Vec<OpRow>, Error> {
    let vault = tx.vault()?;
    tx.list(
        sql!(
            "SELECT o.op_id, o.type, COALESCE(a.name, o.actor), o.effective_at, o.received_at, o.status, o.message, o.flags,
                o.sent, o.decided_at, COALESCE(b.name, o.decided_by, ''), COALESCE(o.decision, ''), COALESCE(d.name, '')
              FROM sync_op o LEFT JOIN accounts_account a ON a.id = o.actor LEFT JOIN accounts_account b ON b.id = o.decided_by
                LEFT JOIN sync_device d ON d.commune_id = o.commune_id AND d.id = o.device_id
              WHERE o.commune_id = $1 AND ($2 = '' OR (o.village_id <> '' AND $2 LIKE '%' || o.village_id || '%'))
                AND ((o.status = $3 AND o.decided_at IS NULL) OR ($3 = 'decided' AND o.decided_at IS NOT NULL))
              ORDER BY COALESCE(-o.decided_at, o.received_at), o.op_id LIMIT $4 OFFSET $5"
        ),
        args![scope.commune(), scope.reach(), state, limit, offset],
        |row| op_row(&vault, row),
    )
}

/// How many operations in reach are in a state, as [`ops`] tells.
pub fn count_ops(tx: &mut Tx<'_>, scope: &Scope, state: &str) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM sync_op o
              WHERE o.commune_id = $1 AND ($2 = '' OR (o.village_id <> '' AND $2 LIKE '%' || o.village_id || '%'))
                AND ((o.status = $3 AND o.decided_at IS NULL) OR ($3 = 'decided' AND o.decided_at IS NOT NULL))"
        ),
        args![scope.commune(), scope.reach(), state],
    )
}

/// One operation in reach.
pub fn op(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<OpRow>, Error> {
    let vault = tx.vault()?;
    tx.first(
        sql!(
            "SELECT o.op_id, o.type, COALESCE(a.name, o.actor), o.effective_at, o.received_at, o.status, o.message, o.flags,
                o.sent, o.decided_at, COALESCE(b.name, o.decided_by, ''), COALESCE(o.decision, ''), COALESCE(d.name, '')
              FROM sync_op o LEFT JOIN accounts_account a ON a.id = o.actor LEFT JOIN accounts_account b ON b.id = o.decided_by
                LEFT JOIN sync_device d ON d.commune_id = o.commune_id AND d.id = o.device_id
              WHERE o.commune_id = $1 AND ($2 = '' OR (o.village_id <> '' AND $2 LIKE '%' || o.village_id || '%')) AND o.op_id = $3"
        ),
        args![scope.commune(), scope.reach(), id],
        |row| op_row(&vault, row),
    )
}

/// The operations in reach that wait for a decision for the same reason as this one: marks by the same person at the same session, the oldest
/// first; itself is among them. Of other types each is decided alone.
pub fn alike(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Vec<String>, Error> {
    tx.list(
        sql!(
            "SELECT o.op_id FROM sync_op o JOIN sync_op x ON x.commune_id = o.commune_id AND x.op_id = $3
              WHERE o.commune_id = $1 AND ($2 = '' OR (o.village_id <> '' AND $2 LIKE '%' || o.village_id || '%'))
                AND o.status = 'quarantined' AND x.status = 'quarantined' AND o.type = 'attendance.mark' AND x.type = o.type
                AND o.entity_id = x.entity_id AND o.actor = x.actor AND o.code = x.code
              ORDER BY o.effective_at, o.op_id LIMIT 200"
        ),
        args![scope.commune(), scope.reach(), id],
        |row| row.get(0),
    )
}

/// Ids and names of accounts that work, or worked, in reach, by name.
pub fn helpers(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<(String, String)>, Error> {
    tx.list(
        sql!(
            "SELECT a.id, a.name FROM accounts_account a WHERE EXISTS (SELECT 1 FROM accounts_grant g WHERE g.account_id = a.id
              AND g.commune_id = $1 AND ($2 = '' OR (g.village_id IS NOT NULL AND $2 LIKE '%' || g.village_id || '%')))
              ORDER BY a.name, a.id"
        ),
        args![scope.commune(), scope.reach()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A photo of a session.
#[derive(Clone, Debug)]
pub struct PhotoRow {
    /// The picture's hash.
    pub blob: String,
    /// `sheet` or `class`.
    pub what: String,
    /// A note, or empty.
    pub note: String,
    /// When it was taken.
    pub at: Millis,
    /// Who took it.
    pub by: String,
    /// Whether the picture itself has come.
    pub here: bool,
}

/// The photos of a session, in reach.
pub fn photos(tx: &mut Tx<'_>, scope: &Scope, session: &str) -> Result<Vec<PhotoRow>, Error> {
    tx.list(
        sql!(
            "SELECT p.blob, p.what, p.note, p.at, COALESCE(a.name, p.taken_by), CASE WHEN b.kept_at IS NULL THEN 0 ELSE 1 END
              FROM sync_photo p LEFT JOIN accounts_account a ON a.id = p.taken_by
                LEFT JOIN sync_blob b ON b.commune_id = p.commune_id AND b.sha256 = p.blob
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND p.session_id = $3 ORDER BY p.at, p.id"
        ),
        args![scope.commune(), scope.reach(), session],
        |row| {
            let here: i64 = row.get(5)?;
            Ok(PhotoRow { blob: row.get(0)?, what: row.get(1)?, note: row.get(2)?, at: row.get(3)?, by: row.get(4)?, here: here == 1 })
        },
    )
}

/// What the caller may know of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// It is here, and may be seen.
    Here,
    /// Something in reach names it, and it has not come yet.
    ToCome,
}

/// What the caller may know of a picture: a photo of a session, a signature of a person or household in reach, or anything for whoever
/// looks after the whole commune. `None` when it is nothing to them.
pub fn sight_of_picture(tx: &mut Tx<'_>, scope: &Scope, name: &str) -> Result<Option<Sight>, Error> {
    let named = tx.count(
        sql!(
            "SELECT COUNT(*) FROM (
                SELECT p.village_id FROM sync_photo p WHERE p.commune_id = $1 AND p.blob = $3
                UNION ALL SELECT l.village_id FROM coaching_log l WHERE l.commune_id = $1 AND l.blob = $3 AND l.undone_at IS NULL
                UNION ALL SELECT n.village_id FROM people_consent c
                  JOIN people_person n ON n.commune_id = c.commune_id AND n.id = c.person_id WHERE c.commune_id = $1 AND c.blob = $3) r
              WHERE $2 = '' OR $2 LIKE '%' || r.village_id || '%'"
        ),
        args![scope.commune(), scope.reach(), name],
    )? > 0;
    let here = tx.count(
        sql!("SELECT COUNT(*) FROM sync_blob WHERE commune_id = $1 AND sha256 = $2 AND kept_at IS NOT NULL"),
        args![scope.commune(), name],
    )? > 0;
    Ok(match (here, named) {
        (true, true) => Some(Sight::Here),
        (true, false) => scope.is_whole().then_some(Sight::Here),
        (false, true) => Some(Sight::ToCome),
        (false, false) => None,
    })
}

/// Whether a session takes place in reach.
pub fn is_session_in_reach(tx: &mut Tx<'_>, scope: &Scope, session: &str) -> Result<bool, Error> {
    let found = tx.count(
        sql!("SELECT COUNT(*) FROM classes_session WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND id = $3"),
        args![scope.commune(), scope.reach(), session],
    )?;
    Ok(found > 0)
}
