//! Calling one session off, on again, or moving it.

use super::{
    opening::{refuse_clash, venue_in_reach},
    rules::{Lesson, SessionState},
    store::{
        self,
        history::{self, NewChange},
    },
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Result},
        recur::Slot,
        text::Lang,
    },
};

/// Calls a session off; it stays on the timetable, crossed out, with the reason.
///
/// # Errors
/// [`Error::NotFound`]; a refusal without a reason, or when somebody was marked there.
pub fn cancel(tx: &mut Tx<'_>, scope: &Scope, session: &str, reason: &str, now: Millis) -> Result<()> {
    let lesson = untouched(tx, scope, session)?;
    if reason.trim().is_empty() {
        return Err(Error::refused("classes-refused-why"));
    }
    if lesson.is_cancelled() {
        return Ok(());
    }
    store::session::set_state(tx, scope.commune(), session, SessionState::Cancelled, reason, now)?;
    let before = in_words(&lesson.slot, &lesson.venue_name);
    history::add(tx, scope, &lesson.series, NewChange { session, what: "cancelled", before: &before, after: "", reason }, now)
}

/// Calls a session on again.
///
/// # Errors
/// [`Error::NotFound`]; a refusal when its venue was taken meanwhile, or it would be over already.
pub fn restore(tx: &mut Tx<'_>, scope: &Scope, session: &str, now: Millis) -> Result<()> {
    let lesson = untouched(tx, scope, session)?;
    if !lesson.is_cancelled() {
        return Ok(());
    }
    if lesson.ends_at() <= now {
        return Err(Error::refused("classes-refused-past"));
    }
    refuse_clash(tx, scope.commune(), &lesson.venue, &[lesson.slot], &lesson.series)?;
    store::session::set_state(tx, scope.commune(), session, SessionState::Planned, "", now)?;
    let after = in_words(&lesson.slot, &lesson.venue_name);
    history::add(tx, scope, &lesson.series, NewChange { session, what: "restored", before: "", after: &after, reason: "" }, now)
}

/// Moves a session to another time or venue.
///
/// # Errors
/// [`Error::NotFound`]; a refusal without a reason, when the new time is over, when the venue is taken or the class meets then already,
/// or when the session was called off or somebody was marked there.
pub fn move_to(tx: &mut Tx<'_>, scope: &Scope, session: &str, venue: &str, slot: Slot, reason: &str, now: Millis) -> Result<()> {
    let lesson = untouched(tx, scope, session)?;
    let venue = venue_in_reach(tx, scope, venue)?;
    if lesson.is_cancelled() {
        return Err(Error::refused("classes-refused-cancelled"));
    }
    if reason.trim().is_empty() {
        return Err(Error::refused("classes-refused-why"));
    }
    if dates::instant(slot.day(), slot.end()) <= now {
        return Err(Error::refused("classes-refused-past"));
    }
    let others = store::session::of_series(tx, scope.commune(), &lesson.series)?;
    if others.iter().any(|other| other.id != lesson.id && !other.is_cancelled() && other.slot.clashes(slot)) {
        return Err(Error::refused("classes-refused-twice"));
    }
    refuse_clash(tx, scope.commune(), &venue.id, &[slot], &lesson.series)?;
    let first_day = lesson.moved_from.unwrap_or(lesson.slot.day());
    let moved_from = (first_day != slot.day()).then_some(first_day);
    store::session::set_slot(tx, scope.commune(), session, &venue.id, slot, moved_from, reason, now)?;
    let (before, after) = (in_words(&lesson.slot, &lesson.venue_name), in_words(&slot, &venue.name));
    history::add(tx, scope, &lesson.series, NewChange { session, what: "moved", before: &before, after: &after, reason }, now)
}

/// A session in reach that nobody was marked at: evidence is never moved or called off.
fn untouched(tx: &mut Tx<'_>, scope: &Scope, session: &str) -> Result<Lesson> {
    let lesson = store::session::in_reach(tx, scope, session)?;
    if lesson.is_held() || store::mark::marks(tx, scope.commune(), session)? > 0 {
        return Err(Error::refused("classes-refused-held"));
    }
    Ok(lesson)
}

/// A session's time and place as the history keeps them.
fn in_words(slot: &Slot, venue: &str) -> String {
    format!("{}, {}, {venue}", dates::short_day(slot.day(), Lang::Vi), dates::clock_range(slot.start(), slot.end()))
}
