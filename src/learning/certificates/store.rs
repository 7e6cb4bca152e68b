//! All SQL on `learning_certificate*`.

use std::collections::BTreeSet;

use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;

use super::rules::Reached;
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        ids,
        sign::{Kid, PublicKey},
    },
    sql,
};

/// A certificate of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The commune's id.
    pub commune: String,
    /// Its id.
    pub id: String,
    /// The year of its number.
    pub year: i64,
    /// Its number in that year's register.
    pub number: i64,
    /// The code that anybody checks it by.
    pub code: String,
    /// The rule's code.
    pub rule: String,
    /// The person.
    pub person: String,
    /// Their village then.
    pub village: String,
    /// Their name then.
    pub name: String,
    /// The signed facts.
    pub signed: String,
    /// The day of issue.
    pub day: Date,
    /// Who signs it.
    pub signer: String,
    /// Their office.
    pub office: String,
    /// The account that handed it out.
    pub issued_by: String,
    /// That account's name.
    pub issuer: String,
    /// The ledger entry.
    pub entry: String,
    /// Why it was asked back; empty while it was not.
    pub reason: String,
    /// The account that asked for it back.
    pub asked_by: Option<String>,
    /// That account's name.
    pub asker: String,
    /// The account that agreed.
    pub revoked_by: Option<String>,
    /// When it was taken back.
    pub revoked_at: Option<Millis>,
}

fn row_of(row: &Row) -> Result<Certificate, Error> {
    Ok(Certificate {
        commune: row.get(0)?,
        id: row.get(1)?,
        year: row.get(2)?,
        number: row.get(3)?,
        code: row.get(4)?,
        rule: row.get(5)?,
        person: row.get(6)?,
        village: row.get(7)?,
        name: row.get(8)?,
        signed: row.get(9)?,
        day: row.get(10)?,
        signer: row.get(11)?,
        office: row.get(12)?,
        issued_by: row.get(13)?,
        issuer: row.get(14)?,
        entry: row.get(15)?,
        reason: row.get(16)?,
        asked_by: row.get(17)?,
        asker: row.get(18)?,
        revoked_by: row.get(19)?,
        revoked_at: row.get(20)?,
    })
}

impl Certificate {
    /// The number as it is written.
    pub fn number_words(&self) -> String {
        format!("{:02}/{}", self.number, self.year)
    }
}

/// The certificate with this id.
pub(super) fn by_id(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Certificate>, Error> {
    tx.first(
        sql!(
            "SELECT c.commune_id, c.id, c.year, c.number, c.code, c.rule, c.person_id, c.village_id, c.name, c.signed, c.day, c.signer,
                c.signer_office, c.issued_by, COALESCE(a.name, c.issued_by), c.entry_id, c.revoke_reason, c.revoke_asked_by, COALESCE(b.name, ''),
                c.revoked_by, c.revoked_at
              FROM learning_certificate c LEFT JOIN accounts_account a ON a.id = c.issued_by LEFT JOIN accounts_account b ON b.id = c.revoke_asked_by
              WHERE c.commune_id = $1 AND c.id = $2"
        ),
        args![commune, id],
        row_of,
    )
}

/// The certificate with this code, of whatever commune.
pub(super) fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Certificate>, Error> {
    tx.first(
        sql!(
            "SELECT c.commune_id, c.id, c.year, c.number, c.code, c.rule, c.person_id, c.village_id, c.name, c.signed, c.day, c.signer,
                c.signer_office, c.issued_by, COALESCE(a.name, c.issued_by), c.entry_id, c.revoke_reason, c.revoke_asked_by, COALESCE(b.name, ''),
                c.revoked_by, c.revoked_at
              FROM learning_certificate c LEFT JOIN accounts_account a ON a.id = c.issued_by LEFT JOIN accounts_account b ON b.id = c.revoke_asked_by
              WHERE c.code = $1"
        ),
        args![code],
        row_of,
    )
}

/// Certificates of a person and of those merged into them, the latest first.
pub(super) fn of_person(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<Certificate>, Error> {
    tx.list(
        sql!(
            "SELECT c.commune_id, c.id, c.year, c.number, c.code, c.rule, c.person_id, c.village_id, c.name, c.signed, c.day, c.signer,
                c.signer_office, c.issued_by, COALESCE(a.name, c.issued_by), c.entry_id, c.revoke_reason, c.revoke_asked_by, COALESCE(b.name, ''),
                c.revoked_by, c.revoked_at
              FROM learning_certificate c LEFT JOIN accounts_account a ON a.id = c.issued_by LEFT JOIN accounts_account b ON b.id = c.revoke_asked_by
              WHERE c.commune_id = $1
                AND (c.person_id = $2 OR c.person_id IN (SELECT l.person_id FROM ledger_alias l WHERE l.commune_id = $1 AND l.root_id = $2))
              ORDER BY c.year DESC, c.number DESC"
        ),
        args![commune, person],
        row_of,
    )
}

/// The register: those asked back first, then those whose evidence was taken back, then the latest.
pub(super) fn register(tx: &mut Tx<'_>, commune: &str, limit: i64, offset: i64) -> Result<Vec<Certificate>, Error> {
    tx.list(
        sql!(
            "SELECT c.commune_id, c.id, c.year, c.number, c.code, c.rule, c.person_id, c.village_id, c.name, c.signed, c.day, c.signer,
                c.signer_office, c.issued_by, COALESCE(a.name, c.issued_by), c.entry_id, c.revoke_reason, c.revoke_asked_by, COALESCE(b.name, ''),
                c.revoked_by, c.revoked_at
              FROM learning_certificate c LEFT JOIN accounts_account a ON a.id = c.issued_by LEFT JOIN accounts_account b ON b.id = c.revoke_asked_by
              WHERE c.commune_id = $1
              ORDER BY CASE WHEN c.revoked_at IS NOT NULL THEN 2 WHEN c.revoke_asked_by IS NOT NULL THEN 0 WHEN c.id IN
                (SELECT e.certificate_id FROM learning_certificate_evidence e
                  JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.entry_id
                  JOIN ledger_entry w ON w.id = v.by_entry
                  WHERE e.commune_id = c.commune_id AND w.recorded_at > COALESCE(c.kept_at, 0)) THEN 1 ELSE 2 END,
                c.year DESC, c.number DESC LIMIT $2 OFFSET $3"
        ),
        args![commune, limit, offset],
        row_of,
    )
}

/// How many certificates were ever handed out.
pub(super) fn count(tx: &mut Tx<'_>, commune: &str) -> Result<i64, Error> {
    tx.count(sql!("SELECT COUNT(*) FROM learning_certificate WHERE commune_id = $1"), args![commune])
}

/// How many wait for somebody: asked back, or resting on evidence that was taken back.
pub fn count_waiting(tx: &mut Tx<'_>, commune: &str) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM learning_certificate c WHERE c.commune_id = $1 AND c.revoked_at IS NULL AND (c.revoke_asked_by IS NOT NULL OR c.id IN
                (SELECT e.certificate_id FROM learning_certificate_evidence e
                  JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.entry_id
                  JOIN ledger_entry w ON w.id = v.by_entry
                  WHERE e.commune_id = c.commune_id AND w.recorded_at > COALESCE(c.kept_at, 0)))"
        ),
        args![commune],
    )
}

