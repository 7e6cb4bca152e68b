//! All SQL on `org_*` tables.

use super::rules::{NewUnit, Unit};
use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        fold, ids,
    },
    sql,
};

fn unit_row(row: &Row) -> Result<Unit, Error> {
    Ok(Unit { id: row.get(0)?, kind: row.get(1)?, name: row.get(2)?, village: row.get(3)?, decision: row.get(4)?, active: row.get(5)? })
}

/// The units of a commune in Vietnamese order; closed ones last.
pub fn units(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<Unit>, Error> {
    tx.list(
        sql!("SELECT id, kind, name, village_id, decision, active FROM org_unit WHERE commune_id = $1 ORDER BY active DESC, sort_key, id"),
        args![commune],
        unit_row,
    )
}

/// The unit with this id.
pub fn unit(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Unit>, Error> {
    tx.first(
        sql!("SELECT id, kind, name, village_id, decision, active FROM org_unit WHERE commune_id = $1 AND id = $2"),
        args![commune, id],
        unit_row,
    )
}

/// Adds a unit and answers its id.
///
/// # Errors
/// [`Error::Taken`] when a unit of the kind has the name already.
pub fn add_unit(tx: &mut Tx<'_>, commune: &str, unit: &NewUnit, now: Millis) -> Result<String, Error> {
    let id = ids::new(now);
    tx.run(
        sql!(
            "INSERT INTO org_unit (commune_id, id, kind, name, name_fold, sort_key, village_id, decision, active, created_at, updated_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE, $9, $9)"
        ),
        args![
            commune,
            &id,
            &unit.kind,
            &unit.name,
            fold::fold(&unit.name),
            fold::place_key(&unit.name),
            &unit.village,
            &unit.decision,
            now
        ],
    )?;
    Ok(id)
}

/// Changes a unit; tells whether there was one.
pub fn set_unit(tx: &mut Tx<'_>, commune: &str, id: &str, unit: &NewUnit, active: bool, now: Millis) -> Result<bool, Error> {
    let changed = tx.run(
        sql!("UPDATE org_unit SET kind = $3, name = $4, name_fold = $5, sort_key = $6, village_id = $7, decision = $8, active = $9, updated_at = $10
              WHERE commune_id = $1 AND id = $2"),
        args![
            commune,
            id,
            &unit.kind,
            &unit.name,
            fold::fold(&unit.name),
            fold::place_key(&unit.name),
            &unit.village,
            &unit.decision,
            active,
            now
        ],
    )?;
    Ok(changed > 0)
}

/// A list of places that was loaded or waits to be.
#[derive(Clone, Debug)]
pub struct Import {
    /// The file's name.
    pub file_name: String,
    /// `preview`, `done` or `undone`.
    pub state: String,
    /// What was read, as JSON.
    pub payload: String,
}

/// Keeps a list to be looked at before it is loaded.
pub fn add_import(tx: &mut Tx<'_>, commune: &str, file_name: &str, payload: &str, by: &str, now: Millis) -> Result<String, Error> {
    let id = ids::new(now);
    tx.run(
        sql!(
            "INSERT INTO org_import (commune_id, id, file_name, state, payload, created_by, created_at, applied_at, undone_at)
              VALUES ($1, $2, $3, 'preview', $4, $5, $6, NULL, NULL)"
        ),
        args![commune, &id, file_name, payload, by, now],
    )?;
    Ok(id)
}

/// The list with this id.
pub fn import(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Import>, Error> {
    tx.first(sql!("SELECT file_name, state, payload FROM org_import WHERE commune_id = $1 AND id = $2"), args![commune, id], |row| {
        Ok(Import { file_name: row.get(0)?, state: row.get(1)?, payload: row.get(2)? })
    })
}

/// Moves a list on from one state to the next; tells whether it was in `from`.
pub fn move_import(tx: &mut Tx<'_>, commune: &str, id: &str, from: &str, to: &str, payload: &str, now: Millis) -> Result<bool, Error> {
    let moved = tx.run(
        sql!("UPDATE org_import SET state = $4, payload = $5,
                applied_at = CASE WHEN $4 = 'done' THEN $6 ELSE applied_at END, undone_at = CASE WHEN $4 = 'undone' THEN $6 ELSE undone_at END
              WHERE commune_id = $1 AND id = $2 AND state = $3"),
        args![commune, id, from, to, payload, now],
    )?;
    Ok(moved > 0)
}
