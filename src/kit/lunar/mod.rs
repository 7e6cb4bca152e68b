//! The Vietnamese lunar calendar: people plan their evenings by it, and a class on rằm stays empty.
//!
//! A month begins on the day of the new moon, seen from UTC+7; the month that holds the winter solstice is the 11th; of
//! thirteen months between two such months, the first that holds no major solar term repeats the number before it. This
//! is Hồ Ngọc Đức's method, so Tết 2030 is on 2 February, not on the 3rd as in China. Years before 1968 are reckoned in
//! the same way, though the almanacs of their time used other zones.

mod sky;

use std::fmt;

use jiff::SignedDuration;
use jiff::civil::Date;

use crate::kit::dates::days_after;
use crate::kit::text::Lang;

/// The first solar year that this calendar reckons.
pub const FIRST_YEAR: i16 = 1800;
/// The last solar year that this calendar reckons.
pub const LAST_YEAR: i16 = 2199;

const STEMS: [&str; 10] = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"];
const BRANCHES: [&str; 12] = ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"];

/// A day of the lunar calendar; ordered as the days pass.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct LunarDate {
    /// The lunar year, named by the solar year in which its Tết falls.
    pub year: i16,
    /// 1 (Giêng) to 12 (Chạp).
    pub month: u8,
    /// Whether this is the repeated (nhuận) month of that number.
    pub leap: bool,
    /// 1 to 30.
    pub day: u8,
}

/// Why a day has no counterpart in the other calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LunarError {
    /// The solar day lies outside [`FIRST_YEAR`] to [`LAST_YEAR`].
    #[error("lunar-out-of-range")]
    OutOfRange,
    /// That year has no such month, or that month no such day.
    #[error("lunar-no-such-day")]
    NoSuchDay,
}

impl LunarError {
    /// The stable code, which is also the text key.
    pub fn code(self) -> &'static str {
        match self {
            Self::OutOfRange => "lunar-out-of-range",
            Self::NoSuchDay => "lunar-no-such-day",
        }
    }
}

impl LunarDate {
    /// The lunar date of a solar day.
    ///
    /// # Errors
    /// [`LunarError::OutOfRange`].
    pub fn from_solar(day: Date) -> Result<Self, LunarError> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&day.year()) {
            return Err(LunarError::OutOfRange);
        }
        let number = number_of(day);
        let round = Round::holding(number);
        // The first month begins on or before every day of its round.
        let index = round.starts.iter().rposition(|start| *start <= number).unwrap_or(0);
        let (month, leap) = round.name(index);
        let year = if month >= 11 { round.year - 1 } else { round.year };
        Ok(Self { year, month, leap, day: (number - round.starts[index] + 1) as u8 })
    }

    /// The solar day of this lunar date.
    ///
    /// # Errors
    /// [`LunarError::OutOfRange`], [`LunarError::NoSuchDay`].
    pub fn to_solar(self) -> Result<Date, LunarError> {
        if !(FIRST_YEAR - 1..=LAST_YEAR).contains(&self.year) {
            return Err(LunarError::OutOfRange);
        }
        let round = Round::of(if self.month >= 11 { self.year + 1 } else { self.year });
        let last = round.starts.len() - 2;
        let index = (0..=last).find(|index| round.name(*index) == (self.month, self.leap)).ok_or(LunarError::NoSuchDay)?;
        let number = round.starts[index] + i64::from(self.day) - 1;
        if self.day == 0 || number >= round.starts[index + 1] {
            return Err(LunarError::NoSuchDay);
        }
        let day = day_numbered(number);
        if (FIRST_YEAR..=LAST_YEAR).contains(&day.year()) { Ok(day) } else { Err(LunarError::OutOfRange) }
    }

    /// The sexagenary (can chi) name of its year: "Bính Ngọ" for 2026. It is the same in every language.
    pub fn year_name(self) -> String {
        let year = i32::from(self.year);
        let stem = STEMS[(year + 6).rem_euclid(10) as usize];
        let branch = BRANCHES[(year + 8).rem_euclid(12) as usize];
        format!("{stem} {branch}")
    }

    /// The day as people say it: "mùng 1", "rằm", "23"; in English "1st day", "full moon (15)", "23rd day".
    pub fn day_name(self, lang: Lang) -> String {
        match (lang, self.day) {
            (Lang::Vi, 1..=10) => format!("mùng {}", self.day),
            (Lang::Vi, 15) => "rằm".to_owned(),
            (Lang::Vi, day) => day.to_string(),
            (Lang::En, 15) => "full moon (15th)".to_owned(),
            (Lang::En, day) => format!("{day}{} day", ordinal(day)),
        }
    }

    /// The month as people say it: "tháng Giêng", "tháng 6 nhuận", "tháng Chạp"; in English "lunar month 6 (leap)".
    pub fn month_name(self, lang: Lang) -> String {
        let name = match (lang, self.month) {
            (Lang::Vi, 1) => "tháng Giêng".to_owned(),
            (Lang::Vi, 12) => "tháng Chạp".to_owned(),
            (Lang::Vi, month) => format!("tháng {month}"),
            (Lang::En, month) => format!("lunar month {month}"),
        };
        match (lang, self.leap) {
            (_, false) => name,
            (Lang::Vi, true) => format!("{name} nhuận"),
            (Lang::En, true) => format!("{name} (leap)"),
        }
    }

    /// The short form beside a solar date: "15/8 âm lịch", "1/6 nhuận âm lịch", "15/8 lunar", "1/6 leap lunar".
    pub fn short(self, lang: Lang) -> String {
        let (leap, calendar) = match lang {
            Lang::Vi => (" nhuận", "âm lịch"),
            Lang::En => (" leap", "lunar"),
        };
        format!("{}/{}{} {calendar}", self.day, self.month, if self.leap { leap } else { "" })
    }

    /// The full form: "mùng 1 tháng Giêng năm Bính Ngọ", "rằm tháng 8 năm Bính Ngọ",
    /// "1st day of lunar month 1, year Bính Ngọ".
    pub fn long(self, lang: Lang) -> String {
        let (day, month, year) = (self.day_name(lang), self.month_name(lang), self.year_name());
        match lang {
            Lang::Vi => format!("{day} {month} năm {year}"),
            Lang::En => format!("{day} of {month}, year {year}"),
        }
    }
}

