use std::{fmt::Write, fs};

use jiff::civil::date;
use rust_xlsxwriter::Format;
use serde_json::{Value, json};

use super::*;
use crate::kit::{
    sheet,
    text::{Lang, Text},
};

fn read_file(bytes: &[u8], name: &str) -> Roster {
    read(&sheet::read(bytes, name).unwrap(), &Options { today: date(2026, 10, 14), pivot: None })
}

/// Reads a list written as CSV with semicolons.
fn list(text: &str) -> Roster {
    read_file(text.trim_start().as_bytes(), "Danh sách.csv")
}

fn xlsx(write: impl FnOnce(&mut rust_xlsxwriter::Workbook)) -> Roster {
    let mut book = rust_xlsxwriter::Workbook::new();
    write(&mut book);
    read_file(&book.save_to_buffer().unwrap(), "a.xlsx")
}

/// A person in one line: row, name, birth, sex, phone, hamlet, and whatever else is told.
fn line(row: &GoodRow) -> String {
    let mut parts = vec![row.row.to_string(), row.name.clone()];
    parts.extend(row.birth.map(|birth| birth.to_string()));
    parts.extend(row.sex.map(|sex| sex.code().to_owned()));
    parts.extend(row.phone.as_ref().map(|phone| phone.as_str().to_owned()));
    parts.extend(row.identity.as_ref().map(|identity| format!("…{}", identity.last3())));
    parts.extend(row.hamlet.clone());
    parts.extend(row.household.as_ref().map(|head| format!("hộ {head}")));
    if row.group != Group::Citizen {
        parts.push(row.group.code().to_owned());
    }
    parts.extend(row.unit.clone());
    parts.extend(row.needs.iter().map(|need| need.code().to_owned()));
    parts.extend(row.has_smartphone.map(|yes| format!("smartphone {yes}")));
    parts.extend(row.consent.map(|yes| format!("consent {yes}")));
    parts.extend(row.note.as_ref().map(|note| format!("“{note}”")));
    parts.extend(row.warnings.iter().map(|warning| format!("!{warning:?}")));
    parts.join(" · ")
}

fn good(roster: &Roster) -> Vec<String> {
    roster.good.iter().map(line).collect()
}

fn bad(roster: &Roster) -> Vec<String> {
    roster.bad.iter().map(|bad| format!("{}: {}", bad.row, Text::of(Lang::Vi).get(bad.reason.code()))).collect()
}

fn asides(roster: &Roster) -> Vec<(u32, Aside)> {
    roster.asides.iter().map(|line| (line.row, line.aside)).collect()
}

fn dups(roster: &Roster) -> Vec<(u32, u32)> {
    roster.duplicates.iter().map(|dup| (dup.row, dup.of_row)).collect()
}

fn state(roster: &Roster) -> Vec<SheetState> {
    roster.sheets.iter().map(|sheet| sheet.state).collect()
}

/// The answers of a workbook in the form of its `.answers.json`.
fn answers(file: &str, with_sheet: bool) -> (Value, Value) {
    let path = format!("{}/fixtures/lists/{file}", env!("CARGO_MANIFEST_DIR"));
    let roster = read_file(&fs::read(&path).unwrap(), file);
    let expected: Value =
        serde_json::from_slice(&fs::read(path.rsplit_once('.').unwrap().0.to_owned() + ".answers.json").unwrap()).unwrap();
    let reason = |bad: &BadRow| Text::of(Lang::Vi).get(bad.reason.code());
    let bad = roster
        .bad
        .iter()
        .map(|bad| if with_sheet { json!([roster.sheets[bad.sheet].name, bad.row, reason(bad)]) } else { json!([bad.row, reason(bad)]) });
    let found = json!({
        "village": expected["village"],
        "good": roster.good.len(),
        "bad": bad.collect::<Vec<_>>(),
        "duplicates": roster.duplicates.iter().map(|dup| json!([dup.row, dup.of_row])).collect::<Vec<_>>(),
    });
    (found, expected)
}

