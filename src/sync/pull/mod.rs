//! What a phone is told: what changed since it last asked, of the villages of its account alone.

mod cards;
mod classes;
mod coaching;
mod cursor;
mod people;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Value, json};

pub use self::cursor::Cursor;
use super::store;
use crate::{
    accounts::{Authority, Right, Scope},
    kit::{db::Tx, error::Result},
    ledger,
};

/// One thing as phones are told it.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id, unique within its kind.
    pub id: String,
    /// Its village.
    pub village: String,
    /// The columns that phones are told.
    pub data: Value,
}

/// Who asks, and what for.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The caller's reach.
    pub scope: &'a Scope,
    /// The day on which they ask: sessions are told from a week before to two weeks after.
    pub today: Date,
}

/// A kind of thing that phones are told.
#[derive(Debug)]
pub struct Tell {
    /// Its name on the wire and in the feed.
    pub kind: &'static str,
    /// Things of one village in the order of their ids, from after one of them on.
    pub list: fn(&mut Tx<'_>, &Ask<'_>, village: &str, after: &str, limit: i64) -> Result<Vec<Row>>,
    /// The thing with this id, if it is in reach and still there.
    pub one: fn(&mut Tx<'_>, &Ask<'_>, id: &str) -> Result<Option<Row>>,
}

/// Every kind, in the order in which a snapshot tells them.
const TELLS: &[&[Tell]] = &[places::TELLS, people::TELLS, cards::TELLS, classes::TELLS, coaching::TELLS];

fn tells() -> impl Iterator<Item = &'static Tell> {
    TELLS.iter().copied().flatten()
}

/// What a phone may do anywhere, for which it is told villages at all.
const FIELD: &[Right] = &[Right::TakeAttendance, Right::RecordSkill, Right::Coach];

/// The reach of an account's field work now; `None` when it has none.
pub fn reach(authority: &Authority, commune: &str) -> Option<Scope> {
    FIELD.iter().find_map(|right| authority.now(commune, *right))
}

/// One page of the answer.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where to go on.
    pub cursor: Cursor,
    /// Whether there is more at once.
    pub more: bool,
    /// Whether the phone drops all that it has first.
    pub reset: bool,
    /// Villages to be dropped: out of reach, or told anew in what follows.
    pub purge: BTreeSet<String>,
    /// What changed.
    pub changes: Vec<Value>,
}

/// Tells what changed since `cursor`, at most about `limit` things.
///
/// A cursor of another life of the store, or from before the oldest line of the feed, begins a full snapshot; so does none.
pub fn page(tx: &mut Tx<'_>, commune: &str, scope: Option<&Scope>, cursor: Option<Cursor>, today: Date, limit: i64) -> Result<Page> {
    let epoch = store::state::epoch(tx)?;
    let newest = ledger::newest_change(tx, commune)?;
    let oldest = ledger::oldest_change(tx, commune)?;
    let villages = match scope {
        Some(scope) => villages(tx, scope)?,
        None => BTreeSet::new(),
    };
    let usable = cursor.filter(|c| c.epoch == epoch && c.seq <= newest && (c.seq + 1 >= oldest || newest == 0));
    let reset = usable.is_none();
    let mut cursor = usable.unwrap_or_else(|| Cursor { epoch, seq: newest, ..Cursor::default() });
    let mut purge: BTreeSet<String> = cursor.villages.difference(&villages).cloned().collect();
    let new: Vec<String> = villages.difference(&cursor.villages).cloned().collect();
    cursor.keep_only(&villages);
    for village in &new {
        cursor.tell_all_of(village);
    }
    cursor.villages = villages;
    let mut changes = Vec::new();
    let mut more = false;
    if let Some(scope) = scope {
        let ask = Ask { scope, today };
        if cursor.snapshot.is_empty() {
            let lines = ledger::changes(tx, commune, &scope.reach(), cursor.seq, limit)?;
            more = lines.len() as i64 >= limit;
            cursor.seq = if more { lines.last().map_or(newest, |line| line.seq) } else { newest };
            tell_changes(tx, &ask, &lines, &mut cursor, &mut purge, &mut changes)?;
        }
        if let Ok(day) = cursor.day.parse::<Date>() {
            changes.extend(classes::come_into_sight(tx, &ask, day)?.iter().map(|row| told("session", row)));
        }
        snapshot(tx, &ask, &mut cursor, limit, &mut changes)?;
        more |= !cursor.snapshot.is_empty() || (reset && cursor.seq < newest);
    } else {
        cursor.seq = newest;
    }
    cursor.day = today.to_string();
    Ok(Page { cursor, more, reset, purge, changes })
}

