//! From the ledger and the register to figures: the only place where the numbers of a period are made.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    figures::{COMPONENTS, PeriodFigures, TargetFigure, VillageFigures},
    rules,
    store::{self, Counting},
};
use crate::{
    classes::{ATTENDED, HELD},
    kit::{
        clock::Millis,
        dates,
        db::Tx,
        error::Result,
        period::Week,
        text::{Lang, Text},
    },
    learning, ledger, places,
    plan::{self, Held, Key, Target},
};

/// Who has reached the five components as of a day, by village.
#[derive(Clone, Debug, Default)]
pub struct Essential {
    components: BTreeMap<String, [i64; 5]>,
    /// (village, day the last of the five was reached, people)
    days: Vec<(String, Date, i64)>,
    collected: [bool; 5],
}

impl Essential {
    /// Counts those who count by `counting`.
    pub fn of(tx: &mut Tx<'_>, commune: &str, counting: &Counting) -> Result<Self> {
        let days = store::all_five(tx, commune, counting)?;
        Ok(Self {
            components: store::reached(tx, commune, counting)?,
            days: days.into_iter().filter_map(|(village, day, people)| Some((village, day.parse().ok()?, people))).collect(),
            collected: collected(tx, commune, counting.to)?,
        })
    }

    /// Adults of a village (empty: of the commune) who reached each component; `None` where nobody was ever looked at.
    pub fn components(&self, village: &str) -> [Option<i64>; 5] {
        let here = || self.components.iter().filter(|(v, _)| village.is_empty() || *v == village);
        std::array::from_fn(|at| self.collected[at].then(|| here().map(|(_, counts)| counts[at]).sum()))
    }

    /// Adults of a village (empty: of the commune) who reached all five; `None` until every component was looked at.
    pub fn all_five(&self, village: &str) -> Option<i64> {
        self.collected.iter().all(|c| *c).then(|| self.here(village).map(|row| row.2).sum())
    }

    fn here<'a>(&'a self, village: &'a str) -> impl Iterator<Item = &'a (String, Date, i64)> {
        self.days.iter().filter(move |(v, ..)| village.is_empty() || v == village)
    }

    /// People who had reached all five by the last day of each week.
    pub fn by_week(&self, village: &str, weeks: &[Week]) -> Vec<i64> {
        weeks.iter().map(|week| self.here(village).filter(|(_, day, _)| *day <= week.last()).map(|row| row.2).sum()).collect()
    }

    /// People who reached all five in the four weeks that end with `day`.
    pub fn lately(&self, village: &str, day: Date) -> i64 {
        let first = dates::days_after(day, -7 * rules::PACE_WEEKS as i32 + 1);
        self.here(village).filter(|(_, reached, _)| (first..=day).contains(reached)).map(|row| row.2).sum()
    }
}

/// Which components anybody of the commune was ever looked at for by `to`: what was never collected is no 0.
fn collected(tx: &mut Tx<'_>, commune: &str, to: Date) -> Result<[bool; 5]> {
    let attained = store::attained_components(tx, commune, to)?;
    let until: Millis = dates::instant(dates::days_after(to, 1), jiff::civil::Time::midnight());
    let checked = learning::checked_components(tx, commune, until)?;
    Ok(COMPONENTS.map(|code| attained.contains(code) || checked.iter().any(|component| component.code() == code)))
}

/// Who counts for `target` as of `to`, in a commune whose adults are of `age` and older.
pub fn counting_for(tx: &mut Tx<'_>, commune: &str, target: &Target, age: i16, to: Date) -> Result<Counting> {
    let exact = store::has_later_evidence(tx, commune, to)?;
    Ok(Counting { grades: target.letters(), latest_birth: to.year() - age, to, exact })
}

/// The target over the five components that is worked for in `year`: that year's, else the last one before, else the first.
pub fn essential_target(targets: &[Target], year: i16) -> Option<&Target> {
    let essential = || targets.iter().filter(|target| target.is_essential());
    essential()
        .filter(|target| target.year <= year)
        .max_by_key(|target| target.year)
        .or_else(|| essential().min_by_key(|target| target.year))
}

/// I5 by village: sessions, attendances, people, and the days with a session.
struct Classes {
    sessions: BTreeMap<String, i64>,
    attendances: BTreeMap<String, i64>,
    people: BTreeMap<String, i64>,
    days: BTreeMap<String, Vec<Date>>,
    weeks: Vec<Week>,
}

impl Classes {
    fn of(tx: &mut Tx<'_>, commune: &str, from: Date, to: Date) -> Result<Self> {
        let (first, last) = (from.to_string(), to.to_string());
        let mut counts = |kind: &str| -> Result<BTreeMap<String, i64>> {
            let counts = ledger::day_counts(tx, commune, kind, &first, &last)?;
            Ok(counts.into_iter().map(|(village, entries, _)| (village, entries)).collect())
        };
        Ok(Self {
            sessions: counts(HELD.name)?,
            attendances: counts(ATTENDED.name)?,
            people: ledger::distinct_people(tx, commune, ATTENDED.name, &first, &last)?,
            days: store::days_with(tx, commune, HELD.name, from, to)?,
            weeks: rules::whole_weeks(from, to),
        })
    }

