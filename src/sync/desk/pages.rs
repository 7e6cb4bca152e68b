//! Handlers of the officers' pages.

use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use super::{
    file,
    store::{self, DeviceRow, OpRow, PhotoRow, Sight},
    words,
};
use crate::{
    accounts::{Need, Posted, Right, Route, Uploaded, Visitor, log},
    classes,
    kit::{
        clock::DAY,
        dates,
        error::{Error, Result},
        forms::{Faults, Fields},
        pages::{Frame, Paging, go_saying, page, page_with},
        text::Text,
    },
    sync::{
        blobs, review,
        rules::{SETTINGS, Status},
        store::state,
        upload,
    },
};

const HERE: &str = "/quan-ly/dong-bo";
/// A phone that was not heard of for so many days is marked.
const SILENT_DAYS: i64 = 7;

/// Every address of the desk.
pub fn routes() -> Vec<Route> {
    let need = Need::May(Right::ManageDevices);
    vec![
        Route::get("/quan-ly/dong-bo", need, get(devices)),
        Route::get("/quan-ly/dong-bo/may/{device}", need, get(device)),
        Route::post("/quan-ly/dong-bo/may/{device}/thu-hoi", need, post(revoke)),
        Route::get("/quan-ly/dong-bo/cho-xem-lai", need, get(waiting)),
        Route::get("/quan-ly/dong-bo/da-xem", need, get(decided)),
        Route::get("/quan-ly/dong-bo/viec/{op}", need, get(op)),
        Route::post("/quan-ly/dong-bo/viec/{op}", need, post(decide)),
        Route::get("/quan-ly/dong-bo/nop-ho", need, get(upload_form)),
        Route::post("/quan-ly/dong-bo/nop-ho", need, post(load)),
        Route::get("/quan-ly/dong-bo/cai-dat", Need::May(Right::ManageAccounts), get(settings)),
        Route::post("/quan-ly/dong-bo/cai-dat", Need::May(Right::ManageAccounts), post(set_days)),
        Route::get("/quan-ly/dong-bo/buoi/{session}", Need::May(Right::SeePersons), get(photos)),
        Route::get("/quan-ly/dong-bo/anh/{picture}", Need::May(Right::SeePersons), get(picture)),
    ]
}

/// A phone in words.
struct Device {
    id: String,
    name: String,
    person: String,
    app: String,
    seen: String,
    pending: i64,
    waiting: i64,
    silent: bool,
    revoked: bool,
}

#[derive(Template)]
#[template(path = "sync/pages/devices.html")]
struct DevicesPage {
    frame: Frame,
    t: Text,
    tab: &'static str,
    waiting: i64,
    rows: Vec<Device>,
    paging: Paging,
    sets_days: bool,
}

async fn devices(visitor: Visitor) -> Result<Response> {
    let (scope, asked, t) = (visitor.scope(Right::ManageDevices)?, visitor.query.number("trang"), visitor.t);
    let now = visitor.app.clock.now();
    let (rows, paging, waiting) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let paging = Paging::new(asked, store::count_devices(tx, &scope)?, format!("{HERE}?trang="));
            let rows = store::devices(tx, &scope, Paging::SIZE, paging.offset())?;
            Ok((rows, paging, store::count_ops(tx, &scope, Status::Quarantined.code())?))
        })
        .await?;
    let rows = rows.into_iter().map(|row| in_words(row, t, now)).collect();
    let sets_days = visitor.scope(Right::ManageAccounts).is_ok();
    page(&DevicesPage { frame: visitor.frame("sync-title"), t, tab: "devices", waiting, rows, paging, sets_days })
}

fn in_words(row: DeviceRow, t: Text, now: i64) -> Device {
    Device {
        seen: t.fill("sync-device-seen").s("when", dates::moment(row.seen_at, t.lang)).to_string(),
        silent: now - row.seen_at > SILENT_DAYS * DAY,
        revoked: row.revoked_at.is_some(),
        id: row.id,
        name: row.name,
        person: row.person,
        app: row.app,
        pending: row.pending,
        waiting: row.waiting,
    }
}