#[test]
fn the_messy_workbooks_give_exactly_the_known_answers() {
    for (file, with_sheet) in [
        ("danh-sach-thon-dong-mau.xlsx", false),
        ("danh-sach-thon-dong-mau.xls", false),
        ("tong-hop-thon-ben-vi-du.xlsx", true),
        ("tong-hop-thon-ben-vi-du.ods", true),
    ] {
        let (found, expected) = answers(file, with_sheet);
        assert_eq!(found, expected, "{file}");
    }
}

#[test]
fn people_of_the_messy_workbooks_come_out_whole() {
    let path = format!("{}/fixtures/lists/danh-sach-thon-dong-mau.xlsx", env!("CARGO_MANIFEST_DIR"));
    let roster = read_file(&fs::read(path).unwrap(), "");
    let at = |number: u32| line(roster.good.iter().find(|row| row.row == number).unwrap());
    assert_eq!(at(6), "6 · Lê Ngọc Hương · 2000-07-26 · female · 0381574702 · Xóm 3 · smartphone true");
    assert_eq!(at(9), "9 · Chu Bích Thủy · 1949-08-22 · female · 0821810786 · Xóm 6");
    assert_eq!(
        at(11),
        "11 · Nguyễn Bích Dung · 1972-01-18 · female · 0835555564 · …401 · Xóm 1 · large_text · smartphone true · “cần chữ to”"
    );
    assert_eq!(at(23), "23 · Nguyễn Thị Thủy · 1959-05-04 · female · 0368629499 · …235 · Xóm 2 · hộ Nguyễn Thị Thủy");
    assert_eq!(at(29), "29 · Bùi Minh Đạt · 1972 · male · 0389572150 · …624 · Xóm 5 · hộ Bùi Minh Đạt · worker · smartphone true");
    assert_eq!(at(30), "30 · Nguyễn Thanh Bưởi · 1950-12-15 · female · 0765113681 · Xóm 2 · “<b>đi xa</b>”");
    assert_eq!(asides(&roster), [(254, Aside::Signature), (258, Aside::Signature)]);
    assert!(roster.good.iter().all(|row| row.consent.is_none()), "consent is never assumed");

    let path = format!("{}/fixtures/lists/tong-hop-thon-ben-vi-du.xlsx", env!("CARGO_MANIFEST_DIR"));
    let roster = read_file(&fs::read(path).unwrap(), "");
    assert_eq!(
        good(&roster)[..3],
        [
            "6 · Trần Đức Cường · 1960 · male · 0850599524 · Xóm 1 · helper",
            "7 · Cấn Ngọc Hoa · 1951 · female · 0788820667 · Xóm 1 · consent true",
            "8 · Hoàng Thanh Bưởi · 1985 · female · 0826111193 · Xóm 1 · helper · consent true",
        ]
    );
    assert_eq!(asides(&roster), [(66, Aside::Total); 3]);
    assert_eq!(roster.good.iter().filter(|row| row.consent == Some(false)).count(), 39);
}

#[test]
fn headings_are_found_on_the_first_row_and_in_any_order() {
    let roster = list("SĐT;Giới;Họ tên;Năm sinh;Ghi chú\n0912345678;Nam;Nguyễn Văn An;1960;\n;Nữ;Lê Thị Ba;7/1954;hay vắng\n");
    assert_eq!(good(&roster), ["2 · Nguyễn Văn An · 1960 · male · 0912345678", "3 · Lê Thị Ba · 1954-07 · female · “hay vắng”"]);
}

#[test]
fn english_headings_are_known() {
    let roster = list(
        "No.;Full name;Date of birth;Gender;Mobile phone;ID number;Village\n1;Nguyen Van An;26/07/1960;male;912345678;001060123456;Dong Mau\n",
    );
    assert_eq!(good(&roster), ["2 · Nguyen Van An · 1960-07-26 · male · 0912345678 · …456 · Dong Mau"]);
}

#[test]
fn headings_may_have_line_breaks_no_marks_and_notes_in_brackets() {
    let roster = list(
        "so tt;\"HO VA\nTEN\";\"Ngay, thang,\nnam sinh (duong lich)\";\"So dien thoai\n(neu co)\";\"Co dien thoai thong minh\n(danh dau x)\"\n1;Tô Văn Tư;1.2.60;0912345678;x\n",
    );
    assert_eq!(good(&roster), ["2 · Tô Văn Tư · 1960-02-01 · 0912345678 · smartphone true"]);
}

