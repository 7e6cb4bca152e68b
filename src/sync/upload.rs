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
    /// The account that they count for.
    pub account: String,
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
pub async fn take(app: &App, scope: &Scope, account: &str, ops: Vec<Value>, lang: Lang) -> Result<Taken> {
    let name = name_of(app, scope.commune(), account).await?.ok_or(Error::NotFound)?;
    let uploaded_by = (scope.account() != account).then(|| scope.account().to_owned());
    take_in(app, sender(app, scope, account, uploaded_by, None, lang), name, ops).await
}

/// The same for a file whose account this server does not know any more, such as one that was made after the backup that the server was
/// brought back from: who brings it says that `account` is the same person. Each operation waits for a decision.
///
/// # Errors
/// [`Error::NotFound`] when `account` never held anything in the commune; a refusal when `lost` is known after all.
pub async fn take_for(app: &App, scope: &Scope, lost: &str, account: &str, ops: Vec<Value>, lang: Lang) -> Result<Taken> {
    if name_of(app, scope.commune(), lost).await?.is_some() {
        return Err(Error::refused("sync-upload-known"));
    }
    let name = name_of(app, scope.commune(), account).await?.ok_or(Error::NotFound)?;
    let sender = sender(app, scope, account, Some(scope.account().to_owned()), Some(lost.to_owned()), lang);
    take_in(app, sender, name, ops).await
}

/// The name of an account that holds, or held, something in the commune.
async fn name_of(app: &App, commune: &str, account: &str) -> Result<Option<String>> {
    let (commune, account) = (commune.to_owned(), account.to_owned());
    let authority = app.db.read(move |tx| Ok::<_, Error>(accounts::authority(tx, &account)?)).await?;
    Ok(authority.filter(|authority| authority.was_here(&commune)).map(|authority| authority.name))
}

fn sender(app: &App, scope: &Scope, account: &str, uploaded_by: Option<String>, lost_account: Option<String>, lang: Lang) -> Sender {
    let (commune, account) = (scope.commune().to_owned(), account.to_owned());
    Sender { commune, account, uploaded_by, lost_account, lang, now: app.clock.now() }
}

async fn take_in(app: &App, sender: Sender, person: String, ops: Vec<Value>) -> Result<Taken> {
    let kinds = ops.iter().map(|op| op.get("type").and_then(Value::as_str).unwrap_or("").chars().take(100).collect()).collect();
    let items: Vec<Item> = ops.iter().enumerate().map(|(index, raw)| Item::of(index, raw)).collect();
    let account = sender.account.clone();
    let mut verdicts = Vec::with_capacity(items.len());
    for batch in items.chunks(LIMITS.ops) {
        verdicts.extend(api::take_runs(app, sender.clone(), batch.to_vec()).await?);
    }
    Ok(Taken { verdicts, kinds, account, person })
}
