//! What a course is, what is wrong with one, and how its parts and items are put in order.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    kit::{error::Refusal, text::Lang},
    learning::content::{Audience, Kind},
};

/// A text in both languages; without an English one the Vietnamese stands for both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// In Vietnamese.
    pub vi: String,
    /// In English; may be empty.
    #[serde(default)]
    pub en: String,
}

impl Words {
    /// The text in a language.
    pub fn of(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.en.is_empty() { &self.en } else { &self.vi }
    }

    /// Takes another Vietnamese text; the English of the old one says something else then, and goes.
    pub(super) fn set(&mut self, vi: String) {
        if self.vi != vi {
            *self = Self { vi, en: String::new() };
        }
    }
}

/// One evening of a course.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name.
    pub title: Words,
    /// Ids of lessons and guides, in order.
    pub items: Vec<String>,
    /// Ids of practice screens.
    pub practice: Vec<String>,
    /// What whoever runs it for a class is told; may be empty.
    pub helper: Words,
}

/// A course: which items, in which order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// The name in its address.
    pub id: String,
    /// Whom it is for, the first one first.
    pub audience: Vec<Audience>,
    /// 1 basic, 2 middle, 3 advanced.
    pub level: i64,
    /// The day somebody last checked it.
    pub checked: Date,
    /// The licence's name.
    pub licence: String,
    /// Where it comes from.
    pub source: String,
    /// Its title.
    pub title: Words,
    /// For whom, and what one can do at the end.
    pub summary: Words,
    /// What follows “Tôi muốn …”.
    pub want: Words,
    /// What people type when they look for it.
    pub keywords: Vec<String>,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

impl Course {
    /// Every item, in order.
    pub fn items(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|part| part.items.iter().map(String::as_str))
    }

    /// The item that comes after another.
    pub fn after(&self, item: &str) -> Option<&str> {
        self.items().skip_while(|id| *id != item).nth(1)
    }
}

/// One thing that is wrong with a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Which part, from 1; 0 for the course as a whole.
    pub part: usize,
    /// The text key that says what to do.
    pub code: &'static str,
    /// The value of `what` in the text.
    pub what: String,
}

impl Flaw {
    pub(super) fn new(part: usize, code: &'static str, what: impl Into<String>) -> Self {
        Self { part, code, what: what.into() }
    }
}

/// The most parts of a course.
const PARTS: usize = 20;
/// The most items of a part, and the most practice screens.
const ITEMS: usize = 20;
/// The longest title, in characters.
const TITLE_LIMIT: usize = 120;
/// The longest summary or “want”, in characters.
const SUMMARY_LIMIT: usize = 400;
/// The longest note to whoever runs it, in characters.
const HELPER_LIMIT: usize = 2_000;

/// Whether a name can stand in an address.
fn is_name(id: &str) -> bool {
    id.len() <= 80 && id.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// Everything that is wrong with a course. `kind_of` tells what the item of an id is, `is_practice` whether there is such a screen.
pub fn flaws(course: &Course, kind_of: &dyn Fn(&str) -> Option<Kind>, is_practice: &dyn Fn(&str) -> bool) -> Vec<Flaw> {
    let long = |words: &Words, limit: usize| words.vi.chars().count() > limit || words.en.chars().count() > limit;
    let missing = |words: &Words, limit: usize| words.vi.is_empty() || long(words, limit);
    let keywords = course.keywords.len() > 40 || course.keywords.iter().any(|word| word.is_empty() || word.chars().count() > 80);
    let whole = [
        (!is_name(&course.id), "learning-course-bad-id"),
        (missing(&course.title, TITLE_LIMIT), "learning-course-bad-title"),
        (missing(&course.summary, SUMMARY_LIMIT), "learning-course-bad-summary"),
        (missing(&course.want, SUMMARY_LIMIT), "learning-course-bad-want"),
        (course.audience.is_empty(), "learning-course-bad-audience"),
        (!(1..=3).contains(&course.level), "learning-course-bad-level"),
        (course.licence.is_empty() || course.licence.chars().count() > 200, "learning-course-bad-licence"),
        (course.source.is_empty() || course.source.chars().count() > 500, "learning-course-bad-source"),
        (keywords, "learning-course-bad-keywords"),
        (course.parts.is_empty() || course.parts.len() > PARTS, "learning-course-bad-parts"),
    ];
    let mut flaws: Vec<Flaw> = whole.into_iter().filter(|(wrong, _)| *wrong).map(|(_, code)| Flaw::new(0, code, &course.id)).collect();
    let mut seen = BTreeSet::new();
    for (at, part) in course.parts.iter().enumerate() {
        let mut wrong = |code: &'static str, what: &str| flaws.push(Flaw::new(at + 1, code, what));
        if missing(&part.title, TITLE_LIMIT) {
            wrong("learning-course-bad-part-title", "");
        }
        if long(&part.helper, HELPER_LIMIT) {
            wrong("learning-course-bad-helper", "");
        }
        if part.items.is_empty() || part.items.len() > ITEMS || part.practice.len() > ITEMS {
            wrong("learning-course-bad-items", "");
        }
        for item in &part.items {
            match kind_of(item) {
                None | Some(Kind::Course) => wrong("learning-course-bad-item", item),
                Some(_) if !seen.insert(item.as_str()) => wrong("learning-course-bad-twice", item),
                Some(_) => {}
            }
        }
        for practice in part.practice.iter().filter(|id| !is_practice(id)) {
            wrong("learning-course-bad-practice", practice);
        }
    }
    flaws
}

/// One change of the parts of a draft. Places count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Adds a part at the end.
    AddPart { title: String, helper: String },
    /// Names a part anew.
    SetPart { part: usize, title: String, helper: String },
    /// Moves a part, or one of its items, by one place towards the beginning or the end.
    Move { part: usize, item: Option<usize>, up: bool },
    /// Takes a part, or one of its items, away.
    Drop { part: usize, item: Option<usize> },
    /// Adds an item at the end of a part.
    AddItem { part: usize, id: String },
    /// Adds a practice screen to a part.
    AddPractice { part: usize, id: String },
    /// Takes a practice screen away.
    DropPractice { part: usize, id: String },
}