#[test]
fn three_deep_headings_below_titles_are_read() {
    let roster = list(
        "
UBND XÃ;;;;;;;
DANH SÁCH HỌC VIÊN XÓM ĐÌNH;;;;;;;
STT;Thông tin cá nhân;;;;;Liên hệ;
;Họ và tên;Ngày sinh;;;Giới tính;Điện thoại;Có đồng ý nhận tin
;;Ngày;Tháng;Năm;;;
(1);(2);(3);(4);(5);(6);(7);(8)=(7)
1;Nguyễn Văn An;26;7;1960;Nam;0912345678;x
2;Lê Thị Ba;;;1954;Nữ;;không
3;Phạm Thị Cúc;31;2;1954;Nữ;;
",
    );
    assert_eq!(
        good(&roster),
        ["7 · Nguyễn Văn An · 1960-07-26 · male · 0912345678 · consent true", "8 · Lê Thị Ba · 1954 · female · consent false"]
    );
    assert_eq!(bad(&roster), ["9: ngày sinh không có thật"]);
}

#[test]
fn day_month_and_year_without_marks_are_no_men() {
    let roster = list("TT;Ho ten;Ngay;Thang;Nam;Gioi tinh\n1;Nguyễn Văn An;5;6;60;nam\n");
    assert_eq!(good(&roster), ["2 · Nguyễn Văn An · 1960-06-05 · male"]);
}

#[test]
fn marks_in_the_columns_nam_and_nu_tell_the_sex() {
    let roster = list("TT;Họ và tên;Nam;Nữ;Năm sinh\n1;Nguyễn Văn An;x;;1960\n2;Lê Thị Ba;;X;1954\n3;Lê Tư;x;x;1954\n4;Lê Năm;;;1954\n");
    assert_eq!(
        good(&roster),
        ["2 · Nguyễn Văn An · 1960 · male", "3 · Lê Thị Ba · 1954 · female", "4 · Lê Tư · 1954 · !SexUnclear", "5 · Lê Năm · 1954"]
    );
    let years = list("TT;Họ và tên;Nam;Nữ\n1;Nguyễn Văn An;1960;\n2;Lê Thị Ba;;22.8.54\n3;Lê Tư;không rõ;\n4;Lê Thị Năm;;x\n");
    assert_eq!(good(&years), ["2 · Nguyễn Văn An · 1960 · male", "3 · Lê Thị Ba · 1954-08-22 · female", "5 · Lê Thị Năm · female"]);
    assert_eq!(bad(&years), ["4: năm sinh không đọc được"]);
}

#[test]
fn a_name_under_one_heading_in_two_columns_is_one_name() {
    let split = list("TT;Họ đệm;Tên;Năm sinh\n1;2;3;4\n1;Nguyễn Văn;An;1960\n");
    assert_eq!(good(&split), ["3 · Nguyễn Văn An · 1960"]);
    let roster = list("TT;Họ và tên;;Năm sinh\n1;Nguyễn Văn;An;1960\n2;Lê Thị Ba;;1954\n");
    assert_eq!(good(&roster), ["2 · Nguyễn Văn An · 1960", "3 · Lê Thị Ba · 1954"]);
    let merged = xlsx(|book| {
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "TT").unwrap();
        sheet.merge_range(0, 1, 0, 2, "Họ và tên", &Format::new()).unwrap();
        sheet.write_string(0, 3, "Năm sinh").unwrap();
        for (column, text) in ["1", "Nguyễn Văn", "An", "1960"].into_iter().enumerate() {
            sheet.write_string(1, column as u16, text).unwrap();
        }
    });
    assert_eq!(good(&merged), ["2 · Nguyễn Văn An · 1960"]);
}

