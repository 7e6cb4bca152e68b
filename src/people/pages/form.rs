//! A person is added or changed.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};

use super::{HERE, Villages, birth_words, title_of};
use crate::{
    accounts::{Need, Posted, Right, Route, Scope, Visitor},
    kit::{
        birth::Birth,
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields},
        identity::IdentityKey,
        ids,
        pages::{Frame, go_saying, page_with},
        text::Text,
    },
    people::{
        rules::{self, AUDIENCES, EXCLUSIONS, Held, NEEDS, Profile, Typed, likely_same},
        store::{self, NewPair, Person},
    },
};

pub(super) fn routes() -> Vec<Route> {
    let need = Need::May(Right::EditPersons);
    vec![
        Route::get("/quan-ly/nguoi-dan/moi", need, get(new_form)),
        Route::post("/quan-ly/nguoi-dan/moi", need, post(add)),
        Route::get("/quan-ly/nguoi-dan/{person}/sua", need, get(edit_form)),
        Route::post("/quan-ly/nguoi-dan/{person}/sua", need, post(change)),
    ]
}

/// Somebody of the register who is likely the same person.
struct Twin {
    id: String,
    name: String,
    about: String,
    reason: String,
}

/// A household that may be meant.
struct Home {
    id: String,
    words: String,
}

