//! What a venue is, and what is wrong with one.

/// What kind of place a venue is.
///
/// # Source
/// Plan III.6.4 and target T12: the points where people learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nhà văn hóa thôn.
    Hall,
    /// A school.
    School,
    /// Điểm bưu điện văn hóa xã (T12).
    PostPoint,
    /// Trung tâm học tập cộng đồng (T12).
    LearningCentre,
    /// A library.
    Library,
    /// Anything else.
    Other,
}

impl Kind {
    /// Every kind, the most usual first.
    pub const ALL: [Self; 6] = [Self::Hall, Self::School, Self::PostPoint, Self::LearningCentre, Self::Library, Self::Other];

    /// The code kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hall => "hall",
            Self::School => "school",
            Self::PostPoint => "post",
            Self::LearningCentre => "centre",
            Self::Library => "library",
            Self::Other => "other",
        }
    }

    /// The text key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hall => "resources-kind-hall",
            Self::School => "resources-kind-school",
            Self::PostPoint => "resources-kind-post",
            Self::LearningCentre => "resources-kind-centre",
            Self::Library => "resources-kind-library",
            Self::Other => "resources-kind-other",
        }
    }

    /// The kind with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A venue as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Venue {
    /// Its id.
    pub id: String,
    /// The village's id; `None` for a venue of the whole commune.
    pub village: Option<String>,
    /// Its name, unique in the commune.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// How to find it; may be empty.
    pub address: String,
    /// How many people it holds, when somebody counted.
    pub capacity: Option<i64>,
    /// Whether a wheelchair gets in; `None` when nobody looked.
    pub step_free: Option<bool>,
    /// Whether classes may be opened there.
    pub active: bool,
    /// Grows with every change, so that a stale form is noticed.
    pub version: i64,
}

/// A venue to be added, or the new state of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVenue {
    /// The village's id; `None` for the whole commune.
    pub village: Option<String>,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// How to find it.
    pub address: String,
    /// How many people it holds, 1 to [`MOST_PEOPLE`].
    pub capacity: Option<i64>,
    /// Whether a wheelchair gets in.
    pub step_free: Option<bool>,
    /// Whether classes may be opened there.
    pub active: bool,
}

/// The most people that a venue may say it holds.
pub const MOST_PEOPLE: i64 = 5_000;
/// The longest name or address, in letters.
pub const MOST_LETTERS: usize = 200;

/// What is wrong with a venue: field and text key, in the order of the form.
pub fn faults(new: &NewVenue) -> Vec<(&'static str, &'static str)> {
    let mut faults = Vec::new();
    if new.name.trim().is_empty() {
        faults.push(("name", "resources-fault-name"));
    } else if new.name.chars().count() > MOST_LETTERS {
        faults.push(("name", "resources-fault-long"));
    }
    if new.address.chars().count() > MOST_LETTERS {
        faults.push(("address", "resources-fault-long"));
    }
    if new.capacity.is_some_and(|people| !(1..=MOST_PEOPLE).contains(&people)) {
        faults.push(("capacity", "resources-fault-capacity"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hall() -> NewVenue {
        NewVenue {
            village: None,
            name: "Nhà văn hóa".into(),
            kind: Kind::Hall,
            address: String::new(),
            capacity: Some(60),
            step_free: None,
            active: true,
        }
    }

    #[test]
    fn every_kind_is_read_back_from_its_code() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.code()), Some(kind));
        }
        assert_eq!(Kind::parse(""), None);
    }

    #[test]
    fn a_venue_needs_a_name_and_a_sensible_size() {
        let long = "x".repeat(MOST_LETTERS + 1);
        let cases: [(NewVenue, &[(&str, &str)]); 6] = [
            (hall(), &[]),
            (NewVenue { capacity: None, ..hall() }, &[]),
            (NewVenue { name: "  ".into(), ..hall() }, &[("name", "resources-fault-name")]),
            (NewVenue { name: long.clone(), ..hall() }, &[("name", "resources-fault-long")]),
            (NewVenue { capacity: Some(0), ..hall() }, &[("capacity", "resources-fault-capacity")]),
            (
                NewVenue { address: long, capacity: Some(5_001), ..hall() },
                &[("address", "resources-fault-long"), ("capacity", "resources-fault-capacity")],
            ),
        ];
        for (venue, expected) in cases {
            assert_eq!(faults(&venue), expected, "{}", venue.name);
        }
    }
}
