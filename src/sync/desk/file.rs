//! An outbox that was saved as a file, because the phone has no way to send it itself.

use serde::Deserialize;
use serde_json::Value;

/// The most operations that one file may hold.
pub(super) const MOST: usize = 20_000;

/// What the app wrote; `docs/sync.md`, “A file instead of a signal”.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct OutboxFile {
    hocvuso: String,
    version: i64,
    /// The phone that it was written on.
    pub device_id: String,
    /// Whose outbox it is.
    pub account: String,
    /// The commune that it is for.
    pub commune: String,
    /// The operations, as they would be pushed.
    pub ops: Vec<Value>,
    /// Pictures by their hash, in base64.
    #[serde(default)]
    pub blobs: std::collections::BTreeMap<String, String>,
}

/// Reads a file; the error is a text key.
pub(super) fn read(bytes: &[u8]) -> Result<OutboxFile, &'static str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let file: OutboxFile = serde_json::from_slice(bytes).map_err(|_| "sync-upload-wrong")?;
    if file.hocvuso != "outbox" {
        return Err("sync-upload-wrong");
    }
    if file.version != 1 {
        return Err("sync-upload-newer");
    }
    if file.ops.is_empty() {
        return Err("sync-upload-empty");
    }
    if file.ops.len() > MOST {
        return Err("sync-upload-many");
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_outbox_of_this_form_is_read() {
        let file = |version: i64, ops: &str, word: &str| {
            format!(
                "{{\"hocvuso\":\"{word}\",\"version\":{version},\"device_id\":\"d\",\"account\":\"a\",\"commune\":\"c\",\"ops\":{ops}}}"
            )
        };
        for (text, told) in [
            (file(1, "[{}]", "outbox"), Ok(1)),
            (format!("\u{feff}{}", file(1, "[{},{}]", "outbox")), Ok(2)),
            (file(2, "[{}]", "outbox"), Err("sync-upload-newer")),
            (file(1, "[]", "outbox"), Err("sync-upload-empty")),
            (file(1, "[{}]", "backup"), Err("sync-upload-wrong")),
            (file(1, "{}", "outbox"), Err("sync-upload-wrong")),
            (file(1, &format!("[{}{{}}]", "{},".repeat(MOST)), "outbox"), Err("sync-upload-many")),
            ("PK\u{3}\u{4}".into(), Err("sync-upload-wrong")),
            (String::new(), Err("sync-upload-wrong")),
            ("[".repeat(100_000), Err("sync-upload-wrong")),
        ] {
            assert_eq!(read(text.as_bytes()).map(|file| file.ops.len()), told, "{}", text.chars().take(60).collect::<String>());
        }
    }
}
