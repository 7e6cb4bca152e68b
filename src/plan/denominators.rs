//! Denominators: what holds now, every value there was, adding, counting from the register, withdrawing.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use jiff::civil::Date;

use super::{
    api::{self, Held},
    rules::{self, Definition, Denominator, InForce, Key},
    store::{self, NewDenominator},
};
use crate::{
    accounts::{Need, Posted, Right, Route, Scope, Visitor},
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields},
        numbers,
        pages::{Frame, go_saying, page, page_with},
        text::{Lang, Text},
    },
    places::{self, Village},
};

/// The addresses of denominators.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/quan-ly/chi-tieu/mau-so", Need::May(Right::SeeFigures), get(list_page)),
        Route::get("/quan-ly/chi-tieu/mau-so/them", Need::May(Right::ManagePlan), get(add_page)),
        Route::post("/quan-ly/chi-tieu/mau-so/them", Need::May(Right::ManagePlan), post(add)),
        Route::get("/quan-ly/chi-tieu/mau-so/dem", Need::May(Right::ManagePlan), get(count_page)),
        Route::post("/quan-ly/chi-tieu/mau-so/dem", Need::May(Right::ManagePlan), post(count)),
        Route::get("/quan-ly/chi-tieu/mau-so/{key}", Need::May(Right::SeeFigures), get(key_page)),
        Route::post("/quan-ly/chi-tieu/mau-so/{key}/{denominator}/rut", Need::May(Right::ManagePlan), post(withdraw)),
    ]
}

/// What holds for one key.
struct KeyRow {
    code: &'static str,
    name: String,
    value: String,
    source: String,
    disagreement: String,
}

#[derive(Template)]
#[template(path = "plan/pages/denominators.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    keys: Vec<KeyRow>,
    may_manage: bool,
}

fn disagreement(held: &InForce, t: Text) -> String {
    match (held.value, held.villages_say) {
        (Some(own), Some(sum)) => t.fill("plan-disagree").n("own", own).n("sum", sum).to_string(),
        _ => String::new(),
    }
}

fn value_words(held: &InForce, t: Text) -> String {
    held.value.map(|value| numbers::whole(value, t.lang)).unwrap_or_default()
}

async fn list_page(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::SeeFigures)?;
    let (t, today) = (visitor.t, visitor.app.clock.today());
    let held = visitor.app.db.read(move |tx| Held::on(tx, scope.commune(), today)).await?;
    let row = |key: &Key| {
        let held = held.commune(*key);
        KeyRow {
            code: key.code(),
            name: t.get(&format!("plan-key-{}", key.code())),
            value: value_words(&held, t),
            source: rules::source_words(&held, t),
            disagreement: disagreement(&held, t),
        }
    };
    page(&ListPage {
        frame: visitor.frame("plan-denominators").under("/quan-ly/chi-tieu", t.get("plan-title")),
        t,
        keys: Key::ALL.iter().map(row).collect(),
        may_manage: visitor.may(Right::ManagePlan),
    })
}

/// One value that was entered.
struct PastValue {
    id: String,
    place: String,
    value: String,
    as_of: String,
    source: String,
    definition: String,
    unknown: String,
    who: String,
    withdrawn: String,
}

#[derive(Template)]
#[template(path = "plan/pages/denominator.html")]
struct KeyPage {
    frame: Frame,
    t: Text,
    code: &'static str,
    value: String,
    source: String,
    disagreement: String,
    villages: Vec<(String, String, String)>,
    history: Vec<PastValue>,
    may_manage: bool,
    faults: Faults,
}

/// The villages whose own values the caller sees.
fn in_reach(villages: Vec<Village>, scope: &Scope) -> Vec<Village> {
    villages.into_iter().filter(|v| v.active && scope.covers(&v.id)).collect()
}