impl fmt::Display for LunarDate {
    /// `15/8/2026`, or `1/6n/2025` in a leap month: for logs and tests.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}{}/{}", self.day, self.month, if self.leap { "n" } else { "" }, self.year)
    }
}

/// A lunar day on which a class will find few people at home.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Warning {
    /// Mùng một: offerings at the pagoda and at home.
    FirstOfMonth,
    /// Rằm, the 15th.
    FullMoon,
    /// From ông Công ông Táo (23 tháng Chạp) to the day before the eve.
    BeforeTet,
    /// The last day of tháng Chạp.
    TetEve,
    /// Mùng 1 to mùng 3.
    Tet,
    /// Mùng 4 to mùng 10.
    AfterTet,
}

impl Warning {
    /// The text key.
    pub fn key(self) -> &'static str {
        match self {
            Self::FirstOfMonth => "lunar-first-of-month",
            Self::FullMoon => "lunar-full-moon",
            Self::BeforeTet => "lunar-before-tet",
            Self::TetEve => "lunar-tet-eve",
            Self::Tet => "lunar-tet",
            Self::AfterTet => "lunar-after-tet",
        }
    }
}

/// The warning for a class planned on `day`, the strongest where several fit; `None` also outside the calendar's years.
pub fn warning(day: Date) -> Option<Warning> {
    let lunar = LunarDate::from_solar(day).ok()?;
    match (lunar.month, lunar.day, lunar.leap) {
        (1, 1..=3, false) => Some(Warning::Tet),
        (1, 4..=10, false) => Some(Warning::AfterTet),
        (12, 23.., _) => tet_side(day),
        (_, 1, _) => Some(Warning::FirstOfMonth),
        (_, 15, _) => Some(Warning::FullMoon),
        _ => None,
    }
}

/// The warning of a day from 23 tháng Chạp on; `None` when a leap Chạp still lies between it and Tết.
fn tet_side(day: Date) -> Option<Warning> {
    let is_tet = |ahead: i32| {
        let later = LunarDate::from_solar(days_after(day, ahead));
        later.is_ok_and(|lunar| (lunar.month, lunar.day) == (1, 1))
    };
    let ahead = (1..=8).find(|ahead| is_tet(*ahead))?;
    Some(if ahead == 1 { Warning::TetEve } else { Warning::BeforeTet })
}

/// The months from one 11th month to the next.
struct Round {
    /// The solar year of the second winter solstice: most of its months belong to that lunar year.
    year: i16,
    /// Day numbers on which its 12 or 13 months begin, and the 11th month after them.
    starts: Vec<i64>,
    /// Index of the leap month.
    leap: Option<usize>,
}

