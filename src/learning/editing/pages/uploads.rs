//! Files for items: taken in from officers, sent to readers whole or in the pieces they ask for.

use std::io::{Read as _, Seek as _, SeekFrom};

use askama::Template;
use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use crate::{
    accounts::{Received, Right, Visitor},
    kit::{
        dates,
        error::{Error, Result},
        pages::{Frame, go_saying, page},
        text::Text,
    },
    learning::{
        desk::{Tab, tabs},
        editing::files,
        library::size_words,
    },
};

struct Row {
    id: String,
    kind: String,
    name: String,
    meta: String,
    href: String,
    /// What to copy, and what it is for.
    code: String,
    how: String,
}

#[derive(Template)]
#[template(path = "learning/pages/edit_files.html")]
struct FilesPage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    limit: u64,
}

/// The page at `/quan-ly/hoc/tep`.
pub(super) async fn page_of_files(visitor: Visitor) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ManageLearning)?);
    let kept = visitor.app.db.read(move |tx| files::files(tx, scope.commune())).await?;
    let rows = kept.into_iter().map(|file| Row {
        href: format!("/thu-vien/tep/{}", file.id),
        meta: [size_words(file.bytes, t), dates::moment(file.at, t.lang)].join(" · "),
        kind: t.get(&format!("learning-file-kind-{}", file.kind)),
        how: t.get(if file.kind == "picture" { "learning-file-use-picture" } else { "learning-file-use" }),
        code: if file.kind == "picture" { format!("![{}](file:{})", file.name, file.id) } else { file.id.clone() },
        name: file.name,
        id: file.id,
    });
    page(&FilesPage {
        rows: rows.collect(),
        tabs: tabs(&visitor, "/quan-ly/hoc/tep"),
        limit: Received::LIMIT,
        frame: visitor.frame("learning-part-files").under("/quan-ly/hoc/bai", t.get("learning-edit-title")),
        t,
    })
}

/// Takes a file in.
pub(super) async fn upload(visitor: Visitor, headers: HeaderMap, received: Received) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageLearning)?, visitor.app.clock.now());
    let (data, commune) = (visitor.app.folder.clone(), scope.commune().to_owned());
    let kept = tokio::task::spawn_blocking(move || files::take_in(&data, &commune, &received.path, &received.name, now))
        .await
        .map_err(|error| Error::Broken(format!("an upload's thread ended: {error}")))??;
    visitor.app.db.write(move |tx| Ok::<_, Error>(files::insert(tx, &scope, &kept)?)).await?;
    if headers.get(header::ACCEPT).is_some_and(|accept| accept == "application/json") {
        return Ok(axum::Json(serde_json::json!({ "location": "/quan-ly/hoc/tep" })).into_response());
    }
    Ok(go_saying("/quan-ly/hoc/tep", "learning-file-taken"))
}

/// The most bytes that one answer to a range holds: a player asks for the next piece by itself.
const PIECE: u64 = 2 * 1024 * 1024;

/// The part of a file that was asked for: first and last byte.
///
/// `Ok(None)` when the whole file is wanted, or when what is asked for is not understood, which is the same.
///
/// # Errors
/// When the part begins behind the end of the file.
fn part_asked(range: &str, length: u64) -> Result<Option<(u64, u64)>, ()> {
    let Some((first, last)) = range.strip_prefix("bytes=").filter(|list| !list.contains(',')).and_then(|one| one.trim().split_once('-'))
    else {
        return Ok(None);
    };
    let part = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => (first, last),
        (Ok(first), Err(_)) if last.is_empty() => (first, u64::MAX),
        (Err(_), Ok(0)) if first.is_empty() => return Err(()),
        (Err(_), Ok(tail)) if first.is_empty() => (length.saturating_sub(tail), u64::MAX),
        _ => return Ok(None),
    };
    if part.0 >= length { Err(()) } else { Ok(Some((part.0, part.1.min(length - 1)))) }
}

/// Sends an uploaded file to anybody in its commune.
pub(super) async fn send(visitor: Visitor, Path(id): Path<String>, headers: HeaderMap) -> Result<Response> {
    let commune = visitor.commune()?.id.clone();
    let of = commune.clone();
    let kept = visitor.app.db.read(move |tx| -> Result<_> { files::file(tx, &of, &id)?.ok_or(Error::NotFound) }).await?;
    let mut file = files::open(&visitor.app.folder, &commune, &kept.id)?;
    let length = file.metadata()?.len();
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut answer = match part_asked(range, length) {
        Err(()) => return Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{length}"))]).into_response()),
        Ok(Some((first, last))) => {
            let last = last.min(first + PIECE - 1);
            let mut bytes = vec![0; (last - first + 1) as usize];
            file.seek(SeekFrom::Start(first))?;
            file.read_exact(&mut bytes)?;
            (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, format!("bytes {first}-{last}/{length}"))], bytes).into_response()
        }
        Ok(None) => {
            let mut answer = Response::new(Body::new(files::Flow(file)));
            answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
            answer
        }
    };
    let sent = answer.headers_mut();
    sent.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    sent.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400"));
    // Packing would hide where a piece begins and ends, and a video is packed already.
    sent.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    if let Ok(mime) = HeaderValue::from_str(&kept.mime) {
        sent.insert(header::CONTENT_TYPE, mime);
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_was_asked_for_is_understood() {
        for (range, expected) in [
            ("", Ok(None)),
            ("bytes=0-", Ok(Some((0, 99)))),
            ("bytes=10-19", Ok(Some((10, 19)))),
            ("bytes=90-500", Ok(Some((90, 99)))),
            ("bytes=-10", Ok(Some((90, 99)))),
            ("bytes=-1000", Ok(Some((0, 99)))),
            ("bytes=100-", Err(())),
            ("bytes=-0", Err(())),
            ("bytes=20-10", Ok(None)),
            ("bytes=0-1,5-6", Ok(None)),
            ("lines=0-1", Ok(None)),
            ("bytes=a-b", Ok(None)),
            ("bytes=99999999999999999999-", Ok(None)),
        ] {
            assert_eq!(part_asked(range, 100), expected, "{range}");
        }
    }
}
