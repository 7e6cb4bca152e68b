//! Skill checks.

use serde_json::Value;

use super::{Case, Kind, Place, Record, people::where_is};
use crate::{
    accounts::{Right, Scope},
    kit::{
        db::Tx,
        error::{Error, Result},
        ids,
    },
    learning::{self, Component, NewCheck},
    ledger,
    sync::rules::{Code, Op, Outcome},
};

/// The types of this slice.
pub const KINDS: &[Kind] = &[Kind { name: "skill.check", right: Right::RecordSkill, makes: true, place, apply: check }];

/// The records of this slice.
pub const RECORDS: &[Record] = &[Record { name: "skill.check", right: Right::RecordSkill, place: place_of_check, take_back }];

fn place(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    where_is(tx, commune, op.text("person"))
}

fn check(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    if !ids::is_id(&op.entity) {
        return Ok(Outcome::invalid("sync-invalid-id"));
    }
    let Some(component) = Component::parse(op.text("component")) else { return Ok(Outcome::invalid("sync-invalid-component")) };
    let Some(outcome) = learning::Outcome::parse(op.text("result")) else { return Ok(Outcome::invalid("sync-invalid-result")) };
    let Some(tasks) = tasks(&op.payload) else { return Ok(Outcome::invalid("learning-task-unknown")) };
    let new = NewCheck {
        id: op.entity.clone(),
        person: ledger::canonical(tx, scope.commune(), op.text("person"))?,
        component,
        outcome,
        place: op.text("place").to_owned(),
        note: op.text("note").to_owned(),
        at: case.when.at,
        tasks,
        device: Some(op.device.clone()),
    };
    if learning::check(tx, scope.commune(), &op.entity)?.is_some() {
        return Ok(Outcome::of(Code::AlreadyRecorded));
    }
    match learning::record(tx, scope, &new, case.now) {
        Ok(_) => Ok(Outcome::applied(1)),
        Err(Error::Changed) => Ok(Outcome::of(Code::AlreadyRecorded)),
        Err(error) => Err(error),
    }
}

/// The numbers of the tasks that were seen; `None` when it is no list of numbers.
fn tasks(payload: &Value) -> Option<Vec<i64>> {
    match payload.get("tasks") {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(list) => list.as_array().filter(|list| list.len() <= 20)?.iter().map(Value::as_i64).collect(),
    }
}

fn place_of_check(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<String>> {
    let Some(check) = learning::check(tx, commune, id)? else { return Ok(None) };
    Ok(match where_is(tx, commune, &check.person)? {
        Place::At(village) => Some(village),
        _ => Some(check.village),
    })
}

fn take_back(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<()> {
    learning::take_back(tx, scope, &case.op.entity, case.op.text("reason"), case.when.at, case.now)
}
