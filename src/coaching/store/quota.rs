//! Quotas, and what was done of them.

use jiff::civil::Date;

use crate::{
    accounts::Scope,
    args,
    classes::{ATTENDED, HELD},
    coaching::rules::{Done, Wanted},
    kit::{
        clock::{DAY, Millis},
        dates,
        db::{Error, Row, Tx},
    },
    sql,
};

/// A quota as it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Its id.
    pub id: String,
    /// The period's code: `2026-10`, `2026-Q3`.
    pub period: String,
    /// The village's id.
    pub village: String,
    /// The village's name.
    pub village_name: String,
    /// The helper's account; empty for the village's team.
    pub account: String,
    /// The helper's name; empty for the village's team.
    pub account_name: String,
    /// What it asks for.
    pub wanted: Wanted,
    /// A note: the decision it was issued by.
    pub note: String,
    /// Counts the changes.
    pub version: i64,
    /// When it was issued or changed last.
    pub issued_at: Millis,
}

fn quota_row(row: &Row) -> Result<Quota, Error> {
    Ok(Quota {
        id: row.get(0)?,
        period: row.get(1)?,
        village: row.get(2)?,
        village_name: row.get(3)?,
        account: row.get(4)?,
        account_name: row.get(5)?,
        wanted: Wanted { people: row.get(6)?, sessions: row.get(7)?, difficulties: row.get(8)? },
        note: row.get(9)?,
        version: row.get(10)?,
        issued_at: row.get(11)?,
    })
}

/// The quotas of a period in reach: each village's team first, then its helpers; an account asks for its own alone.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, period: &str, account: Option<&str>) -> Result<Vec<Quota>, Error> {
    tx.list(
        sql!(
            "SELECT q.id, q.period, q.village_id, v.name, q.account_id, COALESCE(b.name, ''), q.people, q.sessions, q.difficulties, q.note, q.version, q.issued_at
              FROM coaching_quota q JOIN places_village v ON v.commune_id = q.commune_id AND v.id = q.village_id
              LEFT JOIN accounts_account b ON b.id = q.account_id
              WHERE q.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || q.village_id || '%') AND q.period = $3 AND ($4 = '*' OR q.account_id = $4)
              ORDER BY v.sort_key, CASE WHEN q.account_id = '' THEN 0 ELSE 1 END, b.name, q.id"
        ),
        args![scope.commune(), scope.reach(), period, account.unwrap_or("*")],
        quota_row,
    )
}

/// The quota of a village's team or of a helper for a period.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, period: &str, village: &str, account: &str) -> Result<Option<Quota>, Error> {
    Ok(list(tx, scope, period, Some(account))?.into_iter().find(|quota| quota.village == village))
}

/// Issues a quota, or changes the one that stands at `version`; tells whether it did.
pub fn put(
    tx: &mut Tx<'_>,
    scope: &Scope,
    (id, period, village, account): (&str, &str, &str, &str),
    wanted: Wanted,
    note: &str,
    version: i64,
    now: Millis,
) -> Result<bool, Error> {
    let put = tx.run(
        sql!(
            "INSERT INTO coaching_quota (commune_id, id, period, village_id, account_id, people, sessions, difficulties, note, version, issued_at, issued_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)
              ON CONFLICT (commune_id, period, village_id, account_id) DO UPDATE SET people = excluded.people, sessions = excluded.sessions,
                difficulties = excluded.difficulties, note = excluded.note, version = coaching_quota.version + 1, issued_at = excluded.issued_at,
                issued_by = excluded.issued_by
              WHERE coaching_quota.version = $12"
        ),
        args![
            scope.commune(),
            id,
            period,
            village,
            account,
            wanted.people,
            wanted.sessions,
            wanted.difficulties,
            note,
            now,
            scope.account(),
            version
        ],
    )?;
    Ok(put > 0)
}

/// The quotas of a period that something done in `village` by `account` counts for: id and village.
pub fn touched(tx: &mut Tx<'_>, commune: &str, period: &str, village: &str, account: &str) -> Result<Vec<(String, String)>, Error> {
    tx.list(
        sql!(
            "SELECT id, village_id FROM coaching_quota
              WHERE commune_id = $1 AND period = $2 AND (account_id = $4 OR (account_id = '' AND village_id = $3)) ORDER BY id"
        ),
        args![commune, period, village, account],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What was done between two days in a village, or by an account in all villages when one is given.
pub fn done(tx: &mut Tx<'_>, commune: &str, village: &str, account: &str, (from, to): (Date, Date)) -> Result<Done, Error> {
    let village = if account.is_empty() { village } else { "" };
    let people = tx.count(
        sql!(
            "SELECT COUNT(DISTINCT COALESCE(a.root_id, l.person_id)) FROM coaching_log l
              LEFT JOIN ledger_alias a ON a.commune_id = l.commune_id AND a.person_id = l.person_id
              WHERE l.commune_id = $1 AND l.kind IN ('help', 'contact') AND l.person_id IS NOT NULL AND l.undone_at IS NULL
                AND ($2 = '' OR l.village_id = $2) AND ($3 = '' OR l.account_id = $3) AND l.day >= $4 AND l.day <= $5"
        ),
        args![commune, village, account, from, to],
    )?;
    // A helper's sessions are those where they took the roll: classes name their teacher in words.
    let kind = if account.is_empty() { HELD } else { ATTENDED };
    let sessions = tx.count(
        sql!(
            "SELECT COUNT(DISTINCT e.subject) FROM ledger_entry e LEFT JOIN ledger_voided d ON d.commune_id = e.commune_id AND d.entry_id = e.id
              WHERE e.commune_id = $1 AND e.kind = $2 AND ($3 = '' OR e.village_id = $3) AND ($4 = '' OR e.recorded_by = $4)
                AND e.day >= $5 AND e.day <= $6 AND d.entry_id IS NULL"
        ),
        args![commune, kind.name, village, account, from, to],
    )?;
    let start = |day: Date| dates::instant(day, jiff::civil::Time::midnight());
    let difficulties = tx.count(
        sql!(
            "SELECT COUNT(*) FROM coaching_request WHERE commune_id = $1 AND ($2 = '' OR village_id = $2) AND ($3 = '' OR closed_by = $3)
              AND closed_at >= $4 AND closed_at < $5 AND result IN ('unaided', 'helped')"
        ),
        args![commune, village, account, start(from), start(to) + DAY],
    )?;
    Ok(Done { people, sessions, difficulties })
}
