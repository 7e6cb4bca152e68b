//! What a target is, what a denominator is, and which of several denominators holds on a day.

use jiff::civil::Date;

use crate::{
    kit::{
        clock::Millis,
        text::{Lang, Text},
    },
    ledger::Grade,
};

/// The same words in both languages of the screens.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Words {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The words in `lang`; Vietnamese where there is no English.
    pub fn of(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.en.is_empty() { &self.en } else { &self.vi }
    }
}

/// How a target is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A share of somebody must reach the threshold.
    Percentage,
    /// A place among the communes of the city; it has no percent.
    Rank,
    /// Each of the things counted must meet every condition of the sentence.
    Predicate,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Percentage, Self::Rank, Self::Predicate];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Percentage => "percentage",
            Self::Rank => "rank",
            Self::Predicate => "predicate",
        }
    }

    /// The kind with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One of the conditions that a target's sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Its code inside the target.
    pub code: String,
    /// Its words.
    pub words: Words,
}

/// One target of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// `T1` to `T12`.
    pub id: String,
    /// The year it is for; it is due on 31 December.
    pub year: i16,
    /// Its place in the list.
    pub place: i64,
    /// The clause of the plan.
    pub clause: String,
    /// A short title.
    pub title: Words,
    /// The plan's own sentence.
    pub text: Words,
    /// How it is judged.
    pub kind: Kind,
    /// In percent; a rank has none.
    pub threshold: Option<i64>,
    /// The keys of its denominator; their values are added.
    pub denominator: Vec<Key>,
    /// The code of the rule that makes its numerator; its words are under `plan-rule-{code}`.
    pub rule: String,
    /// The evidence that counts.
    pub grades: Vec<Grade>,
    /// Who answers for it: codes whose words are under `plan-owner-{code}`.
    pub owners: Vec<String>,
    /// What its sentence asks; all must hold.
    pub conditions: Vec<Condition>,
    /// How often it was changed; 0 as the plan states it.
    pub version: i64,
}

impl Target {
    /// The last day of its year.
    pub fn due(&self) -> Date {
        Date::new(self.year, 12, 31).unwrap_or(Date::MAX)
    }

    /// The letters of the grades that count, in a row: `AB`.
    pub fn letters(&self) -> String {
        self.grades.iter().map(|grade| grade.letter()).collect()
    }

    /// Whether its numerator is the five components of an adult.
    pub fn is_essential(&self) -> bool {
        self.rule == ESSENTIAL
    }
}

/// The rule of targets T3 and T9.
pub const ESSENTIAL: &str = "essential-five";

/// Everybody who may answer for a target.
pub const OWNERS: [&str; 8] = ["culture_society", "economy", "unit_heads", "schools", "police", "villages", "teams", "leaders"];

macro_rules! keys {
    ($($key:ident $code:literal: $doc:literal),+ $(,)?) => {
        /// What a denominator counts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key { $(#[doc = $doc] $key),+ }

        impl Key {
            /// Every key, most used first.
            pub const ALL: &[Self] = &[$(Self::$key),+];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$key => $code),+ }
            }
        }
    };
}

keys! {
    Adults "adults": "Người dân trong độ tuổi trưởng thành.",
    Households "households": "Hộ gia đình.",
    Staff "staff": "Cán bộ, công chức, viên chức, người lao động khu vực công.",
    PupilsSecondary "pupils_secondary": "Học sinh trung học.",
    PupilsAll "pupils_all": "Học sinh từ tiểu học.",
    Students "students": "Sinh viên.",
    Workers "workers": "Người lao động trong doanh nghiệp, hợp tác xã, liên hợp tác xã.",
    Villages "villages": "Thôn.",
    Teams "teams": "Tổ công nghệ số cộng đồng.",
    LearningPoints "learning_points": "Điểm bưu điện văn hóa xã, trung tâm học tập cộng đồng.",
}

impl Key {
    /// The key with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.code() == code)
    }
}

/// From which age somebody is counted as an adult.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Definition {
    /// 18 and older: the ordinary reading, and the default.
    #[default]
    From18,
    /// 15 and older, as some communes count for their digital transformation index.
    From15,
}

impl Definition {
    /// Both.
    pub const ALL: [Self; 2] = [Self::From18, Self::From15];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::From18 => "18+",
            Self::From15 => "15+",
        }
    }

    /// The youngest age counted, in years.
    pub const fn age(self) -> i16 {
        match self {
            Self::From18 => 18,
            Self::From15 => 15,
        }
    }

    /// The definition with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|definition| definition.code() == code)
    }
}

