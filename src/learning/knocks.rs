//! How often one address may come to a public form that needs no account: enough for a class behind one router, too little for a machine;
//! and how often somebody may guess.

use crate::{
    accounts::Visitor,
    args,
    kit::{
        clock::HOUR,
        db::Tx,
        error::{Error, Result},
    },
    sql,
};

/// How often an hour one address may come to most forms.
pub const VISITS: i64 = 240;

/// Counts a visit of this hour to the form `what`.
///
/// It is counted in a change of its own, so that what is refused afterwards counts too. The address is not kept: only a keyed hash of it,
/// of the form and of the hour, and that for two hours.
///
/// # Errors
/// A refusal from the visit after `limit` on.
pub async fn knock(visitor: &Visitor, what: &'static str, limit: i64) -> Result<()> {
    let hour = visitor.app.clock.now() / HOUR;
    let who = of(visitor, what, &visitor.address, hour);
    let times = visitor.app.db.write(move |tx| count(tx, &who, hour)).await?;
    if times > limit { Err(Error::refused("learning-too-often")) } else { Ok(()) }
}

/// The hash of what somebody does from somewhere in an hour.
pub fn of(visitor: &Visitor, what: &str, whence: &str, hour: i64) -> String {
    visitor.app.keys.blind("knock", &format!("{what} {hour} {whence}"))
}

/// Counts one more of `who` in this hour and answers how many there were; what is older than the hour before is forgotten.
///
/// `who` is a hash that changes with the hour and names nobody.
pub fn count(tx: &mut Tx<'_>, who: &str, hour: i64) -> Result<i64> {
    tx.run(
        sql!("INSERT INTO learning_knock (who, hour, n) VALUES ($1, $2, 1) ON CONFLICT (who) DO UPDATE SET n = learning_knock.n + 1"),
        args![who, hour],
    )?;
    let times = times(tx, who)?;
    if times == 1 {
        tx.run(sql!("DELETE FROM learning_knock WHERE hour < $1"), args![hour - 1])?;
    }
    Ok(times)
}

/// How often `who` was counted.
pub fn times(tx: &mut Tx<'_>, who: &str) -> Result<i64> {
    Ok(tx.value(sql!("SELECT n FROM learning_knock WHERE who = $1"), args![who])?.unwrap_or(0))
}
