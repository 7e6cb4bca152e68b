//! The five components of an adult's essential digital ability, what a check of one can show, and who may take it back.

use jiff::civil::Date;

use crate::kit::clock::{DAY, MINUTE, Millis};

/// One of the five conditions of targets T3 and T9, in the order of the plan's sentence.
///
/// # Source
/// Plan II.2.a: “có tri thức cơ bản …, có kỹ năng số, sử dụng được thiết bị thông minh …, sử dụng nền tảng, dịch vụ số
/// thiết yếu …, biết bảo vệ bản thân”; the tasks follow III.2.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Tri thức cơ bản về chuyển đổi số.
    Knowledge,
    /// Kỹ năng số.
    Skill,
    /// Sử dụng được thiết bị thông minh.
    Device,
    /// Sử dụng nền tảng, dịch vụ số thiết yếu.
    Service,
    /// Biết bảo vệ bản thân trên môi trường số.
    Safety,
}

impl Component {
    /// All five, in the order of the plan.
    pub const ALL: [Self; 5] = [Self::Knowledge, Self::Skill, Self::Device, Self::Service, Self::Safety];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Knowledge => "knowledge",
            Self::Skill => "skill",
            Self::Device => "device",
            Self::Service => "service",
            Self::Safety => "safety",
        }
    }

    /// What a person attains in the ledger: `essential.` and the code.
    pub const fn attains(self) -> &'static str {
        match self {
            Self::Knowledge => "essential.knowledge",
            Self::Skill => "essential.skill",
            Self::Device => "essential.device",
            Self::Service => "essential.service",
            Self::Safety => "essential.safety",
        }
    }

    /// The component with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|component| component.code() == code)
    }

    /// How many tasks the checklist names; their words are under `learning-task-{code}-1` and on.
    pub const fn tasks(self) -> usize {
        match self {
            Self::Knowledge => 3,
            Self::Skill | Self::Service | Self::Safety => 4,
            Self::Device => 5,
        }
    }
}

/// What the witness saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Tự làm được.
    Unaided,
    /// Làm được khi có người giúp.
    Helped,
    /// Chưa làm được.
    NotYet,
}

impl Outcome {
    /// All three, the best first.
    pub const ALL: [Self; 3] = [Self::Unaided, Self::Helped, Self::NotYet];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unaided => "unaided",
            Self::Helped => "helped",
            Self::NotYet => "not_yet",
        }
    }

    /// The outcome with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A check to be recorded.
#[derive(Clone, Debug)]
pub struct NewCheck {
    /// Made once when the form is opened: sending the form twice records it once.
    pub id: String,
    /// The person who was watched.
    pub person: String,
    /// Which component.
    pub component: Component,
    /// What was seen.
    pub outcome: Outcome,
    /// Where it was seen, in words.
    pub place: String,
    /// A note, or empty.
    pub note: String,
    /// When it was seen.
    pub at: Millis,
    /// The numbers of the tasks that were seen, from 1; empty when the witness did not say.
    pub tasks: Vec<i64>,
    /// The phone that it was recorded on.
    pub device: Option<String>,
}

/// The longest name of a place, in characters.
pub const PLACE_LIMIT: usize = 200;
/// The longest note or reason, in characters.
pub const NOTE_LIMIT: usize = 500;
/// How far back a check may be dated: notes on paper are brought in, memories of last year are not.
const BACK: Millis = 366 * DAY;

/// The field and text key of the first thing that is wrong with a check.
pub fn fault(new: &NewCheck, now: Millis) -> Option<(&'static str, &'static str)> {
    if new.place.trim().is_empty() {
        Some(("place", "learning-place-missing"))
    } else if new.place.chars().count() > PLACE_LIMIT {
        Some(("place", "learning-place-long"))
    } else if new.note.chars().count() > NOTE_LIMIT {
        Some(("note", "learning-note-long"))
    } else if new.tasks.iter().any(|task| *task < 1 || *task > new.component.tasks() as i64) {
        Some(("tasks", "learning-task-unknown"))
    } else if new.at > now + 5 * MINUTE {
        Some(("day", "learning-when-future"))
    } else if new.at < now - BACK {
        Some(("day", "learning-when-old"))
    } else {
        None
    }
}

/// Whether `account` may take a check back on a phone, on the day on which it was seen or recorded.
pub fn may_take_back(recorded_by: &str, seen_on: Date, recorded_on: Date, account: &str, on: Date) -> bool {
    recorded_by == account && (on == seen_on || on == recorded_on)
}

/// Whether `account` may take a check back: whoever recorded it on the same day, and who manages the plan at any time.
pub fn may_undo(recorded_by: &str, recorded_on: Date, account: &str, today: Date, manages: bool) -> bool {
    manages || (recorded_by == account && recorded_on == today)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::kit::text::{Lang, Text};

    #[test]
    fn every_component_has_its_words_in_both_languages() {
        for t in Lang::ALL.map(Text::of) {
            for component in Component::ALL {
                assert_eq!(Component::parse(component.code()), Some(component));
                assert_eq!(component.attains(), format!("essential.{}", component.code()));
                for part in ["component", "about", "short"] {
                    assert!(t.has(&format!("learning-{part}-{}", component.code())), "{part} {}", component.code());
                }
                for task in 1..=component.tasks() {
                    assert!(t.has(&format!("learning-task-{}-{task}", component.code())), "{} {task}", component.code());
                }
                assert!(!t.has(&format!("learning-task-{}-{}", component.code(), component.tasks() + 1)), "{}", component.code());
            }
            for outcome in Outcome::ALL {
                assert_eq!(Outcome::parse(outcome.code()), Some(outcome));
                assert!(t.has(&format!("learning-outcome-{}", outcome.code())));
            }
        }
    }

    #[test]
    fn a_check_says_where_and_when_and_neither_is_impossible() {
        let now = 1_791_201_600_000;
        let check = |place: &str, note: &str, at: Millis| NewCheck {
            id: "c".into(),
            person: "p".into(),
            component: Component::Device,
            outcome: Outcome::Unaided,
            place: place.into(),
            note: note.into(),
            at,
            tasks: Vec::new(),
            device: None,
        };
        let long = "ă".repeat(501);
        for (place, note, at, fault_key) in [
            ("Nhà văn hóa", "", now, None),
            ("Nhà văn hóa", "", now - 300 * DAY, None),
            (" ", "", now, Some("learning-place-missing")),
            (&long[..], "", now, Some("learning-place-long")),
            ("ở nhà", &long[..], now, Some("learning-note-long")),
            ("ở nhà", "", now + DAY, Some("learning-when-future")),
            ("ở nhà", "", now - 400 * DAY, Some("learning-when-old")),
            ("ở nhà", "", Millis::MIN / 2, Some("learning-when-old")),
        ] {
            assert_eq!(fault(&check(place, note, at), now).map(|f| f.1), fault_key, "{place} {at}");
        }
    }

    #[test]
    fn the_recorder_may_undo_on_the_same_day_and_the_office_later() {
        let (monday, tuesday) = (date(2026, 10, 5), date(2026, 10, 6));
        for (account, today, manages, may) in
            [("lan", monday, false, true), ("lan", tuesday, false, false), ("hoa", monday, false, false), ("hoa", tuesday, true, true)]
        {
            assert_eq!(may_undo("lan", monday, account, today, manages), may, "{account} {today} {manages}");
        }
    }
}
