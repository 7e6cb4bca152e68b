//! A lesson that somebody finished: recorded for those who sat in a group (B), or claimed from a learner's own device (C).
//!
//! The same lesson counts once for a person in each grade, and a claim adds nothing to what a helper recorded.

use serde_json::json;

use super::finished_store as store;
use crate::{
    accounts::Scope,
    kit::{
        clock::{DAY, HOUR, Millis},
        dates,
        db::Tx,
        error::{Error, Result},
        ids,
        phone::Phone,
        text::Lang,
    },
    learning::{
        FINISHED, cards,
        content::{self, Item, Kind},
        knocks,
        rules::{NOTE_LIMIT, may_undo},
    },
    ledger::{self, Grade, NewEntry},
    people::{self, Card},
};

/// How far back a device may say that a lesson was finished.
const BACK: Millis = 90 * DAY;
/// The most lessons of one claim.
pub const MOST: usize = 200;
/// How many claims by one phone number that fit nobody are heard in an hour, and how many of all numbers together.
const TRIES: [i64; 2] = [5, 120];

/// The day that a device named, within what can be: its clock may be wrong by years, or set by hand.
pub fn clamp(told: Millis, now: Millis) -> Millis {
    told.clamp(now - BACK, now)
}

/// A lesson somebody finished.
#[derive(Clone, Copy, Debug)]
pub struct Finish<'a> {
    /// The lesson.
    pub lesson: &'a Item,
    /// Who.
    pub person: &'a Card,
    /// B in a group, C claimed.
    pub grade: Grade,
    /// The group, or empty.
    pub group: &'a str,
    /// The session of a class, or empty.
    pub session: &'a str,
    /// Where, or empty.
    pub place: &'a str,
    /// When.
    pub at: Millis,
    /// Who says so.
    pub by: &'a str,
}

/// Records that somebody finished a lesson; tells whether that is new.
///
/// # Errors
/// Those of the ledger.
pub fn finish(tx: &mut Tx<'_>, commune: &str, new: &Finish<'_>, now: Millis) -> Result<bool> {
    let (lesson, person) = (&new.lesson.facts.id, new.person);
    tx.hold(&format!("finished {commune} {}", person.id))?;
    let known = store::grades(tx, commune, &person.id, lesson)?;
    // Told by oneself is no more than what a helper saw.
    if known.iter().any(|grade| grade == new.grade.letter() || grade == Grade::B.letter()) {
        return Ok(false);
    }
    people::hold(tx, commune, &person.id)?;
    let id = ids::new(now);
    store::add(tx, commune, &id, new, now)?;
    let skills = &new.lesson.facts.skills;
    let mut body = json!({
        "lesson": lesson, "skill": skills.first().map_or("", String::as_str), "group": new.group, "session": new.session, "place": new.place
    });
    if skills.len() > 1 {
        body["skills"] = json!(skills);
    }
    let entry = NewEntry {
        // Its own subject: two people who finished the same lesson and turn out to be one keep both entries, the better one too.
        subject: id.clone(),
        id,
        commune: commune.to_owned(),
        village: person.village.clone(),
        kind: FINISHED,
        person: Some(person.id.clone()),
        audience: person.audience.clone(),
        grade: Some(new.grade),
        attains: None,
        occurred_at: new.at,
        recorded_by: new.by.to_owned(),
        device: None,
        body,
    };
    ledger::append(tx, &entry, now)?;
    Ok(true)
}

/// Takes the record of a finished lesson back: its entry no longer counts, and both stay to be read. Answers its group and person.
///
/// `manages`: whether the caller manages the plan, and so is not held to the day it was recorded.
///
/// # Errors
/// [`Error::NotFound`] out of reach; a refusal without a reason or after its day.
pub fn undo(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, manages: bool, now: Millis) -> Result<(String, String)> {
    let known = store::finished(tx, scope.commune(), id)?.filter(|known| scope.covers(&known.reach)).ok_or(Error::NotFound)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::refused("learning-reason-missing"));
    }
    if reason.chars().count() > NOTE_LIMIT {
        return Err(Error::refused("learning-note-long"));
    }
    if !may_undo(&known.by, dates::day_of(known.recorded_at), scope.account(), dates::day_of(now), manages) {
        return Err(Error::refused("learning-undo-late"));
    }
    if store::mark_undone(tx, scope, id, reason, now)? {
        ledger::void(tx, scope.commune(), id, &ids::new(now), reason, scope.account(), now)?;
    }
    Ok((known.group, ledger::canonical(tx, scope.commune(), &known.person)?))
}

