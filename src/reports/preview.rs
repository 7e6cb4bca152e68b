//! The paper on the page, as it will be printed, each figure a link down to its entries.

use super::{
    body::{self, Piece, Run, Source},
    content::Content,
    tokens, wording,
};
use crate::kit::{
    forms::encode,
    print::{
        Align,
        wording::{self as form, addressees, ended, legal_basis, number_line, place_line, recipients},
    },
};

/// A few words or one figure on the page.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The words.
    pub text: String,
    /// Where a figure leads; empty for words.
    pub href: String,
    /// Whether the figure was never collected.
    pub missing: bool,
    /// Whether it stands to the right in its cell.
    pub figure: bool,
}

/// A piece of the paper on the page.
#[derive(Clone, Debug)]
pub enum Part {
    /// A part's heading.
    Section(&'static str),
    /// A smaller heading.
    Clause(&'static str),
    /// A paragraph.
    Text(Vec<Shown>),
    /// A table.
    Table(Grid),
}

/// A cell of a table's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The words.
    pub text: &'static str,
    /// How many columns it stands over.
    pub columns: usize,
    /// How many rows it goes down.
    pub rows: usize,
}

/// A table on the page.
#[derive(Clone, Debug)]
pub struct Grid {
    /// What it shows.
    pub name: &'static str,
    /// The rows of headings.
    pub head: Vec<Vec<Head>>,
    /// The rows.
    pub rows: Vec<Vec<Shown>>,
    /// The last row; empty when there is none.
    pub total: Vec<Shown>,
    /// Below the table.
    pub note: &'static str,
}

/// The whole paper on the page.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Cơ quan chủ quản.
    pub parent: Vec<String>,
    /// Cơ quan ban hành.
    pub authority: Vec<String>,
    /// Quốc hiệu.
    pub country: &'static str,
    /// Tiêu ngữ.
    pub motto: &'static str,
    /// The number's line; while there is no number, what stands before the gap and after it.
    pub number: (String, String),
    /// Địa danh, ngày tháng năm.
    pub place: String,
    /// Tên loại.
    pub kind: &'static str,
    /// Trích yếu, a line each.
    pub subject: Vec<String>,
    /// Opens the list of addressees.
    pub addressees_head: &'static str,
    /// Kính gửi.
    pub addressees: Vec<String>,
    /// Căn cứ.
    pub basis: Vec<String>,
    /// The text.
    pub parts: Vec<Part>,
    /// Opens the list of recipients.
    pub recipients_head: &'static str,
    /// Nơi nhận.
    pub recipients: Vec<String>,
    /// Quyền hạn, chức vụ.
    pub offices: Vec<String>,
    /// Họ tên.
    pub signer: String,
    /// Heads the annex.
    pub annex_label: &'static str,
    /// The annex's title.
    pub annex_title: &'static str,
    /// The annex: its table.
    pub annex: Option<Grid>,
    /// The small print.
    pub foot: String,
}

impl Preview {
    /// The page's view of a report.
    pub fn of(content: &Content, hash: Option<&str>) -> Self {
        let p = &content.particulars;
        let mut parts: Vec<Part> = body::pieces(content).iter().map(|piece| part(piece, content)).collect();
        if let Some(Part::Text(last)) = parts.last_mut()
            && let Some(run) = last.last_mut()
        {
            run.text = ended(&run.text);
        }
        Self {
            parent: p.authority_parent.clone(),
            authority: p.authority.clone(),
            country: form::COUNTRY,
            motto: form::MOTTO,
            number: number(content),
            place: place_line(&p.place, content.lock.as_ref().map(|lock| lock.issued_on), content.period.year()),
            kind: wording::KIND,
            subject: tokens::filled(&p.subject, content).lines().map(str::to_owned).collect(),
            addressees_head: form::ADDRESSEES,
            addressees: addressees(&p.addressees),
            basis: legal_basis(&p.basis),
            parts,
            recipients_head: form::RECIPIENTS,
            recipients: recipients(&p.recipients),
            offices: p.offices.clone(),
            signer: p.signer.clone(),
            annex_label: form::APPENDIX,
            annex_title: wording::ANNEX,
            annex: match part(&body::annex(content), content) {
                Part::Table(grid) => Some(grid),
                _ => None,
            },
            foot: hash.map_or_else(|| wording::UNSEALED.to_owned(), wording::sealed),
        }
    }
}

fn number(content: &Content) -> (String, String) {
    let line = number_line(content.number(), &content.particulars.notation);
    match line.split_once('\u{a0}') {
        Some((before, after)) => (before.to_owned(), after.trim_start_matches('\u{a0}').to_owned()),
        None => (line, String::new()),
    }
}

