//! Who asks: read once per request, before any handler.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, FromRequest, FromRequestParts, Multipart, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    keep::Same,
    nav,
    rules::{Grant, Right, Role, SESSION_IDLE, Scope},
    store::{self, Event, Session},
};
use crate::{
    kit::{
        app::App,
        clock::MINUTE,
        error::{Error, Result},
        forms::{Fields, FormToken},
        ids,
        pages::{Frame, Look, Who},
        text::{Lang, Text},
    },
    places::{self, Commune},
};

/// The cookie that carries a session's token.
pub const SESSION_COOKIE: &str = "__Host-hv";
/// The cookie that carries the form token of a visitor without a session.
const FORM_COOKIE: &str = "__Host-hv-form";
/// The cookie that carries the text key of a message to show once.
pub(super) const FLASH_COOKIE: &str = "hv_flash";
/// Largest form body; uploads have their own limit.
const FORM_LIMIT: usize = 512 * 1024;

/// What each route asks of the visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Public,
    /// A live session.
    SignedIn,
    /// A live session with a right somewhere in the commune; the handler then asks for its [`Scope`].
    May(Right),
}

/// A signed-in person.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The account's id.
    pub account: String,
    /// The person's name.
    pub name: String,
    /// The login name.
    pub login: String,
    /// The grants that hold now, in every commune.
    pub grants: Vec<Grant>,
    /// The session's id.
    pub session: String,
    /// Whether the password must be changed first.
    pub must_change: bool,
    /// The name of the village that the first grant is for, or empty.
    pub place: String,
}

/// Everything known about who asks.
#[derive(Debug)]
pub struct Inner {
    /// The running program.
    pub app: App,
    /// The words of the visitor's language.
    pub t: Text,
    /// Text size and contrast.
    pub look: Look,
    /// The address asked for, with its query.
    pub here: String,
    /// The query's fields.
    pub query: Fields,
    /// The network address.
    pub address: String,
    /// The browser, as it names itself.
    pub agent: String,
    /// The form token.
    pub csrf: FormToken,
    /// A message to show once.
    pub flash: Option<String>,
    /// The commune that pages are about.
    pub commune: Option<Commune>,
    /// Who is signed in.
    pub signed: Option<Signed>,
}

/// Who asks; a handler takes it as an argument.
#[derive(Clone, Debug)]
pub struct Visitor(Arc<Inner>);

impl std::ops::Deref for Visitor {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Error::Broken("a route without a visitor".into()))
    }
}

