//! A paper with every rule of the decree applied: what both writers draw, piece by piece.

use std::iter::repeat_n;

use jiff::civil::Date;
use serde::Serialize;

use super::paper::{Align, Appendix, Block, Column, Inline, Level, Paper, Table};
use super::{text, wording};

/// A [`Paper`] ready to be drawn: all words in place, all text safe.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Form {
    /// Title of the file.
    pub title: String,
    /// Author of the file.
    pub author: String,
    /// Year, month, day.
    pub date: Option<(i16, i8, i8)>,
    pub country: &'static str,
    pub motto: &'static str,
    pub parent: Vec<String>,
    pub authority: Vec<String>,
    pub number: String,
    pub place: String,
    /// Name of the type; empty for a công văn.
    pub kind: String,
    /// The subject under the type.
    pub subject: String,
    /// The subject under the number, of a công văn.
    pub about: String,
    pub basis: Vec<String>,
    pub addressees_head: &'static str,
    pub addressees: Vec<String>,
    pub body: Vec<Piece>,
    pub recipients_head: &'static str,
    pub recipients: Vec<String>,
    pub offices: Vec<String>,
    pub signer: String,
    pub appendices: Vec<Attachment>,
    /// Stands on every page; empty when it is no draft.
    pub draft: &'static str,
    pub foot: String,
}

/// An appendix ready to be drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Attachment {
    pub label: String,
    pub title: String,
    pub attached: String,
    pub body: Vec<Piece>,
    pub landscape: bool,
}

/// A piece of the text, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "lowercase")]
pub(super) enum Piece {
    /// `level` 1 is centred; 2 and 3 are bold; 4 is bold and italic.
    Heading {
        level: u8,
        text: String,
    },
    Par {
        runs: Vec<Run>,
    },
    Table(Grid),
}

/// Text in one style.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(super) struct Run {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
}

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

impl Form {
    /// Applies the decree to `paper`.
    pub fn new(paper: &Paper) -> Self {
        let kind = text::line(&paper.kind);
        let subject = text::block(&paper.subject);
        let letter = kind.is_empty();
        let (subject, about) = if letter { (String::new(), subject) } else { (subject, String::new()) };
        let notation = text::line(&paper.notation);
        Self {
            title: title(paper),
            author: text::line(&paper.issuer),
            date: paper.date.map(|date: Date| (date.year(), date.month(), date.day())),
            country: wording::COUNTRY,
            motto: wording::MOTTO,
            parent: capitals(&paper.authority_parent),
            authority: capitals(&paper.authority),
            number: wording::number_line(paper.number, &notation),
            place: wording::place_line(&text::line(&paper.place), paper.date, paper.year),
            kind: kind.to_uppercase(),
            subject,
            about,
            basis: wording::legal_basis(&lines(&paper.legal_basis)),
            addressees_head: wording::ADDRESSEES,
            addressees: wording::addressees(&lines(&paper.addressees)),
            body: ended(pieces(&paper.body)),
            recipients_head: wording::RECIPIENTS,
            recipients: wording::recipients(&lines(&paper.recipients)),
            offices: capitals(&paper.signer.lines),
            signer: text::line(&paper.signer.name),
            appendices: paper.appendix.iter().enumerate().map(|(index, appendix)| attachment(paper, index, appendix)).collect(),
            draft: if paper.draft { wording::DRAFT } else { "" },
            foot: text::line(&paper.footer_note),
        }
    }

    /// Rows of all tables together.
    pub fn rows(&self) -> usize {
        let bodies = self.appendices.iter().map(|appendix| &appendix.body).chain([&self.body]);
        bodies.flatten().map(|piece| if let Piece::Table(grid) = piece { grid.rows.len() } else { 0 }).sum()
    }
}

/// What the file is called: readers announce it, so a draft says here too that it is one.
fn title(paper: &Paper) -> String {
    let parts = [
        if paper.draft { wording::sentence_case(wording::DRAFT) } else { String::new() },
        wording::sentence_case(&text::line(&paper.kind)),
        text::line(&paper.subject),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" - ")
}

fn attachment(paper: &Paper, index: usize, appendix: &Appendix) -> Attachment {
    Attachment {
        label: wording::appendix_label(index, paper.appendix.len()),
        title: text::block(&appendix.title).to_uppercase(),
        attached: wording::attached_to(
            &text::line(&paper.kind),
            paper.number,
            &text::line(&paper.notation),
            paper.date,
            paper.year,
            &text::line(&paper.issuer),
        ),
        body: pieces(&appendix.body),
        landscape: appendix.landscape,
    }
}

fn lines(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| text::line(text)).collect()
}

