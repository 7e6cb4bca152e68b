//! Numbers as people in Vietnam write and read them.
//!
//! A number that was never collected is not 0: functions that may meet one answer with a [`Shown`], and the page says
//! [`NO_DATA`] in its own words.

use crate::kit::text::Lang;

/// The text key that stands where a number was never collected.
pub const NO_DATA: &str = "no-data";

/// A number ready for the page, or the fact that there is none.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum Shown {
    /// The number as text.
    Number(String),
    /// Never collected, or not computable; to be said with the words of [`NO_DATA`].
    NoData,
}

impl Shown {
    /// The number, or `no_data`, which the caller took from the words under [`NO_DATA`].
    pub fn or<'a>(&'a self, no_data: &'a str) -> &'a str {
        match self {
            Self::Number(text) => text,
            Self::NoData => no_data,
        }
    }
}

impl From<Option<String>> for Shown {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::NoData, Self::Number)
    }
}

/// A whole number in groups of three: "57.645"; "57,645".
pub fn whole(number: i64, lang: Lang) -> String {
    let digits = group(&number.unsigned_abs().to_string(), lang);
    if number < 0 { format!("−{digits}") } else { digits }
}

/// A whole number that may never have been collected.
pub fn whole_or_no_data(number: Option<i64>, lang: Lang) -> Shown {
    number.map(|number| whole(number, lang)).into()
}

/// A difference with its sign: "+1.234", "−5", "0".
pub fn change(difference: i64, lang: Lang) -> String {
    let text = whole(difference, lang);
    if difference > 0 { format!("+{text}") } else { text }
}

/// A number with at most `places` decimals: 31.93 → "31,93", 30.0 → "30"; `None` when it is not finite.
pub fn decimal(number: f64, places: usize, lang: Lang) -> Option<String> {
    if !number.is_finite() {
        return None;
    }
    let text = format!("{:.*}", places.min(9), number.abs());
    let (units, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let zero = fraction.is_empty() && units.bytes().all(|digit| digit == b'0');
    let sign = if number < 0.0 && !zero { "−" } else { "" };
    let mark = if fraction.is_empty() { "" } else { point(lang) };
    Some(format!("{sign}{}{mark}{fraction}", group(units, lang)))
}

/// The share of `part` in `all` as a percentage with one decimal: "84,6%"; "84.6%". `None` when `all` is 0.
///
/// Rounded half up, except that it never says more than was reached: 100% is said only when nobody is missing, 0% only
/// when nobody is there. 9,999 of 10,000 is "99,9%", 1 of 10,000 is "0,1%". An exact whole share has no decimal, so
/// "85%" is 85% and "85,0%" was rounded; whether a target is met is decided on the counts, never on this text.
pub fn percent(part: u64, all: u64, lang: Lang) -> Option<String> {
    if all == 0 {
        return None;
    }
    let (part, all) = (u128::from(part), u128::from(all));
    let exact = (part * 100).is_multiple_of(all);
    let rounded = (part * 2000 + all) / (all * 2);
    let tenths = if part == 0 || part >= all { rounded } else { rounded.clamp(1, 999) };
    Some(percent_text(tenths, exact, lang))
}

/// A percentage that was computed elsewhere, by the rules of [`percent`]; `None` when it is negative or not finite.
pub fn percent_of(value: f64, lang: Lang) -> Option<String> {
    if !(value.is_finite() && value >= 0.0) {
        return None;
    }
    let rounded = (value * 10.0).round();
    let tenths = if value > 0.0 && value < 100.0 { rounded.clamp(1.0, 999.0) } else { rounded };
    let exact = value.fract().abs() < f64::EPSILON;
    Some(percent_text(tenths as u128, exact, lang))
}

fn percent_text(tenths: u128, exact: bool, lang: Lang) -> String {
    let units = group(&(tenths / 10).to_string(), lang);
    if exact { format!("{units}%") } else { format!("{units}{}{}%", point(lang), tenths % 10) }
}

fn point(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => ",",
        Lang::En => ".",
    }
}