#[derive(Template)]
#[template(path = "sync/pages/device.html")]
struct DevicePage {
    frame: Frame,
    t: Text,
    id: String,
    facts: Vec<(&'static str, String)>,
    open: bool,
    reason: String,
    faults: Faults,
}

async fn show_device(visitor: &Visitor, id: String, reason: String, faults: Faults) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::ManageDevices)?, visitor.t);
    let asked = id.clone();
    let row = visitor.app.db.read(move |tx| Ok::<_, Error>(store::device(tx, &scope, &asked)?)).await?.ok_or(Error::NotFound)?;
    let when = |at: i64| dates::moment(at, t.lang);
    let mut facts = vec![
        ("sync-device-person", row.person.clone()),
        ("sync-device-name", row.name.clone()),
        ("sync-device-agent", row.agent.clone()),
        ("sync-device-app", row.app.clone()),
        ("sync-device-enrolled", when(row.enrolled_at)),
        ("sync-device-last", when(row.seen_at)),
        ("sync-device-on-it", row.pending.to_string()),
        ("sync-device-undecided", row.waiting.to_string()),
    ];
    if let Some(at) = row.revoked_at {
        let why = t.get(match row.revoked_why.as_str() {
            "self" => "sync-revoked-self",
            "again" => "sync-revoked-again",
            _ => "sync-revoked-officer",
        });
        facts.push(("sync-device-revoked", format!("{}, {}: {why}", when(at), row.revoked_by)));
    }
    facts.retain(|(_, value)| !value.is_empty());
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = visitor.frame_titled(format!("{} · {}", row.person, row.name)).with(&faults).under(HERE, t.get("sync-title"));
    page_with(status, &DevicePage { frame, t, id, facts, open: row.revoked_at.is_none(), reason, faults })
}

async fn device(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    show_device(&visitor, id, String::new(), Faults::default()).await
}

async fn revoke(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageDevices)?, visitor.app.clock.now());
    let reason = fields.get("reason").trim().to_owned();
    if reason.is_empty() {
        let mut faults = Faults::default();
        faults.add("reason", visitor.t.get("sync-reason-missing"));
        return show_device(&visitor, id, reason, faults).await;
    }
    visitor.app.db.write(move |tx| review::revoke_device(tx, &scope, &id, &reason, now)).await?;
    Ok(go_saying(HERE, "sync-revoked"))
}

/// An operation in words.
struct Line {
    id: String,
    what: String,
    actor: String,
    when: String,
    message: String,
    state: String,
    look: &'static str,
}

#[derive(Template)]
#[template(path = "sync/pages/ops.html")]
struct OpsPage {
    frame: Frame,
    t: Text,
    tab: &'static str,
    waiting: i64,
    deferred: i64,
    lead: &'static str,
    none: &'static str,
    rows: Vec<Line>,
    paging: Paging,
}

async fn waiting(visitor: Visitor) -> Result<Response> {
    list(&visitor, "waiting").await
}

async fn decided(visitor: Visitor) -> Result<Response> {
    list(&visitor, "decided").await
}

async fn list(visitor: &Visitor, tab: &'static str) -> Result<Response> {
    let (scope, asked, t) = (visitor.scope(Right::ManageDevices)?, visitor.query.number("trang"), visitor.t);
    let open = tab == "waiting";
    let (state, path) = if open { (Status::Quarantined.code(), "cho-xem-lai") } else { ("decided", "da-xem") };
    let (rows, paging, waiting, deferred) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let paging = Paging::new(asked, store::count_ops(tx, &scope, state)?, format!("{HERE}/{path}?trang="));
            let rows = store::ops(tx, &scope, state, Paging::SIZE, paging.offset())?;
            let waiting = store::count_ops(tx, &scope, Status::Quarantined.code())?;
            let deferred = if open { store::count_ops(tx, &scope, Status::Deferred.code())? } else { 0 };
            Ok((rows, paging, waiting, deferred))
        })
        .await?;
    let rows = rows.into_iter().map(|row| line(row, t)).collect();
    let (title, lead, none) = if open {
        ("sync-waiting-title", "sync-waiting-lead", "sync-waiting-none")
    } else {
        ("sync-decided-title", "sync-decided-lead", "sync-decided-none")
    };
    let frame = visitor.frame(title).under(HERE, t.get("sync-title"));
    page(&OpsPage { frame, t, tab, waiting, deferred, lead, none, rows, paging })
}

