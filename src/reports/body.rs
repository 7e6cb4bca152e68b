//! From a report to the pieces of its paper, each figure with the way down to its entries.
//!
//! The preview on the page and the printed paper are drawn from the same pieces.

use super::{
    content::{Content, Section},
    tokens::{self, Part},
    wording,
};
use crate::{
    indicators::{TargetFigure, VillageFigures},
    kit::{
        numbers::{percent, whole},
        print::{Align, Appendix, Block, Column, Inline, Level, Paper, Signer, Table},
    },
};

/// The codes of the five components' figures, in the order of [`crate::indicators::COMPONENTS`].
pub const COMPONENT_FIGURES: [&str; 5] = ["t3-knowledge", "t3-skill", "t3-device", "t3-service", "t3-safety"];

/// The way from a printed figure to what it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The figure's code.
    pub figure: &'static str,
    /// The village's id; empty for the whole commune.
    pub village: String,
}

/// A few words, or one figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// What is printed.
    pub text: String,
    /// Where it comes from.
    pub source: Option<Source>,
}

impl Run {
    fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), source: None }
    }

    fn of(text: Option<String>, figure: &'static str, village: &str) -> Self {
        let source = text.is_some().then(|| Source { figure, village: village.to_owned() });
        Self { text: text.unwrap_or_else(|| wording::NO_DATA.to_owned()), source }
    }

    fn figure(number: Option<i64>, figure: &'static str, village: &str) -> Self {
        Self::of(number.map(|number| whole(number, wording::LANG)), figure, village)
    }
}

/// A table of runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// What it shows, for who can't see the heading above it.
    pub name: &'static str,
    /// Headings from top to bottom, how the cells are set, share of the width.
    pub columns: Vec<(Vec<&'static str>, Align, u16)>,
    /// The rows.
    pub rows: Vec<Vec<Run>>,
    /// The last row.
    pub total: Option<Vec<Run>>,
    /// Below the table.
    pub note: &'static str,
}

/// A piece of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A part's heading.
    Section(&'static str),
    /// A smaller heading.
    Clause(&'static str),
    /// A paragraph.
    Text(Vec<Run>),
    /// A table.
    Table(Grid),
}

/// The text of the report, from the opening sentence to the closing one.
pub fn pieces(content: &Content) -> Vec<Piece> {
    let mut out = Vec::new();
    if let Some(old) = &content.replaces {
        let number = super::rules::number_words(old.number, &old.notation);
        let day = crate::kit::dates::document_day(old.issued_on);
        out.push(Piece::Text(vec![Run::words(wording::replacing(&number, &day))]));
    }
    out.extend(told(content, Section::Intro));
    out.push(Piece::Section(wording::RESULTS));
    out.push(Piece::Clause(wording::CLASSES));
    out.extend(told(content, Section::Classes));
    out.push(Piece::Clause(wording::TARGETS));
    out.extend(told(content, Section::Targets));
    out.push(targets(&content.figures.targets));
    out.push(Piece::Clause(wording::VILLAGES));
    out.extend(told(content, Section::Villages));
    out.push(villages(content));
    for (heading, section) in
        [(wording::TROUBLES, Section::Troubles), (wording::TASKS, Section::Tasks), (wording::REQUESTS, Section::Requests)]
    {
        out.push(Piece::Section(heading));
        out.extend(told(content, section));
    }
    out.extend(told(content, Section::Closing));
    out
}

/// The paragraphs that the officer wrote, one for each line that holds something.
pub fn told(content: &Content, section: Section) -> Vec<Piece> {
    let lines = content.narrative.at(section).lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Piece::Text(runs(line, content))).collect()
}

/// A line of text with its tokens filled in.
pub fn runs(line: &str, content: &Content) -> Vec<Run> {
    let run = |part: &Part<'_>| match part {
        Part::Words(words) => Run::words(*words),
        Part::Token(token) => {
            let text = token.value(content);
            let missing = text == wording::NO_DATA;
            let source = token.figure.filter(|_| !missing).map(|figure| Source { figure, village: String::new() });
            Run { text, source }
        }
        Part::Unknown(name) => Run::words(format!("{{{name}}}")),
    };
    tokens::parts(line).iter().map(run).collect()
}

