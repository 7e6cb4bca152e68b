//! The one place where what was reached outside enters the ledger.
//!
//! Whatever brings such results – a proof that somebody looked at, a platform's list, an authority's list, later a package or a learning-record standard such
//! as cmi5 – makes an [`OutsideResult`] of it and calls [`enter`]. Its grade is D: seen by others, told to us. What the skill framework makes
//! of grade D (usually “đã học”, never “tự làm được”) is data beside each skill.

use std::collections::BTreeSet;

use jiff::civil::{Date, time};
use serde_json::json;

use super::{CONFIRMED, VERIFIED};
use crate::{
    kit::{clock::Millis, dates, db::Tx, error::Result, ids},
    ledger::{self, Grade, NewEntry},
    people::{self, Card},
};

/// What somebody reached outside.
#[derive(Clone, Copy, Debug)]
pub enum Reached<'a> {
    /// A course of another platform.
    Course {
        /// The course's id in the commune's table.
        course: &'a str,
        /// What it is called there.
        title: &'a str,
        /// The platform's name.
        platform: &'a str,
    },
    /// An authority confirms it.
    Confirmation {
        /// The document's number.
        document: &'a str,
    },
}

/// Something that a person reached outside.
#[derive(Clone, Debug)]
pub struct OutsideResult<'a> {
    /// What the entries are about: the id under which the proof is found again.
    pub subject: &'a str,
    /// Who: as they stand in the register now.
    pub person: &'a Card,
    /// What.
    pub reached: Reached<'a>,
    /// The skills that it teaches or confirms; none makes one entry that moves no skill.
    pub skills: &'a BTreeSet<String>,
    /// The day on which it was finished, or of the document.
    pub day: Date,
    /// How it came: `claim` or `list`.
    pub by_way_of: &'static str,
    /// The account that answers for it.
    pub recorded_by: &'a str,
}

/// Puts a result into the ledger, one entry of grade D for each skill, and answers the entries' ids. It attains no component: what nobody
/// here watched counts for no target.
///
/// Whoever calls it has made sure that the same person and course, or skill, count once.
pub fn enter(tx: &mut Tx<'_>, commune: &str, result: &OutsideResult<'_>, now: Millis) -> Result<Vec<String>> {
    people::hold(tx, commune, &result.person.id)?;
    let skills: Vec<&str> = if result.skills.is_empty() { vec![""] } else { result.skills.iter().map(String::as_str).collect() };
    let mut entries = Vec::new();
    for skill in skills {
        let (kind, body) = match result.reached {
            Reached::Course { course, title, platform } => {
                (VERIFIED, json!({ "skill": skill, "course": course, "title": title, "platform": platform, "way": result.by_way_of }))
            }
            Reached::Confirmation { document } => {
                (CONFIRMED, json!({ "skill": skill, "document": document, "day": result.day.to_string(), "way": result.by_way_of }))
            }
        };
        let entry = NewEntry {
            id: ids::new(now),
            commune: commune.to_owned(),
            village: result.person.village.clone(),
            kind,
            person: Some(result.person.id.clone()),
            audience: result.person.audience.clone(),
            subject: result.subject.to_owned(),
            grade: Some(Grade::D),
            attains: None,
            // Only the day is told: noon belongs to it everywhere in Vietnam. Nothing happens later than now.
            occurred_at: dates::instant(result.day, time(12, 0, 0, 0)).min(now),
            recorded_by: result.recorded_by.to_owned(),
            device: None,
            body,
        };
        entries.push(ledger::append(tx, &entry, now)?.id);
    }
    Ok(entries)
}

/// Makes the entries of a result not count any more.
pub(super) fn take_out(tx: &mut Tx<'_>, commune: &str, entries: &[String], reason: &str, by: &str, now: Millis) -> Result<()> {
    for entry in entries {
        ledger::void(tx, commune, entry, &ids::new(now), reason, by, now)?;
    }
    Ok(())
}
