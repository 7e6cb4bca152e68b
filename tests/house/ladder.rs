//! Imports go down the ladder only, and only to what a slice publishes.

use super::source::{Source, expect_none, read, sources};

/// The rungs, lowest first, as `ARCHITECTURE.md` draws them.
pub fn rungs() -> Vec<String> {
    let map = read("ARCHITECTURE.md");
    let line = map.lines().find(|line| line.starts_with("kit → ledger")).expect("the ladder is drawn in ARCHITECTURE.md");
    line.split(['→', ',']).map(|rung| rung.trim().to_owned()).collect()
}

/// How high a slice stands; `house` and `cli` are the last two.
pub fn height(slice: &str) -> Option<usize> {
    rungs().iter().position(|rung| rung == slice)
}

/// Every path that the program's code of a file names, from the root of the crate: `crate::kit::db::Tx` is `kit`, `db`, `Tx`.
fn paths(source: &Source) -> Vec<Vec<String>> {
    let code = source.product();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let tail = code[..at].chars().next_back();
        if tail.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':' && c != '$') {
            tree(&code[at + "crate::".len()..], &[], &mut found);
        }
    }
    for (at, _) in code.match_indices("super::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let mut module = source.module();
        let mut rest = &code[at..];
        while let Some(up) = rest.strip_prefix("super::") {
            module.pop();
            rest = up;
        }
        // Inside the slice a path may go where it likes.
        if module.is_empty() {
            tree(rest, &[], &mut found);
        }
    }
    found
}

/// Reads one tree of names, `a::{b, c::d}`, and answers what is left of the text.
fn tree<'a>(text: &'a str, before: &[String], found: &mut Vec<Vec<String>>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start();
            if let Some(end) = rest.strip_prefix('}') {
                return end;
            }
            if let Some(next) = rest.strip_prefix(',') {
                rest = next;
                continue;
            }
            let left = tree(rest, before, found);
            // `x as y` in a list.
            let after = left.trim_start();
            rest = after
                .strip_prefix("as ")
                .map_or(left, |named| named.trim_start().trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'));
            if rest.is_empty() {
                return rest;
            }
        }
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '*').unwrap_or(text.len()).max(usize::from(!text.is_empty()));
    let (name, rest) = text.split_at(end);
    let mut path = before.to_vec();
    path.push(name.to_owned());
    match rest.strip_prefix("::") {
        Some(deeper) if deeper.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '{' || c == '*') => {
            tree(deeper, &path, found)
        }
        _ => {
            found.push(path);
            rest
        }
    }
}

#[test]
fn the_map_names_every_slice() {
    let mut drawn = rungs();
    let mut there: Vec<String> = sources().iter().map(|s| s.slice().to_owned()).filter(|s| !s.is_empty() && s != "testing").collect();
    drawn.sort();
    there.sort();
    there.dedup();
    assert_eq!(drawn, there);
}

#[test]
fn imports_go_down_the_ladder_only() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for source in sources().iter().filter(|s| !s.is_test && !s.slice().is_empty()) {
        let own = height(source.slice()).unwrap_or_else(|| panic!("{} is on no rung", source.path));
        for path in paths(source) {
            // Macros stand at the root of the crate, whatever slice makes them.
            let Some(other) = height(&path[0]) else { continue };
            seen += 1;
            if other > own {
                wrong.push(format!("{} reaches up to {}", source.path, path.join("::")));
            }
        }
    }
    assert!(seen > 200, "only {seen} imports were found: the reader is broken");
    expect_none(&wrong, "A slice uses only what stands below it.");
}

/// Modules that other slices may reach into, beside those of `kit`; everything else a slice publishes by name.
const OPEN: &[&str] = &["accounts::testing", "coaching::api", "people::roster", "platform::demo"];

#[test]
fn a_slice_publishes_names_and_not_its_insides() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.path.ends_with("/mod.rs") && s.module().len() == 1 && s.slice() != "kit") {
        for line in source.code.lines() {
            if let Some(name) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
                let path = format!("{}::{name}", source.slice());
                if !OPEN.contains(&path.as_str()) {
                    wrong.push(format!("{path} is open to all"));
                }
            }
        }
    }
    for source in sources().iter().filter(|s| s.product().contains("pub(crate)") || s.product().contains("pub(in ")) {
        wrong.push(format!("{} publishes past its mod.rs", source.path));
    }
    expect_none(&wrong, "What others may use stands in mod.rs.");
}

#[test]
fn a_tree_of_names_is_read_whole() {
    let mut found = Vec::new();
    tree("kit::{db::{self, Tx as T}, error::Error}, people::add(tx)", &[], &mut found);
    let found: Vec<_> = found.iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["kit::db::self", "kit::db::Tx", "kit::error::Error"]);
}
