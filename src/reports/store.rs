//! All SQL on `reports_*` tables.

use data_encoding::BASE64;
use jiff::civil::Date;

use super::{
    content::{Content, Draft, Particulars},
    files::{File, Format},
    rules::State,
};
use crate::{
    args,
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::{Error, Result},
        ids,
        period::Period,
    },
    sql,
};

/// The only kind of report there is so far: the monthly one.
const KIND: &str = "month";

/// A report as it stands in its row.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its id.
    pub id: String,
    /// The period's code.
    pub period: String,
    /// 1, or more for one that takes the place of an earlier one.
    pub edition: i64,
    /// Draft or locked.
    pub state: State,
    /// The words, as JSON.
    pub narrative: String,
    /// What stands around them, as JSON.
    pub paper: String,
    /// The snapshot and its hash, of a locked one.
    pub sealed: Option<(String, String)>,
    /// Counts the changes of a draft, from 1.
    pub version: i64,
    /// Who changed it last, by name.
    pub updated_by: String,
    /// When.
    pub updated_at: Millis,
}

impl Report {
    /// What was written last.
    pub fn draft(&self) -> Result<Draft> {
        Ok(Draft { narrative: serde_json::from_str(&self.narrative)?, particulars: serde_json::from_str(&self.paper)? })
    }

    /// The content of a locked report, proven to be what was locked.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a draft; a refusal when the snapshot was changed past the program.
    pub fn snapshot(&self) -> Result<(Content, &str)> {
        let (snapshot, hash) = self.sealed.as_ref().ok_or(Error::NotFound)?;
        Ok((Content::opened(snapshot, hash)?, hash))
    }
}

fn report(row: &Row) -> Result<Report, db::Error> {
    let state: String = row.get(3)?;
    let (snapshot, hash): (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
    Ok(Report {
        id: row.get(0)?,
        period: row.get(1)?,
        edition: row.get(2)?,
        state: State::parse(&state).ok_or_else(|| db::Error::Other(format!("a report's state is {state}")))?,
        narrative: row.get(4)?,
        paper: row.get(5)?,
        sealed: snapshot.zip(hash),
        version: row.get(8)?,
        updated_by: row.get(9)?,
        updated_at: row.get(10)?,
    })
}

/// The report with this id.
pub fn by_id(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Report>, db::Error> {
    tx.first(
        sql!(
            "SELECT r.id, r.period, r.edition, r.state, r.narrative, r.paper, r.snapshot, r.snapshot_hash, r.version, COALESCE(a.name, ''), r.updated_at
              FROM reports_report r LEFT JOIN accounts_account a ON a.id = r.updated_by
              WHERE r.commune_id = $1 AND r.id = $2"
        ),
        args![commune, id],
        report,
    )
}

/// The editions of a period's report, latest first.
pub fn editions(tx: &mut Tx<'_>, commune: &str, period: Period) -> Result<Vec<Report>, db::Error> {
    tx.list(
        sql!(
            "SELECT r.id, r.period, r.edition, r.state, r.narrative, r.paper, r.snapshot, r.snapshot_hash, r.version, COALESCE(a.name, ''), r.updated_at
              FROM reports_report r LEFT JOIN accounts_account a ON a.id = r.updated_by
              WHERE r.commune_id = $1 AND r.kind = $2 AND r.period = $3 ORDER BY r.edition DESC"
        ),
        args![commune, KIND, period.code()],
        report,
    )
}

/// A line of the list of periods.
#[derive(Clone, Debug)]
pub struct Line {
    /// The period's code.
    pub period: String,
    /// Draft or locked.
    pub state: State,
    /// The number, of a locked one.
    pub number: Option<i64>,
    /// The ký hiệu, of a locked one.
    pub notation: String,
    /// The day, of a locked one.
    pub issued_on: Option<Date>,
}

/// Every report whose period's code begins with `year`, first editions first.
pub fn lines(tx: &mut Tx<'_>, commune: &str, year: i16) -> Result<Vec<Line>, db::Error> {
    tx.list(
        sql!(
            "SELECT period, state, number, notation, issued_on FROM reports_report
              WHERE commune_id = $1 AND kind = $2 AND period LIKE $3 || '-%' ORDER BY period, edition"
        ),
        args![commune, KIND, year.to_string()],
        |row| {
            let state: String = row.get(1)?;
            Ok(Line {
                period: row.get(0)?,
                state: State::parse(&state).unwrap_or(State::Draft),
                number: row.get(2)?,
                notation: row.get(3)?,
                issued_on: row.get(4)?,
            })
        },
    )
}

/// The first day that the commune's ledger or its reports speak of.
pub fn first_day(tx: &mut Tx<'_>, commune: &str) -> Result<Option<Date>, db::Error> {
    let entry: Option<Option<String>> = tx.value(sql!("SELECT MIN(day) FROM ledger_entry WHERE commune_id = $1"), args![commune])?;
    let period: Option<Option<String>> =
        tx.value(sql!("SELECT MIN(period) FROM reports_report WHERE commune_id = $1 AND kind = $2"), args![commune, KIND])?;
    let entry = entry.flatten().and_then(|day| day.parse::<Date>().ok());
    let period = period.flatten().and_then(|code| Period::parse(&code).ok()).map(|period| period.cutoff().0);
    Ok(entry.into_iter().chain(period).min())
}

/// Begins an edition and answers its id.
pub fn add(tx: &mut Tx<'_>, commune: &str, period: Period, edition: i64, draft: &Draft, by: &str, now: Millis) -> Result<String> {
    let id = ids::new(now);
    tx.run(
        sql!(
            "INSERT INTO reports_report (commune_id, id, kind, period, edition, state, narrative, paper, snapshot, snapshot_hash,
                number, notation, issued_on, version, created_by, created_at, updated_by, updated_at, locked_by, locked_at)
              VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, NULL, NULL, NULL, $8, NULL, 1, $9, $10, $9, $10, NULL, NULL)"
        ),
        args![
            commune,
            &id,
            KIND,
            period.code(),
            edition,
            serde_json::to_string(&draft.narrative)?,
            serde_json::to_string(&draft.particulars)?,
            &draft.particulars.notation,
            by,
            now
        ],
    )?;
    Ok(id)
}

