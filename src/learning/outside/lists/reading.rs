//! What is the same for every file of a table: finding the table, going through its rows, saying of each bad one why.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::{
    kit::{
        dates,
        error::{Error, Refusal, Result},
        fold,
        sheet::{self, Cell, ColumnSet, Columns, NoTable, Row, Sheet, Table, Trouble},
    },
    people::without_identities,
};

/// The most rows that one file may have: more are two files.
pub const MOST_ROWS: usize = 5_000;
/// The longest text of a cell that is kept, in characters.
const CELL_LIMIT: usize = 300;

/// What was read of a file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Draft<R> {
    /// The recognised columns: text key of the meaning, and what is written above.
    pub columns: Vec<(String, String)>,
    /// Headings that say nothing to us.
    pub unknown: Vec<String>,
    /// Sheets that were left out: name, and the text key of the reason.
    pub left_out: Vec<(String, String)>,
    /// Rows that can be used.
    pub rows: Vec<R>,
    /// Rows that can't.
    pub bad: Vec<Bad>,
}

/// A row that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bad {
    /// Its place.
    pub place: Place,
    /// What stands in its first column that says something.
    pub what: String,
    /// The text key of the reason.
    pub code: String,
}

/// Where a row stands: the sheet's place in the file, and the row as Excel numbers it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The sheet, from 0.
    pub sheet: usize,
    /// The row.
    pub row: u32,
}

impl Place {
    /// The name of its field in a form.
    pub fn field(self) -> String {
        format!("{}-{}", self.sheet, self.row)
    }
}

/// One row with its columns.
pub struct Line<'a, K> {
    row: &'a Row,
    table: &'a Table<K>,
    /// Where it stands.
    pub place: Place,
}

impl<K: Copy + Eq> Line<'_, K> {
    /// The cell of a column.
    pub fn cell(&self, key: K) -> &Cell {
        self.table.columns.iter().find(|column| column.key == key).map_or(&Cell::Empty, |column| self.row.cell(column.index))
    }

    /// Its text, cleaned and bounded; of a column under a wide heading the texts of all its cells.
    pub fn text(&self, key: K) -> String {
        let Some(column) = self.table.columns.iter().find(|column| column.key == key) else { return String::new() };
        let cells = (column.index..column.index + column.width).map(|at| self.row.cell(at).text());
        let whole = cells.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
        fold::nfc(&whole).chars().take(CELL_LIMIT).collect()
    }
}

/// Reads every table of a file. `read` makes something of a row, or says by a text key why it can't.
///
/// # Errors
/// A refusal for a file that can't be read, has no such table (`nothing`), or has too many rows.
pub fn read<K: Copy + Eq, R>(
    bytes: &[u8],
    name: &str,
    set: &'static ColumnSet<K>,
    code: impl Fn(K) -> &'static str,
    nothing: &'static str,
    mut make: impl FnMut(&Line<'_, K>) -> Result<Option<R>, &'static str>,
) -> Result<Draft<R>> {
    let book = sheet::read(bytes, name).map_err(Refusal::from)?;
    let columns = Columns::new(set);
    let mut draft = Draft { columns: Vec::new(), unknown: Vec::new(), left_out: Vec::new(), rows: Vec::new(), bad: Vec::new() };
    let mut found = false;
    for (place, sheet) in book.sheets.iter().enumerate() {
        let table = match table_of(sheet, &columns) {
            Ok(table) => table,
            Err(reason) => {
                draft.left_out.push((sheet.name.clone(), format!("people-row-sheet-{reason}")));
                continue;
            }
        };
        found = true;
        for column in &table.columns {
            let pair = (code(column.key).to_owned(), column.title.clone());
            if !draft.columns.contains(&pair) {
                draft.columns.push(pair);
            }
        }
        draft.unknown.extend(table.unknown.iter().map(|(_, title)| without_identities(title)));
        for row in sheet.rows.iter().skip(table.first) {
            let line = Line { row, table: &table, place: Place { sheet: place, row: row.number } };
            match make(&line) {
                Ok(Some(made)) => draft.rows.push(made),
                Ok(None) => {}
                Err(code) => draft.bad.push(Bad { place: line.place, what: first_words(&line), code: code.to_owned() }),
            }
            if draft.rows.len() + draft.bad.len() > MOST_ROWS {
                return Err(Error::refused("learning-outside-list-long"));
            }
        }
    }
    if !found || (draft.rows.is_empty() && draft.bad.is_empty()) {
        return Err(Error::refused(nothing));
    }
    Ok(draft)
}

fn table_of<K: Copy + Eq>(sheet: &Sheet, columns: &Columns<K>) -> Result<Table<K>, &'static str> {
    match sheet.trouble {
        _ if sheet.hidden => Err("hidden"),
        Some(Trouble::OldFont) => Err("old-font"),
        Some(Trouble::Garbled) => Err("garbled"),
        None => columns.find(sheet).map_err(|why| match why {
            NoTable::Empty => "empty",
            NoTable::NoHeading => "no-heading",
            NoTable::SideBySide => "side-by-side",
        }),
    }
}

/// What tells a row from the others: its first texts that are no running number.
fn first_words<K>(line: &Line<'_, K>) -> String {
    let texts = line.row.cells.iter().map(Cell::text).filter(|text| text.chars().any(char::is_alphabetic));
    let words = texts.take(4).collect::<Vec<_>>().join(", ");
    without_identities(&words).chars().take(120).collect()
}

/// The day that a cell holds: a date, a day in words, the beginning of a moment as programs write it, or Excel's number of a day.
pub fn day(cell: &Cell) -> Option<Date> {
    match cell {
        Cell::Date(day) => Some(*day),
        Cell::Number(number) if (36_000.0..60_000.0).contains(number) => Some(dates::days_after(date(1899, 12, 30), *number as i32)),
        Cell::Text(_) => {
            let text = cell.text();
            let moment = text.get(..10).filter(|_| text.as_bytes().get(10).is_some_and(|next| matches!(next, b'T' | b' ')));
            dates::parse_day(&text).ok().or_else(|| dates::parse_day(moment?).ok())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_and_programs_write_them() {
        let told = date(2026, 5, 3);
        for cell in [
            Cell::Date(told),
            Cell::Text("3/5/2026".into()),
            Cell::Text("2026-05-03".into()),
            Cell::Text("2026-05-03T08:15:00Z".into()),
            Cell::Text("03/05/2026 08:15".into()),
            Cell::Number(46_145.0),
        ] {
            assert_eq!(day(&cell), Some(told), "{cell:?}");
        }
        for cell in [Cell::Empty, Cell::Text("hôm qua".into()), Cell::Number(7.0), Cell::Text("31/2/2026".into())] {
            assert_eq!(day(&cell), None, "{cell:?}");
        }
    }
}