    fn sum(counts: &BTreeMap<String, i64>, village: &str) -> i64 {
        counts.iter().filter(|(v, _)| village.is_empty() || *v == village).map(|(_, n)| n).sum()
    }

    fn weeks_without(&self, village: &str) -> i64 {
        let days: Vec<Date> =
            self.days.iter().filter(|(v, _)| village.is_empty() || *v == village).flat_map(|(_, days)| days.clone()).collect();
        rules::weeks_without(&self.weeks, &days)
    }
}

/// The figures of a commune from `from` to `to`, both counted.
///
/// The same entries, register and denominators give the same figures. Only villages that exist, and closed ones that
/// have something to show; in Vietnamese order, closed ones last. Five components as of `to`, by the grades that the
/// target of that year counts.
pub fn period_figures(tx: &mut Tx<'_>, commune: &str, from: Date, to: Date) -> Result<PeriodFigures> {
    Ok(figures_and_essential(tx, commune, from, to)?.0)
}

/// [`period_figures`], and who reached the five components by the grades of the target that is worked for.
pub fn figures_and_essential(tx: &mut Tx<'_>, commune: &str, from: Date, to: Date) -> Result<(PeriodFigures, Essential)> {
    let targets = plan::targets(tx, commune)?;
    let held = Held::on(tx, commune, to)?;
    let essential = match essential_target(&targets, to.year()) {
        Some(target) => {
            let counting = counting_for(tx, commune, target, held.adult_age(), to)?;
            Some((counting.grades.clone(), Essential::of(tx, commune, &counting)?))
        }
        None => None,
    };
    let classes = Classes::of(tx, commune, from, to)?;
    let figures = |village: &str, name: String, adults: Option<i64>| VillageFigures {
        village: village.to_owned(),
        name,
        sessions: Classes::sum(&classes.sessions, village),
        attendances: Classes::sum(&classes.attendances, village),
        people: classes.people.get(village).copied().unwrap_or(0),
        weeks_without: classes.weeks_without(village),
        adults,
        components: essential.as_ref().map(|(_, essential)| essential.components(village)).unwrap_or_default(),
        all_five: essential.as_ref().and_then(|(_, essential)| essential.all_five(village)),
    };
    let name = places::commune(tx, commune)?.map(|c| c.name).unwrap_or_default();
    let whole = figures("", name, held.commune(Key::Adults).value);
    let mut villages = Vec::new();
    for village in places::villages(tx, commune)? {
        let made = figures(&village.id, village.name, held.village(Key::Adults, &village.id).value);
        if village.active || has_something(&made) {
            villages.push(made);
        }
    }
    let mut told = Vec::new();
    for target in &targets {
        told.push(target_figure(tx, commune, target, &held, essential.as_ref(), to)?);
    }
    let (ledger_seq, ledger_hash) = ledger::heads(tx, commune)?;
    let made = PeriodFigures { from: from.to_string(), to: to.to_string(), whole, villages, targets: told, ledger_seq, ledger_hash };
    Ok((made, essential.map(|(_, essential)| essential).unwrap_or_default()))
}

fn has_something(figures: &VillageFigures) -> bool {
    let counted = [figures.sessions, figures.attendances, figures.people, figures.all_five.unwrap_or(0)];
    counted.iter().chain(figures.components.iter().flatten()).any(|n| *n > 0)
}

fn target_figure(
    tx: &mut Tx<'_>,
    commune: &str,
    target: &Target,
    held: &Held,
    known: Option<&(String, Essential)>,
    to: Date,
) -> Result<TargetFigure> {
    let against = held.of_target(target);
    let numerator = match known {
        _ if !target.is_essential() => None,
        Some((grades, essential)) if *grades == target.letters() => essential.all_five(""),
        _ => {
            let counting = counting_for(tx, commune, target, held.adult_age(), to)?;
            Essential::of(tx, commune, &counting)?.all_five("")
        }
    };
    // A locked report and its papers are Vietnamese, whatever the language of the screen.
    let denominator_source = plan::source_words(&against, Text::of(Lang::Vi));
    let counted = target.kind != plan::Kind::Rank;
    Ok(TargetFigure {
        id: target.id.clone(),
        year: target.year,
        title: target.title.vi.clone(),
        kind: target.kind.code().to_owned(),
        threshold: target.threshold,
        numerator,
        denominator: against.value.filter(|_| counted),
        denominator_source: if counted { denominator_source } else { String::new() },
    })
}