async fn key_shown(visitor: &Visitor, code: &str, faults: Faults) -> Result<KeyPage> {
    let key = Key::parse(code).ok_or(Error::NotFound)?;
    let scope = visitor.scope(Right::SeeFigures)?;
    let (t, today, reach) = (visitor.t, visitor.app.clock.today(), scope.clone());
    let (villages, held, all) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let commune = reach.commune();
            Ok((places::villages(tx, commune)?, Held::on(tx, commune, today)?, store::denominators(tx, commune)?))
        })
        .await?;
    let name = |village: &str| villages.iter().find(|v| v.id == village).map_or_else(|| t.get("plan-whole-commune"), |v| v.name.clone());
    let seen = |d: &&Denominator| d.key == key && (d.village.is_empty() || scope.covers(&d.village));
    let history = all.iter().filter(seen).map(|d| past_value(d, name(&d.village), t)).collect();
    let whole = held.commune(key);
    let by_village = |v: Village| {
        let held = held.village(key, &v.id);
        (v.name, value_words(&held, t), rules::source_words(&held, t))
    };
    Ok(KeyPage {
        frame: visitor
            .frame(&format!("plan-key-{}", key.code()))
            .under("/quan-ly/chi-tieu", t.get("plan-title"))
            .under("/quan-ly/chi-tieu/mau-so", t.get("plan-denominators")),
        t,
        code: key.code(),
        value: value_words(&whole, t),
        source: rules::source_words(&whole, t),
        disagreement: disagreement(&whole, t),
        villages: in_reach(villages.clone(), &scope).into_iter().map(by_village).collect(),
        history,
        may_manage: visitor.may(Right::ManagePlan),
        faults,
    })
}

/// How many were counted without a known year of birth; empty when none were.
fn unknown_words(unknown: i64, t: Text) -> String {
    if unknown > 0 { t.fill("plan-unknown-years").n("n", unknown).to_string() } else { String::new() }
}

fn past_value(d: &Denominator, place: String, t: Text) -> PastValue {
    let withdrawn = d.withdrawn_at.map_or_else(String::new, |at| {
        let words = t.fill("plan-withdrawn").s("name", &d.withdrawn_by).s("when", dates::moment(at, t.lang));
        words.s("reason", &d.withdrawn_reason).to_string()
    });
    PastValue {
        id: d.id.clone(),
        place,
        value: numbers::whole(d.value, t.lang),
        as_of: dates::short_day(d.as_of, t.lang),
        source: d.source.clone(),
        definition: d.definition.map(|definition| t.get(&format!("plan-definition-{}", definition.age()))).unwrap_or_default(),
        unknown: unknown_words(d.unknown.unwrap_or(0), t),
        who: t.fill("plan-entered-by").s("name", &d.entered_by).s("when", dates::moment(d.entered_at, t.lang)).to_string(),
        withdrawn,
    }
}

async fn key_page(visitor: Visitor, Path(key): Path<String>) -> Result<Response> {
    page(&key_shown(&visitor, &key, Faults::default()).await?)
}

