//! Joining a round with one's own phone, and claiming a result that was reached alone: both with the code on the learner's card.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{attempt_href, in_commune};
use crate::{
    accounts::{Posted, Visitor},
    kit::{
        error::{Error, Result},
        forms::{Faults, Fields},
        pages::{Frame, go, page, page_with},
        text::Text,
    },
    learning::{
        cards,
        knocks::{VISITS, knock},
        practice,
        quiz::{
            item_title, rounds,
            store::{self, Kind},
            taking,
        },
    },
};

#[derive(Template)]
#[template(path = "learning/quiz/pages/join.html")]
struct JoinPage {
    frame: Frame,
    t: Text,
    action: String,
    code: String,
    card: String,
    faults: Faults,
}

fn join_page(visitor: &Visitor, typed: &Fields, faults: Faults) -> JoinPage {
    JoinPage {
        frame: visitor.frame("learning-join-title").under("/kiem-tra", visitor.t.get("learning-quiz-title")).with(&faults),
        t: visitor.t,
        action: in_commune(visitor, "/kiem-tra/vao".into()),
        code: typed.get("ma").chars().take(40).collect(),
        card: typed.get("the").chars().take(600).collect(),
        faults,
    }
}

pub(super) async fn join_form(visitor: Visitor) -> Result<Response> {
    page(&join_page(&visitor, &visitor.query, Faults::default()))
}

pub(super) async fn join(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let commune = visitor.commune()?.id.clone();
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let (code, card) = (taking::spoken(fields.get("ma")), fields.get("the").chars().take(600).collect::<String>());
    let joining = visitor.app.db.write(move |tx| -> Result<_> {
        let round = store::round_by_code(tx, &commune, &code)?.ok_or_else(|| Error::refused("learning-join-no-round"))?;
        let person = cards::person(tx, &commune, &card)?;
        rounds::join(tx, &commune, &round, &person.id, now)
    });
    let joined = cards::counted(&visitor, joining).await;
    match joined {
        Ok(attempt) if attempt.kind == Kind::Practice => Ok(go(&practice::attempt_href(&visitor, &attempt.id))),
        Ok(attempt) => Ok(go(&attempt_href(&visitor, &attempt.id, None))),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            let field = if refusal.code.starts_with("learning-card-") { "the" } else { "ma" };
            // Whoever types somebody's code must not learn their name by it.
            let nameless = refusal.code == "learning-round-passed-already";
            faults.add(field, if nameless { t.get("learning-join-passed-already") } else { t.refusal(&refusal) });
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &join_page(&visitor, &fields, faults))
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/claim.html")]
struct ClaimPage {
    frame: Frame,
    t: Text,
    action: String,
    code: String,
    card: String,
    /// What was claimed, once it was.
    done: String,
    faults: Faults,
}

fn claim_page(visitor: &Visitor, typed: &Fields, faults: Faults, done: String) -> ClaimPage {
    ClaimPage {
        frame: visitor.frame("learning-claim-title").under("/kiem-tra", visitor.t.get("learning-quiz-title")).with(&faults),
        t: visitor.t,
        action: in_commune(visitor, "/kiem-tra/nhan-ket-qua".into()),
        code: typed.get("ma").chars().take(40).collect(),
        card: typed.get("the").chars().take(600).collect(),
        done,
        faults,
    }
}

pub(super) async fn claim_form(visitor: Visitor) -> Result<Response> {
    page(&claim_page(&visitor, &visitor.query, Faults::default(), String::new()))
}

pub(super) async fn claim(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let commune = visitor.commune()?.id.clone();
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let by = visitor.signed.as_ref().map_or_else(|| "learner".to_owned(), |signed| signed.account.clone());
    let (code, card) = (fields.get("ma").to_owned(), fields.get("the").chars().take(600).collect::<String>());
    let claiming = visitor.app.db.write(move |tx| -> Result<_> {
        // The card first: who has none learns nothing about codes.
        let person = cards::person(tx, &commune, &card)?;
        let attempt = taking::claim(tx, &commune, &code, &person, &by, now)?;
        Ok(item_title(tx, &commune, attempt.kind, &attempt.item, t.lang)?)
    });
    let claimed = match knock(&visitor, "quiz-claim", VISITS).await {
        Ok(()) => cards::counted(&visitor, claiming).await,
        Err(error) => Err(error),
    };
    match claimed {
        Ok(done) => page(&claim_page(&visitor, &Fields::default(), Faults::default(), done)),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            let field = if refusal.code.starts_with("learning-card-") { "the" } else { "ma" };
            faults.add(field, t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &claim_page(&visitor, &fields, faults, String::new()))
        }
        Err(error) => Err(error),
    }
}