/// Digits in groups of three from the right.
fn group(digits: &str, lang: Lang) -> String {
    let mark = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_grouped() {
        let cases = [
            (0, "0", "0"),
            (7, "7", "7"),
            (999, "999", "999"),
            (1000, "1.000", "1,000"),
            (57_645, "57.645", "57,645"),
            (1_234_567, "1.234.567", "1,234,567"),
            (-1234, "−1.234", "−1,234"),
            (i64::MIN, "−9.223.372.036.854.775.808", "−9,223,372,036,854,775,808"),
        ];
        for (number, vi, en) in cases {
            assert_eq!(whole(number, Lang::Vi), vi);
            assert_eq!(whole(number, Lang::En), en);
        }
        assert_eq!(change(1234, Lang::Vi), "+1.234");
        assert_eq!(change(0, Lang::Vi), "0");
        assert_eq!(change(-5, Lang::Vi), "−5");
    }

    #[test]
    fn decimals_use_the_comma() {
        let cases = [
            (31.93, 2, Some("31,93")),
            (1234.5, 1, Some("1.234,5")),
            (30.0, 2, Some("30")),
            (0.5, 0, Some("0")),
            (2.5, 9, Some("2,5")),
            (-0.04, 1, Some("0")),
            (-2.25, 1, Some("−2,2")),
            (999.999, 1, Some("1.000")),
            (f64::NAN, 1, None),
            (f64::NEG_INFINITY, 1, None),
        ];
        for (number, places, expected) in cases {
            assert_eq!(decimal(number, places, Lang::Vi).as_deref(), expected, "{number}");
        }
        assert_eq!(decimal(1234.56, 1, Lang::En).as_deref(), Some("1,234.6"));
        assert!(decimal(f64::MAX, usize::MAX, Lang::Vi).is_some());
    }

    #[test]
    fn percentages_never_say_more_than_was_reached() {
        let cases = [
            (0, 10_000, Some("0%")),
            (1, 10_000, Some("0,1%")),
            (1, 1_000_000_000, Some("0,1%")),
            (9_999, 10_000, Some("99,9%")),
            (99_951, 100_000, Some("99,9%")),
            (10_000, 10_000, Some("100%")),
            (846, 1_000, Some("84,6%")),
            (2, 3, Some("66,7%")),
            (1, 8, Some("12,5%")),
            (85, 100, Some("85%")),
            (84_960, 100_000, Some("85,0%")),
            (7, 5, Some("140%")),
            (100_040, 100_000, Some("100,0%")),
            (u64::MAX, 1, Some("1.844.674.407.370.955.161.500%")),
            (u64::MAX - 1, u64::MAX, Some("99,9%")),
            (0, 0, None),
            (3, 0, None),
        ];
        for (part, all, expected) in cases {
            assert_eq!(percent(part, all, Lang::Vi).as_deref(), expected, "{part} of {all}");
        }
        assert_eq!(percent(846, 1000, Lang::En).as_deref(), Some("84.6%"));
    }

    #[test]
    fn computed_percentages_follow_the_same_rules() {
        let cases = [
            (0.0, Some("0%")),
            (0.01, Some("0,1%")),
            (84.64, Some("84,6%")),
            (85.0, Some("85%")),
            (99.99, Some("99,9%")),
            (100.0, Some("100%")),
            (120.25, Some("120,3%")),
            (-1.0, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ];
        for (value, expected) in cases {
            assert_eq!(percent_of(value, Lang::Vi).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn what_was_never_collected_is_not_zero() {
        assert_eq!(whole_or_no_data(None, Lang::Vi), Shown::NoData);
        assert!(crate::kit::text::Text::of(Lang::Vi).has(NO_DATA));
        assert_eq!(whole_or_no_data(None, Lang::Vi).or("chưa có số liệu"), "chưa có số liệu");
        assert_eq!(whole_or_no_data(Some(0), Lang::Vi).or("chưa có số liệu"), "0");
        assert_eq!(Shown::from(percent(1, 0, Lang::Vi)), Shown::NoData);
    }
}