fn kind_words(t: Text, kind: &str) -> String {
    let key = format!("sync-kind-{}", kind.replace('.', "-"));
    if t.has(&key) { t.get(&key) } else { t.fill("sync-kind-unknown").s("kind", kind.chars().take(60).collect::<String>()).to_string() }
}

fn line(row: OpRow, t: Text) -> Line {
    let (state, look) = match (row.decided_at, row.decision.as_str()) {
        (Some(_), "accepted") => ("sync-state-accepted", " good"),
        (Some(_), _) => ("sync-state-declined", ""),
        (None, _) => ("sync-state-waiting", " warn"),
    };
    let when = match row.decided_at {
        Some(at) => t.fill("sync-decided-when").s("by", &row.decided_by).s("when", dates::moment(at, t.lang)).to_string(),
        None => dates::moment(row.effective_at, t.lang),
    };
    Line { what: kind_words(t, &row.kind), state: t.get(state), look, when, id: row.id, actor: row.actor, message: row.message }
}

#[derive(Template)]
#[template(path = "sync/pages/op.html")]
struct OpPage {
    frame: Frame,
    t: Text,
    id: String,
    message: String,
    facts: Vec<(String, String)>,
    sent: String,
    open: bool,
    /// How many marks of the same session wait for the same reason, this one among them.
    alike: i64,
    reason: String,
    faults: Faults,
}

async fn show_op(visitor: &Visitor, id: String, reason: String, faults: Faults) -> Result<Response> {
    let (scope, t, asked) = (visitor.scope(Right::ManageDevices)?, visitor.t, id.clone());
    let persons = visitor.scope(Right::SeePersons).ok();
    let (row, told, alike) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let row = store::op(tx, &scope, &asked)?.ok_or(Error::NotFound)?;
            // Who keeps the server running sees that something waits, and no person in it.
            let told = match (&persons, &row.sent) {
                (Some(scope), Some(sent)) => words::told(tx, scope, sent, t.lang)?,
                _ => Vec::new(),
            };
            Ok((row, told, store::alike(tx, &scope, &asked)?.len() as i64))
        })
        .await?;
    visitor.log("op-seen", &id, &row.kind).await?;
    let when = |at: i64| dates::moment(at, t.lang);
    let mut facts = vec![
        (t.get("sync-op-actor"), row.actor.clone()),
        (t.get("sync-op-device"), row.device.clone()),
        (t.get("sync-op-effective"), when(row.effective_at)),
        (t.get("sync-op-received"), when(row.received_at)),
    ];
    if !row.flags.is_empty() {
        facts.push((t.get("sync-op-clock"), t.get("sync-op-clock-doubtful")));
    }
    let sees_names = !told.is_empty();
    facts.extend(told);
    if let Some(at) = row.decided_at {
        facts.push((t.get("sync-op-decided"), format!("{}, {}", row.decided_by, when(at))));
    }
    facts.retain(|(_, value)| !value.is_empty());
    let sent = row.sent.as_deref().filter(|_| sees_names).and_then(|sent| serde_json::from_str::<serde_json::Value>(sent).ok());
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = visitor
        .frame_titled(kind_words(t, &row.kind))
        .with(&faults)
        .under(HERE, t.get("sync-title"))
        .under(format!("{HERE}/cho-xem-lai"), t.get("sync-waiting-title"));
    let shown = OpPage {
        frame,
        t,
        id,
        message: row.message,
        facts,
        sent: sent.map(|sent| format!("{sent:#}")).unwrap_or_default(),
        open: row.decided_at.is_none() && row.status == Status::Quarantined.code(),
        alike,
        reason,
        faults,
    };
    page_with(status, &shown)
}

