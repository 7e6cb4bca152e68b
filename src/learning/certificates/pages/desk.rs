//! The register, and one person's certificates: what they may have, and what is missing.

use std::collections::BTreeSet;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use crate::{
    accounts::{Posted, Right, Visitor},
    kit::{
        dates,
        error::{Error, Result},
        forms::{Faults, Fields},
        ids,
        pages::{Frame, Paging, go_saying, page, page_with},
        text::Text,
    },
    learning::{
        cards,
        certificates::{
            issuing::{self, NewCertificate},
            rules::{self, RULES, Reached},
            store::{self, Certificate},
        },
        desk::{HOME, Tab, tabs},
    },
    people::{self, Card},
    places,
};

struct Line {
    href: String,
    name: String,
    rule: String,
    meta: String,
    state: String,
    look: &'static str,
}

fn line(certificate: &Certificate, shaken: &BTreeSet<String>, t: Text) -> Line {
    let (key, look) = state(certificate, shaken.contains(&certificate.id));
    let day = dates::short_day(certificate.day, t.lang);
    Line {
        href: format!("/quan-ly/hoc/chung-nhan/{}", certificate.id),
        name: certificate.name.clone(),
        rule: t.get(&format!("learning-certificate-rule-{}", certificate.rule)),
        meta: t
            .fill("learning-certificate-line")
            .s("number", certificate.number_words())
            .s("day", day)
            .s("by", &certificate.issuer)
            .to_string(),
        state: t.get(key),
        look,
    }
}

/// The text key and look of what a certificate is now; `shaken`: whether its evidence was taken back.
pub(super) fn state(certificate: &Certificate, shaken: bool) -> (&'static str, &'static str) {
    if certificate.revoked_at.is_some() {
        ("learning-certificate-is-revoked", "bad")
    } else if certificate.asked_by.is_some() {
        ("learning-certificate-is-asked", "warn")
    } else if shaken {
        ("learning-certificate-is-shaken", "warn")
    } else {
        ("learning-certificate-is-good", "good")
    }
}

/// At most so many people are shown for a name.
const MOST_FOUND: i64 = 12;

#[derive(Template)]
#[template(path = "learning/certificates/pages/register.html")]
struct RegisterPage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    asked: String,
    /// Persons of the name, with what tells them apart.
    found: Vec<(Card, String)>,
    /// Whether there may be more of the name.
    more: bool,
    lines: Vec<Line>,
    paging: Paging,
}

pub(super) async fn register(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::Certify)?;
    let (t, number) = (visitor.t, visitor.query.number("trang"));
    let asked: String = visitor.query.get("ten").chars().take(100).collect();
    let wanted = asked.clone();
    let (found, lines, shaken, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let found = if wanted.chars().count() < 2 { Vec::new() } else { people::search(tx, &scope, &wanted, MOST_FOUND)? };
            let villages = places::villages(tx, scope.commune())?;
            let found: Vec<(Card, String)> = found
                .into_iter()
                .map(|card| {
                    let who = cards::who(&card, &villages, t);
                    (card, who)
                })
                .collect();
            let paging = Paging::new(number, store::count(tx, scope.commune())?, "?trang=");
            let lines = store::register(tx, scope.commune(), Paging::SIZE, paging.offset())?;
            Ok((found, lines, store::shaken(tx, scope.commune())?, paging))
        })
        .await?;
    page(&RegisterPage {
        frame: visitor.frame("learning-certificate-title").under(HOME, visitor.t.get("nav-learning")),
        t,
        tabs: tabs(&visitor, "/quan-ly/hoc/chung-nhan"),
        asked,
        more: found.len() as i64 == MOST_FOUND,
        found,
        lines: lines.iter().map(|one| line(one, &shaken, t)).collect(),
        paging,
    })
}

struct Wanted {
    words: String,
    entry: String,
}

struct Offer {
    code: String,
    title: String,
    needs: Vec<Wanted>,
    /// Whether all is there and none is held.
    may: bool,
    held: bool,
}

