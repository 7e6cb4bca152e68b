//! One person: what is known, what was agreed, what they did, who looked.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, response::Response, routing::get};

use super::{HERE, Villages, birth_words, title_of, value_words};
use crate::{
    accounts::{Need, Right, Route, Scope, Visitor},
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        pages::{Frame, go, page},
        text::Text,
    },
    ledger::{self, Entry, Found},
    people::{
        cards::{self, LearnerCard},
        rules::{self, PURPOSES},
        store::{self, Consent, Household, Merge, Pair, Person},
    },
};

/// Entries, changes and looks that the page shows; the rest is in the log.
const LATEST: i64 = 20;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/quan-ly/nguoi-dan/{person}", Need::May(Right::SeePersons), get(show))]
}

/// What stands now about one purpose.
pub(super) struct Standing {
    pub(super) purpose: &'static str,
    pub(super) given: Option<bool>,
    pub(super) how: String,
    pub(super) guardian: String,
    /// The picture of the signature, or empty.
    pub(super) blob: String,
    pub(super) when: String,
    pub(super) by: String,
}

/// The latest yes or no for each purpose, in the order of the form.
pub(super) fn standings(t: Text, consents: &[Consent]) -> Vec<Standing> {
    let latest = |purpose: &str| consents.iter().find(|consent| consent.purpose == purpose);
    PURPOSES
        .iter()
        .map(|purpose| {
            let found = latest(purpose);
            Standing {
                purpose,
                given: found.map(|c| c.given),
                how: found.map(|c| c.how.clone()).unwrap_or_default(),
                guardian: found.map(|c| c.guardian.clone()).unwrap_or_default(),
                blob: found.map(|c| c.blob.clone()).unwrap_or_default(),
                when: found.map(|c| dates::moment(c.at, t.lang)).unwrap_or_default(),
                by: found.map(|c| by_words(t, &c.by)).unwrap_or_default(),
            }
        })
        .collect()
}

/// Who did something, in words: a name, or the server's command line.
pub(super) fn by_words(t: Text, name: &str) -> String {
    if name.is_empty() { t.get("people-by-command") } else { name.to_owned() }
}

/// One entry of the ledger about the person.
struct Evidence {
    id: String,
    what: String,
    grade: String,
    who: String,
    voided: bool,
    seq: String,
    hash: String,
}

/// One step of the history: what, from, to, when and by whom.
struct Step {
    field: String,
    before: String,
    after: String,
    when: String,
}

/// A likely duplicate, seen from this person.
struct Twin {
    pair: String,
    name: String,
    birth: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "people/pages/person.html")]
struct PersonPage {
    frame: Frame,
    t: Text,
    id: String,
    /// Label key and value of what is known.
    facts: Vec<(&'static str, String)>,
    household: Option<Household>,
    /// The short codes of cards that count, each with whether it was printed.
    cards: Vec<(String, bool)>,
    needs: Vec<String>,
    excluded: String,
    standings: Vec<Standing>,
    consent_steps: Vec<Step>,
    twins: Vec<Twin>,
    merges: Vec<(Merge, String)>,
    evidence: Vec<Evidence>,
    evidence_total: i64,
    steps: Vec<Step>,
    looks: Vec<(String, String)>,
    may_edit: bool,
    may_merge: bool,
}

/// What is read for the page in one look.
struct Known {
    person: Person,
    villages: Villages,
    household: Option<Household>,
    unit: String,
    consents: Vec<Consent>,
    changes: Vec<store::Change>,
    pairs: Vec<Pair>,
    merges: Vec<Merge>,
    entries: Vec<(Entry, Option<String>)>,
    entries_total: i64,
    names: BTreeMap<String, String>,
    looks: Vec<(i64, String)>,
    cards: Vec<LearnerCard>,
}

fn read(tx: &mut Tx<'_>, scope: &Scope, merging: Option<&Scope>, person: Person) -> Result<Known> {
    let found = Found { person: person.id.clone(), with_voided: true, ..Found::default() };
    let entries = ledger::entries(tx, scope.commune(), &found, LATEST, 0)?;
    let household = person.profile.household.as_deref().map(|id| store::household(tx, scope, id)).transpose()?;
    let units = store::units(tx, scope.commune())?;
    let unit = units.into_iter().find(|(id, _)| Some(id) == person.profile.unit.as_ref()).map(|(_, name)| name).unwrap_or_default();
    Ok(Known {
        villages: Villages::read(tx, scope)?,
        household,
        unit,
        consents: store::consents(tx, scope, &person.id)?,
        changes: store::changes(tx, scope, &person.id, LATEST)?,
        pairs: merging.map(|scope| store::pairs_of(tx, scope, &person.id)).transpose()?.unwrap_or_default(),
        merges: merging.map(|scope| store::merges(tx, scope, &person.id, LATEST)).transpose()?.unwrap_or_default(),
        entries_total: ledger::count_entries(tx, scope.commune(), &found)?,
        names: store::account_names(tx, entries.iter().map(|(entry, _)| entry.recorded_by.as_str()))?,
        entries,
        looks: store::looks(tx, scope, &person.id, LATEST)?,
        cards: cards::store::live_of(tx, scope.commune(), &person.id)?,
        person,
    })
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let scope = visitor.scope(Right::SeePersons)?;
    let merging = visitor.scope(Right::MergePersons).ok();
    let asked = id.clone();
    let found = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let person = store::find(tx, &scope, &asked)?.ok_or(Error::NotFound)?;
            if person.merged_into.is_some() {
                // An old address leads to who stands for the person now, when that one is in reach.
                let kept = ledger::canonical(tx, scope.commune(), &asked)?;
                return store::person(tx, &scope, &kept).map(|kept| Err(kept.id));
            }
            read(tx, &scope, merging.as_ref(), person).map(Ok)
        })
        .await?;
    match found {
        Err(kept) => Ok(go(&format!("{HERE}/{kept}"))),
        Ok(known) => {
            visitor.log("person-seen", &id, "").await?;
            page(&view(&visitor, known))
        }
    }
}