async fn op(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    show_op(&visitor, id, String::new(), Faults::default()).await
}

async fn decide(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageDevices)?, visitor.app.clock.now());
    let reason = fields.get("reason").trim().to_owned();
    let accept = match fields.get("decision") {
        "accept" => true,
        "accept-all" => return accept_alike(&visitor, &id).await,
        "decline" => false,
        _ => {
            let mut faults = Faults::default();
            faults.add("reason", visitor.t.get("sync-decision-missing"));
            return show_op(&visitor, id, reason, faults).await;
        }
    };
    if reason.is_empty() && !accept {
        let mut faults = Faults::default();
        faults.add("reason", visitor.t.get("sync-reason-missing"));
        return show_op(&visitor, id, reason, faults).await;
    }
    let decided = visitor.app.db.write(move |tx| review::decide(tx, &scope, &id, accept, &reason, now)).await?;
    let said = match (accept, decided) {
        (true, true) => "sync-accepted",
        (true, false) => "sync-accepted-not",
        (false, _) => "sync-left-out",
    };
    Ok(go_saying(&format!("{HERE}/cho-xem-lai"), said))
}

/// Lets in what waits for the same reason at the same session, one after the other: what fails stays as its own verdict says.
async fn accept_alike(visitor: &Visitor, id: &str) -> Result<Response> {
    let (scope, now, asked) = (visitor.scope(Right::ManageDevices)?, visitor.app.clock.now(), id.to_owned());
    let reach = scope.clone();
    let alike = visitor.app.db.read(move |tx| Ok::<_, Error>(store::alike(tx, &reach, &asked)?)).await?;
    if alike.is_empty() {
        return Err(Error::NotFound);
    }
    let mut all = true;
    for id in alike {
        let scope = scope.clone();
        match visitor.app.db.write(move |tx| review::decide(tx, &scope, &id, true, "", now)).await {
            Ok(counts) => all &= counts,
            // It needs another one, or was decided meanwhile.
            Err(Error::Refused(_) | Error::NotFound) => all = false,
            Err(error) => return Err(error),
        }
    }
    Ok(go_saying(&format!("{HERE}/cho-xem-lai"), if all { "sync-accepted-all" } else { "sync-accepted-some" }))
}

#[derive(Template)]
#[template(path = "sync/pages/settings.html")]
struct SettingsPage {
    frame: Frame,
    t: Text,
    /// Name, label, what stands in the field, hint.
    days: Vec<(&'static str, String, String, String)>,
    faults: Faults,
}

/// The form with what the commune has set, or with what was typed.
async fn show_settings(visitor: &Visitor, typed: Option<Fields>, faults: Faults) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::ManageAccounts)?, visitor.t);
    let known = visitor.app.db.read(move |tx| Ok::<_, Error>(state::settings(tx, scope.commune())?)).await?;
    let days = SETTINGS
        .iter()
        .map(|setting| {
            let known = known.get(setting.name).copied().unwrap_or(setting.usual);
            let value = typed.as_ref().map_or_else(|| known.to_string(), |typed| typed.get(setting.name).to_owned());
            let label = t.get(&format!("sync-setting-{}", setting.name));
            (setting.name, label, value, t.fill("sync-days-hint").n("least", setting.least).n("most", setting.most).to_string())
        })
        .collect();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = visitor.frame("sync-settings-title").with(&faults).under(HERE, t.get("sync-title"));
    page_with(status, &SettingsPage { frame, t, days, faults })
}

async fn settings(visitor: Visitor) -> Result<Response> {
    show_settings(&visitor, None, Faults::default()).await
}