#[test]
fn lines_that_are_no_people_are_left_out_and_named() {
    let roster = list(
        "
DANH SÁCH;;;;
TT;Họ và tên;Năm sinh;Điện thoại;Ghi chú
A;B;1;2;3
I;XÓM ĐÌNH;;;
1;Nguyễn Văn An;1960;0912345678;
;Cộng xóm Đình: 1 người;;;
Xóm Chùa;;;;
2;Lê Thị Ba;1954;;
3;;;;
TT;Họ và tên;Năm sinh;Điện thoại;Ghi chú
4;Tổng Văn Tư;1970;;Tổ trưởng
;Tống Thị Sáu;1971;;
Tổng cộng;;2;;
;(Danh sách có 4 người);;;
;;Thạch Thất, ngày 05 tháng 02 năm 2026;;
;NGƯỜI LẬP BIỂU;;TRƯỞNG THÔN;
;(Ký, ghi rõ họ tên);;;
;Khuất Văn Bảy;;Cấn Thị Tám;
5;Đỗ Thị Muộn;1980;0987654321;
",
    );
    assert_eq!(
        good(&roster),
        [
            "5 · Nguyễn Văn An · 1960 · 0912345678 · Xóm Đình",
            "8 · Lê Thị Ba · 1954 · Xóm Chùa",
            "11 · Tổng Văn Tư · 1970 · Xóm Chùa · “Tổ trưởng”",
            "12 · Tống Thị Sáu · 1971 · Xóm Chùa",
            "19 · Đỗ Thị Muộn · 1980 · 0987654321 · Xóm Chùa",
        ]
    );
    assert_eq!(bad(&roster), [""; 0]);
    assert_eq!(
        asides(&roster),
        [
            (4, Aside::Section),
            (6, Aside::Total),
            (7, Aside::Section),
            (10, Aside::Heading),
            (13, Aside::Total),
            (14, Aside::Remark),
            (15, Aside::Signature),
            (16, Aside::Signature),
            (17, Aside::Signature),
            (18, Aside::Signature),
        ]
    );
}

#[test]
fn a_title_says_nothing_about_columns_and_a_first_row_without_a_name_is_no_heading() {
    let titled = list("DANH SÁCH CHỦ HỘ;;;\nTT;Họ và tên;Năm sinh;Mã\n1;Lê Thị Ba;1954;K7\n");
    assert_eq!(good(&titled), ["3 · Lê Thị Ba · 1954"]);
    let nameless = list("TT;Họ và tên;Ngày sinh;Đối tượng;Giới tính;Liên lạc\n;;không rõ;Nông dân;Nữ;zalo\n1;Lê Thị Ba;1954;;;\n");
    assert_eq!(bad(&nameless), ["2: thiếu họ tên"]);
    let dated = list("TT;Họ và tên;Ngày sinh;Giới tính;Liên lạc\n;;26/07/1960;Nữ;zalo\n1;Lê Thị Ba;1954;;;\n");
    assert_eq!(bad(&dated), ["2: thiếu họ tên"]);
    let groups = list("TT;Họ và tên;Năm sinh;;Đối tượng;;\n;;Nam;Nữ;Nông dân;Công nhân;Khác\n1;Lê Thị Ba;;1954;x;;\n");
    assert_eq!(groups.good[0].birth.map(Birth::year), Some(1954));
}

#[test]
fn filled_in_lines_above_and_open_date_lines_below_are_no_people() {
    let roster = list(
        "Họ tên trưởng thôn: Trần Văn Tám;;Điện thoại: 0912345678;\nThôn Đồng;;;\nSTT;Học viên;Sinh năm;SĐT\n1;1. Lê Thị Ba;1954;\n2;Lê Tư An;1960;\n;Trong đó: nữ;1;\n;;Ngày .... tháng .... năm 2026;\n;;ngày 10 tháng 10 năm 2026;\n",
    );
    assert_eq!(good(&roster), ["4 · Lê Thị Ba · 1954", "5 · Lê Tư An · 1960"]);
    assert_eq!(bad(&roster), [""; 0]);
    assert_eq!(asides(&roster), [(6, Aside::Total), (7, Aside::Signature), (8, Aside::Signature)]);
}

#[test]
fn a_full_date_under_the_year_alone_and_a_mark_for_the_head_are_understood() {
    let roster = list("TT;Họ và tên;Ngày;Tháng;Năm;Chủ hộ\n1;Lê Thị Ba;;;26/7/60;x\n2;Lê Thị Tư;1;;1960;\n3;Lê Thị Năm;;2;1960;\n");
    assert_eq!(good(&roster), ["2 · Lê Thị Ba · 1960-07-26 · hộ Lê Thị Ba", "3 · Lê Thị Tư · 1960", "4 · Lê Thị Năm · 1960-02"]);
}

