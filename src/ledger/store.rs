//! All SQL on `ledger_*` tables.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    MERGED, RESTORED, UNMERGED, VOIDED, feed,
    rules::{Entry, Grade, NewEntry},
};
use crate::{
    args,
    kit::{
        clock::Millis,
        dates,
        db::{self, Row, Tx},
        error::{Error, Result},
    },
    sql,
};

fn entry_row(row: &Row) -> Result<Entry, db::Error> {
    Ok(Entry {
        seq: row.get(0)?,
        id: row.get(1)?,
        village: row.get(2)?,
        kind: row.get(3)?,
        person: row.get(4)?,
        audience: row.get(5)?,
        subject: row.get(6)?,
        grade: row.get(7)?,
        attains: row.get(8)?,
        occurred_at: row.get(9)?,
        day: row.get(10)?,
        recorded_at: row.get(11)?,
        recorded_by: row.get(12)?,
        device: row.get(13)?,
        voids: row.get(14)?,
        body: row.get(15)?,
        prev_hash: row.get(16)?,
        hash: row.get(17)?,
    })
}

/// Appends an entry, and derives attainment and tally in the same transaction.
///
/// An entry with the same id is appended once: the second call answers the first one's entry.
///
/// # Errors
/// [`Error::Changed`] when the id is in use for something else.
pub fn append(tx: &mut Tx<'_>, new: &NewEntry, now: Millis) -> Result<Entry> {
    put(tx, new, None, now)
}

fn put(tx: &mut Tx<'_>, new: &NewEntry, voids: Option<&str>, now: Millis) -> Result<Entry> {
    tx.hold(&format!("ledger {}", new.commune))?;
    let last =
        tx.first(sql!("SELECT seq, hash FROM ledger_entry WHERE commune_id = $1 ORDER BY seq DESC LIMIT 1"), args![&new.commune], |row| {
            Ok((row.get::<i64>(0)?, row.get::<String>(1)?))
        })?;
    let (seq, prev_hash) = last.map_or((1, String::new()), |(seq, hash)| (seq + 1, hash));
    let mut entry = Entry {
        seq,
        id: new.id.clone(),
        village: new.village.clone(),
        kind: new.kind.name.to_owned(),
        person: new.person.clone(),
        audience: new.audience.clone(),
        subject: new.subject.clone(),
        grade: new.grade.map_or("", Grade::letter).to_owned(),
        attains: new.attains.clone(),
        occurred_at: new.occurred_at,
        day: dates::day_of(new.occurred_at).to_string(),
        recorded_at: now,
        recorded_by: new.recorded_by.clone(),
        device: new.device.clone(),
        voids: voids.map(str::to_owned),
        body: new.body.to_string(),
        prev_hash,
        hash: String::new(),
    };
    entry.hash = entry.seal(&new.commune);
    if insert(tx, &new.commune, &entry)? {
        derive(tx, &new.commune, &entry)?;
        return Ok(entry);
    }
    let known = self::entry(tx, &new.commune, &new.id)?.ok_or(Error::Changed)?;
    let same = known.kind == new.kind.name && known.person == new.person && known.subject == new.subject;
    if same { Ok(known) } else { Err(Error::Changed) }
}

/// Inserts an entry; tells whether its id was free.
fn insert(tx: &mut Tx<'_>, commune: &str, e: &Entry) -> Result<bool> {
    let inserted = tx.run(
        sql!("INSERT INTO ledger_entry (commune_id, seq, id, village_id, kind, person_id, audience, subject, grade, attains, occurred_at, day,
                recorded_at, recorded_by, device, voids, body, prev_hash, hash)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) ON CONFLICT (id) DO NOTHING"),
        args![
            commune, e.seq, &e.id, &e.village, &e.kind, &e.person, &e.audience, &e.subject, &e.grade, &e.attains, e.occurred_at, &e.day,
            e.recorded_at, &e.recorded_by, &e.device, &e.voids, &e.body, &e.prev_hash, &e.hash
        ],
    )?;
    Ok(inserted > 0)
}

