//! What official lists confirmed of people: a row of a list enters, all that a list brought is taken back; all SQL on it.

use std::collections::{BTreeSet, HashSet};

use super::{
    CONFIRMED,
    entering::{OutsideResult, Reached, enter, take_out},
    lists::result_rows::ResultRow,
};
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{self, Tx},
        error::Result,
        ids,
    },
    learning::framework::{self, Rule},
    people, sql,
};

/// A confirmation that counts, as a page shows it.
pub(super) struct Confirmed {
    pub name: String,
    pub village: String,
    pub skill: String,
    pub document: String,
    pub day: String,
}

/// Whether any official list was ever brought in and counts: before that, nobody is known to be confirmed or not.
pub fn any(tx: &mut Tx<'_>, commune: &str) -> Result<bool, db::Error> {
    let one: Option<i64> =
        tx.value(sql!("SELECT 1 FROM learning_confirmation WHERE commune_id = $1 AND voided_at IS NULL LIMIT 1"), args![commune])?;
    Ok(one.is_some())
}

/// Whether nothing can be said of a state yet that only official lists give: `known` is what [`any`] answers.
pub fn is_unknown(rule: &Rule, known: bool) -> bool {
    !known && rule.kinds.iter().all(|kind| kind == CONFIRMED.name)
}

/// Everybody with a confirmation that counts, and of which skill.
pub(super) fn counted(tx: &mut Tx<'_>, commune: &str) -> Result<HashSet<(String, String)>, db::Error> {
    let all = tx.list(
        sql!(
            "SELECT COALESCE(a.root_id, c.person_id), c.skill FROM learning_confirmation c
                LEFT JOIN ledger_alias a ON a.commune_id = c.commune_id AND a.person_id = c.person_id
              WHERE c.commune_id = $1 AND c.voided_at IS NULL"
        ),
        args![commune],
        |row| Ok((row.get(0)?, row.get::<String>(1)?)),
    )?;
    let codes = framework::codes(tx, commune)?;
    Ok(all.into_iter().map(|(person, skill)| (person, codes.now(&skill).unwrap_or(&skill).to_owned())).collect())
}

/// The skills that are confirmed of a person and of those merged into them, by the codes that hold now.
fn skills_of(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<String>, db::Error> {
    let all: Vec<String> = tx.list(
        sql!(
            "SELECT skill FROM learning_confirmation WHERE commune_id = $1 AND voided_at IS NULL
                AND (person_id = $2 OR person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $2))"
        ),
        args![commune, person],
        |row| row.get(0),
    )?;
    let codes = framework::codes(tx, commune)?;
    Ok(all.into_iter().filter_map(|skill| codes.now(&skill).map(str::to_owned)).collect())
}

/// Writes a row of a list, unless the skill is confirmed of this person already.
pub(super) fn enter_row(tx: &mut Tx<'_>, scope: &Scope, list: &str, row: &ResultRow, person: &str, now: Millis) -> Result<()> {
    let commune = scope.commune();
    // Whoever left the reach, or the register, since the list was looked at is passed over.
    let Some(card) = people::card(tx, scope, person)? else { return Ok(()) };
    tx.hold(&format!("outside {commune} {}", card.id))?;
    let (Some(skill), Ok(day)) = (framework::skill(tx, commune, &row.what)?, row.day.parse()) else { return Ok(()) };
    if skills_of(tx, commune, &card.id)?.contains(&skill.code) {
        return Ok(());
    }
    let id = ids::new(now);
    let result = OutsideResult {
        subject: &id,
        person: &card,
        reached: Reached::Confirmation { document: &row.number },
        skills: &BTreeSet::from([skill.code.clone()]),
        day,
        by_way_of: "list",
        recorded_by: scope.account(),
    };
    let entries = enter(tx, commune, &result, now)?;
    tx.run(
        sql!(
            "INSERT INTO learning_confirmation (commune_id, id, list_id, person_id, skill, document, day, entries, confirmed_by, confirmed_at,
                voided_at, voided_by, void_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL, NULL)"
        ),
        args![commune, &id, list, &card.id, &skill.code, &row.number, day.to_string(), entries.join(" "), scope.account(), now],
    )?;
    Ok(())
}

/// What a list brought that counts: ids and the ledger's entries.
pub(super) fn of_list(tx: &mut Tx<'_>, commune: &str, list: &str) -> Result<Vec<(String, Vec<String>)>, db::Error> {
    tx.list(
        sql!("SELECT id, entries FROM learning_confirmation WHERE commune_id = $1 AND list_id = $2 AND voided_at IS NULL ORDER BY id"),
        args![commune, list],
        |row| Ok((row.get(0)?, row.get::<String>(1)?.split_whitespace().map(str::to_owned).collect())),
    )
}

/// The same in Vietnamese order, as a page shows it.
pub(super) fn shown_of_list(tx: &mut Tx<'_>, commune: &str, list: &str, limit: i64) -> Result<Vec<Confirmed>, db::Error> {
    tx.list(
        sql!(
            "SELECT p.name, v.name, c.skill, c.document, c.day FROM learning_confirmation c
                LEFT JOIN ledger_alias a ON a.commune_id = c.commune_id AND a.person_id = c.person_id
                JOIN people_person p ON p.commune_id = c.commune_id AND p.id = COALESCE(a.root_id, c.person_id)
                JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
              WHERE c.commune_id = $1 AND c.list_id = $2 AND c.voided_at IS NULL ORDER BY p.sort_key, p.id, c.skill LIMIT $3"
        ),
        args![commune, list, limit],
        |row| Ok(Confirmed { name: row.get(0)?, village: row.get(1)?, skill: row.get(2)?, document: row.get(3)?, day: row.get(4)? }),
    )
}

/// Takes a confirmation back, when it counts.
pub(super) fn take_back(tx: &mut Tx<'_>, scope: &Scope, (id, entries): &(String, Vec<String>), reason: &str, now: Millis) -> Result<()> {
    let gone = tx.run(
        sql!(
            "UPDATE learning_confirmation SET voided_at = $3, voided_by = $4, void_reason = $5
              WHERE commune_id = $1 AND id = $2 AND voided_at IS NULL"
        ),
        args![scope.commune(), id, now, scope.account(), reason],
    )?;
    if gone > 0 {
        take_out(tx, scope.commune(), entries, reason, scope.account(), now)?;
    }
    Ok(())
}
