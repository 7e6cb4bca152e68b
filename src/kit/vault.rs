//! Fields that stand in the database only in sealed form, so that a copy of it without the key file tells nothing of them.
//!
//! A sealed value belongs to its field, its row and its key: moved anywhere else it can't be opened. To find equal values
//! without opening them, a keyed hash stands beside them.

use std::{fmt, sync::Arc};

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use data_encoding::BASE64URL_NOPAD;

use super::{app::Keys, db::Error, ids};

/// The version of the key that new values are sealed with; it stands before each sealed value.
const VERSION: &str = "1";
/// Bytes of a nonce.
const NONCE: usize = 12;

/// A field of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
}

/// Seals and opens the fields of one database. Clones share its keys.
#[derive(Clone)]
pub struct Vault {
    cipher: Arc<Aes256Gcm>,
    keys: Keys,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// The vault of these keys.
    pub fn new(keys: &Keys) -> Self {
        let cipher = Aes256Gcm::new(&keys.purpose(&format!("seal {VERSION}")).into());
        Self { cipher: Arc::new(cipher), keys: keys.clone() }
    }

    /// A value as it may be kept in this field of the row with this id. The same value never looks the same twice.
    ///
    /// # Errors
    /// When the value is longer than the cipher takes, some 64 GB.
    pub fn seal(&self, field: Field, row: &str, value: &str) -> Result<String, Error> {
        let mut sealed = vec![0; NONCE];
        ids::fill(&mut sealed);
        let nonce = nonce(&sealed)?;
        let aad = bound(field, row);
        let cipher = self.cipher.encrypt(&nonce, Payload { msg: value.as_bytes(), aad: aad.as_bytes() });
        sealed.extend(cipher.map_err(|_| Error::Other(format!("{}.{} could not be sealed", field.table, field.column)))?);
        Ok(format!("{VERSION}.{}", BASE64URL_NOPAD.encode(&sealed)))
    }

    /// The value that [`Vault::seal`] sealed for this field and row.
    ///
    /// # Errors
    /// When it was sealed for another place or with another key, or was changed since.
    pub fn open(&self, field: Field, row: &str, sealed: &str) -> Result<String, Error> {
        let wrong = || Error::Other(format!("{}.{} of {row} can't be opened", field.table, field.column));
        let text = sealed.strip_prefix(VERSION).and_then(|rest| rest.strip_prefix('.')).ok_or_else(wrong)?;
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| wrong())?;
        let (begin, cipher) = bytes.split_at_checked(NONCE).ok_or_else(wrong)?;
        let aad = bound(field, row);
        let value = self.cipher.decrypt(&nonce(begin)?, Payload { msg: cipher, aad: aad.as_bytes() }).map_err(|_| wrong())?;
        String::from_utf8(value).map_err(|_| wrong())
    }

    /// [`Vault::seal`] of a value that may be missing.
    pub fn seal_some(&self, field: Field, row: &str, value: Option<&str>) -> Result<Option<String>, Error> {
        value.map(|value| self.seal(field, row, value)).transpose()
    }

    /// [`Vault::open`] of a value that may be missing.
    pub fn open_some(&self, field: Field, row: &str, sealed: Option<&str>) -> Result<Option<String>, Error> {
        sealed.map(|sealed| self.open(field, row, sealed)).transpose()
    }

    /// The keyed hash that stands beside the sealed values of this field in a commune: equal values have equal ones. Another commune's differ,
    /// so that nobody is found in two communes by it.
    pub fn index(&self, field: Field, commune: &str, value: &str) -> String {
        let mut hash = self.keys.blind(&format!("index {}.{} {commune}", field.table, field.column), value);
        hash.truncate(32);
        hash
    }
}

fn nonce(bytes: &[u8]) -> Result<Nonce<aes_gcm::aead::consts::U12>, Error> {
    Nonce::try_from(bytes).map_err(|_| Error::Other("a nonce of another length".into()))
}

/// What a sealed value is bound to.
fn bound(field: Field, row: &str) -> String {
    format!("{VERSION}\n{}\n{}\n{row}", field.table, field.column)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: Field = Field { table: "people_person", column: "phone" };

    fn vault(key: &str) -> Vault {
        Vault::new(&Keys::parse(&key.repeat(32)).expect("a key"))
    }

    #[test]
    fn a_sealed_value_opens_in_its_place_alone() {
        let vault = vault("42");
        let sealed = vault.seal(PHONE, "row", "0912345678").expect("sealed");
        assert!(sealed.starts_with("1.") && !sealed.contains("0912345678"));
        assert_eq!(vault.open(PHONE, "row", &sealed).expect("opened"), "0912345678");
        let other = Field { column: "note", ..PHONE };
        let elsewhere = Field { table: "classes_enrolment", ..PHONE };
        assert!(vault.open(PHONE, "another", &sealed).is_err(), "another row");
        assert!(vault.open(other, "row", &sealed).is_err() && vault.open(elsewhere, "row", &sealed).is_err(), "another field");
        assert!(self::vault("43").open(PHONE, "row", &sealed).is_err(), "another key");
    }

    #[test]
    fn what_was_changed_or_never_sealed_is_refused() {
        let vault = vault("42");
        let sealed = vault.seal(PHONE, "row", "0912345678").expect("sealed");
        let changed: String =
            sealed.chars().enumerate().map(|(at, c)| if at == 9 { if c == 'A' { 'B' } else { 'A' } } else { c }).collect();
        for wrong in [changed.as_str(), "", "1.", "1.AAAA", "2.AAAA", "0912345678", "1.~", &sealed[..sealed.len() - 1]] {
            assert!(vault.open(PHONE, "row", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn equal_values_look_alike_in_the_index_of_one_commune_only() {
        let vault = vault("42");
        let sealed = |n: u8| vault.seal(PHONE, "row", &format!("091234567{n}")).expect("sealed");
        assert!(sealed(8) != sealed(8));
        assert_eq!(vault.index(PHONE, "a", "0912345678"), vault.index(PHONE, "a", "0912345678"));
        assert!(vault.index(PHONE, "a", "0912345678") != vault.index(PHONE, "a", "0912345679"));
        assert!(vault.index(PHONE, "a", "0912345678") != vault.index(PHONE, "b", "0912345678"));
        assert!(vault.index(PHONE, "a", "1") != self::vault("43").index(PHONE, "a", "1"));
    }
}
