//! What is due to be shown again, over all people of a reach.

use jiff::civil::Date;

use super::{
    days_of,
    rules::Kept,
    store::{self, Due, Unit},
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
    pub village: String,
    pub unit: Unit,
    pub kept: Kept,
}

/// What is due by `until` in a village, or everywhere in reach; the longest overdue first, `limit` of them from `offset` on.
/// [`super::refresh`] goes before it.
pub(super) fn due(tx: &mut Tx<'_>, scope: &Scope, due: &Due<'_>, today: Date, limit: i64, offset: i64) -> Result<Vec<Waiting>> {
    let days = framework::current(tx, scope.commune())?.map(|one| one.recheck_days).unwrap_or_default();
    Ok(store::due(tx, scope, due, days_of(&days), today, limit, offset)?)
}

/// How many things are due today. [`super::refresh`] goes before it.
pub fn count_due(tx: &mut Tx<'_>, scope: &Scope, today: Date) -> Result<i64> {
    Ok(store::count_due(tx, scope, &Due { village: "", until: today })?)
}
