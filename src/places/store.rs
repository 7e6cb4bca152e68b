//! All SQL on `places_*` tables.

use super::rules::{Commune, Village};
use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        fold, ids,
    },
    ledger, sql,
};

fn commune_row(row: &Row) -> Result<Commune, Error> {
    Ok(Commune { id: row.get(0)?, code: row.get(1)?, province: row.get(2)?, name: row.get(3)?, short_name: row.get(4)?, demo: row.get(5)? })
}

fn village_row(row: &Row) -> Result<Village, Error> {
    Ok(Village { id: row.get(0)?, code: row.get(1)?, name: row.get(2)?, former_unit: row.get(3)?, active: row.get(4)? })
}

/// Every commune of the deployment, oldest first.
pub fn communes(tx: &mut Tx<'_>) -> Result<Vec<Commune>, Error> {
    tx.list(
        sql!("SELECT id, code, province_code, name, short_name, demo FROM places_commune ORDER BY created_at, id"),
        args![],
        commune_row,
    )
}

/// The commune with this id.
pub fn commune(tx: &mut Tx<'_>, id: &str) -> Result<Option<Commune>, Error> {
    tx.first(sql!("SELECT id, code, province_code, name, short_name, demo FROM places_commune WHERE id = $1"), args![id], commune_row)
}

/// The commune with this official code.
pub fn commune_by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Commune>, Error> {
    tx.first(sql!("SELECT id, code, province_code, name, short_name, demo FROM places_commune WHERE code = $1"), args![code], commune_row)
}

/// Adds a province unless its code is known.
pub fn add_province(tx: &mut Tx<'_>, code: &str, name: &str) -> Result<(), Error> {
    tx.run(sql!("INSERT INTO places_province (code, name) VALUES ($1, $2) ON CONFLICT (code) DO NOTHING"), args![code, name])?;
    Ok(())
}

/// The name of a province.
pub fn province_name(tx: &mut Tx<'_>, code: &str) -> Result<Option<String>, Error> {
    tx.value(sql!("SELECT name FROM places_province WHERE code = $1"), args![code])
}

/// Adds a commune; its id is made here whatever the given one says.
///
/// # Errors
/// [`Error::Taken`] when the code is in use.
pub fn add_commune(tx: &mut Tx<'_>, commune: &Commune, now: Millis) -> Result<String, Error> {
    let id = ids::new(now);
    tx.run(
        sql!("INSERT INTO places_commune (id, code, province_code, name, short_name, sort_key, demo, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        args![&id, &commune.code, &commune.province, &commune.name, &commune.short_name, fold::place_key(&commune.name), commune.demo, now],
    )?;
    Ok(id)
}

/// The villages of a commune in Vietnamese order; closed ones last.
pub fn villages(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<Village>, Error> {
    tx.list(
        sql!("SELECT id, code, name, former_unit, active FROM places_village WHERE commune_id = $1 ORDER BY active DESC, sort_key, id"),
        args![commune],
        village_row,
    )
}

/// The village with this id.
pub fn village(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Village>, Error> {
    tx.first(
        sql!("SELECT id, code, name, former_unit, active FROM places_village WHERE commune_id = $1 AND id = $2"),
        args![commune, id],
        village_row,
    )
}

/// The village that somebody named by id, code or name, with or without diacritics and “Thôn”.
pub fn find_village(tx: &mut Tx<'_>, commune: &str, named: &str) -> Result<Option<Village>, Error> {
    let folded = fold::fold(named);
    let bare = |name: &str| name.strip_prefix("thon ").unwrap_or(name).to_owned();
    Ok(villages(tx, commune)?.into_iter().find(|v| v.id == named || v.code == named || bare(&fold::fold(&v.name)) == bare(&folded)))
}

/// Adds a village.
///
/// # Errors
/// [`Error::Taken`] when the code or the name is in use in the commune.
pub fn add_village(tx: &mut Tx<'_>, commune: &str, code: &str, name: &str, former_unit: &str, now: Millis) -> Result<String, Error> {
    let id = ids::new(now);
    tx.run(
        sql!(
            "INSERT INTO places_village (commune_id, id, code, name, name_fold, sort_key, former_unit, active, created_at, updated_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE, $8, $8)"
        ),
        args![commune, &id, code, name, fold::fold(name), fold::place_key(name), former_unit, now],
    )?;
    ledger::changed(tx, commune, &id, "village", &id, now)?;
    Ok(id)
}

/// Changes a village; tells whether there was one.
pub fn set_village(tx: &mut Tx<'_>, commune: &str, village: &Village, now: Millis) -> Result<bool, Error> {
    let changed = tx.run(
        sql!(
            "UPDATE places_village SET code = $3, name = $4, name_fold = $5, sort_key = $6, former_unit = $7, active = $8, updated_at = $9
              WHERE commune_id = $1 AND id = $2"
        ),
        args![
            commune,
            &village.id,
            &village.code,
            &village.name,
            fold::fold(&village.name),
            fold::place_key(&village.name),
            &village.former_unit,
            village.active,
            now
        ],
    )?;
    if changed > 0 {
        ledger::changed(tx, commune, &village.id, "village", &village.id, now)?;
    }
    Ok(changed > 0)
}
