//! What was confirmed of a list is written, a few rows at a time so that others write in between; and taken back the same way.
//!
//! Every step looks again whether the person is in reach and the course counts already. A writing that was cut off is begun again and goes on.

use std::collections::HashSet;

use super::{
    Kind, list, mark_applied, mark_undone,
    result_rows::{Outcome, ResultRow, plan},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::{Db, Tx},
        error::{Error, Result},
        forms::Fields,
        ids,
    },
    learning::outside::{
        confirmations, courses,
        entering::{OutsideResult, Reached, enter, take_out},
        rules::{Match, State, number_key},
        store::{self, NewRow},
    },
    people,
};

/// How many rows are written in one change.
const AT_ONCE: usize = 100;

/// Whom each confirmed row is of: sure ones unless they were left out, likely ones as somebody chose among those who were offered.
pub fn confirmed(tx: &mut Tx<'_>, scope: &Scope, kind: Kind, id: &str, fields: &Fields) -> Result<Vec<(ResultRow, String)>> {
    let (known, draft) = list::<ResultRow>(tx, scope, kind, id)?;
    if known.state != "preview" {
        return Err(Error::refused("learning-outside-list-not-open"));
    }
    let counted = counted(tx, scope.commune(), kind)?;
    let planned = plan(tx, scope, &known.village, &draft.rows, &counted)?;
    let chosen = planned.into_iter().filter_map(|(row, outcome)| {
        let person = match outcome {
            Outcome::Match(Match::Sure(person)) => (!fields.ticked(&format!("bo-{}", row.place.field()))).then_some(person),
            Outcome::Match(Match::Likely(people)) => {
                let pick = fields.get(&format!("ai-{}", row.place.field())).to_owned();
                people.contains(&pick).then_some(pick)
            }
            Outcome::Match(Match::Nobody) | Outcome::Known => None,
        };
        person.map(|person| (row.clone(), person))
    });
    Ok(chosen.collect())
}

/// Everybody for whom a course counts, or a skill is confirmed, with the course or skill.
pub fn counted(tx: &mut Tx<'_>, commune: &str, kind: Kind) -> Result<HashSet<(String, String)>> {
    Ok(match kind {
        Kind::Confirmations => confirmations::counted(tx, commune)?,
        Kind::Courses | Kind::Results => store::all_verified(tx, commune)?.into_iter().collect(),
    })
}

/// What a list brought that counts: ids and the ledger's entries.
fn brought(tx: &mut Tx<'_>, commune: &str, kind: Kind, id: &str) -> Result<Vec<(String, Vec<String>)>> {
    Ok(match kind {
        Kind::Confirmations => confirmations::of_list(tx, commune, id)?,
        Kind::Courses | Kind::Results => store::of_list(tx, commune, id)?,
    })
}

/// Writes confirmed rows and notes that the list is written; answers how many results of it count.
///
/// # Errors
/// As the store's; what was written until then stays, and writing again goes on with the rest.
pub async fn write(db: &Db, scope: &Scope, (kind, id): (Kind, &str), rows: Vec<(ResultRow, String)>, now: Millis) -> Result<i64> {
    for piece in rows.chunks(AT_ONCE) {
        let (scope, id, piece) = (scope.clone(), id.to_owned(), piece.to_vec());
        let enter = if kind == Kind::Confirmations { confirmations::enter_row } else { enter_row };
        db.write(move |tx| piece.iter().try_for_each(|(row, person)| enter(tx, &scope, &id, row, person, now))).await?;
    }
    let (scope, id) = (scope.clone(), id.to_owned());
    db.write(move |tx| -> Result<_> {
        let entered = brought(tx, scope.commune(), kind, &id)?.len() as i64;
        mark_applied(tx, &scope, &id, entered, now)?;
        Ok(entered)
    })
    .await
}

fn enter_row(tx: &mut Tx<'_>, scope: &Scope, list: &str, row: &ResultRow, person: &str, now: Millis) -> Result<()> {
    let commune = scope.commune();
    // Whoever left the reach, or the register, since the list was looked at is passed over.
    let Some(card) = people::card(tx, scope, person)? else { return Ok(()) };
    tx.hold(&format!("outside {commune} {}", card.id))?;
    if store::standing(tx, commune, &card.id, &row.what)?.iter().any(|(_, state)| *state == State::Verified) {
        return Ok(());
    }
    let (Some(course), Ok(day)) = (courses::course(tx, commune, &row.what)?, row.day.parse()) else { return Ok(()) };
    let id = ids::new(now);
    let result = OutsideResult {
        subject: &id,
        person: &card,
        reached: Reached::Course { course: &course.id, title: &course.facts.title, platform: &course.facts.platform },
        skills: &course.facts.skills,
        day,
        by_way_of: "list",
        recorded_by: scope.account(),
    };
    let entries = enter(tx, commune, &result, now)?;
    let new = NewRow {
        id: &id,
        source: "list",
        list,
        person: &card.id,
        course: &course.id,
        day,
        number: &row.number,
        number_key: &number_key(&row.number),
        link: "",
        picture: ("", ""),
        note: "",
        state: State::Verified,
        entries: &entries,
        by: scope.account(),
    };
    store::insert(tx, commune, &new, now)?;
    Ok(())
}

/// Takes back all that a list brought; answers how many results that were.
///
/// # Errors
/// [`Error::NotFound`] when the list is out of reach; a refusal when nothing of it counts.
pub async fn undo(db: &Db, scope: &Scope, (kind, id): (Kind, &str), reason: &str, now: Millis) -> Result<i64> {
    let (reach, asked) = (scope.clone(), id.to_owned());
    let counting = db
        .read(move |tx| -> Result<_> {
            list::<ResultRow>(tx, &reach, kind, &asked)?;
            brought(tx, reach.commune(), kind, &asked)
        })
        .await?;
    if counting.is_empty() {
        return Err(Error::refused("learning-outside-list-nothing-counts"));
    }
    for piece in counting.chunks(AT_ONCE) {
        let (scope, piece, reason) = (scope.clone(), piece.to_vec(), reason.to_owned());
        db.write(move |tx| -> Result<_> {
            for one in &piece {
                if kind == Kind::Confirmations {
                    confirmations::take_back(tx, &scope, one, &reason, now)?;
                    continue;
                }
                let (id, entries) = one;
                let (commune, by) = (scope.commune(), scope.account());
                if store::move_on(tx, commune, id, (State::Verified, State::TakenBack), entries, &reason, by, now)? {
                    take_out(tx, commune, entries, &reason, by, now)?;
                }
            }
            Ok(())
        })
        .await?;
    }
    let (scope, id) = (scope.clone(), id.to_owned());
    db.write(move |tx| Ok::<_, Error>(mark_undone(tx, &scope, &id, now)?)).await?;
    Ok(counting.len() as i64)
}
