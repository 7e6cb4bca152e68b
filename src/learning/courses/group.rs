//! One helper runs a lesson, or a part of a course, for a class: opened, shown step by step, recorded for those who were there.

use jiff::civil::{Date, time};

use super::{
    finished::{Finish, finish},
    group_store as store, shelf,
};
use crate::{
    accounts::Scope,
    classes,
    kit::{
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Result},
        fold, ids,
        text::Lang,
    },
    learning::{
        cards,
        content::{self, Item, Kind},
        rules::PLACE_LIMIT,
    },
    ledger::{self, Grade},
    people::{self, Card},
    places,
};

/// How many days back a group may be recorded: notes of last month are brought in, memories of last year are not.
pub const BACK: i32 = 31;

/// A group that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id: made once when the form was opened.
    pub id: String,
    /// The village's id.
    pub village: String,
    /// A session of a class, or empty.
    pub session: String,
    /// Where, or empty.
    pub place: String,
    /// The day.
    pub day: Date,
    /// The course, or empty for a lesson alone.
    pub course: String,
    /// Which part of the course, from 1; 0 without a course.
    pub part: i64,
    /// Ids of lessons and guides, in order.
    pub items: Vec<String>,
    /// The account that opened it.
    pub by: String,
    /// Its name.
    pub by_name: String,
    /// When.
    pub opened_at: Millis,
}

/// What somebody fills in to open a group.
#[derive(Clone, Debug, Default)]
pub struct NewGroup {
    /// Its id: made once when the form was opened.
    pub id: String,
    /// `lesson:id` or `course:id:part`.
    pub what: String,
    /// A session of a class, or empty.
    pub session: String,
    /// The village's id; the session's counts where there is one.
    pub village: String,
    /// Where, or empty.
    pub place: String,
    /// The day; the session's counts where there is one. `None` when it can't be read.
    pub day: Option<Date>,
}

impl NewGroup {
    /// The field and text key of the first thing that is wrong.
    pub fn fault(&self, scope: &Scope, today: Date) -> Option<(&'static str, &'static str)> {
        if self.what.is_empty() {
            return Some(("what", "learning-group-what-missing"));
        }
        if self.place.chars().count() > PLACE_LIMIT {
            return Some(("place", "learning-place-long"));
        }
        if !self.session.is_empty() {
            return None;
        }
        if self.village.is_empty() || !scope.covers(&self.village) {
            return Some(("village", "learning-round-village-missing"));
        }
        match self.day {
            None => Some(("day", "learning-when-wrong")),
            Some(day) if day > today => Some(("day", "learning-group-future")),
            Some(day) if day < dates::days_after(today, -BACK) => Some(("day", "learning-group-old")),
            Some(_) => None,
        }
    }
}

/// Opens a group; a form sent twice opens one.
///
/// # Errors
/// A refusal as [`NewGroup::fault`] says; [`Error::NotFound`] when session, village, lesson or course is not there or out of reach.
pub fn open(tx: &mut Tx<'_>, scope: &Scope, new: &NewGroup, now: Millis) -> Result<Group> {
    if !ids::is_id(&new.id) {
        return Err(Error::StaleForm);
    }
    if let Some((_, code)) = new.fault(scope, dates::day_of(now)) {
        return Err(Error::refused(code));
    }
    let commune = scope.commune();
    tx.hold(&format!("group {}", new.id))?;
    if let Some(known) = store::group(tx, commune, &new.id)? {
        return if known.by == scope.account() { Ok(known) } else { Err(Error::Changed) };
    }
    let (course, part, items) = what(tx, commune, &new.what)?;
    let (village, place, day) = if new.session.is_empty() {
        places::village(tx, commune, &new.village)?.ok_or(Error::NotFound)?;
        (new.village.clone(), fold::nfc(&new.place), new.day.ok_or(Error::NotFound)?)
    } else {
        let lesson = classes::session(tx, scope, &new.session)?;
        if lesson.slot.day() > dates::day_of(now) {
            return Err(Error::refused("learning-group-future"));
        }
        let place = if new.place.is_empty() { lesson.venue_name } else { fold::nfc(&new.place) };
        (lesson.village, place, lesson.slot.day())
    };
    let group = Group {
        id: new.id.clone(),
        village,
        session: new.session.clone(),
        place,
        day,
        course,
        part,
        items,
        by: scope.account().to_owned(),
        by_name: scope.name().to_owned(),
        opened_at: now,
    };
    store::add(tx, commune, &group)?;
    Ok(group)
}