impl Round {
    fn of(year: i16) -> Self {
        let (first, last) = (eleventh_moon(year - 1), eleventh_moon(year));
        let starts: Vec<i64> = (first..=last).map(sky::new_moon_day).collect();
        let leap = (starts.len() == 14).then(|| first_without_term(&starts)).flatten();
        Self { year, starts, leap }
    }

    fn holding(number: i64) -> Self {
        let year = day_numbered(number).year();
        let begun = sky::new_moon_day(eleventh_moon(year)) <= number;
        Self::of(if begun { year + 1 } else { year })
    }

    /// Number of the month at `index` and whether it is the leap one.
    fn name(&self, index: usize) -> (u8, bool) {
        let before = self.leap.is_some_and(|leap| index >= leap);
        let steps = if before { index - 1 } else { index };
        (((10 + steps) % 12) as u8 + 1, self.leap == Some(index))
    }
}

/// The moon number of the month that holds the winter solstice of a solar year.
fn eleventh_moon(year: i16) -> i64 {
    let moon = sky::moon_on_or_before(number_of(Date::constant(year, 12, 31)));
    if sky::major_term(sky::new_moon_day(moon)) >= 9 { moon - 1 } else { moon }
}

fn first_without_term(starts: &[i64]) -> Option<usize> {
    (1..13).find(|index| sky::major_term(starts[*index]) == sky::major_term(starts[index + 1]))
}

const EPOCH: Date = Date::constant(1970, 1, 1);

fn number_of(day: Date) -> i64 {
    day.duration_since(EPOCH).as_hours() / 24
}

fn day_numbered(number: i64) -> Date {
    EPOCH.saturating_add(SignedDuration::from_hours(number.saturating_mul(24)))
}

