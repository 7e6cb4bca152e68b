//! Uploaded pictures, videos and captions: what they are is told by their first bytes, never by their name.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::{Bytes, HttpBody};
use http_body::Frame;

use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error as DbError, Row, Tx},
        error::{Error, Result},
        fold, ids, picture,
    },
    sql,
};

/// An uploaded file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// The SHA-256 of its bytes, which is its name.
    pub id: String,
    /// `video`, `picture` or `captions`.
    pub kind: String,
    /// The media type it is sent as.
    pub mime: String,
    /// The name it came under.
    pub name: String,
    /// How large it is.
    pub bytes: i64,
    /// When it came.
    pub at: Millis,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Picture,
    Video(&'static str),
    Captions,
    /// A picture as newer iPhones take them, which browsers don't show.
    Heic,
}

/// The largest captions, in bytes.
const CAPTIONS_LIMIT: u64 = 1024 * 1024;

/// Tells what a file is by how it begins.
pub(super) fn kind_of(start: &[u8]) -> Option<FileKind> {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if start.len() > 12 && &start[4..8] == b"ftyp" {
        // The same boxes hold videos, pictures and sound: the brand says which.
        return match &start[8..12] {
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" | b"avif" | b"avis" => Some(FileKind::Heic),
            b"M4A " | b"M4B " => None,
            _ => Some(FileKind::Video("video/mp4")),
        };
    }
    if start.starts_with(b"\x1a\x45\xdf\xa3") && start.windows(4).any(|four| four == b"webm") {
        return Some(FileKind::Video("video/webm"));
    }
    if text.starts_with(b"WEBVTT") && text.get(6).is_none_or(u8::is_ascii_whitespace) {
        return Some(FileKind::Captions);
    }
    let picture = [&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n"].iter().any(|head| start.starts_with(head));
    (picture || (start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP"))).then_some(FileKind::Picture)
}

/// Whether an MP4's boxes reach exactly to its end: a video that was cut in the middle does not.
fn is_whole_mp4(file: &mut fs::File, length: u64) -> std::io::Result<bool> {
    use std::io::{Seek as _, SeekFrom};
    let mut at = 0;
    let mut has_movie = false;
    while at < length {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0_u8; 16];
        let read = file.read(&mut head)?;
        if read < 8 {
            return Ok(false);
        }
        has_movie |= &head[4..8] == b"moov";
        let size = match u32::from_be_bytes([head[0], head[1], head[2], head[3]]) {
            0 => length - at,
            1 if read == 16 => u64::from_be_bytes([head[8], head[9], head[10], head[11], head[12], head[13], head[14], head[15]]),
            size => u64::from(size),
        };
        if size < 8 || at.checked_add(size).is_none_or(|end| end > length) {
            return Ok(false);
        }
        at += size;
    }
    Ok(has_movie)
}

/// The number that an EBML length says and how many bytes it takes; no number where it leaves the end open.
fn ebml_length(head: &[u8]) -> Option<(Option<u64>, u64)> {
    let wide = head.first()?.leading_zeros() as usize + 1;
    let bytes = head.get(..wide).filter(|_| wide <= 8)?;
    let value = bytes.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte)) & !(1 << (7 * wide));
    let open = (1 << (7 * wide)) - 1;
    Some(((value != open).then_some(value), wide as u64))
}

/// Whether a WebM's elements reach to its end: a video that was cut in the middle says that it is longer than it is.
///
/// A recording may leave the length of the whole open; then those of its parts are looked at.
fn is_whole_webm(file: &mut fs::File, length: u64) -> std::io::Result<bool> {
    use std::io::{Seek as _, SeekFrom};
    const SEGMENT: [u8; 4] = [0x18, 0x53, 0x80, 0x67];
    let mut at = 0;
    let mut has_segment = false;
    while at < length {
        file.seek(SeekFrom::Start(at))?;
        let mut head = Vec::new();
        file.by_ref().take(12).read_to_end(&mut head)?;
        let id = head.first().map_or(0, |first| first.leading_zeros() as usize + 1);
        let Some((size, wide)) = head.get(id..).filter(|_| id <= 4).and_then(ebml_length) else { return Ok(false) };
        let begins = at + id as u64 + wide;
        let is_segment = head.starts_with(&SEGMENT);
        has_segment |= is_segment;
        at = match size {
            Some(size) => match begins.checked_add(size).filter(|end| *end <= length) {
                // What follows the whole is not its own.
                Some(_) if is_segment => return Ok(true),
                Some(end) => end,
                None => return Ok(false),
            },
            // The parts of the whole follow; where a part leaves its end open too, there is nothing more to compare.
            None if is_segment => begins,
            None => return Ok(has_segment),
        };
    }
    Ok(has_segment)
}

