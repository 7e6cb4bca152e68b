//! On which days a class meets: how they are kept, what speaks against them, what a change of plan does to them.

use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

use super::series::NewSeries;
use crate::kit::{
    dates,
    lunar::{self, LunarDate, Warning},
    recur::{self, End, Pattern, RecurError, Slot},
};

/// How the days of a class were given, as JSON in the database and in words on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// Weekdays of a weekly class, 1 (Monday) to 7; none for given days.
    pub weekdays: Vec<i8>,
    /// The first day that may have a session of a weekly class.
    pub from: Option<Date>,
    /// The last day that may have one.
    pub until: Option<Date>,
    /// How many sessions, instead of a last day.
    pub count: Option<usize>,
    /// Given days.
    pub days: Vec<Date>,
    /// Days left out.
    pub skip: Vec<Date>,
}

impl Repeat {
    /// Keeps a pattern.
    pub fn of(pattern: &Pattern, skip: &[Date]) -> Self {
        let mut skip = skip.to_vec();
        skip.sort_unstable();
        skip.dedup();
        match pattern {
            Pattern::Given(days) => Self { days: days.clone(), skip, ..Self::default() },
            Pattern::Weekly { weekdays, from, end } => {
                let mut weekdays: Vec<i8> = weekdays.iter().map(|day| day.to_monday_one_offset()).collect();
                weekdays.sort_unstable();
                weekdays.dedup();
                let (until, count) = match end {
                    End::Until(day) => (Some(*day), None),
                    End::Count(count) => (None, Some(*count)),
                };
                Self { weekdays, from: Some(*from), until, count, days: Vec::new(), skip }
            }
        }
    }

    /// The pattern that was kept.
    pub fn pattern(&self) -> Pattern {
        let weekdays = self.weekdays.iter().filter_map(|day| Weekday::from_monday_one_offset(*day).ok()).collect();
        match (self.from, self.until, self.count) {
            (Some(from), Some(until), _) => Pattern::Weekly { weekdays, from, end: End::Until(until) },
            (Some(from), None, Some(count)) => Pattern::Weekly { weekdays, from, end: End::Count(count) },
            _ => Pattern::Given(self.days.clone()),
        }
    }
}

/// A session to be, as the preview shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// When it would take place.
    pub slot: Slot,
    /// Its lunar day; `None` beyond the calendar's years.
    pub lunar: Option<LunarDate>,
    /// Why few people may come that day.
    pub warning: Option<Warning>,
    /// Whether it would already be over on `now`.
    pub over: bool,
}

/// The sessions that a class would have, in order.
///
/// # Errors
/// [`RecurError`], as [`recur::days`] and [`Slot::new`] give it.
pub fn plan(new: &NewSeries, now: i64) -> Result<Vec<Planned>, RecurError> {
    recur::days(&new.pattern, &new.skip)?.into_iter().map(|day| planned(day, new.start, new.end, now)).collect()
}

/// One session to be.
///
/// # Errors
/// [`RecurError::EndBeforeStart`].
pub fn planned(day: Date, start: Time, end: Time, now: i64) -> Result<Planned, RecurError> {
    let slot = Slot::new(day, start, end)?;
    let over = dates::instant(day, end) <= now;
    Ok(Planned { slot, lunar: LunarDate::from_solar(day).ok(), warning: lunar::warning(day), over })
}

/// A session that has a venue already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Busy {
    /// When.
    pub slot: Slot,
    /// The class's title.
    pub title: String,
    /// The class's village.
    pub village: String,
}

/// The sessions of others that want the venue at the same moment as one of `wanted`, in the order of `wanted`.
pub fn clashes<'a>(wanted: &[Slot], busy: &'a [Busy]) -> Vec<(Slot, &'a Busy)> {
    wanted.iter().flat_map(|slot| busy.iter().filter(|other| other.slot.clashes(*slot)).map(|other| (*slot, other))).collect()
}

/// A session to come, as a change of plan meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToCome {
    /// Its id.
    pub id: String,
    /// Its day.
    pub day: Date,
    /// The day it was moved from.
    pub moved_from: Option<Date>,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// What a change of plan does to the sessions to come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Ids of those that stay.
    pub keep: Vec<String>,
    /// Days that get a new session.
    pub add: Vec<Date>,
    /// Ids of those that are called off.
    pub drop: Vec<String>,
}

