//! Writing what people learn from, in the product: a draft is looked at, published, and put away again; every version stays to be read.

mod files;
mod pages;
mod rules;
mod store;

pub use pages::routes;
pub(super) use pages::{light, state_words};
use rules::State;
use store::Version;
pub use store::count_in_review;

use super::{
    content::{self, Item},
    library,
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Refusal, Result},
        ids,
        text::Lang,
    },
};

/// Begins a version: a draft of its own number.
///
/// # Errors
/// A refusal when the name in its address belongs to a course.
fn begin(tx: &mut Tx<'_>, scope: &Scope, item: &Item, now: Millis) -> Result<String> {
    content::hold(tx, scope.commune())?;
    if content::item(tx, scope.commune(), &item.facts.id, Lang::Vi)?.is_some_and(|known| known.kind == content::Kind::Course) {
        return Err(Error::refused("learning-course-name-taken"));
    }
    let id = ids::new(now);
    let number = store::last_number(tx, scope.commune(), &item.facts.id, item.lang)? + 1;
    store::insert(tx, scope, &id, number, item, now)?;
    store::add_change(tx, scope, &id, State::Draft, "", now)?;
    Ok(id)
}

/// Writes a draft anew.
///
/// # Errors
/// [`Error::NotFound`]; a refusal once it is no draft any more; [`Error::Changed`] when somebody else wrote since `seen`.
fn save(tx: &mut Tx<'_>, scope: &Scope, id: &str, item: &Item, seen: i64, now: Millis) -> Result<()> {
    let version = store::version(tx, scope.commune(), id)?.ok_or(Error::NotFound)?;
    if version.state != State::Draft {
        return Err(Error::refused("learning-edit-not-draft"));
    }
    if !store::update(tx, scope, id, item, seen, now)? {
        return Err(Error::Changed);
    }
    Ok(())
}

/// Moves a version on: to be looked at, back with a word why, out to the readers, away.
///
/// What was published of the same item and language before is put away by the one that takes its place.
///
/// # Errors
/// [`Error::NotFound`]; a refusal for a move that does not follow, or one back without a reason; [`Error::Changed`] when somebody else moved it.
fn move_to(tx: &mut Tx<'_>, scope: &Scope, id: &str, to: State, note: &str, now: Millis) -> Result<()> {
    let commune = scope.commune();
    content::hold(tx, commune)?;
    let version = store::version(tx, commune, id)?.ok_or(Error::NotFound)?;
    if version.state == to {
        return Ok(());
    }
    if !version.state.leads_to().contains(&to) {
        return Err(Error::refused("learning-edit-no-way"));
    }
    let note = note.trim();
    if note.is_empty() && version.state == State::Review && to == State::Draft {
        return Err(Error::refused("learning-edit-why"));
    }
    if note.chars().count() > rules::NOTE_LIMIT {
        return Err(Refusal::new("learning-note-long").into());
    }
    match to {
        State::Published => publish(tx, scope, &version, now)?,
        State::Archived => {
            content::remove(tx, commune, &version.item.facts.id, version.item.lang)?;
            library::index(tx, commune, now)?;
        }
        State::Draft | State::Review => {}
    }
    if !store::set_state(tx, commune, id, (version.state, to), now)? {
        return Err(Error::Changed);
    }
    store::add_change(tx, scope, id, to, note, now)?;
    Ok(())
}

fn publish(tx: &mut Tx<'_>, scope: &Scope, version: &Version, now: Millis) -> Result<()> {
    let (commune, facts) = (scope.commune(), &version.item.facts);
    for file in [&facts.media, &facts.captions] {
        if !file.is_empty() && files::file(tx, commune, file)?.is_none() {
            return Err(Error::refused("learning-edit-no-file"));
        }
    }
    for older in store::versions(tx, commune, &facts.id, version.item.lang)?.iter().filter(|older| older.state == State::Published) {
        store::set_state(tx, commune, &older.id, (State::Published, State::Archived), now)?;
        store::add_change(tx, scope, &older.id, State::Archived, "", now)?;
    }
    content::put(tx, &version.item, true, now)?;
    library::index(tx, commune, now)?;
    Ok(())
}

#[cfg(test)]
mod tests;
