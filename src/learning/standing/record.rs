//! A witnessed task of one skill: somebody watched a person do it.

use serde_json::json;

use super::{
    keep,
    store::{self, NewLook},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        ids,
    },
    learning::{Component, NewCheck, check_fault, framework, stored_check, witnessed},
    ledger, people,
};

/// Records what a witness saw of one skill: the look and its ledger entry, of grade A. Unaided it attains the skill's component.
///
/// A form sent twice records it once. `new.component` counts for nothing: the skill says which it is.
///
/// # Errors
/// [`Error::NotFound`] when the person is out of reach or there is no such skill; a refusal for a missing place or an impossible time;
/// [`Error::Changed`] when the id is in use for something else.
pub fn record_skill(tx: &mut Tx<'_>, scope: &Scope, new: &NewCheck, skill: &str, now: Millis) -> Result<()> {
    let person = people::card(tx, scope, &new.person)?.ok_or(Error::NotFound)?;
    let skill = framework::skill(tx, scope.commune(), skill)?.ok_or(Error::NotFound)?;
    tx.hold(&format!("check {}", new.id))?;
    if let Some(known) = stored_check(tx, scope.commune(), &new.id)? {
        let same = known.person == new.person && known.skill == skill.code && known.outcome == new.outcome.code();
        return if same { Ok(()) } else { Err(Error::Changed) };
    }
    if !ids::is_id(&new.id) {
        return Err(Error::StaleForm);
    }
    if let Some((_, code)) = check_fault(new, now) {
        return Err(Error::refused(code));
    }
    let component = skill.component();
    let look = NewLook {
        id: &new.id,
        person: &person.id,
        village: &person.village,
        component,
        skill: &skill.code,
        result: new.outcome.code(),
        place: new.place.trim(),
        note: new.note.trim(),
        at: new.at,
    };
    store::add_look(tx, scope, &look, now)?;
    let body = json!({
        "component": component.map_or("", Component::code), "skill": skill.code, "result": new.outcome.code(), "place": new.place.trim()
    });
    ledger::append(tx, &witnessed(scope, new, person, component, body), now)?;
    keep(tx, scope.commune(), &new.person, now)
}
