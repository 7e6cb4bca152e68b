//! `sync_state`, `sync_count`: the store's epoch, settings, and the sums that must agree.

use std::collections::BTreeMap;

use crate::{
    args,
    kit::{
        clock::{DAY, Millis},
        dates,
        db::{Error, Tx},
        error::Result,
        ids,
    },
    sql,
    sync::rules::{PIN_DIGITS, SETTINGS},
};

/// A value of the deployment, or of a commune.
fn value(tx: &mut Tx<'_>, commune: &str, name: &str) -> Result<Option<String>, Error> {
    tx.value(sql!("SELECT value FROM sync_state WHERE commune_id = $1 AND name = $2"), args![commune, name])
}

fn set(tx: &mut Tx<'_>, commune: &str, name: &str, value: &str) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO sync_state (commune_id, name, value) VALUES ($1, $2, $3)
              ON CONFLICT (commune_id, name) DO UPDATE SET value = excluded.value"
        ),
        args![commune, name, value],
    )?;
    Ok(())
}

/// Which life of the store this is; empty before the first phone was enrolled.
pub fn epoch(tx: &mut Tx<'_>) -> Result<String, Error> {
    Ok(value(tx, "", "epoch")?.unwrap_or_default())
}

/// Which life of the store this is; the first one begins when it is first asked for.
pub fn begin_epoch(tx: &mut Tx<'_>, now: Millis) -> Result<String, Error> {
    let known = epoch(tx)?;
    if !known.is_empty() {
        return Ok(known);
    }
    let first = ids::new(now);
    set(tx, "", "epoch", &first)?;
    Ok(first)
}

/// Begins another life of the store, as after a restore: phones send again what they had sent.
///
/// Phones that were enrolled after the backup are unknown to this store. It remembers when the backup was made, as far as it can tell: nothing
/// that they send is older.
pub fn renew_epoch(tx: &mut Tx<'_>, now: Millis) -> Result<()> {
    let last = tx.value::<Option<Millis>>(
        sql!(
            "SELECT MAX(r.at) FROM (SELECT MAX(seen_at) AS at FROM sync_device UNION ALL SELECT MAX(enrolled_at) FROM sync_device
              UNION ALL SELECT MAX(received_at) FROM sync_op) r"
        ),
        args![],
    )?;
    if let Some(last) = last.flatten() {
        set(tx, "", "restored", &last.min(now).to_string())?;
    }
    Ok(set(tx, "", "epoch", &ids::new(now))?)
}

/// The last thing that the store knew when it was brought back from a backup; `None` when it never was.
pub fn restored_from(tx: &mut Tx<'_>) -> Result<Option<Millis>, Error> {
    Ok(value(tx, "", "restored")?.and_then(|at| at.parse().ok()))
}

/// Notes that a backup taken at `taken_at` was verified: what is older need not be sent again.
pub fn note_backup(tx: &mut Tx<'_>, taken_at: Millis) -> Result<()> {
    Ok(set(tx, "", "backup", &taken_at.to_string())?)
}

/// When the newest verified backup was taken; `None` when none ever was.
pub fn backup_at(tx: &mut Tx<'_>) -> Result<Option<Millis>> {
    Ok(value(tx, "", "backup")?.and_then(|at| at.parse::<Millis>().ok()))
}

/// Phones keep what they sent for at least so long.
const KEPT: Millis = 30 * DAY;

/// Until when phones may forget what has a verdict: before the newest verified backup, and at least thirty days ago; 0 without a backup.
pub fn durable_through(tx: &mut Tx<'_>, now: Millis) -> Result<Millis, Error> {
    let backup = value(tx, "", "backup")?.and_then(|at| at.parse::<Millis>().ok());
    Ok(backup.map_or(0, |at| at.min(now - KEPT)).max(0))
}

/// The settings that phones of a commune are told.
pub fn settings(tx: &mut Tx<'_>, commune: &str) -> Result<BTreeMap<&'static str, i64>, Error> {
    let mut told = BTreeMap::from([("pin_digits", PIN_DIGITS)]);
    for setting in SETTINGS {
        let set = value(tx, commune, setting.name)?.and_then(|value| value.parse().ok()).filter(|days| setting.takes(*days));
        told.insert(setting.name, set.unwrap_or(setting.usual));
    }
    Ok(told)
}

/// Sets one of [`SETTINGS`] for a commune; phones hear of it at their next contact.
pub fn set_days(tx: &mut Tx<'_>, commune: &str, name: &'static str, days: i64) -> Result<(), Error> {
    set(tx, commune, name, &days.to_string())
}

/// Counts operations that came in, or verdicts that went out under a code.
pub fn count(tx: &mut Tx<'_>, commune: &str, code: &str, n: usize, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO sync_count (commune_id, day, code, n) VALUES ($1, $2, $3, $4)
              ON CONFLICT (commune_id, day, code) DO UPDATE SET n = sync_count.n + excluded.n"
        ),
        args![commune, dates::day_of(now), code, n],
    )?;
    Ok(())
}

/// Operations received and verdicts given, of all communes since the beginning: the two are equal.
pub fn sums(tx: &mut Tx<'_>) -> Result<(i64, i64), Error> {
    let received = tx.count(sql!("SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM sync_count WHERE code = ''"), args![])?;
    let given = tx.count(sql!("SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM sync_count WHERE code <> ''"), args![])?;
    Ok((received, given))
}

/// Whether something that is done once in a while is due, and notes that it is done now.
pub fn is_due(tx: &mut Tx<'_>, commune: &str, name: &str, every: Millis, now: Millis) -> Result<bool, Error> {
    let last = value(tx, commune, name)?.and_then(|at| at.parse::<Millis>().ok());
    if last.is_some_and(|last| (0..every).contains(&(now - last))) {
        return Ok(false);
    }
    set(tx, commune, name, &now.to_string())?;
    Ok(true)
}
