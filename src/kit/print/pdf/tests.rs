//! Pages are read where the engine laid them out, so that these tests need no program beside this one.

use typst::layout::{FrameItem, Point};

use super::*;
use crate::kit::error::Error;
use crate::kit::print::{Align, Block, Column, Inline, Level, PrintedCard, Table, sample};
use crate::kit::qr::Qr;

/// A piece of text and where its baseline begins, in points from the top left.
struct Word {
    text: String,
    x: f64,
    y: f64,
}

fn words(frame: &Frame, at: Point, out: &mut Vec<Word>) {
    for (place, item) in frame.items() {
        let at = at + *place;
        match item {
            FrameItem::Group(group) => words(&group.frame, at, out),
            FrameItem::Text(item) => {
                out.push(Word { text: item.text.to_string(), x: at.x.to_pt(), y: at.y.to_pt() });
            }
            _ => {}
        }
    }
}

fn pages_of(template: &str, data: &impl Serialize) -> Vec<Vec<Word>> {
    let page = |frame: &Frame| {
        let mut out = Vec::new();
        words(frame, Point::zero(), &mut out);
        out
    };
    typeset(template, data).unwrap().pages.iter().map(page).collect()
}

fn pages(paper: &Paper) -> Vec<Vec<Word>> {
    pages_of(PAPER, &Form::new(paper))
}

/// All that a page says, without blanks: lines are broken where the page is full.
fn text(page: &[Word]) -> String {
    page.iter().flat_map(|word| word.text.chars()).filter(|char| !char.is_whitespace()).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What stands in the top margin, 20 mm high.
fn margin(page: &[Word]) -> Vec<&str> {
    page.iter().filter(|word| word.y < 56.6).map(|word| word.text.as_str()).collect()
}

fn find<'page>(page: &'page [Word], beginning: &str) -> &'page Word {
    page.iter().find(|word| word.text.starts_with(beginning)).unwrap_or_else(|| panic!("no {beginning}"))
}

#[test]
fn a_report_reads_in_the_order_of_the_decree() {
    let pages = pages(&sample::report());
    assert_eq!(pages.len(), 3);
    let all: String = pages.iter().map(|page| text(page)).collect();
    let mut from = 0;
    for wanted in [
        "ỦY BAN NHÂN DÂN",
        "XÃ THẠCH THẤT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-UBND",
        "Thạch Thất, ngày 05 tháng 02 năm 2026",
        "BÁO CÁO",
        "Kết quả thực hiện phong trào “Bình dân học vụ số” tháng 01 năm 2026",
        "Kính gửi: - Ủy ban nhân dân thành phố Hà Nội; - Thường trực Đảng ủy xã.",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "phong trào “Bình dân học vụ số”.",
        "I. KẾT QUẢ THỰC HIỆN",
        "Toàn xã có 1.234 lượt người học, trong đó 412 người học lần đầu.",
        "Bảng kết quả của 4 thôn Số người học TT Thôn Số buổi Tỷ lệ (%) Nam Nữ (1) (2) (3) (4) (5) (6)",
        "Tổng cộng 48 4.136 4.420 85,5",
        "Nguồn: sổ điểm danh của các lớp.",
        "cấp trên biết, chỉ đạo./.",
        "Nơi nhận: - Như trên; - Chủ tịch, các Phó Chủ tịch; - Lưu: VT, VH-XH.",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn Minh",
        "Phụ lục KẾT QUẢ THEO THÔN",
        "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân xã Thạch Thất)",
    ] {
        let at = all[from..].find(&squeezed(wanted)).unwrap_or_else(|| panic!("{wanted} not after {from}: {all}"));
        from += at;
    }
}

#[test]
fn number_and_place_share_a_line_below_and_the_margins_hold() {
    let pages = pages(&sample::report());
    let (number, place) = (find(&pages[0], "Số: 05"), find(&pages[0], "Thạch Thất, ngày"));
    assert!((number.y - place.y).abs() < 0.01, "{} {}", number.y, place.y);
    assert!(number.x < place.x);
    let motto = find(&pages[0], "Độc lập");
    assert!(motto.y < number.y);
    let left = pages[..2].iter().flatten().map(|word| word.x).fold(f64::MAX, f64::min);
    assert!((left - 30.0 * 72.0 / 25.4).abs() < 0.1, "{left}");
}