impl Visitor {
    /// The commune that public pages are about.
    ///
    /// # Errors
    /// A refusal that says how to begin, when the deployment has no commune yet.
    pub fn commune(&self) -> Result<&Commune> {
        self.commune.as_ref().ok_or_else(|| Error::refused("error-no-commune"))
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// [`Error::SignIn`] for a visitor without a session.
    pub fn signed(&self) -> Result<&Signed> {
        self.signed.as_ref().ok_or(Error::SignIn)
    }

    /// The caller's reach for `right` in the commune worked in.
    ///
    /// # Errors
    /// [`Error::SignIn`] or [`Error::Forbidden`].
    pub fn scope(&self, right: Right) -> Result<Scope> {
        let signed = self.signed()?;
        let commune = &self.commune()?.id;
        Scope::of(&signed.account, &signed.name, commune, &self.grants_here(), right).ok_or(Error::Forbidden)
    }

    /// Whether the caller has `right` somewhere in the commune worked in.
    pub fn may(&self, right: Right) -> bool {
        self.scope(right).is_ok()
    }

    /// Grants in the commune worked in; a system administrator's hold in every commune.
    fn grants_here(&self) -> Vec<Grant> {
        let here = self.commune.as_ref().map_or("", |c| c.id.as_str());
        let grants = self.signed.as_ref().map(|s| s.grants.clone()).unwrap_or_default();
        grants.into_iter().map(|g| if g.role == Role::SystemAdmin { Grant { commune: here.to_owned(), ..g } } else { g }).collect()
    }

    /// The roles held in the commune worked in.
    pub fn roles(&self) -> Vec<Role> {
        let here = self.commune.as_ref().map_or("", |c| c.id.as_str());
        self.grants_here().iter().filter(|g| g.commune == here).map(|g| g.role).collect()
    }

    /// The frame of a page that anybody may open; `title_key` is its title's text key.
    pub fn frame(&self, title_key: &str) -> Frame {
        self.frame_titled(self.t.get(title_key))
    }

    /// The frame of a page whose title is made of data.
    pub fn frame_titled(&self, title: impl Into<String>) -> Frame {
        let who = self.signed.as_ref().map(|signed| Who {
            name: signed.name.clone(),
            role: self.roles().first().map_or("accounts-role-none", |r| r.key()),
            place: signed.place.clone(),
            work: nav::landing(|right| self.may(right)),
        });
        let path = self.here.split('?').next().unwrap_or("/");
        Frame {
            t: self.t,
            title: title.into(),
            here: self.here.clone(),
            commune: self.commune.as_ref().map(|c| c.name.clone()).unwrap_or_default(),
            demo: self.commune.as_ref().is_some_and(|c| c.demo),
            nav: nav::links(path, |right| self.may(right)),
            who,
            csrf: self.csrf.clone(),
            flash: self.flash.as_deref().map(|key| self.t.get(key)).unwrap_or_default(),
            look: self.look.clone(),
            crumbs: Vec::new(),
            officer: path.starts_with("/quan-ly"),
            faulty: false,
        }
    }

    /// An event of this visitor for the log of access.
    pub fn event<'a>(&'a self, kind: &'a str, subject: &'a str, detail: &'a str) -> Event<'a> {
        Event {
            commune: self.commune.as_ref().map_or("", |c| c.id.as_str()),
            account: self.signed.as_ref().map_or("", |s| s.account.as_str()),
            kind,
            subject,
            detail,
            address: &self.address,
        }
    }

    /// Keeps an event in the log of access.
    pub async fn log(&self, kind: &'static str, subject: &str, detail: &str) -> Result<()> {
        let (who, subject, detail, now) = (self.clone(), subject.to_owned(), detail.to_owned(), self.app.clock.now());
        self.app.db.write(move |tx| Ok(store::log(tx, &who.event(kind, &subject, &detail), now)?)).await
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The language that was chosen.
pub(super) fn lang_of(headers: &HeaderMap) -> Lang {
    cookie(headers, "hv_lang").and_then(Lang::parse).unwrap_or_default()
}

/// The look that was chosen.
pub(super) fn look_of(headers: &HeaderMap) -> Look {
    Look::parse(cookie(headers, "hv_look").unwrap_or(""))
}

/// The code of the commune that a visitor without a session asks for; empty for the first one.
pub(super) fn asked_commune(headers: &HeaderMap, query: &Fields) -> String {
    query.some("xa").or_else(|| cookie(headers, "hv_xa")).unwrap_or("").to_owned()
}

async fn read(app: &App, request: &Parts) -> Result<(Visitor, Option<HeaderValue>)> {
    let headers = &request.headers;
    let here = request.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
    let query = Fields::parse(request.uri.query().unwrap_or(""));
    let token = cookie(headers, SESSION_COOKIE).filter(|t| t.len() == 64).unwrap_or("").to_owned();
    let asked_commune = asked_commune(headers, &query);
    let now = app.clock.now();
    let (session, signed, commune) = app
        .db
        .read(move |tx| -> Result<_> {
            let session = if token.is_empty() { None } else { store::session(tx, &token, now, SESSION_IDLE)? };
            let signed = session.as_ref().map(|s| signed(tx, s)).transpose()?.flatten();
            let commune = match &session {
                Some(session) => places::commune(tx, &session.commune)?,
                None => {
                    let all = places::communes(tx)?;
                    let asked = all.iter().find(|c| c.code == asked_commune);
                    asked.or(all.first()).cloned()
                }
            };
            Ok((session, signed, commune))
        })
        .await?;
    if let Some(session) = session.as_ref().filter(|s| now - s.seen_at > MINUTE) {
        let id = session.id.clone();
        app.db.write(move |tx| Ok::<_, Error>(store::touch_session(tx, &id, now)?)).await?;
    }
    let (csrf, fresh) = match (&session, cookie(headers, FORM_COOKIE).filter(|t| t.len() == 64)) {
        (Some(session), _) => (session.csrf.clone(), false),
        (None, Some(known)) => (known.to_owned(), false),
        (None, None) => (ids::token(), true),
    };
    let set = fresh.then(|| format!("{FORM_COOKIE}={csrf}; Path=/; Secure; HttpOnly; SameSite=Lax"));
    let inner = Inner {
        app: app.clone(),
        t: Text::of(lang_of(headers)),
        look: look_of(headers),
        here,
        query,
        address: address(request),
        agent: text_of(headers, header::USER_AGENT).chars().take(200).collect(),
        csrf: FormToken::new(csrf),
        flash: cookie(headers, FLASH_COOKIE).filter(|key| Text::of(lang_of(headers)).has(key)).map(str::to_owned),
        commune,
        signed,
    };
    Ok((Visitor(Arc::new(inner)), set.and_then(|set| HeaderValue::from_str(&set).ok())))
}

fn signed(tx: &mut crate::kit::db::Tx<'_>, session: &Session) -> Result<Option<Signed>> {
    let Some(account) = store::by_id(tx, &session.account)? else { return Ok(None) };
    let grants = store::grants(tx, &account.id)?;
    let village = grants.iter().find(|g| g.commune == session.commune).and_then(|g| g.village.clone());
    let place = match village {
        Some(village) => places::village(tx, &session.commune, &village)?.map(|v| v.name).unwrap_or_default(),
        None => String::new(),
    };
    Ok(Some(Signed {
        account: account.id,
        name: account.name,
        login: account.login,
        grants,
        session: session.id.clone(),
        must_change: account.must_change,
        place,
    }))
}

fn text_of(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
}

fn address(request: &Parts) -> String {
    request.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip().to_string()).unwrap_or_default()
}

/// Reads the visitor, runs the handler, then dresses its answer: errors become pages, or words for a page's script; headers are set.
pub async fn greet(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let (visitor, set_cookie) = match read(&app, &parts).await {
        Ok(read) => read,
        Err(error) => return error.into_response(),
    };
    parts.extensions.insert(visitor.clone());
    let by_script = text_of(&parts.headers, header::HeaderName::from_static("x-requested-with")) == "fetch";
    let mut answer = next.run(Request::from_parts(parts, body)).await;
    if let Some(error) = answer.extensions_mut().remove::<Arc<Error>>() {
        answer = if by_script { super::pages::error_for_script(&visitor, &error) } else { super::pages::error_page(&visitor, &error) };
    }
    let headers = answer.headers_mut();
    if visitor.flash.is_some() && !headers.contains_key(header::LOCATION) {
        headers.append(header::SET_COOKIE, HeaderValue::from_static("hv_flash=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
    }
    // A token that no form shows need not be known again.
    let own = visitor.signed.is_some() || visitor.flash.is_some() || visitor.csrf.is_shown();
    if let Some(value) = set_cookie.filter(|_| visitor.csrf.is_shown()) {
        headers.append(header::SET_COOKIE, value);
    }
    if visitor.signed.is_some() {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    } else {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    }
    if own {
        answer.extensions_mut().remove::<Same>();
    }
    answer
}

/// Refuses who lacks what the route needs, before its handler runs.
pub async fn require(need: Need, request: Request, next: Next) -> Response {
    let Some(visitor) = request.extensions().get::<Visitor>().cloned() else {
        return Error::Broken("a route without a visitor".into()).into_response();
    };
    match refusal(&visitor, need, request.uri().path()) {
        None => next.run(request).await,
        Some(error) => {
            if matches!(error, Error::Forbidden) && visitor.log("refused", request.uri().path(), "").await.is_err() {
                return Error::Broken("the log of access can't be written".into()).into_response();
            }
            error.into_response()
        }
    }
}

fn refusal(visitor: &Visitor, need: Need, path: &str) -> Option<Error> {
    let own = ["/quan-ly/toi/mat-khau", "/dang-xuat"].contains(&path);
    match (need, &visitor.signed) {
        (Need::Public, _) => None,
        (_, None) => Some(Error::SignIn),
        (_, Some(signed)) if signed.must_change && !own => Some(Error::refused("error-password-first")),
        (Need::SignedIn, _) => None,
        (Need::May(right), _) => (!visitor.may(right)).then_some(Error::Forbidden),
    }
}

/// The HTTP status of an error.
pub(super) fn status_of(error: &Error) -> StatusCode {
    use crate::kit::db::Error as DbError;
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Forbidden | Error::StaleForm => StatusCode::FORBIDDEN,
        Error::SignIn => StatusCode::UNAUTHORIZED,
        Error::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Error::Changed | Error::Db(DbError::Taken(_)) => StatusCode::CONFLICT,
        Error::Db(DbError::Full) => StatusCode::INSUFFICIENT_STORAGE,
        Error::Db(DbError::Busy) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Db(_) | Error::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = status_of(&self);
        if status.is_server_error() {
            tracing::error!("{self}");
        }
        let mut answer = (status, self.code()).into_response();
        answer.extensions_mut().insert(Arc::new(self));
        answer
    }
}

/// Whether a request that changes something came from our own pages, or from a program that is no browser.
pub fn from_here(headers: &HeaderMap) -> bool {
    let site = text_of(headers, header::HeaderName::from_static("sec-fetch-site"));
    let origin = text_of(headers, header::ORIGIN);
    let host = text_of(headers, header::HOST);
    let own = origin.is_empty() || origin.split_once("://").is_some_and(|(_, rest)| rest == host);
    own && matches!(site, "" | "same-origin" | "none")
}

/// A submitted form whose origin is proven: the only way a handler reads one.
#[derive(Clone, Debug)]
pub struct Posted(pub Fields);

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let visitor = request.extensions().get::<Visitor>().cloned().ok_or(Error::StaleForm)?;
        if !from_here(request.headers()) {
            return Err(Error::StaleForm);
        }
        let body = axum::body::to_bytes(request.into_body(), FORM_LIMIT).await.map_err(|_| Error::TooLarge)?;
        let fields = Fields::parse(&String::from_utf8_lossy(&body));
        if ids::same_secret(fields.get("csrf"), visitor.csrf.text()) { Ok(Self(fields)) } else { Err(Error::StaleForm) }
    }
}

/// A submitted form that changes nothing but how this browser is shown pages: that it comes from our own pages is taken from
/// what the browser says, so that the form stands on every page without a token of its own.
#[derive(Clone, Debug)]
pub struct Chosen(pub Fields);

impl<S: Send + Sync> FromRequest<S> for Chosen {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        if !from_here(request.headers()) {
            return Err(Error::StaleForm);
        }
        let body = axum::body::to_bytes(request.into_body(), FORM_LIMIT).await.map_err(|_| Error::TooLarge)?;
        Ok(Self(Fields::parse(&String::from_utf8_lossy(&body))))
    }
}

