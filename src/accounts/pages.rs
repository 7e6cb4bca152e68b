//! Pages: sign in and out, one's own sessions and password, errors, language.

use askama::Template;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use super::{
    api, nav, password,
    routes::Route,
    rules, store,
    visitor::{Chosen, Need, Posted, SESSION_COOKIE, Visitor},
};
use crate::{
    kit::{
        clock::{MINUTE, Millis},
        dates,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        pages::{Frame, go, go_saying, page, page_with},
        text::{Lang, Text},
    },
    places,
};

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/dang-nhap", Need::Public, get(sign_in_page)),
        Route::post("/dang-nhap", Need::Public, post(sign_in)),
        Route::post("/dang-xuat", Need::SignedIn, post(sign_out)),
        Route::post("/hien-thi", Need::Public, post(choose_look)),
        Route::get("/quan-ly/toi", Need::SignedIn, get(own_page)),
        Route::post("/quan-ly/toi/phien/{session}/thu-hoi", Need::SignedIn, post(end_one_session)),
        Route::post("/quan-ly/toi/phien/thu-hoi-het", Need::SignedIn, post(end_other_sessions)),
        Route::get("/quan-ly/toi/mat-khau", Need::SignedIn, get(password_page)),
        Route::post("/quan-ly/toi/mat-khau", Need::SignedIn, post(change_password)),
    ]
}

#[derive(Template)]
#[template(path = "accounts/pages/sign_in.html")]
struct SignInPage {
    frame: Frame,
    t: Text,
    login: String,
    back: String,
    faults: Faults,
}

async fn sign_in_page(visitor: Visitor) -> Result<Response> {
    let back = visitor.query.get("ve").to_owned();
    if visitor.signed.is_some() {
        return Ok(go(after_sign_in(&back, nav::landing(|right| visitor.may(right)))));
    }
    page(&SignInPage { frame: visitor.frame("accounts-sign-in"), t: visitor.t, login: String::new(), back, faults: Faults::default() })
}

/// Where signing in leads: back to where somebody came from. Who asked for the work in general gets their own.
fn after_sign_in<'a>(back: &'a str, landing: &'a str) -> &'a str {
    if matches!(back, "" | "/quan-ly") { landing } else { own_address(back) }
}

/// What came of a try to sign in.
enum Tried {
    /// The session's token, and where to go first.
    In(String, &'static str),
    Wrong,
    Locked(Millis),
}

async fn sign_in(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let login = fields.get("login").to_lowercase();
    let back = fields.get("ve").to_owned();
    let now = visitor.app.clock.now();
    let typed = fields.pairs().iter().find(|(name, _)| name == "password").map(|(_, value)| value.clone()).unwrap_or_default();
    let who = login.clone();
    let account = visitor.app.db.read(move |tx| Ok::<_, Error>(store::by_login(tx, &who)?)).await?;
    let hash = account.as_ref().map(|a| a.password_hash.clone());
    let matched = tokio::task::spawn_blocking(move || password::matches(&typed, hash.as_deref())).await.unwrap_or(false);
    let (asker, login_typed) = (visitor.clone(), login.clone());
    let tried = visitor.app.db.write(move |tx| try_in(tx, &asker, &login_typed, matched, now)).await?;
    let mut faults = Faults::default();
    match tried {
        Tried::In(token, landing) => {
            let mut answer = go(after_sign_in(&back, landing));
            let cookie =
                format!("{SESSION_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}", rules::SESSION_LIFE / 1000);
            if let Ok(value) = HeaderValue::from_str(&cookie) {
                answer.headers_mut().append(header::SET_COOKIE, value);
            }
            return Ok(answer);
        }
        Tried::Wrong => faults.add("login", visitor.t.get("accounts-wrong")),
        Tried::Locked(until) => {
            let minutes = ((until - now) + MINUTE - 1) / MINUTE;
            faults.add("login", visitor.t.fill("accounts-locked").n("minutes", minutes).to_string());
        }
    }
    let frame = visitor.frame("accounts-sign-in").with(&faults);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &SignInPage { frame, t: visitor.t, login, back, faults })
}

