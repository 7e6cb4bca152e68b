//! What a line of a list is: a person, or one of the many lines that are not.

use super::{
    columns::Col,
    layout::Layout,
    values::{self, marked, plain},
};
use crate::kit::{
    birth::Reading,
    identity::Identity,
    phone::Phone,
    sheet::{Cell, Columns, Row, Sheet, Table},
};

/// A line that is no person and no empty row, and is therefore reported as left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// "Cộng", "Tổng cộng".
    Total,
    /// Signatures and what stands below them.
    Signature,
    /// The headings once more, as on every printed page.
    Heading,
    /// A heading of a part of the list: "Xóm 2".
    Section,
    /// The lower rows of a person whose name is merged over several.
    Continued,
    /// A remark.
    Remark,
}

impl Aside {
    /// The text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Total => "people-row-aside-total",
            Self::Signature => "people-row-aside-signature",
            Self::Heading => "people-row-aside-heading",
            Self::Section => "people-row-aside-section",
            Self::Continued => "people-row-aside-continued",
            Self::Remark => "people-row-aside-remark",
        }
    }
}

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    Person,
    /// Nothing about a person: empty, or prepared with a number, a xóm, a group only.
    Blank,
    /// `(1) (2) (3)` below the headings.
    Numbers,
    /// Headings: the same once more, or those of another table.
    Heading(Table<Col>),
    /// Left out; of a section heading with the hamlet that it names.
    Aside(Aside, Option<String>),
}

/// First words of the lines below a list, where the people sign who made it (folded).
const SIGNATURES: &[&str] = &[
    "nguoi lap",
    "nguoi tong hop",
    "nguoi thong ke",
    "nguoi ghi",
    "truong thon",
    "truong xom",
    "truong ban",
    "truong khu",
    "truong phong",
    "to truong",
    "doi truong",
    "thu truong",
    "hieu truong",
    "bi thu",
    "chu tich",
    "pho chu tich",
    "giam doc",
    "ke toan",
    "thu ky",
    "ky ghi ro",
    "ky va ghi ro",
    "ky ten",
    "ky dong dau",
    "da ky",
    "xac nhan",
    "tm",
    "kt",
    "tl",
    "ubnd",
    "uy ban nhan dan",
    "dai dien",
    "giao vien chu nhiem",
    "can bo phu trach",
    "can bo tong hop",
    "noi nhan",
    "ban cong tac mat tran",
];

/// Tells what the line at `index` is. The order of the checks is the meaning.
pub(super) fn tell(sheet: &Sheet, index: usize, layout: &Layout, columns: &Columns<Col>, reading: Reading) -> Line {
    let row = &sheet.rows[index];
    let name = layout.name(row);
    let is_numbered = is_ordinal(row.cell(layout.place(Col::Ordinal).unwrap_or(usize::MAX)));
    let filled: Vec<String> = row.cells.iter().map(Cell::text).filter(|text| !text.is_empty()).collect();
    if filled.is_empty() {
        return Line::Blank;
    }
    if is_number_line(&filled, &name) {
        return Line::Numbers;
    }
    if !is_numbered
        && filled.iter().take(4).any(|text| columns.is_heading(text))
        && let Some(Ok(table)) = columns.at(sheet, index)
    {
        return Line::Heading(table);
    }
    if layout.name_places().any(|place| sheet.continues(index, place)) && name.is_empty() {
        return Line::Aside(Aside::Continued, None);
    }
    let others = filled.len() - usize::from(layout.place(Col::Ordinal).is_some_and(|place| !row.cell(place).is_empty()));
    if others <= 1
        && let Some(hamlet) = filled.last().and_then(|text| values::hamlet(text))
    {
        return Line::Aside(Aside::Section, Some(hamlet));
    }
    if is_numbered && !name.is_empty() {
        return Line::Person;
    }
    let knows = layout.knows(row, reading);
    if !is_numbered && let Some(aside) = unnumbered(&filled, &name, knows, layout) {
        return Line::Aside(aside, None);
    }
    let is_blank = name.is_empty() && !knows.anything && layout.text(row, Col::Household).is_empty();
    if is_blank { Line::Blank } else { Line::Person }
}

