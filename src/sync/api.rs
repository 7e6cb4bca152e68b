//! What phones ask of the server: to be enrolled, to hand over operations, to be told what changed.

use std::{future::poll_fn, sync::Arc, task::Poll};

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use serde_json::{Value, json};

use super::{
    blobs,
    door::{self, Refused},
    pull::{self, Cursor},
    receive::{self, Item, Sender},
    rules::{LIMITS, Verdict, min_schema},
    store::{
        self,
        device::{Device, NewDevice},
    },
};
use crate::{
    accounts::{self, Authority, Need, Right, Route, Visitor, from_here},
    kit::{
        app::App,
        clock::{MINUTE, Millis},
        dates,
        db::{Engine, Tx},
        error::{Error, Result},
        ids,
        text::{Lang, Text},
    },
    people, places,
};

/// Every address of phones.
pub fn routes() -> Vec<Route> {
    vec![
        Route::on(Method::POST, "/api/v1/sync/devices", Need::Public, post(enrol)),
        Route::on(Method::DELETE, "/api/v1/sync/devices/self", Need::Public, delete(leave)),
        Route::on(Method::POST, "/api/v1/sync/push", Need::Public, post(push)),
        Route::on(Method::GET, "/api/v1/sync/pull", Need::Public, get(told)),
    ]
}

