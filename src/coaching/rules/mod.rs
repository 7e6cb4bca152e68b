//! What field work can record, what is wrong with it, what it attains, and who may take it back.

mod quota;
mod told;

use jiff::civil::Date;

pub use quota::{Done, Wanted, period_of, worked_minutes};
pub use told::{Answers, told_set};

use crate::{
    kit::clock::{DAY, HOUR, MINUTE, Millis},
    ledger::Kind as EntryKind,
};

/// Codes that stand in the database, in addresses and in the sync protocol; their words are text keys that end in the code.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The one with this code.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

codes! {
    /// What somebody is guided in.
    ///
    /// # Source
    /// Plan III.2.2.1: “cài đặt, sử dụng VNeID, dịch vụ công trực tuyến, thanh toán không dùng tiền mặt, sổ sức khỏe điện tử, an toàn”.
    Topic {
        /// VNeID.
        Vneid "vneid",
        /// Dịch vụ công trực tuyến.
        Dvctt "dvctt",
        /// Thanh toán không dùng tiền mặt.
        Payment "payment",
        /// Sổ sức khỏe điện tử.
        Health "health",
        /// An toàn trên mạng.
        Safety "safety",
        /// Dùng điện thoại.
        Device "device",
        /// Việc khác.
        Other "other",
    }
}

codes! {
    /// What came of it.
    Outcome {
        /// Tự làm được.
        Unaided "unaided",
        /// Làm được khi có người giúp.
        Helped "helped",
        /// Chưa làm được.
        NotYet "not_yet",
    }
}

codes! {
    /// How a mentor met a mentee.
    Means {
        /// Đến nhà.
        Visit "visit",
        /// Ở lớp.
        Class "class",
        /// Gọi điện.
        Phone "phone",
        /// Nhắn tin.
        Message "message",
    }
}

codes! {
    /// How a household committed itself.
    Signed {
        /// On the screen.
        Screen "screen",
        /// On paper.
        Paper "paper",
    }
}

codes! {
    /// Why somebody needs no digital identity of their own: left out of the coverage.
    Excluded {
        /// Chưa đủ tuổi.
        UnderAge "under_age",
        /// Đi vắng lâu ngày.
        Away "away",
        /// Không đủ sức khỏe.
        Unable "unable",
        /// Không đồng ý.
        Declined "declined",
        /// Lý do khác.
        Other "other",
    }
}

codes! {
    /// The kinds of things in the log.
    Kind {
        /// Hướng dẫn.
        Help "help",
        /// Người kèm gặp người được kèm.
        Contact "contact",
        /// Đến thăm hộ.
        Visit "visit",
        /// Cam kết Gia đình số.
        Commitment "commitment",
        /// Khảo sát gian hàng.
        Survey "survey",
        /// Kiểm tra danh tính số.
        Identity "identity",
        /// Ca trực.
        Shift "shift",
    }
}

impl Kind {
    /// The kind of its ledger entry.
    pub const fn entry(self) -> EntryKind {
        match self {
            Self::Help => super::HELPED,
            Self::Contact => super::CONTACTED,
            Self::Visit => super::VISITED,
            Self::Commitment => super::COMMITTED,
            Self::Survey => super::SURVEYED,
            Self::Identity => super::IDENTIFIED,
            Self::Shift => super::WORKED,
        }
    }
}

/// Somebody was guided in VNeID, with whatever came of it but on their own.
pub const VNEID_GUIDED: &str = "vneid.guided";
/// Somebody did a task in VNeID unaided before a witness.
pub const VNEID_UNAIDED: &str = "vneid.unaided";
/// Somebody's VNeID account was seen to be activated.
pub const VNEID_ACTIVATED: &str = "vneid.activated";
/// Somebody used an online public service, alone or with help.
pub const DVCTT_USED: &str = "dvctt.used";

/// What a person reaches in the ledger by being guided.
///
/// # Source
/// Indicator I2 (people who used online public services), target T10 (tiếp cận → hướng dẫn → thành thạo through VNeID). None of the
/// five components of T3 is among them: those need the whole task list of a skill check.
pub const fn attains(topic: Topic, outcome: Outcome) -> Option<&'static str> {
    match (topic, outcome) {
        (Topic::Vneid, Outcome::Unaided) => Some(VNEID_UNAIDED),
        (Topic::Vneid, _) => Some(VNEID_GUIDED),
        (Topic::Dvctt, Outcome::Unaided | Outcome::Helped) => Some(DVCTT_USED),
        _ => None,
    }
}

