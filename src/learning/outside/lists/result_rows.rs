//! A file of results that a platform gives: its columns, what a row must tell, and who of the register it is.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::reading::{self, Draft, Line, Place};
use crate::{
    accounts::Scope,
    args,
    kit::{
        birth::{Birth, Reading},
        db::Tx,
        error::Result,
        fold,
        phone::Phone,
        sheet::{Cell, ColumnSet, Heading},
    },
    learning::outside::{
        courses::Course,
        rules::{FIRST_YEAR, Known, LINE_LIMIT, Match, Told, judge},
    },
    people, sql,
};

/// What a column of a list of results or of confirmations means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Col {
    /// Running number.
    Ordinal,
    /// Whole name.
    Name,
    /// Family and middle names, where the given name has its own column.
    Family,
    /// Given name.
    Given,
    /// Birth date or year.
    Birth,
    /// Phone.
    Phone,
    /// Village.
    Village,
    /// The platform.
    Platform,
    /// The course, by its number there, its name or its address.
    Course,
    /// The day on which it was finished.
    Day,
    /// The certificate's number.
    Number,
    /// The skill that is confirmed, by its code or name.
    Skill,
    /// The number of the document that confirms it.
    Document,
    /// The document's day.
    Issued,
}

impl Col {
    /// The text key of its name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ordinal => "people-column-ordinal",
            Self::Name => "people-column-name",
            Self::Family => "people-column-family",
            Self::Given => "people-column-given",
            Self::Birth => "people-column-birth",
            Self::Phone => "people-column-phone",
            Self::Village => "people-column-village",
            Self::Platform => "learning-outside-field-platform",
            Self::Course => "learning-outside-field-course",
            Self::Day => "learning-outside-field-day",
            Self::Number => "learning-outside-field-number",
            Self::Skill => "learning-confirmed-skill",
            Self::Document => "learning-confirmed-document",
            Self::Issued => "learning-confirmed-day",
        }
    }
}

/// The columns of the file that is offered as a pattern.
pub const PATTERN: [Col; 7] = [Col::Name, Col::Birth, Col::Phone, Col::Village, Col::Course, Col::Day, Col::Number];

static RESULTS: ColumnSet<Col> = ColumnSet {
    headings: HEADINGS,
    needed: &[
        &[Col::Name, Col::Course],
        &[Col::Name, Col::Day],
        &[Col::Name, Col::Number],
        &[Col::Family, Col::Given, Col::Course],
        &[Col::Family, Col::Given, Col::Day],
    ],
};

// The columns that say who somebody is: the same in every list.
pub(super) const ORDINAL: Heading<Col> =
    Heading { key: Col::Ordinal, exact: &["stt", "tt", "số thứ tự", "no", "#"], phrases: &["số thứ tự"] };
pub(super) const NAME: Heading<Col> = Heading {
    key: Col::Name,
    exact: &["họ và tên", "họ tên", "học viên", "người học", "full name", "fullname", "name", "learner"],
    phrases: &["họ và tên", "họ tên", "họ chữ đệm và tên", "tên học viên", "tên người học", "full name"],
};
pub(super) const FAMILY: Heading<Col> = Heading {
    key: Col::Family,
    exact: &["họ", "họ đệm", "họ và đệm", "họ và tên đệm", "surname", "last name"],
    phrases: &["họ đệm", "họ và đệm", "tên đệm"],
};
pub(super) const GIVEN: Heading<Col> = Heading { key: Col::Given, exact: &["tên", "first name", "given name"], phrases: &[] };
pub(super) const BIRTH: Heading<Col> = Heading {
    key: Col::Birth,
    exact: &["ngày sinh", "năm sinh", "ngày tháng năm sinh", "sinh năm", "dob", "date of birth", "year of birth"],
    phrases: &["ngày sinh", "năm sinh", "tháng năm sinh", "sinh năm", "date of birth", "year of birth", "birth"],
};
pub(super) const PHONE: Heading<Col> = Heading {
    key: Col::Phone,
    exact: &["điện thoại", "số điện thoại", "sđt", "đt", "di động", "phone", "mobile"],
    phrases: &["điện thoại", "sđt", "di động", "phone", "mobile"],
};
pub(super) const VILLAGE: Heading<Col> = Heading {
    key: Col::Village,
    exact: &["thôn", "khu phố", "địa chỉ", "nơi ở", "village", "address"],
    phrases: &["thôn", "khu phố", "địa chỉ", "nơi ở", "village"],
};