#[test]
fn pages_are_numbered_in_the_margin_but_for_the_first_of_each_part() {
    let mut paper = sample::report();
    paper.appendix[0].body.push(Block::Table(sample::villages(40)));
    let pages = pages(&paper);
    let margins: Vec<_> = pages.iter().map(|page| margin(page)).collect();
    assert_eq!(margins, [vec![], vec!["2"], vec![], vec!["2"], vec!["3"]]);
    assert!((find(&pages[1], "2").x - 308.3).abs() < 0.1, "{}", find(&pages[1], "2").x);
}

#[test]
fn a_draft_is_marked_on_every_page_and_nothing_else_is() {
    let mut paper = sample::report();
    assert!(pages(&paper).iter().all(|page| !text(page).contains("DỰTHẢO")));
    paper.draft = true;
    let pages = pages(&paper);
    assert_eq!(pages.len(), 3);
    assert!(pages.iter().all(|page| margin(page).contains(&"DỰ THẢO")));
}

#[test]
fn without_number_and_day_there_is_room_to_write_them() {
    let pages = pages(&Paper { number: None, date: None, ..sample::report() });
    assert_eq!(find(&pages[0], "Số:").text.replace('\u{a0}', " "), "Số:      /BC-UBND");
    assert_eq!(find(&pages[0], "Thạch").text, "Thạch Thất, ngày … tháng … năm 2026");
}

#[test]
fn a_long_table_repeats_its_heading_on_every_page() {
    let paper = Paper { body: vec![Block::Table(sample::villages(100))], appendix: vec![], ..sample::report() };
    let pages = pages(&paper);
    assert!(pages.len() >= 3);
    let heading = squeezed("Số người học TT Thôn Số buổi Tỷ lệ (%) Nam Nữ (1) (2) (3) (4) (5) (6)");
    assert!(pages.iter().all(|page| text(page).contains(&heading)));
    let all: String = pages.iter().map(|page| text(page)).collect();
    assert!((1..=100).all(|row| all.contains(&format!("{row}Thônsố{row}12"))));
}

#[test]
fn a_signature_never_stands_alone() {
    let mut split = 0;
    for lines in 11..23 {
        let mut paper = sample::report();
        paper.body = (0..lines).map(|line| Block::plain(format!("Dòng {line}"))).collect();
        let pages = pages(&paper);
        let signed = pages.iter().find(|page| text(page).contains("NguyễnVănMinh")).unwrap();
        for wanted in ["./.", "Nơinhận:", "TM.ỦYBANNHÂNDÂN"] {
            assert!(text(signed).contains(wanted), "{wanted}, {lines} lines");
        }
        split += pages.len() - 2;
    }
    assert!(split > 0, "the lines never filled a page");
}

#[test]
fn text_is_data_and_never_runs() {
    let hostile = "#set page(width: 1pt) $x^2$ *b* _i_ `c` = H <script>alert(1)</script> \\ \" #eval(\"1\") @ref";
    let mut paper = sample::report();
    paper.authority = vec![hostile.into()];
    paper.place = hostile.into();
    paper.subject = hostile.into();
    paper.signer.name = hostile.into();
    paper.recipients = vec![hostile.into()];
    paper.footer_note = hostile.into();
    paper.appendix[0].title = hostile.into();
    paper.body = vec![
        Block::Heading(Level::Section, hostile.into()),
        Block::plain(hostile),
        Block::Table(Table {
            columns: vec![Column::new(hostile, Align::Left, 1)],
            rows: vec![vec![hostile.into()]],
            caption: hostile.into(),
            ..Table::default()
        }),
    ];
    let all: String = pages(&paper).iter().map(|page| text(page)).collect();
    let count = all.matches(&squeezed(hostile)).count();
    // Place, subject, heading, paragraph, caption, cells; signer, recipient and the foot of three pages.
    assert!(count >= 9, "{count}: {all}");
    assert!(all.contains(&squeezed(&hostile.to_uppercase())));
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let paper = sample::report();
    let bytes = pdf(&paper).unwrap();
    let again = std::thread::spawn(move || pdf(&paper).unwrap()).join().unwrap();
    assert!(bytes == again);
    assert!(bytes.starts_with(b"%PDF-1.7"));
}

