//! One certificate: its QR code and paper, asked back, taken back.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::desk::state;
use crate::{
    accounts::{Posted, Right, Visitor},
    kit::{
        dates,
        error::{Error, Refusal, Result},
        forms::{Faults, encode},
        pages::{Frame, download, go_saying, origin, page, page_with},
        print,
        qr::Qr,
        text::{Lang, Text},
    },
    learning::{
        certificates::{
            issuing, rules,
            store::{self, Certificate, Change},
        },
        quiz::grouped,
    },
    places,
};

/// Where the certificate is checked, as a phone's camera opens it: this server's own address as the officer's browser knows it.
fn address(headers: &HeaderMap, certificate: &Certificate) -> String {
    format!("{}/chung-nhan/{}", origin(headers), certificate.code)
}

/// The QR code: the address, and behind `#` the signed facts.
fn square(address: &str, certificate: &Certificate) -> Option<Qr> {
    Qr::of(&format!("{address}#{}", certificate.signed))
}

#[derive(Template)]
#[template(path = "learning/certificates/pages/one.html")]
struct OnePage {
    frame: Frame,
    t: Text,
    certificate: Certificate,
    rule: String,
    number: String,
    code: String,
    day: String,
    state: String,
    look: &'static str,
    /// Entry, kind in words, whether it was taken back.
    evidence: Vec<(String, String, bool)>,
    /// Whether somebody has to decide because evidence was taken back.
    shaken: bool,
    /// What was done with it: when, and what in words.
    changes: Vec<(String, String)>,
    qr: String,
    address: String,
    /// Whether the visitor asked for it back, so that somebody else must agree.
    mine: bool,
    revoked: String,
    faults: Faults,
}

async fn one_page(visitor: &Visitor, headers: &HeaderMap, id: String, faults: Faults) -> Result<OnePage> {
    let scope = visitor.scope(Right::Certify)?;
    let (t, account) = (visitor.t, scope.account().to_owned());
    let (certificate, evidence, shaken, changes) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let certificate = issuing::in_reach(tx, &scope, &id)?;
            let evidence = store::evidence(tx, scope.commune(), &id)?;
            let shaken = store::shaken(tx, scope.commune())?.contains(&id);
            Ok((certificate, evidence, shaken, store::changes(tx, scope.commune(), &id)?))
        })
        .await?;
    let (key, look) = state(&certificate, shaken);
    let kind_words = |kind: &str| t.get(&format!("ledger-kind-{}", kind.replace('.', "-")));
    let change_words = |change: Change| {
        let key = format!("learning-certificate-change-{}", change.what);
        (dates::moment(change.at, t.lang), t.fill(&key).s("name", &change.by).s("reason", &change.note).to_string())
    };
    let address = address(headers, &certificate);
    let qr = square(&address, &certificate).map(|qr| qr.svg(&t.get("learning-certificate-qr"), 200)).unwrap_or_default();
    Ok(OnePage {
        frame: visitor
            .frame_titled(certificate.name.clone())
            .under("/quan-ly/hoc/chung-nhan", t.get("learning-certificate-title"))
            .with(&faults),
        t,
        rule: t.get(&format!("learning-certificate-rule-{}", certificate.rule)),
        number: certificate.number_words(),
        code: grouped(&certificate.code),
        day: dates::short_day(certificate.day, t.lang),
        state: t.get(key),
        look,
        evidence: evidence.into_iter().map(|(entry, kind, gone)| (entry, kind_words(&kind), gone)).collect(),
        shaken,
        changes: changes.into_iter().map(change_words).collect(),
        qr,
        address,
        mine: certificate.asked_by.as_deref() == Some(&account),
        revoked: certificate.revoked_at.map(|at| dates::moment(at, t.lang)).unwrap_or_default(),
        certificate,
        faults,
    })
}

pub(super) async fn show(visitor: Visitor, Path(certificate): Path<String>, headers: HeaderMap) -> Result<Response> {
    page(&one_page(&visitor, &headers, certificate, Faults::default()).await?)
}

