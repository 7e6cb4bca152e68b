//! Months and weeks as the calendar on the wall has them.

use jiff::civil::{Date, Weekday};

use super::{FIRST_YEAR, LAST_YEAR, Period, PeriodError, digits};
use crate::kit::dates::{day_range, days_after};
use crate::kit::text::Lang;

/// A month from its 1st to its last day (tháng dương lịch).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct CalendarMonth {
    year: i16,
    month: i8,
}

impl CalendarMonth {
    /// That month, 1 to 12.
    ///
    /// # Errors
    /// [`PeriodError::OutOfRange`], [`PeriodError::NoSuch`].
    pub fn new(year: i16, month: i8) -> Result<Self, PeriodError> {
        Period::month(year, month).map(|Period { year, number, .. }| Self { year, month: number })
    }

    /// The month of `day`.
    ///
    /// # Errors
    /// [`PeriodError::OutOfRange`].
    pub fn containing(day: Date) -> Result<Self, PeriodError> {
        Self::new(day.year(), day.month())
    }

    /// Its year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Its month, 1 to 12.
    pub fn month(self) -> i8 {
        self.month
    }

    /// Its first and last day, both in it.
    pub fn days(self) -> (Date, Date) {
        let first = Date::constant(self.year, self.month, 1);
        (first, first.last_of_month())
    }

    /// The month after it; `None` at the end of time.
    pub fn next(self) -> Option<Self> {
        let step = Self::new(self.year, self.month + 1);
        step.or_else(|_| Self::new(self.year + 1, 1)).ok()
    }

    /// The month before it; `None` at the beginning of time.
    pub fn previous(self) -> Option<Self> {
        let step = Self::new(self.year, self.month - 1);
        step.or_else(|_| Self::new(self.year - 1, 12)).ok()
    }

    /// `dl-2026-10`; no [`Period`] reads it.
    pub fn code(self) -> String {
        format!("dl-{}-{:02}", self.year, self.month)
    }

    /// Reads what [`CalendarMonth::code`] writes.
    ///
    /// # Errors
    /// [`PeriodError::Unreadable`], [`PeriodError::OutOfRange`], [`PeriodError::NoSuch`].
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let rest = text.trim().strip_prefix("dl-").ok_or(PeriodError::Unreadable)?;
        let (year, month) = rest.split_once('-').ok_or(PeriodError::Unreadable)?;
        Self::new(digits(year, 4)?, digits(month, 2)? as i8)
    }

    /// "tháng dương lịch 10/2026", "calendar month 10/2026".
    pub fn label(self, lang: Lang) -> String {
        let name = match lang {
            Lang::Vi => "tháng dương lịch",
            Lang::En => "calendar month",
        };
        format!("{name} {}/{}", self.month, self.year)
    }
}

/// A week from Monday to Sunday, numbered as ISO 8601 does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Week {
    monday: Date,
}

impl Week {
    /// The week of `day`.
    ///
    /// # Errors
    /// [`PeriodError::OutOfRange`].
    pub fn containing(day: Date) -> Result<Self, PeriodError> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&day.year()) {
            return Err(PeriodError::OutOfRange);
        }
        let monday = days_after(day, -i32::from(day.weekday().to_monday_zero_offset()));
        Ok(Self { monday })
    }

    /// Its Monday.
    pub fn first(self) -> Date {
        self.monday
    }

    /// Its Sunday.
    pub fn last(self) -> Date {
        days_after(self.monday, 6)
    }

    /// Whether `day` lies in it.
    pub fn contains(self, day: Date) -> bool {
        (self.first()..=self.last()).contains(&day)
    }

    /// The ISO year and week number: 1 January 2027 is in week 53 of 2026.
    pub fn number(self) -> (i16, i8) {
        let iso = self.monday.iso_week_date();
        (iso.year(), iso.week())
    }

    /// The week after it; `None` at the end of time.
    pub fn next(self) -> Option<Self> {
        Self::containing(days_after(self.monday, 7)).ok()
    }

    /// The week before it; `None` at the beginning of time.
    pub fn previous(self) -> Option<Self> {
        Self::containing(days_after(self.monday, -7)).ok()
    }

    /// `2026-W41`.
    pub fn code(self) -> String {
        let (year, week) = self.number();
        format!("{year}-W{week:02}")
    }

    /// Reads what [`Week::code`] writes.
    ///
    /// # Errors
    /// [`PeriodError::Unreadable`], [`PeriodError::OutOfRange`], [`PeriodError::NoSuch`].
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let (year, week) = text.trim().split_once("-W").ok_or(PeriodError::Unreadable)?;
        let (year, week) = (digits(year, 4)?, digits(week, 2)?);
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(PeriodError::OutOfRange);
        }
        let iso = jiff::civil::ISOWeekDate::new(year, week as i8, Weekday::Monday);
        Ok(Self { monday: iso.map_err(|_| PeriodError::NoSuch)?.date() })
    }

    /// "tuần 41 (05–11/10/2026)", "week 41 (5–11 Oct 2026)".
    pub fn label(self, lang: Lang) -> String {
        let name = match lang {
            Lang::Vi => "tuần",
            Lang::En => "week",
        };
        format!("{name} {} ({})", self.number().1, day_range(self.first(), self.last(), lang))
    }
}

