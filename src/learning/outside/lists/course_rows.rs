//! A file of courses: its columns, and what a row must tell.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::reading::{self, Draft, Line, Place};
use crate::{
    kit::{
        error::Result,
        fold,
        sheet::{ColumnSet, Heading},
    },
    learning::outside::rules::{NewCourse, Price},
};

/// What a column of a list of courses means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Col {
    /// Running number.
    Ordinal,
    /// The skills, by code or name.
    Skill,
    /// The platform's name.
    Platform,
    /// The course's number there.
    Code,
    /// What it is called.
    Title,
    /// Its address.
    Link,
    /// Who offers it.
    OfferedBy,
    /// Whether it costs something.
    Price,
    /// When somebody last looked.
    Checked,
    /// A word to the learner.
    Note,
}

impl Col {
    /// The text key of its name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ordinal => "people-column-ordinal",
            Self::Skill => "learning-outside-field-skills",
            Self::Platform => "learning-outside-field-platform",
            Self::Code => "learning-outside-field-code",
            Self::Title => "learning-outside-field-title",
            Self::Link => "learning-outside-field-link",
            Self::OfferedBy => "learning-outside-field-by",
            Self::Price => "learning-outside-field-price",
            Self::Checked => "learning-outside-field-checked",
            Self::Note => "learning-outside-field-note",
        }
    }
}

/// The columns of the file that is offered as a pattern.
pub const PATTERN: [Col; 9] =
    [Col::Skill, Col::Platform, Col::Code, Col::Title, Col::Link, Col::OfferedBy, Col::Price, Col::Checked, Col::Note];

static COURSES: ColumnSet<Col> = ColumnSet { headings: HEADINGS, needed: &[&[Col::Title, Col::Link]] };

const HEADINGS: &[Heading<Col>] = &[
    Heading { key: Col::Ordinal, exact: &["stt", "tt", "số thứ tự", "no", "#"], phrases: &["số thứ tự"] },
    Heading { key: Col::Skill, exact: &["kỹ năng", "mã kỹ năng", "skill", "skills"], phrases: &["kỹ năng", "skill"] },
    Heading {
        key: Col::Platform, exact: &["nền tảng", "trang", "platform"], phrases: &["nền tảng", "tên nền tảng", "platform"]
    },
    Heading {
        key: Col::Code,
        exact: &["mã", "mã khóa học", "mã khoá học", "mã khóa", "course id", "id"],
        phrases: &["mã khóa", "mã khoá", "course id"],
    },
    Heading {
        key: Col::Title,
        exact: &["khóa học", "khoá học", "tên khóa học", "tên khoá học", "tên", "course", "title"],
        phrases: &["tên khóa", "tên khoá", "khóa học", "khoá học", "course title", "course name"],
    },
    Heading {
        key: Col::Link,
        exact: &["liên kết", "đường dẫn", "địa chỉ", "link", "url"],
        phrases: &["liên kết", "đường dẫn", "địa chỉ web", "link", "url"],
    },
    Heading {
        key: Col::OfferedBy,
        exact: &["đơn vị", "đơn vị cung cấp", "cơ quan", "offered by", "provider"],
        phrases: &["đơn vị", "cung cấp", "chủ trì", "provider", "offered by"],
    },
    Heading {
        key: Col::Price,
        exact: &["miễn phí", "học phí", "chi phí", "phí", "free", "price"],
        phrases: &["miễn phí", "học phí", "chi phí"],
    },
    Heading {
        key: Col::Checked,
        exact: &["ngày kiểm tra", "kiểm tra ngày", "ngày xem", "checked"],
        phrases: &["ngày kiểm tra", "kiểm tra ngày", "ngày xem lại", "date checked"],
    },
    Heading { key: Col::Note, exact: &["ghi chú", "note", "notes"], phrases: &["ghi chú"] },
];

/// A course as a list tells it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CourseRow {
    /// Where it stands.
    pub place: Place,
    platform: String,
    code: String,
    /// What it is called.
    pub title: String,
    link: String,
    offered_by: String,
    price: String,
    skills: Vec<String>,
    note: String,
    checked: String,
}

impl CourseRow {
    /// The course.
    pub fn course(&self) -> NewCourse {
        NewCourse {
            platform: self.platform.clone(),
            code: self.code.clone(),
            title: self.title.clone(),
            link: self.link.clone(),
            offered_by: self.offered_by.clone(),
            price: Price::parse(&self.price).unwrap_or_default(),
            skills: self.skills.iter().cloned().collect(),
            note: self.note.clone(),
            checked: self.checked.parse().ok(),
        }
    }
}

