//! Pages that load a list of villages and units: choose a file, look, load, take back.

use askama::Template;
use axum::{
    extract::Path,
    response::Response,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};

use super::{
    list::{self, BadLine, Line, Listed},
    rules::NewUnit,
    store,
};
use crate::{
    accounts::{Need, Posted, Right, Route, Uploaded, Visitor, log},
    kit::{
        clock::Millis,
        db::{self, Tx},
        error::{Error, Refusal, Result},
        fold,
        pages::{Frame, go, go_saying, page},
        sheet,
        text::Text,
    },
    places::{self, Village},
};

const HERE: &str = "/quan-ly/dia-ban/nhap";

pub(super) fn routes() -> Vec<Route> {
    let need = Need::May(Right::ManagePlaces);
    vec![
        Route::get("/quan-ly/dia-ban/nhap", need, get(choose)),
        Route::post("/quan-ly/dia-ban/nhap", need, post(upload)),
        Route::get("/quan-ly/dia-ban/nhap/{places_import}", need, get(preview)),
        Route::post("/quan-ly/dia-ban/nhap/{places_import}/ghi", need, post(load)),
        Route::post("/quan-ly/dia-ban/nhap/{places_import}/huy", need, post(take_back)),
    ]
}

/// A list as it is kept: what was read, and what loading it added.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Kept {
    listed: Listed,
    villages: Vec<String>,
    units: Vec<String>,
    /// Rows whose place was there already.
    known: Vec<Line>,
}

/// What loading a list of places did.
#[derive(Clone, Debug, Serialize)]
pub struct Loaded {
    /// Villages added.
    pub villages: usize,
    /// Units added.
    pub units: usize,
    /// Rows whose place was there already.
    pub known: usize,
    /// Rows that could not be used.
    pub bad: Vec<BadLine>,
}

fn read(bytes: &[u8], name: &str) -> Result<Listed> {
    let book = sheet::read(bytes, name).map_err(Refusal::from)?;
    let listed = list::read(&book);
    if listed.good.is_empty() && listed.bad.iter().all(|bad| bad.row == 0) {
        return Err(Error::refused("org-list-no-heading"));
    }
    Ok(listed)
}

/// Loads a list of places at once, for commands.
///
/// # Errors
/// A refusal when the file can't be read or holds no list of places.
pub fn import_places(tx: &mut Tx<'_>, commune: &str, name: &str, bytes: &[u8], now: Millis) -> Result<Loaded> {
    let listed = read(bytes, name)?;
    let kept = apply(tx, commune, listed, now)?;
    Ok(Loaded { villages: kept.villages.len(), units: kept.units.len(), known: kept.known.len(), bad: kept.listed.bad })
}

/// Adds what is not there yet; a closed village of the same name opens again.
fn apply(tx: &mut Tx<'_>, commune: &str, listed: Listed, now: Millis) -> Result<Kept> {
    let mut kept = Kept { listed: listed.clone(), ..Kept::default() };
    for line in listed.good.iter().filter(|l| l.kind == "village") {
        let all = places::villages(tx, commune)?;
        match all.iter().find(|v| fold::fold(&v.name) == fold::fold(&line.name)) {
            Some(village) if village.active => kept.known.push(line.clone()),
            Some(village) => {
                places::set_village(tx, commune, &Village { active: true, ..village.clone() }, now)?;
                kept.villages.push(village.id.clone());
            }
            None => {
                let code = free_code(&all, &line.code);
                kept.villages.push(places::add_village(tx, commune, &code, &line.name, &line.former_unit, now)?);
            }
        }
    }
    let units = store::units(tx, commune)?;
    for line in listed.good.iter().filter(|l| l.kind != "village") {
        if units.iter().any(|u| u.kind == line.kind && fold::fold(&u.name) == fold::fold(&line.name)) {
            kept.known.push(line.clone());
            continue;
        }
        let village = if line.village.is_empty() { None } else { places::find_village(tx, commune, &line.village)?.map(|v| v.id) };
        let unit = NewUnit { kind: line.kind.clone(), name: line.name.clone(), village, decision: line.decision.clone() };
        kept.units.push(store::add_unit(tx, commune, &unit, now)?);
    }
    Ok(kept)
}

/// The code of the list, or the next free number when it has none or it is in use.
fn free_code(villages: &[Village], wanted: &str) -> String {
    let free = |code: &str| !villages.iter().any(|v| v.code == code);
    if !wanted.is_empty() && free(wanted) {
        return wanted.to_owned();
    }
    (1..).map(|n| format!("{n:03}")).find(|code| free(code)).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "org/pages/import.html")]
