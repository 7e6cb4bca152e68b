//! A table ready to be drawn: its headings spread over cells, its rows made to fit.

use std::iter::repeat_n;

use serde::Serialize;

use super::paper::{Align, Column, Table};
use super::text;

/// A table with its headings spread over cells; every row is as long as `columns`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Grid {
    pub columns: Vec<Track>,
    pub head: Vec<Vec<HeadCell>>,
    pub rows: Vec<Vec<String>>,
    pub total: Vec<String>,
    pub caption: String,
    pub source: String,
}

/// A column as drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Track {
    pub align: Align,
    pub share: u16,
}

/// A cell of the heading; `column` is where it begins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct HeadCell {
    pub text: String,
    pub column: usize,
    pub span: usize,
    pub rows: usize,
    /// In bold: all but the `(1) (2) (3)` row.
    pub bold: bool,
}

impl Grid {
    /// Spreads the headings over cells and makes every row fit.
    pub fn new(table: &Table) -> Self {
        let count = table.columns.len();
        let row = |cells: &Vec<String>| fitted(cells, count);
        Self {
            columns: tracks(&table.columns),
            head: head(&table.columns, table.numbered),
            rows: table.rows.iter().map(row).collect(),
            total: table.total.as_ref().map(row).unwrap_or_default(),
            caption: text::block(&table.caption),
            source: text::block(&table.source),
        }
    }
}

/// The columns as drawn, none narrower than a fortieth of the widest: a letter must fit.
pub(super) fn tracks(columns: &[Column]) -> Vec<Track> {
    let widest = columns.iter().map(|column| column.width).max().unwrap_or(0);
    let least = widest.div_ceil(40).max(1);
    columns.iter().map(|column| Track { align: column.align, share: column.width.max(least) }).collect()
}

/// Exactly `count` cells: blanks are added, what is too much joins the last cell, so that nothing is lost.
pub(super) fn fitted(cells: &[String], count: usize) -> Vec<String> {
    let mut out: Vec<String> = cells.iter().map(|cell| text::block(cell)).collect();
    if count > 0 && out.len() > count {
        let rest = out.split_off(count - 1).join(" ");
        out.push(rest);
    }
    let missing = count.saturating_sub(out.len());
    out.extend(repeat_n(String::new(), missing));
    out.truncate(count);
    out
}

/// The heading rows: neighbours whose headings begin alike share the cells above, a short heading reaches down.
pub(super) fn head(columns: &[Column], numbered: bool) -> Vec<Vec<HeadCell>> {
    let paths: Vec<Vec<String>> = columns.iter().map(|column| column.title.iter().map(|title| text::block(title)).collect()).collect();
    let depth = paths.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut rows: Vec<Vec<HeadCell>> = (0..depth).map(|level| level_cells(&paths, level, depth)).collect();
    if numbered {
        let cell = |column| HeadCell { text: format!("({})", column + 1), column, span: 1, rows: 1, bold: false };
        rows.push((0..columns.len()).map(cell).collect());
    }
    rows
}

fn level_cells(paths: &[Vec<String>], level: usize, depth: usize) -> Vec<HeadCell> {
    let mut cells = Vec::new();
    let mut column = 0;
    while let Some(path) = paths.get(column) {
        let span = if path.len() > level + 1 {
            let alike = |other: &&Vec<String>| other.len() > level + 1 && other[..=level] == path[..=level];
            paths[column..].iter().take_while(alike).count()
        } else {
            1
        };
        // A path that ended higher up is covered by the cell that reaches down from there.
        if path.len() > level || level == 0 {
            let rows = if path.len() > level + 1 { 1 } else { depth - level };
            let text = path.get(level).cloned().unwrap_or_default();
            cells.push(HeadCell { text, column, span, rows, bold: true });
        }
        column += span;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_begin_alike_share_the_cell_above() {
        let columns = [
            Column::new("TT", Align::Center, 1),
            Column::new("Nam", Align::Right, 1).under("Số người"),
            Column::new("Nữ", Align::Right, 1).under("Số người"),
            Column { title: vec![], align: Align::Left, width: 1 },
        ];
        let cell = |text: &str, column, span, rows, bold| HeadCell { text: text.into(), column, span, rows, bold };
        assert_eq!(
            head(&columns, true),
            [
                vec![cell("TT", 0, 1, 2, true), cell("Số người", 1, 2, 1, true), cell("", 3, 1, 2, true)],
                vec![cell("Nam", 1, 1, 1, true), cell("Nữ", 2, 1, 1, true)],
                vec![cell("(1)", 0, 1, 1, false), cell("(2)", 1, 1, 1, false), cell("(3)", 2, 1, 1, false), cell("(4)", 3, 1, 1, false)],
            ]
        );
    }

    #[test]
    fn every_level_of_a_heading_covers_every_column_once() {
        let titles: [&[&str]; 7] = [&["a"], &["b", "c", "d"], &["b", "c", "e"], &["b", "f"], &["b"], &["b", "c", "d"], &[]];
        let columns: Vec<Column> = titles
            .iter()
            .map(|path| Column { title: path.iter().map(ToString::to_string).collect(), align: Align::Left, width: 1 })
            .collect();
        let rows = head(&columns, false);
        let mut covered = vec![vec![0; columns.len()]; rows.len()];
        for (level, cells) in rows.iter().enumerate() {
            for cell in cells {
                for row in &mut covered[level..level + cell.rows] {
                    row[cell.column..cell.column + cell.span].iter_mut().for_each(|count| *count += 1);
                }
            }
        }
        assert!(covered.iter().flatten().all(|count| *count == 1), "{covered:?}");
    }

    #[test]
    fn no_column_is_too_narrow_for_a_letter() {
        let shares = |widths: &[u16]| {
            let columns: Vec<Column> = widths.iter().map(|width| Column::new("", Align::Left, *width)).collect();
            tracks(&columns).iter().map(|track| track.share).collect::<Vec<_>>()
        };
        assert_eq!(shares(&[0, 1, 5]), [1, 1, 5]);
        assert_eq!(shares(&[1, 100]), [3, 100]);
        assert_eq!(shares(&[0, u16::MAX]), [1_639, u16::MAX]);
        assert_eq!(shares(&[0, 0]), [1, 1]);
    }

    #[test]
    fn rows_of_any_length_fit_and_lose_nothing() {
        let cells = |row: &[&str]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(fitted(&cells(&["a"]), 3), ["a", "", ""]);
        assert_eq!(fitted(&cells(&["a", "b", "c", "d"]), 2), ["a", "b c d"]);
        assert_eq!(fitted(&cells(&["a"]), 0), [""; 0]);
    }
}
