//! The log: what was done, one row for each thing.

use crate::{
    accounts::Scope,
    args,
    coaching::rules::{Answers, Kind},
    kit::{
        clock::Millis,
        dates,
        db::{Error, Row, Tx},
    },
    sql,
};

/// A row to be added.
#[derive(Clone, Debug)]
pub struct NewRow {
    pub id: String,
    pub kind: Kind,
    pub village: String,
    pub person: Option<String>,
    /// The pair, household or stall; empty for none.
    pub subject: String,
    pub topic: String,
    /// What came of it; `met` or `absent` for a visit, the reason of an exclusion for a check.
    pub result: String,
    pub how: String,
    pub answers: Answers,
    pub place: String,
    pub note: String,
    pub minutes: Option<i64>,
    pub request: Option<String>,
    pub blob: Option<String>,
    pub at: Millis,
    pub natural: Option<String>,
}

impl NewRow {
    /// A row with nothing beside what every one has.
    pub fn of(kind: Kind, id: &str, village: &str, at: Millis) -> Self {
        Self {
            id: id.to_owned(),
            kind,
            village: village.to_owned(),
            person: None,
            subject: String::new(),
            topic: String::new(),
            result: String::new(),
            how: String::new(),
            answers: Answers::default(),
            place: String::new(),
            note: String::new(),
            minutes: None,
            request: None,
            blob: None,
            at,
            natural: None,
        }
    }
}

/// Something of the log as it stands, with the names that are shown beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id, which is its ledger entry's id too.
    pub id: String,
    /// The kind's code.
    pub kind: String,
    /// The village's id.
    pub village: String,
    /// The village's name.
    pub village_name: String,
    /// The person as they stand now, when it is about somebody.
    pub person: Option<String>,
    /// Their name, or empty.
    pub person_name: String,
    /// The pair, household or stall; empty for none.
    pub subject: String,
    /// The household's head or the stall's name; empty for none.
    pub subject_name: String,
    /// The topic's code, or empty.
    pub topic: String,
    /// What came of it, or empty.
    pub result: String,
    /// How, or empty.
    pub how: String,
    /// What was answered or told.
    pub answers: Answers,
    /// Where, in words.
    pub place: String,
    /// A note.
    pub note: String,
    /// How long it took.
    pub minutes: Option<i64>,
    /// The request it answered.
    pub request: Option<String>,
    /// The picture that belongs to it: SHA-256 in hex.
    pub blob: Option<String>,
    /// When it was done.
    pub at: Millis,
    /// When it was recorded.
    pub recorded_at: Millis,
    /// The account that recorded it.
    pub by: String,
    /// That account's name.
    pub by_name: String,
    /// When it was taken back.
    pub undone_at: Option<Millis>,
    /// Who took it back; empty while it stands.
    pub undone_by: String,
    /// Why; empty while it stands.
    pub undone_reason: String,
}

fn record_row(row: &Row) -> Result<Record, Error> {
    Ok(Record {
        id: row.get(0)?,
        kind: row.get(1)?,
        village: row.get(2)?,
        village_name: row.get(3)?,
        person: row.get(4)?,
        person_name: row.get(5)?,
        subject: row.get(6)?,
        subject_name: row.get(7)?,
        topic: row.get(8)?,
        result: row.get(9)?,
        how: row.get(10)?,
        answers: Answers { yes: row.get(11)?, no: row.get(12)? },
        place: row.get(13)?,
        note: row.get(14)?,
        minutes: row.get(15)?,
        request: row.get(16)?,
        blob: row.get(17)?,
        at: row.get(18)?,
        recorded_at: row.get(19)?,
        by: row.get(20)?,
        by_name: row.get(21)?,
        undone_at: row.get(22)?,
        undone_by: row.get(23)?,
        undone_reason: row.get(24)?,
    })
}