/// Lines without a running number that are not people.
fn unnumbered(filled: &[String], name: &str, knows: Knows, layout: &Layout) -> Option<Aside> {
    let first = filled.first()?;
    if is_total(first) && !knows.for_sure {
        return Some(Aside::Total);
    }
    let is_sign = |text: &String| is_signature(&plain(text));
    // A date line in the column of births is no birth.
    let knows_for_sure = knows.for_sure && !(name.is_empty() && filled.len() == 1 && is_date_line(&plain(first)));
    if !knows_for_sure && filled.iter().any(is_sign) && (name.is_empty() || is_signature(&plain(name))) {
        return Some(Aside::Signature);
    }
    let has_ordinals = layout.place(Col::Ordinal).is_some();
    let is_alone = filled.len() == 1 || filled.windows(2).all(|pair| pair[0] == pair[1]);
    let is_remark = is_alone && !knows.anything && (has_ordinals || name.is_empty() || !is_name(name));
    let is_hint = name.starts_with('(') && name.ends_with(')');
    (is_remark || is_hint).then_some(Aside::Remark)
}

/// What a line says about one person beside the name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knows {
    /// Something stands in a column of birth, phone or identity.
    pub anything: bool,
    /// And it can be read as what it should be.
    pub for_sure: bool,
}

impl Layout {
    /// What the row says about one person beside the name.
    pub(super) fn knows(&self, row: &Row, reading: Reading) -> Knows {
        let phone = self.text(row, Col::Phone);
        let identity = self.text(row, Col::Identity);
        let birth = self.birth(row);
        let for_sure = Phone::parse_cell(&phone).is_ok()
            || Identity::parse_cell(&identity).is_ok()
            || birth.is_some_and(|birth| super::row::read_birth(&birth, reading).is_ok_and(|read| read.is_some()));
        let is_something = |text: &str| !values::is_nothing(text);
        let anything = is_something(&phone) || is_something(&identity) || self.birth(row).is_some();
        Knows { anything, for_sure }
    }
}

/// A running number: 1, "1.", "01".
fn is_ordinal(cell: &Cell) -> bool {
    let text = cell.text();
    let digits = text.trim_end_matches(['.', ')', '/']);
    !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// At least three cells, all of them `1`, `(2)`, `A` or `(5)=(3)+(4)`, the name's among them.
fn is_number_line(filled: &[String], name: &str) -> bool {
    let is_marker = |text: &str| {
        let text = text.trim_matches(['(', ')', '[', ']', ' ']);
        let (mark, sum) = text.split_once('=').unwrap_or((text, ""));
        let mark = mark.trim_end_matches([')', ' ']);
        let is_short =
            mark.len() <= 2 && mark.bytes().all(|b| b.is_ascii_digit()) || mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_uppercase());
        is_short && !mark.is_empty() && sum.chars().all(|c| !c.is_alphabetic())
    };
    filled.len() >= 3 && !name.is_empty() && filled.iter().all(|text| is_marker(text))
}

fn is_total(text: &str) -> bool {
    let (with_marks, folded) = (marked(text), plain(text));
    let starts = |text: &str, words: &str| text == words || text.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '));
    ["cộng", "tổng"].iter().any(|word| starts(&with_marks, word))
        || matches!(folded.as_str(), "cong" | "tong" | "sum")
        || ["tong cong", "tong so", "total", "trong do"].iter().any(|words| starts(&folded, words))
}

fn is_signature(folded: &str) -> bool {
    let starts = |words: &&str| folded.strip_prefix(*words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    SIGNATURES.iter().any(starts) || is_date_line(folded)
}

/// "Thạch Thất, ngày 05 tháng 02 năm 2026", the numbers perhaps left open.
fn is_date_line(folded: &str) -> bool {
    folded.contains("ngay") && folded.contains(" thang") && folded.contains(" nam")
}

/// Two to eight words of letters.
pub(super) fn is_name(text: &str) -> bool {
    let words = text.split(' ').count();
    (2..=8).contains(&words) && text.chars().all(is_name_letter)
}

/// What names are written with.
pub(super) fn is_name_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.')
}