fn capitals(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| text::line(text).to_uppercase()).filter(|text| !text.is_empty()).collect()
}

fn pieces(blocks: &[Block]) -> Vec<Piece> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(level, heading) => out.push(Piece::Heading {
                level: match level {
                    Level::Part => 1,
                    Level::Section => 2,
                    Level::Clause => 3,
                    Level::Point => 4,
                },
                text: text::block(heading),
            }),
            Block::Paragraph(inlines) => out.push(Piece::Par { runs: runs(inlines) }),
            Block::List(items) => out.extend(items.iter().map(|item| {
                let dash = Run { text: "- ".to_owned(), ..Run::default() };
                Piece::Par { runs: std::iter::once(dash).chain(runs(item)).collect() }
            })),
            Block::Table(table) => out.push(Piece::Table(Grid::new(table))),
        }
    }
    out
}

fn runs(inlines: &[Inline]) -> Vec<Run> {
    inlines
        .iter()
        .map(|inline| Run { text: text::clean(&inline.text), bold: inline.bold, italic: inline.italic })
        .filter(|run| !run.text.is_empty())
        .collect()
}

/// Glues the end mark to the last word; a text that ends in a table, or has none, gets a line for it.
fn ended(mut pieces: Vec<Piece>) -> Vec<Piece> {
    match pieces.last_mut() {
        Some(Piece::Par { runs }) if runs.iter().any(|run| !run.text.trim().is_empty()) => {
            while runs.last().is_some_and(|run| run.text.trim().is_empty()) {
                runs.pop();
            }
            if let Some(run) = runs.last_mut() {
                run.text = wording::ended(&run.text);
            }
        }
        _ => pieces.push(Piece::Par { runs: vec![Run { text: wording::END.to_owned(), ..Run::default() }] }),
    }
    pieces
}

impl Grid {
    /// Spreads the headings over cells and makes every row fit.
    pub fn new(table: &Table) -> Self {
        let count = table.columns.len();
        let row = |cells: &Vec<String>| fitted(cells, count);
        Self {
            columns: table.columns.iter().map(|column| Track { align: column.align, share: column.width.max(1) }).collect(),
            head: head(&table.columns, table.numbered),
            rows: table.rows.iter().map(row).collect(),
            total: table.total.as_ref().map(row).unwrap_or_default(),
            caption: text::block(&table.caption),
            source: text::block(&table.source),
        }
    }
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
    use crate::kit::print::sample;

    fn par(text: &str) -> Piece {
        Piece::Par { runs: vec![Run { text: text.to_owned(), ..Run::default() }] }
    }

    #[test]
    fn the_end_mark_sticks_to_the_last_run_that_says_something() {
        let given = vec![Piece::Par {
            runs: vec![Run { text: "thực hiện.".into(), bold: true, italic: false }, Run { text: "  ".into(), ..Run::default() }],
        }];
        let wanted = vec![Piece::Par { runs: vec![Run { text: "thực hiện./.".into(), bold: true, italic: false }] }];
        assert_eq!(ended(given), wanted);
    }

    #[test]
    fn a_text_without_a_last_word_gets_a_line_for_the_end_mark() {
        let table = Piece::Table(Grid::new(&Table::default()));
        for given in [vec![], vec![table.clone()], vec![Piece::Par { runs: vec![] }]] {
            let mut wanted = given.clone();
            wanted.push(par("./."));
            assert_eq!(ended(given), wanted);
        }
    }

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
    fn rows_of_any_length_fit_and_lose_nothing() {
        let cells = |row: &[&str]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(fitted(&cells(&["a"]), 3), ["a", "", ""]);
        assert_eq!(fitted(&cells(&["a", "b", "c", "d"]), 2), ["a", "b c d"]);
        assert_eq!(fitted(&cells(&["a"]), 0), [""; 0]);
    }

    #[test]
    fn a_letter_has_its_subject_under_the_number_and_a_report_under_its_name() {
        let mut paper = sample::report();
        let report = Form::new(&paper);
        assert_eq!((report.kind.as_str(), report.about.as_str()), ("BÁO CÁO", ""));
        assert!(!report.subject.is_empty());
        paper.kind = String::new();
        paper.subject = "V/v mở lớp".into();
        let letter = Form::new(&paper);
        assert_eq!((letter.subject.as_str(), letter.about.as_str()), ("", "V/v mở lớp"));
    }

    #[test]
    fn a_draft_says_so_in_its_title() {
        let paper = Paper { draft: true, ..sample::report() };
        assert!(Form::new(&paper).title.starts_with("Dự thảo - Báo cáo - "), "{}", Form::new(&paper).title);
    }
}
