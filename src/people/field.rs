//! Persons as field workers add and change them, on phones that may have been out of reach for days.

use jiff::civil::Date;

use super::{
    rules::{GUARDED_UNTIL, MAX_NAME, MAX_TEXT, PURPOSES, Profile, holds_identity},
    store,
};
use crate::{
    accounts::Scope,
    args,
    kit::{
        birth::Birth,
        clock::Millis,
        db::Tx,
        error::{Error, Refusal, Result},
        fold,
        phone::Phone,
    },
    sql,
};

/// Where a person stands, without saying who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// The id of who stands for them after all merges.
    pub id: String,
    /// The village's id.
    pub village: String,
    /// Whether they left the register.
    pub removed: bool,
}

/// Where the person with this id stands; `None` when the commune never had one.
pub fn whereabouts(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Option<Whereabouts>> {
    Ok(tx.first(
        sql!(
            "SELECT p.id, p.village_id, CASE WHEN p.removed_at IS NULL THEN 0 ELSE 1 END FROM people_person p WHERE p.commune_id = $1
              AND p.id = COALESCE((SELECT l.root_id FROM ledger_alias l WHERE l.commune_id = $1 AND l.person_id = $2), $2)"
        ),
        args![commune, person],
        |row| Ok(Whereabouts { id: row.get(0)?, village: row.get(1)?, removed: row.get::<i64>(2)? == 1 }),
    )?)
}

/// The village of a household of the commune.
pub fn village_of_household(tx: &mut Tx<'_>, commune: &str, household: &str) -> Result<Option<String>> {
    Ok(tx.value(sql!("SELECT village_id FROM people_household WHERE commune_id = $1 AND id = $2"), args![commune, household])?)
}

/// A yes or no that somebody gave to a field worker.
#[derive(Clone, Debug)]
pub struct Told {
    /// One of [`PURPOSES`].
    pub purpose: String,
    /// Yes or no.
    pub given: bool,
    /// `screen` or `paper`.
    pub how: String,
    /// The legal representative who consented too, or empty.
    pub guardian: String,
    /// The picture of the signature or the paper: SHA-256 in hex.
    pub blob: Option<String>,
}

/// A person whom a field worker met.
#[derive(Clone, Debug, Default)]
pub struct Met {
    /// The id that the phone made.
    pub id: String,
    /// The village's id.
    pub village: String,
    /// The name as it was typed.
    pub name: String,
    /// The year of birth.
    pub birth_year: Option<i64>,
    /// `male`, `female` or empty.
    pub sex: String,
    /// The phone as it was typed, or empty.
    pub phone: String,
    /// The hamlet, or empty.
    pub hamlet: String,
    /// The household's id.
    pub household: Option<String>,
    /// What they agreed to.
    pub consents: Vec<Told>,
}

/// Adds a person under the id that the phone made. Whoever is likely the same is kept as a pair to be decided.
///
/// `at` is when they were met, `today` the day of it.
///
/// # Errors
/// [`Error::NotFound`] when the village or household is out of reach; [`Error::Changed`] when the id is in use; a refusal that names what is
/// wrong with a field.
pub fn meet(tx: &mut Tx<'_>, scope: &Scope, met: &Met, today: Date, at: Millis, now: Millis) -> Result<()> {
    let mut profile = Profile { village: met.village.clone(), audience: "citizen".into(), ..Profile::default() };
    set(&mut profile, "name", &met.name, today)?;
    set(&mut profile, "birth_year", &met.birth_year.map(|year| year.to_string()).unwrap_or_default(), today)?;
    set(&mut profile, "sex", &met.sex, today)?;
    set(&mut profile, "phone", &met.phone, today)?;
    set(&mut profile, "hamlet", &met.hamlet, today)?;
    if let Some(household) = &met.household {
        profile.household = Some(store::household(tx, scope, household)?.id);
    }
    let guarded = profile.birth().is_some_and(|birth| birth.age(today) < GUARDED_UNTIL);
    for told in &met.consents {
        check_consent(told, guarded)?;
    }
    store::add_as(tx, scope, &met.id, &profile, None, now)?;
    store::find_pairs(tx, scope, &profile.facts(&met.id), now)?;
    for told in &met.consents {
        let (guardian, blob) = (told.guardian.trim(), told.blob.as_deref());
        store::give(tx, scope, &met.id, &told.purpose, told.given, &told.how, guardian, blob, None, at)?;
    }
    Ok(())
}

fn check_consent(told: &Told, guarded: bool) -> Result<()> {
    let fine = PURPOSES.contains(&told.purpose.as_str()) && ["screen", "paper"].contains(&told.how.as_str());
    if !fine {
        return Err(Error::refused("people-consent-unknown"));
    }
    if guarded && told.given && told.guardian.trim().is_empty() {
        return Err(Refusal::new("people-guardian-missing").with("age", GUARDED_UNTIL.to_string()).into());
    }
    if told.guardian.chars().count() > MAX_TEXT || holds_identity(&told.guardian) {
        return Err(Error::refused("people-text-long"));
    }
    Ok(())
}

/// The fields that a field worker may change.
pub const FIELDS: &[&str] = &["name", "birth_year", "sex", "phone", "hamlet", "smartphone"];

/// One field to be changed.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The person's id.
    pub person: String,
    /// One of [`FIELDS`].
    pub field: String,
    /// What stood there when it was changed, as phones are told it: of a phone number the last three digits; empty for nothing.
    pub before: String,
    /// What should stand there; empty for nothing, `yes` or `no` for the smartphone.
    pub after: String,
    /// The version of the person that was seen.
    pub base_version: Option<i64>,
    /// Whether an officer decided that it counts, whatever stands there now.
    pub decided: bool,
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It counts; the person has this version now.
    Counts(i64),
    /// It counts, and another field was changed meanwhile.
    Merged(i64),
    /// It stood there already.
    Same(i64),
    /// The same field was changed to something else meanwhile; nothing was changed now.
    Conflict,
}

