//! What a class is, and what is wrong with one that somebody wants to open.

use jiff::civil::{Date, Time};

use super::{coded, schedule::Repeat};
use crate::kit::{
    dates, fold,
    recur::{Pattern, RecurError, Slot},
};

coded! {
    /// For whom a class is.
    ///
    /// # Source
    /// Plan III.2.1, its four groups; the codes are those of a person's audience.
    Audience "classes-audience-" {
        /// Người dân.
        Citizen "citizen",
        /// Học sinh, sinh viên.
        Student "student",
        /// Cán bộ, công chức, viên chức.
        Staff "staff",
        /// Người lao động trong doanh nghiệp, hợp tác xã.
        Worker "worker",
    }
}

coded! {
    /// Whether a class is held for people who need more help.
    ///
    /// # Source
    /// Plan III.2.2.1: classes of their own for old and for disabled people, helped directly by volunteers.
    Support "classes-support-" {
        /// For everybody.
        None "none",
        /// For old people.
        Elderly "elderly",
        /// For disabled people.
        Disabled "disabled",
    }
}

coded! {
    /// Whether a class goes on.
    SeriesState "classes-state-" {
        /// It takes registrations and has sessions to come.
        Open "open",
        /// It was ended; what was held stays.
        Ended "ended",
    }
}

coded! {
    /// Whether a session takes place.
    SessionState "classes-session-" {
        /// It takes place, or took place.
        Planned "planned",
        /// It was called off, with a reason; it stays on the timetable, crossed out.
        Cancelled "cancelled",
    }
}

/// The most seats of a class.
pub const MOST_SEATS: i64 = 500;
/// The longest title, in letters.
const MOST_TITLE: usize = 120;
/// The longest text about a class, in letters.
const MOST_ABOUT: usize = 2_000;
/// The longest name of a teacher or of a helpers' rule, in letters.
const MOST_LINE: usize = 200;

/// A class to be opened, or the new state of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSeries {
    /// What is learnt, in the words of the timetable.
    pub title: String,
    /// What to bring, what to expect; may be empty.
    pub about: String,
    /// The id of the village whose class it is.
    pub village: String,
    /// The venue's id.
    pub venue: String,
    /// For whom.
    pub audience: Audience,
    /// Whether it is for people who need more help.
    pub support: Support,
    /// How many helpers per learner, in words; may be empty.
    pub helpers: String,
    /// Who teaches.
    pub teacher: String,
    /// Seats, 1 to [`MOST_SEATS`].
    pub capacity: i64,
    /// When each session begins, on Vietnam's clocks.
    pub start: Time,
    /// When each session ends, on the same day.
    pub end: Time,
    /// On which days.
    pub pattern: Pattern,
    /// Days that are left out.
    pub skip: Vec<Date>,
}

/// A class as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its id.
    pub id: String,
    /// Its part of the address `/lich-hoc/{code}`; it never changes.
    pub code: String,
    /// What it is: the same fields as when it was opened.
    pub now: NewSeries,
    /// How its days were given.
    pub repeat: Repeat,
    /// Whether it goes on.
    pub state: SeriesState,
    /// Grows with every change, so that a stale form is noticed.
    pub version: i64,
    /// The village's name.
    pub village_name: String,
    /// The venue's name.
    pub venue_name: String,
}

/// One session as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The session's id.
    pub id: String,
    /// The series' id.
    pub series: String,
    /// The series' code.
    pub code: String,
    /// The series' title.
    pub title: String,
    /// The teacher.
    pub teacher: String,
    /// The village's id.
    pub village: String,
    /// The village's name.
    pub village_name: String,
    /// The venue's id.
    pub venue: String,
    /// The venue's name.
    pub venue_name: String,
    /// When it takes place.
    pub slot: Slot,
    /// The day it was moved from, when it was.
    pub moved_from: Option<Date>,
    /// Whether it takes place.
    pub state: SessionState,
    /// Why it was called off or moved; may be empty.
    pub reason: String,
    /// How often it was changed: the calendar's SEQUENCE.
    pub sequence: i64,
    /// When it was last changed, in UTC milliseconds.
    pub updated_at: i64,
    /// The ledger entry that says it was held.
    pub held_entry: Option<String>,
    /// Seats of the class.
    pub capacity: i64,
    /// How many are enrolled.
    pub enrolled: i64,
    /// How many were present, on time or late.
    pub present: i64,
}

impl Lesson {
    /// The instant it begins, in UTC milliseconds.
    pub fn starts_at(&self) -> i64 {
        dates::instant(self.slot.day(), self.slot.start())
    }

    /// The instant it ends, in UTC milliseconds.
    pub fn ends_at(&self) -> i64 {
        dates::instant(self.slot.day(), self.slot.end())
    }

    /// Whether it was called off.
    pub fn is_cancelled(&self) -> bool {
        self.state == SessionState::Cancelled
    }

    /// Whether somebody was present.
    pub fn is_held(&self) -> bool {
        self.held_entry.is_some()
    }
}

