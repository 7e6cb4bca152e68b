//! The one place that reads the time.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// An instant: milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// Milliseconds of one minute.
pub const MINUTE: Millis = 60_000;
/// Milliseconds of one hour.
pub const HOUR: Millis = 60 * MINUTE;
/// Milliseconds of one day.
pub const DAY: Millis = 24 * HOUR;

/// Tells the time: the machine's, or one that a test holds still.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's own clock.
    #[default]
    System,
    /// Stands still until it is moved.
    Still(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at`.
    pub fn still(at: Millis) -> Self {
        Self::Still(Arc::new(AtomicI64::new(at)))
    }

    /// The present instant.
    pub fn now(&self) -> Millis {
        match self {
            Self::System => system_now(),
            Self::Still(at) => at.load(Ordering::SeqCst),
        }
    }

    /// Today's date in Vietnam (UTC+7).
    pub fn today(&self) -> jiff::civil::Date {
        super::dates::day_of(self.now())
    }

    /// Moves a still clock; a system clock stays as it is.
    pub fn set(&self, to: Millis) {
        if let Self::Still(at) = self {
            at.store(to, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn system_now() -> Millis {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

/// A stopwatch for log lines and benchmarks; never for a decision.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "the one place that starts a stopwatch")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Time since the start, in microseconds.
    pub fn micros(self) -> u128 {
        self.0.elapsed().as_micros()
    }
}
