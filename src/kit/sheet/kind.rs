//! Tells what a file is by its bytes.

use super::{SheetError, zipped};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Excel since 2007.
    Xlsx,
    /// Excel 97–2003.
    Xls,
    /// LibreOffice Calc.
    Ods,
    /// Text: CSV in one of its ways.
    Text,
    /// PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A Word document.
    Word,
    /// Slides.
    Slides,
    /// Excel's own binary form (.xlsb).
    Xlsb,
    /// A web page or an old XML sheet that only calls itself .xls.
    WebPage,
    /// A packed folder.
    Archive,
    /// Anything else.
    Unknown,
}

impl Kind {
    /// The text key that says what to do with such a file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "error-sheet-pdf",
            Self::Picture => "error-sheet-picture",
            Self::Word => "error-sheet-word",
            Self::Slides => "error-sheet-slides",
            Self::Xlsb | Self::WebPage => "error-sheet-save-as-xlsx",
            Self::Archive => "error-sheet-archive",
            Self::Xlsx | Self::Xls | Self::Ods | Self::Text | Self::Unknown => "error-sheet-unknown-kind",
        }
    }
}

const PREFIXES: &[(&[u8], Kind)] = &[
    (b"%PDF", Kind::Pdf),
    (b"\x89PNG", Kind::Picture),
    (b"\xff\xd8\xff", Kind::Picture),
    (b"GIF8", Kind::Picture),
    (b"BM", Kind::Picture),
    (b"II*\0", Kind::Picture),
    (b"MM\0*", Kind::Picture),
    (b"{\\rtf", Kind::Word),
    (b"Rar!", Kind::Archive),
    (b"7z\xbc\xaf", Kind::Archive),
    (b"\x1f\x8b", Kind::Archive),
    (b"MIME-Version:", Kind::WebPage),
    (b"MZ", Kind::Unknown),
    (b"\x7fELF", Kind::Unknown),
];

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Tells the kind; an error where the kind alone says that the file is locked or broken.
pub(super) fn tell(bytes: &[u8]) -> Result<Kind, SheetError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped::kind(bytes);
    }
    if bytes.starts_with(OLE) {
        return ole(bytes);
    }
    let is_picture_box = bytes.get(4..8) == Some(b"ftyp") || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"));
    if is_picture_box {
        return Ok(Kind::Picture);
    }
    let known = PREFIXES.iter().find(|(prefix, _)| bytes.starts_with(prefix)).map(|(_, kind)| *kind);
    match known {
        // Two plain letters may also begin a text.
        Some(_) if bytes.starts_with(b"BM") && !looks_binary(bytes) => Ok(Kind::Text),
        Some(_) if bytes.starts_with(b"MZ") && !looks_binary(bytes) => Ok(Kind::Text),
        Some(kind) => Ok(kind),
        None if is_utf16(bytes) => Ok(Kind::Text),
        None if looks_binary(bytes) => Ok(Kind::Unknown),
        None if is_markup(bytes) => Ok(Kind::WebPage),
        None => Ok(Kind::Text),
    }
}

/// Old Office files hold named streams; the names are in UTF-16.
fn ole(bytes: &[u8]) -> Result<Kind, SheetError> {
    if holds_wide(bytes, "EncryptedPackage") {
        return Err(SheetError::Password);
    }
    Ok(if holds_wide(bytes, "Workbook") || holds_wide(bytes, "Book") {
        Kind::Xls
    } else if holds_wide(bytes, "WordDocument") {
        Kind::Word
    } else if holds_wide(bytes, "PowerPoint Document") {
        Kind::Slides
    } else {
        Kind::Unknown
    })
}

fn holds_wide(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    // Directory entries are 128 bytes long and so is their alignment.
    bytes.chunks(128).any(|entry| entry.starts_with(&wide))
}

/// UTF-16 by its mark, or by every other byte being zero as in Latin text.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return true;
    }
    let sample = &bytes[..bytes.len().min(512)];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let half = sample.len() / 2;
    let (even, odd) = (zeros(0), zeros(1));
    half >= 4 && (even.min(odd) == 0) && even.max(odd) * 2 > half
}

fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(4096)];
    let odd = sample.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31)).count();
    odd * 100 > sample.len()
}

fn is_markup(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let start = text[..text.len().min(32)].to_ascii_lowercase();
    [b"<html".as_slice(), b"<!doctype", b"<?xml", b"<table", b"<meta", b"<head", b"<body"].iter().any(|tag| start.starts_with(tag))
}
