//! Birth dates as villages know them: often only the year, written in every order.

mod written;

use std::fmt;

use jiff::{ToSpan, civil::Date};

/// Nobody is older; a year before that is a slip of the pen.
pub const MAX_AGE: i16 = 120;

/// A birth date of which at least the year is known. A day is known only together with its month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Birth {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Why a text is no birth date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BirthError {
    /// Nothing is written.
    Empty,
    /// Not a date or a year in any form that we know.
    Unreadable,
    /// A date that no calendar has, such as 31/02.
    NotReal,
    /// After today.
    Future,
    /// More than [`MAX_AGE`] years ago.
    TooOld,
}

impl BirthError {
    /// The stable code, which is also the text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "error-birth-empty",
            Self::Unreadable => "error-birth-unreadable",
            Self::NotReal => "error-birth-not-real",
            Self::Future => "error-birth-future",
            Self::TooOld => "error-birth-too-old",
        }
    }
}

/// What a date is read against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Today in Vietnam: later births are in the future.
    pub today: Date,
    /// Two-digit years up to this one are 20xx, all others 19xx.
    pub pivot: u8,
}

impl Reading {
    /// Reads on `today`; the pivot is this year's last two digits (in 2026: 26 is 2026, 27 is 1927).
    pub fn on(today: Date) -> Self {
        Self { today, pivot: today.year().rem_euclid(100) as u8 }
    }
}

impl Birth {
    /// A birth date of its parts.
    ///
    /// # Errors
    /// [`BirthError::Unreadable`] for a day without a month, then [`BirthError::NotReal`], [`BirthError::Future`], [`BirthError::TooOld`].
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>, today: Date) -> Result<Self, BirthError> {
        if day.is_some() && month.is_none() {
            return Err(BirthError::Unreadable);
        }
        // Unknown parts count as the earliest: only what is surely later than today is in the future.
        let earliest = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| BirthError::NotReal)?;
        if earliest > today {
            return Err(BirthError::Future);
        }
        if today.year() - year > MAX_AGE {
            return Err(BirthError::TooOld);
        }
        Ok(Self { year, month, day })
    }

    /// Reads what a person wrote: `26/07/2000`, `7-26-2000`, `2000-07-26`, `22.8.49`, `22 tháng 8 năm 1949`, `năm 1945`,
    /// `8/1949`, `??/??/1945`, `26072000`, `22-Aug-49`. Day before month wherever both could be (`05/06/1950` is 5 June);
    /// a month that can only be a day is taken as one.
    ///
    /// # Errors
    /// As [`Birth::new`], and [`BirthError::Empty`] or [`BirthError::Unreadable`] before them.
    pub fn parse(text: &str, reading: Reading) -> Result<Self, BirthError> {
        written::read(text, reading)
    }

    /// Reads a spreadsheet's number that is not formatted as a date: a year (1800 to 2200, or two digits by the pivot),
    /// an Excel serial day (2201 to 99999), or day, month and year run together (`26072000`).
    ///
    /// # Errors
    /// As [`Birth::parse`].
    pub fn from_number(number: f64, reading: Reading) -> Result<Self, BirthError> {
        if !(0.0..1e9).contains(&number) {
            return Err(BirthError::Unreadable);
        }
        let whole = number.trunc() as i32;
        match whole {
            10..=99 | 1_000_000..=99_999_999 if number.fract() == 0.0 => written::read(&whole.to_string(), reading),
            1000..=2200 if number.fract() == 0.0 => Self::new(whole as i16, None, None, reading.today),
            2201..=99_999 => Self::from_serial(whole, reading.today),
            _ => Err(BirthError::Unreadable),
        }
    }

    /// Reads a date cell.
    ///
    /// A year typed into a cell formatted as a date shows as a day of spring 1905 (serial 1954 is 7/5/1905); it is
    /// taken as that year, since nobody born then is still in a register.
    ///
    /// # Errors
    /// [`BirthError::Future`] or [`BirthError::TooOld`].
    pub fn from_date(date: Date, reading: Reading) -> Result<Self, BirthError> {
        let serial = EXCEL_EPOCH.until(date).map_or(0, |span| span.get_days());
        if (1900..=i32::from(reading.today.year())).contains(&serial) {
            return Self::new(serial as i16, None, None, reading.today);
        }
        Self::new(date.year(), Some(date.month()), Some(date.day()), reading.today)
    }

    fn from_serial(days: i32, today: Date) -> Result<Self, BirthError> {
        let date = EXCEL_EPOCH.checked_add(days.days()).map_err(|_| BirthError::Unreadable)?;
        Self::new(date.year(), Some(date.month()), Some(date.day()), today)
    }

    /// The year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month.
    pub const fn day(self) -> Option<i8> {
        self.day
    }

    /// Whole years on `today`; with no month or day known, as if the birthday were past.
    pub fn age(self, today: Date) -> i16 {
        let birthday = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        today.year() - self.year - i16::from(birthday > (today.month(), today.day()))
    }

    /// Whether both can be the same day: what one does not know, it does not deny.
    pub fn agrees(self, other: Self) -> bool {
        let same = |a: Option<i8>, b: Option<i8>| a.is_none() || b.is_none() || a == b;
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }

    /// For the screen and for paper: `26/07/2000`, `07/2000`, `2000`.
    pub fn vietnamese(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{day:02}/{month:02}/{}", self.year),
            (Some(month), None) => format!("{month:02}/{}", self.year),
            _ => self.year.to_string(),
        }
    }

    /// Reads what `Display` wrote; anything else is `None`.
    pub fn from_stored(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next().map(str::parse).transpose().ok()?;
        let day = parts.next().map(str::parse).transpose().ok()?;
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok().filter(|_| parts.next().is_none())?;
        Some(Self { year, month, day })
    }
}