/// A submitted form with one file, its origin proven. The form token must stand before the file.
#[derive(Clone, Debug)]
pub struct Uploaded {
    /// The other fields.
    pub fields: Fields,
    /// The file's name as the browser gave it.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Uploaded {
    /// The largest file, in bytes.
    pub const LIMIT: usize = 20 * 1024 * 1024;
    /// A form that is too large is read on up to here, in bytes, and forgotten: a browser that is cut off while it
    /// sends shows its own error and not our page.
    pub const READ_TO: usize = 100 * 1024 * 1024;
    /// What the other fields and the edges between the parts may take, in bytes.
    const BESIDE: usize = 1024 * 1024;
}

impl<S: Send + Sync> FromRequest<S> for Uploaded {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let Enclosed { fields, file } = Enclosed::from_request(request, state).await?;
        let (name, bytes) = file.ok_or_else(|| Error::refused("error-no-file"))?;
        Ok(Self { fields, name, bytes })
    }
}

/// A submitted form to which a file may be added, its origin proven; the bounds are those of [`Uploaded`].
#[derive(Clone, Debug)]
pub struct Enclosed {
    /// The other fields.
    pub fields: Fields,
    /// The file's name and bytes, when one was chosen.
    pub file: Option<(String, Vec<u8>)>,
}