/// Every week that holds a day from `first` to `last`, in order; none when `last` comes before `first` or when either is
/// out of range.
pub fn weeks_between(first: Date, last: Date) -> impl Iterator<Item = Week> {
    let begin = Week::containing(first).ok().filter(|_| first <= last && Week::containing(last).is_ok());
    std::iter::successors(begin, |week| week.next()).take_while(move |week| week.first() <= last)
}

/// How many weeks are left for what must be done by `end`: the days from `today` to `end`, both counted, in weeks rounded
/// up. On the last day it is 1; afterwards 0.
pub fn weeks_left_until(today: Date, end: Date) -> u32 {
    let days = end.duration_since(today).as_hours() / 24 + 1;
    u32::try_from(days).unwrap_or(0).div_ceil(7)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn labels_say_which_kind_of_time_it_is() {
        assert_eq!(CalendarMonth::new(2026, 10).unwrap().label(Lang::Vi), "tháng dương lịch 10/2026");
        assert_eq!(Week::containing(date(2026, 10, 7)).unwrap().label(Lang::Vi), "tuần 41 (05–11/10/2026)");
        assert_eq!(Week::containing(date(2026, 10, 1)).unwrap().label(Lang::En), "week 40 (28 Sep – 4 Oct 2026)");
    }

    #[test]
    fn a_calendar_month_runs_from_its_first_to_its_last_day() {
        let february = CalendarMonth::new(2028, 2).unwrap();
        assert_eq!(february.days(), (date(2028, 2, 1), date(2028, 2, 29)));
        assert_eq!(CalendarMonth::containing(date(2028, 2, 15)), Ok(february));
        assert_eq!(february.code(), "dl-2028-02");
        assert_eq!(CalendarMonth::parse("dl-2028-02"), Ok(february));
        assert_eq!(february.previous().unwrap().previous().unwrap().code(), "dl-2027-12");
        assert_eq!(CalendarMonth::new(2027, 12).unwrap().next().unwrap().code(), "dl-2028-01");
        assert_eq!(CalendarMonth::parse("2028-02"), Err(PeriodError::Unreadable));
        assert_eq!(CalendarMonth::parse("dl-2028-13"), Err(PeriodError::NoSuch));
        assert_eq!(CalendarMonth::new(2199, 12).unwrap().next(), None);
    }

    #[test]
    fn weeks_begin_on_monday_and_are_numbered_by_iso() {
        let cases = [
            (date(2026, 10, 5), "2026-W41"),
            (date(2026, 10, 11), "2026-W41"),
            (date(2026, 10, 12), "2026-W42"),
            (date(2027, 1, 1), "2026-W53"),
            (date(2024, 12, 30), "2025-W01"),
        ];
        for (day, code) in cases {
            let week = Week::containing(day).unwrap();
            assert_eq!(week.code(), code);
            assert!(week.contains(day));
            assert_eq!(week.first().weekday(), Weekday::Monday);
            assert_eq!(week.last().weekday(), Weekday::Sunday);
            assert_eq!(Week::parse(code), Ok(week));
            assert_eq!(week.next().unwrap().previous(), Some(week));
        }
        assert_eq!(Week::parse("2025-W53"), Err(PeriodError::NoSuch));
        assert_eq!(Week::parse("2025-W00"), Err(PeriodError::NoSuch));
        assert_eq!(Week::parse("2025-53"), Err(PeriodError::Unreadable));
        assert_eq!(Week::parse("9999-W01"), Err(PeriodError::OutOfRange));
        assert_eq!(Week::containing(Date::MAX), Err(PeriodError::OutOfRange));
    }

    #[test]
    fn weeks_are_counted_to_the_end_of_the_year() {
        let codes = |first, last| weeks_between(first, last).map(Week::code).collect::<Vec<_>>();
        assert_eq!(codes(date(2026, 10, 4), date(2026, 10, 12)), ["2026-W40", "2026-W41", "2026-W42"]);
        assert_eq!(codes(date(2026, 10, 6), date(2026, 10, 6)), ["2026-W41"]);
        assert!(codes(date(2026, 10, 6), date(2026, 10, 5)).is_empty());
        assert!(codes(Date::MIN, Date::MAX).is_empty());
        assert_eq!(weeks_between(date(1900, 1, 1), date(2199, 12, 31)).count(), 15_654);

        let end = date(2026, 12, 31);
        let left = |today| weeks_left_until(today, end);
        assert_eq!(left(date(2026, 10, 5)), 13);
        assert_eq!(left(date(2026, 12, 25)), 1);
        assert_eq!(left(date(2026, 12, 24)), 2);
        assert_eq!(left(end), 1);
        assert_eq!(left(date(2027, 1, 1)), 0);
        assert_eq!(weeks_left_until(Date::MIN, Date::MAX), 1_043_498);
    }
}
