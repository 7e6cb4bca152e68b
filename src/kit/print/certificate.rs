//! A certificate on one A4 page, lying.

use serde::Serialize;

use super::{fonts, text};
use crate::kit::qr::Qr;

/// A certificate. Every word comes from the caller.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// Language of the words, e.g. `vi`.
    pub lang: String,
    /// The document's title.
    pub title: String,
    /// Who gives it.
    pub issuer: String,
    /// What it is, e.g. `GIẤY CHỨNG NHẬN`.
    pub kind: String,
    /// The line before the name.
    pub given_to: String,
    /// The whole name.
    pub name: String,
    /// Where the person lives; may be empty.
    pub place: String,
    /// The line before what was reached.
    pub for_what: String,
    /// What was reached.
    pub rule: String,
    /// What it rests on.
    pub proof: String,
    /// Its number in the register, in words.
    pub number: String,
    /// The code to check it by, in its groups.
    pub code: String,
    /// How to check it.
    pub check: String,
    /// The address to check it at.
    pub address: String,
    /// Place and day of issue.
    pub day: String,
    /// The signer's office.
    pub office: String,
    /// The signer.
    pub signer: String,
    /// A tag that says that the people are invented; may be empty.
    pub demo: String,
    /// The QR code.
    pub qr: Qr,
}

/// Width for the name, in twentieths of a point: 230 mm.
const NAME_WIDTH: f64 = 230.0 * 1440.0 / 25.4;
/// The largest and smallest name, in points.
const NAME: (f64, f64) = (44.0, 16.0);
/// Letters beyond which a line is cut off.
const LONGEST: usize = 160;

/// A [`Certificate`] ready to be drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Drawn {
    lang: String,
    title: String,
    issuer: String,
    kind: String,
    given_to: String,
    name: String,
    size: f64,
    place: String,
    for_what: String,
    rule: String,
    proof: String,
    number: String,
    code: String,
    check: String,
    address: String,
    day: String,
    office: String,
    signer: String,
    demo: String,
    qr: String,
}

impl Drawn {
    pub(super) fn new(it: &Certificate) -> Self {
        let name = cut(&it.name);
        let wide = fonts::bold_width(&name, 1.0);
        let fits = if wide > 0.0 { NAME_WIDTH / wide } else { NAME.0 };
        Self {
            lang: super::sheet::language(&it.lang),
            title: cut(&it.title),
            issuer: cut(&it.issuer),
            kind: cut(&it.kind),
            given_to: cut(&it.given_to),
            size: (fits.clamp(NAME.1, NAME.0) * 2.0).floor() / 2.0,
            name,
            place: cut(&it.place),
            for_what: cut(&it.for_what),
            rule: cut(&it.rule),
            proof: text::line(&it.proof),
            number: cut(&it.number),
            code: cut(&it.code),
            check: cut(&it.check),
            address: cut(&it.address),
            day: cut(&it.day),
            office: cut(&it.office),
            signer: cut(&it.signer),
            demo: cut(&it.demo),
            qr: format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{0}\" viewBox=\"0 0 {0} {0}\"><path d=\"{1}\"/></svg>",
                it.qr.size(),
                it.qr.path()
            ),
        }
    }
}

fn cut(line: &str) -> String {
    let line = text::line(line);
    if line.chars().count() <= LONGEST { line } else { line.chars().take(LONGEST - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(name: &str) -> Certificate {
        let word = |text: &str| text.to_owned();
        Certificate {
            lang: word("vi"),
            title: word("Giấy chứng nhận"),
            issuer: word("ỦY BAN NHÂN DÂN XÃ"),
            kind: word("GIẤY CHỨNG NHẬN"),
            given_to: word("Cấp cho"),
            name: word(name),
            place: word("Thôn Đông"),
            for_what: word("Đã tự làm được"),
            rule: word("An toàn trên môi trường số"),
            proof: word("#panic() $x$ *b*"),
            number: word("Số 01/2026"),
            code: word("ABCDE FGHIJ"),
            check: word("Quét mã"),
            address: word("https://xa.test/chung-nhan/ABCDEFGHIJ"),
            day: word("ngày 22 tháng 11 năm 2026"),
            office: word("CHỦ TỊCH"),
            signer: word("Đỗ Minh Hà"),
            demo: String::new(),
            qr: Qr::of("x").expect("a text"),
        }
    }

    #[test]
    fn a_certificate_is_one_page_whatever_the_name() {
        for name in ["Nguyễn Thị Sáu", "", "#name \\ $", &"Dài ".repeat(3_000)] {
            let bytes = super::super::pdf_certificate(&certificate(name)).expect("a page");
            assert!(bytes.starts_with(b"%PDF-1.7"));
            let count = bytes.windows(10).filter(|w| w == b"/Count 1\n/" || w == b"/Count 1 /").count();
            assert!(bytes.len() > 5_000 && count <= 2, "{name}");
        }
        assert_eq!(super::super::pdf_certificate(&certificate("An")), super::super::pdf_certificate(&certificate("An")));
    }
}
