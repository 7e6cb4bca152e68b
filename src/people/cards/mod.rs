//! Learner cards: a signed code that a phone checks without a signal, and a short code that anybody can type.
//!
//! A card says who its person is and nothing about them. It counts until it is revoked; whoever loses theirs gets another with a
//! code of its own. After a merge the cards of both persons work for the one who was kept.
//!
//! | file | what |
//! |---|---|
//! | `code` | the short code and its check character |
//! | `payload` | what stands in the QR code, written and read |
//! | `store` | the tables |
//! | `sheet` | cards on paper |
//!
//! `fixtures/cards.json` holds the vectors that this code and the phone's are both tried with.

mod code;
mod payload;
mod sheet;
pub mod store;

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;

pub use code::grouped;
pub use payload::Fault;
pub use sheet::{Look, MOST, pile, scanned, square};
use store::{Filter, Holder};

use super::{rules::MANAGE, store as people};
use crate::{
    accounts::Scope,
    kit::{
        app::Keys,
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        ids,
        sign::{Kid, PublicKey, Signer},
    },
    ledger,
};

/// What keys that sign cards are derived for.
const PURPOSE: &str = "cards";
/// What the feed of changes calls a card.
const CARD: &str = "card";
/// So many new cards of a village are told one by one; for more of them the whole village is told anew.
const TOLD_APART: usize = 50;

/// Why a card was revoked: lost, damaged, something on it is wrong, or it is not needed any more.
pub const REASONS: &[&str] = &["lost", "damaged", "wrong", "left"];

/// A learner's card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnerCard {
    /// Its own number: 16 hex digits.
    pub nonce: String,
    /// The person whose id stands in the code.
    pub named: String,
    /// The person it works for now: another one after a merge.
    pub person: String,
    /// The key that signs it.
    pub kid: Kid,
    /// The short code.
    pub code: String,
    /// When it was made.
    pub issued_at: Millis,
    /// When it was last sent to a printer.
    pub printed_at: Option<Millis>,
    /// When it was revoked.
    pub revoked_at: Option<Millis>,
}

/// The keys of a commune, for phones that check cards without a signal; the first one first.
pub fn card_keys(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<PublicKey>> {
    Ok(store::keys(tx, commune)?.into_iter().map(|(key, ..)| key).collect())
}

/// Every card of a village's people, revoked ones too; nothing when the village is out of reach.
pub fn cards_for(tx: &mut Tx<'_>, scope: &Scope, village: &str) -> Result<Vec<LearnerCard>> {
    store::of_village(tx, scope, village)
}

/// These persons and their cards, in the order asked; whoever is out of reach is left out.
pub fn card_holders(tx: &mut Tx<'_>, scope: &Scope, persons: &[String]) -> Result<Vec<Holder>> {
    let mut holders = Vec::with_capacity(persons.len());
    for person in persons.iter().filter(|person| !person.is_empty()) {
        let filter = Filter { person: person.clone(), ..Filter::default() };
        holders.extend(store::holders(tx, scope, &filter, 1, 0)?);
    }
    Ok(holders)
}

/// Notes the cards of a village in reach as printed, for commands and the demo.
pub fn note_printed(tx: &mut Tx<'_>, scope: &Scope, village: &str, now: Millis) -> Result<()> {
    let nonces: Vec<String> = cards_for(tx, scope, village)?.into_iter().map(|card| card.nonce).collect();
    store::set_printed(tx, scope.commune(), &nonces, now)
}

/// The card with this nonce, whatever its state; it says nothing about who may know of it.
pub fn card_of_nonce(tx: &mut Tx<'_>, commune: &str, nonce: &str) -> Result<Option<LearnerCard>> {
    store::by_nonce(tx, commune, nonce)
}

/// What a scanned or typed card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It counts.
    Good(LearnerCard),
    /// It was revoked.
    Revoked(LearnerCard),
    /// The signature is right, and the list does not hold the card: it was made after the backup that this server was restored from.
    /// The person with this id stands in the register.
    Unlisted {
        /// The person it works for now.
        person: String,
        /// The card's own number.
        nonce: String,
    },
    /// A code was scanned that is no card of this commune.
    Wrong(Fault),
    /// A short code was mistyped.
    Mistyped,
    /// The short code is well formed, and no card has it.
    Unknown,
}

