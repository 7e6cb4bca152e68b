//! What the QR code of a card says: `HV1.<payload>.<signature>`, as `docs/sync.md` has it.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use uuid::Uuid;

use crate::kit::sign::{self, Kid, PublicKey, Signer};

/// What a code of this form begins with.
const PREFIX: &str = "HV1";
/// The version inside the payload.
const VERSION: u8 = 1;
/// Version, key, commune, person, nonce.
const BYTES: usize = 1 + 1 + 16 + 16 + 8;

/// What a card says of itself: no name, no number of an identity card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Payload {
    /// The key that signs it.
    pub kid: Kid,
    /// The commune's id.
    pub commune: String,
    /// The person's id.
    pub person: String,
    /// The card's own number: 16 hex digits.
    pub nonce: String,
}

/// Why a text is not a card of this commune; checked in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Some other text.
    NotACard,
    /// A later form than this program reads.
    Newer,
    /// Signed with a key that this commune never began.
    UnknownKey,
    /// The signature is wrong.
    Forged,
    /// A card of another commune.
    Elsewhere,
}

impl Fault {
    /// The stable code, as the vectors have it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotACard => "not_a_card",
            Self::Newer => "newer",
            Self::UnknownKey => "unknown_key",
            Self::Forged => "forged",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// The text key of what to tell the person with the card.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotACard => "people-card-not-a-card",
            Self::Newer => "people-card-newer",
            Self::UnknownKey => "people-card-unknown-key",
            Self::Forged => "people-card-forged",
            Self::Elsewhere => "people-card-elsewhere",
        }
    }
}

/// The text of a card's QR code, or `None` when an id is not a UUID or the nonce not 16 hex digits.
pub(super) fn write(signer: &Signer, commune: &str, person: &str, nonce: &str) -> Option<String> {
    let nonce = HEXLOWER.decode(nonce.as_bytes()).ok().filter(|nonce| nonce.len() == 8)?;
    let mut bytes = Vec::with_capacity(BYTES);
    bytes.extend([VERSION, signer.kid()]);
    bytes.extend(Uuid::try_parse(commune).ok()?.as_bytes());
    bytes.extend(Uuid::try_parse(person).ok()?.as_bytes());
    bytes.extend(nonce);
    Some(signer.signed(&format!("{PREFIX}.{}", BASE64URL_NOPAD.encode(&bytes))))
}

/// Whether a text wants to be a card's QR code, and is not a code that somebody typed.
pub(super) fn looks_scanned(text: &str) -> bool {
    let text = text.trim();
    text.contains('.') && text.len() > 40
}

/// Reads the text of a QR code; white space around it is left out.
pub(super) fn read(text: &str, keys: &[PublicKey], commune: &str) -> Result<Payload, Fault> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
    let (prefix, rest) = text.split_once('.').ok_or(Fault::NotACard)?;
    if prefix != PREFIX {
        return Err(if is_later(prefix) && sign::parted(rest).is_some() { Fault::Newer } else { Fault::NotACard });
    }
    let (signed, signature) = sign::parted(text).ok_or(Fault::NotACard)?;
    let payload = signed.strip_prefix("HV1.").ok_or(Fault::NotACard)?;
    let bytes: [u8; BYTES] =
        BASE64URL_NOPAD.decode(payload.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(Fault::NotACard)?;
    if bytes[0] != VERSION {
        return Err(Fault::Newer);
    }
    let key = keys.iter().find(|key| key.kid == bytes[1]).ok_or(Fault::UnknownKey)?;
    if !key.verifies(signed.as_bytes(), &signature) {
        return Err(Fault::Forged);
    }
    let id = |from: usize| Uuid::from_slice(&bytes[from..from + 16]).map(|id| id.hyphenated().to_string()).unwrap_or_default();
    let payload = Payload { kid: key.kid, commune: id(2), person: id(18), nonce: HEXLOWER.encode(&bytes[34..]) };
    if payload.commune == commune { Ok(payload) } else { Err(Fault::Elsewhere) }
}