fn targets(targets: &[TargetFigure]) -> Piece {
    if targets.is_empty() {
        return Piece::Text(vec![Run::words(wording::NO_TARGETS)]);
    }
    let columns = vec![
        (vec!["Số"], Align::Center, 3),
        (vec!["Chỉ tiêu"], Align::Left, 13),
        (vec!["Năm"], Align::Center, 3),
        (vec!["Mục tiêu"], Align::Right, 4),
        (vec!["Đã đạt"], Align::Right, 4),
        (vec!["Tổng số"], Align::Right, 4),
        (vec!["Tỷ lệ"], Align::Right, 4),
    ];
    Piece::Table(Grid {
        name: wording::TARGETS,
        columns,
        rows: targets.iter().map(target).collect(),
        total: None,
        note: wording::TARGETS_NOTE,
    })
}

fn target(target: &TargetFigure) -> Vec<Run> {
    // T3 and T9 are counted here; the others have no entries below them yet.
    let figure = ["T3", "T9"].contains(&target.id.as_str()).then_some("t3-all");
    let reached = target.numerator.map(|number| whole(number, wording::LANG));
    let reached = match figure {
        Some(figure) => Run::of(reached, figure, ""),
        None => Run::words(reached.unwrap_or_else(|| wording::NO_DATA.to_owned())),
    };
    let (all, share) = if is_rank(target) {
        (wording::NOT_ASKED.to_owned(), wording::NOT_ASKED.to_owned())
    } else {
        let all = target.denominator.map(|number| whole(number, wording::LANG));
        (all.unwrap_or_else(|| wording::NO_DATA.to_owned()), target_share(target).unwrap_or_else(|| wording::NO_DATA.to_owned()))
    };
    vec![
        Run::words(&target.id),
        Run::words(&target.title),
        Run::words(target.year.to_string()),
        Run::words(target.threshold.map_or_else(|| wording::NOT_ASKED.to_owned(), |threshold| format!("{threshold}%"))),
        reached,
        Run::words(all),
        Run::words(share),
    ]
}

/// Whether a target is a place among others: it is reached out of nothing.
pub fn is_rank(target: &TargetFigure) -> bool {
    target.kind == "rank"
}

/// How far a target has come, when both numbers are known.
pub fn target_share(target: &TargetFigure) -> Option<String> {
    percent(u64::try_from(target.numerator?).ok()?, u64::try_from(target.denominator?).ok()?, wording::LANG)
}

fn villages(content: &Content) -> Piece {
    let columns = vec![
        (vec!["TT"], Align::Center, 2),
        (vec!["Thôn"], Align::Left, 8),
        (vec!["Số buổi"], Align::Right, 4),
        (vec!["Số lượt"], Align::Right, 4),
        (vec!["Số người"], Align::Right, 4),
        (vec!["Đạt đủ năm thành phần"], Align::Right, 6),
        (vec!["Tỷ lệ"], Align::Right, 5),
    ];
    let row = |(index, figures): (usize, &VillageFigures)| {
        let mut row = named(index, figures);
        row.extend(attended(figures));
        row.push(Run::figure(figures.all_five, "t3-all", &figures.village));
        row.push(Run::of(tokens::share(figures), "t3-all", &figures.village));
        row
    };
    grid(wording::VILLAGES, columns, content, row)
}

/// The annex: all that is known of each village.
pub fn annex(content: &Content) -> Piece {
    let mut columns = vec![
        (vec!["TT"], Align::Center, 3),
        (vec!["Thôn"], Align::Left, 11),
        (vec!["Số buổi"], Align::Right, 4),
        (vec!["Số lượt"], Align::Right, 5),
        (vec!["Số người"], Align::Right, 5),
        (vec!["Tuần không lớp"], Align::Right, 5),
        (vec!["Người trưởng thành"], Align::Right, 6),
    ];
    let group = "Người trưởng thành đạt thành phần (người)";
    columns.extend(wording::COMPONENTS.map(|component| (vec![group, component], Align::Right, 6)));
    columns.push((vec![group, "Đủ năm"], Align::Right, 6));
    columns.push((vec!["Tỷ lệ đủ năm"], Align::Right, 6));
    let row = |(index, figures): (usize, &VillageFigures)| {
        let mut row = named(index, figures);
        row.extend(attended(figures));
        row.push(Run::words(whole(figures.weeks_without, wording::LANG)));
        row.push(Run::words(figures.adults.map_or_else(|| wording::NO_DATA.to_owned(), |adults| whole(adults, wording::LANG))));
        row.extend(figures.components.iter().zip(COMPONENT_FIGURES).map(|(reached, code)| Run::figure(*reached, code, &figures.village)));
        row.push(Run::figure(figures.all_five, "t3-all", &figures.village));
        row.push(Run::of(tokens::share(figures), "t3-all", &figures.village));
        row
    };
    grid(wording::ANNEX, columns, content, row)
}

