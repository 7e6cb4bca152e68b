//! What is known of a person, how it changes, and who is likely the same.

mod likeness;
mod privacy;
mod typed;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use likeness::{Facts, Likeness, Register, likely_same, nearness};
pub use privacy::{holds_identity, without_identities};
pub use typed::{Typed, read as read_form};

use crate::kit::{
    birth::Birth,
    fold,
    identity::{Identity, IdentityKey},
    phone::Phone,
};

/// The audience groups of the plan (section II).
pub const AUDIENCES: &[&str] = &["citizen", "student", "staff", "worker"];

/// What a person may need in a class. A need is kept, the reason for it never.
pub const NEEDS: &[&str] = &["large_text", "helper", "read_aloud", "step_free", "slow_pace", "at_home", "transport", "device"];

/// What consent is asked for, each on its own (Law 91/2025/QH15, article 9).
pub const PURPOSES: &[&str] = &["manage", "contact", "publish", "zalo", "statistics"];

/// The purpose that keeping somebody on a class roster needs.
pub const MANAGE: &str = "manage";

/// Why a person is left out of the denominators; empty for nobody's case.
pub const EXCLUSIONS: &[&str] = &["away", "unable", "other"];

/// Below this age a legal representative consents too (Law 91/2025/QH15, article 24).
pub const GUARDED_UNTIL: i16 = 16;

/// Longest name, in characters.
pub const MAX_NAME: usize = 100;
/// Longest short text: hamlet, workplace, head of a household.
pub const MAX_TEXT: usize = 150;
/// Longest note.
pub const MAX_NOTE: usize = 500;

/// What is kept of an identity number.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Held {
    /// The keyed hash; of an old nine-digit number it begins with `9:`.
    pub hash: String,
    /// The last three digits.
    pub last3: String,
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Held(…{})", self.last3)
    }
}

impl Held {
    /// What may be kept of `identity`.
    pub fn of(identity: &Identity, key: &IdentityKey) -> Self {
        let old = if identity.is_old() { "9:" } else { "" };
        Self { hash: format!("{old}{}", identity.hash(key)), last3: identity.last3().to_owned() }
    }
}

/// What is known of a person. Empty text and `None` mean that it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The village's id.
    pub village: String,
    /// The name.
    pub name: String,
    /// `male` or `female`.
    pub sex: Option<String>,
    /// The birth as [`Birth`] stores it: `1954`, `1954-07`, `1954-07-26`.
    pub birth: String,
    /// Xóm, ngõ, tổ inside the village.
    pub hamlet: String,
    /// The household's id.
    pub household: Option<String>,
    /// The unit's id, for pupils, officials and workers.
    pub unit: Option<String>,
    /// Class, school, office or company in words.
    pub workplace: String,
    /// One of [`AUDIENCES`].
    pub audience: String,
    /// The phone in national form.
    pub phone: Option<String>,
    /// What is kept of the identity number.
    pub identity: Option<Held>,
    /// Whether the person has a smartphone.
    pub smartphone: Option<bool>,
    /// One of [`EXCLUSIONS`], or empty for who counts.
    pub excluded: String,
    /// A note.
    pub note: String,
    /// Some of [`NEEDS`].
    pub needs: BTreeSet<String>,
}

impl Profile {
    /// The birth, when it is known.
    pub fn birth(&self) -> Option<Birth> {
        Birth::from_stored(&self.birth)
    }

    /// The needs as they are kept: `,helper,large_text,`, or empty.
    pub fn needs_text(&self) -> String {
        if self.needs.is_empty() {
            return String::new();
        }
        self.needs.iter().fold(String::from(","), |text, need| text + need + ",")
    }

    /// Reads what [`Profile::needs_text`] wrote.
    pub fn needs_of(text: &str) -> BTreeSet<String> {
        text.split(',').filter(|need| NEEDS.contains(need)).map(str::to_owned).collect()
    }

    /// What the search for duplicates compares.
    pub fn facts(&self, id: &str) -> Facts {
        Facts {
            id: id.to_owned(),
            village: self.village.clone(),
            folded: fold::fold(&self.name),
            birth: self.birth(),
            sex: self.sex.clone(),
            phone: self.phone.clone(),
            identity: self.identity.clone().map(|held| held.hash),
        }
    }

