//! “Tôi làm được gì”: a learner looks at their own list with the code on their card. No name is shown.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use crate::{
    accounts::{Posted, Visitor},
    kit::{
        dates,
        error::{Error, Result},
        forms::Faults,
        pages::{Frame, page, page_with},
        text::Text,
    },
    learning::{
        cards,
        framework::State,
        quiz::in_commune,
        standing::{components_kept, rules::Keep, standings},
    },
};

struct Line {
    title: String,
    words: String,
    look: &'static str,
}

#[derive(Template)]
#[template(path = "learning/standing/pages/own.html")]
struct OwnPage {
    frame: Frame,
    t: Text,
    action: String,
    card: String,
    /// Whether a card was read.
    read: bool,
    lines: Vec<Line>,
    faults: Faults,
}

fn own_page(visitor: &Visitor, card: String, lines: Option<Vec<Line>>, faults: Faults) -> OwnPage {
    OwnPage {
        frame: visitor.frame("learning-own-title").with(&faults),
        t: visitor.t,
        action: in_commune(visitor, "/toi-lam-duoc".into()),
        card,
        read: lines.is_some(),
        lines: lines.unwrap_or_default(),
        faults,
    }
}

pub(super) async fn form(visitor: Visitor) -> Result<Response> {
    page(&own_page(&visitor, String::new(), None, Faults::default()))
}

/// Kind words for how well something is kept, and the look of their tag.
const fn kept_words(keep: Keep) -> (&'static str, &'static str) {
    match keep {
        Keep::Firm => ("learning-own-firm", "good"),
        Keep::Fresh => ("learning-own-fresh", "good"),
        Keep::Due => ("learning-own-due", "warn"),
        Keep::Faded | Keep::Lost => ("learning-own-faded", "warn"),
    }
}

pub(super) async fn show(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let commune = visitor.commune()?.id.clone();
    let (t, today) = (visitor.t, dates::day_of(visitor.app.clock.now()));
    let typed: String = fields.get("the").chars().take(600).collect();
    let card = typed.clone();
    let reading = visitor.app.db.read(move |tx| -> Result<_> {
        let person = cards::person(tx, &commune, &card)?;
        Ok((standings(tx, &commune, &person.id, today)?, components_kept(tx, &commune, &person.id, today)?))
    });
    let all = cards::counted(&visitor, reading).await;
    match all {
        Ok((skills, components)) => {
            let whole = components.into_iter().map(|(code, kept)| {
                let (key, look) = kept_words(kept.keep);
                Line { title: t.get(&format!("learning-short-{code}")), words: t.get(key), look }
            });
            let skills = skills.into_iter().filter_map(|(skill, standing)| {
                let (key, look) = match standing.kept.map(|kept| kept.keep) {
                    Some(keep) => kept_words(keep),
                    None if standing.has(State::Passed) => ("learning-own-passed", "info"),
                    None if standing.has(State::Learned) => ("learning-own-learned", ""),
                    None => return None,
                };
                Some(Line { title: skill.title_in(t.lang).to_owned(), words: t.get(key), look })
            });
            let lines = whole.chain(skills);
            page(&own_page(&visitor, typed, Some(lines.collect()), Faults::default()))
        }
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("the", t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &own_page(&visitor, typed, None, faults))
        }
        Err(error) => Err(error),
    }
}
