//! Opening, changing and ending a class.

use jiff::civil::Date;

use super::{
    enrolment,
    rules::{self, Busy, Lesson, NewSeries, Planned, Repeat, Series, SessionState, ToCome},
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
        error::{Error, Refusal, Result},
        recur::Slot,
        text::Lang,
    },
    places,
    resources::{self, Venue},
};

/// Opens a class with all its sessions and answers its id.
///
/// # Errors
/// [`Error::NotFound`] when the village or venue is out of reach; a refusal when a field is wrong, no day is left, or the venue is taken.
pub fn open(tx: &mut Tx<'_>, scope: &Scope, new: &NewSeries, now: Millis) -> Result<String> {
    let planned = check(tx, scope, new, now)?;
    let slots: Vec<Slot> = planned.iter().map(|p| p.slot).collect();
    refuse_clash(tx, scope.commune(), &new.venue, &slots, "")?;
    let code = free_code(tx, scope.commune(), &new.title)?;
    let series = store::series::add(tx, scope, &code, new, now)?;
    for slot in slots {
        store::session::add(tx, scope.commune(), &series, &new.village, &new.venue, slot, now)?;
    }
    history::add(tx, scope, &series, NewChange { what: "opened", after: new.title.trim(), ..NewChange::default() }, now)?;
    Ok(series)
}

/// What the preview of a class shows.
pub struct Preview {
    /// The village's name.
    pub village: String,
    /// The venue's name.
    pub venue: String,
    /// Its sessions to be; of a class that is changed only those still to come.
    pub planned: Vec<Planned>,
    /// Which of them find the venue taken, and by whom.
    pub clashes: Vec<(Slot, Busy)>,
    /// Days whose session a change calls off.
    pub dropped: Vec<Date>,
}

/// What opening a class, or changing the one with this `code`, would do; an empty code stands for a new class.
///
/// # Errors
/// As [`open`] and [`change`], but a taken venue is told, not refused.
pub fn look_ahead(tx: &mut Tx<'_>, scope: &Scope, code: &str, new: &NewSeries, now: Millis) -> Result<Preview> {
    let mut planned = check(tx, scope, new, now)?;
    let (mut series, mut dropped) = (String::new(), Vec::new());
    if !code.is_empty() {
        let old = store::series::in_reach(tx, scope, code)?;
        planned.retain(|p| dates::instant(p.slot.day(), p.slot.start()) > now);
        let to_come = to_come(tx, scope.commune(), &old, now)?;
        let gone = plan_of(&old, new, &to_come, &planned).drop;
        dropped = to_come.iter().filter(|lesson| gone.contains(&lesson.id)).map(|lesson| lesson.slot.day()).collect();
        series = old.id;
    }
    let slots: Vec<Slot> = planned.iter().map(|p| p.slot).collect();
    Ok(Preview {
        village: places::village(tx, scope.commune(), &new.village)?.map(|v| v.name).unwrap_or_default(),
        venue: venue_in_reach(tx, scope, &new.venue)?.name,
        clashes: clashes(tx, scope.commune(), &new.venue, &slots, &series)?,
        planned,
        dropped,
    })
}

fn check(tx: &mut Tx<'_>, scope: &Scope, new: &NewSeries, now: Millis) -> Result<Vec<Planned>> {
    if let Some((_, code)) = rules::faults(new).first() {
        return Err(Error::refused(code));
    }
    if !scope.covers(&new.village) {
        return Err(Error::NotFound);
    }
    places::village(tx, scope.commune(), &new.village)?.filter(|village| village.active).ok_or(Error::NotFound)?;
    venue_in_reach(tx, scope, &new.venue)?;
    rules::plan(new, now).map_err(|error| Error::refused(error.code()))
}

