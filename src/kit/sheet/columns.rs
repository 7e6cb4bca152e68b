//! Finds the table in a sheet by its headings: any order, one to three rows deep, under title rows or on row 1.
//!
//! What the headings are is data: a [`ColumnSet`] for people, another for places.

use super::{Cell, Row, Sheet};
use crate::kit::fold;

/// One meaning that a column can have, and what people write above it.
///
/// Marks, capitals, punctuation and line breaks never matter, except that an exact hit with its marks beats one without
/// ("Năm" is a year, "Nam" a man).
#[derive(Debug)]
pub struct Heading<K: 'static> {
    /// The meaning.
    pub key: K,
    /// Headings that mean it when they are all that is written.
    pub exact: &'static [&'static str],
    /// Words that mean it wherever they occur in a heading; of several meanings the one with the longest words wins.
    pub phrases: &'static [&'static str],
}

/// The columns that one kind of list can have.
#[derive(Debug)]
pub struct ColumnSet<K: 'static> {
    /// All headings.
    pub headings: &'static [Heading<K>],
    /// Ways to be such a list: a table must have all columns of at least one of them.
    pub needed: &'static [&'static [K]],
}

/// A recognised column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column<K> {
    /// Its meaning.
    pub key: K,
    /// Its place, from 0.
    pub index: usize,
    /// How many columns its heading covers, itself counted: a name written in two columns under one heading has 2.
    pub width: usize,
    /// What is written above it, cleaned, upper row first.
    pub title: String,
    /// The "Không" column of a pair "Có | Không", or "Không đồng ý": a mark in it means no.
    pub is_negated: bool,
}

/// A table found in a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<K> {
    /// Row numbers of the first and last heading row, as Excel shows them.
    pub heading_rows: (u32, u32),
    /// Where in [`Sheet::rows`] the row after the headings is.
    pub first: usize,
    /// The recognised columns from left to right; no meaning twice, except as a negated pair.
    pub columns: Vec<Column<K>>,
    /// Titles that say nothing to us, with their places.
    pub unknown: Vec<(usize, String)>,
}

/// Why a sheet has no table of the wanted kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTable {
    /// Nothing is in the sheet.
    Empty,
    /// No row has the headings that are needed.
    NoHeading,
    /// The same headings stand twice beside each other: two tables, of which we would lose one.
    SideBySide,
}

/// A [`ColumnSet`] made ready for comparing.
#[derive(Debug)]
pub struct Columns<K: 'static> {
    set: &'static ColumnSet<K>,
    exact: Vec<(K, String, String)>,
    /// With a space at both ends, so that only whole words are found.
    phrases: Vec<(K, String)>,
}

/// Rows from the top in which headings are looked for.
const HEAD_ROWS: usize = 200;
/// Longest heading, in bytes.
const MAX_TITLE: usize = 300;
/// Deepest heading.
const MAX_DEPTH: usize = 3;
/// Rows of a heading may have an empty row between them, where cells are merged downwards.
const MAX_GAP: u32 = 2;

/// How well a title fits: exact with marks, exact without, or by the length of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Phrase(usize),
    Folded,
    Marked,
}

impl<K: Copy + Eq> Columns<K> {
    /// Folds all headings once.
    pub fn new(set: &'static ColumnSet<K>) -> Self {
        let exact = set.headings.iter().flat_map(|h| h.exact.iter().map(|text| (h.key, bare(&fold::nfc(text)), bare(&fold::fold(text)))));
        let padded = |text: &str| format!(" {} ", bare(&fold::fold(text)));
        let phrases = set.headings.iter().flat_map(|h| h.phrases.iter().map(|text| (h.key, padded(text))));
        Self { set, exact: exact.collect(), phrases: phrases.collect() }
    }

    /// Finds the first table of a sheet.
    ///
    /// # Errors
    /// [`NoTable`], in the order of its variants.
    pub fn find(&self, sheet: &Sheet) -> Result<Table<K>, NoTable> {
        if sheet.rows.is_empty() {
            return Err(NoTable::Empty);
        }
        let head = sheet.rows.len().min(HEAD_ROWS);
        let Some((top, found)) = (0..head).find_map(|at| Some((at, self.at(sheet, at)?))) else {
            return Err(NoTable::NoHeading);
        };
        // A title row above the headings seems to be their first row; of equals the lowest start is the true one.
        let lower = (top + 1..found.as_ref().map_or(0, |table| table.first)).filter_map(|at| self.at(sheet, at));
        let most = |found: &Result<Table<K>, NoTable>| found.as_ref().map_or(usize::MAX, |table| table.columns.len());
        std::iter::once(found).chain(lower).max_by_key(most).unwrap_or(Err(NoTable::NoHeading))
    }

