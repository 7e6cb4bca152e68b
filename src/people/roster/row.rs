//! One line of a list becomes one person, or the reason why it cannot.

use super::{
    BadReason, GoodRow, Warning,
    columns::Col,
    layout::{Layout, Written},
    lines::is_name_letter,
    values,
};
use crate::kit::{
    birth::{Birth, BirthError, Reading},
    fold,
    identity::{Identity, IdentityWarning},
    phone::{Kind, Phone},
    sheet::{Cell, Row, Sheet},
};

/// Longest name, in characters.
const MAX_NAME: usize = 100;
/// Longest text of any other column, in characters.
const MAX_TEXT: usize = 150;

/// What the lines above told about this one.
#[derive(Debug)]
pub(super) struct Above {
    /// The hamlet of the section, else of the sheet.
    pub hamlet: Option<String>,
    /// What the columns that know ditto marks last held.
    last: [String; 4],
}

impl Above {
    /// At the head of a sheet whose name says this hamlet.
    pub(super) fn new(hamlet: Option<String>) -> Self {
        Self { hamlet, last: Default::default() }
    }
}

/// Reads a line.
///
/// # Errors
/// The first [`BadReason`]: missing name, birth unreadable, not real, in the future, too long ago, name too long.
pub(super) fn read(sheet: &Sheet, index: usize, layout: &Layout, above: &mut Above, reading: Reading) -> Result<GoodRow, BadReason> {
    let row = &sheet.rows[index];
    let mut inherit = |slot: usize, col: Col| {
        let text = layout.shared(sheet, index, col);
        if !values::is_ditto(&text) {
            above.last[slot] = text;
        }
        let text = above.last[slot].as_str();
        (!values::is_nothing(text)).then(|| text.chars().take(MAX_TEXT).collect::<String>())
    };
    let hamlet = inherit(0, Col::Hamlet);
    let household = inherit(1, Col::Household);
    let group = inherit(2, Col::Group);
    let unit = inherit(3, Col::Unit);

    let name = layout.name(row);
    if !name.chars().any(char::is_alphabetic) {
        return Err(BadReason::NameMissing);
    }
    let written = layout.birth(row);
    let birth = written.as_ref().map(|written| read_birth(written, reading)).transpose()?.flatten();
    if name.chars().count() > MAX_NAME {
        return Err(BadReason::NameTooLong);
    }

    let name = fold::title_name(&name);
    let mut person = GoodRow {
        sheet: 0,
        row: row.number,
        folded: fold::fold(&name),
        birth,
        sex: None,
        phone: None,
        identity: None,
        hamlet: hamlet.map(|hamlet| fold::title_name(&hamlet)).or_else(|| above.hamlet.clone()),
        household: household.filter(|_| layout.place(Col::Household) != layout.place(Col::Name)).map(|head| head_name(&head, &name)),
        group: values::Group::default(),
        unit,
        needs: Vec::new(),
        has_smartphone: layout.decision(row, Col::Smartphone, values::yes_or_no),
        consent: layout.decision(row, Col::Consent, values::consent),
        note: None,
        warnings: Vec::new(),
        name,
    };
    person.hamlet = person.hamlet.take().or_else(|| address(layout, sheet, index));
    person.warn_of_name_and_birth(layout, written.as_ref());
    person.take_sex(layout, row);
    person.take_phone(&layout.shared(sheet, index, Col::Phone));
    person.take_identity(&layout.text(row, Col::Identity));
    person.take_group(group.as_deref());
    person.take_note(&layout.text(row, Col::Note));
    Ok(person)
}

