//! A paper with every rule of the decree applied: what both writers draw, piece by piece.

use jiff::civil::Date;
use serde::Serialize;

use super::grid::Grid;
use super::paper::{Appendix, Block, Inline, Level, Paper};
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
            Block::Paragraph(inlines) if says_something(inlines) => out.push(Piece::Par { runs: runs(inlines) }),
            Block::Paragraph(_) => {}
            Block::List(items) => out.extend(items.iter().map(|item| {
                let dash = Run { text: "- ".to_owned(), ..Run::default() };
                Piece::Par { runs: std::iter::once(dash).chain(runs(item)).collect() }
            })),
            Block::Table(table) => out.push(Piece::Table(Grid::new(table))),
        }
    }
    out
}

fn says_something(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| !text::line(&inline.text).is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::print::Table;
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
    fn a_paragraph_that_says_nothing_takes_no_room() {
        let blank = Block::Paragraph(vec![Inline::plain(" \n"), Inline::bold("\u{0}")]);
        assert_eq!(pieces(&[Block::Paragraph(vec![]), blank, Block::plain("a")]), [par("a")]);
    }

    #[test]
    fn a_draft_says_so_in_its_title() {
        let paper = Paper { draft: true, ..sample::report() };
        assert!(Form::new(&paper).title.starts_with("Dự thảo - Báo cáo - "), "{}", Form::new(&paper).title);
    }
}
