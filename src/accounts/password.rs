//! Passwords: argon2id, one door.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};

use crate::kit::{
    error::{Error, Result},
    ids,
};

/// A hash of nothing that anybody knows: an unknown login name costs the same time as a known one.
static NOBODY: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| hash(&ids::token()).unwrap_or_default());

/// Hashes a password with argon2id and a salt of its own. Takes tens of milliseconds.
pub fn hash(password: &str) -> Result<String> {
    let mut salt = [0_u8; 16];
    ids::fill(&mut salt);
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Broken(format!("password hash: {error}")))
}

/// Whether `password` is the one that `hash` was made from. Takes as long without a hash.
pub fn matches(password: &str, hash: Option<&str>) -> bool {
    let known = hash.is_some();
    PasswordHash::new(hash.unwrap_or(&NOBODY)).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_only() {
        let hash = hash("con trâu đi trước").expect("hash");
        assert!(hash.starts_with("$argon2id$"));
        assert!(matches("con trâu đi trước", Some(&hash)));
        assert!(!matches("cái cày theo sau", Some(&hash)));
        assert!(!matches("con trâu đi trước", None));
        assert!(!matches("x", Some("not a hash")));
    }
}