/// Reads what stands in the columns of birth; a mark for "nothing" is nothing.
pub(super) fn read_birth(written: &Written<'_>, reading: Reading) -> Result<Option<Birth>, BirthError> {
    let read = match written {
        Written::Parts(parts) => Birth::parse(&joined(parts), reading),
        Written::Whole(Cell::Date(date)) => Birth::from_date(*date, reading),
        Written::Whole(Cell::Number(number)) => Birth::from_number(*number, reading),
        Written::Whole(cell) => {
            let text = cell.text();
            match serial(&text) {
                Some(serial) => Birth::from_number(serial, reading),
                None => Birth::parse(&text, reading),
            }
        }
    };
    match read {
        Ok(birth) => Ok(Some(birth)),
        Err(BirthError::Empty) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Day, month and year as one date; what is unknown is 0.
fn joined([day, month, year]: &[String; 3]) -> String {
    let part = |text: &String| if values::is_nothing(text) { "0".to_owned() } else { text.clone() };
    format!("{}/{}/{year}", part(day), part(month))
}

/// An Excel serial day that a text cell or a CSV file holds: five digits, perhaps with zeros after a point.
fn serial(text: &str) -> Option<f64> {
    let whole = text.split_once('.').map_or(text, |(whole, zeros)| if zeros.bytes().all(|b| b == b'0') { whole } else { text });
    (whole.len() == 5 && whole.bytes().all(|b| b.is_ascii_digit())).then(|| whole.parse().ok()).flatten()
}

/// The head's name; a mark in the column means that this person is the head.
fn head_name(head: &str, name: &str) -> String {
    fold::title_name(if values::is_tick(head) { name } else { head })
}

/// The hamlet that an address begins with or holds between commas.
fn address(layout: &Layout, sheet: &Sheet, index: usize) -> Option<String> {
    layout.shared(sheet, index, Col::Address).split([',', '-', ';']).find_map(values::hamlet)
}

impl GoodRow {
    fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    fn warn_of_name_and_birth(&mut self, layout: &Layout, written: Option<&Written<'_>>) {
        if !self.name.chars().all(is_name_letter) || !self.name.contains(' ') {
            self.warn(Warning::NameOdd);
        }
        let is_serial = match written {
            Some(Written::Whole(Cell::Number(number))) => (2201.0..100_000.0).contains(number),
            Some(Written::Whole(Cell::Text(text))) => serial(&fold::nfc(text)).is_some(),
            _ => false,
        };
        if is_serial {
            self.warn(Warning::BirthFromSerial);
        }
        let has_births = [Col::Birth, Col::Year].iter().any(|col| layout.place(*col).is_some());
        if self.birth.is_none() && has_births {
            self.warn(Warning::BirthMissing);
        }
    }

    fn take_sex(&mut self, layout: &Layout, row: &Row) {
        match layout.sex(row) {
            Ok(sex) => self.sex = sex,
            Err(()) => self.warn(Warning::SexUnclear),
        }
    }

    fn take_phone(&mut self, text: &str) {
        if values::is_nothing(text) {
            return;
        }
        let Ok(found) = Phone::parse_cell(text) else {
            return self.warn(Warning::PhoneInvalid);
        };
        if found.more {
            self.warn(Warning::PhoneMore);
        }
        if found.phone.kind() == Kind::Unknown {
            self.warn(Warning::PhonePrefix);
        }
        self.phone = Some(found.phone);
    }

    fn take_identity(&mut self, text: &str) {
        if values::is_nothing(text) {
            return;
        }
        let Ok(identity) = Identity::parse_cell(text) else {
            return self.warn(Warning::IdentityInvalid);
        };
        for warning in identity.check(self.sex, self.birth.map(Birth::year)) {
            self.warn(match warning {
                IdentityWarning::Sex => Warning::IdentitySex,
                IdentityWarning::Year => Warning::IdentityYear,
                IdentityWarning::Province => Warning::IdentityProvince,
            });
        }
        self.identity = Some(identity);
    }

    fn take_group(&mut self, text: Option<&str>) {
        let Some(text) = text else { return };
        self.needs = values::needs(text);
        match values::group(text) {
            Some(group) => self.group = group,
            None => self.warn(Warning::GroupUnknown),
        }
    }

    fn take_note(&mut self, text: &str) {
        let noted = values::noted(text);
        for need in noted.needs {
            if !self.needs.contains(&need) {
                self.needs.push(need);
            }
        }
        self.note = noted.note;
        if noted.is_private {
            self.warn(Warning::NoteDropped);
        }
    }
}
