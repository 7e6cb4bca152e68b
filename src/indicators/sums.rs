//! The figures that open: their codes, what they count, and the addresses that open them.

use jiff::civil::Date;

use super::{
    figures::{COMPONENTS, VillageFigures},
    store::Wanted,
};
use crate::{kit::forms::encode, learning::Component};

/// A figure that opens down to its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// I5: buổi.
    Sessions,
    /// I5: lượt.
    Attendances,
    /// I5: người.
    People,
    /// T3, T9: adults who reached one component.
    Component(Component),
    /// T3, T9: adults who reached all five.
    All,
    /// T3, T9: adults who did not reach all five yet.
    Missing,
}

impl Figure {
    /// Every figure.
    pub fn all() -> Vec<Self> {
        let components = Component::ALL.into_iter().map(Self::Component);
        [Self::Sessions, Self::Attendances, Self::People].into_iter().chain(components).chain([Self::All, Self::Missing]).collect()
    }

    /// The code in its address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sessions => "i5-sessions",
            Self::Attendances => "i5-attendances",
            Self::People => "i5-people",
            Self::Component(Component::Knowledge) => "t3-knowledge",
            Self::Component(Component::Skill) => "t3-skill",
            Self::Component(Component::Device) => "t3-device",
            Self::Component(Component::Service) => "t3-service",
            Self::Component(Component::Safety) => "t3-safety",
            Self::All => "t3-all",
            Self::Missing => "t3-missing",
        }
    }

    /// The figure with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::all().into_iter().find(|figure| figure.code() == code)
    }

    /// Whether it counts adults as of a day, and not what happened between two.
    pub const fn is_of_adults(self) -> bool {
        !matches!(self, Self::Sessions | Self::Attendances | Self::People)
    }

    /// The text key of what it counts: people, sessions, attendances.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Sessions => "indicators-unit-sessions",
            Self::Attendances => "indicators-unit-attendances",
            _ => "indicators-unit-people",
        }
    }

    /// The text key of the word for what it counts, without the number.
    pub const fn unit_word(self) -> &'static str {
        match self {
            Self::Sessions => "indicators-unit-sessions-word",
            Self::Attendances => "indicators-unit-attendances-word",
            _ => "indicators-unit-people-word",
        }
    }

    /// Its value among the figures of a place; `None` where nothing was collected.
    pub fn value(self, figures: &VillageFigures) -> Option<i64> {
        match self {
            Self::Sessions => Some(figures.sessions),
            Self::Attendances => Some(figures.attendances),
            Self::People => Some(figures.people),
            Self::Component(component) => {
                COMPONENTS.iter().position(|code| *code == component.code()).and_then(|at| figures.components[at])
            }
            Self::All => figures.all_five,
            Self::Missing => figures.adults.zip(figures.all_five).map(|(adults, reached)| (adults - reached).max(0)),
        }
    }

    /// Which adults stand behind it.
    pub fn wanted(self, village: &str) -> Wanted {
        let of = |key: &str, least: i64, most: i64| Wanted { village: village.to_owned(), key: key.to_owned(), least, most };
        match self {
            Self::Component(component) => of(component.attains(), 1, 1),
            Self::Missing => of("", 0, 4),
            _ => of("", 5, 5),
        }
    }

    /// The address that opens it over these days; an empty village opens the commune's.
    pub fn href(self, from: Date, to: Date, village: &str) -> String {
        let place = if village.is_empty() { String::new() } else { format!("&thon={}", encode(village)) };
        format!("/quan-ly/so-lieu/{}?tu={from}&den={to}{place}", self.code())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::kit::text::{Lang, Text};

    #[test]
    fn every_figure_reads_back_and_has_its_words() {
        assert_eq!(Component::ALL.map(Component::code), COMPONENTS);
        for figure in Figure::all() {
            assert_eq!(Figure::parse(figure.code()), Some(figure));
            for t in Lang::ALL.map(Text::of) {
                for part in ["title", "how"] {
                    assert!(t.has(&format!("indicators-{part}-{}", figure.code())), "{part} {}", figure.code());
                }
                assert!(t.has(figure.unit()));
            }
        }
        assert_eq!(Figure::parse("t3-nonsense"), None);
    }

    #[test]
    fn what_was_not_collected_has_no_value_and_who_is_missing_needs_both_numbers() {
        let mut figures = VillageFigures { adults: Some(10), ..VillageFigures::default() };
        assert_eq!(Figure::Component(Component::Device).value(&figures), None);
        assert_eq!(Figure::Missing.value(&figures), None);
        figures.components[2] = Some(0);
        figures.all_five = Some(4);
        assert_eq!(Figure::Component(Component::Device).value(&figures), Some(0));
        assert_eq!(Figure::Missing.value(&figures), Some(6));
        figures.adults = None;
        assert_eq!(Figure::Missing.value(&figures), None);
        assert_eq!(Figure::Sessions.value(&figures), Some(0));
    }

    #[test]
    fn an_address_names_its_days_and_place() {
        let (from, to) = (date(2026, 9, 15), date(2026, 10, 14));
        assert_eq!(Figure::All.href(from, to, ""), "/quan-ly/so-lieu/t3-all?tu=2026-09-15&den=2026-10-14");
        assert_eq!(Figure::People.href(from, to, "a b"), "/quan-ly/so-lieu/i5-people?tu=2026-09-15&den=2026-10-14&thon=a%20b");
    }
}
