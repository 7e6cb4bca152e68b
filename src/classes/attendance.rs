//! Attendance: a tap on the roll, a walk-in at the door, and what both leave in the ledger.

use serde_json::json;

use super::{
    ATTENDED, HELD, KNOWLEDGE, enrolment,
    rules::{self, Lesson, Mark, MarkError, Marking, Presence, Said},
    store,
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Refusal, Result},
        ids,
        text::{Lang, Text},
    },
    ledger::{self, Grade, NewEntry},
    people::{self, NewPerson},
};

/// One tap on the roll.
#[derive(Clone, Debug)]
pub struct Tap {
    /// The session's id.
    pub session: String,
    /// The person's id.
    pub person: String,
    /// What is said.
    pub said: Said,
    /// The version of the mark that the caller saw; 0 for none.
    pub seen: i64,
    /// Why, for a correction after the day.
    pub reason: String,
    /// The tap's own id, the same when it is sent again; may be empty.
    pub id: String,
    /// Whether the caller may change classes, and so correct later.
    pub corrects: bool,
}

/// What stands there after a tap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What is marked.
    pub presence: Option<Presence>,
    /// When, in UTC milliseconds.
    pub at: Millis,
    /// The account's name.
    pub by: String,
    /// How many are here.
    pub present: usize,
    /// How many are on the roll.
    pub total: usize,
}

/// Takes a tap: decides, keeps the mark and its history, and brings the ledger in line.
///
/// The same tap sent again, and a tap that says what stands there already, change nothing: the first mark stays.
/// `at` is when it was said, `now` when it is recorded; both in UTC milliseconds.
///
/// # Errors
/// [`Error::NotFound`] when the session is out of reach or the person is not on its roll; a refusal as [`rules::presence`] says, or when
/// somebody else changed the mark since the caller saw it.
pub fn tap(tx: &mut Tx<'_>, scope: &Scope, tap: &Tap, at: Millis, now: Millis) -> Result<Taken> {
    tx.hold(&format!("session {}", tap.session))?;
    let lesson = store::session::in_reach(tx, scope, &tap.session)?;
    let person = ledger::canonical(tx, scope.commune(), &tap.person)?;
    let known = store::mark::mark(tx, scope.commune(), &lesson.id, &person)?;
    if known.is_none() && !enrolment::is_enrolled(tx, scope.commune(), &lesson.series, &person)? {
        return Err(Error::NotFound);
    }
    let sent_again = ids::is_id(&tap.id) && store::mark::is_noted(tx, scope.commune(), &tap.id)?;
    if !sent_again {
        if let Some(mark) = known.as_ref().filter(|mark| rules::stale(Some(mark), tap.seen, scope.account(), tap.said)) {
            return Err(changed_since(tx, scope, &lesson, mark)?);
        }
        put(tx, scope, &lesson, &person, known, tap, at, now)?;
    }
    answer(tx, scope.commune(), &lesson, &person)
}

/// Marks one person and answers nothing: for commands and the demo. Whoever is not enrolled is enrolled as a walk-in.
///
/// # Errors
/// [`Error::NotFound`] when session or person is out of reach; a refusal as [`rules::presence`] says.
pub fn mark(tx: &mut Tx<'_>, scope: &Scope, session: &str, person: &str, presence: Presence, at: Millis, now: Millis) -> Result<()> {
    let lesson = store::session::in_reach(tx, scope, session)?;
    enrolment::seat_walk_in(tx, scope, &lesson, person, now)?;
    let tap = Tap {
        session: session.into(),
        person: person.into(),
        said: presence.said(),
        seen: 0,
        reason: String::new(),
        id: String::new(),
        corrects: true,
    };
    let person = ledger::canonical(tx, scope.commune(), person)?;
    let known = store::mark::mark(tx, scope.commune(), session, &person)?;
    put(tx, scope, &lesson, &person, known, &tap, at, now)
}

/// Who stands at the door.
#[derive(Clone, Debug)]
pub enum WalkIn {
    /// Somebody of the register.
    Known(String),
    /// Somebody whom the register does not know: name and year of birth.
    New(String, Option<i16>),
}