const HEADINGS: &[Heading<Col>] = &[
    ORDINAL,
    NAME,
    FAMILY,
    GIVEN,
    BIRTH,
    PHONE,
    VILLAGE,
    Heading { key: Col::Platform, exact: &["nền tảng", "platform"], phrases: &["nền tảng", "platform"] },
    Heading {
        key: Col::Course,
        exact: &[
            "khóa học",
            "khoá học",
            "tên khóa học",
            "tên khoá học",
            "mã khóa học",
            "mã khoá học",
            "khóa",
            "course",
            "course id",
            "course name",
        ],
        phrases: &["khóa học", "khoá học", "mã khóa", "mã khoá", "course"],
    },
    Heading {
        key: Col::Day,
        exact: &["ngày hoàn thành", "hoàn thành", "ngày cấp", "ngày đạt", "ngày", "completed", "date", "completion date"],
        phrases: &["hoàn thành", "ngày cấp", "ngày đạt", "ngày kết thúc", "completed", "completion", "issued", "finished"],
    },
    Heading {
        key: Col::Number,
        exact: &["số chứng nhận", "mã chứng nhận", "số chứng chỉ", "mã chứng chỉ", "số giấy", "certificate", "certificate id"],
        phrases: &["số chứng nhận", "mã chứng nhận", "giấy chứng nhận", "chứng chỉ", "chứng nhận", "certificate"],
    },
];

/// A result as a list tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRow {
    /// Where it stands.
    pub place: Place,
    /// The name as it is written.
    pub name: String,
    /// The birth, or empty.
    pub birth: String,
    /// The phone in national form.
    pub phone: Option<String>,
    /// The village as it is written, or empty.
    pub village: String,
    /// The course's id in the commune's table; of a confirmation the skill's code.
    pub what: String,
    /// The day on which it was finished, or of the document.
    pub day: String,
    /// The certificate's number, or empty; of a confirmation the document's.
    pub number: String,
}

/// Finds the course that a cell names: by its number, its address, its name, or both name and platform.
fn course_of<'a>(courses: &'a [Course], cell: &str, platform: &str) -> Result<&'a Course, &'static str> {
    let (wanted, platform) = (fold::fold(cell), fold::fold(platform));
    let fits = |course: &&Course| {
        let facts = &course.facts;
        let named =
            (!facts.code.is_empty() && fold::fold(&facts.code) == wanted) || fold::fold(&facts.title) == wanted || facts.link == cell;
        named && (platform.is_empty() || fold::fold(&facts.platform) == platform)
    };
    let found: Vec<&Course> = courses.iter().filter(fits).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err("learning-outside-row-course-unknown"),
        _ => Err("learning-outside-row-course-unclear"),
    }
}

/// Reads a list of results; `usual` is the course of rows that name none.
///
/// # Errors
/// As [`reading::read`].
pub fn read(bytes: &[u8], name: &str, courses: &[Course], usual: Option<&Course>, today: Date) -> Result<Draft<ResultRow>> {
    reading::read(bytes, name, &RESULTS, Col::code, "learning-outside-list-no-results", |line| row(line, courses, usual, today))
}

fn row(line: &Line<'_, Col>, courses: &[Course], usual: Option<&Course>, today: Date) -> Result<Option<ResultRow>, &'static str> {
    let text = |col| line.text(col);
    if [Col::Course, Col::Day, Col::Number, Col::Birth].into_iter().all(|col| line.cell(col).is_empty()) {
        // A line of its own: a title, a total, a signature.
        return Ok(None);
    }
    let name = name_of(&text(Col::Name), &text(Col::Family), &text(Col::Given))?;
    let birth = birth(line.cell(Col::Birth), today)?;
    let named = text(Col::Course);
    let course = match (named.is_empty(), usual) {
        (true, Some(usual)) => usual,
        (true, None) => return Err("learning-outside-row-course-missing"),
        (false, _) => course_of(courses, &named, &text(Col::Platform))?,
    };
    let cell = line.cell(Col::Day);
    if cell.is_empty() {
        return Err("learning-outside-row-day-missing");
    }
    let day = a_day_that_was(reading::day(cell).ok_or("learning-outside-row-day")?, today)?;
    let number = text(Col::Number);
    if number.chars().count() > LINE_LIMIT {
        return Err("learning-outside-line-long");
    }
    Ok(Some(ResultRow {
        place: line.place,
        name,
        birth,
        phone: phone(&text(Col::Phone)),
        village: text(Col::Village),
        what: course.id.clone(),
        day: day.to_string(),
        number,
    }))
}

/// The name of a row, written whole or in two columns.
pub(super) fn name_of(whole: &str, family: &str, given: &str) -> Result<String, &'static str> {
    let name = if whole.is_empty() { fold::nfc(&format!("{family} {given}")) } else { whole.to_owned() };
    if !name.chars().any(char::is_alphabetic) {
        return Err("people-row-name-missing");
    }
    if name.chars().count() > 100 {
        return Err("people-row-name-too-long");
    }
    Ok(fold::title_name(&name))
}

