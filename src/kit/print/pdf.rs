//! PDF: data handed to a fixed template, set by typst in a world that holds nothing else.
//!
//! User text reaches the engine as values inside a JSON file that exists in memory only. No template ever
//! evaluates it, so `#`, `$`, `*` and the like are letters. There is no file system, no package, no clock.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use serde::Serialize;
use typst::comemo;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::Frame;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_pdf::PdfOptions;

use super::cards::{self, CardSheet};
use super::certificate::{self, Certificate};
use super::form::Form;
use super::paper::Paper;
use super::sheet::{Drawn, Sheet};
use super::{MAX_CARDS, MAX_ROWS, PrintError, fonts};

const CARDS: &str = include_str!("cards.typ");
const CERTIFICATE: &str = include_str!("certificate.typ");
const PAPER: &str = include_str!("paper.typ");
const SHEET: &str = include_str!("sheet.typ");
const TABLE: &str = include_str!("table.typ");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(fonts::all())));

/// The paper as PDF 1.7: tagged, in Vietnamese, with its title; the same paper gives the same bytes.
///
/// Works for some milliseconds per page.
///
/// # Errors
/// [`PrintError::TooLong`], then [`PrintError::Engine`].
pub fn pdf(paper: &Paper) -> Result<Vec<u8>, PrintError> {
    let form = Form::new(paper);
    short_enough(form.rows())?;
    Ok(typeset(PAPER, &form)?.bytes)
}

/// The sheet as PDF 1.7, in the same way as [`pdf`].
///
/// # Errors
/// [`PrintError::TooLong`], then [`PrintError::Engine`].
pub fn pdf_sheet(sheet: &Sheet) -> Result<Vec<u8>, PrintError> {
    short_enough(sheet.rows.len() + usize::from(sheet.blank_rows))?;
    Ok(typeset(SHEET, &Drawn::new(sheet))?.bytes)
}

/// The cards as PDF 1.7, in the same way as [`pdf`].
///
/// # Errors
/// [`PrintError::TooLong`] for more than [`MAX_CARDS`], then [`PrintError::Engine`].
pub fn pdf_cards(sheet: &CardSheet) -> Result<Vec<u8>, PrintError> {
    let rows = sheet.cards.len();
    if rows > MAX_CARDS {
        return Err(PrintError::TooLong { rows });
    }
    Ok(typeset(CARDS, &cards::Drawn::new(sheet))?.bytes)
}

/// The certificate as PDF 1.7, in the same way as [`pdf`].
///
/// # Errors
/// [`PrintError::Engine`].
pub fn pdf_certificate(it: &Certificate) -> Result<Vec<u8>, PrintError> {
    Ok(typeset(CERTIFICATE, &certificate::Drawn::new(it))?.bytes)
}

fn short_enough(rows: usize) -> Result<(), PrintError> {
    if rows > MAX_ROWS { Err(PrintError::TooLong { rows }) } else { Ok(()) }
}

/// What came out: the file, and its pages as they were laid out.
struct Typeset {
    bytes: Vec<u8>,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read the pages"))]
    pages: Vec<Frame>,
}

fn typeset(template: &str, data: &impl Serialize) -> Result<Typeset, PrintError> {
    let desk = Desk::new(template, data)?;
    let result = guarded(|| set(&desk));
    // The engine keeps every intermediate result for a next, similar run; a server would only grow by that.
    comemo::evict(0);
    result
}

/// A panic inside the engine becomes a refusal, so that no input takes a thread down with it.
///
/// Nothing is left half done: the engine's caches take a result only once it is whole, under locks that a panic
/// does not poison, and its two poisonable tables (names of files and of fields) grow by our constants alone.
fn guarded<T>(work: impl FnOnce() -> Result<T, PrintError>) -> Result<T, PrintError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(PrintError::Engine("panicked".to_owned())))
}

fn set(desk: &Desk) -> Result<Typeset, PrintError> {
    let document = typst::compile(desk).output.map_err(|errors| refused(&errors))?;
    let options = PdfOptions { creator: Smart::Custom(Some("hocvuso".to_owned())), ..PdfOptions::default() };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| refused(&errors))?;
    Ok(Typeset { bytes, pages: document.pages().iter().map(|page| page.frame.clone()).collect() })
}

fn refused(errors: &[typst::diag::SourceDiagnostic]) -> PrintError {
    PrintError::Engine(errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; "))
}

/// The world of one run: a template, the table drawing that both templates use, and the data.
struct Desk {
    main: Source,
    table: Source,
    data: (FileId, Bytes),
}

impl Desk {
    fn new(template: &str, data: &impl Serialize) -> Result<Self, PrintError> {
        let data = serde_json::to_string(data).map_err(|error| PrintError::Engine(error.to_string()))?;
        // All but strings is plain ASCII, which every typeface has: the data stays well-formed.
        let data = fonts::drawable(&data).into_bytes();
        Ok(Self {
            main: Source::new(id("main.typ")?, template.to_owned()),
            table: Source::new(id("table.typ")?, TABLE.to_owned()),
            data: (id("data.json")?, Bytes::new(data)),
        })
    }
}

/// Names a file of the world. The engine remembers names for ever, so they are always the same three.
fn id(name: &str) -> Result<FileId, PrintError> {
    let path = VirtualPath::new(name).map_err(|error| PrintError::Engine(format!("{error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.table].into_iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::all().get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests;
