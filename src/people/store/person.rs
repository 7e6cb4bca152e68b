//! Persons: the register itself.

use crate::{
    accounts::Scope,
    args,
    kit::{
        birth::Birth,
        clock::Millis,
        db::{self, Row, Tx},
        error::{Error, Result},
        fold, ids,
        vault::{Field, Vault},
    },
    ledger,
    people::cards,
    people::rules::{Held, Profile},
    places, sql,
};

/// A person as they stand in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: String,
    /// What is known of them.
    pub profile: Profile,
    /// Who stands for them after a merge.
    pub merged_into: Option<String>,
    /// The import that brought them.
    pub import: Option<String>,
    /// Counts changes, from 1: a form is refused when somebody was faster.
    pub version: i64,
    /// When they were added.
    pub created_at: Millis,
    /// The account that added them.
    pub created_by: String,
}

/// The phone as it is kept: sealed, with its keyed hash in `phone_index`.
pub const PHONE: Field = Field { table: "people_person", column: "phone" };

/// The phone of the person with this id, out of its sealed form.
pub fn opened(vault: &Vault, id: &str, sealed: Option<String>) -> Result<Option<String>, db::Error> {
    vault.open_some(PHONE, id, sealed.as_deref())
}

fn person_row(vault: &Vault, row: &Row) -> Result<Person, db::Error> {
    let held = match (row.get::<Option<String>>(11)?, row.get::<Option<String>>(12)?) {
        (Some(hash), Some(last3)) => Some(Held { hash, last3 }),
        _ => None,
    };
    let id: String = row.get(0)?;
    Ok(Person {
        profile: Profile {
            village: row.get(1)?,
            household: row.get(2)?,
            unit: row.get(3)?,
            name: row.get(4)?,
            sex: row.get(5)?,
            birth: row.get(6)?,
            hamlet: row.get(7)?,
            audience: row.get(8)?,
            workplace: row.get(9)?,
            phone: opened(vault, &id, row.get(10)?)?,
            identity: held,
            smartphone: row.get(13)?,
            needs: Profile::needs_of(&row.get::<String>(14)?),
            excluded: row.get(15)?,
            note: row.get(16)?,
        },
        merged_into: row.get(17)?,
        import: row.get(18)?,
        version: row.get(19)?,
        created_at: row.get(20)?,
        created_by: row.get(21)?,
        id,
    })
}

/// The person with this id in reach, also one who was merged away; removed ones are not found.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Person>> {
    let vault = tx.vault()?;
    Ok(tx.first(
        sql!(
            "SELECT id, village_id, household_id, unit_id, name, sex, birth_text, hamlet, audience, workplace, phone, identity_hash,
                identity_last3, smartphone, needs, excluded, note, merged_into, import_id, version, created_at, created_by
              FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND id = $3 AND removed_at IS NULL"
        ),
        args![scope.commune(), scope.reach(), id],
        |row| person_row(&vault, row),
    )?)
}

/// The person with this id in reach who stands for themselves.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn person(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Person> {
    find(tx, scope, id)?.filter(|person| person.merged_into.is_none()).ok_or(Error::NotFound)
}

/// Persons of an import, in the order of their names.
pub fn persons_of_import(tx: &mut Tx<'_>, scope: &Scope, import: &str) -> Result<Vec<Person>> {
    let vault = tx.vault()?;
    Ok(tx.list(
        sql!(
            "SELECT id, village_id, household_id, unit_id, name, sex, birth_text, hamlet, audience, workplace, phone, identity_hash,
                identity_last3, smartphone, needs, excluded, note, merged_into, import_id, version, created_at, created_by
              FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND import_id = $3 AND removed_at IS NULL
              ORDER BY sort_key, id"
        ),
        args![scope.commune(), scope.reach(), import],
        |row| person_row(&vault, row),
    )?)
}

