//! Paper and files: the one door behind which the typesetting engine stands.
//!
//! Data in, bytes out: nothing here reads a database, a clock, a network or a file, and the same input
//! gives the same bytes, always.
//!
//! | what | function | input |
//! |---|---|---|
//! | an administrative document of NĐ 30/2020 | [`pdf`], [`docx`] | [`Paper`] |
//! | a plain printed list, a sign-in sheet | [`pdf_sheet`] | [`Sheet`] |
//! | learner cards to cut apart | [`pdf_cards`] | [`CardSheet`] |
//! | a certificate | [`pdf_certificate`] | [`Certificate`] |
//! | a workbook | [`xlsx`] | [`Workbook`] |
//! | a comma-separated file | [`csv`] | rows of text |
//!
//! Both writers of a [`Paper`] draw the same [`form::Form`]: the paper with every rule of the decree applied.
//! The words that the decree itself prescribes stand in [`wording`] and are never translated; every other
//! word comes from the caller.
//!
//! [`pdf`], [`pdf_sheet`] and [`pdf_cards`] work for tens to hundreds of milliseconds: call them where blocking is allowed.

mod cards;
mod certificate;
pub mod csv;
mod docx;
mod fonts;
mod form;
mod grid;
mod paper;
mod pdf;
mod sheet;
mod text;
pub mod wording;
mod xlsx;

#[cfg(test)]
mod sample;

use crate::kit::error::{Error, Refusal};

pub use self::cards::{CardSheet, PrintedCard};
pub use self::certificate::Certificate;
pub use self::csv::{csv, csv_cell};
pub use self::docx::docx;
pub use self::paper::{Align, Appendix, Block, Column, Inline, Level, Paper, Signer, Table};
pub use self::pdf::{pdf, pdf_cards, pdf_certificate, pdf_sheet};
pub use self::sheet::Sheet;
pub use self::xlsx::{Cell, Kind, Workbook, Worksheet, WorksheetColumn, xlsx};

/// Why nothing could be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// More table rows than a printed document sensibly holds: over [`MAX_ROWS`]. A workbook takes more.
    #[error("{rows} rows are too many to print")]
    TooLong {
        /// Rows asked for, over all tables.
        rows: usize,
    },
    /// The typesetting engine refused; the text is its own, for the log.
    #[error("typesetting failed: {0}")]
    Engine(String),
    /// The archive could not be written; the text is its own, for the log.
    #[error("packing failed: {0}")]
    Package(String),
    /// The workbook writer refused; the text is its own, for the log.
    #[error("workbook failed: {0}")]
    Workbook(String),
}

impl From<PrintError> for Error {
    fn from(error: PrintError) -> Self {
        match error {
            PrintError::TooLong { rows } => {
                Refusal::new("print-too-long").with("rows", rows.to_string()).with("most", MAX_ROWS.to_string()).into()
            }
            other => Self::Broken(other.to_string()),
        }
    }
}

/// The most table rows that [`pdf`] and [`pdf_sheet`] accept in one document: some fifty pages,
/// for which the engine needs about 200 MB while it works.
pub const MAX_ROWS: usize = 2_000;

/// The most cards that [`pdf_cards`] accepts in one document: fifty sheets.
pub const MAX_CARDS: usize = 500;
