//! The key file belongs to its database: another one would find nobody again.

use std::path::Path;

use super::store;
use crate::kit::{
    app::Keys,
    clock::Millis,
    db::Db,
    error::{Refusal, Result},
};

/// The setting that remembers which key a database was begun with; it tells nothing about the key.
pub(super) const FINGERPRINT: &str = "key.fingerprint";

/// The keys of the data folder, proven to be those of this database; made when both are new.
///
/// # Errors
/// A refusal when the database was begun with another key, or its key file is gone.
pub fn open_keys(db: &Db, folder: &Path, now: Millis) -> Result<Keys> {
    let known = db.read_now(|tx| store::setting(tx, "", FINGERPRINT))?;
    let file = folder.join("hocvuso.key");
    let refused = |code: &'static str| Refusal::new(code).with("file", file.display().to_string());
    if known.is_some() && !file.exists() {
        return Err(refused("platform-key-missing").into());
    }
    let keys = Keys::open(folder)?;
    let print = fingerprint(&keys);
    match known {
        Some(known) if known == print => {}
        Some(_) => return Err(refused("platform-key-other").into()),
        None => db.write_now(move |tx| store::set_setting(tx, "", FINGERPRINT, &print, "command", now))?,
    }
    Ok(keys)
}

/// What the database keeps of a key.
pub(super) fn fingerprint(keys: &Keys) -> String {
    keys.blind("fingerprint", "hocvuso")
}
