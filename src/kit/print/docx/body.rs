//! The text of the document, from the header table to the last appendix.

use super::draw::{Look, Par, frame, grid, rule, run, runs};
use super::parts::{DECLARATION, NAMESPACES};
use crate::kit::print::fonts;
use crate::kit::print::form::{Attachment, Form, Piece};
use crate::kit::print::grid::Grid;

/// Between the margins of a page: 160 mm upright, 247 mm turned.
const WIDTH: u32 = 9071;
const WIDTH_TURNED: u32 = 14003;
/// The two columns of the header table.
const LEFT: u32 = 3515;
const RIGHT: u32 = WIDTH - LEFT;

/// `word/document.xml`.
pub(super) fn document(form: &Form) -> String {
    let mut out = format!("{DECLARATION}<w:document {NAMESPACES}><w:body>");
    out.push_str(&heading_block(form));
    out.push_str(&title_block(form));
    out.push_str(&addressees(form));
    for line in &form.basis {
        out.push_str(&Par { style: "BodyText", ..Par::default() }.xml(&run(line, Look::default().italic())));
    }
    let last = form.body.len().saturating_sub(1);
    for (index, piece) in form.body.iter().enumerate() {
        draw(&mut out, piece, WIDTH, index == last);
    }
    out.push_str(&signature_block(form));
    let mut turned = false;
    for appendix in &form.appendices {
        out.push_str(&closing().with("", &section(turned)));
        turned = appendix.landscape;
        attach(&mut out, appendix);
    }
    if form.appendices.is_empty() {
        // A document may not end in a table.
        out.push_str(&closing().xml(""));
    }
    out.push_str(&section(turned));
    out.push_str("</w:body></w:document>");
    out
}

/// A paragraph that takes no room.
fn closing() -> Par {
    Par { space: Some((0, 0)), height: 20, ..Par::default() }
}

/// Two columns, two rows: the number and the place share a line.
fn heading_block(form: &Form) -> String {
    let centred = Par { align: "center", ..Par::default() };
    let size = Look::sized(26);
    let mut left = String::new();
    for line in &form.parent {
        left.push_str(&centred.xml(&run(line, size)));
    }
    for line in &form.authority {
        left.push_str(&centred.xml(&run(line, size.bold())));
    }
    let authority = form.authority.last().map_or(0.0, |line| fonts::bold_width(line, 13.0));
    left.push_str(&rule(authority.min(f64::from(LEFT)) * 0.4, LEFT));
    let mut right = centred.xml(&run(form.country, size.bold()));
    right.push_str(&centred.xml(&run(form.motto, Look::sized(28).bold())));
    right.push_str(&rule(fonts::bold_width(form.motto, 14.0), RIGHT));
    let apart = Par { space: Some((120, 0)), ..centred };
    let mut number = apart.xml(&run(&form.number, size));
    if !form.about.is_empty() {
        number.push_str(&apart.xml(&run(&form.about, Look::sized(24))));
    }
    let place = apart.xml(&run(&form.place, size.italic()));
    frame(&[LEFT, RIGHT], &[vec![left, right], vec![number, place]])
}

fn title_block(form: &Form) -> String {
    if form.kind.is_empty() {
        return Par { space: Some((0, 120)), ..Par::default() }.xml("");
    }
    let title = Par { style: "Title", keep_next: true, ..Par::default() };
    let mut out = Par { space: Some((360, 0)), ..title }.xml(&run(&form.kind, Look::default()));
    let mut last = form.kind.as_str();
    if !form.subject.is_empty() {
        out.push_str(&title.xml(&run(&form.subject, Look::default())));
        last = form.subject.lines().last().unwrap_or_default();
    }
    out.push_str(&rule(fonts::bold_width(last, 14.0).min(f64::from(WIDTH)) * 0.4, WIDTH));
    out.push_str(&Par { space: Some((0, 120)), ..Par::default() }.xml(""));
    out
}

