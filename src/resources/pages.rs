//! Pages: the list of venues, and the form of one.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response, routing::get};

use super::{
    rules::{self, Kind, NewVenue, Venue},
    store,
};
use crate::{
    accounts::{Need, Posted, Right, Route, Scope, Visitor},
    kit::{
        error::{Error, Result},
        forms::{Faults, Fields},
        pages::{Frame, go_saying, page, page_with},
        text::Text,
    },
    places::{self, Village},
};

const LIST: &str = "/quan-ly/dia-diem";

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    let need = Need::May(Right::ManageVenues);
    vec![
        Route::get(LIST, need, get(list)),
        Route::get("/quan-ly/dia-diem/moi", need, get(new_form)),
        Route::post("/quan-ly/dia-diem/moi", need, axum::routing::post(add)),
        Route::get("/quan-ly/dia-diem/{venue}", need, get(form)),
        Route::post("/quan-ly/dia-diem/{venue}", need, axum::routing::post(change)),
    ]
}

struct Line {
    venue: Venue,
    village: String,
    mine: bool,
}

#[derive(Template)]
#[template(path = "resources/pages/list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    lines: Vec<Line>,
}

async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ManageVenues)?;
    let lines = visitor.app.db.read(move |tx| -> Result<_> {
        let villages = places::villages(tx, scope.commune())?;
        let venues = store::venues(tx, scope.commune())?;
        Ok(venues
            .into_iter()
            .filter(|venue| venue.village.as_ref().is_none_or(|village| scope.covers(village)))
            .map(|venue| Line {
                village: name_of(&villages, venue.village.as_deref()),
                mine: store::may_manage(&scope, venue.village.as_deref()),
                venue,
            })
            .collect())
    });
    let frame = visitor.frame("resources-title").under("/quan-ly/lop", visitor.t.get("nav-classes"));
    page(&ListPage { frame, t: visitor.t, lines: lines.await? })
}

fn name_of(villages: &[Village], id: Option<&str>) -> String {
    villages.iter().find(|v| Some(v.id.as_str()) == id).map(|v| v.name.clone()).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "resources/pages/form.html")]
struct FormPage {
    frame: Frame,
    t: Text,
    fields: Fields,
    faults: Faults,
    villages: Vec<(String, String)>,
    kinds: Vec<(&'static str, String)>,
    whole: bool,
}

async fn new_form(visitor: Visitor) -> Result<Response> {
    let mut fields = Fields::default();
    fields.set("kind", Kind::Hall.code());
    fields.set("active", "1");
    fields.set("village", visitor.scope(Right::ManageVenues)?.only_village().unwrap_or(visitor.query.get("thon")));
    show(&visitor, StatusCode::OK, fields, Faults::default(), false).await
}

async fn form(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let scope = visitor.scope(Right::ManageVenues)?;
    let venue = visitor.app.db.read(move |tx| -> Result<_> {
        store::venue(tx, scope.commune(), &id)?.filter(|venue| store::may_manage(&scope, venue.village.as_deref())).ok_or(Error::NotFound)
    });
    show(&visitor, StatusCode::OK, fields_of(&venue.await?), Faults::default(), true).await
}

async fn show(visitor: &Visitor, status: StatusCode, fields: Fields, faults: Faults, known: bool) -> Result<Response> {
    let scope = visitor.scope(Right::ManageVenues)?;
    let whole = scope.is_whole();
    let villages = visitor.app.db.read(move |tx| -> Result<_> {
        let all = places::villages(tx, scope.commune())?;
        Ok(all.into_iter().filter(|v| v.active && scope.covers(&v.id)).map(|v| (v.id, v.name)).collect())
    });
    let t = visitor.t;
    let kinds = Kind::ALL.map(|kind| (kind.code(), t.get(kind.key()))).to_vec();
    let title = if known { "resources-edit" } else { "resources-new" };
    let frame = visitor.frame(title).under("/quan-ly/lop", t.get("nav-classes")).under(LIST, t.get("resources-title")).with(&faults);
    page_with(status, &FormPage { frame, t, fields, faults, villages: villages.await?, kinds, whole })
}

fn fields_of(venue: &Venue) -> Fields {
    let mut fields = Fields::default();
    fields.set("village", venue.village.clone().unwrap_or_default());
    fields.set("name", venue.name.clone());
    fields.set("kind", venue.kind.code());
    fields.set("address", venue.address.clone());
    fields.set("capacity", venue.capacity.map(|n| n.to_string()).unwrap_or_default());
    fields.set("step_free", venue.step_free.map(|free| if free { "yes" } else { "no" }).unwrap_or_default());
    fields.set("active", if venue.active { "1" } else { "" });
    fields.set("version", venue.version.to_string());
    fields
}

/// What was typed, and what is wrong with it.
fn read(fields: &Fields, t: Text) -> (NewVenue, Faults) {
    let kind = Kind::parse(fields.get("kind"));
    let new = NewVenue {
        village: fields.some("village").map(str::to_owned),
        name: fields.get("name").to_owned(),
        kind: kind.unwrap_or(Kind::Other),
        address: fields.get("address").to_owned(),
        capacity: fields.some("capacity").map(|_| fields.number("capacity").unwrap_or(0)),
        step_free: match fields.get("step_free") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        active: fields.ticked("active"),
    };
    let mut faults = Faults::default();
    for (field, code) in rules::faults(&new) {
        faults.add(field, t.get(code));
    }
    faults.unless(kind.is_some(), "kind", t, "resources-fault-kind");
    (new, faults)
}

async fn add(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    save(&visitor, fields, None).await
}

async fn change(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    save(&visitor, fields, Some(id)).await
}

async fn save(visitor: &Visitor, fields: Fields, id: Option<String>) -> Result<Response> {
    let scope: Scope = visitor.scope(Right::ManageVenues)?;
    let (new, mut faults) = read(&fields, visitor.t);
    let known = id.is_some();
    if faults.is_empty() {
        let (version, now) = (fields.number("version").unwrap_or(0), visitor.app.clock.now());
        let saved = visitor.app.db.write(move |tx| match &id {
            Some(id) => store::change(tx, &scope, id, version, &new, now),
            None => store::add(tx, &scope, &new, now).map(drop),
        });
        match saved.await {
            Ok(()) => return Ok(go_saying(LIST, if known { "resources-changed" } else { "resources-added" })),
            Err(Error::Refused(refusal)) => faults.add("name", visitor.t.refusal(&refusal)),
            Err(other) => return Err(other),
        }
    }
    show(visitor, StatusCode::UNPROCESSABLE_ENTITY, fields, faults, known).await
}