/// Day 0 of Excel's serial days, as they count from March 1900 on (Excel believes in 29/2/1900).
const EXCEL_EPOCH: Date = jiff::civil::date(1899, 12, 30);

/// The stored form: `2000-07-26`, `2000-07`, `2000`.
impl fmt::Display for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        [self.month, self.day].into_iter().flatten().try_for_each(|part| write!(f, "-{part:02}"))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 10, 14);

    fn stored(read: Result<Birth, BirthError>) -> Result<String, BirthError> {
        read.map(|birth| birth.to_string())
    }

    #[test]
    fn numbers_are_years_serials_or_dates_run_together() {
        for (number, expected) in [
            (1972.0, Ok("1972")),
            (58.0, Ok("1958")),
            (26.0, Ok("2026")),
            (27.0, Ok("1927")),
            (36733.0, Ok("2000-07-26")),
            (36733.5, Ok("2000-07-26")),
            (9000.0, Ok("1924-08-21")),
            (26_072_000.0, Ok("2000-07-26")),
            (5_061_950.0, Ok("1950-06-05")),
            (2027.0, Err(BirthError::Future)),
            (48000.0, Err(BirthError::Future)),
            (1905.0, Err(BirthError::TooOld)),
            (2300.0, Ok("1906-04-18")),
            (1800.0, Err(BirthError::TooOld)),
            (5.0, Err(BirthError::Unreadable)),
            (123.0, Err(BirthError::Unreadable)),
            (1972.5, Err(BirthError::Unreadable)),
            (-1.0, Err(BirthError::Unreadable)),
            (f64::NAN, Err(BirthError::Unreadable)),
            (f64::INFINITY, Err(BirthError::Unreadable)),
            (1e300, Err(BirthError::Unreadable)),
            (31_021_960.0, Err(BirthError::NotReal)),
        ] {
            assert_eq!(stored(Birth::from_number(number, Reading::on(TODAY))), expected.map(str::to_owned), "{number}");
        }
    }

    #[test]
    fn a_year_typed_into_a_date_cell_is_that_year() {
        let read = |y, m, d| stored(Birth::from_date(date(y, m, d), Reading::on(TODAY)));
        assert_eq!(read(1905, 5, 7), Ok("1954".into()));
        assert_eq!(read(1954, 5, 24), Ok("1954-05-24".into()));
        assert_eq!(read(2031, 5, 4), Err(BirthError::Future));
        assert_eq!(read(2026, 10, 14), Ok("2026-10-14".into()), "born today");
        assert_eq!(read(2026, 10, 15), Err(BirthError::Future));
        assert_eq!(read(1905, 12, 31), Err(BirthError::TooOld));
        assert_eq!(read(1906, 1, 1), Ok("1906-01-01".into()));
    }

    #[test]
    fn parts_must_make_a_date_that_can_be() {
        assert_eq!(Birth::new(1960, None, Some(1), TODAY), Err(BirthError::Unreadable));
        assert_eq!(Birth::new(1960, Some(2), Some(30), TODAY), Err(BirthError::NotReal));
        assert_eq!(Birth::new(1960, Some(13), None, TODAY), Err(BirthError::NotReal));
        assert_eq!(Birth::new(i16::MAX, None, None, TODAY), Err(BirthError::NotReal));
        assert_eq!(Birth::new(-9999, None, None, TODAY), Err(BirthError::TooOld));
        assert_eq!(Birth::new(2026, Some(11), None, TODAY), Err(BirthError::Future));
        assert_eq!(Birth::new(2026, Some(10), None, TODAY).map(Birth::vietnamese), Ok("10/2026".into()));
    }

    #[test]
    fn the_stored_form_comes_back_and_nothing_else_does() {
        for text in ["2000-07-26", "2000-07", "2000"] {
            assert_eq!(Birth::from_stored(text).map(|birth| birth.to_string()).as_deref(), Some(text));
        }
        for text in ["", "x", "2000-13", "2000-02-30", "2000-07-26-1", "2000--26"] {
            assert_eq!(Birth::from_stored(text), None, "{text}");
        }
        assert_eq!(Birth::from_stored("2000-07-26").unwrap().vietnamese(), "26/07/2000");
    }

    #[test]
    fn ages_and_agreement_know_what_is_unknown() {
        let birth = |text| Birth::from_stored(text).unwrap();
        assert_eq!(birth("2000-10-14").age(TODAY), 26);
        assert_eq!(birth("2000-10-15").age(TODAY), 25);
        assert_eq!(birth("2000").age(TODAY), 26);
        assert_eq!(birth("2000-11").age(TODAY), 25);
        assert!(birth("2000").agrees(birth("2000-10-15")));
        assert!(birth("2000-10").agrees(birth("2000-10-15")));
        assert!(!birth("2000-09").agrees(birth("2000-10-15")));
        assert!(!birth("2000-10-14").agrees(birth("2000-10-15")));
        assert!(!birth("2001").agrees(birth("2000-10-15")));
    }
}
