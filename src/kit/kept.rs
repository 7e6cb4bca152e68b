//! Answers that are the same for everybody who asks in the same way, kept as they were made.
//!
//! An answer is served again only while nothing was committed since and within the same second of the clock, so that no page
//! is older than what this process has written, nor more than a second older than what another process has.

use std::{
    collections::HashMap,
    io::Write as _,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{clock::Millis, ids};

/// How many answers are kept at most.
const MOST: usize = 256;
/// How many of them may have a query, which anybody can make up; addresses without one are as many as the classes are.
const MOST_ASKED: usize = 96;
/// The largest answer that is kept, in bytes.
pub const LARGEST: usize = 256 * 1024;
/// All kept answers together, in bytes before packing.
const ROOM: usize = 12 * 1024 * 1024;
/// The longest address that is kept, in bytes.
const LONGEST: usize = 300;

/// What was written, and when it was looked at: an answer made at one moment holds for that moment only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    written: u64,
    second: Millis,
}

impl Moment {
    /// The moment after so many commits, at `now`. Both must be read before the database is.
    pub const fn new(written: u64, now: Millis) -> Self {
        Self { written, second: now.div_euclid(1000) }
    }
}

/// An answer that is kept.
#[derive(Debug)]
pub struct Answer {
    headers: HeaderMap,
    bytes: Bytes,
    packed: OnceLock<Bytes>,
}

impl Answer {
    /// Keeps an answer's bytes with what its handler said of them.
    pub fn new(mut headers: HeaderMap, bytes: Bytes) -> Self {
        let tag = format!("W/\"{}\"", &ids::sha256_hex(&bytes)[..32]);
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
        Self { headers, bytes, packed: OnceLock::new() }
    }

    /// The answer for who asked with these headers: packed if they take it packed, and only “unchanged” if they hold it already.
    pub fn respond(&self, asked: &HeaderMap) -> Response {
        let tag = self.headers.get(header::ETAG);
        let held = asked.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or("");
        let known = tag.and_then(|tag| tag.to_str().ok()).is_some_and(|tag| held.split(',').any(|one| one.trim() == tag));
        let mut answer = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else if takes_gzip(asked) {
            let mut answer = Response::new(Body::from(self.packed.get_or_init(|| pack(&self.bytes)).clone()));
            answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            answer
        } else {
            Response::new(Body::from(self.bytes.clone()))
        };
        for (name, value) in &self.headers {
            answer.headers_mut().insert(name, value.clone());
        }
        answer
    }
}

fn pack(bytes: &[u8]) -> Bytes {
    let mut packer = flate2::write::GzEncoder::new(Vec::with_capacity(bytes.len() / 4), flate2::Compression::default());
    // Writing into memory can't fail.
    let _ = packer.write_all(bytes);
    packer.finish().unwrap_or_default().into()
}

/// Whether who asks takes an answer packed with gzip.
pub fn takes_gzip(asked: &HeaderMap) -> bool {
    let all = asked.get_all(header::ACCEPT_ENCODING);
    all.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let refused = |part: &str| part.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip")) && !parts.any(refused)
    })
}

/// The answers of one moment. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Kept(Arc<Mutex<Shelf>>);

#[derive(Debug, Default)]
struct Shelf {
    moment: Moment,
    answers: HashMap<String, Arc<Answer>>,
    asked: usize,
    bytes: usize,
}

impl Kept {
    /// The answer kept under a key at this moment.
    pub fn find(&self, moment: Moment, key: &str) -> Option<Arc<Answer>> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.moment == moment { shelf.answers.get(key).cloned() } else { None }
    }

    /// Keeps an answer that was made at `moment`, if there is room; what was kept of other moments goes.
    pub fn put(&self, moment: Moment, key: String, answer: Arc<Answer>) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.moment != moment {
            *shelf = Shelf { moment, ..Shelf::default() };
        }
        let asked = key.contains('?');
        let size = answer.bytes.len();
        let room = shelf.answers.len() < MOST && shelf.bytes + size <= ROOM && !(asked && shelf.asked >= MOST_ASKED);
        if room && key.len() <= LONGEST && !shelf.answers.contains_key(&key) {
            shelf.asked += usize::from(asked);
            shelf.bytes += size;
            shelf.answers.insert(key, answer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(size: usize) -> Arc<Answer> {
        Arc::new(Answer::new(HeaderMap::new(), vec![b'x'; size].into()))
    }

    #[test]
    fn an_answer_holds_for_its_own_moment_only() {
        let (kept, at) = (Kept::default(), Moment::new(4, 10_999));
        kept.put(at, "/".into(), answer(1));
        assert!(kept.find(Moment::new(4, 10_000), "/").is_some(), "the same second, nothing written");
        assert!(kept.find(at, "/?").is_none(), "another address");
        assert!(kept.find(Moment::new(5, 10_999), "/").is_none(), "something was written");
        assert!(kept.find(Moment::new(4, 11_000), "/").is_none(), "a second later");
        kept.put(Moment::new(5, 10_999), "/lich-hoc".into(), answer(1));
        assert!(kept.find(at, "/").is_none() && kept.find(Moment::new(5, 10_999), "/").is_none(), "the older moment is gone");
    }

    #[test]
    fn made_up_addresses_take_a_bounded_room_and_leave_the_others_theirs() {
        let (kept, at) = (Kept::default(), Moment::default());
        for n in 0..10_000 {
            kept.put(at, format!("/lich-hoc?x={n}"), answer(1_000));
        }
        kept.put(at, format!("/{}", "a".repeat(LONGEST)), answer(1));
        assert_eq!(kept.0.lock().expect("held by nobody").answers.len(), MOST_ASKED);
        kept.put(at, "/".into(), answer(1_000));
        assert!(kept.find(at, "/").is_some());
        for n in 0..1_000 {
            kept.put(at, format!("/lich-hoc/{n}"), answer(LARGEST));
        }
        let shelf = kept.0.lock().expect("held by nobody");
        assert!(shelf.bytes <= ROOM && shelf.answers.len() <= MOST, "{} {}", shelf.bytes, shelf.answers.len());
    }

    #[test]
    fn gzip_goes_to_those_who_take_it() {
        for (asked, takes) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("deflate, gzip;q=1.0, *;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip; q=0.0", false),
            ("br", false),
            ("", false),
            ("xgzip", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(asked))]);
            assert_eq!(takes_gzip(&headers), takes, "{asked}");
        }
    }
}
