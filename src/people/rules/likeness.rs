//! Who is likely the same person as somebody in the register. A rule asks, a person decides.

use std::collections::HashMap;

use crate::kit::{birth::Birth, fold};

/// What is compared of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The person's id; empty for one who is not yet in the register.
    pub id: String,
    /// The village's id.
    pub village: String,
    /// The folded name.
    pub folded: String,
    /// The birth, if it is known.
    pub birth: Option<Birth>,
    /// The sex, if it is known.
    pub sex: Option<String>,
    /// The phone in national form.
    pub phone: Option<String>,
    /// The keyed hash of the identity number; of an old one it begins with `9:`.
    pub identity: Option<String>,
}

/// Why two persons are likely one, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same identity number.
    Identity,
    /// The same name and phone.
    Phone,
    /// The same name, birth year and village.
    Name,
}

impl Likeness {
    /// The code that is kept; the text key is `people-likeness-` and this.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Phone => "phone",
            Self::Name => "name",
        }
    }
}

/// Whether two persons are likely one, and why.
///
/// 1. The same identity number is the same person, whatever else is written.
/// 2. Otherwise the folded names must be the same, and the sexes must not differ.
/// 3. Then the same phone makes them one, even where a birth year is missing or a slip of the pen.
/// 4. Without that, village and birth year must be the same, and nothing that both tell may differ: day and month of birth,
///    phone, identity number (an old CMND and a CCCD are not compared).
pub fn likely_same(a: &Facts, b: &Facts) -> Option<Likeness> {
    let differ = |pair: (Option<&String>, Option<&String>)| matches!(pair, (Some(a), Some(b)) if a != b);
    if a.identity.is_some() && a.identity == b.identity {
        return Some(Likeness::Identity);
    }
    if a.folded != b.folded || differ((a.sex.as_ref(), b.sex.as_ref())) {
        return None;
    }
    if a.phone.is_some() && a.phone == b.phone {
        return Some(Likeness::Phone);
    }
    let numbers_differ = match (&a.identity, &b.identity) {
        (Some(a), Some(b)) => a != b && a.starts_with("9:") == b.starts_with("9:"),
        _ => false,
    };
    let agree = matches!((a.birth, b.birth), (Some(a), Some(b)) if a.agrees(b));
    let same = a.village == b.village && agree && !differ((a.phone.as_ref(), b.phone.as_ref())) && !numbers_differ;
    same.then_some(Likeness::Name)
}

/// Everybody of a commune, to be searched many times.
#[derive(Debug, Default)]
pub struct Register {
    all: Vec<Facts>,
    by_identity: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

/// A name that stands more often in one commune is not compared further; comparing all with all would take minutes.
const MAX_NAMESAKES: usize = 1000;

impl Register {
    /// A register of these persons.
    pub fn new(all: Vec<Facts>) -> Self {
        let mut register = Self::default();
        for (at, facts) in all.iter().enumerate() {
            if let Some(identity) = &facts.identity {
                register.by_identity.entry(identity.clone()).or_insert(at);
            }
            register.by_name.entry(facts.folded.clone()).or_default().push(at);
        }
        Self { all, ..register }
    }