    /// The table whose headings begin at this place of [`Sheet::rows`], if they do. Deeper headings win where they say more.
    pub fn at(&self, sheet: &Sheet, at: usize) -> Option<Result<Table<K>, NoTable>> {
        let mut best: Option<Found<K>> = None;
        for depth in 1..=MAX_DEPTH {
            let Some(found) = self.heading(sheet, at, depth) else { continue };
            if best.as_ref().is_none_or(|best| found.table.columns.len() > best.table.columns.len()) {
                best = Some(found);
            }
        }
        let found = best?;
        let is_needed = |key: &K| self.set.needed.iter().any(|way| way.contains(key));
        if found.twice.len() > 1 && found.twice.iter().any(is_needed) {
            return Some(Err(NoTable::SideBySide));
        }
        Some(Ok(found.table))
    }

    /// Whether the text is, alone, the exact heading of a column that is needed.
    pub fn is_heading(&self, text: &str) -> bool {
        let is_needed = |key: &K| self.set.needed.iter().any(|way| way.contains(key));
        self.fit(text).is_some_and(|(key, fit)| fit >= Fit::Folded && is_needed(&key))
    }

    fn heading(&self, sheet: &Sheet, at: usize, depth: usize) -> Option<Found<K>> {
        let rows = sheet.rows.get(at..at + depth)?;
        let is_close = |pair: &[Row]| pair[1].number - pair[0].number <= MAX_GAP;
        if !rows.windows(2).all(is_close) || !rows.iter().skip(1).all(|row| row.cells.iter().all(can_be_heading)) {
            return None;
        }
        let titles = titles(sheet, at, depth);
        let mut found = Found::new(rows, at + depth);
        let mut strangers = 0;
        for (index, levels) in titles.iter().enumerate() {
            if found.widens(sheet, rows, &titles, index) || levels.is_empty() {
                continue;
            }
            let Some((key, fit, is_own)) = self.meaning(levels) else {
                found.table.unknown.push((index, levels.join(" ")));
                continue;
            };
            // A cell that says nothing by itself below a heading of its own is data; one such may be a remark.
            strangers += usize::from(!is_own && levels.len() > 1 && !is_shared(&titles, index));
            found.add(Column { key, index, width: 1, title: levels.join(" "), is_negated: is_no(levels) }, fit, is_own);
        }
        (strangers <= 1 && self.is_enough(&found, &titles)).then_some(found)
    }

    /// All columns of one way are there, each by its own lowest cell; and beside them another column, or the heading is exact.
    fn is_enough(&self, found: &Found<K>, titles: &[Vec<String>]) -> bool {
        let own = |key: &K| {
            let column = found.table.columns.iter().find(|column| column.key == *key);
            column.and_then(|column| self.fit(titles[column.index].last()?)).filter(|(is, _)| is == key).map(|(_, fit)| fit)
        };
        self.set.needed.iter().any(|way| {
            let fits: Option<Vec<Fit>> = way.iter().map(own).collect();
            fits.is_some_and(|fits| found.table.columns.len() > way.len() || fits.iter().all(|fit| *fit >= Fit::Folded))
        })
    }

    /// What a column means: by its lowest cell if that is exact, else by whatever fits best in the lowest or in all cells together.
    fn meaning(&self, levels: &[String]) -> Option<(K, Fit, bool)> {
        let own = levels.last().and_then(|leaf| self.fit(leaf));
        if let Some((key, fit)) = own.filter(|(_, fit)| *fit >= Fit::Folded) {
            return Some((key, fit, true));
        }
        let joined = if levels.len() > 1 { self.phrase(&bare(&fold::fold(&levels.join(" ")))) } else { None };
        match (own, joined) {
            (Some((key, fit)), joined) if joined.is_none_or(|(_, other)| other <= fit) => Some((key, fit, true)),
            (_, Some((key, fit))) => Some((key, fit, false)),
            _ => None,
        }
    }

    fn fit(&self, title: &str) -> Option<(K, Fit)> {
        // "Điện thoại: 0912 345 678" above the table is filled in, no heading; nor is a whole paragraph.
        if title.len() > MAX_TITLE || title.split_once(':').is_some_and(|(_, rest)| rest.chars().any(char::is_alphanumeric)) {
            return None;
        }
        let marked = bare(&fold::nfc(title));
        if let Some((key, ..)) = self.exact.iter().find(|(_, with_marks, _)| *with_marks == marked) {
            return Some((*key, Fit::Marked));
        }
        let folded = bare(&fold::fold(title));
        if let Some((key, ..)) = self.exact.iter().find(|(.., without)| *without == folded) {
            return Some((*key, Fit::Folded));
        }
        self.phrase(&folded)
    }

