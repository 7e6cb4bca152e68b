//! Pictures of certificates: written anew, named by their hash, beside the other pictures of the data folder, which a backup takes along.

use std::{fs, path::Path};

use super::rules::PICTURE_LIMIT;
use crate::kit::{
    error::{Error, Result},
    picture,
};

/// Cleans a picture and keeps it; answers its name and media type.
///
/// # Errors
/// A refusal for what is no picture, damaged, or too large.
pub(super) fn keep(data: &Path, bytes: &[u8]) -> Result<(String, &'static str)> {
    if bytes.len() > PICTURE_LIMIT {
        return Err(Error::refused("learning-outside-picture-large"));
    }
    let clean = picture::clean(bytes).map_err(|error| Error::refused(error.code()))?;
    let (folder, name) = (data.join("blobs"), picture::name_of(&clean.bytes));
    if !folder.join(&name).exists() {
        fs::create_dir_all(&folder)?;
        // Nobody may ever see half a picture under its name.
        let beside = folder.join(format!(".new-{name}"));
        fs::write(&beside, &clean.bytes)?;
        fs::rename(beside, folder.join(&name))?;
    }
    Ok((name, clean.mime))
}

/// A kept picture.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub(super) fn open(data: &Path, name: &str) -> Result<Vec<u8>> {
    if !picture::is_name(name) {
        return Err(Error::NotFound);
    }
    fs::read(data.join("blobs").join(name)).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound,
        _ => error.into(),
    })
}
