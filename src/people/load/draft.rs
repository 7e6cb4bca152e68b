//! What was read of a list, as it waits for a decision: no identity number is in it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    kit::{
        error::{Refusal, Result},
        fold,
        identity::{IdentityKey, Sex},
        phone::Phone,
        sheet::{self, Sheet, Workbook},
        text::{Lang, Text},
    },
    people::{
        roster::{self, BadRow, Col, GoodRow, Options, Roster, SheetReport},
        rules::{Held, Profile, without_identities},
    },
};

/// A list that was read, row by row.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Draft {
    /// Every sheet of the file; rows name a sheet by its place here.
    pub sheets: Vec<DraftSheet>,
    /// Rows that can be used, likely duplicates among them.
    pub rows: Vec<DraftRow>,
    /// Rows that can't.
    pub bad: Vec<DraftBad>,
    /// Rows that are likely the same person as a row above them: sheet and row, of sheet and row.
    pub twins: Vec<((usize, u32), (usize, u32))>,
    /// Lines that are no people: sheet, row, text key.
    pub asides: Vec<(usize, u32, String)>,
}

/// What became of one sheet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DraftSheet {
    /// The name on its tab.
    pub name: String,
    /// The text key of its state.
    pub state: String,
    /// Whether people were looked for in it.
    pub read: bool,
    /// The recognised columns: text key of the meaning, and what is written above.
    pub columns: Vec<(String, String)>,
    /// Headings that say nothing to us.
    pub unknown: Vec<String>,
}

/// A row that can be used.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DraftRow {
    /// Place of its sheet.
    pub sheet: usize,
    /// Row as Excel numbers it.
    pub row: u32,
    /// The person; village, household and unit are found when it is written.
    pub profile: Profile,
    /// The name of the head of the household, or empty.
    pub head: String,
    /// What the list says of consent.
    pub consent: Option<bool>,
    /// Text keys of what a person should look at.
    pub warnings: Vec<String>,
}

/// A row that can't be used.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DraftBad {
    /// Place of its sheet.
    pub sheet: usize,
    /// Row as Excel numbers it.
    pub row: u32,
    /// The name as far as it can be read.
    pub name: String,
    /// The text key of the reason.
    pub code: String,
    /// What stands in the columns of [`DraftSheet::kept`], for the file to mend.
    pub cells: Vec<String>,
}

impl DraftSheet {
    /// The headings whose cells are kept for the file of bad rows: all recognised ones but running and identity numbers.
    ///
    /// What stood in two rows, such as “Nam” under “Năm sinh”, is told by its lower row alone, which is understood again.
    pub fn kept(&self) -> Vec<String> {
        let sexes = [Col::Male.code(), Col::Female.code()];
        let title = |(code, title): &(String, String)| {
            if sexes.contains(&code.as_str()) { Text::of(Lang::Vi).get(code) } else { title.clone() }
        };
        self.columns.iter().filter(|(code, _)| is_kept(code)).map(title).collect()
    }
}

fn is_kept(code: &str) -> bool {
    ![Col::Ordinal.code(), Col::Identity.code(), Col::Ignored.code()].contains(&code)
}

impl Draft {
    /// Reads a file as a list of people. Identity numbers become keyed hashes here and are gone.
    ///
    /// # Errors
    /// A refusal with the code of [`sheet::SheetError`], in the words of the visitor.
    pub fn read(bytes: &[u8], name: &str, today: Date, key: &IdentityKey) -> Result<Self> {
        let book = sheet::read(bytes, name).map_err(Refusal::from)?;
        Ok(Self::of(&book, roster::read(&book, &Options { today, pivot: None }), key))
    }

    fn of(book: &Workbook, roster: Roster, key: &IdentityKey) -> Self {
        let bad = roster.bad.iter().map(|bad| DraftBad::of(bad, book.sheets.get(bad.sheet), roster.sheets.get(bad.sheet))).collect();
        Self {
            sheets: roster.sheets.iter().map(DraftSheet::of).collect(),
            bad,
            twins: roster.duplicates.iter().map(|d| ((d.sheet, d.row), (d.of_sheet, d.of_row))).collect(),
            asides: roster.asides.iter().map(|a| (a.sheet, a.row, a.aside.code().to_owned())).collect(),
            rows: roster.good.into_iter().map(|row| DraftRow::of(row, key)).collect(),
        }
    }

    /// The name of a sheet by its place.
    pub fn sheet_name(&self, place: usize) -> &str {
        self.sheets.get(place).map_or("", |sheet| sheet.name.as_str())
    }

    /// Whether no list of people was found at all.
    pub fn is_nothing(&self) -> bool {
        self.rows.is_empty() && self.bad.is_empty()
    }
}

impl DraftSheet {
    fn of(report: &SheetReport) -> Self {
        Self {
            name: clean(&report.name),
            state: report.state.code().to_owned(),
            read: report.state == roster::SheetState::Read,
            columns: report.columns.iter().map(|(col, _, title)| (col.code().to_owned(), clean(title))).collect(),
            unknown: report.unknown.iter().map(|title| clean(title)).collect(),
        }
    }
}

impl DraftRow {
    fn of(row: GoodRow, key: &IdentityKey) -> Self {
        let profile = Profile {
            name: clean(&row.name),
            sex: row.sex.map(Sex::code).map(str::to_owned),
            birth: row.birth.map(|birth| birth.to_string()).unwrap_or_default(),
            hamlet: row.hamlet.as_deref().map(clean).unwrap_or_default(),
            workplace: row.unit.as_deref().map(clean).unwrap_or_default(),
            audience: row.group.code().to_owned(),
            phone: row.phone.as_ref().map(Phone::as_str).map(str::to_owned),
            identity: row.identity.as_ref().map(|identity| Held::of(identity, key)),
            smartphone: row.has_smartphone,
            note: row.note.as_deref().map(clean).unwrap_or_default(),
            needs: row.needs.iter().map(|need| need.code().to_owned()).collect::<BTreeSet<_>>(),
            ..Profile::default()
        };
        Self {
            sheet: row.sheet,
            row: row.row,
            profile,
            head: row.household.as_deref().map(clean).unwrap_or_default(),
            consent: row.consent,
            warnings: row.warnings.iter().map(|warning| warning.code().to_owned()).collect(),
        }
    }
}

impl DraftBad {
    fn of(bad: &BadRow, sheet: Option<&Sheet>, report: Option<&SheetReport>) -> Self {
        let columns = report.map_or(&[][..], |report| report.columns.as_slice());
        let cells = columns
            .iter()
            .filter(|(col, ..)| is_kept(col.code()))
            .map(|(_, column, _)| {
                let row = sheet.and_then(|sheet| sheet.row_at(bad.row));
                clean(&row.map(|row| row.cell(*column).text()).unwrap_or_default())
            })
            .collect();
        Self { sheet: bad.sheet, row: bad.row, name: clean(&bad.name), code: bad.reason.code().to_owned(), cells }
    }
}

/// Text of a list as it may be kept: cleaned, and without identity numbers that stand where they do not belong.
fn clean(text: &str) -> String {
    without_identities(&fold::nfc(text))
}

/// The name of an uploaded file as it may be kept.
pub fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    clean(last).chars().take(150).collect()
}