/// Takes `lesson:id` or `course:id:part` apart into course, part and items.
fn what(tx: &mut Tx<'_>, commune: &str, written: &str) -> Result<(String, i64, Vec<String>)> {
    match written.split(':').collect::<Vec<_>>().as_slice() {
        ["lesson", id] => {
            let lesson = content::item(tx, commune, id, Lang::Vi)?.filter(|item| item.kind == Kind::Lesson).ok_or(Error::NotFound)?;
            Ok((String::new(), 0, vec![lesson.facts.id]))
        }
        ["course", id, part] => {
            let course = shelf::course(tx, commune, id)?.ok_or(Error::NotFound)?;
            let number: usize = part.parse().map_err(|_| Error::NotFound)?;
            let part = number.checked_sub(1).and_then(|at| course.parts.get(at)).ok_or(Error::NotFound)?;
            Ok((course.id.clone(), number as i64, part.items.clone()))
        }
        _ => Err(Error::NotFound),
    }
}

/// The group when its village is in reach.
///
/// # Errors
/// [`Error::NotFound`].
pub fn in_reach(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Group> {
    store::group(tx, scope.commune(), id)?.filter(|group| scope.covers(&group.village)).ok_or(Error::NotFound)
}

/// The items of a group that can still be read, in order.
pub fn items(tx: &mut Tx<'_>, commune: &str, group: &Group, lang: Lang) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for id in &group.items {
        items.extend(content::item(tx, commune, id, lang)?);
    }
    Ok(items)
}

/// Who sat in the session of a group: id, name, year of birth; nobody without a session.
pub fn present(tx: &mut Tx<'_>, scope: &Scope, group: &Group) -> Result<Vec<(String, String, Option<i16>)>> {
    if group.session.is_empty() {
        return Ok(Vec::new());
    }
    let lesson = classes::session(tx, scope, &group.session)?;
    classes::present(tx, scope.commune(), &lesson)
}

/// Somebody who may be recorded: who sat in the session, who is in reach, or whoever showed the card that was typed.
fn learner(tx: &mut Tx<'_>, scope: &Scope, person: &str, here: &[String], typed: &str) -> Result<Card> {
    let commune = scope.commune();
    let person = ledger::canonical(tx, commune, person)?;
    if here.contains(&person) {
        return people::card(tx, &Scope::of_command(commune), &person)?.ok_or(Error::NotFound);
    }
    if let Some(card) = people::card(tx, scope, &person)? {
        return Ok(card);
    }
    cards::person(tx, commune, typed).ok().filter(|card| card.id == person).ok_or(Error::NotFound)
}

/// Records that these persons finished these lessons of the group, with grade B; answers how many records are new.
///
/// # Errors
/// [`Error::NotFound`] when the group or a person is out of reach; a refusal when nobody or no lesson was chosen.
pub fn record(tx: &mut Tx<'_>, scope: &Scope, id: &str, persons: &[String], lessons: &[String], typed: &str, now: Millis) -> Result<usize> {
    let commune = scope.commune();
    let group = in_reach(tx, scope, id)?;
    if persons.is_empty() {
        return Err(Error::refused("learning-group-nobody"));
    }
    let mut all = items(tx, commune, &group, Lang::Vi)?;
    all.retain(|item| item.kind == Kind::Lesson && lessons.contains(&item.facts.id));
    if all.is_empty() {
        return Err(Error::refused("learning-group-no-lesson"));
    }
    let here: Vec<String> = present(tx, scope, &group)?.into_iter().map(|(id, ..)| id).collect();
    let at = moment(tx, scope, &group, now)?;
    let mut new = 0;
    for person in persons {
        let person = learner(tx, scope, person, &here, typed)?;
        for lesson in &all {
            let one = Finish {
                lesson,
                person: &person,
                grade: Grade::B,
                group: &group.id,
                session: &group.session,
                place: &group.place,
                at,
                by: scope.account(),
            };
            new += usize::from(finish(tx, commune, &one, now)?);
        }
    }
    Ok(new)
}

/// Runs lessons for a class from beginning to end: opens the group, and records that these persons finished all its lessons.
///
/// # Errors
/// As [`open`] and [`record`].
pub fn teach(tx: &mut Tx<'_>, scope: &Scope, new: &NewGroup, persons: &[String], now: Millis) -> Result<usize> {
    let group = open(tx, scope, new, now)?;
    record(tx, scope, &group.id, persons, &group.items, "", now)
}

/// When the group was: the session's beginning, now on its own day, else noon; never later than now.
fn moment(tx: &mut Tx<'_>, scope: &Scope, group: &Group, now: Millis) -> Result<Millis> {
    let at = if !group.session.is_empty() {
        classes::session(tx, scope, &group.session)?.starts_at()
    } else if group.day == dates::day_of(now) {
        now
    } else {
        dates::instant(group.day, time(12, 0, 0, 0))
    };
    Ok(at.min(now))
}
