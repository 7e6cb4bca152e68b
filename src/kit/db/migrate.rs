//! The list of schema changes, the same text for both engines.

use refinery_core::{Migration, Runner};

use super::Error;

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        /// Every schema change in order: name and SQL text.
        pub const MIGRATIONS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../migrations/", $name, ".sql")))),+];
    };
}

migrations! {
    "V1__ledger",
    "V2__accounts",
    "V3__places_and_org",
    "V4__people",
    "V5__resources",
    "V6__classes",
    "V7__learning",
    "V8__plan",
    "V9__reports",
    "V10__platform",
    "V11__feed",
    "V12__cards",
    "V13__coaching",
    "V14__sync",
    "V15__phones",
    "V18__blobs",
    "V19__library",
    "V20__quiz",
    "V21__courses",
    "V22__outside",
    "V23__class_skills",
    "V24__field_proofs",
}

/// The schema version that this program works with.
pub const LATEST: i64 = number(MIGRATIONS[MIGRATIONS.len() - 1].0.as_bytes());

/// The number in `V10__name`.
const fn number(name: &[u8]) -> i64 {
    let (mut at, mut number) = (1, 0);
    while name[at].is_ascii_digit() {
        number = number * 10 + (name[at] - b'0') as i64;
        at += 1;
    }
    number
}

fn runner() -> Result<Runner, Error> {
    let list = MIGRATIONS
        .iter()
        .map(|(name, sql)| Migration::unapplied(name, sql))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| Error::Other(e.to_string()))?;
    Ok(Runner::new(&list))
}

/// Applies what is missing, each change in a transaction of its own.
pub(super) fn run<M: refinery_core::Migrate>(connection: &mut M) -> Result<(), Error> {
    runner()?.run(connection).map(drop).map_err(|e| {
        let text = std::error::Error::source(&e).map_or_else(|| e.to_string(), |s| format!("{e}: {s}"));
        Error::Other(format!("schema: {text}"))
    })
}
