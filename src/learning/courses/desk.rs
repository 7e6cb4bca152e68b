//! A commune's own courses: begun, put in order, published, put away. Every version stays to be read.

use super::{
    rules::{self, Course, Edit, Flaw},
    shelf,
    store::{self, Draft},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        ids,
        text::Lang,
    },
    learning::{
        content::{self, Item, Kind},
        library, practice,
    },
};

/// Begins a version of a course.
///
/// # Errors
/// A refusal when the name in its address belongs to a lesson or guide.
pub fn begin(tx: &mut Tx<'_>, scope: &Scope, course: &Course, now: Millis) -> Result<String> {
    content::hold(tx, scope.commune())?;
    if content::item(tx, scope.commune(), &course.id, Lang::Vi)?.is_some_and(|item| item.kind != Kind::Course) {
        return Err(Error::refused("learning-course-name-taken"));
    }
    let id = ids::new(now);
    let number = store::last_number(tx, scope.commune(), &course.id)? + 1;
    store::insert(tx, scope, &id, number, course, now)?;
    store::add_change(tx, scope, &id, "begun", "", now)?;
    Ok(id)
}

/// The draft when it can still be written.
fn open_draft(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Draft> {
    let draft = store::draft(tx, scope.commune(), id)?.ok_or(Error::NotFound)?;
    if draft.state == "draft" { Ok(draft) } else { Err(Error::refused("learning-edit-not-draft")) }
}

fn save(tx: &mut Tx<'_>, scope: &Scope, id: &str, course: &Course, seen: i64, what: &str, now: Millis) -> Result<()> {
    if !store::update(tx, scope.commune(), id, course, seen, now)? {
        return Err(Error::Changed);
    }
    store::add_change(tx, scope, id, what, "", now)?;
    Ok(())
}

/// Writes title, summary and the like of a draft; its id and parts stay.
///
/// # Errors
/// [`Error::NotFound`]; a refusal once it is no draft any more; [`Error::Changed`] when somebody else wrote since `seen`.
pub fn set_facts(tx: &mut Tx<'_>, scope: &Scope, id: &str, facts: &Course, seen: i64, now: Millis) -> Result<()> {
    let draft = open_draft(tx, scope, id)?;
    let course = Course { id: draft.course.id, parts: draft.course.parts, ..facts.clone() };
    save(tx, scope, id, &course, seen, "facts", now)
}

/// Makes one change to the parts of a draft.
///
/// # Errors
/// As [`set_facts`], and as [`rules::edited`]; a refusal for an item or practice screen that is not there.
pub fn edit(tx: &mut Tx<'_>, scope: &Scope, id: &str, edit: Edit, seen: i64, now: Millis) -> Result<()> {
    let draft = open_draft(tx, scope, id)?;
    let known = match &edit {
        Edit::AddItem { id, .. } => content::item(tx, scope.commune(), id, Lang::Vi)?.is_some_and(|item| item.kind != Kind::Course),
        Edit::AddPractice { id, .. } => practice::machine(id).is_some(),
        _ => true,
    };
    if !known {
        return Err(Error::refused("learning-course-edit-unknown"));
    }
    let course = rules::edited(&draft.course, edit)?;
    save(tx, scope, id, &course, seen, "parts", now)
}

/// Everything that keeps a course from being published.
pub fn flaws(tx: &mut Tx<'_>, commune: &str, course: &Course) -> Result<Vec<Flaw>> {
    let items = items_of(tx, commune, course, Lang::Vi)?;
    let kind_of = |id: &str| items.iter().find(|item| item.facts.id == id).map(|item| item.kind);
    Ok(rules::flaws(course, &kind_of, &|id| practice::machine(id).is_some()))
}

/// The items of a course that a commune can read, in order.
pub fn items_of(tx: &mut Tx<'_>, commune: &str, course: &Course, lang: Lang) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for id in course.items() {
        items.extend(content::item(tx, commune, id, lang)?);
    }
    Ok(items)
}

/// Lets everybody read a draft; what was published of the course before is put away.
///
/// # Errors
/// [`Error::NotFound`]; a refusal when it is no draft any more, or something is wrong with it.
pub fn publish(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<()> {
    let commune = scope.commune();
    content::hold(tx, commune)?;
    let draft = open_draft(tx, scope, id)?;
    if !flaws(tx, commune, &draft.course)?.is_empty() {
        return Err(Error::refused("learning-course-not-ready"));
    }
    for older in store::published_ids(tx, commune, &draft.course.id)? {
        store::set_state(tx, commune, &older, ("published", "archived"), now)?;
        store::add_change(tx, scope, &older, "archived", "", now)?;
    }
    for lang in Lang::ALL {
        let items = items_of(tx, commune, &draft.course, lang)?;
        let items: Vec<&Item> = items.iter().collect();
        content::put(tx, &shelf::as_item(commune, &draft.course, lang, &items), true, now)?;
    }
    library::index(tx, commune, now)?;
    if !store::set_state(tx, commune, id, ("draft", "published"), now)? {
        return Err(Error::Changed);
    }
    store::add_change(tx, scope, id, "published", "", now)?;
    Ok(())
}

/// Puts a version away: a draft that leads nowhere, or what everybody read until now. A built-in course of the name is read again.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Changed`] when somebody else moved it.
pub fn put_away(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<()> {
    let commune = scope.commune();
    content::hold(tx, commune)?;
    let draft = store::draft(tx, commune, id)?.ok_or(Error::NotFound)?;
    if draft.state == "archived" {
        return Ok(());
    }
    if draft.state == "published" {
        for lang in Lang::ALL {
            content::remove(tx, commune, &draft.course.id, lang)?;
        }
        library::index(tx, commune, now)?;
    }
    if !store::set_state(tx, commune, id, (&draft.state, "archived"), now)? {
        return Err(Error::Changed);
    }
    store::add_change(tx, scope, id, "archived", "", now)?;
    Ok(())
}