fn view(visitor: &Visitor, known: Known) -> PersonPage {
    let t = visitor.t;
    let profile = &known.person.profile;
    let reaches = |right| visitor.scope(right).is_ok_and(|scope| scope.covers(&profile.village));
    let moment = |at| dates::moment(at, t.lang);
    let frame = visitor.frame_titled(title_of(profile)).under(HERE, t.get("people-title"));
    PersonPage {
        id: known.person.id.clone(),
        facts: facts(t, &known),
        cards: known.cards.iter().map(|card| (cards::grouped(&card.code), card.printed_at.is_some())).collect(),
        needs: profile.needs.iter().cloned().collect(),
        excluded: profile.excluded.clone(),
        standings: standings(t, &known.consents),
        consent_steps: known
            .consents
            .iter()
            .map(|c| Step {
                field: t.get(&format!("people-purpose-{}", c.purpose)),
                before: String::new(),
                after: t.get(if c.given { "people-consent-yes" } else { "people-consent-no" }),
                when: t.fill("people-by-when").s("by", by_words(t, &c.by)).s("when", moment(c.at)).to_string(),
            })
            .collect(),
        twins: twins(t, &known),
        merges: known.merges.iter().map(|merge| (merge.clone(), moment(merge.at))).collect(),
        evidence: known.entries.iter().map(|(entry, voided)| evidence(t, entry, voided.is_some(), &known.names)).collect(),
        evidence_total: known.entries_total,
        steps: known.changes.iter().map(|change| step(t, change)).collect(),
        looks: known.looks.iter().map(|(at, name)| (name.clone(), moment(*at))).collect(),
        may_edit: reaches(Right::EditPersons),
        may_merge: reaches(Right::MergePersons),
        household: known.household,
        frame,
        t,
    }
}

fn facts(t: Text, known: &Known) -> Vec<(&'static str, String)> {
    let profile = &known.person.profile;
    let unknown = || t.get("people-unknown");
    let told = |value: String| if value.is_empty() { unknown() } else { value };
    let sex = profile.sex.as_deref().map(|sex| t.get(&format!("people-sex-{sex}")));
    let smartphone = match profile.smartphone {
        Some(true) => t.get("people-smartphone-yes"),
        Some(false) => t.get("people-smartphone-no"),
        None => unknown(),
    };
    let identity = profile.identity.as_ref().map(|held| t.fill("people-identity-held").s("last", &held.last3).to_string());
    let mut facts = vec![
        ("people-birth", birth_words(t, &profile.birth)),
        ("people-sex", told(sex.unwrap_or_default())),
        ("people-village", known.villages.name(&profile.village).to_owned()),
        ("people-hamlet", told(profile.hamlet.clone())),
        ("people-audience", t.get(&format!("people-audience-{}", profile.audience))),
        ("people-phone", told(profile.phone.as_deref().map(rules::spaced).unwrap_or_default())),
        ("people-smartphone", smartphone),
        ("people-identity", told(identity.unwrap_or_default())),
    ];
    for (label, value) in [("people-unit", &known.unit), ("people-workplace", &profile.workplace), ("people-note", &profile.note)] {
        if !value.is_empty() {
            facts.push((label, value.clone()));
        }
    }
    facts
}

fn twins(t: Text, known: &Known) -> Vec<Twin> {
    let mine = &known.person.id;
    let others = known.pairs.iter().map(|pair| {
        let (name, birth) = if pair.one == *mine { (&pair.other_name, &pair.other_birth) } else { (&pair.one_name, &pair.one_birth) };
        Twin {
            pair: pair.id.clone(),
            name: name.clone(),
            birth: birth_words(t, birth),
            reason: t.get(&format!("people-likeness-{}", pair.reason)),
        }
    });
    others.collect()
}

fn step(t: Text, change: &store::Change) -> Step {
    Step {
        field: t.get(&format!("people-field-{}", change.field)),
        before: value_words(t, &change.field, &change.before),
        after: value_words(t, &change.field, &change.after),
        when: t.fill("people-by-when").s("by", by_words(t, &change.by)).s("when", dates::moment(change.at, t.lang)).to_string(),
    }
}

fn evidence(t: Text, entry: &Entry, voided: bool, names: &BTreeMap<String, String>) -> Evidence {
    let known = |key: String, other: &str| if t.has(&key) { t.get(&key) } else { t.get(other) };
    let kind = known(format!("ledger-kind-{}", entry.kind.replace('.', "-")), "people-evidence-other");
    let what = match &entry.attains {
        Some(attains) => {
            let reached = known(format!("people-attains-{}", attains.replace('.', "-")), "people-attains-other");
            t.fill("people-evidence-what").s("kind", kind).s("reached", reached).to_string()
        }
        None => kind,
    };
    let who = names.get(&entry.recorded_by).cloned().unwrap_or_default();
    Evidence {
        id: entry.id.clone(),
        what,
        grade: entry.grade.to_lowercase(),
        who: t
            .fill("people-evidence-who")
            .s("by", by_words(t, &who))
            .s("recorded", dates::moment(entry.recorded_at, t.lang))
            .s("day", dates::short_day(dates::day_of(entry.occurred_at), t.lang))
            .to_string(),
        voided,
        seq: crate::kit::numbers::whole(entry.seq, t.lang),
        hash: entry.hash.chars().take(16).collect(),
    }
}
