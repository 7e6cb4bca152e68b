//! Two persons become one, and two again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    pair::{self, NewPair},
    person::{self, Person},
};
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::{Error, Result},
        ids,
        text::{Lang, Text},
        vault::Field,
    },
    ledger::{self, Entry, Found},
    people::{cards, rules::Profile},
    sql,
};

/// A merge that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The id.
    pub id: String,
    /// Who stands for both.
    pub kept: String,
    /// Their name.
    pub kept_name: String,
    /// Who was merged away.
    pub gone: String,
    /// Their name.
    pub gone_name: String,
    /// When.
    pub at: Millis,
    /// The name of who decided, or nothing for a command.
    pub by: String,
}

/// What the way back needs.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    /// The kept person before.
    kept: Profile,
    /// The kept person with what the other one knew.
    filled: Profile,
    /// Consents that moved over.
    consents: Vec<String>,
    /// Households that had the other one as their head.
    heads: Vec<String>,
    /// Learner cards that moved over.
    #[serde(default)]
    cards: Vec<String>,
    /// Entries of the other one that told the same as one of the kept, and count once from now on.
    doubles: Vec<String>,
}

/// What both were before: it holds phones, and is sealed as a whole.
pub const BEFORE: Field = Field { table: "people_merge", column: "before" };

/// The most entries of one person that are compared with another's.
const MOST_ENTRIES: i64 = 10_000;

/// Makes one person of two: `kept` gets what only `gone` knew, with their consents and evidence.
///
/// # Errors
/// [`Error::NotFound`] when one is out of reach or merged away already; a refusal when both are the same.
pub fn merge(tx: &mut Tx<'_>, scope: &Scope, kept: &str, gone: &str, now: Millis) -> Result<String> {
    let commune = scope.commune();
    tx.hold(&format!("people {commune}"))?;
    if kept == gone {
        return Err(Error::refused("people-merge-same"));
    }
    let (kept, gone) = (person::person(tx, scope, kept)?, person::person(tx, scope, gone)?);
    let filled = kept.profile.filled_from(&gone.profile);
    person::change(tx, scope, &kept, &filled, now)?;
    tx.run(
        sql!("UPDATE people_person SET merged_into = $3, version = version + 1, updated_at = $4 WHERE commune_id = $1 AND id = $2"),
        args![commune, &gone.id, &kept.id, now],
    )?;
    let before = Before {
        consents: move_consents(tx, commune, &gone.id, &kept.id)?,
        heads: move_heads(tx, commune, &gone.id, &kept.id)?,
        cards: cards::store::pass_on(tx, commune, &gone.id, &kept.id)?,
        doubles: void_doubles(tx, scope, &kept.id, &gone.id, now)?,
        kept: kept.profile.clone(),
        filled,
    };
    ledger::alias(tx, commune, &gone.id, &kept.id, &ids::new(now), scope.account(), now)?;
    tell(tx, commune, &kept, &gone, now)?;
    pass_on_pairs(tx, scope, &kept, &gone, now)?;
    person::add_change(tx, scope, &kept.id, "merged", "", &gone.profile.name, now)?;
    let id = ids::new(now);
    let before = tx.vault()?.seal(BEFORE, &id, &serde_json::to_string(&before)?)?;
    tx.run(
        sql!(
            "INSERT INTO people_merge (commune_id, id, kept, gone, before, at, merged_by, undone_at, undone_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL)"
        ),
        args![commune, &id, &kept.id, &gone.id, before, now, scope.account()],
    )?;
    Ok(id)
}

/// What phones hold of the two hangs on their classes, marks and cards too: their villages are told anew.
fn tell(tx: &mut Tx<'_>, commune: &str, kept: &Person, gone: &Person, now: Millis) -> Result<()> {
    for village in BTreeSet::from([&kept.profile.village, &gone.profile.village]) {
        ledger::changed(tx, commune, village, "roster", village, now)?;
    }
    Ok(())
}

