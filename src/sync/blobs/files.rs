//! Where pictures lie: `blobs/` in the data folder, under the hash of what was sent; an unfinished one beside it.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use super::rules::UploadError;
use crate::kit::{
    app::App,
    error::Result,
    picture::{self, Picture, PictureError},
};

/// What became of a part.
#[derive(Debug, PartialEq, Eq)]
pub enum Landed {
    /// So many bytes are there; more are expected.
    Part(i64),
    /// The picture is whole and kept, as this kind of file.
    Kept(&'static str),
    /// It can't go on; what came before stays.
    Refused(UploadError),
    /// All bytes came, and they are no picture, or not the announced one: they are thrown away.
    Useless(Option<PictureError>),
}

fn folder(app: &App) -> PathBuf {
    app.folder.join("blobs")
}

fn part_file(app: &App, commune: &str, name: &str) -> PathBuf {
    folder(app).join(format!(".part-{commune}-{name}"))
}

/// How many bytes of an unfinished upload are there.
pub fn so_far(app: &App, commune: &str, name: &str) -> i64 {
    fs::metadata(part_file(app, commune, name)).map_or(0, |about| about.len() as i64)
}

/// Adds a part at `offset`, and keeps the picture when it is whole.
///
/// # Errors
/// What the disk refuses; what came before stays.
pub fn add(app: &App, commune: &str, name: &str, size: i64, offset: i64, part: &[u8]) -> Result<Landed> {
    let there = so_far(app, commune, name);
    if offset != there {
        return Ok(Landed::Refused(UploadError::Offset));
    }
    let now = there + part.len() as i64;
    if now > size {
        return Ok(Landed::Refused(UploadError::TooLarge));
    }
    fs::create_dir_all(folder(app))?;
    let file = part_file(app, commune, name);
    let mut open = OpenOptions::new().create(true).append(true).open(&file)?;
    if let Err(error) = open.write_all(part).and_then(|()| open.sync_data()) {
        // Half a part would put every later offset out of step.
        open.set_len(there.cast_unsigned())?;
        return Err(error.into());
    }
    if now < size {
        return Ok(Landed::Part(now));
    }
    let bytes = fs::read(&file)?;
    let landed = if picture::name_of(&bytes) == name {
        match picture::clean(&bytes) {
            Ok(picture) => {
                keep(&folder(app), name, &picture)?;
                Landed::Kept(picture.mime)
            }
            Err(error) => Landed::Useless(Some(error)),
        }
    } else {
        Landed::Useless(None)
    };
    drop_part(app, commune, name)?;
    Ok(landed)
}

fn keep(folder: &Path, name: &str, picture: &Picture) -> Result<()> {
    let beside = folder.join(format!(".new-{name}"));
    let mut file = File::create(&beside)?;
    file.write_all(&picture.bytes)?;
    file.sync_all()?;
    fs::rename(beside, folder.join(name))?;
    Ok(())
}

/// Throws an unfinished upload away.
pub fn drop_part(app: &App, commune: &str, name: &str) -> Result<()> {
    remove(&part_file(app, commune, name))
}

/// Throws a picture away.
pub fn drop_kept(app: &App, name: &str) -> Result<()> {
    if picture::is_name(name) { remove(&folder(app).join(name)) } else { Ok(()) }
}

fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The bytes of a kept picture; `None` when the file is gone.
pub fn read(app: &App, name: &str) -> Result<Option<Vec<u8>>> {
    if !picture::is_name(name) {
        return Ok(None);
    }
    match fs::read(folder(app).join(name)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
