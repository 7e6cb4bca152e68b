//! DOCX: our own small writer of WordprocessingML, because the form needs exact places and a library hides them.
//!
//! The same paper gives the same bytes: parts in a fixed order, a fixed time in the archive, no random ids.
//! Lengths are twips (twentieths of a point): 30 mm = 1701, 20 mm = 1134, 1,27 cm = 720. Font sizes are half-points.
//! Times New Roman is named, not embedded: it may not be handed on.

mod body;
mod draw;
mod parts;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::PrintError;
use super::form::Form;
use super::paper::Paper;

/// The paper as a Word document (ISO/IEC 29500, transitional).
///
/// # Errors
/// [`PrintError::Package`], when the archive cannot hold it.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, PrintError> {
    let form = Form::new(paper);
    let parts = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_RELATIONS.to_owned()),
        ("docProps/core.xml", parts::properties(&form)),
        ("word/document.xml", body::document(&form)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", parts::STYLES.to_owned()),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/header1.xml", parts::header(&form, true)),
        ("word/header2.xml", parts::header(&form, false)),
        ("word/footer1.xml", parts::footer(&form)),
    ];
    packed(&parts).map_err(|error| PrintError::Package(error.to_string()))
}

fn packed(parts: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, options)?;
        archive.write_all(content.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests;