/// Decides on a try in one transaction: the account is read again, so that tries at once are counted one by one.
fn try_in(tx: &mut Tx<'_>, visitor: &Visitor, login: &str, matched: bool, now: Millis) -> Result<Tried> {
    tx.hold(&format!("sign-in {login}"))?;
    let Some(account) = store::by_login(tx, login)? else {
        store::log(tx, &visitor.event("sign-in-unknown", "", ""), now)?;
        return Ok(Tried::Wrong);
    };
    if account.locked_until > now {
        store::log(tx, &visitor.event("sign-in-locked", &account.id, ""), now)?;
        return Ok(Tried::Locked(account.locked_until));
    }
    if !matched || account.disabled {
        let failures = account.failures + 1;
        let pause = rules::lock_for(failures);
        store::note_try(tx, &account.id, failures, if pause == 0 { 0 } else { now + pause })?;
        store::log(tx, &visitor.event("sign-in-wrong", &account.id, ""), now)?;
        return Ok(if pause == 0 { Tried::Wrong } else { Tried::Locked(now + pause) });
    }
    store::note_try(tx, &account.id, 0, 0)?;
    let grants = store::grants(tx, &account.id)?;
    let commune = match grants.iter().find(|g| !g.commune.is_empty()) {
        Some(grant) => grant.commune.clone(),
        None => places::communes(tx)?.first().map(|c| c.id.clone()).unwrap_or_default(),
    };
    let token = api::open_session(tx, &account.id, &commune, &visitor.agent, &visitor.address, now)?;
    let event = store::Event { commune: &commune, account: &account.id, ..visitor.event("signed-in", &account.id, "") };
    store::log(tx, &event, now)?;
    let may =
        |right| grants.iter().any(|g| (g.commune == commune || g.role == rules::Role::SystemAdmin) && g.role.rights().contains(&right));
    Ok(Tried::In(token, nav::landing(may)))
}

/// An address of this site to return to; anything else is the officers' first page.
fn own_address(address: &str) -> &str {
    let own = address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\r', '\n']);
    if own { address } else { "/quan-ly" }
}

