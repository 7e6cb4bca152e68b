//! Paper and files: the one door behind which the typesetting engine stands.
//!
//! Data in, bytes out: nothing here reads a database, a clock, a network or a file, and the same input
//! gives the same bytes, always.
//!
//! | what | function | input |
//! |---|---|---|
//! | an administrative document of NĐ 30/2020 | [`pdf`], [`docx`] | [`Paper`] |
//! | a plain printed list, a sign-in sheet | [`pdf_sheet`] | [`Sheet`] |
//! | a workbook | [`xlsx`] | [`Workbook`] |
//! | a comma-separated file | [`csv`] | rows of text |
//!
//! Both writers of a [`Paper`] draw the same [`form::Form`]: the paper with every rule of the decree applied.
//! The words that the decree itself prescribes stand in [`wording`] and are never translated; every other
//! word comes from the caller.
//!
//! [`pdf`] and [`pdf_sheet`] work for tens to hundreds of milliseconds: call them where blocking is allowed.

pub mod csv;
mod docx;
mod fonts;
mod form;
mod paper;
mod pdf;
mod sheet;
mod text;
pub mod wording;
mod xlsx;

#[cfg(test)]
mod sample;

pub use self::csv::{csv, csv_cell};
pub use self::docx::docx;
pub use self::paper::{Align, Appendix, Block, Column, Inline, Level, Paper, Signer, Table};
pub use self::pdf::{pdf, pdf_sheet};
pub use self::sheet::Sheet;
pub use self::xlsx::{Cell, Kind, Workbook, Worksheet, WorksheetColumn, xlsx};

/// Why nothing could be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// More table rows than a printed document sensibly holds; [`MAX_ROWS`] is the limit. A workbook takes more.
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

impl PrintError {
    /// The stable code, also the key of the message that a person reads.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "print-too-long",
            Self::Engine(_) => "print-engine",
            Self::Package(_) => "print-package",
            Self::Workbook(_) => "print-workbook",
        }
    }
}

/// The most table rows that [`pdf`] and [`pdf_sheet`] accept in one document: about a hundred pages.
pub const MAX_ROWS: usize = 4_000;
