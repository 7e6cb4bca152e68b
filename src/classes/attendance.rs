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
        recur::Slot,
        text::{Lang, Text},
    },
    ledger::{self, Grade, NewEntry},
    people::{self, CardReading, NewPerson},
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
    enrolment::seat_walk_in(tx, scope, &lesson.series, person, now)?;
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
    enrolment::seat_walk_in(tx, scope, &lesson.series, &person, now)?;
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

/// Whom a card marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByCard {
    /// The person's id.
    pub person: String,
    /// Whether they were marked as here before: then nothing changed.
    pub again: bool,
}

/// Marks whoever a card belongs to as here, by what was scanned or typed from it. Somebody in reach who is not on the roll comes as a
/// walk-in.
///
/// # Errors
/// [`Error::NotFound`] when the session is out of reach; a refusal when the card does not count, its person is neither on the roll nor in
/// reach, or as [`rules::presence`] says.
pub fn by_card(tx: &mut Tx<'_>, scope: &Scope, session: &str, text: &str, corrects: bool, reason: &str, now: Millis) -> Result<ByCard> {
    tx.hold(&format!("session {session}"))?;
    let lesson = store::session::in_reach(tx, scope, session)?;
    let commune = scope.commune();
    let person = match people::read_card(tx, commune, text)? {
        CardReading::Good(card) => card.person,
        CardReading::Unlisted { person, .. } => person,
        CardReading::Revoked(_) => return Err(Error::refused("classes-card-revoked")),
        CardReading::Wrong(fault) => return Err(Error::refused(fault.key())),
        CardReading::Mistyped => return Err(Error::refused("classes-card-mistyped")),
        CardReading::Unknown => return Err(Error::refused("classes-card-unknown")),
    };
    let known = store::mark::mark(tx, commune, session, &person)?;
    if known.as_ref().is_some_and(|mark| mark.presence.is_some_and(Presence::is_here)) {
        return Ok(ByCard { person, again: true });
    }
    if known.is_none() && !enrolment::is_enrolled(tx, commune, &lesson.series, &person)? {
        if people::card(tx, scope, &person)?.is_none() {
            return Err(Error::refused("classes-card-elsewhere"));
        }
        let person = walk_in(tx, scope, session, &WalkIn::Known(person), "", corrects, reason, now)?;
        return Ok(ByCard { person, again: false });
    }
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
    Ok(ByCard { person, again: false })
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
    let who = Who { person: &marked_under, by: scope.account(), device: None, at };
    let entry = record(tx, commune, &lesson.id, &lesson.series, lesson.slot, who, known.as_ref(), after, &tap.reason, now)?;
    let version = known.as_ref().map_or(0, |mark| mark.version) + 1;
    let mark = Mark { person: marked_under.clone(), presence: after, marked_at: at, marked_by: scope.account().to_owned(), entry, version };
    store::mark::put(tx, commune, &lesson.id, &mark)?;
    ledger::changed(tx, commune, &lesson.village, "mark", &format!("{}.{marked_under}", lesson.id), now)?;
    let id = if ids::is_id(&tap.id) { tap.id.clone() } else { ids::new(now) };
    let codes = (code(before), code(after), tap.reason.as_str());
    store::mark::note(tx, commune, &id, &lesson.id, &marked_under, codes, now, scope.account())?;
    store::tap::set(tx, commune, &lesson.id, &id, &mark, &tap.reason, now)?;
    if !after.is_some_and(Presence::is_here) {
        settle_others(tx, scope, lesson, person, &marked_under, &tap.reason, at, now)?;
    }
    let meeting = Meeting {
        id: &lesson.id,
        series: &lesson.series,
        village: &lesson.village,
        starts_at: lesson.starts_at(),
        held_entry: lesson.held_entry.as_deref(),
    };
    hold_or_void(tx, commune, meeting, scope.account(), None, &tap.reason, now)
}

