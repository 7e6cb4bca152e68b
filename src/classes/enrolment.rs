//! Enrolment: places in a class and its queue, by oneself or by an officer, and who a name on the list is.

use super::{
    rules::{self, Enrolment, Lesson, Likeness, NewRegistration, Seat, Series, SeriesState, Source, Standing},
    store::{
        self,
        enrolment::{self as rows, NewEnrolment},
    },
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Refusal, Result},
        fold,
    },
    ledger,
    people::{self, Card, NewPerson},
};

/// At most so many people register for one class with one phone: a family, not a robot.
const MOST_PER_PHONE: usize = 4;

/// What came of a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// A place, or a place in the queue; the code is for the person to keep.
    Place(String),
    /// This name is on the list with this phone already.
    Already,
}

/// Registers somebody who has no account.
///
/// # Errors
/// [`Error::NotFound`] for an unknown class; a refusal when it takes nobody any more, or the phone was used too often.
pub fn register(tx: &mut Tx<'_>, commune: &str, code: &str, new: &NewRegistration, now: Millis) -> Result<Registered> {
    let series = store::series::by_code(tx, commune, code)?.ok_or(Error::NotFound)?;
    hold(tx, &series.id)?;
    if !takes_people(tx, commune, &series, now)? {
        return Err(Error::refused("classes-refused-closed"));
    }
    let names = rows::names_with_phone(tx, commune, &series.id, &new.phone)?;
    if names.contains(&fold::fold(&new.name)) {
        return Ok(Registered::Already);
    }
    if names.len() >= MOST_PER_PHONE {
        return Err(Error::refused("classes-refused-phone"));
    }
    let state = next_state(tx, commune, &series)?.ok_or_else(|| Error::refused("classes-refused-full"))?;
    let place = NewEnrolment {
        series: series.id,
        person: None,
        name: fold::nfc(&new.name),
        phone: Some(new.phone.clone()),
        birth_year: new.birth_year,
        village: new.village.clone(),
        state,
        source: Source::Public,
        consent_at: Some(now),
        by: String::new(),
    };
    Ok(Registered::Place(rows::add(tx, commune, &place, now)?))
}

/// Whether a class goes on and has a session to come.
pub fn takes_people(tx: &mut Tx<'_>, commune: &str, series: &Series, now: Millis) -> Result<bool> {
    let to_come = store::session::of_series(tx, commune, &series.id)?.iter().any(|l| !l.is_cancelled() && l.ends_at() > now);
    Ok(series.state == SeriesState::Open && to_come)
}

/// Holds back whoever else wants a place in the class: the last seat goes to one.
fn hold(tx: &mut Tx<'_>, series: &str) -> Result<()> {
    Ok(tx.hold(&format!("class {series}"))?)
}

/// The place that the next one gets; `None` when class and queue are full.
fn next_state(tx: &mut Tx<'_>, commune: &str, series: &Series) -> Result<Option<Standing>> {
    let (enrolled, waiting) = rows::counts(tx, commune, &series.id)?;
    Ok(match rules::seat(series.now.capacity, enrolled, waiting) {
        Seat::Enrolled => Some(Standing::Enrolled),
        Seat::Waiting => Some(Standing::Waiting),
        Seat::Full => None,
    })
}

/// What the holder of a spoken code may know.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// What the place is now.
    pub state: Standing,
    /// The place in the queue, from 1; 0 for whoever does not wait.
    pub in_queue: i64,
    /// The code, as it was given.
    pub code: String,
}

/// The place that belongs to a spoken code. It names nobody: whoever finds a code learns nothing about its owner.
///
/// # Errors
/// [`Error::NotFound`].
pub fn receipt(tx: &mut Tx<'_>, commune: &str, series: &Series, code: &str) -> Result<Receipt> {
    let place = rows::by_code(tx, commune, &series.id, &code.to_uppercase())?.ok_or(Error::NotFound)?;
    let in_queue = match place.state {
        Standing::Waiting => rules::place_in_queue(&rows::queue(tx, commune, &series.id)?, place.place),
        _ => 0,
    };
    Ok(Receipt { state: place.state, in_queue, code: place.code })
}

