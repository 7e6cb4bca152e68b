//! The one place that makes ids, tokens and random numbers.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use super::clock::Millis;

/// Fills `bytes` from the operating system.
///
/// # Panics
/// When the operating system has no randomness to give: nothing safe can be done without it.
#[expect(clippy::disallowed_methods, clippy::expect_used, reason = "the one door to randomness; without it no token is safe")]
pub fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives randomness");
}

/// A new UUIDv7 as text: ordered by the instant it was made.
pub fn new(now: Millis) -> String {
    let mut tail = [0_u8; 10];
    fill(&mut tail);
    let millis = u64::try_from(now).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid().hyphenated().to_string()
}

/// Whether `text` is a UUID in its hyphenated lower-case form, as every id here is.
pub fn is_id(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok_and(|id| id.hyphenated().to_string() == text)
}

/// A secret of 32 random bytes in lower-case hex: session and form tokens.
pub fn token() -> String {
    let mut bytes = [0_u8; 32];
    fill(&mut bytes);
    HEXLOWER.encode(&bytes)
}

/// A code for people to read out: `letters` characters without 0, 1, 8, 9 and in capitals.
pub fn spoken_code(letters: usize) -> String {
    let mut bytes = vec![0_u8; letters];
    fill(&mut bytes);
    BASE32_NOPAD.encode(&bytes).chars().take(letters).collect()
}

/// SHA-256 in lower-case hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// Compares two secrets without telling by time where they differ.
pub fn same_secret(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_order_by_time_and_know_their_own_form() {
        let (early, late) = (new(1_000), new(2_000));
        assert!(early < late);
        assert!(is_id(&early));
        for not in ["", "x", "0190163d-8694-739b-aea5-966c26f8ad9", "{0190163d-8694-739b-aea5-966c26f8ad91}"] {
            assert!(!is_id(not), "{not}");
        }
    }

    #[test]
    fn secrets_compare_by_every_byte() {
        assert!(same_secret("abc", "abc"));
        assert!(!same_secret("abc", "abd"));
        assert!(!same_secret("abc", "ab"));
    }

    #[test]
    fn a_spoken_code_has_no_letters_that_are_mistaken() {
        let code = spoken_code(8);
        assert_eq!(code.len(), 8);
        assert!(code.chars().all(|c| c.is_ascii_uppercase() || ('2'..='7').contains(&c)));
    }
}
