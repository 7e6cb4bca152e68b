//! A lesson for a whole room: one large step a screen, for a projector or a phone held up, with pauses to try it together.

use askama::Template;
use axum::{extract::Path, response::Response};

use super::groups::title_of;
use crate::{
    accounts::{Right, Visitor},
    kit::{
        error::Result,
        pages::{Frame, page},
        text::Text,
    },
    learning::{
        content::Item,
        courses::{group, shelf},
        library::{FILES, Shown, other_language, shown},
        practice,
    },
};

struct Slide {
    number: usize,
    /// The item's title, above the step's own.
    kicker: String,
    title: String,
    picture: String,
    html: String,
    /// Whether everybody tries now.
    pause: bool,
    lang: &'static str,
}

#[derive(Template)]
#[template(path = "learning/courses/pages/stage.html")]
struct StagePage {
    frame: Frame,
    t: Text,
    id: String,
    title: String,
    slides: Vec<Slide>,
    /// What the course tells whoever runs this part; empty for a lesson alone.
    helper: String,
    /// Practice screens: address and title.
    practice: Vec<(String, String)>,
}

pub(super) async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let t = visitor.t;
    let (group, title, items, part) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let group = group::in_reach(tx, &scope, &id)?;
            let title = title_of(tx, scope.commune(), &group, t.lang)?;
            let items = group::items(tx, scope.commune(), &group, t.lang)?;
            let course = if group.course.is_empty() { None } else { shelf::course(tx, scope.commune(), &group.course)? };
            let at = usize::try_from(group.part - 1).ok();
            let part = course.and_then(|course| course.parts.into_iter().nth(at?));
            Ok((group, title, items, part))
        })
        .await?;
    let named = match &part {
        Some(part) => part.practice.clone(),
        None => items.iter().map(|item| item.facts.practice.clone()).collect(),
    };
    let practice = named.iter().filter_map(|id| practice::machine(id));
    page(&StagePage {
        frame: visitor.frame_titled(title.clone()),
        t,
        id: group.id,
        title,
        slides: slides(&items, t),
        helper: part.map(|part| part.helper.of(t.lang).to_owned()).unwrap_or_default(),
        practice: practice.map(|machine| (format!("/tap/{}", machine.id), machine.title.of(t.lang).to_owned())).collect(),
    })
}

/// The steps of every item, one after another. A lesson without a part of its own to practise ends with a pause to try it.
fn slides(items: &[Item], t: Text) -> Vec<Slide> {
    let mut slides: Vec<Slide> = Vec::new();
    for item in items {
        let parts: Vec<Shown> = shown(item, FILES);
        let practises = parts.iter().any(|part| part.name == "practice");
        let lang = if other_language(item, t).is_empty() { "" } else { item.lang.code() };
        for part in parts {
            slides.push(Slide {
                number: slides.len() + 1,
                kicker: item.facts.title.clone(),
                pause: part.name == "practice",
                title: part.title,
                picture: part.picture,
                html: part.html,
                lang,
            });
        }
        if !practises {
            slides.push(Slide {
                number: slides.len() + 1,
                kicker: item.facts.title.clone(),
                title: String::new(),
                picture: String::new(),
                html: String::new(),
                pause: true,
                lang: "",
            });
        }
    }
    slides
}
