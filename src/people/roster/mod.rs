//! Reads a village list out of a workbook: columns by their headings, people row by row, a reason for every row that cannot be used.
//!
//! Pure: no database, no clock. What a list may look like is told in [`columns`] (headings), [`lines`] (lines that are no
//! people) and [`values`] (words in cells); who is likely the same person in [`twins`].

mod columns;
mod layout;
mod lines;
mod row;
mod twins;
mod values;

use jiff::civil::Date;

pub use columns::{Col, PEOPLE};
pub use lines::Aside;
pub use values::{Group, Need};

use crate::kit::{
    birth::{Birth, BirthError, Reading},
    identity::{Identity, Sex},
    phone::Phone,
    sheet::{Columns, NoTable, Sheet, Table, Trouble, Workbook},
};

/// What a list is read against.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Today in Vietnam.
    pub today: Date,
    /// Two-digit birth years up to this one are 20xx; `None` is this year's (see [`Reading::on`]).
    pub pivot: Option<u8>,
}

/// What was read.
#[derive(Clone, Debug)]
pub struct Roster {
    /// Every sheet of the file, in order; rows name a sheet by its place here.
    pub sheets: Vec<SheetReport>,
    /// People, in the order of the file. Likely duplicates are among them.
    pub good: Vec<GoodRow>,
    /// Rows that cannot be used.
    pub bad: Vec<BadRow>,
    /// Likely duplicates within the file; against the register they are found elsewhere.
    pub duplicates: Vec<Dup>,
    /// Lines that are no people: totals, signatures, repeated headings.
    pub asides: Vec<AsideRow>,
}

/// What became of one sheet.
#[derive(Clone, Debug)]
pub struct SheetReport {
    /// The name on its tab.
    pub name: String,
    /// Whether people were looked for in it, and if not, why.
    pub state: SheetState,
    /// Recognised columns of its first table, from left to right: meaning, place from 0, and what is written above.
    pub columns: Vec<(Col, usize, String)>,
    /// Headings that say nothing to us; nothing of these columns is kept.
    pub unknown: Vec<String>,
}

/// Whether people were looked for in a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetState {
    /// Yes.
    Read,
    /// Hidden sheets are left out.
    Hidden,
    /// It is empty.
    Empty,
    /// No row has the headings of a list of people.
    NoHeading,
    /// Two tables stand side by side.
    SideBySide,
    /// Its letters need an old font.
    OldFont,
    /// Its letters were saved in a wrong encoding.
    Garbled,
}

/// A person of the list.
#[derive(Clone, Debug)]
pub struct GoodRow {
    /// Place in [`Roster::sheets`].
    pub sheet: usize,
    /// Row as Excel numbers it.
    pub row: u32,
    /// The name, cleaned, its capitals mended. May hold anything a person typed: escape it.
    pub name: String,
    /// The name folded for search.
    pub folded: String,
    /// Birth, if it is told.
    pub birth: Option<Birth>,
    /// Sex, if it is told.
    pub sex: Option<Sex>,
    /// Phone, if a good one is there.
    pub phone: Option<Phone>,
    /// Identity number, only to be hashed.
    pub identity: Option<Identity>,
    /// Xóm, ngõ, tổ: from its column, else from the section, the sheet's name or the address.
    pub hamlet: Option<String>,
    /// Name of the head of the household.
    pub household: Option<String>,
    /// Audience group; người dân where nothing is told.
    pub group: Group,
    /// Class, school, office or company.
    pub unit: Option<String>,
    /// Needs in a class.
    pub needs: Vec<Need>,
    /// Whether the person has a smartphone; `None` where nothing is told.
    pub has_smartphone: Option<bool>,
    /// What the paper says of consent: a claim to be confirmed, never a tick set beforehand.
    pub consent: Option<bool>,
    /// The note, unless it tells of health, ethnicity or belief. Escape it.
    pub note: Option<String>,
    /// What a person should look at.
    pub warnings: Vec<Warning>,
}

