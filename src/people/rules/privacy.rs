//! Identity numbers that somebody wrote where they do not belong are found and taken out.

/// A group of digits, with the place where it begins and ends in the text.
struct Digits {
    start: usize,
    end: usize,
}

impl Digits {
    const fn len(&self) -> usize {
        self.end - self.start
    }
}

/// Whether a text holds what looks like a CCCD, a CMND or another long number that is no phone.
pub fn holds_identity(text: &str) -> bool {
    !found(text).is_empty()
}

/// The text with such numbers replaced by `…`.
pub fn without_identities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in found(text) {
        out.push_str(text.get(at..start).unwrap_or_default());
        out.push('…');
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// The places of such numbers, in order, apart from each other.
fn found(text: &str) -> Vec<(usize, usize)> {
    let groups = groups(text);
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(first) = groups.get(at) {
        match reach(text, &groups[at..]) {
            Some(count) => {
                found.push((first.start, groups[at + count - 1].end));
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// How many groups from the first on make one such number: the digits in a row, or grouped by spaces, dots and dashes.
fn reach(text: &str, groups: &[Digits]) -> Option<usize> {
    let first = groups.first()?;
    let is_phone = (10..=11).contains(&first.len()) && text.get(first.start..).is_some_and(|t| t.starts_with('0'));
    if first.len() >= 9 && !is_phone {
        return Some(1);
    }
    let (mut total, mut shortest) = (0, usize::MAX);
    for (count, group) in groups.iter().enumerate() {
        let apart = count > 0 && !joined(text.get(groups[count - 1].end..group.start).unwrap_or_default());
        if apart || total > 12 {
            return None;
        }
        total += group.len();
        shortest = shortest.min(group.len());
        if count > 0 && (total == 12 || (total == 9 && shortest >= 3 && !goes_on(text, groups, count))) {
            return Some(count + 1);
        }
    }
    None
}

/// Whether another group follows that may belong to the same number.
fn goes_on(text: &str, groups: &[Digits], count: usize) -> bool {
    groups.get(count + 1).is_some_and(|next| joined(text.get(groups[count].end..next.start).unwrap_or_default()))
}

fn joined(between: &str) -> bool {
    between.chars().count() == 1 && between.starts_with([' ', '.', '-', '\u{a0}'])
}

fn groups(text: &str) -> Vec<Digits> {
    let mut groups: Vec<Digits> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match groups.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => groups.push(Digits { start: at, end: at + 1 }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_numbers_are_taken_out_however_they_are_spaced() {
        for (text, left) in [
            ("CCCD 001165123456", "CCCD …"),
            ("001 165 123 456.", "…."),
            ("001.165.123-456 và 012345678", "… và …"),
            ("số 012 345 678 cũ", "số … cũ"),
            ("0011651234567", "…"),
            ("1172480401 bị rụng số 0", "… bị rụng số 0"),
            ("1954 001165123456", "1954 …"),
        ] {
            assert_eq!(without_identities(text), left);
            assert!(holds_identity(text));
        }
    }

    #[test]
    fn phones_dates_and_other_numbers_stay() {
        for text in [
            "gọi con trai 0912345678",
            "0912 345 678",
            "0912.345.678",
            "024 3812 3456",
            "sinh 26/07/1954",
            "26 07 1954",
            "Tổ 12, ngõ 34",
            "57.645 người",
            "",
            "không có số",
        ] {
            assert_eq!(without_identities(text), text);
            assert!(!holds_identity(text), "{text}");
        }
    }
}
