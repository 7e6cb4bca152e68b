//! The four states of a person and skill, which are never merged, and how “tự làm được” fades until it is shown again.

use jiff::civil::Date;

use crate::{
    kit::dates,
    learning::framework::{Skill, State},
};

/// After how many days a skill is to be shown again, where the framework does not say.
pub const CHECK_DAYS: [i64; 5] = [2, 5, 12, 30, 90];

/// One look at whether somebody does a thing by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The day.
    pub day: Date,
    /// Whether it was done unaided.
    pub unaided: bool,
}

/// How well it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keep {
    /// Shown, and not yet due again.
    Fresh,
    /// Due to be shown again.
    Due,
    /// Long overdue: nobody knows any more.
    Faded,
    /// The last look found that help was needed: to be shown anew.
    Lost,
    /// Shown at every check to the last one.
    Firm,
}

impl Keep {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Due => "due",
            Self::Faded => "faded",
            Self::Lost => "lost",
            Self::Firm => "firm",
        }
    }

    /// Whether “tự làm được” holds now.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Fresh | Self::Due | Self::Firm)
    }
}

/// How a thing that was once done unaided stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// How well it is kept.
    pub keep: Keep,
    /// How many checks were passed after the first showing.
    pub steps: usize,
    /// When it was last shown unaided.
    pub shown: Date,
    /// When it is to be shown again; `None` once it is firm.
    pub due: Option<Date>,
}

/// Folds looks into how well something is kept on `today`; `None` when it was never done unaided.
///
/// After the first showing the checks are due `days[0]` days later, then `days[1]` after that one, and so on. A showing counts as a
/// check from the middle of its wait on; an earlier one changes nothing. A look that finds help is needed begins all anew.
/// What is overdue by as long as its wait again (by a week at least) has faded.
pub fn kept(looks: &[Look], days: &[i64], today: Date) -> Option<Kept> {
    let mut looks: Vec<Look> = looks.iter().copied().filter(|look| look.day <= today).collect();
    // On one day the better look counts as the later one: who needed help first and then did it alone, did it.
    looks.sort_by_key(|look| (look.day, look.unaided));
    let mut now: Option<(usize, Date, bool)> = None;
    for look in looks {
        now = match (now, look.unaided) {
            (None, false) => None,
            (None | Some((_, _, true)), true) => Some((0, look.day, false)),
            (Some((steps, shown, _)), false) => Some((steps, shown, true)),
            (Some((steps, shown, false)), true) => {
                let waited = i64::from((look.day - shown).get_days());
                match days.get(steps) {
                    Some(wait) if waited * 2 < *wait => Some((steps, shown, false)),
                    Some(_) => Some((steps + 1, look.day, false)),
                    None => Some((steps, look.day, false)),
                }
            }
        };
    }
    now.map(|(steps, shown, lost)| kept_on(steps, shown, lost, days, today))
}

/// How something stands on `today` that was last shown unaided on `shown` after so many checks; `lost`: help was needed since.
pub fn kept_on(steps: usize, shown: Date, lost: bool, days: &[i64], today: Date) -> Kept {
    let due = days.get(steps).map(|wait| dates::days_after(shown, i32::try_from(*wait).unwrap_or(i32::MAX)));
    let keep = match (lost, due, days.get(steps)) {
        (true, ..) => Keep::Lost,
        (_, Some(due), Some(wait)) if today >= due => {
            let grace = i32::try_from((*wait).max(7)).unwrap_or(i32::MAX);
            if today > dates::days_after(due, grace) { Keep::Faded } else { Keep::Due }
        }
        (_, Some(_), _) => Keep::Fresh,
        (_, None, _) => Keep::Firm,
    };
    Kept { keep, steps, shown, due: if lost { Some(shown) } else { due } }
}

/// One piece of evidence for a skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The ledger entry.
    pub entry: String,
    /// The kind's name.
    pub kind: String,
    /// The grade's letter.
    pub grade: String,
    /// The day.
    pub day: Date,
    /// The skill it is about; empty when it names none.
    pub skill: String,
}

/// How a person stands in one skill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// For each of the four states, in their order: the first day and entry that count for it.
    pub states: [Option<(Date, String)>; 4],
    /// How well “tự làm được” is kept, when it was ever shown.
    pub kept: Option<Kept>,
}

impl Standing {
    /// Whether a state is reached now; “tự làm được” can be lost again.
    pub fn has(&self, state: State) -> bool {
        let reached = self.states[state as usize].is_some();
        if state == State::Able { reached && self.kept.is_none_or(|kept| kept.keep.holds()) } else { reached }
    }
}

