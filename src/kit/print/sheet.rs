//! A printed table without the form of a document: the sign-in sheet of a class, a list to call from.

use serde::Serialize;

use super::grid::{self, HeadCell, Track};
use super::paper::Column;
use super::text;

/// One table over as many A4 pages as it takes, its heading on each, `Trang 1/3` at the foot.
///
/// Every word comes from the caller.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Language of the words, e.g. `vi`; two or three letters, else `vi` is taken.
    pub lang: String,
    /// Small lines at the top left: who keeps the sheet.
    pub issuer: Vec<String>,
    /// The title, in bold.
    pub title: String,
    /// Lines under the title: class, place, day.
    pub details: Vec<String>,
    /// Its columns; a sign-in sheet leaves `Ký tên` empty in every row.
    pub columns: Vec<Column>,
    /// Fills the first column with 1, 2, 3 …, over the blank rows too; rows then begin at the second column.
    pub counted: bool,
    /// Cells row by row, made to fit as in a [`super::Table`].
    pub rows: Vec<Vec<String>>,
    /// Empty rows at the end, e.g. for people who walk in.
    pub blank_rows: u16,
    /// Least height of a row in millimetres, up to 60; 15 leaves room for a signature, 0 for a dense list.
    pub row_height: u16,
    /// Turns the page.
    pub landscape: bool,
    /// Lines under the table.
    pub notes: Vec<String>,
    /// The place and day line above the signatures; may be empty.
    pub place: String,
    /// Who signs under the table, side by side, with room to sign.
    pub signers: Vec<String>,
    /// The word before the page number.
    pub page_word: String,
    /// Small print at the foot of every page; may be empty.
    pub footer_note: String,
}

/// A [`Sheet`] ready to be drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Drawn {
    pub lang: String,
    pub issuer: Vec<String>,
    pub title: String,
    pub details: Vec<String>,
    pub columns: Vec<Track>,
    pub head: Vec<Vec<HeadCell>>,
    pub rows: Vec<Vec<String>>,
    pub row_height: u16,
    pub landscape: bool,
    pub notes: Vec<String>,
    pub place: String,
    pub signers: Vec<String>,
    pub page_word: String,
    pub foot: String,
}

impl Drawn {
    /// Counts the rows, adds the blank ones and makes every text safe.
    pub fn new(sheet: &Sheet) -> Self {
        Self {
            lang: language(&sheet.lang),
            issuer: lines(&sheet.issuer),
            title: text::block(&sheet.title),
            details: lines(&sheet.details),
            columns: grid::tracks(&sheet.columns),
            head: grid::head(&sheet.columns, false),
            rows: rows(sheet),
            row_height: sheet.row_height.min(60),
            landscape: sheet.landscape,
            notes: lines(&sheet.notes),
            place: text::line(&sheet.place),
            signers: sheet.signers.iter().map(|signer| text::block(signer)).collect(),
            page_word: text::line(&sheet.page_word),
            foot: text::line(&sheet.footer_note),
        }
    }
}

fn rows(sheet: &Sheet) -> Vec<Vec<String>> {
    let blank = Vec::new();
    let blanks = std::iter::repeat_n(&blank, usize::from(sheet.blank_rows));
    let all = sheet.rows.iter().chain(blanks).enumerate();
    let count = sheet.columns.len();
    all.map(|(index, cells)| {
        if sheet.counted && count > 0 {
            let mut row = vec![(index + 1).to_string()];
            row.extend(grid::fitted(cells, count - 1));
            row
        } else {
            grid::fitted(cells, count)
        }
    })
    .collect()
}

fn lines(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| text::block(text)).filter(|text| !text.is_empty()).collect()
}

/// The language, when it can be one; else Vietnamese.
pub(super) fn language(tag: &str) -> String {
    let known = (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase());
    if known { tag.to_owned() } else { "vi".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::print::Align;

    #[test]
    fn counting_goes_on_over_the_blank_rows() {
        let sheet = Sheet {
            columns: ["STT", "Họ và tên", "Ký tên"].map(|title| Column::new(title, Align::Left, 1)).into(),
            counted: true,
            rows: vec![vec!["Lan".into()], vec!["Minh".into(), String::new()]],
            blank_rows: 1,
            ..Sheet::default()
        };
        assert_eq!(Drawn::new(&sheet).rows, [["1", "Lan", ""], ["2", "Minh", ""], ["3", "", ""]]);
    }

    #[test]
    fn an_unknown_language_falls_back_to_vietnamese() {
        for (given, wanted) in [("vi", "vi"), ("en", "en"), ("", "vi"), ("Việt", "vi"), ("#a", "vi")] {
            assert_eq!(language(given), wanted);
        }
    }
}
