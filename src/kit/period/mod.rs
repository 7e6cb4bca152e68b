//! The stretches of time that figures are counted over.
//!
//! A report [`Period`] never is a calendar month: it closes on the 14th. A [`CalendarMonth`] and a [`Week`] are types of
//! their own, with labels and codes of their own, so that a figure of one is never shown as a figure of the other.

mod calendar;

pub use calendar::{CalendarMonth, Week, weeks_between, weeks_left_until};

use std::fmt;

use jiff::civil::{Date, Weekday};

use crate::kit::dates::{day_range, days_after};
use crate::kit::text::Lang;

/// The first year a period may have.
pub const FIRST_YEAR: i16 = 1900;
/// The last year a period may have.
pub const LAST_YEAR: i16 = 2199;

/// The kinds of report period.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Kind {
    /// Tháng.
    Month,
    /// Quý.
    Quarter,
    /// Sáu tháng đầu năm, sáu tháng cuối năm.
    HalfYear,
    /// Năm.
    Year,
}

impl Kind {
    /// Every kind, shortest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::HalfYear, Self::Year];

    /// The stable code, which is also the text key.
    pub fn code(self) -> &'static str {
        match self {
            Self::Month => "period-month",
            Self::Quarter => "period-quarter",
            Self::HalfYear => "period-half-year",
            Self::Year => "period-year",
        }
    }

    /// How many months one period of this kind has.
    fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// Why a period was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PeriodError {
    /// The text is no period code.
    #[error("period-unreadable")]
    Unreadable,
    /// There is no month 13, no fifth quarter, no third half year, no week 54.
    #[error("period-no-such")]
    NoSuch,
    /// The year is outside [`FIRST_YEAR`] to [`LAST_YEAR`].
    #[error("period-out-of-range")]
    OutOfRange,
}

impl PeriodError {
    /// The stable code, which is also the text key.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "period-unreadable",
            Self::NoSuch => "period-no-such",
            Self::OutOfRange => "period-out-of-range",
        }
    }
}

/// A report period: the month of October 2026 runs from 15 September to 14 October 2026.
///
/// Ordered by kind, then by time.
///
/// # Source
/// NĐ 09/2019/NĐ-CP, Điều 12.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Period {
    kind: Kind,
    year: i16,
    /// Counted from 1 within the year.
    number: i8,
}

