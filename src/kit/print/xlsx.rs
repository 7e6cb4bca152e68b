//! XLSX: tables of figures that stay figures.

use std::collections::HashSet;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook as Writer, Worksheet as Page, XlsxError};

use super::{PrintError, csv, text};

/// Excel's own limits.
const LONGEST_TEXT: usize = 32_767;
const LONGEST_NAME: usize = 31;
const LARGEST_EXACT: u64 = 1 << 53;

/// A workbook. Every word comes from the caller.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workbook {
    /// Title in the properties of the file.
    pub title: String,
    /// Author in the properties of the file.
    pub author: String,
    /// Day in the properties of the file; a fixed one when there is none, never today.
    pub created: Option<Date>,
    /// Its sheets, in order; an empty one is added when there is none.
    pub sheets: Vec<Worksheet>,
    /// Shown for [`Cell::Missing`], e.g. “chưa có số liệu”.
    pub missing: String,
    /// Marks every sheet, on screen and in print; empty when it is no draft.
    pub draft: String,
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Worksheet {
    /// Its tab: characters that Excel refuses are replaced, repeated names get a number.
    pub name: String,
    /// Lines above the table.
    pub title: Vec<String>,
    /// Its columns, in order.
    pub columns: Vec<WorksheetColumn>,
    /// Cells row by row; lengths may differ.
    pub rows: Vec<Vec<Cell>>,
    /// The total, in bold at the end.
    pub total: Option<Vec<Cell>>,
    /// Lines below the table.
    pub notes: Vec<String>,
    /// Turns the printed page.
    pub landscape: bool,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct WorksheetColumn {
    /// Its heading.
    pub title: String,
    /// Width in characters.
    pub width: u16,
    /// What it holds.
    pub kind: Kind,
}

impl WorksheetColumn {
    /// A column `width` characters wide.
    pub fn new(title: impl Into<String>, width: u16, kind: Kind) -> Self {
        Self { title: title.into(), width, kind }
    }
}

/// What a column holds, and so how its cells are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, wrapped.
    Text,
    /// Whole numbers with separated thousands.
    Int,
    /// Numbers with one decimal.
    Decimal,
    /// Shares of one: 0.855 is shown as 85,5 %.
    Percent,
    /// Days as dd/mm/yyyy.
    Date,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing belongs here.
    Blank,
    /// There ought to be a value and there is none: never 0.
    Missing,
    /// Text, never a formula.
    Text(String),
    /// A whole number.
    Int(i64),
    /// Any number; what is not finite counts as [`Cell::Missing`].
    Number(f64),
    /// A day; outside 1900–9999, which Excel does not know, it becomes text.
    Date(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Missing, Self::Int)
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Missing, Self::Number)
    }
}

/// The workbook as bytes; the same one gives the same bytes.
///
/// Each sheet has its heading frozen and repeated in print, A4, all columns on one page width.
///
/// # Errors
/// [`PrintError::Workbook`], when there are more rows or columns than a sheet can hold.
pub fn xlsx(workbook: &Workbook) -> Result<Vec<u8>, PrintError> {
    written(workbook).map_err(|error| PrintError::Workbook(error.to_string()))
}

fn written(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut writer = Writer::new();
    let created = workbook.created.and_then(excel_day).map_or_else(|| ExcelDateTime::from_ymd(2025, 1, 1), Ok)?;
    let properties = DocProperties::new()
        .set_title(text::line(&workbook.title))
        .set_author(text::line(&workbook.author))
        .set_creation_datetime(&created);
    writer.set_properties(&properties);
    let looks = Looks::new();
    let mut taken = HashSet::new();
    let empty = [Worksheet::default()];
    for sheet in if workbook.sheets.is_empty() { empty.as_slice() } else { &workbook.sheets } {
        let page = writer.add_worksheet();
        page.set_name(tab(&sheet.name, &mut taken))?;
        fill(page, sheet, workbook, &looks)?;
    }
    writer.save_to_buffer()
}

/// The formats of a workbook, made once.
struct Looks {
    title: Format,
    head: Format,
    mark: Format,
    note: Format,
    missing: Format,
}

impl Looks {
    fn new() -> Self {
        let base = || Format::new().set_font_name("Times New Roman").set_font_size(12);
        let boxed = || base().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        Self {
            title: base().set_bold().set_font_size(13),
            head: boxed().set_bold().set_text_wrap().set_align(FormatAlign::Center),
            mark: base().set_bold().set_border(FormatBorder::Medium).set_align(FormatAlign::Center),
            note: base().set_italic(),
            missing: boxed().set_italic().set_text_wrap().set_align(FormatAlign::Center),
        }
    }

    fn cell(kind: Kind, bold: bool) -> Format {
        let format = Format::new()
            .set_font_name("Times New Roman")
            .set_font_size(12)
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        let format = if bold { format.set_bold() } else { format };
        match kind {
            Kind::Text => format.set_text_wrap().set_align(FormatAlign::Left),
            Kind::Int => format.set_num_format("#,##0").set_align(FormatAlign::Right),
            Kind::Decimal => format.set_num_format("#,##0.0").set_align(FormatAlign::Right),
            Kind::Percent => format.set_num_format("0.0%").set_align(FormatAlign::Right),
            Kind::Date => format.set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
        }
    }
}

