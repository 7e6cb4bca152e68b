//! What people type into a date box and a time box.

use jiff::civil::{Date, Time};
use unicode_normalization::UnicodeNormalization;

/// The first year that a typed day may have: nobody alive was born before.
const FIRST_YEAR: i32 = 1900;
/// The last year that a typed day may have.
const LAST_YEAR: i32 = 2199;

/// Why the text of a date box was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DayError {
    /// Nothing was typed.
    #[error("day-empty")]
    Empty,
    /// It is not a day, month and year.
    #[error("day-unreadable")]
    Unreadable,
    /// The year has two digits: which century?
    #[error("day-short-year")]
    ShortYear,
    /// There is no such day, such as 31/02.
    #[error("day-no-such")]
    NoSuch,
    /// The year is not in 1900 to 2199.
    #[error("day-out-of-range")]
    OutOfRange,
}

impl DayError {
    /// The stable code, which is also the text key.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "day-empty",
            Self::Unreadable => "day-unreadable",
            Self::ShortYear => "day-short-year",
            Self::NoSuch => "day-no-such",
            Self::OutOfRange => "day-out-of-range",
        }
    }
}

/// Why the text of a time box was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TimeError {
    /// Nothing was typed.
    #[error("time-empty")]
    Empty,
    /// It is not an hour, or an hour and minutes.
    #[error("time-unreadable")]
    Unreadable,
    /// There is no such time, such as 25:00 or 3 giờ tối.
    #[error("time-no-such")]
    NoSuch,
}

impl TimeError {
    /// The stable code, which is also the text key.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "time-empty",
            Self::Unreadable => "time-unreadable",
            Self::NoSuch => "time-no-such",
        }
    }
}

