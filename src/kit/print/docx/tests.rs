//! Packages are unpacked and their parts read as text.

use std::io::Read;

use super::*;
use crate::kit::print::{Align, Block, Column, Level, Table, sample};

/// The parts of a package by name.
fn unpacked(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |index| {
        let mut file = archive.by_index(index).unwrap();
        let mut content = String::new();
        file.read_to_string(&mut content).unwrap();
        (file.name().unwrap().to_string(), content)
    };
    (0..10).map(part).collect()
}

fn document(paper: &Paper) -> String {
    let parts = unpacked(&docx(paper).unwrap());
    parts.into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1
}

/// Panics where tags do not close each other, or where a bare sign of markup stands in text.
fn assert_well_formed(name: &str, xml: &str) {
    let mut open = Vec::new();
    let mut rest = xml.strip_prefix(parts::DECLARATION).unwrap_or_else(|| panic!("{name} has no declaration"));
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        assert!(!text.contains('>'), "{name}: {text}");
        for (at, _) in text.match_indices('&') {
            let entity = &text[at..];
            assert!(["&amp;", "&lt;", "&gt;", "&quot;"].iter().any(|known| entity.starts_with(known)), "{entity}");
        }
        let end = tag.find('>').unwrap_or_else(|| panic!("{name}: {tag}"));
        let inner = &tag[1..end];
        if let Some(closed) = inner.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}");
        } else if !inner.ends_with('/') {
            open.push(inner.split_whitespace().next().unwrap());
        }
        rest = &tag[end + 1..];
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{name}: {open:?} {rest}");
    let forbidden = |char: char| char.is_control() && char != '\n';
    assert!(!xml.contains(forbidden), "{name}");
}

#[test]
fn the_text_of_a_report_is_as_agreed() {
    // A line for each paragraph and row, so that a difference can be read.
    let xml = document(&sample::report());
    let lines = ["</w:p>", "</w:tr>", "</w:tblGrid>"].iter().fold(xml, |xml, tag| xml.replace(tag, &format!("{tag}\n")));
    insta::with_settings!({ snapshot_path => "../golden", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("report.document.xml", lines);
    });
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    assert!(docx(&sample::report()).unwrap() == docx(&sample::report()).unwrap());
}

#[test]
fn every_part_is_well_formed_whatever_people_type() {
    let hostile = "<w:p> & \"quoted\" 'x' ]]> \u{0}\u{1b}\u{fffe} </w:t>\nhai dòng\t😀";
    let row = vec![hostile.to_owned(); 2];
    let paper = Paper {
        authority_parent: row.clone(),
        authority: row.clone(),
        issuer: hostile.into(),
        notation: hostile.into(),
        place: hostile.into(),
        subject: hostile.into(),
        legal_basis: row.clone(),
        addressees: row.clone(),
        body: vec![
            Block::Heading(Level::Part, hostile.into()),
            Block::plain(hostile),
            Block::Table(Table {
                columns: vec![Column::new(hostile, Align::Left, 1).under(hostile)],
                rows: vec![row.clone()],
                caption: hostile.into(),
                source: hostile.into(),
                ..Table::default()
            }),
            Block::Table(Table::default()),
        ],
        recipients: row.clone(),
        footer_note: hostile.into(),
        draft: true,
        ..sample::report()
    };
    for paper in [paper, Paper::default(), sample::report()] {
        for (name, xml) in unpacked(&docx(&paper).unwrap()) {
            assert_well_formed(&name, &xml);
        }
    }
}

#[test]
fn a_draft_is_marked_in_the_margin_of_every_page() {
    let headers = |paper: &Paper| {
        let parts = unpacked(&docx(paper).unwrap());
        let headers = parts.into_iter().filter(|(name, _)| name.starts_with("word/header"));
        headers.map(|(_, xml)| (xml.contains("DỰ THẢO"), xml.contains("PAGE"))).collect::<Vec<_>>()
    };
    assert_eq!(headers(&sample::report()), [(false, true), (false, false)]);
    assert_eq!(headers(&Paper { draft: true, ..sample::report() }), [(true, true), (true, false)]);
}

#[test]
fn every_row_of_a_heading_covers_the_whole_width() {
    let titles: [&[&str]; 6] = [&["a"], &["b", "c", "d"], &["b", "c", "e"], &["b", "f"], &[], &["g", "h"]];
    let columns =
        titles.iter().map(|path| Column { title: path.iter().map(ToString::to_string).collect(), align: Align::Left, width: 3 }).collect();
    let table = Table { columns, numbered: true, ..Table::default() };
    let xml = document(&Paper { body: vec![Block::Table(table)], appendix: vec![], ..sample::report() });
    let heads: Vec<&str> = xml.split("<w:tr>").filter(|row| row.contains("<w:tblHeader/>")).collect();
    assert_eq!(heads.len(), 4);
    for head in heads {
        let span = |cell: &str| {
            let value = cell.split_once("gridSpan w:val=\"").map_or("1", |(_, rest)| &rest[..1]);
            value.parse::<usize>().unwrap()
        };
        assert_eq!(head.split("<w:tc>").skip(1).map(span).sum::<usize>(), 6, "{head}");
    }
}

#[test]
fn each_appendix_is_a_section_turned_as_it_asks() {
    let mut paper = sample::report();
    let sections = |paper: &Paper| {
        let xml = document(paper);
        xml.split("<w:pgSz").skip(1).map(|rest| rest.starts_with(" w:w=\"16838\"")).collect::<Vec<_>>()
    };
    assert_eq!(sections(&paper), [false, true]);
    paper.appendix.push(super::super::Appendix { title: "Khác".into(), ..Default::default() });
    assert_eq!(sections(&paper), [false, true, false]);
    assert!(document(&paper).contains("Phụ lục II"));
    paper.appendix.clear();
    assert_eq!(sections(&paper), [false]);
}
