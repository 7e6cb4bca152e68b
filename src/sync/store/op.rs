//! `sync_op`, `sync_wait`, `sync_tombstone`: what was sent, what became of it, what it waits for.

use std::collections::BTreeSet;

use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        vault::{Field, Vault},
    },
    sql,
    sync::rules::{self, Op, Status, Verdict, When},
};

/// What was sent, as it is kept while it waits: sealed.
pub const SENT: Field = Field { table: "sync_op", column: "sent" };

/// What is known of an operation that came before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The operation's id.
    pub id: String,
    /// Its hash.
    pub hash: String,
    /// The device that numbered it.
    pub device: String,
    /// Its verdict.
    pub verdict: Verdict,
}

/// Reads `op_id, hash, device_id, status, code, message, entity_version, effective_at`.
fn known_row(row: &Row) -> Result<Known, Error> {
    let id: String = row.get(0)?;
    let status = Status::parse(&row.get::<String>(3)?).ok_or_else(|| Error::Other("sync_op: status".into()))?;
    Ok(Known {
        hash: row.get(1)?,
        device: row.get(2)?,
        verdict: Verdict {
            op_id: Some(id.clone()),
            index: 0,
            status,
            code: row.get(4)?,
            message: row.get(5)?,
            entity_version: row.get(6)?,
            effective_at: Some(row.get(7)?),
        },
        id,
    })
}

/// When an operation counts as done; `None` when it never came.
pub fn effective_at(tx: &mut Tx<'_>, commune: &str, op_id: &str) -> Result<Option<Millis>, Error> {
    tx.value(sql!("SELECT effective_at FROM sync_op WHERE commune_id = $1 AND op_id = $2"), args![commune, op_id])
}

/// Operations that have this id, or this number on this device: at most two.
pub fn known(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Vec<Known>, Error> {
    tx.list(
        sql!(
            "SELECT op_id, hash, device_id, status, code, message, entity_version, effective_at FROM sync_op WHERE commune_id = $1 AND op_id = $2
              UNION ALL
              SELECT op_id, hash, device_id, status, code, message, entity_version, effective_at FROM sync_op
              WHERE commune_id = $1 AND device_id = $3 AND seq = $4 AND op_id <> $2"
        ),
        args![commune, &op.id, &op.device, op.seq],
        known_row,
    )
}

/// Where an operation stands; `None` when it never came.
pub fn status(tx: &mut Tx<'_>, commune: &str, op_id: &str) -> Result<Option<Status>, Error> {
    let status = tx.value::<String>(sql!("SELECT status FROM sync_op WHERE commune_id = $1 AND op_id = $2"), args![commune, op_id])?;
    Ok(status.and_then(|status| Status::parse(&status)))
}

/// Keeps an operation with its verdict; what was sent stays only while it waits, for the slices keep what counts.
///
/// `id` is the operation's own, or another one under which its number is taken when its own was used before; `actor` the account that it
/// counts for.
pub fn add(
    tx: &mut Tx<'_>,
    commune: &str,
    id: &str,
    op: &Op,
    actor: &str,
    when: When,
    verdict: &Verdict,
    uploaded_by: Option<&str>,
    now: Millis,
) -> Result<bool, Error> {
    let sent = if verdict.status.waits() { Some(tx.vault()?.seal(SENT, id, &op.kept())?) } else { None };
    let added = tx.run(
        sql!(
            "INSERT INTO sync_op (commune_id, op_id, device_id, seq, type, actor, entity_id, village_id, hash, received_at, effective_at, flags,
                status, code, message, entity_version, sent, uploaded_by, decided_at, decided_by, decision)
              VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL, NULL, NULL)
              ON CONFLICT DO NOTHING"
        ),
        args![
            commune, id, &op.device, op.seq, &op.kind, actor, &op.entity, &op.hash, now, when.at, when.flags(), verdict.status.code(),
            &verdict.code, &verdict.message, verdict.entity_version, sent, uploaded_by
        ],
    )?;
    Ok(added > 0)
}

/// Puts a new verdict in the place of the one that waited.
pub fn set_verdict(tx: &mut Tx<'_>, commune: &str, op_id: &str, verdict: &Verdict) -> Result<(), Error> {
    tx.run(
        sql!(
            "UPDATE sync_op SET status = $3, code = $4, message = $5, entity_version = $6, sent = CASE WHEN $7 THEN sent ELSE NULL END,
                effective_at = COALESCE($8, effective_at) WHERE commune_id = $1 AND op_id = $2"
        ),
        args![
            commune,
            op_id,
            verdict.status.code(),
            &verdict.code,
            &verdict.message,
            verdict.entity_version,
            verdict.status.waits(),
            verdict.effective_at
        ],
    )?;
    Ok(())
}

