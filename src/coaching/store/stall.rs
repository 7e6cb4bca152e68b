//! Stalls of markets, as they were surveyed last.

use crate::{
    accounts::Scope,
    args,
    coaching::{rules::Answers, store::household::part_of_name},
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        fold,
    },
    sql,
};

/// A stall with its last survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stall {
    /// Its id.
    pub id: String,
    /// The village's id.
    pub village: String,
    /// The village's name.
    pub village_name: String,
    /// The market, in words.
    pub market: String,
    /// Whose or which stall it is, in words.
    pub name: String,
    /// What it sells, or empty.
    pub goods: String,
    /// The answers of its last survey: `qr`, `pos`, `training`.
    pub answers: Answers,
    /// The day of its last survey, `YYYY-MM-DD`.
    pub surveyed: Option<String>,
    /// When its words were changed last.
    pub updated_at: Millis,
}

fn stall_row(row: &Row) -> Result<Stall, Error> {
    Ok(Stall {
        id: row.get(0)?,
        village: row.get(1)?,
        village_name: row.get(2)?,
        market: row.get(3)?,
        name: row.get(4)?,
        goods: row.get(5)?,
        answers: Answers { yes: row.get(6)?, no: row.get(7)? },
        surveyed: row.get(8)?,
        updated_at: row.get(9)?,
    })
}

/// Which stalls are wanted; empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// One stall's id.
    pub id: String,
    /// One village's id.
    pub village: String,
    /// `follow` (wants training, or takes neither QR nor cards), `cashless` or `unknown`.
    pub state: String,
    /// A part of the name, as it was typed.
    pub name: String,
}

/// Stalls in reach by name, `limit` of them from `offset` on.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, w: &Wanted, limit: i64, offset: i64) -> Result<Vec<Stall>, Error> {
    tx.list(
        sql!(
            "SELECT s.id, s.village_id, v.name, s.market, s.name, s.goods, COALESCE(l.said_yes, ''), COALESCE(l.said_no, ''), l.day, s.updated_at
              FROM coaching_stall s JOIN places_village v ON v.commune_id = s.commune_id AND v.id = s.village_id
              LEFT JOIN coaching_log l ON l.commune_id = s.commune_id AND l.id = (SELECT x.id FROM coaching_log x
                WHERE x.commune_id = s.commune_id AND x.subject_id = s.id AND x.kind = 'survey' AND x.undone_at IS NULL ORDER BY x.at DESC, x.id DESC LIMIT 1)
              WHERE s.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || s.village_id || '%') AND ($3 = '' OR s.village_id = $3)
                AND ($4 = '' OR s.name_fold LIKE '%' || $4 || '%') AND ($5 = '' OR s.id = $5)
                AND ($6 = '' OR ($6 = 'cashless' AND (l.said_yes LIKE '%,qr,%' OR l.said_yes LIKE '%,pos,%'))
                  OR ($6 = 'follow' AND l.id IS NOT NULL AND (l.said_yes LIKE '%,training,%' OR (l.said_no LIKE '%,qr,%' AND l.said_yes NOT LIKE '%,pos,%')))
                  OR ($6 = 'unknown' AND l.id IS NULL))
              ORDER BY s.market, s.sort_key, s.id LIMIT $7 OFFSET $8"
        ),
        args![scope.commune(), scope.reach(), &w.village, part_of_name(&w.name), &w.id, &w.state, limit, offset],
        stall_row,
    )
}

/// How far the stalls of a village are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The village's id.
    pub village: String,
    /// Stalls with a survey that stands.
    pub surveyed: i64,
    /// Of those, taking QR or cards.
    pub cashless: i64,
    /// Of those, to be followed up.
    pub follow: i64,
}