/// Certificates that count though an entry they rest on was taken back, and nobody let them stand since.
pub(super) fn shaken(tx: &mut Tx<'_>, commune: &str) -> Result<BTreeSet<String>, Error> {
    let ids = tx.list(
        sql!(
            "SELECT DISTINCT c.id FROM learning_certificate c
                JOIN learning_certificate_evidence e ON e.commune_id = c.commune_id AND e.certificate_id = c.id
                JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.entry_id
                JOIN ledger_entry w ON w.id = v.by_entry
              WHERE c.commune_id = $1 AND c.revoked_at IS NULL AND w.recorded_at > COALESCE(c.kept_at, 0)"
        ),
        args![commune],
        |row| row.get::<String>(0),
    )?;
    Ok(ids.into_iter().collect())
}

/// The entries that a certificate rests on: id, kind, and whether it was taken back.
pub(super) fn evidence(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Vec<(String, String, bool)>, Error> {
    tx.list(
        sql!(
            "SELECT e.id, e.kind, v.entry_id IS NOT NULL FROM learning_certificate_evidence c
                JOIN ledger_entry e ON e.id = c.entry_id
                LEFT JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.id
              WHERE c.commune_id = $1 AND c.certificate_id = $2 ORDER BY e.seq"
        ),
        args![commune, id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// What somebody did with a certificate that was handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// `asked`, `kept` or `revoked`.
    pub what: String,
    pub note: String,
    pub at: Millis,
    /// The account's name.
    pub by: String,
}

/// Writes down what somebody did with a certificate.
pub(super) fn add_change(tx: &mut Tx<'_>, scope: &Scope, id: &str, what: &str, note: &str, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_certificate_change (commune_id, id, certificate_id, what, note, at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        args![scope.commune(), ids::new(now), id, what, note, now, scope.account()],
    )?;
    Ok(())
}

/// What was done with a certificate, the first thing first.
pub(super) fn changes(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Vec<Change>, Error> {
    tx.list(
        sql!(
            "SELECT h.what, h.note, h.at, COALESCE(a.name, h.changed_by) FROM learning_certificate_change h
                LEFT JOIN accounts_account a ON a.id = h.changed_by
              WHERE h.commune_id = $1 AND h.certificate_id = $2 ORDER BY h.at, h.id"
        ),
        args![commune, id],
        |row| Ok(Change { what: row.get(0)?, note: row.get(1)?, at: row.get(2)?, by: row.get(3)? }),
    )
}

/// Certificates that were taken back: code, year, number, when.
pub(super) fn revoked(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<(String, i64, i64, Millis)>, Error> {
    tx.list(
        sql!(
            "SELECT code, year, number, revoked_at FROM learning_certificate
              WHERE commune_id = $1 AND revoked_at IS NOT NULL ORDER BY revoked_at DESC, code"
        ),
        args![commune],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// The last number of a year; 0 when there is none.
pub(super) fn last_number(tx: &mut Tx<'_>, commune: &str, year: i64) -> Result<i64, Error> {
    let last = tx.value::<i64>(
        sql!("SELECT number FROM learning_certificate WHERE commune_id = $1 AND year = $2 ORDER BY number DESC LIMIT 1"),
        args![commune, year],
    )?;
    Ok(last.unwrap_or(0))
}

/// Adds a certificate to the register, with the entries that it rests on.
pub(super) fn add(tx: &mut Tx<'_>, c: &Certificate, evidence: &[&str], now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_certificate (commune_id, id, year, number, code, rule, person_id, village_id, name, signed, day, signer,
                signer_office, issued_by, issued_at, entry_id, revoke_reason, revoke_asked_by, revoke_asked_at, revoked_by, revoked_at, kept_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', NULL, NULL, NULL, NULL, NULL)"
        ),
        args![
            &c.commune,
            &c.id,
            c.year,
            c.number,
            &c.code,
            &c.rule,
            &c.person,
            &c.village,
            &c.name,
            &c.signed,
            c.day.to_string(),
            &c.signer,
            &c.office,
            &c.issued_by,
            now,
            &c.entry
        ],
    )?;
    for entry in evidence {
        tx.run(
            sql!("INSERT INTO learning_certificate_evidence (commune_id, certificate_id, entry_id) VALUES ($1, $2, $3)"),
            args![&c.commune, &c.id, *entry],
        )?;
    }
    Ok(())
}

/// Keeps that somebody asked for a certificate back.
pub(super) fn ask_back(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<bool, Error> {
    let asked = tx.run(
        sql!(
            "UPDATE learning_certificate SET revoke_reason = $3, revoke_asked_by = $4, revoke_asked_at = $5
              WHERE commune_id = $1 AND id = $2 AND revoke_asked_by IS NULL AND revoked_at IS NULL"
        ),
        args![scope.commune(), id, reason, scope.account(), now],
    )?;
    Ok(asked > 0)
}

/// Lets a certificate stand: nobody asks for it back any more, and what was taken back of its evidence until now is answered.
pub(super) fn keep(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<bool, Error> {
    let kept = tx.run(
        sql!(
            "UPDATE learning_certificate SET revoke_reason = '', revoke_asked_by = NULL, revoke_asked_at = NULL, kept_at = $3
              WHERE commune_id = $1 AND id = $2 AND revoked_at IS NULL"
        ),
        args![scope.commune(), id, now],
    )?;
    Ok(kept > 0)
}

/// Keeps that somebody else agreed.
pub(super) fn take_back(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<bool, Error> {
    let taken = tx.run(
        sql!(
            "UPDATE learning_certificate SET revoked_by = $3, revoked_at = $4
              WHERE commune_id = $1 AND id = $2 AND revoke_asked_by IS NOT NULL AND revoke_asked_by <> $3 AND revoked_at IS NULL"
        ),
        args![scope.commune(), id, scope.account(), now],
    )?;
    Ok(taken > 0)
}

/// The keys of a commune, the first one first.
pub(super) fn keys(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<PublicKey>, Error> {
    let rows =
        tx.list(sql!("SELECT kid, public FROM learning_certificate_key WHERE commune_id = $1 ORDER BY kid"), args![commune], |row| {
            Ok((row.get::<i64>(0)?, row.get::<String>(1)?))
        })?;
    let known = rows.into_iter().filter_map(|(kid, public)| {
        let bytes = BASE64URL_NOPAD.decode(public.as_bytes()).ok()?.try_into().ok()?;
        Some(PublicKey { kid: Kid::try_from(kid).ok()?, bytes })
    });
    Ok(known.collect())
}

/// Keeps the open half of a key that begins now.
pub(super) fn add_key(tx: &mut Tx<'_>, scope: &Scope, key: &PublicKey, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!("INSERT INTO learning_certificate_key (commune_id, kid, public, begun_at, begun_by) VALUES ($1, $2, $3, $4, $5)"),
        args![scope.commune(), i64::from(key.kid), key.text(), now, scope.account()],
    )?;
    Ok(())
}

/// Entries by which a person and those merged into them reached a component and that count, oldest first.
pub(super) fn reached(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<Reached>, Error> {
    tx.list(
        sql!(
            "SELECT e.id, e.kind, e.grade, e.attains FROM ledger_entry e
              WHERE e.commune_id = $1 AND e.attains LIKE 'essential.%'
                AND (e.person_id = $2 OR e.person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $2))
                AND NOT EXISTS (SELECT 1 FROM ledger_voided v WHERE v.commune_id = e.commune_id AND v.entry_id = e.id)
              ORDER BY e.occurred_at, e.seq"
        ),
        args![commune, person],
        |row| Ok(Reached { entry: row.get(0)?, kind: row.get(1)?, grade: row.get(2)?, attains: row.get(3)? }),
    )
}