/// A venue where the caller may hold a class: one in use, of the whole commune or of a village in reach.
///
/// # Errors
/// [`Error::NotFound`].
pub fn venue_in_reach(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Venue> {
    let near = |venue: &Venue| venue.active && venue.village.as_ref().is_none_or(|village| scope.covers(village));
    resources::venue(tx, scope.commune(), id)?.filter(near).ok_or(Error::NotFound)
}

/// Sessions of other classes that want the same venue at the same moment.
fn clashes(tx: &mut Tx<'_>, commune: &str, venue: &str, slots: &[Slot], series: &str) -> Result<Vec<(Slot, Busy)>> {
    let (Some(first), Some(last)) = (slots.iter().map(|s| s.day()).min(), slots.iter().map(|s| s.day()).max()) else {
        return Ok(Vec::new());
    };
    let busy = store::session::busy(tx, commune, venue, first, last, series)?;
    Ok(rules::clashes(slots, &busy).into_iter().map(|(slot, other)| (slot, other.clone())).collect())
}

/// Refuses a venue that another class has, naming that class.
///
/// # Errors
/// A refusal.
pub fn refuse_clash(tx: &mut Tx<'_>, commune: &str, venue: &str, slots: &[Slot], series: &str) -> Result<()> {
    // Two officers may want one hall at once: the second one waits and then sees the first one's class.
    tx.hold(&format!("venue {venue}"))?;
    match clashes(tx, commune, venue, slots, series)?.first() {
        None => Ok(()),
        Some((slot, other)) => Err(Refusal::new("classes-refused-clash")
            .with("title", &other.title)
            .with("village", &other.village)
            .with("day", dates::short_day(slot.day(), Lang::Vi))
            .with("time", dates::clock_range(other.slot.start(), other.slot.end()))
            .into()),
    }
}

fn free_code(tx: &mut Tx<'_>, commune: &str, title: &str) -> Result<String> {
    tx.hold(&format!("class codes {commune}"))?;
    let mut number = 1;
    loop {
        let code = rules::slug(title, number);
        if !store::series::has_code(tx, commune, &code)? {
            return Ok(code);
        }
        number += 1;
    }
}

/// Changes a class and its sessions to come; what was held, marked or is over stays as it is.
///
/// `version` is the one that the caller saw. A session that was moved by itself keeps its time and venue.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Changed`]; a refusal as [`open`], or when the class has ended.
pub fn change(tx: &mut Tx<'_>, scope: &Scope, code: &str, version: i64, new: &NewSeries, reason: &str, now: Millis) -> Result<()> {
    let old = store::series::in_reach(tx, scope, code)?;
    if old.state == rules::SeriesState::Ended {
        return Err(Error::refused("classes-refused-ended"));
    }
    let new = NewSeries { village: old.now.village.clone(), ..new.clone() };
    let planned = check(tx, scope, &new, now)?;
    let to_come = to_come(tx, scope.commune(), &old, now)?;
    let future: Vec<Planned> = planned.into_iter().filter(|p| dates::instant(p.slot.day(), p.slot.start()) > now).collect();
    let plan = plan_of(&old, &new, &to_come, &future);
    store::series::set(tx, scope.commune(), &old.id, version, &new, now)?;
    apply(tx, scope, &old, &new, &to_come, &plan, reason, now)?;
    for (what, before, after) in differences(tx, scope, &old, &new, &plan)? {
        history::add(tx, scope, &old.id, NewChange { what, before: &before, after: &after, reason, ..NewChange::default() }, now)?;
    }
    enrolment::fill_seats(tx, scope.commune(), &old.id, new.capacity, now)
}

/// What happens to the sessions to come. While the days stay as they were given, so do all sessions.
fn plan_of(old: &Series, new: &NewSeries, to_come: &[Lesson], future: &[Planned]) -> rules::Changes {
    if Repeat::of(&new.pattern, &new.skip) == old.repeat {
        return rules::Changes { keep: to_come.iter().map(|lesson| lesson.id.clone()).collect(), ..rules::Changes::default() };
    }
    let wanted: Vec<Date> = future.iter().map(|planned| planned.slot.day()).collect();
    rules::changes(&to_come.iter().map(brief).collect::<Vec<_>>(), &wanted)
}

/// Sessions that have not begun and that nobody marked.
fn to_come(tx: &mut Tx<'_>, commune: &str, series: &Series, now: Millis) -> Result<Vec<Lesson>> {
    let mut lessons = Vec::new();
    for lesson in store::session::of_series(tx, commune, &series.id)? {
        if lesson.starts_at() > now && !lesson.is_held() && store::mark::marks(tx, commune, &lesson.id)? == 0 {
            lessons.push(lesson);
        }
    }
    Ok(lessons)
}

fn brief(lesson: &Lesson) -> ToCome {
    ToCome { id: lesson.id.clone(), day: lesson.slot.day(), moved_from: lesson.moved_from, cancelled: lesson.is_cancelled() }
}

fn apply(
    tx: &mut Tx<'_>,
    scope: &Scope,
    old: &Series,
    new: &NewSeries,
    to_come: &[Lesson],
    plan: &rules::Changes,
    reason: &str,
    now: Millis,
) -> Result<()> {
    let commune = scope.commune();
    let mut slots = Vec::new();
    let told_anew = old.now.title != new.title || old.now.teacher != new.teacher;
    for lesson in to_come.iter().filter(|lesson| plan.keep.contains(&lesson.id)) {
        let usual = lesson.venue == old.now.venue && (lesson.slot.start(), lesson.slot.end()) == (old.now.start, old.now.end);
        let slot = Slot::new(lesson.slot.day(), new.start, new.end).map_err(|e| Error::refused(e.code()))?;
        if usual && (slot != lesson.slot || lesson.venue != new.venue) {
            store::session::set_slot(tx, commune, &lesson.id, &new.venue, slot, lesson.moved_from, &lesson.reason, now)?;
            if !lesson.is_cancelled() {
                slots.push(slot);
            }
        } else if told_anew {
            store::session::touch(tx, commune, &lesson.id, now)?;
        } else if old.now.capacity != new.capacity {
            store::session::tell(tx, commune, &lesson.id, now)?;
        }
    }
    for id in &plan.drop {
        store::session::set_state(tx, commune, id, SessionState::Cancelled, reason, now)?;
    }
    for day in &plan.add {
        let slot = Slot::new(*day, new.start, new.end).map_err(|e| Error::refused(e.code()))?;
        store::session::add(tx, commune, &old.id, &new.village, &new.venue, slot, now)?;
        slots.push(slot);
    }
    refuse_clash(tx, commune, &new.venue, &slots, &old.id)
}

/// What was changed, before and after, for the history.
fn differences(
    tx: &mut Tx<'_>,
    scope: &Scope,
    old: &Series,
    new: &NewSeries,
    plan: &rules::Changes,
) -> Result<Vec<(&'static str, String, String)>> {
    let venue = resources::venue(tx, scope.commune(), &new.venue)?.map(|v| v.name).unwrap_or_default();
    let before = &old.now;
    let fields = [
        ("title", before.title.clone(), new.title.trim().to_owned()),
        ("about", before.about.clone(), new.about.trim().to_owned()),
        ("venue", old.venue_name.clone(), venue),
        ("audience", before.audience.code().to_owned(), new.audience.code().to_owned()),
        ("support", before.support.code().to_owned(), new.support.code().to_owned()),
        ("helpers", before.helpers.clone(), new.helpers.trim().to_owned()),
        ("teacher", before.teacher.clone(), new.teacher.trim().to_owned()),
        ("capacity", before.capacity.to_string(), new.capacity.to_string()),
        ("time", dates::clock_range(before.start, before.end), dates::clock_range(new.start, new.end)),
        ("dropped", String::new(), counted(plan.drop.len())),
        ("added", String::new(), counted(plan.add.len())),
    ];
    Ok(fields.into_iter().filter(|(_, before, after)| before != after).collect())
}

fn counted(sessions: usize) -> String {
    if sessions == 0 { String::new() } else { sessions.to_string() }
}

/// Ends a class: sessions to come are called off, registration closes, what was held stays.
///
/// # Errors
/// [`Error::NotFound`]; a refusal without a reason, or when it has ended already.
pub fn end(tx: &mut Tx<'_>, scope: &Scope, code: &str, reason: &str, now: Millis) -> Result<()> {
    let series = store::series::in_reach(tx, scope, code)?;
    if series.state == rules::SeriesState::Ended {
        return Err(Error::refused("classes-refused-ended"));
    }
    if reason.trim().is_empty() {
        return Err(Error::refused("classes-refused-why"));
    }
    for lesson in to_come(tx, scope.commune(), &series, now)?.iter().filter(|lesson| !lesson.is_cancelled()) {
        store::session::set_state(tx, scope.commune(), &lesson.id, SessionState::Cancelled, reason, now)?;
    }
    store::series::end(tx, scope.commune(), &series.id, now)?;
    history::add(tx, scope, &series.id, NewChange { what: "ended", reason, ..NewChange::default() }, now)
}
