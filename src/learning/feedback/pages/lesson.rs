//! What somebody says of a lesson. No account, no card, no cookie: the device alone remembers that it spoke.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{Ask, id_of, said};
use crate::{
    accounts::{Posted, Visitor},
    kit::{
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        ids,
        pages::{Frame, go, page_with},
        text::Text,
    },
    learning::{
        content::{self, Item, Role, parts},
        feedback::store::{self, NewRemark},
        knocks::{VISITS, knock},
        quiz::in_commune,
    },
};

/// The steps of an item: number and title.
fn steps(item: &Item) -> Vec<(String, String)> {
    let named = parts(&item.body).into_iter().enumerate().filter(|(_, part)| part.role != Role::Opening && !part.title.is_empty());
    named.map(|(at, part)| ((at + 1).to_string(), format!("{}. {}", at + 1, part.title))).collect()
}

fn ask(visitor: &Visitor, item: &Item, fields: &Fields, faults: Faults) -> Ask {
    let id = &item.facts.id;
    let fresh = ids::new(visitor.app.clock.now());
    let action = in_commune(visitor, format!("/gop-y/bai/{}", encode(id)));
    let remark = fields.some("id").filter(|id| ids::is_id(id)).unwrap_or(&fresh);
    Ask::new((action, remark, format!("lesson:{id}")), steps(item), "learning-remark-step", fields, faults, visitor.t)
}

/// The question at the end of a lesson.
pub fn ask_of_lesson(visitor: &Visitor, item: &Item) -> Ask {
    ask(visitor, item, &Fields::default(), Faults::default())
}

#[derive(Template)]
#[template(path = "learning/feedback/pages/lesson.html")]
struct LessonPage {
    frame: Frame,
    t: Text,
    title: String,
    ask: Ask,
}

async fn read(visitor: &Visitor, id: String) -> Result<Item> {
    let t = visitor.t;
    let commune = visitor.commune.as_ref().map(|commune| commune.id.clone()).unwrap_or_default();
    visitor.app.db.read(move |tx| content::item(tx, &commune, &id, t.lang)?.ok_or(Error::NotFound)).await
}

fn shown(visitor: &Visitor, item: &Item, status: StatusCode, fields: &Fields, faults: Faults) -> Result<Response> {
    let t = visitor.t;
    let frame = visitor.frame("learning-remark-title").under(in_commune(visitor, item.href()), item.facts.title.clone()).with(&faults);
    page_with(status, &LessonPage { frame, t, title: item.facts.title.clone(), ask: ask(visitor, item, fields, faults) })
}

pub(super) async fn form(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let item = read(&visitor, id).await?;
    shown(&visitor, &item, StatusCode::OK, &Fields::default(), Faults::default())
}

pub(super) async fn say(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let item = read(&visitor, id).await?;
    let commune = visitor.commune()?.id.clone();
    let mut faults = Faults::default();
    if let Err(Error::Refused(refusal)) = knock(&visitor, "remark", VISITS).await {
        faults.add("face", t.refusal(&refusal));
        return shown(&visitor, &item, StatusCode::TOO_MANY_REQUESTS, &fields, faults);
    }
    let Some((face, words)) = said(&fields, &mut faults, t) else {
        return shown(&visitor, &item, StatusCode::UNPROCESSABLE_ENTITY, &fields, faults);
    };
    let step = steps(&item).into_iter().find(|(number, _)| number == fields.get("step")).map(|(_, title)| title).unwrap_or_default();
    let (id, lang, kept) = (item.facts.id.clone(), item.lang.code(), id_of(&fields, now)?);
    let write = move |tx: &mut crate::kit::db::Tx<'_>| -> Result<()> {
        let remark = NewRemark { id: &kept, what: "lesson", item: &id, village: "", giver: "", face, words: &words, step: &step, lang };
        Ok(store::insert(tx, &commune, &remark, now)?)
    };
    visitor.app.db.write(write).await?;
    Ok(go(&in_commune(&visitor, format!("/gop-y/cam-on?bai={}", encode(&item.facts.id)))))
}
