//! The question bank: the built-in quizzes, and the commune's own in their place.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{parse, rules::Quiz, store};
use crate::{
    kit::{
        db::{Error, Tx},
        fold,
        text::Lang,
    },
    learning::content::{self, Facts, built_in, built_in_file},
};

/// What a lesson's first lines say of its quiz.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The lesson's title.
    pub title: String,
    /// Whom it is for.
    pub audience: Vec<String>,
    /// Codes of skills of the framework.
    pub skills: Vec<String>,
    /// The practice screen that belongs to it, or empty.
    pub practice: String,
}

fn head(lesson: &str) -> Option<Head> {
    content::parse(lesson).ok().map(|(facts, _)| of_facts(facts))
}

fn of_facts(facts: Facts) -> Head {
    let audience = facts.audience.iter().map(|one| one.code().to_owned()).collect();
    Head { title: facts.title, audience, skills: facts.skills, practice: facts.practice }
}

/// So many lessons are offered for a new quiz.
const MOST_LESSONS: i64 = 2_000;

/// A quiz in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The lesson's id, which is the quiz's.
    pub id: String,
    /// The language it is in.
    pub lang: Lang,
    /// 0 for the built-in one, else the number of the commune's own.
    pub version: i64,
    /// What is known of its lesson.
    pub head: Head,
    /// The questions.
    pub quiz: Quiz,
}

/// The built-in quizzes by id and language. What can't be read is left out; a test reads them all.
static BUILT_IN: LazyLock<BTreeMap<(String, &'static str), Sheet>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    for (name, source) in built_in("lessons") {
        for lang in Lang::ALL {
            let Some(id) = name.strip_suffix(&format!(".{}.toml", lang.code())) else { continue };
            let lesson = built_in_file(&format!("lessons/{id}.{}.md", lang.code()));
            if let (Some(head), Ok(quiz)) = (lesson.and_then(head), parse::parse(source)) {
                all.insert((id.to_owned(), lang.code()), Sheet { id: id.to_owned(), lang, version: 0, head, quiz });
            }
        }
    }
    all
});

fn built_in_sheet(id: &str, lang: Lang) -> Option<&'static Sheet> {
    BUILT_IN.get(&(id.to_owned(), lang.code()))
}

/// What is known of the lesson as the commune reads it: in `lang`, or in the other language.
fn head_of(tx: &mut Tx<'_>, commune: &str, id: &str, lang: Lang) -> Result<Head, Error> {
    let item = content::item(tx, commune, id, lang)?.filter(|item| item.kind == content::Kind::Lesson);
    Ok(item.map_or_else(|| built_in_head(id, lang), |item| of_facts(item.facts)))
}

fn built_in_head(id: &str, lang: Lang) -> Head {
    let known = built_in_sheet(id, lang).or_else(|| Lang::ALL.into_iter().find_map(|lang| built_in_sheet(id, lang)));
    known.map_or_else(|| Head { title: id.to_owned(), ..Head::default() }, |sheet| sheet.head.clone())
}

/// The quiz that is used now: the commune's own in `lang`, else the built-in one, else one in the other language.
pub fn sheet(tx: &mut Tx<'_>, commune: &str, id: &str, lang: Lang) -> Result<Option<Sheet>, Error> {
    let other = if lang == Lang::Vi { Lang::En } else { Lang::Vi };
    for lang in [lang, other] {
        let own = store::last_version(tx, commune, id, lang.code())?;
        for number in own.into_iter().chain([0]) {
            if let Some(sheet) = version(tx, commune, id, lang, number)? {
                return Ok(Some(sheet));
            }
        }
    }
    Ok(None)
}

