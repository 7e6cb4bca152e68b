//! One invented report, used by the tests of this folder.

use jiff::civil::date;

use super::paper::{Align, Appendix, Block, Column, Inline, Level, Paper, Signer, Table};

/// Two pages and one appendix, with a table in each.
pub(super) fn report() -> Paper {
    Paper {
        authority_parent: vec![],
        authority: vec!["Ủy ban nhân dân".into(), "xã Thạch Thất".into()],
        issuer: "Ủy ban nhân dân xã Thạch Thất".into(),
        number: Some(5),
        notation: "BC-UBND".into(),
        place: "Thạch Thất".into(),
        date: Some(date(2026, 2, 5)),
        year: 2026,
        kind: "BÁO CÁO".into(),
        subject: "Kết quả thực hiện phong trào “Bình dân học vụ số”\ntháng 01 năm 2026".into(),
        legal_basis: vec![
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025".into(),
            "Căn cứ Kế hoạch của Ủy ban nhân dân xã về phong trào “Bình dân học vụ số”".into(),
        ],
        addressees: vec!["Ủy ban nhân dân thành phố Hà Nội".into(), "Thường trực Đảng ủy xã".into()],
        body: body(),
        signer: Signer {
            lines: vec!["TM. Ủy ban nhân dân".into(), "KT. Chủ tịch".into(), "Phó Chủ tịch".into()],
            name: "Nguyễn Văn Minh".into(),
        },
        recipients: vec!["Như trên".into(), "Chủ tịch, các Phó Chủ tịch".into(), "Lưu: VT, VH-XH".into()],
        appendix: vec![Appendix { title: "Kết quả theo thôn".into(), body: vec![Block::Table(villages(6))], landscape: true }],
        draft: false,
        footer_note: format!("Bản chụp số liệu: {}", "0123456789abcdef".repeat(4)),
    }
}

fn body() -> Vec<Block> {
    let sentence = "Trong kỳ báo cáo, các tổ công nghệ số cộng đồng đã mở lớp tại nhà văn hóa các thôn, hướng dẫn \
                    người dân cài đặt và sử dụng VNeID, thanh toán điện, nước và nhận biết lừa đảo trên mạng. ";
    vec![
        Block::Heading(Level::Section, "I. KẾT QUẢ THỰC HIỆN".into()),
        Block::Heading(Level::Clause, "1. Mở lớp học".into()),
        Block::Paragraph(vec![
            Inline::plain(sentence.repeat(2)),
            Inline::bold("Toàn xã có 1.234 lượt người học"),
            Inline::plain(", trong đó "),
            Inline::italic("412 người học lần đầu"),
            Inline::plain("."),
        ]),
        Block::plain(sentence.repeat(3)),
        Block::List(vec![vec![Inline::plain("Thôn Đông: 12 buổi;")], vec![Inline::plain("Thôn Đoài: 9 buổi.")]]),
        Block::Table(villages(4)),
        Block::Heading(Level::Section, "II. KHÓ KHĂN, KIẾN NGHỊ".into()),
        Block::plain(sentence.repeat(3)),
        Block::plain("Ủy ban nhân dân xã báo cáo để cấp trên biết, chỉ đạo."),
    ]
}

/// A table of `count` villages with a heading of two levels and a total.
pub(super) fn villages(count: usize) -> Table {
    Table {
        columns: vec![
            Column::new("TT", Align::Center, 1),
            Column::new("Thôn", Align::Left, 5),
            Column::new("Số buổi", Align::Right, 2),
            Column::new("Nam", Align::Right, 2).under("Số người học"),
            Column::new("Nữ", Align::Right, 2).under("Số người học"),
            Column::new("Tỷ lệ (%)", Align::Right, 2),
        ],
        numbered: true,
        rows: (1..=count)
            .map(|row| {
                let (row, village) = (row.to_string(), format!("Thôn số {row}"));
                [row.as_str(), &village, "12", "1.034", "1.105", "85,5"].map(ToOwned::to_owned).into()
            })
            .collect(),
        total: Some(["", "Tổng cộng", "48", "4.136", "4.420", "85,5"].map(ToOwned::to_owned).into()),
        caption: format!("Bảng kết quả của {count} thôn"),
        source: "Nguồn: sổ điểm danh của các lớp.".into(),
    }
}