fn ordinal(number: u8) -> &'static str {
    match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::kit::text::Text;

    fn lunar(day: Date) -> String {
        LunarDate::from_solar(day).unwrap().to_string()
    }

    #[test]
    fn tet_falls_where_vietnam_keeps_it() {
        let cases = [
            (date(1985, 1, 21), "Ất Sửu"),
            (date(2025, 1, 29), "Ất Tỵ"),
            (date(2026, 2, 17), "Bính Ngọ"),
            (date(2027, 2, 6), "Đinh Mùi"),
            (date(2028, 1, 26), "Mậu Thân"),
            (date(2029, 2, 13), "Kỷ Dậu"),
            (date(2030, 2, 2), "Canh Tuất"),
            (date(2031, 1, 23), "Tân Hợi"),
        ];
        for (day, name) in cases {
            let tet = LunarDate { year: day.year(), month: 1, leap: false, day: 1 };
            assert_eq!(tet.to_solar(), Ok(day));
            assert_eq!(LunarDate::from_solar(day), Ok(tet));
            assert_eq!(tet.year_name(), name);
        }
    }

    #[test]
    fn days_convert_as_the_almanac_says() {
        let cases = [
            (date(2025, 7, 11), "17/6/2025"),
            (date(2025, 7, 24), "30/6/2025"),
            (date(2025, 7, 25), "1/6n/2025"),
            (date(2025, 8, 23), "1/7/2025"),
            (date(2025, 10, 10), "19/8/2025"),
            (date(2026, 10, 10), "1/9/2026"),
            (date(2028, 6, 23), "1/5n/2028"),
            (date(2030, 2, 1), "29/12/2029"),
            (date(2033, 12, 22), "1/11n/2033"),
            (date(2026, 1, 1), "13/11/2025"),
            (date(1967, 7, 7), "30/5/1967"),
            (date(1967, 7, 8), "1/6/1967"),
        ];
        for (day, expected) in cases {
            assert_eq!(lunar(day), expected, "{day}");
        }
    }

    #[test]
    fn every_day_from_1900_to_2100_goes_there_and_back_in_order() {
        let mut day = date(1900, 1, 1);
        let mut before = None;
        let mut leap_months = 0;
        while day <= date(2100, 12, 31) {
            let lunar = LunarDate::from_solar(day).unwrap();
            assert_eq!(lunar.to_solar(), Ok(day), "{lunar}");
            assert!(Some(lunar) > before, "{lunar} comes after {before:?}");
            assert!((1..=30).contains(&lunar.day));
            leap_months += usize::from(lunar.leap && lunar.day == 1);
            before = Some(lunar);
            day = day.tomorrow().unwrap();
        }
        // Seven leap months in 19 years.
        assert!((73..=75).contains(&leap_months), "{leap_months}");
    }

    #[test]
    fn the_first_and_the_last_years_are_reckoned_too() {
        for year in (1800..1900).chain(2100..2200) {
            let tet = LunarDate { year, month: 1, leap: false, day: 1 }.to_solar().unwrap();
            let earliest = date(year, 1, 20);
            assert!((earliest..=date(year, 2, 22)).contains(&tet), "{tet}");
            assert_eq!(LunarDate::from_solar(date(year, 12, 31)).unwrap().to_solar(), Ok(date(year, 12, 31)));
        }
        assert_eq!(lunar(date(1800, 1, 1)), "7/12/1799");
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        let at = |year, month, leap, day| LunarDate { year, month, leap, day }.to_solar();
        for month in 0..=13 {
            for day in [0, 31, 255] {
                assert_eq!(at(2026, month, false, day), Err(LunarError::NoSuchDay));
            }
        }
        assert_eq!(at(2029, 12, false, 30), Err(LunarError::NoSuchDay));
        assert_eq!(at(2026, 6, true, 1), Err(LunarError::NoSuchDay));
        assert_eq!(at(2026, 13, false, 1), Err(LunarError::NoSuchDay));
        assert_eq!(at(1700, 1, false, 1), Err(LunarError::OutOfRange));
        assert_eq!(at(i16::MAX, 12, false, 1), Err(LunarError::OutOfRange));
        assert_eq!(at(2199, 12, false, 20), Err(LunarError::OutOfRange));
        assert_eq!(LunarDate::from_solar(date(1799, 12, 31)), Err(LunarError::OutOfRange));
        assert_eq!(LunarDate::from_solar(Date::MAX), Err(LunarError::OutOfRange));
        for error in [LunarError::OutOfRange, LunarError::NoSuchDay] {
            assert_eq!(error.to_string(), error.code());
            assert!(Text::of(Lang::Vi).has(error.code()), "{error}");
        }
    }

    #[test]
    fn days_are_named_as_people_say_them() {
        let at = |month, leap, day| LunarDate { year: 2026, month, leap, day };
        assert_eq!(at(1, false, 1).long(Lang::Vi), "mùng 1 tháng Giêng năm Bính Ngọ");
        assert_eq!(at(8, false, 15).long(Lang::Vi), "rằm tháng 8 năm Bính Ngọ");
        assert_eq!(at(12, false, 23).long(Lang::Vi), "23 tháng Chạp năm Bính Ngọ");
        assert_eq!(at(8, false, 15).short(Lang::Vi), "15/8 âm lịch");
        assert_eq!(at(6, true, 1).short(Lang::Vi), "1/6 nhuận âm lịch");
        assert_eq!(at(6, true, 10).day_name(Lang::Vi), "mùng 10");
        assert_eq!(at(6, true, 11).month_name(Lang::Vi), "tháng 6 nhuận");
        assert_eq!(at(6, true, 22).long(Lang::En), "22nd day of lunar month 6 (leap), year Bính Ngọ");
        assert_eq!(at(8, false, 15).day_name(Lang::En), "full moon (15th)");
        assert_eq!(at(6, true, 13).short(Lang::En), "13/6 leap lunar");
        assert_eq!(at(6, true, 13).day_name(Lang::En), "13th day");
    }

    #[test]
    fn days_that_empty_a_class_are_named() {
        let cases = [
            (date(2026, 2, 9), None),
            (date(2026, 2, 10), Some(Warning::BeforeTet)),
            (date(2026, 2, 15), Some(Warning::BeforeTet)),
            (date(2026, 2, 16), Some(Warning::TetEve)),
            (date(2026, 2, 17), Some(Warning::Tet)),
            (date(2026, 2, 19), Some(Warning::Tet)),
            (date(2026, 2, 20), Some(Warning::AfterTet)),
            (date(2026, 2, 26), Some(Warning::AfterTet)),
            (date(2026, 2, 27), None),
            (date(2026, 3, 3), Some(Warning::FullMoon)),
            (date(2026, 10, 10), Some(Warning::FirstOfMonth)),
            (date(2030, 2, 1), Some(Warning::TetEve)),
            (date(2025, 7, 25), Some(Warning::FirstOfMonth)),
            (date(1500, 1, 1), None),
            (Date::MAX, None),
        ];
        for (day, expected) in cases {
            assert_eq!(warning(day), expected, "{day}");
            assert!(expected.is_none_or(|warning| Text::of(Lang::Vi).has(warning.key())));
        }
    }
}
