//! XLSX, XLS and ODS, through calamine, within our bounds.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Data, DataRef, Dimensions, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};
use jiff::civil::Date;

use super::{Builder, Cell, MAX_CELLS, Merged, Sheet, SheetError, zipped};

/// Reads an XLSX file cell by cell: a stray cell far away costs nothing.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    zipped::check_size(bytes)?;
    guarded(|| {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
            XlsxError::Password => SheetError::Password,
            _ => SheetError::Damaged,
        })?;
        let mut budget = MAX_CELLS;
        let mut sheets = Vec::new();
        for (name, hidden) in worksheets(book.sheets_metadata()) {
            let mut builder = Builder::new(&name, &mut budget);
            let mut cells = match book.worksheet_cells_reader(&name) {
                Ok(cells) => cells,
                // A tab that is a chart or a macro holds no rows.
                Err(XlsxError::NotAWorksheet(_)) => continue,
                Err(_) => return Err(SheetError::Damaged),
            };
            while let Some(cell) = cells.next_cell().map_err(|_| SheetError::Damaged)? {
                let (row, column) = cell.get_position();
                builder.put(row, column, stored(cell.get_value().clone()))?;
            }
            drop(cells);
            let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
            sheets.push(builder.build(hidden, merged.into_iter().map(area)));
        }
        Ok(sheets)
    })
}

/// Reads an XLS file of Excel 97–2003.
pub(super) fn xls(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    check_dimensions(bytes)?;
    guarded(|| {
        let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
            XlsError::Password => SheetError::Password,
            _ => SheetError::Damaged,
        })?;
        let merged = |book: &Xls<_>, name: &str| book.merge_cells_by_sheet_name(name).unwrap_or_default();
        ranges(&mut book, merged)
    })
}

/// Reads an ODS file.
pub(super) fn ods(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    zipped::check_size(bytes)?;
    zipped::check_repeats(bytes)?;
    guarded(|| {
        let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
            OdsError::Password => SheetError::Password,
            OdsError::CellLimitExceeded { .. } => SheetError::ContentTooBig,
            _ => SheetError::Damaged,
        })?;
        ranges(&mut book, |_, _| Vec::new())
    })
}

/// Turns a reader's panic on a broken file into a refusal.
fn guarded(read: impl FnOnce() -> Result<Vec<Sheet>, SheetError>) -> Result<Vec<Sheet>, SheetError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(SheetError::Damaged))
}

fn worksheets(sheets: &[calamine::Sheet]) -> Vec<(String, bool)> {
    let is_table = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    sheets.iter().filter(is_table).map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect()
}

/// Reads the sheets of a reader that has everything in memory already. A range starts at its first filled cell, not at A1.
fn ranges<'a, R: Reader<Cursor<&'a [u8]>>>(book: &mut R, merged: impl Fn(&R, &str) -> Vec<Dimensions>) -> Result<Vec<Sheet>, SheetError> {
    let mut budget = MAX_CELLS;
    let mut sheets = Vec::new();
    for (name, hidden) in worksheets(book.sheets_metadata()) {
        let range: Range<Data> = book.worksheet_range(&name).map_err(|_| SheetError::Damaged)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut builder = Builder::new(&name, &mut budget);
        for (row, column, value) in range.used_cells() {
            builder.put(top.saturating_add(row as u32), left.saturating_add(column as u32), owned(value))?;
        }
        sheets.push(builder.build(hidden, merged(book, &name).into_iter().map(area)));
    }
    Ok(sheets)
}

fn area(found: Dimensions) -> Merged {
    Merged {
        rows: (found.start.0.saturating_add(1), found.end.0.saturating_add(1)),
        columns: (found.start.1 as usize, found.end.1 as usize),
    }
}

fn owned(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) => Cell::Text(text.as_str().into()),
        Data::Bool(yes) => Cell::Bool(*yes),
        Data::DateTime(at) => day(*at),
        Data::DateTimeIso(text) | Data::DurationIso(text) => iso(text),
        Data::Error(_) => Cell::FormulaError,
    }
}

fn stored(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::SharedString(text) => Cell::Text(text.into()),
        other => owned(&other.into()),
    }
}

/// A serial day as a date; what is only a time of day, or no day at all, stays a number.
fn day(at: calamine::ExcelDateTime) -> Cell {
    let serial = at.as_f64();
    if at.is_duration() || !(1.0..2_958_466.0).contains(&serial) {
        return Cell::Number(serial);
    }
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    Date::new(year as i16, month as i8, day as i8).map_or(Cell::Number(serial), Cell::Date)
}

fn iso(text: &str) -> Cell {
    let date = text.get(..10).and_then(|date| date.parse().ok());
    date.map_or_else(|| Cell::Text(text.into()), Cell::Date)
}

/// Refuses an XLS file in which a sheet promises more cells than one can have: the reader reserves memory by that promise.
///
/// Walks the records after each sheet's first one (BOF, MS-XLS 2.4.21) up to its dimensions (2.4.90).
fn check_dimensions(bytes: &[u8]) -> Result<(), SheetError> {
    let word = |at: usize| bytes.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]));
    let is_sheet = |at: &usize| word(*at) == Some(0x0809) && matches!(word(at + 2), Some(8 | 16)) && word(at + 6) == Some(0x0010);
    for start in (0..bytes.len()).filter(is_sheet) {
        let mut at = start;
        while let (Some(kind), Some(len)) = (word(at), word(at + 2)) {
            let data = at + 4;
            match kind {
                0x0200 => {
                    let wide = len > 10;
                    let rows = if wide { word(data + 6).map_or(0, u32::from) << 16 | word(data + 4).map_or(0, u32::from) } else { 0 };
                    let columns = word(if wide { data + 10 } else { data + 6 }).unwrap_or(0);
                    if rows > 65_536 || columns > 256 {
                        return Err(SheetError::Damaged);
                    }
                    break;
                }
                // The sheet's end.
                0x000a => break,
                _ => at = data + usize::from(len),
            }
        }
    }
    Ok(())
}
