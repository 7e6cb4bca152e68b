//! What is not a page: drawings, and packs for the field app.

use axum::{
    extract::Path,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::commune_of;
use crate::{
    accounts::Visitor,
    kit::{
        error::{Error, Result},
        text::Lang,
    },
    learning::{
        content::{Audience, built_in_file},
        library::pack,
    },
};

/// A drawing as a file of its own.
pub(super) async fn picture(Path(name): Path<String>) -> Result<Response> {
    let svg = built_in_file(&format!("pictures/{name}.svg")).ok_or(Error::NotFound)?;
    let kept = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")];
    Ok((kept, svg).into_response())
}

/// What a pack weighs, in bytes, before it is packed for the way.
const WEIGHT: HeaderName = HeaderName::from_static("x-pack-bytes");

/// The pack of an audience, `citizen.json`, in the language of `?tieng=`; a phone that has it already is told so.
pub(super) async fn pack_of_audience(visitor: Visitor, Path(pack): Path<String>, headers: axum::http::HeaderMap) -> Result<Response> {
    let audience = pack.strip_suffix(".json").and_then(Audience::parse).ok_or(Error::NotFound)?;
    let lang = Lang::parse(visitor.query.get("tieng")).unwrap_or(visitor.t.lang);
    let commune = commune_of(&visitor);
    let code = visitor.commune.as_ref().map(|commune| commune.code.clone()).unwrap_or_default();
    let pack = visitor.app.db.read_long(move |tx| pack::pack(tx, (&commune, &code), audience, lang)).await?;
    let tag = format!("\"{}\"", pack.version);
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let body = serde_json::to_vec(&pack).unwrap_or_default();
    let weight = HeaderValue::from(body.len());
    let mut answer =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { ([(header::CONTENT_TYPE, "application/json")], body).into_response() };
    answer.headers_mut().insert(WEIGHT, weight);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.headers_mut().insert(header::ETAG, tag);
    }
    Ok(answer)
}