#[derive(Template)]
#[template(path = "people/pages/form.html")]
struct FormPage {
    frame: Frame,
    t: Text,
    /// The person's id; empty for a new one.
    id: String,
    fields: Fields,
    faults: Faults,
    villages: Vec<(String, String)>,
    units: Vec<(String, String)>,
    audiences: Vec<(&'static str, String)>,
    exclusions: Vec<(&'static str, String)>,
    /// What should be looked at before saving all the same, in words.
    warnings: Vec<String>,
    twins: Vec<Twin>,
    homes: Vec<Home>,
    /// The last digits of the identity number that is kept or was just read.
    last3: String,
    seal: String,
}

/// What a form needs beside what was typed.
#[derive(Default)]
struct Around {
    villages: Vec<(String, String)>,
    units: Vec<(String, String)>,
    twins: Vec<Twin>,
    homes: Vec<Home>,
}

impl Around {
    fn read(tx: &mut Tx<'_>, scope: &Scope) -> Result<Self> {
        let villages = Villages::read(tx, scope)?.open;
        Ok(Self { villages, units: store::units(tx, scope.commune())?, ..Self::default() })
    }
}

/// An identity number travels through a refused form as its hash, sealed so that nobody can make one up.
fn seal(visitor: &Visitor, held: &Held) -> String {
    let mark = visitor.app.keys.blind("identity-form", &format!("{} {} {}", visitor.csrf.text(), held.hash, held.last3));
    format!("{}|{}|{mark}", held.hash, held.last3)
}

fn unseal(visitor: &Visitor, sealed: &str) -> Option<Held> {
    let mut parts = sealed.split('|');
    let held = Held { hash: parts.next()?.to_owned(), last3: parts.next()?.to_owned() };
    ids::same_secret(&seal(visitor, &held), sealed).then_some(held)
}

fn key(visitor: &Visitor) -> IdentityKey {
    IdentityKey::new(visitor.app.keys.purpose("identity"))
}

/// Where the form stands: for a new person, or for this one.
struct Place<'a> {
    id: &'a str,
    name: &'a str,
}

fn show(
    visitor: &Visitor,
    place: &Place<'_>,
    fields: Fields,
    faults: Faults,
    held: Option<&Held>,
    warnings: &[&str],
    around: Around,
) -> Result<Response> {
    let t = visitor.t;
    let asks = !warnings.is_empty() || !around.twins.is_empty() || !around.homes.is_empty();
    let status = if faults.is_empty() && !asks { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = if place.id.is_empty() {
        visitor.frame("people-add")
    } else {
        visitor.frame_titled(t.fill("people-edit-of").s("name", place.name).to_string())
    };
    let frame = frame.with(&faults).under(HERE, t.get("people-title"));
    let frame = if place.id.is_empty() { frame } else { frame.under(format!("{HERE}/{}", place.id), place.name) };
    let words = |prefix: &str, codes: &[&'static str]| codes.iter().map(|code| (*code, t.get(&format!("{prefix}{code}")))).collect();
    let form = FormPage {
        frame,
        t,
        id: place.id.to_owned(),
        fields,
        faults,
        villages: around.villages,
        units: around.units,
        audiences: words("people-audience-", AUDIENCES),
        exclusions: words("people-excluded-", EXCLUSIONS),
        warnings: warnings.iter().map(|key| t.get(key)).collect(),
        twins: around.twins,
        homes: around.homes,
        last3: held.map(|held| held.last3.clone()).unwrap_or_default(),
        seal: held.map(|held| seal(visitor, held)).unwrap_or_default(),
    };
    page_with(status, &form)
}

fn faults_of(t: Text, typed: &Typed) -> Faults {
    let mut faults = Faults::default();
    for (field, key) in &typed.faults {
        faults.add(field, t.get(key));
    }
    faults
}

async fn new_form(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::EditPersons)?;
    let mut fields = Fields::default();
    let wanted = visitor.query.some("thon").or(scope.only_village()).unwrap_or_default().to_owned();
    fields.set("village", wanted);
    fields.set("audience", "citizen");
    fields.set("head", visitor.query.get("chu-ho"));
    fields.set("name", visitor.query.get("ten"));
    let around = visitor.app.db.read(move |tx| Around::read(tx, &scope)).await?;
    show(&visitor, &Place { id: "", name: "" }, fields, Faults::default(), None, &[], around)
}

/// What came of a try to save.
enum Saved {
    /// Done.
    As(String),
    /// Somebody must look first.
    Ask(Around),
}

async fn add(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::EditPersons)?;
    let typed = rules::read_form(&fields, unseal(&visitor, fields.get("identity_seal")), visitor.app.clock.today(), &key(&visitor));
    let place = Place { id: "", name: "" };
    let held = typed.profile.identity.clone();
    if !typed.faults.is_empty() {
        let around = visitor.app.db.read(move |tx| Around::read(tx, &scope)).await?;
        return show(&visitor, &place, fields, faults_of(visitor.t, &typed), held.as_ref(), &[], around);
    }
    let (t, now, asked, warnings) = (visitor.t, visitor.app.clock.now(), fields.clone(), typed.warnings.clone());
    let saved = visitor.app.db.write(move |tx| try_add(tx, &scope, t, &typed, &asked, now)).await?;
    match saved {
        Saved::As(id) => Ok(go_saying(&format!("{HERE}/{id}"), "people-added")),
        Saved::Ask(around) => show(&visitor, &place, fields, Faults::default(), held.as_ref(), &warnings, around),
    }
}

fn try_add(tx: &mut Tx<'_>, scope: &Scope, t: Text, typed: &Typed, fields: &Fields, now: Millis) -> Result<Saved> {
    tx.hold(&format!("people {}", scope.commune()))?;
    let mut profile = typed.profile.clone();
    let facts = profile.facts("");
    let likely: Vec<_> =
        store::relatives(tx, scope, &facts)?.into_iter().filter_map(|other| likely_same(&other, &facts).map(|why| (other, why))).collect();
    let homes = homes(tx, scope, t, typed, None, fields)?;
    if !fields.ticked("anyway") || !homes.is_empty() {
        let villages = Villages::read(tx, scope)?;
        let mut twins = Vec::new();
        for (other, why) in likely.iter().filter(|(other, _)| scope.covers(&other.village)) {
            let person = store::person(tx, scope, &other.id)?;
            twins.push(Twin {
                about: format!("{} · {}", birth_words(t, &person.profile.birth), villages.name(&person.profile.village)),
                reason: t.get(&format!("people-likeness-{}", why.code())),
                name: person.profile.name,
                id: person.id,
            });
        }
        let asks = !twins.is_empty() || !typed.warnings.is_empty();
        if (asks && !fields.ticked("anyway")) || !homes.is_empty() {
            return Ok(Saved::Ask(Around { twins, homes, ..Around::read(tx, scope)? }));
        }
    }
    profile.household = home(tx, scope, typed, None, fields, now)?;
    let id = store::add(tx, scope, &profile, None, now)?;
    for (other, why) in likely {
        // Whoever saw the other person has decided; a person out of reach waits for who may see both.
        let state = if scope.covers(&other.village) { "different" } else { "open" };
        store::add_pair(tx, scope, &NewPair { one: &other.id, other: &id, reason: why.code(), state, import: None }, now)?;
    }
    if let Some(household) = &profile.household {
        store::find_head(tx, scope, household)?;
    }
    Ok(Saved::As(id))
}

/// Households of the village whose head has the typed name, when it is not yet said which one is meant.
fn homes(tx: &mut Tx<'_>, scope: &Scope, t: Text, typed: &Typed, now_in: Option<&str>, fields: &Fields) -> Result<Vec<Home>> {
    let found = fitting(tx, scope, typed)?;
    let stays = now_in.is_some_and(|id| found.iter().any(|home| home == id));
    if found.len() < 2 || stays || !fields.get("household").is_empty() {
        return Ok(Vec::new());
    }
    let mut homes = Vec::new();
    for id in found {
        let members: Vec<String> = store::members(tx, scope, &id)?.into_iter().take(4).map(|member| member.name).collect();
        let household = store::household(tx, scope, &id)?;
        let hamlet = if household.hamlet.is_empty() { String::new() } else { format!(", {}", household.hamlet) };
        let members = if members.is_empty() { t.get("people-members-none") } else { members.join(", ") };
        let words = t.fill("people-household-choice").s("head", household.head).s("hamlet", hamlet).s("members", members);
        homes.push(Home { id, words: words.to_string() });
    }
    Ok(homes)
}

/// The ids of the village's households whose head has the typed name.
fn fitting(tx: &mut Tx<'_>, scope: &Scope, typed: &Typed) -> Result<Vec<String>> {
    if typed.head.is_empty() || !scope.covers(&typed.profile.village) {
        return Ok(Vec::new());
    }
    let folded = fold::fold(&typed.head);
    let all = store::households_of_village(tx, scope, &typed.profile.village)?;
    Ok(all.into_iter().filter(|(_, head, _)| *head == folded).map(|(id, ..)| id).collect())
}

/// The household that the form means: the one now, the chosen one, the only one of that head, or a new one.
fn home(tx: &mut Tx<'_>, scope: &Scope, typed: &Typed, now_in: Option<&str>, fields: &Fields, now: Millis) -> Result<Option<String>> {
    if typed.head.is_empty() {
        return Ok(None);
    }
    let found = fitting(tx, scope, typed)?;
    let chosen = fields.get("household");
    let known = found.iter().find(|id| Some(id.as_str()) == now_in).or_else(|| found.iter().find(|id| *id == chosen));
    if let Some(id) = known.or_else(|| found.first().filter(|_| found.len() == 1 && chosen != "new")) {
        return Ok(Some(id.clone()));
    }
    store::add_household(tx, scope, &typed.profile.village, &typed.head, &typed.profile.hamlet, None, now).map(Some)
}

fn fields_of(person: &Person, head: &str) -> Fields {
    let profile = &person.profile;
    let birth = profile.birth().map(Birth::vietnamese).unwrap_or_default();
    let smartphone = profile.smartphone.map_or("", |has| if has { "yes" } else { "no" });
    let phone = profile.phone.as_deref().map(rules::spaced).unwrap_or_default();
    let single = [
        ("version", person.version.to_string()),
        ("name", profile.name.clone()),
        ("sex", profile.sex.clone().unwrap_or_default()),
        ("birth", birth),
        ("village", profile.village.clone()),
        ("hamlet", profile.hamlet.clone()),
        ("head", head.to_owned()),
        ("unit", profile.unit.clone().unwrap_or_default()),
        ("workplace", profile.workplace.clone()),
        ("audience", profile.audience.clone()),
        ("phone", phone),
        ("smartphone", smartphone.to_owned()),
        ("excluded", profile.excluded.clone()),
        ("note", profile.note.clone()),
    ];
    let needs = profile.needs.iter().map(|need| ("needs", need.clone()));
    Fields::of(single.into_iter().chain(needs).map(|(name, value)| (name.to_owned(), value)).collect())
}

fn head_of(tx: &mut Tx<'_>, scope: &Scope, profile: &Profile) -> Result<String> {
    Ok(profile.household.as_deref().map(|id| store::household(tx, scope, id)).transpose()?.map(|h| h.head).unwrap_or_default())
}

async fn edit_form(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let scope = visitor.scope(Right::EditPersons)?;
    let asked = id.clone();
    let (person, head, around) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let person = store::person(tx, &scope, &asked)?;
            let head = head_of(tx, &scope, &person.profile)?;
            Ok((person, head, Around::read(tx, &scope)?))
        })
        .await?;
    visitor.log("person-seen", &id, "").await?;
    let place = Place { id: &id, name: &title_of(&person.profile) };
    show(&visitor, &place, fields_of(&person, &head), Faults::default(), person.profile.identity.as_ref(), &[], around)
}