#[test]
fn a_file_says_its_language_and_is_tagged() {
    let bytes = pdf(&sample::report()).unwrap();
    let has = |wanted: &str| bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes());
    assert!(has("/Lang(vi-VN)"));
    assert!(has("/StructTreeRoot") && has("/Marked true"));
}

#[test]
fn nothing_that_people_type_stops_the_press() {
    let words = [
        String::new(),
        "\n\n".into(),
        "😀 漢字 العربية \u{10ffff} \u{e000} ☭".into(),
        "\u{0}\u{1b}\u{fffe}".into(),
        "a".repeat(100),
        "e\u{301}\u{323}\u{302}".repeat(100),
        "\u{301}".into(),
        "\u{873}\u{354}\u{35b}\u{610} ".repeat(40),
        "\u{200b}\u{200d}\u{ad}\u{2060}".into(),
        "-".repeat(200),
    ];
    for word in words {
        let row = vec![word.clone(); 3];
        let column = Column { title: row.clone(), align: Align::Right, width: u16::MAX };
        let table = Table {
            columns: vec![column.clone(), column, Column::new("", Align::Left, 0)],
            numbered: true,
            rows: vec![row.clone(), vec![], vec![word.clone(); 4]],
            total: Some(vec![]),
            caption: word.clone(),
            source: word.clone(),
        };
        let paper = Paper {
            authority: row.clone(),
            issuer: word.clone(),
            number: Some(u32::MAX),
            kind: word.clone(),
            subject: word.clone(),
            legal_basis: row.clone(),
            addressees: row.clone(),
            body: vec![
                Block::Heading(Level::Part, word.clone()),
                Block::Paragraph(vec![Inline::bold(word.clone())]),
                Block::List(vec![vec![Inline::italic(word.clone())], vec![]]),
                Block::Table(table),
                Block::Table(Table::default()),
            ],
            recipients: row.clone(),
            footer_note: word.clone(),
            ..sample::report()
        };
        assert!(pdf(&paper).is_ok(), "{word:?}");
    }
    assert!(pdf(&Paper::default()).is_ok());
    assert!(pdf_sheet(&Sheet::default()).is_ok());
}

#[test]
fn a_panic_in_the_engine_is_a_refusal() {
    let refused = guarded(|| -> Result<(), PrintError> { panic!("on purpose") });
    assert_eq!(refused, Err(PrintError::Engine("panicked".into())));
    assert!(pdf(&sample::report()).is_ok());
}

#[test]
fn what_is_too_long_is_refused_before_work_begins() {
    let paper = Paper { body: vec![Block::Table(sample::villages(MAX_ROWS))], ..sample::report() };
    let refused = pdf(&paper).unwrap_err();
    assert_eq!(refused, PrintError::TooLong { rows: MAX_ROWS + 6 });
    assert_eq!(Error::from(refused).code(), "print-too-long");
}

#[test]
fn a_sign_in_sheet_has_its_heading_and_its_page_on_every_page() {
    let column = |title: &str, width| Column::new(title, Align::Left, width);
    let sheet = Sheet {
        lang: "vi".into(),
        title: "DANH SÁCH ĐIỂM DANH".into(),
        columns: vec![column("STT", 1), column("Họ và tên", 5), column("Ký tên", 3)],
        counted: true,
        rows: (0..20).map(|row| vec![format!("Người {row}")]).collect(),
        blank_rows: 5,
        row_height: 15,
        page_word: "Trang".into(),
        ..Sheet::default()
    };
    let pages = pages_of(SHEET, &Drawn::new(&sheet));
    assert_eq!(pages.len(), 2);
    for (index, page) in pages.iter().enumerate() {
        assert!(text(page).contains("STTHọvàtênKýtên"));
        assert!(text(page).ends_with(&format!("Trang{}/2", index + 1)), "{}", text(page));
    }
    // The baselines of two rows are 15 mm apart.
    let apart = find(&pages[0], "Người 1").y - find(&pages[0], "Người 0").y;
    assert!((apart - 15.0 * 72.0 / 25.4).abs() < 0.2, "{apart}");
    assert!(text(&pages[1]).contains("25"));
}