fn part(piece: &Piece, content: &Content) -> Part {
    match piece {
        Piece::Section(text) => Part::Section(text),
        Piece::Clause(text) => Part::Clause(text),
        Piece::Text(runs) => Part::Text(runs.iter().map(|run| shown(run, content, false)).collect()),
        Piece::Table(grid) => {
            let is_figure = |index: usize| grid.columns.get(index).is_some_and(|(_, align, _)| *align == Align::Right);
            let cells = |row: &Vec<Run>| row.iter().enumerate().map(|(at, run)| shown(run, content, is_figure(at))).collect();
            Part::Table(Grid {
                name: grid.name,
                head: head(&grid.columns.iter().map(|(titles, ..)| titles.as_slice()).collect::<Vec<_>>()),
                rows: grid.rows.iter().map(cells).collect(),
                total: grid.total.as_ref().map(cells).unwrap_or_default(),
                note: grid.note,
            })
        }
    }
}

/// Headings of one or two levels: neighbours under the same upper heading share its cell.
fn head(titles: &[&[&'static str]]) -> Vec<Vec<Head>> {
    let levels = titles.iter().map(|title| title.len()).max().unwrap_or(1);
    let (mut upper, mut lower): (Vec<Head>, Vec<Head>) = (Vec::new(), Vec::new());
    let mut last = None;
    for title in titles {
        let group = title.split_last().and_then(|(_, above)| above.last().copied());
        let text = title.last().copied().unwrap_or("");
        match (group, upper.last_mut()) {
            (Some(name), Some(cell)) if last == Some(name) => cell.columns += 1,
            (Some(name), _) => upper.push(Head { text: name, columns: 1, rows: 1 }),
            (None, _) => upper.push(Head { text, columns: 1, rows: levels }),
        }
        if group.is_some() {
            lower.push(Head { text, columns: 1, rows: 1 });
        }
        last = group;
    }
    [upper, lower].into_iter().filter(|row| !row.is_empty()).collect()
}

/// A run as it stands on the page.
pub fn shown(run: &Run, content: &Content, figure: bool) -> Shown {
    Shown {
        text: run.text.clone(),
        href: run.source.as_ref().map(|source| href(source, content)).unwrap_or_default(),
        missing: run.text == wording::NO_DATA,
        figure,
    }
}

fn href(source: &Source, content: &Content) -> String {
    figure_href(source.figure, &source.village, content)
}

/// The address that opens a figure of the report's period down to its entries.
pub fn figure_href(figure: &str, village: &str, content: &Content) -> String {
    let (from, to) = content.period.cutoff();
    let place = if village.is_empty() { String::new() } else { format!("&thon={}", encode(village)) };
    format!("/quan-ly/so-lieu/{figure}?tu={from}&den={to}{place}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::content::tests::{content, locked};

    #[test]
    fn a_figure_leads_to_its_entries_of_the_period_and_village() {
        let content = content();
        let preview = Preview::of(&content, None);
        let Some(Part::Table(grid)) = preview.parts.iter().rev().find(|part| matches!(part, Part::Table(_))) else { panic!("a table") };
        assert_eq!(grid.rows[0][4].href, "/quan-ly/so-lieu/i5-people?tu=2026-09-15&den=2026-10-14&thon=v1");
        assert_eq!(grid.total[4].href, "/quan-ly/so-lieu/i5-people?tu=2026-09-15&den=2026-10-14");
        assert!(grid.rows[1][5].missing && grid.rows[1][5].href.is_empty());
    }

    #[test]
    fn neighbours_share_their_upper_heading() {
        let rows = head(&[&["Thôn"], &["Người", "Nam"], &["Người", "Nữ"], &["Tỷ lệ"]]);
        let told = |row: &Vec<Head>| row.iter().map(|h| format!("{} {}×{}", h.text, h.columns, h.rows)).collect::<Vec<_>>();
        assert_eq!(told(&rows[0]), ["Thôn 1×2", "Người 2×1", "Tỷ lệ 1×2"]);
        assert_eq!(told(&rows[1]), ["Nam 1×1", "Nữ 1×1"]);
        assert_eq!(head(&[&["a"], &["b"]]).len(), 1);
    }

    #[test]
    fn the_page_shows_what_the_paper_will_say() {
        let draft = Preview::of(&content(), None);
        assert_eq!((draft.number.0.as_str(), draft.number.1.as_str()), ("Số:", "/BC-UBND"));
        assert_eq!((draft.subject.len(), draft.place.as_str()), (1, "Thạch Thất, ngày … tháng … năm 2026"));
        let Some(Part::Text(last)) = draft.parts.last() else { panic!("a closing sentence") };
        assert!(last.last().unwrap().text.ends_with("trân trọng báo cáo./."));
        let done = Preview::of(&locked(), Some("abc"));
        assert_eq!((done.number.0.as_str(), done.place.as_str()), ("Số: 05/BC-UBND", "Thạch Thất, ngày 16 tháng 10 năm 2026"));
        assert_eq!(done.recipients.last().unwrap(), "- Lưu: VT, VH-XH.");
    }
}
