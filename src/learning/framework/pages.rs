//! The framework for everybody, and its versions and import for officers.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{extract::Path, response::Response};

use super::{
    Framework, Skill, State,
    codes::{self, Codes, Old},
    file, store, table,
};
use crate::{
    accounts::{Posted, Right, Uploaded, Visitor},
    kit::{
        dates,
        db::Tx,
        error::{Error, Refusal, Result},
        forms::{Faults, Fields},
        ids,
        pages::{Frame, go, go_saying, page},
        text::{Lang, Text},
    },
    learning::{
        content::{self, Kind, Wanted},
        desk::{HOME, Tab, tabs},
        outside::{self, CourseLine},
        quiz::in_commune,
    },
};

/// Groups of skills to choose from: each group's name; code, name and tick of each skill.
pub type Choices = Vec<(String, Vec<(String, String, bool)>)>;

/// Skills as a form offers them.
pub fn choices(skills: &[Skill], ticked: &BTreeSet<String>, t: Text) -> Choices {
    let mut groups: Choices = Vec::new();
    for skill in skills {
        let words = t.get(&format!("learning-audience-{}", skill.audience.code()));
        let title = match skill.group_in(t.lang) {
            "" => words,
            named if named == words => words,
            named => format!("{words}: {named}"),
        };
        let one = (skill.code.clone(), skill.title_in(t.lang).to_owned(), ticked.contains(&skill.code));
        match groups.iter_mut().find(|(known, _)| *known == title) {
            Some((_, group)) => group.push(one),
            None => groups.push((title, vec![one])),
        }
    }
    groups
}

struct SkillRow {
    title: String,
    level: String,
    component: String,
    lessons: Vec<(String, String)>,
    outside: Vec<CourseLine>,
}

struct Group {
    title: String,
    skills: Vec<SkillRow>,
}

#[derive(Template)]
#[template(path = "learning/pages/framework.html")]
struct PublicPage {
    frame: Frame,
    t: Text,
    /// Its name; empty where there is none.
    name: String,
    issued: String,
    /// What is to be said while it is provisional.
    note: String,
    provisional: bool,
    groups: Vec<Group>,
    hand_in: String,
    states: Vec<(String, String)>,
}

fn day(text: &str, t: Text) -> String {
    text.parse().map(|day| dates::short_day(day, t.lang)).unwrap_or_default()
}

fn issued(one: &Framework, t: Text) -> String {
    t.fill("learning-framework-from").s("issuer", &one.issuer).s("day", day(&one.effective_from, t)).to_string()
}

/// The page at `/khung-ky-nang`.
pub(super) async fn page_for_all(visitor: Visitor) -> Result<Response> {
    let t = visitor.t;
    let commune = visitor.commune.as_ref().map(|commune| commune.id.clone()).unwrap_or_default();
    let (framework, skills, lessons, courses, codes) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let Some(framework) = store::current(tx, &commune)? else {
                return Ok((None, Vec::new(), Vec::new(), Vec::new(), Codes::default()));
            };
            let skills = store::skills(tx, &framework)?;
            let wanted = Wanted { kind: Some(Kind::Lesson), ..Wanted::default() };
            let own: Vec<String> = skills.iter().map(|skill| skill.code.clone()).collect();
            let courses = outside::of_skills(tx, &commune, &own)?;
            let codes = codes::codes(tx, &commune)?;
            Ok((Some(framework), skills, content::items(tx, &commune, t.lang, &wanted, 2_000, 0)?, courses, codes))
        })
        .await?;
    let mut by_skill: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for lesson in &lessons {
        let own: BTreeSet<&str> = lesson.facts.skills.iter().filter_map(|code| codes.now(code)).collect();
        for code in own {
            by_skill.entry(code).or_default().push((lesson.href(), lesson.facts.title.clone()));
        }
    }
    let mut groups: Vec<(String, Group)> = Vec::new();
    for skill in &skills {
        let row = SkillRow {
            title: skill.title_in(t.lang).to_owned(),
            level: t.get(&format!("learning-level-{}", skill.level)),
            component: skill.component().map_or_else(String::new, |component| t.get(&format!("learning-short-{}", component.code()))),
            lessons: by_skill.get(skill.code.as_str()).cloned().unwrap_or_default(),
            outside: courses
                .iter()
                .filter(|course| course.facts.skills.contains(&skill.code))
                .map(|course| CourseLine::of(course, t))
                .collect(),
        };
        let key = format!("{} {}", skill.audience.code(), skill.group_in(t.lang));
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.skills.push(row),
            None => {
                let named = skill.group_in(t.lang);
                let title =
                    if named.is_empty() { t.get(&format!("learning-audience-{}", skill.audience.code())) } else { named.to_owned() };
                groups.push((key, Group { title, skills: vec![row] }));
            }
        }
    }
    let state = |state: State| {
        let code = state.code();
        (t.get(&format!("learning-four-{code}")), t.get(&format!("learning-four-{code}-what")))
    };
    page(&PublicPage {
        frame: visitor.frame("learning-framework-title").under("/thu-vien", t.get("nav-library")),
        name: framework.as_ref().map(|one| one.name_in(t.lang).to_owned()).unwrap_or_default(),
        issued: framework.as_ref().map(|one| issued(one, t)).unwrap_or_default(),
        note: framework.as_ref().map(|one| one.note_in(t.lang).to_owned()).unwrap_or_default(),
        provisional: framework.as_ref().is_some_and(|one| one.provisional),
        groups: groups.into_iter().map(|(_, group)| group).collect(),
        hand_in: in_commune(&visitor, "/hoc/minh-chung".into()),
        states: State::ALL.map(state).into(),
        t,
    })
}

