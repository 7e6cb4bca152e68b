//! A file of confirmations that an authority gives: its columns, and what a row must tell.

use jiff::civil::Date;

use super::{
    reading::{self, Draft, Line},
    result_rows::{BIRTH, Col, FAMILY, GIVEN, NAME, ORDINAL, PHONE, ResultRow, VILLAGE, a_day_that_was, birth, name_of, phone},
};
use crate::{
    kit::{
        error::Result,
        fold,
        sheet::{ColumnSet, Heading},
    },
    learning::{framework::Skill, outside::rules::LINE_LIMIT},
    people::without_identities,
};

/// The columns of the file that is offered as a pattern.
pub const PATTERN: [Col; 7] = [Col::Name, Col::Birth, Col::Phone, Col::Village, Col::Skill, Col::Document, Col::Issued];

static CONFIRMATIONS: ColumnSet<Col> = ColumnSet {
    headings: HEADINGS,
    needed: &[
        &[Col::Name, Col::Skill],
        &[Col::Name, Col::Document],
        &[Col::Name, Col::Birth],
        &[Col::Name, Col::Phone],
        &[Col::Family, Col::Given, Col::Skill],
        &[Col::Family, Col::Given, Col::Birth],
        &[Col::Family, Col::Given, Col::Phone],
    ],
};

const HEADINGS: &[Heading<Col>] = &[
    ORDINAL,
    NAME,
    FAMILY,
    GIVEN,
    BIRTH,
    PHONE,
    VILLAGE,
    Heading {
        key: Col::Skill,
        exact: &["kỹ năng", "kĩ năng", "mã kỹ năng", "tên kỹ năng", "nội dung xác nhận", "skill", "skill code", "skill name"],
        phrases: &["kỹ năng", "kĩ năng", "nội dung xác nhận", "skill"],
    },
    Heading {
        key: Col::Document,
        exact: &["số văn bản", "số quyết định", "số công văn", "số xác nhận", "mã xác nhận", "văn bản", "document", "document number"],
        phrases: &["số văn bản", "số quyết định", "số công văn", "số xác nhận", "mã xác nhận", "document"],
    },
    Heading {
        key: Col::Issued,
        exact: &["ngày văn bản", "ngày xác nhận", "ngày ký", "ngày cấp", "ngày", "date", "document date"],
        phrases: &["ngày văn bản", "ngày xác nhận", "ngày ký", "ngày cấp", "ngày ban hành", "confirmed on"],
    },
];

/// What counts for rows that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub struct Usual {
    /// The skill's code, or empty.
    pub skill: String,
    /// The document's number, or empty.
    pub document: String,
    /// The document's day.
    pub day: Option<Date>,
}

/// Finds the skill that a cell names: by its code, or by its name in either language.
fn skill_of<'a>(skills: &'a [Skill], cell: &str) -> Result<&'a Skill, &'static str> {
    let wanted = fold::fold(cell);
    if let Some(skill) = skills.iter().find(|skill| fold::fold(&skill.code) == wanted) {
        return Ok(skill);
    }
    let named: Vec<&Skill> = skills.iter().filter(|skill| skill.title.iter().any(|title| fold::fold(title) == wanted)).collect();
    match named.as_slice() {
        [one] => Ok(one),
        [] => Err("learning-outside-skill-unknown"),
        _ => Err("learning-confirmed-skill-unclear"),
    }
}

/// Reads a list of confirmations.
///
/// # Errors
/// As [`reading::read`].
pub fn read(bytes: &[u8], name: &str, skills: &[Skill], usual: &Usual, today: Date) -> Result<Draft<ResultRow>> {
    reading::read(bytes, name, &CONFIRMATIONS, Col::code, "learning-confirmed-list-none", |line| row(line, skills, usual, today))
}

