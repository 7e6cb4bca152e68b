//! `sync_device`: the phones that were enrolled.

use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::Result,
        ids,
    },
    sql,
};

/// A phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The commune it works in.
    pub commune: String,
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub account: String,
    /// What the owner calls it.
    pub name: String,
    /// The browser, as it named itself.
    pub agent: String,
    /// The version of the app at the last push.
    pub app: String,
    /// When this phone was first enrolled, also under an older id.
    pub first_at: Millis,
    /// When it was enrolled under this id.
    pub enrolled_at: Millis,
    /// The last contact.
    pub seen_at: Millis,
    /// How many operations waited on it at the last push.
    pub pending: i64,
    /// The largest number up to which every operation of it is here.
    pub high_water: i64,
    /// When it was revoked.
    pub revoked_at: Option<Millis>,
    /// Why: `self`, `officer`, `again`, `account`; empty while it is in use.
    pub revoked_why: String,
    /// The SHA-256 of its secret.
    secret_hash: String,
}

impl Device {
    /// Whether this is the device's secret.
    pub fn has_secret(&self, secret: &str) -> bool {
        ids::same_secret(&ids::sha256_hex(secret.as_bytes()), &self.secret_hash)
    }
}

fn device_row(row: &Row) -> Result<Device, db::Error> {
    Ok(Device {
        commune: row.get(0)?,
        id: row.get(1)?,
        account: row.get(2)?,
        name: row.get(3)?,
        agent: row.get(4)?,
        app: row.get(5)?,
        first_at: row.get(6)?,
        enrolled_at: row.get(7)?,
        seen_at: row.get(8)?,
        pending: row.get(9)?,
        high_water: row.get(10)?,
        revoked_at: row.get(11)?,
        revoked_why: row.get(12)?,
        secret_hash: row.get(13)?,
    })
}

/// The device with this id, whatever its commune: only its secret proves that the caller may know more.
pub fn by_id(tx: &mut Tx<'_>, id: &str) -> Result<Option<Device>, db::Error> {
    tx.first(
        sql!(
            "SELECT commune_id, id, account_id, name, agent, app, first_at, enrolled_at, seen_at, pending, high_water, revoked_at,
                COALESCE(revoked_why, ''), secret_hash FROM sync_device WHERE id = $1"
        ),
        args![id],
        device_row,
    )
}

/// When the first phone of an account was enrolled in a commune; `None` when it never had one.
pub fn first_of(tx: &mut Tx<'_>, commune: &str, account: &str) -> Result<Option<Millis>, db::Error> {
    let first = tx.value::<Option<Millis>>(
        sql!("SELECT MIN(first_at) FROM sync_device WHERE commune_id = $1 AND account_id = $2"),
        args![commune, account],
    )?;
    Ok(first.flatten())
}

/// A phone to be enrolled.
#[derive(Clone, Copy, Debug)]
pub struct NewDevice<'a> {
    /// The commune.
    pub commune: &'a str,
    /// Whose it is.
    pub account: &'a str,
    /// What the owner calls it.
    pub name: &'a str,
    /// The browser, as it names itself.
    pub agent: &'a str,
    /// The device that this phone was before.
    pub again: Option<&'a str>,
}

/// Enrols a phone; answers its id. Of `again` only a device of the same account counts; it is revoked, and its beginning is this one's.
pub fn enrol(tx: &mut Tx<'_>, new: &NewDevice<'_>, secret: &str, now: Millis) -> Result<String, db::Error> {
    let id = ids::new(now);
    let older = match new.again {
        Some(again) => by_id(tx, again)?.filter(|device| device.account == new.account && device.commune == new.commune),
        None => None,
    };
    if let Some(older) = &older {
        revoke(tx, new.commune, &older.id, new.account, "again", now)?;
    }
    let first_at = older.as_ref().map_or(now, |device| device.first_at);
    tx.run(
        sql!(
            "INSERT INTO sync_device (commune_id, id, account_id, name, agent, app, secret_hash, again, first_at, enrolled_at, seen_at, pending,
                high_water, revoked_at, revoked_by, revoked_why)
              VALUES ($1, $2, $3, $4, $5, '', $6, $7, $8, $9, $9, 0, 0, NULL, NULL, NULL)"
        ),
        args![
            new.commune,
            &id,
            new.account,
            new.name,
            new.agent,
            ids::sha256_hex(secret.as_bytes()),
            older.map(|device| device.id),
            first_at,
            now
        ],
    )?;
    Ok(id)
}

/// Revokes a device of a commune; tells whether it was in use until now.
pub fn revoke(tx: &mut Tx<'_>, commune: &str, id: &str, by: &str, why: &str, now: Millis) -> Result<bool, db::Error> {
    let revoked = tx.run(
        sql!(
            "UPDATE sync_device SET revoked_at = $3, revoked_by = $4, revoked_why = $5 WHERE commune_id = $1 AND id = $2 AND revoked_at IS NULL"
        ),
        args![commune, id, now, by, why],
    )?;
    Ok(revoked > 0)
}

/// Notes a contact.
pub fn touch(tx: &mut Tx<'_>, device: &Device, now: Millis) -> Result<(), db::Error> {
    tx.run(sql!("UPDATE sync_device SET seen_at = $3 WHERE commune_id = $1 AND id = $2"), args![&device.commune, &device.id, now])?;
    Ok(())
}

/// Notes a push: what the phone told of itself, and up to where every operation of it is here.
pub fn note_push(tx: &mut Tx<'_>, device: &Device, app: &str, pending: i64, high_water: i64, now: Millis) -> Result<(), db::Error> {
    tx.run(
        sql!("UPDATE sync_device SET seen_at = $3, app = $4, pending = $5, high_water = $6 WHERE commune_id = $1 AND id = $2"),
        args![&device.commune, &device.id, now, app, pending, high_water],
    )?;
    Ok(())
}

/// Whether the phone belongs to an account that holds, or held, something in reach.
pub fn is_in_reach(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<bool> {
    let found = tx.value::<String>(
        sql!(
            "SELECT d.id FROM sync_device d WHERE d.commune_id = $1 AND d.id = $3 AND ($2 = '' OR EXISTS (SELECT 1 FROM accounts_grant g
              WHERE g.account_id = d.account_id AND g.commune_id = $1 AND $2 LIKE '%' || g.village_id || '%'))"
        ),
        args![scope.commune(), scope.reach(), id],
    )?;
    Ok(found.is_some())
}
