//! The caller's own pairs, open requests and quotas.

use serde_json::json;

use super::{Ask, Row, Tell};
use crate::{
    coaching::api::{self, Pair, QuotaStanding, Request},
    kit::{dates, db::Tx, error::Result},
};

/// The kinds of this slice.
pub const TELLS: &[Tell] = &[
    Tell { kind: "pair", list: pairs, one: pair },
    Tell { kind: "request", list: requests, one: request },
    Tell { kind: "quota", list: quotas, one: quota },
];

/// Those of a village after an id, in the order of their ids: they are few.
fn page(mut rows: Vec<Row>, village: &str, after: &str, limit: i64) -> Vec<Row> {
    rows.retain(|row| row.village == village && row.id.as_str() > after);
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows.truncate(usize::try_from(limit).unwrap_or(0));
    rows
}

fn pair_row(pair: &Pair) -> Row {
    let data = json!({
        "mentor": pair.mentor, "person": pair.person, "since": dates::day_of(pair.since).to_string(), "plan": pair.plan,
        "last_contact": pair.last_contact.map(|at| dates::day_of(at).to_string())
    });
    Row { id: pair.id.clone(), village: pair.village.clone(), data }
}

fn pairs(tx: &mut Tx<'_>, ask: &Ask<'_>, village: &str, after: &str, limit: i64) -> Result<Vec<Row>> {
    Ok(page(api::pairs_of(tx, ask.scope)?.iter().map(pair_row).collect(), village, after, limit))
}

fn pair(tx: &mut Tx<'_>, ask: &Ask<'_>, id: &str) -> Result<Option<Row>> {
    let found = api::pair(tx, ask.scope, id)?;
    Ok(found.filter(|pair| pair.mentor == ask.scope.account() && pair.ended_at.is_none()).map(|pair| pair_row(&pair)))
}

fn request_row(request: &Request) -> Row {
    let data = json!({
        "person": request.person, "who": request.who, "topic": request.topic, "note": request.note, "asked_at": request.asked_at
    });
    Row { id: request.id.clone(), village: request.village.clone(), data }
}

fn requests(tx: &mut Tx<'_>, ask: &Ask<'_>, village: &str, after: &str, limit: i64) -> Result<Vec<Row>> {
    Ok(page(api::open_requests_of(tx, ask.scope)?.iter().map(request_row).collect(), village, after, limit))
}

fn request(tx: &mut Tx<'_>, ask: &Ask<'_>, id: &str) -> Result<Option<Row>> {
    let found = api::request(tx, ask.scope, id)?;
    let own = found.filter(|request| request.closed_at.is_none() && request.helper.as_deref() == Some(ask.scope.account()));
    Ok(own.map(|request| request_row(&request)))
}

fn quota_row(standing: &QuotaStanding) -> Row {
    let (wanted, done) = (standing.quota.wanted, standing.done);
    let data = json!({
        "period": standing.quota.period, "people": wanted.people, "sessions": wanted.sessions, "difficulties": wanted.difficulties,
        "people_done": done.people, "sessions_done": done.sessions, "difficulties_done": done.difficulties
    });
    Row { id: standing.quota.id.clone(), village: standing.quota.village.clone(), data }
}

/// The quotas that the caller works on.
pub fn own_quotas(tx: &mut Tx<'_>, ask: &Ask<'_>) -> Result<Vec<Row>> {
    Ok(api::quotas_of(tx, ask.scope, ask.today)?.iter().map(quota_row).collect())
}

fn quotas(tx: &mut Tx<'_>, ask: &Ask<'_>, village: &str, after: &str, limit: i64) -> Result<Vec<Row>> {
    Ok(page(own_quotas(tx, ask)?, village, after, limit))
}

fn quota(tx: &mut Tx<'_>, ask: &Ask<'_>, id: &str) -> Result<Option<Row>> {
    Ok(own_quotas(tx, ask)?.into_iter().find(|row| row.id == id))
}
