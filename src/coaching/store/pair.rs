//! Pairs: who accompanies whom.

use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
    },
    sql,
};

/// A pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Its id.
    pub id: String,
    /// The mentor's account.
    pub mentor: String,
    /// The mentor's name.
    pub mentor_name: String,
    /// The person as they stand now.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Their year of birth, when it is known.
    pub birth_year: Option<i16>,
    /// Their hamlet, or empty.
    pub hamlet: String,
    /// The village's id.
    pub village: String,
    /// The village's name.
    pub village_name: String,
    /// What was agreed on, in words.
    pub plan: String,
    /// Since when.
    pub since: Millis,
    /// When it ended.
    pub ended_at: Option<Millis>,
    /// Why; empty while it lasts.
    pub ended_reason: String,
    /// When they met last, when they did.
    pub last_contact: Option<Millis>,
    /// How many of the five components the person has reached.
    pub reached: i64,
    /// Counts the changes.
    pub version: i64,
}

fn pair_row(row: &Row) -> Result<Pair, Error> {
    Ok(Pair {
        id: row.get(0)?,
        mentor: row.get(1)?,
        mentor_name: row.get(2)?,
        person: row.get(3)?,
        name: row.get(4)?,
        birth_year: row.get(5)?,
        hamlet: row.get(6)?,
        village: row.get(7)?,
        village_name: row.get(8)?,
        plan: row.get(9)?,
        since: row.get(10)?,
        ended_at: row.get(11)?,
        ended_reason: row.get(12)?,
        last_contact: row.get(13)?,
        reached: row.get(14)?,
        version: row.get(15)?,
    })
}

/// A pair in reach.
pub fn by_id(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Pair>, Error> {
    tx.first(
        sql!(
            "SELECT c.id, c.mentor_id, COALESCE(m.name, CASE WHEN c.mentor_id = 'command' THEN 'hocvuso' ELSE c.mentor_id END),
                COALESCE(p.id, c.person_id), COALESCE(p.name, ''), p.birth_year, COALESCE(p.hamlet, ''), c.village_id, COALESCE(v.name, ''), c.plan,
                c.began_at, c.ended_at, COALESCE(c.ended_reason, ''),
                (SELECT MAX(l.at) FROM coaching_log l WHERE l.commune_id = c.commune_id AND l.subject_id = c.id AND l.kind = 'contact' AND l.undone_at IS NULL),
                (SELECT COUNT(*) FROM ledger_attainment t WHERE t.commune_id = c.commune_id AND t.person_id = p.id AND t.key LIKE 'essential.%'),
                c.version
              FROM coaching_pair c LEFT JOIN accounts_account m ON m.id = c.mentor_id
              LEFT JOIN ledger_alias a ON a.commune_id = c.commune_id AND a.person_id = c.person_id
              LEFT JOIN people_person p ON p.commune_id = c.commune_id AND p.id = COALESCE(a.root_id, c.person_id)
              LEFT JOIN places_village v ON v.commune_id = c.commune_id AND v.id = c.village_id
              WHERE c.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || c.village_id || '%') AND c.id = $3"
        ),
        args![scope.commune(), scope.reach(), id],
        pair_row,
    )
}

