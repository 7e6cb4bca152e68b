//! A certificate handed out, asked back by one, taken back by another.

use serde_json::json;

use super::{
    payload::{self, Facts, PURPOSE},
    rules,
    store::{self, Certificate},
};
use crate::{
    accounts::Scope,
    kit::{
        app::Keys,
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Result},
        fold, ids,
        sign::{Kid, Signer},
    },
    learning::{CERTIFIED, REVOKED, quiz::short_name},
    ledger::{self, NewEntry},
    people, places,
};

/// The longest name of a signer or office, in characters.
const LINE_LIMIT: usize = 120;
/// The longest reason, in characters.
const REASON_LIMIT: usize = 500;

/// What somebody fills in to hand one out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCertificate {
    /// Its id: made once when the form was opened.
    pub id: String,
    /// The person.
    pub person: String,
    /// The rule's code.
    pub rule: String,
    /// Who signs it.
    pub signer: String,
    /// Their office.
    pub office: String,
}

/// The key that signs now. One that the program's keys no longer make is left behind for a new one.
fn current_key(tx: &mut Tx<'_>, keys: &Keys, scope: &Scope, now: Millis) -> Result<Signer> {
    let of = |kid: Kid| Signer::derive(keys, PURPOSE, scope.commune(), kid);
    let last = store::keys(tx, scope.commune())?.pop();
    if let Some(signer) = last.map(|key| (of(key.kid), key)).filter(|(signer, key)| signer.public() == *key).map(|(signer, _)| signer) {
        return Ok(signer);
    }
    let kid = last.map_or(0, |key| key.kid).checked_add(1).ok_or_else(|| Error::refused("people-card-keys-full"))?;
    store::add_key(tx, scope, &of(kid).public(), now)?;
    Ok(of(kid))
}

/// Hands out a certificate, with the next number of the year; a form sent twice hands out one.
///
/// # Errors
/// [`Error::NotFound`] when the person is out of reach or there is no such rule; a refusal when something that the rule asks for is
/// missing, the person has one that counts, or the signer is missing; [`Error::Changed`] when the id is in use for something else.
pub fn issue(tx: &mut Tx<'_>, keys: &Keys, scope: &Scope, new: &NewCertificate, now: Millis) -> Result<Certificate> {
    let commune = scope.commune();
    tx.hold(&format!("certificates {commune}"))?;
    let person = people::card(tx, scope, &new.person)?.ok_or(Error::NotFound)?;
    if !ids::is_id(&new.id) {
        return Err(Error::StaleForm);
    }
    if let Some(known) = store::by_id(tx, commune, &new.id)? {
        return if known.person == person.id && known.rule == new.rule { Ok(known) } else { Err(Error::Changed) };
    }
    let rule = rules::rule(&new.rule).ok_or_else(|| Error::refused("learning-certificate-rule-missing"))?;
    let line = |text: &str| Some(fold::nfc(text)).filter(|text| !text.is_empty() && text.chars().count() <= LINE_LIMIT);
    let signer = line(&new.signer).ok_or_else(|| Error::refused("learning-certificate-signer-missing"))?;
    let office = line(&new.office).ok_or_else(|| Error::refused("learning-certificate-office-missing"))?;
    let reached = store::reached(tx, commune, &person.id)?;
    let met = rules::met(rule, &reached);
    let evidence: Option<Vec<&str>> = met.iter().map(|(_, one)| one.map(|one| one.entry.as_str())).collect();
    let mut evidence = evidence.ok_or_else(|| Error::refused("learning-certificate-not-met"))?;
    evidence.sort_unstable();
    evidence.dedup();
    if store::of_person(tx, commune, &person.id)?.iter().any(|one| one.rule == rule.code && one.revoked_at.is_none()) {
        return Err(Error::refused("learning-certificate-has-one"));
    }
    let day = dates::day_of(now);
    let year = i64::from(day.year());
    let number = store::last_number(tx, commune, year)? + 1;
    let code = loop {
        let code = ids::spoken_code(10);
        if store::by_code(tx, &code)?.is_none() {
            break code;
        }
    };
    let place = places::commune(tx, commune)?.ok_or(Error::NotFound)?;
    let facts = Facts {
        commune: place.code,
        code: code.clone(),
        number: format!("{number:02}/{year}"),
        rule: rule.code.to_owned(),
        name: short_name(&person.name),
        day: day.to_string(),
    };
    let signed = payload::written(&facts, &current_key(tx, keys, scope, now)?);
    let entry = NewEntry {
        id: ids::new(now),
        commune: commune.to_owned(),
        village: person.village.clone(),
        kind: CERTIFIED,
        person: Some(person.id.clone()),
        audience: person.audience,
        subject: new.id.clone(),
        grade: None,
        attains: None,
        occurred_at: now,
        recorded_by: scope.account().to_owned(),
        device: None,
        body: json!({ "rule": rule.code, "number": facts.number, "evidence": evidence }),
    };
    let entry = ledger::append(tx, &entry, now)?;
    let certificate = Certificate {
        commune: commune.to_owned(),
        id: new.id.clone(),
        year,
        number,
        code,
        rule: rule.code.to_owned(),
        person: person.id,
        village: person.village,
        name: person.name,
        signed,
        day,
        signer,
        office,
        issued_by: scope.account().to_owned(),
        issuer: scope.name().to_owned(),
        entry: entry.id,
        reason: String::new(),
        asked_by: None,
        asker: String::new(),
        revoked_by: None,
        revoked_at: None,
    };
    store::add(tx, &certificate, &evidence, now)?;
    Ok(certificate)
}

