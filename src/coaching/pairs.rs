//! One kèm năm: putting a mentor and a person together, planning, taking over, ending.

use serde_json::json;

use super::{
    PAIRED,
    record::clean,
    rules,
    store::{self, change::NewChange, pair::Pair},
};
use crate::{
    accounts::{self, Right, Scope},
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Refusal, Result},
        ids,
    },
    ledger::{self, NewEntry},
    people,
};

/// A mentor and a person to be put together.
#[derive(Clone, Debug)]
pub struct NewPair {
    /// Its id, made once.
    pub id: String,
    /// The mentor's account.
    pub mentor: String,
    /// The person.
    pub person: String,
    /// What is agreed on, or empty.
    pub plan: String,
}

/// Whether an account coaches in a village of a commune now.
pub(super) fn coaches_in(tx: &mut Tx<'_>, commune: &str, village: &str, account: &str) -> Result<bool> {
    if accounts::by_id(tx, account)?.is_none_or(|account| account.disabled) {
        return Ok(false);
    }
    let grants = accounts::grants(tx, account)?;
    Ok(grants.iter().any(|grant| {
        grant.commune == commune
            && grant.role.rights().contains(&Right::Coach)
            && grant.village.as_deref().is_none_or(|granted| granted == village)
    }))
}

fn plan_of(text: &str) -> Result<String> {
    let plan = clean(text);
    if plan.chars().count() > rules::NOTE_LIMIT { Err(Error::refused("coaching-note-long")) } else { Ok(plan) }
}

fn reason_of(text: &str) -> Result<String> {
    let reason = plan_of(text)?;
    if reason.is_empty() { Err(Error::refused("coaching-reason-missing")) } else { Ok(reason) }
}

/// Puts a mentor and a person together; `scope` is the caller's for managing coaching. The same id again changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when the person is out of reach; a refusal when the account does not coach in the person's village, or somebody
/// accompanies the person already; [`Error::Changed`] when the id is in use for something else.
pub fn put_together(tx: &mut Tx<'_>, scope: &Scope, new: &NewPair, now: Millis) -> Result<Pair> {
    begin(tx, scope, new, None, now)
}

fn begin(tx: &mut Tx<'_>, scope: &Scope, new: &NewPair, taken_from: Option<&str>, now: Millis) -> Result<Pair> {
    let person = ledger::canonical(tx, scope.commune(), &new.person)?;
    let person = people::card(tx, scope, &person)?.ok_or(Error::NotFound)?;
    if !ids::is_id(&new.id) {
        return Err(Error::StaleForm);
    }
    tx.hold(&format!("coaching {} pair {}", scope.commune(), person.id))?;
    if let Some(known) = store::pair::by_id(tx, scope, &new.id)? {
        let same = known.mentor == new.mentor && known.person == person.id;
        return if same { Ok(known) } else { Err(Error::Changed) };
    }
    if !coaches_in(tx, scope.commune(), &person.village, &new.mentor)? {
        return Err(Error::refused("coaching-mentor-unfit"));
    }
    let plan = plan_of(&new.plan)?;
    if let Some(other) = store::pair::of_person(tx, scope, &person.id)? {
        let mentor = store::pair::by_id(tx, scope, &other)?.map(|pair| pair.mentor_name).unwrap_or_default();
        return Err(Refusal::new("coaching-pair-taken").with("name", mentor).into());
    }
    store::pair::insert(tx, scope, (&new.id, &new.mentor, &person.id, &person.village, &plan), taken_from, now)?;
    let entry = NewEntry {
        id: new.id.clone(),
        commune: scope.commune().to_owned(),
        village: person.village,
        kind: PAIRED,
        person: Some(person.id),
        audience: person.audience,
        subject: new.id.clone(),
        grade: None,
        attains: None,
        occurred_at: now,
        recorded_by: scope.account().to_owned(),
        device: None,
        body: json!({ "mentor": new.mentor }),
    };
    ledger::append(tx, &entry, now)?;
    let began = NewChange { subject: &new.id, what: "pair-began", after: &new.mentor, ..NewChange::default() };
    store::change::keep(tx, scope, began, now)?;
    ledger::changed(tx, scope.commune(), &entry.village, "pair", &new.id, now)?;
    store::pair::by_id(tx, scope, &new.id)?.ok_or(Error::NotFound)
}

/// Writes down what a mentor and a person agree on: the mentor, and who manages coaching.
///
/// # Errors
/// [`Error::NotFound`] when the pair is out of reach, or another's and the caller does not manage; [`Error::Changed`] when it changed
/// since `version`, or ended.
pub fn plan(tx: &mut Tx<'_>, scope: &Scope, id: &str, text: &str, version: i64, manages: bool, now: Millis) -> Result<()> {
    let pair = store::pair::by_id(tx, scope, id)?.filter(|pair| manages || pair.mentor == scope.account()).ok_or(Error::NotFound)?;
    let text = plan_of(text)?;
    if pair.plan == text {
        return Ok(());
    }
    if !store::pair::set_plan(tx, scope, id, &text, version)? {
        return Err(Error::Changed);
    }
    let change = NewChange { subject: id, what: "pair-plan", before: &pair.plan, after: &text, reason: "" };
    store::change::keep(tx, scope, change, now)?;
    Ok(ledger::changed(tx, scope.commune(), &pair.village, "pair", id, now)?)
}

/// Ends a pair, for a reason; ending it again changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when the pair is out of reach; a refusal without a reason.
pub fn end(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<()> {
    let pair = store::pair::by_id(tx, scope, id)?.ok_or(Error::NotFound)?;
    let reason = reason_of(reason)?;
    if store::pair::end(tx, scope, id, &reason, now)? {
        let change = NewChange { subject: id, what: "pair-ended", reason: &reason, ..NewChange::default() };
        store::change::keep(tx, scope, change, now)?;
        ledger::changed(tx, scope.commune(), &pair.village, "pair", id, now)?;
    }
    Ok(())
}

/// Hands a person over to another mentor: the pair ends, and a new one begins under `new_id`, which is answered.
///
/// # Errors
/// [`Error::NotFound`] when the pair is out of reach; a refusal without a reason, when it ended, when the mentor stays the same, and as
/// [`put_together`].
pub fn take_over(tx: &mut Tx<'_>, scope: &Scope, id: &str, mentor: &str, new_id: &str, reason: &str, now: Millis) -> Result<Pair> {
    let pair = store::pair::by_id(tx, scope, id)?.ok_or(Error::NotFound)?;
    if let Some(known) = store::pair::by_id(tx, scope, new_id)? {
        return if known.person == pair.person && known.mentor == mentor { Ok(known) } else { Err(Error::Changed) };
    }
    if pair.ended_at.is_some() {
        return Err(Error::refused("coaching-pair-ended"));
    }
    if pair.mentor == mentor {
        return Err(Error::refused("coaching-mentor-same"));
    }
    end(tx, scope, id, reason, now)?;
    let new = NewPair { id: new_id.to_owned(), mentor: mentor.to_owned(), person: pair.person, plan: pair.plan };
    let new = begin(tx, scope, &new, Some(id), now)?;
    let change = NewChange { subject: &new.id, what: "pair-taken-over", before: &pair.mentor, after: mentor, reason: &reason_of(reason)? };
    store::change::keep(tx, scope, change, now)?;
    Ok(new)
}
