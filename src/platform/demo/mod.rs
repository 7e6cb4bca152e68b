//! The demo commune: invented people in an invented year, made through the slices' own functions.
//!
//! Nothing here is real but the commune's official name and code; the commune is marked as demo data, and every page says so.
//! What happened lies in the past weeks of the day of loading, entered at the time it happened, so that the ledger is one as
//! a commune's would be.

mod accounts;
mod field;
mod ground;
mod lessons;
mod people;
mod year;

pub use accounts::{DemoAccount, accounts};
pub use year::a_roll;

use crate::{
    kit::{
        app::{App, Keys},
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        identity::IdentityKey,
    },
    learning, places,
};

/// The official code of the commune that the demo invents people for.
pub const CODE: &str = "09955";

/// How often `step` of [`load`] is called.
pub const STEPS: u64 = 3 + year::DAYS as u64;

/// Loads the demo commune unless it is there already; answers whether it did.
///
/// All of it is one transaction: a demo that was cut short is not there at all.
///
/// # Errors
/// A refusal when the database holds a commune that is not a demo.
pub fn load(app: &App, step: impl Fn() + Send + 'static) -> Result<bool> {
    let now = app.clock.now();
    let (key, keys) = (IdentityKey::new(app.keys.purpose("identity")), app.keys.clone());
    app.db.write_now(move |tx| {
        let known = places::communes(tx)?;
        if known.iter().any(|commune| !commune.demo) {
            return Err(Error::refused("platform-demo-real"));
        }
        if !known.is_empty() {
            return Ok(false);
        }
        fill(tx, &key, &keys, now, &step)?;
        Ok(true)
    })
}

fn fill(tx: &mut Tx<'_>, key: &IdentityKey, keys: &Keys, now: Millis, step: &dyn Fn()) -> Result<()> {
    learning::load_content(tx, now)?;
    let ground = ground::lay(tx, now)?;
    step();
    let staff = accounts::open(tx, &ground, now)?;
    step();
    people::settle(tx, &ground, &staff, key, now)?;
    step();
    year::live(tx, &ground, &staff, keys, now, step)
}

/// Numbers that look thrown and are the same in every demo.
#[derive(Clone, Copy, Debug)]
struct Dice(u64);

impl Dice {
    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n.max(1) as u64).unwrap_or(0)
    }

    /// Whether something happens that happens so often in a hundred times.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}