struct VersionRow {
    href: String,
    name: String,
    meta: String,
    state: String,
    look: &'static str,
}

#[derive(Template)]
#[template(path = "learning/pages/framework_office.html")]
struct OfficePage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    versions: Vec<VersionRow>,
    today: String,
    faults: Faults,
}

fn state_words(state: &str, t: Text) -> String {
    t.get(&format!("learning-framework-state-{state}"))
}

/// The page at `/quan-ly/hoc/khung`.
pub(super) async fn page_of_versions(visitor: Visitor) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ManageLearning)?);
    let (versions, current) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> { Ok((store::versions(tx, scope.commune())?, store::current(tx, scope.commune())?)) })
        .await?;
    let row = |(one, state): (Framework, String)| {
        let is_current = current.as_ref().is_some_and(|current| (&current.commune, &current.id) == (&one.commune, &one.id));
        let shown = match state.as_str() {
            "waiting" => "waiting",
            _ if is_current => "current",
            _ => "retired",
        };
        VersionRow {
            href: format!("/quan-ly/hoc/khung/{}", one.id),
            meta: issued(&one, t),
            state: state_words(shown, t),
            look: if is_current { "good" } else { "" },
            name: one.name_in(t.lang).to_owned(),
        }
    };
    page(&OfficePage {
        versions: versions.into_iter().map(row).collect(),
        today: visitor.app.clock.today().to_string(),
        faults: Faults::default(),
        tabs: tabs(&visitor, "/quan-ly/hoc/khung"),
        frame: visitor.frame("learning-framework-title").under(HOME, t.get("nav-learning")),
        t,
    })
}

/// Reads a file and keeps it, waiting for a yes.
pub(super) async fn import(visitor: Visitor, uploaded: Uploaded) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageLearning)?, visitor.app.clock.now());
    let text = String::from_utf8(uploaded.bytes).map_err(|_| Refusal::new("learning-framework-not-text"))?;
    let fields = &uploaded.fields;
    let mut draft = if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        file::parse(text.trim_start_matches('\u{feff}'))?
    } else {
        let from = dates::parse_day(fields.get("from")).map_err(|_| Refusal::new("learning-framework-day"))?;
        let name = fields.some("name").unwrap_or(&uploaded.name).chars().take(200).collect::<String>();
        table::parse(&text, &name, fields.get("issuer"), &from.to_string())?
    };
    draft.id = ids::new(now);
    let to = format!("/quan-ly/hoc/khung/{}", draft.id);
    visitor.app.db.write(move |tx| Ok::<_, Error>(store::put(tx, scope.commune(), &draft, "waiting", scope.account(), now)?)).await?;
    Ok(go(&to))
}

#[derive(Template)]
#[template(path = "learning/pages/framework_preview.html")]
struct PreviewPage {
    frame: Frame,
    t: Text,
    id: String,
    name: String,
    state: String,
    is_waiting: bool,
    all: usize,
    skills: Vec<(String, String)>,
    new: Vec<(String, String)>,
    gone: Vec<(String, String)>,
    /// Codes of older frameworks.
    old: Vec<OldRow>,
    own: Vec<(String, String)>,
    /// How many of them nothing takes the place of yet.
    open: usize,
    /// Whether what takes their place may still be said.
    may_replace: bool,
    /// Whether another one holds since.
    is_retired: bool,
}

/// A code of an older framework.
struct OldRow {
    code: String,
    title: String,
    /// The code that takes its place, or empty.
    now: String,
}

/// A version's old codes with what takes the place of each: said before, followed from the framework that holds, or guessed by the name.
fn replacing(tx: &mut Tx<'_>, commune: &str, id: &str, skills: &[Skill]) -> Result<(Vec<Old>, BTreeMap<String, String>)> {
    let old = store::old_codes(tx, commune, id)?;
    let said = store::replaced(tx, commune, id)?.into_iter().collect();
    let holds = codes::codes(tx, commune)?;
    let own: Vec<Old> = skills.iter().map(|skill| (skill.code.clone(), skill.title.clone())).collect();
    let found = codes::suggested(&old, &said, &holds, &own);
    Ok((old, found))
}

