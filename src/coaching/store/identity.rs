//! Một công dân – một danh tính số: where each person stands by the last look at their checklist.

use crate::{
    accounts::Scope,
    args,
    coaching::{rules::Answers, store::household::part_of_name},
    kit::db::{Error, Row, Tx},
    sql,
};

/// A person with the last look at their digital identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The person's id.
    pub id: String,
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
    /// What was seen: `installed`, `activated`, `level2`, `used`, `bank`.
    pub answers: Answers,
    /// Why they are left out; empty for who counts.
    pub excluded: String,
    /// The day of the look, `YYYY-MM-DD`.
    pub checked: Option<String>,
}

fn standing_row(row: &Row) -> Result<Standing, Error> {
    Ok(Standing {
        id: row.get(0)?,
        name: row.get(1)?,
        birth_year: row.get(2)?,
        hamlet: row.get(3)?,
        village: row.get(4)?,
        village_name: row.get(5)?,
        answers: Answers { yes: row.get(6)?, no: row.get(7)? },
        excluded: row.get(8)?,
        checked: row.get(9)?,
    })
}

/// Which persons are wanted; empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// One person's id.
    pub id: String,
    /// One village's id.
    pub village: String,
    /// `todo` (not looked at, or not yet used), `unchecked`, `activated`, `used` or `excluded`.
    pub state: String,
    /// A part of the name, as it was typed.
    pub name: String,
    /// Born in this year or earlier: who is old enough.
    pub latest_birth: i16,
}

/// Persons in reach in Vietnamese order, `limit` of them from `offset` on.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, w: &Wanted, limit: i64, offset: i64) -> Result<Vec<Standing>, Error> {
    tx.list(
        sql!(
            "SELECT p.id, p.name, p.birth_year, p.hamlet, p.village_id, v.name, COALESCE(l.said_yes, ''), COALESCE(l.said_no, ''), COALESCE(l.result, ''), l.day
              FROM people_person p JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
              LEFT JOIN (SELECT y.* FROM (SELECT x.id, x.said_yes, x.said_no, x.result, x.day, COALESCE(a.root_id, x.person_id) AS person_id,
                    ROW_NUMBER() OVER (PARTITION BY COALESCE(a.root_id, x.person_id) ORDER BY x.at DESC, x.id DESC) AS place
                  FROM coaching_log x LEFT JOIN ledger_alias a ON a.commune_id = x.commune_id AND a.person_id = x.person_id
                  WHERE x.commune_id = $1 AND x.kind = 'identity' AND x.undone_at IS NULL) y WHERE y.place = 1) l ON l.person_id = p.id
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND ($4 = '' OR p.name_fold LIKE '%' || $4 || '%') AND ($5 = '' OR p.id = $5)
                AND (p.birth_year IS NULL OR p.birth_year <= $6 OR $5 <> '') AND p.merged_into IS NULL AND p.removed_at IS NULL AND (p.excluded = '' OR $5 <> '')
                AND ($7 = '' OR ($7 = 'unchecked' AND l.id IS NULL)
                  OR ($7 = 'todo' AND (l.id IS NULL OR (l.result = '' AND l.said_yes NOT LIKE '%,used,%')))
                  OR ($7 = 'activated' AND l.result = '' AND l.said_yes LIKE '%,activated,%')
                  OR ($7 = 'used' AND l.result = '' AND l.said_yes LIKE '%,used,%') OR ($7 = 'excluded' AND l.result <> ''))
              ORDER BY p.sort_key, p.id LIMIT $8 OFFSET $9"
        ),
        args![scope.commune(), scope.reach(), &w.village, part_of_name(&w.name), &w.id, w.latest_birth, &w.state, limit, offset],
        standing_row,
    )
}

/// How far the persons of a village are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The village's id.
    pub village: String,
    /// Who is old enough and of the register.
    pub all: i64,
    /// Looked at.
    pub checked: i64,
    /// Of those, left out with a reason.
    pub excluded: i64,
    /// Of those that count: installed.
    pub installed: i64,
    /// Activated.
    pub activated: i64,
    /// Of level 2.
    pub level2: i64,
    /// Used.
    pub used: i64,
    /// With a bank account.
    pub bank: i64,
}

