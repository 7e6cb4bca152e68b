//! Weeks with and without a class.

use jiff::civil::Date;

use crate::kit::period::{Week, weeks_between};

/// What a week was for a village.
///
/// # Source
/// Plan V.6: every village holds a class every week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekCell {
    /// So many sessions were held.
    Held(usize),
    /// None was held yet; so many are still to come.
    Ahead(usize),
    /// So many should have taken place, and nobody took attendance.
    Unmarked(usize),
    /// Every session was called off.
    Cancelled(usize),
    /// No session at all.
    Empty,
}

/// What a session contributes to its week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Its day.
    pub day: Date,
    /// Whether somebody was present.
    pub held: bool,
    /// Whether it was called off.
    pub cancelled: bool,
    /// Whether it is over.
    pub over: bool,
}

/// The cell of one village and week; what was held outweighs all else.
pub fn week_cell(week: Week, sessions: &[Contribution]) -> WeekCell {
    let count = |fits: fn(&Contribution) -> bool| sessions.iter().filter(|s| week.contains(s.day) && fits(s)).count();
    let held = count(|s| s.held);
    let ahead = count(|s| !s.held && !s.cancelled && !s.over);
    let unmarked = count(|s| !s.held && !s.cancelled && s.over);
    let cancelled = count(|s| s.cancelled);
    match (held, ahead, unmarked, cancelled) {
        (1.., ..) => WeekCell::Held(held),
        (0, 1.., ..) => WeekCell::Ahead(ahead),
        (0, 0, 1.., _) => WeekCell::Unmarked(unmarked),
        (0, 0, 0, 1..) => WeekCell::Cancelled(cancelled),
        _ => WeekCell::Empty,
    }
}

/// Whole weeks, Monday to Sunday, between two days, and how many of them have none of `held`: (without, weeks).
pub fn weeks_without(from: Date, to: Date, held: &[Date]) -> (i64, i64) {
    let whole: Vec<Week> = weeks_between(from, to).filter(|week| from <= week.first() && week.last() <= to).collect();
    let without = whole.iter().filter(|week| !held.iter().any(|day| week.contains(*day))).count();
    (without as i64, whole.len() as i64)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn session(day: i8, held: bool, cancelled: bool, over: bool) -> Contribution {
        Contribution { day: date(2026, 10, day), held, cancelled, over }
    }

    #[test]
    fn a_week_is_what_is_best_in_it() {
        let week = Week::containing(date(2026, 10, 7)).unwrap();
        let (held, ahead) = (session(5, true, false, true), session(11, false, false, false));
        let (unmarked, off) = (session(6, false, false, true), session(7, false, true, true));
        let cases: [(&[Contribution], WeekCell); 7] = [
            (&[], WeekCell::Empty),
            (&[session(12, true, false, true), session(4, true, false, true)], WeekCell::Empty),
            (&[off], WeekCell::Cancelled(1)),
            (&[off, unmarked, unmarked], WeekCell::Unmarked(2)),
            (&[off, unmarked, ahead], WeekCell::Ahead(1)),
            (&[off, unmarked, ahead, held, held], WeekCell::Held(2)),
            (&[held], WeekCell::Held(1)),
        ];
        for (sessions, expected) in cases {
            assert_eq!(week_cell(week, sessions), expected, "{sessions:?}");
        }
    }

    #[test]
    fn only_whole_weeks_are_counted() {
        // 15/9/2026 is a Tuesday, 14/10 a Wednesday: the whole weeks begin on 21/9, 28/9 and 5/10.
        let held = [date(2026, 9, 16), date(2026, 9, 27), date(2026, 10, 14)];
        assert_eq!(weeks_without(date(2026, 9, 15), date(2026, 10, 14), &held), (2, 3));
        assert_eq!(weeks_without(date(2026, 10, 5), date(2026, 10, 11), &[]), (1, 1));
        assert_eq!(weeks_without(date(2026, 10, 6), date(2026, 10, 11), &[]), (0, 0));
        assert_eq!(weeks_without(date(2026, 10, 11), date(2026, 10, 5), &[]), (0, 0));
    }
}