/// Compares the sessions to come with the days that are wanted from now on.
///
/// A session that was moved stands for the day it was moved from; one that was called off stays so, and its day gets no
/// second session.
pub fn changes(to_come: &[ToCome], wanted: &[Date]) -> Changes {
    let covers = |session: &ToCome, day: Date| session.day == day || session.moved_from == Some(day);
    let mut changes = Changes::default();
    for session in to_come.iter().filter(|s| !s.cancelled) {
        let stays = wanted.iter().any(|day| covers(session, *day));
        if stays { &mut changes.keep } else { &mut changes.drop }.push(session.id.clone());
    }
    changes.add = wanted.iter().copied().filter(|day| !to_come.iter().any(|session| covers(session, *day))).collect();
    changes
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::{super::series::tests::evening, *};

    #[test]
    fn a_repeat_gives_its_pattern_back() {
        let weekly = |end| Pattern::Weekly { weekdays: vec![Weekday::Tuesday, Weekday::Thursday], from: date(2026, 10, 5), end };
        for pattern in [weekly(End::Until(date(2026, 12, 31))), weekly(End::Count(10)), Pattern::Given(vec![date(2026, 10, 6)])] {
            let repeat = Repeat::of(&pattern, &[date(2026, 10, 8), date(2026, 10, 8)]);
            assert_eq!(repeat.skip, [date(2026, 10, 8)]);
            let json = serde_json::to_string(&repeat).unwrap();
            assert_eq!(serde_json::from_str::<Repeat>(&json).unwrap().pattern(), pattern, "{json}");
        }
    }

    #[test]
    fn the_preview_tells_lunar_days_and_what_speaks_against_them() {
        let days = vec![date(2030, 2, 2), date(2026, 10, 5), date(2026, 9, 25), date(2026, 10, 10)];
        let series = NewSeries { pattern: Pattern::Given(days), ..evening() };
        let now = dates::instant(date(2026, 10, 5), time(21, 0, 0, 0));
        assert_eq!(plan(&series, now), Err(RecurError::TooLong));
        let Pattern::Given(days) = &series.pattern else { unreachable!() };
        let seen: Vec<_> = days
            .iter()
            .map(|day| {
                let planned = planned(*day, series.start, series.end, now).unwrap();
                (planned.lunar.unwrap().to_string(), planned.warning, planned.over)
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("1/1/2030".into(), Some(Warning::Tet), false),
                ("25/8/2026".into(), None, true),
                ("15/8/2026".into(), Some(Warning::FullMoon), true),
                ("1/9/2026".into(), Some(Warning::FirstOfMonth), false),
            ]
        );
    }

    #[test]
    fn only_the_same_moment_clashes() {
        let at = |day, from, to| Slot::new(date(2026, 10, day), time(from, 0, 0, 0), time(to, 0, 0, 0)).unwrap();
        let busy = |slot, title: &str| Busy { slot, title: title.into(), village: "Thôn A".into() };
        let taken = [busy(at(6, 19, 21), "A"), busy(at(8, 19, 21), "B")];
        let titles = |wanted: &[Slot]| clashes(wanted, &taken).iter().map(|(_, b)| b.title.clone()).collect::<Vec<_>>();
        assert_eq!(titles(&[at(6, 20, 22), at(7, 19, 21), at(8, 18, 20)]), ["A", "B"]);
        assert!(titles(&[at(6, 21, 22), at(8, 17, 19)]).is_empty());
    }

    #[test]
    fn a_change_of_plan_keeps_what_it_can() {
        let on = |day| date(2026, 10, day);
        let session = |id: &str, day, moved_from, cancelled| ToCome { id: id.into(), day: on(day), moved_from, cancelled };
        let to_come = [
            session("kept", 6, None, false),
            session("moved", 9, Some(on(8)), false),
            session("off", 13, None, true),
            session("gone", 15, None, false),
        ];
        let expected = Changes { keep: vec!["kept".into(), "moved".into()], add: vec![on(20)], drop: vec!["gone".into()] };
        assert_eq!(changes(&to_come, &[on(6), on(8), on(13), on(20)]), expected);
        assert_eq!(changes(&[], &[on(6)]).add, [on(6)]);
        assert_eq!(changes(&to_come, &[]).drop.len(), 3);
    }
}
