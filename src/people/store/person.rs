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
    },
    people::rules::{Facts, Held, Profile},
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

fn person_row(row: &Row) -> Result<Person, db::Error> {
    let held = match (row.get::<Option<String>>(11)?, row.get::<Option<String>>(12)?) {
        (Some(hash), Some(last3)) => Some(Held { hash, last3 }),
        _ => None,
    };
    Ok(Person {
        id: row.get(0)?,
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
            phone: row.get(10)?,
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
    })
}

/// The person with this id in reach, also one who was merged away; removed ones are not found.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Person>> {
    Ok(tx.first(
        sql!(
            "SELECT id, village_id, household_id, unit_id, name, sex, birth_text, hamlet, audience, workplace, phone, identity_hash,
                identity_last3, smartphone, needs, excluded, note, merged_into, import_id, version, created_at, created_by
              FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND id = $3 AND removed_at IS NULL"
        ),
        args![scope.commune(), scope.reach(), id],
        person_row,
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
    Ok(tx.list(
        sql!(
            "SELECT id, village_id, household_id, unit_id, name, sex, birth_text, hamlet, audience, workplace, phone, identity_hash,
                identity_last3, smartphone, needs, excluded, note, merged_into, import_id, version, created_at, created_by
              FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND import_id = $3 AND removed_at IS NULL
              ORDER BY sort_key, id"
        ),
        args![scope.commune(), scope.reach(), import],
        person_row,
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

/// Adds a person and answers their id.
///
/// # Errors
/// [`Error::NotFound`] when the village is out of reach; a refusal when the household is in another village.
pub fn add(tx: &mut Tx<'_>, scope: &Scope, profile: &Profile, import: Option<&str>, now: Millis) -> Result<String> {
    if import.is_none() {
        check_places(tx, scope, profile)?;
    }
    let id = ids::new(now);
    let held = profile.identity.as_ref();
    tx.run(
        sql!(
            "INSERT INTO people_person (commune_id, id, village_id, household_id, unit_id, name, name_fold, name_small, sort_key, sex, birth_year,
                birth_text, hamlet, audience, workplace, phone, identity_hash, identity_last3, smartphone, needs, excluded, note,
                merged_into, removed_at, import_id, version, created_at, created_by, updated_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, NULL, NULL, $23, 1, $24, $25, $24)"
        ),
        args![
            scope.commune(), &id, &profile.village, &profile.household, &profile.unit, &profile.name, fold::fold(&profile.name),
            small(&profile.name), fold::sort_key(&profile.name), &profile.sex, profile.birth().map(Birth::year), &profile.birth,
            &profile.hamlet, &profile.audience, &profile.workplace, &profile.phone, held.map(|h| h.hash.as_str()),
            held.map(|h| h.last3.as_str()), profile.smartphone, profile.needs_text(), &profile.excluded, &profile.note, import, now,
            scope.account()
        ],
    )?;
    Ok(id)
}

/// The name in small letters with its marks: what a search with marks is compared with.
fn small(name: &str) -> String {
    fold::nfc(name).to_lowercase()
}

/// Changes a person from what was read to `after`, field by field into the history; nothing when nothing differs.
///
/// # Errors
/// [`Error::Changed`] when somebody changed the person since `before` was read; as [`add`] otherwise.
pub fn change(tx: &mut Tx<'_>, scope: &Scope, before: &Person, after: &Profile, now: Millis) -> Result<()> {
    let changes = before.profile.changes(after);
    if changes.is_empty() {
        return Ok(());
    }
    check_places(tx, scope, after)?;
    let held = after.identity.as_ref();
    let changed = tx.run(
        sql!(
            "UPDATE people_person SET village_id = $4, household_id = $5, unit_id = $6, name = $7, name_fold = $8, name_small = $9, sort_key = $10,
                sex = $11, birth_year = $12, birth_text = $13, hamlet = $14, audience = $15, workplace = $16, phone = $17, identity_hash = $18,
                identity_last3 = $19, smartphone = $20, needs = $21, excluded = $22, note = $23, version = version + 1, updated_at = $24
              WHERE commune_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL"
        ),
        args![
            scope.commune(), &before.id, before.version, &after.village, &after.household, &after.unit, &after.name, fold::fold(&after.name),
            small(&after.name), fold::sort_key(&after.name), &after.sex, after.birth().map(Birth::year), &after.birth, &after.hamlet,
            &after.audience, &after.workplace, &after.phone, held.map(|h| h.hash.as_str()), held.map(|h| h.last3.as_str()),
            after.smartphone, after.needs_text(), &after.excluded, &after.note, now
        ],
    )?;
    if changed == 0 {
        return Err(Error::Changed);
    }
    for (field, old, new) in changes {
        let (old, new) = (in_words(tx, scope.commune(), field, &old)?, in_words(tx, scope.commune(), field, &new)?);
        add_change(tx, scope, &before.id, field, &old, &new, now)?;
    }
    Ok(())
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

/// Which persons a list shows; empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The village's id.
    pub village: String,
    /// The hamlet as it is written.
    pub hamlet: String,
    /// The audience group.
    pub audience: String,
    /// One of the needs.
    pub need: String,
    /// Only who has not agreed to be kept on a class roster.
    pub without_consent: bool,
    /// A name with or without marks, or digits of a phone.
    pub query: String,
}

impl Filter {
    /// The query folded, in small letters, and as the digits of a phone; each empty where it asks for nothing.
    fn words(&self) -> (String, String, String) {
        let plain = |text: String| -> String { text.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).take(100).collect() };
        let digits: String = self.query.chars().filter(char::is_ascii_digit).collect();
        let is_phone = digits.len() >= 4 && !self.query.chars().any(char::is_alphabetic);
        if is_phone {
            let national = digits.strip_prefix("84").filter(|rest| rest.len() >= 9).map(|rest| format!("0{rest}"));
            (String::new(), String::new(), national.unwrap_or(digits))
        } else {
            (plain(fold::fold(&self.query)), plain(small(&self.query)), String::new())
        }
    }
}

/// A person as the list shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The birth as it is stored.
    pub birth: String,
    /// The village's id.
    pub village: String,
    /// The hamlet.
    pub hamlet: String,
    /// The audience group.
    pub audience: String,
    /// The phone in national form.
    pub phone: Option<String>,
    /// The needs.
    pub needs: Vec<String>,
    /// Whether they may be kept on a class roster; `None` when they were not asked.
    pub consent: Option<bool>,
}

/// Persons in reach that match, in Vietnamese order; those whose name holds the very marks of the query come first.
pub fn listed(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, limit: i64, offset: i64) -> Result<Vec<Listed>> {
    let (folded, marked, phone) = filter.words();
    Ok(tx.list(
        sql!(
            "SELECT p.id, p.name, p.birth_text, p.village_id, p.hamlet, p.audience, p.phone, p.needs,
                (SELECT c.given FROM people_consent c WHERE c.commune_id = p.commune_id AND c.person_id = p.id AND c.purpose = 'manage'
                  ORDER BY c.at DESC, c.id DESC LIMIT 1)
              FROM people_person p
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND p.merged_into IS NULL AND p.removed_at IS NULL
                AND ($3 = '' OR p.village_id = $3) AND ($4 = '' OR p.hamlet = $4) AND ($5 = '' OR p.audience = $5)
                AND ($6 = '' OR p.needs LIKE '%,' || $6 || ',%') AND ($7 = '' OR p.name_fold LIKE '%' || $7 || '%')
                AND ($8 = '' OR p.phone LIKE '%' || $8 || '%')
                AND ($9 = '' OR NOT COALESCE((SELECT c.given FROM people_consent c WHERE c.commune_id = p.commune_id AND c.person_id = p.id
                  AND c.purpose = 'manage' ORDER BY c.at DESC, c.id DESC LIMIT 1), FALSE))
              ORDER BY CASE WHEN $10 <> '' AND p.name_small LIKE '%' || $10 || '%' THEN 0 ELSE 1 END, p.sort_key, p.id LIMIT $11 OFFSET $12"
        ),
        args![
            scope.commune(),
            scope.reach(),
            &filter.village,
            &filter.hamlet,
            &filter.audience,
            &filter.need,
            folded,
            phone,
            if filter.without_consent { "x" } else { "" },
            marked,
            limit,
            offset
        ],
        |row| {
            Ok(Listed {
                id: row.get(0)?,
                name: row.get(1)?,
                birth: row.get(2)?,
                village: row.get(3)?,
                hamlet: row.get(4)?,
                audience: row.get(5)?,
                phone: row.get(6)?,
                needs: Profile::needs_of(&row.get::<String>(7)?).into_iter().collect(),
                consent: row.get(8)?,
            })
        },
    )?)
}

/// How many persons [`listed`] would show in all.
pub fn count(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter) -> Result<i64> {
    let (folded, _, phone) = filter.words();
    Ok(tx.count(
        sql!(
            "SELECT COUNT(*) FROM people_person p
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND p.merged_into IS NULL AND p.removed_at IS NULL
                AND ($3 = '' OR p.village_id = $3) AND ($4 = '' OR p.hamlet = $4) AND ($5 = '' OR p.audience = $5)
                AND ($6 = '' OR p.needs LIKE '%,' || $6 || ',%') AND ($7 = '' OR p.name_fold LIKE '%' || $7 || '%')
                AND ($8 = '' OR p.phone LIKE '%' || $8 || '%')
                AND ($9 = '' OR NOT COALESCE((SELECT c.given FROM people_consent c WHERE c.commune_id = p.commune_id AND c.person_id = p.id
                  AND c.purpose = 'manage' ORDER BY c.at DESC, c.id DESC LIMIT 1), FALSE))"
        ),
        args![
            scope.commune(),
            scope.reach(),
            &filter.village,
            &filter.hamlet,
            &filter.audience,
            &filter.need,
            folded,
            phone,
            if filter.without_consent { "x" } else { "" }
        ],
    )?)
}

/// The hamlets that persons in reach live in, for the filter; of one village, or of all when it is empty.
pub fn hamlets(tx: &mut Tx<'_>, scope: &Scope, village: &str) -> Result<Vec<String>> {
    Ok(tx.list(
        sql!(
            "SELECT DISTINCT hamlet FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND ($3 = '' OR village_id = $3) AND hamlet <> ''
                AND merged_into IS NULL AND removed_at IS NULL ORDER BY hamlet LIMIT 200"
        ),
        args![scope.commune(), scope.reach(), village],
        |row| row.get(0),
    )?)
}

fn facts_row(row: &Row) -> Result<Facts, db::Error> {
    Ok(Facts {
        id: row.get(0)?,
        village: row.get(1)?,
        folded: row.get(2)?,
        birth: Birth::from_stored(&row.get::<String>(3)?),
        sex: row.get(4)?,
        phone: row.get(5)?,
        identity: row.get(6)?,
    })
}

/// Everybody of the commune, to look for duplicates.
///
/// The whole commune is compared whatever the caller's reach: a person is one person in two villages.
/// Whoever shows what was found asks for it again in reach.
pub fn facts(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Facts>> {
    Ok(tx.list(
        sql!(
            "SELECT id, village_id, name_fold, birth_text, sex, phone, identity_hash FROM people_person
              WHERE commune_id = $1 AND merged_into IS NULL AND removed_at IS NULL ORDER BY id"
        ),
        args![scope.commune()],
        facts_row,
    )?)
}

/// Those of the commune who have the name or the identity number of `facts`, without that person themselves; as [`facts`] otherwise.
pub fn relatives(tx: &mut Tx<'_>, scope: &Scope, facts: &Facts) -> Result<Vec<Facts>> {
    Ok(tx.list(
        sql!(
            "SELECT id, village_id, name_fold, birth_text, sex, phone, identity_hash FROM people_person
              WHERE commune_id = $1 AND id <> $2 AND (name_fold = $3 OR ($4 <> '' AND identity_hash = $4))
                AND merged_into IS NULL AND removed_at IS NULL ORDER BY id LIMIT 1000"
        ),
        args![scope.commune(), &facts.id, &facts.folded, facts.identity.clone().unwrap_or_default()],
        facts_row,
    )?)
}

/// Takes out of the register whoever an import brought and nothing happened to since: no change, no merge, no evidence, no consent of
/// their own. Answers how many they were. The import was found in reach before.
pub fn remove_untouched(tx: &mut Tx<'_>, scope: &Scope, import: &str, now: Millis) -> Result<u64> {
    let (commune, import) = (scope.commune(), import);
    // Marked first, so that every later statement speaks of the same persons.
    let removed = tx.run(
        sql!(
            "UPDATE people_person SET removed_at = $3 WHERE commune_id = $1 AND import_id = $2 AND removed_at IS NULL AND version = 1
              AND merged_into IS NULL
              AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.commune_id = $1 AND e.person_id = people_person.id)
              AND NOT EXISTS (SELECT 1 FROM people_merge m WHERE m.commune_id = $1 AND m.kept = people_person.id)
              AND NOT EXISTS (SELECT 1 FROM people_merge m WHERE m.commune_id = $1 AND m.gone = people_person.id)
              AND NOT EXISTS (SELECT 1 FROM people_consent c WHERE c.commune_id = $1 AND c.person_id = people_person.id
                AND (c.import_id IS NULL OR c.import_id <> $2))"
        ),
        args![commune, import, now],
    )?;
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
    Ok(removed)
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