/// Gives one's own place up, by code and phone; the first of the queue moves up.
///
/// # Errors
/// [`Error::NotFound`] for an unknown class; one refusal for a wrong code and a wrong phone alike.
pub fn leave(tx: &mut Tx<'_>, commune: &str, code: &str, spoken: &str, phone: &str, now: Millis) -> Result<()> {
    let series = store::series::by_code(tx, commune, code)?.ok_or(Error::NotFound)?;
    hold(tx, &series.id)?;
    let place = rows::by_code(tx, commune, &series.id, &spoken.replace(' ', "").to_uppercase())?;
    let place = place.filter(|place| place.state != Standing::Left && place.phone.as_deref() == Some(phone));
    let place = place.ok_or_else(|| Error::refused("classes-refused-code"))?;
    rows::end(tx, commune, &place.id, "", now)?;
    fill_seats(tx, commune, &series.id, series.now.capacity, now)
}

/// Moves those who wait up while seats are free; officers are shown whom to call.
pub fn fill_seats(tx: &mut Tx<'_>, commune: &str, series: &str, capacity: i64, now: Millis) -> Result<()> {
    hold(tx, series)?;
    let (mut enrolled, _) = rows::counts(tx, commune, series)?;
    while enrolled < capacity {
        let Some(next) = rows::first_waiting(tx, commune, series)? else { break };
        rows::promote(tx, commune, &next, now)?;
        enrolled += 1;
    }
    Ok(())
}

/// Puts a person of the register on the list; the second value is false when they stood there already.
///
/// # Errors
/// [`Error::NotFound`] when class or person is out of reach; a refusal when class and queue are full.
pub fn enrol(tx: &mut Tx<'_>, scope: &Scope, code: &str, person: &str, now: Millis) -> Result<(Standing, bool)> {
    let series = store::series::in_reach(tx, scope, code)?;
    hold(tx, &series.id)?;
    let card = people::card(tx, scope, person)?.ok_or(Error::NotFound)?;
    if let Some(place) = rows::of_person(tx, scope.commune(), &series.id, &card.id)? {
        return Ok((place.state, false));
    }
    let state = next_state(tx, scope.commune(), &series)?.ok_or_else(|| Error::refused("classes-refused-full"))?;
    rows::add(tx, scope.commune(), &of_card(scope, &series.id, &card, state, Source::Officer), now)?;
    Ok((state, true))
}

fn of_card(scope: &Scope, series: &str, card: &Card, state: Standing, source: Source) -> NewEnrolment {
    NewEnrolment {
        series: series.to_owned(),
        person: Some(card.id.clone()),
        name: card.name.clone(),
        phone: None,
        birth_year: card.birth_year,
        village: Some(card.village.clone()),
        state,
        source,
        consent_at: None,
        by: scope.account().to_owned(),
    }
}

/// Whether a person has a place in the class, not only in its queue.
pub fn is_enrolled(tx: &mut Tx<'_>, commune: &str, series: &str, person: &str) -> Result<bool> {
    Ok(rows::of_person(tx, commune, series, person)?.is_some_and(|place| place.state == Standing::Enrolled))
}

/// Gives a place to a person who stands at the door, whether or not a seat is free: who is there is there.
///
/// # Errors
/// [`Error::NotFound`] when the person is neither on the list nor in reach.
pub fn seat_walk_in(tx: &mut Tx<'_>, scope: &Scope, series: &str, person: &str, now: Millis) -> Result<()> {
    seat_known_to(tx, scope, scope, series, person, now)
}

/// The same for somebody who showed their card, wherever in the commune they live.
///
/// # Errors
/// [`Error::NotFound`] when the register does not hold them any more.
pub fn seat_by_card(tx: &mut Tx<'_>, scope: &Scope, series: &str, person: &str, now: Millis) -> Result<()> {
    seat_known_to(tx, scope, &Scope::of_command(scope.commune()), series, person, now)
}

/// `sees`: the reach in which the person is looked for; `scope` is who gives the place.
fn seat_known_to(tx: &mut Tx<'_>, scope: &Scope, sees: &Scope, series: &str, person: &str, now: Millis) -> Result<()> {
    let person = ledger::canonical(tx, scope.commune(), person)?;
    match rows::of_person(tx, scope.commune(), series, &person)? {
        Some(place) if place.state == Standing::Enrolled => Ok(()),
        Some(place) => rows::seat_now(tx, scope.commune(), &place.id, now),
        None => {
            let card = people::card(tx, sees, &person)?.ok_or(Error::NotFound)?;
            rows::add(tx, scope.commune(), &of_card(scope, series, &card, Standing::Enrolled, Source::WalkIn), now).map(drop)
        }
    }
}