/// How many there are of somebody or something, on a day, by a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denominator {
    /// Its id.
    pub id: String,
    /// What it counts.
    pub key: Key,
    /// The village; empty for the whole commune.
    pub village: String,
    /// How many.
    pub value: i64,
    /// As of which day.
    pub as_of: Date,
    /// Where it comes from, in words.
    pub source: String,
    /// Who is an adult; only for [`Key::Adults`].
    pub definition: Option<Definition>,
    /// How many of them have no known year of birth, when they were counted from the register.
    pub unknown: Option<i64>,
    /// The name of who entered it.
    pub entered_by: String,
    /// When it was entered.
    pub entered_at: Millis,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Millis>,
    /// The name of who withdrew it; empty while it holds.
    pub withdrawn_by: String,
    /// Why; empty while it holds.
    pub withdrawn_reason: String,
}

/// The value that holds for a commune or village on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InForce {
    /// How many; `None` while nobody knows.
    pub value: Option<i64>,
    /// As of which day; the oldest one when values were added.
    pub as_of: Option<Date>,
    /// Where it comes from; of the first part when values were added.
    pub source: String,
    /// The definition that all parts share.
    pub definition: Option<Definition>,
    /// How many of them have no known year of birth.
    pub unknown: Option<i64>,
    /// What the villages add up to, when each of them has a value and the sum differs from the commune's own.
    pub villages_say: Option<i64>,
}

/// The denominator of one place that holds on `day`: the latest as of that day or before, else the first after it.
///
/// Two of the same day: the one entered later. Withdrawn ones never hold.
pub fn holding<'a>(all: &'a [Denominator], key: Key, village: &str, day: Date) -> Option<&'a Denominator> {
    let fit = || all.iter().filter(|d| d.key == key && d.village == village && d.withdrawn_at.is_none());
    let rank = |d: &&Denominator| (d.as_of, d.entered_at, d.id.clone());
    let before = fit().filter(|d| d.as_of <= day).max_by_key(rank);
    before.or_else(|| fit().filter(|d| d.as_of > day).min_by_key(|d| (d.as_of, std::cmp::Reverse(d.entered_at))))
}

/// What holds for a village.
pub fn of_village(all: &[Denominator], key: Key, village: &str, day: Date) -> InForce {
    holding(all, key, village, day).map(single).unwrap_or_default()
}

fn single(d: &Denominator) -> InForce {
    InForce {
        value: Some(d.value),
        as_of: Some(d.as_of),
        source: d.source.clone(),
        definition: d.definition,
        unknown: d.unknown,
        villages_say: None,
    }
}

/// What holds for the commune: its own value, else the sum of its villages when every one of `villages` has a value.
///
/// When both are known and differ, the commune's own holds and `villages_say` tells the other.
pub fn of_commune(all: &[Denominator], key: Key, villages: &[String], day: Date) -> InForce {
    let parts: Vec<&Denominator> = villages.iter().filter_map(|v| holding(all, key, v, day)).collect();
    let sum = (!villages.is_empty() && parts.len() == villages.len()).then(|| parts.iter().map(|d| d.value).sum::<i64>());
    match (holding(all, key, "", day), sum) {
        (Some(own), sum) => InForce { villages_say: sum.filter(|sum| *sum != own.value), ..single(own) },
        (None, Some(sum)) => InForce {
            value: Some(sum),
            as_of: parts.iter().map(|d| d.as_of).min(),
            source: parts.first().map(|d| d.source.clone()).unwrap_or_default(),
            definition: parts.first().and_then(|d| d.definition).filter(|first| parts.iter().all(|d| d.definition == Some(*first))),
            unknown: parts.iter().map(|d| d.unknown).sum(),
            villages_say: None,
        },
        (None, None) => InForce::default(),
    }
}

/// What several keys add up to: a target over pupils and students needs both.
pub fn added(parts: &[InForce]) -> InForce {
    let Some(first) = parts.first() else { return InForce::default() };
    if parts.len() == 1 {
        return first.clone();
    }
    InForce {
        value: parts.iter().map(|part| part.value).sum(),
        as_of: parts.iter().filter_map(|part| part.as_of).min(),
        source: parts.iter().filter(|part| part.value.is_some()).map(|part| part.source.as_str()).collect::<Vec<_>>().join("; "),
        definition: None,
        unknown: None,
        villages_say: None,
    }
}

/// Where a denominator comes from and as of when, in words; empty while there is none.
pub fn source_words(held: &InForce, t: Text) -> String {
    let (Some(_), Some(as_of)) = (held.value, held.as_of) else { return String::new() };
    let day = crate::kit::dates::short_day(as_of, t.lang);
    match held.definition {
        Some(definition) => t.fill("plan-source-adults").s("source", &held.source).s("day", day).s("age", definition.age()).to_string(),
        None => t.fill("plan-source").s("source", &held.source).s("day", day).to_string(),
    }
}

