//! Backup and restore of the embedded database: one file to keep, one command to come back from it.
//!
//! The key file is never inside: whoever finds a backup finds nobody by phone or identity number.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::keys;
use crate::{
    kit::{
        app::{App, Keys},
        clock::Millis,
        db::{Db, Engine, LATEST, Place},
        error::{Error, Refusal, Result},
        ids, picture,
    },
    ledger::{self, Proof},
    places, sync,
};

const DATABASE: &str = "hocvuso.db";
const FACTS: &str = "backup.json";
const BLOBS: &str = "blobs";
/// What officers uploaded for lessons: a folder for each commune.
const UPLOADS: &str = "uploads";

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupFacts {
    /// Always `backup`.
    pub hocvuso: String,
    /// The form of the file, 1.
    pub version: u32,
    /// When the copy was taken, UTC milliseconds.
    pub made_at: Millis,
    /// The schema version inside.
    pub schema: i64,
    /// SHA-256 of the database inside, in hex.
    pub sha256: String,
    /// Which key file belongs to it; tells nothing about the key.
    pub key: String,
    /// How many ledger entries are inside.
    pub entries: i64,
}

/// Writes a backup beside the running server, reads it back and proves every ledger in it.
///
/// Only then the database notes that everything before `made_at` is safe, which is what phones wait for before they let go of
/// what they sent.
///
/// # Errors
/// A refusal on a PostgreSQL server, when `out` is there already, or when the copy proves unsound; then `out` is taken away again.
pub fn backup(app: &App, out: &Path) -> Result<BackupFacts> {
    if app.db.engine() == Engine::Postgres {
        return Err(Error::refused("platform-backup-server"));
    }
    if out.exists() {
        return Err(Refusal::new("platform-backup-there").with("file", out.display().to_string()).into());
    }
    let scratch = Scratch::new(&app.folder, "sao-luu")?;
    let made_at = app.clock.now();
    let copy = scratch.0.join(DATABASE);
    app.db.copy_to(&copy)?;
    let entries = proven(&scratch.0)?;
    let facts = BackupFacts {
        hocvuso: "backup".into(),
        version: 1,
        made_at,
        schema: LATEST,
        sha256: digest(&copy)?,
        key: keys::fingerprint(&app.keys),
        entries,
    };
    let packed = pack(&copy, &app.folder, &facts, out).and_then(|()| {
        let read_back = Scratch::new(&app.folder, "doc-lai")?;
        unpack(out, &read_back.0).map(drop)
    });
    if let Err(error) = packed {
        let _ = fs::remove_file(out);
        return Err(error);
    }
    app.db.write_now(move |tx| sync::note_backup(tx, made_at))?;
    Ok(facts)
}

/// Brings a backup back into a data folder whose server is stopped; what was there is moved aside, never deleted.
///
/// Answers the facts of the backup and the folder that holds what was there, when anything was. The store gets a new epoch, so
/// that phones send again what the restored database does not know.
///
/// # Errors
/// A refusal when a server runs on the folder, the file is no sound backup, or its key file is another one or missing.
pub fn restore(folder: &Path, file: &Path, now: Millis) -> Result<(BackupFacts, Option<PathBuf>)> {
    fs::create_dir_all(folder)?;
    let _hold = FolderHold::alone(folder)?;
    let scratch = Scratch::new(folder, "khoi-phuc")?;
    let facts = unpack(file, &scratch.0)?;
    let key = folder.join("hocvuso.key");
    if !key.exists() {
        return Err(Refusal::new("platform-key-missing").with("file", key.display().to_string()).into());
    }
    if keys::fingerprint(&Keys::open(folder)?) != facts.key {
        return Err(Refusal::new("platform-key-other").with("file", key.display().to_string()).into());
    }
    proven(&scratch.0)?;
    {
        let db = Db::open(&Place::Folder(scratch.0.clone()))?;
        db.write_now(move |tx| sync::renew_epoch(tx, now))?;
        db.copy_to(&scratch.0.join("quiet.db"))?;
    }
    let aside = set_aside(folder, now)?;
    fs::rename(scratch.0.join("quiet.db"), folder.join(DATABASE))?;
    for files in [BLOBS, UPLOADS] {
        if scratch.0.join(files).exists() {
            fs::rename(scratch.0.join(files), folder.join(files))?;
        }
    }
    Ok((facts, aside))
}

