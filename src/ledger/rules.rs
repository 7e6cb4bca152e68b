//! What an entry is, how it is hashed, which grade is better.

use serde_json::Value;

use crate::kit::{clock::Millis, ids};

/// How good the evidence is.
///
/// # Source
/// `capabilities.md`, evidence grades; which grades count for which target is data beside the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// An officer or ambassador saw it: name, place and time are known.
    A,
    /// A supervised quiz, or an attendance register.
    B,
    /// Told by the person alone.
    C,
    /// Imported figures or results of somebody else.
    D,
}

impl Grade {
    /// Every grade, the best first.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// Its letter.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// The grade with this letter.
    pub fn parse(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.letter() == letter)
    }
}

/// A kind of entry; each slice names its own in constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// `slice.what`, such as `class.attended`; the text key is `ledger-kind-` and this with `-` for `.`.
    pub name: &'static str,
}

impl Kind {
    /// A kind with this name.
    pub const fn new(name: &'static str) -> Self {
        Self { name }
    }
}

/// An entry to be appended.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// Made once by whoever recorded it: sending it twice appends it once.
    pub id: String,
    /// The commune.
    pub commune: String,
    /// The village it counts for; empty when it counts for none.
    pub village: String,
    /// What happened.
    pub kind: Kind,
    /// Who it is about.
    pub person: Option<String>,
    /// The person's audience group then; empty when it is about nobody.
    pub audience: String,
    /// What it is about: a session, a component, another entry.
    pub subject: String,
    /// How good the evidence is; administrative entries have none.
    pub grade: Option<Grade>,
    /// What the person reaches by it, such as `skill.device`.
    pub attains: Option<String>,
    /// When it happened.
    pub occurred_at: Millis,
    /// The account that recorded it.
    pub recorded_by: String,
    /// The device it was recorded on.
    pub device: Option<String>,
    /// More, without personal data: names are joined when they are shown.
    pub body: Value,
}

/// An entry as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its place in the commune's chain, from 1 without gaps.
    pub seq: i64,
    /// Its id.
    pub id: String,
    /// The village, or empty.
    pub village: String,
    /// The kind's name.
    pub kind: String,
    /// Who it is about.
    pub person: Option<String>,
    /// The audience group.
    pub audience: String,
    /// What it is about.
    pub subject: String,
    /// The grade's letter, or empty.
    pub grade: String,
    /// What the person reached by it.
    pub attains: Option<String>,
    /// When it happened.
    pub occurred_at: Millis,
    /// The day it happened in Vietnam, `YYYY-MM-DD`.
    pub day: String,
    /// When it was appended.
    pub recorded_at: Millis,
    /// The account that recorded it.
    pub recorded_by: String,
    /// The device.
    pub device: Option<String>,
    /// The entry it voids.
    pub voids: Option<String>,
    /// The body as JSON text, as it was hashed.
    pub body: String,
    /// The hash of the entry before it; empty for the first.
    pub prev_hash: String,
    /// Its own hash.
    pub hash: String,
}

impl Entry {
    /// SHA-256 over the entry and the hash before it, in hex.
    ///
    /// The canonical form is a JSON array of all fields in a fixed order, so that no two entries share one.
    pub fn seal(&self, commune: &str) -> String {
        let fields = serde_json::json!([
            commune,
            self.seq,
            self.id,
            self.village,
            self.kind,
            self.person,
            self.audience,
            self.subject,
            self.grade,
            self.attains,
            self.occurred_at,
            self.day,
            self.recorded_at,
            self.recorded_by,
            self.device,
            self.voids,
            self.body,
            self.prev_hash,
        ]);
        ids::sha256_hex(fields.to_string().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            seq: 1,
            id: "e".into(),
            village: "v".into(),
            kind: "class.attended".into(),
            person: Some("p".into()),
            audience: "citizen".into(),
            subject: "s".into(),
            grade: "B".into(),
            attains: None,
            occurred_at: 1,
            day: "2026-10-01".into(),
            recorded_at: 2,
            recorded_by: "a".into(),
            device: None,
            voids: None,
            body: "{}".into(),
            prev_hash: String::new(),
            hash: String::new(),
        }
    }

    #[test]
    fn the_seal_changes_with_every_field() {
        let whole = entry().seal("c");
        type Change = fn(&mut Entry);
        let changes: [Change; 17] = [
            |e| e.seq = 2,
            |e| e.id.push('x'),
            |e| e.village.clear(),
            |e| e.kind.push('x'),
            |e| e.person = None,
            |e| e.audience.clear(),
            |e| e.subject.clear(),
            |e| e.grade = "A".into(),
            |e| e.attains = Some(String::new()),
            |e| e.occurred_at = 2,
            |e| e.day.push('x'),
            |e| e.recorded_at = 3,
            |e| e.recorded_by.clear(),
            |e| e.device = Some(String::new()),
            |e| e.voids = Some(String::new()),
            |e| e.body.push(' '),
            |e| e.prev_hash.push('0'),
        ];
        for (at, change) in changes.into_iter().enumerate() {
            let mut other = entry();
            change(&mut other);
            assert_ne!(other.seal("c"), whole, "field {at}");
        }
        assert_ne!(entry().seal("d"), whole);
    }

    #[test]
    fn a_witnessed_task_is_the_best_evidence() {
        assert!(Grade::A < Grade::B && Grade::C < Grade::D);
        assert_eq!(Grade::parse("B"), Some(Grade::B));
        assert_eq!(Grade::parse(""), None);
    }
}
