//! The workbook beside the paper: the same figures, to be reckoned on.

use super::{
    body::is_rank,
    content::{Content, Lock},
    rules::number_words,
    tokens, wording,
};
use crate::{
    indicators::{TargetFigure, VillageFigures},
    kit::{
        dates::{document_day, short_day},
        print::{Cell, Kind, Workbook, Worksheet, WorksheetColumn, wording::DRAFT},
    },
};

/// The workbook of a report; `hash` is that of the snapshot, for a locked one.
pub fn workbook(content: &Content, hash: Option<&str>) -> Workbook {
    let title = tokens::filled(&content.particulars.subject, content);
    Workbook {
        author: content.issuer(),
        created: content.lock.as_ref().map(|lock| lock.issued_on),
        sheets: vec![villages(content, hash), targets(content), notes(content, hash)],
        missing: wording::NO_DATA.to_owned(),
        draft: if content.lock.is_none() { DRAFT.to_owned() } else { String::new() },
        title,
    }
}

/// Which paper the sheet belongs to.
fn heading(content: &Content, title: &str) -> Vec<String> {
    let (first, last) = content.period.cutoff();
    let period = content.period.label(wording::LANG);
    let days = format!("Kỳ báo cáo {period}: từ ngày {} đến hết ngày {}", short_day(first, wording::LANG), short_day(last, wording::LANG));
    let paper = match &content.lock {
        Some(lock) => attached(content, lock),
        None => wording::UNSEALED.to_owned(),
    };
    vec![title.to_uppercase(), days, paper]
}

fn attached(content: &Content, lock: &Lock) -> String {
    let number = number_words(i64::from(lock.number), &content.particulars.notation);
    format!("Kèm theo Báo cáo số {number} {} của {}", document_day(lock.issued_on), content.issuer())
}

fn villages(content: &Content, hash: Option<&str>) -> Worksheet {
    let mut columns = vec![
        WorksheetColumn::new("TT", 5, Kind::Int),
        WorksheetColumn::new("Thôn", 26, Kind::Text),
        WorksheetColumn::new("Số buổi", 11, Kind::Int),
        WorksheetColumn::new("Số lượt", 11, Kind::Int),
        WorksheetColumn::new("Số người", 11, Kind::Int),
        WorksheetColumn::new("Số tuần không có lớp", 13, Kind::Int),
    ];
    columns.extend(
        wording::COMPONENTS.map(|component| WorksheetColumn::new(format!("Đạt {}", wording::small_first(component)), 14, Kind::Int)),
    );
    columns.extend([
        WorksheetColumn::new("Đạt đủ năm thành phần", 14, Kind::Int),
        WorksheetColumn::new("Người trưởng thành", 14, Kind::Int),
        WorksheetColumn::new("Tỷ lệ đủ năm thành phần", 14, Kind::Percent),
    ]);
    let rows = content.figures.villages.iter().enumerate();
    let rows = rows.map(|(index, figures)| village(Cell::Int(index as i64 + 1), &figures.name, figures)).collect();
    let mut notes = vec![wording::VILLAGES_NOTE.to_owned()];
    notes.extend(hash.map(wording::sealed));
    Worksheet {
        name: "Theo thôn".into(),
        title: heading(content, wording::ANNEX),
        columns,
        rows,
        total: Some(village(Cell::Blank, wording::WHOLE, &content.figures.whole)),
        notes,
        landscape: true,
    }
}

fn village(place: Cell, name: &str, figures: &VillageFigures) -> Vec<Cell> {
    let mut row = vec![
        place,
        name.into(),
        Cell::Int(figures.sessions),
        Cell::Int(figures.attendances),
        Cell::Int(figures.people),
        Cell::Int(figures.weeks_without),
    ];
    row.extend(figures.components.iter().map(|reached| Cell::from(*reached)));
    row.push(figures.all_five.into());
    row.push(figures.adults.into());
    row.push(share(figures.all_five, figures.adults).into());
    row
}

/// A share of one that is shown with one decimal of a percent and never says more than was reached.
fn share(part: Option<i64>, all: Option<i64>) -> Option<f64> {
    let (part, all) = (part?, all?);
    if part < 0 || all <= 0 {
        return None;
    }
    let (part, all) = (i128::from(part), i128::from(all));
    let thousandths = (part * 2_000 + all) / (all * 2);
    let held = if part == 0 || part >= all { thousandths } else { thousandths.clamp(1, 999) };
    Some(held as f64 / 1_000.0)
}

fn targets(content: &Content) -> Worksheet {
    Worksheet {
        name: "Chỉ tiêu".into(),
        title: heading(content, "Kết quả theo chỉ tiêu"),
        columns: vec![
            WorksheetColumn::new("Số", 7, Kind::Text),
            WorksheetColumn::new("Chỉ tiêu", 60, Kind::Text),
            WorksheetColumn::new("Năm", 8, Kind::Text),
            WorksheetColumn::new("Mục tiêu", 11, Kind::Percent),
            WorksheetColumn::new("Đã đạt", 12, Kind::Int),
            WorksheetColumn::new("Tổng số", 12, Kind::Int),
            WorksheetColumn::new("Tỷ lệ", 11, Kind::Percent),
            WorksheetColumn::new("Ngày và nguồn của tổng số", 40, Kind::Text),
        ],
        rows: content.figures.targets.iter().map(target).collect(),
        total: None,
        notes: vec!["“Chưa có số liệu” nghĩa là chưa thu thập được, không phải bằng 0.".into()],
        landscape: true,
    }
}