#[test]
fn a_second_table_below_may_have_other_columns() {
    let roster =
        list("TT;Họ và tên;Năm sinh\n1;Nguyễn Văn An;1960\n;Người lập biểu;\n\nTT;Năm sinh;SĐT;Họ và tên\n1;1954;0912345678;Lê Thị Ba\n");
    assert_eq!(good(&roster), ["2 · Nguyễn Văn An · 1960", "6 · Lê Thị Ba · 1954 · 0912345678"]);
}

#[test]
fn a_bad_row_has_its_first_reason_only() {
    let long = "Nguyễn ".repeat(20);
    let roster = list(&format!(
        "TT;Họ và tên;Ngày sinh;SĐT\n1;;31/02/1960;0912345678\n2;---;1960;\n3;Lê Thị Ba;không rõ;\n4;Lê Thị Ba;31/02/1960;12\n5;Lê Thị Ba;2031;\n6;Lê Thị Ba;1850;\n7;{long};2031;\n8;{long};1960;\n9;12345;1960;\n"
    ));
    assert_eq!(
        bad(&roster),
        [
            "2: thiếu họ tên",
            "3: thiếu họ tên",
            "4: năm sinh không đọc được",
            "5: ngày sinh không có thật",
            "6: ngày sinh ở tương lai",
            "7: tuổi trên 120",
            "8: ngày sinh ở tương lai",
            "9: họ tên quá dài",
            "10: thiếu họ tên",
        ]
    );
    assert!(roster.good.is_empty());
}

#[test]
fn odd_values_warn_and_keep_the_row() {
    let roster = list(
        "
TT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;SĐT;Đối tượng;Ghi chú
1;Nguyễn Văn A1;;nam;chưa có;không;phi hành gia;điếc
2;<script>alert(1)</script>;1960;khác;123;12345;Học sinh;
3;Tèo;22123;nam;001165123456;0912345678/0987654321;khuyết tật;mắt kém
4;Lê Văn Tư;1965;nam;003165123456;0611111111;Công nhân;
",
    );
    assert_eq!(
        good(&roster),
        [
            "2 · Nguyễn Văn A1 · male · !NameOdd · !BirthMissing · !GroupUnknown · !NoteDropped",
            "3 · <Script>Alert(1)</Script> · 1960 · student · !NameOdd · !SexUnclear · !PhoneInvalid · !IdentityInvalid",
            "4 · Tèo · 1960-07-26 · male · 0912345678 · …456 · helper · large_text · !NameOdd · !BirthFromSerial · !PhoneMore · !IdentitySex · !IdentityYear · !NoteDropped",
            "5 · Lê Văn Tư · 1965 · male · 0611111111 · …456 · worker · !PhonePrefix · !IdentitySex · !IdentityProvince",
        ]
    );
}

#[test]
fn numbers_that_excel_changed_are_put_right() {
    let roster = xlsx(|book| {
        let (day, plain) = (Format::new().set_num_format("dd/mm/yyyy"), Format::new());
        let sheet = book.add_worksheet();
        for (column, text) in ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Điện thoại"].into_iter().enumerate() {
            sheet.write_string(0, column as u16, text).unwrap();
        }
        let people = [
            (26207.0, 1_171_480_401.0, 912_345_678.0),
            (1971.0, 33_171_001_234.0, 1_684_653_025.0),
            (1954.0, 112_345_678.0, 84_912_345_678.0),
        ];
        for (at, (birth, identity, phone)) in people.into_iter().enumerate() {
            let row = at as u32 + 1;
            sheet.write_number(row, 0, row).unwrap();
            sheet.write_string(row, 1, "Nguyễn Thị An").unwrap();
            sheet.write_number_with_format(row, 2, birth, if at == 2 { &day } else { &plain }).unwrap();
            sheet.write_number(row, 3, identity).unwrap();
            sheet.write_number(row, 4, phone).unwrap();
        }
    });
    assert_eq!(
        good(&roster),
        [
            "2 · Nguyễn Thị An · 1971-10-01 · 0912345678 · …401 · !BirthFromSerial",
            "3 · Nguyễn Thị An · 1971 · 0384653025 · …234",
            "4 · Nguyễn Thị An · 1954 · 0912345678 · …678",
        ]
    );
}

