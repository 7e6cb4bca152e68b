//! Comma-separated files that a spreadsheet opens without harm.

/// A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe in front.
///
/// # Source
/// OWASP, CSV injection: `=`, `+`, `-`, `@`, tab and carriage return, also in their full-width forms.
pub fn csv_cell(text: &str) -> String {
    if starts_like_a_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether a spreadsheet may run `text` instead of showing it.
pub(super) fn starts_like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The whole file: UTF-8 with a byte order mark, lines ended by CR LF, every cell through [`csv_cell`].
///
/// Cells that need quotes get them; rows may differ in length.
pub fn csv<R, C>(rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut out = String::from('\u{feff}');
    for row in rows {
        for (place, cell) in row.into_iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            out.push_str(&quoted(csv_cell(cell.as_ref())));
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

/// RFC 4180: in quotes when it holds a comma, a quote or a line break, or when its edges are blank.
fn quoted(cell: String) -> String {
    let edges = cell.starts_with(' ') || cell.ends_with(' ');
    if edges || cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_shown_as_text() {
        for (given, wanted) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+84912345678", "'+84912345678"),
            ("-1+2", "'-1+2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("＝1", "'＝1"),
            ("Nguyễn Thị Lan", "Nguyễn Thị Lan"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(csv_cell(given), wanted);
        }
    }

    #[test]
    fn a_file_has_a_mark_quotes_and_line_ends() {
        let bytes = csv([vec!["Xóm", "Số người"], vec!["Xóm \"Đình\", cũ", "12"], vec!["=1", "hai\ndòng"]]);
        assert_eq!(String::from_utf8(bytes).unwrap(), "\u{feff}Xóm,Số người\r\n\"Xóm \"\"Đình\"\", cũ\",12\r\n'=1,\"hai\ndòng\"\r\n");
    }

    #[test]
    fn a_reader_gets_back_what_was_written() {
        let rows = [vec!["a,b", " c ", "d\"e"], vec!["", "một\r\nhai", "x"]];
        let bytes = csv(rows.clone());
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[3..]);
        for (row, wanted) in reader.records().zip(rows) {
            assert_eq!(row.unwrap().iter().collect::<Vec<_>>(), wanted);
        }
    }
}
