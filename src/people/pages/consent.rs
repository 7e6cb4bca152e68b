//! Consent by purpose: recorded, printed to be signed, receipted.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};

use super::{
    HERE, Villages, birth_words,
    person::{Standing, standings},
    title_of,
};
use crate::{
    accounts::{Need, Posted, Right, Route, Visitor},
    kit::{
        dates,
        error::Result,
        fold,
        forms::{Faults, Fields},
        pages::{Frame, go_saying, page, page_with},
        text::Text,
    },
    people::{
        rules::{GUARDED_UNTIL, MAX_NAME, PURPOSES},
        store::{self, Person},
    },
};

pub(super) fn routes() -> Vec<Route> {
    let edit = Need::May(Right::EditPersons);
    vec![
        Route::get("/quan-ly/nguoi-dan/{person}/dong-y", edit, get(ask)),
        Route::post("/quan-ly/nguoi-dan/{person}/dong-y", edit, post(record)),
        Route::get("/quan-ly/nguoi-dan/phieu-dong-y", Need::May(Right::SeePersons), get(blank_paper)),
        Route::get("/quan-ly/nguoi-dan/{person}/phieu-dong-y", Need::May(Right::SeePersons), get(paper)),
        Route::get("/quan-ly/nguoi-dan/{person}/bien-nhan", Need::May(Right::SeePersons), get(receipt)),
    ]
}

#[derive(Template)]
#[template(path = "people/pages/consent.html")]
struct AskPage {
    frame: Frame,
    t: Text,
    id: String,
    fields: Fields,
    faults: Faults,
    standings: Vec<Standing>,
    /// Whether a legal representative consents too.
    guarded: bool,
}

/// A person with what stands about consent now.
async fn known(visitor: &Visitor, right: Right, id: &str) -> Result<(Person, Vec<Standing>, String)> {
    let (scope, id, t) = (visitor.scope(right)?, id.to_owned(), visitor.t);
    visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let person = store::person(tx, &scope, &id)?;
            let standings = standings(t, &store::consents(tx, &scope, &id)?);
            let village = Villages::read(tx, &scope)?.name(&person.profile.village).to_owned();
            Ok((person, standings, village))
        })
        .await
}

fn show(visitor: &Visitor, person: &Person, standings: Vec<Standing>, fields: Fields, faults: Faults) -> Result<Response> {
    let name = title_of(&person.profile);
    let frame = visitor.frame_titled(visitor.t.fill("people-consent-of").s("name", &name).to_string()).with(&faults);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = AskPage {
        frame: frame.under(HERE, visitor.t.get("people-title")).under(format!("{HERE}/{}", person.id), name),
        t: visitor.t,
        id: person.id.clone(),
        fields,
        faults,
        standings,
        guarded: person.profile.is_guarded(visitor.app.clock.today()),
    };
    page_with(status, &shown)
}

async fn ask(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (person, standings, _) = known(&visitor, Right::EditPersons, &id).await?;
    visitor.log("person-seen", &id, "").await?;
    show(&visitor, &person, standings, Fields::default(), Faults::default())
}

/// The answers of a form: purpose, and yes or no. What was left open is not among them.
fn answers(fields: &Fields) -> Vec<(&'static str, bool)> {
    PURPOSES
        .iter()
        .filter_map(|purpose| match fields.get(purpose) {
            "yes" => Some((*purpose, true)),
            "no" => Some((*purpose, false)),
            _ => None,
        })
        .collect()
}

