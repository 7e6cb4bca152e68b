//! A framework as a CSV file holds it: one skill a row, columns known by their headings.

use super::{
    State,
    file::{Draft, RECHECK_DAYS, check},
    store::{Rule, Skill},
};
use crate::{
    kit::{error::Refusal, fold, ids},
    learning::content::Audience,
};

/// Headings of each column, folded; the first fits best.
const COLUMNS: [(&str, &[&str]); 8] = [
    ("code", &["ma", "ma ky nang", "code"]),
    ("title", &["ten", "ten ky nang", "ky nang", "title"]),
    ("english", &["ten tieng anh", "tieng anh", "english"]),
    ("audience", &["doi tuong", "nhom doi tuong", "audience"]),
    ("group", &["nhom", "nhom ky nang", "group"]),
    ("level", &["muc", "muc do", "cap do", "level"]),
    ("component", &["thanh phan", "thanh phan t3", "component"]),
    ("replaces", &["thay cho", "thay cho ma", "ma cu", "replaces"]),
];

/// The audience that a cell names, by its code or in words.
fn audience_of(cell: &str) -> Option<Audience> {
    let cell = fold::fold(cell);
    let begins = |words: &[&str]| words.iter().any(|word| cell.starts_with(word));
    Audience::parse(&cell)
        .or_else(|| begins(&["nguoi dan", "cong dan"]).then_some(Audience::Citizen))
        .or_else(|| begins(&["hoc sinh", "sinh vien", "hs"]).then_some(Audience::Student))
        .or_else(|| begins(&["nguoi lao dong", "lao dong", "nld"]).then_some(Audience::Worker))
        .or_else(|| begins(&["can bo", "cong chuc", "cbcc"]).then_some(Audience::Staff))
}

fn level_of(cell: &str) -> Option<i64> {
    let cell = fold::fold(cell);
    match cell.as_str() {
        "" | "1" | "co ban" | "basic" => Some(1),
        "2" | "trung binh" | "trung cap" | "middle" => Some(2),
        "3" | "nang cao" | "advanced" => Some(3),
        _ => None,
    }
}

/// The code of a group: its audience, and its name where it has one.
fn group_code(audience: Audience, name: &str) -> String {
    let plain: Vec<String> =
        fold::fold(name).split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let name: String = plain.join("-").chars().take(60).collect();
    if name.is_empty() { audience.code().to_owned() } else { format!("{}.{name}", audience.code()) }
}

