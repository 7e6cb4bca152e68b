//! Households: list, page, head, members.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};

use super::{Face, HERE, HOUSEHOLDS, Villages, title_of};
use crate::{
    accounts::{Need, Posted, Right, Route, Scope, Visitor},
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields, encode},
        pages::{Frame, Paging, go_saying, page, page_with},
        text::Text,
    },
    people::{
        rules::{MAX_TEXT, Profile, holds_identity},
        store::{self, Household, HouseholdRow},
    },
};

pub(super) fn routes() -> Vec<Route> {
    let (see, edit) = (Need::May(Right::SeePersons), Need::May(Right::EditPersons));
    vec![
        Route::get("/quan-ly/ho", see, get(list)),
        Route::get("/quan-ly/ho/moi", edit, get(new_form)),
        Route::post("/quan-ly/ho/moi", edit, post(add)),
        Route::get("/quan-ly/ho/{household}", see, get(show)),
        Route::post("/quan-ly/ho/{household}/chu-ho", edit, post(set_head)),
        Route::post("/quan-ly/ho/{household}/xoa", edit, post(remove)),
        Route::get("/quan-ly/nguoi-dan/{person}/ho", edit, get(move_form)),
        Route::post("/quan-ly/nguoi-dan/{person}/ho", edit, post(move_person)),
    ]
}

#[derive(Template)]
#[template(path = "people/pages/households.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    villages: Vec<(String, String)>,
    village: String,
    query: String,
    rows: Vec<(HouseholdRow, String)>,
    paging: Paging,
    may_edit: bool,
}

async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::SeePersons)?;
    let (village, query) = (visitor.query.get("thon").to_owned(), visitor.query.get("q").to_owned());
    let href = format!("{HOUSEHOLDS}?thon={}&q={}&trang=", encode(&village), encode(&query));
    let asked = visitor.query.number("trang");
    let (wanted, words) = (village.clone(), query.clone());
    let (villages, rows, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let villages = Villages::read(tx, &scope)?;
            let paging = Paging::new(asked, store::count_households(tx, &scope, &wanted, &words)?, href.clone());
            let rows = store::households(tx, &scope, &wanted, &words, Paging::SIZE, paging.offset())?;
            let rows: Vec<_> =
                rows.into_iter().map(|row| (place_of(&row.household, &villages), row)).map(|(place, row)| (row, place)).collect();
            Ok((villages.open, rows, paging))
        })
        .await?;
    let frame = visitor.frame("people-households").under(HERE, visitor.t.get("people-title"));
    page(&ListPage { frame, t: visitor.t, villages, village, query, rows, paging, may_edit: visitor.may(Right::EditPersons) })
}

fn place_of(household: &Household, villages: &Villages) -> String {
    let parts = [household.hamlet.as_str(), villages.name(&household.village)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[derive(Template)]
#[template(path = "people/pages/household_new.html")]
struct NewPage {
    frame: Frame,
    t: Text,
    villages: Vec<(String, String)>,
    fields: Fields,
    faults: Faults,
}

async fn show_new(visitor: &Visitor, scope: Scope, fields: Fields, faults: Faults) -> Result<Response> {
    let villages = visitor.app.db.read(move |tx| Villages::read(tx, &scope)).await?.open;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = visitor.frame("people-household-add").with(&faults);
    let frame = frame.under(HERE, visitor.t.get("people-title")).under(HOUSEHOLDS, visitor.t.get("people-households"));
    page_with(status, &NewPage { frame, t: visitor.t, villages, fields, faults })
}

async fn new_form(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::EditPersons)?;
    let mut fields = Fields::default();
    fields.set("village", scope.only_village().unwrap_or_default());
    show_new(&visitor, scope, fields, Faults::default()).await
}

/// The name of a head as it was typed, or the text key of what is wrong with it.
fn head_name(text: &str) -> std::result::Result<String, &'static str> {
    let name = fold::title_name(text);
    if !name.chars().any(char::is_alphabetic) {
        Err("people-head-missing")
    } else if name.chars().count() > MAX_TEXT {
        Err("people-text-long")
    } else if holds_identity(&name) {
        Err("people-text-identity")
    } else {
        Ok(name)
    }
}

async fn add(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::EditPersons)?;
    let t = visitor.t;
    let mut faults = Faults::default();
    let head = head_name(fields.get("head")).map_err(|key| faults.add("head", t.get(key))).unwrap_or_default();
    let hamlet = fold::nfc(fields.get("hamlet"));
    faults.unless(hamlet.chars().count() <= MAX_TEXT && !holds_identity(&hamlet), "hamlet", t, "people-text-long");
    let village = fields.get("village").to_owned();
    faults.unless(!village.is_empty(), "village", t, "people-village-missing");
    if !faults.is_empty() {
        return show_new(&visitor, scope, fields, faults).await;
    }
    let now = visitor.app.clock.now();
    let id = visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            crate::places::village(tx, scope.commune(), &village)?.ok_or(Error::NotFound)?;
            store::add_household(tx, &scope, &village, &head, &hamlet, None, now)
        })
        .await?;
    Ok(go_saying(&format!("{HOUSEHOLDS}/{id}"), "people-household-added"))
}

#[derive(Template)]
#[template(path = "people/pages/household.html")]
struct HouseholdPage {
    frame: Frame,
    t: Text,
    household: Household,
    /// The head's name, encoded to stand in an address.
    head_encoded: String,
    place: String,
    members: Vec<Face>,
    faults: Faults,
    typed: String,
    may_edit: bool,
}

