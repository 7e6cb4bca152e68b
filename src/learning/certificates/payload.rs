//! What stands in a certificate's QR code: the address where it is checked, and behind a `#` the same facts signed, for a phone
//! without a signal. What stands behind a `#` is never sent to a server.
//!
//! `HVC1.{key}.{facts}.{signature}`: the number of the key, the facts as JSON in base64url, Ed25519 over all before the last dot.
//! It names nobody but by the given name and one letter, as the public page does.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

use crate::kit::sign::{self, Kid, PublicKey, Signer};

/// What keys that sign certificates are derived for.
pub const PURPOSE: &str = "certificates";
/// How a signed certificate begins.
const BEGINS: &str = "HVC1.";
/// The longest text that is read, in bytes.
const LONGEST: usize = 2_000;

/// What a certificate says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The commune's official code.
    #[serde(rename = "x")]
    pub commune: String,
    /// The code to check it by.
    #[serde(rename = "m")]
    pub code: String,
    /// Its number, such as `12/2026`.
    #[serde(rename = "s")]
    pub number: String,
    /// The rule's code.
    #[serde(rename = "q")]
    pub rule: String,
    /// The given name and one letter.
    #[serde(rename = "t")]
    pub name: String,
    /// The day of issue.
    #[serde(rename = "n")]
    pub day: String,
}

/// Why a text is no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Some other text.
    Other,
    /// Signed with a key that this commune never began.
    UnknownKey,
    /// The signature is wrong: somebody changed it.
    Forged,
}

/// The facts, signed.
pub fn written(facts: &Facts, signer: &Signer) -> String {
    let json = serde_json::to_string(facts).unwrap_or_default();
    signer.signed(&format!("{BEGINS}{}.{}", signer.kid(), BASE64URL_NOPAD.encode(json.as_bytes())))
}

/// Reads a signed certificate, or a whole QR code that ends in one, by the keys alone.
///
/// # Errors
/// What is wrong with it.
pub fn read(text: &str, keys: &[PublicKey]) -> Result<Facts, Fault> {
    let signed = text.trim().rsplit('#').next().unwrap_or_default();
    if signed.len() > LONGEST {
        return Err(Fault::Other);
    }
    let (whole, signature) = sign::parted(signed).ok_or(Fault::Other)?;
    let (kid, facts) = whole.strip_prefix(BEGINS).and_then(|rest| rest.split_once('.')).ok_or(Fault::Other)?;
    let kid: Kid = kid.parse().map_err(|_| Fault::Other)?;
    let key = keys.iter().find(|key| key.kid == kid).ok_or(Fault::UnknownKey)?;
    if !key.verifies(whole.as_bytes(), &signature) {
        return Err(Fault::Forged);
    }
    let json = BASE64URL_NOPAD.decode(facts.as_bytes()).map_err(|_| Fault::Other)?;
    serde_json::from_slice(&json).map_err(|_| Fault::Other)
}

/// Whether a text is meant as a signed certificate, and not as a code that somebody typed.
pub fn looks_signed(text: &str) -> bool {
    text.contains(BEGINS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::app::Keys;

    fn signer(kid: Kid) -> Signer {
        Signer::derive(&Keys::parse(&"42".repeat(32)).expect("a key"), PURPOSE, "c1", kid)
    }

    fn facts() -> Facts {
        Facts {
            commune: "09955".into(),
            code: "ABCDEFGHIJ".into(),
            number: "1/2026".into(),
            rule: "safety".into(),
            name: "Sáu N.".into(),
            day: "2026-11-22".into(),
        }
    }

    #[test]
    fn a_phone_without_a_signal_reads_a_certificate_by_the_open_key() {
        let keys = [signer(1).public(), signer(2).public()];
        let signed = written(&facts(), &signer(2));
        assert_eq!(read(&signed, &keys), Ok(facts()));
        assert_eq!(read(&format!(" https://xa.test/chung-nhan/ABCDEFGHIJ#{signed}\n"), &keys), Ok(facts()));
        assert!(signed.len() < 300, "{} bytes", signed.len());
        assert_eq!(read(&signed, &keys[..1]), Err(Fault::UnknownKey));
    }

    #[test]
    fn whatever_is_changed_is_found() {
        let keys = [signer(1).public(), signer(2).public()];
        let signed = written(&facts(), &signer(1));
        let other = written(&Facts { name: "Khác T.".into(), ..facts() }, &signer(1));
        let swapped = format!("{}.{}", &other[..other.rfind('.').expect("a dot")], &signed[signed.rfind('.').expect("a dot") + 1..]);
        assert_eq!(read(&swapped, &keys), Err(Fault::Forged));
        assert_eq!(read(&signed.replacen("HVC1.1.", "HVC1.2.", 1), &keys), Err(Fault::Forged));
        for text in ["", "HVC1.", "HVC1.1.x.y", "ABCDEFGHIJ", "HVC1.999.e30.AA", &format!("{signed}x"), &"a.".repeat(5_000)] {
            assert!(read(text, &keys).is_err(), "{text}");
        }
        assert!(looks_signed(&signed) && !looks_signed("ABCDE FGHIJ"));
    }
}
