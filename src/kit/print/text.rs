//! Text made safe to print: what every writer does to a string before it draws it.

use unicode_normalization::UnicodeNormalization;

/// Composed (NFC), without characters that XML forbids or that reorder their neighbours.
///
/// Line breaks of any kind become `\n`, tabs a space; all else stays as it is.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.nfc().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            _ if forbidden(char) => {}
            _ => out.push(char),
        }
    }
    out
}

/// [`clean`] on one line, trimmed.
pub(super) fn line(text: &str) -> String {
    clean(text).replace('\n', " ").trim().to_owned()
}

/// [`clean`], trimmed.
pub(super) fn block(text: &str) -> String {
    clean(text).trim().to_owned()
}

/// Control characters, byte order mark, non-characters, and the overrides that make `gnp.exe` read `exe.png`.
fn forbidden(char: char) -> bool {
    let code = u32::from(char);
    char.is_control() || matches!(code, 0xFEFF | 0x202A..=0x202E | 0x2066..=0x2069 | 0xFDD0..=0xFDEF) || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_composed_and_loses_only_what_cannot_be_printed() {
        for (given, wanted) in [
            ("Tha\u{323}ch Thất", "Thạch Thất"),
            ("a\u{0}b\u{7}c\u{1b}d\u{7f}\u{9f}e", "abcde"),
            ("một\r\nhai\rba\u{2028}bốn", "một\nhai\nba\nbốn"),
            ("a\tb", "a b"),
            ("\u{feff}x\u{fffe}\u{ffff}\u{fdd0}\u{1fffe}y", "xy"),
            ("\u{202e}gnp.exe\u{2066}", "gnp.exe"),
            ("#set $x$ *b* <script> ₫ 5\u{a0}% 😀", "#set $x$ *b* <script> ₫ 5\u{a0}% 😀"),
        ] {
            assert_eq!(clean(given), wanted, "{given:?}");
        }
        assert_eq!(line(" a\nb "), "a b");
        assert_eq!(block(" a\nb\n"), "a\nb");
    }
}