/// Refuses a village, household or unit that is out of reach or does not exist.
fn check_places(tx: &mut Tx<'_>, scope: &Scope, profile: &Profile) -> Result<()> {
    if !scope.covers(&profile.village) || places::village(tx, scope.commune(), &profile.village)?.is_none() {
        return Err(Error::NotFound);
    }
    if let Some(household) = &profile.household {
        let its = tx.value::<String>(
            sql!("SELECT village_id FROM people_household WHERE commune_id = $1 AND id = $2"),
            args![scope.commune(), household],
        )?;
        if its.as_deref() != Some(profile.village.as_str()) {
            return Err(Error::refused("people-household-elsewhere"));
        }
    }
    Ok(())
}

/// Adds a person and answers their id. Of those whom an import brings, the phones are told when it is done.
///
/// # Errors
/// [`Error::NotFound`] when the village is out of reach; a refusal when the household is in another village.
pub fn add(tx: &mut Tx<'_>, scope: &Scope, profile: &Profile, import: Option<&str>, now: Millis) -> Result<String> {
    let id = ids::new(now);
    add_as(tx, scope, &id, profile, import, now)?;
    Ok(id)
}

/// Adds a person under an id that somebody else made.
///
/// # Errors
/// As [`add`], and [`Error::Changed`] when the id is in use.
pub fn add_as(tx: &mut Tx<'_>, scope: &Scope, id: &str, profile: &Profile, import: Option<&str>, now: Millis) -> Result<()> {
    if import.is_none() {
        check_places(tx, scope, profile)?;
    }
    insert(tx, scope, id, profile, import, None, now)?;
    if import.is_none() {
        ledger::changed(tx, scope.commune(), &profile.village, "person", id, now)?;
    }
    Ok(())
}

/// Writes the row of a new person; who carries `removed_at` is not seen.
///
/// # Errors
/// [`Error::Changed`] when the id is in use.
pub fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: &str,
    profile: &Profile,
    import: Option<&str>,
    removed_at: Option<Millis>,
    now: Millis,
) -> Result<()> {
    let held = profile.identity.as_ref();
    let (phone, index) = sealed(tx, scope.commune(), id, profile.phone.as_deref())?;
    let added = tx.run(
        sql!(
            "INSERT INTO people_person (commune_id, id, village_id, household_id, unit_id, name, name_fold, name_small, sort_key, sex, birth_year,
                birth_text, hamlet, audience, workplace, phone, identity_hash, identity_last3, smartphone, needs, excluded, note,
                merged_into, removed_at, import_id, version, created_at, created_by, updated_at, phone_index)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, NULL, $27, $23, 1, $24, $25, $24, $26)
              ON CONFLICT (commune_id, id) DO NOTHING"
        ),
        args![
            scope.commune(), id, &profile.village, &profile.household, &profile.unit, &profile.name, fold::fold(&profile.name),
            small(&profile.name), fold::sort_key(&profile.name), &profile.sex, profile.birth().map(Birth::year), &profile.birth,
            &profile.hamlet, &profile.audience, &profile.workplace, phone, held.map(|h| h.hash.as_str()),
            held.map(|h| h.last3.as_str()), profile.smartphone, profile.needs_text(), &profile.excluded, &profile.note, import, now,
            scope.account(), index, removed_at
        ],
    )?;
    if added == 0 {
        return Err(Error::Changed);
    }
    Ok(())
}

/// A phone as the two columns keep it: sealed for this person, and hashed to be found by.
fn sealed(tx: &Tx<'_>, commune: &str, id: &str, phone: Option<&str>) -> Result<(Option<String>, Option<String>)> {
    let vault = tx.vault()?;
    Ok((vault.seal_some(PHONE, id, phone)?, phone.map(|phone| vault.index(PHONE, commune, phone))))
}

/// The name in small letters with its marks: what a search with marks is compared with.
pub fn small(name: &str) -> String {
    fold::nfc(name).to_lowercase()
}

/// Changes a person from what was read to `after`, field by field into the history; nothing when nothing differs.
///
/// # Errors
/// [`Error::Changed`] when somebody changed the person since `before` was read; as [`add`] otherwise.
pub fn change(tx: &mut Tx<'_>, scope: &Scope, before: &Person, after: &Profile, now: Millis) -> Result<()> {
    if change_quietly(tx, scope, before, after, now)? {
        ledger::changed(tx, scope.commune(), &after.village, "person", &before.id, now)?;
        if before.profile.village != after.village {
            ledger::changed(tx, scope.commune(), &before.profile.village, "person", &before.id, now)?;
            // Their cards move with them.
            for card in cards::store::of_person(tx, scope.commune(), &before.id)? {
                ledger::changed(tx, scope.commune(), &before.profile.village, "card", &card, now)?;
                ledger::changed(tx, scope.commune(), &after.village, "card", &card, now)?;
            }
        }
    }
    Ok(())
}

