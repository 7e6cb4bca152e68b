//! What pages, the demo, figures and reports ask of the plan.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    content,
    rules::{self, Denominator},
    rules::{Definition, InForce, Key, Kind, LARGEST, OWNERS, Target, Words},
    store::{self, NewDenominator, Paper},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Result},
    },
    places,
};

/// Gives a commune its own copy of the twelve targets, so that it may change them; what it has stays.
pub fn ensure(tx: &mut Tx<'_>, commune: &str, now: Millis) -> Result<()> {
    content::targets().iter().try_for_each(|target| Ok(store::add_target(tx, commune, target, now)?))
}

/// The targets of a commune in the order of the plan: its own, and those of the plan that it has not made its own yet.
pub fn targets(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<Target>> {
    let mut all = store::stored_targets(tx, commune)?;
    let missing: Vec<Target> = content::targets().iter().filter(|target| all.iter().all(|own| own.id != target.id)).cloned().collect();
    all.extend(missing);
    all.sort_by_key(|target| target.place);
    Ok(all)
}

/// The target with this id, in either case.
pub fn target(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Target>> {
    Ok(targets(tx, commune)?.into_iter().find(|target| target.id.eq_ignore_ascii_case(id)))
}

/// The paper that a commune's plan stands in.
pub fn paper(tx: &mut Tx<'_>, commune: &str) -> Result<Paper> {
    if let Some(own) = store::stored_paper(tx, commune)? {
        return Ok(own);
    }
    let known = content::paper();
    let here = places::commune(tx, commune)?.is_some_and(|c| c.code == known.commune);
    Ok(if here {
        Paper { number: String::new(), issued_on: known.issued_on.parse().ok(), title: known.title.clone(), version: 0 }
    } else {
        Paper::default()
    })
}

/// Writes the paper's number, day and title.
///
/// # Errors
/// A refusal for a title or number that is missing or too long; [`Error::Changed`] when somebody was faster.
pub fn change_paper(tx: &mut Tx<'_>, scope: &Scope, paper: &Paper, version: i64, now: Millis) -> Result<()> {
    if paper.title.vi.trim().is_empty() {
        return Err(Error::refused("plan-title-missing"));
    }
    if [&paper.title.vi, &paper.title.en, &paper.number].into_iter().any(|words| words.chars().count() > TITLE_LIMIT) {
        return Err(Error::refused("plan-title-long"));
    }
    if store::set_paper(tx, scope, paper, version, now)? { Ok(()) } else { Err(Error::Changed) }
}

/// What a commune may change of a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The short title.
    pub title: Words,
    /// The sentence.
    pub text: Words,
    /// In percent; none for a rank.
    pub threshold: Option<i64>,
    /// The denominator's keys.
    pub denominator: Vec<String>,
    /// The letters of the grades that count.
    pub grades: String,
    /// The codes of who answers for it.
    pub owners: Vec<String>,
}

impl Terms {
    /// The terms that a target has now.
    pub fn of(target: &Target) -> Self {
        Self {
            title: target.title.clone(),
            text: target.text.clone(),
            threshold: target.threshold,
            denominator: target.denominator.iter().map(|key| key.code().to_owned()).collect(),
            grades: target.letters(),
            owners: target.owners.clone(),
        }
    }

    /// The field and text key of everything that is wrong with these terms.
    pub fn faults(&self, kind: Kind) -> Vec<(&'static str, &'static str)> {
        let long = |words: &str, limit: usize| words.chars().count() > limit;
        let threshold_fine = match kind {
            Kind::Rank => self.threshold.is_none(),
            _ => self.threshold.is_some_and(|percent| (1..=100).contains(&percent)),
        };
        let checks = [
            (self.title.vi.trim().is_empty(), "title", "plan-title-missing"),
            (long(&self.title.vi, TITLE_LIMIT) || long(&self.title.en, TITLE_LIMIT), "title", "plan-title-long"),
            (self.text.vi.trim().is_empty(), "text", "plan-text-missing"),
            (long(&self.text.vi, TEXT_LIMIT) || long(&self.text.en, TEXT_LIMIT), "text", "plan-text-long"),
            (!threshold_fine, "threshold", "plan-threshold-wrong"),
            (
                self.denominator.is_empty() || self.denominator.iter().any(|key| Key::parse(key).is_none()),
                "denominator",
                "plan-keys-missing",
            ),
            (content::grades(&self.grades).is_empty(), "grades", "plan-grades-missing"),
            (self.owners.iter().any(|owner| !OWNERS.contains(&owner.as_str())), "owners", "plan-owner-unknown"),
        ];
        checks.into_iter().filter(|(wrong, ..)| *wrong).map(|(_, field, key)| (field, key)).collect()
    }
}

const TITLE_LIMIT: usize = 300;
const TEXT_LIMIT: usize = 2_000;
/// The longest reason or source, in characters.
pub(super) const NOTE_LIMIT: usize = 500;

/// Changes a target's terms and keeps what stood before, with the reason.
///
/// # Errors
/// [`Error::NotFound`]; a refusal for terms that can't hold or a missing reason; [`Error::Changed`] when somebody was faster.
pub fn change_target(tx: &mut Tx<'_>, scope: &Scope, id: &str, terms: &Terms, version: i64, reason: &str, now: Millis) -> Result<()> {
    ensure(tx, scope.commune(), now)?;
    let before = target(tx, scope.commune(), id)?.ok_or(Error::NotFound)?;
    if let Some((_, code)) = terms.faults(before.kind).first() {
        return Err(Error::refused(code));
    }
    need_reason(reason)?;
    let old = Terms::of(&before);
    if old == *terms {
        return Err(Error::refused("plan-nothing-changed"));
    }
    let after = Target {
        title: terms.title.clone(),
        text: terms.text.clone(),
        threshold: terms.threshold,
        denominator: terms.denominator.iter().filter_map(|key| Key::parse(key)).collect(),
        grades: content::grades(&terms.grades),
        owners: terms.owners.clone(),
        ..before
    };
    if !store::set_target(tx, scope, &after, version, now)? {
        return Err(Error::Changed);
    }
    let (old, new) = (serde_json::to_string(&old)?, serde_json::to_string(terms)?);
    Ok(store::add_change(tx, scope, &after.id, &old, &new, reason.trim(), now)?)
}

fn need_reason(reason: &str) -> Result<()> {
    if reason.trim().is_empty() {
        Err(Error::refused("plan-reason-missing"))
    } else if reason.chars().count() > NOTE_LIMIT {
        Err(Error::refused("plan-note-long"))
    } else {
        Ok(())
    }
}

/// The field and text key of the first thing that is wrong with a denominator.
pub fn denominator_fault(new: &NewDenominator, today: Date) -> Option<(&'static str, &'static str)> {
    if !(0..=LARGEST).contains(&new.value) {
        Some(("value", "plan-value-wrong"))
    } else if new.as_of > today {
        Some(("as_of", "plan-day-future"))
    } else if new.source.trim().is_empty() {
        Some(("source", "plan-source-missing"))
    } else if new.source.chars().count() > NOTE_LIMIT {
        Some(("source", "plan-note-long"))
    } else {
        None
    }
}

/// Adds a denominator; older ones stay to be read.
///
/// # Errors
/// [`Error::NotFound`] for a village out of reach; a refusal for a value, day or source that can't be.
pub fn add_denominator(tx: &mut Tx<'_>, scope: &Scope, new: &NewDenominator, now: Millis) -> Result<String> {
    let reached = if new.village.is_empty() {
        scope.is_whole()
    } else {
        scope.covers(&new.village) && places::village(tx, scope.commune(), &new.village)?.is_some()
    };
    if !reached {
        return Err(Error::NotFound);
    }
    if let Some((_, code)) = denominator_fault(new, dates::day_of(now)) {
        return Err(Error::refused(code));
    }
    Ok(store::insert_denominator(tx, scope, new, now)?)
}

/// Withdraws a denominator: it no longer holds, and stays to be read.
///
/// # Errors
/// [`Error::NotFound`] when there is none that holds; a refusal without a reason.
pub fn withdraw_denominator(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<()> {
    need_reason(reason)?;
    if store::mark_withdrawn(tx, scope, id, reason.trim(), now)? { Ok(()) } else { Err(Error::NotFound) }
}

/// What the register says about adults today: the villages that exist or have people, and the sum over all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterCount {
    /// (village, adults, of them without a known year of birth), in the order of the villages.
    pub villages: Vec<(String, i64, i64)>,
    /// All of them.
    pub adults: i64,
    /// All without a known year of birth.
    pub unknown: i64,
}

/// Counts the adults of the register on `today` without writing anything.
pub fn count_adults(tx: &mut Tx<'_>, commune: &str, definition: Definition, today: Date) -> Result<RegisterCount> {
    let counted = store::register_adults(tx, commune, today.year() - definition.age())?;
    let of = |village: &str| counted.iter().find(|(v, ..)| v == village).map_or((0, 0), |(_, adults, unknown)| (*adults, *unknown));
    let villages = places::villages(tx, commune)?;
    let rows = villages.into_iter().map(|v| (of(&v.id), v)).filter(|((adults, _), v)| v.active || *adults > 0);
    Ok(RegisterCount {
        villages: rows.map(|((adults, unknown), v)| (v.id, adults, unknown)).collect(),
        adults: counted.iter().map(|row| row.1).sum(),
        unknown: counted.iter().map(|row| row.2).sum(),
    })
}

/// Counts the adults of the register and keeps the count as the denominator of each village and of the commune.
///
/// `source` is how the register is called in words. A value that holds already as of today is not written again.
pub fn take_adults_from_register(
    tx: &mut Tx<'_>,
    scope: &Scope,
    definition: Definition,
    source: &str,
    now: Millis,
) -> Result<RegisterCount> {
    if !scope.is_whole() {
        return Err(Error::NotFound);
    }
    let today = dates::day_of(now);
    let counted = count_adults(tx, scope.commune(), definition, today)?;
    let known = store::denominators(tx, scope.commune())?;
    let whole = [(String::new(), counted.adults, counted.unknown)];
    for (village, value, unknown) in counted.villages.iter().chain(&whole) {
        let new = NewDenominator {
            key: Key::Adults,
            village: village.clone(),
            value: *value,
            as_of: today,
            source: source.to_owned(),
            definition: Some(definition),
            unknown: Some(*unknown),
        };
        let same = |d: &Denominator| {
            (d.value, d.as_of, d.definition, d.unknown, d.source.as_str()) == (*value, today, Some(definition), Some(*unknown), source)
        };
        if !rules::holding(&known, Key::Adults, village, today).is_some_and(same) {
            add_denominator(tx, scope, &new, now)?;
        }
    }
    Ok(counted)
}

/// The denominators that hold on one day, for the commune and for each village.
#[derive(Clone, Debug)]
pub struct Held {
    all: Vec<Denominator>,
    villages: Vec<String>,
    day: Date,
}

impl Held {
    /// What holds in a commune on `day`.
    pub fn on(tx: &mut Tx<'_>, commune: &str, day: Date) -> Result<Self> {
        let villages = places::villages(tx, commune)?.into_iter().filter(|v| v.active).map(|v| v.id).collect();
        Ok(Self { all: store::denominators(tx, commune)?, villages, day })
    }

    /// For the commune.
    pub fn commune(&self, key: Key) -> InForce {
        rules::of_commune(&self.all, key, &self.villages, self.day)
    }

    /// For a village.
    pub fn village(&self, key: Key, village: &str) -> InForce {
        rules::of_village(&self.all, key, village, self.day)
    }

    /// What a target is counted against.
    pub fn of_target(&self, target: &Target) -> InForce {
        let parts: Vec<InForce> = target.denominator.iter().map(|key| self.commune(*key)).collect();
        rules::added(&parts)
    }

    /// From which age somebody is an adult here: by the commune's denominator, else 18.
    pub fn adult_age(&self) -> i16 {
        self.commune(Key::Adults).definition.unwrap_or_default().age()
    }
}