/// Reads the text of a QR code, or a short code as somebody typed it. Whoever shows what was found asks for the person in reach.
pub fn read_card(tx: &mut Tx<'_>, commune: &str, text: &str) -> Result<Reading> {
    if !payload::looks_scanned(text) {
        let Some(code) = code::typed(text) else { return Ok(Reading::Mistyped) };
        return Ok(store::by_code(tx, commune, &code)?.map_or(Reading::Unknown, judged));
    }
    let payload = match payload::read(text, &card_keys(tx, commune)?, commune) {
        Ok(payload) => payload,
        Err(fault) => return Ok(Reading::Wrong(fault)),
    };
    match store::by_nonce(tx, commune, &payload.nonce)? {
        Some(card) if card.named == payload.person => Ok(judged(card)),
        // One nonce for two persons: only somebody with the key could have made it.
        Some(_) => Ok(Reading::Wrong(Fault::Forged)),
        None => {
            let person = ledger::canonical(tx, commune, &payload.person)?;
            let known = store::village_of(tx, &Scope::of_command(commune), &person)?.is_some();
            Ok(if known { Reading::Unlisted { person, nonce: payload.nonce } } else { Reading::Unknown })
        }
    }
}

fn judged(card: LearnerCard) -> Reading {
    if card.revoked_at.is_some() { Reading::Revoked(card) } else { Reading::Good(card) }
}

/// Begins a new key: cards made from now on are signed with it, older ones stay right. Answers its number.
///
/// # Errors
/// A refusal when a commune has had 255 keys.
pub fn begin_key(tx: &mut Tx<'_>, keys: &Keys, scope: &Scope, now: Millis) -> Result<Kid> {
    tx.hold(&format!("cards {}", scope.commune()))?;
    let last = card_keys(tx, scope.commune())?.last().map_or(0, |key| key.kid);
    let kid = last.checked_add(1).ok_or_else(|| Error::refused("people-card-keys-full"))?;
    store::add_key(tx, scope, &Signer::derive(keys, PURPOSE, scope.commune(), kid).public(), now)?;
    Ok(kid)
}

/// The key that signs now. One that the program's keys no longer make is left behind for a new one.
fn current_key(tx: &mut Tx<'_>, keys: &Keys, scope: &Scope, now: Millis) -> Result<Kid> {
    let last = card_keys(tx, scope.commune())?.pop();
    match last.filter(|key| Signer::derive(keys, PURPOSE, scope.commune(), key.kid).public() == *key) {
        Some(key) => Ok(key.kid),
        None => begin_key(tx, keys, scope, now),
    }
}

/// Makes a card for a person in reach and answers its nonce.
///
/// # Errors
/// [`Error::NotFound`]; a refusal when they have a card that counts, or said that they are not to be kept on a list.
pub fn issue(tx: &mut Tx<'_>, keys: &Keys, scope: &Scope, person: &str, now: Millis) -> Result<String> {
    tx.hold(&format!("cards {}", scope.commune()))?;
    let (nonce, village) = first_card(tx, keys, scope, person, now)?;
    ledger::changed(tx, scope.commune(), &village, CARD, &nonce, now)?;
    Ok(nonce)
}

/// The nonce of a new card for somebody who has none, and their village.
fn first_card(tx: &mut Tx<'_>, keys: &Keys, scope: &Scope, person: &str, now: Millis) -> Result<(String, String)> {
    let person = people::person(tx, scope, person)?;
    if !store::live_of(tx, scope.commune(), &person.id)?.is_empty() {
        return Err(Error::refused("people-card-has-one"));
    }
    Ok((make(tx, keys, scope, &person.id, now)?, person.profile.village))
}

fn make(tx: &mut Tx<'_>, keys: &Keys, scope: &Scope, person: &str, now: Millis) -> Result<String> {
    let consents = people::consents(tx, scope, person)?;
    if consents.iter().find(|consent| consent.purpose == MANAGE).is_some_and(|consent| !consent.given) {
        return Err(Error::refused("people-card-refuses"));
    }
    let kid = current_key(tx, keys, scope, now)?;
    let mut nonce = [0_u8; 8];
    ids::fill(&mut nonce);
    let code = loop {
        let code = code::draw();
        if !store::is_given(tx, scope.commune(), &code)? {
            break code;
        }
    };
    let card = LearnerCard {
        nonce: HEXLOWER.encode(&nonce),
        named: person.to_owned(),
        person: person.to_owned(),
        kid,
        code,
        issued_at: now,
        printed_at: None,
        revoked_at: None,
    };
    store::add(tx, scope, &card)?;
    Ok(card.nonce)
}

