//! How much a phone may send, and how often.

use crate::kit::clock::Millis;

/// How much one push may hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most operations.
    pub ops: usize,
    /// Most bytes of the body, after unpacking.
    pub bytes: usize,
    /// Most bytes of a picture.
    pub blob: usize,
}

/// The limits that phones are told.
pub const LIMITS: Limits = Limits { ops: 200, bytes: 1024 * 1024, blob: 2 * 1024 * 1024 };

/// Settings that phones are told, with what they are unless a commune sets another: days that a roster is kept, days without contact
/// after which the app locks itself, digits of the PIN.
pub const SETTINGS: &[(&str, i64)] = &[("roster_days", 14), ("away_days", 14), ("pin_digits", 4)];

/// How often one device may ask: so many requests at once, then one every [`Allowance::EVERY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    left: i64,
    at: Millis,
}

impl Allowance {
    /// Requests at once: a phone that comes back with 10,000 operations sends 50 batches and their pictures.
    pub const BURST: i64 = 240;
    /// Milliseconds in which one more request is earned.
    pub const EVERY: Millis = 250;

    /// A device that has not asked for a while.
    pub const fn full(now: Millis) -> Self {
        Self { left: Self::BURST, at: now }
    }

    /// Takes one request.
    ///
    /// # Errors
    /// How many whole seconds to wait, at least one.
    pub fn take(&mut self, now: Millis) -> Result<(), i64> {
        let earned = (now - self.at).max(0) / Self::EVERY;
        if earned > 0 {
            self.left = self.left.saturating_add(earned).min(Self::BURST);
            self.at = now;
        }
        if self.left > 0 {
            self.left -= 1;
            return Ok(());
        }
        Err(1)
    }

    /// Whether nothing of it is in use any more.
    pub const fn is_idle(&self, now: Millis) -> bool {
        now - self.at > Self::BURST * Self::EVERY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_taken_and_then_one_request_at_a_time() {
        let mut allowance = Allowance::full(0);
        assert_eq!((0..Allowance::BURST).filter(|_| allowance.take(0).is_ok()).count() as i64, Allowance::BURST);
        assert_eq!(allowance.take(0), Err(1));
        assert_eq!(allowance.take(Allowance::EVERY - 1), Err(1));
        assert_eq!(allowance.take(Allowance::EVERY), Ok(()));
        assert_eq!(allowance.take(Allowance::EVERY), Err(1));
        assert!(!allowance.is_idle(1_000) && allowance.is_idle(1_000_000));
    }
}