/// Changes one field of a person.
///
/// # Errors
/// [`Error::NotFound`] when the person is out of reach; a refusal for an unknown field or a value that breaks a rule.
pub fn edit(tx: &mut Tx<'_>, scope: &Scope, edit: &Edit, today: Date, now: Millis) -> Result<Edited> {
    let person = store::person(tx, scope, &edit.person)?;
    let mut after = person.profile.clone();
    set(&mut after, &edit.field, &edit.after, today)?;
    if person.profile.changes(&after).is_empty() {
        return Ok(Edited::Same(person.version));
    }
    let untouched = edit.base_version == Some(person.version);
    let stands = shown(&person.profile, &edit.field) == edit.before.trim();
    if !(untouched || stands || edit.decided) {
        return Ok(Edited::Conflict);
    }
    store::change(tx, scope, &person, &after, now)?;
    let version = person.version + 1;
    let seen = edit.base_version.is_none_or(|seen| seen == person.version);
    Ok(if seen { Edited::Counts(version) } else { Edited::Merged(version) })
}

/// What stands in a field of a person now, as phones are told it.
///
/// # Errors
/// [`Error::NotFound`] when the person is out of reach.
pub fn field_now(tx: &mut Tx<'_>, scope: &Scope, person: &str, field: &str) -> Result<String> {
    Ok(shown(&store::person(tx, scope, person)?.profile, field))
}

/// The last three digits of a phone: enough to tell two apart, too little to call.
pub fn last_digits(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(3)..].iter().collect()
}

fn shown(profile: &Profile, field: &str) -> String {
    match field {
        "name" => profile.name.clone(),
        "birth_year" => profile.birth().map(|birth| birth.year().to_string()).unwrap_or_default(),
        "sex" => profile.sex.clone().unwrap_or_default(),
        "phone" => profile.phone.as_deref().map(last_digits).unwrap_or_default(),
        "hamlet" => profile.hamlet.clone(),
        _ => profile.smartphone.map_or("", |has| if has { "yes" } else { "no" }).to_owned(),
    }
}

