//! Field work: help, one to five, households, stalls, identity, shifts, requests.

use serde_json::Value;

use super::{Case, Kind, Place, Record, people::where_is};
use crate::{
    accounts::{Right, Scope},
    args,
    coaching::{
        self, Excluded, Means, Signed, Topic,
        api::{self, Closed, Landed, NewCheck, NewCommitment, NewContact, NewHelp, NewShift, NewSurvey, NewVisit, State},
    },
    kit::{clock::Millis, db::Tx, error::Result},
    people, places, sql,
    sync::rules::{Code, Op, Outcome},
};

/// The types of this slice.
pub const KINDS: &[Kind] = &[
    Kind { name: "help.log", right: Right::Coach, makes: true, place: place_of_help, apply: help },
    Kind { name: "mentor.contact", right: Right::Coach, makes: true, place: place_of_contact, apply: contact },
    Kind { name: "household.visit", right: Right::Coach, makes: true, place: place_of_household, apply: visit },
    Kind { name: "household.commit", right: Right::Coach, makes: true, place: place_of_household, apply: commit },
    Kind { name: "stall.survey", right: Right::Coach, makes: true, place: place_of_stall, apply: survey },
    Kind { name: "identity.check", right: Right::Coach, makes: true, place: place_of_identity, apply: identity },
    Kind { name: "shift.log", right: Right::Coach, makes: true, place: place_of_village, apply: shift },
    Kind { name: "request.close", right: Right::Coach, makes: false, place: place_of_request, apply: close },
];

/// The records of this slice.
pub const RECORDS: &[Record] = &[Record { name: "coaching", right: Right::Coach, place: place_of_record, take_back }];

fn place_of_help(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    if op.text("person").is_empty() { place_of_village(tx, commune, op) } else { where_is(tx, commune, op.text("person")) }
}

fn place_of_village(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    Ok(Place::of(places::village(tx, commune, op.text("village"))?.map(|village| village.id)))
}

/// The pair is looked for in the whole commune; whether the actor may act in its village is asked next.
fn place_of_contact(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    match api::pair(tx, &Scope::of_command(commune), op.text("pair"))? {
        Some(pair) => where_is(tx, commune, &pair.person),
        None => Ok(Place::Nowhere),
    }
}

fn place_of_household(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    Ok(Place::of(people::village_of_household(tx, commune, op.text("household"))?))
}

/// Where a known stall is; of a new one the village that is told, or that of the grant it was surveyed under.
fn place_of_stall(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    let known = tx.value::<String>(
        sql!("SELECT village_id FROM coaching_stall WHERE commune_id = $1 AND id = $2"),
        args![commune, op.text("stall")],
    )?;
    if known.is_some() {
        return Ok(Place::of(known));
    }
    Ok(Place::of(village_of_new_stall(tx, commune, op)?))
}