fn target(target: &TargetFigure) -> Vec<Cell> {
    let (all, share, source) = if is_rank(target) {
        (Cell::Blank, Cell::Blank, Cell::Blank)
    } else {
        let source = if target.denominator_source.is_empty() { Cell::Missing } else { target.denominator_source.as_str().into() };
        (target.denominator.into(), share(target.numerator, target.denominator).into(), source)
    };
    vec![
        target.id.as_str().into(),
        target.title.as_str().into(),
        Cell::Text(target.year.to_string()),
        target.threshold.map_or(Cell::Blank, |threshold| Cell::Number(threshold as f64 / 100.0)),
        target.numerator.into(),
        all,
        share,
        source,
    ]
}

/// What each word of the other sheets means, and what the figures were made from.
fn notes(content: &Content, hash: Option<&str>) -> Worksheet {
    let figures = &content.figures;
    let rows: Vec<(&str, String)> = vec![
        ("Buổi", "Một buổi học đã diễn ra và có điểm danh trong kỳ.".into()),
        ("Lượt", "Một người có mặt ở một buổi. Một người đến năm buổi là năm lượt.".into()),
        ("Người", "Số người khác nhau đã đến ít nhất một buổi trong kỳ; mỗi người chỉ tính một lần.".into()),
        ("Tuần không có lớp", "Số tuần trong kỳ mà thôn không có buổi học nào.".into()),
        ("Người trưởng thành", "Tổng số dùng để tính tỷ lệ, lấy theo số đang có hiệu lực vào ngày cuối kỳ.".into()),
        (
            "Năm thành phần",
            "Tri thức; kỹ năng; thiết bị; dịch vụ thiết yếu; tự bảo vệ (mục II.2 của Kế hoạch). Tính đến hết kỳ, \
             chỉ tính bằng chứng có mức được chấp nhận cho chỉ tiêu."
                .into(),
        ),
        ("Đủ năm thành phần", "Người đạt cả năm thành phần, tính đến hết kỳ.".into()),
        ("Tỷ lệ", "Làm tròn một chữ số thập phân; chỉ ghi 100% khi không thiếu ai.".into()),
        ("Chưa có số liệu", "Chưa thu thập được; không phải bằng 0.".into()),
        ("Sổ ghi nhận", format!("Số liệu lấy đến dòng {}, mã {}.", figures.ledger_seq, or_dash(&figures.ledger_hash))),
        ("Mã kiểm chứng", hash.map_or_else(|| wording::UNSEALED.to_owned(), ToOwned::to_owned)),
    ];
    Worksheet {
        name: "Ghi chú".into(),
        title: heading(content, "Ghi chú và định nghĩa"),
        columns: vec![WorksheetColumn::new("Mục", 24, Kind::Text), WorksheetColumn::new("Nghĩa", 90, Kind::Text)],
        rows: rows.into_iter().map(|(word, meaning)| vec![word.into(), Cell::Text(meaning)]).collect(),
        total: None,
        notes: Vec::new(),
        landscape: false,
    }
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::content::tests::{content, locked};

    #[test]
    fn figures_stay_numbers_and_missing_ones_are_missing() {
        let book = workbook(&content(), None);
        let [village, other] = &book.sheets[0].rows[..] else { panic!("two villages") };
        assert_eq!(village[2], Cell::Int(38));
        assert_eq!(village[6..9], [Cell::Int(803), Cell::Int(0), Cell::Missing]);
        assert_eq!(village[13], Cell::Number(0.88));
        assert_eq!((&other[2], &other[11], &other[13]), (&Cell::Int(0), &Cell::Missing, &Cell::Missing));
        let targets = &book.sheets[1].rows;
        assert_eq!(targets[1][4], Cell::Missing);
        assert_eq!(targets[0][6], Cell::Number(0.803));
        assert_eq!(book.sheets[0].columns.len(), village.len());
        assert_eq!(book.sheets[1].columns.len(), targets[0].len());
    }

    #[test]
    fn a_share_never_says_more_than_was_reached() {
        for (part, all, wanted) in [
            (Some(9_999), Some(10_000), Some(0.999)),
            (Some(1), Some(10_000), Some(0.001)),
            (Some(10_000), Some(10_000), Some(1.0)),
            (Some(0), Some(5), Some(0.0)),
            (Some(1), Some(0), None),
            (None, Some(1), None),
            (Some(-1), Some(5), None),
            (Some(i64::MAX), Some(i64::MAX), Some(1.0)),
        ] {
            assert_eq!(share(part, all), wanted, "{part:?} of {all:?}");
        }
    }

    #[test]
    fn a_locked_workbook_names_its_paper_and_its_hash_and_is_no_draft() {
        let book = workbook(&locked(), Some("abc"));
        assert!(book.draft.is_empty());
        assert_eq!(book.sheets[0].title[2], "Kèm theo Báo cáo số 05/BC-UBND ngày 16 tháng 10 năm 2026 của Ủy ban nhân dân xã Thạch Thất");
        assert!(book.sheets[0].notes[1].ends_with("abc"));
        assert_eq!(workbook(&content(), None).draft, DRAFT);
    }
}