/// The course with one change made.
///
/// # Errors
/// A refusal that says why it can't be made: no such place, nothing to move past, an item that is there already.
pub fn edited(course: &Course, edit: Edit) -> Result<Course, Refusal> {
    let mut course = course.clone();
    let nowhere = || Refusal::new("learning-course-edit-nowhere");
    let (part, edit) = match edit {
        Edit::AddPart { title, helper } => {
            if title.is_empty() || title.chars().count() > TITLE_LIMIT {
                return Err(Refusal::new("learning-course-edit-title"));
            }
            if course.parts.len() >= PARTS {
                return Err(Refusal::new("learning-course-edit-full"));
            }
            let helper = Words { vi: helper, en: String::new() };
            course.parts.push(Part { title: Words { vi: title, en: String::new() }, helper, ..Part::default() });
            return Ok(course);
        }
        Edit::Move { part, item: None, up } => {
            let other = neighbour(part, up, course.parts.len()).ok_or_else(nowhere)?;
            course.parts.swap(part, other);
            return Ok(course);
        }
        Edit::Drop { part, item: None } => {
            if part >= course.parts.len() {
                return Err(nowhere());
            }
            course.parts.remove(part);
            return Ok(course);
        }
        Edit::SetPart { part, .. }
        | Edit::Move { part, .. }
        | Edit::Drop { part, .. }
        | Edit::AddItem { part, .. }
        | Edit::AddPractice { part, .. }
        | Edit::DropPractice { part, .. } => (part, edit),
    };
    let there: Vec<String> = course.items().map(str::to_owned).collect();
    let part = course.parts.get_mut(part).ok_or_else(nowhere)?;
    match edit {
        Edit::SetPart { title, helper, .. } => {
            if title.is_empty() || title.chars().count() > TITLE_LIMIT || helper.chars().count() > HELPER_LIMIT {
                return Err(Refusal::new("learning-course-edit-title"));
            }
            part.title.set(title);
            part.helper.set(helper);
        }
        Edit::Move { item: Some(item), up, .. } => {
            let other = neighbour(item, up, part.items.len()).ok_or_else(nowhere)?;
            part.items.swap(item, other);
        }
        Edit::Drop { item: Some(item), .. } if item < part.items.len() => drop(part.items.remove(item)),
        Edit::AddItem { id, .. } => {
            if there.contains(&id) {
                return Err(Refusal::new("learning-course-edit-twice"));
            }
            if part.items.len() >= ITEMS {
                return Err(Refusal::new("learning-course-edit-full"));
            }
            part.items.push(id);
        }
        Edit::AddPractice { id, .. } => {
            if part.practice.contains(&id) {
                return Err(Refusal::new("learning-course-edit-twice"));
            }
            part.practice.push(id);
        }
        Edit::DropPractice { id, .. } => part.practice.retain(|one| *one != id),
        Edit::AddPart { .. } | Edit::Move { .. } | Edit::Drop { .. } => return Err(nowhere()),
    }
    Ok(course)
}

