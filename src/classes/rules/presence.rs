//! Attendance: what one tap on the roll means, and when it may be made.

use super::coded;
use crate::kit::{
    clock::{DAY, MINUTE, Millis},
    dates,
    recur::Slot,
};

coded! {
    /// What somebody says about one person at one session.
    Said "classes-mark-" {
        /// Here, on time.
        Present "present",
        /// Here, after the start.
        Late "late",
        /// Not here.
        Absent "absent",
        /// Nothing: the mark before was a mistake.
        None "none",
    }
}

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Here, on time.
    Present,
    /// Here; whole minutes after the planned start, rounded down. 0 when nobody knows how many.
    Late(i64),
    /// Not here.
    Absent,
}

impl Presence {
    /// The word for it.
    pub const fn said(self) -> Said {
        match self {
            Self::Present => Said::Present,
            Self::Late(_) => Said::Late,
            Self::Absent => Said::Absent,
        }
    }

    /// Whether the person was here, on time or late.
    pub const fn is_here(self) -> bool {
        matches!(self, Self::Present | Self::Late(_))
    }

    /// Whole minutes after the start; 0 unless late.
    pub const fn late_minutes(self) -> i64 {
        if let Self::Late(minutes) = self { minutes } else { 0 }
    }

    /// The presence that was kept as a code and minutes; `None` for a mark that was taken back.
    pub fn of(code: &str, late_minutes: i64) -> Option<Self> {
        match Said::parse(code)? {
            Said::Present => Some(Self::Present),
            Said::Late => Some(Self::Late(late_minutes)),
            Said::Absent => Some(Self::Absent),
            Said::None => None,
        }
    }
}

/// A mark as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Who it is about, as it was marked: perhaps merged since.
    pub person: String,
    /// What it says; `None` after it was taken back.
    pub presence: Option<Presence>,
    /// When it was made, in UTC milliseconds.
    pub marked_at: Millis,
    /// The account that made it.
    pub marked_by: String,
    /// The ledger entry that it made, while the person counts as here.
    pub entry: Option<String>,
    /// Grows with every change, from 1.
    pub version: i64,
}

/// Why a tap was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkError {
    /// The session was called off.
    Cancelled,
    /// The session is more than [`AHEAD`] away.
    TooEarly,
    /// The day after the session is over, and the caller may not change classes.
    TooLate,
    /// A correction after the session's day says why.
    ReasonMissing,
}

impl MarkError {
    /// The stable code, which is also the text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cancelled => "classes-refused-cancelled",
            Self::TooEarly => "classes-refused-early",
            Self::TooLate => "classes-refused-late",
            Self::ReasonMissing => "classes-refused-reason",
        }
    }
}

/// How long before the start attendance may be taken: people come early, and an empty hall is no class.
pub const AHEAD: Millis = 60 * MINUTE;

/// A tap, and what is known where it falls.
#[derive(Clone, Copy, Debug)]
pub struct Marking<'a> {
    /// When the session takes place.
    pub slot: Slot,
    /// Whether it was called off.
    pub cancelled: bool,
    /// Whether the caller may change classes, and so correct later.
    pub corrects: bool,
    /// What was marked before.
    pub before: Option<Presence>,
    /// What is said now.
    pub said: Said,
    /// Why; may be empty.
    pub reason: &'a str,
}

/// From when until when everybody who takes attendance may do so: from [`AHEAD`] before the start to the end of the day after
/// the session, in UTC milliseconds, the end not included.
pub fn window(slot: Slot) -> (Millis, Millis) {
    let midnight = dates::instant(slot.day(), jiff::civil::Time::MIN);
    (dates::instant(slot.day(), slot.start()) - AHEAD, midnight + 2 * DAY)
}

