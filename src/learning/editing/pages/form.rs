//! The form of a version: begun from nothing, from what is read now, or from the draft itself.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use crate::{
    accounts::{Posted, Right, Visitor},
    kit::{
        error::{Error, Result},
        forms::{Faults, Fields},
        pages::{Frame, go_saying, page, page_with},
        text::{Lang, Text},
    },
    learning::{
        content::{self, Audience, Item, Kind},
        editing::{self, rules, store},
        framework,
    },
};

#[derive(Template)]
#[template(path = "learning/pages/edit_form.html")]
struct FormPage {
    frame: Frame,
    t: Text,
    action: String,
    back: String,
    faults: Faults,
    typed: Fields,
    /// Whether the item's name can no longer be chosen.
    fixed: bool,
    kind_words: String,
    lang_words: String,
    audiences: Vec<(String, String, bool)>,
    levels: Vec<(String, String)>,
    skills: Vec<(String, String)>,
    is_media: bool,
    is_video: bool,
}

/// Where a form goes, and back to where.
struct Ways {
    action: String,
    back: String,
    fixed: bool,
}

async fn form(visitor: &Visitor, ways: Ways, typed: Fields, faults: Faults) -> Result<FormPage> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ManageLearning)?);
    let skills = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let Some(current) = framework::current(tx, scope.commune())? else { return Ok(Vec::new()) };
            Ok(framework::skills(tx, &current)?.into_iter().map(|skill| (skill.code.clone(), skill.title_in(t.lang).to_owned())).collect())
        })
        .await?;
    let kind = Kind::parse_written(typed.get("kind"));
    let lang = Lang::parse(typed.get("lang")).unwrap_or_default();
    let audience = |one: &Audience| {
        let code = one.code();
        (code.to_owned(), t.get(&format!("learning-audience-{code}")), typed.is("audience", code))
    };
    Ok(FormPage {
        frame: visitor.frame("learning-edit-form-title").under("/quan-ly/hoc/bai", t.get("learning-edit-title")).with(&faults),
        t,
        action: ways.action,
        back: ways.back,
        fixed: ways.fixed,
        faults,
        kind_words: t.get(&format!("learning-kind-{}", kind.code())),
        lang_words: t.get(&format!("learning-edit-in-{}", lang.code())),
        audiences: Audience::ALL.iter().map(audience).collect(),
        levels: ["1", "2", "3"].map(|level| (level.to_owned(), t.get(&format!("learning-level-{level}")))).into(),
        skills,
        is_media: matches!(kind, Kind::Video | Kind::Infographic),
        is_video: kind == Kind::Video,
        typed,
    })
}