/// Makes cards for those of these persons who are in reach, have none, and did not refuse; answers how many. The first [`MOST`] only.
pub fn issue_many(tx: &mut Tx<'_>, keys: &Keys, scope: &Scope, persons: &[String], now: Millis) -> Result<usize> {
    tx.hold(&format!("cards {}", scope.commune()))?;
    let mut made: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for person in persons.iter().take(MOST) {
        match first_card(tx, keys, scope, person, now) {
            Ok((nonce, village)) => made.entry(village).or_default().push(nonce),
            Err(Error::NotFound | Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    for (village, cards) in &made {
        if cards.len() > TOLD_APART {
            ledger::changed(tx, scope.commune(), village, "roster", village, now)?;
            continue;
        }
        for card in cards {
            ledger::changed(tx, scope.commune(), village, CARD, card, now)?;
        }
    }
    Ok(made.values().map(Vec::len).sum())
}

/// The card with this nonce whose person is in reach.
///
/// # Errors
/// [`Error::NotFound`].
pub fn card_in_reach(tx: &mut Tx<'_>, scope: &Scope, nonce: &str) -> Result<LearnerCard> {
    Ok(placed(tx, scope, nonce)?.0)
}

/// The card in reach and the village of its person.
fn placed(tx: &mut Tx<'_>, scope: &Scope, nonce: &str) -> Result<(LearnerCard, String)> {
    let card = store::by_nonce(tx, scope.commune(), nonce)?.ok_or(Error::NotFound)?;
    let village = store::village_of(tx, scope, &card.person)?.ok_or(Error::NotFound)?;
    Ok((card, village))
}

/// Makes a card not count any more.
///
/// # Errors
/// [`Error::NotFound`]; a refusal when the reason is none of [`REASONS`], or the card was revoked before.
pub fn revoke(tx: &mut Tx<'_>, scope: &Scope, nonce: &str, reason: &str, now: Millis) -> Result<()> {
    if !REASONS.contains(&reason) {
        return Err(Error::refused("people-card-reason-missing"));
    }
    if end(tx, scope, nonce, reason, now)? { Ok(()) } else { Err(Error::refused("people-card-revoked-before")) }
}

/// Revokes a card in reach; answers whether it counted until now.
fn end(tx: &mut Tx<'_>, scope: &Scope, nonce: &str, reason: &str, now: Millis) -> Result<bool> {
    let (_, village) = placed(tx, scope, nonce)?;
    let ended = store::revoke(tx, scope, nonce, reason, now)?;
    if ended {
        ledger::changed(tx, scope.commune(), &village, CARD, nonce, now)?;
    }
    Ok(ended)
}

/// Revokes a card and makes another for the same person; answers the new one's nonce.
///
/// # Errors
/// As [`revoke`]; a refusal when the person said that they are not to be kept on a list.
pub fn replace(tx: &mut Tx<'_>, keys: &Keys, scope: &Scope, nonce: &str, reason: &str, now: Millis) -> Result<String> {
    tx.hold(&format!("cards {}", scope.commune()))?;
    let (card, village) = placed(tx, scope, nonce)?;
    revoke(tx, scope, nonce, reason, now)?;
    let new = make(tx, keys, scope, &card.person, now)?;
    store::set_replaced(tx, scope, nonce, &new)?;
    ledger::changed(tx, scope.commune(), &village, CARD, &new, now)?;
    Ok(new)
}

/// Revokes a card that somebody reports as lost from a phone; answers whether it counted until now.
///
/// # Errors
/// [`Error::NotFound`] when there is no such card in reach.
pub fn lose_card(tx: &mut Tx<'_>, scope: &Scope, nonce: &str, now: Millis) -> Result<bool> {
    end(tx, scope, nonce, "lost", now)
}
