//! How people stand: the four states of each skill, what is due to be shown again, and who can do what.
//!
//! | file | what |
//! |---|---|
//! | `due` | what is to be shown again, over everybody in reach |
//! | `kept` | the table that such a list is read from: follows looks, merges and frameworks |
//! | `rules` | the fold from evidence to states, and how “tự làm được” fades |
//! | `record` | a witnessed task of one skill |
//! | `store` | all SQL |

mod due;
mod kept;
mod pages;
mod record;
mod rules;
mod store;

pub use due::count_due;
pub use kept::{keep, rebuild, refresh};
pub use pages::routes;
pub use record::record_skill;
pub use rules::{Kept, Standing};

use jiff::civil::Date;

use super::{
    Component,
    framework::{self, Codes, Skill},
};
use crate::kit::{db::Tx, error::Result};

/// How a person stands in every skill of the commune's framework, in its order.
pub fn standings(tx: &mut Tx<'_>, commune: &str, person: &str, today: Date) -> Result<Vec<(Skill, Standing)>> {
    let Some(framework) = framework::current(tx, commune)? else { return Ok(Vec::new()) };
    let codes = framework::codes(tx, commune)?;
    let evidence = store::evidence(tx, &codes, commune, person)?;
    let looks = store::looks(tx, &codes, commune, person)?;
    let days = days_of(&framework.recheck_days);
    let standing = |skill: Skill| {
        let own: Vec<rules::Look> = looks.iter().filter(|(unit, _)| unit.skill() == Some(&skill.code)).map(|(_, look)| *look).collect();
        let standing = rules::standing(&skill, &evidence, &own, days, today);
        (skill, standing)
    };
    Ok(framework::skills(tx, &framework)?.into_iter().map(standing).collect())
}

/// How well a person keeps each component that they ever showed as a whole, by the component's code.
pub fn components_kept(tx: &mut Tx<'_>, commune: &str, person: &str, today: Date) -> Result<Vec<(&'static str, Kept)>> {
    let days = framework::current(tx, commune)?.map(|framework| framework.recheck_days).unwrap_or_default();
    let looks = store::looks(tx, &Codes::default(), commune, person)?;
    let kept = |component: Component| {
        let unit = store::Unit::Component(component.code().to_owned());
        let own: Vec<rules::Look> = looks.iter().filter(|(of, _)| *of == unit).map(|(_, look)| *look).collect();
        Some((component.code(), rules::kept(&own, days_of(&days), today)?))
    };
    Ok(Component::ALL.into_iter().filter_map(kept).collect())
}

/// The days after which a skill is checked again: the framework's, or the usual ones.
fn days_of(own: &[i64]) -> &[i64] {
    if own.is_empty() { &rules::CHECK_DAYS } else { own }
}

#[cfg(test)]
mod tests;
