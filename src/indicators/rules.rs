//! What figures mean: how far a target is from its threshold, what is needed each week, which weeks had no class.

use jiff::civil::Date;

use crate::kit::period::{self, Week};

/// How a target stands, always shown as a word, a picture and a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// Nothing was collected, or nobody knows of how many.
    NoData,
    /// The threshold is reached.
    Reached,
    /// Not yet, and the pace of the last weeks is enough.
    OnPace,
    /// Not yet, and the pace is at least half of what is needed.
    Near,
    /// Not yet, and far too slow.
    Late,
    /// Its last day has passed without it.
    Overdue,
}

impl Light {
    /// The stable code; its words are under `indicators-light-{code}`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoData => "none",
            Self::Reached => "reached",
            Self::OnPace => "on-pace",
            Self::Near => "near",
            Self::Late => "late",
            Self::Overdue => "overdue",
        }
    }

    /// The class of the style sheet, which is the picture's name too.
    pub const fn class(self) -> &'static str {
        match self {
            Self::NoData => "none",
            Self::Reached | Self::OnPace => "good",
            Self::Near => "near",
            Self::Late | Self::Overdue => "late",
        }
    }
}

/// How many weeks the pace is taken over.
pub const PACE_WEEKS: i64 = 4;
/// How many weeks a trend shows.
pub const TREND_WEEKS: i32 = 12;

/// What is still to do for a percentage, and whether it can be done in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// People there are.
    pub all: i64,
    /// People who have reached it.
    pub reached: i64,
    /// People who must reach it: the threshold's share, rounded up.
    pub wanted: i64,
    /// People still missing.
    pub gap: i64,
    /// Weeks left until the last day, rounded up; 0 when it has passed.
    pub weeks_left: i64,
    /// People needed each week from now on, rounded up; `None` when the last day has passed.
    pub per_week: Option<i64>,
    /// People who reached it in the last [`PACE_WEEKS`] weeks.
    pub lately: i64,
    /// People who will have reached it on the last day at that pace; never more than there are.
    pub expected: i64,
    /// How it stands.
    pub light: Light,
}

/// What is still to do on `today` so that `threshold` percent of `all` have reached it by `due`.
///
/// `None` when either number was not collected, or there is nobody to count.
pub fn forecast(reached: Option<i64>, all: Option<i64>, threshold: i64, lately: i64, today: Date, due: Date) -> Option<Forecast> {
    let (reached, all) = (reached?, all.filter(|all| *all > 0)?);
    let wanted = share_of(all, threshold);
    let gap = (wanted - reached).max(0);
    let weeks_left = i64::from(period::weeks_left_until(today, due));
    let per_week = (weeks_left > 0).then(|| gap.div_euclid(weeks_left) + i64::from(gap % weeks_left != 0));
    let expected = (reached + lately.max(0) * weeks_left / PACE_WEEKS).min(all.max(reached));
    let light = match per_week {
        _ if gap == 0 => Light::Reached,
        None => Light::Overdue,
        Some(needed) if lately >= needed * PACE_WEEKS => Light::OnPace,
        Some(needed) if lately * 2 >= needed * PACE_WEEKS => Light::Near,
        Some(_) => Light::Late,
    };
    Some(Forecast { all, reached, wanted, gap, weeks_left, per_week, lately, expected, light })
}

/// How many of `all` make `percent` percent, rounded up: 85 percent of 7 people are 6.
pub fn share_of(all: i64, percent: i64) -> i64 {
    let hundredths = i128::from(all.max(0)) * i128::from(percent.max(0));
    i64::try_from((hundredths + 99) / 100).unwrap_or(i64::MAX)
}

/// The weeks that lie from Monday to Sunday inside `first` to `last`.
pub fn whole_weeks(first: Date, last: Date) -> Vec<Week> {
    period::weeks_between(first, last).filter(|week| week.first() >= first && week.last() <= last).collect()
}

/// How many of `weeks` hold none of `days`.
pub fn weeks_without(weeks: &[Week], days: &[Date]) -> i64 {
    weeks.iter().filter(|week| !days.iter().any(|day| week.contains(*day))).count() as i64
}

/// The weeks of a trend: `count` of them, the last one holds `day`.
pub fn trend_weeks(day: Date, count: i32) -> Vec<Week> {
    let first = crate::kit::dates::days_after(day, -7 * (count - 1));
    period::weeks_between(first, day).collect()
}

/// What a public page may say of a count: groups of 1 to 4 people are not told, nor their complement.
///
/// # Source
/// `domain.md` A4: cells below 5 are hidden on public pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Public {
    /// Nothing was collected.
    NoData,
    /// Collected, and too few on one side to be told.
    Few,
    /// May be told: who reached it, of how many.
    Told(i64, i64),
}