/// The pairs of a mentor in reach that last, by the person's name; with `ended` those that ended too.
pub fn of_mentor(tx: &mut Tx<'_>, scope: &Scope, mentor: &str, ended: bool) -> Result<Vec<Pair>, Error> {
    tx.list(
        sql!(
            "SELECT c.id, c.mentor_id, COALESCE(m.name, CASE WHEN c.mentor_id = 'command' THEN 'hocvuso' ELSE c.mentor_id END),
                COALESCE(p.id, c.person_id), COALESCE(p.name, ''), p.birth_year, COALESCE(p.hamlet, ''), c.village_id, COALESCE(v.name, ''), c.plan,
                c.began_at, c.ended_at, COALESCE(c.ended_reason, ''),
                (SELECT MAX(l.at) FROM coaching_log l WHERE l.commune_id = c.commune_id AND l.subject_id = c.id AND l.kind = 'contact' AND l.undone_at IS NULL),
                (SELECT COUNT(*) FROM ledger_attainment t WHERE t.commune_id = c.commune_id AND t.person_id = p.id AND t.key LIKE 'essential.%'),
                c.version
              FROM coaching_pair c LEFT JOIN accounts_account m ON m.id = c.mentor_id
              LEFT JOIN ledger_alias a ON a.commune_id = c.commune_id AND a.person_id = c.person_id
              LEFT JOIN people_person p ON p.commune_id = c.commune_id AND p.id = COALESCE(a.root_id, c.person_id)
              LEFT JOIN places_village v ON v.commune_id = c.commune_id AND v.id = c.village_id
              WHERE c.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || c.village_id || '%') AND c.mentor_id = $3 AND ($4 OR c.ended_at IS NULL)
              ORDER BY CASE WHEN c.ended_at IS NULL THEN 0 ELSE 1 END, p.sort_key, c.id LIMIT 500"
        ),
        args![scope.commune(), scope.reach(), mentor, ended],
        pair_row,
    )
}

/// The lasting pair of a person, whoever was merged into them included.
pub fn of_person(tx: &mut Tx<'_>, scope: &Scope, person: &str) -> Result<Option<String>, Error> {
    tx.value(
        sql!(
            "SELECT c.id FROM coaching_pair c LEFT JOIN ledger_alias a ON a.commune_id = c.commune_id AND a.person_id = c.person_id
              WHERE c.commune_id = $1 AND COALESCE(a.root_id, c.person_id) = $2 AND c.ended_at IS NULL ORDER BY c.began_at LIMIT 1"
        ),
        args![scope.commune(), person],
    )
}

/// Adds a pair; `taken_from` is the one that it takes over.
pub fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    (id, mentor, person, village, plan): (&str, &str, &str, &str, &str),
    taken_from: Option<&str>,
    now: Millis,
) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO coaching_pair (commune_id, id, mentor_id, person_id, village_id, plan, began_at, began_by, taken_from, ended_at, ended_by,
                ended_reason, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, NULL, NULL, 1)"
        ),
        args![scope.commune(), id, mentor, person, village, plan, now, scope.account(), taken_from],
    )?;
    Ok(())
}

