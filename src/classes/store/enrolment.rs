//! `classes_enrolment`: places in a class and in its queue.

use crate::{
    args,
    classes::rules::{Enrolment, Source, Standing},
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::Result,
        fold, ids,
        vault::{Field, Vault},
    },
    ledger, people, sql,
};

/// The phone as it is kept: sealed, with its keyed hash in `phone_index`.
pub const PHONE: Field = Field { table: "classes_enrolment", column: "phone" };

/// Reads `id, person_id, name, phone, birth_year, village_id, state, code, place, source, created_at, promoted_at, called_at`.
fn enrolment_row(vault: &Vault, row: &Row) -> Result<Enrolment, db::Error> {
    let id: String = row.get(0)?;
    Ok(Enrolment {
        person: row.get(1)?,
        name: row.get(2)?,
        phone: vault.open_some(PHONE, &id, row.get::<Option<String>>(3)?.as_deref())?,
        birth_year: row.get(4)?,
        village: row.get(5)?,
        state: Standing::parse(&row.get::<String>(6)?).unwrap_or(Standing::Left),
        code: row.get(7)?,
        place: row.get(8)?,
        source: Source::parse(&row.get::<String>(9)?).unwrap_or(Source::Officer),
        created_at: row.get(10)?,
        promoted_at: row.get(11)?,
        called_at: row.get(12)?,
        id,
    })
}

/// Everybody enrolled or waiting, in the order of registration; a linked person under the register's name.
pub fn list(tx: &mut Tx<'_>, commune: &str, series: &str) -> Result<Vec<Enrolment>> {
    let vault = tx.vault()?;
    Ok(tx.list(
        sql!(
            "SELECT e.id, COALESCE(l.root_id, e.person_id), COALESCE(p.name, e.name), e.phone, COALESCE(p.birth_year, e.birth_year),
                COALESCE(p.village_id, e.village_id), e.state, e.code, e.place, e.source, e.created_at, e.promoted_at, e.called_at
              FROM classes_enrolment e
              LEFT JOIN ledger_alias l ON l.commune_id = e.commune_id AND l.person_id = e.person_id
              LEFT JOIN people_person p ON p.commune_id = e.commune_id AND p.id = COALESCE(l.root_id, e.person_id)
              WHERE e.commune_id = $1 AND e.series_id = $2 AND e.state <> 'left' ORDER BY e.place, e.id"
        ),
        args![commune, series],
        |row| enrolment_row(&vault, row),
    )?)
}

/// The enrolment with this id, in this class.
pub fn by_id(tx: &mut Tx<'_>, commune: &str, series: &str, id: &str) -> Result<Option<Enrolment>> {
    let vault = tx.vault()?;
    Ok(tx.first(
        sql!(
            "SELECT id, person_id, name, phone, birth_year, village_id, state, code, place, source, created_at, promoted_at, called_at
              FROM classes_enrolment WHERE commune_id = $1 AND series_id = $2 AND id = $3"
        ),
        args![commune, series, id],
        |row| enrolment_row(&vault, row),
    )?)
}

/// The enrolment with this spoken code, in this class.
pub fn by_code(tx: &mut Tx<'_>, commune: &str, series: &str, code: &str) -> Result<Option<Enrolment>> {
    let vault = tx.vault()?;
    Ok(tx.first(
        sql!(
            "SELECT id, person_id, name, phone, birth_year, village_id, state, code, place, source, created_at, promoted_at, called_at
              FROM classes_enrolment WHERE commune_id = $1 AND series_id = $2 AND code = $3"
        ),
        args![commune, series, code],
        |row| enrolment_row(&vault, row),
    )?)
}

/// The place that a person has in a class or its queue.
pub fn of_person(tx: &mut Tx<'_>, commune: &str, series: &str, person: &str) -> Result<Option<Enrolment>> {
    let vault = tx.vault()?;
    Ok(tx.first(
        sql!(
            "SELECT e.id, e.person_id, e.name, e.phone, e.birth_year, e.village_id, e.state, e.code, e.place, e.source, e.created_at,
                e.promoted_at, e.called_at FROM classes_enrolment e
              LEFT JOIN ledger_alias l ON l.commune_id = e.commune_id AND l.person_id = e.person_id
              WHERE e.commune_id = $1 AND e.series_id = $2 AND COALESCE(l.root_id, e.person_id) = $3 AND e.state <> 'left'
              ORDER BY e.place LIMIT 1"
        ),
        args![commune, series, person],
        |row| enrolment_row(&vault, row),
    )?)
}