/// Changes a draft that is still at `version`; tells whether it was.
pub fn change(tx: &mut Tx<'_>, commune: &str, id: &str, version: i64, draft: &Draft, by: &str, now: Millis) -> Result<bool> {
    let changed = tx.run(
        sql!(
            "UPDATE reports_report SET narrative = $4, paper = $5, notation = $6, version = version + 1, updated_by = $7, updated_at = $8
              WHERE commune_id = $1 AND id = $2 AND version = $3 AND state = 'draft'"
        ),
        args![
            commune,
            id,
            version,
            serde_json::to_string(&draft.narrative)?,
            serde_json::to_string(&draft.particulars)?,
            &draft.particulars.notation,
            by,
            now
        ],
    )?;
    Ok(changed > 0)
}

/// Writes the snapshot into a draft, which is locked from then on; tells whether it was a draft.
pub fn seal(tx: &mut Tx<'_>, commune: &str, id: &str, content: &Content, by: &str, now: Millis) -> Result<Option<String>> {
    let Some(lock) = &content.lock else { return Ok(None) };
    let (snapshot, hash) = content.sealed()?;
    let changed = tx.run(
        sql!(
            "UPDATE reports_report SET state = 'locked', snapshot = $3, snapshot_hash = $4, number = $5, notation = $6, issued_on = $7,
                locked_by = $8, locked_at = $9
              WHERE commune_id = $1 AND id = $2 AND state = 'draft'"
        ),
        args![commune, id, snapshot, &hash, lock.number, &content.particulars.notation, lock.issued_on, by, now],
    )?;
    Ok((changed > 0).then_some(hash))
}

/// A line of the register of documents sent (sổ văn bản đi).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The ký hiệu, which names the register.
    pub register: String,
    /// The number.
    pub number: i64,
    /// The report.
    pub report: String,
    /// The day on the paper.
    pub issued_on: String,
    /// Tên loại và trích yếu.
    pub subject: String,
    /// Who signed.
    pub signer: String,
    /// Nơi nhận, a line each.
    pub recipients: String,
    /// What the register notes beside it.
    pub note: String,
}

/// The next number of a register: 1 at the start of a year, one more than the last after that.
///
/// Holds everybody else who takes a number back until this transaction ends, so that none is given twice or left out.
pub fn next_number(tx: &mut Tx<'_>, commune: &str, year: i16, register: &str) -> Result<i64, db::Error> {
    tx.hold(&format!("reports-register {commune}"))?;
    Ok(last_number(tx, commune, year, register)? + 1)
}

