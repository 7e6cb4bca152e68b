//! Figures inside the officer's words: `{so_buoi}` is written once and filled in whenever the report is printed, so that
//! the words never drift from the numbers.
//!
//! A token is small letters, digits and `_` between braces; any other brace is a brace.

use super::{content::Content, wording};
use crate::{
    indicators::VillageFigures,
    kit::{
        dates::short_day,
        error::Refusal,
        numbers::{percent, whole},
    },
};

/// A figure, date or name that words may hold.
#[derive(Debug)]
pub struct Token {
    /// What stands between the braces; also the end of its text key.
    pub name: &'static str,
    /// The figure's code, when it opens down to entries.
    pub figure: Option<&'static str>,
    value: fn(&Content) -> Option<String>,
}

impl Token {
    /// What is printed in its place; what was never collected is said in words.
    pub fn value(&self, content: &Content) -> String {
        (self.value)(content).unwrap_or_else(|| wording::NO_DATA.to_owned())
    }

    /// The token as it is typed.
    pub fn typed(&self) -> String {
        format!("{{{}}}", self.name)
    }
}

macro_rules! token {
    ($name:literal, $value:expr) => {
        Token { name: $name, figure: None, value: $value }
    };
    ($name:literal, $figure:literal, $value:expr) => {
        Token { name: $name, figure: Some($figure), value: $value }
    };
}

/// Every token, in the order that the officer is shown.
pub const TOKENS: &[Token] = &[
    token!("so_buoi", "i5-sessions", |c| number(c.figures.whole.sessions)),
    token!("so_luot", "i5-attendances", |c| number(c.figures.whole.attendances)),
    token!("so_nguoi", "i5-people", |c| number(c.figures.whole.people)),
    token!("so_thon", |c| count(c.figures.villages.len())),
    token!("so_thon_co_lop", |c| count(c.figures.villages.iter().filter(|v| v.sessions > 0).count())),
    token!("thon_chua_co_lop", |c| Some(without_class(&c.figures.villages))),
    token!("t3_tri_thuc", "t3-knowledge", |c| people(c.figures.whole.components[0])),
    token!("t3_ky_nang", "t3-skill", |c| people(c.figures.whole.components[1])),
    token!("t3_thiet_bi", "t3-device", |c| people(c.figures.whole.components[2])),
    token!("t3_dich_vu", "t3-service", |c| people(c.figures.whole.components[3])),
    token!("t3_an_toan", "t3-safety", |c| people(c.figures.whole.components[4])),
    token!("t3_du_nam", "t3-all", |c| people(c.figures.whole.all_five)),
    token!("t3_ty_le", "t3-all", |c| share(&c.figures.whole)),
    token!("nguoi_lon", |c| people(c.figures.whole.adults)),
    token!("so_chi_tieu", |c| count(c.figures.targets.len())),
    token!("chi_tieu_co", |c| count(c.figures.targets.iter().filter(|t| t.numerator.is_some()).count())),
    token!("chi_tieu_chua_co", |c| count(c.figures.targets.iter().filter(|t| t.numerator.is_none()).count())),
    token!("ky", |c| Some(c.period.label(wording::LANG))),
    token!("ky_sau", |c| c.period.next().map(|next| next.label(wording::LANG))),
    token!("tu_ngay", |c| Some(short_day(c.period.cutoff().0, wording::LANG))),
    token!("den_ngay", |c| Some(short_day(c.period.cutoff().1, wording::LANG))),
    token!("xa", |c| Some(c.commune_in_words())),
];

#[expect(clippy::unnecessary_wraps, reason = "the same shape as the figures that may be missing")]
fn number(figure: i64) -> Option<String> {
    Some(whole(figure, wording::LANG))
}

#[expect(clippy::unnecessary_wraps, reason = "the same shape as the figures that may be missing")]
fn count(figure: usize) -> Option<String> {
    Some(whole(figure as i64, wording::LANG))
}

/// With its unit, so that a missing one still makes a sentence.
fn people(figure: Option<i64>) -> Option<String> {
    figure.map(|figure| format!("{} người", whole(figure, wording::LANG)))
}

/// The share of adults who reached all five, when both numbers are known.
pub fn share(figures: &VillageFigures) -> Option<String> {
    percent(u64::try_from(figures.all_five?).ok()?, u64::try_from(figures.adults?).ok()?, wording::LANG)
}

fn without_class(villages: &[VillageFigures]) -> String {
    let names: Vec<&str> = villages.iter().filter(|v| v.sessions == 0).map(|v| v.name.as_str()).collect();
    if names.is_empty() { wording::NONE.to_owned() } else { names.join(", ") }
}

/// A piece of a text.
#[derive(Debug)]
pub enum Part<'a> {
    /// Words as they are.
    Words(&'a str),
    /// A token of [`TOKENS`].
    Token(&'static Token),
    /// The name in a token that there is none of.
    Unknown(&'a str),
}

/// A text taken apart at its tokens.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut words_from = 0;
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        let inside = &text[open + 1..];
        let end = inside.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')).unwrap_or(inside.len());
        at = open + 1;
        if end == 0 || !inside[end..].starts_with('}') {
            continue;
        }
        let name = &inside[..end];
        if words_from < open {
            parts.push(Part::Words(&text[words_from..open]));
        }
        parts.push(TOKENS.iter().find(|token| token.name == name).map_or(Part::Unknown(name), Part::Token));
        at = open + 1 + end + 1;
        words_from = at;
    }
    if words_from < text.len() {
        parts.push(Part::Words(&text[words_from..]));
    }
    parts
}

