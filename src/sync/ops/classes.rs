//! Attendance.

use super::{Case, Kind, Place};
use crate::{
    accounts::{Right, Scope},
    classes::{self, Heard, HeardAs, MarkError, Said},
    kit::{
        dates,
        db::Tx,
        error::{Refusal, Result},
        text::{Lang, Text},
    },
    sync::rules::{Code, Op, Outcome},
};

/// The types of this slice.
pub const KINDS: &[Kind] = &[
    Kind { name: "attendance.mark", right: Right::TakeAttendance, makes: false, place, apply: mark },
    Kind { name: "attendance.unmark", right: Right::TakeAttendance, makes: false, place, apply: unmark },
];

fn place(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    Ok(Place::of(classes::village_of_session(tx, commune, &op.entity)?))
}

fn mark(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let said = Said::parse(case.op.text("said")).filter(|said| *said != Said::None);
    let Some(said) = said else { return Ok(Outcome::invalid("sync-invalid-said")) };
    if !["card", "code", "name"].contains(&case.op.text("how")) {
        return Ok(Outcome::invalid("sync-invalid-how"));
    }
    hear(tx, scope, case, Some(said))
}

fn unmark(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    if case.op.text("reason").chars().count() > 500 {
        return Ok(Outcome::invalid("sync-invalid-long"));
    }
    hear(tx, scope, case, None)
}

fn hear(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>, said: Option<Said>) -> Result<Outcome> {
    let op = case.op;
    let heard = Heard {
        id: op.id.clone(),
        person: op.text("person").to_owned(),
        said,
        how: op.text("how").to_owned(),
        card: said.filter(|said| *said != Said::Absent).and(Some(op.text("card"))).filter(|card| !card.is_empty()).map(str::to_owned),
        reason: op.text("reason").to_owned(),
        at: case.when.at,
        earliest: case.when.earliest,
        latest: case.when.latest,
        by: op.actor.clone(),
        device: op.device.clone(),
        decided: case.decided,
    };
    Ok(match classes::hear(tx, scope, &op.entity, &heard, case.now)? {
        HeardAs::Counted(version) => Outcome::applied(version),
        HeardAs::Gone => Outcome::of(Code::Deleted),
        HeardAs::DoubtfulCard => Outcome::of(Code::DoubtfulCard),
        HeardAs::Outside(MarkError::Cancelled) => Outcome::saying(Code::OutsideWindow, Refusal::new("sync-outside-cancelled")),
        HeardAs::Outside(MarkError::TooEarly) => Outcome::saying(Code::OutsideWindow, Refusal::new("sync-outside-early")),
        HeardAs::Outside(MarkError::TooLate | MarkError::ReasonMissing) => Outcome::of(Code::OutsideWindow),
        HeardAs::Witness { presence, at, version } => {
            let words = Refusal::new("sync-already-marked")
                .with("said", Text::of(Lang::Vi).get(presence.said().key()))
                .with("time", dates::clock(dates::local(at).time()));
            Outcome { code: Code::AlreadyMarked, words: Some(words), version: Some(version) }
        }
    })
}
