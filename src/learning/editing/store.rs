//! All SQL on `learning_version` and `learning_version_change`.

use super::rules::State;
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        ids,
        text::Lang,
    },
    learning::content::{Facts, Item, Kind},
    sql,
};

/// A version of an item's text.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub id: String,
    /// Counts the versions of one item and language, from 1.
    pub number: i64,
    pub state: State,
    pub item: Item,
    /// Grows with every change, so that nobody writes over what they have not seen.
    pub seen: i64,
    pub by_name: String,
    pub updated_at: Millis,
}

/// Something that was decided about a version.
pub(super) struct Change {
    pub state: State,
    pub note: String,
    pub at: Millis,
    pub by_name: String,
}

fn version_row(row: &Row) -> Result<Version, Error> {
    let facts: Facts = serde_json::from_str(&row.get::<String>(4)?).map_err(|error| Error::Other(error.to_string()))?;
    let lang = Lang::parse(&row.get::<String>(2)?).unwrap_or_default();
    let kind = Kind::parse(&row.get::<String>(3)?).unwrap_or(Kind::Lesson);
    Ok(Version {
        id: row.get(1)?,
        number: row.get(6)?,
        state: State::parse(&row.get::<String>(7)?).unwrap_or(State::Draft),
        item: Item::new(&row.get::<String>(0)?, lang, kind, facts, row.get(5)?),
        seen: row.get(8)?,
        by_name: row.get(9)?,
        updated_at: row.get(10)?,
    })
}

pub(super) fn last_number(tx: &mut Tx<'_>, commune: &str, item: &str, lang: Lang) -> Result<i64, Error> {
    tx.count(
        sql!("SELECT MAX(number) FROM learning_version WHERE commune_id = $1 AND item_id = $2 AND lang = $3"),
        args![commune, item, lang.code()],
    )
}

pub(super) fn insert(tx: &mut Tx<'_>, scope: &Scope, id: &str, number: i64, item: &Item, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_version (commune_id, id, item_id, lang, number, kind, state, title, facts, body, version, created_by, created_at, updated_at)
              VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, 1, $10, $11, $11)"
        ),
        args![
            scope.commune(),
            id,
            &item.facts.id,
            item.lang.code(),
            number,
            item.kind.code(),
            &item.facts.title,
            written(&item.facts)?,
            &item.body,
            scope.account(),
            now
        ],
    )?;
    Ok(())
}

fn written(facts: &Facts) -> Result<String, Error> {
    serde_json::to_string(facts).map_err(|error| Error::Other(error.to_string()))
}

/// Writes a draft; tells whether nobody else did since `seen`.
pub(super) fn update(tx: &mut Tx<'_>, scope: &Scope, id: &str, item: &Item, seen: i64, now: Millis) -> Result<bool, Error> {
    let changed = tx.run(
        sql!(
            "UPDATE learning_version SET title = $3, facts = $4, body = $5, version = version + 1, updated_at = $6
              WHERE commune_id = $1 AND id = $2 AND version = $7 AND state = 'draft'"
        ),
        args![scope.commune(), id, &item.facts.title, written(&item.facts)?, &item.body, now, seen],
    )?;
    Ok(changed > 0)
}

/// Moves a version from one state to another; tells whether it stood there.
pub(super) fn set_state(tx: &mut Tx<'_>, commune: &str, id: &str, (from, to): (State, State), now: Millis) -> Result<bool, Error> {
    let moved = tx.run(
        sql!(
            "UPDATE learning_version SET state = $3, version = version + 1, updated_at = $4 WHERE commune_id = $1 AND id = $2 AND state = $5"
        ),
        args![commune, id, to.code(), now, from.code()],
    )?;
    Ok(moved > 0)
}

pub(super) fn version(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Version>, Error> {
    tx.first(
        sql!(
            "SELECT v.commune_id, v.id, v.lang, v.kind, v.facts, v.body, v.number, v.state, v.version, COALESCE(a.name, v.created_by), v.updated_at
              FROM learning_version v LEFT JOIN accounts_account a ON a.id = v.created_by WHERE v.commune_id = $1 AND v.id = $2"
        ),
        args![commune, id],
        version_row,
    )
}

/// The versions of an item in a language, latest first.
pub(super) fn versions(tx: &mut Tx<'_>, commune: &str, item: &str, lang: Lang) -> Result<Vec<Version>, Error> {
    tx.list(
        sql!(
            "SELECT v.commune_id, v.id, v.lang, v.kind, v.facts, v.body, v.number, v.state, v.version, COALESCE(a.name, v.created_by), v.updated_at
              FROM learning_version v LEFT JOIN accounts_account a ON a.id = v.created_by
              WHERE v.commune_id = $1 AND v.item_id = $2 AND v.lang = $3 ORDER BY v.number DESC"
        ),
        args![commune, item, lang.code()],
        version_row,
    )
}

/// Versions that somebody has to do something about, the one that waited longest first.
pub(super) fn waiting(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<Version>, Error> {
    tx.list(
        sql!(
            "SELECT v.commune_id, v.id, v.lang, v.kind, v.facts, v.body, v.number, v.state, v.version, COALESCE(a.name, v.created_by), v.updated_at
              FROM learning_version v LEFT JOIN accounts_account a ON a.id = v.created_by
              WHERE v.commune_id = $1 AND v.state IN ('draft', 'review') ORDER BY v.state DESC, v.updated_at, v.id LIMIT 200"
        ),
        args![commune],
        version_row,
    )
}

/// How many versions wait to be approved.
pub fn count_in_review(tx: &mut Tx<'_>, commune: &str) -> Result<i64, Error> {
    tx.count(sql!("SELECT COUNT(*) FROM learning_version WHERE commune_id = $1 AND state = 'review'"), args![commune])
}

pub(super) fn add_change(tx: &mut Tx<'_>, scope: &Scope, version: &str, state: State, note: &str, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!("INSERT INTO learning_version_change (commune_id, id, version_id, state, note, at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        args![scope.commune(), ids::new(now), version, state.code(), note, now, scope.account()],
    )?;
    Ok(())
}

pub(super) fn changes(tx: &mut Tx<'_>, commune: &str, version: &str) -> Result<Vec<Change>, Error> {
    tx.list(
        sql!(
            "SELECT c.state, c.note, c.at, COALESCE(a.name, c.changed_by) FROM learning_version_change c LEFT JOIN accounts_account a ON a.id = c.changed_by
              WHERE c.commune_id = $1 AND c.version_id = $2 ORDER BY c.at DESC, c.id DESC"
        ),
        args![commune, version],
        |row| {
            Ok(Change { state: State::parse(&row.get::<String>(0)?).unwrap_or(State::Draft), note: row.get(1)?, at: row.get(2)?, by_name: row.get(3)? })
        },
    )
}
