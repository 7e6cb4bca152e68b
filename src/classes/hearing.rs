//! What a phone said about who was there, perhaps days ago and in any order.
//!
//! Everything that was said is kept; the mark and the ledger follow the fold of it in the order in which it happened.

use super::{
    attendance::{self, Meeting, Who},
    enrolment,
    rules::{self, Mark, MarkError, Marking, Presence, Said, SessionState, Spoken, TapKind},
    store::{self, history::NewChange, tap::Facts},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        ids,
        text::{Lang, Text},
    },
    ledger, people,
};

/// One thing that somebody said on a phone.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Its own id, the same when it is sent again.
    pub id: String,
    /// The person's id.
    pub person: String,
    /// What was said; `None` takes the mark back.
    pub said: Option<Said>,
    /// How the person was found: `card`, `code`, `name`.
    pub how: String,
    /// The number of the card that was shown.
    pub card: Option<String>,
    /// Why a mark is taken back.
    pub reason: String,
    /// When it was said, and the earliest and latest it may have been, where the phone's clock does not tell.
    pub at: Millis,
    /// See `at`.
    pub earliest: Millis,
    /// See `at`.
    pub latest: Millis,
    /// The account that said it.
    pub by: String,
    /// The phone.
    pub device: String,
    /// Whether an officer decided that it counts: then neither the window nor the card is asked.
    pub decided: bool,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeardAs {
    /// It counts; the mark has this version now.
    Counted(i64),
    /// Somebody was faster: kept as a witness of what was said then.
    Witness {
        /// What stands there.
        presence: Presence,
        /// Since when, in UTC milliseconds.
        at: Millis,
        /// The mark's version.
        version: i64,
    },
    /// The person left the register.
    Gone,
    /// Attendance was not open then, or the session was called off: only an officer may let it count. Nothing was kept.
    Outside(MarkError),
    /// The card had been revoked, is another person's, or is unknown and its person lives elsewhere: only an officer may let it count.
    /// Nothing was kept.
    DoubtfulCard,
}

/// What a card says for the person who was marked by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// None was shown.
    Nothing,
    /// It is theirs and counted.
    Theirs,
    /// The list does not hold it: it was made after the backup that this server was restored from.
    Unlisted,
    /// It did not count any more, or is another person's.
    Doubtful,
}

/// The village of a session of the commune; `None` when there is no such session.
pub fn village_of_session(tx: &mut Tx<'_>, commune: &str, session: &str) -> Result<Option<String>> {
    Ok(store::tap::facts(tx, commune, session)?.map(|facts| facts.village))
}

/// Takes what a phone said, and brings mark and ledger in line with all that was said.
///
/// Whoever is not enrolled is enrolled as a walk-in: who shows a card that counts wherever they live, everybody else within the speaker's
/// `scope`.
///
/// # Errors
/// [`Error::NotFound`] when the session or the person is out of reach; a refusal without a reason for taking a mark back.
pub fn hear(tx: &mut Tx<'_>, scope: &Scope, session: &str, heard: &Heard, now: Millis) -> Result<HeardAs> {
    let commune = scope.commune();
    tx.hold(&format!("session {session}"))?;
    let facts = store::tap::facts(tx, commune, session)?.filter(|facts| scope.covers(&facts.village)).ok_or(Error::NotFound)?;
    let tapped = store::tap::tapped(tx, commune, &heard.person, &facts.series)?.ok_or(Error::NotFound)?;
    if tapped.removed {
        return Ok(HeardAs::Gone);
    }
    let person = tapped.person;
    let card = shown(tx, commune, heard, &person)?;
    let elsewhere = card == Shown::Unlisted && !tapped.enrolled && people::card(tx, scope, &person)?.is_none();
    if !heard.decided && (card == Shown::Doubtful || elsewhere) {
        return Ok(HeardAs::DoubtfulCard);
    }
    let new = match said(&facts, heard)? {
        Ok(new) => new,
        Err(outside) => return Ok(HeardAs::Outside(outside)),
    };
    if !tapped.enrolled && card == Shown::Nothing {
        enrolment::seat_walk_in(tx, scope, &facts.series, &person, now)?;
    } else if !tapped.enrolled {
        enrolment::seat_by_card(tx, scope, &facts.series, &person, now)?;
    }
    let (mark, mut spoken) = if tapped.merged {
        (store::mark::mark(tx, commune, session, &person)?, store::tap::spoken_of_all(tx, commune, session, &person)?)
    } else {
        (store::tap::own_mark(tx, commune, session, &person)?, store::tap::spoken(tx, commune, session, &person)?)
    };
    if let Some(mark) = mark.as_ref().filter(|_| spoken.is_empty()) {
        // The mark is older than the list of what was said.
        let id = ids::new(mark.marked_at);
        store::tap::set(tx, commune, session, &id, mark, "", now)?;
        spoken = store::tap::spoken(tx, commune, session, &mark.person)?;
    }
    let before = rules::fold(&spoken).stands.map(|at| spoken[at].id.clone());
    let place = spoken.iter().position(|known| known.id == new.id).unwrap_or(spoken.len());
    if place == spoken.len() {
        store::tap::add(tx, commune, session, &person, &new, &heard.how, &heard.reason, now)?;
        spoken.push(new);
    }
    let folded = rules::fold(&spoken);
    let mut version = mark.as_ref().map_or(0, |mark| mark.version);
    let after = folded.stands.map(|at| &spoken[at]);
    if after.map(|spoken| &spoken.id) != before.as_ref() {
        version = follow(tx, scope, &facts, &person, mark, after, heard, now)?;
    }
    Ok(match folded.witness_of[place].map(|at| &spoken[at]) {
        Some(first) => HeardAs::Witness { presence: first.presence.unwrap_or(Presence::Present), at: first.at, version },
        None => HeardAs::Counted(version),
    })
}