/// Where a commune's uploads lie.
fn folder(data: &Path, commune: &str) -> PathBuf {
    data.join("uploads").join(commune)
}

/// Looks at a file that was received, and puts it in its place. Pictures are written anew.
///
/// # Errors
/// A refusal for a file that is neither picture, video nor captions, or is damaged.
pub(super) fn take_in(data: &Path, commune: &str, received: &Path, name: &str, now: Millis) -> Result<Kept> {
    let length = fs::metadata(received)?.len();
    let mut start = Vec::new();
    fs::File::open(received)?.take(4096).read_to_end(&mut start)?;
    let kind = kind_of(&start).ok_or_else(|| Error::refused("learning-file-kind"))?;
    let (code, mime, bytes) = match kind {
        FileKind::Picture => {
            let clean = picture::clean(&fs::read(received)?).map_err(|error| Error::refused(error.code()))?;
            ("picture", clean.mime, Some(clean.bytes))
        }
        FileKind::Heic => return Err(Error::refused("learning-file-heic")),
        FileKind::Captions => {
            if length > CAPTIONS_LIMIT {
                return Err(Error::refused("learning-file-captions"));
            }
            let text = String::from_utf8(fs::read(received)?).map_err(|_| Error::refused("learning-file-captions"))?;
            ("captions", "text/vtt", Some(text.into_bytes()))
        }
        FileKind::Video(mime) => {
            let file = &mut fs::File::open(received)?;
            let whole = if mime == "video/mp4" { is_whole_mp4(file, length)? } else { is_whole_webm(file, length)? };
            if !whole {
                return Err(Error::refused("learning-file-cut"));
            }
            ("video", mime, None)
        }
    };
    let to = folder(data, commune);
    fs::create_dir_all(&to)?;
    let id = match &bytes {
        Some(bytes) => {
            let id = ids::sha256_hex(bytes);
            fs::write(to.join(&id), bytes)?;
            id
        }
        None => {
            let id = hash_of(received)?;
            fs::rename(received, to.join(&id))?;
            id
        }
    };
    let size = bytes.map_or(length as i64, |bytes| bytes.len() as i64);
    let name = fold::nfc(name).chars().take(120).collect();
    Ok(Kept { id, kind: code.into(), mime: mime.into(), name, bytes: size, at: now })
}

fn hash_of(path: &Path) -> std::io::Result<String> {
    use sha2::Digest as _;
    let mut hash = sha2::Sha256::new();
    let mut file = fs::File::open(path)?;
    let mut piece = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(data_encoding::HEXLOWER.encode(&hash.finalize()));
        }
        hash.update(&piece[..read]);
    }
}

/// Opens an uploaded file.
pub(super) fn open(data: &Path, commune: &str, id: &str) -> Result<fs::File> {
    fs::File::open(folder(data, commune).join(id)).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound,
        _ => error.into(),
    })
}

/// A file on its way out, a piece at a time.
pub(super) struct Flow(pub fs::File);

/// How much of a file is read at a time, in bytes.
const PIECE: usize = 128 * 1024;

impl HttpBody for Flow {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let mut piece = vec![0; PIECE];
        Poll::Ready(match self.0.read(&mut piece) {
            Ok(0) => None,
            Ok(read) => {
                piece.truncate(read);
                Some(Ok(Frame::data(piece.into())))
            }
            Err(error) => Some(Err(error)),
        })
    }
}

fn row(row: &Row) -> Result<Kept, DbError> {
    Ok(Kept { id: row.get(0)?, kind: row.get(1)?, mime: row.get(2)?, name: row.get(3)?, bytes: row.get(4)?, at: row.get(5)? })
}

