//! Types and pure decisions: nothing here reads a clock, a database or a request.

mod enrolment;
mod presence;
mod schedule;
mod series;
mod tap;
mod weeks;

pub use enrolment::{
    Enrolment, Likeness, NewRegistration, Seat, Source, Standing, birth_year, likeness, name_fault, place_in_queue, registration_faults,
    seat, seats_left,
};
pub use presence::{Mark, MarkError, Marking, Presence, Said, meant, presence, seen_at, stale, wants_reason, window};
pub use schedule::{Busy, Changes, Planned, Repeat, ToCome, changes, clashes, plan, planned};
pub use series::{Audience, Lesson, NewSeries, Series, SeriesState, SessionState, Support, faults, minute_of, slot, slug, time_of};
pub use tap::{Spoken, TapKind, fold};
pub use weeks::{Contribution, WeekCell, week_cell, weeks_without};

/// An enumeration whose values are kept in the database as codes and shown under text keys.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident $prefix:literal { $($(#[$value_doc:meta])* $value:ident $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl $name {
            /// Every value, in the order in which a form offers them.
            pub const ALL: &[Self] = &[$(Self::$value),+];

            /// The code kept in the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$value => $code),+ }
            }

            /// The text key of its name.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$value => concat!($prefix, $code)),+ }
            }

            /// The value with this code.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}
use coded;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_back_and_an_unknown_one_is_nothing() {
        for audience in Audience::ALL {
            assert_eq!(Audience::parse(audience.code()), Some(*audience));
        }
        for state in Said::ALL {
            assert_eq!(Said::parse(state.code()), Some(*state));
        }
        assert_eq!(Support::parse("Elderly"), None);
        assert_eq!(SessionState::Cancelled.key(), "classes-session-cancelled");
    }
}
