//! PDF: data handed to a fixed template, set by typst in a world that holds nothing else.
//!
//! User text reaches the engine as values inside a JSON file that exists in memory only. No template ever
//! evaluates it, so `#`, `$`, `*` and the like are letters. There is no file system, no package, no clock.

use std::sync::LazyLock;

use serde::Serialize;
use typst::comemo;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::Frame;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_pdf::PdfOptions;

use super::form::Form;
use super::paper::Paper;
use super::sheet::{Drawn, Sheet};
use super::{MAX_ROWS, PrintError, fonts};

const PAPER: &str = include_str!("paper.typ");
const SHEET: &str = include_str!("sheet.typ");
const TABLE: &str = include_str!("table.typ");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(fonts::all())));

/// The paper as PDF 1.7: tagged, in Vietnamese, with its title; the same paper gives the same bytes.
///
/// Works for some milliseconds per page.
///
/// # Errors
/// [`PrintError::TooLong`], then [`PrintError::Engine`].
pub fn pdf(paper: &Paper) -> Result<Vec<u8>, PrintError> {
    let form = Form::new(paper);
    short_enough(form.rows())?;
    Ok(typeset(PAPER, &form)?.bytes)
}

/// The sheet as PDF 1.7, in the same way as [`pdf`].
///
/// # Errors
/// [`PrintError::TooLong`], then [`PrintError::Engine`].
pub fn pdf_sheet(sheet: &Sheet) -> Result<Vec<u8>, PrintError> {
    short_enough(sheet.rows.len() + usize::from(sheet.blank_rows))?;
    Ok(typeset(SHEET, &Drawn::new(sheet))?.bytes)
}

fn short_enough(rows: usize) -> Result<(), PrintError> {
    if rows > MAX_ROWS { Err(PrintError::TooLong { rows }) } else { Ok(()) }
}

/// What came out: the file, and its pages as they were laid out.
struct Typeset {
    bytes: Vec<u8>,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read the pages"))]
    pages: Vec<Frame>,
}

fn typeset(template: &str, data: &impl Serialize) -> Result<Typeset, PrintError> {
    let desk = Desk::new(template, data)?;
    let result = set(&desk);
    // The engine keeps every intermediate result for a next, similar run; a server would only grow by that.
    comemo::evict(0);
    result
}

fn set(desk: &Desk) -> Result<Typeset, PrintError> {
    let document = typst::compile(desk).output.map_err(|errors| refused(&errors))?;
    let options = PdfOptions { creator: Smart::Custom(Some("hocvuso".to_owned())), ..PdfOptions::default() };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| refused(&errors))?;
    Ok(Typeset { bytes, pages: document.pages().iter().map(|page| page.frame.clone()).collect() })
}

fn refused(errors: &[typst::diag::SourceDiagnostic]) -> PrintError {
    PrintError::Engine(errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; "))
}

/// The world of one run: a template, the table drawing that both templates use, and the data.
struct Desk {
    main: Source,
    table: Source,
    data: (FileId, Bytes),
}

impl Desk {
    fn new(template: &str, data: &impl Serialize) -> Result<Self, PrintError> {
        let data = serde_json::to_vec(data).map_err(|error| PrintError::Engine(error.to_string()))?;
        Ok(Self {
            main: Source::new(id("main.typ")?, template.to_owned()),
            table: Source::new(id("table.typ")?, TABLE.to_owned()),
            data: (id("data.json")?, Bytes::new(data)),
        })
    }
}

/// Names a file of the world. The engine remembers names for ever, so they are always the same three.
fn id(name: &str) -> Result<FileId, PrintError> {
    let path = VirtualPath::new(name).map_err(|error| PrintError::Engine(format!("{error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.table].into_iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::all().get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use typst::layout::{FrameItem, Point};

    use super::*;
    use crate::kit::print::{Align, Block, Column, Inline, Level, Table, sample};

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
        for lines in 20..34 {
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
            "a".repeat(3_000),
            "e\u{301}\u{323}\u{302}".repeat(300),
            "\u{301}".into(),
            "\u{200b}\u{200d}\u{ad}\u{2060}".into(),
            "-".repeat(200),
        ];
        for word in words {
            let row = vec![word.clone(); 3];
            let column = Column { title: row.clone(), align: Align::Right, width: u16::MAX };
            let table = Table {
                columns: vec![column.clone(), column, Column::new("", Align::Left, 0)],
                numbered: true,
                rows: vec![row.clone(), vec![], vec![word.clone(); 9]],
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
    fn what_is_too_long_is_refused_before_work_begins() {
        let paper = Paper { body: vec![Block::Table(sample::villages(MAX_ROWS))], ..sample::report() };
        let refused = pdf(&paper).unwrap_err();
        assert_eq!(refused, PrintError::TooLong { rows: MAX_ROWS + 6 });
        assert_eq!(refused.code(), "print-too-long");
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
}
