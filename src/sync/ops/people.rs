//! Persons whom a field worker meets and mends.

use serde_json::Value;

use super::{Case, Kind, Place};
use crate::{
    accounts::{Right, Scope},
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        ids, picture,
    },
    people::{self, Edit, Edited, Met, Told},
    places,
    sync::rules::{Code, Op, Outcome},
};

/// The types of this slice.
pub const KINDS: &[Kind] = &[
    Kind { name: "person.add", right: Right::TakeAttendance, makes: true, place: place_of_new, apply: add },
    Kind { name: "person.edit", right: Right::EditPersons, makes: false, place: place_of_person, apply: edit },
];

fn place_of_new(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    let village = op.text("village");
    let known = places::village(tx, commune, village)?.filter(|village| village.active);
    Ok(Place::of(known.map(|village| village.id)))
}

/// The village of the person whom an operation is about.
pub fn place_of_person(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    where_is(tx, commune, &op.entity)
}

/// The village of a person.
pub fn where_is(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Place> {
    Ok(match people::whereabouts(tx, commune, person)? {
        Some(found) if found.removed => Place::Gone,
        Some(found) => Place::At(found.village),
        None => Place::Nowhere,
    })
}

fn add(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    if !ids::is_id(&op.entity) {
        return Ok(Outcome::invalid("sync-invalid-id"));
    }
    let Some(consents) = consents(&op.payload) else { return Ok(Outcome::invalid("sync-invalid-consents")) };
    let met = Met {
        id: op.entity.clone(),
        village: op.text("village").to_owned(),
        name: op.text("name").to_owned(),
        birth_year: op.number("birth_year"),
        sex: op.text("sex").to_owned(),
        phone: op.text("phone").to_owned(),
        hamlet: op.text("hamlet").to_owned(),
        household: Some(op.text("household")).filter(|household| !household.is_empty()).map(str::to_owned),
        consents,
    };
    match people::meet(tx, scope, &met, dates::day_of(case.when.at), case.when.at, case.now) {
        Ok(()) => Ok(Outcome::applied(1)),
        Err(Error::Changed) => Ok(Outcome::of(Code::AlreadyRecorded)),
        Err(error) => Err(error),
    }
}

/// What was agreed to; `None` when the list is no list of yes and no.
fn consents(payload: &Value) -> Option<Vec<Told>> {
    let list = match payload.get("consents") {
        None | Some(Value::Null) => return Some(Vec::new()),
        Some(list) => list.as_array().filter(|list| list.len() <= people::PURPOSES.len())?,
    };
    list.iter()
        .map(|told| {
            let text = |field: &str| told.get(field).and_then(Value::as_str).unwrap_or("").trim().to_owned();
            let given = told.get("given")?.as_bool()?;
            let blob = Some(text("blob")).filter(|blob| picture::is_name(blob));
            Some(Told { purpose: text("purpose"), given, how: text("how"), guardian: text("guardian"), blob })
        })
        .collect()
}

/// A value of a field as text: a number, a yes or no, a text, or nothing.
fn value(payload: &Value, field: &str) -> String {
    match payload.get(field) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        _ => String::new(),
    }
}

fn edit(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    let person = people::whereabouts(tx, scope.commune(), &op.entity)?.ok_or(Error::NotFound)?;
    let edit = Edit {
        person: person.id,
        field: op.text("field").to_owned(),
        before: value(&op.payload, "before"),
        after: value(&op.payload, "after"),
        base_version: op.base_version,
        decided: case.decided,
    };
    Ok(match people::edit(tx, scope, &edit, dates::day_of(case.now), case.now)? {
        Edited::Counts(version) => Outcome::applied(version),
        Edited::Merged(version) => Outcome { version: Some(version), ..Outcome::of(Code::Merged) },
        Edited::Same(version) => Outcome { version: Some(version), ..Outcome::of(Code::AlreadyRecorded) },
        Edited::Conflict => Outcome::of(Code::FieldConflict),
    })
}