/// The longest name of a place, market or stall, in characters.
pub const PLACE_LIMIT: usize = 200;
/// The longest note, plan or reason, in characters.
pub const NOTE_LIMIT: usize = 500;
/// How far back field work may be dated: paper is brought in, last year's memories are not.
const BACK: Millis = 366 * DAY;
/// How long one shift may be.
const LONGEST_SHIFT: Millis = 16 * HOUR;
/// Until how many days after recording a helper may take back what they recorded themselves.
const UNDO_DAYS: Millis = 31 * DAY;

/// The text key of what is wrong with an instant: it lies ahead, or more than a year back.
pub const fn when_fault(at: Millis, now: Millis) -> Option<&'static str> {
    if at > now + 5 * MINUTE {
        Some("coaching-when-future")
    } else if at < now - BACK {
        Some("coaching-when-old")
    } else {
        None
    }
}

/// The field and text key of what is wrong with words: a name too long, a note too long.
pub fn words_fault(place: &str, note: &str) -> Option<(&'static str, &'static str)> {
    if place.chars().count() > PLACE_LIMIT {
        Some(("place", "coaching-place-long"))
    } else if note.chars().count() > NOTE_LIMIT {
        Some(("note", "coaching-note-long"))
    } else {
        None
    }
}

/// The text key of what is wrong with the minutes of a help: none, or more than a day of them.
pub fn minutes_fault(minutes: Option<i64>) -> Option<&'static str> {
    minutes.is_some_and(|minutes| !(1..=1_440).contains(&minutes)).then_some("coaching-minutes-wrong")
}

/// The text key of what is wrong with a shift.
pub fn shift_fault(began_at: Millis, ended_at: Millis, now: Millis) -> Option<&'static str> {
    if ended_at <= began_at {
        Some("coaching-shift-order")
    } else if ended_at - began_at > LONGEST_SHIFT {
        Some("coaching-shift-long")
    } else {
        when_fault(ended_at, now)
    }
}

/// Whether `account` may take back what `recorded_by` recorded: its recorder for a month, whoever manages coaching at any time.
pub fn may_undo(recorded_by: &str, recorded_at: Millis, account: &str, now: Millis, manages: bool) -> bool {
    manages || (recorded_by == account && now - recorded_at <= UNDO_DAYS)
}

/// What makes two helps one: the same helper, person and topic in the same minute. Unnamed people are never the same.
pub fn natural_help(account: &str, person: Option<&str>, topic: Topic, at: Millis) -> Option<String> {
    Some(format!("help {account} {} {} {}", person?, topic.code(), at.div_euclid(MINUTE)))
}

/// What makes two visits one: the same household, day and visitor, and whether anybody was met. Who finds nobody comes again.
pub fn natural_visit(account: &str, household: &str, day: Date, result: &str) -> String {
    format!("visit {household} {day} {account} {result}")
}

/// What makes two commitments one: the same household with the same lead learner.
pub fn natural_commitment(household: &str, lead: Option<&str>) -> String {
    format!("commitment {household} {}", lead.unwrap_or("-"))
}

/// What makes two shifts one: the same helper began in the same minute.
pub fn natural_shift(account: &str, began_at: Millis) -> String {
    format!("shift {account} {}", began_at.div_euclid(MINUTE))
}