/// Who claims.
#[derive(Clone, Debug)]
pub enum Claimant {
    /// By what is on their card.
    Card(String),
    /// By their phone number and year of birth, as typed.
    Phone(String, String),
}

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// Titles of lessons that are new, and of those that stood there before.
    Done(Vec<String>, Vec<String>),
    /// The field and text key of why not. It is an answer and no error, so that the try is counted.
    Refused(&'static str, &'static str),
}

/// Puts lessons that a device kept into somebody's ledger, as told by themselves. Sending it again changes nothing.
///
/// # Errors
/// As [`cards::person`]; those of the ledger.
pub fn claim(
    tx: &mut Tx<'_>,
    commune: &str,
    who: &Claimant,
    lessons: &[(String, Millis)],
    by: &str,
    lang: Lang,
    now: Millis,
) -> Result<Claimed> {
    let person = match who {
        Claimant::Card(typed) => cards::person(tx, commune, typed)?,
        Claimant::Phone(phone, year) => match by_phone(tx, commune, phone, year, now)? {
            Ok(person) => person,
            Err((field, code)) => return Ok(Claimed::Refused(field, code)),
        },
    };
    let (mut new, mut before) = (Vec::new(), Vec::new());
    for (id, told) in lessons.iter().take(MOST) {
        let Some(lesson) = content::item(tx, commune, id, lang)?.filter(|item| item.kind == Kind::Lesson) else { continue };
        let at = clamp(*told, now);
        let finish = Finish { lesson: &lesson, person: &person, grade: Grade::C, group: "", session: "", place: "", at, by };
        let list = if self::finish(tx, commune, &finish, now)? { &mut new } else { &mut before };
        list.push(lesson.facts.title);
    }
    Ok(if new.is_empty() && before.is_empty() { Claimed::Refused("bai", "learning-progress-nothing") } else { Claimed::Done(new, before) })
}

/// The one person of the commune with this phone and year of birth. A number that nobody has, another year and two people who share both
/// are told apart by nothing in the answer.
fn by_phone(tx: &mut Tx<'_>, commune: &str, phone: &str, year: &str, now: Millis) -> Result<Result<Card, (&'static str, &'static str)>> {
    let Ok(phone) = Phone::parse(phone) else { return Ok(Err(("phone", "learning-progress-phone"))) };
    let Some(year) = year.trim().parse::<i16>().ok().filter(|year| (1900..=2100).contains(year)) else {
        return Ok(Err(("year", "learning-progress-year")));
    };
    let (index, hour) = (people::phone_index(tx, commune, phone.as_str())?, now / HOUR);
    let tried = [index.as_str(), ""].map(|of| ids::sha256_hex(format!("claim {commune} {hour} {of}").as_bytes()));
    for (who, most) in tried.iter().zip(TRIES) {
        if knocks::times(tx, who)? >= most {
            return Ok(Err(("phone", "learning-progress-often")));
        }
    }
    let mut found = people::with_phone(tx, &Scope::of_command(commune), phone.as_str(), year)?;
    match (found.pop(), found.is_empty()) {
        (Some(person), true) => Ok(Ok(person)),
        _ => {
            for who in &tried {
                knocks::count(tx, who, hour)?;
            }
            Ok(Err(("phone", "learning-progress-nobody")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_devices_clock_is_believed_within_what_can_be() {
        let now = 1_791_201_600_000;
        for (told, kept) in [
            (now, now),
            (now - DAY, now - DAY),
            (now + 1, now),
            (i64::MAX, now),
            (0, now - 90 * DAY),
            (-1, now - 90 * DAY),
            (i64::MIN, now - 90 * DAY),
        ] {
            assert_eq!(clamp(told, now), kept, "{told}");
        }
    }
}
