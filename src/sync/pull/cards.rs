//! Learner cards: which nonce is whose, and which were revoked.

use serde_json::json;

use super::{Ask, Row, Tell};
use crate::{
    kit::{db::Tx, error::Result},
    people::{self, LearnerCard},
};

/// The kinds of this slice.
pub const TELLS: &[Tell] = &[Tell { kind: "card", list, one }];

fn row(card: &LearnerCard, village: &str) -> Row {
    let data = json!({ "person": card.person, "code": card.code, "revoked": card.revoked_at });
    Row { id: card.nonce.clone(), village: village.to_owned(), data }
}

fn list(tx: &mut Tx<'_>, ask: &Ask<'_>, village: &str, after: &str, limit: i64) -> Result<Vec<Row>> {
    let mut cards = people::cards_for(tx, ask.scope, village)?;
    cards.retain(|card| card.nonce.as_str() > after);
    cards.sort_by(|a, b| a.nonce.cmp(&b.nonce));
    cards.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(cards.iter().map(|card| row(card, village)).collect())
}

fn one(tx: &mut Tx<'_>, ask: &Ask<'_>, id: &str) -> Result<Option<Row>> {
    let Some(card) = people::card_of_nonce(tx, ask.scope.commune(), id)? else { return Ok(None) };
    let person = people::card(tx, ask.scope, &card.person)?;
    Ok(person.map(|person| row(&card, &person.village)))
}