/// The folded names that registered for a class with this phone.
pub fn names_with_phone(tx: &mut Tx<'_>, commune: &str, series: &str, phone: &str) -> Result<Vec<String>> {
    let index = tx.vault()?.index(PHONE, commune, phone);
    Ok(tx.list(
        sql!("SELECT name_fold FROM classes_enrolment WHERE commune_id = $1 AND series_id = $2 AND phone_index = $3 AND state <> 'left'"),
        args![commune, series, index],
        |row| row.get(0),
    )?)
}

/// How many are enrolled, and how many wait.
pub fn counts(tx: &mut Tx<'_>, commune: &str, series: &str) -> Result<(i64, i64)> {
    let count = |tx: &mut Tx<'_>, state: Standing| {
        tx.count(
            sql!("SELECT COUNT(*) FROM classes_enrolment WHERE commune_id = $1 AND series_id = $2 AND state = $3"),
            args![commune, series, state.code()],
        )
    };
    Ok((count(tx, Standing::Enrolled)?, count(tx, Standing::Waiting)?))
}

/// The places of those who wait, in order.
pub fn queue(tx: &mut Tx<'_>, commune: &str, series: &str) -> Result<Vec<i64>> {
    Ok(tx.list(
        sql!("SELECT place FROM classes_enrolment WHERE commune_id = $1 AND series_id = $2 AND state = 'waiting' ORDER BY place"),
        args![commune, series],
        |row| row.get(0),
    )?)
}

/// A place to be given.
#[derive(Clone, Debug)]
pub struct NewEnrolment {
    /// The series' id.
    pub series: String,
    /// The person of the register.
    pub person: Option<String>,
    /// The name.
    pub name: String,
    /// The phone in its national form.
    pub phone: Option<String>,
    /// The year of birth.
    pub birth_year: Option<i16>,
    /// The village.
    pub village: Option<String>,
    /// Enrolled or waiting.
    pub state: Standing,
    /// How it came about.
    pub source: Source,
    /// When consent was given, at a registration.
    pub consent_at: Option<Millis>,
    /// The account, or empty for the public.
    pub by: String,
}

/// How many letters a spoken code has: about a thousand million codes.
const CODE_LETTERS: usize = 6;

/// Tells the phones of the class's village that a place was given, changed or ended.
fn tell(tx: &mut Tx<'_>, commune: &str, id: &str, now: Millis) -> Result<()> {
    let village = tx.value::<String>(
        sql!(
            "SELECT r.village_id FROM classes_enrolment e JOIN classes_series r ON r.commune_id = e.commune_id AND r.id = e.series_id
              WHERE e.commune_id = $1 AND e.id = $2"
        ),
        args![commune, id],
    )?;
    Ok(ledger::changed(tx, commune, &village.unwrap_or_default(), "enrolment", id, now)?)
}

/// The first code that `next` brings and nobody of the commune has: among some ten thousand places two would be the same.
fn free_code(tx: &mut Tx<'_>, commune: &str, mut next: impl FnMut() -> String) -> Result<String> {
    loop {
        let code = next();
        let taken =
            tx.value::<String>(sql!("SELECT id FROM classes_enrolment WHERE commune_id = $1 AND code = $2"), args![commune, &code])?;
        if taken.is_none() {
            return Ok(code);
        }
    }
}

/// Gives a place after all others and answers the spoken code.
pub fn add(tx: &mut Tx<'_>, commune: &str, new: &NewEnrolment, now: Millis) -> Result<String> {
    let code = free_code(tx, commune, || ids::spoken_code(CODE_LETTERS))?;
    let (id, vault) = (ids::new(now), tx.vault()?);
    let phone = vault.seal_some(PHONE, &id, new.phone.as_deref())?;
    let index = new.phone.as_deref().map(|phone| vault.index(PHONE, commune, phone));
    tx.run(
        sql!("INSERT INTO classes_enrolment (commune_id, id, series_id, person_id, name, name_fold, phone, birth_year, village_id, state, code,
                place, source, consent_at, created_by, created_at, promoted_at, called_at, called_by, ended_at, ended_by, phone_index)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                (SELECT COALESCE(MAX(place), 0) + 1 FROM classes_enrolment WHERE commune_id = $1 AND series_id = $3),
                $12, $13, $14, $15, NULL, NULL, NULL, NULL, NULL, $16)"),
        args![
            commune,
            &id,
            &new.series,
            &new.person,
            &new.name,
            fold::fold(&new.name),
            phone,
            new.birth_year,
            &new.village,
            new.state.code(),
            &code,
            new.source.code(),
            new.consent_at,
            &new.by,
            now,
            index
        ],
    )?;
    tell(tx, commune, &id, now)?;
    if let Some(person) = &new.person {
        people::hold(tx, commune, person)?;
    }
    Ok(code)
}