/// The largest denominator taken: more than the people of any province.
pub const LARGEST: i64 = 20_000_000;

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn den(village: &str, value: i64, as_of: Date, entered_at: Millis) -> Denominator {
        Denominator {
            id: format!("{village}{value}{as_of}"),
            key: Key::Adults,
            village: village.into(),
            value,
            as_of,
            source: format!("nguồn {value}"),
            definition: Some(Definition::From18),
            unknown: None,
            entered_by: String::new(),
            entered_at,
            withdrawn_at: None,
            withdrawn_by: String::new(),
            withdrawn_reason: String::new(),
        }
    }

    #[test]
    fn the_latest_value_of_that_day_or_before_holds_else_the_first_after() {
        let mut all = vec![
            den("", 100, date(2025, 7, 1), 1),
            den("", 120, date(2026, 7, 1), 2),
            den("", 121, date(2026, 7, 1), 3),
            den("a", 7, date(2026, 1, 1), 1),
        ];
        let value = |all: &[Denominator], day| holding(all, Key::Adults, "", day).map(|d| d.value);
        for (day, held) in [(date(2025, 1, 1), 100), (date(2025, 7, 1), 100), (date(2026, 6, 30), 100), (date(2026, 7, 1), 121)] {
            assert_eq!(value(&all, day), Some(held), "{day}");
        }
        all[2].withdrawn_at = Some(9);
        assert_eq!(value(&all, date(2027, 1, 1)), Some(120));
        assert_eq!(holding(&all, Key::Workers, "", date(2027, 1, 1)), None);
    }

    #[test]
    fn a_commune_without_a_value_of_its_own_has_the_sum_of_all_its_villages_or_none() {
        let day = date(2026, 10, 5);
        let villages = ["a".to_owned(), "b".to_owned()];
        let mut all = vec![den("a", 70, date(2026, 1, 1), 1)];
        assert_eq!(of_commune(&all, Key::Adults, &villages, day).value, None, "one village is missing");
        all.push(den("b", 30, date(2026, 2, 1), 1));
        let sum = of_commune(&all, Key::Adults, &villages, day);
        assert_eq!((sum.value, sum.as_of, sum.villages_say), (Some(100), Some(date(2026, 1, 1)), None));
        all.push(den("", 90, date(2026, 3, 1), 1));
        let own = of_commune(&all, Key::Adults, &villages, day);
        assert_eq!((own.value, own.villages_say), (Some(90), Some(100)), "the two disagree, and the page says so");
        all.push(den("", 100, date(2026, 4, 1), 1));
        assert_eq!(of_commune(&all, Key::Adults, &villages, day).villages_say, None);
        assert_eq!(of_commune(&[], Key::Adults, &[], day), InForce::default());
    }

    #[test]
    fn a_target_over_two_groups_needs_both_counts() {
        let known = |value| InForce { value: Some(value), as_of: Some(date(2026, 1, 1)), source: "trường".into(), ..InForce::default() };
        assert_eq!(added(&[known(40), InForce::default()]).value, None);
        assert_eq!(added(&[known(40), known(2)]).value, Some(42));
        assert_eq!(added(&[known(40)]), known(40));
        assert_eq!(added(&[]), InForce::default());
    }

    #[test]
    fn villages_that_count_adults_differently_share_no_definition() {
        let mut all = vec![den("a", 1, date(2026, 1, 1), 1), den("b", 2, date(2026, 1, 1), 1)];
        let villages = ["a".to_owned(), "b".to_owned()];
        assert_eq!(of_commune(&all, Key::Adults, &villages, date(2026, 2, 1)).definition, Some(Definition::From18));
        all[1].definition = Some(Definition::From15);
        assert_eq!(of_commune(&all, Key::Adults, &villages, date(2026, 2, 1)).definition, None);
    }

    #[test]
    fn codes_read_back_and_have_words() {
        for t in Lang::ALL.map(Text::of) {
            for key in Key::ALL {
                assert_eq!(Key::parse(key.code()), Some(*key));
                assert!(t.has(&format!("plan-key-{}", key.code())), "{}", key.code());
            }
            for kind in Kind::ALL {
                assert_eq!(Kind::parse(kind.code()), Some(kind));
                assert!(t.has(&format!("plan-kind-{}", kind.code())));
            }
            for definition in Definition::ALL {
                assert_eq!(Definition::parse(definition.code()), Some(definition));
                assert!(t.has(&format!("plan-definition-{}", definition.age())));
            }
            for owner in OWNERS {
                assert!(t.has(&format!("plan-owner-{owner}")), "{owner}");
            }
        }
    }
}
