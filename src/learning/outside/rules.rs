//! What a course and a result from outside must be, and who of the register a row of a platform's list is.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::kit::{birth::Birth, fold};

/// The longest title, platform, number, in characters.
pub const LINE_LIMIT: usize = 200;
/// The longest address, in bytes.
pub const LINK_LIMIT: usize = 500;
/// The longest note or reason, in characters.
pub const NOTE_LIMIT: usize = 500;
/// The largest picture of a proof as it is sent, in bytes.
pub const PICTURE_LIMIT: usize = 10 * 1024 * 1024;
/// So many results of one person may wait at a time.
pub const WAITING_LIMIT: i64 = 10;

/// Whether a course costs something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Price {
    /// Nothing.
    Free,
    /// Something.
    Paid,
    /// Nobody looked.
    #[default]
    Unknown,
}

impl Price {
    /// All, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Free, Self::Paid, Self::Unknown];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Paid => "paid",
            Self::Unknown => "unknown",
        }
    }

    /// The price with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|price| price.code() == code)
    }

    /// What a cell of a list says of it; `None` when it says something else.
    pub fn told(cell: &str) -> Option<Self> {
        match fold::fold(cell).as_str() {
            "" | "chua ro" | "khong ro" | "unknown" => Some(Self::Unknown),
            "mien phi" | "khong mat phi" | "khong mat tien" | "free" | "x" | "co" | "0" => Some(Self::Free),
            "co phi" | "tra phi" | "mat phi" | "thu phi" | "paid" | "khong" => Some(Self::Paid),
            _ => None,
        }
    }
}

/// A course of another platform as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCourse {
    /// The platform's name.
    pub platform: String,
    /// The course's number there, or empty.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// Its address.
    pub link: String,
    /// Who offers it, or empty.
    pub offered_by: String,
    /// Whether it costs something.
    pub price: Price,
    /// The skills of the framework that it teaches.
    pub skills: BTreeSet<String>,
    /// A word to the learner, or empty.
    pub note: String,
    /// When somebody last looked whether it is there.
    pub checked: Option<Date>,
}

impl NewCourse {
    /// What makes two rows the same course: the platform with its number there, or the address where there is none.
    pub fn identity(&self) -> String {
        if self.code.is_empty() { self.link.clone() } else { format!("{} {}", fold::fold(&self.platform), fold::fold(&self.code)) }
    }

    /// What is wrong with it, with the field: `knows` tells the skills of the framework.
    pub fn faults(&self, today: Date, knows: impl Fn(&str) -> bool) -> Vec<(&'static str, &'static str)> {
        let long = |text: &str| text.chars().count() > LINE_LIMIT;
        let mut faults = Vec::new();
        let mut unless = |fine: bool, field, code| {
            if !fine {
                faults.push((field, code));
            }
        };
        unless(!self.platform.is_empty(), "platform", "learning-outside-platform-missing");
        unless(!self.title.is_empty(), "title", "learning-outside-title-missing");
        unless(is_web_address(&self.link), "link", "learning-outside-link-wrong");
        for (field, text) in [("platform", &self.platform), ("code", &self.code), ("title", &self.title), ("offered_by", &self.offered_by)]
        {
            unless(!long(text), field, "learning-outside-line-long");
        }
        unless(self.note.chars().count() <= NOTE_LIMIT, "note", "learning-note-long");
        unless(!self.skills.is_empty(), "skills", "learning-outside-skill-missing");
        unless(self.skills.iter().all(|code| knows(code)), "skills", "learning-outside-skill-unknown");
        unless(self.checked.is_some(), "checked", "learning-outside-checked-missing");
        unless(self.checked.is_none_or(|day| day <= today), "checked", "learning-outside-checked-later");
        faults
    }
}

/// Whether a text is an address of the web that a page may lead to: https, a host with a dot, nothing that could break out or hide who is asked.
pub fn is_web_address(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let plain = host.split(':').next().unwrap_or("");
    let labels: Vec<&str> = plain.split('.').collect();
    let is_label = |label: &&str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    text.len() <= LINK_LIMIT
        && labels.len() > 1
        && labels.iter().all(is_label)
        && host.split_once(':').is_none_or(|(_, port)| port.parse::<u16>().is_ok())
        && text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'\'' | b'<' | b'>' | b'\\' | b'`' | b'{' | b'}'))
}

/// A certificate's number as it is compared: letters and digits alone.
pub fn number_key(number: &str) -> String {
    fold::fold(number).chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
}

/// What is told of a result from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewResult {
    /// The course's id in the commune's table.
    pub course: String,
    /// The day on which it was finished.
    pub day: Option<Date>,
    /// The certificate's number, or empty.
    pub number: String,
    /// Where the certificate can be seen, or empty.
    pub link: String,
    /// A word about it, or empty.
    pub note: String,
    /// Whether a picture of the certificate is enclosed.
    pub has_picture: bool,
}

