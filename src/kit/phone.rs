//! Vietnamese phone numbers: one national form out of everything people write.

use std::fmt;

use super::fold;

/// A phone number in national form: a leading 0 and 10 or 11 digits (11 for fixed lines).
///
/// `Debug` shows it masked: a log is no place for a whole number.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone(String);

/// What the prefix says about a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A mobile prefix in use.
    Mobile,
    /// A fixed line (02…).
    Fixed,
    /// No prefix that we know: worth a warning, never a refusal, because prefixes are added.
    Unknown,
}

/// Why a text is no phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// Nothing is written.
    Empty,
    /// Characters that no phone number has.
    Characters,
    /// Too few digits; also nine digits without the leading 0, which a person who types can mend.
    TooShort,
    /// Too many digits.
    TooLong,
    /// A number of another country.
    Foreign,
}

impl PhoneError {
    /// The stable code, which is also the text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "error-phone-empty",
            Self::Characters => "error-phone-characters",
            Self::TooShort => "error-phone-too-short",
            Self::TooLong => "error-phone-too-long",
            Self::Foreign => "error-phone-foreign",
        }
    }
}

/// What a spreadsheet cell held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellPhone {
    /// The first good number in the cell.
    pub phone: Phone,
    /// The cell holds another number as well, which is not kept.
    pub more: bool,
}

/// Mobile prefixes in use since the change to ten digits on 15/9/2018.
const MOBILE: &[&str] = &[
    "032", "033", "034", "035", "036", "037", "038", "039", // Viettel
    "052", "055", "056", "058", "059", // Vietnamobile, Wintel, Gmobile
    "070", "076", "077", "078", "079", // MobiFone
    "081", "082", "083", "084", "085", "086", "087", "088", "089", // VinaPhone, Viettel, iTel, MobiFone
    "090", "091", "092", "093", "094", "095", "096", "097", "098", "099",
];

/// Prefixes of eleven-digit mobile numbers, and of the old fixed lines of Hà Nội, with what replaced them.
const REPLACED: &[(&str, usize, &str)] = &[
    ("0120", 11, "070"),
    ("0121", 11, "079"),
    ("0122", 11, "077"),
    ("0126", 11, "076"),
    ("0128", 11, "078"),
    ("0123", 11, "083"),
    ("0124", 11, "084"),
    ("0125", 11, "085"),
    ("0127", 11, "081"),
    ("0129", 11, "082"),
    ("0162", 11, "032"),
    ("0163", 11, "033"),
    ("0164", 11, "034"),
    ("0165", 11, "035"),
    ("0166", 11, "036"),
    ("0167", 11, "037"),
    ("0168", 11, "038"),
    ("0169", 11, "039"),
    ("0186", 11, "056"),
    ("0188", 11, "058"),
    ("0199", 11, "059"),
    ("04", 10, "024"),
];

