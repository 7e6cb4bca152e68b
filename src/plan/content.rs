//! The plan as it ships: its twelve targets and its clauses, read once from `content/plan`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::rules::{Condition, Key, Kind, Target, Words};
use crate::ledger::Grade;

#[derive(Deserialize)]
struct TargetFile {
    target: Vec<TargetRow>,
}

#[derive(Deserialize)]
struct TargetRow {
    id: String,
    year: i16,
    clause: String,
    kind: String,
    threshold: Option<i64>,
    denominator: String,
    rule: String,
    grades: String,
    owners: String,
    title: Words,
    text: Words,
    conditions: Vec<ConditionRow>,
}

#[derive(Deserialize)]
struct ConditionRow {
    code: String,
    vi: String,
    en: String,
}

#[derive(Deserialize)]
struct OutlineFile {
    paper: PaperRow,
    clause: Vec<Clause>,
}

/// The paper that a commune's plan stands in, where it is known beforehand.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PaperRow {
    /// The official code of the commune it is of.
    pub commune: String,
    /// The day it was issued.
    pub issued_on: String,
    /// Its title.
    pub title: Words,
}

/// A clause of the plan and what it is about.
#[derive(Clone, Debug, Deserialize)]
pub struct Clause {
    /// Its number: `III.2`.
    pub code: String,
    vi: String,
    en: String,
}

impl Clause {
    /// What it is about.
    pub fn title(&self, lang: crate::kit::text::Lang) -> &str {
        if lang == crate::kit::text::Lang::En { &self.en } else { &self.vi }
    }
}

/// Splits `a+b`.
pub(super) fn codes(joined: &str) -> Vec<String> {
    joined.split('+').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

/// The grades that letters in a row name.
pub(super) fn grades(letters: &str) -> Vec<Grade> {
    Grade::ALL.into_iter().filter(|grade| letters.contains(grade.letter())).collect()
}

/// The keys that codes joined by `+` name.
pub(super) fn keys(joined: &str) -> Vec<Key> {
    joined.split('+').filter_map(Key::parse).collect()
}

#[expect(clippy::expect_used, reason = "the files are part of the program, and a test reads them")]
static TARGETS: LazyLock<Vec<Target>> = LazyLock::new(|| {
    let file: TargetFile = toml::from_str(include_str!("../../content/plan/targets.toml")).expect("targets.toml is well formed");
    file.target.into_iter().zip(1..).map(|(row, place)| row.target(place)).collect()
});

#[expect(clippy::expect_used, reason = "the files are part of the program, and a test reads them")]
static OUTLINE: LazyLock<OutlineFile> =
    LazyLock::new(|| toml::from_str(include_str!("../../content/plan/outline.toml")).expect("outline.toml is well formed"));

impl TargetRow {
    fn target(self, place: i64) -> Target {
        let condition = |row: ConditionRow| Condition { code: row.code, words: Words { vi: row.vi, en: row.en } };
        Target {
            place,
            kind: Kind::parse(&self.kind).unwrap_or(Kind::Percentage),
            denominator: keys(&self.denominator),
            grades: grades(&self.grades),
            owners: codes(&self.owners),
            conditions: self.conditions.into_iter().map(condition).collect(),
            id: self.id,
            year: self.year,
            clause: self.clause,
            title: self.title,
            text: self.text,
            threshold: self.threshold,
            rule: self.rule,
            version: 0,
        }
    }
}

/// The twelve targets as the plan states them.
pub(super) fn targets() -> &'static [Target] {
    &TARGETS
}

/// The paper that is known beforehand.
pub(super) fn paper() -> &'static PaperRow {
    &OUTLINE.paper
}

/// The clauses of the plan in order.
pub fn clauses() -> &'static [Clause] {
    &OUTLINE.clause
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kit::text::{Lang, Text},
        plan::rules::OWNERS,
    };

    #[test]
    fn the_plan_has_six_targets_for_each_of_two_years() {
        let all = targets();
        let ids: Vec<String> = (1..=12).map(|n| format!("T{n}")).collect();
        assert_eq!(all.iter().map(|t| t.id.clone()).collect::<Vec<_>>(), ids);
        assert!(all.iter().all(|t| t.year == if t.place <= 6 { 2025 } else { 2026 }));
        let thresholds: Vec<Option<i64>> = all.iter().map(|t| t.threshold).collect();
        let percents =
            [Some(100), Some(100), Some(85), Some(100), None, Some(80), Some(100), Some(100), Some(100), Some(80), Some(100), Some(100)];
        assert_eq!(thresholds, percents);
    }

    #[test]
    fn the_traps_of_the_plan_are_kept_apart() {
        let of = |id: &str| targets().iter().find(|t| t.id == id).expect("known");
        assert_eq!(of("T1").text, of("T7").text, "the same sentence in two years is two targets");
        assert_eq!((of("T5").kind, of("T5").threshold), (Kind::Rank, None), "a rank has no percent");
        assert_eq!((of("T4").kind, of("T4").conditions.len()), (Kind::Predicate, 2));
        assert_eq!(of("T3").conditions.len(), 5);
        assert_ne!(of("T10").rule, of("T9").rule);
        assert!(of("T9").is_essential() && of("T3").is_essential() && !of("T10").is_essential());
        assert_eq!(of("T2").denominator, [Key::PupilsSecondary, Key::Students]);
    }

    #[test]
    fn every_code_of_the_files_is_known_and_has_words() {
        for target in targets() {
            assert!(!target.denominator.is_empty() && !target.grades.is_empty() && !target.owners.is_empty(), "{}", target.id);
            assert!(target.owners.iter().all(|owner| OWNERS.contains(&owner.as_str())), "{}", target.id);
            for t in Lang::ALL.map(Text::of) {
                assert!(t.has(&format!("plan-rule-{}", target.rule)), "{}", target.rule);
                assert!(t.has(&format!("plan-missing-{}", target.rule)), "{}", target.rule);
            }
        }
        let raw: TargetFile = toml::from_str(include_str!("../../content/plan/targets.toml")).expect("well formed");
        for (row, target) in raw.target.iter().zip(targets()) {
            assert_eq!(Kind::parse(&row.kind), Some(target.kind), "{}", row.id);
            assert_eq!(row.denominator.split('+').count(), target.denominator.len(), "{}", row.id);
            assert_eq!(row.grades, target.letters(), "{}", row.id);
        }
        assert!(clauses().len() > 8 && !paper().title.vi.is_empty());
    }
}
