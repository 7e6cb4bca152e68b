//! What every handler is given: the database, the clock, the keys.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{
    clock::Clock,
    db::Db,
    error::{Error, Result},
    ids,
};

/// The running program's shared parts; clones share them.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// The keys that live outside the database.
    pub keys: Keys,
    /// The data folder: keys and uploads.
    pub folder: Arc<PathBuf>,
}

/// Keys that never enter the database or its backups.
#[derive(Clone)]
pub struct Keys(Arc<[u8; 32]>);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// The keys of the data folder; made on first use, readable by the owner alone.
    ///
    /// # Errors
    /// When the file can't be read or written, or does not hold a key.
    pub fn open(folder: &Path) -> Result<Self> {
        let file = folder.join("hocvuso.key");
        match std::fs::read_to_string(&file) {
            Ok(text) => Self::parse(text.trim()).ok_or_else(|| Error::Broken(format!("{}: not a key of 64 hex digits", file.display()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(folder)?;
                let key = ids::token();
                write_private(&file, &key)?;
                Self::parse(&key).ok_or_else(|| Error::Broken("a new key was not a key".into()))
            }
            Err(error) => Err(Error::Broken(format!("{}: {error}", file.display()))),
        }
    }

    /// A key from 64 hex digits.
    pub fn parse(hex: &str) -> Option<Self> {
        HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok().map(|key| Self(Arc::new(key)))
    }

    /// The key for one purpose, so that no two purposes share one.
    pub fn purpose(&self, name: &str) -> [u8; 32] {
        hmac(self.0.as_slice(), name.as_bytes())
    }

    /// A keyed hash in hex that finds equal values without keeping them.
    pub fn blind(&self, purpose: &str, value: &str) -> String {
        HEXLOWER.encode(&hmac(&self.purpose(purpose), value.as_bytes()))
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256>>::new_from_slice(key).expect("any key length is fine");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn write_private(file: &Path, text: &str) -> Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(file)?;
    out.write_all(text.as_bytes())?;
    out.sync_all()?;
    Ok(())
}
