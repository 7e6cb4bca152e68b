//! Whether text is Vietnamese in Unicode, or was written for an old font or saved in a wrong encoding.

use super::Trouble;

/// Western letters (U+00A1–U+00FF) that Vietnamese uses too; all others there are signs of an old font.
const SHARED: &str = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý";

/// What UTF-8 letters look like when they were taken for Western ones.
const GARBLED: &[&str] = &["á»", "áº", "Ä‘", "Ä\u{90}", "Æ°", "Æ¡", "Ã¡", "Ã¢", "Ã£", "Ãª", "Ã´", "Ã\u{a0}", "\u{fffd}"];

/// Words looked at; the head of a list tells enough.
const SAMPLE: usize = 4000;

/// Looks for letters that will not become readable names.
///
/// At least three words, and a third of those with any letter beyond ASCII, have to look wrong: one "µm" or "Noël" does not condemn a list.
pub(super) fn trouble<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Trouble> {
    let (mut marked, mut old, mut garbled) = (0, 0, 0);
    let words = texts.flat_map(|text| text.split([' ', '\n', '\r', '\t', ',', ';', '.', ':', '(', ')', '/', '"']));
    for word in words.filter(|word| !word.is_empty()).take(SAMPLE) {
        let is_garbled = GARBLED.iter().any(|sign| word.contains(sign)) || has_lost_letter(word);
        let is_old = !is_garbled && is_old_font(word);
        marked += usize::from(is_garbled || !word.is_ascii());
        old += usize::from(is_old);
        garbled += usize::from(is_garbled);
    }
    let is_much = |wrong: usize| wrong >= 3 && wrong * 3 >= marked;
    if is_much(garbled) {
        Some(Trouble::Garbled)
    } else if is_much(old) {
        Some(Trouble::OldFont)
    } else {
        None
    }
}

/// Whether nearly all words with letters beyond ASCII are spelt with Vietnamese letters only.
pub(super) fn are_vietnamese(text: &str) -> bool {
    let (mut marked, mut good) = (0, 0);
    for word in text.split_whitespace().filter(|word| !word.is_ascii()).take(SAMPLE) {
        marked += 1;
        let is_good =
            word.chars().filter(|c| !c.is_ascii()).all(|c| is_vietnamese(c) || matches!(c, '–' | '—' | '…' | '“' | '”' | '‘' | '’'));
        good += usize::from(is_good && !is_old_font(word));
    }
    good * 10 >= marked * 9
}

fn is_vietnamese(c: char) -> bool {
    SHARED.contains(c) || matches!(c, 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | '\u{1ea0}'..='\u{1ef9}')
}

/// A symbol or a foreign letter beside an ASCII letter (TCVN3: `V¨n`), or "a" or "e" before a marked vowel (VNI: `Vaên`).
fn is_old_font(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    let has_letter = chars.iter().any(char::is_ascii_alphabetic);
    let is_foreign = |c: char| ('\u{a1}'..='\u{ff}').contains(&c) && !SHARED.contains(c);
    let breaks_spelling = |pair: &[char]| matches!(pair, ['a' | 'e' | 'A' | 'E', next] if SHARED.contains(*next));
    has_letter && (chars.iter().any(|c| is_foreign(*c)) || chars.windows(2).any(breaks_spelling))
}

/// "Nguy?n": a question mark between letters.
fn has_lost_letter(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    chars.windows(3).any(|three| three[0].is_alphabetic() && three[1] == '?' && three[2].is_alphabetic())
}
