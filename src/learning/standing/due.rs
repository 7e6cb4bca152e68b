//! What is due to be shown again, over all people of a reach.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    days_of,
    rules::{self, Keep, Kept, Look},
    store::{self, Unit},
};
use crate::{
    accounts::Scope,
    kit::{db::Tx, error::Result},
    learning::framework,
};

/// Somebody who is to show a thing again.
pub(super) struct Waiting {
    pub person: String,
    pub name: String,
    sort_key: String,
    pub village: String,
    pub unit: Unit,
    pub kept: Kept,
}

/// What is due by `until` in a village, or everywhere in reach; the longest overdue first.
pub(super) fn due(tx: &mut Tx<'_>, scope: &Scope, village: &str, today: Date, until: Date) -> Result<Vec<Waiting>> {
    let days = framework::current(tx, scope.commune())?.map(|one| one.recheck_days).unwrap_or_default();
    let codes = framework::codes(tx, scope.commune())?;
    Ok(waiting(store::all_looks(tx, &codes, scope, village)?, days_of(&days), today, until))
}

/// How many things are due today.
pub fn count_due(tx: &mut Tx<'_>, scope: &Scope, today: Date) -> Result<i64> {
    Ok(due(tx, scope, "", today, today)?.len() as i64)
}

fn waiting(seen: Vec<store::Seen>, days: &[i64], today: Date, until: Date) -> Vec<Waiting> {
    let mut looks: BTreeMap<(String, Unit), ([String; 3], Vec<Look>)> = BTreeMap::new();
    for one in seen {
        let entry = looks.entry((one.person, one.unit)).or_insert_with(|| ([one.name, one.sort_key, one.village], Vec::new()));
        entry.1.push(one.look);
    }
    let mut waiting: Vec<Waiting> = looks
        .into_iter()
        .filter_map(|((person, unit), ([name, sort_key, village], looks))| {
            let kept = rules::kept(&looks, days, today)?;
            let due = kept.keep == Keep::Lost || kept.due.is_some_and(|due| due <= until);
            due.then_some(Waiting { person, name, sort_key, village, unit, kept })
        })
        .collect();
    waiting.sort_by(|a, b| (a.kept.due, &a.sort_key, &a.person, &a.unit).cmp(&(b.kept.due, &b.sort_key, &b.person, &b.unit)));
    waiting
}
