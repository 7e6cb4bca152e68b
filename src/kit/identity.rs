//! Identity numbers: read, compared with what a profile says, and kept only as a keyed hash and three digits.

use std::fmt;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A person's sex as papers say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

impl Sex {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }

    /// The sex with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Male, Self::Female].into_iter().find(|sex| sex.code() == code)
    }
}

/// The digits of a số định danh/CCCD (12) or of an old CMND (9), for as long as a request needs them.
///
/// It can be compared, hashed and checked, never shown: no `Display`, no accessor, and `Debug` says nothing.
/// Only [`Identity::hash`] and [`Identity::last3`] may be stored.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Identity(String);

/// The server's key for identity hashes: 32 random bytes kept outside the database and its backups.
#[derive(Clone)]
pub struct IdentityKey([u8; 32]);

/// Why a text is no identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityError {
    /// Nothing is written.
    Empty,
    /// Characters that no identity number has.
    Characters,
    /// Neither twelve digits nor nine.
    Length,
}

/// Where a number disagrees with what else is known: to be shown, never a reason to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdentityWarning {
    /// The century-and-sex digit says the other sex.
    Sex,
    /// The number's birth year is another one.
    Year,
    /// No province of the list of 63 has this code.
    Province,
}

/// Codes of the 63 provinces of birth registration; the 34 provinces of 2025 do not change them.
const PROVINCES: &[u16] = &[
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52,
    54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

impl IdentityError {
    /// The stable code, which is also the text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "error-identity-empty",
            Self::Characters => "error-identity-characters",
            Self::Length => "error-identity-length",
        }
    }
}

impl IdentityWarning {
    /// The stable code, which is also the text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sex => "error-identity-sex",
            Self::Year => "error-identity-year",
            Self::Province => "error-identity-province",
        }
    }
}

impl IdentityKey {
    /// A key of these bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityKey(…)")
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl Identity {
    /// Reads a number that a person typed: twelve digits, or the nine of an old CMND; spaces, dots and dashes are welcome.
    ///
    /// # Source
    /// `domain` A10: province (3), century and sex (1), year (2), six random digits; there is no check digit.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let digits = digits_of(text)?;
        match digits.len() {
            9 | 12 => Ok(Self(digits)),
            _ => Err(IdentityError::Length),
        }
    }

    /// Reads a spreadsheet cell: as [`Identity::parse`], and leading zeros that Excel dropped are put back.
    ///
    /// Ten and eleven digits can only be a CCCD (provinces 001–009 and 010–099), eight only a CMND.
    pub fn parse_cell(text: &str) -> Result<Self, IdentityError> {
        let text = super::fold::nfc(text);
        let whole = text.split_once('.').filter(|(_, zeros)| !zeros.is_empty() && zeros.bytes().all(|b| b == b'0'));
        let digits = digits_of(whole.map_or(text.as_str(), |(whole, _)| whole).trim_matches(['\'', '’', '`']))?;
        match digits.len() {
            8 => Ok(Self(format!("{digits:0>9}"))),
            10 | 11 => Ok(Self(format!("{digits:0>12}"))),
            9 | 12 => Ok(Self(digits)),
            _ => Err(IdentityError::Length),
        }
    }

    /// What may be kept to find the same person again: HMAC-SHA-256 of the digits, in small hexadecimal letters.
    pub fn hash(&self, key: &IdentityKey) -> String {
        // HMAC fills a shorter key up with zeros (RFC 2104); done here, the key's length needs no checking.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&key.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(self.0.as_bytes());
        HEXLOWER.encode(&mac.finalize().into_bytes())
    }

    /// The last three digits, which people know their own card by.
    pub fn last3(&self) -> &str {
        self.0.get(self.0.len().saturating_sub(3)..).unwrap_or_default()
    }

    /// Whether this is an old CMND, which cannot be compared with a CCCD of the same person.
    pub fn is_old(&self) -> bool {
        self.0.len() == 9
    }

    /// Compares the number with what the profile says; an old CMND says nothing.
    pub fn check(&self, sex: Option<Sex>, birth_year: Option<i16>) -> Vec<IdentityWarning> {
        let Some((province, century_and_sex, year)) = self.parts() else {
            return Vec::new();
        };
        let mut warnings = Vec::new();
        let its_sex = if century_and_sex.is_multiple_of(2) { Sex::Male } else { Sex::Female };
        if sex.is_some_and(|sex| sex != its_sex) {
            warnings.push(IdentityWarning::Sex);
        }
        let its_year = 1900 + i16::from(century_and_sex / 2) * 100 + i16::from(year);
        if birth_year.is_some_and(|year| year != its_year) {
            warnings.push(IdentityWarning::Year);
        }
        // Codes above 100 are countries of birth.
        if province < 100 && !PROVINCES.contains(&province) {
            warnings.push(IdentityWarning::Province);
        }
        warnings
    }