#[test]
fn a_household_is_inherited_where_cells_are_merged_or_say_ditto_and_nowhere_else() {
    let roster = list("TT;Họ và tên;Chủ hộ;Xóm;Năm sinh\n1;Lê An;Lê An;xóm 1;1960\n2;Lê Ba;nt;\"\"\"\";1980\n3;Lê Tư;;;1990\n");
    assert_eq!(good(&roster), ["2 · Lê An · 1960 · Xóm 1 · hộ Lê An", "3 · Lê Ba · 1980 · Xóm 1 · hộ Lê An", "4 · Lê Tư · 1990"]);
    let merged = xlsx(|book| {
        let sheet = book.add_worksheet();
        for (column, text) in ["TT", "Chủ hộ", "Họ và tên", "Năm sinh", "SĐT"].into_iter().enumerate() {
            sheet.write_string(0, column as u16, text).unwrap();
        }
        sheet.merge_range(1, 1, 2, 1, "LÊ AN", &Format::new()).unwrap();
        sheet.merge_range(3, 2, 4, 2, "Lê Năm", &Format::new()).unwrap();
        for (row, name, birth) in [(1, "Lê An", 1960), (2, "Lê Ba", 1980), (3, "", 1990)] {
            sheet.write_number(row, 0, row).unwrap();
            if !name.is_empty() {
                sheet.write_string(row, 2, name).unwrap();
            }
            sheet.write_number(row, 3, birth).unwrap();
        }
        sheet.write_string(4, 4, "0912345678").unwrap();
    });
    assert_eq!(good(&merged), ["2 · Lê An · 1960 · hộ Lê An", "3 · Lê Ba · 1980 · hộ Lê An", "4 · Lê Năm · 1990"]);
    assert_eq!(asides(&merged), [(5, Aside::Continued)]);
}

#[test]
fn lists_of_heads_and_lists_with_only_a_given_name_are_lists() {
    let heads = list("STT;Họ tên chủ hộ;Năm sinh;Địa chỉ\n1;Lê An;1960;Số 5, Xóm 2, thôn Đông\n");
    assert_eq!(good(&heads), ["2 · Lê An · 1960 · Xóm 2"]);
    let given = list("STT;Tên;Điện thoại;Thôn\n1;Lê Thị Ba;0912345678;Đông\n");
    assert_eq!(good(&given), ["2 · Lê Thị Ba · 0912345678 · Đông"]);
    assert_eq!(state(&list("STT;Tên;Số lượng\n1;Máy tính;5\n")), [SheetState::NoHeading]);
}

#[test]
fn a_pair_of_columns_says_yes_or_no() {
    let roster = list(
        "TT;Họ và tên;Điện thoại thông minh;;Đồng ý;Không đồng ý\n;;Có;Không;;\n1;Lê Thị An;x;;x;\n2;Lê Thị Ba;;x;;x\n3;Lê Thị Tư;;;;\n",
    );
    assert_eq!(
        good(&roster),
        ["3 · Lê Thị An · smartphone true · consent true", "4 · Lê Thị Ba · smartphone false · consent false", "5 · Lê Thị Tư"]
    );
}

#[test]
fn columns_that_must_not_be_kept_are_not() {
    let roster = list(
        "TT;Họ và tên;Dân tộc;Tôn giáo;Tình trạng sức khỏe;Ngày cấp CCCD;Số CCCD;Họ tên bố;Quan hệ với chủ hộ;Họ tên chủ hộ;Sở thích\n1;Lê An Ba;Mường;Phật giáo;điếc;01/01/2020;001060123456;Lê Tư;con;Lê Tư;đọc\n",
    );
    assert_eq!(good(&roster), ["2 · Lê An Ba · …456 · hộ Lê Tư"]);
    let kept: Vec<Col> = roster.sheets[0].columns.iter().map(|(col, ..)| *col).collect();
    assert_eq!(kept, [Col::Ordinal, Col::Name, Col::Ignored, Col::Identity, Col::Household]);
    assert_eq!(
        roster.sheets[0].unknown,
        ["Tôn giáo", "Tình trạng sức khỏe", "Ngày cấp CCCD", "Họ tên bố", "Quan hệ với chủ hộ", "Sở thích"]
    );
}

