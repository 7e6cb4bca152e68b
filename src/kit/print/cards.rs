//! Learner cards on A4: ten to a sheet, as large as a bank card, with lines to cut along.

use serde::Serialize;

use super::{fonts, text};
use crate::kit::qr::Qr;

/// Cards of one look, to be cut apart.
///
/// Every word comes from the caller.
#[derive(Debug, Clone, PartialEq)]
pub struct CardSheet {
    /// Language of the words, e.g. `vi`.
    pub lang: String,
    /// The document's title.
    pub title: String,
    /// Who gives the cards, at the top of each.
    pub issuer: String,
    /// What they are, e.g. `Thẻ học viên`.
    pub kind: String,
    /// A line in small print at the foot of each.
    pub note: String,
    /// A tag that says that the people are invented; may be empty.
    pub demo: String,
    /// Lines for the back; every sheet is then followed by its back, turned over the long edge. Empty for none.
    pub back: Vec<String>,
    /// The cards, row by row.
    pub cards: Vec<PrintedCard>,
}

/// One card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedCard {
    /// The whole name; its last word is set as large as it fits.
    pub name: String,
    /// Where the person lives.
    pub place: String,
    /// The short code in its groups.
    pub code: String,
    /// The QR code.
    pub qr: Qr,
}

/// Width for the given name, in twentieths of a point: 42 mm.
const GIVEN_WIDTH: f64 = 42.0 * 1440.0 / 25.4;
/// The largest and smallest given name, in points.
const GIVEN: (f64, f64) = (46.0, 14.0);
/// Letters of a name beyond which it is cut off, so that one card never hides another.
const LONGEST: usize = 60;

/// A [`CardSheet`] ready to be drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Drawn {
    pub lang: String,
    pub title: String,
    pub issuer: String,
    pub kind: String,
    pub note: String,
    pub demo: String,
    pub back: Vec<String>,
    pub cards: Vec<DrawnCard>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct DrawnCard {
    pub given: String,
    /// Size of the given name in points.
    pub size: f64,
    pub name: String,
    pub place: String,
    pub code: String,
    pub qr: String,
}

impl Drawn {
    pub fn new(sheet: &CardSheet) -> Self {
        Self {
            lang: super::sheet::language(&sheet.lang),
            title: text::line(&sheet.title),
            issuer: text::line(&sheet.issuer),
            kind: text::line(&sheet.kind),
            note: text::line(&sheet.note),
            demo: text::line(&sheet.demo),
            back: sheet.back.iter().map(|line| text::line(line)).filter(|line| !line.is_empty()).collect(),
            cards: sheet.cards.iter().map(drawn).collect(),
        }
    }
}

fn drawn(card: &PrintedCard) -> DrawnCard {
    let name = cut(&text::line(&card.name), LONGEST);
    let given = cut(name.split(' ').next_back().unwrap_or_default(), 20);
    DrawnCard {
        size: size_of(&given),
        given,
        name,
        place: cut(&text::line(&card.place), LONGEST),
        code: text::line(&card.code),
        qr: format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{0}\" viewBox=\"0 0 {0} {0}\"><path d=\"{1}\"/></svg>",
            card.qr.size(),
            card.qr.path()
        ),
    }
}

/// The size in points at which a given name fills its place, in steps of a half.
fn size_of(given: &str) -> f64 {
    let wide = fonts::bold_width(given, 1.0);
    let fits = if wide > 0.0 { GIVEN_WIDTH / wide } else { GIVEN.0 };
    (fits.clamp(GIVEN.1, GIVEN.0) * 2.0).floor() / 2.0
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(name: &str) -> PrintedCard {
        PrintedCard { name: name.into(), place: "Thôn Đông".into(), code: "7K3M 9PQC".into(), qr: Qr::of("x").expect("a text") }
    }

    #[test]
    fn the_given_name_is_the_last_word_as_large_as_it_fits() {
        for (name, given) in [("Nguyễn Thị Lan", "Lan"), ("Y", "Y"), ("  Trần  Văn Nghiêng ", "Nghiêng"), ("", ""), ("Lê\nHoa", "Hoa")]
        {
            let drawn = drawn(&card(name));
            assert_eq!(drawn.given, given);
            assert!((GIVEN.1..=GIVEN.0).contains(&drawn.size), "{name}: {}", drawn.size);
            assert!(fonts::bold_width(given, drawn.size) <= GIVEN_WIDTH, "{name}");
        }
        assert!(drawn(&card("An")).size > drawn(&card("Nghiêng")).size);
    }

    #[test]
    fn a_name_that_never_ends_is_cut_off() {
        let drawn = drawn(&card(&"a".repeat(10_000)));
        assert_eq!((drawn.given.chars().count(), drawn.name.chars().count()), (20, LONGEST));
        assert!(drawn.name.ends_with('…'));
    }
}
