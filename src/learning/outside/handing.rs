//! A result is handed in with a proof, and somebody who may decides what it is worth.

use super::{
    courses,
    entering::{OutsideResult, Reached, enter, take_out},
    rules::{NOTE_LIMIT, NewResult, State, WAITING_LIMIT, number_key},
    store::{self, NewRow, Stored},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        fold, ids,
    },
    ledger,
    people::{self, Card},
};

/// Who hands a result in, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Hand<'a> {
    /// Made once when the form was opened: a form sent twice hands in once.
    pub id: &'a str,
    /// Whose result it is.
    pub person: &'a Card,
    /// The account, or `learner`.
    pub by: &'a str,
    /// Whether an officer hands it in.
    pub is_officer: bool,
    /// The picture's name and media type; empty when there is none.
    pub picture: (&'a str, &'a str),
}

/// Puts down a result that waits. `new` was found to be without faults.
///
/// # Errors
/// [`Error::StaleForm`] without an id; [`Error::Changed`] when it is in use for something else; a refusal for a course that is not in the table,
/// that counts for this person already or waits already, or when too much of theirs waits.
pub fn hand_in(tx: &mut Tx<'_>, commune: &str, hand: Hand<'_>, new: &NewResult, now: Millis) -> Result<String> {
    if !ids::is_id(hand.id) {
        return Err(Error::StaleForm);
    }
    tx.hold(&format!("outside {commune} {}", hand.person.id))?;
    if let Some((person, course)) = store::is_known(tx, commune, hand.id)? {
        return if person == hand.person.id && course == new.course { Ok(hand.id.to_owned()) } else { Err(Error::Changed) };
    }
    let course = courses::course(tx, commune, &new.course)?.filter(|course| course.active);
    let course = course.ok_or_else(|| Error::refused("learning-outside-course-missing"))?;
    match store::standing(tx, commune, &hand.person.id, &course.id)?.first() {
        Some((_, State::Verified)) => return Err(Error::refused("learning-outside-counts-already")),
        Some(_) => return Err(Error::refused("learning-outside-waits-already")),
        None => {}
    }
    if store::waiting(tx, commune, &hand.person.id)? >= WAITING_LIMIT {
        return Err(Error::refused("learning-outside-waits-many"));
    }
    people::hold(tx, commune, &hand.person.id)?;
    let row = NewRow {
        id: hand.id,
        source: if hand.is_officer { "officer" } else { "claim" },
        list: "",
        person: &hand.person.id,
        course: &course.id,
        day: new.day.ok_or_else(|| Error::refused("learning-outside-day-missing"))?,
        number: &new.number,
        number_key: &number_key(&new.number),
        link: &new.link,
        picture: hand.picture,
        note: &new.note,
        state: State::Waiting,
        entries: &[],
        by: hand.by,
    };
    store::insert(tx, commune, &row, now)?;
    Ok(hand.id.to_owned())
}

/// Decides about a result: it counts, it is refused, or what counted is taken back. Deciding the same again changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when its person is out of reach; a refusal without a reason where one is needed, when the course counts for this person
/// by another result, or when it can't come to that any more.
pub(super) fn decide(tx: &mut Tx<'_>, scope: &Scope, id: &str, to: State, reason: &str, now: Millis) -> Result<Stored> {
    let commune = scope.commune();
    let first = store::result(tx, scope, id)?.ok_or(Error::NotFound)?;
    tx.hold(&format!("outside {commune} {}", first.person))?;
    let stored = store::result(tx, scope, id)?.ok_or(Error::NotFound)?;
    if stored.state == to {
        return Ok(stored);
    }
    if !stored.state.leads_to().contains(&to) {
        return Err(Error::refused("learning-outside-decided"));
    }
    let reason = fold::nfc(reason);
    if reason.is_empty() && to != State::Verified {
        return Err(Error::refused("learning-reason-missing"));
    }
    if reason.chars().count() > NOTE_LIMIT {
        return Err(Error::refused("learning-note-long"));
    }
    let entries = match to {
        State::Verified => enter_stored(tx, scope, &stored, now)?,
        State::TakenBack => {
            take_out(tx, commune, &stored.entries, &reason, scope.account(), now)?;
            stored.entries.clone()
        }
        State::Refused | State::Waiting => Vec::new(),
    };
    if !store::move_on(tx, commune, id, (stored.state, to), &entries, &reason, scope.account(), now)? {
        return Err(Error::Changed);
    }
    Ok(stored)
}

fn enter_stored(tx: &mut Tx<'_>, scope: &Scope, stored: &Stored, now: Millis) -> Result<Vec<String>> {
    let commune = scope.commune();
    let person = ledger::canonical(tx, commune, &stored.person)?;
    let card = people::card(tx, scope, &person)?.ok_or(Error::NotFound)?;
    let standing = store::standing(tx, commune, &card.id, &stored.course)?;
    if standing.iter().any(|(id, state)| *state == State::Verified && *id != stored.id) {
        return Err(Error::refused("learning-outside-counts-already"));
    }
    let course = courses::course(tx, commune, &stored.course)?.ok_or(Error::NotFound)?;
    let result = OutsideResult {
        subject: &stored.id,
        person: &card,
        reached: Reached::Course { course: &course.id, title: &course.facts.title, platform: &course.facts.platform },
        skills: &course.facts.skills,
        day: stored.day.ok_or_else(|| Error::Broken("a result without a day".into()))?,
        by_way_of: "claim",
        recorded_by: scope.account(),
    };
    enter(tx, commune, &result, now)
}