/// Reads a framework from CSV; its name, issuer and first day come from the form.
///
/// # Errors
/// A refusal that names the row at fault (`why`), or what [`check`] finds.
pub(super) fn parse(text: &str, name: &str, issuer: &str, from: &str) -> Result<Draft, Refusal> {
    let wrong = |why: String| Refusal::new("learning-framework-unreadable").with("why", why);
    let head = text.lines().next().unwrap_or("");
    let delimiter = if head.matches(';').count() > head.matches(',').count() { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings: Vec<String> = reader.headers().map_err(|error| wrong(error.to_string()))?.iter().map(fold::fold).collect();
    let place = |column: &str| {
        let names = COLUMNS.iter().find(|(name, _)| *name == column).map(|(_, names)| *names)?;
        names.iter().find_map(|name| headings.iter().position(|heading| heading == name))
    };
    for needed in ["code", "title", "audience"] {
        if place(needed).is_none() {
            return Err(Refusal::new("learning-framework-columns"));
        }
    }
    let mut skills: Vec<Skill> = Vec::new();
    let mut replaces = Vec::new();
    for (at, row) in reader.records().enumerate() {
        let row = row.map_err(|error| wrong(error.to_string()))?;
        let cell = |column: &str| place(column).and_then(|place| row.get(place)).map(fold::nfc).unwrap_or_default();
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let audience = audience_of(&cell("audience")).ok_or_else(|| wrong(format!("{}: {}", at + 2, cell("audience"))))?;
        let group = cell("group");
        let code = cell("code").to_lowercase();
        let old = cell("replaces").to_lowercase();
        let old = old.split([';', ',', ' ', '|']).filter(|old| !old.is_empty());
        replaces.extend(old.map(|old| (old.to_owned(), code.clone())));
        skills.push(Skill {
            code,
            place: at as i64,
            audience,
            group: group_code(audience, &group),
            group_title: [group.clone(), group],
            title: [cell("title"), cell("english")],
            level: level_of(&cell("level")).ok_or_else(|| wrong(format!("{}: {}", at + 2, cell("level"))))?,
            component: Some(cell("component")).filter(|code| !code.is_empty()),
            rules: State::ALL.map(Rule::usual),
        });
    }
    check(&skills, &replaces)?;
    Ok(Draft {
        id: String::new(),
        name: [fold::nfc(name), String::new()],
        issuer: fold::nfc(issuer),
        effective_from: from.to_owned(),
        provisional: false,
        note: [String::new(), String::new()],
        recheck_days: RECHECK_DAYS.to_vec(),
        skills,
        replaces,
        hash: ids::sha256_hex(text.as_bytes()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_headings_in_any_order() {
        let file = "Tên kỹ năng;Mã;Đối tượng;Mức độ;Thành phần;Nhóm;Thay cho\nGọi điện;nd.1;Người dân;Cơ bản;device;Điện thoại;ND.A nd.b\n\
                    Học trực tuyến;hs.1;Học sinh, sinh viên;2;;;\n;;;;;;\nNhắn tin;nd.2;Người dân;1;;điện  thoại;\nVNeID;nd.3;Người dân;1;;Định danh số (VNeID);\n";
        let draft = parse(file, "Khung", "Bộ", "2026-01-01").expect("a framework");
        let read: Vec<_> = draft.skills.iter().map(|s| (s.code.as_str(), s.title[0].as_str(), s.audience, s.level)).collect();
        let first = [("nd.1", "Gọi điện", Audience::Citizen, 1), ("hs.1", "Học trực tuyến", Audience::Student, 2)];
        assert_eq!(read[..2], first);
        let groups: Vec<_> = draft.skills.iter().map(|s| s.group.as_str()).collect();
        assert_eq!(groups, ["citizen.dien-thoai", "student", "citizen.dien-thoai", "citizen.dinh-danh-so-vneid"]);
        assert_eq!(draft.replaces, [("nd.a".to_owned(), "nd.1".to_owned()), ("nd.b".to_owned(), "nd.1".to_owned())]);
    }

    #[test]
    fn a_bad_file_is_refused_with_what_is_wrong() {
        for (file, code) in [
            ("", "learning-framework-columns"),
            ("Tên,Mã\nA,b", "learning-framework-columns"),
            ("Mã,Tên,Đối tượng\n", "learning-framework-size"),
            ("Mã,Tên,Đối tượng\na,A,vua", "learning-framework-unreadable"),
            ("Mã,Tên,Đối tượng,Mức\na,A,người dân,9", "learning-framework-unreadable"),
            ("Mã,Tên,Đối tượng\na,A,người dân\na,B,người dân", "learning-framework-twice"),
            ("Mã,Tên,Đối tượng,Mã cũ\na,A,người dân,x\nb,B,người dân,y x", "learning-framework-replaces-twice"),
            ("Mã,Tên,Đối tượng\na b,A,người dân", "learning-framework-code"),
            ("Mã,Tên,Đối tượng,Thành phần\na,A,người dân,khác", "learning-framework-component"),
            ("Mã,Tên,Đối tượng\na,,người dân", "learning-framework-unnamed"),
            ("\0\u{1},\"", "learning-framework-columns"),
        ] {
            assert_eq!(parse(file, "", "", "").expect_err(file).code, code, "{file}");
        }
    }
}
