//! Courses as a commune reads them: its own before the built-in ones; and each as an item of the library, so that search finds it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use super::{
    file,
    rules::{self, Course, Part},
    store,
};
use crate::{
    kit::{db::Tx, error::Result, text::Lang},
    learning::{
        content::{self, Facts, Item, Kind, Wanted, built_in},
        practice,
    },
};

/// The built-in courses by id. What can't be read is left out; loading and a test name it.
static BUILT_IN: LazyLock<BTreeMap<String, Course>> = LazyLock::new(|| {
    let files = files().filter_map(|(_, source)| file::parse(source).ok());
    files.map(|course| (course.id.clone(), course)).collect()
});

fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    built_in("courses").filter(|(name, _)| name.ends_with(".toml"))
}

/// The built-in courses as items of the library, in every language. `items` are the lessons and guides that they are made of; a course that
/// names what is not there is left out, and a test names it.
pub fn built_in_items(items: &[Item]) -> Vec<Item> {
    let kinds: HashMap<&str, Kind> = items.iter().map(|item| (item.facts.id.as_str(), item.kind)).collect();
    let whole = |course: &&Course| rules::flaws(course, &|id| kinds.get(id).copied(), &|id| practice::machine(id).is_some()).is_empty();
    let mut all = Vec::new();
    for course in BUILT_IN.values().filter(whole) {
        for lang in Lang::ALL {
            let own: Vec<&Item> = course.items().filter_map(|id| in_language(items, id, lang)).collect();
            all.push(as_item("", course, lang, &own));
        }
    }
    all
}

/// The item of an id in a language, or in Vietnamese.
fn in_language<'a>(items: &'a [Item], id: &str, lang: Lang) -> Option<&'a Item> {
    let mut same = items.iter().filter(|item| item.facts.id == id);
    let other = same.clone().find(|item| item.lang == Lang::Vi);
    same.find(|item| item.lang == lang).or(other)
}

/// A course as an item of the library. `items` are its own, in order.
pub fn as_item(commune: &str, course: &Course, lang: Lang, items: &[&Item]) -> Item {
    let title_of = |id: &str| items.iter().find(|item| item.facts.id == id).map_or(id, |item| item.facts.title.as_str()).to_owned();
    let part = |part: &Part| {
        let list: Vec<String> = part.items.iter().map(|id| format!("- {}", title_of(id))).collect();
        format!("## {}\n\n{}\n", part.title.of(lang), list.join("\n"))
    };
    let mut skills: Vec<String> = Vec::new();
    for skill in items.iter().flat_map(|item| &item.facts.skills) {
        if !skills.contains(skill) {
            skills.push(skill.clone());
        }
    }
    let facts = Facts {
        id: course.id.clone(),
        title: course.title.of(lang).to_owned(),
        summary: course.summary.of(lang).to_owned(),
        want: course.want.of(lang).to_owned(),
        audience: course.audience.clone(),
        skills,
        level: course.level,
        minutes: items.iter().map(|item| item.facts.minutes).sum(),
        licence: course.licence.clone(),
        source: course.source.clone(),
        checked: course.checked,
        practice: String::new(),
        guide: String::new(),
        keywords: course.keywords.clone(),
        media: String::new(),
        captions: String::new(),
        link: String::new(),
    };
    let body = course.parts.iter().map(part).collect::<Vec<_>>().join("\n");
    Item { bytes: items.iter().map(|item| item.bytes).sum(), ..Item::new(commune, lang, Kind::Course, facts, body) }
}

/// The course of this id as a commune reads it.
pub fn course(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Course>> {
    // What the library shows decides: a commune's own course, else the built-in one of that name, unless an item of its own took the name.
    let Some(item) = content::item(tx, commune, id, Lang::Vi)?.filter(|item| item.kind == Kind::Course) else { return Ok(None) };
    if item.commune.is_empty() {
        return Ok(BUILT_IN.get(id).cloned());
    }
    Ok(store::published(tx, commune, id)?)
}

/// Every course as a commune reads it, with the lesson or guide behind each id that a course may name.
pub fn shelf(tx: &mut Tx<'_>, commune: &str, lang: Lang) -> Result<(Vec<Course>, HashMap<String, Item>)> {
    let all = content::items(tx, commune, lang, &Wanted::default(), 5_000, 0)?;
    let mut courses = Vec::new();
    for item in all.iter().filter(|item| item.kind == Kind::Course) {
        courses.extend(course(tx, commune, &item.facts.id)?);
    }
    courses.sort_by_key(|course| (course.audience.first().copied(), course.level));
    let others = all.into_iter().filter(|item| item.kind != Kind::Course);
    Ok((courses, others.map(|item| (item.facts.id.clone(), item)).collect()))
}

/// What a course weighs as its reader sees it: how many items, minutes, bytes. An item that is no more there counts for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// Lessons and guides.
    pub items: usize,
    /// Minutes of all together.
    pub minutes: i64,
    /// Bytes of all together.
    pub bytes: i64,
}

/// What these items weigh.
pub fn weight<'a>(ids: impl Iterator<Item = &'a str>, items: &HashMap<String, Item>) -> Weight {
    ids.filter_map(|id| items.get(id)).fold(Weight::default(), |sum, item| Weight {
        items: sum.items + 1,
        minutes: sum.minutes + item.facts.minutes,
        bytes: sum.bytes + item.bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::courses::rules::Flaw;

    #[test]
    fn every_built_in_course_can_be_read_and_names_only_what_is_there() {
        let items = content::built_in_items().expect("content");
        let kinds: HashMap<&str, Kind> = items.iter().map(|item| (item.facts.id.as_str(), item.kind)).collect();
        let mut wrong: Vec<(&str, Flaw)> = Vec::new();
        for (name, source) in files() {
            let flaws = match file::parse(source) {
                Ok(course) if name.trim_end_matches(".toml") != course.id => vec![Flaw::new(0, "learning-course-bad-id", course.id)],
                Ok(course) => rules::flaws(&course, &|id| kinds.get(id).copied(), &|id| practice::machine(id).is_some()),
                Err(flaws) => flaws,
            };
            wrong.extend(flaws.into_iter().map(|flaw| (name, flaw)));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        let courses = built_in_items(&items);
        assert_eq!(courses.len(), files().count() * Lang::ALL.len());
        assert!(courses.len() >= 24, "{} courses", courses.len());
    }

    #[test]
    fn every_part_of_a_built_in_course_has_a_lesson_to_be_recorded() {
        let items = content::built_in_items().expect("content");
        for course in BUILT_IN.values() {
            for part in &course.parts {
                let lesson = part.items.iter().any(|id| items.iter().any(|item| item.facts.id == *id && item.kind == Kind::Lesson));
                assert!(lesson, "{}: {}", course.id, part.title.vi);
            }
        }
    }
}
