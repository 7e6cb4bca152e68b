//! The import of a file by a command: everything that is good, at once, with a list of what is not.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    apply::{Decision, Of, Payload, candidates},
    draft::{Draft, file_name},
    writing::{apply, write_list},
};
use crate::{
    accounts::Scope,
    kit::{
        app::App,
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Refusal, Result},
        identity::IdentityKey,
        ids,
        text::{Lang, Text},
    },
    people::{rules::Register, store},
    places,
};

/// What became of a file, as `import people --json` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportOutcome {
    /// How many rows could be used, likely duplicates among them.
    pub good: usize,
    /// Rows that could not, in the order of the file.
    pub bad: Vec<Bad>,
    /// Rows that are likely somebody else's row or somebody in the register; all were added, and wait for a decision.
    pub duplicates: Vec<Duplicate>,
}

/// A row that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bad {
    /// The name of its sheet.
    pub sheet: String,
    /// Row as Excel shows it.
    pub row: u32,
    /// The stable code of the reason.
    pub code: String,
    /// The reason in Vietnamese.
    pub reason: String,
}

/// A row that is likely the same person as another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// The name of its sheet.
    pub sheet: String,
    /// Row as Excel shows it.
    pub row: u32,
    /// Who it may be.
    pub of: Place,
}

/// A row of the same file, or a person of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Place {
    /// A row above it.
    Row {
        /// The name of its sheet, where it is another one.
        #[serde(skip_serializing_if = "Option::is_none")]
        sheet: Option<String>,
        /// Row as Excel shows it.
        row: u32,
    },
    /// A person of the register.
    Person {
        /// The id.
        person: String,
    },
}

/// Loads a list of people into a village, which is named by id, code or name: all good rows at once, or with `dry_run` nothing.
///
/// Likely duplicates are added too, each with a pair that waits for a decision. Blocks: for commands.
///
/// # Errors
/// [`Error::NotFound`] for an unknown village; a refusal when the file can't be read, holds no list of people, or is written already.
pub fn import_file(app: &App, scope: &Scope, village: &str, name: &str, bytes: &[u8], dry_run: bool) -> Result<ImportOutcome> {
    let (now, today, key) = (app.clock.now(), app.clock.today(), IdentityKey::new(app.keys.purpose("identity")));
    let draft = draft_of(bytes, name, today, &key)?;
    let (village, outcome) = app.db.read_now(|tx| outcome(tx, scope, village, &draft))?;
    if dry_run {
        return Ok(outcome);
    }
    let (file, hash, counts) = (file_name(name), ids::sha256_hex(bytes), (draft.rows.len() as i64, draft.bad.len() as i64));
    let payload = serde_json::to_string(&Payload::of(draft))?;
    let reach = scope.clone();
    let import = app.db.write_now(move |tx| add(tx, &reach, &village, (&file, &hash), counts, &payload, now))?;
    let written = write_list(&app.db, &app.clock, scope, &import, &|_, _| Decision::Later, |_, _| Ok(()));
    if let Err(error) = written {
        let reach = scope.clone();
        app.db.write_now(move |tx| store::drop_import(tx, &reach, &import, now))?;
        return Err(error);
    }
    Ok(outcome)
}

/// Keeps a draft, unless the same file is written already.
fn add(
    tx: &mut Tx<'_>,
    scope: &Scope,
    village: &str,
    (file, hash): (&str, &str),
    counts: (i64, i64),
    payload: &str,
    now: Millis,
) -> Result<String> {
    if let Some(known) = store::known_file(tx, scope, hash)? {
        return Err(Refusal::new("people-import-again").with("file", known.file).into());
    }
    store::add_import(tx, scope, village, file, hash, counts, payload, now)
}

/// [`import_file`] in the caller's transaction, with the file's name and content, the key for identity numbers and the instant of loading.
pub fn import_list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    village: &str,
    (name, bytes): (&str, &[u8]),
    key: &IdentityKey,
    now: Millis,
) -> Result<ImportOutcome> {
    let draft = draft_of(bytes, name, dates::day_of(now), key)?;
    let (file, hash) = (file_name(name), ids::sha256_hex(bytes));
    let (village, outcome) = outcome(tx, scope, village, &draft)?;
    let counts = (draft.rows.len() as i64, draft.bad.len() as i64);
    let payload = serde_json::to_string(&Payload::of(draft))?;
    let import = add(tx, scope, &village, (&file, &hash), counts, &payload, now)?;
    apply(tx, scope, &import, &|_, _| Decision::Later, now)?;
    Ok(outcome)
}

fn draft_of(bytes: &[u8], name: &str, today: Date, key: &IdentityKey) -> Result<Draft> {
    let draft = Draft::read(bytes, name, today, key)?;
    if draft.is_nothing() { Err(Error::refused("people-import-nothing")) } else { Ok(draft) }
}

fn outcome(tx: &mut Tx<'_>, scope: &Scope, village: &str, draft: &Draft) -> Result<(String, ImportOutcome)> {
    let village = places::find_village(tx, scope.commune(), village)?.filter(|village| scope.covers(&village.id)).ok_or(Error::NotFound)?;
    let register = Register::new(store::facts(tx, scope)?);
    let t = Text::of(Lang::Vi);
    let bad = draft.bad.iter().map(|bad| Bad {
        sheet: draft.sheet_name(bad.sheet).to_owned(),
        row: bad.row,
        reason: t.get(&bad.code),
        code: bad.code.clone(),
    });
    let duplicates = candidates(scope, draft, &village.id, &register).into_iter().map(|found| Duplicate {
        sheet: draft.sheet_name(found.sheet).to_owned(),
        row: found.row,
        of: match found.of {
            Of::Person(person) => Place::Person { person },
            Of::Row(sheet, row) => Place::Row { sheet: (sheet != found.sheet).then(|| draft.sheet_name(sheet).to_owned()), row },
        },
    });
    let outcome = ImportOutcome { good: draft.rows.len(), bad: bad.collect(), duplicates: duplicates.collect() };
    Ok((village.id, outcome))
}