/// Applies one entry, in the order of the chain: the only place where entries become figures.
fn derive(tx: &mut Tx<'_>, commune: &str, e: &Entry) -> Result<()> {
    if let Some(older) = &e.voids {
        return derive_void(tx, commune, older, &e.id, e.recorded_at);
    }
    if e.kind == RESTORED.name {
        return derive_restore(tx, commune, &e.subject, e.recorded_at);
    }
    if e.kind == MERGED.name || e.kind == UNMERGED.name {
        return derive_alias(tx, commune, e);
    }
    add_tally(tx, commune, e, &e.kind, 1, 0)?;
    let (Some(person), Some(key)) = (&e.person, &e.attains) else { return Ok(()) };
    let person = canonical(tx, commune, person)?;
    // Evidence that is neither earlier nor better than what stands there changes nothing.
    let settled = attainment(tx, commune, &person, key)?
        .is_some_and(|a| a.first_at <= e.occurred_at && (e.grade.is_empty() || (!a.best_grade.is_empty() && a.best_grade <= e.grade)));
    if settled {
        return Ok(());
    }
    if refresh_attainment(tx, commune, &person, key)? {
        feed::changed(tx, commune, &e.village, "person", &person, e.recorded_at)?;
    }
    Ok(())
}

fn derive_void(tx: &mut Tx<'_>, commune: &str, older: &str, by: &str, now: Millis) -> Result<()> {
    let Some(gone) = entry(tx, commune, older)? else { return Ok(()) };
    let marked = tx.run(
        sql!(
            "INSERT INTO ledger_voided (commune_id, entry_id, by_entry) VALUES ($1, $2, $3) ON CONFLICT (commune_id, entry_id) DO NOTHING"
        ),
        args![commune, older, by],
    )?;
    if marked == 0 {
        return Ok(());
    }
    add_tally(tx, commune, &gone, &gone.kind, -1, 0)?;
    settle(tx, commune, &gone, now)
}

/// Brings the attainment that an entry speaks of in line. The person may live elsewhere by now: the change is said for any village.
fn settle(tx: &mut Tx<'_>, commune: &str, e: &Entry, now: Millis) -> Result<()> {
    let (Some(person), Some(key)) = (&e.person, &e.attains) else { return Ok(()) };
    let person = canonical(tx, commune, person)?;
    if refresh_attainment(tx, commune, &person, key)? {
        feed::changed(tx, commune, "", "person", &person, now)?;
    }
    Ok(())
}

fn derive_restore(tx: &mut Tx<'_>, commune: &str, older: &str, now: Millis) -> Result<()> {
    let Some(back) = entry(tx, commune, older)? else { return Ok(()) };
    let unmarked = tx.run(sql!("DELETE FROM ledger_voided WHERE commune_id = $1 AND entry_id = $2"), args![commune, older])?;
    if unmarked == 0 {
        return Ok(());
    }
    add_tally(tx, commune, &back, &back.kind, 1, 0)?;
    settle(tx, commune, &back, now)
}

fn derive_alias(tx: &mut Tx<'_>, commune: &str, e: &Entry) -> Result<()> {
    let Some(gone) = &e.person else { return Ok(()) };
    let before = canonical(tx, commune, gone)?;
    let touched = aliases(tx, commune, &before)?;
    if e.kind == MERGED.name {
        tx.run(
            sql!(
                "INSERT INTO ledger_alias (commune_id, person_id, into_id, root_id) VALUES ($1, $2, $3, $3)
                  ON CONFLICT (commune_id, person_id) DO UPDATE SET into_id = excluded.into_id"
            ),
            args![commune, gone, &e.subject],
        )?;
    } else {
        tx.run(sql!("DELETE FROM ledger_alias WHERE commune_id = $1 AND person_id = $2"), args![commune, gone])?;
    }
    for alias in &touched {
        let root = walk_up(tx, commune, alias)?;
        tx.run(sql!("UPDATE ledger_alias SET root_id = $3 WHERE commune_id = $1 AND person_id = $2"), args![commune, alias, root])?;
    }
    let after = canonical(tx, commune, gone)?;
    for person in [&before, &after] {
        for key in keys_of(tx, commune, person)? {
            refresh_attainment(tx, commune, person, &key)?;
        }
    }
    Ok(())
}