async fn set_days(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let (scope, t, now) = (visitor.scope(Right::ManageAccounts)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let days = SETTINGS.map(|setting| {
        let days = fields.number(setting.name).filter(|days| setting.takes(*days));
        if days.is_none() {
            faults.add(setting.name, t.fill("sync-days-out").n("least", setting.least).n("most", setting.most).to_string());
        }
        days.unwrap_or(setting.usual)
    });
    if !faults.is_empty() {
        return show_settings(&visitor, Some(fields), faults).await;
    }
    visitor.app.db.write(move |tx| review::set_days(tx, &scope, days, now)).await?;
    Ok(go_saying("/quan-ly/dong-bo/cai-dat", "sync-settings-saved"))
}

#[derive(Template)]
#[template(path = "sync/pages/upload.html")]
struct UploadPage {
    frame: Frame,
    t: Text,
    tab: &'static str,
    waiting: i64,
    /// Who may have recorded a file whose account is not known; empty unless that is the question.
    helpers: Vec<(String, String)>,
    faults: Faults,
}

async fn show_upload(visitor: &Visitor, helpers: Vec<(String, String)>, faults: Faults) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::ManageDevices)?, visitor.t);
    let waiting = visitor.app.db.read(move |tx| Ok::<_, Error>(store::count_ops(tx, &scope, Status::Quarantined.code())?)).await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = visitor.frame("sync-upload-title").with(&faults).under(HERE, t.get("sync-title"));
    page_with(status, &UploadPage { frame, t, tab: "upload", waiting, helpers, faults })
}

async fn upload_form(visitor: Visitor) -> Result<Response> {
    show_upload(&visitor, Vec::new(), Faults::default()).await
}

#[derive(Template)]
#[template(path = "sync/pages/uploaded.html")]
struct UploadedPage {
    frame: Frame,
    t: Text,
    person: String,
    total: i64,
    counts: Vec<(&'static str, i64)>,
    refused: Vec<(String, String)>,
}

async fn load(visitor: Visitor, uploaded: Result<Uploaded>) -> Result<Response> {
    let (scope, t, now) = (visitor.scope(Right::ManageDevices)?, visitor.t, visitor.app.clock.now());
    let mut chosen = String::new();
    let read = match uploaded {
        Ok(uploaded) => {
            uploaded.fields.get("account").clone_into(&mut chosen);
            file::read(&uploaded.bytes)
        }
        Err(Error::Refused(refusal)) => Err(refusal.code),
        Err(Error::TooLarge) => Err("error-too-large"),
        Err(error) => return Err(error),
    };
    let read = match read {
        Ok(read) if read.commune == scope.commune() => read,
        Ok(_) => return show_upload(&visitor, Vec::new(), fault(t, "sync-upload-elsewhere")).await,
        Err(key) => return show_upload(&visitor, Vec::new(), fault(t, key)).await,
    };
    let total = read.ops.len() as i64;
    let reach = scope.clone();
    let helpers = visitor.app.db.read(move |tx| Ok::<_, Error>(store::helpers(tx, &reach)?)).await?;
    let named = helpers.iter().any(|(id, _)| *id == chosen);
    let taken = match upload::take(&visitor.app, &scope, &read.account, read.ops.clone(), t.lang).await {
        Err(Error::NotFound) if named => upload::take_for(&visitor.app, &scope, &read.account, &chosen, read.ops.clone(), t.lang).await,
        taken => taken,
    };
    let taken = match taken {
        Ok(taken) => taken,
        Err(Error::NotFound) => {
            let mut faults = Faults::default();
            faults.add("account", t.get("sync-upload-unknown"));
            return show_upload(&visitor, helpers, faults).await;
        }
        Err(error) => return Err(error),
    };
    let mapped = taken.account != read.account;
    for (name, packed) in &read.blobs {
        blobs::keep_from_file(&visitor.app, scope.commune(), &read.device_id, &taken.account, name, packed).await?;
    }
    let subject = read.device_id.clone();
    let detail = if mapped { format!("{total}: {} → {}", read.account, taken.account) } else { total.to_string() };
    let who = visitor.clone();
    visitor.app.db.write(move |tx| Ok::<_, Error>(log(tx, &who.event("outbox-loaded", &subject, &detail), now)?)).await?;
    let count = |status: Status| taken.verdicts.iter().filter(|verdict| verdict.status == status).count() as i64;
    let counts = [
        ("sync-uploaded-applied", count(Status::Applied)),
        ("sync-uploaded-duplicate", count(Status::Duplicate)),
        ("sync-uploaded-waiting", count(Status::Quarantined) + count(Status::Deferred)),
        ("sync-uploaded-rejected", count(Status::Rejected)),
    ];
    let refused = taken
        .verdicts
        .iter()
        .zip(&taken.kinds)
        .filter(|(verdict, _)| verdict.status == Status::Rejected)
        .map(|(verdict, kind)| (kind_words(t, kind), verdict.message.clone()))
        .collect();
    let frame = visitor.frame("sync-uploaded-title").under(HERE, t.get("sync-title"));
    page(&UploadedPage { frame, t, person: taken.person, total, counts: counts.to_vec(), refused })
}

fn fault(t: Text, key: &str) -> Faults {
    let mut faults = Faults::default();
    faults.add("file", t.get(key));
    faults
}

/// A photo in words.
struct Photo {
    blob: String,
    alt: String,
    note: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "sync/pages/photos.html")]