fn move_consents(tx: &mut Tx<'_>, commune: &str, from: &str, to: &str) -> Result<Vec<String>> {
    let moved =
        tx.list(sql!("SELECT id FROM people_consent WHERE commune_id = $1 AND person_id = $2"), args![commune, from], |row| row.get(0))?;
    tx.run(sql!("UPDATE people_consent SET person_id = $3 WHERE commune_id = $1 AND person_id = $2"), args![commune, from, to])?;
    Ok(moved)
}

fn move_heads(tx: &mut Tx<'_>, commune: &str, from: &str, to: &str) -> Result<Vec<String>> {
    let moved =
        tx.list(sql!("SELECT id FROM people_household WHERE commune_id = $1 AND head_id = $2"), args![commune, from], |row| row.get(0))?;
    tx.run(sql!("UPDATE people_household SET head_id = $3 WHERE commune_id = $1 AND head_id = $2"), args![commune, from, to])?;
    Ok(moved)
}

/// Pairs of the gone person with others become pairs of the kept one; the pair of both is decided.
fn pass_on_pairs(tx: &mut Tx<'_>, scope: &Scope, kept: &Person, gone: &Person, now: Millis) -> Result<()> {
    let open = tx.list(
        sql!(
            "SELECT person_a, person_b, reason FROM people_pair WHERE commune_id = $1 AND state = 'open' AND (person_a = $2 OR person_b = $2) ORDER BY id"
        ),
        args![scope.commune(), &gone.id],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    for (a, b, reason) in open {
        let other = if a == gone.id { b } else { a };
        if other != kept.id {
            pair::add_pair(tx, scope, &NewPair { one: &kept.id, other: &other, reason: &reason, state: "open", import: None }, now)?;
        }
    }
    pair::decide(tx, scope, &kept.id, &gone.id, "same", now)
}

/// Whoever was marked twice in one session was there once: the gone person's entry about the same thing is voided.
fn void_doubles(tx: &mut Tx<'_>, scope: &Scope, kept: &str, gone: &str, now: Millis) -> Result<Vec<String>> {
    let commune = scope.commune();
    let mut of = |person: &str| -> Result<Vec<Entry>> {
        let found = Found { person: person.to_owned(), ..Found::default() };
        let entries = ledger::entries(tx, commune, &found, MOST_ENTRIES, 0)?;
        Ok(entries.into_iter().map(|(entry, _)| entry).filter(|entry| !entry.grade.is_empty() && !entry.subject.is_empty()).collect())
    };
    let (its, others) = (of(kept)?, of(gone)?);
    let mut doubles = Vec::new();
    for double in others.iter().filter(|o| its.iter().any(|k| k.kind == o.kind && k.subject == o.subject)) {
        let reason = Text::of(Lang::Vi).get("people-merge-void-reason");
        ledger::void(tx, commune, &double.id, &ids::new(now), &reason, scope.account(), now)?;
        doubles.push(double.id.clone());
    }
    Ok(doubles)
}

/// Whether an entry that the merge voided was voided again since, as when a mark is taken back: it then counts for nobody.
fn was_taken_back(tx: &mut Tx<'_>, commune: &str, entry: &str) -> Result<bool> {
    let mut of = |kind: ledger::Kind| {
        let found = Found { kind: kind.name.to_owned(), subject: entry.to_owned(), with_voided: true, ..Found::default() };
        ledger::count_entries(tx, commune, &found)
    };
    Ok(of(ledger::VOIDED)? > of(ledger::RESTORED)? + 1)
}

/// Makes two persons of one again; what was edited on the kept one since stays.
///
/// # Errors
/// [`Error::NotFound`] when there is no such merge in reach; a refusal when the kept person was merged further since.
pub fn unmerge(tx: &mut Tx<'_>, scope: &Scope, merge: &str, now: Millis) -> Result<(String, String)> {
    let commune = scope.commune();
    tx.hold(&format!("people {commune}"))?;
    let (kept, gone, before) = tx
        .first(
            sql!("SELECT kept, gone, before FROM people_merge WHERE commune_id = $1 AND id = $2 AND undone_at IS NULL"),
            args![commune, merge],
            |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
        )?
        .ok_or(Error::NotFound)?;
    let kept = person::find(tx, scope, &kept)?.ok_or(Error::NotFound)?;
    let gone = person::find(tx, scope, &gone)?.filter(|g| g.merged_into.as_ref() == Some(&kept.id)).ok_or(Error::NotFound)?;
    if kept.merged_into.is_some() {
        return Err(Error::refused("people-unmerge-order"));
    }
    let before: Before = serde_json::from_str(&tx.vault()?.open(BEFORE, merge, &before)?)?;
    let back = kept.profile.without_gain(&before.kept, &before.filled);
    person::change(tx, scope, &kept, &back, now)?;
    tx.run(
        sql!("UPDATE people_person SET merged_into = NULL, version = version + 1, updated_at = $3 WHERE commune_id = $1 AND id = $2"),
        args![commune, &gone.id, now],
    )?;
    for consent in &before.consents {
        tx.run(
            sql!("UPDATE people_consent SET person_id = $4 WHERE commune_id = $1 AND id = $2 AND person_id = $3"),
            args![commune, consent, &kept.id, &gone.id],
        )?;
    }
    for household in &before.heads {
        tx.run(
            sql!("UPDATE people_household SET head_id = $4 WHERE commune_id = $1 AND id = $2 AND head_id = $3"),
            args![commune, household, &kept.id, &gone.id],
        )?;
    }
    cards::store::give_back(tx, commune, &before.cards, &kept.id, &gone.id)?;
    ledger::unalias(tx, commune, &gone.id, &kept.id, &ids::new(now), scope.account(), now)?;
    tell(tx, commune, &kept, &gone, now)?;
    for double in &before.doubles {
        if was_taken_back(tx, commune, double)? {
            continue;
        }
        ledger::restore(tx, commune, double, &ids::new(now), scope.account(), now)?;
    }
    pair::add_pair(tx, scope, &NewPair { one: &kept.id, other: &gone.id, reason: "told", state: "different", import: None }, now)?;
    pair::decide(tx, scope, &kept.id, &gone.id, "different", now)?;
    person::add_change(tx, scope, &kept.id, "unmerged", &gone.profile.name, "", now)?;
    person::add_change(tx, scope, &gone.id, "unmerged", &kept.profile.name, "", now)?;
    tx.run(
        sql!("UPDATE people_merge SET undone_at = $3, undone_by = $4 WHERE commune_id = $1 AND id = $2"),
        args![commune, merge, now, scope.account()],
    )?;
    Ok((kept.id, gone.id))
}

fn merge_row(row: &Row) -> Result<Merge, db::Error> {
    Ok(Merge {
        id: row.get(0)?,
        kept: row.get(1)?,
        kept_name: row.get(2)?,
        gone: row.get(3)?,
        gone_name: row.get(4)?,
        at: row.get(5)?,
        by: row.get(6)?,
    })
}

/// Merges that hold, of persons in reach, latest first; those that made `kept`, or all when it is empty.
pub fn merges(tx: &mut Tx<'_>, scope: &Scope, kept: &str, limit: i64) -> Result<Vec<Merge>> {
    Ok(tx.list(
        sql!(
            "SELECT m.id, k.id, k.name, g.id, g.name, m.at, COALESCE(a.name, '') FROM people_merge m
              JOIN people_person k ON k.commune_id = m.commune_id AND k.id = m.kept
              JOIN people_person g ON g.commune_id = m.commune_id AND g.id = m.gone
              LEFT JOIN accounts_account a ON a.id = m.merged_by
              WHERE m.commune_id = $1 AND m.undone_at IS NULL AND k.merged_into IS NULL AND ($3 = '' OR m.kept = $3)
                AND ($2 = '' OR ($2 LIKE '%' || k.village_id || '%' AND $2 LIKE '%' || g.village_id || '%'))
              ORDER BY m.at DESC, m.id DESC LIMIT $4"
        ),
        args![scope.commune(), scope.reach(), kept, limit],
        merge_row,
    )?)
}