/// How many people a Đại sứ số accompanies at least.
///
/// # Source
/// Plan III.4.1: “mỗi Đại sứ hướng dẫn ít nhất 5 người dân (mô hình 1 kèm 5)”.
pub const FIVE: i64 = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::text::{Lang, Text};

    #[test]
    fn every_code_has_its_words_in_both_languages() {
        for t in Lang::ALL.map(Text::of) {
            let words = |part: &str, code: &str| assert!(t.has(&format!("coaching-{part}-{code}")), "{part} {code}");
            for one in Topic::ALL {
                words("topic", one.code());
            }
            for one in Outcome::ALL {
                words("result", one.code());
            }
            for one in Means::ALL {
                words("means", one.code());
            }
            for one in Signed::ALL {
                words("signed", one.code());
            }
            for one in Excluded::ALL {
                words("excluded", one.code());
            }
            for one in Kind::ALL {
                words("kind", one.code());
            }
        }
        assert_eq!(Topic::parse("dvctt"), Some(Topic::Dvctt));
        assert_eq!((Topic::parse("DVCTT"), Outcome::parse(""), Means::parse("fax")), (None, None, None));
    }

    #[test]
    fn only_what_was_seen_is_attained() {
        for (topic, outcome, key) in [
            (Topic::Vneid, Outcome::Unaided, Some(VNEID_UNAIDED)),
            (Topic::Vneid, Outcome::Helped, Some(VNEID_GUIDED)),
            (Topic::Vneid, Outcome::NotYet, Some(VNEID_GUIDED)),
            (Topic::Dvctt, Outcome::Unaided, Some(DVCTT_USED)),
            (Topic::Dvctt, Outcome::Helped, Some(DVCTT_USED)),
            (Topic::Dvctt, Outcome::NotYet, None),
            (Topic::Payment, Outcome::Unaided, None),
            (Topic::Device, Outcome::Unaided, None),
        ] {
            assert_eq!(attains(topic, outcome), key, "{topic:?} {outcome:?}");
        }
    }

    #[test]
    fn a_time_lies_neither_ahead_nor_a_year_back() {
        let now = 1_791_201_600_000;
        for (at, fault) in [
            (now, None),
            (now + 4 * MINUTE, None),
            (now + DAY, Some("coaching-when-future")),
            (now - 300 * DAY, None),
            (now - 367 * DAY, Some("coaching-when-old")),
            (Millis::MIN / 2, Some("coaching-when-old")),
            (Millis::MAX / 2, Some("coaching-when-future")),
        ] {
            assert_eq!(when_fault(at, now), fault, "{at}");
        }
        for (began, ended, fault) in [
            (now - 2 * HOUR, now, None),
            (now, now, Some("coaching-shift-order")),
            (now, now - HOUR, Some("coaching-shift-order")),
            (now - 17 * HOUR, now, Some("coaching-shift-long")),
            (now, now + HOUR, Some("coaching-when-future")),
        ] {
            assert_eq!(shift_fault(began, ended, now), fault, "{began} {ended}");
        }
    }

    #[test]
    fn words_and_minutes_have_their_limits() {
        let long = "ă".repeat(501);
        for (place, note, key) in [
            ("", "", None),
            ("chợ", "đã xong", None),
            (&long[..], "", Some("coaching-place-long")),
            ("chợ", &long[..], Some("coaching-note-long")),
        ] {
            assert_eq!(words_fault(place, note).map(|fault| fault.1), key, "{place}");
        }
        for (minutes, fine) in
            [(None, true), (Some(1), true), (Some(1_440), true), (Some(0), false), (Some(-5), false), (Some(i64::MAX), false)]
        {
            assert_eq!(minutes_fault(minutes).is_none(), fine, "{minutes:?}");
        }
    }

    #[test]
    fn a_helper_takes_back_their_own_for_a_month_and_the_office_at_any_time() {
        let now = 1_791_201_600_000;
        for (account, recorded_at, manages, may) in [
            ("lan", now, false, true),
            ("lan", now - 30 * DAY, false, true),
            ("lan", now - 32 * DAY, false, false),
            ("hoa", now, false, false),
            ("hoa", now - 300 * DAY, true, true),
        ] {
            assert_eq!(may_undo("lan", recorded_at, account, now, manages), may, "{account} {recorded_at} {manages}");
        }
    }

    #[test]
    fn the_same_thing_twice_has_one_natural_key() {
        let at = 1_791_201_600_000;
        let key = |account: &str, person: Option<&str>, topic: Topic, at: Millis| natural_help(account, person, topic, at);
        assert_eq!(key("a", Some("p"), Topic::Vneid, at), key("a", Some("p"), Topic::Vneid, at + 59_999));
        for other in [
            key("b", Some("p"), Topic::Vneid, at),
            key("a", Some("q"), Topic::Vneid, at),
            key("a", Some("p"), Topic::Dvctt, at),
            key("a", Some("p"), Topic::Vneid, at + MINUTE),
        ] {
            assert_ne!(key("a", Some("p"), Topic::Vneid, at), other);
        }
        assert_eq!(key("a", None, Topic::Vneid, at), None, "two unnamed people are two");
        assert_ne!(natural_commitment("h", None), natural_commitment("h", Some("p")));
    }
}
