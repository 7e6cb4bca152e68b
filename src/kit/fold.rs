//! Vietnamese text as people type it: cleaned, folded for search, ordered by given name.

use unicode_normalization::UnicodeNormalization;

/// Cleans text for storing: NFC, every run of spaces and line breaks is one space, none at the ends,
/// no control, zero-width or direction characters. Phones from Apple send NFD; spreadsheets send the rest.
pub fn nfc(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c));
    if text.is_ascii() { collapse(seen) } else { collapse(seen.nfc()) }
}

fn collapse(text: impl Iterator<Item = char>) -> String {
    let mut clean = String::new();
    let mut gap = false;
    for c in text {
        if c.is_whitespace() {
            gap = !clean.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            clean.push(' ');
        }
        clean.push(c);
    }
    clean
}

/// Folds text so that a search without marks finds it: [`nfc`], then no marks, đ is d, lower case.
///
/// "Đường" and "duong" fold alike; so do "thế" and "the", which is why an exact hit must rank first.
pub fn fold(text: &str) -> String {
    let clean = nfc(text);
    if clean.is_ascii() {
        return clean.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(clean.len());
    for c in clean.nfd() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            'đ' | 'Đ' => folded.push('d'),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// A key that puts names in Vietnamese order when compared byte by byte (the `C` collation).
///
/// Given name (last word) first, then the other words, as school and village registers do. Letters follow the
/// Vietnamese alphabet (a ă â b c d đ e ê …); only where all letters of the given name agree do its tones decide
/// (none, huyền, hỏi, ngã, sắc, nặng), and then the same for the other words. The key has no other meaning.
pub fn sort_key(name: &str) -> String {
    let clean = nfc(name).to_lowercase();
    let words: Vec<Word> = clean.split([' ', '-', '.', ',', '(', ')']).filter(|word| !word.is_empty()).map(weigh).collect();
    let Some((given, rest)) = words.split_last() else {
        return String::new();
    };
    // A space sorts before a dash, and both before every letter: shorter names come first.
    let mut key = format!("{} {} ", given.letters, given.tone);
    for (i, word) in rest.iter().enumerate() {
        if i > 0 {
            key.push('-');
        }
        key.push_str(&word.letters);
    }
    key.push(' ');
    key.extend(rest.iter().map(|word| word.tone));
    key
}

/// A key that puts places, units and venues in Vietnamese order when compared byte by byte (the `C` collation).
///
/// Word by word from the first; letters and tones as in [`sort_key`], and numbers by what they count: “Thôn 2” before “Thôn 10”.
pub fn place_key(name: &str) -> String {
    let clean = nfc(name).to_lowercase();
    let (mut letters, mut tones) = (String::new(), String::new());
    for word in clean.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).filter(|word| !word.is_empty()) {
        let number = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let (digits, rest) = word.split_at(number);
        if !digits.is_empty() {
            letters.push_str(&format!("{:0>9}", digits.trim_start_matches('0')));
        }
        let word = weigh(rest);
        letters.push_str(&word.letters);
        letters.push(' ');
        tones.push(word.tone);
    }
    format!("{letters} {tones}")
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Mends a name typed all in capitals or all in small letters ("LÊ NGỌC HƯƠNG" → "Lê Ngọc Hương"); leaves any other as it is.
pub fn title_name(name: &str) -> String {
    let clean = nfc(name);
    let has_upper = clean.chars().any(char::is_uppercase);
    let has_lower = clean.chars().any(char::is_lowercase);
    if has_upper && has_lower {
        return clean;
    }
    let mut titled = String::with_capacity(clean.len());
    let mut at_start = true;
    for c in clean.chars() {
        if at_start {
            titled.extend(c.to_uppercase());
        } else {
            titled.extend(c.to_lowercase());
        }
        at_start = !c.is_alphanumeric();
    }
    titled
}

fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(
            c,
            '\u{ad}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
        )
}

/// One word of a name: two bytes for each letter, and the tone of the syllable.
struct Word {
    letters: String,
    tone: char,
}

fn weigh(word: &str) -> Word {
    let mut letters = String::with_capacity(word.len() * 2);
    let mut tone = '0';
    for c in word.nfd() {
        match c {
            '\u{300}' => tone = '1',
            '\u{309}' => tone = '2',
            '\u{303}' => tone = '3',
            '\u{301}' => tone = '4',
            '\u{323}' => tone = '5',
            '\u{302}' | '\u{306}' | '\u{31b}' => shape(&mut letters, c),
            '\u{300}'..='\u{36f}' => {}
            'đ' => letters.push_str("d1"),
            _ => {
                letters.push(c);
                letters.push('0');
            }
        }
    }
    Word { letters, tone }
}

/// Moves the last letter to its place after the plain one: ă 1, â 2, ê 1, ô 1, ơ 2, ư 1.
fn shape(letters: &mut String, mark: char) {
    let Some('0') = letters.pop() else { return };
    let place = match (letters.chars().last(), mark) {
        (Some('a'), '\u{306}') | (Some('e' | 'o'), '\u{302}') | (Some('u'), '\u{31b}') => '1',
        (Some('a'), '\u{302}') | (Some('o'), '\u{31b}') => '2',
        _ => '0',
    };
    letters.push(place);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning_composes_collapses_and_drops_what_cannot_be_seen() {
        for (raw, clean) in [
            ("  LÊ NGỌC HƯƠNG ", "LÊ NGỌC HƯƠNG"),
            ("Nguye\u{302}\u{303}n", "Nguyễn"),
            ("Nguyê\u{303}n\u{a0}\u{2003}Thị\r\n\tLan", "Nguyễn Thị Lan"),
            ("\u{feff}An\u{200b}h\u{0}", "Anh"),
            ("e\u{200d}\u{301}", "é"),
            ("\u{202e}abc", "abc"),
            (" \n ", ""),
            ("<b>đi xa</b>", "<b>đi xa</b>"),
        ] {
            assert_eq!(nfc(raw), clean, "{raw:?}");
        }
    }

    #[test]
    fn folding_drops_marks_and_knows_the_letter_dd() {
        for (raw, folded) in [
            ("Đường", "duong"),
            ("cộng  đồng", "cong dong"),
            ("Thiết", "thiet"),
            ("THẾ", "the"),
            ("mả mã mạ", "ma ma ma"),
            ("Đ\u{1eb7}ng", "dang"),
            ("Ngô Đình Ưng 2", "ngo dinh ung 2"),
        ] {
            assert_eq!(fold(raw), folded);
            assert_eq!(fold(&raw.nfd().collect::<String>()), folded, "NFD of {raw}");
        }
    }

    #[test]
    fn names_sort_by_given_name_in_the_order_of_the_alphabet() {
        let in_order = [
            "An",
            "Lê An",
            "Lê Văn An",
            "Nguyễn An",
            "Nguyễn Thị An",
            "Bùi Ăn",
            "Phạm Ân",
            "Trần Dung",
            "Trần Đào",
            "Vũ Em",
            "Vũ Ếch",
            "Lê Hà",
            "Trần Hà",
            "Lê Hả",
            "Lê Hã",
            "Lê Há",
            "An Hạ",
            "Lê Hoa",
            "Lê Hôn",
            "Lê Hơn",
            "Lê Thu",
            "Lê Thư",
            "Đỗ Văn Yên",
        ];
        let mut sorted = in_order.map(|name| (sort_key(name), name));
        sorted.sort();
        assert_eq!(sorted.map(|(_, name)| name), in_order);
    }

    #[test]
    fn places_stand_in_the_order_of_the_alphabet_and_of_their_numbers() {
        let in_order = [
            "Thôn 2",
            "Thôn 2A",
            "Thôn 10",
            "Thôn Ánh Mai",
            "Thôn Ăn Cúc",
            "Thôn Ấp Đông",
            "Thôn Bến Ví Dụ",
            "Thôn Cao",
            "Thôn Dâu",
            "Thôn Đa Lộc",
            "Thôn Đồng Mẫu",
            "Thôn Êm",
            "Thôn Ô Cửa",
            "Thôn Ớt",
            "Thôn Yên",
        ];
        let mut sorted = in_order.map(|name| (place_key(name), name));
        sorted.sort();
        assert_eq!(sorted.map(|(_, name)| name), in_order);
        assert_eq!(place_key(" THÔN  đồng mẫu"), place_key(&"Thôn Đồng Mẫu".nfd().collect::<String>()));
    }

    #[test]
    fn the_same_name_has_the_same_key_however_it_is_typed() {
        assert_eq!(sort_key("  LÊ NGỌC  HƯƠNG"), sort_key(&"Lê Ngọc Hương".nfd().collect::<String>()));
        assert_eq!(sort_key("  "), "");
    }

    #[test]
    fn only_names_in_one_case_are_mended() {
        for (raw, mended) in [
            ("  LÊ NGỌC HƯƠNG ", "Lê Ngọc Hương"),
            ("đỗ thị tuyết", "Đỗ Thị Tuyết"),
            ("Lê ngọc Hương", "Lê ngọc Hương"),
            ("H'HEN NIÊ", "H'Hen Niê"),
            ("Y-BHĂM", "Y-Bhăm"),
            ("", ""),
            ("123", "123"),
        ] {
            assert_eq!(title_name(raw), mended);
        }
    }
}