/// The place beside `at`, when both are among `count`.
fn neighbour(at: usize, up: bool, count: usize) -> Option<usize> {
    let other = if up { at.checked_sub(1)? } else { at.checked_add(1)? };
    (at < count && other < count).then_some(other)
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;

    pub fn words(vi: &str) -> Words {
        Words { vi: vi.into(), en: String::new() }
    }

    /// A course whose parts have these items.
    pub fn course(parts: &[&str]) -> Course {
        let part = |(at, items): (usize, &&str)| Part {
            title: words(&format!("Buổi {}", at + 1)),
            items: items.split_whitespace().map(str::to_owned).collect(),
            ..Part::default()
        };
        Course {
            id: "khoa-thu".into(),
            audience: vec![Audience::Citizen],
            level: 1,
            checked: date(2026, 10, 1),
            licence: "CC BY 4.0".into(),
            source: "Xã".into(),
            title: words("Khóa thử"),
            summary: words("Học thử."),
            want: words("học thử"),
            keywords: vec!["thử".into()],
            parts: parts.iter().enumerate().map(part).collect(),
        }
    }

    fn kind_of(id: &str) -> Option<Kind> {
        match id {
            "khoa" => Some(Kind::Course),
            "x" => None,
            _ => Some(Kind::Lesson),
        }
    }

    fn codes(course: &Course) -> Vec<(usize, &'static str)> {
        flaws(course, &kind_of, &|id| id == "tap").into_iter().map(|flaw| (flaw.part, flaw.code)).collect()
    }

    #[test]
    fn everything_that_is_wrong_is_said_with_its_place() {
        assert_eq!(codes(&course(&["a b", "c"])), []);
        let changed = |change: &dyn Fn(&mut Course)| {
            let mut course = course(&["a b", "c"]);
            change(&mut course);
            codes(&course)
        };
        for (change, expected) in [
            (&(|c: &mut Course| c.id = "../x".into()) as &dyn Fn(&mut Course), vec![(0, "learning-course-bad-id")]),
            (&|c| c.title.vi.clear(), vec![(0, "learning-course-bad-title")]),
            (&|c| c.title.en = "x".repeat(121), vec![(0, "learning-course-bad-title")]),
            (&|c| c.audience.clear(), vec![(0, "learning-course-bad-audience")]),
            (&|c| c.level = 4, vec![(0, "learning-course-bad-level")]),
            (&|c| c.keywords = vec![String::new()], vec![(0, "learning-course-bad-keywords")]),
            (&|c| c.parts.clear(), vec![(0, "learning-course-bad-parts")]),
            (&|c| c.parts[1].items = vec!["x".into()], vec![(2, "learning-course-bad-item")]),
            (&|c| c.parts[1].items = vec!["khoa".into()], vec![(2, "learning-course-bad-item")]),
            (&|c| c.parts[1].items = vec!["a".into()], vec![(2, "learning-course-bad-twice")]),
            (&|c| c.parts[0].items.clear(), vec![(1, "learning-course-bad-items")]),
            (&|c| c.parts[0].practice = vec!["tap".into(), "no".into()], vec![(1, "learning-course-bad-practice")]),
            (&|c| c.parts[0].title.vi.clear(), vec![(1, "learning-course-bad-part-title")]),
            (
                &|c| {
                    c.want.vi.clear();
                    c.parts[1].helper.vi = "x".repeat(2_001);
                },
                vec![(0, "learning-course-bad-want"), (2, "learning-course-bad-helper")],
            ),
        ] {
            assert_eq!(changed(change), expected);
        }
    }

    #[test]
    fn parts_and_items_are_put_in_order_one_step_at_a_time() {
        let shown = |course: &Course| -> String {
            course.parts.iter().map(|part| format!("{}: {}", part.title.vi, part.items.join(" "))).collect::<Vec<_>>().join("; ")
        };
        for (edit, expected) in [
            (Edit::Move { part: 1, item: None, up: true }, Some("Buổi 2: c; Buổi 1: a b")),
            (Edit::Move { part: 0, item: None, up: true }, None),
            (Edit::Move { part: 1, item: None, up: false }, None),
            (Edit::Move { part: 0, item: Some(0), up: false }, Some("Buổi 1: b a; Buổi 2: c")),
            (Edit::Move { part: 0, item: Some(1), up: false }, None),
            (Edit::Move { part: 7, item: Some(0), up: false }, None),
            (Edit::Move { part: usize::MAX, item: None, up: false }, None),
            (Edit::Drop { part: 0, item: Some(1) }, Some("Buổi 1: a; Buổi 2: c")),
            (Edit::Drop { part: 0, item: Some(2) }, None),
            (Edit::Drop { part: 0, item: None }, Some("Buổi 2: c")),
            (Edit::Drop { part: 2, item: None }, None),
            (Edit::AddItem { part: 1, id: "d".into() }, Some("Buổi 1: a b; Buổi 2: c d")),
            (Edit::AddItem { part: 1, id: "a".into() }, None),
            (Edit::AddPart { title: "Mới".into(), helper: String::new() }, Some("Buổi 1: a b; Buổi 2: c; Mới: ")),
            (Edit::AddPart { title: String::new(), helper: String::new() }, None),
            (Edit::SetPart { part: 1, title: "Khác".into(), helper: "Nói chậm.".into() }, Some("Buổi 1: a b; Khác: c")),
        ] {
            let result = edited(&course(&["a b", "c"]), edit.clone());
            assert_eq!(result.ok().as_ref().map(shown).as_deref(), expected, "{edit:?}");
        }
    }

    #[test]
    fn the_next_item_crosses_from_one_part_into_the_next() {
        let course = course(&["a b", "c"]);
        assert_eq!([course.after("a"), course.after("b"), course.after("c"), course.after("x")], [Some("b"), Some("c"), None, None]);
    }
}
