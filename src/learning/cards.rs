//! The person of a learner card, as pages of learning ask for it: scanned, or its short code typed.

use crate::{
    accounts::{Scope, Visitor},
    kit::{
        clock::HOUR,
        db::Tx,
        error::{Error, Result},
        text::Text,
    },
    learning::knocks,
    people::{self, Card, CardReading as Reading},
    places::Village,
};

/// How many codes that belong to no card are heard in an hour: from one address, and from everywhere in the commune.
const GUESSES: [i64; 2] = [30, 300];
/// Refusals that tell whether there is a card.
const GUESSED: [&str; 3] = ["learning-card-unknown", "learning-card-revoked", "learning-card-wrong"];

/// What `reading` answers, which asks [`person`] for a visitor whom nobody watches. Codes that belong to no card are counted, so that
/// nobody finds one by trying; a slip that the check character shows is none.
///
/// # Errors
/// Those of `reading`; a refusal once there were too many.
pub async fn counted<T>(visitor: &Visitor, reading: impl Future<Output = Result<T>>) -> Result<T> {
    let hour = visitor.app.clock.now() / HOUR;
    let commune = visitor.commune()?.id.as_str();
    let who = [knocks::of(visitor, "card", &visitor.address, hour), knocks::of(visitor, "card", commune, hour)];
    let known = who.clone();
    let before = visitor.app.db.read(move |tx| known.iter().map(|who| knocks::times(tx, who)).collect::<Result<Vec<i64>>>()).await?;
    if before.iter().zip(GUESSES).any(|(times, most)| *times >= most) {
        return Err(Error::refused("learning-card-often"));
    }
    let answer = reading.await;
    if matches!(&answer, Err(Error::Refused(refusal)) if GUESSED.contains(&refusal.code)) {
        visitor.app.db.write(move |tx| who.iter().try_for_each(|who| knocks::count(tx, who, hour).map(drop))).await?;
    }
    answer
}

/// What tells persons of one name apart: year of birth, village, hamlet.
pub fn who(card: &Card, villages: &[Village], t: Text) -> String {
    let year = card.birth_year.map(|year| t.fill("learning-born").s("year", year).to_string()).unwrap_or_default();
    let village = villages.iter().find(|village| village.id == card.village).map_or("", |village| village.name.as_str());
    [year.as_str(), village, card.hamlet.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

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
