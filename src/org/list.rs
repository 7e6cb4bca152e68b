//! Reads a list of villages and units out of a workbook.

use serde::{Deserialize, Serialize};

use super::rules::{NAME_LIMIT, UNIT_KINDS};
use crate::kit::{
    fold,
    sheet::{ColumnSet, Columns, Heading, NoTable, Table, Workbook},
};

/// The columns of a list of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Col {
    /// STT.
    Ordinal,
    /// The place's own code.
    Code,
    /// Its name.
    Name,
    /// The unit before the merger.
    Former,
    /// What kind of unit; a list without this column is of villages.
    Kind,
    /// The village that a unit stands in.
    Village,
    /// The founding decision.
    Decision,
}

static PLACES: ColumnSet<Col> = ColumnSet {
    headings: &[
        Heading { key: Col::Ordinal, exact: &["stt", "tt", "số tt", "no"], phrases: &["số thứ tự"] },
        Heading {
            key: Col::Code, exact: &["mã", "mã thôn", "mã đơn vị", "code"], phrases: &["mã thôn", "mã đơn vị", "mã số"]
        },
        Heading {
            key: Col::Name,
            exact: &["tên", "tên thôn", "tên đơn vị", "tên thôn, tổ dân phố", "thôn", "đơn vị", "name"],
            phrases: &["tên thôn", "tên đơn vị", "tên tổ dân phố", "tên tổ chức", "tên trường"],
        },
        Heading {
            key: Col::Former,
            exact: &["xã cũ", "đơn vị cũ", "thuộc xã cũ"],
            phrases: &["xã cũ", "đơn vị cũ", "trước sáp nhập", "trước sắp xếp"],
        },
        Heading {
            key: Col::Kind, exact: &["loại", "loại hình", "loại đơn vị", "kind"], phrases: &["loại đơn vị", "loại hình"]
        },
        Heading { key: Col::Village, exact: &["thuộc thôn", "địa bàn"], phrases: &["thuộc thôn", "tại thôn"] },
        Heading { key: Col::Decision, exact: &["quyết định", "số quyết định"], phrases: &["quyết định"] },
    ],
    needed: &[&[Col::Name]],
};

/// One place of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The sheet's name.
    pub sheet: String,
    /// The row as Excel numbers it.
    pub row: u32,
    /// `village`, or a kind of unit.
    pub kind: String,
    /// The code; empty when the list has none.
    pub code: String,
    /// The name.
    pub name: String,
    /// The unit before the merger.
    pub former_unit: String,
    /// The village's name, for a unit.
    pub village: String,
    /// The founding decision.
    pub decision: String,
}

/// A row that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadLine {
    /// The sheet's name.
    pub sheet: String,
    /// The row as Excel numbers it; 0 for the whole sheet.
    pub row: u32,
    /// The text key of the reason.
    pub code: String,
}

/// What a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Rows that can be loaded.
    pub good: Vec<Line>,
    /// Rows and sheets that can't.
    pub bad: Vec<BadLine>,
}

/// Reads every sheet. Rows without a name are passed over when nothing else is in them; totals and signatures have no code and end a list.
pub fn read(book: &Workbook) -> Listed {
    let columns = Columns::new(&PLACES);
    let mut listed = Listed::default();
    for sheet in book.sheets.iter().filter(|sheet| !sheet.hidden) {
        match columns.find(sheet) {
            Ok(table) => {
                for at in table.first..sheet.rows.len() {
                    if let Some(row) = sheet.rows.get(at) {
                        take(&mut listed, &sheet.name, row.number, |key| value(&table, key, row));
                    }
                }
            }
            Err(NoTable::Empty) => {}
            Err(_) => listed.bad.push(BadLine { sheet: sheet.name.clone(), row: 0, code: "org-list-no-heading".into() }),
        }
    }
    listed
}

fn value(table: &Table<Col>, key: Col, row: &crate::kit::sheet::Row) -> String {
    table.columns.iter().find(|c| c.key == key).map(|c| row.cell(c.index).text()).unwrap_or_default()
}