async fn show_one(visitor: &Visitor, id: String, faults: Faults, typed: &str) -> Result<Response> {
    let scope = visitor.scope(Right::SeePersons)?;
    let t = visitor.t;
    let (household, place, members) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let household = store::household(tx, &scope, &id)?;
            let villages = Villages::read(tx, &scope)?;
            let members = store::members(tx, &scope, &household.id)?.into_iter().map(|one| Face::of(one, &villages, t)).collect();
            let place = place_of(&household, &villages);
            Ok((household, place, members))
        })
        .await?;
    let title = t.fill("people-household-of").s("head", &household.head).to_string();
    let frame = visitor.frame_titled(title).with(&faults).under(HERE, t.get("people-title")).under(HOUSEHOLDS, t.get("people-households"));
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let may_edit = visitor.scope(Right::EditPersons).is_ok_and(|scope| scope.covers(&household.village));
    let head_encoded = encode(&household.head);
    page_with(status, &HouseholdPage { frame, t, household, head_encoded, place, members, faults, typed: typed.to_owned(), may_edit })
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    show_one(&visitor, id, Faults::default(), "").await
}

async fn set_head(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::EditPersons)?;
    let chosen = fields.get("member").to_owned();
    let typed = fields.get("head").to_owned();
    let other = chosen == "other";
    let name = if other { head_name(&typed) } else { Ok(String::new()) };
    let name = match name {
        Ok(name) => name,
        Err(key) => {
            let mut faults = Faults::default();
            faults.add("head", visitor.t.get(key));
            return show_one(&visitor, id, faults, &typed).await;
        }
    };
    let (asked, now) = (id.clone(), visitor.app.clock.now());
    visitor
        .app
        .db
        .write(move |tx| -> Result<()> {
            let household = store::household(tx, &scope, &asked)?;
            if other {
                return store::set_head(tx, &scope, &household, &name, None, now);
            }
            let members = store::members(tx, &scope, &household.id)?;
            let head = members.iter().find(|member| member.id == chosen).ok_or_else(|| Error::refused("people-head-choose"))?;
            store::set_head(tx, &scope, &household, &head.name, Some(&head.id), now)
        })
        .await?;
    Ok(go_saying(&format!("{HOUSEHOLDS}/{id}"), "people-head-changed"))
}

async fn remove(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::EditPersons)?, visitor.app.clock.now());
    visitor
        .app
        .db
        .write(move |tx| -> Result<()> {
            let household = store::household(tx, &scope, &id)?;
            if store::remove_household(tx, &scope, &household, now)? { Ok(()) } else { Err(Error::refused("people-household-not-empty")) }
        })
        .await?;
    Ok(go_saying(HOUSEHOLDS, "people-household-removed"))
}

#[derive(Template)]
#[template(path = "people/pages/household_move.html")]
struct MovePage {
    frame: Frame,
    t: Text,
    id: String,
    now_in: Option<Household>,
    query: String,
    rows: Vec<(HouseholdRow, String)>,
}

/// Households that the page offers at once.
const OFFERED: i64 = 20;

async fn move_form(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let scope = visitor.scope(Right::EditPersons)?;
    let (asked, query) = (id.clone(), visitor.query.get("q").to_owned());
    let words = query.clone();
    let (person, now_in, rows) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let person = store::person(tx, &scope, &asked)?;
            let now_in = person.profile.household.as_deref().map(|id| store::household(tx, &scope, id)).transpose()?;
            let villages = Villages::read(tx, &scope)?;
            let rows = store::households(tx, &scope, &person.profile.village, &words, OFFERED, 0)?;
            let others = rows.into_iter().filter(|row| Some(&row.household.id) != person.profile.household.as_ref());
            let rows: Vec<_> = others.map(|row| (place_of(&row.household, &villages), row)).map(|(place, row)| (row, place)).collect();
            Ok((person, now_in, rows))
        })
        .await?;
    let name = title_of(&person.profile);
    let frame = visitor.frame_titled(visitor.t.fill("people-household-move-of").s("name", &name).to_string());
    let frame = frame.under(HERE, visitor.t.get("people-title")).under(format!("{HERE}/{id}"), name);
    page(&MovePage { frame, t: visitor.t, id, now_in, query, rows })
}

async fn move_person(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::EditPersons)?;
    let (to, asked, now) = (fields.get("household").to_owned(), id.clone(), visitor.app.clock.now());
    visitor.app.db.write(move |tx| put_into(tx, &scope, &asked, &to, now)).await?;
    Ok(go_saying(&format!("{HERE}/{id}"), "people-household-moved"))
}

/// Moves a person into a household, a new one of their own (`new`), or out of any (`none`).
fn put_into(tx: &mut Tx<'_>, scope: &Scope, person: &str, to: &str, now: Millis) -> Result<()> {
    let person = store::person(tx, scope, person)?;
    let profile = &person.profile;
    let household = match to {
        "none" => None,
        "new" => {
            let id = store::add_household(tx, scope, &profile.village, &profile.name, &profile.hamlet, None, now)?;
            let made = store::household(tx, scope, &id)?;
            store::set_head(tx, scope, &made, &profile.name, Some(&person.id), now)?;
            Some(id)
        }
        id => Some(store::household(tx, scope, id)?.id),
    };
    if let Some(old) = profile.household.as_deref().map(|id| store::household(tx, scope, id)).transpose()?
        && old.head_id.as_ref() == Some(&person.id)
        && Some(&old.id) != household.as_ref()
    {
        store::set_head(tx, scope, &old, &old.head, None, now)?;
    }
    let after = Profile { household, ..profile.clone() };
    store::change(tx, scope, &person, &after, now)
}