/// What the card says that was shown with it.
fn shown(tx: &mut Tx<'_>, commune: &str, heard: &Heard, person: &str) -> Result<Shown> {
    let Some(nonce) = heard.card.as_deref() else { return Ok(Shown::Nothing) };
    Ok(match people::card_of_nonce(tx, commune, nonce)? {
        // One that was revoked later counted when it was shown.
        Some(card) if card.person == person && card.revoked_at.is_none_or(|at| at > heard.earliest) => Shown::Theirs,
        Some(_) => Shown::Doubtful,
        None => Shown::Unlisted,
    })
}

/// What was said, judged for the moment at which it was said; the inner error when attendance was not open then.
fn said(facts: &Facts, heard: &Heard) -> Result<std::result::Result<Spoken, MarkError>> {
    let (opens, closes) = rules::window(facts.slot);
    // A phone that does not know the time may have been there when the roll was open.
    let possible = heard.earliest < closes && heard.latest >= opens;
    let at = if possible { heard.at.clamp(opens.max(heard.earliest), (closes - 1).min(heard.latest)) } else { heard.at };
    let (kind, presence) = match heard.said {
        None if heard.reason.trim().is_empty() => return Err(Error::refused("classes-refused-reason")),
        None => (TapKind::Unmark, None),
        Some(said) if heard.decided => (TapKind::Mark, rules::meant(facts.slot, said, at)),
        Some(said) => {
            let marking = Marking { slot: facts.slot, cancelled: facts.cancelled, corrects: false, before: None, said, reason: "" };
            match rules::presence(&marking, at) {
                Ok(presence) => (TapKind::Mark, presence),
                Err(outside) => return Ok(Err(outside)),
            }
        }
    };
    Ok(Ok(Spoken { id: heard.id.clone(), kind, presence, at, by: heard.by.clone(), device: Some(heard.device.clone()) }))
}

/// Brings the mark and the ledger in line with what stands now; answers the mark's version.
fn follow(
    tx: &mut Tx<'_>,
    scope: &Scope,
    facts: &Facts,
    person: &str,
    mark: Option<Mark>,
    after: Option<&Spoken>,
    heard: &Heard,
    now: Millis,
) -> Result<i64> {
    let commune = scope.commune();
    let presence = after.and_then(|spoken| spoken.presence);
    let before = mark.as_ref().and_then(|mark| mark.presence);
    let (by, at) = after.map_or((heard.by.as_str(), heard.at), |spoken| (spoken.by.as_str(), spoken.at));
    let device = after.map_or(Some(heard.device.as_str()), |spoken| spoken.device.as_deref());
    let person = mark.as_ref().map_or(person, |mark| mark.person.as_str()).to_owned();
    let who = Who { person: &person, by, device, at };
    let entry = attendance::record(tx, commune, &facts.id, &facts.series, facts.slot, who, mark.as_ref(), presence, &heard.reason, now)?;
    let version = mark.as_ref().map_or(0, |mark| mark.version) + 1;
    let stands = Mark { person: person.clone(), presence, marked_at: at, marked_by: by.to_owned(), entry, version };
    store::mark::put(tx, commune, &facts.id, &stands)?;
    ledger::changed(tx, commune, &facts.village, "mark", &format!("{}.{person}", facts.id), now)?;
    let codes = (attendance::code(before), attendance::code(presence), heard.reason.as_str());
    store::mark::note(tx, commune, &heard.id, &facts.id, &person, codes, now, &heard.by)?;
    let here = presence.is_some_and(Presence::is_here);
    if here && facts.cancelled {
        // An officer let it in: the session took place after all.
        store::session::set_state(tx, commune, &facts.id, SessionState::Planned, "", now)?;
        let reason = Text::of(Lang::Vi).get("classes-change-restored-why");
        let change = NewChange { session: &facts.id, what: "restored", reason: &reason, ..NewChange::default() };
        store::history::add(tx, scope, &facts.series, change, now)?;
    }
    if here != facts.held_entry.is_some() {
        let meeting = Meeting {
            id: &facts.id,
            series: &facts.series,
            village: &facts.village,
            starts_at: crate::kit::dates::instant(facts.slot.day(), facts.slot.start()).min(rules::seen_at(facts.slot, at)),
            held_entry: facts.held_entry.as_deref(),
        };
        attendance::hold_or_void(tx, commune, meeting, by, device, &heard.reason, now)?;
    }
    Ok(version)
}
