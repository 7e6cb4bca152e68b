//! Pairs of persons who are likely one, waiting for a decision.

use super::facts;
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::{Error, Result},
        ids,
    },
    people::rules::{Facts, likely_same},
    sql,
};

/// A pair to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewPair<'a> {
    /// One of the two; the order does not matter.
    pub one: &'a str,
    /// The other.
    pub other: &'a str,
    /// Why: a code of [`crate::people::rules::Likeness`], or `told` when an officer said so.
    pub reason: &'a str,
    /// `open`, or `different` when it is decided already.
    pub state: &'a str,
    /// The import that found it.
    pub import: Option<&'a str>,
}

/// A pair as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The id.
    pub id: String,
    /// The person who was registered first.
    pub one: String,
    /// Their name.
    pub one_name: String,
    /// The other person.
    pub other: String,
    /// Their name.
    pub other_name: String,
    /// The village of the first.
    pub village: String,
    /// Why.
    pub reason: String,
    /// `open`, `same` or `different`.
    pub state: String,
    /// The first one's birth as stored.
    pub one_birth: String,
    /// The other one's birth as stored.
    pub other_birth: String,
}

fn pair_row(row: &Row) -> Result<Pair, db::Error> {
    Ok(Pair {
        id: row.get(0)?,
        one: row.get(1)?,
        one_name: row.get(2)?,
        other: row.get(3)?,
        other_name: row.get(4)?,
        village: row.get(5)?,
        reason: row.get(6)?,
        state: row.get(7)?,
        one_birth: row.get(8)?,
        other_birth: row.get(9)?,
    })
}

/// Keeps a pair once. A pair that is there already stays as it was decided; only an open one may become decided.
pub fn add_pair(tx: &mut Tx<'_>, scope: &Scope, new: &NewPair<'_>, now: Millis) -> Result<()> {
    if new.one == new.other {
        return Ok(());
    }
    let (a, b) = if new.one < new.other { (new.one, new.other) } else { (new.other, new.one) };
    let decided = new.state != "open";
    let (by, at) = (decided.then(|| scope.account()), decided.then_some(now));
    tx.run(
        sql!(
            "INSERT INTO people_pair (commune_id, id, person_a, person_b, reason, state, found_at, import_id, decided_by, decided_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
              ON CONFLICT (commune_id, person_a, person_b) DO UPDATE SET state = CASE WHEN people_pair.state = 'open' THEN excluded.state
                ELSE people_pair.state END"
        ),
        args![scope.commune(), ids::new(now), a, b, new.reason, new.state, now, new.import, by, at],
    )?;
    Ok(())
}

/// Keeps a pair for everybody of the commune who is likely the same as this person of the register, and answers how many there are.
pub fn find_pairs(tx: &mut Tx<'_>, scope: &Scope, facts: &Facts, now: Millis) -> Result<usize> {
    let mut found = 0;
    for other in facts::relatives(tx, scope, facts)? {
        if let Some(why) = likely_same(&other, facts) {
            add_pair(tx, scope, &NewPair { one: &other.id, other: &facts.id, reason: why.code(), state: "open", import: None }, now)?;
            found += 1;
        }
    }
    Ok(found)
}

/// Open pairs of which both persons are in reach, oldest first.
pub fn open_pairs(tx: &mut Tx<'_>, scope: &Scope, limit: i64, offset: i64) -> Result<Vec<Pair>> {
    Ok(tx.list(
        sql!(
            "SELECT d.id, a.id, a.name, b.id, b.name, a.village_id, d.reason, d.state, a.birth_text, b.birth_text FROM people_pair d
              JOIN people_person a ON a.commune_id = d.commune_id AND a.id = d.person_a AND a.merged_into IS NULL AND a.removed_at IS NULL
              JOIN people_person b ON b.commune_id = d.commune_id AND b.id = d.person_b AND b.merged_into IS NULL AND b.removed_at IS NULL
              WHERE d.commune_id = $1 AND d.state = 'open' AND ($2 = '' OR ($2 LIKE '%' || a.village_id || '%' AND $2 LIKE '%' || b.village_id || '%'))
              ORDER BY d.found_at, a.sort_key, d.id LIMIT $3 OFFSET $4"
        ),
        args![scope.commune(), scope.reach(), limit, offset],
        pair_row,
    )?)
}

