//! What a phone says before it sends a picture, read from the headers of tus 1.0.

use axum::http::HeaderMap;
use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

use crate::kit::{
    clock::{DAY, Millis},
    picture,
};

/// The largest picture that is taken, in bytes: 1600 pixels of JPEG stay far below.
pub const LARGEST: i64 = 2 * 1024 * 1024;

/// How many bytes of new pictures one account may send in a day: some hundred photos of an evening, and no full disk.
pub const DAILY: i64 = 150 * 1024 * 1024;
/// After how long an upload that was not finished, and a picture whose record was taken back, are thrown away.
pub const ABANDONED: Millis = 7 * DAY;
/// After how long a picture is thrown away that no record ever named: the record may still be on its phone.
pub const UNNAMED: Millis = 30 * DAY;

/// An upload that is announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// The SHA-256 of the whole file in hex, which is its address.
    pub name: String,
    /// Its length in bytes.
    pub size: i64,
}

/// Why an upload can't go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadError {
    /// `Tus-Resumable` is not 1.0.0.
    Version,
    /// A header is missing or not in its form.
    Malformed,
    /// Longer than [`LARGEST`], or longer than was announced.
    TooLarge,
    /// Another offset is expected.
    Offset,
    /// The part, or the whole file, is not what its checksum says.
    Checksum,
}

impl UploadError {
    /// The stable code, which is also the end of the text key `sync-blob-…`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::Offset => "offset",
            Self::Checksum => "checksum",
        }
    }

    /// The status that tus 1.0 gives it.
    pub const fn status(self) -> u16 {
        match self {
            Self::Version => 412,
            Self::Malformed => 422,
            Self::TooLarge => 413,
            Self::Offset => 409,
            Self::Checksum => 460,
        }
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Refuses another version of tus.
pub fn speaks_tus(headers: &HeaderMap) -> Result<(), UploadError> {
    if header(headers, "tus-resumable") == Some("1.0.0") { Ok(()) } else { Err(UploadError::Version) }
}

/// Reads `Upload-Length` and the `sha256` of `Upload-Metadata`.
pub fn announced(headers: &HeaderMap) -> Result<Announced, UploadError> {
    let size =
        header(headers, "upload-length").and_then(|text| text.parse::<i64>().ok()).filter(|n| *n > 0).ok_or(UploadError::Malformed)?;
    if size > LARGEST {
        return Err(UploadError::TooLarge);
    }
    let metadata = header(headers, "upload-metadata").unwrap_or("");
    let name = metadata
        .split(',')
        .find_map(|pair| pair.trim().strip_prefix("sha256 "))
        .and_then(|value| BASE64.decode(value.trim().as_bytes()).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .filter(|name| picture::is_name(name))
        .ok_or(UploadError::Malformed)?;
    Ok(Announced { name, size })
}

/// Reads `Upload-Offset`.
pub fn offset(headers: &HeaderMap) -> Result<i64, UploadError> {
    header(headers, "upload-offset").and_then(|text| text.parse().ok()).filter(|n| *n >= 0).ok_or(UploadError::Malformed)
}

/// Compares a part with its `Upload-Checksum`, when it has one.
pub fn checksum(headers: &HeaderMap, part: &[u8]) -> Result<(), UploadError> {
    let Some(said) = header(headers, "upload-checksum") else { return Ok(()) };
    let wanted = said.strip_prefix("sha256 ").and_then(|text| BASE64.decode(text.trim().as_bytes()).ok()).ok_or(UploadError::Malformed)?;
    if wanted == Sha256::digest(part).as_slice() { Ok(()) } else { Err(UploadError::Checksum) }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"))).collect()
    }

    #[test]
    fn an_announcement_is_read_or_refused() {
        let name = picture::name_of(b"x");
        let good = format!("type {},sha256 {}", BASE64.encode(b"image/jpeg"), BASE64.encode(name.as_bytes()));
        let path = format!("sha256 {}", BASE64.encode(b"../../../../etc/passwd"));
        for (length, metadata, told) in [
            ("10", good.as_str(), Ok(Announced { name: name.clone(), size: 10 })),
            ("2097152", good.as_str(), Ok(Announced { name: name.clone(), size: LARGEST })),
            ("2097153", good.as_str(), Err(UploadError::TooLarge)),
            ("99999999999999999999", good.as_str(), Err(UploadError::Malformed)),
            ("0", good.as_str(), Err(UploadError::Malformed)),
            ("-1", good.as_str(), Err(UploadError::Malformed)),
            ("10", path.as_str(), Err(UploadError::Malformed)),
            ("10", "sha256 !!!", Err(UploadError::Malformed)),
            ("10", "", Err(UploadError::Malformed)),
        ] {
            assert_eq!(announced(&headers(&[("upload-length", length), ("upload-metadata", metadata)])), told, "{length} {metadata}");
        }
    }

    #[test]
    fn a_part_is_compared_with_its_checksum() {
        let right = format!("sha256 {}", BASE64.encode(&Sha256::digest(b"part")));
        for (said, told) in [
            (right.as_str(), Ok(())),
            ("sha256 AAAA", Err(UploadError::Checksum)),
            ("md5 AAAA", Err(UploadError::Malformed)),
            ("sha256 ?", Err(UploadError::Malformed)),
        ] {
            assert_eq!(checksum(&headers(&[("upload-checksum", said)]), b"part"), told, "{said}");
        }
        assert_eq!(checksum(&HeaderMap::new(), b"part"), Ok(()));
    }
}
