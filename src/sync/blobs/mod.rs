//! Photos and signatures, sent piece by piece (tus 1.0), kept under the hash of their content.
//!
//! What is kept was decoded and encoded anew: no EXIF, no script, nothing behind the picture's end survives.

mod files;
mod rules;
mod store;

use std::collections::BTreeSet;

use axum::{
    Json,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing,
};
use data_encoding::BASE64;
use serde_json::json;

use files::Landed;
pub use files::read;
use rules::UploadError;
pub use store::{blob, let_go};

use super::{
    door::{self, Refused},
    pull::reach,
    store::{device::Device, op::waiting_blobs},
};
use crate::{
    accounts::{self, Need, Route},
    kit::{
        app::App,
        clock::DAY,
        error::Error,
        picture::{self, PictureError},
        text::{Lang, Text},
    },
};

const HERE: &str = "/api/v1/sync/blobs";
const ONE: &str = "/api/v1/sync/blobs/{picture}";

/// Every address of the blobs.
pub fn routes() -> Vec<Route> {
    let largest = DefaultBodyLimit::max(rules::LARGEST as usize + 1024);
    vec![
        Route::on(Method::POST, HERE, Need::Public, routing::post(begin)),
        Route::on(Method::HEAD, ONE, Need::Public, routing::head(ask)),
        Route::on(Method::PATCH, ONE, Need::Public, routing::patch(go_on).layer(largest)),
        Route::on(Method::DELETE, ONE, Need::Public, routing::delete(give_up)),
    ]
}

/// One upload at a time: two parts of one picture must not be written at once, and decoding takes memory.
static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