/// How many pairs [`open_pairs`] would show in all.
pub fn count_open(tx: &mut Tx<'_>, scope: &Scope) -> Result<i64> {
    Ok(tx.count(
        sql!(
            "SELECT COUNT(*) FROM people_pair d
              JOIN people_person a ON a.commune_id = d.commune_id AND a.id = d.person_a AND a.merged_into IS NULL AND a.removed_at IS NULL
              JOIN people_person b ON b.commune_id = d.commune_id AND b.id = d.person_b AND b.merged_into IS NULL AND b.removed_at IS NULL
              WHERE d.commune_id = $1 AND d.state = 'open' AND ($2 = '' OR ($2 LIKE '%' || a.village_id || '%' AND $2 LIKE '%' || b.village_id || '%'))"
        ),
        args![scope.commune(), scope.reach()],
    )?)
}

/// The open pairs of one person of which both are in reach.
pub fn pairs_of(tx: &mut Tx<'_>, scope: &Scope, person: &str) -> Result<Vec<Pair>> {
    Ok(tx.list(
        sql!(
            "SELECT d.id, a.id, a.name, b.id, b.name, a.village_id, d.reason, d.state, a.birth_text, b.birth_text FROM people_pair d
              JOIN people_person a ON a.commune_id = d.commune_id AND a.id = d.person_a AND a.merged_into IS NULL AND a.removed_at IS NULL
              JOIN people_person b ON b.commune_id = d.commune_id AND b.id = d.person_b AND b.merged_into IS NULL AND b.removed_at IS NULL
              WHERE d.commune_id = $1 AND d.state = 'open' AND ($2 = '' OR ($2 LIKE '%' || a.village_id || '%' AND $2 LIKE '%' || b.village_id || '%'))
                AND (d.person_a = $3 OR d.person_b = $3)
              ORDER BY d.found_at, d.id LIMIT 50"
        ),
        args![scope.commune(), scope.reach(), person],
        pair_row,
    )?)
}

/// The pair with this id, whatever its state, when both persons are in reach and stand for themselves.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn pair(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Pair> {
    tx.first(
        sql!(
            "SELECT d.id, a.id, a.name, b.id, b.name, a.village_id, d.reason, d.state, a.birth_text, b.birth_text FROM people_pair d
              JOIN people_person a ON a.commune_id = d.commune_id AND a.id = d.person_a AND a.merged_into IS NULL AND a.removed_at IS NULL
              JOIN people_person b ON b.commune_id = d.commune_id AND b.id = d.person_b AND b.merged_into IS NULL AND b.removed_at IS NULL
              WHERE d.commune_id = $1 AND ($2 = '' OR ($2 LIKE '%' || a.village_id || '%' AND $2 LIKE '%' || b.village_id || '%')) AND d.id = $3"
        ),
        args![scope.commune(), scope.reach(), id],
        pair_row,
    )?
    .ok_or(Error::NotFound)
}

/// Keeps what was decided about the pair of two persons, when there is one.
pub fn decide(tx: &mut Tx<'_>, scope: &Scope, one: &str, other: &str, state: &str, now: Millis) -> Result<()> {
    let (a, b) = if one < other { (one, other) } else { (other, one) };
    tx.run(
        sql!(
            "UPDATE people_pair SET state = $4, decided_by = $5, decided_at = $6 WHERE commune_id = $1 AND person_a = $2 AND person_b = $3"
        ),
        args![scope.commune(), a, b, state, scope.account(), now],
    )?;
    Ok(())
}