#[test]
fn sheets_that_are_no_lists_say_why() {
    use SheetState::{Empty, Hidden, NoHeading, OldFont, Read, SideBySide};
    let roster = xlsx(|book| {
        book.add_worksheet()
            .set_name(" Tổ 1 ")
            .unwrap()
            .write_row(0, 0, ["Họ và tên", "SĐT"])
            .unwrap()
            .write_row(1, 0, ["Lê Thị Ba", "0912345678"])
            .unwrap();
        book.add_worksheet().write_string(0, 0, "DANH SÁCH HỌ VÀ TÊN NGƯỜI DÂN").unwrap();
        book.add_worksheet();
        book.add_worksheet().set_hidden(true).write_row(0, 0, ["Họ và tên", "SĐT"]).unwrap();
        let beside = ["STT", "Họ và tên", "Năm sinh", "", "STT", "Họ và tên", "Năm sinh"];
        book.add_worksheet().write_row(0, 0, beside).unwrap();
        book.add_worksheet().write_column(0, 0, ["Hä vµ tªn", "NguyÔn V¨n §\u{ad}êng", "TrÇn ThÞ Thñy", "Ph¹m ThÞ Hång"]).unwrap();
    });
    assert_eq!(state(&roster), [Read, NoHeading, Empty, Hidden, SideBySide, OldFont]);
    assert_eq!(good(&roster), ["2 · Lê Thị Ba · 0912345678 · Tổ 1"]);
}

#[test]
fn likely_duplicates_follow_the_stated_rule() {
    let of =
        |first: &str, second: &str| !dups(&list(&format!("Họ và tên;Ngày sinh;Giới tính;CCCD;SĐT;Xóm\n{first}\n{second}\n"))).is_empty();
    let ba = "Lê Thị Ba;12/03/1954;Nữ;001154123456;0912345678;Xóm 1";
    for (other, expected, why) in [
        ("LE THI BA;1954;;;;Xóm 2", true, "the same name and year, nothing denies"),
        ("Lê Thị Bà;1954;;;;", true, "marks do not matter"),
        ("Lê Thị Ba;1955;;;;", false, "another year"),
        ("Lê Thị Ba;1955;;;0912 345 678;", true, "another year and the same phone"),
        ("Lê Thị Ba;;;;+84912345678;", true, "no year and the same phone"),
        ("Lê Thị Ba;;;;;", false, "a name alone"),
        ("Lê Thị Ba;1954;;;0987654321;", false, "another phone"),
        ("Lê Thị Ba;13/03/1954;;;;", false, "another day"),
        ("Lê Thị Ba;13/03/1954;;;0912345678;", true, "another day and the same phone"),
        ("Lê Thị Ba;1954;Nam;;0912345678;", false, "another sex"),
        ("Lê Thị Ba;1954;;001154999999;;", false, "another identity number"),
        ("Lê Thị Ba;1954;;012345678;;", true, "an old number cannot be compared"),
        ("Lê Thị Bốn;1970;Nam;1154123456;;", true, "the same identity number, zeros dropped"),
        ("Lê Văn Tư;1954;Nam;;0912345678;Xóm 1", false, "a family shares a phone"),
    ] {
        assert_eq!(of(ba, other), expected, "{why}: {other}");
        assert_eq!(of(other, ba), expected, "the other way round: {why}");
    }
}

#[test]
fn the_first_line_above_is_named_even_on_another_sheet_and_bad_rows_are_no_twins() {
    let roster = xlsx(|book| {
        for name in ["Xóm 1", "Xóm 2"] {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            sheet.write_row(0, 0, ["Họ và tên", "Năm sinh"]).unwrap();
            sheet.write_row(1, 0, ["Lê Thị Ba", "1954"]).unwrap();
            sheet.write_row(2, 0, ["Lê Thị Ba", "31/02/1954"]).unwrap();
            sheet.write_row(3, 0, ["lê thị ba", "3/1954"]).unwrap();
        }
    });
    let found: Vec<_> = roster.duplicates.iter().map(|dup| (dup.sheet, dup.row, dup.of_sheet, dup.of_row)).collect();
    assert_eq!(found, [(0, 4, 0, 2), (1, 2, 0, 2), (1, 4, 0, 2)]);
}

