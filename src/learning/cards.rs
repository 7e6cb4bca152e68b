//! The person of a learner card, as pages of learning ask for it: scanned, or its short code typed.

use crate::{
    accounts::Scope,
    kit::{
        db::Tx,
        error::{Error, Result},
    },
    people::{self, Card, CardReading as Reading},
};

/// The person whose card this is.
///
/// # Errors
/// A refusal that says what to do: nothing was typed, the code is mistyped or unknown, the card was revoked or is of another commune.
pub fn person(tx: &mut Tx<'_>, commune: &str, typed: &str) -> Result<Card> {
    if typed.trim().is_empty() {
        return Err(Error::refused("learning-card-missing"));
    }
    let person = match people::read_card(tx, commune, typed)? {
        Reading::Good(card) => card.person,
        Reading::Unlisted { person, .. } => person,
        Reading::Revoked(_) => return Err(Error::refused("learning-card-revoked")),
        Reading::Wrong(_) => return Err(Error::refused("learning-card-wrong")),
        Reading::Mistyped => return Err(Error::refused("learning-card-mistyped")),
        Reading::Unknown => return Err(Error::refused("learning-card-unknown")),
    };
    people::card(tx, &Scope::of_command(commune), &person)?.ok_or_else(|| Error::refused("learning-card-unknown"))
}
