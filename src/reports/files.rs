//! The files of a report.

use super::{annex, body, content::Content, rules, sidecar};
use crate::kit::{error::Result, print};

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The paper, to be printed and signed.
    Pdf,
    /// The paper, to be worked on.
    Docx,
    /// The annex by village and target.
    Xlsx,
    /// The metadata.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Json];

    /// The ending of the file's name; also the code in commands.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
        }
    }

    /// The format with this ending.
    pub fn parse(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// The media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
        }
    }
}

/// A file with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Makes a file of a report. The same content gives the same bytes; `hash` is that of the snapshot, for a locked one.
pub fn make(content: &Content, hash: Option<&str>, format: Format) -> Result<File> {
    let bytes = match format {
        Format::Pdf => print::pdf(&body::paper(content, hash))?,
        Format::Docx => print::docx(&body::paper(content, hash))?,
        Format::Xlsx => print::xlsx(&annex::workbook(content, hash))?,
        Format::Json => sidecar::file(content, hash)?,
    };
    let name = rules::file_name(&content.particulars.notation, content.number(), content.period, format.ending());
    Ok(File { name, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::content::tests::{content, locked};

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        let (report, draft) = (locked(), content());
        for format in Format::ALL {
            let first = make(&report, Some("abc"), format).unwrap();
            assert_eq!(make(&report, Some("abc"), format).unwrap(), first, "{format:?}");
            assert_eq!(first.name, format!("BC-05-thang-10-2026.{}", format.ending()));
            assert_ne!(make(&draft, None, format).unwrap().bytes, first.bytes, "{format:?}");
        }
    }
}
