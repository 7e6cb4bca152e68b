//! Pages of places: villages and units.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};

use super::{
    rules::{self, NewUnit, TypedVillage, UNIT_KINDS, Unit},
    store,
};
use crate::{
    accounts::{Need, Posted, Right, Route, Visitor, log},
    kit::{
        db,
        error::{Error, Result},
        forms::{Faults, Fields},
        pages::{Frame, go_saying, page, page_with},
        text::Text,
    },
    places::{self, Commune, Village},
};

const HERE: &str = "/quan-ly/dia-ban";

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    let need = Need::May(Right::ManagePlaces);
    let mut routes = vec![
        Route::get(HERE, need, get(list)),
        Route::get("/quan-ly/dia-ban/thon/moi", need, get(new_village)),
        Route::post("/quan-ly/dia-ban/thon/moi", need, post(add_village)),
        Route::get("/quan-ly/dia-ban/thon/{village}", need, get(edit_village)),
        Route::post("/quan-ly/dia-ban/thon/{village}", need, post(save_village)),
        Route::get("/quan-ly/dia-ban/don-vi/moi", need, get(new_unit)),
        Route::post("/quan-ly/dia-ban/don-vi/moi", need, post(add_unit)),
        Route::get("/quan-ly/dia-ban/don-vi/{unit}", need, get(edit_unit)),
        Route::post("/quan-ly/dia-ban/don-vi/{unit}", need, post(save_unit)),
    ];
    routes.extend(super::import::routes());
    routes.extend(super::staff::routes());
    routes.extend(super::access_log::routes());
    routes
}

/// The units of one kind.
struct Group {
    kind: &'static str,
    units: Vec<Unit>,
}

#[derive(Template)]
#[template(path = "org/pages/list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    commune: Commune,
    province: String,
    villages: Vec<Village>,
    groups: Vec<Group>,
}

impl ListPage {
    /// The unit's village and decision in one line.
    fn about(&self, unit: &Unit) -> String {
        let village = self.villages.iter().find(|v| Some(&v.id) == unit.village.as_ref()).map(|v| v.name.as_str());
        let parts = [village.unwrap_or(""), unit.decision.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

async fn list(visitor: Visitor) -> Result<Response> {
    visitor.scope(Right::ManagePlaces)?;
    let commune = visitor.commune()?.clone();
    let (id, code) = (commune.id.clone(), commune.province.clone());
    let (villages, units, province) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let province = places::province_name(tx, &code)?.unwrap_or_default();
            Ok((places::villages(tx, &id)?, store::units(tx, &id)?, province))
        })
        .await?;
    let groups = UNIT_KINDS
        .into_iter()
        .map(|kind| Group { kind, units: units.iter().filter(|u| u.kind == kind).cloned().collect() })
        .filter(|group| !group.units.is_empty())
        .collect();
    page(&ListPage { frame: visitor.frame("org-title"), t: visitor.t, commune, province, villages, groups })
}

#[derive(Template)]
#[template(path = "org/pages/village.html")]
struct VillagePage {
    frame: Frame,
    t: Text,
    action: String,
    typed: TypedVillage,
    active: bool,
    known: bool,
    faults: Faults,
}

fn show_village(visitor: &Visitor, id: Option<&str>, typed: TypedVillage, active: bool, faults: Faults) -> Result<Response> {
    let title = if id.is_some() { "org-village-edit" } else { "org-village-new" };
    let frame = visitor.frame(title).under(HERE, visitor.t.get("org-title")).with(&faults);
    let action = format!("{HERE}/thon/{}", id.unwrap_or("moi"));
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &VillagePage { frame, t: visitor.t, action, typed, active, known: id.is_some(), faults })
}

async fn new_village(visitor: Visitor) -> Result<Response> {
    show_village(&visitor, None, TypedVillage::default(), true, Faults::default())
}

async fn add_village(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let mut faults = Faults::default();
    let typed = rules::read_village(&fields, visitor.t, &mut faults);
    if faults.is_empty() {
        let (who, commune, new, now) = (visitor.clone(), visitor.commune()?.id.clone(), typed.clone(), visitor.app.clock.now());
        let added = visitor
            .app
            .db
            .write(move |tx| -> Result<()> {
                let id = places::add_village(tx, &commune, &new.code, &new.name, &new.former_unit, now)?;
                Ok(log(tx, &who.event("village-added", &id, &new.name), now)?)
            })
            .await;
        match added {
            Ok(()) => return Ok(go_saying(HERE, "org-saved")),
            Err(error) => note_taken(error, &visitor, &mut faults)?,
        }
    }
    show_village(&visitor, None, typed, true, faults)
}

/// A name or code in use is the typist's to mend; any other error is not.
fn note_taken(error: Error, visitor: &Visitor, faults: &mut Faults) -> Result<()> {
    match error {
        Error::Db(db::Error::Taken(_)) => {
            faults.add("name", visitor.t.get("org-taken"));
            Ok(())
        }
        other => Err(other),
    }
}

async fn find_village(visitor: &Visitor, id: &str) -> Result<Village> {
    let (commune, id) = (visitor.commune()?.id.clone(), id.to_owned());
    visitor.app.db.read(move |tx| Ok::<_, Error>(places::village(tx, &commune, &id)?)).await?.ok_or(Error::NotFound)
}