/// One addressee in the same line; several below, their dashes under the colon.
fn addressees(form: &Form) -> String {
    let head = run(form.addressees_head, Look::default());
    match form.addressees.as_slice() {
        [] => String::new(),
        [only] => {
            let par = Par { space: Some((0, 240)), align: "center", ..Par::default() };
            par.xml(&format!("{head}{}", run(&format!(" {only}"), Look::default())))
        }
        all => {
            let colon = 1417 + 1250;
            let mut out = Par { indents: Some((1417, 0)), keep_next: true, ..Par::default() }.xml(&head);
            for line in all {
                out.push_str(&Par { indents: Some((colon, 0)), ..Par::default() }.xml(&run(line, Look::default())));
            }
            out.push_str(&Par { space: Some((0, 0)), height: 200, ..Par::default() }.xml(""));
            out
        }
    }
}

fn draw(out: &mut String, piece: &Piece, width: u32, keep_next: bool) {
    match piece {
        Piece::Heading { level, text } => {
            let style = ["Heading1", "Heading2", "Heading3", "Heading4"][usize::from((*level).clamp(1, 4) - 1)];
            out.push_str(&Par { style, ..Par::default() }.xml(&run(text, Look::default())));
        }
        Piece::Par { runs: pieces } => {
            out.push_str(&Par { style: "BodyText", keep_next, ..Par::default() }.xml(&runs(pieces)));
        }
        Piece::Table(table) => draw_table(out, table, width),
    }
}

fn draw_table(out: &mut String, table: &Grid, width: u32) {
    if !table.caption.is_empty() {
        out.push_str(&Par { style: "Caption", ..Par::default() }.xml(&run(&table.caption, Look::default())));
    }
    if !table.columns.is_empty() {
        out.push_str(&grid(table, width));
    }
    // Also keeps two tables that follow each other apart.
    let source = if table.source.is_empty() { String::new() } else { run(&table.source, Look::default()) };
    out.push_str(&Par { style: "Source", ..Par::default() }.xml(&source));
}

/// Nơi nhận at the left, the signature at the right, in one row that no page break divides.
fn signature_block(form: &Form) -> String {
    let small = Look::sized(22);
    let mut left = Par::default().xml(&run(form.recipients_head, Look::sized(24).bold().italic()));
    for line in &form.recipients {
        left.push_str(&Par::default().xml(&run(line, small)));
    }
    let centred = Par { align: "center", ..Par::default() };
    let mut right = String::new();
    for line in &form.offices {
        right.push_str(&centred.xml(&run(line, Look::default().bold())));
    }
    // Room for the signature and the seal.
    let name = Par { space: Some((1400, 0)), ..centred };
    right.push_str(&name.xml(&run(&form.signer, Look::default().bold())));
    let half = WIDTH / 2;
    let gap = Par { space: Some((0, 0)), height: 200, keep_next: true, ..Par::default() }.xml("");
    gap + &frame(&[half, WIDTH - half], &[vec![left, right]])
}

fn attach(out: &mut String, appendix: &Attachment) {
    let title = if appendix.title.is_empty() { appendix.label.clone() } else { format!("{}\n{}", appendix.label, appendix.title) };
    let heading = Par { style: "Heading1", space: Some((0, 60)), ..Par::default() };
    out.push_str(&heading.xml(&run(&title, Look::default())));
    let attached = Par { space: Some((0, 240)), align: "center", ..Par::default() };
    out.push_str(&attached.xml(&run(&appendix.attached, Look::default().italic())));
    for piece in &appendix.body {
        draw(out, piece, if appendix.landscape { WIDTH_TURNED } else { WIDTH }, false);
    }
}

/// A section: A4, margins of the decree, pages counted from 1, the first one without its number.
fn section(turned: bool) -> String {
    let size =
        if turned { "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>" } else { "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>" };
    format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/><w:headerReference w:type=\"first\" \
         r:id=\"rId4\"/><w:footerReference w:type=\"default\" r:id=\"rId5\"/><w:footerReference w:type=\"first\" \
         r:id=\"rId5\"/>{size}<w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1701\" \
         w:header=\"567\" w:footer=\"454\" w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/><w:titlePg/></w:sectPr>"
    )
}