impl Period {
    /// The period of that kind and number within the year; the number of a year is 1.
    ///
    /// # Errors
    /// [`PeriodError::OutOfRange`], [`PeriodError::NoSuch`].
    pub fn new(kind: Kind, year: i16, number: i8) -> Result<Self, PeriodError> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(PeriodError::OutOfRange);
        }
        if !(1..=12 / kind.months()).contains(&number) {
            return Err(PeriodError::NoSuch);
        }
        Ok(Self { kind, year, number })
    }

    /// The report month. Errors as [`Period::new`].
    pub fn month(year: i16, month: i8) -> Result<Self, PeriodError> {
        Self::new(Kind::Month, year, month)
    }

    /// The report quarter, 1 to 4. Errors as [`Period::new`].
    pub fn quarter(year: i16, quarter: i8) -> Result<Self, PeriodError> {
        Self::new(Kind::Quarter, year, quarter)
    }

    /// The first (1) or last (2) six months. Errors as [`Period::new`].
    pub fn half_year(year: i16, half: i8) -> Result<Self, PeriodError> {
        Self::new(Kind::HalfYear, year, half)
    }

    /// The report year. Errors as [`Period::new`].
    pub fn whole_year(year: i16) -> Result<Self, PeriodError> {
        Self::new(Kind::Year, year, 1)
    }

    /// The period of that kind in which `day` is counted: 15 October belongs to November.
    ///
    /// # Errors
    /// [`PeriodError::OutOfRange`].
    pub fn containing(kind: Kind, day: Date) -> Result<Self, PeriodError> {
        let late = i8::from(day.day() >= 15);
        let (year, month) = match (day.year(), day.month() + late) {
            (year, 13) => (year.saturating_add(1), 1),
            same => same,
        };
        Self::new(kind, year, (month - 1) / kind.months() + 1)
    }

    /// Its kind.
    pub fn kind(self) -> Kind {
        self.kind
    }

    /// The year it reports on; its first days may lie in the year before.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Its number within the year, from 1.
    pub fn number(self) -> i8 {
        self.number
    }

    /// Its first and its last day, both counted: from the 15th of the month before to the 14th of the last month.
    pub fn cutoff(self) -> (Date, Date) {
        let last_month = self.number * self.kind.months();
        let (first_year, first_month) = match last_month - self.kind.months() {
            0 => (self.year - 1, 12),
            month => (self.year, month),
        };
        (Date::constant(first_year, first_month, 15), Date::constant(self.year, last_month, 14))
    }

    /// Whether `day` is counted in this period.
    pub fn contains(self, day: Date) -> bool {
        let (first, last) = self.cutoff();
        (first..=last).contains(&day)
    }

    /// The period after it; `None` at the end of time.
    pub fn next(self) -> Option<Self> {
        let step = Self::new(self.kind, self.year, self.number + 1);
        step.or_else(|_| Self::new(self.kind, self.year + 1, 1)).ok()
    }

    /// The period before it; `None` at the beginning of time.
    pub fn previous(self) -> Option<Self> {
        let step = Self::new(self.kind, self.year, self.number - 1);
        step.or_else(|_| Self::new(self.kind, self.year - 1, 12 / self.kind.months())).ok()
    }

    /// The first day on which it may be sent up: the first working day after the cut-off, neither a weekend nor one of
    /// `holidays` (in any order; days worked in exchange for others are not known here).
    ///
    /// # Source
    /// NĐ 09/2019/NĐ-CP, Điều 8 khoản 5.
    pub fn submit_after(self, holidays: &[Date]) -> Date {
        let rests = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || holidays.contains(&day);
        let mut day = days_after(self.cutoff().1, 1);
        while rests(day) && day < Date::MAX {
            day = days_after(day, 1);
        }
        day
    }

    /// `2026-10`, `2026-Q1`, `2026-H1`, `2026`: for addresses, the command line and the database.
    pub fn code(self) -> String {
        let Self { kind, year, number } = self;
        match kind {
            Kind::Month => format!("{year}-{number:02}"),
            Kind::Quarter => format!("{year}-Q{number}"),
            Kind::HalfYear => format!("{year}-H{number}"),
            Kind::Year => year.to_string(),
        }
    }

    /// Reads what [`Period::code`] writes, in either case.
    ///
    /// # Errors
    /// [`PeriodError::Unreadable`], [`PeriodError::OutOfRange`], [`PeriodError::NoSuch`].
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let text = text.trim();
        let Some((year, rest)) = text.split_once('-') else {
            return Self::whole_year(digits(text, 4)?);
        };
        let (kind, number) = match rest.as_bytes() {
            [b'Q' | b'q', ..] => (Kind::Quarter, digits(&rest[1..], 1)?),
            [b'H' | b'h', ..] => (Kind::HalfYear, digits(&rest[1..], 1)?),
            _ => (Kind::Month, digits(rest, 2)?),
        };
        Self::new(kind, digits(year, 4)?, number as i8)
    }

    /// Its name, as the title of a report says it: "tháng 10 năm 2026", "quý I năm 2026", "6 tháng đầu năm 2026".
    pub fn label(self, lang: Lang) -> String {
        let Self { kind, year, number } = self;
        let roman = ["I", "II", "III", "IV"];
        match (lang, kind) {
            (Lang::Vi, Kind::Month) => format!("tháng {number} năm {year}"),
            (Lang::Vi, Kind::Quarter) => format!("quý {} năm {year}", roman[number as usize - 1]),
            (Lang::Vi, Kind::HalfYear) if number == 1 => format!("6 tháng đầu năm {year}"),
            (Lang::Vi, Kind::HalfYear) => format!("6 tháng cuối năm {year}"),
            (Lang::Vi, Kind::Year) => format!("năm {year}"),
            (Lang::En, Kind::Month) => format!("report month {number}/{year}"),
            (Lang::En, Kind::Quarter) => {
                format!("quarter {} of {year}", roman[number as usize - 1])
            }
            (Lang::En, Kind::HalfYear) if number == 1 => format!("first six months of {year}"),
            (Lang::En, Kind::HalfYear) => format!("last six months of {year}"),
            (Lang::En, Kind::Year) => format!("report year {year}"),
        }
    }

    /// Its name with its days, so that nobody takes it for a calendar month:
    /// "kỳ báo cáo tháng 10 năm 2026 (15/09–14/10/2026)".
    pub fn full_label(self, lang: Lang) -> String {
        let (first, last) = self.cutoff();
        let (name, days) = (self.label(lang), day_range(first, last, lang));
        match lang {
            Lang::Vi => format!("kỳ báo cáo {name} ({days})"),
            Lang::En => format!("{name} ({days})"),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

/// Exactly `count` ASCII digits as a number.
fn digits(text: &str, count: usize) -> Result<i16, PeriodError> {
    if text.len() != count || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PeriodError::Unreadable);
    }
    text.parse().map_err(|_| PeriodError::Unreadable)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::kit::text::Text;

    #[test]
    fn periods_close_on_the_14th() {
        let cases = [
            ("2026-02", date(2026, 1, 15), date(2026, 2, 14)),
            ("2026-01", date(2025, 12, 15), date(2026, 1, 14)),
            ("2026-10", date(2026, 9, 15), date(2026, 10, 14)),
            ("2026-Q1", date(2025, 12, 15), date(2026, 3, 14)),
            ("2026-Q2", date(2026, 3, 15), date(2026, 6, 14)),
            ("2026-Q4", date(2026, 9, 15), date(2026, 12, 14)),
            ("2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
            ("2026-H2", date(2026, 6, 15), date(2026, 12, 14)),
            ("2026", date(2025, 12, 15), date(2026, 12, 14)),
        ];
        for (code, first, last) in cases {
            let period = Period::parse(code).unwrap();
            assert_eq!(period.cutoff(), (first, last), "{code}");
            assert_eq!(period.code(), code);
            assert_eq!(period.to_string(), code);
            for day in [first, last] {
                assert!(period.contains(day));
                assert_eq!(Period::containing(period.kind(), day), Ok(period), "{day}");
            }
            assert!(!period.contains(first.yesterday().unwrap()));
            assert!(!period.contains(last.tomorrow().unwrap()));
        }
    }

    #[test]
    fn periods_of_a_kind_follow_each_other_without_a_gap() {
        for kind in Kind::ALL {
            assert!(Text::of(Lang::Vi).has(kind.code()));
            let mut period = Period::containing(kind, date(2024, 6, 1)).unwrap();
            while period.year() < 2031 {
                let next = period.next().unwrap();
                assert_eq!(period.cutoff().1.tomorrow().unwrap(), next.cutoff().0);
                assert_eq!(next.previous(), Some(period));
                assert!(period < next);
                period = next;
            }
        }
        assert_eq!(Period::month(2199, 12).unwrap().next(), None);
        assert_eq!(Period::quarter(1900, 1).unwrap().previous(), None);
    }

    #[test]
    fn codes_that_name_no_period_are_refused() {
        let cases = [
            ("", PeriodError::Unreadable),
            ("26", PeriodError::Unreadable),
            ("2026-", PeriodError::Unreadable),
            ("2026-1", PeriodError::Unreadable),
            ("2026-+1", PeriodError::Unreadable),
            ("2026-Q", PeriodError::Unreadable),
            ("2026-Qâ", PeriodError::Unreadable),
            ("dl-2026-10", PeriodError::Unreadable),
            ("2026-10-01", PeriodError::Unreadable),
            ("２０２６", PeriodError::Unreadable),
            ("2026-13", PeriodError::NoSuch),
            ("2026-00", PeriodError::NoSuch),
            ("2026-Q5", PeriodError::NoSuch),
            ("2026-h3", PeriodError::NoSuch),
            ("1899-Q1", PeriodError::OutOfRange),
            ("9999", PeriodError::OutOfRange),
        ];
        for (code, error) in cases {
            assert_eq!(Period::parse(code), Err(error), "{code}");
            assert_eq!(error.to_string(), error.code());
            assert!(Text::of(Lang::Vi).has(error.code()), "{error}");
        }
        assert_eq!(Period::parse(" 2026-q3 "), Period::quarter(2026, 3));
        assert_eq!(Period::containing(Kind::Year, Date::MAX), Err(PeriodError::OutOfRange));
        assert_eq!(Period::containing(Kind::Month, Date::MIN), Err(PeriodError::OutOfRange));
        assert_eq!(Period::month(2026, i8::MIN), Err(PeriodError::NoSuch));
    }

    #[test]
    fn a_report_goes_up_on_the_first_working_day_after_the_cut_off() {
        let of = |code: &str| Period::parse(code).unwrap();
        assert_eq!(of("2026-10").submit_after(&[]), date(2026, 10, 15));
        // 14 August 2026 is a Friday.
        assert_eq!(of("2026-08").submit_after(&[]), date(2026, 8, 17));
        // Tết 2026: the cut-off is Saturday 14 February, the holidays run to Sunday the 22nd.
        let tet: Vec<Date> = (16..=20).map(|day| date(2026, 2, day)).collect();
        assert_eq!(of("2026-02").submit_after(&tet), date(2026, 2, 23));
    }

    #[test]
    fn labels_say_which_kind_of_time_it_is() {
        let vi = |code: &str| Period::parse(code).unwrap().label(Lang::Vi);
        assert_eq!(vi("2026-10"), "tháng 10 năm 2026");
        assert_eq!(vi("2026-Q4"), "quý IV năm 2026");
        assert_eq!(vi("2026-H1"), "6 tháng đầu năm 2026");
        assert_eq!(vi("2026-H2"), "6 tháng cuối năm 2026");
        assert_eq!(vi("2026"), "năm 2026");
        assert_eq!(Period::parse("2026-01").unwrap().full_label(Lang::Vi), "kỳ báo cáo tháng 1 năm 2026 (15/12/2025–14/01/2026)");
        assert_eq!(Period::parse("2026-Q1").unwrap().full_label(Lang::En), "quarter I of 2026 (15 Dec 2025 – 14 Mar 2026)");
    }
}
