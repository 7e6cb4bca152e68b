//! The short code of a card: eight characters that are hard to mistake, the last one a check.

use unicode_normalization::UnicodeNormalization as _;

use crate::kit::ids;

/// Characters of a short code: no 0, 1, I, L, O, U. A character's value is its place.
pub(super) const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a short code.
pub(super) const LENGTH: usize = 8;

fn value(byte: u8) -> Option<usize> {
    ALPHABET.iter().position(|known| *known == byte)
}

/// The check character after `seven`, or `None`: one code in 31 has none and is never given.
///
/// The sum of value × place (1 to 8) over all eight is a multiple of 31. As 31 is prime and larger than every value and place, any one
/// wrong character, and any two that changed places, are found.
fn check(seven: &[u8]) -> Option<u8> {
    let sum = seven.iter().enumerate().try_fold(0, |sum, (at, byte)| Some(sum + value(*byte)? * (at + 1)))?;
    // 8 × 4 = 32 = 1 modulo 31.
    ALPHABET.get((31 - sum % 31) * 4 % 31).copied()
}

/// A code of seven random characters and their check.
pub(super) fn draw() -> String {
    loop {
        let mut random = [0_u8; 32];
        ids::fill(&mut random);
        // 240 is the largest multiple of 30 in a byte: what is above it would come more often than the rest.
        let mut seven: Vec<u8> = random.into_iter().filter(|byte| *byte < 240).map(|byte| ALPHABET[usize::from(byte) % 30]).collect();
        seven.truncate(LENGTH - 1);
        if let Some(check) = check(&seven).filter(|_| seven.len() == LENGTH - 1) {
            seven.push(check);
            return seven.into_iter().map(char::from).collect();
        }
    }
}

/// The code in what a person typed: small letters, spaces, dots and dashes are fine, and so is what a Vietnamese keyboard makes of the
/// letters (`Đ` for `DD`, `Â` for `AA`, `Á` for `AS`). `None` when it is not a code, or the check says that it was mistyped.
pub fn typed(text: &str) -> Option<String> {
    let mut code = String::new();
    // The tone comes last on the keyboard, wherever it stands in the decomposed letter.
    let mut tone = None;
    for char in text.chars().take(64).nfkd() {
        let (letter, is_mark): (char, bool) = match char {
            '\u{302}' => (code.chars().last()?, true),
            '\u{306}' => ('W', true),
            // Ư is W alone: the letter before stands for nothing.
            '\u{31b}' => {
                code.pop();
                ('W', true)
            }
            '\u{300}' => {
                tone = Some('F');
                continue;
            }
            '\u{301}' => {
                tone = Some('S');
                continue;
            }
            '\u{303}' => {
                tone = Some('X');
                continue;
            }
            '\u{309}' => {
                tone = Some('R');
                continue;
            }
            '\u{323}' => {
                tone = Some('J');
                continue;
            }
            ' ' | '-' | '.' | '\u{2013}' | '\u{2014}' | '_' => continue,
            other => (other.to_ascii_uppercase(), false),
        };
        if !is_mark {
            code.extend(tone.take());
        }
        match letter {
            'đ' | 'Đ' => code.push_str("DD"),
            letter => code.push(letter),
        }
    }
    code.extend(tone);
    let bytes = code.as_bytes();
    (bytes.len() == LENGTH && check(&bytes[..LENGTH - 1]) == Some(bytes[LENGTH - 1])).then_some(code)
}

/// The code in two groups of four, as it is printed and read out.
pub fn grouped(code: &str) -> String {
    match code.split_at_checked(LENGTH / 2) {
        Some((one, two)) => format!("{one} {two}"),
        None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    fn fixture() -> Value {
        serde_json::from_str(include_str!("../../../fixtures/cards.json")).expect("the vectors")
    }

    #[test]
    fn what_is_typed_reads_as_the_vectors_say() {
        let vectors = fixture();
        assert_eq!(vectors["alphabet"].as_str().map(str::as_bytes), Some(&ALPHABET[..]));
        let rows = vectors["typed"].as_array().expect("a list");
        assert!(rows.len() > 20);
        for row in rows {
            assert_eq!(typed(row["typed"].as_str().expect("a text")).as_deref(), row["code"].as_str(), "{}", row["typed"]);
        }
        for none in vectors["no_check"].as_array().expect("a list") {
            assert_eq!(check(none.as_str().expect("a text").as_bytes()), None);
        }
        for card in vectors["good"].as_array().expect("a list") {
            let code = card["code"].as_str().expect("a code");
            assert_eq!(typed(code).as_deref(), Some(code));
        }
    }

    #[test]
    fn one_wrong_character_and_two_that_changed_places_are_found() {
        for _ in 0..50 {
            let code = draw();
            assert_eq!(typed(&code), Some(code.clone()), "{code}");
            for at in 0..LENGTH {
                for byte in ALPHABET.iter().filter(|byte| **byte != code.as_bytes()[at]) {
                    let mut wrong = code.clone().into_bytes();
                    wrong[at] = *byte;
                    assert_eq!(typed(std::str::from_utf8(&wrong).expect("ASCII")), None, "{code} {at}");
                }
                for other in at + 1..LENGTH {
                    let mut wrong = code.clone().into_bytes();
                    wrong.swap(at, other);
                    if wrong != code.as_bytes() {
                        assert_eq!(typed(std::str::from_utf8(&wrong).expect("ASCII")), None, "{code} {at} {other}");
                    }
                }
            }
        }
    }

    #[test]
    fn codes_that_are_drawn_differ_and_use_every_character() {
        let drawn: BTreeSet<String> = (0..400).map(|_| draw()).collect();
        assert_eq!(drawn.len(), 400);
        let used: BTreeSet<u8> = drawn.iter().flat_map(|code| code.bytes().take(LENGTH - 1)).collect();
        assert_eq!(used.len(), ALPHABET.len());
    }

    #[test]
    fn a_code_is_read_out_in_two_groups() {
        assert_eq!(grouped("7K3M9PQC"), "7K3M 9PQC");
        assert_eq!(grouped("é"), "é");
        assert_eq!(grouped(""), "");
    }
}