async fn change(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::EditPersons)?;
    let (asked, reach) = (id.clone(), scope.clone());
    let (person, around) =
        visitor.app.db.read(move |tx| -> Result<_> { Ok((store::person(tx, &reach, &asked)?, Around::read(tx, &reach)?)) }).await?;
    let name = title_of(&person.profile);
    let known = unseal(&visitor, fields.get("identity_seal")).or_else(|| person.profile.identity.clone());
    let typed = rules::read_form(&fields, known, visitor.app.clock.today(), &key(&visitor));
    let place = Place { id: &id, name: &name };
    let held = typed.profile.identity.clone();
    if !typed.faults.is_empty() {
        return show(&visitor, &place, fields, faults_of(visitor.t, &typed), held.as_ref(), &[], around);
    }
    if !typed.warnings.is_empty() && !fields.ticked("anyway") {
        return show(&visitor, &place, fields, Faults::default(), held.as_ref(), &typed.warnings, around);
    }
    let (t, now, asked) = (visitor.t, visitor.app.clock.now(), fields.clone());
    let saved = visitor.app.db.write(move |tx| try_change(tx, &scope, t, &person.id, &typed, &asked, now)).await?;
    match saved {
        Saved::As(id) => Ok(go_saying(&format!("{HERE}/{id}"), "people-changed")),
        Saved::Ask(around) => show(&visitor, &place, fields, Faults::default(), held.as_ref(), &[], around),
    }
}

fn try_change(tx: &mut Tx<'_>, scope: &Scope, t: Text, id: &str, typed: &Typed, fields: &Fields, now: Millis) -> Result<Saved> {
    let before = store::person(tx, scope, id)?;
    if fields.number("version") != Some(before.version) {
        return Err(Error::Changed);
    }
    let now_in = before.profile.household.as_deref();
    let homes = homes(tx, scope, t, typed, now_in, fields)?;
    if !homes.is_empty() {
        return Ok(Saved::Ask(Around { homes, ..Around::read(tx, scope)? }));
    }
    let household = home(tx, scope, typed, now_in, fields, now)?;
    let after = Profile { household, ..typed.profile.clone() };
    store::change(tx, scope, &before, &after, now)?;
    store::find_pairs(tx, scope, &after.facts(id), now)?;
    if let Some(household) = &after.household {
        store::find_head(tx, scope, household)?;
    }
    Ok(Saved::As(before.id))
}
