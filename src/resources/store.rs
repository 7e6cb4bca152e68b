//! All SQL on `resources_*` tables.

use super::rules::{self, Kind, NewVenue, Venue};
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::{Error, Refusal, Result},
        fold, ids,
    },
    places, sql,
};

fn venue_row(row: &Row) -> Result<Venue, db::Error> {
    Ok(Venue {
        id: row.get(0)?,
        village: row.get(1)?,
        name: row.get(2)?,
        // A kind that this program does not know is some other place.
        kind: Kind::parse(&row.get::<String>(3)?).unwrap_or(Kind::Other),
        address: row.get(4)?,
        capacity: row.get(5)?,
        step_free: row.get(6)?,
        active: row.get(7)?,
        version: row.get(8)?,
    })
}

/// Every venue of a commune in Vietnamese order, those in use first.
pub fn venues(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<Venue>> {
    Ok(tx.list(
        sql!(
            "SELECT id, village_id, name, kind, address, capacity, step_free, active, version FROM resources_venue
              WHERE commune_id = $1 ORDER BY active DESC, sort_key, id"
        ),
        args![commune],
        venue_row,
    )?)
}

/// The venue with this id.
pub fn venue(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Venue>> {
    Ok(tx.first(
        sql!(
            "SELECT id, village_id, name, kind, address, capacity, step_free, active, version FROM resources_venue
              WHERE commune_id = $1 AND id = $2"
        ),
        args![commune, id],
        venue_row,
    )?)
}

/// Whether `scope` may add or change a venue of `village`; a venue of the whole commune takes the whole commune's reach.
pub fn may_manage(scope: &Scope, village: Option<&str>) -> bool {
    village.map_or(scope.is_whole(), |village| scope.covers(village))
}

/// Adds a venue and answers its id.
///
/// # Errors
/// [`Error::NotFound`] when its village is out of reach; a refusal when a field is wrong or the name is in use.
pub fn add(tx: &mut Tx<'_>, scope: &Scope, new: &NewVenue, now: Millis) -> Result<String> {
    check(tx, scope, new, "")?;
    let id = ids::new(now);
    tx.run(
        sql!("INSERT INTO resources_venue (commune_id, id, village_id, name, name_fold, sort_key, kind, address, capacity, step_free, active,
                version, created_at, updated_at)
              VALUES ($1, $2, $3, $4, $5, $12, $6, $7, $8, $9, $10, 1, $11, $11)"),
        args![
            scope.commune(), &id, &new.village, new.name.trim(), fold::fold(new.name.trim()), new.kind.code(), new.address.trim(), new.capacity,
            new.step_free, new.active, now, fold::place_key(&new.name)
        ],
    )?;
    Ok(id)
}

/// Changes a venue; `version` is the one that the caller saw.
///
/// # Errors
/// [`Error::NotFound`] when the venue, or its new village, is out of reach; [`Error::Changed`] when somebody changed it
/// since; a refusal when a field is wrong or the name is in use.
pub fn change(tx: &mut Tx<'_>, scope: &Scope, id: &str, version: i64, new: &NewVenue, now: Millis) -> Result<()> {
    let old = venue(tx, scope.commune(), id)?.filter(|old| may_manage(scope, old.village.as_deref())).ok_or(Error::NotFound)?;
    if old.version != version {
        return Err(Error::Changed);
    }
    check(tx, scope, new, id)?;
    let changed = tx.run(
        sql!(
            "UPDATE resources_venue SET village_id = $3, name = $4, name_fold = $5, sort_key = $13, kind = $6, address = $7, capacity = $8,
                step_free = $9, active = $10, version = version + 1, updated_at = $11 WHERE commune_id = $1 AND id = $2 AND version = $12"
        ),
        args![
            scope.commune(),
            id,
            &new.village,
            new.name.trim(),
            fold::fold(new.name.trim()),
            new.kind.code(),
            new.address.trim(),
            new.capacity,
            new.step_free,
            new.active,
            now,
            version,
            fold::place_key(&new.name)
        ],
    )?;
    if changed == 1 { Ok(()) } else { Err(Error::Changed) }
}

fn check(tx: &mut Tx<'_>, scope: &Scope, new: &NewVenue, id: &str) -> Result<()> {
    if let Some((_, code)) = rules::faults(new).first() {
        return Err(Error::refused(code));
    }
    if !may_manage(scope, new.village.as_deref()) {
        return Err(Error::NotFound);
    }
    if let Some(village) = &new.village {
        places::village(tx, scope.commune(), village)?.ok_or(Error::NotFound)?;
    }
    let known = tx.value::<String>(
        sql!("SELECT id FROM resources_venue WHERE commune_id = $1 AND name_fold = $2 AND id <> $3"),
        args![scope.commune(), fold::fold(new.name.trim()), id],
    )?;
    match known {
        Some(_) => Err(Refusal::new("resources-fault-taken").with("name", new.name.trim()).into()),
        None => Ok(()),
    }
}
