//! Figures until `indicators` publishes its own: sessions and people from the ledger, the rest not collected.

use jiff::civil::Date;

use crate::{
    indicators::{PeriodFigures, VillageFigures},
    kit::{db::Tx, error::Result},
    ledger, places,
};

pub(super) fn period_figures(tx: &mut Tx<'_>, commune: &str, from: Date, to: Date) -> Result<PeriodFigures> {
    let (from, to) = (from.to_string(), to.to_string());
    let held = ledger::day_counts(tx, commune, "class.held", &from, &to)?;
    let attended = ledger::day_counts(tx, commune, "class.attended", &from, &to)?;
    let people = ledger::distinct_people(tx, commune, "class.attended", &from, &to)?;
    let of = |counts: &[(String, i64, i64)], village: &str| -> i64 {
        counts.iter().filter(|(v, ..)| village.is_empty() || v == village).map(|(_, entries, _)| entries).sum()
    };
    let figures = |village: &str, name: String| VillageFigures {
        village: village.to_owned(),
        name,
        sessions: of(&held, village),
        attendances: of(&attended, village),
        people: people.get(village).copied().unwrap_or(0),
        ..VillageFigures::default()
    };
    let whole = figures("", places::commune(tx, commune)?.map(|c| c.name).unwrap_or_default());
    let villages = places::villages(tx, commune)?.into_iter().map(|v| figures(&v.id, v.name)).collect();
    let (ledger_seq, ledger_hash) = ledger::heads(tx, commune)?;
    Ok(PeriodFigures { from, to, whole, villages, targets: Vec::new(), ledger_seq, ledger_hash })
}
