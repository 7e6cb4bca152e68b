//! Places in a class: who gets one, who waits, and which person of the register a name on the list may be.

use super::coded;
use crate::kit::{clock::Millis, fold};

coded! {
    /// What an enrolment is now.
    Standing "classes-place-" {
        /// A place in the class.
        Enrolled "enrolled",
        /// A place in the queue.
        Waiting "waiting",
        /// Given up, or taken off the list.
        Left "left",
    }
}

coded! {
    /// How somebody came onto the list.
    Source "classes-source-" {
        /// By themselves, with a name and a phone.
        Public "public",
        /// Put there by an officer.
        Officer "officer",
        /// Came without enrolling, and was marked at the session.
        WalkIn "walk_in",
    }
}

/// A place in a class or in its queue, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// Its id.
    pub id: String,
    /// The person of the register, once somebody knows who it is.
    pub person: Option<String>,
    /// The name: the register's, or as it was typed.
    pub name: String,
    /// The phone in its national form, as it was typed at registration.
    pub phone: Option<String>,
    /// The year of birth.
    pub birth_year: Option<i16>,
    /// The village that was named at registration.
    pub village: Option<String>,
    /// What it is now.
    pub state: Standing,
    /// The code that the person keeps, to be read over the phone.
    pub code: String,
    /// Its place in the order of registration; smaller came first.
    pub place: i64,
    /// How it came about.
    pub source: Source,
    /// When, in UTC milliseconds.
    pub created_at: Millis,
    /// When the person moved up from the queue.
    pub promoted_at: Option<Millis>,
    /// When an officer told them so.
    pub called_at: Option<Millis>,
}

impl Enrolment {
    /// Whether the person moved up from the queue and nobody has told them yet.
    pub fn wants_a_call(&self) -> bool {
        self.state == Standing::Enrolled && self.promoted_at.is_some() && self.called_at.is_none()
    }
}

/// What somebody types to get a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRegistration {
    /// Their name.
    pub name: String,
    /// Their phone in its national form.
    pub phone: String,
    /// Their year of birth, if they like.
    pub birth_year: Option<i16>,
    /// Their village, if they like.
    pub village: Option<String>,
    /// Whether they agreed to being called and listed for this class.
    pub agreed: bool,
}

/// What a registration gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// A place in the class.
    Enrolled,
    /// A place in the queue.
    Waiting,
    /// Nothing: class and queue are full.
    Full,
}

/// The shortest queue that a class keeps; a larger class keeps one as long as itself.
const SHORTEST_QUEUE: i64 = 10;

/// Which place the next one gets, with so many enrolled and waiting.
///
/// Whoever comes while others wait stands behind them, even when a seat is free for a moment.
pub fn seat(capacity: i64, enrolled: i64, waiting: i64) -> Seat {
    if enrolled < capacity && waiting == 0 {
        Seat::Enrolled
    } else if waiting < capacity.max(SHORTEST_QUEUE) {
        Seat::Waiting
    } else {
        Seat::Full
    }
}

/// Seats left; walk-ins may have taken more than there are.
pub fn seats_left(capacity: i64, enrolled: i64) -> i64 {
    (capacity - enrolled).max(0)
}

/// The place in the queue, from 1: how many wait with an earlier or the same place.
pub fn place_in_queue(places: &[i64], mine: i64) -> i64 {
    places.iter().filter(|place| **place <= mine).count() as i64
}

/// The longest name, in letters.
const MOST_NAME: usize = 80;
/// The oldest year of birth that a form takes.
const FIRST_BIRTH: i16 = 1900;

/// What is wrong with a registration: field and text key, in the order of the form. Phone and year of birth are read before, by
/// [`crate::kit::phone::Phone`] and [`birth_year`].
pub fn registration_faults(new: &NewRegistration) -> Vec<(&'static str, &'static str)> {
    let mut faults = Vec::new();
    if let Some(fault) = name_fault(&new.name) {
        faults.push(("name", fault));
    }
    if !new.agreed {
        faults.push(("agree", "classes-fault-agree"));
    }
    faults
}

/// What is wrong with the name of a person who stands at the door.
pub fn name_fault(name: &str) -> Option<&'static str> {
    let name = name.trim();
    if !name.chars().any(char::is_alphabetic) {
        Some("classes-fault-name")
    } else if name.chars().count() > MOST_NAME {
        Some("classes-fault-name-long")
    } else {
        None
    }
}

/// A year of birth as it was typed; nothing typed is nobody's mistake.
///
/// # Errors
/// `()` when it is no year between 1900 and `this_year`.
pub fn birth_year(text: &str, this_year: i16) -> Result<Option<i16>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().ok().filter(|year| (FIRST_BIRTH..=this_year).contains(year)).map(Some).ok_or(())
}