#[test]
fn the_pivot_can_be_stated() {
    let book = sheet::read("Họ và tên;Ngày sinh\nLê Thị Ba;1.2.20\n".as_bytes(), "a.csv").unwrap();
    let year = |pivot| read(&book, &Options { today: date(2026, 10, 14), pivot }).good[0].birth.unwrap().year();
    assert_eq!((year(None), year(Some(10))), (2020, 1920));
}

#[test]
fn a_long_list_is_read_to_its_end() {
    let mut text = String::from("STT;Họ và tên;Năm sinh;SĐT\n");
    for n in 1..20_000 {
        writeln!(text, "{n};Nguyễn Thị {};{};09{n:08}", n % 700, 1930 + n % 80).unwrap();
    }
    let roster = list(&text);
    assert_eq!((roster.good.len(), roster.bad.len(), roster.duplicates.len()), (19_999, 0, 0));
    assert_eq!(roster.good.last().map(|row| row.row), Some(20_000));
}

#[test]
fn no_list_however_strange_panics() {
    let words = [
        "",
        "STT",
        "TT",
        "Họ và tên",
        "Tên",
        "Họ",
        "Nam",
        "Nữ",
        "Năm sinh",
        "Ngày",
        "Tháng",
        "Năm",
        "SĐT",
        "CCCD",
        "Chủ hộ",
        "Xóm",
        "Xóm 1",
        "x",
        "1",
        "(1)",
        "1954",
        "31/02/1960",
        "36733",
        "không rõ",
        "Nguyễn Văn An",
        "Cộng",
        "Tổng cộng",
        "Người lập biểu",
        "(Ký)",
        "nt",
        "\"",
        "=1+1",
        "0912345678",
        "é",
        "𝟙",
        "\u{202e}",
        "1e308",
        "-",
        "Không",
        "Có",
        "Đồng ý",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let (mut lists, mut people) = (0, 0);
    for _ in 0..400 {
        let width = 1 + roll(9);
        let rows: Vec<String> =
            (0..=roll(12)).map(|_| (0..width).map(|_| words[roll(words.len())]).collect::<Vec<_>>().join("\t")).collect();
        if let Ok(book) = sheet::read(rows.join("\n").as_bytes(), "a.csv") {
            let roster = read(&book, &Options { today: date(2026, 10, 14), pivot: None });
            lists += usize::from(roster.sheets[0].state == SheetState::Read);
            people += roster.good.len();
        }
    }
    assert!(lists > 20 && people > 10, "{lists} lists, {people} people: the dice must sometimes make sense");
}

#[test]
fn every_code_has_its_text() {
    use SheetState as S;
    use Warning as W;
    assert_eq!(PEOPLE.headings.len(), Col::COUNT, "every column has its headings");
    let mut all: Vec<&str> = PEOPLE.headings.iter().map(|heading| heading.key.code()).collect();
    all.extend([Aside::Total, Aside::Signature, Aside::Heading, Aside::Section, Aside::Continued, Aside::Remark].map(Aside::code));
    all.extend(
        [
            BadReason::NameMissing,
            BadReason::BirthUnreadable,
            BadReason::BirthNotReal,
            BadReason::BirthFuture,
            BadReason::BirthTooOld,
            BadReason::NameTooLong,
        ]
        .map(BadReason::code),
    );
    all.extend(
        [
            W::NameOdd,
            W::BirthMissing,
            W::BirthFromSerial,
            W::SexUnclear,
            W::PhoneInvalid,
            W::PhonePrefix,
            W::PhoneMore,
            W::IdentityInvalid,
            W::IdentitySex,
            W::IdentityYear,
            W::IdentityProvince,
            W::GroupUnknown,
            W::NoteDropped,
        ]
        .map(W::code),
    );
    all.extend([S::Read, S::Hidden, S::Empty, S::NoHeading, S::SideBySide, S::OldFont, S::Garbled].map(S::code));
    for code in all {
        assert!(Text::of(Lang::Vi).has(code) && Text::of(Lang::En).has(code), "{code}");
    }
}
