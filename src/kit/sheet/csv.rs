//! CSV as programs write it: comma, semicolon or tab, in UTF-8, UTF-16 or Windows-1258.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use super::{Builder, Cell, MAX_CELLS, Sheet, SheetError, Trouble, kind, letters};

/// Reads a CSV file; the sheet is named after the file, and rows are numbered as Excel shows them, empty lines counted.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Sheet, SheetError> {
    let (text, trouble) = decode(bytes);
    let mut text = text.as_str();
    let mut separator = guess(text);
    // Excel takes this line as an order and does not show it as a row.
    if let Some((first, rest)) = text.split_once('\n') {
        let order = first.trim_end().strip_prefix("sep=").and_then(|order| order.chars().next());
        if let Some(order) = order {
            separator = order;
            text = rest;
        }
    }
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let mut budget = MAX_CELLS;
    let mut builder = Builder::new(stem, &mut budget);
    fill(&mut builder, text, separator)?;
    let mut sheet = builder.build(false, []);
    sheet.trouble = trouble;
    Ok(sheet)
}

/// Puts every field into its cell (RFC 4180, and lines that end as they like). A quote inside a field that does not begin with one is a letter.
fn fill(builder: &mut Builder<'_>, text: &str, separator: char) -> Result<(), SheetError> {
    let mut place = (0_u32, 0_u32);
    let mut field = String::new();
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if field.trim().is_empty() => {
                field.clear();
                is_quoted = true;
            }
            _ if is_quoted => field.push(c),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => {
                builder.put(place.0, place.1, take(&mut field))?;
                place = (place.0.saturating_add(1), 0);
            }
            _ if c == separator => {
                builder.put(place.0, place.1, take(&mut field))?;
                place.1 = place.1.saturating_add(1);
            }
            _ => field.push(c),
        }
    }
    builder.put(place.0, place.1, take(&mut field))
}

fn take(field: &mut String) -> Cell {
    Cell::Text(std::mem::take(field).into())
}

/// The text, composed; and what is wrong with its letters where no encoding makes them Vietnamese.
fn decode(bytes: &[u8]) -> (String, Option<Trouble>) {
    let compose = |encoding: &'static Encoding| encoding.decode_with_bom_removal(bytes).0.nfc().collect::<String>();
    if kind::is_utf16(bytes) {
        let is_big = bytes.starts_with(b"\xfe\xff") || (!bytes.starts_with(b"\xff\xfe") && bytes.first() == Some(&0));
        return (compose(if is_big { UTF_16BE } else { UTF_16LE }), None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.trim_start_matches('\u{feff}').nfc().collect(), None);
    }
    let text = compose(WINDOWS_1258);
    if letters::are_vietnamese(&text) {
        return (text, None);
    }
    // Old fonts used the places of Western letters, in which they are recognised.
    let western = compose(WINDOWS_1252);
    let trouble = letters::trouble(western.lines()).unwrap_or(Trouble::Garbled);
    (western, Some(trouble))
}

/// The separator that most lines have most of: the middle line by their number decides.
fn guess(text: &str) -> char {
    let count = |separator: char| {
        let mut counts: Vec<usize> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(50)
            .map(|line| line.split('"').step_by(2).map(|bare| bare.matches(separator).count()).sum())
            .collect();
        counts.sort_unstable();
        (counts.get(counts.len() / 2).copied().unwrap_or(0), counts.iter().sum::<usize>())
    };
    [',', ';', '\t'].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(',')
}
