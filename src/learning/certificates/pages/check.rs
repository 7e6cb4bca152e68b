//! Whether a certificate is real: by its code, by its signature alone, by the list of those taken back.

use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    accounts::{Posted, Visitor},
    kit::{
        dates,
        error::{Error, Result},
        forms::{Faults, encode},
        pages::{Frame, go, page, page_with},
        text::Text,
    },
    learning::{
        certificates::{
            payload::{self, Facts, Fault},
            store::{self, Certificate},
        },
        quiz::{grouped, in_commune, short_name, spoken},
    },
    places,
};

#[derive(Template)]
#[template(path = "learning/certificates/pages/check.html")]
struct CheckPage {
    frame: Frame,
    t: Text,
    action: String,
    typed: String,
    faults: Faults,
}

fn check_page(visitor: &Visitor, typed: String, faults: Faults) -> CheckPage {
    CheckPage {
        frame: visitor.frame("learning-certificate-check-title").with(&faults),
        t: visitor.t,
        action: in_commune(visitor, "/chung-nhan".into()),
        typed,
        faults,
    }
}

pub(super) async fn form(visitor: Visitor) -> Result<Response> {
    page(&check_page(&visitor, String::new(), Faults::default()))
}

/// What everybody may know of a certificate.
#[derive(Template)]
#[template(path = "learning/certificates/pages/public.html")]
struct PublicPage {
    frame: Frame,
    t: Text,
    name: String,
    rule: String,
    number: String,
    code: String,
    commune: String,
    day: String,
    /// The day it was taken back; empty while it counts.
    revoked: String,
    /// Whether only the signature speaks for it: the register does not hold it.
    by_signature: bool,
}

fn rule_words(code: &str, t: Text) -> String {
    match crate::learning::certificates::rules::rule(code) {
        Some(rule) => t.get(&format!("learning-certificate-rule-{}", rule.code)),
        None => code.to_owned(),
    }
}

pub(super) async fn look(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let typed: String = fields.get("ma").chars().take(2_000).collect();
    let t = visitor.t;
    let mut faults = Faults::default();
    if !payload::looks_signed(&typed) {
        let code = spoken(&typed);
        if code.is_empty() {
            faults.add("ma", t.get("learning-certificate-code-missing"));
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &check_page(&visitor, typed, faults));
        }
        return Ok(go(&format!("/chung-nhan/{}", encode(&code))));
    }
    let keys = visitor
        .app
        .db
        .read(|tx| -> Result<_> {
            let mut keys = Vec::new();
            for commune in places::communes(tx)? {
                keys.push((commune.code, commune.name, store::keys(tx, &commune.id)?));
            }
            Ok(keys)
        })
        .await?;
    let mut fault = Fault::UnknownKey;
    for (code, commune, keys) in keys {
        match payload::read(&typed, &keys) {
            Ok(facts) if facts.commune == code => {
                // The signature says that it was real; only the register says whether it still is.
                return match registered(&visitor, facts.code.clone()).await? {
                    Some((certificate, commune)) => page(&public_page(&visitor, &certificate, commune)),
                    None => page(&signed_page(&visitor, facts, commune)),
                };
            }
            Ok(_) => fault = Fault::Forged,
            Err(Fault::UnknownKey) => {}
            Err(other) => fault = other,
        }
    }
    let key = match fault {
        Fault::Other => "learning-certificate-unreadable",
        Fault::UnknownKey => "learning-certificate-unknown-key",
        Fault::Forged => "learning-certificate-forged",
    };
    faults.add("ma", t.get(key));
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &check_page(&visitor, typed, faults))
}

fn signed_page(visitor: &Visitor, facts: Facts, commune: String) -> PublicPage {
    let t = visitor.t;
    PublicPage {
        frame: visitor.frame("learning-certificate-signed-title").under("/chung-nhan", t.get("learning-certificate-check-title")),
        t,
        name: facts.name,
        rule: rule_words(&facts.rule, t),
        number: facts.number,
        code: grouped(&facts.code),
        commune,
        day: facts.day.parse().map_or(facts.day, |day| dates::short_day(day, t.lang)),
        revoked: String::new(),
        by_signature: true,
    }
}

/// The certificate of a code, and its commune's name.
async fn registered(visitor: &Visitor, code: String) -> Result<Option<(Certificate, String)>> {
    visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let Some(certificate) = store::by_code(tx, &code)? else { return Ok(None) };
            let commune = places::commune(tx, &certificate.commune)?.map(|commune| commune.name).unwrap_or_default();
            Ok(Some((certificate, commune)))
        })
        .await
}

pub(super) async fn show(visitor: Visitor, Path(paper): Path<String>) -> Result<Response> {
    let t = visitor.t;
    let code = spoken(&paper);
    let Some((certificate, commune)) = registered(&visitor, code).await? else {
        let mut faults = Faults::default();
        faults.add("ma", t.get("learning-certificate-unknown"));
        return page_with(StatusCode::NOT_FOUND, &check_page(&visitor, spoken(&paper), faults));
    };
    page(&public_page(&visitor, &certificate, commune))
}

fn public_page(visitor: &Visitor, certificate: &Certificate, commune: String) -> PublicPage {
    let t = visitor.t;
    let revoked = certificate.revoked_at.map(|at| dates::short_day(dates::day_of(at), t.lang)).unwrap_or_default();
    let key = if revoked.is_empty() { "learning-certificate-good-title" } else { "learning-certificate-revoked-title" };
    PublicPage {
        frame: visitor.frame(key).under("/chung-nhan", t.get("learning-certificate-check-title")),
        t,
        name: short_name(&certificate.name),
        rule: rule_words(&certificate.rule, t),
        number: certificate.number_words(),
        code: grouped(&certificate.code),
        commune,
        day: dates::short_day(certificate.day, t.lang),
        revoked,
        by_signature: false,
    }
}

struct Gone {
    number: String,
    code: String,
    day: String,
}

#[derive(Template)]
#[template(path = "learning/certificates/pages/taken_back.html")]
struct TakenBackPage {
    frame: Frame,
    t: Text,
    gone: Vec<Gone>,
}

pub(super) async fn taken_back(visitor: Visitor) -> Result<Response> {
    let (t, commune) = (visitor.t, visitor.commune()?.id.clone());
    let gone = visitor.app.db.read(move |tx| store::revoked(tx, &commune)).await.map_err(Error::from)?;
    let gone = gone.into_iter().map(|(code, year, number, at)| Gone {
        number: format!("{number:02}/{year}"),
        code: grouped(&code),
        day: dates::short_day(dates::day_of(at), t.lang),
    });
    page(&TakenBackPage {
        frame: visitor.frame("learning-certificate-gone-title").under("/chung-nhan", t.get("learning-certificate-check-title")),
        t,
        gone: gone.collect(),
    })
}

/// The open keys and the codes taken back, for programs that check without asking again.
pub(super) async fn keys(visitor: Visitor) -> Result<Response> {
    let all = visitor
        .app
        .db
        .read(|tx| -> Result<_> {
            let mut all = Vec::new();
            for commune in places::communes(tx)? {
                let keys: Vec<_> =
                    store::keys(tx, &commune.id)?.iter().map(|key| json!({ "kid": key.kid, "public": key.text() })).collect();
                let gone: Vec<String> = store::revoked(tx, &commune.id)?.into_iter().map(|(code, ..)| code).collect();
                all.push(json!({ "commune": commune.code, "name": commune.name, "keys": keys, "revoked": gone }));
            }
            Ok(all)
        })
        .await?;
    let body = json!({ "form": "HVC1", "algorithm": "Ed25519", "communes": all }).to_string();
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response())
}