/// How likely a name on the list and a person of the register are the same, the likeliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same name and the same phone, or the same name and year of birth.
    Same,
    /// The same phone with another name, as families share one; or the same name where a year is unknown.
    Perhaps,
    /// A part of the name.
    Name,
}

/// Compares a name on the list with a person of the register; `None` when nothing speaks for it.
pub fn likeness(name: &str, birth_year: Option<i16>, same_phone: bool, person: &str, person_year: Option<i16>) -> Option<Likeness> {
    let (typed, known) = (fold::fold(name), fold::fold(person));
    let same_name = typed == known;
    let years = birth_year.zip(person_year).map(|(a, b)| a == b);
    match (same_name, same_phone, years) {
        (true, true, _) | (true, _, Some(true)) => Some(Likeness::Same),
        (true, false, None) | (false, true, _) => Some(Likeness::Perhaps),
        (true, false, Some(false)) => Some(Likeness::Name),
        (false, false, _) => shares_given_name(&typed, &known).then_some(Likeness::Name),
    }
}

/// Vietnamese names end with the given name: “Lan” on a list may be “Nguyễn Thị Lan”.
fn shares_given_name(typed: &str, known: &str) -> bool {
    !typed.is_empty() && (known.ends_with(&format!(" {typed}")) || known.contains(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_come_first_then_the_queue_then_nothing() {
        for (capacity, enrolled, waiting, expected) in [
            (30, 0, 0, Seat::Enrolled),
            (30, 29, 0, Seat::Enrolled),
            (30, 30, 0, Seat::Waiting),
            (30, 29, 1, Seat::Waiting),
            (30, 45, 29, Seat::Waiting),
            (30, 30, 30, Seat::Full),
            (5, 5, 9, Seat::Waiting),
            (5, 5, 10, Seat::Full),
        ] {
            assert_eq!(seat(capacity, enrolled, waiting), expected, "{capacity} {enrolled} {waiting}");
        }
        assert_eq!((seats_left(30, 24), seats_left(30, 33)), (6, 0));
    }

    #[test]
    fn the_queue_counts_those_before() {
        assert_eq!((place_in_queue(&[4, 7, 9], 4), place_in_queue(&[4, 7, 9], 9), place_in_queue(&[], 1)), (1, 3, 0));
    }

    #[test]
    fn a_registration_needs_a_name_and_a_yes() {
        let fine = NewRegistration { name: "Lê Thị Hoa".into(), phone: "0912345678".into(), agreed: true, ..NewRegistration::default() };
        let cases: [(NewRegistration, &[(&str, &str)]); 5] = [
            (fine.clone(), &[]),
            (NewRegistration { birth_year: Some(1953), ..fine.clone() }, &[]),
            (NewRegistration { name: " 123 ".into(), ..fine.clone() }, &[("name", "classes-fault-name")]),
            (NewRegistration { name: "ă".repeat(81), ..fine.clone() }, &[("name", "classes-fault-name-long")]),
            (NewRegistration { agreed: false, ..fine }, &[("agree", "classes-fault-agree")]),
        ];
        for (new, expected) in cases {
            assert_eq!(registration_faults(&new), expected, "{new:?}");
        }
    }

    #[test]
    fn a_year_of_birth_is_a_year_or_nothing() {
        for (text, expected) in [("", Ok(None)), (" 1953 ", Ok(Some(1953))), ("2026", Ok(Some(2026)))] {
            assert_eq!(birth_year(text, 2026), expected, "{text}");
        }
        for text in ["2027", "1899", "53", "năm 53", "-1953", "99999999999"] {
            assert_eq!(birth_year(text, 2026), Err(()), "{text}");
        }
    }

    #[test]
    fn a_likely_person_has_the_name_and_one_thing_more() {
        for (name, year, same_phone, person, person_year, expected) in [
            ("le thi hoa", Some(1960), false, "Lê Thị Hoa", Some(1960), Some(Likeness::Same)),
            ("Lê Thị Hoa", None, true, "Lê Thị Hoa", Some(1960), Some(Likeness::Same)),
            ("Lê Thị Hoa", None, false, "Lê Thị Hoa", Some(1960), Some(Likeness::Perhaps)),
            ("Lê Văn Nam", None, true, "Lê Thị Hoa", None, Some(Likeness::Perhaps)),
            ("Lê Thị Hoa", Some(1985), false, "Lê Thị Hoa", Some(1960), Some(Likeness::Name)),
            ("Hoa", None, false, "Lê Thị Hoa", None, Some(Likeness::Name)),
            ("Nam", None, false, "Lê Thị Hoa", None, None),
            ("", None, false, "Lê Thị Hoa", None, None),
        ] {
            assert_eq!(likeness(name, year, same_phone, person, person_year), expected, "{name} / {person}");
        }
    }
}