/// Keeps what is known of a file; one that is there already stays as it is.
pub(super) fn insert(tx: &mut Tx<'_>, scope: &Scope, kept: &Kept) -> Result<(), DbError> {
    tx.run(
        sql!(
            "INSERT INTO learning_file (commune_id, id, kind, mime, name, bytes, width, height, created_by, created_at)
              VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $8) ON CONFLICT (commune_id, id) DO NOTHING"
        ),
        args![scope.commune(), &kept.id, &kept.kind, &kept.mime, &kept.name, kept.bytes, scope.account(), kept.at],
    )?;
    Ok(())
}

/// The file of a commune with this id.
pub(super) fn file(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Kept>, DbError> {
    tx.first(
        sql!("SELECT id, kind, mime, name, bytes, created_at FROM learning_file WHERE commune_id = $1 AND id = $2"),
        args![commune, id],
        row,
    )
}

/// All files of a commune, latest first.
pub(super) fn files(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<Kept>, DbError> {
    tx.list(
        sql!(
            "SELECT id, kind, mime, name, bytes, created_at FROM learning_file WHERE commune_id = $1 ORDER BY created_at DESC, id LIMIT 500"
        ),
        args![commune],
        row,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        for (start, kind) in [
            (&b"\0\0\0\x18ftypmp42\0\0\0\0mp42"[..], Some(FileKind::Video("video/mp4"))),
            (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", Some(FileKind::Video("video/webm"))),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Some(FileKind::Heic)),
            (b"\0\0\0\x18ftypavif\0\0\0\0mif1", Some(FileKind::Heic)),
            (b"\0\0\0\x18ftypM4A \0\0\0\0isom", None),
            (b"WEBVTT\n\n00:00", Some(FileKind::Captions)),
            (b"\xef\xbb\xbfWEBVTT\n", Some(FileKind::Captions)),
            (b"WEBVTTX", None),
            (b"\x89PNG\r\n\x1a\n", Some(FileKind::Picture)),
            (b"<svg onload=alert(1)>", None),
            (b"<!doctype html>", None),
            (b"GIF89a", None),
            (b"MZ\x90", None),
            (b"", None),
            (b"RIFF", None),
        ] {
            assert_eq!(kind_of(start), kind, "{start:?}");
        }
    }

    #[test]
    fn a_video_that_was_cut_is_known() {
        let path = std::env::temp_dir().join(format!("hocvuso-{}", ids::new(0)));
        let whole = [&[0, 0, 0, 16][..], b"ftypmp42\0\0\0\0", &[0, 0, 0, 8], b"moov", &[0, 0, 0, 12], b"mdatabcd"].concat();
        for (bytes, expected) in [(&whole[..], true), (&whole[..whole.len() - 3], false), (&whole[..20], false), (&whole[..16], false)] {
            fs::write(&path, bytes).expect("written");
            let mut file = fs::File::open(&path).expect("opened");
            assert_eq!(is_whole_mp4(&mut file, bytes.len() as u64).expect("read"), expected, "{} bytes", bytes.len());
        }
        // A header, then a segment of a known or an open length with one cluster in it.
        let header = b"\x1a\x45\xdf\xa3\x84webm";
        let cluster = b"\x1f\x43\xb6\x75\x88abcdefgh";
        let known = [&header[..], b"\x18\x53\x80\x67\x01\0\0\0\0\0\0\x0d", cluster].concat();
        let open = [&header[..], b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff", cluster].concat();
        let live = [&header[..], b"\x18\x53\x80\x67\xff", b"\x1f\x43\xb6\x75\xff", b"abc"].concat();
        for (bytes, expected) in [
            (&known[..], true),
            (&open[..], true),
            (&live[..], true),
            (&known[..known.len() - 1], false),
            (&open[..open.len() - 1], false),
            (&known[..header.len() + 2], false),
            (&header[..], false),
            (&[&known[..], b"\0\0"].concat(), true),
        ] {
            fs::write(&path, bytes).expect("written");
            let mut file = fs::File::open(&path).expect("opened");
            assert_eq!(is_whole_webm(&mut file, bytes.len() as u64).expect("read"), expected, "{bytes:x?}");
        }
        fs::remove_file(path).expect("removed");
    }
}