fn fill(page: &mut Page, sheet: &Worksheet, workbook: &Workbook, looks: &Looks) -> Result<(), XlsxError> {
    let mut row = 0;
    let draft = text::line(&workbook.draft);
    if !draft.is_empty() {
        page.write_string_with_format(row, 0, &draft, &looks.mark)?;
        row += 1;
    }
    for line in &sheet.title {
        page.write_string_with_format(row, 0, shortened(line), &looks.title)?;
        row += 1;
    }
    for (place, column) in (0..=u16::MAX).zip(&sheet.columns) {
        page.set_column_width(place, column.width.clamp(1, 255))?;
        page.write_string_with_format(row, place, shortened(&column.title), &looks.head)?;
    }
    page.set_freeze_panes(row + 1, 0)?;
    page.set_repeat_rows(row, row)?;
    row += 1;
    for cells in &sheet.rows {
        write_row(page, row, sheet, cells, &workbook.missing, (looks, false))?;
        row += 1;
    }
    if let Some(cells) = &sheet.total {
        write_row(page, row, sheet, cells, &workbook.missing, (looks, true))?;
        row += 1;
    }
    for line in &sheet.notes {
        page.write_string_with_format(row, 0, shortened(line), &looks.note)?;
        row += 1;
    }
    set_up_print(page, sheet.landscape, &draft);
    Ok(())
}

fn set_up_print(page: &mut Page, landscape: bool, draft: &str) {
    page.set_paper_size(9);
    if landscape {
        page.set_landscape();
    }
    // Inches: 20 mm left, 15 mm elsewhere.
    page.set_margins(0.79, 0.59, 0.59, 0.59, 0.3, 0.3);
    page.set_print_fit_to_pages(1, 0);
    page.set_footer("&C&\"Times New Roman,Regular\"&11&P/&N");
    if !draft.is_empty() {
        let short: String = draft.chars().take(40).collect();
        page.set_header(format!("&R&\"Times New Roman,Bold\"&12 {}", short.replace('&', "&&")));
    }
}

fn write_row(
    page: &mut Page,
    row: u32,
    sheet: &Worksheet,
    cells: &[Cell],
    missing: &str,
    (looks, bold): (&Looks, bool),
) -> Result<(), XlsxError> {
    let width = sheet.columns.len().max(cells.len());
    for place in 0..width {
        let kind = sheet.columns.get(place).map_or(Kind::Text, |column| column.kind);
        let format = Looks::cell(kind, bold);
        // Past the last column of a sheet the writer refuses, as it does for rows.
        let column = u16::try_from(place).unwrap_or(u16::MAX);
        match cells.get(place).unwrap_or(&Cell::Blank) {
            Cell::Blank => page.write_blank(row, column, &format)?,
            Cell::Text(words) => write_text(page, row, column, words, kind, bold)?,
            Cell::Int(number) if number.unsigned_abs() <= LARGEST_EXACT => {
                page.write_number_with_format(row, column, *number as f64, &format)?
            }
            Cell::Int(number) => write_text(page, row, column, &number.to_string(), kind, bold)?,
            Cell::Number(number) if number.is_finite() => page.write_number_with_format(row, column, *number, &format)?,
            Cell::Missing | Cell::Number(_) => page.write_string_with_format(row, column, shortened(missing), &looks.missing)?,
            Cell::Date(date) => match excel_day(*date) {
                Some(day) => page.write_datetime_with_format(row, column, &day, &Looks::cell(Kind::Date, bold))?,
                None => write_text(page, row, column, &date.to_string(), kind, bold)?,
            },
        };
    }
    Ok(())
}

/// Text that begins like a formula carries Excel's own sign for text, so that editing the cell does not wake it.
fn write_text<'page>(
    page: &'page mut Page,
    row: u32,
    column: u16,
    words: &str,
    kind: Kind,
    bold: bool,
) -> Result<&'page mut Page, XlsxError> {
    let words = shortened(words);
    let format = Looks::cell(if kind == Kind::Date { kind } else { Kind::Text }, bold);
    let format = if csv::starts_like_a_formula(&words) { format.set_quote_prefix() } else { format };
    page.write_string_with_format(row, column, words, &format)
}

fn excel_day(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, date.month().unsigned_abs(), date.day().unsigned_abs()).ok()
}

/// At most as long as a cell can hold, with `…` where something is left out.
fn shortened(words: &str) -> String {
    let words = text::block(words);
    if words.encode_utf16().count() <= LONGEST_TEXT {
        return words;
    }
    cut(&words, LONGEST_TEXT - 1) + "…"
}

/// The longest beginning of `words` within `units` UTF-16 units, as Excel counts.
fn cut(words: &str, units: usize) -> String {
    let mut left = units;
    words
        .chars()
        .take_while(|char| {
            let fits = char.len_utf16() <= left;
            left = left.saturating_sub(char.len_utf16());
            fits
        })
        .collect()
}

/// A tab that Excel accepts and that no other sheet has.
fn tab(name: &str, taken: &mut HashSet<String>) -> String {
    let allowed = |char: char| {
        if "*?:[]\\/'".contains(char) { ' ' } else { char }
    };
    let name: String = text::line(name).chars().map(allowed).collect();
    let name = if name.trim().is_empty() { "1".to_owned() } else { name.trim().to_owned() };
    let mut tab = cut(&name, LONGEST_NAME).trim_end().to_owned();
    let mut count = 1;
    while !taken.insert(tab.to_lowercase()) {
        count += 1;
        let suffix = format!(" ({count})");
        tab = cut(&name, LONGEST_NAME - suffix.len()) + &suffix;
    }
    tab
}

#[cfg(test)]
mod tests;