/// Takes somebody off the list; the first of the queue moves up.
///
/// # Errors
/// [`Error::NotFound`].
pub fn remove(tx: &mut Tx<'_>, scope: &Scope, code: &str, enrolment: &str, now: Millis) -> Result<()> {
    let series = store::series::in_reach(tx, scope, code)?;
    hold(tx, &series.id)?;
    let place = on_list(tx, scope, &series.id, enrolment)?;
    rows::end(tx, scope.commune(), &place.id, scope.account(), now)?;
    fill_seats(tx, scope.commune(), &series.id, series.now.capacity, now)
}

/// Keeps that somebody who moved up was told so.
///
/// # Errors
/// [`Error::NotFound`].
pub fn called(tx: &mut Tx<'_>, scope: &Scope, code: &str, enrolment: &str, now: Millis) -> Result<()> {
    let series = store::series::in_reach(tx, scope, code)?;
    let place = on_list(tx, scope, &series.id, enrolment)?;
    rows::called(tx, scope.commune(), &place.id, scope.account(), now)
}

fn on_list(tx: &mut Tx<'_>, scope: &Scope, series: &str, enrolment: &str) -> Result<Enrolment> {
    rows::by_id(tx, scope.commune(), series, enrolment)?.filter(|place| place.state != Standing::Left).ok_or(Error::NotFound)
}

/// Who a name on the list is.
#[derive(Clone, Debug)]
pub enum Who {
    /// Somebody of the register.
    Known(String),
    /// Somebody to be added, in this village.
    New(String),
}

/// Says which person of the register a name on the list is; answers the person's id.
///
/// # Errors
/// [`Error::NotFound`] when class, person or village is out of reach; a refusal when the name is linked already, or the person stands on
/// the list under another name.
pub fn link(tx: &mut Tx<'_>, scope: &Scope, code: &str, enrolment: &str, who: &Who, now: Millis) -> Result<String> {
    let series = store::series::in_reach(tx, scope, code)?;
    hold(tx, &series.id)?;
    let place = on_list(tx, scope, &series.id, enrolment)?;
    if place.person.is_some() {
        return Err(Error::refused("classes-refused-linked"));
    }
    let person = match who {
        Who::Known(person) => people::card(tx, scope, person)?.ok_or(Error::NotFound)?.id,
        Who::New(village) => {
            let new = NewPerson {
                village: village.clone(),
                name: place.name.clone(),
                birth_year: place.birth_year,
                phone: place.phone.clone(),
                ..NewPerson::default()
            };
            people::add(tx, scope, &new, now)?
        }
    };
    if rows::of_person(tx, scope.commune(), &series.id, &person)?.is_some() {
        return Err(Refusal::new("classes-refused-on-list").with("name", place.name).into());
    }
    rows::link(tx, scope.commune(), &place.id, &person, now)?;
    Ok(person)
}

/// Links a registration to the person who stands at the door; when the person is on the list already, the registration was a second one
/// and ends.
///
/// # Errors
/// [`Error::NotFound`]; a refusal when the registration is linked to somebody else.
pub fn link_at_door(tx: &mut Tx<'_>, scope: &Scope, lesson: &Lesson, enrolment: &str, person: &str, now: Millis) -> Result<()> {
    hold(tx, &lesson.series)?;
    let place = on_list(tx, scope, &lesson.series, enrolment)?;
    if place.person.as_deref().is_some_and(|linked| linked != person) {
        return Err(Error::refused("classes-refused-linked"));
    }
    match rows::of_person(tx, scope.commune(), &lesson.series, person)? {
        Some(other) if other.id != place.id => rows::end(tx, scope.commune(), &place.id, scope.account(), now),
        Some(_) => Ok(()),
        None => {
            people::card(tx, scope, person)?.ok_or(Error::NotFound)?;
            rows::link(tx, scope.commune(), &place.id, person, now)
        }
    }
}

/// Persons of the register that a name on the list may be, the likeliest first.
pub fn candidates(tx: &mut Tx<'_>, scope: &Scope, place: &Enrolment) -> Result<Vec<(Card, Likeness)>> {
    let found = people::likely(tx, scope, &place.name, place.phone.as_deref(), 30)?;
    let mut likely: Vec<(Card, Likeness)> = found
        .into_iter()
        .filter_map(|(card, same_phone)| {
            let likeness = rules::likeness(&place.name, place.birth_year, same_phone, &card.name, card.birth_year)?;
            Some((card, likeness))
        })
        .collect();
    likely.sort_by_key(|(_, likeness)| *likeness);
    likely.truncate(8);
    Ok(likely)
}