/// How far each village in reach that has stalls is, by the last survey up to and with the day `until` (empty: up to now).
pub fn coverage(tx: &mut Tx<'_>, commune: &str, reach: &str, until: &str) -> Result<Vec<Coverage>, Error> {
    tx.list(
        sql!(
            "SELECT s.village_id, COUNT(l.id),
                COUNT(CASE WHEN l.said_yes LIKE '%,qr,%' OR l.said_yes LIKE '%,pos,%' THEN 1 END),
                COUNT(CASE WHEN l.said_yes LIKE '%,training,%' OR (l.said_no LIKE '%,qr,%' AND l.said_yes NOT LIKE '%,pos,%') THEN 1 END)
              FROM coaching_stall s LEFT JOIN coaching_log l ON l.commune_id = s.commune_id AND l.id = (SELECT x.id FROM coaching_log x
                WHERE x.commune_id = s.commune_id AND x.subject_id = s.id AND x.kind = 'survey' AND x.undone_at IS NULL AND ($3 = '' OR x.day <= $3)
                ORDER BY x.at DESC, x.id DESC LIMIT 1)
              WHERE s.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || s.village_id || '%') GROUP BY s.village_id"
        ),
        args![commune, reach, until],
        |row| Ok(Coverage { village: row.get(0)?, surveyed: row.get(1)?, cashless: row.get(2)?, follow: row.get(3)? }),
    )
}

/// How many stalls [`list`] would show in all.
pub fn count(tx: &mut Tx<'_>, scope: &Scope, w: &Wanted) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM coaching_stall s LEFT JOIN coaching_log l ON l.commune_id = s.commune_id AND l.id = (SELECT x.id FROM coaching_log x
                WHERE x.commune_id = s.commune_id AND x.subject_id = s.id AND x.kind = 'survey' AND x.undone_at IS NULL ORDER BY x.at DESC, x.id DESC LIMIT 1)
              WHERE s.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || s.village_id || '%') AND ($3 = '' OR s.village_id = $3)
                AND ($4 = '' OR s.name_fold LIKE '%' || $4 || '%')
                AND ($5 = '' OR ($5 = 'cashless' AND (l.said_yes LIKE '%,qr,%' OR l.said_yes LIKE '%,pos,%'))
                  OR ($5 = 'follow' AND l.id IS NOT NULL AND (l.said_yes LIKE '%,training,%' OR (l.said_no LIKE '%,qr,%' AND l.said_yes NOT LIKE '%,pos,%')))
                  OR ($5 = 'unknown' AND l.id IS NULL))"
        ),
        args![scope.commune(), scope.reach(), &w.village, part_of_name(&w.name), &w.state],
    )
}

/// The village of a stall, wherever in the commune it is.
pub fn village_of(tx: &mut Tx<'_>, commune: &str, stall: &str) -> Result<Option<String>, Error> {
    tx.value(sql!("SELECT village_id FROM coaching_stall WHERE commune_id = $1 AND id = $2"), args![commune, stall])
}

/// Adds a stall, or says anew what it is called and sells: the words of the survey done last stay.
pub fn put(
    tx: &mut Tx<'_>,
    scope: &Scope,
    (id, village, market, name, goods): (&str, &str, &str, &str, &str),
    at: Millis,
    now: Millis,
) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO coaching_stall (commune_id, id, village_id, market, name, name_fold, sort_key, goods, created_at, created_by, updated_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
              ON CONFLICT (commune_id, id) DO UPDATE SET market = excluded.market, name = excluded.name, name_fold = excluded.name_fold,
                sort_key = excluded.sort_key, goods = excluded.goods, updated_at = excluded.updated_at
              WHERE coaching_stall.updated_at <= excluded.updated_at"
        ),
        args![scope.commune(), id, village, market, name, fold::fold(name), fold::sort_key(name), goods, now, scope.account(), at],
    )?;
    Ok(())
}

/// The names of the markets in reach, to spare typing them again.
pub fn markets(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<String>, Error> {
    tx.list(
        sql!(
            "SELECT DISTINCT market FROM coaching_stall WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') ORDER BY market LIMIT 50"
        ),
        args![scope.commune(), scope.reach()],
        |row| row.get(0),
    )
}