    /// The same person with what `other` knows beyond it; nothing that is known changes.
    ///
    /// A birth that only adds month and day to the same year is such a gain. Village, group, household of a different
    /// village and the reason for leaving out stay as they are.
    #[must_use]
    pub fn filled_from(&self, other: &Self) -> Self {
        let text = |mine: &str, its: &str| if mine.is_empty() { its.to_owned() } else { mine.to_owned() };
        let finer = other.birth.starts_with(&self.birth) && other.birth.len() > self.birth.len();
        let same_village = self.village == other.village;
        Self {
            sex: self.sex.clone().or_else(|| other.sex.clone()),
            birth: if finer { other.birth.clone() } else { self.birth.clone() },
            hamlet: if same_village { text(&self.hamlet, &other.hamlet) } else { self.hamlet.clone() },
            household: self.household.clone().or_else(|| other.household.clone().filter(|_| same_village)),
            unit: self.unit.clone().or_else(|| other.unit.clone()),
            workplace: text(&self.workplace, &other.workplace),
            phone: self.phone.clone().or_else(|| other.phone.clone()),
            identity: self.identity.clone().or_else(|| other.identity.clone()),
            smartphone: self.smartphone.or(other.smartphone),
            note: text(&self.note, &other.note),
            needs: self.needs.union(&other.needs).cloned().collect(),
            ..self.clone()
        }
    }

    /// The profile as it stands now, with every field that `filled` had gained over `before` taken back,
    /// unless somebody changed the field since.
    #[must_use]
    pub fn without_gain(&self, before: &Self, filled: &Self) -> Self {
        fn back<T: Clone + PartialEq>(now: &T, before: &T, filled: &T) -> T {
            if before != filled && now == filled { before.clone() } else { now.clone() }
        }
        Self {
            sex: back(&self.sex, &before.sex, &filled.sex),
            birth: back(&self.birth, &before.birth, &filled.birth),
            hamlet: back(&self.hamlet, &before.hamlet, &filled.hamlet),
            household: back(&self.household, &before.household, &filled.household),
            unit: back(&self.unit, &before.unit, &filled.unit),
            workplace: back(&self.workplace, &before.workplace, &filled.workplace),
            phone: back(&self.phone, &before.phone, &filled.phone),
            identity: back(&self.identity, &before.identity, &filled.identity),
            smartphone: back(&self.smartphone, &before.smartphone, &filled.smartphone),
            note: back(&self.note, &before.note, &filled.note),
            needs: back(&self.needs, &before.needs, &filled.needs),
            ..self.clone()
        }
    }

