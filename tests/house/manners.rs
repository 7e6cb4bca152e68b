//! Manners: files of a size that can be read, nothing left lying about, nothing that tells of the machine it was written on.

use std::collections::BTreeMap;

use hocvuso::house;

use super::source::{expect_none, read, sources, tracked};

/// No Rust file is longer, in lines. The soft limit is 400.
const LONGEST: usize = 600;
/// Files that are longer on purpose, and how long they may be.
const LONGER: &[(&str, usize)] = &[("src/indicators/tests.rs", 700), ("src/ledger/store.rs", 800), ("src/people/roster/tests.rs", 700)];

#[test]
fn no_file_is_too_long_to_be_read() {
    let mut wrong = Vec::new();
    for path in tracked().iter().filter(|path| path.ends_with(".rs")) {
        let lines = read(path).lines().count();
        let limit = LONGER.iter().find(|(name, _)| name == path).map_or(LONGEST, |(_, limit)| *limit);
        if lines > limit {
            wrong.push(format!("{path}: {lines} lines, at most {limit}"));
        }
    }
    for (path, limit) in LONGER {
        let lines = read(path).lines().count();
        if lines <= LONGEST {
            wrong.push(format!("{path} has {lines} lines and needs no exception for {limit} any more"));
        }
    }
    expect_none(&wrong, "A file is split when it grows.");
}

#[test]
fn nothing_is_left_lying_about() {
    let mut wrong = Vec::new();
    for source in sources() {
        for word in ["dbg!(", "todo!(", "unimplemented!(", "println!(", "eprintln!(", "print!(", "#[allow("] {
            if source.product().contains(word) {
                wrong.push(format!("{} has {word}", source.path));
            }
        }
    }
    let marks: Vec<String> = ["TO", "FIX", "XX"].iter().zip(["DO", "ME", "X"]).map(|(a, b)| format!("{a}{b}")).collect();
    for path in tracked().iter().filter(|path| is_text(path) && !path.ends_with("package-lock.json")) {
        for (at, line) in read(path).lines().enumerate() {
            if let Some(mark) = marks.iter().find(|mark| line.split(|c: char| !c.is_alphanumeric()).any(|word| word == **mark)) {
                wrong.push(format!("{path}:{} {mark}", at + 1));
            }
        }
    }
    expect_none(&wrong, "What is not done is not left in the house.");
}

fn is_text(path: &str) -> bool {
    let end = path.rsplit('.').next().unwrap_or("");
    matches!(end, "rs" | "toml" | "md" | "html" | "ftl" | "sql" | "ts" | "mjs" | "css" | "json" | "svg" | "typ" | "yml" | "sh" | "lock")
        || path.starts_with("scripts/")
        || path.starts_with(".ci/")
        || path == "Makefile"
}

#[test]
fn nothing_tells_of_the_machine_it_was_written_on() {
    let folders: Vec<String> = ["work", "root", "home", "Users", "mnt"].iter().map(|name| format!("/{name}/")).collect();
    let mut wrong = Vec::new();
    for path in tracked().iter().filter(|path| is_text(path)) {
        for (at, line) in read(path).lines().enumerate() {
            if let Some(folder) = folders.iter().find(|folder| {
                line.match_indices(folder.as_str())
                    .any(|(from, _)| !line[..from].ends_with(|c: char| c.is_alphanumeric() || "./-_}".contains(c)))
            }) {
                wrong.push(format!("{path}:{} {folder}", at + 1));
            }
        }
    }
    expect_none(&wrong, "Paths of a machine do not belong into the house.");
}

#[test]
fn packages_come_from_where_the_reader_gets_them() {
    let mut wrong = Vec::new();
    for path in tracked() {
        if path.ends_with("package-lock.json") && read(&path).contains("\"resolved\"") {
            wrong.push(format!("{path} names a registry"));
        }
        if path.ends_with("Cargo.lock") {
            let foreign =
                read(&path).lines().filter(|l| l.starts_with("source = ") && !l.contains("github.com/rust-lang/crates.io-index")).count();
            if foreign > 0 {
                wrong.push(format!("{path} names {foreign} other sources"));
            }
        }
        if path.starts_with(".cargo/") {
            wrong.push(format!("{path} is of one machine"));
        }
    }
    expect_none(&wrong, "Lock files name no host but the public index.");
}

#[test]
fn addresses_are_plain_and_each_stands_once() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for route in house::routes() {
        *seen.entry(format!("{} {}", route.method, route.path)).or_default() += 1;
        let plain = |part: &str| part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c));
        for part in route.path.split('/').skip(1) {
            // A part may end in a kind of file: `{series}.ics`.
            let named = part.strip_prefix('{').and_then(|rest| rest.split_once('}'));
            let fine = match named {
                Some((name, end)) => name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && plain(end),
                None => plain(part),
            };
            if !fine {
                wrong.push(format!("{} has “{part}”", route.path));
            }
        }
    }
    wrong.extend(seen.iter().filter(|(_, times)| **times > 1).map(|(address, times)| format!("{address} stands {times} times")));
    expect_none(&wrong, "Addresses are Vietnamese without marks, in small letters, once each.");
}
