//! Spreadsheets from outside, whatever program wrote them: XLSX, XLS, ODS and CSV become one plain [`Workbook`].
//!
//! The kind is told by the bytes, never by the name. Every bound is checked before the memory is taken, and no
//! file, however broken, panics: it is refused with a [`SheetError`], whose code is the text key.

mod book;
mod columns;
mod csv;
mod kind;
mod letters;
mod zipped;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use columns::{Column, ColumnSet, Columns, Heading, NoTable, Table};
pub use kind::Kind;

use super::error::Refusal;

/// Largest file that is read at all. The texts of the refusals name these bounds.
pub const MAX_FILE_BYTES: usize = 20 * 1024 * 1024;
/// Most that the parts of a packed file may hold unpacked.
pub const MAX_UNPACKED_BYTES: u64 = 200 * 1024 * 1024;
/// Most rows of one sheet that hold anything.
pub const MAX_ROWS: usize = 100_000;
/// Most columns of one sheet that hold anything.
pub const MAX_COLUMNS: usize = 200;
/// Most merged areas of one sheet that are looked at; no list for people has more.
const MAX_MERGED: usize = 20_000;
/// Most cells of one file that hold anything.
pub const MAX_CELLS: usize = 4_000_000;

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or a formula whose value the program that wrote the file did not store.
    #[default]
    Empty,
    /// Text as it stands, also text that looks like a formula.
    Text(Box<str>),
    /// A number without a date format, also the stored value of a formula.
    Number(f64),
    /// A day; a time of day is dropped.
    Date(Date),
    /// TRUE or FALSE.
    Bool(bool),
    /// `#N/A`, `#REF!` and the like.
    FormulaError,
}

impl Cell {
    /// Whether nothing can be seen in the cell.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(char::is_whitespace),
            _ => false,
        }
    }

    /// The cell as cleaned text ([`super::fold::nfc`]): whole numbers without a point, days as `2000-07-26`, errors as nothing.
    pub fn text(&self) -> String {
        match self {
            Self::Empty | Self::FormulaError => String::new(),
            Self::Text(text) => super::fold::nfc(text),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }
}

/// A row that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The number that Excel shows at its left.
    pub number: u32,
    /// Cells from column A on; cells beyond the last are empty.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in a column, counted from 0.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// A merged area, both ends inside: rows as Excel numbers them, columns from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Merged {
    rows: (u32, u32),
    columns: (usize, usize),
}

/// Letters that will not become readable names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Written for TCVN3 (.VnTime) or VNI fonts: must be converted to Unicode first.
    OldFont,
    /// Saved once in the wrong encoding: `Nguyá»…n`, `Nguy?n`.
    Garbled,
}

/// One sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The name on its tab, cleaned; of a CSV file the name of the file.
    pub name: String,
    /// Whether the tab is hidden.
    pub hidden: bool,
    /// Rows that hold something, from the top.
    pub rows: Vec<Row>,
    /// Whether its letters can be read.
    pub trouble: Option<Trouble>,
    /// For each column the merged areas over it, from the top; ODS and CSV files tell none.
    merged: Vec<Vec<Merged>>,
}

/// A file of sheets.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    /// All sheets, in the order of their tabs; at least one holds something.
    pub sheets: Vec<Sheet>,
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetError {
    /// More than [`MAX_FILE_BYTES`].
    FileTooBig,
    /// More than [`MAX_UNPACKED_BYTES`] or [`MAX_CELLS`] inside.
    ContentTooBig,
    /// A sheet with more than [`MAX_ROWS`] rows.
    TooManyRows(String),
    /// A sheet with something right of column [`MAX_COLUMNS`].
    TooManyColumns(String),
    /// Not a kind of file that holds a list we can read.
    WrongKind(Kind),
    /// Locked with a password.
    Password,
    /// The right kind, but broken.
    Damaged,
    /// No sheet holds anything.
    Empty,
}

impl SheetError {
    /// The stable code, which is also the text key.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FileTooBig => "error-sheet-file-too-big",
            Self::ContentTooBig => "error-sheet-content-too-big",
            Self::TooManyRows(_) => "error-sheet-too-many-rows",
            Self::TooManyColumns(_) => "error-sheet-too-many-columns",
            Self::WrongKind(kind) => kind.code(),
            Self::Password => "error-sheet-password",
            Self::Damaged => "error-sheet-damaged",
            Self::Empty => "error-sheet-empty",
        }
    }
}