    /// Every field as the history keeps it: name and text. The phone is masked, the identity number is its last digits.
    fn told(&self) -> [(&'static str, String); 15] {
        let phone = self.phone.as_deref().map(masked).unwrap_or_default();
        let identity = self.identity.as_ref().map(|held| format!("…{}", held.last3)).unwrap_or_default();
        let smartphone = self.smartphone.map_or("", |has| if has { "yes" } else { "no" });
        [
            ("village", self.village.clone()),
            ("name", self.name.clone()),
            ("sex", self.sex.clone().unwrap_or_default()),
            ("birth", self.birth.clone()),
            ("hamlet", self.hamlet.clone()),
            ("household", self.household.clone().unwrap_or_default()),
            ("unit", self.unit.clone().unwrap_or_default()),
            ("workplace", self.workplace.clone()),
            ("audience", self.audience.clone()),
            ("phone", phone),
            ("identity", identity),
            ("smartphone", smartphone.to_owned()),
            ("excluded", self.excluded.clone()),
            ("note", self.note.clone()),
            ("needs", self.needs.iter().cloned().collect::<Vec<_>>().join(",")),
        ]
    }

    /// What changed on the way to `after`, field by field: name, before, after.
    ///
    /// A field may have changed and read alike, such as two phones with the same mask: it is told all the same.
    pub fn changes(&self, after: &Self) -> Vec<(&'static str, String, String)> {
        let differs = |field: &str| match field {
            "phone" => self.phone != after.phone,
            "identity" => self.identity != after.identity,
            _ => false,
        };
        let both = self.told().into_iter().zip(after.told());
        both.filter(|((field, a), (_, b))| a != b || differs(field)).map(|((field, a), (_, b))| (field, a, b)).collect()
    }

    /// Whether a legal representative consents too: the person is under [`GUARDED_UNTIL`] on `today`.
    pub fn is_guarded(&self, today: Date) -> bool {
        self.birth().is_some_and(|birth| birth.age(today) < GUARDED_UNTIL)
    }
}

/// A phone as lists show it; what is no phone is hidden whole.
pub fn masked(phone: &str) -> String {
    Phone::parse(phone).map_or_else(|_| "***".to_owned(), |phone| phone.masked())
}

/// A phone for a person who may call.
pub fn spaced(phone: &str) -> String {
    Phone::parse(phone).map_or_else(|_| phone.to_owned(), |phone| phone.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person() -> Profile {
        Profile {
            village: "v".into(), name: "Đỗ Thị Lan".into(), birth: "1954".into(), audience: "citizen".into(), ..Profile::default()
        }
    }

    fn richer() -> Profile {
        Profile {
            sex: Some("female".into()),
            birth: "1954-07-26".into(),
            hamlet: "Xóm 1".into(),
            household: Some("h".into()),
            phone: Some("0912345678".into()),
            identity: Some(Held { hash: "a".into(), last3: "456".into() }),
            smartphone: Some(false),
            note: "ghi chú".into(),
            needs: BTreeSet::from(["helper".to_owned()]),
            excluded: "away".into(),
            audience: "worker".into(),
            ..person()
        }
    }

    #[test]
    fn filling_takes_what_is_missing_and_changes_nothing_known() {
        let filled = person().filled_from(&richer());
        assert_eq!(filled, Profile { excluded: String::new(), audience: "citizen".into(), ..richer() });
        assert_eq!(richer().filled_from(&person()), richer());
        let other_year = Profile { birth: "1955-01-01".into(), ..person() };
        assert_eq!(person().filled_from(&other_year).birth, "1954");
        let elsewhere = person().filled_from(&Profile { village: "w".into(), ..richer() });
        assert_eq!((elsewhere.hamlet.as_str(), elsewhere.household), ("", None));
    }

    #[test]
    fn a_gain_is_taken_back_unless_the_field_was_edited_since() {
        let (before, filled) = (person(), person().filled_from(&richer()));
        assert_eq!(filled.without_gain(&before, &filled), before);
        let edited = Profile { phone: Some("0987654321".into()), name: "Đỗ Thị Lân".into(), ..filled.clone() };
        let taken_back = edited.without_gain(&before, &filled);
        assert_eq!(taken_back, Profile { phone: Some("0987654321".into()), name: "Đỗ Thị Lân".into(), ..before });
    }

    #[test]
    fn the_history_names_each_changed_field_and_hides_numbers() {
        assert_eq!(person().changes(&person()), []);
        let changes = person().changes(&richer());
        let fields: Vec<&str> = changes.iter().map(|c| c.0).collect();
        let expected = ["sex", "birth", "hamlet", "household", "audience", "phone", "identity", "smartphone", "excluded", "note", "needs"];
        assert_eq!(fields, expected);
        assert!(changes.contains(&("phone", String::new(), "0912 *** 678".into())));
        assert!(changes.contains(&("identity", String::new(), "…456".into())));
        let other_phone = Profile { phone: Some("0912999678".into()), ..richer() };
        assert_eq!(richer().changes(&other_phone), [("phone", "0912 *** 678".into(), "0912 *** 678".into())]);
    }

    #[test]
    fn needs_are_kept_between_commas_and_unknown_ones_are_dropped() {
        assert_eq!(person().needs_text(), "");
        let two = Profile { needs: BTreeSet::from(["large_text".to_owned(), "helper".to_owned()]), ..person() };
        assert_eq!(two.needs_text(), ",helper,large_text,");
        assert_eq!(Profile::needs_of(",helper,large_text,"), two.needs);
        assert_eq!(Profile::needs_of("helper,diagnosis"), BTreeSet::from(["helper".to_owned()]));
    }

    #[test]
    fn a_child_has_a_guardian_and_an_unknown_age_does_not() {
        let on = jiff::civil::date(2026, 10, 5);
        let born = |birth: &str| Profile { birth: birth.into(), ..person() }.is_guarded(on);
        assert!(born("2010-10-06") && !born("2010-10-05"));
        assert!(born("2011") && !born("2010") && !born(""));
    }
}
