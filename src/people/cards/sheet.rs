//! Cards on paper: what is read for a pile of them, and how they are laid out.

use super::{
    LearnerCard, PURPOSE, card_keys, code, payload,
    store::{self, Face},
};
use crate::{
    accounts::Scope,
    kit::{
        app::Keys,
        db::Tx,
        error::{Error, Result},
        print::{self, CardSheet, PrintedCard},
        qr::Qr,
        sign::{PublicKey, Signer},
        text::Text,
    },
};

/// The most cards that are made or printed in one go.
pub const MOST: usize = print::MAX_CARDS;

/// Cards to be printed, as they were read.
#[derive(Debug)]
pub struct Pile {
    commune: String,
    known: Vec<PublicKey>,
    faces: Vec<Face>,
}

impl Pile {
    /// Every card's own number.
    pub fn nonces(&self) -> Vec<String> {
        self.faces.iter().map(|face| face.card.nonce.clone()).collect()
    }

    /// The sheets; the same cards give the same bytes. Works for some seconds when they are many: call it where blocking is allowed.
    ///
    /// # Errors
    /// A refusal when the key of a card is gone, or they are more than [`MOST`].
    pub fn pdf(&self, keys: &Keys, look: &Look<'_>) -> Result<Vec<u8>> {
        let cards = self.faces.iter().map(|face| {
            let text = text_of(keys, &self.known, &self.commune, &face.card)?;
            let code = code::grouped(&face.card.code);
            Ok(PrintedCard { name: face.name.clone(), place: face.village.clone(), code, qr: qr(&text)? })
        });
        Ok(print::pdf_cards(&look.sheet(cards.collect::<Result<_>>()?))?)
    }
}

/// The text of a card's QR code.
///
/// # Errors
/// A refusal when the program's keys can't make the key that the card was begun with: then it needs another card.
fn text_of(keys: &Keys, known: &[PublicKey], commune: &str, card: &LearnerCard) -> Result<String> {
    let signer = Signer::derive(keys, PURPOSE, commune, card.kid);
    if !known.contains(&signer.public()) {
        return Err(Error::refused("people-card-key-gone"));
    }
    payload::write(&signer, commune, &card.named, &card.nonce).ok_or_else(|| Error::Broken(format!("card {} can't be written", card.nonce)))
}

/// The text of a card's QR code, for who has the card before them alone.
///
/// # Errors
/// A refusal when the program's keys can't make the key that the card was begun with.
pub fn scanned(tx: &mut Tx<'_>, keys: &Keys, commune: &str, card: &LearnerCard) -> Result<String> {
    text_of(keys, &card_keys(tx, commune)?, commune, card)
}

/// The square of a card's QR code.
///
/// # Errors
/// As [`text_of`].
pub fn square(tx: &mut Tx<'_>, keys: &Keys, commune: &str, card: &LearnerCard) -> Result<Qr> {
    qr(&scanned(tx, keys, commune, card)?)
}

fn qr(text: &str) -> Result<Qr> {
    Qr::of(text).ok_or_else(|| Error::Broken("a card's text is too long".into()))
}

/// The cards of these persons in reach, in the order asked; the first [`MOST`] of them.
///
/// # Errors
/// A refusal when none of them has a card that counts.
pub fn pile(tx: &mut Tx<'_>, scope: &Scope, persons: &[String]) -> Result<Pile> {
    let known = card_keys(tx, scope.commune())?;
    let faces = store::faces(tx, scope, &persons[..persons.len().min(MOST)])?;
    if faces.is_empty() {
        return Err(Error::refused("people-card-none-to-print"));
    }
    Ok(Pile { commune: scope.commune().to_owned(), known, faces })
}

/// What is the same on every card of a pile.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The words.
    pub t: Text,
    /// The commune's name.
    pub commune: &'a str,
    /// Whether the people are invented.
    pub demo: bool,
    /// Whether the back is printed too.
    pub back: bool,
}

impl Look<'_> {
    fn sheet(&self, cards: Vec<PrintedCard>) -> CardSheet {
        let t = self.t;
        let word = |key: &str| t.get(key);
        CardSheet {
            lang: t.lang.code().to_owned(),
            title: word("people-cards-title"),
            issuer: self.commune.to_owned(),
            kind: word("people-card-kind"),
            note: word("people-card-note"),
            demo: if self.demo { word("people-card-demo") } else { String::new() },
            back: if self.back {
                vec![
                    word("people-card-back-show"),
                    word("people-card-back-lost"),
                    t.fill("people-card-back-found").s("commune", self.commune).to_string(),
                    word("people-card-back-private"),
                ]
            } else {
                Vec::new()
            },
            cards,
        }
    }
}
