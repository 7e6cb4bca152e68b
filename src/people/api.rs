//! What other slices ask of persons.

use super::{
    rules::{self, AUDIENCES, Profile},
    store,
};
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::{Error, Result},
        fold,
    },
    sql,
};

/// A person as lists and rosters show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The person's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The year of birth, when it is known.
    pub birth_year: Option<i16>,
    /// The village's id.
    pub village: String,
    /// The hamlet inside the village, or empty.
    pub hamlet: String,
    /// The audience group: `citizen`, `student`, `staff` or `worker`.
    pub audience: String,
}

/// A person to be added: what a walk-in says at the door is enough.
#[derive(Clone, Debug, Default)]
pub struct NewPerson {
    /// The village's id.
    pub village: String,
    /// The name as it was typed.
    pub name: String,
    /// The year of birth.
    pub birth_year: Option<i16>,
    /// `male`, `female` or nothing.
    pub sex: Option<String>,
    /// The hamlet, or empty.
    pub hamlet: String,
    /// The audience group; empty for `citizen`.
    pub audience: String,
    /// The phone in its ten-digit form.
    pub phone: Option<String>,
}

fn card_row(row: &Row) -> Result<Card, db::Error> {
    Ok(Card {
        id: row.get(0)?,
        name: row.get(1)?,
        birth_year: row.get(2)?,
        village: row.get(3)?,
        hamlet: row.get(4)?,
        audience: row.get(5)?,
    })
}

/// Adds a person and answers their id.
///
/// Whoever is likely the same is not looked for: a walk-in must not wait. The pairs are kept for a later decision.
///
/// # Errors
/// [`Error::NotFound`] when the village is out of reach; a refusal when the name is missing.
pub fn add(tx: &mut Tx<'_>, scope: &Scope, new: &NewPerson, now: Millis) -> Result<String> {
    let name = fold::nfc(&new.name);
    if name.is_empty() {
        return Err(Error::refused("people-name-missing"));
    }
    let audience = if AUDIENCES.contains(&new.audience.as_str()) { &new.audience } else { "citizen" };
    let profile = Profile {
        village: new.village.clone(),
        name,
        sex: new.sex.clone().filter(|sex| ["male", "female"].contains(&sex.as_str())),
        birth: new.birth_year.map(|year| format!("{year:04}")).unwrap_or_default(),
        hamlet: fold::nfc(&new.hamlet),
        audience: audience.to_owned(),
        phone: new.phone.clone().filter(|phone| !phone.is_empty()),
        ..Profile::default()
    };
    let id = store::add(tx, scope, &profile, None, now)?;
    store::find_pairs(tx, scope, &profile.facts(&id), now)?;
    Ok(id)
}

