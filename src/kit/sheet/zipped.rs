//! Packed files (XLSX, ODS): what they are, and whether it is safe to unpack them.

use std::io::{BufRead, BufReader, Cursor, Read};

use zip::ZipArchive;

use super::{Kind, MAX_CELLS, MAX_COLUMNS, MAX_UNPACKED_BYTES, SheetError};

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn open(bytes: &[u8]) -> Result<Zip<'_>, SheetError> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::Damaged)
}

/// Tells the kind by the names of the parts.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, SheetError> {
    let zip = open(bytes)?;
    let names: Vec<String> = zip.file_names_raw().map(|name| String::from_utf8_lossy(name).replace('\\', "/").to_lowercase()).collect();
    let has = |test: &dyn Fn(&str) -> bool| names.iter().any(|name| test(name));
    Ok(if has(&|name| name == "xl/workbook.bin") {
        Kind::Xlsb
    } else if has(&|name| name.starts_with("xl/worksheets/")) || has(&|name| name == "xl/workbook.xml") {
        Kind::Xlsx
    } else if has(&|name| name.starts_with("word/")) {
        Kind::Word
    } else if has(&|name| name.starts_with("ppt/")) {
        Kind::Slides
    } else if has(&|name| name == "content.xml") {
        open_document(bytes)?
    } else {
        Kind::Archive
    })
}

/// OpenDocument files say their kind in a part of their own.
fn open_document(bytes: &[u8]) -> Result<Kind, SheetError> {
    let mut zip = open(bytes)?;
    let mut said = String::new();
    if let Ok(part) = zip.by_name("mimetype") {
        // Whatever is no text is no kind that we know.
        let _ = part.take(100).read_to_string(&mut said);
    }
    Ok(match said.trim() {
        "application/vnd.oasis.opendocument.spreadsheet" => Kind::Ods,
        "application/vnd.oasis.opendocument.text" => Kind::Word,
        "application/vnd.oasis.opendocument.presentation" => Kind::Slides,
        _ => Kind::Archive,
    })
}

/// Refuses a file whose parts would unpack to too much, by what its directory says: a part that turns out to be longer than
/// said there breaks off with an error and is never unpacked further.
///
/// Also refuses a shared-strings table that promises more strings than it has room for: readers reserve memory by that promise.
pub(super) fn check_size(bytes: &[u8]) -> Result<(), SheetError> {
    let mut zip = open(bytes)?;
    let said: u64 = (0..zip.len()).filter_map(|index| zip.by_index_raw(index).ok().map(|part| part.size())).fold(0, u64::saturating_add);
    if said > MAX_UNPACKED_BYTES {
        return Err(SheetError::ContentTooBig);
    }
    for index in 0..zip.len() {
        let Ok(part) = zip.by_index(index) else { continue };
        if !part.name_raw().to_ascii_lowercase().ends_with(b".xml") {
            continue;
        }
        let size = part.size();
        let mut head = Vec::with_capacity(4096);
        // A part that breaks off is the reader's to refuse.
        let _ = part.take(4096).read_to_end(&mut head);
        if promised(&head).is_some_and(|count| count > size) {
            return Err(SheetError::Damaged);
        }
    }
    Ok(())
}

/// The number in `uniqueCount="…"`.
fn promised(head: &[u8]) -> Option<u64> {
    let head = String::from_utf8_lossy(head);
    let (_, after) = head.split_once("uniqueCount")?;
    let digits: String = after.trim_start_matches(['=', '"', '\'', ' ']).chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u64::MAX)) }
}

/// Refuses an ODS file that repeats filled cells beyond the bounds: a reader would write them all out.
pub(super) fn check_repeats(bytes: &[u8]) -> Result<(), SheetError> {
    let mut zip = open(bytes)?;
    let part = zip.by_name("content.xml").map_err(|_| SheetError::Damaged)?;
    let mut part = BufReader::new(part.take(MAX_UNPACKED_BYTES));
    let mut tag = Vec::new();
    let (mut cells, mut gap) = (0_usize, 0_usize);
    loop {
        tag.clear();
        match part.read_until(b'>', &mut tag) {
            Ok(0) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
        let start = tag.iter().rposition(|b| *b == b'<').unwrap_or(0);
        let text = String::from_utf8_lossy(&tag[start..]);
        if text.starts_with("<table:table-row") {
            gap = 0;
        } else if text.starts_with("<table:table-cell") || text.starts_with("<table:covered-table-cell") {
            let times = attribute(&text, "table:number-columns-repeated").unwrap_or(1);
            if !text.contains("office:") && !text.contains("table:formula") {
                gap = gap.saturating_add(times);
                continue;
            }
            if times > MAX_COLUMNS {
                return Err(SheetError::ContentTooBig);
            }
            cells = cells.saturating_add(times).saturating_add(std::mem::take(&mut gap));
            // Gaps between filled cells are written out too; three of four cells may be gaps.
            if cells > MAX_CELLS * 4 {
                return Err(SheetError::ContentTooBig);
            }
        }
    }
}

fn attribute(tag: &str, name: &str) -> Option<usize> {
    let (_, after) = tag.split_once(name)?;
    let digits: String = after.trim_start_matches(['=', '"', '\'', ' ']).chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(usize::MAX)) }
}