#[derive(Template)]
#[template(path = "plan/pages/denominator_add.html")]
struct AddPage {
    frame: Frame,
    t: Text,
    typed: Fields,
    keys: Vec<(&'static str, String)>,
    villages: Vec<(String, String)>,
    definitions: Vec<(&'static str, String)>,
    faults: Faults,
}

async fn add_form(visitor: &Visitor, typed: Fields, faults: Faults) -> Result<AddPage> {
    let scope = visitor.scope(Right::ManagePlan)?;
    let (t, reach) = (visitor.t, scope.clone());
    let villages = visitor.app.db.read(move |tx| -> Result<_> { Ok(places::villages(tx, reach.commune())?) }).await?;
    Ok(AddPage {
        frame: visitor
            .frame("plan-denominator-add")
            .under("/quan-ly/chi-tieu", t.get("plan-title"))
            .under("/quan-ly/chi-tieu/mau-so", t.get("plan-denominators"))
            .with(&faults),
        t,
        typed,
        keys: Key::ALL.iter().map(|key| (key.code(), t.get(&format!("plan-key-{}", key.code())))).collect(),
        villages: in_reach(villages, &scope).into_iter().map(|v| (v.id, v.name)).collect(),
        definitions: Definition::ALL.iter().map(|d| (d.code(), t.get(&format!("plan-definition-{}", d.age())))).collect(),
        faults,
    })
}

async fn add_page(visitor: Visitor) -> Result<Response> {
    let mut typed = Fields::default();
    typed.set("key", visitor.query.get("muc"));
    typed.set("as_of", visitor.app.clock.today().to_string());
    typed.set("definition", Definition::default().code());
    page(&add_form(&visitor, typed, Faults::default()).await?)
}

fn read_new(fields: &Fields, today: Date, t: Text) -> Result<NewDenominator, Faults> {
    let mut faults = Faults::default();
    let key = Key::parse(fields.get("key"));
    let as_of = dates::parse_day(fields.get("as_of")).ok();
    let value = fields.number("value");
    faults.unless(key.is_some(), "key", t, "plan-key-missing");
    faults.unless(value.is_some(), "value", t, "plan-value-wrong");
    faults.unless(as_of.is_some(), "as_of", t, "plan-day-wrong");
    let (Some(key), Some(as_of), Some(value)) = (key, as_of, value) else { return Err(faults) };
    let new = NewDenominator {
        key,
        village: fields.get("village").to_owned(),
        value,
        as_of,
        source: fields.get("source").to_owned(),
        definition: (key == Key::Adults).then(|| Definition::parse(fields.get("definition")).unwrap_or_default()),
        unknown: None,
    };
    match api::denominator_fault(&new, today) {
        Some((field, code)) => {
            faults.add(field, t.get(code));
            Err(faults)
        }
        None => Ok(new),
    }
}

async fn add(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManagePlan)?;
    let now = visitor.app.clock.now();
    match read_new(&fields, visitor.app.clock.today(), visitor.t) {
        Ok(new) => {
            let back = format!("/quan-ly/chi-tieu/mau-so/{}", new.key.code());
            visitor.app.db.write(move |tx: &mut Tx<'_>| api::add_denominator(tx, &scope, &new, now)).await?;
            Ok(go_saying(&back, "plan-denominator-added"))
        }
        Err(faults) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &add_form(&visitor, fields, faults).await?),
    }
}

#[derive(Template)]
#[template(path = "plan/pages/count.html")]
struct CountPage {
    frame: Frame,
    t: Text,
    definition: Definition,
    adults: String,
    unknown: String,
    rows: Vec<(String, String, String)>,
}

async fn count_page(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ManagePlan)?;
    let (t, today) = (visitor.t, visitor.app.clock.today());
    let definition = Definition::parse(visitor.query.get("tuoi")).unwrap_or_default();
    let (counted, villages) = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            Ok((api::count_adults(tx, scope.commune(), definition, today)?, places::villages(tx, scope.commune())?))
        })
        .await?;
    let name = |id: &str| villages.iter().find(|v| v.id == id).map(|v| v.name.clone()).unwrap_or_default();
    let row = |(village, adults, unknown): &(String, i64, i64)| {
        (name(village), numbers::whole(*adults, t.lang), numbers::whole(*unknown, t.lang))
    };
    page(&CountPage {
        frame: visitor
            .frame("plan-count")
            .under("/quan-ly/chi-tieu", t.get("plan-title"))
            .under("/quan-ly/chi-tieu/mau-so", t.get("plan-denominators")),
        t,
        definition,
        adults: numbers::whole(counted.adults, t.lang),
        unknown: unknown_words(counted.unknown, t),
        rows: counted.villages.iter().map(row).collect(),
    })
}

async fn count(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManagePlan)?;
    let now = visitor.app.clock.now();
    let definition = Definition::parse(fields.get("definition")).unwrap_or_default();
    // What is kept is Vietnamese, as the papers are, whatever the language of the screen.
    let source = Text::of(Lang::Vi).get("plan-source-register");
    let write = move |tx: &mut Tx<'_>| api::take_adults_from_register(tx, &scope, definition, &source, now).map(drop);
    visitor.app.db.write(write).await?;
    Ok(go_saying("/quan-ly/chi-tieu/mau-so/adults", "plan-counted"))
}

async fn withdraw(visitor: Visitor, Path((key, id)): Path<(String, String)>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManagePlan)?;
    let key = Key::parse(&key).ok_or(Error::NotFound)?;
    let (now, reason) = (visitor.app.clock.now(), fields.get("reason").to_owned());
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::withdraw_denominator(tx, &scope, &id, &reason, now)).await {
        Ok(()) => Ok(go_saying(&format!("/quan-ly/chi-tieu/mau-so/{}", key.code()), "plan-denominator-withdrawn")),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("history", visitor.t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &key_shown(&visitor, key.code(), faults).await?)
        }
        Err(error) => Err(error),
    }
}
