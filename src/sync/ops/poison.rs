//! Operations at which a server fails, for tests alone.

use super::{Case, Kind, Place};
use crate::{
    accounts::{Right, Scope},
    classes,
    kit::{
        db::Tx,
        error::{Error, Result},
    },
    sync::rules::{Op, Outcome},
};

/// The types of this file.
pub const KINDS: &[Kind] = &[
    Kind { name: "test.panic", right: Right::TakeAttendance, makes: false, place, apply: panic },
    Kind { name: "test.broken", right: Right::TakeAttendance, makes: false, place, apply: broken },
    Kind { name: "test.half", right: Right::TakeAttendance, makes: false, place, apply: half },
];

fn place(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    Ok(Place::of(classes::village_of_session(tx, commune, &op.entity)?))
}

fn panic(_: &mut Tx<'_>, _: &Scope, _: &Case<'_>) -> Result<Outcome> {
    panic!("poison")
}

/// A statement that no database takes: on PostgreSQL it ends the transaction unless the part is undone.
fn broken(tx: &mut Tx<'_>, _: &Scope, _: &Case<'_>) -> Result<Outcome> {
    tx.run("INSERT INTO nowhere (nothing) VALUES (1)", &[])?;
    Ok(Outcome::applied(1))
}

/// Fails after it has marked somebody.
fn half(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let heard = classes::Heard {
        id: case.op.id.clone(),
        person: case.op.text("person").to_owned(),
        said: Some(classes::Said::Present),
        how: "name".into(),
        card: None,
        reason: String::new(),
        at: case.when.at,
        earliest: case.when.at,
        latest: case.when.at,
        by: case.op.actor.clone(),
        device: case.op.device.clone(),
        decided: false,
    };
    classes::hear(tx, scope, &case.op.entity, &heard, case.now)?;
    Err(Error::Broken("half of it".into()))
}
