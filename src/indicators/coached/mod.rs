//! What coaching comes to: I2, I3, the three steps of T10, people helped, households and stalls reached.

mod drill;
mod store;
mod tile;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use drill::drill_page;
pub use tile::{CoachedTile, steps, tile};

use crate::{
    coaching::{self, CONTACTED, HELPED, IDENTIFIED, SURVEYED, VISITED},
    kit::{db::Tx, error::Result, forms::encode},
    ledger,
};

/// What coaching comes to in a village, or in the commune. `None` is “not collected”, never 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coached {
    /// Different people who were helped in the period.
    pub people: Option<i64>,
    /// How often somebody was helped in the period (lượt), with or without a name.
    pub times: Option<i64>,
    /// I2: people who used an online public service by the period's end, alone or with help.
    pub dvctt: Option<i64>,
    /// I3: accounts of VNeID that were seen to be activated by then.
    pub activated: Option<i64>,
    /// T10, first step: adults who were reached at all by then: by a class, a check, help or a look at their identity.
    pub approached: Option<i64>,
    /// T10, second step: adults who were guided in VNeID.
    pub guided: Option<i64>,
    /// T10, third step: adults who did a task in VNeID unaided before a witness.
    pub unaided: Option<i64>,
    /// Households of the register.
    pub households: Option<i64>,
    /// Of those, visited by then.
    pub visited: Option<i64>,
    /// Of those, committed to be a Gia đình số.
    pub committed: Option<i64>,
    /// Stalls that were surveyed.
    pub stalls: Option<i64>,
    /// Of those, taking payment without cash.
    pub cashless: Option<i64>,
}

/// A figure of coaching that opens down to its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoachedFigure {
    /// [`Coached::people`]
    People,
    /// [`Coached::times`]
    Times,
    /// [`Coached::dvctt`]
    Dvctt,
    /// [`Coached::activated`]
    Activated,
    /// [`Coached::approached`]
    Approached,
    /// [`Coached::guided`]
    Guided,
    /// [`Coached::unaided`]
    Unaided,
    /// [`Coached::visited`]
    Visited,
    /// [`Coached::committed`]
    Committed,
    /// [`Coached::stalls`]
    Stalls,
    /// [`Coached::cashless`]
    Cashless,
}

impl CoachedFigure {
    /// Every figure.
    pub const ALL: [Self; 11] = [
        Self::People,
        Self::Times,
        Self::Dvctt,
        Self::Activated,
        Self::Approached,
        Self::Guided,
        Self::Unaided,
        Self::Visited,
        Self::Committed,
        Self::Stalls,
        Self::Cashless,
    ];

    /// The code in its address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::People => "help-people",
            Self::Times => "help-times",
            Self::Dvctt => "i2-dvctt",
            Self::Activated => "i3-activated",
            Self::Approached => "t10-approached",
            Self::Guided => "t10-guided",
            Self::Unaided => "t10-unaided",
            Self::Visited => "households-visited",
            Self::Committed => "households-committed",
            Self::Stalls => "stalls-surveyed",
            Self::Cashless => "stalls-cashless",
        }
    }

    /// The figure with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.code() == code)
    }

    /// Whether it counts what happened between two days, and not what was reached by the last one.
    pub const fn is_of_period(self) -> bool {
        matches!(self, Self::People | Self::Times)
    }

    /// The text key of the word for what it counts, without the number.
    pub const fn unit_word(self) -> &'static str {
        match self {
            Self::Times => "indicators-unit-attendances-word",
            Self::Visited | Self::Committed => "indicators-unit-households-word",
            Self::Stalls | Self::Cashless => "indicators-unit-stalls-word",
            _ => "indicators-unit-people-word",
        }
    }

    /// Its value among the figures of a place.
    pub const fn value(self, of: &Coached) -> Option<i64> {
        match self {
            Self::People => of.people,
            Self::Times => of.times,
            Self::Dvctt => of.dvctt,
            Self::Activated => of.activated,
            Self::Approached => of.approached,
            Self::Guided => of.guided,
            Self::Unaided => of.unaided,
            Self::Visited => of.visited,
            Self::Committed => of.committed,
            Self::Stalls => of.stalls,
            Self::Cashless => of.cashless,
        }
    }

    /// The address that opens it over these days; an empty village opens the commune's.
    pub fn href(self, from: Date, to: Date, village: &str) -> String {
        let place = if village.is_empty() { String::new() } else { format!("&thon={}", encode(village)) };
        format!("/quan-ly/so-lieu/{}?tu={from}&den={to}{place}", self.code())
    }
}