    fn parts(&self) -> Option<(u16, u8, u8)> {
        if self.is_old() {
            return None;
        }
        Some((self.0.get(..3)?.parse().ok()?, self.0.get(3..4)?.parse().ok()?, self.0.get(4..6)?.parse().ok()?))
    }
}

fn digits_of(text: &str) -> Result<String, IdentityError> {
    let clean = super::fold::nfc(text);
    if clean.is_empty() {
        return Err(IdentityError::Empty);
    }
    if clean.chars().any(|c| !c.is_ascii_digit() && !matches!(c, ' ' | '.' | '-')) {
        return Err(IdentityError::Characters);
    }
    Ok(clean.chars().filter(char::is_ascii_digit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_digits_or_nine_are_read_however_they_are_spaced() {
        for (typed, digits) in [
            ("001165123456", "001165123456"),
            (" 001 165 123 456 ", "001165123456"),
            ("001.165.123-456", "001165123456"),
            ("012345678", "012345678"),
        ] {
            assert_eq!(Identity::parse(typed).map(|id| id.0), Ok(digits.to_owned()), "{typed}");
        }
        for (typed, error) in [
            ("", IdentityError::Empty),
            ("1165123456", IdentityError::Length),
            ("0011651234567", IdentityError::Length),
            ("B1234567", IdentityError::Characters),
        ] {
            assert_eq!(Identity::parse(typed).err(), Some(error), "{typed}");
        }
    }

    #[test]
    fn a_cell_gets_back_the_zeros_that_excel_dropped() {
        for (cell, digits) in [
            ("1172480401", "001172480401"),
            ("33088001234", "033088001234"),
            ("1172480401.0", "001172480401"),
            ("'001172480401", "001172480401"),
            ("12345678", "012345678"),
            ("112345678", "112345678"),
        ] {
            assert_eq!(Identity::parse_cell(cell).map(|id| id.0), Ok(digits.to_owned()), "{cell}");
        }
        for (cell, error) in [
            ("1234567", IdentityError::Length),
            ("1.17248E+09", IdentityError::Characters),
            ("chưa có", IdentityError::Characters),
            ("", IdentityError::Empty),
        ] {
            assert_eq!(Identity::parse_cell(cell).err(), Some(error), "{cell}");
        }
    }

    #[test]
    fn a_number_that_disagrees_with_the_profile_warns_and_is_kept() {
        use IdentityWarning::{Province, Sex as WrongSex, Year};
        let check = |digits: &str, sex, year| Identity::parse(digits).unwrap().check(sex, year);
        assert_eq!(check("001165123456", Some(Sex::Female), Some(1965)), [], "domain: female, 1965, Hà Nội");
        assert_eq!(check("001205123456", Some(Sex::Male), Some(2005)), [], "domain: male, 2005");
        assert_eq!(check("001165123456", Some(Sex::Male), Some(1966)), [WrongSex, Year]);
        assert_eq!(check("001205123456", None, Some(1905)), [Year]);
        assert_eq!(check("003165123456", None, None), [Province]);
        assert_eq!(check("101165123456", None, None), [], "born abroad");
        assert_eq!(check("012345678", Some(Sex::Male), Some(1965)), [], "a CMND says nothing");
    }

    #[test]
    fn the_hash_is_the_standard_one_and_depends_on_the_key() {
        let id = Identity::parse("001165123456").unwrap();
        let hash = id.hash(&IdentityKey::new([7; 32]));
        // Computed by another implementation of RFC 2104.
        assert_eq!(hash, "0dcdc3a6fb6fb410b4221b1d426214dbc1179f4c065a1065122e721f83357e9e");
        assert_ne!(hash, id.hash(&IdentityKey::new([8; 32])));
        assert_eq!(hash, Identity::parse_cell("1165123456").unwrap().hash(&IdentityKey::new([7; 32])));
    }

    #[test]
    fn nothing_shows_the_digits_but_the_last_three() {
        let id = Identity::parse("001165123456").unwrap();
        assert_eq!(id.last3(), "456");
        assert_eq!(format!("{id:?} {:?}", IdentityKey::new([7; 32])), "Identity(…) IdentityKey(…)");
    }
}
