//! The days of a class series, and whether two sessions want the same hall at the same time.

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};

use crate::kit::dates::days_after;

/// A series has at most this many sessions.
pub const MOST_SESSIONS: usize = 200;
/// All sessions of a series lie within this many years of the first.
pub const MOST_YEARS: i8 = 2;

/// When a weekly series ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// On this day at the latest; a session may still fall on it.
    Until(Date),
    /// After this many sessions. Skipped days do not count: ten lessons stay ten lessons when Tết lies between.
    Count(usize),
}

/// How the days of a series are given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Pattern {
    /// Every week on these weekdays (in any order), on or after `from`.
    Weekly {
        /// The weekdays.
        weekdays: Vec<Weekday>,
        /// The first day that may have a session.
        from: Date,
        /// The end.
        end: End,
    },
    /// On these days, in any order; a day given twice counts once.
    Given(Vec<Date>),
}

/// Why a series or a span was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RecurError {
    /// A weekly series without a weekday.
    #[error("recur-no-weekday")]
    NoWeekday,
    /// The end comes before the start.
    #[error("recur-end-before-start")]
    EndBeforeStart,
    /// Not one session is left.
    #[error("recur-no-session")]
    NoSession,
    /// More than [`MOST_SESSIONS`].
    #[error("recur-too-many")]
    TooMany,
    /// Longer than [`MOST_YEARS`].
    #[error("recur-too-long")]
    TooLong,
}

impl RecurError {
    /// The stable code, which is also the text key.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoWeekday => "recur-no-weekday",
            Self::EndBeforeStart => "recur-end-before-start",
            Self::NoSession => "recur-no-session",
            Self::TooMany => "recur-too-many",
            Self::TooLong => "recur-too-long",
        }
    }
}

/// The days of a series, in order, each once, without those in `skip`.
///
/// # Errors
/// For a weekly series [`RecurError::NoWeekday`], [`RecurError::EndBeforeStart`] (also a count of 0 is
/// [`RecurError::NoSession`]); then [`RecurError::TooLong`], [`RecurError::TooMany`], [`RecurError::NoSession`].
pub fn days(pattern: &Pattern, skip: &[Date]) -> Result<Vec<Date>, RecurError> {
    let days = match pattern {
        Pattern::Weekly { weekdays, from, end } => weekly(weekdays, *from, *end, skip)?,
        Pattern::Given(days) => given(days, skip)?,
    };
    match days.len() {
        0 => Err(RecurError::NoSession),
        1..=MOST_SESSIONS => Ok(days),
        _ => Err(RecurError::TooMany),
    }
}

fn weekly(weekdays: &[Weekday], from: Date, end: End, skip: &[Date]) -> Result<Vec<Date>, RecurError> {
    if weekdays.is_empty() {
        return Err(RecurError::NoWeekday);
    }
    let limit = last_day_allowed(from);
    let (last, count) = match end {
        End::Until(last) if last < from => return Err(RecurError::EndBeforeStart),
        End::Until(last) if last > limit => return Err(RecurError::TooLong),
        End::Until(last) => (last, MOST_SESSIONS + 1),
        End::Count(count) if count > MOST_SESSIONS => return Err(RecurError::TooMany),
        End::Count(count) => (limit, count),
    };
    let found: Vec<Date> = std::iter::successors(Some(from), |day| day.tomorrow().ok())
        .take_while(|day| *day <= last)
        .filter(|day| weekdays.contains(&day.weekday()) && !skip.contains(day))
        .take(count)
        .collect();
    match end {
        End::Count(count) if found.len() < count => Err(RecurError::TooLong),
        _ => Ok(found),
    }
}

fn given(days: &[Date], skip: &[Date]) -> Result<Vec<Date>, RecurError> {
    let mut days: Vec<Date> = days.iter().copied().filter(|day| !skip.contains(day)).collect();
    days.sort_unstable();
    days.dedup();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if *last > last_day_allowed(*first) => Err(RecurError::TooLong),
        _ => Ok(days),
    }
}

/// The last day that a series may have which begins on `first`.
fn last_day_allowed(first: Date) -> Date {
    days_after(first.saturating_add(MOST_YEARS.years()), -1)
}

/// A stretch of one day, from its start up to but not including its end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Slot {
    day: Date,
    start: Time,
    end: Time,
}

impl Slot {
    /// The stretch of `day` from `start` to `end`.
    ///
    /// # Errors
    /// [`RecurError::EndBeforeStart`] when `end` is not after `start`; a class past midnight is two.
    pub fn new(day: Date, start: Time, end: Time) -> Result<Self, RecurError> {
        if end <= start {
            return Err(RecurError::EndBeforeStart);
        }
        Ok(Self { day, start, end })
    }

    /// Its day.
    pub fn day(self) -> Date {
        self.day
    }

    /// Its first moment.
    pub fn start(self) -> Time {
        self.start
    }

    /// The moment just after it.
    pub fn end(self) -> Time {
        self.end
    }