/// An answer that says what is wrong: a code for the program, words for the person.
pub fn refused(status: StatusCode, code: &str, key: &str, lang: Lang) -> Response {
    let mut answer = (status, Json(json!({ "code": code, "message": Text::of(lang).get(key) }))).into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// A phone that was enrolled without a page, for commands and the demo.
#[derive(Clone, Debug)]
pub struct Enrolled {
    /// The device's id.
    pub device: String,
    /// Its secret.
    pub secret: String,
    /// Whose it is.
    pub account: String,
}

/// Enrols a phone for an account of a commune.
pub fn enrol_directly(tx: &mut Tx<'_>, commune: &str, account: &str, name: &str, now: Millis) -> Result<Enrolled> {
    let secret = ids::token();
    store::state::begin_epoch(tx, now)?;
    let new = NewDevice { commune, account, name, agent: "", again: None };
    let device = store::device::enrol(tx, &new, &secret, now)?;
    Ok(Enrolled { device, secret, account: account.to_owned() })
}

/// Answers a phone: what it asked for, or why not.
fn answered(lang: Lang, answer: std::result::Result<Value, Refused>) -> Response {
    match answer {
        Ok(body) => {
            let mut answer = (StatusCode::OK, Json(body)).into_response();
            answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            answer
        }
        Err(refused) => refused.answer(lang),
    }
}

/// The words for rights that a phone asks before it offers something.
const TOLD_RIGHTS: &[(Right, &str)] = &[
    (Right::TakeAttendance, "take_attendance"),
    (Right::RecordSkill, "record_skill"),
    (Right::Coach, "coach"),
    (Right::EditPersons, "edit_persons"),
];

/// What a phone is told of its account.
fn account(tx: &mut Tx<'_>, authority: &Authority, commune: &str) -> Result<Value> {
    let place = places::commune(tx, commune)?.ok_or(Error::NotFound)?;
    let grants: Vec<Value> =
        authority.grants(commune).map(|grant| json!({ "id": grant.id, "role": grant.role.code(), "village": grant.village })).collect();
    let rights = authority.rights(commune);
    let told: Vec<&str> = TOLD_RIGHTS.iter().filter(|(right, _)| rights.contains(right)).map(|(_, word)| *word).collect();
    let role = authority.grants(commune).next().map_or("", |grant| grant.role.code());
    Ok(json!({
        "account": { "id": authority.account, "name": authority.name, "role": role },
        "commune": { "id": place.id, "name": place.name },
        "grants": grants,
        "rights": told,
        "settings": store::state::settings(tx, commune)?,
    }))
}

async fn enrol(visitor: Visitor, headers: HeaderMap, body: Body) -> Response {
    let lang = door::language(&headers);
    answered(lang, enrol_phone(&visitor, &headers, body).await)
}

async fn enrol_phone(visitor: &Visitor, headers: &HeaderMap, body: Body) -> std::result::Result<Value, Refused> {
    let form = headers.get("x-hocvuso-form").and_then(|v| v.to_str().ok()).unwrap_or("");
    let signed = visitor.signed.as_ref().ok_or(Refused::SignIn)?.clone();
    if !from_here(headers) || !ids::same_secret(form, visitor.csrf.text()) {
        return Err(Refused::Origin);
    }
    if signed.must_change {
        return Err(Refused::NotAllowed);
    }
    let asked: Value = serde_json::from_slice(&door::body(headers, body).await?).map_err(|_| Refused::Malformed)?;
    let short = |field: &str, most: usize| -> String {
        let text = asked.get(field).and_then(Value::as_str).unwrap_or("").trim();
        text.chars().filter(|c| !c.is_control()).take(most).collect()
    };
    let (name, agent) = (short("name", 100), short("agent", 200));
    let again = Some(short("again", 36)).filter(|id| ids::is_id(id));
    let commune = visitor.commune()?.id.clone();
    let (who, now) = (visitor.clone(), visitor.app.clock.now());
    let secret = ids::token();
    Ok(visitor
        .app
        .db
        .write(move |tx| -> Result<Value> {
            let authority = accounts::authority(tx, &signed.account)?.ok_or(Error::SignIn)?;
            pull::reach(&authority, &commune).ok_or(Error::Forbidden)?;
            let new = NewDevice { commune: &commune, account: &signed.account, name: &name, agent: &agent, again: again.as_deref() };
            let epoch = store::state::begin_epoch(tx, now)?;
            let id = store::device::enrol(tx, &new, &secret, now)?;
            accounts::log(tx, &who.event("device-enrolled", &id, &name), now)?;
            let mut answer = account(tx, &authority, &commune)?;
            merge(
                &mut answer,
                json!({
                    "device_id": id, "secret": secret, "store_epoch": epoch, "server_time": now, "high_water": 0,
                    "limits": { "ops": LIMITS.ops, "bytes": LIMITS.bytes, "blob": LIMITS.blob }
                }),
            );
            Ok(answer)
        })
        .await?)
}

fn merge(into: &mut Value, more: Value) {
    if let (Some(into), Value::Object(more)) = (into.as_object_mut(), more) {
        into.extend(more);
    }
}

async fn leave(State(app): State<App>, headers: HeaderMap) -> Response {
    let lang = door::language(&headers);
    answered(lang, end_enrolment(&app, &headers).await)
}

async fn end_enrolment(app: &App, headers: &HeaderMap) -> std::result::Result<Value, Refused> {
    let device = door::device(app, headers).await?;
    let now = app.clock.now();
    app.db
        .write(move |tx| -> Result<()> {
            store::device::revoke(tx, &device.commune, &device.id, &device.account, "self", now)?;
            let event = accounts::Event {
                commune: &device.commune,
                account: &device.account,
                kind: "device-left",
                subject: &device.id,
                detail: &device.name,
                address: "",
            };
            Ok(accounts::log(tx, &event, now)?)
        })
        .await?;
    Ok(json!({ "ended": true }))
}

async fn push(State(app): State<App>, headers: HeaderMap, body: Body) -> Response {
    let lang = door::language(&headers);
    answered(lang, take_batch(&app, &headers, body).await)
}

/// A push whose envelope could be read.
struct Batch {
    items: Vec<Item>,
    app: String,
    pending: i64,
    lang: Lang,
}

/// Reads the envelope; what is wrong with one operation is that operation's affair.
fn read(bytes: &[u8], device: &Device, asked: Lang) -> std::result::Result<Batch, Refused> {
    let whole: Value = serde_json::from_slice(bytes).map_err(|_| Refused::Malformed)?;
    if !whole.is_object() {
        return Err(Refused::Malformed);
    }
    if whole.get("protocol").and_then(Value::as_i64) != Some(1) {
        return Err(Refused::Protocol);
    }
    if whole.get("device_id").and_then(Value::as_str) != Some(device.id.as_str()) {
        return Err(Refused::Malformed);
    }
    let ops = whole.get("ops").and_then(Value::as_array).ok_or(Refused::Malformed)?;
    if ops.len() > LIMITS.ops {
        return Err(Refused::TooLarge);
    }
    let short = |field: &str| whole.get(field).and_then(Value::as_str).unwrap_or("");
    Ok(Batch {
        items: ops.iter().enumerate().map(|(index, raw)| Item::of(index, raw)).collect(),
        app: short("app").chars().filter(|c| !c.is_control()).take(40).collect(),
        pending: whole.get("pending").and_then(Value::as_i64).unwrap_or(0).clamp(0, 1_000_000),
        lang: Lang::parse(short("lang")).unwrap_or(asked),
    })
}

/// At most so many operations share one transaction, so that nobody waits long behind a large batch.
const RUN: usize = 50;

async fn take_batch(app: &App, headers: &HeaderMap, body: Body) -> std::result::Result<Value, Refused> {
    let device = door::device(app, headers).await?;
    let batch = read(&door::body(headers, body).await?, &device, door::language(headers))?;
    let sender = Sender {
        commune: device.commune.clone(),
        account: device.account.clone(),
        uploaded_by: None,
        lost_account: None,
        lang: batch.lang,
        now: app.clock.now(),
    };
    let verdicts = take_runs(app, sender, batch.items).await?;
    let (told, now, commune) = (batch.app, app.clock.now(), device.commune.clone());
    let (tended, mut answer) = app
        .db
        .write(move |tx| -> Result<(bool, Value)> {
            let tended = receive::tend(tx, &device.commune, now)?;
            let known = store::device::by_id(tx, &device.id)?.ok_or(Error::NotFound)?;
            let high_water = receive::high_water(tx, &known)?;
            store::device::note_push(tx, &device, &told, batch.pending, high_water, now)?;
            let answer = json!({
                "store_epoch": store::state::begin_epoch(tx, now)?, "server_time": now, "high_water": high_water,
                "durable_through": store::state::durable_through(tx, now)?, "min_schema": min_schema()
            });
            Ok((tended, answer))
        })
        .await?;
    if tended && let Err(error) = blobs::sweep(app, &commune).await {
        tracing::warn!("pictures that nobody names stay: {error}");
    }
    answer["verdicts"] = verdicts.iter().map(Verdict::json).collect();
    Ok(answer)
}

/// Takes a batch in, run by run, and answers when all of it is durable.
///
/// On SQLite the runs wait in line together, so that they share one commit; on PostgreSQL each has its own, one after the other.
///
/// # Errors
/// When a run could not be kept: what earlier runs kept stays, and brings the same verdicts when the batch is sent again.
pub async fn take_runs(app: &App, sender: Sender, items: Vec<Item>) -> Result<Vec<Verdict>> {
    let sender = Arc::new(sender);
    let mut left = items;
    let mut waiting = Vec::new();
    let mut verdicts = Vec::new();
    while !left.is_empty() {
        let rest = left.split_off(left.len().min(RUN));
        let (run, sender, db) = (Arc::new(std::mem::replace(&mut left, rest)), Arc::clone(&sender), app.db.clone());
        let work = async move { db.write(move |tx| receive::take(tx, &sender, &run)).await };
        let mut work = Box::pin(work);
        if app.db.engine() == Engine::Postgres {
            verdicts.extend(work.await?);
            continue;
        }
        // Asked once, it stands in line, before the next one is made.
        match poll_fn(|cx| Poll::Ready(work.as_mut().poll(cx))).await {
            Poll::Ready(done) => verdicts.extend(done?),
            Poll::Pending => waiting.push(work),
        }
    }
    for work in waiting {
        verdicts.extend(work.await?);
    }
    Ok(verdicts)
}

async fn told(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Response {
    let lang = door::language(&headers);
    answered(lang, tell(&app, &visitor, &headers).await)
}

/// Things of one answer, unless the phone asks for fewer or more.
const PAGE: i64 = 500;
/// Most things of one answer.
const LARGEST_PAGE: i64 = 2_000;

async fn tell(app: &App, visitor: &Visitor, headers: &HeaderMap) -> std::result::Result<Value, Refused> {
    let device = door::device(app, headers).await?;
    let cursor = visitor.query.some("cursor").and_then(Cursor::parse);
    let limit = visitor.query.number("limit").unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
    let now = app.clock.now();
    if now - device.seen_at > MINUTE {
        let seen = device.clone();
        app.db.write(move |tx| Ok::<_, Error>(store::device::touch(tx, &seen, now)?)).await?;
    }
    Ok(app.db.read(move |tx| page(tx, &device, cursor.clone(), limit, now)).await?)
}

fn page(tx: &mut Tx<'_>, device: &Device, cursor: Option<Cursor>, limit: i64, now: Millis) -> Result<Value> {
    let authority = accounts::authority(tx, &device.account)?.ok_or(Error::NotFound)?;
    let scope = pull::reach(&authority, &device.commune);
    let page = pull::page(tx, &device.commune, scope.as_ref(), cursor, dates::day_of(now), limit)?;
    let keys: Vec<Value> =
        people::card_keys(tx, &device.commune)?.iter().map(|key| json!({ "kid": key.kid, "public": key.text() })).collect();
    let mut answer = account(tx, &authority, &device.commune)?;
    merge(
        &mut answer,
        json!({
            "store_epoch": page.cursor.epoch, "server_time": now, "cursor": page.cursor.text(), "more": page.more, "reset": page.reset,
            "purge": page.purge, "changes": page.changes, "keys": keys
        }),
    );
    Ok(answer)
}