/// A row that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Place in [`Roster::sheets`].
    pub sheet: usize,
    /// Row as Excel numbers it.
    pub row: u32,
    /// The name as far as it can be read, so that the row is found again on paper.
    pub name: String,
    /// The first reason.
    pub reason: BadReason,
}

/// A likely duplicate: this row is likely the same person as that one above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dup {
    /// Place of the later row's sheet in [`Roster::sheets`].
    pub sheet: usize,
    /// The later row.
    pub row: u32,
    /// Place of the earlier row's sheet.
    pub of_sheet: usize,
    /// The earlier row.
    pub of_row: u32,
}

/// A line that is no person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsideRow {
    /// Place in [`Roster::sheets`].
    pub sheet: usize,
    /// Row as Excel numbers it.
    pub row: u32,
    /// What it is.
    pub aside: Aside,
}

/// Why a row cannot be used. A row has one reason: the first in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BadReason {
    /// Thiếu họ tên.
    NameMissing,
    /// Năm sinh không đọc được.
    BirthUnreadable,
    /// Ngày sinh không có thật.
    BirthNotReal,
    /// Ngày sinh ở tương lai.
    BirthFuture,
    /// Tuổi quá cao.
    BirthTooOld,
    /// Họ tên quá dài.
    NameTooLong,
}

/// What a person should look at in a row that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Warning {
    /// The name has one word only, or digits or signs.
    NameOdd,
    /// The list has a column of births, and it is empty here.
    BirthMissing,
    /// The birth was an unformatted Excel day number.
    BirthFromSerial,
    /// The sex is written both ways, or as no word that we know.
    SexUnclear,
    /// Số điện thoại không hợp lệ: it is left out.
    PhoneInvalid,
    /// A phone prefix that we do not know.
    PhonePrefix,
    /// Several phones: the first is kept.
    PhoneMore,
    /// The identity number is none: it is left out.
    IdentityInvalid,
    /// The identity number says the other sex.
    IdentitySex,
    /// The identity number says another birth year.
    IdentityYear,
    /// The identity number's province is none of the list.
    IdentityProvince,
    /// A group that we do not know: người dân is taken.
    GroupUnknown,
    /// The note tells of health, ethnicity or belief: it is left out.
    NoteDropped,
}

/// Reads all sheets of a file as lists of people.
pub fn read(book: &Workbook, options: &Options) -> Roster {
    let mut reading = Reading::on(options.today);
    reading.pivot = options.pivot.unwrap_or(reading.pivot);
    let mut roster = Roster { sheets: Vec::new(), good: Vec::new(), bad: Vec::new(), duplicates: Vec::new(), asides: Vec::new() };
    let columns = Columns::new(&PEOPLE);
    for sheet in &book.sheets {
        let found = if sheet.hidden { Err(SheetState::Hidden) } else { find(sheet, &columns) };
        roster.sheets.push(SheetReport::of(sheet, &found));
        if let Ok(table) = found {
            roster.take(sheet, &table, &columns, reading);
        }
    }
    roster.duplicates = twins::find(&roster.good);
    roster
}

fn find(sheet: &Sheet, columns: &Columns<Col>) -> Result<Table<Col>, SheetState> {
    match sheet.trouble {
        Some(Trouble::OldFont) => return Err(SheetState::OldFont),
        Some(Trouble::Garbled) => return Err(SheetState::Garbled),
        None => {}
    }
    columns.find(sheet).map_err(|no| match no {
        NoTable::Empty => SheetState::Empty,
        NoTable::NoHeading => SheetState::NoHeading,
        NoTable::SideBySide => SheetState::SideBySide,
    })
}

