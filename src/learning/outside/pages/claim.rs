//! A learner hands in what they reached elsewhere, with the code on their card. No name is ever shown here.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use crate::{
    accounts::{self, Enclosed, Posted, Scope, Visitor},
    kit::{
        clock::Millis,
        dates,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields},
        ids,
        pages::{Frame, page_with},
        text::Text,
    },
    learning::{
        cards,
        knocks::knock,
        outside::{
            courses::{self, Course},
            handing::{self, Hand},
            proofs,
            rules::{NewResult, State},
            store::{self, Wanted},
        },
        quiz::in_commune,
    },
};

/// How often an hour somebody may come here from one address.
const LIMIT: i64 = 60;

/// The result that a form tells of.
pub(super) fn result_of(fields: &Fields, has_picture: bool) -> NewResult {
    NewResult {
        course: fields.get("course").to_owned(),
        day: dates::parse_day(fields.get("day")).ok(),
        number: fold::nfc(fields.get("number")),
        link: fields.get("link").to_owned(),
        note: fold::nfc(fields.get("note")),
        has_picture,
    }
}

/// Pairs of id and name, for a form.
pub(super) fn options(courses: &[Course]) -> Vec<(String, String)> {
    courses.iter().map(|course| (course.id.clone(), course.name())).collect()
}

/// The fields of a fresh form.
pub(super) fn fresh(now: Millis, course: &str) -> Fields {
    let mut fields = Fields::default();
    fields.set("id", ids::new(now));
    fields.set("course", course);
    fields
}

/// The field that a refusal belongs to.
pub(super) fn field_of(code: &str) -> &'static str {
    match code {
        code if code.starts_with("learning-card-") => "the",
        code if code.starts_with("error-picture") || code == "learning-outside-picture-large" => "file",
        "learning-outside-course-missing" | "learning-outside-counts-already" | "learning-outside-waits-already" => "course",
        _ => "number",
    }
}

struct OwnLine {
    title: String,
    meta: String,
    state: String,
    look: &'static str,
}

#[derive(Template)]
#[template(path = "learning/outside/pages/claim.html")]
struct ClaimPage {
    frame: Frame,
    t: Text,
    action: String,
    own_action: String,
    courses: Vec<(String, String)>,
    fields: Fields,
    faults: Faults,
    done: String,
    own: Option<Vec<OwnLine>>,
}

async fn shown(
    visitor: &Visitor,
    status: StatusCode,
    fields: Fields,
    faults: Faults,
    done: String,
    own: Option<Vec<OwnLine>>,
) -> Result<Response> {
    let (t, commune) = (visitor.t, visitor.commune()?.id.clone());
    let all = visitor.app.db.read(move |tx| Ok::<_, Error>(courses::courses(tx, &commune, false)?)).await?;
    page_with(
        status,
        &ClaimPage {
            frame: visitor
                .frame("learning-outside-claim-title")
                .under(in_commune(visitor, "/hoc/nen-tang-khac".into()), t.get("learning-outside-title"))
                .with(&faults),
            t,
            action: in_commune(visitor, "/hoc/minh-chung".into()),
            own_action: in_commune(visitor, "/hoc/minh-chung/cua-toi".into()),
            courses: options(&all),
            fields,
            faults,
            done,
            own,
        },
    )
}

pub(super) async fn form(visitor: Visitor) -> Result<Response> {
    let fields = fresh(visitor.app.clock.now(), visitor.query.get("khoa"));
    shown(&visitor, StatusCode::OK, fields, Faults::default(), String::new(), None).await
}

pub(super) async fn hand_in(visitor: Visitor, form: Enclosed) -> Result<Response> {
    let (t, today) = (visitor.t, visitor.app.clock.today());
    let Enclosed { fields, file } = form;
    let mut faults = Faults::default();
    if let Err(Error::Refused(refusal)) = knock(&visitor, "claim", LIMIT).await {
        faults.add("the", t.refusal(&refusal));
        return shown(&visitor, StatusCode::TOO_MANY_REQUESTS, fields, faults, String::new(), None).await;
    }
    let new = result_of(&fields, file.is_some());
    if fields.get("the").is_empty() {
        faults.add("the", t.get("learning-card-missing"));
    }
    new.faults(today).into_iter().for_each(|(field, code)| faults.add(field, t.get(code)));
    if faults.is_empty() {
        match keep(&visitor, &fields, file, new).await {
            Ok(title) => {
                return shown(&visitor, StatusCode::OK, Fields::default(), faults, title, None).await;
            }
            Err(Error::Refused(refusal)) => faults.add(field_of(refusal.code), t.refusal(&refusal)),
            Err(error) => return Err(error),
        }
    }
    shown(&visitor, StatusCode::UNPROCESSABLE_ENTITY, fields, faults, String::new(), None).await
}

