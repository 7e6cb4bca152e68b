//! Learner cards that are reported as lost.

use super::{Case, Kind, Place, people::where_is};
use crate::{
    accounts::{Right, Scope},
    kit::{db::Tx, error::Result},
    people,
    sync::rules::{Code, Op, Outcome},
};

/// The types of this slice.
pub const KINDS: &[Kind] = &[Kind { name: "card.lost", right: Right::TakeAttendance, makes: false, place, apply: lose }];

fn place(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    match people::card_of_nonce(tx, commune, &op.entity)? {
        Some(card) => where_is(tx, commune, &card.person),
        None => Ok(Place::Nowhere),
    }
}

fn lose(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let counted = people::lose_card(tx, scope, &case.op.entity, case.now)?;
    Ok(if counted { Outcome::applied(2) } else { Outcome::of(Code::AlreadyRecorded) })
}