impl Phone {
    /// Reads a number that a person typed: `+84`, `84`, spaces, dots, dashes and brackets are welcome, and an old
    /// eleven-digit mobile number becomes today's.
    ///
    /// # Errors
    /// [`PhoneError`]; nine digits without the leading 0 are [`PhoneError::TooShort`] here and good in [`Phone::parse_cell`].
    ///
    /// # Source
    /// `domain` A10: ten digits since 15/9/2018; the eleven-digit conversion; 024 and eight digits.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let clean = fold::nfc(text);
        if clean.is_empty() {
            return Err(PhoneError::Empty);
        }
        let bare = clean.trim_start_matches(is_filler);
        let (plus, bare) = bare.strip_prefix('+').map_or((false, bare), |rest| (true, rest));
        if bare.chars().any(|c| !c.is_ascii_digit() && !is_filler(c)) {
            return Err(PhoneError::Characters);
        }
        let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
        national(&digits, plus).map(Self)
    }

    /// Reads a spreadsheet cell: as [`Phone::parse`], and a leading 0 that Excel dropped is put back, a rendering such as
    /// `381574702.0` is a number, words around it ("con", "Zalo") are passed over, and of several numbers the first good one is taken.
    ///
    /// # Errors
    /// [`PhoneError`] when no good number is in the cell.
    pub fn parse_cell(text: &str) -> Result<CellPhone, PhoneError> {
        let clean = fold::nfc(text);
        if clean.is_empty() {
            return Err(PhoneError::Empty);
        }
        if let Some(whole) = whole_number(&clean) {
            return restore(&whole).map(|phone| CellPhone { phone, more: false });
        }
        let mut found = Vec::new();
        let mut first_error = None;
        for part in clean.split(|c: char| !c.is_ascii_digit() && !is_filler(c) && c != '+') {
            numbers_in(part, &mut found, &mut first_error);
        }
        let mut found = found.into_iter();
        match found.next() {
            Some(phone) => Ok(CellPhone { more: found.any(|other| other != phone), phone }),
            None => Err(first_error.unwrap_or(PhoneError::Characters)),
        }
    }

    /// The national digits, as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the prefix says.
    pub fn kind(&self) -> Kind {
        let prefix = self.0.get(..3).unwrap_or_default();
        match self.0.len() {
            10 if MOBILE.contains(&prefix) => Kind::Mobile,
            11 if prefix.starts_with("02") => Kind::Fixed,
            _ => Kind::Unknown,
        }
    }

    /// For a person who may call: `0912 345 678`, `024 3812 3456`.
    pub fn display(&self) -> String {
        let groups = match (self.0.len(), self.0.get(..3)) {
            (11, Some("024" | "028")) => (3, 7),
            _ => (4, 7),
        };
        let (area, middle, end) = (self.0.get(..groups.0), self.0.get(groups.0..groups.1), self.0.get(groups.1..));
        [area, middle, end].map(Option::unwrap_or_default).join(" ")
    }

    /// For a person who only has to know it again: `0912 *** 678`.
    pub fn masked(&self) -> String {
        let end = self.0.len().saturating_sub(3);
        let (start, last) = (self.0.get(..4).unwrap_or_default(), self.0.get(end..).unwrap_or_default());
        format!("{start} {} {last}", "*".repeat(end.saturating_sub(4)))
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

/// Marks that people put between the digits of one number.
fn is_filler(c: char) -> bool {
    matches!(c, ' ' | '.' | '-' | '–' | '—' | '(' | ')')
}

/// The national form of bare digits; `plus` when a + stood before them.
fn national(digits: &str, plus: bool) -> Result<String, PhoneError> {
    let abroad = if plus { Some(digits) } else { digits.strip_prefix("00") };
    let rest = match abroad {
        Some("") => return Err(PhoneError::TooShort),
        Some(number) => Some(number.strip_prefix("84").ok_or(PhoneError::Foreign)?),
        None => digits.strip_prefix("84").filter(|_| digits.len() >= 11),
    };
    let number = match rest {
        Some(rest) if rest.starts_with('0') => rest.to_owned(),
        Some(rest) => format!("0{rest}"),
        None => digits.to_owned(),
    };
    match number.len() {
        _ if number.is_empty() => Err(PhoneError::Empty),
        ..=9 => Err(PhoneError::TooShort),
        10 | 11 if !number.starts_with('0') => Err(if number.len() == 10 { PhoneError::TooShort } else { PhoneError::TooLong }),
        10 | 11 => today(&number),
        _ => Err(PhoneError::TooLong),
    }
}

/// Replaces a prefix that is no longer in use; eleven digits that are neither that nor a fixed line are one too many.
fn today(number: &str) -> Result<String, PhoneError> {
    let replaced = REPLACED.iter().find_map(|(old, len, new)| {
        let rest = number.strip_prefix(old).filter(|_| number.len() == *len)?;
        Some(format!("{new}{rest}"))
    });
    match replaced {
        Some(now) => Ok(now),
        None if number.len() == 11 && !number.starts_with("02") => Err(PhoneError::TooLong),
        None => Ok(number.to_owned()),
    }
}

/// As [`national`], but with the leading 0 put back where only Excel can have dropped it.
fn restore(digits: &str) -> Result<Phone, PhoneError> {
    let dropped = match (digits.len(), digits.as_bytes().first()) {
        (9, Some(b'3' | b'5' | b'7' | b'8' | b'9')) | (10, Some(b'2')) => true,
        (10, Some(b'1')) => REPLACED.iter().any(|(old, len, _)| *len == 11 && digits.starts_with(&old[1..])),
        _ => false,
    };
    if dropped {
        return national(&format!("0{digits}"), false).map(Phone);
    }
    national(digits, false).map(Phone)
}

/// A cell that spreadsheet programs turned into a number: `381574702.0`, `3.81574702E8`.
fn whole_number(text: &str) -> Option<String> {
    if let Some((whole, zeros)) = text.split_once('.') {
        let is_float = whole.len() >= 9 && !zeros.is_empty() && zeros.bytes().all(|b| b == b'0');
        if is_float && whole.bytes().all(|b| b.is_ascii_digit()) {
            return Some(whole.to_owned());
        }
    }
    let is_power = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+')) && text.contains(['e', 'E']);
    let value: f64 = text.parse().ok().filter(|_| is_power)?;
    (value.fract() == 0.0 && (1e8..1e13).contains(&value)).then(|| format!("{value:.0}"))
}

/// Collects the numbers of one run of digits and fillers: the whole run if it is one number, else its pieces joined until each is one.
fn numbers_in(part: &str, found: &mut Vec<Phone>, first_error: &mut Option<PhoneError>) {
    let pieces: Vec<(bool, String)> = part.split(is_filler).filter(|piece| !piece.is_empty()).flat_map(split_plus).collect();
    let Some((plus, _)) = pieces.first() else { return };
    let whole: String = pieces.iter().map(|(_, digits)| digits.as_str()).collect();
    match read(&whole, *plus) {
        Ok(phone) => found.push(phone),
        Err(error) => {
            first_error.get_or_insert(error);
            let mut from = 0;
            while from < pieces.len() {
                let plus = pieces[from].0;
                let mut joined = String::new();
                // Four pieces write out any number: +84 912 345 678.
                let end = (from..pieces.len().min(from + 5)).find_map(|to| {
                    joined.push_str(&pieces[to].1);
                    read(&joined, plus).ok().map(|phone| (to, phone))
                });
                from += 1;
                if let Some((to, phone)) = end {
                    found.push(phone);
                    from = to + 1;
                }
            }
        }
    }
}

fn read(digits: &str, plus: bool) -> Result<Phone, PhoneError> {
    if plus { national(digits, true).map(Phone) } else { restore(digits) }
}

/// "+84912" → a piece with its plus; "0912+0913" → two pieces.
fn split_plus(piece: &str) -> Vec<(bool, String)> {
    let leading = piece.starts_with('+');
    piece.split('+').filter(|digits| !digits.is_empty()).enumerate().map(|(i, digits)| (i > 0 || leading, digits.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_numbers_of_every_form_become_the_national_one() {
        for (typed, national) in [
            ("+84 912 345 678", "0912345678"),
            ("84912345678", "0912345678"),
            ("0912.345.678", "0912345678"),
            (" 0912-345-678 ", "0912345678"),
            ("(+84) 912345678", "0912345678"),
            ("+84 (0) 912 345 678", "0912345678"),
            ("0084912345678", "0912345678"),
            ("0841322608", "0841322608"),
            ("024 3812 3456", "02438123456"),
            ("+84 24 3812 3456", "02438123456"),
            ("04 3812 3456", "02438123456"),
            ("0203.3812.345", "02033812345"),
        ] {
            assert_eq!(Phone::parse(typed).map(|phone| phone.0), Ok(national.to_owned()), "{typed}");
        }
    }

    #[test]
    fn every_old_mobile_prefix_becomes_todays() {
        for (old, new) in [
            ("01201234567", "0701234567"),
            ("01211234567", "0791234567"),
            ("01221234567", "0771234567"),
            ("01261234567", "0761234567"),
            ("01281234567", "0781234567"),
            ("01231234567", "0831234567"),
            ("01241234567", "0841234567"),
            ("01251234567", "0851234567"),
            ("01271234567", "0811234567"),
            ("01291234567", "0821234567"),
            ("01621234567", "0321234567"),
            ("01631234567", "0331234567"),
            ("01641234567", "0341234567"),
            ("01651234567", "0351234567"),
            ("01661234567", "0361234567"),
            ("01671234567", "0371234567"),
            ("01681234567", "0381234567"),
            ("+841691234567", "0391234567"),
            ("01861234567", "0561234567"),
            ("01881234567", "0581234567"),
            ("01991234567", "0591234567"),
        ] {
            let phone = Phone::parse(old).unwrap();
            assert_eq!(phone.as_str(), new);
            assert_eq!(phone.kind(), Kind::Mobile);
        }
    }

    #[test]
    fn what_is_no_number_is_refused_with_its_reason() {
        for (typed, error) in [
            ("", PhoneError::Empty),
            ("  ", PhoneError::Empty),
            ("912345678", PhoneError::TooShort),
            ("091234567", PhoneError::TooShort),
            ("9123456789", PhoneError::TooShort),
            ("+", PhoneError::TooShort),
            ("09123456789", PhoneError::TooLong),
            ("01301234567", PhoneError::TooLong),
            ("091234567890123456789", PhoneError::TooLong),
            ("+1 202 555 0100", PhoneError::Foreign),
            ("không có", PhoneError::Characters),
            ("0912345678 (con)", PhoneError::Characters),
        ] {
            assert_eq!(Phone::parse(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn an_unknown_prefix_is_kept_and_told_apart() {
        for (typed, kind) in [
            ("0912345678", Kind::Mobile),
            ("0590123456", Kind::Mobile),
            ("02438123456", Kind::Fixed),
            ("0401234567", Kind::Fixed),
            ("0511234567", Kind::Unknown),
            ("0601234567", Kind::Unknown),
            ("0241234567", Kind::Unknown),
        ] {
            assert_eq!(Phone::parse(typed).unwrap().kind(), kind, "{typed}");
        }
    }

    #[test]
    fn a_cell_gives_its_first_good_number() {
        for (cell, national, more) in [
            ("381574702", "0381574702", false),
            ("381574702.0", "0381574702", false),
            ("0912345678.00", "0912345678", false),
            ("3.81574702E8", "0381574702", false),
            ("3.81574702e+08", "0381574702", false),
            ("1684653025", "0384653025", false),
            ("2438123456", "02438123456", false),
            ("84349719809", "0349719809", false),
            ("841322608", "0841322608", false),
            ("0912 345 678 (con)", "0912345678", false),
            ("Zalo: 0912.345.678", "0912345678", false),
            ("0912345678 - 0987654321", "0912345678", true),
            ("0912345678/0987654321", "0912345678", true),
            ("0912345678, 0912345678", "0912345678", false),
            ("0912 345 678 0987 654 321", "0912345678", true),
            ("123; 0987654321", "0987654321", false),
            ("'0912345678", "0912345678", false),
            ("+84912345678+84987654321", "0912345678", true),
            ("+84 912 345 678 / 84 987 654 321", "0912345678", true),
        ] {
            let read = Phone::parse_cell(cell).unwrap_or_else(|e| panic!("{cell}: {e:?}"));
            assert_eq!((read.phone.as_str(), read.more), (national, more), "{cell}");
        }
    }

    #[test]
    fn a_cell_without_a_number_says_why() {
        for (cell, error) in [
            (" ", PhoneError::Empty),
            ("không", PhoneError::Characters),
            ("091234", PhoneError::TooShort),
            ("412345678", PhoneError::TooShort),
            ("09123456789012", PhoneError::TooLong),
            ("x", PhoneError::Characters),
        ] {
            assert_eq!(Phone::parse_cell(cell), Err(error), "{cell}");
        }
    }

    #[test]
    fn a_number_is_shown_whole_or_masked_and_masked_in_logs() {
        let mobile = Phone::parse("0912345678").unwrap();
        assert_eq!(mobile.display(), "0912 345 678");
        assert_eq!(mobile.masked(), "0912 *** 678");
        assert_eq!(format!("{mobile:?}"), "Phone(0912 *** 678)");
        assert_eq!(Phone::parse("02438123456").unwrap().display(), "024 3812 3456");
        assert_eq!(Phone::parse("02033812345").unwrap().display(), "0203 381 2345");
        assert_eq!(Phone::parse("02438123456").unwrap().masked(), "0243 **** 456");
    }
}
