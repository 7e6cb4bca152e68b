//! Households as coaching sees them: who was visited, who committed themselves.

use crate::{
    accounts::Scope,
    args,
    kit::{
        db::{Error, Row, Tx},
        fold,
    },
    sql,
};

/// A household with what was done there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// Its id.
    pub id: String,
    /// The village's id.
    pub village: String,
    /// The village's name.
    pub village_name: String,
    /// The name of its head.
    pub head: String,
    /// Its hamlet, or empty.
    pub hamlet: String,
    /// The day it was visited last, `YYYY-MM-DD`.
    pub visited: Option<String>,
    /// The day it committed itself last.
    pub committed: Option<String>,
    /// The lead learner of that commitment: the person.
    pub lead: Option<String>,
    /// Their name, or empty.
    pub lead_name: String,
}

fn household_row(row: &Row) -> Result<Household, Error> {
    Ok(Household {
        id: row.get(0)?,
        village: row.get(1)?,
        village_name: row.get(2)?,
        head: row.get(3)?,
        hamlet: row.get(4)?,
        visited: row.get(5)?,
        committed: row.get(6)?,
        lead: row.get(7)?,
        lead_name: row.get(8)?,
    })
}

/// The village of a household in reach.
pub fn village_of(tx: &mut Tx<'_>, scope: &Scope, household: &str) -> Result<Option<String>, Error> {
    tx.value(
        sql!("SELECT village_id FROM people_household WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND id = $3"),
        args![scope.commune(), scope.reach(), household],
    )
}

/// Which households are wanted; empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// One household's id.
    pub id: String,
    /// One village's id.
    pub village: String,
    /// `unreached`, `visited` or `committed`.
    pub state: String,
    /// A part of the head's name, as it was typed.
    pub head: String,
}

/// A part of a name as the register keeps it, without what `LIKE` would take for more.
pub fn part_of_name(typed: &str) -> String {
    fold::fold(typed).chars().filter(|c| !matches!(c, '%' | '_' | '\\')).take(100).collect()
}

/// Households in reach by the name of their head, `limit` of them from `offset` on.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, w: &Wanted, limit: i64, offset: i64) -> Result<Vec<Household>, Error> {
    tx.list(
        sql!(
            "SELECT h.id, h.village_id, v.name, h.head_name, h.hamlet, t.visited, c.day, q.id, COALESCE(q.name, '')
              FROM people_household h JOIN places_village v ON v.commune_id = h.commune_id AND v.id = h.village_id
              LEFT JOIN (SELECT subject_id, MAX(day) AS visited FROM coaching_log
                WHERE commune_id = $1 AND kind = 'visit' AND undone_at IS NULL GROUP BY subject_id) t ON t.subject_id = h.id
              LEFT JOIN coaching_log c ON c.commune_id = h.commune_id AND c.id = (SELECT x.id FROM coaching_log x
                WHERE x.commune_id = h.commune_id AND x.subject_id = h.id AND x.kind = 'commitment' AND x.undone_at IS NULL ORDER BY x.at DESC, x.id DESC LIMIT 1)
              LEFT JOIN ledger_alias a ON a.commune_id = c.commune_id AND a.person_id = c.person_id
              LEFT JOIN people_person q ON q.commune_id = c.commune_id AND q.id = COALESCE(a.root_id, c.person_id)
              WHERE h.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || h.village_id || '%') AND ($3 = '' OR h.village_id = $3)
                AND ($4 = '' OR h.head_fold LIKE '%' || $4 || '%') AND ($5 = '' OR h.id = $5)
                AND ($6 = '' OR ($6 = 'unreached' AND t.visited IS NULL AND c.id IS NULL) OR ($6 = 'visited' AND t.visited IS NOT NULL)
                  OR ($6 = 'committed' AND c.id IS NOT NULL))
              ORDER BY h.sort_key, h.id LIMIT $7 OFFSET $8"
        ),
        args![scope.commune(), scope.reach(), &w.village, part_of_name(&w.head), &w.id, &w.state, limit, offset],
        household_row,
    )
}

/// How far the households of a village are reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The village's id.
    pub village: String,
    /// Households of the register.
    pub all: i64,
    /// Visited at least once.
    pub visited: i64,
    /// Committed.
    pub committed: i64,
    /// Neither.
    pub unreached: i64,
}

/// How far each village in reach that has households is, up to and with the day `until` (empty: up to now).
pub fn coverage(tx: &mut Tx<'_>, commune: &str, reach: &str, until: &str) -> Result<Vec<Coverage>, Error> {
    tx.list(
        sql!(
            "SELECT h.village_id, COUNT(*), COUNT(t.subject_id), COUNT(c.subject_id),
                CAST(SUM(CASE WHEN t.subject_id IS NULL AND c.subject_id IS NULL THEN 1 ELSE 0 END) AS BIGINT)
              FROM people_household h
              LEFT JOIN (SELECT DISTINCT subject_id FROM coaching_log
                WHERE commune_id = $1 AND kind = 'visit' AND undone_at IS NULL AND ($3 = '' OR day <= $3)) t ON t.subject_id = h.id
              LEFT JOIN (SELECT DISTINCT subject_id FROM coaching_log
                WHERE commune_id = $1 AND kind = 'commitment' AND undone_at IS NULL AND ($3 = '' OR day <= $3)) c ON c.subject_id = h.id
              WHERE h.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || h.village_id || '%') GROUP BY h.village_id"
        ),
        args![commune, reach, until],
        |row| Ok(Coverage { village: row.get(0)?, all: row.get(1)?, visited: row.get(2)?, committed: row.get(3)?, unreached: row.get(4)? }),
    )
}

/// How many households [`list`] would show in all.
pub fn count(tx: &mut Tx<'_>, scope: &Scope, w: &Wanted) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM people_household h
              LEFT JOIN (SELECT DISTINCT subject_id FROM coaching_log WHERE commune_id = $1 AND kind = 'visit' AND undone_at IS NULL) t ON t.subject_id = h.id
              LEFT JOIN (SELECT DISTINCT subject_id FROM coaching_log WHERE commune_id = $1 AND kind = 'commitment' AND undone_at IS NULL) c ON c.subject_id = h.id
              WHERE h.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || h.village_id || '%') AND ($3 = '' OR h.village_id = $3)
                AND ($4 = '' OR h.head_fold LIKE '%' || $4 || '%')
                AND ($5 = '' OR ($5 = 'unreached' AND t.subject_id IS NULL AND c.subject_id IS NULL) OR ($5 = 'visited' AND t.subject_id IS NOT NULL)
                  OR ($5 = 'committed' AND c.subject_id IS NOT NULL))"
        ),
        args![scope.commune(), scope.reach(), &w.village, part_of_name(&w.head), &w.state],
    )
}

/// The persons of a household in reach: id and name, in Vietnamese order.
pub fn members(tx: &mut Tx<'_>, scope: &Scope, household: &str) -> Result<Vec<(String, String)>, Error> {
    tx.list(
        sql!(
            "SELECT id, name FROM people_person WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND household_id = $3
              AND merged_into IS NULL AND removed_at IS NULL ORDER BY sort_key, id LIMIT 100"
        ),
        args![scope.commune(), scope.reach(), household],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