/// Adds a row.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, new: &NewRow, device: Option<&str>, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO coaching_log (commune_id, id, kind, account_id, village_id, person_id, subject_id, topic, result, how, said_yes, said_no,
                place, note, minutes, request_id, blob, at, day, natural_key, recorded_at, device, undone_at, undone_by, undone_reason)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, NULL, NULL, NULL)"
        ),
        args![
            scope.commune(),
            &new.id,
            new.kind.code(),
            scope.account(),
            &new.village,
            &new.person,
            &new.subject,
            &new.topic,
            &new.result,
            &new.how,
            &new.answers.yes,
            &new.answers.no,
            &new.place,
            &new.note,
            new.minutes,
            &new.request,
            &new.blob,
            new.at,
            dates::day_of(new.at),
            &new.natural,
            now,
            device
        ],
    )?;
    Ok(())
}

/// The row with this id, wherever in the commune it is.
pub fn by_id(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Record>, Error> {
    tx.first(
        sql!(
            "SELECT l.id, l.kind, l.village_id, COALESCE(v.name, ''), p.id, COALESCE(p.name, ''), l.subject_id,
                COALESCE(h.head_name, s.name, ''), l.topic, l.result, l.how, l.said_yes, l.said_no, l.place, l.note, l.minutes, l.request_id,
                l.blob, l.at, l.recorded_at, l.account_id, COALESCE(b.name, CASE WHEN l.account_id = 'command' THEN 'hocvuso' ELSE l.account_id END),
                l.undone_at, COALESCE(u.name, l.undone_by, ''), COALESCE(l.undone_reason, '')
              FROM coaching_log l
              LEFT JOIN places_village v ON v.commune_id = l.commune_id AND v.id = l.village_id
              LEFT JOIN ledger_alias a ON a.commune_id = l.commune_id AND a.person_id = l.person_id
              LEFT JOIN people_person p ON p.commune_id = l.commune_id AND p.id = COALESCE(a.root_id, l.person_id)
              LEFT JOIN people_household h ON h.commune_id = l.commune_id AND h.id = l.subject_id
              LEFT JOIN coaching_stall s ON s.commune_id = l.commune_id AND s.id = l.subject_id
              LEFT JOIN accounts_account b ON b.id = l.account_id LEFT JOIN accounts_account u ON u.id = l.undone_by
              WHERE l.commune_id = $1 AND l.id = $2"
        ),
        args![commune, id],
        record_row,
    )
}

/// The id of the standing row with this natural key.
pub fn by_natural(tx: &mut Tx<'_>, commune: &str, key: &str) -> Result<Option<String>, Error> {
    tx.value(sql!("SELECT id FROM coaching_log WHERE commune_id = $1 AND natural_key = $2 AND undone_at IS NULL"), args![commune, key])
}

/// Marks a row as taken back; tells whether it stood until now.
pub fn mark_undone(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, at: Millis) -> Result<bool, Error> {
    let changed = tx.run(
        sql!(
            "UPDATE coaching_log SET undone_at = $3, undone_by = $4, undone_reason = $5 WHERE commune_id = $1 AND id = $2 AND undone_at IS NULL"
        ),
        args![scope.commune(), id, at, scope.account(), reason],
    )?;
    Ok(changed > 0)
}

/// Which rows are wanted; empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The kind's code.
    pub kind: String,
    /// The village's id.
    pub village: String,
    /// The topic's code.
    pub topic: String,
    /// The result's code.
    pub result: String,
    /// The account that recorded it.
    pub by: String,
    /// The person, whoever was merged into them included.
    pub person: String,
    /// The pair, household or stall.
    pub subject: String,
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Whether what was taken back is shown too.
    pub with_undone: bool,
}

