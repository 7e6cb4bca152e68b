//! Paragraphs, runs and tables as XML.

use std::fmt::Write as _;

use crate::kit::print::form::Run;
use crate::kit::print::grid::{Grid, HeadCell};
use crate::kit::print::paper::Align;

/// `text` safe between tags and inside attributes. Characters that XML forbids are gone already.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// How a run looks; size in half-points, 0 for that of its style.
#[derive(Clone, Copy, Default)]
pub(super) struct Look {
    pub bold: bool,
    pub italic: bool,
    pub size: u16,
}

impl Look {
    pub const fn sized(size: u16) -> Self {
        Self { bold: false, italic: false, size }
    }

    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub const fn italic(self) -> Self {
        Self { italic: true, ..self }
    }

    fn xml(self) -> String {
        let mut out = String::new();
        out.push_str(if self.bold { "<w:b/><w:bCs/>" } else { "" });
        out.push_str(if self.italic { "<w:i/><w:iCs/>" } else { "" });
        if self.size > 0 {
            let _ = write!(out, "<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", self.size);
        }
        if out.is_empty() { out } else { format!("<w:rPr>{out}</w:rPr>") }
    }
}

/// Text in one look; its line breaks are kept.
pub(super) fn run(text: &str, look: Look) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| if line.is_empty() { String::new() } else { format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line)) })
        .collect();
    format!("<w:r>{}{}</w:r>", look.xml(), lines.join("<w:br/>"))
}

/// Runs of a paragraph.
pub(super) fn runs(runs: &[Run]) -> String {
    runs.iter().map(|piece| run(&piece.text, Look { bold: piece.bold, italic: piece.italic, size: 0 })).collect()
}

/// A paragraph: its style and what differs from it. The order of the parts below is the schema's.
#[derive(Clone, Copy, Default)]
pub(super) struct Par {
    pub style: &'static str,
    pub keep_next: bool,
    /// Top border, as a rule drawn over the width that the indents leave.
    pub ruled: bool,
    /// Left and right indent.
    pub indents: Option<(u32, u32)>,
    /// Space before and after.
    pub space: Option<(u32, u32)>,
    /// Exact height, for a paragraph that is only a line.
    pub height: u32,
    /// `left`, `center`, `right`; empty for that of the style.
    pub align: &'static str,
}

impl Par {
    pub fn xml(self, content: &str) -> String {
        self.with(content, "")
    }

    /// The paragraph that ends a section.
    pub fn with(self, content: &str, section: &str) -> String {
        let mut out = String::new();
        if !self.style.is_empty() {
            let _ = write!(out, "<w:pStyle w:val=\"{}\"/>", self.style);
        }
        if self.keep_next {
            out.push_str("<w:keepNext/>");
        }
        if self.ruled {
            out.push_str("<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>");
        }
        if let Some((before, after)) = self.space {
            let _ = write!(out, "<w:spacing w:before=\"{before}\" w:after=\"{after}\"");
            if self.height > 0 {
                let _ = write!(out, " w:line=\"{}\" w:lineRule=\"exact\"", self.height);
            }
            out.push_str("/>");
        }
        if let Some((left, right)) = self.indents {
            let _ = write!(out, "<w:ind w:left=\"{left}\" w:right=\"{right}\"/>");
        }
        if !self.align.is_empty() {
            let _ = write!(out, "<w:jc w:val=\"{}\"/>", self.align);
        }
        if self.height > 0 {
            out.push_str("<w:rPr><w:sz w:val=\"2\"/><w:szCs w:val=\"2\"/></w:rPr>");
        }
        out.push_str(section);
        format!("<w:p><w:pPr>{out}</w:pPr>{content}</w:p>")
    }
}

/// A rule `width` wide in the middle of `space`.
pub(super) fn rule(width: f64, space: u32) -> String {
    let side = ((f64::from(space) - width) / 2.0).max(0.0) as u32;
    Par { ruled: true, indents: Some((side, side)), space: Some((40, 0)), height: 60, ..Par::default() }.xml("")
}