struct PhotosPage {
    frame: Frame,
    t: Text,
    session: String,
    rows: Vec<Photo>,
}

async fn photos(visitor: Visitor, Path(session): Path<String>) -> Result<Response> {
    let (scope, t, asked) = (visitor.scope(Right::SeePersons)?, visitor.t, session.clone());
    let (line, rows) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            if !store::is_session_in_reach(tx, &scope, &asked)? {
                return Err(Error::NotFound);
            }
            let line = classes::session_line(tx, scope.commune(), &asked)?.ok_or(Error::NotFound)?;
            Ok((line, store::photos(tx, &scope, &asked)?))
        })
        .await?;
    let words = format!("{} · {} · {}", line.title, dates::short_day(line.day, t.lang), line.venue);
    let rows = rows.into_iter().map(|row| photo(row, t)).collect();
    let frame = visitor.frame("sync-photos-title").under(format!("/quan-ly/lop/buoi/{session}"), line.title);
    page(&PhotosPage { frame, t, session: words, rows })
}

fn photo(row: PhotoRow, t: Text) -> Photo {
    let what = t.get(if row.what == "sheet" { "sync-value-sheet" } else { "sync-value-class" });
    let alt = t.fill("sync-photo-by").s("what", what).s("by", &row.by).s("when", dates::moment(row.at, t.lang)).to_string();
    Photo { blob: row.blob, alt, note: row.note, here: row.here }
}

async fn picture(visitor: Visitor, Path(name): Path<String>) -> Result<Response> {
    let (scope, asked, app) = (visitor.scope(Right::SeePersons)?, name.clone(), visitor.app.clone());
    let mime = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            match store::sight_of_picture(tx, &scope, &asked)? {
                Some(Sight::Here) => {}
                Some(Sight::ToCome) => return Err(Error::refused("sync-photo-late")),
                None => return Err(Error::NotFound),
            }
            Ok(blobs::blob(tx, scope.commune(), &asked)?.map(|blob| blob.mime).unwrap_or_default())
        })
        .await?;
    visitor.log("picture-seen", &name, "").await?;
    let bytes = tokio::task::spawn_blocking(move || blobs::read(&app, &name))
        .await
        .map_err(|error| Error::Broken(error.to_string()))??
        .ok_or(Error::NotFound)?;
    let mime = if mime == "image/png" { "image/png" } else { "image/jpeg" };
    Ok(([(header::CONTENT_TYPE, mime), (header::CONTENT_DISPOSITION, "inline"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")], bytes)
        .into_response())
}
