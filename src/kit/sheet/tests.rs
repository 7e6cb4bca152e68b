use std::io::{Cursor, Read, Write};

use jiff::civil::date;
use rust_xlsxwriter::{Format, Formula};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/lists/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The least that is an XLSX file, around the rows of its only sheet.
fn xlsx_of(rows: &str, shared: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let workbook =
        format!(r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#);
    let links = format!(
        r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let root = format!(
        r#"<Relationships xmlns="{package}"><Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let sheet = format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#);
    let strings = format!(r#"<sst xmlns="{main}" {shared}></sst>"#);
    pack(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}

fn rows_of(count: usize) -> String {
    (1..=count).fold(String::new(), |rows, n| rows + &format!(r#"<row r="{n}"><c r="A{n}"><v>1</v></c></row>"#))
}

#[test]
fn every_kind_of_cell_comes_with_the_row_number_that_excel_shows() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(" Xóm  1 ").unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_string(3, 1, "  LÊ HƯƠNG ").unwrap();
    sheet.write_string(3, 2, "=1+1").unwrap();
    sheet.write_number(5, 1, 381_574_702.0).unwrap();
    sheet.write_number_with_format(5, 2, 36733.0, &day).unwrap();
    sheet.write_number_with_format(5, 3, 0.5, &day).unwrap();
    sheet.write_formula(5, 4, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_formula(5, 5, Formula::new("=B4").set_result("chữ")).unwrap();
    sheet.write_formula(5, 6, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_boolean(5, 7, true).unwrap();
    sheet.write_string(6, 0, "   ").unwrap();
    let bytes = book.save_to_buffer().unwrap();

    let book = read(&bytes, "a.xlsx").unwrap();
    let sheet = &book.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.hidden), ("Xóm 1", false));
    assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [4, 6], "a row of spaces holds nothing");
    assert_eq!(sheet.rows[0].cells, [Cell::Empty, text("  LÊ HƯƠNG "), text("=1+1")]);
    assert_eq!(
        sheet.rows[1].cells[1..],
        [
            Cell::Number(381_574_702.0),
            Cell::Date(date(2000, 7, 26)),
            Cell::Number(0.5),
            Cell::Number(2.0),
            text("chữ"),
            Cell::FormulaError,
            Cell::Bool(true),
        ]
    );
    let texts: Vec<String> = sheet.rows[1].cells.iter().map(Cell::text).collect();
    assert_eq!(texts, ["", "381574702", "2000-07-26", "0.5", "2", "chữ", "", "TRUE"]);
    assert_eq!(sheet.rows[0].cell(999), &Cell::Empty);
}

#[test]
fn a_formula_without_a_stored_value_is_empty() {
    let book = read(&fixture("danh-sach-thon-dong-mau.xlsx"), "a.xlsx").unwrap();
    let row = book.sheets[0].row_at(8).unwrap();
    assert_eq!(row.cell(1), &text("Đỗ Thị Tuyết"));
    assert_eq!(row.cell(10), &Cell::Empty);
    assert_eq!(book.sheets[0].row_at(12), None);
}

#[test]
fn merged_areas_lend_their_first_cell_and_hidden_sheets_are_marked() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let plain = Format::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(1, 0, 3, 1, "Chủ hộ A", &plain).unwrap();
    sheet.write_string(2, 2, "x").unwrap();
    sheet.write_string(3, 2, "y").unwrap();
    sheet.write_string(4, 2, "z").unwrap();
    book.add_worksheet().set_hidden(true).write_string(0, 0, "ẩn").unwrap();
    let book = read(&book.save_to_buffer().unwrap(), "").unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(sheet.spanned(2, 1), &text("Chủ hộ A"));
    assert_eq!(sheet.spanned(2, 2), &text("y"), "a filled cell is itself");
    assert_eq!(sheet.spanned(3, 0), &Cell::Empty, "below the area");
    assert!(sheet.continues(1, 0) && !sheet.continues(0, 0) && !sheet.continues(3, 0) && !sheet.continues(1, 2));
    assert_eq!(sheet.spanned(99, 99), &Cell::Empty);
    assert!(book.sheets[1].hidden);
}

#[test]
fn old_excel_and_libreoffice_files_hold_the_same() {
    let same = |a: &str, b: &str, formulas: usize| {
        let (a, b) = (read(&fixture(a), a).unwrap(), read(&fixture(b), b).unwrap());
        assert_eq!(a.sheets.len(), b.sheets.len());
        for (a, b) in a.sheets.iter().zip(&b.sheets) {
            assert_eq!(a.name, b.name);
            let cells = |sheet: &Sheet| {
                let mut cells = Vec::new();
                for row in &sheet.rows {
                    cells.extend(row.cells.iter().take(formulas).enumerate().map(|(at, cell)| (row.number, at, cell.text())));
                }
                cells.retain(|(.., text)| !text.is_empty());
                cells
            };
            assert_eq!(cells(a), cells(b));
        }
    };
    // The last column holds formulas, whose values only XLS stores.
    same("danh-sach-thon-dong-mau.xlsx", "danh-sach-thon-dong-mau.xls", 10);
    same("tong-hop-thon-ben-vi-du.xlsx", "tong-hop-thon-ben-vi-du.ods", 9);
}

#[test]
fn wrong_files_are_told_apart_by_their_bytes() {
    let ole = |name: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(1024, 0);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(2048, 0);
        bytes
    };
    let open = |kind: &str| pack(&[("mimetype", kind.as_bytes()), ("content.xml", b"<x/>")]);
    for (bytes, code) in [
        (b"%PDF-1.7\n".to_vec(), "error-sheet-pdf"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "error-sheet-picture"),
        (b"\xff\xd8\xff\xe0abc".to_vec(), "error-sheet-picture"),
        (b"\0\0\0\x18ftypheic".to_vec(), "error-sheet-picture"),
        (b"{\\rtf1 abc}".to_vec(), "error-sheet-word"),
        (pack(&[("word/document.xml", b"<x/>")]), "error-sheet-word"),
        (pack(&[("ppt/presentation.xml", b"<x/>")]), "error-sheet-slides"),
        (pack(&[("xl/workbook.bin", b"x")]), "error-sheet-save-as-xlsx"),
        (pack(&[("list.csv", b"a,b")]), "error-sheet-archive"),
        (open("application/vnd.oasis.opendocument.text"), "error-sheet-word"),
        (open("application/epub+zip"), "error-sheet-archive"),
        (b"Rar!\x1a\x07".to_vec(), "error-sheet-archive"),
        (ole("WordDocument"), "error-sheet-word"),
        (ole("PowerPoint Document"), "error-sheet-slides"),
        (ole("EncryptedPackage"), "error-sheet-password"),
        (ole("Workbook"), "error-sheet-damaged"),
        (ole("Something"), "error-sheet-unknown-kind"),
        (b"<html><table><tr><td>a</td></tr></table></html>".to_vec(), "error-sheet-save-as-xlsx"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><Workbook/>".to_vec(), "error-sheet-save-as-xlsx"),
        (b"\x7fELF\x02\x01\x01\0\0\0".to_vec(), "error-sheet-unknown-kind"),
        (vec![7, 0, 3, 200, 1, 2, 0, 5, 9, 1, 0, 0, 2], "error-sheet-unknown-kind"),
        (b"PK\x03\x04broken".to_vec(), "error-sheet-damaged"),
        (pack(&[("xl/workbook.xml", b"<not closed")]), "error-sheet-damaged"),
        (Vec::new(), "error-sheet-empty"),
        (b" \n \n".to_vec(), "error-sheet-empty"),
        (xlsx_of("", ""), "error-sheet-empty"),
        (vec![b'a'; MAX_FILE_BYTES + 1], "error-sheet-file-too-big"),
    ] {
        let start: String = String::from_utf8_lossy(&bytes[..bytes.len().min(20)]).into_owned();
        assert_eq!(read(&bytes, "list.xlsx").err().map(|error| error.code()), Some(code), "{start}");
    }
}

#[test]
fn a_sheet_may_have_so_many_rows_and_columns_and_no_more() {
    let book = read(&xlsx_of(&rows_of(MAX_ROWS), ""), "").unwrap();
    assert_eq!(book.sheets[0].rows.last().map(|row| row.number), Some(100_000));
    assert_eq!(read(&xlsx_of(&rows_of(MAX_ROWS + 1), ""), ""), Err(SheetError::TooManyRows("S".into())));
    // Excel's last cell: what is far away costs nothing, and only what holds something is counted.
    let far = r#"<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"/></row><row r="1048576"><c r="GR1048576"><v>2</v></c></row>"#;
    assert_eq!(read(&xlsx_of(far, ""), "").unwrap().sheets[0].rows[1].cell(199), &Cell::Number(2.0));
    let wide = r#"<row r="1"><c r="GS1"><v>1</v></c></row>"#;
    assert_eq!(read(&xlsx_of(wide, ""), ""), Err(SheetError::TooManyColumns("S".into())));
}

#[test]
fn what_would_unpack_to_too_much_is_refused_before_it_does() {
    let mut bytes = xlsx_of(&rows_of(3), "");
    // The unpacked size in the directory: 24 bytes into each entry.
    let entry = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&0xf000_0000_u32.to_le_bytes());
    assert_eq!(read(&bytes, ""), Err(SheetError::ContentTooBig), "the directory says so");

    // A directory that lies, and the parts' own heads with it: no part is unpacked beyond the 500 bytes it admits.
    let mut lying = xlsx_of(&rows_of(2000), "");
    for at in 0..lying.len() - 4 {
        let size = match &lying[at..at + 4] {
            b"PK\x01\x02" => at + 24,
            b"PK\x03\x04" => at + 22,
            _ => continue,
        };
        let said = u32::from_le_bytes([lying[size], lying[size + 1], lying[size + 2], lying[size + 3]]);
        lying[size..size + 4].copy_from_slice(&said.min(500).to_le_bytes());
    }
    assert_eq!(read(&lying, ""), Err(SheetError::Damaged));
    let mut zip = zip::ZipArchive::new(Cursor::new(lying)).unwrap();
    let mut unpacked = Vec::new();
    assert!(zip.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_end(&mut unpacked).is_err());
    assert!(unpacked.len() <= 501, "{} bytes: one more than said tells the lie", unpacked.len());

    let promise = xlsx_of(&rows_of(3), r#"count="1" uniqueCount="99999999999""#);
    assert_eq!(read(&promise, ""), Err(SheetError::Damaged));
}

#[test]
fn a_libreoffice_file_may_repeat_empty_cells_only() {
    let ods = |cells: &str| {
        let content = format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"A\">{cells}</table:table></office:spreadsheet></office:body></office:document-content>"
        );
        let parts: [(&str, &[u8]); 3] = [
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", b"<manifest:manifest/>"),
            ("content.xml", content.as_bytes()),
        ];
        read(&pack(&parts), "a.ods")
    };
    let filled = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    let far = format!(
        r#"<table:table-row table:number-rows-repeated="9"><table:table-cell/></table:table-row><table:table-row><table:table-cell/>{filled}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>"#
    );
    let book = ods(&far).unwrap();
    assert_eq!((book.sheets[0].rows[0].number, book.sheets[0].rows[0].cell(1)), (10, &Cell::Number(1.0)));
    let repeated = r#"<table:table-row><table:table-cell table:number-columns-repeated="9000" office:value-type="float" office:value="1"/></table:table-row>"#;
    assert_eq!(ods(repeated), Err(SheetError::ContentTooBig));
    let gap = format!(r#"<table:table-row><table:table-cell table:number-columns-repeated="16000"/>{filled}</table:table-row>"#);
    assert_eq!(ods(&gap.repeat(1100)), Err(SheetError::ContentTooBig));
}

#[test]
fn a_panic_of_the_reader_is_a_refusal() {
    let mut bytes = fixture("danh-sach-thon-dong-mau.xls");
    // Where the only sheet begins (BoundSheet8, MS-XLS 2.4.28), far beyond the end.
    let place = bytes.windows(4).position(|four| four[..2] == [0x85, 0] && four[3] == 0 && four[2] < 64).unwrap() + 4;
    bytes[place..place + 4].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    assert_eq!(read(&bytes, ""), Err(SheetError::Damaged));
    // And where it says how large it is, larger than sheets can be.
    let mut bytes = fixture("danh-sach-thon-dong-mau.xls");
    let place = bytes.windows(4).position(|four| four == [0, 2, 14, 0]).unwrap();
    bytes[place + 8..place + 12].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    assert_eq!(read(&bytes, ""), Err(SheetError::Damaged));
}

fn csv_texts(bytes: &[u8]) -> (Vec<(u32, Vec<String>)>, Option<Trouble>) {
    let book = read(bytes, "C:\\tep\\Xóm 1.csv").unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(sheet.name, "Xóm 1");
    let rows = sheet.rows.iter().map(|row| (row.number, row.cells.iter().map(Cell::text).collect())).collect();
    (rows, sheet.trouble)
}

#[test]
fn csv_is_read_with_any_separator_and_encoding() {
    let expected: Vec<(u32, Vec<String>)> = vec![
        (1, ["STT", "Họ và tên", "Ngày, sinh"].map(String::from).to_vec()),
        (3, ["1", "Nguyễn \"A\" Đường", "1,5;2"].map(String::from).to_vec()),
    ];
    let text = "STT;\"Họ và tên\";Ngày, sinh\r\n\r\n1; \"Nguyễn \"\"A\"\"\nĐường\";\"1,5;2\"\r\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16_big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    // Windows-1258 writes most tones as letters of their own.
    let parts: String = text.replace('ọ', "o\u{323}").replace('ễ', "ê\u{303}").replace('ờ', "ơ\u{300}");
    let old = encoding_rs::WINDOWS_1258.encode(&parts).0.into_owned();
    assert!(std::str::from_utf8(&old).is_err());
    for (bytes, what) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8 with its mark"),
        ([b"\xff\xfe".to_vec(), utf16.clone()].concat(), "UTF-16"),
        ([b"\xfe\xff".to_vec(), utf16_big.clone()].concat(), "UTF-16 big end first"),
        (utf16, "UTF-16 without its mark"),
        (utf16_big, "UTF-16 big end first, without its mark"),
        (old, "Windows-1258"),
        (text.replace("\r\n", "\n").into_bytes(), "Unix lines"),
        (
            text.replace(";Ngày", "\tNgày").replace("STT;", "STT\t").replace("1; \"N", "1\t \"N").replace("g\";", "g\"\t").into_bytes(),
            "tabs",
        ),
    ] {
        assert_eq!(csv_texts(&bytes), (expected.clone(), None), "{what}");
    }
}

#[test]
fn csv_keeps_odd_quotes_numbers_and_orders_to_excel() {
    let rows = |text: &str| {
        csv_texts(text.as_bytes()).0.into_iter().map(|(number, cells)| format!("{number}:{}", cells.join("|"))).collect::<Vec<_>>()
    };
    assert_eq!(rows("a,b\n1,2\n"), ["1:a|b", "2:1|2"]);
    assert_eq!(rows("sep=|\na|b\n1|2"), ["1:a|b", "2:1|2"], "Excel does not show the order as a row");
    assert_eq!(rows("a,b \"c\" d\n0912,\"open"), ["1:a|b \"c\" d", "2:0912|open"]);
    assert_eq!(rows("a;b;c,d\n,;;\n"), ["1:a|b|c,d", "2:,"]);
    assert_eq!(rows("one\rtwo\r"), ["1:one", "2:two"]);
    assert_eq!(rows("BM chữ,thường"), ["1:BM chữ|thường"], "no bitmap");
}

#[test]
fn old_fonts_and_garbled_letters_are_named() {
    // "Họ và tên … Nguyễn Văn Đường, Trần Thị Thủy" in TCVN3 and VNI, as their fonts store it.
    let tcvn3 = "Hä vµ tªn,§Þa chØ\nNguyÔn V¨n §\u{ad}êng,Xãm 1\nTrÇn ThÞ Thñy,Xãm 2\n";
    let vni = "Hoï vaø teân,Ñòa chæ\nNguyeãn Vaên Ñöôøng,Xoùm 1\nTraàn Thò Thuûy,Xoùm 2\n";
    let western = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    for (bytes, trouble) in [
        (western(tcvn3), Some(Trouble::OldFont)),
        (western(vni), Some(Trouble::OldFont)),
        (tcvn3.as_bytes().to_vec(), Some(Trouble::OldFont)),
        (vni.as_bytes().to_vec(), Some(Trouble::OldFont)),
        ("Há»\u{8d} vÃ\u{a0} tÃªn\nNguyá»…n VÄƒn Ä\u{90}Æ°á»\u{9d}ng\n".as_bytes().to_vec(), Some(Trouble::Garbled)),
        ("H? và tên\nNguy?n V?n ???ng\nTr?n Th? Th?y\nPh?m H?ng\n".as_bytes().to_vec(), Some(Trouble::Garbled)),
        ("Họ và tên\nNguyễn Văn Đường\nNoël Müller\nđo µm\n".as_bytes().to_vec(), None),
        ("name,phone\nAnna,1\n".as_bytes().to_vec(), None),
    ] {
        assert_eq!(csv_texts(&bytes).1, trouble, "{}", String::from_utf8_lossy(&bytes));
    }
}

/// Small, repeatable, good enough: xorshift.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

#[test]
fn no_broken_file_panics_and_none_takes_forever() {
    let mut dice = Dice(0x5eed_1234_5678_9abc);
    let rows = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Họ và tên</t></is></c><c r="B1"><v>36733</v></c></row>"#;
    let seeds = [
        xlsx_of(&rows.repeat(20), r#"uniqueCount="2""#),
        fixture("tong-hop-thon-ben-vi-du.ods"),
        fixture("danh-sach-thon-dong-mau.xls"),
        "STT;Họ và tên\n1;\"Nguyễn\"\n".repeat(20).into_bytes(),
        // Unpacked, so that the harm is done to the XML and not to the packing.
        rows.repeat(20).into_bytes(),
    ];
    let mut refused = 0;
    for round in 0..500 {
        let which = round % seeds.len();
        let mut bytes = seeds[which].clone();
        for _ in 0..=dice.roll(8) {
            let at = dice.roll(bytes.len());
            match dice.roll(5) {
                0 => bytes[at] = dice.roll(256) as u8,
                1 => bytes.truncate(at + 1),
                2 => bytes[at] ^= 1 << dice.roll(8),
                3 => {
                    let end = (at + dice.roll(64)).min(bytes.len());
                    bytes.drain(at..end.max(at + 1).min(bytes.len()));
                    bytes.push(0);
                }
                _ => bytes.insert(at, 0xff),
            }
        }
        let file = if which == 4 { xlsx_of(&String::from_utf8_lossy(&bytes), "") } else { bytes };
        refused += usize::from(read(&file, "x").is_err());
    }
    assert!((50..500).contains(&refused), "{refused} refused: the harm is neither nothing nor everything");
}

#[test]
fn the_texts_of_the_refusals_name_the_bounds() {
    use crate::kit::text::{Lang, Text};
    let vi = |error: SheetError| Text::of(Lang::Vi).refusal(&error.into());
    assert!(vi(SheetError::FileTooBig).contains("20 MB"));
    assert_eq!(MAX_FILE_BYTES >> 20, 20);
    let rows = vi(SheetError::TooManyRows("Xóm 1".into()));
    assert!(rows.contains("“Xóm 1”") && rows.contains("100.000"), "{rows}");
    assert!(vi(SheetError::TooManyColumns("Xóm 1".into())).contains("200"));
    for kind in [Kind::Pdf, Kind::Picture, Kind::Word, Kind::Slides, Kind::Xlsb, Kind::WebPage, Kind::Archive, Kind::Unknown] {
        assert!(Text::of(Lang::Vi).has(kind.code()) && Text::of(Lang::En).has(kind.code()), "{kind:?}");
    }
    for error in [SheetError::ContentTooBig, SheetError::Password, SheetError::Damaged, SheetError::Empty] {
        assert!(Text::of(Lang::Vi).has(error.code()), "{error:?}");
    }
}