/// The phone of a cell in national form; what is none counts as not told.
pub(super) fn phone(cell: &str) -> Option<String> {
    Phone::parse_cell(cell).ok().map(|found| found.phone.as_str().to_owned())
}

/// A day, unless it is still to come or was before there was anything to finish.
pub fn a_day_that_was(day: Date, today: Date) -> Result<Date, &'static str> {
    if day > today {
        return Err("learning-outside-day-later");
    }
    if day.year() < FIRST_YEAR { Err("learning-outside-day-early") } else { Ok(day) }
}

/// The birth of a cell, or empty. What can't be read is refused: a wrong birth would make two persons one.
pub(super) fn birth(cell: &Cell, today: Date) -> Result<String, &'static str> {
    let reading = Reading::on(today);
    let read = match cell {
        cell if cell.is_empty() => return Ok(String::new()),
        Cell::Date(day) => Birth::from_date(*day, reading),
        Cell::Number(number) => Birth::from_number(*number, reading),
        cell => Birth::parse(&cell.text(), reading),
    };
    read.map(|birth| birth.to_string()).map_err(|_| "people-row-birth-unreadable")
}

/// The name of a village without the word for it.
fn village_key(name: &str) -> String {
    let folded = fold::fold(name);
    let plain = folded.split([',', '-']).next().unwrap_or("").trim();
    ["thon ", "khu pho ", "xom ", "to dan pho "].iter().find_map(|word| plain.strip_prefix(word)).unwrap_or(plain).to_owned()
}

/// What will become of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The course or skill counts for this person already: by an earlier list, by a proof, or by a row above.
    Known,
    /// Who it is.
    Match(Match),
}

/// The people that rows are compared with: those in reach, of one village where `village` names it.
pub fn register(tx: &mut Tx<'_>, scope: &Scope, village: &str) -> Result<Vec<Known>> {
    Ok(tx.list(
        sql!(
            "SELECT p.id, p.name_fold, p.birth_text, v.name, p.phone_index FROM people_person p
                JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND p.merged_into IS NULL AND p.removed_at IS NULL ORDER BY p.sort_key, p.id"
        ),
        args![scope.commune(), scope.reach(), village],
        |row| {
            Ok(Known {
                id: row.get(0)?,
                folded: row.get(1)?,
                birth: Birth::from_stored(&row.get::<String>(2)?),
                village: village_key(&row.get::<String>(3)?),
                phone: row.get(4)?,
            })
        },
    )?)
}

/// What will become of every row, in the order of the file. `counted` are the persons with the course or skill that counts for them already.
pub fn plan<'a>(
    tx: &mut Tx<'_>,
    scope: &Scope,
    village: &str,
    rows: &'a [ResultRow],
    counted: &HashSet<(String, String)>,
) -> Result<Vec<(&'a ResultRow, Outcome)>> {
    let register = register(tx, scope, village)?;
    let vault = tx.vault()?;
    let mut by_name: HashMap<&str, Vec<&Known>> = HashMap::new();
    let mut by_phone: HashMap<&str, Vec<&Known>> = HashMap::new();
    for known in &register {
        by_name.entry(&known.folded).or_default().push(known);
        if let Some(phone) = &known.phone {
            by_phone.entry(phone).or_default().push(known);
        }
    }
    let mut above = HashSet::new();
    let mut planned = Vec::new();
    for row in rows {
        let told = Told {
            folded: fold::fold(&row.name),
            birth: Birth::from_stored(&row.birth),
            village: village_key(&row.village),
            phone: row.phone.as_deref().map(|phone| vault.index(people::PHONE, scope.commune(), phone)),
        };
        let named = by_name.get(told.folded.as_str()).map_or(&[][..], Vec::as_slice);
        let called = told.phone.as_deref().and_then(|phone| by_phone.get(phone)).map_or(&[][..], Vec::as_slice);
        let near = named.iter().chain(called.iter().filter(|known| known.folded != told.folded)).copied();
        let open = |id: &String| !counted.contains(&(id.clone(), row.what.clone()));
        let outcome = match judge(&told, near) {
            Match::Sure(id) if !open(&id) || !above.insert((id.clone(), row.what.clone())) => Outcome::Known,
            Match::Likely(ids) => match ids.iter().filter(|id| open(id)).cloned().collect::<Vec<_>>() {
                rest if rest.is_empty() => Outcome::Known,
                rest => Outcome::Match(Match::Likely(rest)),
            },
            found => Outcome::Match(found),
        };
        planned.push((row, outcome));
    }
    Ok(planned)
}