/// Follows the direct merges of `person` up to the one who stands for all.
fn walk_up(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<String> {
    let mut at = person.to_owned();
    // Merges form no circle; the bound keeps a damaged table from hanging a request.
    for _ in 0..64 {
        let next =
            tx.value::<String>(sql!("SELECT into_id FROM ledger_alias WHERE commune_id = $1 AND person_id = $2"), args![commune, &at])?;
        match next {
            Some(next) if next != at => at = next,
            _ => break,
        }
    }
    Ok(at)
}

/// Every key that the person or an alias of theirs has an entry or an attainment for.
fn keys_of(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<String>> {
    let mut keys = tx.list(
        sql!("SELECT DISTINCT key FROM ledger_attainment WHERE commune_id = $1 AND person_id = $2"),
        args![commune, person],
        |row| row.get::<String>(0),
    )?;
    for alias in aliases(tx, commune, person)? {
        keys.extend(tx.list(
            sql!("SELECT DISTINCT attains FROM ledger_entry WHERE commune_id = $1 AND person_id = $2 AND attains IS NOT NULL"),
            args![commune, alias],
            |row| row.get::<String>(0),
        )?);
    }
    keys.sort();
    keys.dedup();
    Ok(keys)
}

/// The person that stands for `person` after all merges.
pub fn canonical(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<String> {
    let root = tx.value(sql!("SELECT root_id FROM ledger_alias WHERE commune_id = $1 AND person_id = $2"), args![commune, person])?;
    Ok(root.unwrap_or_else(|| person.to_owned()))
}

/// The person and everybody merged into them, directly or through others.
fn aliases(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<String>> {
    let mut found = vec![person.to_owned()];
    found.extend(tx.list(
        sql!("SELECT person_id FROM ledger_alias WHERE commune_id = $1 AND root_id = $2 ORDER BY person_id"),
        args![commune, person],
        |row| row.get::<String>(0),
    )?);
    Ok(found)
}

/// Makes the attainment of a person and key again from the entries that count; tells whether it is another one now.
fn refresh_attainment(tx: &mut Tx<'_>, commune: &str, person: &str, key: &str) -> Result<bool> {
    let before = attainment(tx, commune, person, key)?;
    let mut evidence = Vec::new();
    // An alias's own entries count for the one it stands for.
    if canonical(tx, commune, person)? == person {
        for alias in aliases(tx, commune, person)? {
            evidence.extend(tx.list(
                sql!("SELECT e.seq, e.id, e.village_id, e.kind, e.person_id, e.audience, e.subject, e.grade, e.attains, e.occurred_at, e.day,
                        e.recorded_at, e.recorded_by, e.device, e.voids, e.body, e.prev_hash, e.hash
                      FROM ledger_entry e LEFT JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.id
                      WHERE e.commune_id = $1 AND e.person_id = $2 AND e.attains = $3 AND v.entry_id IS NULL"),
                args![commune, alias, key],
                entry_row,
            )?);
        }
    }
    let after = evidence.iter().min_by_key(|e| (e.occurred_at, e.seq)).map(|first| Attainment {
        village: first.village.clone(),
        audience: first.audience.clone(),
        first_at: first.occurred_at,
        first_day: first.day.clone(),
        best_grade: evidence.iter().map(|e| e.grade.as_str()).filter(|g| !g.is_empty()).min().unwrap_or("").to_owned(),
        entry: first.id.clone(),
    });
    if before == after {
        return Ok(false);
    }
    if let Some(gone) = &before {
        tx.run(sql!("DELETE FROM ledger_attainment WHERE commune_id = $1 AND person_id = $2 AND key = $3"), args![commune, person, key])?;
        add_first(tx, commune, gone, key, -1)?;
    }
    if let Some(new) = &after {
        tx.run(
            sql!("INSERT INTO ledger_attainment (commune_id, person_id, key, village_id, audience, first_at, first_day, best_grade, entry_id)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
            args![commune, person, key, &new.village, &new.audience, new.first_at, &new.first_day, &new.best_grade, &new.entry],
        )?;
        add_first(tx, commune, new, key, 1)?;
    }
    Ok(true)
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Attainment {
    village: String,
    audience: String,
    first_at: Millis,
    first_day: String,
    best_grade: String,
    entry: String,
}

fn attainment(tx: &mut Tx<'_>, commune: &str, person: &str, key: &str) -> Result<Option<Attainment>> {
    Ok(tx.first(
        sql!(
            "SELECT village_id, audience, first_at, first_day, best_grade, entry_id FROM ledger_attainment
              WHERE commune_id = $1 AND person_id = $2 AND key = $3"
        ),
        args![commune, person, key],
        |row| {
            Ok(Attainment {
                village: row.get(0)?,
                audience: row.get(1)?,
                first_at: row.get(2)?,
                first_day: row.get(3)?,
                best_grade: row.get(4)?,
                entry: row.get(5)?,
            })
        },
    )?)
}

fn add_first(tx: &mut Tx<'_>, commune: &str, a: &Attainment, key: &str, firsts: i64) -> Result<()> {
    add_to_tally(tx, commune, &a.village, key, &a.audience, &a.first_day, 0, firsts)
}

fn add_tally(tx: &mut Tx<'_>, commune: &str, e: &Entry, key: &str, entries: i64, firsts: i64) -> Result<()> {
    add_to_tally(tx, commune, &e.village, key, &e.audience, &e.day, entries, firsts)
}

fn add_to_tally(
    tx: &mut Tx<'_>,
    commune: &str,
    village: &str,
    key: &str,
    audience: &str,
    day: &str,
    entries: i64,
    firsts: i64,
) -> Result<()> {
    tx.run(
        sql!(
            "INSERT INTO ledger_tally (commune_id, village_id, key, audience, day, entries, firsts) VALUES ($1, $2, $3, $4, $5, $6, $7)
              ON CONFLICT (commune_id, key, village_id, audience, day)
              DO UPDATE SET entries = ledger_tally.entries + excluded.entries, firsts = ledger_tally.firsts + excluded.firsts"
        ),
        args![commune, village, key, audience, day, entries, firsts],
    )?;
    if entries >= 0 && firsts >= 0 {
        return Ok(());
    }
    tx.run(
        sql!("DELETE FROM ledger_tally WHERE commune_id = $1 AND village_id = $2 AND key = $3 AND audience = $4 AND day = $5 AND entries = 0 AND firsts = 0"),
        args![commune, village, key, audience, day],
    )?;
    Ok(())
}

/// Voids an entry: from now on it does not count. Voiding it again changes nothing.
///
/// `id` is the voiding entry's own id; `reason` is kept in words.
///
/// # Errors
/// [`Error::NotFound`] when there is no such entry in the commune.
pub fn void(tx: &mut Tx<'_>, commune: &str, older: &str, id: &str, reason: &str, by: &str, now: Millis) -> Result<Entry> {
    let gone = entry(tx, commune, older)?.ok_or(Error::NotFound)?;
    let new = NewEntry {
        id: id.to_owned(),
        commune: commune.to_owned(),
        village: gone.village,
        kind: VOIDED,
        person: gone.person,
        audience: gone.audience,
        subject: older.to_owned(),
        grade: None,
        attains: None,
        occurred_at: now,
        recorded_by: by.to_owned(),
        device: None,
        body: json!({ "reason": reason }),
    };
    put(tx, &new, Some(older), now)
}

/// Makes a voided entry count again, as when two merged persons turn out to be two; one that counts stays as it is.
///
/// `id` is the restoring entry's own id.
///
/// # Errors
/// [`Error::NotFound`] when there is no such entry in the commune.
pub fn restore(tx: &mut Tx<'_>, commune: &str, older: &str, id: &str, by: &str, now: Millis) -> Result<Entry> {
    let back = entry(tx, commune, older)?.ok_or(Error::NotFound)?;
    let new = NewEntry {
        id: id.to_owned(),
        commune: commune.to_owned(),
        village: back.village,
        kind: RESTORED,
        person: back.person,
        audience: back.audience,
        subject: older.to_owned(),
        grade: None,
        attains: None,
        occurred_at: now,
        recorded_by: by.to_owned(),
        device: None,
        body: json!({}),
    };
    put(tx, &new, None, now)
}

/// Records that `gone` and `kept` are one person, who is `kept` from now on.
pub fn alias(tx: &mut Tx<'_>, commune: &str, gone: &str, kept: &str, id: &str, by: &str, now: Millis) -> Result<Entry> {
    about_alias(tx, commune, gone, kept, MERGED, id, by, now)
}

/// Takes back that `gone` and `kept` are one person.
pub fn unalias(tx: &mut Tx<'_>, commune: &str, gone: &str, kept: &str, id: &str, by: &str, now: Millis) -> Result<Entry> {
    about_alias(tx, commune, gone, kept, UNMERGED, id, by, now)
}

fn about_alias(
    tx: &mut Tx<'_>,
    commune: &str,
    gone: &str,
    kept: &str,
    kind: super::Kind,
    id: &str,
    by: &str,
    now: Millis,
) -> Result<Entry> {
    let new = NewEntry {
        id: id.to_owned(),
        commune: commune.to_owned(),
        village: String::new(),
        kind,
        person: Some(gone.to_owned()),
        audience: String::new(),
        subject: kept.to_owned(),
        grade: None,
        attains: None,
        occurred_at: now,
        recorded_by: by.to_owned(),
        device: None,
        body: json!({}),
    };
    put(tx, &new, None, now)
}

/// The entry with this id.
pub fn entry(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Entry>> {
    Ok(tx.first(
        sql!(
            "SELECT seq, id, village_id, kind, person_id, audience, subject, grade, attains, occurred_at, day,
                recorded_at, recorded_by, device, voids, body, prev_hash, hash
              FROM ledger_entry WHERE commune_id = $1 AND id = $2"
        ),
        args![commune, id],
        entry_row,
    )?)
}

/// The entry that voided this one, when there is one.
pub fn is_voided(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<String>> {
    Ok(tx.value(sql!("SELECT by_entry FROM ledger_voided WHERE commune_id = $1 AND entry_id = $2"), args![commune, id])?)
}

/// Which entries are looked for; empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The kind's name.
    pub kind: String,
    /// What is reached by them.
    pub attains: String,
    /// The village's id.
    pub village: String,
    /// The person's id, aliases included.
    pub person: String,
    /// What they are about.
    pub subject: String,
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Only villages in this reach: [`crate::accounts::Scope::reach`]; empty for all.
    pub reach: String,
    /// Whether voided entries are shown too.
    pub with_voided: bool,
}

/// Entries that match, latest first, `limit` of them from `offset` on; the second value is the voiding entry.
pub fn entries(tx: &mut Tx<'_>, commune: &str, f: &Found, limit: i64, offset: i64) -> Result<Vec<(Entry, Option<String>)>> {
    Ok(tx.list(
        sql!("SELECT e.seq, e.id, e.village_id, e.kind, e.person_id, e.audience, e.subject, e.grade, e.attains, e.occurred_at, e.day,
                e.recorded_at, e.recorded_by, e.device, e.voids, e.body, e.prev_hash, e.hash, v.by_entry
              FROM ledger_entry e LEFT JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.id
              WHERE e.commune_id = $1 AND ($2 = '' OR e.kind = $2) AND ($3 = '' OR e.attains = $3) AND ($4 = '' OR e.village_id = $4)
                AND ($5 = '' OR e.person_id = $5 OR e.person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $5))
                AND ($6 = '' OR e.subject = $6) AND ($7 = '' OR e.day >= $7) AND ($8 = '' OR e.day <= $8)
                AND ($9 = '' OR $9 LIKE '%' || e.village_id || '%') AND ($10 OR v.entry_id IS NULL)
              ORDER BY e.occurred_at DESC, e.seq DESC LIMIT $11 OFFSET $12"),
        args![commune, &f.kind, &f.attains, &f.village, &f.person, &f.subject, &f.from, &f.to, &f.reach, f.with_voided, limit, offset],
        |row| Ok((entry_row(row)?, row.get(18)?)),
    )?)
}

/// How many entries match.
pub fn count_entries(tx: &mut Tx<'_>, commune: &str, f: &Found) -> Result<i64> {
    Ok(tx.count(
        sql!("SELECT COUNT(*) FROM ledger_entry e LEFT JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.id
              WHERE e.commune_id = $1 AND ($2 = '' OR e.kind = $2) AND ($3 = '' OR e.attains = $3) AND ($4 = '' OR e.village_id = $4)
                AND ($5 = '' OR e.person_id = $5 OR e.person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $5))
                AND ($6 = '' OR e.subject = $6) AND ($7 = '' OR e.day >= $7) AND ($8 = '' OR e.day <= $8)
                AND ($9 = '' OR $9 LIKE '%' || e.village_id || '%') AND ($10 OR v.entry_id IS NULL)"),
        args![commune, &f.kind, &f.attains, &f.village, &f.person, &f.subject, &f.from, &f.to, &f.reach, f.with_voided],
    )?)
}

/// Entries of a kind by village between two days: (village, entries), from the tallies.
pub fn day_counts(tx: &mut Tx<'_>, commune: &str, key: &str, from: &str, to: &str) -> Result<Vec<(String, i64, i64)>> {
    Ok(tx.list(
        sql!(
            "SELECT village_id, CAST(SUM(entries) AS BIGINT), CAST(SUM(firsts) AS BIGINT) FROM ledger_tally
              WHERE commune_id = $1 AND key = $2 AND day >= $3 AND day <= $4 GROUP BY village_id ORDER BY village_id"
        ),
        args![commune, key, from, to],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?)
}

/// Entries and first times of a key by day, for a trend; an empty village asks for the whole commune.
pub fn tally_days(tx: &mut Tx<'_>, commune: &str, key: &str, village: &str, from: &str, to: &str) -> Result<Vec<(String, i64, i64)>> {
    Ok(tx.list(
        sql!(
            "SELECT day, CAST(SUM(entries) AS BIGINT), CAST(SUM(firsts) AS BIGINT) FROM ledger_tally
              WHERE commune_id = $1 AND key = $2 AND ($3 = '' OR village_id = $3) AND day >= $4 AND day <= $5 GROUP BY day ORDER BY day"
        ),
        args![commune, key, village, from, to],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?)
}

/// How many different people have an entry of `kind` between two days, by village; each person counts once per village.
///
/// An empty village row is the whole commune, where each person counts once.
pub fn distinct_people(tx: &mut Tx<'_>, commune: &str, kind: &str, from: &str, to: &str) -> Result<BTreeMap<String, i64>> {
    let by_village = tx.list(
        sql!(
            "SELECT e.village_id, COUNT(DISTINCT COALESCE(a.root_id, e.person_id)) FROM ledger_entry e
              LEFT JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.id
              LEFT JOIN ledger_alias a ON a.commune_id = e.commune_id AND a.person_id = e.person_id
              WHERE e.commune_id = $1 AND e.kind = $2 AND e.day >= $3 AND e.day <= $4 AND e.person_id IS NOT NULL AND v.entry_id IS NULL
              GROUP BY e.village_id"
        ),
        args![commune, kind, from, to],
        |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)),
    )?;
    let whole = tx.count(
        sql!(
            "SELECT COUNT(DISTINCT COALESCE(a.root_id, e.person_id)) FROM ledger_entry e
              LEFT JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.id
              LEFT JOIN ledger_alias a ON a.commune_id = e.commune_id AND a.person_id = e.person_id
              WHERE e.commune_id = $1 AND e.kind = $2 AND e.day >= $3 AND e.day <= $4 AND e.person_id IS NOT NULL AND v.entry_id IS NULL"
        ),
        args![commune, kind, from, to],
    )?;
    let mut counts: BTreeMap<String, i64> = by_village.into_iter().filter(|(village, _)| !village.is_empty()).collect();
    counts.insert(String::new(), whole);
    Ok(counts)
}

/// The last place and hash of a commune's chain; 0 and empty before the first entry.
pub fn heads(tx: &mut Tx<'_>, commune: &str) -> Result<(i64, String)> {
    let head =
        tx.first(sql!("SELECT seq, hash FROM ledger_entry WHERE commune_id = $1 ORDER BY seq DESC LIMIT 1"), args![commune], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(head.unwrap_or_default())
}

/// How many entries are read at a time when the whole chain is walked.
const STEP: i64 = 2_000;

fn walk(tx: &mut Tx<'_>, commune: &str, mut each: impl FnMut(&mut Tx<'_>, &Entry) -> Result<bool>) -> Result<()> {
    let mut after = 0;
    loop {
        let batch = tx.list(
            sql!(
                "SELECT seq, id, village_id, kind, person_id, audience, subject, grade, attains, occurred_at, day,
                    recorded_at, recorded_by, device, voids, body, prev_hash, hash
                  FROM ledger_entry WHERE commune_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"
            ),
            args![commune, after, STEP],
            entry_row,
        )?;
        let Some(last) = batch.last().map(|e| e.seq) else { return Ok(()) };
        for entry in &batch {
            if !each(tx, entry)? {
                return Ok(());
            }
        }
        after = last;
    }
}

/// Shows every entry of a commune in the order of the chain, until `take` answers `false`.
pub fn each(tx: &mut Tx<'_>, commune: &str, take: &mut dyn FnMut(&Entry) -> bool) -> Result<()> {
    walk(tx, commune, |_, entry| Ok(take(entry)))
}

/// Makes attainments, tallies, voids and aliases of a commune again from its entries; answers how many entries there are.
///
/// `progress` is told after each entry how many are done.
pub fn rebuild(tx: &mut Tx<'_>, commune: &str, progress: &mut dyn FnMut(u64)) -> Result<u64> {
    tx.hold(&format!("ledger {commune}"))?;
    tx.run(sql!("DELETE FROM ledger_attainment WHERE commune_id = $1"), args![commune])?;
    tx.run(sql!("DELETE FROM ledger_tally WHERE commune_id = $1"), args![commune])?;
    tx.run(sql!("DELETE FROM ledger_voided WHERE commune_id = $1"), args![commune])?;
    tx.run(sql!("DELETE FROM ledger_alias WHERE commune_id = $1"), args![commune])?;
    let mut done = 0;
    // Voids and merges first: then each entry's part is settled when it is met.
    walk(tx, commune, |tx, e| {
        if let Some(older) = &e.voids {
            tx.run(
                sql!("INSERT INTO ledger_voided (commune_id, entry_id, by_entry) VALUES ($1, $2, $3) ON CONFLICT (commune_id, entry_id) DO NOTHING"),
                args![commune, older, &e.id],
            )?;
        } else if e.kind == RESTORED.name {
            tx.run(sql!("DELETE FROM ledger_voided WHERE commune_id = $1 AND entry_id = $2"), args![commune, &e.subject])?;
        } else if e.kind == MERGED.name || e.kind == UNMERGED.name {
            derive_alias(tx, commune, e)?;
        }
        Ok(true)
    })?;
    walk(tx, commune, |tx, e| {
        let about_others = [MERGED.name, UNMERGED.name, RESTORED.name].contains(&e.kind.as_str());
        let counts = e.voids.is_none() && !about_others && is_voided(tx, commune, &e.id)?.is_none();
        if counts {
            add_tally(tx, commune, e, &e.kind, 1, 0)?;
            if let (Some(person), Some(key)) = (&e.person, &e.attains) {
                let person = canonical(tx, commune, person)?;
                refresh_attainment(tx, commune, &person, key)?;
            }
        }
        done += 1;
        progress(done);
        Ok(true)
    })?;
    Ok(done)
}

/// What a check of the chain found first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Everything agrees.
    Sound,
    /// An entry is missing before this place.
    Gap(i64),
    /// The entry at this place was changed, or one before it was replaced.
    Broken(i64),
    /// Attainments or tallies do not agree with the entries; the text names the first that differs.
    Derived(String),
}

/// The answer of [`check`].
#[derive(Clone, Debug)]
pub struct Checked {
    /// How many entries the chain has.
    pub entries: i64,
    /// The hash of the last one.
    pub head: String,
    /// What was found.
    pub proof: Proof,
}

/// Proves a commune's chain and that attainments and tallies agree with it, without changing anything.
///
/// `progress` is told how many entries are done.
pub fn check(tx: &mut Tx<'_>, commune: &str, progress: &mut dyn FnMut(u64)) -> Result<Checked> {
    let (mut entries, mut head, mut proof) = (0, String::new(), Proof::Sound);
    let mut fold = Fold::default();
    walk(tx, commune, |_, e| {
        if e.seq != entries + 1 {
            proof = Proof::Gap(e.seq);
            return Ok(false);
        }
        if e.prev_hash != head || e.seal(commune) != e.hash {
            proof = Proof::Broken(e.seq);
            return Ok(false);
        }
        entries = e.seq;
        head.clone_from(&e.hash);
        fold.take(e);
        progress(entries.unsigned_abs());
        Ok(true)
    })?;
    if proof == Proof::Sound
        && let Some(difference) = fold.difference(tx, commune)?
    {
        proof = Proof::Derived(difference);
    }
    Ok(Checked { entries, head, proof })
}

/// The same fold once more in memory, written apart from [`derive`] so that a mistake in one shows.
#[derive(Default)]
struct Fold {
    entries: Vec<Entry>,
    voided: std::collections::BTreeSet<String>,
    into: BTreeMap<String, String>,
}

impl Fold {
    fn take(&mut self, e: &Entry) {
        if let Some(older) = &e.voids {
            self.voided.insert(older.clone());
        } else if e.kind == RESTORED.name {
            self.voided.remove(&e.subject);
        } else if let (true, Some(person)) = (e.kind == MERGED.name, &e.person) {
            self.into.insert(person.clone(), e.subject.clone());
        } else if let (true, Some(person)) = (e.kind == UNMERGED.name, &e.person) {
            self.into.remove(person);
        } else {
            self.entries.push(e.clone());
        }
    }

    fn person<'a>(&'a self, person: &'a str) -> &'a str {
        let mut at = person;
        for _ in 0..64 {
            match self.into.get(at) {
                Some(next) if next != at => at = next,
                _ => break,
            }
        }
        at
    }

    fn difference(&self, tx: &mut Tx<'_>, commune: &str) -> Result<Option<String>> {
        let mut tallies: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        let mut attained: BTreeMap<String, (Millis, i64, &Entry, String)> = BTreeMap::new();
        for e in self.entries.iter().filter(|e| !self.voided.contains(&e.id)) {
            tallies.entry(format!("{} {} {} {}", e.kind, e.village, e.audience, e.day)).or_default().0 += 1;
            let (Some(person), Some(key)) = (&e.person, &e.attains) else { continue };
            let at = attained.entry(format!("{} {key}", self.person(person))).or_insert((e.occurred_at, e.seq, e, e.grade.clone()));
            if (e.occurred_at, e.seq) < (at.0, at.1) {
                (at.0, at.1, at.2) = (e.occurred_at, e.seq, e);
            }
            if !e.grade.is_empty() && (at.3.is_empty() || e.grade < at.3) {
                at.3.clone_from(&e.grade);
            }
        }
        for (_, _, e, _) in attained.values() {
            let key = e.attains.as_deref().unwrap_or("");
            tallies.entry(format!("{key} {} {} {}", e.village, e.audience, e.day)).or_default().1 += 1;
        }
        let kept_tallies: BTreeMap<String, (i64, i64)> = tx
            .list(
                sql!("SELECT key, village_id, audience, day, entries, firsts FROM ledger_tally WHERE commune_id = $1"),
                args![commune],
                |row| {
                    let name =
                        format!("{} {} {} {}", row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?, row.get::<String>(3)?);
                    Ok((name, (row.get(4)?, row.get(5)?)))
                },
            )?
            .into_iter()
            .collect();
        if let Some(name) = first_difference(&tallies, &kept_tallies) {
            return Ok(Some(format!("tally {name}")));
        }
        let made: BTreeMap<String, (String, String)> =
            attained.iter().map(|(name, (_, _, e, grade))| (name.clone(), (e.id.clone(), grade.clone()))).collect();
        let kept: BTreeMap<String, (String, String)> = tx
            .list(
                sql!("SELECT person_id, key, entry_id, best_grade FROM ledger_attainment WHERE commune_id = $1"),
                args![commune],
                |row| Ok((format!("{} {}", row.get::<String>(0)?, row.get::<String>(1)?), (row.get(2)?, row.get(3)?))),
            )?
            .into_iter()
            .collect();
        Ok(first_difference(&made, &kept).map(|name| format!("attainment {name}")))
    }
}

fn first_difference<V: PartialEq>(made: &BTreeMap<String, V>, kept: &BTreeMap<String, V>) -> Option<String> {
    made.iter()
        .find(|(name, value)| kept.get(*name) != Some(*value))
        .map(|(name, _)| name.clone())
        .or_else(|| kept.keys().find(|name| !made.contains_key(*name)).cloned())
}
