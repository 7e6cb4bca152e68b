//! What an account may do now, and might do then: for work that arrives long after it was done.

use super::rules::{Grant, Right, Role, Scope};
use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Tx},
    },
    sql,
};

/// A grant with the time in which it held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The role and its place.
    pub grant: Grant,
    /// From when it held.
    pub from: Millis,
    /// Until when; `None` while it holds.
    pub until: Option<Millis>,
}

/// An account with every grant that it ever had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// The account's id.
    pub account: String,
    /// The person's name.
    pub name: String,
    /// Whether the account may no longer be used.
    pub disabled: bool,
    held: Vec<Held>,
}

impl Authority {
    /// How far `right` reaches in `commune` now; `None` when it is not held anywhere, or the account may no longer be used.
    pub fn now(&self, commune: &str, right: Right) -> Option<Scope> {
        let live: Vec<Grant> = self.grants(commune).cloned().collect();
        if self.disabled { None } else { Scope::of(&self.account, &self.name, commune, &live, right) }
    }

    /// How far `right` reached in `commune` at any moment between two instants, both included.
    pub fn between(&self, commune: &str, right: Right, first: Millis, last: Millis) -> Option<Scope> {
        let grants: Vec<Grant> = self
            .held
            .iter()
            .filter(|held| held.from <= last && held.until.is_none_or(|until| until > first))
            .map(|held| held.grant.clone())
            .collect();
        Scope::of(&self.account, &self.name, commune, &grants, right)
    }

    /// The grants that hold now in `commune`, oldest first.
    pub fn grants(&self, commune: &str) -> impl Iterator<Item = &Grant> {
        self.held.iter().filter(move |held| held.until.is_none() && held.grant.commune == commune).map(|held| &held.grant)
    }

    /// Whether the account holds, or held, anything in `commune`.
    pub fn was_here(&self, commune: &str) -> bool {
        self.held.iter().any(|held| held.grant.commune == commune)
    }

    /// The rights that the account has somewhere in `commune` now.
    pub fn rights(&self, commune: &str) -> Vec<Right> {
        Right::ALL.iter().copied().filter(|right| self.now(commune, *right).is_some()).collect()
    }
}

/// What an account holds and held; `None` when there is no such account.
pub fn authority(tx: &mut Tx<'_>, account: &str) -> Result<Option<Authority>, Error> {
    let found = tx.first(sql!("SELECT name, disabled FROM accounts_account WHERE id = $1"), args![account], |row| {
        Ok((row.get::<String>(0)?, row.get::<bool>(1)?))
    })?;
    let Some((name, disabled)) = found else { return Ok(None) };
    let rows = tx.rows(
        sql!(
            "SELECT id, role, commune_id, village_id, unit_id, granted_at, ended_at FROM accounts_grant WHERE account_id = $1 ORDER BY granted_at, id"
        ),
        args![account],
    )?;
    let mut held = Vec::new();
    for row in &rows {
        // A role that this program does not know gives nothing.
        let Some(role) = Role::parse(&row.get::<String>(1)?) else { continue };
        let grant = Grant { id: row.get(0)?, role, commune: row.get(2)?, village: row.get(3)?, unit: row.get(4)? };
        held.push(Held { grant, from: row.get(5)?, until: row.get(6)? });
    }
    Ok(Some(Authority { account: account.to_owned(), name, disabled, held }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(village: &str, from: Millis, until: Option<Millis>) -> Held {
        let grant = Grant { id: "g".into(), role: Role::Volunteer, commune: "c".into(), village: Some(village.into()), unit: None };
        Held { grant, from, until }
    }

    fn who(held: Vec<Held>) -> Authority {
        Authority { account: "a".into(), name: "A".into(), disabled: false, held }
    }

    #[test]
    fn a_right_reached_as_far_as_its_grants_held_then() {
        let who = who(vec![held("v1", 10, Some(20)), held("v2", 15, None)]);
        let covers =
            |first, last, village: &str| who.between("c", Right::TakeAttendance, first, last).is_some_and(|scope| scope.covers(village));
        for (first, last, one, two) in [
            (9, 9, false, false),
            (10, 10, true, false),
            (15, 15, true, true),
            (19, 19, true, true),
            (20, 20, false, true),
            (0, 12, true, false),
            (0, 99, true, true),
        ] {
            assert_eq!((covers(first, last, "v1"), covers(first, last, "v2")), (one, two), "{first} {last}");
        }
        let now = who.now("c", Right::TakeAttendance).unwrap();
        assert!(!now.covers("v1") && now.covers("v2"));
        assert!(who.now("other", Right::TakeAttendance).is_none() && who.now("c", Right::EditPersons).is_none());
        assert!(Authority { disabled: true, ..who }.now("c", Right::TakeAttendance).is_none());
    }
}
