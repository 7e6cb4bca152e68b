//! One version: how it will look, where it stands, what may be done with it, what was done, and how it differs from what is read now.

use askama::Template;
use axum::{extract::Path, response::Response};

use super::{light, state_words};
use crate::{
    accounts::{Posted, Right, Visitor},
    kit::{
        dates,
        error::{Error, Result},
        pages::{Frame, go_saying, page},
        text::Text,
    },
    learning::{
        content::{self, Item, parts},
        editing::{
            self,
            rules::{self, Mark, State},
            store::{self, Change, Version},
        },
        feedback::{Beside, beside},
        library::picture_markup,
    },
};

struct Step {
    title: String,
    picture: String,
    html: String,
}

struct Move {
    to: &'static str,
    words: String,
    look: &'static str,
    /// Whether a word why is asked for.
    asks_why: bool,
}

struct Past {
    what: String,
    note: String,
    when: String,
}

#[derive(Template)]
#[template(path = "learning/pages/edit_version.html")]
struct VersionPage {
    frame: Frame,
    t: Text,
    id: String,
    item: Item,
    state: String,
    look: &'static str,
    meta: String,
    steps: Vec<Step>,
    moves: Vec<Move>,
    history: Vec<Past>,
    others: Vec<(String, String)>,
    is_draft: bool,
    is_read: bool,
    public: String,
    remarks: Beside,
}

async fn read(visitor: &Visitor, id: String) -> Result<(Version, Vec<Change>, Vec<Version>, Option<Item>)> {
    let scope = visitor.scope(Right::ManageLearning)?;
    visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let commune = scope.commune();
            let version = store::version(tx, commune, &id)?.ok_or(Error::NotFound)?;
            let changes = store::changes(tx, commune, &id)?;
            let others = store::versions(tx, commune, &version.item.facts.id, version.item.lang)?;
            let now_read = content::item(tx, commune, &version.item.facts.id, version.item.lang)?;
            Ok((version, changes, others, now_read))
        })
        .await
}

fn number_words(version: &Version, t: Text) -> String {
    t.fill("learning-edit-number").n("n", version.number).s("state", state_words(version.state.code(), t)).to_string()
}

/// The page of a version.
pub(super) async fn page_of_one(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let t = visitor.t;
    let (version, changes, others, now_read) = read(&visitor, id).await?;
    let (scope, item) = (visitor.scope(Right::ManageLearning)?, version.item.facts.id.clone());
    let remarks = visitor.app.db.read(move |tx| beside(tx, &scope, &item, t)).await?;
    let steps = parts(&version.item.body).into_iter().map(|part| Step {
        picture: part.picture.as_ref().map(|picture| picture_markup(picture, "/thu-vien/tep/")).unwrap_or_default(),
        title: part.title,
        html: part.html,
    });
    let move_of = |to: &State| Move {
        to: to.code(),
        words: t.get(&format!("learning-edit-move-{}-{}", version.state.code(), to.code())),
        look: match to {
            State::Published | State::Review => "primary",
            State::Archived => "danger",
            State::Draft => "",
        },
        asks_why: version.state == State::Review && *to == State::Draft,
    };
    let past = |change: Change| Past {
        what: state_words(change.state.code(), t),
        when: format!("{}, {}", change.by_name, dates::moment(change.at, t.lang)),
        note: change.note,
    };
    let other = |other: &Version| (format!("/quan-ly/hoc/bai/{}", other.id), number_words(other, t));
    page(&VersionPage {
        frame: visitor.frame_titled(version.item.facts.title.clone()).under("/quan-ly/hoc/bai", t.get("learning-edit-title")),
        t,
        state: state_words(version.state.code(), t),
        look: light(version.state.code()),
        meta: [
            t.get(&format!("learning-kind-{}", version.item.kind.code())),
            t.get(&format!("learning-edit-in-{}", version.item.lang.code())),
            number_words(&version, t),
        ]
        .join(" · "),
        steps: steps.collect(),
        moves: version.state.leads_to().iter().map(move_of).collect(),
        history: changes.into_iter().map(past).collect(),
        others: others.iter().filter(|one| one.id != version.id).map(other).collect(),
        is_draft: version.state == State::Draft,
        is_read: now_read.is_some(),
        public: version.item.href(),
        remarks,
        id: version.id,
        item: version.item,
    })
}

#[derive(Template)]
#[template(path = "learning/pages/edit_differences.html")]
struct DifferencesPage {
    frame: Frame,
    t: Text,
    /// Class, sign and words of each line.
    lines: Vec<(&'static str, &'static str, String)>,
    gone: usize,
    new: usize,
}

/// What a version changes of what is read now; of one that is read now, or was, what it changed of the version before.
pub(super) async fn page_of_differences(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let t = visitor.t;
    let (version, _, others, now_read) = read(&visitor, id).await?;
    let before = match version.state {
        State::Draft | State::Review => now_read,
        State::Published | State::Archived => others.into_iter().find(|other| other.number < version.number).map(|other| other.item),
    };
    let old = before.map(|item| rules::as_lines(&item)).unwrap_or_default();
    let lines = rules::differences(&old, &rules::as_lines(&version.item));
    let count = |mark: Mark| lines.iter().filter(|(own, line)| *own == mark && !line.is_empty()).count();
    let back = format!("/quan-ly/hoc/bai/{}", version.id);
    let line = |(mark, line): (Mark, String)| match mark {
        Mark::Same => ("same", "", line),
        Mark::Gone => ("gone", "−", line),
        Mark::New => ("new", "+", line),
    };
    page(&DifferencesPage {
        frame: visitor
            .frame("learning-edit-differences")
            .under("/quan-ly/hoc/bai", t.get("learning-edit-title"))
            .under(back, version.item.facts.title.clone()),
        t,
        gone: count(Mark::Gone),
        new: count(Mark::New),
        lines: lines.into_iter().map(line).collect(),
    })
}

/// Moves a version on.
pub(super) async fn move_on(visitor: Visitor, Path(id): Path<String>, Posted(typed): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageLearning)?, visitor.app.clock.now());
    let (wish, note, asked) = (typed.get("to").to_owned(), typed.get("note").to_owned(), id.clone());
    let to = visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            store::version(tx, scope.commune(), &asked)?.ok_or(Error::NotFound)?;
            let to = State::parse(&wish).ok_or_else(|| Error::refused("learning-edit-no-way"))?;
            editing::move_to(tx, &scope, &asked, to, &note, now)?;
            Ok(to)
        })
        .await?;
    let said = match to {
        State::Draft => "learning-edit-said-draft",
        State::Review => "learning-edit-said-review",
        State::Published => "learning-edit-said-published",
        State::Archived => "learning-edit-said-archived",
    };
    Ok(go_saying(&format!("/quan-ly/hoc/bai/{id}"), said))
}
