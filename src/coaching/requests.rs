//! Nhờ giúp: who asks for what, who it is given to, what came of it.

use super::{
    pairs::coaches_in,
    record::{clean, village_in_reach},
    rules::{self, Outcome, Topic},
    store::{
        self,
        change::NewChange,
        request::{NewRow, Request},
    },
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        ids,
    },
    ledger, people,
};

/// A request to be noted.
#[derive(Clone, Debug)]
pub struct NewRequest {
    /// Its id, made once.
    pub id: String,
    /// The person of the register who asks, when they are known.
    pub person: Option<String>,
    /// Who asks, in words, when they are not of the register.
    pub who: String,
    /// The village of somebody not of the register; empty for the caller's only village.
    pub village: String,
    /// About what.
    pub topic: Topic,
    /// What they ask for.
    pub note: String,
    /// Who it is given to at once.
    pub helper: Option<String>,
}

fn words(text: &str) -> Result<String> {
    let text = clean(text);
    if text.chars().count() > rules::NOTE_LIMIT { Err(Error::refused("coaching-note-long")) } else { Ok(text) }
}

/// Notes that somebody asks for help; `scope` is the caller's for managing coaching. The same id again changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when person or village is out of reach; a refusal when nobody is named, the helper does not coach there, or words
/// are too long; [`Error::Changed`] when the id is in use for something else.
pub fn ask(tx: &mut Tx<'_>, scope: &Scope, new: &NewRequest, now: Millis) -> Result<Request> {
    let person = match &new.person {
        Some(person) => {
            let person = ledger::canonical(tx, scope.commune(), person)?;
            Some(people::card(tx, scope, &person)?.ok_or(Error::NotFound)?)
        }
        None => None,
    };
    let village = match &person {
        Some(card) => card.village.clone(),
        None => village_in_reach(tx, scope, &new.village)?,
    };
    if !ids::is_id(&new.id) {
        return Err(Error::StaleForm);
    }
    if let Some(known) = store::request::by_id(tx, scope, &new.id)? {
        let same = known.person == person.as_ref().map(|card| card.id.clone()) && known.topic == new.topic.code();
        return if same { Ok(known) } else { Err(Error::Changed) };
    }
    if store::request::exists(tx, scope.commune(), &new.id)? {
        return Err(Error::Changed);
    }
    let (who, note) = (clean(&new.who), words(&new.note)?);
    if person.is_none() && who.is_empty() {
        return Err(Error::refused("coaching-who-missing"));
    }
    if who.chars().count() > rules::PLACE_LIMIT {
        return Err(Error::refused("coaching-place-long"));
    }
    if let Some(helper) = &new.helper
        && !coaches_in(tx, scope.commune(), &village, helper)?
    {
        return Err(Error::refused("coaching-mentor-unfit"));
    }
    let row = NewRow {
        id: &new.id,
        village: &village,
        person: person.as_ref().map(|card| card.id.as_str()),
        who: &who,
        topic: new.topic.code(),
        note: &note,
        helper: new.helper.as_deref(),
        asked_at: now,
    };
    store::request::insert(tx, scope, row)?;
    let change = NewChange { subject: &new.id, what: "request-asked", after: new.helper.as_deref().unwrap_or(""), ..NewChange::default() };
    store::change::keep(tx, scope, change, now)?;
    ledger::changed(tx, scope.commune(), &village, "request", &new.id, now)?;
    store::request::by_id(tx, scope, &new.id)?.ok_or(Error::NotFound)
}

/// Gives an open request to a helper, or to nobody.
///
/// # Errors
/// [`Error::NotFound`] when it is out of reach; a refusal when it is closed, or the helper does not coach there.
pub fn give(tx: &mut Tx<'_>, scope: &Scope, id: &str, helper: Option<&str>, now: Millis) -> Result<()> {
    let request = store::request::by_id(tx, scope, id)?.ok_or(Error::NotFound)?;
    if request.helper.as_deref() == helper {
        return Ok(());
    }
    if let Some(helper) = helper
        && !coaches_in(tx, scope.commune(), &request.village, helper)?
    {
        return Err(Error::refused("coaching-mentor-unfit"));
    }
    if !store::request::give(tx, scope, id, helper)? {
        return Err(Error::refused("coaching-request-closed"));
    }
    let (before, after) = (request.helper.unwrap_or_default(), helper.unwrap_or(""));
    store::change::keep(tx, scope, NewChange { subject: id, what: "request-given", before: &before, after, reason: "" }, now)?;
    Ok(ledger::changed(tx, scope.commune(), &request.village, "request", id, now)?)
}

/// What became of closing a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It is closed now.
    Now,
    /// The same account had closed it with the same result.
    Again,
    /// Somebody had closed it before: their name and when.
    Before(String, Millis),
}

/// Closes a request of the caller's reach with what came of it. “Chưa làm được” closes it too, and resolves nothing.
///
/// # Errors
/// [`Error::NotFound`] when it is out of reach; a refusal when the note is too long or the time impossible.
pub fn close(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: &str,
    outcome: Outcome,
    note: &str,
    at: Millis,
    device: Option<&str>,
    now: Millis,
) -> Result<Closed> {
    let request = store::request::by_id(tx, scope, id)?.ok_or(Error::NotFound)?;
    if let Some(closed_at) = request.closed_at {
        let same = request.closed_by.as_deref() == Some(scope.account()) && request.result == outcome.code();
        return Ok(if same { Closed::Again } else { Closed::Before(request.closed_by_name, closed_at) });
    }
    if let Some(code) = rules::when_fault(at, now) {
        return Err(Error::refused(code));
    }
    let note = words(note)?;
    tx.hold(&format!("coaching {} {id}", scope.commune()))?;
    if !store::request::close(tx, scope, (id, outcome.code(), &note), at, device, now)? {
        return Err(Error::Changed);
    }
    let change = NewChange { subject: id, what: "request-closed", after: outcome.code(), reason: &note, before: "" };
    store::change::keep(tx, scope, change, now)?;
    ledger::changed(tx, scope.commune(), &request.village, "request", id, now)?;
    super::quotas::tell(tx, scope, &request.village, scope.account(), at, now)?;
    Ok(Closed::Now)
}

/// Opens a closed request again, for a reason.
///
/// # Errors
/// [`Error::NotFound`] when it is out of reach; a refusal without a reason.
pub fn reopen(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<()> {
    let request = store::request::by_id(tx, scope, id)?.ok_or(Error::NotFound)?;
    let reason = words(reason)?;
    if reason.is_empty() {
        return Err(Error::refused("coaching-reason-missing"));
    }
    if store::request::reopen(tx, scope, id)? {
        let change = NewChange { subject: id, what: "request-reopened", reason: &reason, ..NewChange::default() };
        store::change::keep(tx, scope, change, now)?;
        ledger::changed(tx, scope.commune(), &request.village, "request", id, now)?;
        let closed_by = request.closed_by.as_deref().unwrap_or_default();
        super::quotas::tell(tx, scope, &request.village, closed_by, request.closed_at.unwrap_or(now), now)?;
    }
    Ok(())
}
