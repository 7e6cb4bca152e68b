//! Workbooks are read back by another library.

use std::io::{Cursor, Read};

use calamine::{Data, Reader};
use jiff::civil::date;

use super::*;

fn sample() -> Workbook {
    Workbook {
        title: "Phụ lục".into(),
        author: "Ủy ban nhân dân xã Thạch Thất".into(),
        created: Some(date(2026, 2, 5)),
        sheets: vec![Worksheet {
            name: "Theo thôn".into(),
            title: vec!["KẾT QUẢ THEO THÔN".into(), "Tháng 01 năm 2026".into()],
            columns: vec![
                WorksheetColumn::new("Thôn", 24, Kind::Text),
                WorksheetColumn::new("Số người", 12, Kind::Int),
                WorksheetColumn::new("Giờ", 12, Kind::Decimal),
                WorksheetColumn::new("Tỷ lệ", 12, Kind::Percent),
                WorksheetColumn::new("Ngày", 12, Kind::Date),
            ],
            rows: vec![
                vec!["Thôn Đông".into(), Cell::Int(1034), Cell::Number(1.5), Cell::Number(0.855), Cell::Date(date(2026, 1, 15))],
                vec!["Thôn Đoài".into(), Cell::Missing, Cell::from(None::<f64>), Cell::Number(f64::NAN), Cell::Blank],
            ],
            total: Some(vec!["Tổng cộng".into(), Cell::Int(1034)]),
            notes: vec!["Nguồn: sổ điểm danh.".into()],
            landscape: true,
        }],
        missing: "chưa có số liệu".into(),
        draft: "DỰ THẢO".into(),
    }
}

fn cells(workbook: &Workbook) -> Vec<Vec<Data>> {
    let mut book = calamine::Xlsx::new(Cursor::new(xlsx(workbook).unwrap())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut out).unwrap();
    out
}

#[test]
fn a_sheet_reads_back_with_its_kinds() {
    let rows = cells(&sample());
    let said: Vec<String> = rows.iter().map(|row| row[0].to_string()).collect();
    assert_eq!(
        said,
        ["DỰ THẢO", "KẾT QUẢ THEO THÔN", "Tháng 01 năm 2026", "Thôn", "Thôn Đông", "Thôn Đoài", "Tổng cộng", "Nguồn: sổ điểm danh."]
    );
    assert_eq!(rows[4][1..4], [Data::Float(1034.0), Data::Float(1.5), Data::Float(0.855)]);
    assert!(matches!(&rows[4][4], Data::DateTime(day) if (day.as_f64() - 46037.0).abs() < 1e-9), "{:?}", rows[4][4]);
    let missing = Data::String("chưa có số liệu".into());
    assert_eq!(rows[5][1..], [missing.clone(), missing.clone(), missing, Data::Empty]);
    assert_eq!(rows[6][1], Data::Float(1034.0));
}

#[test]
fn text_that_begins_like_a_formula_stays_text() {
    let mut workbook = sample();
    let hostile = ["=1+1", "+84912345678", "-2", "@SUM(A1)"];
    workbook.sheets[0].rows = hostile.iter().map(|text| vec![(*text).into()]).collect();
    let rows = cells(&workbook);
    for (row, text) in rows[4..8].iter().zip(hostile) {
        assert_eq!(row[0], Data::String(text.into()));
    }
    let bytes = xlsx(&workbook).unwrap();
    assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
    assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn a_sheet_is_ready_for_the_screen_and_the_printer() {
    let xml = part(&xlsx(&sample()).unwrap(), "xl/worksheets/sheet1.xml");
    for wanted in ["state=\"frozen\"", "ySplit=\"4\"", "paperSize=\"9\"", "orientation=\"landscape\"", "fitToHeight=\"0\"", "DỰ THẢO"] {
        assert!(xml.contains(wanted), "{wanted}");
    }
    let book = part(&xlsx(&sample()).unwrap(), "xl/workbook.xml");
    assert!(book.contains("'Theo thôn'!$4:$4"), "{book}");
}

#[test]
fn the_same_workbook_gives_the_same_bytes() {
    let workbook = sample();
    let bytes = xlsx(&workbook).unwrap();
    assert!(bytes == xlsx(&workbook).unwrap());
    assert!(part(&bytes, "docProps/core.xml").contains("2026-02-05T00:00:00Z"));
    let undated = Workbook { created: None, ..workbook };
    assert!(xlsx(&undated).unwrap() == xlsx(&undated).unwrap());
}

#[test]
fn tabs_are_made_acceptable_and_different() {
    let long = "Thôn có một cái tên rất dài dòng, dài hơn Excel cho phép".to_owned();
    let mut taken = HashSet::new();
    let tabs: Vec<String> = ["A/B", "a b", "", "''", &long, &long, "😀".repeat(20).as_str()].map(|name| tab(name, &mut taken)).into();
    assert_eq!(tabs[..4], ["A B", "a b (2)", "1", "1 (2)"]);
    assert!(tabs[5].ends_with(" (2)"));
    assert!(tabs.iter().all(|tab| tab.encode_utf16().count() <= LONGEST_NAME), "{tabs:?}");
}

#[test]
fn what_excel_cannot_hold_is_shown_as_text_or_shortened() {
    let mut workbook = sample();
    workbook.sheets[0].rows = vec![vec![
        Cell::Text("ạ".repeat(40_000)),
        Cell::Int(i64::MIN),
        Cell::Number(f64::INFINITY),
        Cell::Blank,
        Cell::Date(date(1899, 12, 31)),
    ]];
    let row = cells(&workbook).remove(4);
    assert_eq!(row[0].to_string().chars().count(), LONGEST_TEXT);
    assert_eq!(row[1], Data::String("-9223372036854775808".into()));
    assert_eq!(row[2], Data::String("chưa có số liệu".into()));
    assert_eq!(row[4], Data::String("1899-12-31".into()));
    assert!(xlsx(&Workbook::default()).is_ok());
    assert!(matches!(
        xlsx(&Workbook {
            sheets: vec![Worksheet { rows: vec![vec![Cell::Blank; 20_000]], ..Worksheet::default() }],
            ..Workbook::default()
        }),
        Err(PrintError::Workbook(_))
    ));
}