/// Reads a day: `5/10/2026`, `05-10-2026`, `5.10.2026`, `5 10 2026`, `2026-10-05`, "ngày 5 tháng 10 năm 2026". A day comes
/// before its month; only a year of four digits may come first.
///
/// # Errors
/// [`DayError`], in the order of its variants.
pub fn parse_day(text: &str) -> Result<Date, DayError> {
    let folded = fold(text);
    if folded.is_empty() {
        return Err(DayError::Empty);
    }
    let spaced: String = ["ngay", "thang", "nam"].iter().fold(folded, |text, word| text.replace(word, " "));
    let parts: Vec<&str> = spaced.split(['/', '-', '.', ',', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts[..] else {
        return Err(DayError::Unreadable);
    };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let number = |part: &str, most: usize| {
        let plain = part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i32>().ok().filter(|_| plain).ok_or(DayError::Unreadable)
    };
    let (day, month, year_length, year) = (number(day, 2)?, number(month, 2)?, year.len(), number(year, 4)?);
    if year_length != 4 {
        return Err(DayError::ShortYear);
    }
    let date = Date::new(year as i16, month as i8, day as i8).map_err(|_| DayError::NoSuch)?;
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) { Ok(date) } else { Err(DayError::OutOfRange) }
}

/// Reads a time of day: `19:30`, `19.30`, `19h30`, `19g30`, `19h`, `19`, "7 giờ 30 tối", "2h chiều", `7:30 pm`.
///
/// Without a part of the day the hour is taken as written: `7h` is seven in the morning.
///
/// # Errors
/// [`TimeError`], in the order of its variants.
pub fn parse_time(text: &str) -> Result<Time, TimeError> {
    let folded = fold(text);
    if folded.is_empty() {
        return Err(TimeError::Empty);
    }
    let (part, rest) = split_part_of_day(&folded);
    let (hour, minute) = hour_and_minute(rest).ok_or(TimeError::Unreadable)?;
    let hour = part.map_or(Some(hour), |part| part.hour(hour)).ok_or(TimeError::NoSuch)?;
    Time::new(hour, minute, 0, 0).map_err(|_| TimeError::NoSuch)
}

/// A part of the day, which turns an hour of the clock face into one of 24.
#[derive(Clone, Copy)]
enum Part {
    Morning,
    Noon,
    Afternoon,
    Evening,
    Am,
    Pm,
}

impl Part {
    /// The hour of 24; `None` where nobody speaks so, as in "3 giờ tối".
    fn hour(self, hour: i8) -> Option<i8> {
        // Which hours are said with it as they are, and which twelve short.
        let (plain, short) = match self {
            Self::Am if hour == 12 => return Some(0),
            Self::Morning | Self::Am => (1..=11, 0..=0),
            Self::Noon => (10..=13, 1..=1),
            Self::Afternoon => (12..=18, 1..=6),
            Self::Evening => (17..=23, 5..=11),
            Self::Pm => (12..=12, 1..=11),
        };
        match hour {
            _ if plain.contains(&hour) => Some(hour),
            1.. if short.contains(&hour) => Some(hour + 12),
            _ => None,
        }
    }
}

fn split_part_of_day(text: &str) -> (Option<Part>, &str) {
    let parts = [
        ("sang", Part::Morning),
        ("trua", Part::Noon),
        ("chieu", Part::Afternoon),
        ("toi", Part::Evening),
        ("am", Part::Am),
        ("pm", Part::Pm),
    ];
    parts.into_iter().find_map(|(word, part)| text.strip_suffix(word).map(|rest| (Some(part), rest.trim_end()))).unwrap_or((None, text))
}

/// "19h30" as (19, 30); `None` when it is anything else than an hour and at most the minutes.
fn hour_and_minute(text: &str) -> Option<(i8, i8)> {
    let text = ["gio", "phut"].iter().zip(["h", ""]).fold(text.to_owned(), |text, (word, short)| text.replace(word, short));
    let mut parts = text.split([':', '.', 'h', 'g']);
    let number = |part: &str| {
        let part = part.trim();
        let plain = matches!(part.len(), 1..=2) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i8>().ok().filter(|_| plain)
    };
    let hour = number(parts.next()?)?;
    let minute = match parts.next().map(str::trim) {
        None => 0,
        // "19h" ends there; "19:" was left unfinished.
        Some("") if text.ends_with(['h', 'g']) => 0,
        Some(part) => number(part)?,
    };
    parts.next().is_none().then_some((hour, minute))
}

/// Lower case, without marks, with single spaces: however a keyboard composes "tối", it is "toi" here.
fn fold(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .map(|letter| if letter == 'đ' || letter == 'Đ' { 'd' } else { letter })
        .flat_map(char::to_lowercase)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::kit::text::{Lang, Text};

    #[test]
    fn typed_days_are_read() {
        for text in [
            "05/10/2026",
            "5/10/2026",
            " 5 / 10 / 2026 ",
            "05-10-2026",
            "5.10.2026",
            "5 10 2026",
            "2026-10-05",
            "2026/10/5",
            "ngày 05 tháng 10 năm 2026",
            "Nga\u{300}y 5 tha\u{301}ng 10 na\u{306}m 2026",
            "5\u{a0}tháng 10, 2026",
        ] {
            assert_eq!(parse_day(text), Ok(date(2026, 10, 5)), "{text}");
        }
        assert_eq!(parse_day("29/02/2028"), Ok(date(2028, 2, 29)));
    }

    #[test]
    fn typed_days_that_are_none_say_why() {
        let cases = [
            ("", DayError::Empty),
            (" \u{a0} ", DayError::Empty),
            ("mai", DayError::Unreadable),
            ("5/10", DayError::Unreadable),
            ("5/10/2026/1", DayError::Unreadable),
            ("05102026", DayError::Unreadable),
            ("005/10/2026", DayError::Unreadable),
            ("5/Oct/2026", DayError::Unreadable),
            ("٥/10/2026", DayError::Unreadable),
            ("+5/10/2026", DayError::Unreadable),
            ("5/10/20265", DayError::Unreadable),
            ("5/10/26", DayError::ShortYear),
            ("31/02/2026", DayError::NoSuch),
            ("29/02/2026", DayError::NoSuch),
            ("0/10/2026", DayError::NoSuch),
            ("10/15/2026", DayError::NoSuch),
            ("01/01/1899", DayError::OutOfRange),
            ("01/01/0000", DayError::OutOfRange),
            ("01/01/9999", DayError::OutOfRange),
        ];
        for (text, error) in cases {
            assert_eq!(parse_day(text), Err(error), "{text}");
            assert_eq!(error.to_string(), error.code());
            assert!(Text::of(Lang::Vi).has(error.code()), "{error}");
        }
    }

    #[test]
    fn typed_times_are_read() {
        let cases = [
            ("19:30", (19, 30)),
            ("19h30", (19, 30)),
            ("19H30", (19, 30)),
            ("19g30", (19, 30)),
            ("19 giờ 30", (19, 30)),
            ("19 giờ 30 phút", (19, 30)),
            ("19.30", (19, 30)),
            ("7:5", (7, 5)),
            ("19h", (19, 0)),
            ("19", (19, 0)),
            ("19 giờ", (19, 0)),
            ("0:00", (0, 0)),
            ("7 giờ tối", (19, 0)),
            ("7h30 tối", (19, 30)),
            ("7h30 to\u{302}\u{301}i", (19, 30)),
            ("19h30 tối", (19, 30)),
            ("7h sáng", (7, 0)),
            ("2h chiều", (14, 0)),
            ("14h chieu", (14, 0)),
            ("12h trưa", (12, 0)),
            ("1 giờ trưa", (13, 0)),
            ("7:30 PM", (19, 30)),
            ("7:30am", (7, 30)),
            ("12 am", (0, 0)),
            ("12:15 pm", (12, 15)),
        ];
        for (text, (hour, minute)) in cases {
            assert_eq!(parse_time(text), Ok(time(hour, minute, 0, 0)), "{text}");
        }
    }

    #[test]
    fn typed_times_that_are_none_say_why() {
        let cases = [
            ("", TimeError::Empty),
            ("  ", TimeError::Empty),
            ("tối", TimeError::Unreadable),
            ("19:", TimeError::Unreadable),
            ("19:30:00", TimeError::Unreadable),
            ("19h30h", TimeError::Unreadable),
            ("193", TimeError::Unreadable),
            ("-7", TimeError::Unreadable),
            ("bảy giờ", TimeError::Unreadable),
            ("h30", TimeError::Unreadable),
            ("24:00", TimeError::NoSuch),
            ("19:60", TimeError::NoSuch),
            ("99h", TimeError::NoSuch),
            ("3 giờ tối", TimeError::NoSuch),
            ("14h sáng", TimeError::NoSuch),
            ("0 pm", TimeError::NoSuch),
        ];
        for (text, error) in cases {
            assert_eq!(parse_time(text), Err(error), "{text}");
            assert_eq!(error.to_string(), error.code());
            assert!(Text::of(Lang::Vi).has(error.code()), "{error}");
        }
    }
}
