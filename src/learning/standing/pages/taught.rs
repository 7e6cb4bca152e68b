//! Which skills a class teaches: whoever is at it has learnt them.

use std::collections::BTreeSet;

use askama::Template;
use axum::{extract::Path, response::Response};

use crate::{
    accounts::{Posted, Right, Visitor},
    classes,
    kit::{
        error::{Error, Result},
        pages::{Frame, go_saying, page},
        text::Text,
    },
    learning::framework::{self, Choices},
};

#[derive(Template)]
#[template(path = "learning/standing/pages/taught.html")]
struct TaughtPage {
    frame: Frame,
    t: Text,
    action: String,
    groups: Choices,
}

fn class_href(code: &str) -> String {
    format!("/quan-ly/lop/{code}")
}

pub(super) async fn form(visitor: Visitor, Path(code): Path<String>) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ManageClasses)?);
    let (class, skills, ticked) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let class = classes::taught(tx, &scope, &code)?;
            let codes = framework::codes(tx, scope.commune())?;
            let ticked: BTreeSet<String> = class.skills.iter().filter_map(|code| codes.now(code)).map(str::to_owned).collect();
            let framework = framework::current(tx, scope.commune())?;
            let mut skills = framework.map(|one| framework::skills(tx, &one)).transpose()?.unwrap_or_default();
            // Those of the class's own audience come first.
            skills.sort_by_key(|skill| (skill.audience.code() != class.audience, skill.place));
            Ok((class, skills, ticked))
        })
        .await?;
    page(&TaughtPage {
        frame: visitor
            .frame("learning-taught-title")
            .under("/quan-ly/lop", t.get("nav-classes"))
            .under(class_href(&class.code), &class.title),
        action: format!("/quan-ly/hoc/lop/{}", class.code),
        groups: framework::choices(&skills, &ticked, t),
        t,
    })
}

pub(super) async fn keep(visitor: Visitor, Path(code): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageClasses)?, visitor.app.clock.now());
    let (to, chosen) = (class_href(&code), fields.all("skills").into_iter().map(str::to_owned).collect::<BTreeSet<_>>());
    visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            let framework = framework::current(tx, scope.commune())?;
            let skills = framework.map(|one| framework::skills(tx, &one)).transpose()?.unwrap_or_default();
            if !chosen.iter().all(|code| skills.iter().any(|skill| skill.code == *code)) {
                return Err(Error::StaleForm);
            }
            // In the framework's order.
            let skills: Vec<String> = skills.into_iter().map(|skill| skill.code).filter(|code| chosen.contains(code)).collect();
            classes::teach(tx, &scope, &code, &skills, now)
        })
        .await?;
    Ok(go_saying(&to, "learning-taught-kept"))
}