/// A version of the commune's own, or the built-in one, with where it stands: the built-in one holds while no other does.
fn known(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<(Framework, String)> {
    let (one, state) = store::versions(tx, commune)?.into_iter().find(|(one, _)| one.id == id).ok_or(Error::NotFound)?;
    if one.commune.is_empty() {
        let holds = store::current(tx, commune)?.is_some_and(|current| current.commune.is_empty());
        return Ok((one, if holds { "current" } else { "retired" }.to_owned()));
    }
    Ok((one, state))
}

/// A version beside the one that holds now.
pub(super) async fn page_of_preview(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ManageLearning)?);
    let ((one, state), skills, now, (old, found)) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let one = known(tx, scope.commune(), &id)?;
            let skills = store::skills(tx, &one.0)?;
            let now = match store::current(tx, scope.commune())? {
                Some(current) => store::skills(tx, &current)?,
                None => Vec::new(),
            };
            // Once it holds, what was left open was left open on purpose.
            let replacing = match one.1.as_str() {
                "waiting" => replacing(tx, scope.commune(), &id, &skills)?,
                _ => (store::old_codes(tx, scope.commune(), &id)?, store::replaced(tx, scope.commune(), &id)?.into_iter().collect()),
            };
            Ok((one, skills, now, replacing))
        })
        .await?;
    let pair = |skill: &Skill| (skill.code.clone(), skill.title_in(t.lang).to_owned());
    let missing = |from: &[Skill], of: &[Skill]| -> Vec<(String, String)> {
        of.iter().filter(|skill| !from.iter().any(|other| other.code == skill.code)).map(pair).collect()
    };
    page(&PreviewPage {
        frame: visitor.frame_titled(one.name_in(t.lang)).under("/quan-ly/hoc/khung", t.get("learning-framework-title")),
        name: one.name_in(t.lang).to_owned(),
        is_waiting: state == "waiting",
        state: state_words(&state, t),
        all: skills.len(),
        new: missing(&now, &skills),
        gone: missing(&skills, &now),
        open: old.iter().filter(|(code, _)| !found.contains_key(code)).count(),
        old: old
            .into_iter()
            .map(|(code, names)| OldRow {
                now: found.get(&code).cloned().unwrap_or_default(),
                title: if t.lang == Lang::En && !names[1].is_empty() { names[1].clone() } else { names[0].clone() },
                code,
            })
            .collect(),
        may_replace: state != "retired" && !one.commune.is_empty(),
        is_retired: state == "retired",
        own: skills.iter().map(|skill| (skill.code.clone(), format!("{} {}", skill.code, skill.title_in(t.lang)))).collect(),
        skills: skills.iter().map(pair).collect(),
        id: one.id,
        t,
    })
}

/// Keeps what a form says takes the place of each old code; what it does not speak of stays as it is, or as it was suggested.
fn keep_replacing(tx: &mut Tx<'_>, commune: &str, id: &str, is_waiting: bool, typed: &Fields) -> Result<()> {
    let (one, _) = known(tx, commune, id)?;
    let skills = store::skills(tx, &one)?;
    let (old, found) = if is_waiting {
        replacing(tx, commune, id, &skills)?
    } else {
        (store::old_codes(tx, commune, id)?, store::replaced(tx, commune, id)?.into_iter().collect())
    };
    let mut all = Vec::new();
    for (code, _) in old {
        let now = typed.all("cu").iter().find_map(|said| said.strip_prefix(&code)?.strip_prefix('=').map(str::to_owned));
        match now.or_else(|| found.get(&code).cloned()) {
            Some(now) if now.is_empty() => {}
            Some(now) if skills.iter().any(|skill| skill.code == now) => all.push((code, now)),
            Some(_) => return Err(Error::StaleForm),
            None => {}
        }
    }
    Ok(store::replace(tx, commune, id, &all)?)
}

/// Says what takes the place of old codes, in a version that holds.
pub(super) async fn replace(visitor: Visitor, Path(id): Path<String>, Posted(typed): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let to = format!("/quan-ly/hoc/khung/{id}");
    visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            content::hold(tx, scope.commune())?;
            match known(tx, scope.commune(), &id)? {
                (one, state) if state == "retired" || one.commune.is_empty() => Err(Error::Changed),
                (_, state) => keep_replacing(tx, scope.commune(), &id, state == "waiting", &typed),
            }
        })
        .await?;
    Ok(go_saying(&to, "learning-framework-replaced"))
}

/// Lets a version hold from now on: one that waits, or one that held before.
pub(super) async fn adopt(visitor: Visitor, Path(id): Path<String>, Posted(typed): Posted) -> Result<Response> {
    let (scope, sure) = (visitor.scope(Right::ManageLearning)?, typed.ticked("sure"));
    visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            content::hold(tx, scope.commune())?;
            let (one, state) = known(tx, scope.commune(), &id)?;
            if !sure {
                return Err(Error::refused("learning-framework-not-sure"));
            }
            match state.as_str() {
                // A form sent twice.
                "current" => return Ok(()),
                "waiting" => keep_replacing(tx, scope.commune(), &id, true, &typed)?,
                _ if one.commune.is_empty() => return Ok(store::retire(tx, scope.commune())?),
                _ => {}
            }
            Ok(store::adopt(tx, scope.commune(), &id)?)
        })
        .await?;
    Ok(go_saying("/quan-ly/hoc/khung", "learning-framework-adopted"))
}
