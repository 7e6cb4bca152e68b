//! The framework for everybody, and its versions and import for officers.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, response::Response};

use super::{Framework, Skill, State, file, store, table};
use crate::{
    accounts::{Posted, Right, Uploaded, Visitor},
    kit::{
        dates,
        db::Tx,
        error::{Error, Refusal, Result},
        forms::Faults,
        ids,
        pages::{Frame, go, go_saying, page},
        text::Text,
    },
    learning::{
        content::{self, Kind, Wanted},
        desk::{HOME, Tab, tabs},
        outside::{self, CourseLine},
        quiz::in_commune,
    },
};

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
    let (framework, skills, lessons, courses) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let Some(framework) = store::current(tx, &commune)? else { return Ok((None, Vec::new(), Vec::new(), Vec::new())) };
            let skills = store::skills(tx, &framework)?;
            let wanted = Wanted { kind: Some(Kind::Lesson), ..Wanted::default() };
            let codes: Vec<String> = skills.iter().map(|skill| skill.code.clone()).collect();
            let courses = outside::of_skills(tx, &commune, &codes)?;
            Ok((Some(framework), skills, content::items(tx, &commune, t.lang, &wanted, 2_000, 0)?, courses))
        })
        .await?;
    let mut by_skill: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for lesson in &lessons {
        for code in &lesson.facts.skills {
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
            href: if one.commune.is_empty() { "/khung-ky-nang".into() } else { format!("/quan-ly/hoc/khung/{}", one.id) },
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
}

fn known(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<(Framework, String)> {
    store::versions(tx, commune)?.into_iter().find(|(one, _)| one.id == id && one.commune == commune).ok_or(Error::NotFound)
}

/// A version beside the one that holds now.
pub(super) async fn page_of_preview(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ManageLearning)?);
    let ((one, state), skills, now) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let one = known(tx, scope.commune(), &id)?;
            let skills = store::skills(tx, &one.0)?;
            let now = match store::current(tx, scope.commune())? {
                Some(current) => store::skills(tx, &current)?,
                None => Vec::new(),
            };
            Ok((one, skills, now))
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
        skills: skills.iter().map(pair).collect(),
        id: one.id,
        t,
    })
}

/// Lets a version hold from now on.
pub(super) async fn adopt(visitor: Visitor, Path(id): Path<String>, Posted(typed): Posted) -> Result<Response> {
    let (scope, sure) = (visitor.scope(Right::ManageLearning)?, typed.ticked("sure"));
    visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            known(tx, scope.commune(), &id)?;
            if !sure {
                return Err(Error::refused("learning-framework-not-sure"));
            }
            Ok(store::adopt(tx, scope.commune(), &id)?)
        })
        .await?;
    Ok(go_saying("/quan-ly/hoc/khung", "learning-framework-adopted"))
}