impl NewResult {
    /// What is wrong with it, with the field. One proof at least must be there: number, address or picture.
    pub fn faults(&self, today: Date) -> Vec<(&'static str, &'static str)> {
        let mut faults = Vec::new();
        let mut unless = |fine: bool, field, code| {
            if !fine {
                faults.push((field, code));
            }
        };
        unless(!self.course.is_empty(), "course", "learning-outside-course-missing");
        unless(self.day.is_some(), "day", "learning-outside-day-missing");
        unless(self.day.is_none_or(|day| day <= today), "day", "learning-outside-day-later");
        unless(self.day.is_none_or(|day| day.year() >= FIRST_YEAR), "day", "learning-outside-day-early");
        unless(self.number.chars().count() <= LINE_LIMIT, "number", "learning-outside-line-long");
        unless(self.link.is_empty() || is_web_address(&self.link), "link", "learning-outside-link-wrong");
        unless(self.note.chars().count() <= NOTE_LIMIT, "note", "learning-note-long");
        let proven = self.has_picture || !number_key(&self.number).is_empty() || !self.link.is_empty();
        unless(proven, "number", "learning-outside-proof-missing");
        faults
    }
}

/// No result is older.
pub const FIRST_YEAR: i16 = 2015;

/// Where a result stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody has to look at its proof.
    Waiting,
    /// It counts.
    Verified,
    /// It does not count, for a reason that was written down.
    Refused,
    /// It counted and was taken back.
    TakenBack,
}

impl State {
    /// All, in the order of the filter.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Verified, Self::Refused, Self::TakenBack];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Verified => "verified",
            Self::Refused => "refused",
            Self::TakenBack => "taken_back",
        }
    }

    /// The state with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The look of its tag.
    pub const fn look(self) -> &'static str {
        match self {
            Self::Waiting => "warn",
            Self::Verified => "good",
            Self::Refused | Self::TakenBack => "",
        }
    }

    /// What it may become.
    pub const fn leads_to(self) -> &'static [Self] {
        match self {
            Self::Waiting => &[Self::Verified, Self::Refused],
            Self::Verified => &[Self::TakenBack],
            Self::Refused | Self::TakenBack => &[],
        }
    }
}

/// A person of the register, as far as a row of a list is compared with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The id.
    pub id: String,
    /// The folded name.
    pub folded: String,
    /// The birth, when it is known.
    pub birth: Option<Birth>,
    /// The folded name of the village.
    pub village: String,
    /// The phone's keyed index.
    pub phone: Option<String>,
}

/// What a row of a list tells of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The folded name.
    pub folded: String,
    /// The birth, when the row has it.
    pub birth: Option<Birth>,
    /// The folded name of the village, or empty.
    pub village: String,
    /// The phone's keyed index.
    pub phone: Option<String>,
}

/// Who of the register a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// One person, and nothing speaks against it.
    Sure(String),
    /// Somebody has to choose, or to say that it is none of them.
    Likely(Vec<String>),
    /// Nobody of the register.
    Nobody,
}

/// At most so many persons are offered for a row.
pub const MOST_OFFERED: usize = 6;