/// The villages in reach that are in use.
fn villages(tx: &mut Tx<'_>, scope: &Scope) -> Result<BTreeSet<String>> {
    let all = crate::places::villages(tx, scope.commune())?;
    Ok(all.into_iter().filter(|village| village.active && scope.covers(&village.id)).map(|village| village.id).collect())
}

fn told(kind: &str, row: &Row) -> Value {
    json!({ "kind": kind, "id": row.id, "village": row.village, "data": row.data })
}

/// Tells each thing that a line names once, as it is now.
fn tell_changes(
    tx: &mut Tx<'_>,
    ask: &Ask<'_>,
    lines: &[ledger::Changed],
    cursor: &mut Cursor,
    purge: &mut BTreeSet<String>,
    changes: &mut Vec<Value>,
) -> Result<()> {
    let mut things: BTreeMap<(&str, &str), (i64, &str)> = BTreeMap::new();
    for line in lines {
        if line.what == "roster" {
            if cursor.villages.contains(&line.village) {
                purge.insert(line.village.clone());
                cursor.tell_all_of(&line.village);
            }
        } else {
            things.insert((&line.what, &line.subject), (line.seq, &line.village));
        }
    }
    // How far a quota is reached follows from the roll, too, which knows of no quotas.
    let counted_anew = if things.keys().any(|(kind, _)| *kind == "mark") { coaching::own_quotas(tx, ask)? } else { Vec::new() };
    let mut ordered: Vec<_> = things.into_iter().collect();
    ordered.sort_by_key(|(_, (seq, _))| *seq);
    for ((kind, id), (_, village)) in ordered {
        let Some(tell) = tells().find(|tell| tell.kind == kind) else { continue };
        match (tell.one)(tx, ask, id)? {
            Some(row) if cursor.villages.contains(&row.village) => changes.push(told(kind, &row)),
            // Of what concerns no village in reach not even the id is told.
            _ if cursor.villages.contains(village) => changes.push(json!({ "kind": kind, "id": id, "village": village, "gone": true })),
            _ => {}
        }
    }
    changes.extend(counted_anew.iter().filter(|row| cursor.villages.contains(&row.village)).map(|row| told("quota", row)));
    Ok(())
}

/// Goes on telling whole villages, kind by kind, until the page is full.
fn snapshot(tx: &mut Tx<'_>, ask: &Ask<'_>, cursor: &mut Cursor, limit: i64, changes: &mut Vec<Value>) -> Result<()> {
    let kinds: Vec<&Tell> = tells().collect();
    while let Some(village) = cursor.snapshot.first().cloned() {
        let Some(tell) = kinds.get(cursor.kind) else {
            cursor.finish_village();
            continue;
        };
        let room = limit - changes.len() as i64;
        if room <= 0 {
            return Ok(());
        }
        let rows = (tell.list)(tx, ask, &village, &cursor.after, room)?;
        changes.extend(rows.iter().map(|row| told(tell.kind, row)));
        match rows.last() {
            Some(last) if rows.len() as i64 >= room => cursor.after.clone_from(&last.id),
            _ => cursor.next_kind(),
        }
    }
    Ok(())
}