async fn record(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (person, standings, _) = known(&visitor, Right::EditPersons, &id).await?;
    let t = visitor.t;
    let answers = answers(&fields);
    let how = ["paper", "screen"].into_iter().find(|how| *how == fields.get("how"));
    let guardian = fold::nfc(fields.get("guardian"));
    let guarded = person.profile.is_guarded(visitor.app.clock.today());
    let mut faults = Faults::default();
    faults.unless(!answers.is_empty(), PURPOSES[0], t, "people-consent-none-told");
    faults.unless(how.is_some(), "how", t, "people-how-missing");
    if guarded && guardian.is_empty() && answers.iter().any(|(_, given)| *given) {
        faults.add("guardian", t.fill("people-guardian-missing").n("age", GUARDED_UNTIL).to_string());
    }
    faults.unless(guardian.chars().count() <= MAX_NAME, "guardian", t, "people-name-long");
    let Some(how) = how.filter(|_| faults.is_empty()) else {
        return show(&visitor, &person, standings, fields, faults);
    };
    let (scope, now, asked) = (visitor.scope(Right::EditPersons)?, visitor.app.clock.now(), id.clone());
    visitor
        .app
        .db
        .write(move |tx| -> Result<()> {
            store::person(tx, &scope, &asked)?;
            for (purpose, given) in &answers {
                store::give(tx, &scope, &asked, purpose, *given, how, &guardian, None, None, now)?;
            }
            Ok(())
        })
        .await?;
    Ok(go_saying(&format!("{HERE}/{id}"), "people-consent-recorded"))
}

#[derive(Template)]
#[template(path = "people/pages/consent_paper.html")]
struct PaperPage {
    frame: Frame,
    t: Text,
    /// The commune with a small first letter, as it stands inside a sentence.
    commune: String,
    /// The same in capitals, for the head of the paper.
    capitals: String,
    name: String,
    birth: String,
    place: String,
    guarded: bool,
    /// Whether nobody's name stands on it yet.
    blank: bool,
}

fn commune_words(visitor: &Visitor) -> String {
    let name = visitor.commune().map(|commune| commune.name.clone()).unwrap_or_default();
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

async fn blank_paper(visitor: Visitor) -> Result<Response> {
    let frame = visitor.frame("people-form-title").under(HERE, visitor.t.get("people-title"));
    let commune = commune_words(&visitor);
    let empty = String::new;
    let capitals = commune.to_uppercase();
    page(&PaperPage { frame, t: visitor.t, commune, capitals, name: empty(), birth: empty(), place: empty(), guarded: true, blank: true })
}

async fn paper(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (person, _, village) = known(&visitor, Right::SeePersons, &id).await?;
    visitor.log("person-seen", &id, "consent-paper").await?;
    let name = title_of(&person.profile);
    let frame = visitor.frame("people-form-title").under(HERE, visitor.t.get("people-title")).under(format!("{HERE}/{id}"), &name);
    let place = [person.profile.hamlet.as_str(), village.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    page(&PaperPage {
        frame,
        t: visitor.t,
        capitals: commune_words(&visitor).to_uppercase(),
        commune: commune_words(&visitor),
        birth: birth_words(visitor.t, &person.profile.birth),
        place: place.join(", "),
        guarded: person.profile.is_guarded(visitor.app.clock.today()),
        blank: false,
        name,
    })
}

#[derive(Template)]
#[template(path = "people/pages/receipt.html")]
struct ReceiptPage {
    frame: Frame,
    t: Text,
    /// The commune in capitals, for the head of the paper.
    capitals: String,
    name: String,
    birth: String,
    place: String,
    standings: Vec<Standing>,
    printed: String,
    by: String,
}

async fn receipt(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (person, standings, village) = known(&visitor, Right::SeePersons, &id).await?;
    visitor.log("person-seen", &id, "consent-receipt").await?;
    let name = title_of(&person.profile);
    let frame = visitor.frame("people-receipt-title").under(HERE, visitor.t.get("people-title")).under(format!("{HERE}/{id}"), &name);
    page(&ReceiptPage {
        frame,
        t: visitor.t,
        capitals: commune_words(&visitor).to_uppercase(),
        birth: birth_words(visitor.t, &person.profile.birth),
        place: village,
        standings: standings.into_iter().filter(|one| one.given.is_some()).collect(),
        printed: dates::moment(visitor.app.clock.now(), visitor.t.lang),
        by: visitor.signed()?.name.clone(),
        name,
    })
}