/// Notes that the database was brought back by other means, such as `pg_restore`: phones then send again what it does not know.
pub fn restored(app: &App) -> Result<()> {
    let now = app.clock.now();
    app.db.write_now(move |tx| sync::renew_epoch(tx, now))?;
    Ok(())
}

/// Notes that a dump of the database server which was begun at `begun` was read back: phones let go of what is older.
///
/// # Errors
/// A refusal when the database is embedded, for its own backups are proven here, or when `begun` is still to come.
pub fn dumped(app: &App, begun: Millis) -> Result<()> {
    if app.db.engine() != Engine::Postgres {
        return Err(Error::refused("platform-dump-embedded"));
    }
    if begun > app.clock.now() {
        return Err(Error::refused("platform-dump-to-come"));
    }
    app.db.write_now(move |tx| sync::note_backup(tx, begun))
}

/// Moves the database and its pictures into a folder of their own; `None` when there were none.
fn set_aside(folder: &Path, now: Millis) -> Result<Option<PathBuf>> {
    let all = [DATABASE, "hocvuso.db-wal", "hocvuso.db-shm", BLOBS, UPLOADS];
    let there: Vec<_> = all.into_iter().filter(|name| folder.join(name).exists()).collect();
    if there.is_empty() {
        return Ok(None);
    }
    let aside = folder.join(format!("truoc-khi-khoi-phuc-{}", ids::new(now)));
    fs::create_dir(&aside)?;
    for name in there {
        fs::rename(folder.join(name), aside.join(name))?;
    }
    Ok(Some(aside))
}

/// Opens the copy in `folder` and proves file and ledgers; answers how many entries it holds.
fn proven(folder: &Path) -> Result<i64> {
    let db = Db::open(&Place::Folder(folder.to_owned()))?;
    db.read_now(|tx| -> Result<i64> {
        if let Some(what) = tx.damage()? {
            return Err(Refusal::new("platform-backup-unsound").with("what", what).into());
        }
        let mut entries = 0;
        for commune in places::communes(tx)? {
            let checked = ledger::check(tx, &commune.id, &mut |_| {})?;
            if !matches!(checked.proof, Proof::Sound) {
                return Err(Refusal::new("platform-backup-unsound").with("what", commune.name).into());
            }
            entries += checked.entries as i64;
        }
        Ok(entries)
    })
}

fn digest(file: &Path) -> Result<String> {
    let (mut hash, mut from) = (Sha256::new(), File::open(file)?);
    let mut part = vec![0; 1 << 16];
    loop {
        match from.read(&mut part)? {
            0 => return Ok(HEXLOWER.encode(&hash.finalize())),
            n => hash.update(part.get(..n).unwrap_or_default()),
        }
    }
}

fn pack(database: &Path, folder: &Path, facts: &BackupFacts, out: &Path) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut zip = ZipWriter::new(options.open(out).map_err(|error| Error::Broken(format!("{}: {error}", out.display())))?);
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    zip.start_file(FACTS, packed).map_err(zip_error)?;
    zip.write_all(serde_json::to_string_pretty(facts).map_err(|e| Error::Broken(e.to_string()))?.as_bytes())?;
    zip.start_file(DATABASE, packed).map_err(zip_error)?;
    io::copy(&mut File::open(database)?, &mut zip)?;
    for name in file_names(folder)? {
        // Pictures and videos are packed already.
        zip.start_file(&name, stored).map_err(zip_error)?;
        io::copy(&mut File::open(folder.join(&name))?, &mut zip)?;
    }
    zip.finish().map_err(zip_error)?.sync_all()?;
    Ok(())
}