/// Enrols a walk-in and marks them as here, in one step; answers the person's id.
///
/// `registration` is the enrolment under which they had registered, when they had: it is linked to the person.
///
/// # Errors
/// [`Error::NotFound`]; a refusal when the name is missing, or attendance is closed. Then nobody is added to the register either.
pub fn walk_in(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: &str,
    who: &WalkIn,
    registration: &str,
    corrects: bool,
    reason: &str,
    now: Millis,
) -> Result<String> {
    tx.hold(&format!("session {session}"))?;
    let lesson = store::session::in_reach(tx, scope, session)?;
    let person = match who {
        WalkIn::Known(person) => person.clone(),
        WalkIn::New(name, birth_year) => {
            if let Some(fault) = rules::name_fault(name) {
                return Err(Error::refused(fault));
            }
            let new = NewPerson { village: lesson.village.clone(), name: name.clone(), birth_year: *birth_year, ..NewPerson::default() };
            people::add(tx, scope, &new, now)?
        }
    };
    if !registration.is_empty() {
        enrolment::link_at_door(tx, scope, &lesson, registration, &person, now)?;
    }
    enrolment::seat_walk_in(tx, scope, &lesson, &person, now)?;
    let person = ledger::canonical(tx, scope.commune(), &person)?;
    let known = store::mark::mark(tx, scope.commune(), session, &person)?;
    let seen = known.as_ref().map_or(0, |mark| mark.version);
    let tap = Tap {
        session: session.into(),
        person: person.clone(),
        said: Said::Present,
        seen,
        reason: reason.into(),
        id: String::new(),
        corrects,
    };
    put(tx, scope, &lesson, &person, known, &tap, now, now)?;
    Ok(person)
}

/// Keeps a mark, notes the change, brings the ledger in line.
fn put(
    tx: &mut Tx<'_>,
    scope: &Scope,
    lesson: &Lesson,
    person: &str,
    known: Option<Mark>,
    tap: &Tap,
    at: Millis,
    now: Millis,
) -> Result<()> {
    let before = known.as_ref().and_then(|mark| mark.presence);
    let marking = Marking {
        slot: lesson.slot,
        cancelled: lesson.is_cancelled(),
        corrects: tap.corrects,
        before,
        said: tap.said,
        reason: &tap.reason,
    };
    let after = rules::presence(&marking, at).map_err(|error: MarkError| Error::refused(error.code()))?;
    if before.map(Presence::said) == after.map(Presence::said) {
        return Ok(());
    }
    let commune = scope.commune();
    let marked_under = known.as_ref().map_or(person, |mark| mark.person.as_str()).to_owned();
    let entry = record(tx, scope, lesson, &marked_under, known.as_ref(), after, &tap.reason, at, now)?;
    let version = known.as_ref().map_or(0, |mark| mark.version) + 1;
    let mark = Mark { person: marked_under.clone(), presence: after, marked_at: at, marked_by: scope.account().to_owned(), entry, version };
    store::mark::put(tx, commune, &lesson.id, &mark)?;
    let id = if ids::is_id(&tap.id) { tap.id.clone() } else { ids::new(now) };
    let codes = (code(before), code(after), tap.reason.as_str());
    store::mark::note(tx, commune, &id, &lesson.id, &marked_under, codes, now, scope.account())?;
    hold_or_void(tx, scope, lesson, &tap.reason, now)
}

fn code(presence: Option<Presence>) -> &'static str {
    presence.map_or(Said::None, Presence::said).code()
}

