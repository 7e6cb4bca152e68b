//! Quotas: issued by whoever manages coaching, reached by what is in the logs.

use jiff::civil::Date;

use super::{
    pairs::coaches_in,
    record::{clean, village_in_reach},
    rules::{self, Done, Wanted},
    store::{self, change::NewChange, quota::Quota},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Result},
        ids,
        period::{Kind, Period},
    },
    ledger,
};

/// A quota to be issued.
#[derive(Clone, Debug)]
pub struct NewQuota {
    /// The period's code: a report month or a quarter.
    pub period: String,
    /// The village; empty for the caller's only village.
    pub village: String,
    /// The helper's account; empty for the village's team.
    pub account: String,
    /// What it asks for.
    pub wanted: Wanted,
    /// The decision it is issued by, or empty.
    pub note: String,
    /// The version that the caller saw; 0 for none.
    pub seen: i64,
}

/// A quota with how far it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The quota.
    pub quota: Quota,
    /// What was done so far.
    pub done: Done,
    /// How far that is, in percent.
    pub percent: i64,
}

/// Issues a quota, or changes one.
///
/// # Errors
/// [`Error::NotFound`] when the village is out of reach; a refusal for a period that is no month or quarter, numbers that make no sense,
/// or a helper who does not coach there; [`Error::Changed`] when somebody changed it since `seen`.
pub fn issue(tx: &mut Tx<'_>, scope: &Scope, new: &NewQuota, now: Millis) -> Result<String> {
    let village = village_in_reach(tx, scope, &new.village)?;
    let period = rules::period_of(&new.period).ok_or(Error::refused("coaching-quota-period"))?.code();
    if let Some(code) = new.wanted.fault() {
        return Err(Error::refused(code));
    }
    if !new.account.is_empty() && !coaches_in(tx, scope.commune(), &village, &new.account)? {
        return Err(Error::refused("coaching-mentor-unfit"));
    }
    let note = clean(&new.note);
    if note.chars().count() > rules::NOTE_LIMIT {
        return Err(Error::refused("coaching-note-long"));
    }
    tx.hold(&format!("coaching {} quota {period} {village} {}", scope.commune(), new.account))?;
    let known = store::quota::find(tx, scope, &period, &village, &new.account)?;
    if known.as_ref().is_some_and(|known| known.wanted == new.wanted && known.note == note) {
        return Ok(known.map(|known| known.id).unwrap_or_default());
    }
    let id = known.as_ref().map_or_else(|| ids::new(now), |known| known.id.clone());
    if !store::quota::put(tx, scope, (&id, &period, &village, &new.account), new.wanted, &note, new.seen, now)? {
        return Err(Error::Changed);
    }
    let told = |wanted: Wanted| {
        let part = |part: Option<i64>| part.map_or_else(|| "–".to_owned(), |part| part.to_string());
        format!("{} · {} · {}", part(wanted.people), part(wanted.sessions), part(wanted.difficulties))
    };
    let (before, after) = (known.map(|known| told(known.wanted)).unwrap_or_default(), told(new.wanted));
    let change = NewChange { subject: &id, what: "quota-issued", before: &before, after: &after, reason: &note };
    store::change::keep(tx, scope, change, now)?;
    ledger::changed(tx, scope.commune(), &village, "quota", &id, now)?;
    Ok(id)
}

/// The codes of the month and the quarter that hold a day.
fn periods_of(day: Date) -> Vec<String> {
    [Kind::Month, Kind::Quarter].into_iter().filter_map(|kind| Period::containing(kind, day).ok()).map(Period::code).collect()
}

/// Says in the feed that the quotas of a helper and of a village's team are reached differently, for something done at `at`.
pub(super) fn tell(tx: &mut Tx<'_>, scope: &Scope, village: &str, by: &str, at: Millis, now: Millis) -> Result<()> {
    for period in periods_of(dates::day_of(at)) {
        for (id, of) in store::quota::touched(tx, scope.commune(), &period, village, by)? {
            ledger::changed(tx, scope.commune(), &of, "quota", &id, now)?;
        }
    }
    Ok(())
}

/// How far a quota is reached.
pub fn standing(tx: &mut Tx<'_>, scope: &Scope, quota: Quota) -> Result<Standing> {
    let days = rules::period_of(&quota.period).map_or((Date::MIN, Date::MIN), Period::cutoff);
    let done = store::quota::done(tx, scope.commune(), &quota.village, &quota.account, days)?;
    let percent = quota.wanted.reached(done);
    Ok(Standing { quota, done, percent })
}

/// The quotas of a period in reach with how far they are reached; `account`: one helper's own alone.
pub fn of_period(tx: &mut Tx<'_>, scope: &Scope, period: &str, account: Option<&str>) -> Result<Vec<Standing>> {
    store::quota::list(tx, scope, period, account)?.into_iter().map(|quota| standing(tx, scope, quota)).collect()
}

/// The quotas that the caller works on today: their own of this month and this quarter, else those of their only village's team.
pub fn of_caller(tx: &mut Tx<'_>, scope: &Scope, today: Date) -> Result<Vec<Standing>> {
    let periods = periods_of(today);
    let mut found = Vec::new();
    for period in &periods {
        found.extend(of_period(tx, scope, period, Some(scope.account()))?);
    }
    if found.is_empty() && scope.only_village().is_some() {
        for period in &periods {
            found.extend(of_period(tx, scope, period, Some(""))?);
        }
    }
    Ok(found)
}