async fn edit_village(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let village = find_village(&visitor, &id).await?;
    let typed = TypedVillage { code: village.code, name: village.name, former_unit: village.former_unit };
    show_village(&visitor, Some(&id), typed, village.active, Faults::default())
}

async fn save_village(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    find_village(&visitor, &id).await?;
    let mut faults = Faults::default();
    let typed = rules::read_village(&fields, visitor.t, &mut faults);
    let active = fields.is("active", "1");
    if faults.is_empty() {
        let (who, commune, now) = (visitor.clone(), visitor.commune()?.id.clone(), visitor.app.clock.now());
        let village =
            Village { id: id.clone(), code: typed.code.clone(), name: typed.name.clone(), former_unit: typed.former_unit.clone(), active };
        let saved = visitor
            .app
            .db
            .write(move |tx| -> Result<()> {
                places::set_village(tx, &commune, &village, now)?;
                Ok(log(tx, &who.event("village-changed", &village.id, &village.name), now)?)
            })
            .await;
        match saved {
            Ok(()) => return Ok(go_saying(HERE, "org-saved")),
            Err(error) => note_taken(error, &visitor, &mut faults)?,
        }
    }
    show_village(&visitor, Some(&id), typed, active, faults)
}

#[derive(Template)]
#[template(path = "org/pages/unit.html")]
struct UnitPage {
    frame: Frame,
    t: Text,
    action: String,
    typed: NewUnit,
    active: bool,
    known: bool,
    villages: Vec<Village>,
    faults: Faults,
}

impl UnitPage {
    fn chosen(&self, village: &Village) -> bool {
        self.typed.village.as_deref() == Some(village.id.as_str())
    }

    const fn kinds(&self) -> [&'static str; 17] {
        UNIT_KINDS
    }
}

async fn all_villages(visitor: &Visitor) -> Result<Vec<Village>> {
    let commune = visitor.commune()?.id.clone();
    visitor.app.db.read(move |tx| Ok(places::villages(tx, &commune)?)).await
}

async fn show_unit(visitor: &Visitor, id: Option<&str>, typed: NewUnit, active: bool, faults: Faults) -> Result<Response> {
    let title = if id.is_some() { "org-unit-edit" } else { "org-unit-new" };
    let frame = visitor.frame(title).under(HERE, visitor.t.get("org-title")).with(&faults);
    let action = format!("{HERE}/don-vi/{}", id.unwrap_or("moi"));
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let villages = all_villages(visitor).await?;
    page_with(status, &UnitPage { frame, t: visitor.t, action, typed, active, known: id.is_some(), villages, faults })
}

async fn new_unit(visitor: Visitor) -> Result<Response> {
    show_unit(&visitor, None, NewUnit::default(), true, Faults::default()).await
}

async fn read_unit(visitor: &Visitor, fields: &Fields, faults: &mut Faults) -> Result<NewUnit> {
    let ids: Vec<String> = all_villages(visitor).await?.into_iter().map(|v| v.id).collect();
    Ok(rules::read_unit(fields, &ids, visitor.t, faults))
}

async fn add_unit(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let mut faults = Faults::default();
    let typed = read_unit(&visitor, &fields, &mut faults).await?;
    if faults.is_empty() {
        let (who, commune, new, now) = (visitor.clone(), visitor.commune()?.id.clone(), typed.clone(), visitor.app.clock.now());
        let added = visitor
            .app
            .db
            .write(move |tx| -> Result<()> {
                let id = store::add_unit(tx, &commune, &new, now)?;
                Ok(log(tx, &who.event("unit-added", &id, &new.name), now)?)
            })
            .await;
        match added {
            Ok(()) => return Ok(go_saying(HERE, "org-saved")),
            Err(error) => note_taken(error, &visitor, &mut faults)?,
        }
    }
    show_unit(&visitor, None, typed, true, faults).await
}

async fn find_unit(visitor: &Visitor, id: &str) -> Result<Unit> {
    let (commune, id) = (visitor.commune()?.id.clone(), id.to_owned());
    visitor.app.db.read(move |tx| Ok::<_, Error>(store::unit(tx, &commune, &id)?)).await?.ok_or(Error::NotFound)
}

async fn edit_unit(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let unit = find_unit(&visitor, &id).await?;
    let typed = NewUnit { kind: unit.kind, name: unit.name, village: unit.village, decision: unit.decision };
    show_unit(&visitor, Some(&id), typed, unit.active, Faults::default()).await
}

async fn save_unit(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    find_unit(&visitor, &id).await?;
    let mut faults = Faults::default();
    let typed = read_unit(&visitor, &fields, &mut faults).await?;
    let active = fields.is("active", "1");
    if faults.is_empty() {
        let (who, commune, new, now) = (visitor.clone(), visitor.commune()?.id.clone(), typed.clone(), visitor.app.clock.now());
        let key = id.clone();
        let saved = visitor
            .app
            .db
            .write(move |tx| -> Result<()> {
                store::set_unit(tx, &commune, &key, &new, active, now)?;
                Ok(log(tx, &who.event("unit-changed", &key, &new.name), now)?)
            })
            .await;
        match saved {
            Ok(()) => return Ok(go_saying(HERE, "org-saved")),
            Err(error) => note_taken(error, &visitor, &mut faults)?,
        }
    }
    show_unit(&visitor, Some(&id), typed, active, faults).await
}