/// The certificate when its person is in reach, or was when it was handed out.
///
/// # Errors
/// [`Error::NotFound`].
pub fn in_reach(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Certificate> {
    store::by_id(tx, scope.commune(), id)?.filter(|one| scope.covers(&one.village)).ok_or(Error::NotFound)
}

/// Asks for a certificate back: it counts until somebody else agrees.
///
/// # Errors
/// [`Error::NotFound`]; a refusal without a reason, or when it was asked for or taken back before.
pub fn ask_back(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<()> {
    tx.hold(&format!("certificate {id}"))?;
    in_reach(tx, scope, id)?;
    let reason = why(reason, "learning-certificate-reason-missing")?;
    if !store::ask_back(tx, scope, id, &reason, now)? {
        return Err(Error::refused("learning-certificate-asked-before"));
    }
    store::add_change(tx, scope, id, "asked", &reason, now)?;
    Ok(())
}

/// Lets a certificate stand that was asked back, or whose evidence was taken back.
///
/// # Errors
/// [`Error::NotFound`]; a refusal without a reason, or when there is nothing to decide.
pub fn keep(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<()> {
    tx.hold(&format!("certificate {id}"))?;
    let certificate = in_reach(tx, scope, id)?;
    if certificate.asked_by.is_none() && !store::shaken(tx, scope.commune())?.contains(id) {
        return Err(Error::refused("learning-certificate-not-asked"));
    }
    let reason = why(reason, "learning-certificate-keep-why-missing")?;
    if !store::keep(tx, scope, id, now)? {
        return Err(Error::refused("learning-certificate-not-asked"));
    }
    store::add_change(tx, scope, id, "kept", &reason, now)?;
    Ok(())
}

fn why(typed: &str, missing: &'static str) -> Result<String> {
    let reason = fold::nfc(typed);
    if reason.is_empty() {
        return Err(Error::refused(missing));
    }
    if reason.chars().count() > REASON_LIMIT {
        return Err(Error::refused("learning-note-long"));
    }
    Ok(reason)
}

/// Agrees to take a certificate back: from now on it does not count, and stands in the published list.
///
/// # Errors
/// [`Error::NotFound`]; a refusal when nobody asked, or the same account did.
pub fn agree(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<()> {
    tx.hold(&format!("certificate {id}"))?;
    let certificate = in_reach(tx, scope, id)?;
    if certificate.asked_by.as_deref() == Some(scope.account()) {
        return Err(Error::refused("learning-certificate-two-needed"));
    }
    if !store::take_back(tx, scope, id, now)? {
        return Err(Error::refused("learning-certificate-not-asked"));
    }
    store::add_change(tx, scope, id, "revoked", &certificate.reason, now)?;
    let entry = NewEntry {
        id: ids::new(now),
        commune: scope.commune().to_owned(),
        village: certificate.village,
        kind: REVOKED,
        person: Some(certificate.person),
        audience: String::new(),
        subject: certificate.id,
        grade: None,
        attains: None,
        occurred_at: now,
        recorded_by: scope.account().to_owned(),
        device: None,
        body: json!({ "rule": certificate.rule, "asked_by": certificate.asked_by, "reason": certificate.reason }),
    };
    ledger::append(tx, &entry, now)?;
    Ok(())
}