/// Puts the result down for the person of the card, whoever sends it; answers the course's name.
async fn keep(visitor: &Visitor, fields: &Fields, file: Option<(String, Vec<u8>)>, new: NewResult) -> Result<String> {
    let (commune, now) = (visitor.commune()?.id.clone(), visitor.app.clock.now());
    let (id, card) = (fields.get("id").to_owned(), fields.get("the").chars().take(600).collect::<String>());
    // The card first: who has none has no picture kept either.
    let (of, typed) = (commune.clone(), card.clone());
    cards::counted(visitor, visitor.app.db.read(move |tx| cards::person(tx, &of, &typed).map(drop))).await?;
    let (picture, mime) = kept_picture(visitor, file).await?;
    let who = visitor.clone();
    visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            let person = cards::person(tx, &commune, &card)?;
            let by = who.signed.as_ref().map_or("learner", |signed| signed.account.as_str());
            let hand = Hand { id: &id, person: &person, by, is_officer: false, picture: (&picture, mime) };
            handing::hand_in(tx, &commune, hand, &new, now)?;
            accounts::log(tx, &who.event("outside-handed-in", &id, ""), now)?;
            Ok(courses::course(tx, &commune, &new.course)?.map(|course| course.name()).unwrap_or_default())
        })
        .await
}

/// Cleans and keeps the picture of a form, when there is one.
pub(super) async fn kept_picture(visitor: &Visitor, file: Option<(String, Vec<u8>)>) -> Result<(String, &'static str)> {
    let Some((_, bytes)) = file else { return Ok((String::new(), "")) };
    let folder = visitor.app.folder.clone();
    tokio::task::spawn_blocking(move || proofs::keep(&folder, &bytes)).await.map_err(|error| Error::Broken(error.to_string()))?
}

/// What was handed in for the card that is typed, and what became of it.
pub(super) async fn own(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let (t, commune) = (visitor.t, visitor.commune()?.id.clone());
    let typed: String = fields.get("the_toi").chars().take(600).collect();
    let mut faults = Faults::default();
    let again = fresh(visitor.app.clock.now(), "");
    if let Err(Error::Refused(refusal)) = knock(&visitor, "claim", LIMIT).await {
        faults.add("the_toi", t.refusal(&refusal));
        return shown(&visitor, StatusCode::TOO_MANY_REQUESTS, again, faults, String::new(), None).await;
    }
    let reading = visitor.app.db.read(move |tx| -> Result<_> {
        let person = cards::person(tx, &commune, &typed)?;
        let wanted = Wanted { person: person.id, ..Wanted::default() };
        let mut all = Vec::new();
        for stored in store::results(tx, &Scope::of_command(&commune), &wanted, 50, 0)? {
            let reason = store::history(tx, &commune, &stored.id)?.into_iter().next_back().map(|(_, note, ..)| note).unwrap_or_default();
            all.push((stored, reason));
        }
        Ok(all)
    });
    let found = cards::counted(&visitor, reading).await;
    match found {
        Ok(all) => {
            let line = |(stored, reason): (store::Stored, String)| {
                let day = stored.day.map(|day| dates::short_day(day, t.lang)).unwrap_or_default();
                let reason = if matches!(stored.state, State::Refused | State::TakenBack) { reason } else { String::new() };
                OwnLine {
                    title: stored.title,
                    meta: [stored.platform, day, reason].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
                    state: t.get(&format!("learning-outside-state-{}", stored.state.code())),
                    look: stored.state.look(),
                }
            };
            shown(&visitor, StatusCode::OK, again, faults, String::new(), Some(all.into_iter().map(line).collect())).await
        }
        Err(Error::Refused(refusal)) => {
            faults.add("the_toi", t.refusal(&refusal));
            shown(&visitor, StatusCode::UNPROCESSABLE_ENTITY, again, faults, String::new(), None).await
        }
        Err(error) => Err(error),
    }
}