pub(super) async fn pdf(visitor: Visitor, Path(certificate): Path<String>, headers: HeaderMap) -> Result<Response> {
    let scope = visitor.scope(Right::Certify)?;
    let (certificate, village) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let certificate = issuing::in_reach(tx, &scope, &certificate)?;
            let village = places::village(tx, scope.commune(), &certificate.village)?.map(|village| village.name).unwrap_or_default();
            Ok((certificate, village))
        })
        .await?;
    if certificate.revoked_at.is_some() {
        return Err(Error::Refused(Refusal::new("learning-certificate-no-paper")));
    }
    // A certificate is a paper of the commune: in Vietnamese, whoever prints it.
    let t = Text::of(Lang::Vi);
    let commune = visitor.commune()?;
    let address = address(&headers, &certificate);
    let qr = square(&address, &certificate).ok_or_else(|| Error::Broken("a certificate too long for a code".into()))?;
    let needs = rules::rule(&certificate.rule).map(|rule| rule.needs).unwrap_or_default();
    let proof = needs.iter().map(|need| {
        let component = t.get(&format!("learning-short-{}", need.component().code()));
        t.fill(&format!("learning-certificate-proof-{}", need.code())).s("component", component).to_string()
    });
    let paper = print::Certificate {
        lang: Lang::Vi.code().to_owned(),
        title: t.fill("learning-certificate-paper-title").s("number", certificate.number_words()).to_string(),
        issuer: t.fill("learning-certificate-paper-issuer").s("commune", commune.name.to_uppercase()).to_string(),
        kind: t.get("learning-certificate-paper-kind"),
        given_to: t.get("learning-certificate-paper-to"),
        name: certificate.name.clone(),
        place: [village.as_str(), &commune.name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        for_what: t.get("learning-certificate-paper-for"),
        rule: t.get(&format!("learning-certificate-rule-{}", certificate.rule)),
        proof: proof.collect::<Vec<_>>().join("; "),
        number: t.fill("learning-certificate-paper-number").s("number", certificate.number_words()).to_string(),
        code: grouped(&certificate.code),
        check: t.get("learning-certificate-paper-check"),
        address,
        day: format!("{}, {}", commune.short_name, dates::document_day(certificate.day)),
        office: certificate.office.to_uppercase(),
        signer: certificate.signer.clone(),
        demo: if commune.demo { t.get("frame-demo") } else { String::new() },
        qr,
    };
    let name = format!("giay-chung-nhan-{:02}-{}.pdf", certificate.number, certificate.year);
    let bytes = tokio::task::spawn_blocking(move || print::pdf_certificate(&paper)).await;
    let bytes = bytes.map_err(|error| Error::Broken(error.to_string()))?.map_err(Error::from)?;
    Ok(download(&name, "application/pdf", bytes))
}

async fn answered(visitor: Visitor, headers: HeaderMap, id: String, done: Result<()>, said: &'static str) -> Result<Response> {
    match done {
        Ok(()) => Ok(go_saying(&format!("/quan-ly/hoc/chung-nhan/{}", encode(&id)), said)),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("reason", visitor.t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &one_page(&visitor, &headers, id, faults).await?)
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn ask_back(
    visitor: Visitor,
    Path(certificate): Path<String>,
    headers: HeaderMap,
    Posted(fields): Posted,
) -> Result<Response> {
    let scope = visitor.scope(Right::Certify)?;
    let (now, id, reason) = (visitor.app.clock.now(), certificate.clone(), fields.get("reason").to_owned());
    let done = visitor.app.db.write(move |tx| issuing::ask_back(tx, &scope, &id, &reason, now)).await;
    answered(visitor, headers, certificate, done, "learning-certificate-was-asked").await
}

pub(super) async fn agree(visitor: Visitor, Path(certificate): Path<String>, headers: HeaderMap, Posted(_): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::Certify)?;
    let (now, id) = (visitor.app.clock.now(), certificate.clone());
    let done = visitor.app.db.write(move |tx| issuing::agree(tx, &scope, &id, now)).await;
    answered(visitor, headers, certificate, done, "learning-certificate-was-revoked").await
}

pub(super) async fn keep(
    visitor: Visitor,
    Path(certificate): Path<String>,
    headers: HeaderMap,
    Posted(fields): Posted,
) -> Result<Response> {
    let scope = visitor.scope(Right::Certify)?;
    let (now, id, reason) = (visitor.app.clock.now(), certificate.clone(), fields.get("reason").to_owned());
    let done = visitor.app.db.write(move |tx| issuing::keep(tx, &scope, &id, &reason, now)).await;
    answered(visitor, headers, certificate, done, "learning-certificate-was-kept").await
}