struct ChoosePage {
    frame: Frame,
    t: Text,
}

async fn choose(visitor: Visitor) -> Result<Response> {
    let frame = visitor.frame("org-list-title").under("/quan-ly/dia-ban", visitor.t.get("org-title"));
    page(&ChoosePage { frame, t: visitor.t })
}

async fn upload(visitor: Visitor, file: Uploaded) -> Result<Response> {
    let scope = visitor.scope(Right::ManagePlaces)?;
    let listed = read(&file.bytes, &file.name)?;
    let payload = serde_json::to_string(&Kept { listed, ..Kept::default() })?;
    let (name, now) = (file.name, visitor.app.clock.now());
    let kept = visitor
        .app
        .db
        .write(move |tx| Ok::<_, Error>(store::add_import(tx, scope.commune(), &name, &payload, scope.account(), now)?))
        .await?;
    Ok(go(&format!("{HERE}/{kept}")))
}

#[derive(Template)]
#[template(path = "org/pages/import_preview.html")]
struct PreviewPage {
    frame: Frame,
    t: Text,
    id: String,
    file_name: String,
    state: String,
    kept: Kept,
}

impl PreviewPage {
    fn kind(&self, line: &Line) -> String {
        let key = if line.kind == "village" { "org-list-village".to_owned() } else { format!("org-kind-{}", line.kind) };
        self.t.get(&key)
    }
}

fn find(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<(store::Import, Kept)> {
    let import = store::import(tx, commune, id)?.ok_or(Error::NotFound)?;
    let kept = serde_json::from_str(&import.payload)?;
    Ok((import, kept))
}

async fn preview(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (commune, asked) = (visitor.commune()?.id.clone(), id.clone());
    let (import, kept) = visitor.app.db.read(move |tx| find(tx, &commune, &asked)).await?;
    let t = visitor.t;
    let frame = visitor.frame("org-list-title").under("/quan-ly/dia-ban", t.get("org-title")).under(HERE, t.get("org-list-title"));
    page(&PreviewPage { frame, t, id, file_name: import.file_name, state: import.state, kept })
}

async fn load(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManagePlaces)?;
    let (who, asked, now) = (visitor.clone(), id.clone(), visitor.app.clock.now());
    visitor
        .app
        .db
        .write(move |tx| -> Result<()> {
            let (import, kept) = find(tx, scope.commune(), &asked)?;
            let kept = apply(tx, scope.commune(), kept.listed, now)?;
            let moved = store::move_import(tx, scope.commune(), &asked, "preview", "done", &serde_json::to_string(&kept)?, now)?;
            if !moved {
                return Err(Error::Changed);
            }
            Ok(log(tx, &who.event("places-loaded", &asked, &import.file_name), now)?)
        })
        .await?;
    Ok(go_saying(&format!("{HERE}/{id}"), "org-list-loaded"))
}

/// Closes what the list added: a place that something may hang on by now is never deleted.
async fn take_back(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManagePlaces)?;
    let (who, asked, now) = (visitor.clone(), id.clone(), visitor.app.clock.now());
    visitor
        .app
        .db
        .write(move |tx| -> Result<()> {
            let (import, kept) = find(tx, scope.commune(), &asked)?;
            if !store::move_import(tx, scope.commune(), &asked, "done", "undone", &import.payload, now)? {
                return Err(Error::Changed);
            }
            close(tx, scope.commune(), &kept, now)?;
            Ok(log(tx, &who.event("places-taken-back", &asked, &import.file_name), now)?)
        })
        .await?;
    Ok(go_saying(&format!("{HERE}/{id}"), "org-list-undone"))
}

fn close(tx: &mut Tx<'_>, commune: &str, kept: &Kept, now: Millis) -> Result<(), db::Error> {
    for id in &kept.villages {
        if let Some(village) = places::village(tx, commune, id)? {
            places::set_village(tx, commune, &Village { active: false, ..village }, now)?;
        }
    }
    for id in &kept.units {
        if let Some(unit) = store::unit(tx, commune, id)? {
            let same = NewUnit { kind: unit.kind, name: unit.name, village: unit.village, decision: unit.decision };
            store::set_unit(tx, commune, id, &same, false, now)?;
        }
    }
    Ok(())
}
