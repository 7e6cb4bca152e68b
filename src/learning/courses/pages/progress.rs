//! `/hoc/nhan-tien-do`: what somebody learnt alone on their own device, put into the register under their name.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use crate::{
    accounts::{Posted, Visitor},
    kit::{
        clock::Millis,
        error::{Error, Result},
        forms::{Faults, Fields},
        pages::{Frame, page, page_with},
        text::Text,
    },
    learning::{
        cards, content,
        courses::finished::{self, Claimant, Claimed, MOST},
        library::{address, commune_of},
    },
};

/// A lesson that was ticked: what the form says, and its title.
struct Ticked {
    value: String,
    title: String,
}

#[derive(Template)]
#[template(path = "learning/courses/pages/progress.html")]
struct ProgressPage {
    frame: Frame,
    t: Text,
    action: String,
    learn: String,
    ticked: Vec<Ticked>,
    card: String,
    phone: String,
    year: String,
    /// What was recorded just now, and what stood there before.
    done: Option<(Vec<String>, Vec<String>)>,
    faults: Faults,
}

/// The lessons that a form ticks: id and the moment that the device named.
fn lessons_of(fields: &Fields) -> Vec<(String, Millis)> {
    let read = |value: &str| {
        let (id, told) = value.split_once(':').unwrap_or((value, ""));
        let plain = !id.is_empty() && id.len() <= 80 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        plain.then(|| (id.to_owned(), told.parse().unwrap_or(0)))
    };
    fields.all("bai").into_iter().filter_map(read).take(MOST).collect()
}

async fn shown(visitor: &Visitor, typed: &Fields, faults: Faults, done: Option<(Vec<String>, Vec<String>)>) -> Result<ProgressPage> {
    let (t, commune, lessons) = (visitor.t, commune_of(visitor), lessons_of(typed));
    let ticked = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let mut ticked = Vec::new();
            for (id, told) in &lessons {
                if let Some(item) = content::item(tx, &commune, id, t.lang)? {
                    ticked.push(Ticked { value: format!("{id}:{told}"), title: item.facts.title });
                }
            }
            Ok(ticked)
        })
        .await?;
    let cut = |name: &str, limit: usize| typed.get(name).chars().take(limit).collect();
    Ok(ProgressPage {
        frame: visitor.frame("learning-progress-title").under(address(visitor, "/hoc", &[]), t.get("nav-learn")).with(&faults),
        t,
        action: address(visitor, "/hoc/nhan-tien-do", &[]),
        learn: address(visitor, "/hoc", &[]),
        ticked,
        card: cut("the", 600),
        phone: cut("phone", 40),
        year: cut("year", 10),
        done,
        faults,
    })
}

pub(super) async fn form(visitor: Visitor) -> Result<Response> {
    page(&shown(&visitor, &Fields::default(), Faults::default(), None).await?)
}

pub(super) async fn claim(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let commune = visitor.commune()?.id.clone();
    let (t, now, lessons) = (visitor.t, visitor.app.clock.now(), lessons_of(&fields));
    let by = visitor.signed.as_ref().map_or_else(|| "learner".to_owned(), |signed| signed.account.clone());
    let cut = |name: &str, limit: usize| fields.get(name).chars().take(limit).collect::<String>();
    let who = match (cut("the", 600), cut("phone", 40)) {
        (card, phone) if card.trim().is_empty() && !phone.trim().is_empty() => Claimant::Phone(phone, cut("year", 10)),
        (card, _) => Claimant::Card(card),
    };
    let mut faults = Faults::default();
    if lessons.is_empty() {
        faults.add("bai", t.get("learning-progress-nothing"));
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown(&visitor, &fields, faults, None).await?);
    }
    let claiming = visitor.app.db.write(move |tx| finished::claim(tx, &commune, &who, &lessons, &by, t.lang, now));
    let claimed = cards::counted(&visitor, claiming).await;
    match claimed {
        Ok(Claimed::Done(new, before)) => {
            return page(&shown(&visitor, &Fields::default(), Faults::default(), Some((new, before))).await?);
        }
        Ok(Claimed::Refused(field, code)) => faults.add(field, t.get(code)),
        Err(Error::Refused(refusal)) => faults.add("the", t.refusal(&refusal)),
        Err(error) => return Err(error),
    }
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown(&visitor, &fields, faults, None).await?)
}