/// Whether a backup holds a file of this name: a finished picture by its hash, or an upload of a commune.
fn belongs(name: &str) -> bool {
    match name.split('/').collect::<Vec<_>>().as_slice() {
        [BLOBS, hash] => picture::is_name(hash),
        [UPLOADS, commune, file] => ids::is_id(commune) && ids::is_id(file),
        _ => false,
    }
}

/// The files beside the database, by their names below the data folder.
fn file_names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let mut add = |below: &str| -> Result<()> {
        if folder.join(below).is_dir() {
            for entry in fs::read_dir(folder.join(below))? {
                names.push(format!("{below}/{}", entry?.file_name().to_string_lossy()));
            }
        }
        Ok(())
    };
    add(BLOBS)?;
    if folder.join(UPLOADS).is_dir() {
        for entry in fs::read_dir(folder.join(UPLOADS))? {
            add(&format!("{UPLOADS}/{}", entry?.file_name().to_string_lossy()))?;
        }
    }
    names.retain(|name| belongs(name));
    names.sort();
    Ok(names)
}

/// Unpacks a backup into an empty folder, and proves that the database is the one that was packed.
fn unpack(file: &Path, into: &Path) -> Result<BackupFacts> {
    let wrong = || Error::from(Refusal::new("platform-backup-wrong").with("file", file.display().to_string()));
    let open = File::open(file).map_err(|error| Error::Broken(format!("{}: {error}", file.display())))?;
    let mut zip = ZipArchive::new(open).map_err(|_| wrong())?;
    let facts: BackupFacts = {
        let mut text = String::new();
        zip.by_name(FACTS).map_err(|_| wrong())?.take(1 << 16).read_to_string(&mut text).map_err(|_| wrong())?;
        serde_json::from_str(&text).map_err(|_| wrong())?
    };
    if facts.hocvuso != "backup" || facts.version != 1 {
        return Err(wrong());
    }
    if facts.schema > LATEST {
        return Err(Refusal::new("platform-backup-newer").with("version", facts.schema.to_string()).into());
    }
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).map_err(|_| wrong())?;
        let name = part.name().map_err(|_| wrong())?.into_owned();
        // Names that a backup does not have are not written anywhere.
        if name != DATABASE && !belongs(&name) {
            continue;
        }
        let to = into.join(&name);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        io::copy(&mut part, &mut File::create(to)?).map_err(|_| wrong())?;
    }
    if !into.join(DATABASE).exists() || digest(&into.join(DATABASE))? != facts.sha256 {
        return Err(wrong());
    }
    Ok(facts)
}

fn zip_error(error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(error) => error.into(),
        other => Error::Broken(other.to_string()),
    }
}

/// A folder for work under way, taken away at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(beside: &Path, name: &str) -> Result<Self> {
        let folder = beside.join(format!(".{name}-{}", ids::token().get(..12).unwrap_or_default()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Keeps a server and a restore from using one folder at a time; let go when dropped or when the process ends.
#[derive(Debug)]
pub struct FolderHold(#[expect(dead_code, reason = "holds the lock while it lives")] File);

impl FolderHold {
    /// For a server: others may serve the same folder, a restore may not touch it.
    ///
    /// # Errors
    /// A refusal while a restore is under way.
    pub fn shared(folder: &Path) -> Result<Self> {
        Self::take(folder, true)
    }

    /// For a restore: nobody else uses the folder.
    ///
    /// # Errors
    /// A refusal while a server runs.
    pub fn alone(folder: &Path) -> Result<Self> {
        Self::take(folder, false)
    }

    fn take(folder: &Path, shared: bool) -> Result<Self> {
        let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("hocvuso.lock"))?;
        #[cfg(unix)]
        {
            use rustix::fs::{FlockOperation, flock};
            let how = if shared { FlockOperation::NonBlockingLockShared } else { FlockOperation::NonBlockingLockExclusive };
            flock(&file, how).map_err(|_| Error::refused(if shared { "platform-folder-restoring" } else { "platform-folder-serving" }))?;
        }
        Ok(Self(file))
    }
}