    /// Whether both want the same moment: a class that begins when the other ends does not clash.
    pub fn clashes(self, other: Self) -> bool {
        self.day == other.day && self.start < other.end && other.start < self.end
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::kit::text::{Lang, Text};

    fn weekly(weekdays: &[Weekday], from: Date, end: End) -> Pattern {
        Pattern::Weekly { weekdays: weekdays.to_vec(), from, end }
    }

    #[test]
    fn a_weekly_series_meets_on_its_weekdays() {
        // 5 October 2026 is a Monday.
        let evenings = [Weekday::Thursday, Weekday::Tuesday, Weekday::Tuesday];
        let until = weekly(&evenings, date(2026, 10, 5), End::Until(date(2026, 10, 15)));
        let expected = [6, 8, 13, 15].map(|day| date(2026, 10, day));
        assert_eq!(days(&until, &[]).unwrap(), expected);
        let count = weekly(&evenings, date(2026, 10, 6), End::Count(3));
        assert_eq!(days(&count, &[]).unwrap(), expected[..3]);
    }

    #[test]
    fn skipped_days_are_left_out_and_made_up_for_only_in_a_count() {
        let skip = [date(2026, 10, 8), date(2026, 10, 9)];
        let evenings = [Weekday::Tuesday, Weekday::Thursday];
        let until = weekly(&evenings, date(2026, 10, 5), End::Until(date(2026, 10, 15)));
        assert_eq!(days(&until, &skip).unwrap(), [6, 13, 15].map(|day| date(2026, 10, day)));
        let count = weekly(&evenings, date(2026, 10, 5), End::Count(4));
        assert_eq!(days(&count, &skip).unwrap(), [6, 13, 15, 20].map(|day| date(2026, 10, day)));
    }

    #[test]
    fn given_days_are_put_in_order() {
        let given = Pattern::Given(vec![date(2026, 12, 1), date(2026, 10, 5), date(2026, 12, 1), date(2026, 11, 2)]);
        assert_eq!(days(&given, &[date(2026, 11, 2)]).unwrap(), [date(2026, 10, 5), date(2026, 12, 1)]);
    }

    #[test]
    fn a_series_without_sense_or_bound_is_refused() {
        let from = date(2026, 10, 5);
        let monday = [Weekday::Monday];
        let daily =
            [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday, Weekday::Saturday, Weekday::Sunday];
        let many: Vec<Date> = (0..201).map(|ahead| days_after(from, ahead)).collect();
        let cases = [
            (weekly(&[], from, End::Count(1)), RecurError::NoWeekday),
            (weekly(&monday, from, End::Until(date(2026, 10, 4))), RecurError::EndBeforeStart),
            (weekly(&[Weekday::Sunday], from, End::Until(from)), RecurError::NoSession),
            (weekly(&monday, from, End::Count(0)), RecurError::NoSession),
            (weekly(&daily, from, End::Until(date(2027, 10, 5))), RecurError::TooMany),
            (weekly(&daily, from, End::Count(201)), RecurError::TooMany),
            (weekly(&monday, from, End::Count(usize::MAX)), RecurError::TooMany),
            (weekly(&monday, from, End::Count(106)), RecurError::TooLong),
            (weekly(&monday, from, End::Until(date(2028, 10, 5))), RecurError::TooLong),
            (weekly(&monday, Date::MIN, End::Until(Date::MAX)), RecurError::TooLong),
            (weekly(&daily, Date::MAX, End::Count(2)), RecurError::TooLong),
            (Pattern::Given(vec![]), RecurError::NoSession),
            (Pattern::Given(many.clone()), RecurError::TooMany),
            (Pattern::Given(vec![from, date(2028, 10, 5)]), RecurError::TooLong),
        ];
        for (pattern, error) in cases {
            assert_eq!(days(&pattern, &[]), Err(error), "{pattern:?}");
            assert_eq!(error.to_string(), error.code());
            assert!(Text::of(Lang::Vi).has(error.code()), "{error}");
        }
        assert_eq!(days(&Pattern::Given(vec![from]), &[from]), Err(RecurError::NoSession));
        assert_eq!(days(&Pattern::Given(many[..200].to_vec()), &[]).unwrap().len(), 200);
        assert_eq!(days(&weekly(&monday, from, End::Until(date(2028, 10, 4))), &[]).unwrap().len(), 105);
        assert_eq!(days(&weekly(&monday, from, End::Count(105)), &[]).unwrap().len(), 105);
    }

    #[test]
    fn sessions_clash_only_when_they_share_a_moment() {
        let day = date(2026, 10, 6);
        let at = |day, start, end| Slot::new(day, time(start, 0, 0, 0), time(end, 0, 0, 0)).unwrap();
        let evening = at(day, 19, 21);
        let cases = [
            (at(day, 17, 19), false),
            (at(day, 21, 22), false),
            (at(day, 18, 20), true),
            (at(day, 20, 22), true),
            (at(day, 18, 22), true),
            (evening, true),
            (at(date(2026, 10, 7), 19, 21), false),
        ];
        for (other, clash) in cases {
            assert_eq!(evening.clashes(other), clash, "{other:?}");
            assert_eq!(other.clashes(evening), clash, "{other:?}");
        }
        let eight = time(20, 0, 0, 0);
        assert_eq!(Slot::new(day, eight, eight), Err(RecurError::EndBeforeStart));
        assert_eq!(Slot::new(day, eight, Time::MIN), Err(RecurError::EndBeforeStart));
    }
}
