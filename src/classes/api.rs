//! What other slices, commands and the demo ask of classes.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    rules::{self, Lesson},
    store,
};
use crate::{
    accounts::Scope,
    kit::{clock::Millis, db::Tx, error::Result},
    places,
};

pub use super::{
    attendance::mark,
    opening::{end, open},
    sessions::{cancel, move_to},
};

/// The sessions of a commune between two days, in order.
pub fn sessions_between(tx: &mut Tx<'_>, commune: &str, from: Date, to: Date) -> Result<Vec<Lesson>> {
    store::session::between(tx, commune, "", "", from, to)
}

/// The sessions of one class, in order.
pub fn sessions_of(tx: &mut Tx<'_>, commune: &str, series: &str) -> Result<Vec<Lesson>> {
    store::session::of_series(tx, commune, series)
}

/// The session with this id, when it is in reach.
///
/// # Errors
/// [`crate::kit::error::Error::NotFound`].
pub fn session(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Lesson> {
    store::session::in_reach(tx, scope, id)
}

/// Who was there, on time or late, in Vietnamese order: id, name, year of birth.
pub fn present(tx: &mut Tx<'_>, commune: &str, lesson: &Lesson) -> Result<Vec<(String, String, Option<i16>)>> {
    let roll = store::mark::roll(tx, commune, &lesson.series, &lesson.id)?;
    let here = roll.into_iter().filter(|row| row.presence.is_some_and(rules::Presence::is_here));
    Ok(here.map(|row| (row.person, row.name, row.birth_year)).collect())
}

/// A class and what it teaches.
#[derive(Clone, Debug)]
pub struct Taught {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// For whom it is.
    pub audience: &'static str,
    /// Codes of skills of the framework, as they were chosen.
    pub skills: Vec<String>,
}

/// What the class with this code teaches.
///
/// # Errors
/// [`crate::kit::error::Error::NotFound`] out of reach.
pub fn taught(tx: &mut Tx<'_>, scope: &Scope, code: &str) -> Result<Taught> {
    let series = store::series::in_reach(tx, scope, code)?;
    let skills = store::series::skills(tx, scope.commune(), &series.id)?;
    Ok(Taught { code: series.code, title: series.now.title, audience: series.now.audience.code(), skills })
}

/// Says which skills a class teaches: whoever is marked as here from now on has learnt them. The codes mean nothing here.
///
/// # Errors
/// As [`taught`].
pub fn teach(tx: &mut Tx<'_>, scope: &Scope, code: &str, skills: &[String], now: Millis) -> Result<()> {
    let series = store::series::in_reach(tx, scope, code)?;
    let before = store::series::skills(tx, scope.commune(), &series.id)?;
    if before == skills {
        return Ok(());
    }
    store::series::set_skills(tx, scope.commune(), &series.id, skills, now)?;
    let (before, after) = (before.join(", "), skills.join(", "));
    let change = store::history::NewChange { what: "skills", before: &before, after: &after, ..store::history::NewChange::default() };
    store::history::add(tx, scope, &series.id, change, now)
}

/// Puts a person of the register on the list of a class, by the series' id.
///
/// # Errors
/// [`crate::kit::error::Error::NotFound`] when class or person is out of reach; a refusal when class and queue are full.
pub fn enrol(tx: &mut Tx<'_>, scope: &Scope, series: &str, person: &str, now: Millis) -> Result<()> {
    let code = store::series::by_id(tx, scope.commune(), series)?.map(|s| s.code).unwrap_or_default();
    super::enrolment::enrol(tx, scope, &code, person, now).map(drop)
}

/// Whole weeks between two days that each village spent without a class: village's id → (weeks without, weeks).
///
/// Villages that no longer exist are left out. A week counts as held when somebody was marked as here in it.
///
/// # Source
/// Plan V.6: a class every week in every village.
pub fn weeks_without(tx: &mut Tx<'_>, commune: &str, from: Date, to: Date) -> Result<BTreeMap<String, (i64, i64)>> {
    let mut held: BTreeMap<String, Vec<Date>> = BTreeMap::new();
    for (village, day) in store::session::held_days(tx, commune, from, to)? {
        held.entry(village).or_default().push(day);
    }
    let villages = places::villages(tx, commune)?.into_iter().filter(|village| village.active);
    Ok(villages
        .map(|village| {
            let days = held.get(&village.id).map(Vec::as_slice).unwrap_or_default();
            let weeks = rules::weeks_without(from, to, days);
            (village.id, weeks)
        })
        .collect())
}

/// A session in one line, for the way from a figure down to its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    /// The class's title.
    pub title: String,
    /// The day.
    pub day: Date,
    /// The village's name.
    pub village: String,
    /// The venue's name.
    pub venue: String,
}

/// The session that an entry speaks of; `None` when the commune has no such session.
pub fn session_line(tx: &mut Tx<'_>, commune: &str, session: &str) -> Result<Option<SessionLine>> {
    Ok(store::session::by_id(tx, commune, session)?.map(|lesson| SessionLine {
        title: lesson.title,
        day: lesson.slot.day(),
        village: lesson.village_name,
        venue: lesson.venue_name,
    }))
}

/// Whether everybody who takes attendance may mark the session at `now`.
pub fn takes_marks(lesson: &Lesson, now: Millis) -> bool {
    let (opens, closes) = rules::window(lesson.slot);
    !lesson.is_cancelled() && (opens..closes).contains(&now)
}
