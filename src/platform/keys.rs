//! The key file belongs to its database: another one would find nobody again.

use std::path::Path;

use super::store;
use crate::{
    classes,
    kit::{
        app::Keys,
        clock::Millis,
        db::Db,
        error::{Refusal, Result},
        vault::Vault,
    },
    people,
};

/// The setting that remembers which key a database was begun with; it tells nothing about the key.
pub(super) const FINGERPRINT: &str = "key.fingerprint";
/// The setting that says that nothing which should be sealed stands in plain.
pub(super) const SEALED: &str = "fields.sealed";

/// The keys of the data folder, proven to be those of this database; made when both are new. They open its sealed fields from then on.
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
    db.unlock(Vault::new(&keys));
    seal_plain(db, now)?;
    Ok(keys)
}

/// How many rows are sealed in one change: others write in between.
const AT_ONCE: i64 = 500;

/// Seals what a version from before sealing left in plain. Whoever is cut off goes on where it stopped.
fn seal_plain(db: &Db, now: Millis) -> Result<()> {
    if db.read_now(|tx| store::setting(tx, "", SEALED))?.is_some() {
        return Ok(());
    }
    while db.write_now(|tx| -> Result<_> { Ok(people::seal_plain(tx, AT_ONCE)? + classes::seal_plain(tx, AT_ONCE)?) })? > 0 {}
    db.settle()?;
    Ok(db.write_now(move |tx| store::set_setting(tx, "", SEALED, "1", "command", now))?)
}

/// What the database keeps of a key.
pub(super) fn fingerprint(keys: &Keys) -> String {
    keys.blind("fingerprint", "hocvuso")
}