fn grid(
    name: &'static str,
    columns: Vec<(Vec<&'static str>, Align, u16)>,
    content: &Content,
    row: impl Fn((usize, &VillageFigures)) -> Vec<Run>,
) -> Piece {
    let rows = content.figures.villages.iter().enumerate().map(&row).collect();
    let mut total = row((0, &content.figures.whole));
    total[0] = Run::default();
    total[1] = Run::words(wording::WHOLE);
    Piece::Table(Grid { name, columns, rows, total: Some(total), note: wording::VILLAGES_NOTE })
}

fn named(index: usize, figures: &VillageFigures) -> Vec<Run> {
    vec![Run::words((index + 1).to_string()), Run::words(&figures.name)]
}

fn attended(figures: &VillageFigures) -> [Run; 3] {
    [
        Run::figure(Some(figures.sessions), "i5-sessions", &figures.village),
        Run::figure(Some(figures.attendances), "i5-attendances", &figures.village),
        Run::figure(Some(figures.people), "i5-people", &figures.village),
    ]
}

/// The paper to be printed; `hash` is that of the snapshot, for a locked report.
pub fn paper(content: &Content, hash: Option<&str>) -> Paper {
    let p = &content.particulars;
    let lock = content.lock.as_ref();
    Paper {
        authority_parent: p.authority_parent.clone(),
        authority: p.authority.clone(),
        issuer: content.issuer(),
        number: content.number(),
        notation: p.notation.clone(),
        place: p.place.clone(),
        date: lock.map(|lock| lock.issued_on),
        year: content.period.year(),
        kind: wording::KIND.to_owned(),
        subject: tokens::filled(&p.subject, content),
        legal_basis: p.basis.clone(),
        addressees: p.addressees.clone(),
        body: pieces(content).iter().map(block).collect(),
        signer: Signer { lines: p.offices.clone(), name: p.signer.clone() },
        recipients: p.recipients.clone(),
        appendix: vec![Appendix { title: wording::ANNEX.to_owned(), body: vec![block(&annex(content))], landscape: true }],
        draft: lock.is_none(),
        footer_note: hash.map_or_else(|| wording::UNSEALED.to_owned(), wording::sealed),
    }
}

fn block(piece: &Piece) -> Block {
    let cells = |row: &Vec<Run>| row.iter().map(|run| run.text.clone()).collect();
    match piece {
        Piece::Section(text) => Block::Heading(Level::Section, (*text).to_owned()),
        Piece::Clause(text) => Block::Heading(Level::Clause, (*text).to_owned()),
        Piece::Text(runs) => Block::Paragraph(runs.iter().map(|run| Inline::plain(&run.text)).collect()),
        Piece::Table(grid) => Block::Table(Table {
            columns: grid.columns.iter().map(column).collect(),
            numbered: true,
            rows: grid.rows.iter().map(cells).collect(),
            total: grid.total.as_ref().map(cells),
            caption: String::new(),
            source: grid.note.to_owned(),
        }),
    }
}

fn column((titles, align, width): &(Vec<&'static str>, Align, u16)) -> Column {
    Column { title: titles.iter().map(ToString::to_string).collect(), align: *align, width: *width }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::content::{
        Replaced,
        tests::{content, locked},
    };

    fn words(piece: &Piece) -> String {
        match piece {
            Piece::Section(text) | Piece::Clause(text) => (*text).to_owned(),
            Piece::Text(runs) => runs.iter().map(|run| run.text.as_str()).collect(),
            Piece::Table(grid) => grid.rows.iter().chain(&grid.total).flatten().map(|run| run.text.clone() + "|").collect(),
        }
    }

    #[test]
    fn the_figures_of_a_sentence_lead_down_and_missing_ones_do_not() {
        let runs = runs("Có {so_buoi} buổi, tri thức {t3_tri_thuc}, {ky}", &content());
        let sources: Vec<_> = runs.iter().filter_map(|run| run.source.as_ref().map(|s| (run.text.as_str(), s.figure))).collect();
        assert_eq!(sources, [("38", "i5-sessions")]);
        assert_eq!(runs[3].text, "chưa có số liệu");
    }

    #[test]
    fn what_was_never_collected_is_said_in_every_table() {
        let content = content();
        let all: Vec<String> = pieces(&content).iter().map(words).collect();
        let tables: Vec<&String> = all.iter().filter(|text| text.contains('|')).collect();
        assert!(tables[0].contains("T5|Chỉ tiêu T5|2025|85%|chưa có số liệu|1.000|chưa có số liệu|"), "{}", tables[0]);
        assert!(tables[0].contains("T3|Chỉ tiêu T3|2025|85%|803|1.000|80,3%|"), "{}", tables[0]);
        assert!(tables[1].contains("2|Thôn Bến Ví Dụ|0|0|0|chưa có số liệu|chưa có số liệu|"), "{}", tables[1]);
        assert!(tables[1].ends_with("|Toàn xã|38|1.812|403|chưa có số liệu|chưa có số liệu|"), "{}", tables[1]);
        let annex = words(&annex(&content));
        assert!(annex.contains("1|Thôn Đồng Mẫu|38|1.812|403|1|912|803|0|chưa có số liệu|"), "{annex}");
    }

    #[test]
    fn a_rank_is_reached_out_of_nothing() {
        let mut content = content();
        content.figures.targets[1].kind = "rank".into();
        content.figures.targets[1].threshold = None;
        let told: Vec<String> = pieces(&content).iter().map(words).collect();
        assert!(told.iter().any(|text| text.contains("T5|Chỉ tiêu T5|2025|–|chưa có số liệu|–|–|")), "{told:?}");
    }

    #[test]
    fn a_village_figure_leads_to_its_village_and_the_total_to_the_commune() {
        let Piece::Table(grid) = villages(&content()) else { panic!("a table") };
        let people = |row: &Vec<Run>| row[4].source.clone().map(|source| (source.figure, source.village));
        assert_eq!(people(&grid.rows[0]), Some(("i5-people", "v1".into())));
        assert_eq!(people(grid.total.as_ref().unwrap()), Some(("i5-people", String::new())));
    }

    #[test]
    fn a_later_edition_says_first_what_it_replaces() {
        let replaces = Some(Replaced { number: 5, notation: "BC-UBND".into(), issued_on: jiff::civil::date(2026, 2, 5) });
        let second = Content { replaces, edition: 2, ..content() };
        assert_eq!(words(&pieces(&second)[0]), "Báo cáo này thay thế Báo cáo số 05/BC-UBND ngày 05 tháng 02 năm 2026.");
        assert!(!words(&pieces(&content())[0]).contains("thay thế"));
    }

    #[test]
    fn a_draft_has_no_number_and_a_locked_report_is_no_draft() {
        let draft = paper(&content(), None);
        assert!(draft.draft && draft.number.is_none() && draft.date.is_none() && draft.year == 2026);
        assert_eq!(draft.subject, "Kết quả thực hiện phong trào “Bình dân học vụ số” tháng 10 năm 2026");
        let locked = paper(&locked(), Some("abc"));
        assert!(!locked.draft && locked.number == Some(5) && locked.footer_note.ends_with("abc"));
    }

    #[test]
    fn strange_words_stay_words() {
        let mut content = content();
        let strange = "#let x = 1 <script>alert(1)</script> $a^2$ \\ {so_buoi} @khoa";
        strange.clone_into(content.narrative.at_mut(Section::Troubles));
        let told = told(&content, Section::Troubles);
        assert_eq!(words(&told[0]), "#let x = 1 <script>alert(1)</script> $a^2$ \\ 38 @khoa");
    }
}