impl<S: Send + Sync> FromRequest<S> for Enclosed {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let visitor = request.extensions().get::<Visitor>().cloned().ok_or(Error::StaleForm)?;
        if !from_here(request.headers()) {
            return Err(Error::StaleForm);
        }
        if text_of(request.headers(), header::CONTENT_TYPE).starts_with("application/x-www-form-urlencoded") {
            let Posted(fields) = Posted::from_request(request, state).await?;
            return Ok(Self { fields, file: None });
        }
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| Error::refused("error-no-file"))?;
        let mut pairs = Vec::new();
        let mut file = None;
        let mut total = 0;
        while let Some(mut part) = parts.next_field().await.map_err(|_| Error::refused("error-upload-broken"))? {
            let name = part.name().unwrap_or("").to_owned();
            let file_name = part.file_name().map(str::to_owned);
            if file_name.is_some() && !ids::same_secret(Fields::of(pairs.clone()).get("csrf"), visitor.csrf.text()) {
                return Err(Error::StaleForm);
            }
            let mut bytes = Vec::new();
            while let Some(chunk) = part.chunk().await.map_err(|_| Error::refused("error-upload-broken"))? {
                total += chunk.len();
                if total > Uploaded::READ_TO {
                    return Err(Error::TooLarge);
                }
                if total <= Uploaded::LIMIT + Uploaded::BESIDE {
                    bytes.extend_from_slice(&chunk);
                }
            }
            match file_name {
                Some(file_name) => file = Some((file_name, bytes)),
                None => pairs.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        if total > Uploaded::LIMIT + Uploaded::BESIDE || file.as_ref().is_some_and(|(_, bytes)| bytes.len() > Uploaded::LIMIT) {
            return Err(Error::TooLarge);
        }
        let fields = Fields::of(pairs);
        if !ids::same_secret(fields.get("csrf"), visitor.csrf.text()) {
            return Err(Error::StaleForm);
        }
        Ok(Self { fields, file: file.filter(|(name, bytes)| !name.is_empty() || !bytes.is_empty()) })
    }
}