fn tus(status: StatusCode, more: &[(&'static str, String)]) -> Response {
    let mut answer = status.into_response();
    let headers = answer.headers_mut();
    headers.insert("tus-resumable", header::HeaderValue::from_static("1.0.0"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    for (name, value) in more {
        if let Ok(value) = header::HeaderValue::from_str(value) {
            headers.insert(*name, value);
        }
    }
    answer
}

/// Why an upload is not taken, as it is answered.
enum Fault {
    Door(Refused),
    Upload(UploadError),
    Picture(PictureError),
}

impl From<UploadError> for Fault {
    fn from(error: UploadError) -> Self {
        Self::Upload(error)
    }
}

impl<E: Into<Refused>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Door(error.into())
    }
}

fn answered(headers: &HeaderMap, answer: Result<Response, Fault>) -> Response {
    let lang = door::language(headers);
    match answer {
        Ok(answer) => answer,
        Err(Fault::Door(refused)) => refused.answer(lang),
        Err(Fault::Upload(error)) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            worded(status, error.code(), &format!("sync-blob-{}", error.code()), lang)
        }
        Err(Fault::Picture(error)) => worded(StatusCode::UNPROCESSABLE_ENTITY, "not_a_picture", error.code(), lang),
    }
}

fn worded(status: StatusCode, code: &str, key: &str, lang: Lang) -> Response {
    (status, Json(json!({ "code": code, "message": Text::of(lang).get(key) }))).into_response()
}

async fn begin(State(app): State<App>, headers: HeaderMap) -> Response {
    answered(&headers, announce(&app, &headers).await)
}

async fn announce(app: &App, headers: &HeaderMap) -> Result<Response, Fault> {
    let device = door::device(app, headers).await?;
    rules::speaks_tus(headers)?;
    let announced = rules::announced(headers)?;
    may_send(app, &device, &announced.name, announced.size).await?;
    let there = begun(app, &device.commune, &announced.name, announced.size, &device.id, &device.account).await?;
    let kept = there.as_ref().is_some_and(|blob| blob.kept_at.is_some());
    let offset = if kept { announced.size } else { files::so_far(app, &device.commune, &announced.name) };
    let at = [("location", format!("{HERE}/{}", announced.name)), ("upload-offset", offset.to_string())];
    Ok(tus(if kept { StatusCode::OK } else { StatusCode::CREATED }, &at))
}

/// So long a phone waits, in seconds, whose account sent as much as a day may bring.
const LATER: i64 = 300;

/// Whether a device's account may send a picture now: while it has field work, and later those that its records name; and no more than
/// [`rules::DAILY`].
async fn may_send(app: &App, device: &Device, name: &str, size: i64) -> Result<(), Refused> {
    let (device, name, now) = (device.clone(), name.to_owned(), app.clock.now());
    app.db
        .read(move |tx| -> Result<_, Error> {
            if blob(tx, &device.commune, &name)?.is_some() {
                return Ok(Ok(()));
            }
            let works = accounts::authority(tx, &device.account)?.is_some_and(|authority| reach(&authority, &device.commune).is_some());
            if !works
                && !store::is_named(tx, &device.commune, &name)?
                && !waiting_blobs(tx, &device.commune, &device.account)?.contains(&name)
            {
                return Ok(Err(Refused::NotAllowed));
            }
            let today = store::announced_since(tx, &device.commune, &device.account, now - DAY)?;
            Ok(if today + size > rules::DAILY { Err(Refused::TooOften(LATER)) } else { Ok(()) })
        })
        .await?
}

async fn begun(app: &App, commune: &str, name: &str, size: i64, device: &str, account: &str) -> Result<Option<store::Blob>, Error> {
    let [commune, name, device, account] = [commune, name, device, account].map(str::to_owned);
    let now = app.clock.now();
    app.db
        .write(move |tx| -> Result<_, Error> {
            store::begin(tx, &commune, &name, size, &device, &account, now)?;
            Ok(blob(tx, &commune, &name)?)
        })
        .await
}

async fn ask(State(app): State<App>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    answered(&headers, tell(&app, &name, &headers).await)
}

async fn tell(app: &App, name: &str, headers: &HeaderMap) -> Result<Response, Fault> {
    let device = door::device(app, headers).await?;
    rules::speaks_tus(headers)?;
    let Some(blob) = known(app, &device, name).await? else { return Ok(tus(StatusCode::NOT_FOUND, &[])) };
    let offset = if blob.kept_at.is_some() { blob.size } else { files::so_far(app, &device.commune, name) };
    Ok(tus(StatusCode::OK, &[("upload-offset", offset.to_string()), ("upload-length", blob.size.to_string())]))
}

async fn known(app: &App, device: &Device, name: &str) -> Result<Option<store::Blob>, Error> {
    if !picture::is_name(name) {
        return Ok(None);
    }
    let (commune, name) = (device.commune.clone(), name.to_owned());
    app.db.read(move |tx| Ok::<_, Error>(blob(tx, &commune, &name)?)).await
}

async fn go_on(State(app): State<App>, Path(name): Path<String>, headers: HeaderMap, part: Bytes) -> Response {
    answered(&headers, add(&app, &name, &headers, part).await)
}

async fn add(app: &App, name: &str, headers: &HeaderMap, part: Bytes) -> Result<Response, Fault> {
    let device = door::device(app, headers).await?;
    rules::speaks_tus(headers)?;
    let offset = rules::offset(headers)?;
    rules::checksum(headers, &part)?;
    let _turn = ONE_AT_A_TIME.lock().await;
    let Some(blob) = known(app, &device, name).await? else { return Ok(tus(StatusCode::NOT_FOUND, &[])) };
    let reached = |offset: i64| Ok(tus(StatusCode::NO_CONTENT, &[("upload-offset", offset.to_string())]));
    if blob.kept_at.is_some() {
        return reached(blob.size);
    }
    match land(app, &device.commune, name, blob.size, offset, part).await? {
        Landed::Part(there) => reached(there),
        Landed::Kept(_) => reached(blob.size),
        Landed::Refused(error) => Err(error.into()),
        Landed::Useless(None) => Err(UploadError::Checksum.into()),
        Landed::Useless(Some(error)) => Err(Fault::Picture(error)),
    }
}

/// Writes a part and notes what became of the picture.
async fn land(app: &App, commune: &str, name: &str, size: i64, offset: i64, part: Bytes) -> Result<Landed, Error> {
    let (own, commune, name) = (app.clone(), commune.to_owned(), name.to_owned());
    let (folder, file) = (commune.clone(), name.clone());
    let landed = tokio::task::spawn_blocking(move || files::add(&own, &folder, &file, size, offset, &part))
        .await
        .map_err(|error| Error::Broken(error.to_string()))??;
    let now = app.clock.now();
    match landed {
        Landed::Kept(mime) => app.db.write(move |tx| Ok::<_, Error>(store::keep(tx, &commune, &name, mime, now)?)).await?,
        Landed::Useless(_) => app.db.write(move |tx| Ok::<_, Error>(store::forget(tx, &commune, &name)?)).await?,
        Landed::Part(_) | Landed::Refused(_) => {}
    }
    Ok(landed)
}

async fn give_up(State(app): State<App>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    answered(&headers, throw_away(&app, &name, &headers).await)
}

async fn throw_away(app: &App, name: &str, headers: &HeaderMap) -> Result<Response, Fault> {
    let device = door::device(app, headers).await?;
    rules::speaks_tus(headers)?;
    let _turn = ONE_AT_A_TIME.lock().await;
    if picture::is_name(name) {
        files::drop_part(app, &device.commune, name)?;
        let (commune, name) = (device.commune, name.to_owned());
        app.db.write(move |tx| Ok::<_, Error>(store::forget(tx, &commune, &name)?)).await?;
    }
    Ok(tus(StatusCode::NO_CONTENT, &[]))
}

/// Throws away what nobody waits for any more: uploads that were not finished, and pictures that no record names.
///
/// A picture is no longer kept before its file goes, and forgotten after that: wherever this stops, it goes on there the next time.
pub async fn sweep(app: &App, commune: &str) -> Result<(), Error> {
    let _turn = ONE_AT_A_TIME.lock().await;
    let (own, now) = (commune.to_owned(), app.clock.now());
    let gone = app
        .db
        .write(move |tx| -> Result<_, Error> {
            let unnamed = store::unnamed(tx, &own, now - rules::ABANDONED, now - rules::UNNAMED)?;
            let waited_for = if unnamed.is_empty() { BTreeSet::new() } else { waiting_blobs(tx, &own, "")? };
            let mut gone = store::abandoned(tx, &own, now - rules::ABANDONED)?;
            for name in unnamed.into_iter().filter(|name| !waited_for.contains(name)) {
                store::unkeep(tx, &own, &name)?;
                gone.push(name);
            }
            gone.into_iter().map(|name| Ok((store::is_kept(tx, &name)?, name))).collect::<Result<Vec<_>, Error>>()
        })
        .await?;
    if gone.is_empty() {
        return Ok(());
    }
    let (app_of_files, own, names) = (app.clone(), commune.to_owned(), gone.clone());
    let work = move || {
        for (shared, name) in &names {
            files::drop_part(&app_of_files, &own, name)?;
            if !shared {
                files::drop_kept(&app_of_files, name)?;
            }
        }
        Ok::<_, Error>(())
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Broken(error.to_string()))??;
    let own = commune.to_owned();
    app.db
        .write(move |tx| {
            for (_, name) in &gone {
                store::forget(tx, &own, name)?;
            }
            Ok::<_, Error>(())
        })
        .await
}

/// Keeps a picture that came inside an outbox file; one that is no picture, or not the named one, is left out.
pub async fn keep_from_file(app: &App, commune: &str, device: &str, account: &str, name: &str, packed: &str) -> Result<(), Error> {
    let Some(bytes) = BASE64.decode(packed.as_bytes()).ok().filter(|bytes| bytes.len() as i64 <= rules::LARGEST) else { return Ok(()) };
    if !picture::is_name(name) || bytes.is_empty() {
        return Ok(());
    }
    let _turn = ONE_AT_A_TIME.lock().await;
    let size = bytes.len() as i64;
    let there = begun(app, commune, name, size, device, account).await?;
    if there.is_none_or(|blob| blob.kept_at.is_none()) {
        files::drop_part(app, commune, name)?;
        land(app, commune, name, size, 0, Bytes::from(bytes)).await?;
    }
    Ok(())
}