    /// The one who is most likely the same person, and why; the first registered of several alike.
    pub fn find(&self, facts: &Facts) -> Option<(&Facts, Likeness)> {
        let by_identity = facts.identity.as_ref().and_then(|identity| self.by_identity.get(identity));
        let by_name = self.by_name.get(&facts.folded).map_or(&[][..], Vec::as_slice);
        by_identity
            .into_iter()
            .chain(by_name.iter().take(MAX_NAMESAKES))
            .filter_map(|at| {
                let other = self.all.get(*at)?;
                likely_same(other, facts).map(|why| (other, why))
            })
            .min_by_key(|(_, why)| *why)
    }
}

/// How near a name is to what was typed for it, the nearest first: all typed words are whole words of it with their marks, without their
/// marks, or only parts of it.
pub fn nearness(name: &str, typed: &str) -> u8 {
    let whole = |name: String, typed: String| typed.split_whitespace().all(|word| name.split_whitespace().any(|known| known == word));
    let plain = |text: &str| fold::nfc(text).to_lowercase();
    match (whole(plain(name), plain(typed)), whole(fold::fold(name), fold::fold(typed))) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(name: &str, birth: &str, phone: &str, identity: &str) -> Facts {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Facts {
            id: format!("{name} {birth} {phone}"),
            village: "v".into(),
            folded: name.into(),
            birth: Birth::from_stored(birth),
            sex: None,
            phone: some(phone),
            identity: some(identity),
        }
    }

    #[test]
    fn the_rules_hold_one_by_one() {
        use Likeness::{Identity, Name, Phone};
        let lan = facts("do thi lan", "1954-07-26", "0912345678", "a");
        for (other, expected) in [
            (facts("ten khac", "1960", "", "a"), Some(Identity)),
            (facts("do thi lan", "", "0912345678", ""), Some(Phone)),
            (facts("do thi lan", "1955", "0912345678", "b"), Some(Phone)),
            (facts("do thi lan", "1954", "", ""), Some(Name)),
            (facts("do thi lan", "1954-07-26", "", "9:b"), Some(Name)),
            (facts("do thi lan", "1954", "0987654321", ""), None),
            (facts("do thi lan", "1954", "", "b"), None),
            (facts("do thi lan", "1954-07-27", "", ""), None),
            (facts("do thi lan", "", "", ""), None),
            (facts("ten khac", "1954-07-26", "0912345678", ""), None),
            (Facts { village: "w".into(), ..facts("do thi lan", "1954", "", "") }, None),
            (Facts { village: "w".into(), ..facts("do thi lan", "1954", "0912345678", "") }, Some(Phone)),
        ] {
            assert_eq!(likely_same(&lan, &other), expected, "{other:?}");
            assert_eq!(likely_same(&other, &lan), expected, "{other:?} the other way round");
        }
        let woman = Facts { sex: Some("female".into()), ..lan };
        let man = Facts { sex: Some("male".into()), ..facts("do thi lan", "1954-07-26", "0912345678", "") };
        assert_eq!(likely_same(&woman, &man), None);
    }

    #[test]
    fn the_register_finds_the_surest() {
        let register = Register::new(vec![
            facts("do thi lan", "1954", "", ""),
            facts("do thi lan", "", "0912345678", ""),
            facts("nguyen van nam", "1960", "", "n"),
        ]);
        let found = |facts: &Facts| register.find(facts).map(|(f, why)| (f.id.clone(), why));
        let lan = facts("do thi lan", "1954", "0912345678", "n");
        assert_eq!(found(&lan), Some(("nguyen van nam 1960 ".into(), Likeness::Identity)));
        assert_eq!(found(&Facts { identity: None, ..lan.clone() }), Some(("do thi lan  0912345678".into(), Likeness::Phone)));
        assert_eq!(found(&facts("do thi lan", "1954-01-01", "", "")), Some(("do thi lan 1954 ".into(), Likeness::Name)));
        assert_eq!(found(&facts("ai khac", "1954", "", "")), None);
    }

    #[test]
    fn a_whole_word_with_its_marks_is_the_nearest() {
        for (name, typed, near) in [
            ("Đỗ Ngọc Hùng", "hùng", 0),
            ("Đỗ Ngọc Hùng", "Đỗ Hùng", 0),
            ("Đỗ Ngọc Hùng", "hung", 1),
            ("Đỗ Ngọc Hưng", "hùng", 1),
            ("Phùng Thị Mẫu", "hùng", 2),
            ("Phùng Thị Mẫu", "", 0),
        ] {
            assert_eq!(nearness(name, typed), near, "{name}, {typed}");
        }
    }
}
