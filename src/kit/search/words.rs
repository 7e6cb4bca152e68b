//! Text as words.

use unicode_normalization::UnicodeNormalization;

use crate::kit::fold;

/// A word of a text or question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word {
    /// Its letters without marks, small: `thoai`.
    pub plain: String,
    /// Its letters with their shapes, and its tone as a digit at the end, wherever the tone was written: `điện` is `điên5`,
    /// both `hòa` and `hoà` are `hoa1`.
    pub form: String,
}

impl Word {
    /// The word that these letters and marks spell.
    pub fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        Self { plain: fold::fold(&lower), form: form(&lower) }
    }

    /// Whether it was written with marks.
    pub fn is_marked(&self) -> bool {
        self.plain != self.form
    }

    /// This word and the next as one entry of the index.
    #[must_use]
    pub fn pair(&self, next: &Self) -> Self {
        Self { plain: format!("{} {}", self.plain, next.plain), form: format!("{} {}", self.form, next.form) }
    }
}

/// The longest word that is kept, in characters; longer ones are cut.
const LONGEST: usize = 32;

/// The words of a text in their order; what is no letter or digit parts them.
///
/// Letters on both sides of a hyphen are also one word: “Wi-Fi” is `wi`, `fi` and `wifi`, the joined one last.
pub fn words(text: &str) -> Vec<Word> {
    let clean: String = fold::nfc(text);
    let mut found = Vec::new();
    for run in clean.split(|c: char| !c.is_alphanumeric() && c != '-') {
        let parts: Vec<Word> =
            run.split('-').filter(|part| !part.is_empty()).map(|part| Word::of(&part.chars().take(LONGEST).collect::<String>())).collect();
        let joined = (parts.len() == 2
            && parts.iter().all(|part| part.plain.len() <= 4 && part.plain.bytes().all(|b| b.is_ascii_alphabetic())))
        .then(|| Word::of(&format!("{}{}", parts[0].plain, parts[1].plain)));
        found.extend(parts);
        found.extend(joined);
    }
    found.retain(|word| !word.plain.is_empty());
    found
}

fn form(lower: &str) -> String {
    let mut tone = None;
    let shaped: String = lower
        .nfd()
        .filter(|c| {
            let digit = match c {
                '\u{300}' => '1',
                '\u{309}' => '2',
                '\u{303}' => '3',
                '\u{301}' => '4',
                '\u{323}' => '5',
                _ => return true,
            };
            tone = Some(digit);
            false
        })
        .nfc()
        .collect();
    match tone {
        Some(tone) => format!("{shaped}{tone}"),
        None => shaped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_however_their_marks_are_written() {
        let shown = |text: &str| words(text).iter().map(|word| format!("{}/{}", word.plain, word.form)).collect::<Vec<_>>().join(" ");
        for (text, expected) in [
            ("Điện thoại!", "dien/điên5 thoai/thoai5"),
            ("hòa hoà", "hoa/hoa1 hoa/hoa1"),
            ("Đie\u{323}\u{302}n", "dien/điên5"),
            ("mã OTP", "ma/ma3 otp/otp"),
            ("Wi-Fi", "wi/wi fi/fi wifi/wifi"),
            ("đỏ-xanh-vàng", "do/đo2 xanh/xanh vang/vang1"),
            ("số 156, 5656", "so/sô4 156/156 5656/5656"),
            ("  …!? ", ""),
            ("\u{301}\u{302}", ""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
