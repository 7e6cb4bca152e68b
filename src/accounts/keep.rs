//! Public pages for visitors without a session: the same bytes for everybody, made once and served again.
//!
//! A page is kept only if its route says so, and if nothing of this visitor went into it: no session, no message to show
//! once, no form token. What it was made from is in its key: host, commune, language, look, address.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::visitor::{FLASH_COOKIE, SESSION_COOKIE, asked_commune, cookie, lang_of, look_of};
use crate::kit::{
    app::App,
    error::Error,
    forms::Fields,
    kept::{Answer, Kept, LARGEST, Moment},
};

/// Said of an answer that nothing of its visitor went into: set by its route, taken away where it is not so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Same;

/// The most letters of a host and of a commune's code that are kept under.
const LONGEST: usize = 100;

/// Under which key a request's answer may be kept; `None` where it is this visitor's own.
fn key(parts: &Parts) -> Option<String> {
    let headers = &parts.headers;
    if parts.method != Method::GET || [SESSION_COOKIE, FLASH_COOKIE].iter().any(|name| cookie(headers, name).is_some()) {
        return None;
    }
    let host = headers.get(header::HOST).map_or(Some(""), |host| host.to_str().ok())?;
    let query = Fields::parse(parts.uri.query().unwrap_or(""));
    let commune = asked_commune(headers, &query);
    let plain = |text: &str| text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".:-[]".contains(&b));
    if !plain(host) || !plain(&commune) {
        return None;
    }
    let address = parts.uri.path_and_query().map_or("/", |p| p.as_str());
    Some(format!("{host} {commune} {} {} {address}", lang_of(headers).code(), look_of(headers).cookie()))
}

/// Serves what is kept, and keeps what may be.
pub async fn keep(State((app, kept)): State<(App, Kept)>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Some(key) = key(&parts) else { return next.run(Request::from_parts(parts, body)).await };
    // Read before the database is: what is committed from now on makes the answer one of a moment that is gone.
    let moment = Moment::new(app.db.written(), app.clock.now());
    if let Some(answer) = kept.find(moment, &key) {
        return answer.respond(&parts.headers);
    }
    let asked: HeaderMap = parts.headers.clone();
    let answer = next.run(Request::from_parts(parts, body)).await;
    let fits = answer.extensions().get::<Same>().is_some()
        && axum::body::HttpBody::size_hint(answer.body()).exact().is_some_and(|n| n <= LARGEST as u64);
    if !fits || answer.status() != StatusCode::OK || answer.headers().contains_key(header::SET_COOKIE) {
        return answer;
    }
    let (head, body) = answer.into_parts();
    match axum::body::to_bytes(body, LARGEST).await {
        Ok(bytes) => {
            let answer = Arc::new(Answer::new(head.headers, bytes));
            kept.put(moment, key, answer.clone());
            answer.respond(&asked)
        }
        Err(error) => Error::Broken(format!("a page could not be read: {error}")).into_response(),
    }
}