/// The fields of a form that shows an item.
fn fields_of(item: &Item) -> Fields {
    let facts = &item.facts;
    let pairs = [
        ("id", facts.id.clone()),
        ("kind", item.kind.code().to_owned()),
        ("lang", item.lang.code().to_owned()),
        ("title", facts.title.clone()),
        ("summary", facts.summary.clone()),
        ("want", facts.want.clone()),
        ("skills", facts.skills.join(" ")),
        ("level", facts.level.to_string()),
        ("minutes", facts.minutes.to_string()),
        ("licence", facts.licence.clone()),
        ("source", facts.source.clone()),
        ("checked", facts.checked.to_string()),
        ("practice", facts.practice.clone()),
        ("guide", facts.guide.clone()),
        ("keywords", facts.keywords.join("\n")),
        ("media", facts.media.clone()),
        ("captions", facts.captions.clone()),
        ("link", facts.link.clone()),
        ("body", item.body.clone()),
    ];
    let audience = facts.audience.iter().map(|audience| ("audience", audience.code().to_owned()));
    Fields::of(pairs.into_iter().chain(audience).map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A form for something new: the shape of a lesson or guide is there already, to be filled in.
fn fields_of_new(visitor: &Visitor, kind: Kind) -> Fields {
    let t = visitor.t;
    let mut typed = Fields::default();
    for (name, value) in
        [("kind", kind.code()), ("lang", "vi"), ("level", "1"), ("minutes", "10"), ("audience", "citizen"), ("licence", "CC BY 4.0")]
    {
        typed.set(name, value);
    }
    typed.set("source", visitor.commune.as_ref().map(|commune| commune.name.clone()).unwrap_or_default());
    typed.set("checked", visitor.app.clock.today().to_string());
    let shape = match kind {
        Kind::Lesson => t.get("learning-edit-shape-lesson"),
        Kind::Guide => t.get("learning-edit-shape-guide"),
        Kind::Video | Kind::Infographic | Kind::Course => String::new(),
    };
    typed.set("body", shape);
    typed
}

fn new_ways(fixed: bool) -> Ways {
    Ways { action: "/quan-ly/hoc/bai/moi".into(), back: "/quan-ly/hoc/bai".into(), fixed }
}

/// The page at `/quan-ly/hoc/bai/moi`.
pub(super) async fn page_of_new(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let (from, lang) = (visitor.query.get("tu").to_owned(), Lang::parse(visitor.query.get("ngu")).unwrap_or_default());
    if from.is_empty() {
        let typed = fields_of_new(&visitor, Kind::parse_written(visitor.query.get("loai")));
        return page(&form(&visitor, new_ways(false), typed, Faults::default()).await?);
    }
    let item = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            content::item(tx, scope.commune(), &from, lang)?.filter(|item| item.kind != Kind::Course).ok_or(Error::NotFound)
        })
        .await?;
    let mut typed = fields_of(&item);
    typed.set("lang", lang.code());
    page(&form(&visitor, new_ways(true), typed, Faults::default()).await?)
}

/// Begins a version.
pub(super) async fn create(visitor: Visitor, Posted(typed): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageLearning)?, visitor.app.clock.now());
    let (item, faults) = rules::read(&typed, scope.commune(), None, visitor.app.clock.today(), visitor.t);
    if !faults.is_empty() {
        let form = form(&visitor, new_ways(typed.ticked("fixed")), typed, faults).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &form);
    }
    let id = visitor.app.db.write(move |tx| editing::begin(tx, &scope, &item, now)).await?;
    Ok(go_saying(&format!("/quan-ly/hoc/bai/{id}"), "learning-edit-saved"))
}

fn draft_ways(id: &str) -> Ways {
    let back = format!("/quan-ly/hoc/bai/{id}");
    Ways { action: format!("{back}/sua"), back, fixed: true }
}

/// The form of a draft.
pub(super) async fn page_of_draft(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let asked = id.clone();
    let version =
        visitor.app.db.read(move |tx| -> Result<_> { store::version(tx, scope.commune(), &asked)?.ok_or(Error::NotFound) }).await?;
    if version.state != rules::State::Draft {
        return Err(Error::refused("learning-edit-not-draft"));
    }
    let mut typed = fields_of(&version.item);
    typed.set("seen", version.seen.to_string());
    page(&form(&visitor, draft_ways(&id), typed, Faults::default()).await?)
}

/// Writes a draft anew.
pub(super) async fn save(visitor: Visitor, Path(id): Path<String>, Posted(mut typed): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageLearning)?, visitor.app.clock.now());
    let (asked, reach) = (id.clone(), scope.clone());
    let version =
        visitor.app.db.read(move |tx| -> Result<_> { store::version(tx, reach.commune(), &asked)?.ok_or(Error::NotFound) }).await?;
    let (item, faults) = rules::read(&typed, scope.commune(), Some(&version.item), visitor.app.clock.today(), visitor.t);
    if !faults.is_empty() {
        for (name, value) in
            [("kind", version.item.kind.code()), ("lang", version.item.lang.code()), ("id", version.item.facts.id.as_str())]
        {
            typed.set(name, value);
        }
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&visitor, draft_ways(&id), typed, faults).await?);
    }
    let (seen, back) = (typed.number("seen").unwrap_or(0), format!("/quan-ly/hoc/bai/{id}"));
    visitor.app.db.write(move |tx| editing::save(tx, &scope, &id, &item, seen, now)).await?;
    Ok(go_saying(&back, "learning-edit-saved"))
}
