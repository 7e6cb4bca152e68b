//! Quotas: their period, how far they are reached, and hours worked.

use crate::kit::{
    clock::{MINUTE, Millis},
    period::{Kind, Period},
};

/// What a quota asks for; `None` where it asks for nothing.
///
/// # Source
/// Plan III.3.3: “số lượng người dân được hướng dẫn, số buổi phổ cập kỹ năng số, số phản ánh, khó khăn được hỗ trợ giải quyết”.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Different people guided.
    pub people: Option<i64>,
    /// Sessions held.
    pub sessions: Option<i64>,
    /// Requests for help that were resolved.
    pub difficulties: Option<i64>,
}

/// What was done of a quota, counted from the ledger and the logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Different people guided.
    pub people: i64,
    /// Sessions held.
    pub sessions: i64,
    /// Requests for help that were resolved.
    pub difficulties: i64,
}

impl Wanted {
    /// The text key of what is wrong with a quota: nothing asked for, a negative or senseless number.
    pub fn fault(self) -> Option<&'static str> {
        let parts = [self.people, self.sessions, self.difficulties];
        if parts.iter().all(Option::is_none) {
            Some("coaching-quota-empty")
        } else if parts.iter().flatten().any(|part| !(1..=100_000).contains(part)) {
            Some("coaching-quota-number")
        } else {
            None
        }
    }

    /// How far it is reached in whole percent, rounded down: the mean of its parts, none of which counts more than whole.
    pub fn reached(self, done: Done) -> i64 {
        let pairs = [(self.people, done.people), (self.sessions, done.sessions), (self.difficulties, done.difficulties)];
        let shares: Vec<i64> = pairs
            .into_iter()
            .filter_map(|(wanted, done)| wanted.filter(|wanted| *wanted > 0).map(|wanted| done.clamp(0, wanted) * 100 / wanted))
            .collect();
        if shares.is_empty() { 0 } else { shares.iter().sum::<i64>() / shares.len() as i64 }
    }
}

/// The period of a quota with this code: a report month or a quarter, nothing else.
///
/// # Source
/// Plan III.3.3: “giao chỉ tiêu hàng quý hoặc hàng tháng”.
pub fn period_of(code: &str) -> Option<Period> {
    Period::parse(code).ok().filter(|period| matches!(period.kind(), Kind::Month | Kind::Quarter))
}

/// The minutes that shifts cover together: what overlaps counts once.
pub fn worked_minutes(shifts: &[(Millis, Millis)]) -> i64 {
    let mut shifts: Vec<_> = shifts.iter().copied().filter(|(began, ended)| began < ended).collect();
    shifts.sort_unstable();
    let (mut worked, mut until) = (0, Millis::MIN);
    for (began, ended) in shifts {
        worked += (ended - began.max(until)).max(0);
        until = until.max(ended);
    }
    worked / MINUTE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_is_reached_by_the_mean_of_its_parts() {
        let wanted = |people, sessions, difficulties| Wanted { people, sessions, difficulties };
        let done = |people, sessions, difficulties| Done { people, sessions, difficulties };
        for (wanted, done, percent) in [
            (wanted(Some(10), None, None), done(5, 9, 9), 50),
            (wanted(Some(10), Some(4), None), done(10, 2, 0), 75),
            (wanted(Some(10), Some(4), Some(2)), done(100, 4, 2), 100),
            (wanted(Some(3), None, None), done(2, 0, 0), 66),
            (wanted(None, None, None), done(5, 5, 5), 0),
            (wanted(Some(10), None, None), done(-1, 0, 0), 0),
        ] {
            assert_eq!(wanted.reached(done), percent, "{wanted:?} {done:?}");
        }
    }

    #[test]
    fn a_quota_asks_for_something_that_can_be_done() {
        let fault = |people, sessions| Wanted { people, sessions, difficulties: None }.fault();
        assert_eq!(fault(Some(5), None), None);
        assert_eq!(fault(None, None), Some("coaching-quota-empty"));
        assert_eq!(fault(Some(0), None), Some("coaching-quota-number"));
        assert_eq!(fault(Some(5), Some(1_000_000)), Some("coaching-quota-number"));
    }

    #[test]
    fn a_quota_is_for_a_month_or_a_quarter() {
        for (code, fine) in [("2026-10", true), ("2026-Q3", true), ("2026", false), ("dl-2026-10", false), ("x", false), ("", false)] {
            assert_eq!(period_of(code).is_some(), fine, "{code}");
        }
    }

    #[test]
    fn an_hour_worked_twice_counts_once() {
        let at = |minutes: i64| minutes * MINUTE;
        for (shifts, minutes) in [
            (vec![(at(0), at(60))], 60),
            (vec![(at(0), at(60)), (at(30), at(90))], 90),
            (vec![(at(30), at(90)), (at(0), at(60))], 90),
            (vec![(at(0), at(120)), (at(30), at(60))], 120),
            (vec![(at(0), at(60)), (at(120), at(150))], 90),
            (vec![(at(60), at(0))], 0),
            (vec![], 0),
        ] {
            assert_eq!(worked_minutes(&shifts), minutes, "{shifts:?}");
        }
    }
}