/// What a public page may say of `reached` of `all`.
pub fn public(reached: Option<i64>, all: Option<i64>) -> Public {
    let few = |people: i64| (1..5).contains(&people);
    match (reached, all) {
        (Some(reached), Some(all)) if all > 0 => {
            if few(reached) || few(all - reached) {
                Public::Few
            } else {
                Public::Told(reached, all)
            }
        }
        _ => Public::NoData,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::kit::text::{Lang, Text};

    #[test]
    fn a_forecast_says_who_is_missing_and_what_is_needed_each_week() {
        let (today, due) = (date(2026, 10, 5), date(2026, 12, 31));
        // 88 days are left, both ends counted: 13 weeks.
        for (reached, all, threshold, lately, gap, per_week, expected, light) in [
            (0, 1000, 85, 0, 850, 66, 0, Light::Late),
            (500, 1000, 85, 40, 350, 27, 630, Light::Late),
            (500, 1000, 85, 54, 350, 27, 675, Light::Near),
            (500, 1000, 85, 108, 350, 27, 851, Light::OnPace),
            (850, 1000, 85, 0, 0, 0, 850, Light::Reached),
            (990, 1000, 100, 400, 10, 1, 1000, Light::OnPace),
            (5, 7, 85, 0, 1, 1, 5, Light::Late),
            (12, 10, 100, 0, 0, 0, 12, Light::Reached),
        ] {
            let f = forecast(Some(reached), Some(all), threshold, lately, today, due).expect("both are known");
            assert_eq!(
                (f.gap, f.per_week, f.expected, f.light, f.weeks_left),
                (gap, Some(per_week), expected, light, 13),
                "{reached}/{all}"
            );
        }
    }

    #[test]
    fn a_target_that_was_missed_is_overdue_and_asks_for_nothing_each_week() {
        let f = forecast(Some(3), Some(10), 85, 3, date(2026, 1, 1), date(2025, 12, 31)).expect("known");
        assert_eq!((f.per_week, f.light, f.gap, f.expected), (None, Light::Overdue, 6, 3));
        let f = forecast(Some(9), Some(10), 85, 0, date(2026, 1, 1), date(2025, 12, 31)).expect("known");
        assert_eq!(f.light, Light::Reached);
    }

    #[test]
    fn nothing_is_forecast_from_nothing() {
        let (today, due) = (date(2026, 10, 5), date(2026, 12, 31));
        for (reached, all) in [(None, Some(10)), (Some(3), None), (None, None), (Some(0), Some(0))] {
            assert_eq!(forecast(reached, all, 85, 0, today, due), None, "{reached:?} {all:?}");
        }
        let zero = forecast(Some(0), Some(10), 85, 0, today, due).expect("0 was collected");
        assert_eq!((zero.reached, zero.light), (0, Light::Late));
    }

    #[test]
    fn a_share_is_rounded_up_and_never_overflows() {
        for (all, percent, share) in [(7, 85, 6), (100, 85, 85), (0, 85, 0), (1, 1, 1), (3, 100, 3), (i64::MAX, 100, i64::MAX), (-4, 85, 0)]
        {
            assert_eq!(share_of(all, percent), share, "{all} {percent}");
        }
    }

    #[test]
    fn only_whole_weeks_of_the_period_count() {
        // 15 September 2026 is a Tuesday, 14 October a Wednesday.
        let weeks = whole_weeks(date(2026, 9, 15), date(2026, 10, 14));
        assert_eq!(weeks.iter().map(|w| w.first()).collect::<Vec<_>>(), [date(2026, 9, 21), date(2026, 9, 28), date(2026, 10, 5)]);
        assert_eq!(weeks_without(&weeks, &[]), 3);
        assert_eq!(weeks_without(&weeks, &[date(2026, 9, 15), date(2026, 9, 27), date(2026, 10, 5), date(2026, 10, 6)]), 1);
        assert!(whole_weeks(date(2026, 10, 6), date(2026, 10, 11)).is_empty());
        assert_eq!(whole_weeks(date(2026, 10, 5), date(2026, 10, 11)).len(), 1);
        assert!(whole_weeks(date(2026, 10, 5), date(2026, 9, 1)).is_empty());
    }

    #[test]
    fn a_trend_ends_with_the_week_of_its_day() {
        let weeks = trend_weeks(date(2026, 10, 5), TREND_WEEKS);
        assert_eq!((weeks.len(), weeks[0].first(), weeks[11].first()), (12, date(2026, 7, 20), date(2026, 10, 5)));
    }

    #[test]
    fn small_groups_are_not_told_in_public() {
        for (reached, all, told) in [
            (None, Some(100), Public::NoData),
            (Some(5), None, Public::NoData),
            (Some(0), Some(0), Public::NoData),
            (Some(0), Some(100), Public::Told(0, 100)),
            (Some(4), Some(100), Public::Few),
            (Some(5), Some(100), Public::Told(5, 100)),
            (Some(97), Some(100), Public::Few),
            (Some(100), Some(100), Public::Told(100, 100)),
        ] {
            assert_eq!(public(reached, all), told, "{reached:?} {all:?}");
        }
    }

    #[test]
    fn every_light_has_a_word() {
        for t in Lang::ALL.map(Text::of) {
            for light in [Light::NoData, Light::Reached, Light::OnPace, Light::Near, Light::Late, Light::Overdue] {
                assert!(t.has(&format!("indicators-light-{}", light.code())), "{light:?}");
            }
        }
    }
}
