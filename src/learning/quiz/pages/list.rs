//! Every quiz, and one before it begins.

use askama::Template;
use axum::{extract::Path, response::Response};

use super::in_commune;
use crate::{
    accounts::Visitor,
    kit::{
        error::{Error, Result},
        ids,
        pages::{Frame, page},
        text::Text,
    },
    learning::quiz::{bank, rules},
};

struct Line {
    href: String,
    title: String,
}

struct Group {
    audience: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    groups: Vec<Group>,
}

pub(super) async fn page_of_all(visitor: Visitor) -> Result<Response> {
    let (t, commune) = (visitor.t, visitor.commune.as_ref().map(|c| c.id.clone()).unwrap_or_default());
    let all = visitor.app.db.read(move |tx| bank::listed(tx, &commune, t.lang)).await?;
    let mut groups: Vec<(String, Group)> = Vec::new();
    for (id, head) in all {
        let audience = head.audience.first().cloned().unwrap_or_else(|| "citizen".into());
        let line = Line { href: in_commune(&visitor, format!("/kiem-tra/{id}")), title: head.title };
        match groups.iter_mut().find(|(code, _)| *code == audience) {
            Some((_, group)) => group.lines.push(line),
            None => groups.push((audience.clone(), Group { audience: t.get(&format!("people-audience-{audience}")), lines: vec![line] })),
        }
    }
    page(&ListPage { frame: visitor.frame("learning-quiz-title"), t, groups: groups.into_iter().map(|(_, group)| group).collect() })
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/intro.html")]
struct IntroPage {
    frame: Frame,
    t: Text,
    title: String,
    asked: usize,
    pass: usize,
    attempt: String,
    action: String,
    lesson: String,
    practice: String,
}

pub(super) async fn page_of_one(visitor: Visitor, Path(quiz): Path<String>) -> Result<Response> {
    let (t, commune) = (visitor.t, visitor.commune.as_ref().map(|c| c.id.clone()).unwrap_or_default());
    let sheet =
        visitor.app.db.read(move |tx| bank::sheet(tx, &commune, &quiz, t.lang).map_err(Error::from)?.ok_or(Error::NotFound)).await?;
    let asked = sheet.quiz.questions.len().min(rules::ROUND);
    page(&IntroPage {
        frame: visitor.frame_titled(sheet.head.title.clone()).under("/kiem-tra", t.get("learning-quiz-title")),
        t,
        asked,
        pass: rules::pass_mark(sheet.quiz.pass, asked),
        attempt: ids::new(visitor.app.clock.now()),
        action: in_commune(&visitor, format!("/kiem-tra/{}", sheet.id)),
        lesson: format!("/hoc/{}", sheet.id),
        practice: if sheet.head.practice.is_empty() { String::new() } else { format!("/tap/{}", sheet.head.practice) },
        title: sheet.head.title,
    })
}
