//! What officers decide: phones are taken out of use, operations that wait are let in or left out, rosters are kept so long.

use super::{
    receive::{self, Decision},
    rules::{SETTINGS, Status},
    store,
};
use crate::{
    accounts::{self, Event, Scope},
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        text::Lang,
    },
};

/// Takes a phone in reach out of use: its secret opens nothing any more, what is on it stays sealed there.
///
/// A phone is in reach when its owner holds, or held, something there. One that is out of use already stays as it is.
///
/// # Errors
/// [`Error::NotFound`] when there is no such phone in reach.
pub fn revoke_device(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<()> {
    if !store::device::is_in_reach(tx, scope, id)? {
        return Err(Error::NotFound);
    }
    if store::device::revoke(tx, scope.commune(), id, scope.account(), "officer", now)? {
        let detail: String = reason.trim().chars().take(200).collect();
        let event =
            Event { commune: scope.commune(), account: scope.account(), kind: "device-revoked", subject: id, detail: &detail, address: "" };
        accounts::log(tx, &event, now)?;
    }
    Ok(())
}

/// Lets an operation that waits in reach count, or leaves it out for a reason; tells whether it counts now.
///
/// Of two values of a field, letting it in chooses the one that was sent.
///
/// # Errors
/// As [`receive::settle`].
pub fn decide(tx: &mut Tx<'_>, scope: &Scope, op_id: &str, accept: bool, reason: &str, now: Millis) -> Result<bool> {
    let decision = if accept { Decision::Accept } else { Decision::Decline(reason.to_owned()) };
    let verdict = receive::settle(tx, scope, op_id, &decision, Lang::Vi, now)?;
    Ok(matches!(verdict.status, Status::Applied | Status::Duplicate))
}

/// Sets how many days phones of the commune keep what they were told; `days` in the order of [`SETTINGS`]. What stays as it is is not noted.
///
/// # Errors
/// A refusal when a number of days is out of bounds.
pub fn set_days(tx: &mut Tx<'_>, scope: &Scope, days: [i64; SETTINGS.len()], now: Millis) -> Result<()> {
    let known = store::state::settings(tx, scope.commune())?;
    for (setting, days) in SETTINGS.iter().zip(days) {
        if !setting.takes(days) {
            return Err(Error::refused("sync-days-wrong"));
        }
        let before = known.get(setting.name).copied().unwrap_or(setting.usual);
        if before != days {
            store::state::set_days(tx, scope.commune(), setting.name, days)?;
            let detail = format!("{before} → {days}");
            let event = Event {
                commune: scope.commune(),
                account: scope.account(),
                kind: "field-settings",
                subject: setting.name,
                detail: &detail,
                address: "",
            };
            accounts::log(tx, &event, now)?;
        }
    }
    Ok(())
}
