//! The parts of the package beside the text: styles, settings, headers, properties.

use super::draw::{Look, Par, escaped, run};
use crate::kit::print::form::Form;

pub(super) const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

pub(super) const CONTENT_TYPES: &str = include_str!("content_types.xml");
pub(super) const PACKAGE_RELATIONS: &str = include_str!("package_rels.xml");
pub(super) const DOCUMENT_RELATIONS: &str = include_str!("document_rels.xml");
pub(super) const STYLES: &str = include_str!("styles.xml");
pub(super) const SETTINGS: &str = include_str!("settings.xml");

/// Title, author, language; the day of issue as the day of creation.
pub(super) fn properties(form: &Form) -> String {
    let created = form.date.map_or_else(String::new, |(year, month, day)| {
        let at = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
        format!(
            "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:created>\
             <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:modified>"
        )
    });
    format!(
        "{DECLARATION}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>vi-VN</dc:language>{created}\
         </cp:coreProperties>",
        escaped(&form.title),
        escaped(&form.author),
    )
}

/// The top margin: page number in the middle, except on the first page of a section; the draft mark at the right.
pub(super) fn header(form: &Form, numbered: bool) -> String {
    const FIELD: &str = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
         <w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r>\
         <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let number = if numbered { FIELD } else { "" };
    // A centred line for the number and, only where there is a mark, a framed line beside it.
    let mark = if form.draft.is_empty() { String::new() } else { draft_mark(form.draft) };
    let par = Par { style: "Header", align: "center", ..Par::default() };
    format!("{DECLARATION}<w:hdr {NAMESPACES}>{mark}{}</w:hdr>", par.xml(number))
}

/// A bordered paragraph that floats at the right margin, so that the number stays in the middle.
fn draft_mark(words: &str) -> String {
    let border = ["top", "left", "bottom", "right"]
        .map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"8\" w:space=\"1\" w:color=\"000000\"/>"))
        .concat();
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Header\"/>\
         <w:framePr w:w=\"1361\" w:hSpace=\"0\" w:wrap=\"around\" w:vAnchor=\"page\" w:hAnchor=\"margin\" \
         w:xAlign=\"right\" w:y=\"567\"/><w:pBdr>{border}</w:pBdr><w:jc w:val=\"center\"/></w:pPr>{}</w:p>",
        run(words, Look::sized(24).bold())
    )
}

/// The bottom margin: the small print.
pub(super) fn footer(form: &Form) -> String {
    let par = Par { style: "Footer", ..Par::default() };
    format!("{DECLARATION}<w:ftr {NAMESPACES}>{}</w:ftr>", par.xml(&run(&form.foot, Look::default())))
}