#[derive(Template)]
#[template(path = "learning/certificates/pages/person.html")]
struct PersonPage {
    frame: Frame,
    t: Text,
    person: Card,
    /// What tells the person from others of the name.
    who: String,
    offers: Vec<Offer>,
    /// Whether there is a kind to hand out.
    can: bool,
    lines: Vec<Line>,
    id: String,
    chosen: String,
    signer: String,
    office: String,
    faults: Faults,
}

pub(super) async fn person(visitor: Visitor, Path(person): Path<String>) -> Result<Response> {
    let mut typed = Fields::default();
    typed.set("id", ids::new(visitor.app.clock.now()));
    typed.set("office", visitor.t.get("learning-certificate-office-usual"));
    page(&person_page(&visitor, person, &typed, Faults::default()).await?)
}

async fn person_page(visitor: &Visitor, person: String, typed: &Fields, faults: Faults) -> Result<PersonPage> {
    let scope = visitor.scope(Right::Certify)?;
    let t = visitor.t;
    let (card, who, reached, held, shaken) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let card = people::card(tx, &scope, &person)?.ok_or(Error::NotFound)?;
            let reached = store::reached(tx, scope.commune(), &card.id)?;
            let held = store::of_person(tx, scope.commune(), &card.id)?;
            let who = cards::who(&card, &places::villages(tx, scope.commune())?, t);
            Ok((card, who, reached, held, store::shaken(tx, scope.commune())?))
        })
        .await?;
    let offers: Vec<Offer> = RULES.iter().map(|rule| offer(rule, &reached, &held, t)).collect();
    // Where there is but one kind to hand out, nobody has to choose it.
    let mut possible = offers.iter().filter(|offer| offer.may);
    let only = possible.next().filter(|_| possible.next().is_none()).map(|offer| offer.code.clone());
    Ok(PersonPage {
        frame: visitor.frame_titled(card.name.clone()).under("/quan-ly/hoc/chung-nhan", t.get("learning-certificate-title")).with(&faults),
        t,
        person: card,
        who,
        can: offers.iter().any(|offer| offer.may),
        offers,
        lines: held.iter().map(|one| line(one, &shaken, t)).collect(),
        id: typed.get("id").to_owned(),
        chosen: typed.some("rule").map(str::to_owned).or(only).unwrap_or_default(),
        signer: typed.get("signer").to_owned(),
        office: typed.get("office").to_owned(),
        faults,
    })
}

fn offer(rule: &rules::Rule, reached: &[Reached], held: &[Certificate], t: Text) -> Offer {
    let met = rules::met(rule, reached);
    let held = held.iter().any(|one| one.rule == rule.code && one.revoked_at.is_none());
    let may = !held && met.iter().all(|(_, one)| one.is_some());
    let wanted = |(need, one): (rules::Need, Option<&Reached>)| {
        let component = t.get(&format!("learning-short-{}", need.component().code()));
        let words = t.fill(&format!("learning-certificate-need-{}", need.code())).s("component", component).to_string();
        Wanted { words, entry: one.map(|one| one.entry.clone()).unwrap_or_default() }
    };
    Offer {
        code: rule.code.to_owned(),
        title: t.get(&format!("learning-certificate-rule-{}", rule.code)),
        needs: met.into_iter().map(wanted).collect(),
        may,
        held,
    }
}

pub(super) async fn issue(visitor: Visitor, Path(person): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::Certify)?;
    let (t, now, keys) = (visitor.t, visitor.app.clock.now(), visitor.app.keys.clone());
    let typed = |name: &str| fields.get(name).to_owned();
    let new =
        NewCertificate { id: typed("id"), person: person.clone(), rule: typed("rule"), signer: typed("signer"), office: typed("office") };
    match visitor.app.db.write(move |tx| issuing::issue(tx, &keys, &scope, &new, now)).await {
        Ok(certificate) => Ok(go_saying(&format!("/quan-ly/hoc/chung-nhan/{}", certificate.id), "learning-certificate-issued")),
        Err(Error::Refused(refusal)) => {
            let field = match refusal.code {
                "learning-certificate-signer-missing" => "signer",
                "learning-certificate-office-missing" => "office",
                _ => "rule",
            };
            let mut faults = Faults::default();
            faults.add(field, t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &person_page(&visitor, person, &fields, faults).await?)
        }
        Err(error) => Err(error),
    }
}