/// Ends a pair; tells whether it lasted until now.
pub fn end(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<bool, Error> {
    let ended = tx.run(
        sql!(
            "UPDATE coaching_pair SET ended_at = $3, ended_by = $4, ended_reason = $5, version = version + 1
              WHERE commune_id = $1 AND id = $2 AND ended_at IS NULL"
        ),
        args![scope.commune(), id, now, scope.account(), reason],
    )?;
    Ok(ended > 0)
}

/// Changes the plan of a pair that lasts and stands at `version`; tells whether it did.
pub fn set_plan(tx: &mut Tx<'_>, scope: &Scope, id: &str, plan: &str, version: i64) -> Result<bool, Error> {
    let changed = tx.run(
        sql!(
            "UPDATE coaching_pair SET plan = $3, version = version + 1 WHERE commune_id = $1 AND id = $2 AND version = $4 AND ended_at IS NULL"
        ),
        args![scope.commune(), id, plan, version],
    )?;
    Ok(changed > 0)
}

/// How many lasting pairs each mentor has in reach: account → pairs.
pub fn counts(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<(String, i64)>, Error> {
    tx.list(
        sql!(
            "SELECT c.mentor_id, COUNT(*) FROM coaching_pair c
              WHERE c.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || c.village_id || '%') AND c.ended_at IS NULL GROUP BY c.mentor_id"
        ),
        args![scope.commune(), scope.reach()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Somebody who may be accompanied, and why they are offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub id: String,
    pub name: String,
    pub birth_year: Option<i16>,
    pub hamlet: String,
    pub village_name: String,
    /// Somebody of their household is accompanied by the same mentor already.
    pub kin: bool,
    /// They asked for help, and nobody has answered yet.
    pub asked: bool,
    /// How many of the five components they have reached.
    pub reached: i64,
}

/// Which persons without a mentor are wanted.
#[derive(Clone, Debug, Default)]
pub struct Looking {
    /// The mentor they are offered to, for their household's sake; empty for none.
    pub mentor: String,
    /// One village's id; empty for all in reach.
    pub village: String,
    /// A part of the name as it is searched; empty for everybody.
    pub name: String,
    /// Born in this year or earlier: adults.
    pub latest_birth: i16,
}

/// Adults in reach without a mentor who have not reached all five components: those of a household that the mentor accompanies already
/// first, then who asked for help, then who has reached least.
pub fn candidates(tx: &mut Tx<'_>, scope: &Scope, l: &Looking, limit: i64, offset: i64) -> Result<Vec<Candidate>, Error> {
    tx.list(
        sql!(
            "SELECT p.id, p.name, p.birth_year, p.hamlet, v.name,
                CASE WHEN $4 <> '' AND p.household_id IS NOT NULL AND EXISTS (SELECT 1 FROM coaching_pair c JOIN people_person m ON m.commune_id = c.commune_id AND m.id = c.person_id
                  WHERE c.commune_id = $1 AND c.mentor_id = $4 AND c.ended_at IS NULL AND m.household_id = p.household_id) THEN 1 ELSE 0 END AS kin,
                CASE WHEN p.id IN (SELECT r.person_id FROM coaching_request r
                  WHERE r.commune_id = $1 AND r.person_id IS NOT NULL AND r.closed_at IS NULL) THEN 1 ELSE 0 END AS asked,
                (SELECT COUNT(*) FROM ledger_attainment t WHERE t.commune_id = p.commune_id AND t.person_id = p.id AND t.key LIKE 'essential.%') AS reached
              FROM people_person p JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND ($5 = '' OR p.name_fold LIKE '%' || $5 || '%') AND (p.birth_year IS NULL OR p.birth_year <= $6)
                AND p.merged_into IS NULL AND p.removed_at IS NULL AND p.excluded = ''
                AND p.id NOT IN (SELECT COALESCE(a.root_id, c.person_id) FROM coaching_pair c
                  LEFT JOIN ledger_alias a ON a.commune_id = c.commune_id AND a.person_id = c.person_id
                  WHERE c.commune_id = $1 AND c.ended_at IS NULL)
                AND (SELECT COUNT(*) FROM ledger_attainment t WHERE t.commune_id = p.commune_id AND t.person_id = p.id AND t.key LIKE 'essential.%') < 5
              ORDER BY kin DESC, asked DESC, reached, p.sort_key, p.id LIMIT $7 OFFSET $8"
        ),
        args![scope.commune(), scope.reach(), &l.village, &l.mentor, &l.name, l.latest_birth, limit, offset],
        |row| {
            Ok(Candidate {
                id: row.get(0)?,
                name: row.get(1)?,
                birth_year: row.get(2)?,
                hamlet: row.get(3)?,
                village_name: row.get(4)?,
                kin: row.get::<i64>(5)? == 1,
                asked: row.get::<i64>(6)? == 1,
                reached: row.get(7)?,
            })
        },
    )
}

/// How many [`candidates`] there are by village: village → people.
pub fn count_candidates(tx: &mut Tx<'_>, scope: &Scope, l: &Looking) -> Result<Vec<(String, i64)>, Error> {
    tx.list(
        sql!(
            "SELECT p.village_id, COUNT(*) FROM people_person p
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND ($4 = '' OR p.name_fold LIKE '%' || $4 || '%') AND (p.birth_year IS NULL OR p.birth_year <= $5)
                AND p.merged_into IS NULL AND p.removed_at IS NULL AND p.excluded = ''
                AND p.id NOT IN (SELECT COALESCE(a.root_id, c.person_id) FROM coaching_pair c
                  LEFT JOIN ledger_alias a ON a.commune_id = c.commune_id AND a.person_id = c.person_id
                  WHERE c.commune_id = $1 AND c.ended_at IS NULL)
                AND (SELECT COUNT(*) FROM ledger_attainment t WHERE t.commune_id = p.commune_id AND t.person_id = p.id AND t.key LIKE 'essential.%') < 5
              GROUP BY p.village_id"
        ),
        args![scope.commune(), scope.reach(), &l.village, &l.name, l.latest_birth],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