fn village_of_new_stall(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Option<String>> {
    if !op.text("village").is_empty() {
        return Ok(places::village(tx, commune, op.text("village"))?.map(|village| village.id));
    }
    let granted = tx.value::<Option<String>>(
        sql!("SELECT village_id FROM accounts_grant WHERE id = $1 AND account_id = $2 AND commune_id = $3"),
        args![&op.grant, &op.actor, commune],
    )?;
    if let Some(village) = granted.flatten() {
        return Ok(Some(village));
    }
    let only = tx.list(
        sql!("SELECT DISTINCT village_id FROM accounts_grant WHERE account_id = $1 AND commune_id = $2 AND village_id IS NOT NULL LIMIT 2"),
        args![&op.actor, commune],
        |row| row.get::<String>(0),
    )?;
    Ok(if let [village] = only.as_slice() { Some(village.clone()) } else { None })
}

fn place_of_identity(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    where_is(tx, commune, op.text("person"))
}

fn place_of_request(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    Ok(Place::of(api::request(tx, &Scope::of_command(commune), &op.entity)?.map(|request| request.village)))
}

fn place_of_record(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<String>> {
    Ok(api::record(tx, &Scope::of_command(commune), id)?.map(|record| record.village))
}

fn take_back(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<()> {
    api::undo(tx, scope, &case.op.entity, case.op.text("reason"), false, case.when.at, case.now).map(drop)
}

/// What became of something that was recorded.
fn landed(landed: &Landed) -> Outcome {
    match landed.state {
        State::New => Outcome::applied(1),
        State::Again | State::Known => Outcome::of(Code::AlreadyRecorded),
        State::Undone => Outcome::of(Code::Deleted),
    }
}

fn some(text: &str) -> Option<String> {
    Some(text).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn help(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    let (Some(topic), Some(outcome)) = (Topic::parse(op.text("topic")), coaching::Outcome::parse(op.text("result"))) else {
        return Ok(Outcome::invalid("sync-invalid-result"));
    };
    let new = NewHelp {
        id: op.entity.clone(),
        person: some(op.text("person")),
        village: op.text("village").to_owned(),
        topic,
        outcome,
        minutes: op.number("minutes"),
        place: op.text("place").to_owned(),
        note: op.text("note").to_owned(),
        request: some(op.text("request")),
    };
    Ok(landed(&api::log_help(tx, scope, &new, case.when.at, Some(&op.device), case.now)?))
}

fn contact(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    let (Some(how), Some(topic), Some(outcome)) =
        (Means::parse(op.text("how")), Topic::parse(op.text("topic")), coaching::Outcome::parse(op.text("result")))
    else {
        return Ok(Outcome::invalid("sync-invalid-result"));
    };
    let new = NewContact { id: op.entity.clone(), pair: op.text("pair").to_owned(), how, topic, outcome, note: op.text("note").to_owned() };
    Ok(landed(&api::log_contact(tx, scope, &new, case.when.at, Some(&op.device), case.now)?))
}

fn visit(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    let Some(met) = op.flag("met") else { return Ok(Outcome::invalid("sync-invalid-result")) };
    let told: Vec<Topic> = match op.payload.get("told") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).filter_map(Topic::parse).collect(),
        _ => Vec::new(),
    };
    let new = NewVisit { id: op.entity.clone(), household: op.text("household").to_owned(), met, told, note: op.text("note").to_owned() };
    Ok(landed(&api::log_visit(tx, scope, &new, case.when.at, Some(&op.device), case.now)?))
}

fn commit(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    let Some(how) = Signed::parse(op.text("how")) else { return Ok(Outcome::invalid("sync-invalid-result")) };
    let blob = some(op.text("blob"));
    if blob.as_ref().is_some_and(|blob| !op.blobs.contains(blob)) {
        return Ok(Outcome::invalid("sync-invalid-blob"));
    }
    let new = NewCommitment { id: op.entity.clone(), household: op.text("household").to_owned(), lead: some(op.text("lead")), how, blob };
    Ok(landed(&api::log_commitment(tx, scope, &new, case.when.at, Some(&op.device), case.now)?))
}

fn survey(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    let new = NewSurvey {
        id: op.entity.clone(),
        stall: op.text("stall").to_owned(),
        village: village_of_new_stall(tx, scope.commune(), op)?.unwrap_or_default(),
        market: op.text("market").to_owned(),
        name: op.text("name").to_owned(),
        goods: op.text("goods").to_owned(),
        takes_qr: op.flag("takes_qr"),
        takes_pos: op.flag("takes_pos"),
        wants_training: op.flag("wants_training"),
        note: op.text("note").to_owned(),
    };
    Ok(landed(&api::log_survey(tx, scope, &new, case.when.at, Some(&op.device), case.now)?))
}

fn identity(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    let excluded = op.text("excluded");
    if !excluded.is_empty() && Excluded::parse(excluded).is_none() {
        return Ok(Outcome::invalid("sync-invalid-result"));
    }
    let new = NewCheck {
        id: op.entity.clone(),
        person: op.text("person").to_owned(),
        installed: op.flag("installed"),
        activated: op.flag("activated"),
        level2: op.flag("level2"),
        used: op.flag("used"),
        bank_account: op.flag("bank_account"),
        excluded: Excluded::parse(excluded),
        note: op.text("note").to_owned(),
    };
    Ok(landed(&api::log_check(tx, scope, &new, case.when.at, Some(&op.device), case.now)?))
}

/// A shift has its own hours, by the phone's clock as the rest: they are corrected as its capture was.
fn shift(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    let corrected = |field: &str| -> Option<Millis> {
        let off = case.when.at.saturating_sub(op.told.captured_at);
        op.number(field).map(|at| at.saturating_add(off))
    };
    let (Some(began_at), Some(ended_at)) = (corrected("began_at"), corrected("ended_at")) else {
        return Ok(Outcome::invalid("coaching-shift-order"));
    };
    let new = NewShift {
        id: op.entity.clone(),
        village: op.text("village").to_owned(),
        place: op.text("place").to_owned(),
        began_at,
        ended_at,
        note: op.text("note").to_owned(),
    };
    Ok(landed(&api::log_shift(tx, scope, &new, Some(&op.device), case.now)?))
}

fn close(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    let Some(outcome) = coaching::Outcome::parse(op.text("result")) else { return Ok(Outcome::invalid("sync-invalid-result")) };
    let closed = api::close_request(tx, scope, &op.entity, outcome, op.text("note"), case.when.at, Some(&op.device), case.now)?;
    Ok(match closed {
        Closed::Now => Outcome::applied(2),
        Closed::Again | Closed::Before(..) => Outcome::of(Code::AlreadyRecorded),
    })
}