/// The text with every token filled in; an unknown one stays as it was typed.
pub fn filled(text: &str, content: &Content) -> String {
    parts(text).iter().fold(String::with_capacity(text.len()), |out, part| match part {
        Part::Words(words) => out + words,
        Part::Token(token) => out + &token.value(content),
        Part::Unknown(name) => out + "{" + name + "}",
    })
}

/// Whether every token in the text is one of [`TOKENS`].
///
/// # Errors
/// `reports-token-unknown` with the first `token` that is not, and the one that was likely meant.
pub fn known(text: &str) -> Result<(), Refusal> {
    let unknown = parts(text).into_iter().find_map(|part| if let Part::Unknown(name) = part { Some(name) } else { None });
    let Some(name) = unknown else { return Ok(()) };
    let shown: String = name.chars().take(40).collect();
    let refusal = |code| Refusal::new(code).with("token", format!("{{{shown}}}"));
    Err(match nearest(&shown) {
        Some(token) => refusal("reports-token-unknown-near").with("near", token.typed()),
        None => refusal("reports-token-unknown"),
    })
}

/// The token whose name is at most two slips away.
fn nearest(name: &str) -> Option<&'static Token> {
    let (slips, token) = TOKENS.iter().map(|token| (slips(name, token.name), token)).min_by_key(|(slips, _)| *slips)?;
    (slips <= 2 && slips < name.len()).then_some(token)
}

/// The edit distance of two short ASCII names.
fn slips(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let changed = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kit::text::{Lang, Text},
        reports::content::{Section, tests::content},
    };

    #[test]
    fn tokens_are_filled_and_every_other_brace_is_a_brace() {
        let content = content();
        for (typed, printed) in [
            ("{so_buoi} buổi, {so_luot} lượt", "38 buổi, 1.812 lượt"),
            ("{so_nguoi}{so_buoi}", "40338"),
            ("{t3_tri_thuc}", "chưa có số liệu"),
            ("kỹ năng: {t3_ky_nang}.", "kỹ năng: 0 người."),
            ("{t3_ty_le}", "chưa có số liệu"),
            ("{ky}, {ky_sau}", "tháng 10 năm 2026, tháng 11 năm 2026"),
            ("{tu_ngay}–{den_ngay}", "15/09/2026–14/10/2026"),
            ("{so_thon_co_lop}/{so_thon}: {thon_chua_co_lop}", "1/2: Thôn Bến Ví Dụ"),
            ("{chi_tieu_co} + {chi_tieu_chua_co} = {so_chi_tieu}", "1 + 1 = 2"),
            ("{xa}", "xã Thạch Thất"),
            ("{ so_buoi } {} {{so_buoi}} {So_buoi} {so_buoi", "{ so_buoi } {} {38} {So_buoi} {so_buoi"),
            ("", ""),
            ("}{", "}{"),
            ("#let x = {a: 1} <script>", "#let x = {a: 1} <script>"),
            ("{đ}", "{đ}"),
        ] {
            assert_eq!(filled(typed, &content), printed, "{typed}");
        }
    }

    #[test]
    fn an_unknown_token_is_named_with_the_one_that_was_meant() {
        for (typed, code, near) in [
            ("{so_buo}", Some("reports-token-unknown-near"), Some("{so_buoi}")),
            ("đúng {so_buoi}, sai {so_lop_hoc_moi}", Some("reports-token-unknown"), None),
            ("{so_nguoi} {nguoi}", Some("reports-token-unknown"), None),
            ("{x}", Some("reports-token-unknown"), None),
            ("{so_buoi} {ky}", None, None),
            ("{chi tieu} {} { }", None, None),
        ] {
            let refusal = known(typed).err();
            assert_eq!(refusal.as_ref().map(|r| r.code), code, "{typed}");
            let value = refusal.and_then(|r| r.values.iter().find(|(name, _)| *name == "near").map(|(_, v)| v.clone()));
            assert_eq!(value.as_deref(), near, "{typed}");
        }
        let long = known(&format!("{{{}}}", "a".repeat(10_000))).unwrap_err();
        assert_eq!(long.values[0].1.len(), 42);
    }

    #[test]
    fn the_usual_words_hold_only_known_tokens_and_every_token_is_explained() {
        for section in Section::ALL {
            assert_eq!(known(wording::usual_text(section)), Ok(()), "{section:?}");
        }
        for token in TOKENS {
            for lang in Lang::ALL {
                assert!(Text::of(lang).has(&format!("reports-token-{}", token.name)), "{}", token.name);
            }
        }
        assert_eq!(Text::of(Lang::Vi).get("no-data"), wording::NO_DATA);
    }
}