    fn phrase(&self, folded: &str) -> Option<(K, Fit)> {
        let padded = format!(" {folded} ");
        let hits = self.phrases.iter().filter(|(_, phrase)| padded.contains(phrase.as_str()));
        hits.max_by_key(|(_, phrase)| phrase.len()).map(|(key, phrase)| (*key, Fit::Phrase(phrase.len())))
    }
}

/// A heading on trial.
struct Found<K> {
    table: Table<K>,
    /// Meanings that stand twice by exact headings.
    twice: Vec<K>,
}

impl<K: Copy + Eq> Found<K> {
    /// Headings in these rows, of which nothing is known yet.
    fn new(rows: &[Row], first: usize) -> Self {
        let number = |row: Option<&Row>| row.map_or(0, |row| row.number);
        let heading_rows = (number(rows.first()), number(rows.last()));
        Self { table: Table { heading_rows, first, columns: Vec::new(), unknown: Vec::new() }, twice: Vec::new() }
    }

    /// Whether this column only continues the one at its left: under one merged heading, or, in files that tell of no merging,
    /// under none.
    fn widens(&mut self, sheet: &Sheet, rows: &[Row], titles: &[Vec<String>], index: usize) -> bool {
        let Some(last) = self.table.columns.last_mut() else { return false };
        let spans = |row: &Row| sheet.merged_at(row.number, index).is_some_and(|area| area.columns.0 < index);
        let is_merged = titles[index] == titles[last.index] && rows.iter().any(spans);
        let is_untitled = sheet.merged.is_empty() && titles[index].is_empty();
        let widens = last.index + last.width == index && (is_merged || is_untitled);
        last.width += usize::from(widens);
        widens
    }

    fn add(&mut self, column: Column<K>, fit: Fit, is_own: bool) {
        match self.table.columns.iter().find(|other| other.key == column.key) {
            None => self.table.columns.push(column),
            Some(other) if other.is_negated != column.is_negated => self.table.columns.push(column),
            Some(_) => {
                if is_own && fit >= Fit::Folded {
                    self.twice.push(column.key);
                }
                self.table.unknown.push((column.index, column.title));
            }
        }
    }
}

/// For each column the texts of the heading rows above it, upper first, without what stands twice.
///
/// An upper cell that is empty belongs to the group at its left where both have something below; a group over all columns
/// is a title and says nothing.
fn titles(sheet: &Sheet, at: usize, depth: usize) -> Vec<Vec<String>> {
    let rows = &sheet.rows[at..at + depth];
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut titles: Vec<Vec<String>> = vec![Vec::new(); width];
    for level in 0..depth {
        let below = |column: usize| rows[level + 1..].iter().any(|row| !row.cell(column).is_empty());
        let mut texts: Vec<String> = Vec::with_capacity(width);
        for column in 0..width {
            let mut text = sheet.spanned(at + level, column).text();
            if text.is_empty() && column > 0 && below(column) && below(column - 1) {
                text.clone_from(&texts[column - 1]);
            }
            texts.push(text);
        }
        let mut filled = texts.iter().filter(|text| !text.is_empty());
        let first = filled.next();
        let is_title = level + 1 < depth && filled.all(|text| Some(text) == first);
        for (column, text) in texts.into_iter().enumerate() {
            if !is_title && !text.is_empty() && titles[column].last() != Some(&text) {
                titles[column].push(text);
            }
        }
    }
    titles
}

/// Whether a lower row may still be headings: no numbers, dates or phones in it.
fn can_be_heading(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            digits < 4 || (digits < 7 && text.chars().any(char::is_alphabetic))
        }
        _ => false,
    }
}

/// Whether the upper heading of a column covers one beside it too.
fn is_shared(titles: &[Vec<String>], index: usize) -> bool {
    let upper = |at: Option<usize>| at.and_then(|at| titles.get(at)).and_then(|levels| levels.first());
    let own = upper(Some(index));
    own == upper(index.checked_sub(1)) || own == upper(index.checked_add(1))
}

fn is_no(levels: &[String]) -> bool {
    let leaf = levels.last().map(|leaf| bare(&fold::fold(leaf))).unwrap_or_default();
    matches!(leaf.as_str(), "khong" | "ko" | "chua" | "no") || ["khong ", "chua "].iter().any(|no| leaf.starts_with(no))
}

/// Lower case, with every mark of punctuation a space and single spaces.
fn bare(text: &str) -> String {
    let spaced: String = text.to_lowercase().chars().map(|c| if c.is_alphanumeric() || c == '#' { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