/// Whoever was not there was not there under another id either: marks from before a merge are taken back with the one that stands. Their
/// entries are voided once more, so that they do not count again when the merge is taken back.
fn settle_others(
    tx: &mut Tx<'_>,
    scope: &Scope,
    lesson: &Lesson,
    person: &str,
    marked_under: &str,
    reason: &str,
    at: Millis,
    now: Millis,
) -> Result<()> {
    let commune = scope.commune();
    for other in store::mark::others(tx, commune, &lesson.id, person, marked_under)? {
        let who = Who { person: &other.person, by: scope.account(), device: None, at };
        record(tx, commune, &lesson.id, &lesson.series, lesson.slot, who, Some(&other), None, reason, now)?;
        let gone = Mark {
            presence: None,
            marked_at: at,
            marked_by: scope.account().to_owned(),
            entry: None,
            version: other.version + 1,
            ..other.clone()
        };
        store::mark::put(tx, commune, &lesson.id, &gone)?;
        let (id, codes) = (ids::new(now), (code(other.presence), code(None), reason));
        store::mark::note(tx, commune, &id, &lesson.id, &other.person, codes, now, scope.account())?;
        store::tap::set(tx, commune, &lesson.id, &id, &gone, reason, now)?;
        ledger::changed(tx, commune, &lesson.village, "mark", &format!("{}.{}", lesson.id, other.person), now)?;
    }
    Ok(())
}

pub(super) fn code(presence: Option<Presence>) -> &'static str {
    presence.map_or(Said::None, Presence::said).code()
}

/// Who was marked, by whom, on which device and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Who<'a> {
    /// The person's id, as it is marked.
    pub(super) person: &'a str,
    /// The account that said so.
    pub(super) by: &'a str,
    /// The phone that it was said on.
    pub(super) device: Option<&'a str>,
    /// When it was said.
    pub(super) at: Millis,
}

/// Appends what the ledger should say about the person now, and voids what it said before; answers the entry that counts.
pub(super) fn record(
    tx: &mut Tx<'_>,
    commune: &str,
    session: &str,
    series: &str,
    slot: Slot,
    who: Who<'_>,
    known: Option<&Mark>,
    after: Option<Presence>,
    reason: &str,
    now: Millis,
) -> Result<Option<String>> {
    if let Some((mark, older)) = known.and_then(|mark| mark.entry.as_ref().map(|entry| (mark, entry))) {
        let why = void_reason(mark.presence, after, reason);
        ledger::void(tx, commune, older, &ids::new(now), &why, who.by, now)?;
    }
    let Some(presence) = after.filter(|presence| presence.is_here()) else { return Ok(None) };
    let learner = store::mark::learner(tx, commune, who.person)?.ok_or(Error::NotFound)?;
    let mut body = json!({ "series": series, "state": presence.said().code() });
    let skills = store::series::skills(tx, commune, series)?;
    if let Some(first) = skills.first() {
        body["skill"] = json!(first);
        body["skills"] = json!(skills);
    }
    let entry = NewEntry {
        id: ids::new(now),
        commune: commune.to_owned(),
        village: learner.village,
        kind: ATTENDED,
        person: Some(who.person.to_owned()),
        audience: learner.audience,
        subject: session.to_owned(),
        grade: Some(Grade::B),
        attains: Some(KNOWLEDGE.to_owned()),
        occurred_at: rules::seen_at(slot, who.at),
        recorded_by: who.by.to_owned(),
        device: who.device.map(str::to_owned),
        body,
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

/// A session, as far as “held” goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meeting<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// The class's id.
    pub(super) series: &'a str,
    /// The village's id.
    pub(super) village: &'a str,
    /// When it begins.
    pub(super) starts_at: Millis,
    /// The entry that says it was held.
    pub(super) held_entry: Option<&'a str>,
}

/// A session is held while somebody was here: the first mark says so in the ledger, the last one taken back voids it.
pub(super) fn hold_or_void(
    tx: &mut Tx<'_>,
    commune: &str,
    meeting: Meeting<'_>,
    by: &str,
    device: Option<&str>,
    reason: &str,
    now: Millis,
) -> Result<()> {
    let here = store::mark::here(tx, commune, meeting.id)?;
    match (meeting.held_entry, here) {
        (None, true) => {
            let entry = NewEntry {
                id: ids::new(now),
                commune: commune.to_owned(),
                village: meeting.village.to_owned(),
                kind: HELD,
                person: None,
                audience: String::new(),
                subject: meeting.id.to_owned(),
                grade: Some(Grade::B),
                attains: None,
                occurred_at: meeting.starts_at,
                recorded_by: by.to_owned(),
                device: device.map(str::to_owned),
                body: json!({ "series": meeting.series }),
            };
            let entry = ledger::append(tx, &entry, now)?;
            store::session::set_held(tx, commune, meeting.id, Some(&entry.id))
        }
        (Some(entry), false) => {
            let nobody = Text::of(Lang::Vi).get("classes-void-held");
            let why = if reason.trim().is_empty() { nobody } else { format!("{nobody}: {}", reason.trim()) };
            ledger::void(tx, commune, entry, &ids::new(now), &why, by, now)?;
            store::session::set_held(tx, commune, meeting.id, None)
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