/// Who a row is.
///
/// Sure: the same name, nothing that both tell differs, and the phone or the whole day of birth is the same; and only one person is so.
/// Likely: the same name and no other birth, or the same phone under another name. A year of birth alone makes nobody sure: namesakes of one
/// year live in every commune.
pub fn judge<'a>(told: &Told, near: impl Iterator<Item = &'a Known>) -> Match {
    let mut sure = Vec::new();
    let mut likely = Vec::new();
    for known in near {
        let same_name = known.folded == told.folded;
        let same_phone = told.phone.is_some() && told.phone == known.phone;
        let births = (told.birth, known.birth);
        let differs = matches!(births, (Some(a), Some(b)) if !a.agrees(b));
        let same_day = matches!(births, (Some(a), Some(b)) if a == b && a.day().is_some());
        if same_name && !differs && (same_phone || same_day) {
            sure.push(known.id.clone());
        } else if (same_name && !differs) || same_phone {
            let near = usize::from(same_name) * 4 + usize::from(births.0.is_some() && births.1.is_some() && !differs) * 2;
            let here = usize::from(!told.village.is_empty() && told.village == known.village);
            likely.push((usize::MAX - near - here, known.id.clone()));
        }
    }
    likely.sort();
    match sure.as_slice() {
        [one] => Match::Sure(one.clone()),
        [] if likely.is_empty() => Match::Nobody,
        _ => Match::Likely(sure.into_iter().chain(likely.into_iter().map(|(_, id)| id)).take(MOST_OFFERED).collect()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_plain_addresses_of_the_web_are_led_to() {
        for (text, fine) in [
            ("https://hoc.example.vn/courses/course-v1:MOET+KNS-ND+2026-1/about?x=1#a", true),
            ("https://hoc.example.vn:8443/", true),
            ("https://hoc.example.vn", true),
            ("http://hoc.example.vn/", false),
            ("javascript:alert(1)", false),
            ("https://localhost/", false),
            ("https://a.vn@evil.example/", false),
            ("https://a b.vn/", false),
            ("https://a.vn/\"onclick=", false),
            ("https://a.vn/<script>", false),
            ("https://.vn/", false),
            ("https://a.vn:99999/", false),
            ("https://", false),
            ("", false),
            ("//a.vn", false),
        ] {
            assert_eq!(is_web_address(text), fine, "{text}");
        }
        assert!(!is_web_address(&format!("https://a.vn/{}", "a".repeat(LINK_LIMIT))));
    }

    #[test]
    fn numbers_are_compared_without_what_is_written_between() {
        for text in ["bdhv 2026/0012", "BDHV-2026-0012", " bđhv20260012 "] {
            assert_eq!(number_key(text), "BDHV20260012");
        }
        assert_eq!(number_key(" -/. "), "");
    }

    #[test]
    fn a_result_needs_a_course_a_day_that_was_and_one_proof() {
        let today = date(2026, 10, 5);
        let good = NewResult { course: "c".into(), day: Some(today), number: "7".into(), ..NewResult::default() };
        assert_eq!(good.faults(today), []);
        let first = |result: NewResult| result.faults(today).first().map(|(_, code)| *code);
        for (result, code) in [
            (NewResult { course: String::new(), ..good.clone() }, "learning-outside-course-missing"),
            (NewResult { day: None, ..good.clone() }, "learning-outside-day-missing"),
            (NewResult { day: Some(date(2026, 10, 6)), ..good.clone() }, "learning-outside-day-later"),
            (NewResult { day: Some(date(2001, 1, 1)), ..good.clone() }, "learning-outside-day-early"),
            (NewResult { number: "--".into(), ..good.clone() }, "learning-outside-proof-missing"),
            (NewResult { number: "9".repeat(10_000), ..good.clone() }, "learning-outside-line-long"),
            (NewResult { link: "javascript:1".into(), ..good.clone() }, "learning-outside-link-wrong"),
            (NewResult { note: "x".repeat(10_000), ..good.clone() }, "learning-note-long"),
        ] {
            assert_eq!(first(result.clone()), Some(code), "{result:?}");
        }
        assert_eq!(first(NewResult { number: String::new(), has_picture: true, ..good }), None);
    }

    fn known(id: &str, birth: &str, phone: &str) -> Known {
        let folded = if id.starts_with('x') { "ten khac" } else { "do thi lan" };
        Known {
            id: id.into(),
            folded: folded.into(),
            birth: Birth::from_stored(birth),
            village: "thon mot".into(),
            phone: (!phone.is_empty()).then(|| phone.into()),
        }
    }

    #[test]
    fn a_row_is_somebody_only_when_nothing_speaks_against_it() {
        let register = [known("a", "1954-07-26", "p1"), known("b", "1954", ""), known("c", "1960", "p2"), known("x", "1980", "p1")];
        let judged = |birth: &str, phone: &str| {
            let told = Told {
                folded: "do thi lan".into(),
                birth: Birth::from_stored(birth),
                village: String::new(),
                phone: (!phone.is_empty()).then(|| phone.into()),
            };
            match judge(&told, register.iter()) {
                Match::Sure(id) => format!("={id}"),
                Match::Likely(ids) => ids.join(""),
                Match::Nobody => "-".into(),
            }
        };
        for (birth, phone, expected) in [
            ("1954-07-26", "", "=a"),
            ("1954-07-26", "p1", "=a"),
            ("", "p2", "=c"),
            ("1960", "p2", "=c"),
            // A year alone, or nothing at all: somebody chooses.
            ("1954", "", "ab"),
            ("", "", "abc"),
            // Another birth under the same phone: likely the phone of the family.
            ("1999", "p1", "ax"),
            ("1999", "", "-"),
            ("1954-07-27", "", "b"),
        ] {
            assert_eq!(judged(birth, phone), expected, "{birth} {phone}");
        }
        let nobody = Told { folded: "ai do".into(), ..Told::default() };
        assert_eq!(judge(&nobody, register.iter()), Match::Nobody);
        let twins = [known("a", "1954-07-26", ""), known("b", "1954-07-26", "")];
        let told = Told { folded: "do thi lan".into(), birth: Birth::from_stored("1954-07-26"), ..Told::default() };
        assert_eq!(judge(&told, twins.iter()), Match::Likely(vec!["a".into(), "b".into()]), "two are sure: somebody chooses");
    }

    #[test]
    fn a_course_is_known_by_its_number_or_by_its_address() {
        let course =
            NewCourse { platform: "Nền tảng A".into(), code: "KNS-1".into(), link: "https://a.vn/1".into(), ..NewCourse::default() };
        let same = NewCourse { platform: "NEN TANG A".into(), code: "kns-1".into(), ..NewCourse::default() };
        assert_eq!(course.identity(), same.identity());
        assert_eq!(NewCourse { code: String::new(), ..course }.identity(), "https://a.vn/1");
        for (cell, price) in
            [("Miễn phí", Some(Price::Free)), ("trả phí", Some(Price::Paid)), ("", Some(Price::Unknown)), ("500 đồng", None)]
        {
            assert_eq!(Price::told(cell), price, "{cell}");
        }
    }
}
