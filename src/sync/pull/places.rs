//! Villages.

use serde_json::json;

use super::{Ask, Row, Tell};
use crate::{
    kit::{db::Tx, error::Result},
    places,
};

/// The kinds of this slice.
pub const TELLS: &[Tell] = &[Tell { kind: "village", list, one }];

fn one(tx: &mut Tx<'_>, ask: &Ask<'_>, id: &str) -> Result<Option<Row>> {
    let village = places::village(tx, ask.scope.commune(), id)?.filter(|village| village.active && ask.scope.covers(&village.id));
    Ok(village.map(|village| Row { id: village.id.clone(), village: village.id, data: json!({ "name": village.name }) }))
}

fn list(tx: &mut Tx<'_>, ask: &Ask<'_>, village: &str, after: &str, _: i64) -> Result<Vec<Row>> {
    Ok(if after.is_empty() { one(tx, ask, village)?.into_iter().collect() } else { Vec::new() })
}