fn cards(count: usize, back: bool) -> CardSheet {
    let card = |number: usize| PrintedCard {
        name: if number == 0 { "Nguyễn Thị Lan".into() } else { format!("Trần Văn Nghiêng{number}") },
        place: "Thôn Đồng Mẫu".into(),
        code: "7K3M 9PQC".into(),
        qr: Qr::of(&format!("HV1.{number}.{}", "x".repeat(130))).expect("a text"),
    };
    CardSheet {
        lang: "vi".into(),
        title: "Thẻ học viên".into(),
        issuer: "Xã Thạch Thất".into(),
        kind: "THẺ HỌC VIÊN".into(),
        note: "Thẻ không chứa số định danh cá nhân.".into(),
        demo: String::new(),
        back: if back {
            vec!["Đến lớp, đưa thẻ này cho người dẫn lớp.".into(), "Nhặt được thẻ này, xin gửi về xã.".into()]
        } else {
            vec![]
        },
        cards: (0..count).map(card).collect(),
    }
}

fn card_pages(sheet: &CardSheet) -> Vec<Vec<Word>> {
    pages_of(CARDS, &cards::Drawn::new(sheet))
}

#[test]
fn a_card_says_given_name_name_village_code_and_that_it_holds_no_number() {
    let pages = card_pages(&cards(1, false));
    assert_eq!(pages.len(), 1);
    let all = text(&pages[0]);
    for wanted in
        ["Xã Thạch Thất", "THẺ HỌC VIÊN", "7K3M 9PQC", "Lan", "Nguyễn Thị Lan", "Thôn Đồng Mẫu", "Thẻ không chứa số định danh cá nhân."]
    {
        assert!(all.contains(&squeezed(wanted)), "{wanted} not in {all}");
    }
    assert!(!all.contains("MẪU,"), "only invented people are tagged");
    let tagged = card_pages(&CardSheet { demo: "THẺ MẪU".into(), ..cards(1, false) });
    assert!(text(&tagged[0]).contains("THẺMẪU"));
}

#[test]
fn ten_cards_stand_on_a_sheet_in_two_columns_and_the_back_is_turned() {
    let fronts = card_pages(&cards(11, false));
    assert_eq!(fronts.iter().map(|page| page.iter().filter(|word| word.text.starts_with("7K3M")).count()).collect::<Vec<_>>(), [10, 1]);
    let places: Vec<(i64, i64)> =
        fronts[0].iter().filter(|word| word.text.starts_with("7K3M")).map(|word| (word.x.round() as i64, word.y.round() as i64)).collect();
    let millimetres = |points: i64| points as f64 * 25.4 / 72.0;
    assert!((millimetres(places[1].0 - places[0].0) - 85.6).abs() < 0.4, "{places:?}");
    assert!((millimetres(places[2].1 - places[0].1) - 54.0).abs() < 0.4, "{places:?}");

    let both = card_pages(&cards(11, true));
    assert_eq!(both.len(), 4);
    let front = find(&both[2], "7K3M").x;
    let back = find(&both[3], "Đến lớp").x;
    assert!(front < 297.0 && back > 297.0, "the last card's back lies behind it: {front} {back}");
}

#[test]
fn a_given_name_never_leaves_its_place() {
    let mut sheet = cards(1, false);
    for name in ["Y", "Nguyễn Thị Nghiêng", &"W".repeat(500), "# $x$ #panic()", "\"\\", ""] {
        sheet.cards[0].name = name.into();
        let pages = card_pages(&sheet);
        assert_eq!(pages.len(), 1, "{name}");
    }
}

#[test]
fn the_same_cards_give_the_same_bytes_and_too_many_are_refused() {
    let sheet = cards(3, true);
    assert_eq!(pdf_cards(&sheet).unwrap(), pdf_cards(&sheet).unwrap());
    let many = cards(MAX_CARDS + 1, false);
    assert_eq!(pdf_cards(&many), Err(PrintError::TooLong { rows: MAX_CARDS + 1 }));
}