/// The last number of a register; 0 at the start of a year.
pub fn last_number(tx: &mut Tx<'_>, commune: &str, year: i16, register: &str) -> Result<i64, db::Error> {
    tx.count(
        sql!("SELECT MAX(number) FROM reports_register WHERE commune_id = $1 AND year = $2 AND register = $3"),
        args![commune, year, register],
    )
}

/// Writes a line into the register of its year.
pub fn enter(tx: &mut Tx<'_>, commune: &str, year: i16, entry: &Entry, by: &str, now: Millis) -> Result<(), db::Error> {
    tx.run(
        sql!(
            "INSERT INTO reports_register (commune_id, year, register, number, report_id, issued_on, subject, signer, recipients, note,
                entered_by, entered_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        args![
            commune,
            year,
            &entry.register,
            entry.number,
            &entry.report,
            &entry.issued_on,
            &entry.subject,
            &entry.signer,
            &entry.recipients,
            &entry.note,
            by,
            now
        ],
    )?;
    Ok(())
}

/// The register of a year, by ký hiệu and number.
pub fn register(tx: &mut Tx<'_>, commune: &str, year: i16) -> Result<Vec<Entry>, db::Error> {
    tx.list(
        sql!(
            "SELECT register, number, report_id, issued_on, subject, signer, recipients, note FROM reports_register
              WHERE commune_id = $1 AND year = $2 ORDER BY register, number"
        ),
        args![commune, year],
        |row| {
            Ok(Entry {
                register: row.get(0)?,
                number: row.get(1)?,
                report: row.get(2)?,
                issued_on: row.get(3)?,
                subject: row.get(4)?,
                signer: row.get(5)?,
                recipients: row.get(6)?,
                note: row.get(7)?,
            })
        },
    )
}

/// The years that have a register, latest first.
pub fn register_years(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<i16>, db::Error> {
    tx.list(sql!("SELECT DISTINCT year FROM reports_register WHERE commune_id = $1 ORDER BY year DESC"), args![commune], |row| row.get(0))
}

/// What the commune last put around the text of a report.
pub fn kept_particulars(tx: &mut Tx<'_>, commune: &str) -> Result<Option<Particulars>> {
    let kept: Option<String> =
        tx.value(sql!("SELECT paper FROM reports_default WHERE commune_id = $1 AND kind = $2"), args![commune, KIND])?;
    Ok(kept.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Keeps what stands around the text for the next report.
pub fn keep_particulars(tx: &mut Tx<'_>, commune: &str, particulars: &Particulars, by: &str, now: Millis) -> Result<()> {
    tx.run(
        sql!("INSERT INTO reports_default (commune_id, kind, paper, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5)
              ON CONFLICT (commune_id, kind) DO UPDATE SET paper = excluded.paper, updated_by = excluded.updated_by, updated_at = excluded.updated_at"),
        args![commune, KIND, serde_json::to_string(particulars)?, by, now],
    )?;
    Ok(())
}

/// Keeps a file of a locked report as it was issued.
pub fn keep_file(tx: &mut Tx<'_>, commune: &str, report: &str, format: Format, file: &File) -> Result<(), db::Error> {
    tx.run(
        sql!("INSERT INTO reports_file (commune_id, report_id, format, name, hash, body) VALUES ($1, $2, $3, $4, $5, $6)"),
        args![commune, report, format.ending(), &file.name, ids::sha256_hex(&file.bytes), BASE64.encode(&file.bytes)],
    )?;
    Ok(())
}

/// A file of a locked report, proven to be the one that was issued.
///
/// # Errors
/// A refusal when it was changed past the program.
pub fn kept_file(tx: &mut Tx<'_>, commune: &str, report: &str, format: Format) -> Result<Option<File>> {
    let found = tx.first(
        sql!("SELECT name, hash, body FROM reports_file WHERE commune_id = $1 AND report_id = $2 AND format = $3"),
        args![commune, report, format.ending()],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    let Some((name, hash, body)) = found else { return Ok(None) };
    let bytes = BASE64.decode(body.as_bytes()).ok().filter(|bytes| ids::sha256_hex(bytes) == hash);
    Ok(Some(File { name, bytes: bytes.ok_or_else(|| Error::refused("reports-snapshot-damaged"))? }))
}