/// Rows in reach, latest first, `limit` of them from `offset` on.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, w: &Wanted, limit: i64, offset: i64) -> Result<Vec<Record>, Error> {
    tx.list(
        sql!(
            "SELECT l.id, l.kind, l.village_id, COALESCE(v.name, ''), p.id, COALESCE(p.name, ''), l.subject_id,
                COALESCE(h.head_name, s.name, ''), l.topic, l.result, l.how, l.said_yes, l.said_no, l.place, l.note, l.minutes, l.request_id,
                l.blob, l.at, l.recorded_at, l.account_id, COALESCE(b.name, CASE WHEN l.account_id = 'command' THEN 'hocvuso' ELSE l.account_id END),
                l.undone_at, COALESCE(u.name, l.undone_by, ''), COALESCE(l.undone_reason, '')
              FROM coaching_log l
              LEFT JOIN places_village v ON v.commune_id = l.commune_id AND v.id = l.village_id
              LEFT JOIN ledger_alias a ON a.commune_id = l.commune_id AND a.person_id = l.person_id
              LEFT JOIN people_person p ON p.commune_id = l.commune_id AND p.id = COALESCE(a.root_id, l.person_id)
              LEFT JOIN people_household h ON h.commune_id = l.commune_id AND h.id = l.subject_id
              LEFT JOIN coaching_stall s ON s.commune_id = l.commune_id AND s.id = l.subject_id
              LEFT JOIN accounts_account b ON b.id = l.account_id LEFT JOIN accounts_account u ON u.id = l.undone_by
              WHERE l.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || l.village_id || '%') AND ($3 = '' OR l.kind = $3)
                AND ($4 = '' OR l.village_id = $4) AND ($5 = '' OR l.topic = $5) AND ($6 = '' OR l.result = $6) AND ($7 = '' OR l.account_id = $7)
                AND ($8 = '' OR COALESCE(a.root_id, l.person_id, '') = $8) AND ($9 = '' OR l.subject_id = $9)
                AND ($10 = '' OR l.day >= $10) AND ($11 = '' OR l.day <= $11) AND ($12 OR l.undone_at IS NULL)
              ORDER BY l.at DESC, l.id DESC LIMIT $13 OFFSET $14"
        ),
        args![
            scope.commune(),
            scope.reach(),
            &w.kind,
            &w.village,
            &w.topic,
            &w.result,
            &w.by,
            &w.person,
            &w.subject,
            &w.from,
            &w.to,
            w.with_undone,
            limit,
            offset
        ],
        record_row,
    )
}

/// What rows come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Rows (lượt).
    pub rows: i64,
    /// Different people among them (người).
    pub people: i64,
    /// Rows about nobody by name.
    pub unnamed: i64,
}

/// What [`list`] would show in all.
pub fn sums(tx: &mut Tx<'_>, scope: &Scope, w: &Wanted) -> Result<Sums, Error> {
    let sums = tx.first(
        sql!(
            "SELECT COUNT(*), COUNT(DISTINCT COALESCE(a.root_id, l.person_id)), COUNT(*) - COUNT(l.person_id)
              FROM coaching_log l LEFT JOIN ledger_alias a ON a.commune_id = l.commune_id AND a.person_id = l.person_id
              WHERE l.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || l.village_id || '%') AND ($3 = '' OR l.kind = $3)
                AND ($4 = '' OR l.village_id = $4) AND ($5 = '' OR l.topic = $5) AND ($6 = '' OR l.result = $6) AND ($7 = '' OR l.account_id = $7)
                AND ($8 = '' OR COALESCE(a.root_id, l.person_id, '') = $8) AND ($9 = '' OR l.subject_id = $9)
                AND ($10 = '' OR l.day >= $10) AND ($11 = '' OR l.day <= $11) AND ($12 OR l.undone_at IS NULL)"
        ),
        args![
            scope.commune(),
            scope.reach(),
            &w.kind,
            &w.village,
            &w.topic,
            &w.result,
            &w.by,
            &w.person,
            &w.subject,
            &w.from,
            &w.to,
            w.with_undone
        ],
        |row| Ok(Sums { rows: row.get(0)?, people: row.get(1)?, unnamed: row.get(2)? }),
    )?;
    Ok(sums.unwrap_or_default())
}

/// The place that an account named last, to spare typing it again; empty when it never did.
pub fn last_place(tx: &mut Tx<'_>, scope: &Scope) -> Result<String, Error> {
    let place = tx.value(
        sql!(
            "SELECT place FROM coaching_log WHERE commune_id = $1 AND account_id = $2 AND place <> '' ORDER BY recorded_at DESC, id DESC LIMIT 1"
        ),
        args![scope.commune(), scope.account()],
    )?;
    Ok(place.unwrap_or_default())
}