/// Reads a list of courses; `skills` are the codes of the framework with their names. A row without a day of checking has `today`'s.
///
/// # Errors
/// As [`reading::read`].
pub fn read(bytes: &[u8], name: &str, skills: &[(String, String)], today: Date) -> Result<Draft<CourseRow>> {
    let mut seen = BTreeSet::new();
    reading::read(bytes, name, &COURSES, Col::code, "learning-outside-list-no-courses", |line| {
        let Some(row) = row(line, skills, today)? else { return Ok(None) };
        if !seen.insert(row.course().identity()) {
            return Err("learning-outside-row-twice");
        }
        Ok(Some(row))
    })
}

fn row(line: &Line<'_, Col>, skills: &[(String, String)], today: Date) -> Result<Option<CourseRow>, &'static str> {
    let text = |col| line.text(col);
    if [Col::Platform, Col::Code, Col::Title, Col::Link].into_iter().all(|col| text(col).is_empty()) {
        return Ok(None);
    }
    let price = Price::told(&text(Col::Price)).ok_or("learning-outside-row-price")?;
    let checked = match line.cell(Col::Checked) {
        cell if cell.is_empty() => today,
        cell => reading::day(cell).ok_or("learning-outside-row-day")?,
    };
    let named = text(Col::Skill);
    let mut found = Vec::new();
    for part in named.split([',', ';', '\n', '|']).map(str::trim).filter(|part| !part.is_empty()) {
        let folded = fold::fold(part);
        let known = skills.iter().find(|(code, title)| fold::fold(code) == folded || fold::fold(title) == folded);
        found.push(known.ok_or("learning-outside-skill-unknown")?.0.clone());
    }
    let row = CourseRow {
        place: line.place,
        platform: text(Col::Platform),
        code: text(Col::Code),
        title: text(Col::Title),
        link: text(Col::Link),
        offered_by: text(Col::OfferedBy),
        price: price.code().to_owned(),
        skills: found,
        note: text(Col::Note),
        checked: checked.to_string(),
    };
    match row.course().faults(today, |_| true).first() {
        Some((_, code)) => Err(code),
        None => Ok(Some(row)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_bad_row_says_why() {
        let skills = [("nd.a".to_owned(), "Gọi điện".to_owned()), ("nd.b".to_owned(), "Nhắn tin".to_owned())];
        let file = "STT,Kỹ năng,Nền tảng,Mã khóa học,Tên khóa học,Liên kết,Miễn phí,Ngày kiểm tra\n\
                    1,nd.a; nhắn tin,Nền tảng A,K1,Khóa một,https://a.example/1,x,1/10/2026\n\
                    2,nd.a,Nền tảng A,k1,Khóa một nữa,https://a.example/1b,,\n\
                    3,nd.x,Nền tảng A,K2,Khóa hai,https://a.example/2,,\n\
                    4,nd.a,Nền tảng A,K3,Khóa ba,http://a.example/3,,\n\
                    5,nd.a,,K4,Khóa bốn,https://a.example/4,,\n\
                    6,nd.a,Nền tảng A,K5,Khóa năm,https://a.example/5,đắt,\n\
                    7,nd.a,Nền tảng A,K6,Khóa sáu,https://a.example/6,,mai\n\
                    8,,Nền tảng A,K7,Khóa bảy,https://a.example/7,,\n\
                    ,,,,,,,\n";
        let draft = read(file.as_bytes(), "k.csv", &skills, date(2026, 10, 5)).expect("a list");
        assert_eq!(draft.rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["Khóa một"]);
        let one = draft.rows[0].course();
        assert_eq!((one.skills.len(), one.price, one.checked), (2, Price::Free, Some(date(2026, 10, 1))));
        let bad: Vec<_> = draft.bad.iter().map(|bad| (bad.place.row, bad.code.as_str())).collect();
        assert_eq!(
            bad,
            [
                (3, "learning-outside-row-twice"),
                (4, "learning-outside-skill-unknown"),
                (5, "learning-outside-link-wrong"),
                (6, "learning-outside-platform-missing"),
                (7, "learning-outside-row-price"),
                (8, "learning-outside-row-day"),
                (9, "learning-outside-skill-missing"),
            ]
        );
        let refused = read("a,b\n1,2\n".as_bytes(), "k.csv", &skills, date(2026, 10, 5)).expect_err("no list of courses");
        assert_eq!(refused.code(), "learning-outside-list-no-courses");
    }
}
