//! Signatures that anybody can check without asking the server: Ed25519 over short texts.
//!
//! Every purpose and owner has its own keys, numbered from 1. The secret half is worked out from the program's keys whenever it is
//! needed and stands nowhere; which numbers were begun is data of the slice that signs. A new number can be begun at any time, and
//! what was signed with an older one stays right.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use super::app::Keys;

/// The number of a key, from 1.
pub type Kid = u8;

/// Somebody who signs: one key of one purpose.
#[derive(Clone)]
pub struct Signer {
    kid: Kid,
    key: SigningKey,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({}, …)", self.kid)
    }
}

impl Signer {
    /// The key with this number for `purpose` of `owner`, such as `cards` of a commune's id; always the same for the same program keys.
    pub fn derive(keys: &Keys, purpose: &str, owner: &str, kid: Kid) -> Self {
        Self::of_seed(kid, keys.purpose(&format!("sign {purpose} {owner} {kid}")))
    }

    /// The key of a seed, as RFC 8032 has it.
    pub fn of_seed(kid: Kid, seed: [u8; 32]) -> Self {
        Self { kid, key: SigningKey::from_bytes(&seed) }
    }

    /// The key's number.
    pub const fn kid(&self) -> Kid {
        self.kid
    }

    /// What others check signatures with.
    pub fn public(&self) -> PublicKey {
        PublicKey { kid: self.kid, bytes: self.key.verifying_key().to_bytes() }
    }

    /// The signature of a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    /// `text.signature`: the signature over the bytes of `text`, in base64url without padding, after a dot.
    pub fn signed(&self, text: &str) -> String {
        format!("{text}.{}", BASE64URL_NOPAD.encode(&self.sign(text.as_bytes())))
    }
}

/// The open half of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// The key's number.
    pub kid: Kid,
    /// The key as RFC 8032 writes it.
    pub bytes: [u8; 32],
}

impl PublicKey {
    /// The key in base64url without padding.
    pub fn text(&self) -> String {
        BASE64URL_NOPAD.encode(&self.bytes)
    }

    /// Whether the signature of `message` is right. A signature that could be written in two ways is wrong in one of them, and a key
    /// under which everything is right is never one.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.bytes).is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
    }
}

/// Takes `text.signature` apart at its last dot, without judging the signature; `None` when it is not written so.
pub fn parted(signed: &str) -> Option<(&str, [u8; 64])> {
    let (text, signature) = signed.rsplit_once('.')?;
    // Refuses padding, other alphabets and spare bits: one signature has one spelling.
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?;
    Some((text, signature.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use serde_json::Value;

    use super::*;

    fn fixture() -> Value {
        serde_json::from_str(include_str!("../../fixtures/cards.json")).expect("the vectors")
    }

    fn hex<const N: usize>(value: &Value) -> [u8; N] {
        let bytes = HEXLOWER.decode(value.as_str().expect("a text").as_bytes()).expect("hex");
        bytes.try_into().expect("its length")
    }

    #[test]
    fn signatures_are_those_of_rfc_8032() {
        let vectors = fixture();
        let vectors = vectors["rfc8032"].as_array().expect("a list");
        assert_eq!(vectors.len(), 3);
        for vector in vectors {
            let signer = Signer::of_seed(1, hex(&vector["seed"]));
            let message = HEXLOWER.decode(vector["message"].as_str().expect("a text").as_bytes()).expect("hex");
            let signature: [u8; 64] = hex(&vector["signature"]);
            assert_eq!(signer.public().bytes, hex::<32>(&vector["public"]));
            assert_eq!(signer.sign(&message), signature);
            assert!(signer.public().verifies(&message, &signature));
            let mut other = message.clone();
            other.push(0);
            assert!(!signer.public().verifies(&other, &signature));
            for at in [0, 31, 32, 63] {
                let mut wrong = signature;
                wrong[at] ^= 1;
                assert!(!signer.public().verifies(&message, &wrong), "byte {at}");
            }
        }
    }

    #[test]
    fn every_purpose_owner_and_number_has_its_own_key() {
        let keys = Keys::parse(&"42".repeat(32)).expect("a key");
        let others = Keys::parse(&"43".repeat(32)).expect("a key");
        let public = |keys: &Keys, purpose: &str, owner: &str, kid| Signer::derive(keys, purpose, owner, kid).public().bytes;
        let one = public(&keys, "cards", "c1", 1);
        assert_eq!(one, public(&keys, "cards", "c1", 1));
        for other in [
            public(&keys, "papers", "c1", 1),
            public(&keys, "cards", "c2", 1),
            public(&keys, "cards", "c1", 2),
            public(&others, "cards", "c1", 1),
        ] {
            assert_ne!(one, other);
        }
        assert_eq!(format!("{:?}", Signer::derive(&keys, "cards", "c1", 1)), "Signer(1, …)");
    }

    #[test]
    fn a_key_that_lets_everything_pass_lets_nothing_pass() {
        // The neutral element as key and R, S = 0: right for every message by the bare equation.
        let mut neutral = [0_u8; 32];
        neutral[0] = 1;
        let mut signature = [0_u8; 64];
        signature[0] = 1;
        assert!(!PublicKey { kid: 1, bytes: neutral }.verifies(b"x", &signature));
        assert!(!PublicKey { kid: 1, bytes: [0xff; 32] }.verifies(b"x", &signature));
    }

    #[test]
    fn a_signed_text_comes_apart_in_one_way_only() {
        let signer = Signer::of_seed(1, [7; 32]);
        let signed = signer.signed("a.b");
        assert_eq!(parted(&signed), Some(("a.b", signer.sign(b"a.b"))));
        for not in ["", "a", "a.", "a.b", &format!("{signed}="), &format!("{signed}A"), &signed[..signed.len() - 1], "é.😀"] {
            assert_eq!(parted(not), None, "{not}");
        }
    }
}
