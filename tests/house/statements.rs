//! Statements: each behind `sql!`, on tables that the slice may touch, in words that both databases take.

use hocvuso::kit::db::{Db, Place};

use super::{
    ladder::height,
    source::{Literal, Source, expect_none, sources},
};

/// A statement of the program with where it stands.
struct Statement<'a> {
    source: &'a Source,
    literal: &'a Literal,
}

impl Statement<'_> {
    fn place(&self) -> String {
        format!("{}:{}", self.source.path, self.literal.line)
    }

    /// The words and marks of the statement, without what stands in quotes.
    fn words(&self) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut quoted = false;
        for c in self.literal.text.chars() {
            quoted ^= c == '\'';
            if !quoted && (c.is_alphanumeric() || c == '_' || c == '$') {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            } else if words.last().is_some_and(|word| !word.is_empty()) {
                words.push(String::new());
            }
        }
        words
    }

    /// Tables behind any of these words.
    fn tables_after(&self, before: &[&str]) -> Vec<String> {
        let words = self.words();
        let follows = words.windows(2).filter(|pair| before.contains(&pair[0].to_uppercase().as_str()));
        follows.map(|pair| pair[1].clone()).filter(|table| table.contains('_') && table.to_lowercase() == *table).collect()
    }
}

fn statements() -> Vec<Statement<'static>> {
    let all = sources().iter().flat_map(|source| source.product_strings().map(move |literal| Statement { source, literal }));
    all.filter(|s| {
        let before = s.source.before(s.literal);
        before.ends_with("sql!(") || before.ends_with("sql!{") || before.ends_with("sql! {")
    })
    .collect()
}

/// Words that begin a statement.
const VERBS: &[&str] = &["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "PRAGMA ", "CREATE ", "ALTER ", "DROP ", "VACUUM"];

#[test]
fn no_statement_stands_outside_sql() {
    let mut wrong = Vec::new();
    for source in sources() {
        // The two stores open, tune and commit; they have no other way.
        if source.path.starts_with("src/kit/db/") && source.path.ends_with("_store.rs") {
            continue;
        }
        for literal in source.product_strings() {
            let text = literal.text.trim_start();
            let before = source.before(literal);
            let marked = before.ends_with("sql!(") || before.ends_with("sql!{") || before.ends_with("sql! {");
            if !marked && VERBS.iter().any(|verb| text.starts_with(verb)) {
                wrong.push(format!("{}:{} {}", source.path, literal.line, text.chars().take(60).collect::<String>()));
            }
        }
        let made = source.product().matches("sql!(").count();
        let literal = source.product().split("sql!(").skip(1).filter(|rest| rest.trim_start().starts_with('"')).count();
        if made != literal && source.path != "src/kit/db/mod.rs" {
            wrong.push(format!("{}: a statement that is put together", source.path));
        }
    }
    expect_none(&wrong, "Every statement is one literal inside sql!(…).");
}

#[test]
fn a_slice_writes_its_own_tables_and_reads_no_higher_ones() {
    let all = statements();
    assert!(all.len() > 60, "only {} statements were found: the reader is broken", all.len());
    let mut wrong = Vec::new();
    for statement in all {
        let slice = statement.source.slice();
        for table in statement.tables_after(&["INTO", "UPDATE", "TABLE"]).iter().chain(&deleted(&statement)) {
            if !table.starts_with(&format!("{slice}_")) {
                wrong.push(format!("{} writes {table}", statement.place()));
            }
        }
        let own = height(slice).unwrap_or(0);
        for table in statement.tables_after(&["FROM", "JOIN"]) {
            let owner = table.split('_').next().unwrap_or("");
            if height(owner).is_some_and(|other| other > own) {
                wrong.push(format!("{} reads {table}", statement.place()));
            }
        }
    }
    expect_none(&wrong, "A slice writes only its own tables, and reads those of lower rungs.");
}

fn deleted(statement: &Statement<'_>) -> Vec<String> {
    let words = statement.words();
    words.windows(3).filter(|w| w[0].eq_ignore_ascii_case("DELETE") && w[1].eq_ignore_ascii_case("FROM")).map(|w| w[2].clone()).collect()
}

#[test]
fn statements_keep_to_what_both_databases_know() {
    /// Words of one engine alone, or that mean something else on the other.
    const FOREIGN: &[&str] = &[
        "ILIKE",
        "NOW",
        "STRFTIME",
        "DATETIME",
        "ARRAY",
        "UNNEST",
        "JSON_EXTRACT",
        "GROUP_CONCAT",
        "STRING_AGG",
        "IFNULL",
        "GLOB",
        "REGEXP",
        "ROWID",
    ];
    let mut wrong = Vec::new();
    for statement in statements().iter().filter(|s| s.source.path != "src/kit/db/dialect.rs") {
        for word in statement.words() {
            if FOREIGN.contains(&word.to_uppercase().as_str()) {
                wrong.push(format!("{} says {word}", statement.place()));
            }
        }
        let text = statement.literal.text.to_uppercase();
        if text.matches("SUM(").count() != text.matches("CAST(SUM(").count() + text.matches("CAST(COALESCE(SUM(").count() {
            wrong.push(format!("{} sums without CAST(SUM(…) AS BIGINT)", statement.place()));
        }
        if text.contains('?') {
            wrong.push(format!("{} has a placeholder other than $1", statement.place()));
        }
    }
    expect_none(&wrong, "One SQL text serves both databases.");
}

#[test]
fn every_statement_is_understood_by_sqlite() {
    let folder = std::env::temp_dir().join(format!("hocvuso-shape-{}", std::process::id()));
    let store = Db::open(&Place::Folder(folder.clone())).expect("a database with all tables");
    let connection = rusqlite::Connection::open(folder.join("hocvuso.db")).expect("the same file");
    let mut wrong = Vec::new();
    for statement in statements().iter().filter(|s| !s.literal.text.contains("pg_")) {
        if let Err(error) = connection.prepare(&statement.literal.text) {
            wrong.push(format!("{} {error}", statement.place()));
        }
    }
    drop((connection, store));
    std::fs::remove_dir_all(folder).expect("removed");
    expect_none(&wrong, "SQLite does not understand a statement.");
}

#[test]
fn every_statement_is_understood_by_postgresql() {
    let Ok(server) = std::env::var("HOCVUSO_TEST_DATABASE") else {
        eprintln!("HOCVUSO_TEST_DATABASE names no server: PostgreSQL was not asked");
        return;
    };
    let name = format!("shape_{}", std::process::id());
    let mut admin = postgres::Client::connect(&format!("{server}/postgres"), postgres::NoTls).expect("the test server");
    admin.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
    let store = Db::open(&Place::Server(format!("{server}/{name}"))).expect("a database with all tables");
    let mut client = postgres::Client::connect(&format!("{server}/{name}"), postgres::NoTls).expect("the same database");
    let mut wrong = Vec::new();
    for statement in statements().iter().filter(|s| !s.literal.text.starts_with("PRAGMA")) {
        if let Err(error) = client.prepare(&statement.literal.text) {
            let why = error.as_db_error().map_or_else(|| error.to_string(), |e| e.message().to_owned());
            wrong.push(format!("{} {why}", statement.place()));
        }
    }
    drop((client, store));
    expect_none(&wrong, "PostgreSQL does not understand a statement.");
}
