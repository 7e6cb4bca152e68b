//! What pages, the demo and other slices do with checks.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::{
    SHOWN, TRIED,
    rules::{self, Component, NewCheck, Outcome},
    standing,
    store::{self, Check},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Result},
        ids,
    },
    ledger::{self, Grade, NewEntry},
    people::{self, Card},
};

/// What a person reached of one component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attained {
    /// The best grade's letter.
    pub grade: String,
    /// The first day, `YYYY-MM-DD`.
    pub day: String,
    /// The entry it was first reached by.
    pub entry: String,
}

/// Where a person stands in one component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The component.
    pub component: Component,
    /// What they reached, by a check or by a class.
    pub attained: Option<Attained>,
    /// The latest check that stands, when there is one: what was seen, and on which day.
    pub last: Option<(Outcome, Date)>,
}

/// Records what a witness saw: the check and its ledger entry, of grade A.
///
/// A form sent twice records its check once.
///
/// # Errors
/// [`Error::NotFound`] when the person is out of reach; a refusal for a missing place or an impossible time;
/// [`Error::Changed`] when the id is in use for something else.
pub fn record(tx: &mut Tx<'_>, scope: &Scope, new: &NewCheck, now: Millis) -> Result<Check> {
    let person = people::card(tx, scope, &new.person)?.ok_or(Error::NotFound)?;
    // Held before it is looked for: of two taps at once the second finds what the first recorded.
    tx.hold(&format!("check {}", new.id))?;
    if let Some(known) = store::check(tx, scope.commune(), &new.id)? {
        let same = known.person == new.person && known.component == new.component.code() && known.outcome == new.outcome.code();
        return if same { Ok(known) } else { Err(Error::Changed) };
    }
    if !ids::is_id(&new.id) {
        return Err(Error::StaleForm);
    }
    if let Some((_, code)) = rules::fault(new, now) {
        return Err(Error::refused(code));
    }
    store::insert(tx, scope, new, &person.village, now)?;
    let mut body = json!({ "component": new.component.code(), "result": new.outcome.code(), "place": new.place.trim() });
    if !new.tasks.is_empty() {
        body["tasks"] = json!(new.tasks);
    }
    ledger::append(tx, &witnessed(scope, new, person, Some(new.component), body), now)?;
    standing::keep(tx, scope.commune(), &new.person, now)?;
    store::check(tx, scope.commune(), &new.id)?.ok_or(Error::NotFound)
}

/// The ledger entry of what a witness saw: grade A; done unaided it attains the component.
pub fn witnessed(scope: &Scope, new: &NewCheck, person: Card, component: Option<Component>, body: Value) -> NewEntry {
    let unaided = new.outcome == Outcome::Unaided;
    NewEntry {
        id: new.id.clone(),
        commune: scope.commune().to_owned(),
        village: person.village,
        kind: if unaided { SHOWN } else { TRIED },
        person: Some(person.id),
        audience: person.audience,
        subject: new.id.clone(),
        grade: Some(Grade::A),
        attains: component.filter(|_| unaided).map(|component| component.attains().to_owned()),
        occurred_at: new.at,
        recorded_by: scope.account().to_owned(),
        device: new.device.clone(),
        body,
    }
}

/// Takes a check back: its entry no longer counts, and both stay to be read. Taking it back again changes nothing.
///
/// `manages`: whether the caller manages the plan, and so is not held to the day it was recorded.
///
/// # Errors
/// [`Error::NotFound`] when the check or its person is out of reach; a refusal without a reason or after its day.
pub fn undo(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, manages: bool, now: Millis) -> Result<()> {
    let check = store::check(tx, scope.commune(), id)?.ok_or(Error::NotFound)?;
    let person = ledger::canonical(tx, scope.commune(), &check.person)?;
    people::card(tx, scope, &person)?.ok_or(Error::NotFound)?;
    let recorded_on = dates::day_of(check.recorded_at);
    if !rules::may_undo(&check.by, recorded_on, scope.account(), dates::day_of(now), manages) {
        return Err(Error::refused("learning-undo-late"));
    }
    void(tx, scope, id, reason, now)
}

/// Takes back, on a phone, a check of one's own at `at`, on the day on which it was seen or recorded; it may arrive later.
///
/// # Errors
/// As [`undo`].
pub fn take_back(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, at: Millis, now: Millis) -> Result<()> {
    let check = store::check(tx, scope.commune(), id)?.ok_or(Error::NotFound)?;
    let (seen_on, recorded_on) = (dates::day_of(check.at), dates::day_of(check.recorded_at));
    if !rules::may_take_back(&check.by, seen_on, recorded_on, scope.account(), dates::day_of(at)) {
        return Err(Error::refused("learning-undo-late"));
    }
    void(tx, scope, id, reason, now)
}

fn void(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<()> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::refused("learning-reason-missing"));
    }
    if reason.chars().count() > rules::NOTE_LIMIT {
        return Err(Error::refused("learning-note-long"));
    }
    if store::mark_undone(tx, scope, id, reason, now)? {
        ledger::void(tx, scope.commune(), id, &ids::new(now), reason, scope.account(), now)?;
        if let Some(check) = store::check(tx, scope.commune(), id)? {
            standing::keep(tx, scope.commune(), &check.person, now)?;
        }
    }
    Ok(())
}

/// Where a person stands in each of the five components, in the order of the plan.
pub fn components_of(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<Standing>> {
    let attained = store::attained(tx, commune, person)?;
    let checks = store::history(tx, commune, person)?;
    let standing = |component: Component| {
        let reached = attained.iter().find(|(code, ..)| code == component.code());
        let last = checks.iter().find(|check| check.component == component.code() && check.voided_at.is_none());
        Standing {
            component,
            attained: reached.map(|(_, grade, day, entry)| Attained { grade: grade.clone(), day: day.clone(), entry: entry.clone() }),
            last: last.map(|check| (store::outcome_of(&check.outcome), dates::day_of(check.at))),
        }
    };
    Ok(Component::ALL.into_iter().map(standing).collect())
}