fn row(line: &Line<'_, Col>, skills: &[Skill], usual: &Usual, today: Date) -> Result<Option<ResultRow>, &'static str> {
    let text = |col| line.text(col);
    if [Col::Birth, Col::Phone, Col::Skill, Col::Document, Col::Issued].into_iter().all(|col| line.cell(col).is_empty()) {
        // A line of its own: a title, a total, a signature.
        return Ok(None);
    }
    let name = name_of(&text(Col::Name), &text(Col::Family), &text(Col::Given))?;
    let birth = birth(line.cell(Col::Birth), today)?;
    let skill = match text(Col::Skill) {
        cell if !cell.is_empty() => skill_of(skills, &cell)?.code.clone(),
        _ if usual.skill.is_empty() => return Err("learning-confirmed-skill-missing"),
        _ => usual.skill.clone(),
    };
    let day = match line.cell(Col::Issued) {
        cell if cell.is_empty() => usual.day.ok_or("learning-confirmed-day-missing")?,
        cell => reading::day(cell).ok_or("learning-outside-row-day")?,
    };
    let day = a_day_that_was(day, today)?;
    let document = match text(Col::Document) {
        cell if cell.is_empty() => usual.document.clone(),
        cell => cell,
    };
    // The number stands in the ledger for good: nobody's identity number may get there.
    if without_identities(&document) != document {
        return Err("learning-confirmed-document-identity");
    }
    if !document.chars().any(char::is_alphanumeric) {
        return Err("learning-confirmed-document-missing");
    }
    if document.chars().count() > LINE_LIMIT {
        return Err("learning-outside-line-long");
    }
    Ok(Some(ResultRow {
        place: line.place,
        name,
        birth,
        phone: phone(&text(Col::Phone)),
        village: text(Col::Village),
        what: skill,
        day: day.to_string(),
        number: document,
    }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::learning::{
        content::Audience,
        framework::{Rule, State},
    };

    fn skill(code: &str, title: &str) -> Skill {
        Skill {
            code: code.into(),
            place: 0,
            audience: Audience::Citizen,
            group: "g".into(),
            group_title: [String::new(), String::new()],
            title: [title.into(), format!("{title} in English")],
            level: 1,
            component: None,
            rules: State::ALL.map(Rule::usual),
        }
    }

    #[test]
    fn every_bad_row_says_why_and_the_form_fills_what_a_row_leaves_out() {
        let skills = [skill("nd.a", "Gọi điện"), skill("nd.b", "Nhắn tin"), skill("hs.b", "Nhắn tin")];
        let usual = Usual { skill: "nd.a".into(), document: "12/XN-CAX".into(), day: Some(date(2026, 10, 2)) };
        let file = "DANH SÁCH XÁC NHẬN,,,,,\nTT,Họ và tên,Năm sinh,Mã kỹ năng,Số văn bản,Ngày văn bản\n\
                    1,nguyễn thị sáu,1951,GỌI ĐIỆN,7/XN,1/10/2026\n\
                    2,Trần Văn Bảy,1951,,,\n\
                    3,Lê Văn Tám,1951,nd.x,,\n\
                    4,Lê Văn Tám,1951,nhắn tin,,\n\
                    5,Lê Văn Tám,1951,HS.B,,6/10/2026\n\
                    6,Lê Văn Tám,1951,hs.b,,mai\n\
                    7,Lê Văn Tám,3000,,,\n\
                    8,123,1951,,,\n\
                    9,Lê Văn Tám,1951,,001151000123,\n\
                    10,Lê Văn Tám,1951,,---,\n\
                    Tổng cộng,,,,,\n";
        let draft = read(file.as_bytes(), "x.csv", &skills, &usual, date(2026, 10, 5)).expect("a list");
        let rows: Vec<_> = draft.rows.iter().map(|row| (&*row.name, &*row.what, &*row.number, &*row.day)).collect();
        let expected = [("Nguyễn Thị Sáu", "nd.a", "7/XN", "2026-10-01"), ("Trần Văn Bảy", "nd.a", "12/XN-CAX", "2026-10-02")];
        assert_eq!(rows, expected);
        let bad: Vec<_> = draft.bad.iter().map(|bad| (bad.place.row, bad.code.as_str())).collect();
        assert_eq!(
            bad,
            [
                (5, "learning-outside-skill-unknown"),
                (6, "learning-confirmed-skill-unclear"),
                (7, "learning-outside-day-later"),
                (8, "learning-outside-row-day"),
                (9, "people-row-birth-unreadable"),
                (10, "people-row-name-missing"),
                (11, "learning-confirmed-document-identity"),
                (12, "learning-confirmed-document-missing"),
            ]
        );
        let bare = read(file.as_bytes(), "x.csv", &skills, &Usual::default(), date(2026, 10, 5)).expect("a list");
        assert_eq!(bare.rows.len(), 1);
        assert_eq!(bare.bad[0].code, "learning-confirmed-skill-missing");
        let none = read("a,b\n1,2\n".as_bytes(), "x.csv", &skills, &usual, date(2026, 10, 5)).expect_err("no list");
        assert_eq!(none.code(), "learning-confirmed-list-none");
    }
}