/// The person with this id, when they are in reach and neither merged away nor removed.
pub fn card(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Card>> {
    Ok(tx.first(
        sql!("SELECT id, name, birth_year, village_id, hamlet, audience FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND id = $3 AND merged_into IS NULL AND removed_at IS NULL"),
        args![scope.commune(), scope.reach(), id],
        card_row,
    )?)
}

/// Everybody of a village in Vietnamese order.
pub fn cards_of_village(tx: &mut Tx<'_>, scope: &Scope, village: &str) -> Result<Vec<Card>> {
    Ok(tx.list(
        sql!("SELECT id, name, birth_year, village_id, hamlet, audience FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND village_id = $3 AND merged_into IS NULL AND removed_at IS NULL
              ORDER BY sort_key, id"),
        args![scope.commune(), scope.reach(), village],
        card_row,
    )?)
}

/// Says that something of a higher rung refers to this person from now on, such as a place in a class: who came with a list then stays in
/// the register when the list is taken back. The ledger's entries say so by themselves.
pub fn hold(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<()> {
    tx.run(sql!("UPDATE people_person SET in_use = TRUE WHERE commune_id = $1 AND id = $2 AND in_use = FALSE"), args![commune, person])?;
    Ok(())
}

/// The phone of a person in reach, in national form: for whoever is to call them.
///
/// # Errors
/// [`Error::NotFound`] when the person is out of reach, merged away or removed.
pub fn phone(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<String>> {
    Ok(store::person(tx, scope, id)?.profile.phone)
}

/// The last three digits of a stored phone, which is all that leaves for a roster: `sealed` as it stands in `people_person.phone` of the
/// person with this id.
///
/// # Errors
/// When it was sealed for somebody else or with another key.
pub fn phone_end(tx: &Tx<'_>, id: &str, sealed: Option<&str>) -> Result<Option<String>> {
    let phone = tx.vault()?.open_some(store::PHONE, id, sealed)?;
    Ok(phone.map(|phone| phone[phone.len().saturating_sub(3)..].to_owned()))
}

/// The keyed hash of a phone number in national form: what stands for it where the number itself must not stand.
///
/// # Errors
/// When the vault is locked.
pub fn phone_index(tx: &Tx<'_>, commune: &str, phone: &str) -> Result<String> {
    Ok(tx.vault()?.index(store::PHONE, commune, phone))
}

/// Everybody in reach with this phone, in national form, who was born in this year; a family may share one number.
///
/// # Errors
/// When the vault is locked.
pub fn with_phone(tx: &mut Tx<'_>, scope: &Scope, phone: &str, year: i16) -> Result<Vec<Card>> {
    let index = phone_index(tx, scope.commune(), phone)?;
    Ok(tx.list(
        sql!(
            "SELECT id, name, birth_year, village_id, hamlet, audience FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND phone_index = $3 AND birth_year = $4
                AND merged_into IS NULL AND removed_at IS NULL ORDER BY sort_key, id"
        ),
        args![scope.commune(), scope.reach(), index, i64::from(year)],
        card_row,
    )?)
}

/// So many of a name are looked through for the nearest ones.
const SEARCHED: i64 = 500;

/// Persons whose name holds `query`, with or without marks, or whose phone holds its digits; at most `limit`. Whoever has its words as whole
/// words comes first, with the marks as typed before others: “hùng” is Hùng before it is Phùng.
pub fn search(tx: &mut Tx<'_>, scope: &Scope, query: &str, limit: i64) -> Result<Vec<Card>> {
    let filter = store::Filter { query: query.to_owned(), ..store::Filter::default() };
    let mut found = store::listed(tx, scope, &filter, SEARCHED, 0)?;
    found.sort_by_cached_key(|one| rules::nearness(&one.name, query));
    Ok(found
        .into_iter()
        .take(usize::try_from(limit).unwrap_or(0))
        .map(|p| Card {
            birth_year: crate::kit::birth::Birth::from_stored(&p.birth).map(crate::kit::birth::Birth::year),
            id: p.id,
            name: p.name,
            village: p.village,
            hamlet: p.hamlet,
            audience: p.audience,
        })
        .collect())
}

/// Persons who may be the one that somebody wrote on a list: the same or a similar name, or the same phone; at most `limit` of them.
/// The flag says that the phone is the same.
pub fn likely(tx: &mut Tx<'_>, scope: &Scope, name: &str, phone: Option<&str>, limit: i64) -> Result<Vec<(Card, bool)>> {
    let folded: String = fold::fold(name).chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    let index = match phone {
        Some(phone) => tx.vault()?.index(store::PHONE, scope.commune(), phone),
        None => "-".to_owned(),
    };
    Ok(tx.list(
        sql!(
            "SELECT id, name, birth_year, village_id, hamlet, audience, CASE WHEN phone_index = $4 THEN 1 ELSE 0 END FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%')
                AND (($3 <> '' AND name_fold LIKE '%' || $3 || '%') OR phone_index = $4) AND merged_into IS NULL AND removed_at IS NULL
              ORDER BY CASE WHEN name_fold = $3 THEN 0 ELSE 1 END, sort_key, id LIMIT $5"
        ),
        args![scope.commune(), scope.reach(), folded, index, limit],
        |row| Ok((card_row(row)?, row.get::<i64>(6)? == 1)),
    )?)
}
