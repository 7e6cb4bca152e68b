//! Faults that sync must survive: each is tried here in a short run with a seed, in a long one with `HOCVUSO_FAULTS=long`.
//!
//! A server that is killed is tried with a real process, in `tests/house/sync_crash.rs`; what happens on the phone, in the browser tests.

mod crowd;
mod delivery;
mod disk;
mod feed;
mod identity;
mod poison;
mod restore;
mod time;

use crate::{kit::clock::MINUTE, sync::tests::Hall};

/// `short` in every run, `long` where somebody asks for it.
pub fn runs(short: usize, long: usize) -> usize {
    if std::env::var("HOCVUSO_FAULTS").is_ok_and(|asked| asked == "long") { long } else { short }
}

/// A small generator with a seed, so that a failure can be had again.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// The end of the evening: everybody is home.
pub fn go_home(hall: &Hall) {
    hall.pass(90 * MINUTE);
}