fn take(listed: &mut Listed, sheet: &str, row: u32, value: impl Fn(Col) -> String) {
    let name = value(Col::Name);
    let rest = [Col::Code, Col::Former, Col::Kind, Col::Village, Col::Decision].map(&value);
    let bad = |code: &str| BadLine { sheet: sheet.to_owned(), row, code: code.to_owned() };
    let folded = fold::fold(&name);
    if ["tong cong", "cong", "nguoi lap bieu"].iter().any(|end| folded.starts_with(end))
        || (name.is_empty() && rest.iter().all(String::is_empty))
    {
        return;
    }
    if name.is_empty() || name.chars().count() > NAME_LIMIT {
        listed.bad.push(bad("org-name-form"));
        return;
    }
    let [code, former_unit, kind_words, village, decision] = rest;
    let Some(kind) = kind_of(&kind_words) else {
        listed.bad.push(bad("org-list-kind-unknown"));
        return;
    };
    if listed.good.iter().any(|l| l.kind == kind && fold::fold(&l.name) == folded) {
        listed.bad.push(bad("org-list-twice"));
        return;
    }
    let line = Line { sheet: sheet.to_owned(), row, kind: kind.to_owned(), code, name, former_unit, village, decision };
    listed.good.push(line);
}

/// The kind that these words mean: `village`, or one of [`UNIT_KINDS`]; no words mean a village.
fn kind_of(words: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("lien hiep", "cooperative_union"),
        ("hop tac xa", "cooperative"),
        ("htx", "cooperative"),
        ("to cong nghe so", "team"),
        ("to cnscd", "team"),
        ("to dan pho", "village"),
        ("thon", "village"),
        ("truong", "school"),
        ("phong van hoa", "culture_office"),
        ("phong kinh te", "economy_office"),
        ("cong an", "police"),
        ("trung tam van hoa", "culture_centre"),
        ("trung tam hoc tap", "learning_centre"),
        ("buu dien", "post_point"),
        ("doanh nghiep", "enterprise"),
        ("cong ty", "enterprise"),
        ("cho", "market"),
        ("thu vien", "library"),
        ("tram y te", "health_post"),
        ("doan the", "association"),
        ("hoi", "association"),
        ("co quan", "state_body"),
        ("khac", "other"),
    ];
    let folded = fold::fold(words);
    if folded.is_empty() {
        return Some("village");
    }
    let by_code = UNIT_KINDS.into_iter().find(|kind| *kind == folded);
    by_code.or_else(|| NAMES.iter().find(|(start, _)| folded.starts_with(start)).map(|(_, kind)| *kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::sheet;

    fn listed(csv: &str) -> Listed {
        read(&sheet::read(csv.as_bytes(), "thon.csv").expect("a list"))
    }

    #[test]
    fn a_list_of_villages_is_read_under_its_title() {
        let found = listed("DANH SÁCH THÔN,,\nSTT,Tên thôn,Mã thôn,Xã cũ\n1,Thôn Lúa Mẫu,011,Phú Kim\n2,Thôn Ngô Mẫu,012,\nTổng cộng,,,\n");
        let names: Vec<_> = found.good.iter().map(|l| (l.row, l.name.as_str(), l.code.as_str(), l.former_unit.as_str())).collect();
        assert_eq!(names, [(3, "Thôn Lúa Mẫu", "011", "Phú Kim"), (4, "Thôn Ngô Mẫu", "012", "")]);
        assert_eq!(found.bad, []);
    }

    #[test]
    fn kinds_are_known_by_their_words_and_unknown_ones_are_said() {
        for (words, kind) in [
            ("", Some("village")),
            ("Tổ dân phố", Some("village")),
            ("Tổ công nghệ số cộng đồng", Some("team")),
            ("Trường THCS", Some("school")),
            ("HTX nông nghiệp", Some("cooperative")),
            ("Liên hiệp HTX", Some("cooperative_union")),
            ("Chợ", Some("market")),
            ("tàu thủy", None),
        ] {
            assert_eq!(kind_of(words), kind, "{words}");
        }
        let found = listed("Tên đơn vị,Loại\nA,tàu thủy\nB,Chợ\nB,chợ\n");
        assert_eq!(found.bad.iter().map(|b| b.code.as_str()).collect::<Vec<_>>(), ["org-list-kind-unknown", "org-list-twice"]);
    }
}