/// A table that is only a frame for places: no lines, no inner margins. Rows of cells of ready paragraphs.
pub(super) fn frame(widths: &[u32], rows: &[Vec<String>]) -> String {
    let mut out = String::from("<w:tbl><w:tblPr>");
    let _ = write!(out, "<w:tblW w:w=\"{}\" w:type=\"dxa\"/>", widths.iter().sum::<u32>());
    out.push_str("<w:tblLayout w:type=\"fixed\"/><w:tblCellMar>");
    out.push_str("<w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>");
    out.push_str(&tracks(widths));
    for row in rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (width, content) in widths.iter().zip(row) {
            let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{content}</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    out
}

/// A data table, `width` wide, its heading repeated on every page.
pub(super) fn grid(grid: &Grid, width: u32) -> String {
    let widths = shares(grid, width);
    let mut out = String::from("<w:tbl><w:tblPr>");
    let _ = write!(out, "<w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>");
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    }
    out.push_str("</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>");
    out.push_str("<w:left w:w=\"60\" w:type=\"dxa\"/><w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar>");
    out.push_str("<w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr>");
    out.push_str(&tracks(&widths));
    head(&mut out, &grid.head, &widths);
    for (index, row) in grid.rows.iter().enumerate() {
        let keep_next = !grid.total.is_empty() && index + 1 == grid.rows.len();
        body_row(&mut out, grid, &widths, row, Par { keep_next, ..Par::default() }, Look::default());
    }
    if !grid.total.is_empty() {
        body_row(&mut out, grid, &widths, &grid.total, Par::default(), Look::default().bold());
    }
    out.push_str("</w:tbl>");
    out
}

/// The width divided by shares; rounding goes to the last column.
fn shares(grid: &Grid, width: u32) -> Vec<u32> {
    let sum = grid.columns.iter().map(|column| u32::from(column.share)).sum::<u32>().max(1);
    let mut widths: Vec<u32> =
        grid.columns.iter().map(|column| (u64::from(width) * u64::from(column.share) / u64::from(sum)) as u32).collect();
    let given: u32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += width - given;
    }
    widths
}

fn tracks(widths: &[u32]) -> String {
    let mut out = String::from("<w:tblGrid>");
    for width in widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out + "</w:tblGrid>"
}

/// A row; the last one before the total is kept with it.
fn body_row(out: &mut String, grid: &Grid, widths: &[u32], row: &[String], par: Par, look: Look) {
    out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    for ((column, width), text) in grid.columns.iter().zip(widths).zip(row) {
        let align = match column.align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        };
        let par = Par { style: "TableText", align, ..par };
        let _ = write!(
            out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
            par.xml(&run(text, look))
        );
    }
    out.push_str("</w:tr>");
}

/// Heading rows. A cell that reaches down is written again, empty, in each row that it covers.
fn head(out: &mut String, rows: &[Vec<HeadCell>], widths: &[u32]) {
    let mut open: Vec<(usize, HeadCell)> = Vec::new();
    for (level, row) in rows.iter().enumerate() {
        let reaching = open.iter().filter(|(from, cell)| from + cell.rows > level).map(|(_, cell)| (cell, true));
        let mut cells: Vec<(&HeadCell, bool)> = row.iter().map(|cell| (cell, false)).chain(reaching).collect();
        cells.sort_by_key(|(cell, _)| cell.column);
        out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (cell, covered) in cells {
            head_cell(out, cell, covered, widths);
        }
        out.push_str("</w:tr>");
        open.extend(row.iter().filter(|cell| cell.rows > 1).map(|cell| (level, cell.clone())));
    }
}

fn head_cell(out: &mut String, cell: &HeadCell, covered: bool, widths: &[u32]) {
    let width: u32 = widths.iter().skip(cell.column).take(cell.span).sum();
    let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
    if cell.span > 1 {
        let _ = write!(out, "<w:gridSpan w:val=\"{}\"/>", cell.span);
    }
    if covered {
        out.push_str("<w:vMerge/>");
    } else if cell.rows > 1 {
        out.push_str("<w:vMerge w:val=\"restart\"/>");
    }
    let look = if cell.bold { Look::default().bold() } else { Look::default() };
    let content = if covered { String::new() } else { run(&cell.text, look) };
    let par = Par { style: "TableText", keep_next: true, align: "center", ..Par::default() };
    let _ = write!(out, "<w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>", par.xml(&content));
}