/// Decides what one tap on the roll means; `Ok(None)` takes a mark back.
///
/// Nobody is late before the start: “late” said then is on time. “Present” stays on time however late it is tapped, because
/// a roll is called when people sit; the officer who saw somebody come late says so, and the minutes are counted.
///
/// # Units
/// `at` is in UTC milliseconds; [`Presence::Late`] holds whole minutes since the planned start, rounded down, and 0 when it was said
/// after the end, where nobody knows how many they were.
///
/// # Errors
/// [`MarkError`], in the order of its variants. Until the end of the day after the session whoever takes attendance may mark;
/// later only who may change classes. After the session's own day a change of a mark says why, and after the window any mark does.
///
/// # Source
/// Plan III.2.2.1 and V.6: attendance is evidence of grade B, taken at the session by somebody who is there.
pub fn presence(tap: &Marking<'_>, at: Millis) -> Result<Option<Presence>, MarkError> {
    let (opens, closes) = window(tap.slot);
    if tap.cancelled {
        return Err(MarkError::Cancelled);
    }
    if at < opens {
        return Err(MarkError::TooEarly);
    }
    if at >= closes && !tap.corrects {
        return Err(MarkError::TooLate);
    }
    let same = tap.before.map_or(Said::None, Presence::said) == tap.said;
    if !same && wants_reason(tap.slot, tap.before, at) && tap.reason.trim().is_empty() {
        return Err(MarkError::ReasonMissing);
    }
    Ok(meant(tap.slot, tap.said, at))
}

/// What a word means at a moment, whether or not attendance was open then: for what an officer lets in.
pub fn meant(slot: Slot, said: Said, at: Millis) -> Option<Presence> {
    match said {
        Said::Present => Some(Presence::Present),
        Said::Absent => Some(Presence::Absent),
        Said::None => None,
        Said::Late => Some(late(slot, at)),
    }
}

/// Whether a mark made at `at` must say why: any mark after the window, and a changed one after the session's day.
pub fn wants_reason(slot: Slot, before: Option<Presence>, at: Millis) -> bool {
    at >= window(slot).1 || (before.is_some() && dates::day_of(at) > slot.day())
}

fn late(slot: Slot, at: Millis) -> Presence {
    let (start, end) = (dates::instant(slot.day(), slot.start()), dates::instant(slot.day(), slot.end()));
    match at {
        _ if at <= start => Presence::Present,
        _ if at > end => Presence::Late(0),
        _ => Presence::Late((at - start) / MINUTE),
    }
}

/// When it happened, for the ledger: a mark made before the start or after the end still speaks of the session. One from before the roll
/// was open speaks of the time that the session had then: it was moved since.
pub fn seen_at(slot: Slot, at: Millis) -> Millis {
    if at < window(slot).0 {
        return at;
    }
    at.clamp(dates::instant(slot.day(), slot.start()), dates::instant(slot.day(), slot.end()))
}

