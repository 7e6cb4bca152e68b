//! The document model of an administrative paper: what it says, not how it looks.

use jiff::civil::Date;

/// An administrative document in the form of NĐ 30/2020/NĐ-CP, Phụ lục I.
///
/// Texts come without the signs that the form adds: no `Số:`, no leading dash, no closing `;` or `./.`
/// (where they are there already, they are not doubled). A line break in a text is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paper {
    /// The body above the issuing one, a line each; empty when there is none.
    pub authority_parent: Vec<String>,
    /// The issuing body, a line each, e.g. `ỦY BAN NHÂN DÂN`, `XÃ THẠCH THẤT`.
    pub authority: Vec<String>,
    /// The issuing body inside a sentence, e.g. `Ủy ban nhân dân xã Thạch Thất`.
    pub issuer: String,
    /// Number in its register; `None` leaves the gap that the clerk fills in by hand.
    pub number: Option<u32>,
    /// What follows the number, e.g. `BC-UBND`.
    pub notation: String,
    /// Where it is issued, e.g. `Thạch Thất`.
    pub place: String,
    /// The day of issue; `None` leaves the gap, with [`Paper::year`] printed.
    pub date: Option<Date>,
    /// The year printed while there is no day yet.
    pub year: i16,
    /// Name of the type, e.g. `BÁO CÁO`; empty for a công văn, whose subject then stands under the number.
    pub kind: String,
    /// Trích yếu.
    pub subject: String,
    /// Căn cứ, one each.
    pub legal_basis: Vec<String>,
    /// Kính gửi, one each.
    pub addressees: Vec<String>,
    /// Nội dung.
    pub body: Vec<Block>,
    /// Who signs.
    pub signer: Signer,
    /// Nơi nhận, one each. An item that begins with `Lưu` closes the list; `Lưu: VT` when there is none.
    pub recipients: Vec<String>,
    /// Phụ lục, in order.
    pub appendix: Vec<Appendix>,
    /// Marks every page as a draft.
    pub draft: bool,
    /// Small print at the foot of every page, e.g. the hash of the snapshot; may be empty.
    pub footer_note: String,
}

/// The signature: capacity and office, then the name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signer {
    /// E.g. `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
    pub lines: Vec<String>,
    /// Without title or rank; empty leaves the place free.
    pub name: String,
}

/// A Phụ lục on pages of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Appendix {
    /// Its title; the word and number above it come from the form.
    pub title: String,
    /// What it holds.
    pub body: Vec<Block>,
    /// Turns its pages for wide tables.
    pub landscape: bool,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading; its number is part of the text.
    Heading(Level, String),
    /// A justified paragraph with the first line indented.
    Paragraph(Vec<Inline>),
    /// A list with a dash before each item.
    List(Vec<Vec<Inline>>),
    /// A table.
    Table(Table),
}

impl Block {
    /// A paragraph of plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Inline::plain(text)])
    }

    /// One paragraph for each line that holds something: what a person typed into a text field.
    pub fn paragraphs(text: &str) -> Vec<Self> {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Self::plain).collect()
    }
}

/// How high a heading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Phần, Chương: centred, bold.
    Part,
    /// `I.`, Điều: bold.
    Section,
    /// `1.`: bold.
    Clause,
    /// `a)`: bold and italic.
    Point,
}

/// A run of text in one style.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inline {
    /// What it says, literally.
    pub text: String,
    /// In bold.
    pub bold: bool,
    /// In italics.
    pub italic: bool,
}

impl Inline {
    /// Upright, regular text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: false, italic: false }
    }

    /// Bold text.
    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: true, italic: false }
    }

    /// Italic text.
    pub fn italic(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: false, italic: true }
    }
}

/// A data table. Numbers arrive as they are to be read: `1.234,5`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Adds the `(1) (2) (3)` row under the headings.
    pub numbered: bool,
    /// Cells row by row. A short row is filled with blanks; what is too much joins the last cell.
    pub rows: Vec<Vec<String>>,
    /// The total, in bold at the end.
    pub total: Option<Vec<String>>,
    /// Stands above the table; may be empty.
    pub caption: String,
    /// Stands below the table; may be empty.
    pub source: String,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its heading from top to bottom: `["Số người", "Nam"]` shares the upper cell with a neighbour
    /// that begins alike.
    pub title: Vec<String>,
    /// How its cells are set; numbers to the right.
    pub align: Align,
    /// Its share of the width, beside the shares of the others; 0 counts as 1.
    pub width: u16,
}

impl Column {
    /// A column with a heading of one level.
    pub fn new(title: impl Into<String>, align: Align, width: u16) -> Self {
        Self { title: vec![title.into()], align, width }
    }

    /// The same column under a heading that neighbours share.
    #[must_use]
    pub fn under(mut self, group: impl Into<String>) -> Self {
        self.title.insert(0, group.into());
        self
    }
}

/// Where text stands in its cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Ordinals, short codes.
    Center,
    /// Numbers.
    Right,
}