/// Lets an operation that was refused wait for an officer's word, as it was sent.
pub fn reopen(tx: &mut Tx<'_>, commune: &str, op: &Op, verdict: &Verdict, uploaded_by: &str) -> Result<(), Error> {
    let sent = tx.vault()?.seal(SENT, &op.id, &op.kept())?;
    tx.run(
        sql!(
            "UPDATE sync_op SET status = $3, code = $4, message = $5, entity_version = NULL, sent = $6, uploaded_by = $7, decided_at = NULL,
                decided_by = NULL, decision = NULL WHERE commune_id = $1 AND op_id = $2"
        ),
        args![commune, &op.id, verdict.status.code(), &verdict.code, &verdict.message, sent, uploaded_by],
    )?;
    Ok(())
}

/// Notes the village that a waiting operation concerns, so that its officers find it.
pub fn set_village(tx: &mut Tx<'_>, commune: &str, op_id: &str, village: &str) -> Result<(), Error> {
    tx.run(sql!("UPDATE sync_op SET village_id = $3 WHERE commune_id = $1 AND op_id = $2"), args![commune, op_id, village])?;
    Ok(())
}

/// Notes who decided about an operation, and why.
pub fn set_decision(tx: &mut Tx<'_>, scope: &Scope, op_id: &str, decision: &str, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!("UPDATE sync_op SET decided_at = $3, decided_by = $4, decision = $5 WHERE commune_id = $1 AND op_id = $2"),
        args![scope.commune(), op_id, now, scope.account(), decision],
    )?;
    Ok(())
}

/// Notes that an operation waits for another one.
pub fn wait(tx: &mut Tx<'_>, commune: &str, dep: &str, op_id: &str) -> Result<(), Error> {
    tx.run(
        sql!("INSERT INTO sync_wait (commune_id, dep_id, op_id) VALUES ($1, $2, $3) ON CONFLICT (commune_id, dep_id, op_id) DO NOTHING"),
        args![commune, dep, op_id],
    )?;
    Ok(())
}

/// Whether any operation of the commune waits for another one.
pub fn anything_waits(tx: &mut Tx<'_>, commune: &str) -> Result<bool, Error> {
    Ok(tx.value::<String>(sql!("SELECT op_id FROM sync_wait WHERE commune_id = $1 LIMIT 1"), args![commune])?.is_some())
}

/// The operations that waited for this one, in the order of their ids; they wait for it no longer.
pub fn stop_waiting(tx: &mut Tx<'_>, commune: &str, dep: &str) -> Result<Vec<String>, Error> {
    let waiting =
        tx.list(sql!("SELECT op_id FROM sync_wait WHERE commune_id = $1 AND dep_id = $2 ORDER BY op_id"), args![commune, dep], |row| {
            row.get::<String>(0)
        })?;
    if !waiting.is_empty() {
        tx.run(sql!("DELETE FROM sync_wait WHERE commune_id = $1 AND dep_id = $2"), args![commune, dep])?;
    }
    Ok(waiting)
}

/// Makes an operation wait for nothing any more.
pub fn forget_waits(tx: &mut Tx<'_>, commune: &str, op_id: &str) -> Result<(), Error> {
    tx.run(sql!("DELETE FROM sync_wait WHERE commune_id = $1 AND op_id = $2"), args![commune, op_id])?;
    Ok(())
}

/// An operation that waits, as it was sent, with what was worked out when it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// What was sent, as JSON.
    pub sent: String,
    /// Where it stands.
    pub status: Status,
    /// Why.
    pub code: String,
    /// When it counts as done.
    pub effective_at: Millis,
    /// The flags of its time.
    pub flags: String,
    /// When it came.
    pub received_at: Millis,
    /// The account that tapped.
    pub actor: String,
    /// The account that brought it in from a file.
    pub uploaded_by: Option<String>,
    /// The village it concerns; empty while that is not known.
    pub village: String,
    /// The name of who tapped.
    pub actor_name: String,
}

