//! Who looked at a person's page, from the log of access.

use std::collections::BTreeMap;

use crate::{
    accounts::Scope,
    args,
    kit::{clock::Millis, db::Tx, error::Result},
    sql,
};

/// The latest looks at a person: when, and the name of who looked. The person was found in reach before.
pub fn looks(tx: &mut Tx<'_>, scope: &Scope, person: &str, limit: i64) -> Result<Vec<(Millis, String)>> {
    Ok(tx.list(
        sql!(
            "SELECT e.at, COALESCE(a.name, '') FROM accounts_event e LEFT JOIN accounts_account a ON a.id = e.account_id
              WHERE e.commune_id = $1 AND e.subject = $2 AND e.kind = 'person-seen' ORDER BY e.at DESC, e.id DESC LIMIT $3"
        ),
        args![scope.commune(), person, limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// The names of these accounts; commands and unknown ones are left out.
pub fn account_names<'a>(tx: &mut Tx<'_>, accounts: impl IntoIterator<Item = &'a str>) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for account in accounts {
        if !names.contains_key(account)
            && let Some(name) = tx.value::<String>(sql!("SELECT name FROM accounts_account WHERE id = $1"), args![account])?
        {
            names.insert(account.to_owned(), name);
        }
    }
    Ok(names)
}