/// Whether somebody else changed the mark after the caller saw it, so that the caller should look again first.
///
/// One's own taps follow each other without a look between them, because the page shows each at once; and whoever says what
/// stands there already agrees.
pub fn stale(mark: Option<&Mark>, seen_version: i64, by: &str, said: Said) -> bool {
    mark.is_some_and(|mark| {
        let agrees = mark.presence.map_or(Said::None, Presence::said) == said;
        mark.version != seen_version && mark.marked_by != by && !agrees
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn slot() -> Slot {
        Slot::new(date(2026, 10, 5), time(19, 30, 0, 0), time(21, 0, 0, 0)).unwrap()
    }

    fn at(day: i8, hour: i8, minute: i8, second: i8) -> Millis {
        dates::instant(date(2026, 10, day), time(hour, minute, second, 0))
    }

    fn tap(said: Said) -> Marking<'static> {
        Marking { slot: slot(), cancelled: false, corrects: false, before: None, said, reason: "" }
    }

    #[test]
    fn a_tap_says_who_is_here_and_how_late() {
        for (said, when, expected) in [
            (Said::Present, at(5, 18, 30, 0), Some(Presence::Present)),
            (Said::Present, at(5, 20, 15, 0), Some(Presence::Present)),
            (Said::Late, at(5, 19, 0, 0), Some(Presence::Present)),
            (Said::Late, at(5, 19, 30, 0), Some(Presence::Present)),
            (Said::Late, at(5, 19, 30, 1), Some(Presence::Late(0))),
            (Said::Late, at(5, 19, 42, 59), Some(Presence::Late(12))),
            (Said::Late, at(5, 21, 0, 0), Some(Presence::Late(90))),
            (Said::Late, at(5, 21, 0, 1), Some(Presence::Late(0))),
            (Said::Late, at(6, 8, 0, 0), Some(Presence::Late(0))),
            (Said::Absent, at(5, 19, 45, 0), Some(Presence::Absent)),
            (Said::None, at(5, 19, 45, 0), None),
        ] {
            assert_eq!(presence(&tap(said), when), Ok(expected), "{said:?} {when}");
        }
    }

    #[test]
    fn attendance_is_open_from_an_hour_before_to_the_end_of_the_next_day() {
        let leader = |tap: Marking<'static>| Marking { corrects: true, ..tap };
        for (tap, when, expected) in [
            (tap(Said::Present), at(5, 18, 29, 59), Err(MarkError::TooEarly)),
            (leader(tap(Said::Present)), at(5, 18, 29, 59), Err(MarkError::TooEarly)),
            (tap(Said::Present), at(5, 18, 30, 0), Ok(Some(Presence::Present))),
            (tap(Said::Present), at(6, 23, 59, 59), Ok(Some(Presence::Present))),
            (tap(Said::Present), at(7, 0, 0, 0), Err(MarkError::TooLate)),
            (leader(tap(Said::Present)), at(7, 0, 0, 0), Err(MarkError::ReasonMissing)),
            (Marking { reason: "sổ giấy", ..leader(tap(Said::Present)) }, at(20, 9, 0, 0), Ok(Some(Presence::Present))),
            (Marking { cancelled: true, ..leader(tap(Said::Present)) }, at(5, 19, 30, 0), Err(MarkError::Cancelled)),
            (Marking { cancelled: true, ..tap(Said::Present) }, at(1, 0, 0, 0), Err(MarkError::Cancelled)),
        ] {
            assert_eq!(presence(&tap, when), expected, "{tap:?} {when}");
        }
    }

    #[test]
    fn a_correction_after_the_day_says_why() {
        let absent = Marking { before: Some(Presence::Present), ..tap(Said::Absent) };
        for (tap, when, expected) in [
            (absent, at(5, 23, 59, 59), Ok(Some(Presence::Absent))),
            (absent, at(6, 0, 0, 0), Err(MarkError::ReasonMissing)),
            (Marking { reason: " \n", ..absent }, at(6, 0, 0, 0), Err(MarkError::ReasonMissing)),
            (Marking { reason: "chạm nhầm", ..absent }, at(6, 0, 0, 0), Ok(Some(Presence::Absent))),
            (Marking { said: Said::None, ..absent }, at(6, 8, 0, 0), Err(MarkError::ReasonMissing)),
            (Marking { said: Said::Present, ..absent }, at(6, 8, 0, 0), Ok(Some(Presence::Present))),
        ] {
            assert_eq!(presence(&tap, when), expected, "{tap:?} {when}");
        }
    }

    #[test]
    fn what_happened_lies_within_the_session() {
        for (when, seen) in [
            (at(5, 18, 45, 0), at(5, 19, 30, 0)),
            (at(5, 20, 0, 0), at(5, 20, 0, 0)),
            (at(6, 9, 0, 0), at(5, 21, 0, 0)),
            (at(3, 19, 40, 0), at(3, 19, 40, 0)),
        ] {
            assert_eq!(seen_at(slot(), when), seen);
        }
    }

    #[test]
    fn only_another_hand_since_the_last_look_makes_a_tap_stale() {
        let mark =
            Mark { person: "p".into(), presence: Some(Presence::Absent), marked_at: 0, marked_by: "hà".into(), entry: None, version: 2 };
        for (seen, by, said, expected) in [
            (2, "minh", Said::Present, false),
            (1, "minh", Said::Present, true),
            (0, "minh", Said::None, true),
            (1, "minh", Said::Absent, false),
            (1, "hà", Said::Present, false),
        ] {
            assert_eq!(stale(Some(&mark), seen, by, said), expected, "{seen} {by} {said:?}");
        }
        assert!(!stale(None, 0, "minh", Said::Present));
    }

    #[test]
    fn what_was_kept_is_read_back() {
        for presence in [Presence::Present, Presence::Late(12), Presence::Absent] {
            assert_eq!(Presence::of(presence.said().code(), presence.late_minutes()), Some(presence));
        }
        assert_eq!(Presence::of("none", 0), None);
        assert_eq!(Presence::of("?", 0), None);
    }
}