impl From<SheetError> for Refusal {
    fn from(error: SheetError) -> Self {
        let refusal = Self::new(error.code());
        match error {
            SheetError::TooManyRows(sheet) | SheetError::TooManyColumns(sheet) => refusal.with("sheet", sheet),
            _ => refusal,
        }
    }
}

/// Reads a file of any kind that we know. `name` is only used to name the sheet of a CSV file.
///
/// # Errors
/// The first [`SheetError`]: size, kind, password, bounds, damage, emptiness.
pub fn read(bytes: &[u8], name: &str) -> Result<Workbook, SheetError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(SheetError::FileTooBig);
    }
    if bytes.is_empty() {
        return Err(SheetError::Empty);
    }
    let mut sheets = match kind::tell(bytes)? {
        Kind::Xlsx => book::xlsx(bytes)?,
        Kind::Xls => book::xls(bytes)?,
        Kind::Ods => book::ods(bytes)?,
        Kind::Text => vec![csv::read(bytes, name)?],
        kind => return Err(SheetError::WrongKind(kind)),
    };
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(SheetError::Empty);
    }
    for sheet in &mut sheets {
        sheet.trouble = sheet.trouble.or_else(|| letters::trouble(sheet.texts()));
    }
    Ok(Workbook { sheets })
}

impl Sheet {
    /// The cell of a column in the row at `index`; where it is empty inside a merged area, the area's first cell.
    pub fn spanned(&self, index: usize, column: usize) -> &Cell {
        let Some(row) = self.rows.get(index) else { return &Cell::Empty };
        let cell = row.cell(column);
        if !cell.is_empty() {
            return cell;
        }
        let first = self.merged_at(row.number, column).and_then(|area| Some(self.row_at(area.rows.0)?.cell(area.columns.0)));
        first.unwrap_or(cell)
    }

    /// Whether a cell belongs to a merged area that begins in a row above it.
    pub fn continues(&self, index: usize, column: usize) -> bool {
        let number = self.rows.get(index).map_or(0, |row| row.number);
        self.merged_at(number, column).is_some_and(|area| area.rows.0 < number)
    }

    fn merged_at(&self, number: u32, column: usize) -> Option<&Merged> {
        let areas = self.merged.get(column)?;
        let above = areas.partition_point(|area| area.rows.0 <= number);
        areas.get(above.checked_sub(1)?).filter(|area| number <= area.rows.1)
    }

    /// The row that Excel numbers so, if it holds something.
    pub fn row_at(&self, number: u32) -> Option<&Row> {
        let index = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get(index)
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| match cell {
            Cell::Text(text) => Some(&**text),
            _ => None,
        })
    }
}

/// Gathers the cells of one sheet within the bounds.
struct Builder<'a> {
    name: String,
    rows: BTreeMap<u32, Vec<Cell>>,
    /// Cells that the whole file may still hold.
    budget: &'a mut usize,
}

impl<'a> Builder<'a> {
    fn new(name: &str, budget: &'a mut usize) -> Self {
        Self { name: super::fold::nfc(name), rows: BTreeMap::new(), budget }
    }

    /// Puts a cell at a row and column counted from 0; empty cells take no room.
    fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), SheetError> {
        if cell.is_empty() {
            return Ok(());
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            return Err(SheetError::TooManyColumns(self.name.clone()));
        }
        *self.budget = self.budget.checked_sub(1).ok_or(SheetError::ContentTooBig)?;
        let cells = self.rows.entry(row.saturating_add(1)).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        if self.rows.len() > MAX_ROWS {
            return Err(SheetError::TooManyRows(self.name.clone()));
        }
        Ok(())
    }

    fn build(self, hidden: bool, areas: impl IntoIterator<Item = Merged>) -> Sheet {
        let rows = self.rows.into_iter().map(|(number, cells)| Row { number, cells }).collect();
        let mut merged: Vec<Vec<Merged>> = Vec::new();
        for area in areas.into_iter().take(MAX_MERGED) {
            let last = area.columns.1.min(MAX_COLUMNS - 1);
            merged.resize_with(merged.len().max(last + 1), Vec::new);
            for areas in merged.iter_mut().take(last + 1).skip(area.columns.0) {
                areas.push(area);
            }
        }
        for areas in &mut merged {
            areas.sort_by_key(|area| area.rows.0);
        }
        Sheet { name: self.name, hidden, rows, trouble: None, merged }
    }
}

#[cfg(test)]
mod tests;
