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

/// A number of days that a commune may set for its phones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it is unless the commune sets another, in days.
    pub usual: i64,
    /// The fewest days.
    pub least: i64,
    /// The most days.
    pub most: i64,
}

impl Setting {
    /// Whether the commune may set it to this.
    pub fn takes(&self, days: i64) -> bool {
        (self.least..=self.most).contains(&days)
    }
}

/// The settings of the field app: how long a roster is kept, and after how long without contact a phone locks itself.
pub const SETTINGS: [Setting; 2] =
    [Setting { name: "roster_days", usual: 14, least: 1, most: 30 }, Setting { name: "away_days", usual: 14, least: 1, most: 60 }];

/// How many digits the app's PIN has. It is chosen before the phone has heard of any server.
pub const PIN_DIGITS: i64 = 4;

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
