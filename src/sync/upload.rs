//! A file instead of a signal: an outbox that somebody brings.

use serde_json::Value;

use super::{
    api,
    receive::{Item, Sender},
    rules::{LIMITS, Verdict},
};
use crate::{
    accounts::{self, Scope},
    kit::{
        app::App,
        error::{Error, Result},
        text::Lang,
    },
};

/// What came of a file.
#[derive(Clone, Debug)]
pub struct Taken {
    /// One verdict for each operation, in the order of the file.
    pub verdicts: Vec<Verdict>,
    /// The type of each, as the file names it; empty where it names none.
    pub kinds: Vec<String>,
    /// The name of whoever recorded them.
    pub person: String,
}

/// Takes the operations of a file in. Brought by the person themself they count as if they were pushed; brought by somebody else each of
/// them waits for a decision. Bringing a file twice changes nothing.
///
/// `scope` is who brings it, `account` who recorded them. What the file says of its device is not believed: each operation names its own.
///
/// # Errors
/// [`Error::NotFound`] when the account never held anything in the commune.
pub async fn take(app: &App, scope: &Scope, _device: &str, account: &str, ops: Vec<Value>, lang: Lang) -> Result<Taken> {
    let (commune, who) = (scope.commune().to_owned(), account.to_owned());
    let authority = app.db.read(move |tx| Ok::<_, Error>(accounts::authority(tx, &who)?)).await?;
    let authority = authority.filter(|authority| authority.was_here(&commune)).ok_or(Error::NotFound)?;
    let kinds = ops.iter().map(|op| op.get("type").and_then(Value::as_str).unwrap_or("").chars().take(100).collect()).collect();
    let own = scope.account() == account;
    let sender = Sender {
        commune: scope.commune().to_owned(),
        account: account.to_owned(),
        uploaded_by: (!own).then(|| scope.account().to_owned()),
        lang,
        now: app.clock.now(),
    };
    let items: Vec<Item> = ops.iter().enumerate().map(|(index, raw)| Item::of(index, raw)).collect();
    let mut verdicts = Vec::with_capacity(items.len());
    for batch in items.chunks(LIMITS.ops) {
        verdicts.extend(api::take_runs(app, sender.clone(), batch.to_vec()).await?);
    }
    Ok(Taken { verdicts, kinds, person: authority.name })
}