/// `HV2`, `HV3` … up to two digits.
fn is_later(prefix: &str) -> bool {
    prefix.strip_prefix("HV").is_some_and(|n| (1..=2).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    struct Vectors {
        all: Value,
        signers: Vec<Signer>,
    }

    impl Vectors {
        fn read() -> Self {
            let all: Value = serde_json::from_str(include_str!("../../../fixtures/cards.json")).expect("the vectors");
            let signers = all["keys"].as_array().expect("keys").iter().map(|key| {
                let seed = HEXLOWER.decode(text(&key["seed"]).as_bytes()).expect("hex").try_into().expect("a seed");
                let signer = Signer::of_seed(kid(key), seed);
                assert_eq!(signer.public().text(), text(&key["public"]));
                signer
            });
            Self { signers: signers.collect(), all }
        }

        fn keys(&self) -> Vec<PublicKey> {
            self.signers.iter().map(Signer::public).collect()
        }
    }

    fn text(value: &Value) -> &str {
        value.as_str().expect("a text")
    }

    fn kid(value: &Value) -> Kid {
        value["kid"].as_u64().and_then(|kid| kid.try_into().ok()).expect("a key's number")
    }

    #[test]
    fn cards_are_written_and_read_as_the_vectors_say() {
        let vectors = Vectors::read();
        let commune = text(&vectors.all["commune"]);
        for card in vectors.all["good"].as_array().expect("a list") {
            let signer = vectors.signers.iter().find(|signer| signer.kid() == kid(card)).expect("its key");
            let (person, nonce) = (text(&card["person"]), text(&card["nonce"]));
            assert_eq!(write(signer, text(&card["commune"]), person, nonce).as_deref(), card["text"].as_str());
            let read = read(text(&card["text"]), &vectors.keys(), commune).expect("a good card");
            assert_eq!(read, Payload { kid: kid(card), commune: commune.into(), person: person.into(), nonce: nonce.into() });
            assert!(looks_scanned(text(&card["text"])) && !looks_scanned(text(&card["code"])));
        }
        for spaced in vectors.all["spaced"].as_array().expect("a list") {
            assert!(read(text(spaced), &vectors.keys(), commune).is_ok());
        }
    }

    #[test]
    fn what_is_wrong_with_a_card_is_said_as_the_vectors_say() {
        let vectors = Vectors::read();
        let rows = vectors.all["bad"].as_array().expect("a list");
        assert!(rows.len() > 15);
        for row in rows {
            let fault = read(text(&row["text"]), &vectors.keys(), text(&vectors.all["commune"])).expect_err(text(&row["why"]));
            assert_eq!(fault.code(), text(&row["fault"]), "{}", row["why"]);
        }
    }

    #[test]
    fn no_byte_of_a_card_can_be_changed() {
        let vectors = Vectors::read();
        let good = text(&vectors.all["good"][0]["text"]);
        for at in 0..good.len() {
            for byte in [b'A', b'b', b'0', b'.', b' ', b'_'] {
                let mut changed = good.as_bytes().to_vec();
                if std::mem::replace(&mut changed[at], byte) != byte {
                    let changed = String::from_utf8(changed).expect("ASCII");
                    // A space at the very end is one too much; the card itself is one letter short.
                    assert!(read(&changed, &vectors.keys(), text(&vectors.all["commune"])).is_err(), "{changed}");
                }
            }
        }
    }

    #[test]
    fn a_strange_text_never_panics() {
        for strange in ["", ".", "..", "HV1..", "HV.x.y", "HV999.x.y", "é.è.ê", "HV1.😀.😀", &"A.".repeat(5_000), "\u{0}.\u{0}.\u{0}"]
        {
            assert_eq!(read(strange, &[], "x").map_err(Fault::code), Err("not_a_card"), "{strange}");
        }
        let signer = Signer::of_seed(1, [1; 32]);
        for (commune, person, nonce) in [("x", "y", "z"), ("", "", ""), ("0199b1c2-7d3e-7a10-8f00-0000000c0001", "x", "00000000000000ff")] {
            assert_eq!(write(&signer, commune, person, nonce), None);
        }
    }
}