/// Takes somebody off the list.
pub fn end(tx: &mut Tx<'_>, commune: &str, id: &str, by: &str, now: Millis) -> Result<()> {
    tx.run(
        sql!("UPDATE classes_enrolment SET state = 'left', ended_at = $3, ended_by = $4 WHERE commune_id = $1 AND id = $2 AND state <> 'left'"),
        args![commune, id, now, by],
    )?;
    tell(tx, commune, id, now)
}

/// Gives a place to somebody who waited.
pub fn promote(tx: &mut Tx<'_>, commune: &str, id: &str, now: Millis) -> Result<()> {
    tx.run(
        sql!(
            "UPDATE classes_enrolment SET state = 'enrolled', promoted_at = $3, called_at = NULL, called_by = NULL
              WHERE commune_id = $1 AND id = $2"
        ),
        args![commune, id, now],
    )?;
    tell(tx, commune, id, now)
}

/// Gives a place to somebody who stands at the door, as enrolled.
pub fn seat_now(tx: &mut Tx<'_>, commune: &str, id: &str, now: Millis) -> Result<()> {
    tx.run(sql!("UPDATE classes_enrolment SET state = 'enrolled' WHERE commune_id = $1 AND id = $2"), args![commune, id])?;
    tell(tx, commune, id, now)
}

/// Who waits first.
pub fn first_waiting(tx: &mut Tx<'_>, commune: &str, series: &str) -> Result<Option<String>> {
    Ok(tx.value(
        sql!("SELECT id FROM classes_enrolment WHERE commune_id = $1 AND series_id = $2 AND state = 'waiting' ORDER BY place LIMIT 1"),
        args![commune, series],
    )?)
}

/// Keeps that somebody was told that they have a place now.
pub fn called(tx: &mut Tx<'_>, commune: &str, id: &str, by: &str, now: Millis) -> Result<()> {
    tx.run(
        sql!("UPDATE classes_enrolment SET called_at = $3, called_by = $4 WHERE commune_id = $1 AND id = $2"),
        args![commune, id, now, by],
    )?;
    Ok(())
}

/// Says which person of the register a name on the list is.
pub fn link(tx: &mut Tx<'_>, commune: &str, id: &str, person: &str, now: Millis) -> Result<()> {
    tx.run(sql!("UPDATE classes_enrolment SET person_id = $3 WHERE commune_id = $1 AND id = $2"), args![commune, id, person])?;
    people::hold(tx, commune, person)?;
    tell(tx, commune, id, now)
}

/// Seals at most `limit` phones that stand in plain since before sealing, of every commune; answers how many it found. None are left at 0.
pub fn seal_plain(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let vault = tx.vault()?;
    let rows = tx.list(
        sql!("SELECT commune_id, id, phone FROM classes_enrolment WHERE phone IS NOT NULL AND phone_index IS NULL LIMIT $1"),
        args![limit],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    for (commune, id, phone) in &rows {
        tx.run(
            sql!("UPDATE classes_enrolment SET phone = $3, phone_index = $4 WHERE commune_id = $1 AND id = $2"),
            args![commune, id, vault.seal(PHONE, id, phone)?, vault.index(PHONE, commune, phone)],
        )?;
    }
    Ok(rows.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW, TestHouse};

    #[tokio::test]
    async fn no_two_places_have_one_code() {
        let house = TestHouse::new().await;
        let commune = house.scope().commune().to_owned();
        let free = house
            .write(move |tx| {
                let place = NewEnrolment {
                    series: ids::new(NOW),
                    person: None,
                    name: "Đỗ Thị Lan".into(),
                    phone: None,
                    birth_year: None,
                    village: None,
                    state: Standing::Enrolled,
                    source: Source::Public,
                    consent_at: None,
                    by: String::new(),
                };
                let mut drawn = vec!["ZZZZZZ".to_owned(), add(tx, &commune, &place, NOW)?];
                free_code(tx, &commune, || drawn.pop().unwrap_or_default())
            })
            .await;
        assert_eq!(free, "ZZZZZZ");
    }
}
