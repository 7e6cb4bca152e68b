//! The self-check: proves that the data is whole, and names the first thing that is not.

use super::{keys, store};
use crate::{
    kit::{
        app::App,
        clock::{DAY, Millis},
        dates,
        db::{Engine, LATEST, schema_version},
        error::{Refusal, Result},
    },
    ledger::{self, Proof},
    places, sync,
};

/// Less room than this on the disk is a fault: a day's work may not fit.
const ROOM: u64 = 64 * 1024 * 1024;

/// A noted dump that is older than this is old: it should be made every night.
const STALE: Millis = 8 * DAY;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether it is as it should be.
    pub sound: bool,
    /// Whether somebody should do something though nothing is broken.
    pub warned: bool,
    /// What was found, as a text key with its values.
    pub said: Refusal,
}

impl Finding {
    const fn fine(said: Refusal) -> Self {
        Self { sound: true, warned: false, said }
    }

    const fn wrong(said: Refusal) -> Self {
        Self { sound: false, warned: false, said }
    }
}

/// Looks at schema, database file, key file, disk, and every commune's ledger; changes nothing.
///
/// `progress` is told how many ledger entries of the commune under way are done.
///
/// # Errors
/// When the database can't be read at all.
pub fn check(app: &App, progress: &mut dyn FnMut(u64)) -> Result<Vec<Finding>> {
    let mut findings = vec![key_file(app)];
    findings.extend(disk(app));
    findings.extend(app.db.read_now(|tx| -> Result<_> {
        let version = schema_version(tx)?;
        let schema = Refusal::new("platform-check-schema").with("version", version.to_string()).with("latest", LATEST.to_string());
        let mut found = vec![Finding { sound: version == LATEST, warned: false, said: schema }];
        found.push(match tx.damage()? {
            None => Finding::fine(Refusal::new("platform-check-store")),
            Some(what) => Finding::wrong(Refusal::new("platform-check-store-damaged").with("what", what)),
        });
        let print = store::setting(tx, "", keys::FINGERPRINT)?;
        found.push(match print {
            Some(print) if print != keys::fingerprint(&app.keys) => Finding::wrong(Refusal::new("platform-check-key-other")),
            _ => Finding::fine(Refusal::new("platform-check-key-same")),
        });
        if let Some(unknown) = store::setting_names(tx)?.into_iter().find(|name| !store::SETTINGS.contains(&name.as_str())) {
            found.push(Finding::wrong(Refusal::new("platform-check-setting-unknown").with("name", unknown)));
        }
        found.extend(backup(app.db.engine(), sync::backup_at(tx)?, app.clock.now()));
        for commune in places::communes(tx)? {
            let checked = ledger::check(tx, &commune.id, progress)?;
            found.push(chain(&commune.name, &checked));
        }
        Ok(found)
    })?);
    Ok(findings)
}

fn chain(name: &str, checked: &ledger::Checked) -> Finding {
    let said = |code: &'static str| Refusal::new(code).with("name", name);
    match &checked.proof {
        Proof::Sound if checked.entries == 0 => Finding::fine(said("platform-check-ledger-empty")),
        Proof::Sound => {
            let head: String = checked.head.chars().take(16).collect();
            Finding::fine(said("platform-check-ledger").with("entries", checked.entries.to_string()).with("head", head))
        }
        Proof::Gap(seq) => Finding::wrong(said("platform-check-ledger-gap").with("seq", seq.to_string())),
        Proof::Broken(seq) => Finding::wrong(said("platform-check-ledger-broken").with("seq", seq.to_string())),
        Proof::Derived(what) => Finding::wrong(said("platform-check-ledger-derived").with("what", what)),
    }
}

/// A dump of a database server is proven by whoever makes it: unless that is noted, phones never let go of what they sent.
fn backup(engine: Engine, noted: Option<Millis>, now: Millis) -> Option<Finding> {
    if engine != Engine::Postgres {
        return None;
    }
    let said = match noted {
        None => Refusal::new("platform-check-dump-none"),
        Some(at) => Refusal::new("platform-check-dump").with("day", dates::day_of(at).to_string()),
    };
    Some(Finding { sound: true, warned: noted.is_none_or(|at| now - at > STALE), said })
}

/// The key file: there, and readable by its owner alone.
fn key_file(app: &App) -> Finding {
    let file = app.folder.join("hocvuso.key");
    let said = |code: &'static str| Refusal::new(code).with("file", file.display().to_string());
    let Ok(about) = std::fs::metadata(&file) else { return Finding::wrong(said("platform-check-key-missing")) };
    if others_may_read(&about) { Finding::wrong(said("platform-check-key-open")) } else { Finding::fine(said("platform-check-key")) }
}

#[cfg(unix)]
fn others_may_read(about: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0
}

#[cfg(not(unix))]
fn others_may_read(_: &std::fs::Metadata) -> bool {
    false
}

/// How much room the disk of the data folder has, where the system tells.
fn disk(app: &App) -> Option<Finding> {
    let free = free_bytes(&app.folder)?;
    let said = Refusal::new("platform-check-disk").with("free", (free / (1024 * 1024)).to_string());
    Some(Finding { sound: free >= ROOM, warned: false, said })
}

#[cfg(unix)]
fn free_bytes(folder: &std::path::Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    about.f_bavail.checked_mul(about.f_frsize)
}

#[cfg(not(unix))]
fn free_bytes(_: &std::path::Path) -> Option<u64> {
    None
}
