//! The demo commune: invented people in an invented year, made through the slices' own functions.
//!
//! Nothing here is real but the commune's official name and code; the commune is marked as demo data, and every page says so.

mod accounts;
mod ground;
mod life;
mod names;

pub use accounts::{DemoAccount, accounts};

use crate::{
    kit::{
        app::App,
        db::Tx,
        error::{Error, Result},
    },
    places,
};

/// The official code of the commune that the demo invents people for.
pub const CODE: &str = "09955";

/// How often `step` of [`load`] is called.
pub const STEPS: u64 = 11;

/// Loads the demo commune unless it is there already; answers whether it did.
///
/// All of it is one transaction: a demo that was cut short is not there at all.
///
/// # Errors
/// A refusal when the database holds a commune that is not a demo.
pub fn load(app: &App, step: impl Fn() + Send + 'static) -> Result<bool> {
    let now = app.clock.now();
    app.db.write_now(move |tx| {
        let known = places::communes(tx)?;
        if known.iter().any(|commune| !commune.demo) {
            return Err(Error::refused("platform-demo-real"));
        }
        if !known.is_empty() {
            return Ok(false);
        }
        fill(tx, now, &step)?;
        Ok(true)
    })
}

fn fill(tx: &mut Tx<'_>, now: i64, step: &dyn Fn()) -> Result<()> {
    let ground = ground::lay(tx, now)?;
    step();
    accounts::open(tx, &ground, now)?;
    step();
    life::live(tx, &ground, now, step)
}