/// What coaching comes to from `from` to `to`, by village; the commune's stands under the empty id.
///
/// `latest_birth`: the latest year of birth of an adult.
pub fn coached(tx: &mut Tx<'_>, commune: &str, (from, to): (Date, Date), latest_birth: i16) -> Result<BTreeMap<String, Coached>> {
    let kinds = store::kinds_by(tx, commune, to)?;
    let has = |kind: &ledger::Kind| kinds.contains(kind.name);
    let (helps, looks, visits, surveys) =
        (has(&HELPED) || has(&CONTACTED), has(&IDENTIFIED), has(&VISITED) || has(&coaching::COMMITTED), has(&SURVEYED));
    let reached = store::reached(tx, commune, to, latest_birth)?;
    let approached = store::approached(tx, commune, to, latest_birth)?;
    let helped = store::helped(tx, commune, from, to)?;
    let households = coaching::api::household_coverage(tx, commune, "", to)?;
    let stalls = coaching::api::stall_coverage(tx, commune, "", to)?;
    let anybody = helps || looks || approached.values().any(|people| *people > 0);
    let mut all: BTreeMap<String, Coached> = BTreeMap::new();
    let villages = crate::places::villages(tx, commune)?;
    for village in villages.iter().map(|village| village.id.as_str()).chain(std::iter::once("")) {
        let here = |of: &str| village.is_empty() || of == village;
        let sum = |counts: &BTreeMap<String, i64>| counts.iter().filter(|(of, _)| here(of)).map(|(_, n)| n).sum::<i64>();
        let homes =
            |count: fn(&coaching::api::HouseholdCoverage) -> i64| households.iter().filter(|c| here(&c.village)).map(count).sum::<i64>();
        let shops = |count: fn(&coaching::api::StallCoverage) -> i64| stalls.iter().filter(|c| here(&c.village)).map(count).sum::<i64>();
        let part = |at: usize| reached.iter().filter(|(of, _)| here(of)).map(|(_, counts)| counts[at]).sum::<i64>();
        let made = Coached {
            people: helps.then(|| sum(&helped.people)),
            times: helps.then(|| sum(&helped.times)),
            dvctt: helps.then(|| part(0)),
            activated: looks.then(|| part(1)),
            approached: anybody.then(|| sum(&approached)),
            guided: helps.then(|| part(2)),
            unaided: helps.then(|| part(3)),
            households: Some(homes(|c| c.all)).filter(|all| *all > 0),
            visited: visits.then(|| homes(|c| c.visited)),
            committed: visits.then(|| homes(|c| c.committed)),
            stalls: surveys.then(|| shops(|c| c.surveyed)),
            cashless: surveys.then(|| shops(|c| c.cashless)),
        };
        all.insert(village.to_owned(), made);
    }
    Ok(all)
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod words {
    use super::*;
    use crate::kit::text::{Lang, Text};

    #[test]
    fn every_figure_reads_back_and_has_its_words() {
        for figure in CoachedFigure::ALL {
            assert_eq!(CoachedFigure::parse(figure.code()), Some(figure));
            for t in Lang::ALL.map(Text::of) {
                for part in ["title", "how"] {
                    assert!(t.has(&format!("indicators-{part}-{}", figure.code())), "{part} {}", figure.code());
                }
                assert!(t.has(figure.unit_word()));
            }
            assert_eq!(figure.value(&Coached::default()), None);
        }
        assert_eq!(CoachedFigure::parse("t3-device"), None);
    }
}