/// Sets one field from what was typed.
fn set(profile: &mut Profile, field: &str, value: &str, today: Date) -> Result<()> {
    let value = value.trim();
    match field {
        "name" => profile.name = name(value)?,
        "hamlet" => {
            let hamlet = fold::nfc(value);
            if hamlet.chars().count() > MAX_TEXT {
                return Err(Error::refused("people-text-long"));
            }
            if holds_identity(&hamlet) {
                return Err(Error::refused("people-text-identity"));
            }
            profile.hamlet = hamlet;
        }
        "sex" => {
            profile.sex = match value {
                "" => None,
                "male" | "female" => Some(value.to_owned()),
                _ => return Err(Error::refused("people-field-unknown")),
            }
        }
        "birth_year" if value.is_empty() => profile.birth.clear(),
        "birth_year" => {
            let year: i16 = value.parse().map_err(|_| Error::refused("error-birth-unreadable"))?;
            let birth = Birth::new(year, None, None, today).map_err(|error| Error::refused(error.code()))?;
            // Day and month that are known already stay with the same year.
            if profile.birth().map(Birth::year) != Some(year) {
                profile.birth = birth.to_string();
            }
        }
        "phone" if value.is_empty() => profile.phone = None,
        "phone" => {
            let phone = Phone::parse(value).map_err(|error| Error::refused(error.code()))?;
            profile.phone = Some(phone.as_str().to_owned());
        }
        "smartphone" => {
            profile.smartphone = match value {
                "" => None,
                "yes" => Some(true),
                "no" => Some(false),
                _ => return Err(Error::refused("people-field-unknown")),
            }
        }
        _ => return Err(Error::refused("people-field-unknown")),
    }
    Ok(())
}

fn name(value: &str) -> Result<String> {
    let name = fold::title_name(value);
    if !name.chars().any(char::is_alphabetic) {
        Err(Error::refused("people-name-missing"))
    } else if name.chars().count() > MAX_NAME {
        Err(Error::refused("people-name-long"))
    } else if holds_identity(&name) {
        Err(Error::refused("people-text-identity"))
    } else {
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_set_as_typed_or_refused_with_its_reason() {
        let today = jiff::civil::date(2026, 10, 5);
        let long = "ă".repeat(10_000);
        for (field, value, fault) in [
            ("name", "đỗ thị lan", None),
            ("name", " ", Some("people-name-missing")),
            ("name", &long, Some("people-name-long")),
            ("name", "Lan 001165123456", Some("people-text-identity")),
            ("birth_year", "1954", None),
            ("birth_year", "", None),
            ("birth_year", "99999999999", Some("error-birth-unreadable")),
            ("birth_year", "2030", Some("error-birth-future")),
            ("birth_year", "1700", Some("error-birth-too-old")),
            ("sex", "female", None),
            ("sex", "x", Some("people-field-unknown")),
            ("phone", "0912 345 678", None),
            ("phone", "12", Some("error-phone-too-short")),
            ("hamlet", &long, Some("people-text-long")),
            ("hamlet", "001165123456", Some("people-text-identity")),
            ("smartphone", "yes", None),
            ("smartphone", "maybe", Some("people-field-unknown")),
            ("village", "v", Some("people-field-unknown")),
            ("note", "x", Some("people-field-unknown")),
        ] {
            let code = set(&mut Profile::default(), field, value, today).map_err(|error| error.code()).err();
            assert_eq!(code, fault, "{field} {}", value.chars().take(20).collect::<String>());
        }
    }

    #[test]
    fn a_known_day_of_birth_outlives_its_own_year() {
        let today = jiff::civil::date(2026, 10, 5);
        let mut profile = Profile { birth: "1954-07-26".into(), ..Profile::default() };
        set(&mut profile, "birth_year", "1954", today).unwrap();
        assert_eq!(profile.birth, "1954-07-26");
        set(&mut profile, "birth_year", "1955", today).unwrap();
        assert_eq!(profile.birth, "1955");
    }

    #[test]
    fn three_digits_tell_a_phone() {
        for (phone, digits) in [("0912345678", "678"), ("12", "12"), ("", "")] {
            assert_eq!(last_digits(phone), digits);
        }
    }
}
