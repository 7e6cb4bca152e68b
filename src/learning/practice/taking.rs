//! A practice under supervision, tap by tap; and the end of one that somebody did alone.

use super::{
    machine,
    rules::{Both, Step},
};
use crate::{
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        ids,
    },
    learning::quiz::{
        Attempt, Beginner, Kind, conclude, forget_old, fresh, is_open, keep_attempt, put_attempt, round_of, run_out, stored_attempt,
    },
};

/// Begins an attempt under supervision, or answers the one that was begun with the same id.
///
/// # Errors
/// [`Error::NotFound`] when there is no such practice; [`Error::StaleForm`] when the id is none.
pub fn begin(tx: &mut Tx<'_>, commune: &str, practice: &str, beginner: Beginner<'_>, now: Millis) -> Result<Attempt> {
    let machine = machine(practice).ok_or(Error::NotFound)?;
    if !ids::is_id(beginner.id) {
        return Err(Error::StaleForm);
    }
    tx.hold(&format!("attempt {}", beginner.id))?;
    if let Some(known) = stored_attempt(tx, commune, beginner.id)? {
        let same = known.item == machine.id && known.person.as_deref() == beginner.person;
        return if same { Ok(known) } else { Err(Error::Changed) };
    }
    let attempt = Attempt { screen: machine.start.clone(), ..fresh(Kind::Practice, &machine.id, beginner, now) };
    put_attempt(tx, commune, &attempt)?;
    Ok(attempt)
}

/// What a tap under supervision did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tapped {
    /// The learner is on the next screen.
    On,
    /// A mistake, with the reason.
    Mistake(&'static Both),
    /// Nothing changed: the tap was of a screen that was left before.
    Stale,
    /// The time was up; the practice ended without its good end.
    Late,
}

/// Keeps a tap on a screen; a good end goes into the ledger.
///
/// # Errors
/// [`Error::NotFound`] when there is no such attempt; a refusal when the round was closed.
pub fn tap(tx: &mut Tx<'_>, commune: &str, id: &str, screen: &str, part: Option<usize>, typed: &str, now: Millis) -> Result<Tapped> {
    tx.hold(&format!("attempt {id}"))?;
    let mut attempt = stored_attempt(tx, commune, id)?.filter(|attempt| attempt.kind == Kind::Practice).ok_or(Error::NotFound)?;
    let machine = machine(&attempt.item).ok_or(Error::NotFound)?;
    if attempt.undone.is_some() {
        return Err(Error::refused("learning-attempt-undone"));
    }
    if attempt.ended_at.is_some() || attempt.screen != screen {
        return Ok(Tapped::Stale);
    }
    if round_of(tx, commune, &attempt)?.is_some_and(|round| !is_open(&round, now)) {
        return Err(Error::refused("learning-quiz-round-closed"));
    }
    if attempt.is_over(now) {
        run_out(tx, commune, &mut attempt, now)?;
        return Ok(Tapped::Late);
    }
    let Some(part) = part else {
        attempt.hints += 1;
        keep_attempt(tx, commune, &attempt)?;
        return Ok(Tapped::On);
    };
    match machine.step(screen, part, typed) {
        Step::Nothing => Ok(Tapped::Stale),
        Step::Mistake(why) => {
            attempt.mistakes += 1;
            keep_attempt(tx, commune, &attempt)?;
            Ok(Tapped::Mistake(why))
        }
        Step::Go(to) => {
            to.clone_into(&mut attempt.screen);
            match machine.screens.get(to) {
                Some(screen) if screen.end.is_some() => {
                    attempt.passed = screen.is_good_end();
                    conclude(tx, commune, &mut attempt, now)?;
                }
                _ => keep_attempt(tx, commune, &attempt)?,
            }
            Ok(Tapped::On)
        }
    }
}

/// Keeps that somebody came to a good end alone: anonymous, with a code to claim it by. A form sent twice is kept once.
///
/// # Errors
/// As [`begin`].
pub fn done_alone(tx: &mut Tx<'_>, commune: &str, practice: &str, id: &str, mistakes: i64, now: Millis) -> Result<Attempt> {
    forget_old(tx, commune, now)?;
    let mut attempt = begin(tx, commune, practice, Beginner { id, round: None, person: None }, now)?;
    if attempt.ended_at.is_none() {
        attempt.mistakes = mistakes.clamp(0, 1_000);
        attempt.passed = true;
        conclude(tx, commune, &mut attempt, now)?;
    }
    Ok(attempt)
}