/// The questions of one version, 0 for the built-in one. Nothing is read of the lesson: every answer comes by here.
pub fn questions(tx: &mut Tx<'_>, commune: &str, id: &str, lang: Lang, version: i64) -> Result<Option<Cow<'static, Quiz>>, Error> {
    if version == 0 {
        return Ok(built_in_sheet(id, lang).map(|sheet| Cow::Borrowed(&sheet.quiz)));
    }
    let source = store::source(tx, commune, id, lang.code(), version)?;
    Ok(source.and_then(|source| parse::parse(&source).ok()).map(Cow::Owned))
}

/// One version of a quiz, 0 for the built-in one, with what is known of its lesson.
pub fn version(tx: &mut Tx<'_>, commune: &str, id: &str, lang: Lang, version: i64) -> Result<Option<Sheet>, Error> {
    let Some(quiz) = questions(tx, commune, id, lang, version)? else { return Ok(None) };
    Ok(Some(Sheet { id: id.to_owned(), lang, version, head: head_of(tx, commune, id, lang)?, quiz: quiz.into_owned() }))
}

/// Every quiz with what is known of its lesson, by title as it is written.
pub fn listed(tx: &mut Tx<'_>, commune: &str, lang: Lang) -> Result<Vec<(String, Head)>, Error> {
    let ids = with_quiz(tx, commune)?;
    let mut known: BTreeMap<String, Head> =
        lesson_items(tx, commune, lang)?.into_iter().map(|item| (item.facts.id.clone(), of_facts(item.facts))).collect();
    let head = |id: String| {
        let head = known.remove(&id).unwrap_or_else(|| built_in_head(&id, lang));
        (id, head)
    };
    let mut all: Vec<(String, Head)> = ids.into_iter().map(head).collect();
    all.sort_by_cached_key(|(id, head)| (head.audience.first().cloned().unwrap_or_default(), fold::place_key(&head.title), id.clone()));
    Ok(all)
}

/// The title of a quiz.
pub fn title(tx: &mut Tx<'_>, commune: &str, id: &str, lang: Lang) -> Result<String, Error> {
    Ok(head_of(tx, commune, id, lang)?.title)
}

/// Whether there is a lesson of this id, and so a place for a quiz.
pub fn has_lesson(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<bool, Error> {
    Ok(content::item(tx, commune, id, Lang::Vi)?.is_some_and(|item| item.kind == content::Kind::Lesson))
}

/// The lessons after which somebody can check themselves.
pub fn with_quiz(tx: &mut Tx<'_>, commune: &str) -> Result<BTreeSet<String>, Error> {
    let mut ids: BTreeSet<String> = BUILT_IN.keys().map(|(id, _)| id.clone()).collect();
    ids.extend(store::own_ids(tx, commune)?);
    Ok(ids)
}

/// Every lesson that can have a quiz, with its title: also those that have none yet.
pub fn lessons(tx: &mut Tx<'_>, commune: &str, lang: Lang) -> Result<Vec<(String, String)>, Error> {
    Ok(lesson_items(tx, commune, lang)?.into_iter().map(|item| (item.facts.id, item.facts.title)).collect())
}

fn lesson_items(tx: &mut Tx<'_>, commune: &str, lang: Lang) -> Result<Vec<content::Item>, Error> {
    let wanted = content::Wanted { kind: Some(content::Kind::Lesson), ..content::Wanted::default() };
    content::items(tx, commune, lang, &wanted, MOST_LESSONS, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::quiz::rules::{Body, ROUND};

    #[test]
    fn every_built_in_quiz_is_read_with_its_lesson() {
        let files: Vec<&str> = built_in("lessons").map(|(name, _)| name).filter(|name| name.ends_with(".toml")).collect();
        assert!(files.len() >= 25);
        for name in files {
            let source = built_in_file(&format!("lessons/{name}")).expect("a file");
            assert_eq!(parse::parse(source).err(), None, "{name}");
            let (id, lang) = name.trim_end_matches(".toml").rsplit_once('.').expect("a language");
            let sheet = built_in_sheet(id, Lang::parse(lang).expect("a language")).expect("in the bank");
            assert!(!sheet.head.skills.is_empty() && !sheet.head.title.is_empty(), "{name}");
            assert!(sheet.quiz.questions.len() >= ROUND && sheet.quiz.pass <= ROUND, "{name}");
        }
    }

    #[test]
    fn the_same_answer_is_right_in_both_languages() {
        let answers = |sheet: &Sheet| -> Vec<(String, String)> {
            let of = |body: &Body| match body {
                Body::Single { answer, options } => format!("single {answer} of {}", options.len()),
                Body::Picture { answer, options } => format!("picture {answer} of {}", options.len()),
                Body::Multiple { answer, options } => format!("multiple {answer:?} of {}", options.len()),
                Body::TrueFalse { answer } => format!("truth {answer}"),
                Body::Order { options } => format!("order {}", options.len()),
                Body::Match { pairs } => format!("match {}", pairs.len()),
                Body::Short { .. } => "short".to_owned(),
            };
            sheet.quiz.questions.iter().map(|question| (question.id.clone(), of(&question.body))).collect()
        };
        for ((id, _), sheet) in BUILT_IN.iter().filter(|((_, lang), _)| *lang == "en") {
            let vietnamese = built_in_sheet(id, Lang::Vi).unwrap_or_else(|| panic!("{id} has no Vietnamese quiz"));
            assert_eq!(answers(vietnamese), answers(sheet), "{id}");
            assert_eq!(vietnamese.quiz.pass, sheet.quiz.pass, "{id}");
            assert_eq!(vietnamese.head.skills, sheet.head.skills, "{id}");
        }
    }
}