/// [`change`] of one of many, of whom the phones are told together; tells whether anything differed.
///
/// # Errors
/// As [`change`].
pub fn change_quietly(tx: &mut Tx<'_>, scope: &Scope, before: &Person, after: &Profile, now: Millis) -> Result<bool> {
    let changes = before.profile.changes(after);
    if changes.is_empty() {
        return Ok(false);
    }
    check_places(tx, scope, after)?;
    let held = after.identity.as_ref();
    let (phone, index) = sealed(tx, scope.commune(), &before.id, after.phone.as_deref())?;
    let changed = tx.run(
        sql!(
            "UPDATE people_person SET village_id = $4, household_id = $5, unit_id = $6, name = $7, name_fold = $8, name_small = $9, sort_key = $10,
                sex = $11, birth_year = $12, birth_text = $13, hamlet = $14, audience = $15, workplace = $16, phone = $17, identity_hash = $18,
                identity_last3 = $19, smartphone = $20, needs = $21, excluded = $22, note = $23, version = version + 1, updated_at = $24, phone_index = $25
              WHERE commune_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL"
        ),
        args![
            scope.commune(), &before.id, before.version, &after.village, &after.household, &after.unit, &after.name, fold::fold(&after.name),
            small(&after.name), fold::sort_key(&after.name), &after.sex, after.birth().map(Birth::year), &after.birth, &after.hamlet,
            &after.audience, &after.workplace, phone, held.map(|h| h.hash.as_str()), held.map(|h| h.last3.as_str()),
            after.smartphone, after.needs_text(), &after.excluded, &after.note, now, index
        ],
    )?;
    if changed == 0 {
        return Err(Error::Changed);
    }
    for (field, old, new) in changes {
        let (old, new) = (in_words(tx, scope.commune(), field, &old)?, in_words(tx, scope.commune(), field, &new)?);
        add_change(tx, scope, &before.id, field, &old, &new, now)?;
    }
    Ok(true)
}

/// The name behind an id, so that the history can be read after the household or unit is gone.
fn in_words(tx: &mut Tx<'_>, commune: &str, field: &str, value: &str) -> Result<String> {
    let name = match field {
        "village" => places::village(tx, commune, value)?.map(|village| village.name),
        "household" => tx.value(sql!("SELECT head_name FROM people_household WHERE commune_id = $1 AND id = $2"), args![commune, value])?,
        "unit" => tx.value(sql!("SELECT name FROM org_unit WHERE commune_id = $1 AND id = $2"), args![commune, value])?,
        _ => Some(value.to_owned()),
    };
    Ok(name.unwrap_or_default())
}

/// Notes one change in the history of a person.
pub fn add_change(tx: &mut Tx<'_>, scope: &Scope, person: &str, field: &str, before: &str, after: &str, now: Millis) -> Result<()> {
    tx.run(
        sql!(
            "INSERT INTO people_change (commune_id, id, person_id, field, before, after, at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        args![scope.commune(), ids::new(now), person, field, before, after, now, scope.account()],
    )?;
    Ok(())
}

/// One step in a person's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field, one of those of [`Profile::changes`], or `merged`, `unmerged`.
    pub field: String,
    /// The value before.
    pub before: String,
    /// The value after.
    pub after: String,
    /// When.
    pub at: Millis,
    /// The account's name, or nothing for a command.
    pub by: String,
}