/// How somebody stands in a skill, from all that is known of them. `looks` are those at this skill.
pub fn standing(skill: &Skill, evidence: &[Evidence], looks: &[Look], days: &[i64], today: Date) -> Standing {
    let mut standing = Standing { kept: kept(looks, days, today), ..Standing::default() };
    for state in State::ALL {
        let counting = evidence.iter().filter(|one| one.skill == skill.code && skill.counts(state, &one.kind, &one.grade));
        let first = counting.min_by(|a, b| (a.day, &a.entry).cmp(&(b.day, &b.entry)));
        standing.states[state as usize] = first.map(|one| (one.day, one.entry.clone()));
    }
    standing
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Looks as `day of October`, `+` unaided or `-` helped.
    fn looks(written: &str) -> Vec<Look> {
        let first = date(2026, 10, 1);
        let one = |word: &str| Look {
            day: dates::days_after(first, word[1..].parse::<i32>().expect("a day") - 1),
            unaided: word.starts_with('+'),
        };
        written.split_whitespace().map(one).collect()
    }

    #[test]
    fn a_skill_is_checked_at_longer_and_longer_waits_and_fades_when_it_is_not() {
        let first = date(2026, 10, 1);
        for (written, on, keep, steps, due) in [
            // The wait of two days, and what is overdue.
            ("+1", 1, Keep::Fresh, 0, Some(3)),
            ("+1", 2, Keep::Fresh, 0, Some(3)),
            ("+1", 3, Keep::Due, 0, Some(3)),
            ("+1", 10, Keep::Due, 0, Some(3)),
            ("+1", 11, Keep::Faded, 0, Some(3)),
            // Each showing in time doubles the wait and more.
            ("+1 +3", 3, Keep::Fresh, 1, Some(8)),
            ("+1 +3 +8", 8, Keep::Fresh, 2, Some(20)),
            ("+1 +3 +8 +20", 20, Keep::Fresh, 3, Some(50)),
            ("+1 +3 +8 +20 +50", 50, Keep::Fresh, 4, Some(140)),
            ("+1 +3 +8 +20 +50 +140", 140, Keep::Firm, 5, None),
            ("+1 +3 +8 +20 +50 +140", 900, Keep::Firm, 5, None),
            ("+1 +3 +8 +20", 80, Keep::Due, 3, Some(50)),
            ("+1 +3 +8 +20", 81, Keep::Faded, 3, Some(50)),
            // Late is a check all the same; too early is none.
            ("+1 +30", 30, Keep::Fresh, 1, Some(35)),
            ("+1 +2", 2, Keep::Fresh, 1, Some(7)),
            ("+1 +1", 1, Keep::Fresh, 0, Some(3)),
            ("+1 +3 +4", 4, Keep::Fresh, 1, Some(8)),
            ("+1 +3 +6", 6, Keep::Fresh, 2, Some(18)),
            // Help needed: lost until it is shown anew, from the beginning.
            ("+1 +3 -8", 8, Keep::Lost, 1, Some(3)),
            ("+1 +3 -8 +9", 9, Keep::Fresh, 0, Some(11)),
            ("+1 -1", 1, Keep::Fresh, 0, Some(3)),
            // What was not yet seen counts for nothing.
            ("+1 -30", 2, Keep::Fresh, 0, Some(3)),
        ] {
            let today = dates::days_after(first, on - 1);
            let kept = kept(&looks(written), &CHECK_DAYS, today).expect("shown once");
            let due = due.map(|day| dates::days_after(first, day - 1));
            assert_eq!((kept.keep, kept.steps, kept.due), (keep, steps, due), "{written} on {on}");
        }
        for written in ["", "-1", "-1 -5"] {
            assert_eq!(kept(&looks(written), &CHECK_DAYS, date(2026, 12, 1)), None, "{written}");
        }
        assert_eq!(kept(&looks("+9"), &CHECK_DAYS, first), None, "a day to come");
    }

    #[test]
    fn the_order_in_which_looks_are_told_changes_nothing() {
        let today = date(2026, 11, 20);
        assert_eq!(kept(&looks("+20 +1 -8 +9 +3"), &CHECK_DAYS, today), kept(&looks("+1 +3 -8 +9 +20"), &CHECK_DAYS, today));
        assert_eq!(kept(&looks("+1"), &[], today).map(|kept| kept.keep), Some(Keep::Firm));
    }
}
