//! What operations do: one file for each lower slice, one table over all of them.

mod cards;
mod classes;
mod coaching;
mod learning;
mod people;
mod photos;
#[cfg(test)]
mod poison;

use crate::{
    accounts::{Authority, Right, Scope},
    kit::{clock::Millis, db::Tx, error::Result},
    sync::rules::{Code, Op, Outcome, When},
};

/// An operation on its way into the slices.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The operation, its payload in the present form.
    pub op: &'a Op,
    /// When it was done.
    pub when: When,
    /// When it is recorded.
    pub now: Millis,
    /// Whether an officer decided that it counts.
    pub decided: bool,
    /// Whether that officer also said whose it is, because its account was lost: then what the actor may do now is what they might do then.
    pub vouched: bool,
}

/// Where an operation belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this village: who acts there must be allowed to.
    At(String),
    /// What it is about was deleted.
    Gone,
    /// What it is about is not in this commune.
    Nowhere,
}

impl Place {
    /// The village, when there is one.
    pub fn of(village: Option<String>) -> Self {
        village.map_or(Self::Nowhere, Self::At)
    }
}

/// A type of operation.
#[derive(Debug)]
pub struct Kind {
    /// Its name on the wire.
    pub name: &'static str,
    /// What the actor must have been allowed then, and be allowed now, in the village.
    pub right: Right,
    /// Whether its entity is a record that it makes, and that may have been taken back.
    pub makes: bool,
    /// Finds the village.
    pub place: fn(&mut Tx<'_>, &str, &Op) -> Result<Place>,
    /// Does it, in the actor's scope. What is neither applied nor a duplicate is undone by the caller.
    pub apply: fn(&mut Tx<'_>, &Scope, &Case<'_>) -> Result<Outcome>,
}

/// A kind of record that `record.undo` takes back.
#[derive(Debug)]
pub struct Record {
    /// Its name, as tombstones keep it.
    pub name: &'static str,
    /// What the actor must be allowed in its village.
    pub right: Right,
    /// The village of the record with this id, if it is one of this kind.
    pub place: fn(&mut Tx<'_>, &str, &str) -> Result<Option<String>>,
    /// Takes it back: the operation's entity is its id.
    pub take_back: fn(&mut Tx<'_>, &Scope, &Case<'_>) -> Result<()>,
}

/// Every type of operation, slice by slice.
const KINDS: &[&[Kind]] = &[classes::KINDS, people::KINDS, cards::KINDS, coaching::KINDS, learning::KINDS, photos::KINDS];
#[cfg(test)]
const POISON: &[Kind] = poison::KINDS;
#[cfg(not(test))]
const POISON: &[Kind] = &[];
/// Every kind of record that can be taken back.
const RECORDS: &[&[Record]] = &[learning::RECORDS, coaching::RECORDS, photos::RECORDS];

/// The type of operation with this name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().flatten().chain(POISON).find(|kind| kind.name == name)
}

/// The kind of the record with this id, and its village.
pub fn record(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<(&'static Record, String)>> {
    for record in RECORDS.iter().copied().flatten() {
        if let Some(village) = (record.place)(tx, commune, id)? {
            return Ok(Some((record, village)));
        }
    }
    Ok(None)
}

/// The actor's scope for a right in a village, if they had it when it was done and have it now.
///
/// Where the phone does not know when it was, any moment counts at which it may have been. To somebody who never had the right in that village,
/// the village's things do not exist.
pub fn allowed(authority: &Authority, commune: &str, right: Right, village: &str, case: &Case<'_>) -> std::result::Result<Scope, Code> {
    let reaches = |scope: Option<Scope>| scope.filter(|scope| scope.covers(village));
    let then = reaches(authority.between(commune, right, case.when.earliest, case.when.latest));
    let now = reaches(authority.now(commune, right));
    match (then, now) {
        (Some(_), Some(now)) => Ok(now),
        (Some(then), None) if case.decided => Ok(then),
        (None, Some(now)) if case.vouched => Ok(now),
        (Some(_), None) => Err(Code::NoLongerAllowed),
        (None, None) if authority.between(commune, right, 0, Millis::MAX).is_some() => Err(Code::NotFound),
        (None, _) => Err(Code::NotAllowed),
    }
}

/// The name of the operation that takes a record back.
pub const UNDO: &str = "record.undo";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::rules::CURRENT;

    #[test]
    fn every_type_of_the_protocol_has_one_place_that_does_it() {
        for (name, _) in CURRENT {
            let known = KINDS.iter().copied().flatten().filter(|kind| kind.name == *name).count();
            assert_eq!(known, usize::from(*name != UNDO), "{name}");
        }
    }
}