fn kept_row(vault: &Vault, row: &Row) -> Result<Kept, Error> {
    let id: String = row.get(0)?;
    Ok(Kept {
        sent: vault.open(SENT, &id, &row.get::<String>(1)?)?,
        status: Status::parse(&row.get::<String>(2)?).ok_or_else(|| Error::Other("sync_op: status".into()))?,
        code: row.get(3)?,
        effective_at: row.get(4)?,
        flags: row.get(5)?,
        received_at: row.get(6)?,
        actor: row.get(7)?,
        uploaded_by: row.get(8)?,
        village: row.get(9)?,
        actor_name: row.get(10)?,
        id,
    })
}

/// The waiting operation with this id, whoever's it is.
pub fn kept(tx: &mut Tx<'_>, commune: &str, op_id: &str) -> Result<Option<Kept>, Error> {
    let vault = tx.vault()?;
    tx.first(
        sql!(
            "SELECT o.op_id, o.sent, o.status, o.code, o.effective_at, o.flags, o.received_at, o.actor, o.uploaded_by, o.village_id,
                COALESCE(a.name, '')
              FROM sync_op o LEFT JOIN accounts_account a ON a.id = o.actor
              WHERE o.commune_id = $1 AND o.op_id = $2 AND o.sent IS NOT NULL"
        ),
        args![commune, op_id],
        |row| kept_row(&vault, row),
    )
}

/// The pictures that operations name which still wait; those of one account, or of all when `account` is empty.
pub fn waiting_blobs(tx: &mut Tx<'_>, commune: &str, account: &str) -> Result<BTreeSet<String>, Error> {
    let vault = tx.vault()?;
    let sent = tx.list(
        sql!("SELECT op_id, sent FROM sync_op WHERE commune_id = $1 AND sent IS NOT NULL AND ($2 = '' OR actor = $2)"),
        args![commune, account],
        |row| vault.open(SENT, &row.get::<String>(0)?, &row.get::<String>(1)?),
    )?;
    let named = sent.iter().filter_map(|sent| rules::read(&serde_json::from_str(sent).ok()?).ok());
    Ok(named.flat_map(|op| op.blobs).collect())
}

/// Deferred operations of a commune that came before `before`.
pub fn overdue(tx: &mut Tx<'_>, commune: &str, before: Millis) -> Result<Vec<String>, Error> {
    tx.list(
        sql!(
            "SELECT op_id FROM sync_op WHERE commune_id = $1 AND status = 'deferred' AND received_at < $2 AND sent IS NOT NULL
              ORDER BY received_at, op_id LIMIT 500"
        ),
        args![commune, before],
        |row| row.get(0),
    )
}

/// Operations of a commune that wait because a server before this one did not understand them.
pub fn not_understood(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<String>, Error> {
    tx.list(
        sql!(
            "SELECT op_id FROM sync_op WHERE commune_id = $1 AND status = 'quarantined' AND code IN ('unknown_type', 'unknown_schema')
              AND sent IS NOT NULL ORDER BY received_at, op_id LIMIT 500"
        ),
        args![commune],
        |row| row.get(0),
    )
}

/// The numbers of a device's operations after `after`, in order.
pub fn numbers_after(tx: &mut Tx<'_>, commune: &str, device: &str, after: i64) -> Result<Vec<i64>, Error> {
    tx.list(
        sql!("SELECT seq FROM sync_op WHERE commune_id = $1 AND device_id = $2 AND seq > $3 ORDER BY seq LIMIT 10000"),
        args![commune, device, after],
        |row| row.get(0),
    )
}

/// Keeps that a thing was taken back or deleted; tells whether that is new.
pub fn bury(tx: &mut Tx<'_>, commune: &str, id: &str, what: &str, reason: &str, by: &str, now: Millis) -> Result<bool, Error> {
    let buried = tx.run(
        sql!(
            "INSERT INTO sync_tombstone (commune_id, id, what, reason, at, deleted_by) VALUES ($1, $2, $3, $4, $5, $6)
              ON CONFLICT (commune_id, id) DO NOTHING"
        ),
        args![commune, id, what, reason, now, by],
    )?;
    Ok(buried > 0)
}

/// Whether a thing was taken back or deleted.
pub fn is_buried(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<bool, Error> {
    Ok(tx.value::<String>(sql!("SELECT id FROM sync_tombstone WHERE commune_id = $1 AND id = $2"), args![commune, id])?.is_some())
}

/// Takes tombstones away that stood long enough.
pub fn clear_tombstones(tx: &mut Tx<'_>, commune: &str, before: Millis) -> Result<u64, Error> {
    tx.run(sql!("DELETE FROM sync_tombstone WHERE commune_id = $1 AND at < $2"), args![commune, before])
}
