//! Reading forms of field work, and what is wrong with them.

use crate::{
    coaching::{rules::Topic, store::person::Choice},
    kit::{
        clock::{Clock, Millis},
        dates,
        error::{Error, Result},
        forms::{Faults, Fields},
        ids,
        text::Text,
    },
};

/// A form that nobody has touched: an id of its own, and now.
pub fn fresh(clock: &Clock) -> Fields {
    let now = clock.now();
    let mut typed = Fields::default();
    typed.set("id", ids::new(now));
    typed.set("day", dates::day_of(now).to_string());
    typed.set("time", dates::clock(dates::local(now).time()));
    typed
}

/// When it was done, by the fields `day` and `time`.
pub fn when(fields: &Fields, t: Text, faults: &mut Faults) -> Option<Millis> {
    let read = dates::parse_day(fields.get("day")).ok().zip(dates::parse_time(fields.get("time")).ok());
    faults.unless(read.is_some(), "day", t, "coaching-when-wrong");
    read.map(|(day, time)| dates::instant(day, time))
}

/// The choice that `read` finds behind a field; without one, a fault.
pub fn chosen<T>(fields: &Fields, field: &str, key: &str, t: Text, faults: &mut Faults, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let found = read(fields.get(field));
    faults.unless(found.is_some(), field, t, key);
    found
}

/// Yes, no, or not asked.
pub fn answer(fields: &Fields, field: &str) -> Option<bool> {
    match fields.get(field) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The topics that were ticked.
pub fn topics(fields: &Fields, field: &str) -> Vec<Topic> {
    fields.all(field).into_iter().filter_map(Topic::parse).collect()
}

/// Notes a refusal at the field it belongs to.
///
/// # Errors
/// Whatever is no refusal.
pub fn note(error: Error, t: Text, faults: &mut Faults) -> Result<()> {
    let Error::Refused(refusal) = error else { return Err(error) };
    let field = match refusal.code {
        "coaching-when-future" | "coaching-when-old" => "day",
        "coaching-place-long" | "coaching-place-missing" => "place",
        "coaching-minutes-wrong" => "minutes",
        "coaching-shift-order" | "coaching-shift-long" => "until",
        "coaching-village-missing" => "village",
        "coaching-stall-name-missing" => "name",
        "coaching-market-missing" => "market",
        "coaching-check-empty" => "installed",
        "coaching-reason-missing" | "coaching-undo-late" => "reason",
        "coaching-mentor-unfit" | "coaching-mentor-same" => "mentor",
        "coaching-pair-taken" | "coaching-lead-elsewhere" => "person",
        "coaching-who-missing" => "who",
        "coaching-quota-empty" | "coaching-quota-number" => "people",
        "coaching-quota-period" => "period",
        _ => "note",
    };
    faults.add(field, t.refusal(&refusal));
    Ok(())
}

/// A person to be chosen, in words.
#[derive(Clone, Debug)]
pub struct Offered {
    pub id: String,
    pub name: String,
    pub meta: String,
}

impl Offered {
    pub fn of(choice: Choice, t: Text) -> Self {
        Self { meta: person_meta(choice.birth_year, &[&choice.hamlet, &choice.village_name], t), id: choice.id, name: choice.name }
    }
}

/// Year of birth and places in one line.
pub fn person_meta(birth_year: Option<i16>, places: &[&str], t: Text) -> String {
    let born = birth_year.map_or_else(|| t.get("coaching-born-unknown"), |year| t.fill("coaching-born").s("year", year).to_string());
    let parts = std::iter::once(born.as_str()).chain(places.iter().copied()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}