/// The history of a person and of everybody merged into them, latest first. The person was found in reach before.
pub fn changes(tx: &mut Tx<'_>, scope: &Scope, person: &str, limit: i64) -> Result<Vec<Change>> {
    Ok(tx.list(
        sql!(
            "SELECT c.field, c.before, c.after, c.at, COALESCE(a.name, '') FROM people_change c LEFT JOIN accounts_account a ON a.id = c.changed_by
              WHERE c.commune_id = $1 AND (c.person_id = $2
                OR c.person_id IN (SELECT l.person_id FROM ledger_alias l WHERE l.commune_id = $1 AND l.root_id = $2))
              ORDER BY c.at DESC, c.id DESC LIMIT $3"
        ),
        args![scope.commune(), person, limit],
        |row| Ok(Change { field: row.get(0)?, before: row.get(1)?, after: row.get(2)?, at: row.get(3)?, by: row.get(4)? }),
    )?)
}

/// Takes out of the register whoever an import brought and nothing happened to since: no change, no merge, no evidence, no card, no place
/// in a class, no consent of their own. Answers how many they were. The import was found in reach before.
pub fn remove_untouched(tx: &mut Tx<'_>, scope: &Scope, import: &str, now: Millis) -> Result<u64> {
    let (commune, import) = (scope.commune(), import);
    // Marked first, so that every later statement speaks of the same persons.
    let removed = tx.run(
        sql!(
            "UPDATE people_person SET removed_at = $3 WHERE commune_id = $1 AND import_id = $2 AND removed_at IS NULL AND version = 1
              AND merged_into IS NULL AND in_use = FALSE
              AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.commune_id = $1 AND e.person_id = people_person.id)
              AND NOT EXISTS (SELECT 1 FROM people_card k WHERE k.commune_id = $1 AND k.owner_id = people_person.id)
              AND NOT EXISTS (SELECT 1 FROM people_merge m WHERE m.commune_id = $1 AND m.kept = people_person.id)
              AND NOT EXISTS (SELECT 1 FROM people_merge m WHERE m.commune_id = $1 AND m.gone = people_person.id)
              AND NOT EXISTS (SELECT 1 FROM people_consent c WHERE c.commune_id = $1 AND c.person_id = people_person.id
                AND (c.import_id IS NULL OR c.import_id <> $2))"
        ),
        args![commune, import, now],
    )?;
    delete_unseen(tx, scope, import)?;
    Ok(removed)
}

/// Deletes the persons of an import who are marked as removed, with what hangs on them.
pub fn delete_unseen(tx: &mut Tx<'_>, scope: &Scope, import: &str) -> Result<()> {
    let commune = scope.commune();
    tx.run(
        sql!(
            "DELETE FROM people_consent WHERE commune_id = $1
              AND person_id IN (SELECT p.id FROM people_person p WHERE p.commune_id = $1 AND p.import_id = $2 AND p.removed_at IS NOT NULL)"
        ),
        args![commune, import],
    )?;
    tx.run(
        sql!(
            "DELETE FROM people_pair WHERE commune_id = $1
              AND (person_a IN (SELECT p.id FROM people_person p WHERE p.commune_id = $1 AND p.import_id = $2 AND p.removed_at IS NOT NULL)
                OR person_b IN (SELECT p.id FROM people_person p WHERE p.commune_id = $1 AND p.import_id = $2 AND p.removed_at IS NOT NULL))"
        ),
        args![commune, import],
    )?;
    tx.run(
        sql!(
            "UPDATE people_household SET head_id = NULL WHERE commune_id = $1
              AND head_id IN (SELECT p.id FROM people_person p WHERE p.commune_id = $1 AND p.import_id = $2 AND p.removed_at IS NOT NULL)"
        ),
        args![commune, import],
    )?;
    tx.run(sql!("DELETE FROM people_person WHERE commune_id = $1 AND import_id = $2 AND removed_at IS NOT NULL"), args![commune, import])?;
    Ok(())
}

/// Units that a person may belong to: id and name, in Vietnamese order.
pub fn units(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<(String, String)>> {
    Ok(tx.list(
        sql!("SELECT id, name FROM org_unit WHERE commune_id = $1 AND active ORDER BY sort_key, id LIMIT 500"),
        args![commune],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// Units by their folded names: name and id.
pub fn names_of_units(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<(String, String)>> {
    Ok(tx.list(sql!("SELECT name_fold, id FROM org_unit WHERE commune_id = $1 AND active ORDER BY id"), args![commune], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}