impl Roster {
    /// Reads the rows below the headings of a sheet.
    fn take(&mut self, sheet: &Sheet, table: &Table<Col>, columns: &Columns<Col>, reading: Reading) {
        use lines::Line;
        let place = self.sheets.len() - 1;
        let mut layout = layout::Layout::of(table);
        let mut above = row::Above::new(values::hamlet_in(&sheet.name));
        let mut is_below_signature = false;
        let mut index = table.first;
        while let Some(row) = sheet.rows.get(index) {
            let mut next = index + 1;
            let mut aside = None;
            match lines::tell(sheet, index, &layout, columns, reading) {
                Line::Blank | Line::Numbers => {}
                Line::Heading(table) => {
                    next = table.first;
                    layout = layout::Layout::of(&table);
                    is_below_signature = false;
                    aside = Some(Aside::Heading);
                }
                Line::Aside(Aside::Section, hamlet) => {
                    above.hamlet = hamlet;
                    aside = Some(Aside::Section);
                }
                Line::Aside(what, _) => {
                    is_below_signature |= what == Aside::Signature;
                    aside = Some(what);
                }
                // Who signs is named below the signature; only a row that tells more is a person again.
                Line::Person if is_below_signature && !layout.knows(row, reading).for_sure => aside = Some(Aside::Signature),
                Line::Person => {
                    is_below_signature = false;
                    match row::read(sheet, index, &layout, &mut above, reading) {
                        Ok(person) => self.good.push(GoodRow { sheet: place, ..person }),
                        Err(reason) => self.bad.push(BadRow { sheet: place, row: row.number, name: layout.name(row), reason }),
                    }
                }
            }
            self.asides.extend(aside.map(|aside| AsideRow { sheet: place, row: row.number, aside }));
            index = next;
        }
    }
}

impl SheetReport {
    fn of(sheet: &Sheet, found: &Result<Table<Col>, SheetState>) -> Self {
        let (state, columns, unknown) = match found {
            Ok(table) => {
                let columns = table.columns.iter().map(|column| (column.key, column.index, column.title.clone())).collect();
                (SheetState::Read, columns, table.unknown.iter().map(|(_, title)| title.clone()).collect())
            }
            Err(state) => (*state, Vec::new(), Vec::new()),
        };
        Self { name: sheet.name.clone(), state, columns, unknown }
    }
}

impl From<BirthError> for BadReason {
    /// An empty cell is no reason; whoever asks anyway hears that it cannot be read.
    fn from(error: BirthError) -> Self {
        match error {
            BirthError::Empty | BirthError::Unreadable => Self::BirthUnreadable,
            BirthError::NotReal => Self::BirthNotReal,
            BirthError::Future => Self::BirthFuture,
            BirthError::TooOld => Self::BirthTooOld,
        }
    }
}

impl BadReason {
    /// The stable code, which is also the text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NameMissing => "people-row-name-missing",
            Self::BirthUnreadable => "people-row-birth-unreadable",
            Self::BirthNotReal => "people-row-birth-not-real",
            Self::BirthFuture => "people-row-birth-future",
            Self::BirthTooOld => "people-row-birth-too-old",
            Self::NameTooLong => "people-row-name-too-long",
        }
    }
}

impl Warning {
    /// The stable code, which is also the text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NameOdd => "people-row-warn-name-odd",
            Self::BirthMissing => "people-row-warn-birth-missing",
            Self::BirthFromSerial => "people-row-warn-birth-serial",
            Self::SexUnclear => "people-row-warn-sex",
            Self::PhoneInvalid => "people-row-warn-phone",
            Self::PhonePrefix => "people-row-warn-phone-prefix",
            Self::PhoneMore => "people-row-warn-phone-more",
            Self::IdentityInvalid => "people-row-warn-identity",
            Self::IdentitySex => "people-row-warn-identity-sex",
            Self::IdentityYear => "people-row-warn-identity-year",
            Self::IdentityProvince => "people-row-warn-identity-province",
            Self::GroupUnknown => "people-row-warn-group",
            Self::NoteDropped => "people-row-warn-note",
        }
    }
}

impl SheetState {
    /// The stable code, which is also the text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "people-row-sheet-read",
            Self::Hidden => "people-row-sheet-hidden",
            Self::Empty => "people-row-sheet-empty",
            Self::NoHeading => "people-row-sheet-no-heading",
            Self::SideBySide => "people-row-sheet-side-by-side",
            Self::OldFont => "people-row-sheet-old-font",
            Self::Garbled => "people-row-sheet-garbled",
        }
    }
}

#[cfg(test)]
mod tests;