/// What is wrong with a class: field and text key, in the order of the form. The days are checked apart, by
/// [`super::plan`], because the form offers them in several ways.
pub fn faults(new: &NewSeries) -> Vec<(&'static str, &'static str)> {
    let letters = |text: &str| text.trim().chars().count();
    let mut faults = Vec::new();
    match letters(&new.title) {
        0 => faults.push(("title", "classes-fault-title")),
        1..=MOST_TITLE => {}
        _ => faults.push(("title", "classes-fault-long")),
    }
    if letters(&new.about) > MOST_ABOUT {
        faults.push(("about", "classes-fault-long"));
    }
    if new.village.is_empty() {
        faults.push(("village", "classes-fault-village"));
    }
    if new.venue.is_empty() {
        faults.push(("venue", "classes-fault-venue"));
    }
    if letters(&new.helpers) > MOST_LINE {
        faults.push(("helpers", "classes-fault-long"));
    }
    match letters(&new.teacher) {
        0 => faults.push(("teacher", "classes-fault-teacher")),
        1..=MOST_LINE => {}
        _ => faults.push(("teacher", "classes-fault-long")),
    }
    if !(1..=MOST_SEATS).contains(&new.capacity) {
        faults.push(("capacity", "classes-fault-capacity"));
    }
    if new.end <= new.start {
        faults.push(("end", "classes-fault-end"));
    }
    faults
}

/// The stretch of `day` between two minutes of the day.
///
/// # Errors
/// [`RecurError::EndBeforeStart`].
pub fn slot(day: Date, start_minute: i64, end_minute: i64) -> Result<Slot, RecurError> {
    Slot::new(day, time_of(start_minute), time_of(end_minute))
}

/// Minutes since midnight, as they are kept.
pub fn minute_of(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

/// The time of day after so many minutes since midnight; held within one day.
pub fn time_of(minute: i64) -> Time {
    let minute = minute.clamp(0, 24 * 60 - 1);
    Time::constant((minute / 60) as i8, (minute % 60) as i8, 0, 0)
}

/// Words of a title that make an address; a longer one can't be read over a loudspeaker.
const SLUG_WORDS: usize = 4;
/// Codes that are addresses of their own beside `/quan-ly/lop/{code}`.
const TAKEN_WORDS: [&str; 3] = ["moi", "buoi", "tuan-trong"];

/// The part of the address that a title gives: its first words without marks, small letters and digits joined by `-`.
///
/// `number` is 1 for the first try, and grows while the code is in use: the second class of a title gets `…-2`.
pub fn slug(title: &str, number: u32) -> String {
    let folded = fold::fold(title);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| (1..=12).contains(&word.len())).take(SLUG_WORDS).collect();
    let plain = if words.is_empty() { "lop".to_owned() } else { words.join("-") };
    if number <= 1 && !TAKEN_WORDS.contains(&plain.as_str()) { plain } else { format!("{plain}-{}", number.max(2)) }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::{date, time};

    use super::*;

    /// A class on one evening.
    pub fn evening() -> NewSeries {
        NewSeries {
            title: "Gọi video".into(),
            about: String::new(),
            village: "v".into(),
            venue: "n".into(),
            audience: Audience::Citizen,
            support: Support::None,
            helpers: String::new(),
            teacher: "Đỗ Minh Hà".into(),
            capacity: 30,
            start: time(19, 30, 0, 0),
            end: time(21, 0, 0, 0),
            pattern: Pattern::Given(vec![date(2026, 10, 6)]),
            skip: Vec::new(),
        }
    }

    #[test]
    fn a_class_needs_words_a_place_seats_and_an_end_after_its_start() {
        type Change = fn(&mut NewSeries);
        let cases: [(Change, &[(&str, &str)]); 10] = [
            (|_| {}, &[]),
            (|s| s.title = " \t".into(), &[("title", "classes-fault-title")]),
            (|s| s.title = "ă".repeat(121), &[("title", "classes-fault-long")]),
            (|s| s.about = "x".repeat(2_001), &[("about", "classes-fault-long")]),
            (|s| s.venue.clear(), &[("venue", "classes-fault-venue")]),
            (|s| s.teacher.clear(), &[("teacher", "classes-fault-teacher")]),
            (|s| s.capacity = 0, &[("capacity", "classes-fault-capacity")]),
            (|s| s.capacity = 501, &[("capacity", "classes-fault-capacity")]),
            (|s| s.end = s.start, &[("end", "classes-fault-end")]),
            (|s| (s.village.clear(), s.end = Time::MIN).1, &[("village", "classes-fault-village"), ("end", "classes-fault-end")]),
        ];
        for (change, expected) in cases {
            let mut series = evening();
            change(&mut series);
            assert_eq!(faults(&series), expected);
        }
    }

    #[test]
    fn a_code_is_made_of_plain_words_and_never_of_an_address_in_use() {
        for (title, number, code) in [
            ("Gọi video và gửi ảnh cho con cháu", 1, "goi-video-va-gui"),
            ("Gọi video", 2, "goi-video-2"),
            ("Mới", 1, "moi-2"),
            ("Tuần trống", 1, "tuan-trong-2"),
            ("Tuần trống", 3, "tuan-trong-3"),
            ("<script>alert(1)</script>", 1, "script-alert-1-script"),
            ("../../etc/passwd", 1, "etc-passwd"),
            ("学习", 1, "lop"),
            ("", 1, "lop"),
        ] {
            assert_eq!(slug(title, number), code, "{title}");
        }
        assert!(slug(&"x".repeat(10_000), 1).len() < 60);
    }

    #[test]
    fn minutes_of_the_day_go_there_and_back() {
        for (minute, shown) in [(0, "00:00"), (1_170, "19:30"), (1_439, "23:59"), (-5, "00:00"), (9_999, "23:59")] {
            assert_eq!(dates::clock(time_of(minute)), shown);
        }
        assert_eq!(minute_of(time(19, 30, 0, 0)), 1_170);
    }
}
