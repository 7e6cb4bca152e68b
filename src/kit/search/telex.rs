//! What is left of Telex and VNI when the keyboard did not do its work: `luwaf ddaro` and `lu7a2 d9ao3` are “lừa đảo”.

use super::Word;

/// The word that was meant, when `typed` reads as Telex or VNI; `None` when no key of theirs is in it.
pub(super) fn decoded(typed: &str) -> Option<Word> {
    if typed.len() > 16 || !typed.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return None;
    }
    let has_digits = typed.bytes().any(|b| b.is_ascii_digit());
    let syllable = if has_digits { vni(typed)? } else { telex(typed)? };
    let word = syllable.word();
    (word.form != typed).then_some(word)
}

/// Letters under way, each with its shape, and the tone.
#[derive(Default)]
struct Syllable {
    letters: Vec<char>,
    tone: Option<char>,
}

impl Syllable {
    fn word(&self) -> Word {
        let shaped: String = self.letters.iter().collect();
        let mut word = Word::of(&shaped);
        word.form.extend(self.tone);
        word
    }

    fn has_vowel(&self) -> bool {
        self.letters.iter().any(|c| is_vowel(*c))
    }

    /// Gives the last letter that may take it another shape; tells whether there was one.
    fn shape(&mut self, from: &[(char, char)]) -> bool {
        for at in (0..self.letters.len()).rev() {
            if let Some((_, to)) = from.iter().find(|(plain, _)| *plain == self.letters[at]) {
                self.letters[at] = *to;
                return true;
            }
        }
        false
    }

    /// `uo` becomes `ươ`, `u` ư, `o` ơ, and `a` ă when `breve`.
    fn horn(&mut self, breve: bool) -> bool {
        let last = self.letters.iter().rposition(|c| matches!(c, 'a' | 'o' | 'u'));
        let Some(at) = last else { return false };
        match self.letters[at] {
            'o' if at > 0 && self.letters[at - 1] == 'u' => {
                self.letters[at] = 'ơ';
                self.letters[at - 1] = 'ư';
            }
            // “lưa”, “mưa”: the horn goes to the u before an a.
            'a' if at > 0 && self.letters[at - 1] == 'u' && (at < 2 || self.letters[at - 2] != 'q') && at + 1 == self.letters.len() => {
                self.letters[at - 1] = 'ư';
            }
            'o' => self.letters[at] = 'ơ',
            'u' => self.letters[at] = 'ư',
            _ if breve => self.letters[at] = 'ă',
            _ => return false,
        }
        true
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

fn telex(typed: &str) -> Option<Syllable> {
    let mut out = Syllable::default();
    let mut keys = 0;
    for c in typed.chars() {
        let tone = match c {
            'f' => Some('1'),
            'r' => Some('2'),
            'x' => Some('3'),
            's' => Some('4'),
            'j' => Some('5'),
            _ => None,
        };
        let used = match c {
            _ if tone.is_some() && out.has_vowel() => {
                out.tone = tone;
                true
            }
            'a' => out.shape_open(('a', 'â')),
            'e' => out.shape_open(('e', 'ê')),
            'o' => out.shape_open(('o', 'ô')),
            'd' => match out.letters.first() {
                Some('d') => {
                    out.letters[0] = 'đ';
                    true
                }
                _ => false,
            },
            'w' => {
                out.horn(true) || {
                    out.letters.push('ư');
                    true
                }
            }
            _ => false,
        };
        if used {
            keys += 1;
        } else {
            out.letters.push(c);
        }
    }
    (keys > 0 && out.has_vowel()).then_some(out)
}

impl Syllable {
    /// A vowel typed twice, with nothing or only final consonants between.
    fn shape_open(&mut self, (plain, shaped): (char, char)) -> bool {
        let Some(at) = self.letters.iter().rposition(|c| is_vowel(*c)) else { return false };
        if self.letters[at] != plain {
            return false;
        }
        self.letters[at] = shaped;
        true
    }
}

fn vni(typed: &str) -> Option<Syllable> {
    let mut out = Syllable::default();
    for c in typed.chars() {
        let fine = match c {
            '0' => {
                out.tone = None;
                true
            }
            // VNI counts sắc, huyền, hỏi, ngã, nặng.
            '1'..='5' => {
                out.tone = Some(match c {
                    '1' => '4',
                    '2' => '1',
                    '3' => '2',
                    '4' => '3',
                    _ => '5',
                });
                out.has_vowel()
            }
            '6' => out.shape(&[('a', 'â'), ('e', 'ê'), ('o', 'ô')]),
            '7' => out.horn(false),
            '8' => out.shape(&[('a', 'ă')]),
            '9' => out.shape(&[('d', 'đ')]),
            _ => {
                out.letters.push(c);
                true
            }
        };
        if !fine {
            return None;
        }
    }
    out.has_vowel().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_read_from_the_keys() {
        for (typed, meant) in [
            ("luwaf", "lừa"),
            ("ddaro", "đảo"),
            ("daor", "dảo"),
            ("ddieenj", "điện"),
            ("dieenj", "diện"),
            ("thoaij", "thoại"),
            ("ddieejn", "điện"),
            ("chuyeern", "chuyển"),
            ("tieenf", "tiền"),
            ("nguwowif", "người"),
            ("nguowif", "người"),
            ("dduwowngf", "đường"),
            ("ddwowcj", "được"),
            ("huwowngs", "hướng"),
            ("maatj", "mật"),
            ("khaaur", "khẩu"),
            ("matja", "mật"),
            ("khaaru", "khẩu"),
            ("awn", "ăn"),
            ("mawts", "mắt"),
            ("soos", "số"),
            ("quets", "quét"),
            ("muwa", "mưa"),
            ("lu7a2", "lừa"),
            ("d9ao3", "đảo"),
            ("d9ie65n", "điện"),
            ("d9ie6n5", "điện"),
            ("tho5ai", "thoại"),
            ("ma65t", "mật"),
            ("nguo72i", "người"),
            ("na8m", "năm"),
        ] {
            let word = decoded(typed).unwrap_or_else(|| panic!("{typed} is not read"));
            assert_eq!(word, Word::of(meant), "{typed}");
        }
    }

    #[test]
    fn words_without_such_keys_are_not_read() {
        for typed in ["dien", "thoai", "156", "4g", "k", "", "đường", "tr", "mp3x", "bcdt", "nguyenvananhthanhhoa"] {
            assert_eq!(decoded(typed).map(|word| word.form), None, "{typed}");
        }
    }
}