async fn sign_out(visitor: Visitor, _: Posted) -> Result<Response> {
    let signed = visitor.signed()?.clone();
    let (who, now) = (visitor.clone(), visitor.app.clock.now());
    visitor
        .app
        .db
        .write(move |tx| -> Result<()> {
            store::end_session(tx, &signed.account, &signed.session, now)?;
            Ok(store::log(tx, &who.event("signed-out", "", ""), now)?)
        })
        .await?;
    let mut answer = go("/");
    let cookie = format!("{SESSION_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(answer)
}

/// Text size, contrast and language: the buttons of the page head are a form, which scripts only speed up.
async fn choose_look(visitor: Visitor, Chosen(fields): Chosen) -> Result<Response> {
    let mut look = visitor.look.clone();
    look.size = match fields.get("size") {
        "smaller" => look.size - 1,
        "larger" => look.size + 1,
        "normal" => 0,
        _ => look.size,
    }
    .clamp(0, 2);
    if let Some(contrast) = fields.some("contrast") {
        look.contrast = contrast == "high";
    }
    let back = fields.get("ve");
    let mut answer = go(if back.is_empty() { "/" } else { own_address(back) });
    let lang = Lang::parse(fields.get("lang")).unwrap_or(visitor.t.lang);
    for cookie in [
        format!("hv_look={}; Path=/; SameSite=Lax; Max-Age=31536000", look.cookie()),
        format!("hv_lang={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000", lang.code()),
    ] {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    Ok(answer)
}

struct OwnSession {
    id: String,
    agent: String,
    address: String,
    opened: String,
    seen: String,
    this: bool,
}

#[derive(Template)]
#[template(path = "accounts/pages/own.html")]
struct OwnPage {
    frame: Frame,
    t: Text,
    login: String,
    name: String,
    roles: Vec<(&'static str, String)>,
    sessions: Vec<OwnSession>,
}

async fn own_page(visitor: Visitor) -> Result<Response> {
    let signed = visitor.signed()?.clone();
    let (account, now) = (signed.account.clone(), visitor.app.clock.now());
    let grants = signed.grants.clone();
    let (rows, roles) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let mut roles = Vec::new();
            for grant in &grants {
                roles.push((grant.role.key(), place_of(tx, grant)?));
            }
            Ok((store::sessions(tx, &account, now, rules::SESSION_IDLE)?, roles))
        })
        .await?;
    let lang = visitor.t.lang;
    let sessions = rows
        .into_iter()
        .map(|row| OwnSession {
            this: row.id == signed.session,
            agent: rules::device(&row.agent),
            address: row.address,
            opened: dates::moment(row.created_at, lang),
            seen: dates::moment(row.seen_at, lang),
            id: row.id,
        })
        .collect();
    page(&OwnPage { frame: visitor.frame("accounts-own"), t: visitor.t, login: signed.login, name: signed.name, roles, sessions })
}

/// The place of a grant in words.
pub(super) fn place_of(tx: &mut Tx<'_>, grant: &rules::Grant) -> Result<String> {
    let commune = places::commune(tx, &grant.commune)?.map(|c| c.name).unwrap_or_default();
    Ok(match &grant.village {
        Some(village) => {
            let village = places::village(tx, &grant.commune, village)?.map(|v| v.name).unwrap_or_default();
            format!("{village}, {commune}")
        }
        None => commune,
    })
}

async fn end_one_session(visitor: Visitor, axum::extract::Path(session): axum::extract::Path<String>, _: Posted) -> Result<Response> {
    let account = visitor.signed()?.account.clone();
    let now = visitor.app.clock.now();
    let ended = visitor.app.db.write(move |tx| Ok::<_, Error>(store::end_session(tx, &account, &session, now)?)).await?;
    if ended { Ok(go_saying("/quan-ly/toi", "accounts-session-ended")) } else { Err(Error::NotFound) }
}

async fn end_other_sessions(visitor: Visitor, _: Posted) -> Result<Response> {
    let signed = visitor.signed()?.clone();
    let now = visitor.app.clock.now();
    visitor.app.db.write(move |tx| Ok::<_, Error>(store::end_sessions(tx, &signed.account, &signed.session, now)?)).await?;
    Ok(go_saying("/quan-ly/toi", "accounts-sessions-ended"))
}

#[derive(Template)]
#[template(path = "accounts/pages/password.html")]
struct PasswordPage {
    frame: Frame,
    t: Text,
    first: bool,
    faults: Faults,
}

async fn password_page(visitor: Visitor) -> Result<Response> {
    show_password(&visitor, StatusCode::OK, Faults::default())
}

fn show_password(visitor: &Visitor, status: StatusCode, faults: Faults) -> Result<Response> {
    let first = visitor.signed()?.must_change;
    page_with(status, &PasswordPage { frame: visitor.frame("accounts-password-change").with(&faults), t: visitor.t, first, faults })
}

fn secret(fields: &Fields, name: &str) -> String {
    fields.pairs().iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default()
}

async fn change_password(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let signed = visitor.signed()?.clone();
    let t = visitor.t;
    let (old, new, again) = (secret(&fields, "old"), secret(&fields, "new"), secret(&fields, "again"));
    let id = signed.account.clone();
    let account = visitor.app.db.read(move |tx| Ok::<_, Error>(store::by_id(tx, &id)?)).await?.ok_or(Error::SignIn)?;
    let known = account.password_hash.clone();
    let right = tokio::task::spawn_blocking(move || password::matches(&old, Some(&known))).await.unwrap_or(false);
    let mut faults = Faults::default();
    faults.unless(right, "old", t, "accounts-password-old-wrong");
    if let Some(fault) = rules::password_fault(&new, &account.login) {
        faults.add("new", t.get(fault));
    }
    faults.unless(new == again, "again", t, "accounts-password-differs");
    if !faults.is_empty() {
        return show_password(&visitor, StatusCode::UNPROCESSABLE_ENTITY, faults);
    }
    let hash = tokio::task::spawn_blocking(move || password::hash(&new)).await.map_err(|e| Error::Broken(e.to_string()))??;
    let (who, now) = (visitor.clone(), visitor.app.clock.now());
    visitor
        .app
        .db
        .write(move |tx| -> Result<()> {
            store::set_password(tx, &signed.account, &hash, false, now)?;
            store::end_sessions(tx, &signed.account, &signed.session, now)?;
            Ok(store::log(tx, &who.event("password-changed", &signed.account, ""), now)?)
        })
        .await?;
    Ok(go_saying("/quan-ly/toi", "accounts-password-changed"))
}

#[derive(Template)]
#[template(path = "accounts/pages/error.html")]
struct ErrorPage {
    frame: Frame,
    t: Text,
    message: String,
    code: &'static str,
    back: String,
}

/// What an error says to the visitor.
fn error_words(visitor: &Visitor, error: &Error) -> String {
    match error {
        Error::Refused(refusal) => visitor.t.refusal(refusal),
        other => visitor.t.get(other.code()),
    }
}

/// An error for a page's script, which shows the words: `{"error": "…"}`.
pub(super) fn error_for_script(visitor: &Visitor, error: &Error) -> Response {
    (super::visitor::status_of(error), Json(serde_json::json!({ "error": error_words(visitor, error) }))).into_response()
}

/// The page that stands for an error; a visitor without a session is sent to sign in first.
pub(super) fn error_page(visitor: &Visitor, error: &Error) -> Response {
    if matches!(error, Error::SignIn) {
        return go(&format!("/dang-nhap?ve={}", encode(&visitor.here)));
    }
    if error.code() == "error-password-first" {
        return go("/quan-ly/toi/mat-khau");
    }
    let message = error_words(visitor, error);
    let frame = visitor.frame("error-title");
    let landing = if frame.officer { nav::landing(|right| visitor.may(right)) } else { "/" };
    let back = if visitor.here == landing { "/" } else { landing }.to_owned();
    let shown = ErrorPage { frame, t: visitor.t, message, code: error.code(), back };
    page_with(super::visitor::status_of(error), &shown).unwrap_or_else(IntoResponse::into_response)
}