/// Appends what the ledger should say about the person now, and voids what it said before; answers the entry that counts.
fn record(
    tx: &mut Tx<'_>,
    scope: &Scope,
    lesson: &Lesson,
    person: &str,
    known: Option<&Mark>,
    after: Option<Presence>,
    reason: &str,
    at: Millis,
    now: Millis,
) -> Result<Option<String>> {
    if let Some((mark, older)) = known.and_then(|mark| mark.entry.as_ref().map(|entry| (mark, entry))) {
        let why = void_reason(mark.presence, after, reason);
        ledger::void(tx, scope.commune(), older, &ids::new(now), &why, scope.account(), now)?;
    }
    let Some(presence) = after.filter(|presence| presence.is_here()) else { return Ok(None) };
    let learner = store::mark::learner(tx, scope.commune(), person)?.ok_or(Error::NotFound)?;
    let entry = NewEntry {
        id: ids::new(now),
        commune: scope.commune().to_owned(),
        village: learner.village,
        kind: ATTENDED,
        person: Some(person.to_owned()),
        audience: learner.audience,
        subject: lesson.id.clone(),
        grade: Some(Grade::B),
        attains: Some(KNOWLEDGE.to_owned()),
        occurred_at: rules::seen_at(lesson.slot, at),
        recorded_by: scope.account().to_owned(),
        device: None,
        body: json!({ "series": lesson.series, "state": presence.said().code() }),
    };
    Ok(Some(ledger::append(tx, &entry, now)?.id))
}

/// Why an entry no longer counts, in the language of the register; it is kept for good.
fn void_reason(before: Option<Presence>, after: Option<Presence>, reason: &str) -> String {
    let t = Text::of(Lang::Vi);
    let word = |presence: Option<Presence>| t.get(presence.map_or(Said::None, Presence::said).key());
    let change = t.fill("classes-void").s("before", word(before)).s("after", word(after)).to_string();
    if reason.trim().is_empty() { change } else { format!("{change}: {}", reason.trim()) }
}

/// A session is held while somebody was here: the first mark says so in the ledger, the last one taken back voids it.
fn hold_or_void(tx: &mut Tx<'_>, scope: &Scope, lesson: &Lesson, reason: &str, now: Millis) -> Result<()> {
    let commune = scope.commune();
    let here = store::mark::here(tx, commune, &lesson.id)? > 0;
    match (&lesson.held_entry, here) {
        (None, true) => {
            let entry = NewEntry {
                id: ids::new(now),
                commune: commune.to_owned(),
                village: lesson.village.clone(),
                kind: HELD,
                person: None,
                audience: String::new(),
                subject: lesson.id.clone(),
                grade: Some(Grade::B),
                attains: None,
                occurred_at: lesson.starts_at(),
                recorded_by: scope.account().to_owned(),
                device: None,
                body: json!({ "series": lesson.series }),
            };
            let entry = ledger::append(tx, &entry, now)?;
            store::session::set_held(tx, commune, &lesson.id, Some(&entry.id))
        }
        (Some(entry), false) => {
            let nobody = Text::of(Lang::Vi).get("classes-void-held");
            let why = if reason.trim().is_empty() { nobody } else { format!("{nobody}: {}", reason.trim()) };
            ledger::void(tx, commune, entry, &ids::new(now), &why, scope.account(), now)?;
            store::session::set_held(tx, commune, &lesson.id, None)
        }
        _ => Ok(()),
    }
}

/// The refusal of a tap that comes after another hand: it says what stands there now.
fn changed_since(tx: &mut Tx<'_>, scope: &Scope, lesson: &Lesson, mark: &Mark) -> Result<Error> {
    let code = match mark.presence {
        Some(Presence::Present) => "classes-stale-present",
        Some(Presence::Late(_)) => "classes-stale-late",
        Some(Presence::Absent) => "classes-stale-absent",
        None => "classes-stale-none",
    };
    let last = store::mark::history(tx, scope.commune(), &lesson.id, &mark.person)?.into_iter().next();
    let by = last.map_or_else(|| mark.marked_by.clone(), |change| change.by);
    Ok(Refusal::new(code).with("by", by).with("at", dates::clock(dates::local(mark.marked_at).time())).into())
}

fn answer(tx: &mut Tx<'_>, commune: &str, lesson: &Lesson, person: &str) -> Result<Taken> {
    let roll = store::mark::roll(tx, commune, &lesson.series, &lesson.id)?;
    let row = roll.iter().find(|row| row.person == person);
    Ok(Taken {
        presence: row.and_then(|row| row.presence),
        at: row.map_or(0, |row| row.marked_at),
        by: row.map(|row| row.by.clone()).unwrap_or_default(),
        present: roll.iter().filter(|row| row.presence.is_some_and(Presence::is_here)).count(),
        total: roll.len(),
    })
}
