//! What may be said, what is blotted out of it, and what is too little to show.

/// The longest words, in characters.
pub const WORDS_LIMIT: usize = 1_000;
/// The longest note of an officer, in characters.
pub const NOTE_LIMIT: usize = 500;
/// A class with fewer remarks is not shown: whoever was there would know who spoke.
///
/// # Source
/// `domain.md` A4: cells below 5 are hidden.
pub const FEWEST: i64 = 5;

/// A face: how it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Good, clear.
    Good,
    /// So so.
    Middling,
    /// Hard, not clear.
    Bad,
}

impl Face {
    /// All, the best first.
    pub const ALL: [Self; 3] = [Self::Good, Self::Middling, Self::Bad];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Middling => "middling",
            Self::Bad => "bad",
        }
    }

    /// The face with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|face| face.code() == code)
    }

    /// As it is stored: 3 for the best, 1 for the worst.
    pub const fn number(self) -> i64 {
        match self {
            Self::Good => 3,
            Self::Middling => 2,
            Self::Bad => 1,
        }
    }

    /// The face that is stored so.
    pub fn of_number(number: i64) -> Self {
        Self::ALL.into_iter().find(|face| face.number() == number).unwrap_or(Self::Middling)
    }
}

/// What can be hard in a class.
pub const HARD: [&str; 5] = ["fast", "small", "practice", "device", "content"];

/// Where a remark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody looked at it.
    New,
    /// Something has to change because of it.
    Mend,
    /// Somebody looked at it, and wrote down what became of it.
    Done,
}

impl State {
    /// All, in the order of the filter.
    pub const ALL: [Self; 3] = [Self::New, Self::Mend, Self::Done];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Mend => "mend",
            Self::Done => "done",
        }
    }

    /// The state with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Signs that people put between the digits of a number.
const fn joins(c: char) -> bool {
    matches!(c, ' ' | '.' | '-' | '_' | '(' | ')' | '+' | '\u{a0}' | ',' | '/')
}

/// The words with what looks like a phone, an identity number, an account or an e-mail address blotted out.
///
/// Nine digits or more, however they are grouped, are such a number; a day such as 12.10.2026 has eight.
pub fn masked(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    let mut out = String::with_capacity(words.len());
    let mut at = 0;
    while at < letters.len() {
        if letters[at].is_numeric() || letters[at] == '+' {
            let (end, digits) = number_at(&letters, at);
            if digits >= 9 {
                out.push('…');
            } else {
                out.extend(&letters[at..end]);
            }
            at = end;
        } else {
            out.push(letters[at]);
            at += 1;
        }
    }
    let parts = out.split_inclusive(char::is_whitespace).map(|part| match part.trim_end().split_once('@') {
        Some((before, after)) if !before.is_empty() && after.contains('.') => format!("…{}", &part[part.trim_end().len()..]),
        _ => part.to_owned(),
    });
    parts.collect()
}

/// Where a group of digits ends, and how many they are. Between two digits at most two joining signs stand.
fn number_at(letters: &[char], from: usize) -> (usize, usize) {
    let (mut end, mut digits, mut at) = (from + 1, usize::from(letters[from].is_numeric()), from + 1);
    while at < letters.len() {
        if letters[at].is_numeric() {
            digits += 1;
            end = at + 1;
        } else if !joins(letters[at]) || at + 1 - end > 2 {
            break;
        }
        at += 1;
    }
    (end, digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_blotted_out() {
        for (words, kept) in [
            ("Gọi cho tôi 0912345678 nhé", "Gọi cho tôi … nhé"),
            ("0912.345.678", "…"),
            ("+84 912 345 678.", "…."),
            ("(0912) 345-678", "(…"),
            ("cccd 001 054 000 123 nha", "cccd … nha"),
            ("số 001054000123, cảm ơn", "số …, cảm ơn"),
            ("９１２３４５６７８", "…"),
            ("thư a.b@example.vn gửi", "thư … gửi"),
            ("ngày 12.10.2026 lúc 19:30", "ngày 12.10.2026 lúc 19:30"),
            ("bước 3 và 4, 2 lần", "bước 3 và 4, 2 lần"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("a @ b", "a @ b"),
            ("", ""),
        ] {
            assert_eq!(masked(words), kept, "{words}");
        }
    }
}