/// How far each village in reach is, by the last look at each person.
pub fn coverage(tx: &mut Tx<'_>, scope: &Scope, latest_birth: i16) -> Result<Vec<Coverage>, Error> {
    tx.list(
        sql!(
            "SELECT p.village_id, COUNT(*), COUNT(l.id), COUNT(CASE WHEN l.result <> '' THEN 1 END),
                COUNT(CASE WHEN l.result = '' AND l.said_yes LIKE '%,installed,%' THEN 1 END),
                COUNT(CASE WHEN l.result = '' AND l.said_yes LIKE '%,activated,%' THEN 1 END),
                COUNT(CASE WHEN l.result = '' AND l.said_yes LIKE '%,level2,%' THEN 1 END),
                COUNT(CASE WHEN l.result = '' AND l.said_yes LIKE '%,used,%' THEN 1 END),
                COUNT(CASE WHEN l.result = '' AND l.said_yes LIKE '%,bank,%' THEN 1 END)
              FROM people_person p LEFT JOIN (SELECT y.* FROM (SELECT x.id, x.said_yes, x.said_no, x.result, x.day, COALESCE(a.root_id, x.person_id) AS person_id,
                    ROW_NUMBER() OVER (PARTITION BY COALESCE(a.root_id, x.person_id) ORDER BY x.at DESC, x.id DESC) AS place
                  FROM coaching_log x LEFT JOIN ledger_alias a ON a.commune_id = x.commune_id AND a.person_id = x.person_id
                  WHERE x.commune_id = $1 AND x.kind = 'identity' AND x.undone_at IS NULL) y WHERE y.place = 1) l ON l.person_id = p.id
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND (p.birth_year IS NULL OR p.birth_year <= $3)
                AND p.merged_into IS NULL AND p.removed_at IS NULL AND p.excluded = '' GROUP BY p.village_id"
        ),
        args![scope.commune(), scope.reach(), latest_birth],
        |row| {
            Ok(Coverage {
                village: row.get(0)?,
                all: row.get(1)?,
                checked: row.get(2)?,
                excluded: row.get(3)?,
                installed: row.get(4)?,
                activated: row.get(5)?,
                level2: row.get(6)?,
                used: row.get(7)?,
                bank: row.get(8)?,
            })
        },
    )
}

/// How many persons [`list`] would show in all.
pub fn count(tx: &mut Tx<'_>, scope: &Scope, w: &Wanted) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM people_person p LEFT JOIN (SELECT y.* FROM (SELECT x.id, x.said_yes, x.said_no, x.result, x.day, COALESCE(a.root_id, x.person_id) AS person_id,
                    ROW_NUMBER() OVER (PARTITION BY COALESCE(a.root_id, x.person_id) ORDER BY x.at DESC, x.id DESC) AS place
                  FROM coaching_log x LEFT JOIN ledger_alias a ON a.commune_id = x.commune_id AND a.person_id = x.person_id
                  WHERE x.commune_id = $1 AND x.kind = 'identity' AND x.undone_at IS NULL) y WHERE y.place = 1) l ON l.person_id = p.id
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND ($4 = '' OR p.name_fold LIKE '%' || $4 || '%')
                AND (p.birth_year IS NULL OR p.birth_year <= $5) AND p.merged_into IS NULL AND p.removed_at IS NULL AND p.excluded = ''
                AND ($6 = '' OR ($6 = 'unchecked' AND l.id IS NULL)
                  OR ($6 = 'todo' AND (l.id IS NULL OR (l.result = '' AND l.said_yes NOT LIKE '%,used,%')))
                  OR ($6 = 'activated' AND l.result = '' AND l.said_yes LIKE '%,activated,%')
                  OR ($6 = 'used' AND l.result = '' AND l.said_yes LIKE '%,used,%') OR ($6 = 'excluded' AND l.result <> ''))"
        ),
        args![scope.commune(), scope.reach(), &w.village, part_of_name(&w.name), w.latest_birth, &w.state],
    )
}
