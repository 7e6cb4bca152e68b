//! What is decided about a list before it is written, and how a written one is taken out again.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::draft::{Draft, DraftRow};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
    },
    ledger,
    people::{
        rules::{Facts, Likeness, Profile, Register, likely_same},
        store,
    },
};

/// What an import keeps beside its row: before it is written the draft, afterwards what the way back needs.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Payload {
    /// What was read. Its rows are dropped once they are persons.
    pub draft: Draft,
    /// Persons of the register who were filled.
    #[serde(default)]
    pub(super) filled: Vec<Filled>,
    /// How many persons were added.
    #[serde(default)]
    pub added: i64,
    /// Ids of those who stayed when the import was taken back.
    #[serde(default)]
    pub stayed: Vec<String>,
}

impl Payload {
    /// A draft that waits.
    pub fn of(draft: Draft) -> Self {
        Self { draft, ..Self::default() }
    }

    /// How many persons of the register were filled.
    pub const fn filled_count(&self) -> usize {
        self.filled.len()
    }
}

/// A person of the register who got something out of a list.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Filled {
    pub(super) person: String,
    pub(super) before: Profile,
    pub(super) after: Profile,
}

/// What is decided about a row that is likely somebody we know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decision {
    /// Add the row, and keep the pair for a later decision: nothing is lost.
    #[default]
    Later,
    /// The same person: fill what is missing, add nobody.
    Same,
    /// Another person: add the row.
    Different,
}

impl Decision {
    /// The decision that a form names.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "later" => Some(Self::Later),
            "same" => Some(Self::Same),
            "different" => Some(Self::Different),
            _ => None,
        }
    }
}

/// Whom a row is likely the same as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// A row above it in the same file: sheet and row.
    Row(usize, u32),
    /// A person of the register.
    Person(String),
}

/// A row that is likely somebody we know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Place of the row's sheet.
    pub sheet: usize,
    /// The row.
    pub row: u32,
    /// Who it may be.
    pub of: Of,
    /// Why.
    pub why: Likeness,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Persons added.
    pub added: i64,
    /// Persons of the register who got something.
    pub filled: i64,
    /// Pairs that wait for a decision.
    pub pairs: i64,
}

/// Every row that is likely somebody we know, in the order of the file: first those of the register, then those above it in the file.
///
/// Persons out of reach are not among them: their pairs are kept when the list is written, for whoever may see both.
pub fn candidates(scope: &Scope, draft: &Draft, village: &str, register: &Register) -> Vec<Candidate> {
    let twins: HashMap<_, _> = draft.twins.iter().copied().collect();
    let rows: HashMap<_, _> = draft.rows.iter().map(|row| ((row.sheet, row.row), row)).collect();
    let mut found = Vec::new();
    for row in &draft.rows {
        let facts = in_village(row, village).facts("");
        if let Some((other, why)) = register.find(&facts).filter(|(other, _)| scope.covers(&other.village)) {
            found.push(Candidate { sheet: row.sheet, row: row.row, of: Of::Person(other.id.clone()), why });
        }
        if let Some(of) = twins.get(&(row.sheet, row.row)) {
            let why = rows.get(of).map_or(Likeness::Name, |other| why_twins(&in_village(other, village).facts(""), &facts));
            found.push(Candidate { sheet: row.sheet, row: row.row, of: Of::Row(of.0, of.1), why });
        }
    }
    found
}

/// Why two rows of one list are likely the same person; whoever read the list found that they are.
pub(super) fn why_twins(one: &Facts, other: &Facts) -> Likeness {
    likely_same(one, other).unwrap_or(Likeness::Name)
}

pub(super) fn in_village(row: &DraftRow, village: &str) -> Profile {
    Profile { village: village.to_owned(), ..row.profile.clone() }
}

/// Takes a written import back: whoever it brought and nothing happened to since leaves the register, and what it filled is empty again.
///
/// Answers how many left, and the ids of those who stay because they were changed, merged, asked or have evidence.
///
/// # Errors
/// [`Error::NotFound`] when there is no such import in reach; a refusal when it does not hold.
pub fn undo(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<(u64, Vec<String>)> {
    tx.hold(&format!("people {}", scope.commune()))?;
    let (import, payload) = store::import(tx, scope, id)?;
    if import.state != "applied" {
        return Err(Error::refused("people-import-not-applied"));
    }
    let payload: Payload = serde_json::from_str(&payload)?;
    let removed = store::remove_untouched(tx, scope, id, now)?;
    let mut villages = BTreeSet::from([import.village.clone()]);
    for gain in payload.filled.iter().rev() {
        let Some(person) = store::find(tx, scope, &gain.person)?.filter(|person| person.merged_into.is_none()) else { continue };
        let back = person.profile.without_gain(&gain.before, &gain.after);
        store::change_quietly(tx, scope, &person, &back, now)?;
        villages.insert(person.profile.village);
    }
    for village in &villages {
        ledger::changed(tx, scope.commune(), village, "roster", village, now)?;
    }
    store::drop_foreign_consents(tx, scope, id)?;
    store::remove_households_of_import(tx, scope, id)?;
    let stayed: Vec<String> = store::persons_of_import(tx, scope, id)?.into_iter().map(|person| person.id).collect();
    let after = Payload { stayed: stayed.clone(), ..Payload::default() };
    if !store::mark_undone(tx, scope, id, &serde_json::to_string(&after)?, now)? {
        return Err(Error::Changed);
    }
    Ok((removed, stayed))
}
