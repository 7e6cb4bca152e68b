//! Consent by purpose: every yes and no is kept, the latest holds.

use crate::{
    accounts::Scope,
    args,
    kit::{clock::Millis, db::Tx, error::Result, ids},
    sql,
};

/// One yes or no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The purpose.
    pub purpose: String,
    /// Yes or no.
    pub given: bool,
    /// How it was told: `paper`, `screen`, `list`.
    pub how: String,
    /// The legal representative who consented too; empty when none was needed.
    pub guardian: String,
    /// The picture of the signature or the paper: SHA-256 in hex, or empty.
    pub blob: String,
    /// When it was recorded.
    pub at: Millis,
    /// The name of who recorded it, or nothing for a command.
    pub by: String,
}

/// Every yes and no of a person, latest first. The person was found in reach before.
pub fn consents(tx: &mut Tx<'_>, scope: &Scope, person: &str) -> Result<Vec<Consent>> {
    Ok(tx.list(
        sql!(
            "SELECT c.purpose, c.given, c.how, c.guardian, c.at, COALESCE(a.name, ''), COALESCE(c.blob, '')
              FROM people_consent c LEFT JOIN accounts_account a ON a.id = c.recorded_by
              WHERE c.commune_id = $1 AND c.person_id = $2 ORDER BY c.at DESC, c.id DESC"
        ),
        args![scope.commune(), person],
        |row| {
            Ok(Consent {
                purpose: row.get(0)?,
                given: row.get(1)?,
                how: row.get(2)?,
                guardian: row.get(3)?,
                at: row.get(4)?,
                by: row.get(5)?,
                blob: row.get(6)?,
            })
        },
    )?)
}

/// Whether the person was asked about a purpose.
pub fn has_consent(tx: &mut Tx<'_>, scope: &Scope, person: &str, purpose: &str) -> Result<bool> {
    let asked = tx.count(
        sql!("SELECT COUNT(*) FROM people_consent WHERE commune_id = $1 AND person_id = $2 AND purpose = $3"),
        args![scope.commune(), person, purpose],
    )?;
    Ok(asked > 0)
}

/// Keeps a yes or no of a person who was found in reach.
pub fn give(
    tx: &mut Tx<'_>,
    scope: &Scope,
    person: &str,
    purpose: &str,
    given: bool,
    how: &str,
    guardian: &str,
    blob: Option<&str>,
    import: Option<&str>,
    now: Millis,
) -> Result<()> {
    tx.run(
        sql!(
            "INSERT INTO people_consent (commune_id, id, person_id, purpose, given, how, guardian, at, recorded_by, import_id, blob)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        args![scope.commune(), ids::new(now), person, purpose, given, how, guardian, now, scope.account(), import, blob],
    )?;
    Ok(())
}

/// Forgets what an import told of consents of persons whom it did not bring.
pub fn drop_foreign_consents(tx: &mut Tx<'_>, scope: &Scope, import: &str) -> Result<()> {
    tx.run(
        sql!(
            "DELETE FROM people_consent WHERE commune_id = $1 AND import_id = $2 AND NOT EXISTS (SELECT 1 FROM people_person p
              WHERE p.commune_id = $1 AND p.id = people_consent.person_id AND p.import_id = $2)"
        ),
        args![scope.commune(), import],
    )?;
    Ok(())
}
