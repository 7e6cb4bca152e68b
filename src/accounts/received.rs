//! Large files: written to the disk as they come, never held in memory whole.

use std::{io::Write as _, path::PathBuf};

use axum::extract::{FromRequest, Multipart, Request};

use super::visitor::{Visitor, from_here};
use crate::kit::{
    error::{Error, Result},
    forms::Fields,
    ids,
};

/// A submitted form with one large file, its origin proven; the form token must stand before the file. The file is removed when this is dropped,
/// unless it was moved away.
#[derive(Debug)]
pub struct Received {
    /// The other fields.
    pub fields: Fields,
    /// The file's name as the browser gave it.
    pub name: String,
    /// Where the file lies.
    pub path: PathBuf,
}

impl Received {
    /// The largest file, in bytes.
    pub const LIMIT: u64 = 95 * 1024 * 1024;
    /// The longest of the other fields, in bytes.
    const FIELD: usize = 64 * 1024;
}

impl Drop for Received {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl<S: Send + Sync> FromRequest<S> for Received {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let visitor = request.extensions().get::<Visitor>().cloned().ok_or(Error::StaleForm)?;
        if !from_here(request.headers()) {
            return Err(Error::StaleForm);
        }
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| Error::refused("error-no-file"))?;
        let folder = visitor.app.folder.join("uploads").join("coming");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(ids::new(visitor.app.clock.now()));
        let mut received = Self { fields: Fields::default(), name: String::new(), path };
        let mut length = None;
        while let Some(mut part) = parts.next_field().await.map_err(|_| Error::refused("error-upload-broken"))? {
            let name = part.name().unwrap_or("").to_owned();
            let Some(file_name) = part.file_name().map(str::to_owned) else {
                let mut bytes = Vec::new();
                while let Some(chunk) = part.chunk().await.map_err(|_| Error::refused("error-upload-broken"))? {
                    bytes.extend_from_slice(&chunk);
                    if bytes.len() > Self::FIELD {
                        return Err(Error::TooLarge);
                    }
                }
                received.fields.set(&name, String::from_utf8_lossy(&bytes).into_owned());
                continue;
            };
            if !ids::same_secret(received.fields.get("csrf"), visitor.csrf.text()) || length.is_some() {
                return Err(Error::StaleForm);
            }
            let mut written = 0_u64;
            let mut file = std::fs::File::create(&received.path)?;
            while let Some(chunk) = part.chunk().await.map_err(|_| Error::refused("error-upload-broken"))? {
                written += chunk.len() as u64;
                if written > Self::LIMIT {
                    return Err(Error::refused("error-file-large"));
                }
                file.write_all(&chunk)?;
            }
            file.sync_all()?;
            (received.name, length) = (file_name, Some(written));
        }
        if !ids::same_secret(received.fields.get("csrf"), visitor.csrf.text()) {
            return Err(Error::StaleForm);
        }
        if length.is_none_or(|length| length == 0) {
            return Err(Error::refused("error-no-file"));
        }
        Ok(received)
    }
}
