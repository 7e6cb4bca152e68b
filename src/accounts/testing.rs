//! Visitors for tests, without the cost of hashing a password each.

use super::{
    api,
    rules::{ReachKind, Role},
    store,
};
use crate::{
    args,
    kit::{
        clock::Millis,
        db::{self, Tx},
        error::Result,
    },
    sql,
};

/// An account of a role on a place, and the token of a session of it.
pub fn visitor(tx: &mut Tx<'_>, login: &str, role: Role, commune: &str, village: &str, unit: &str, now: Millis) -> Result<String> {
    let account = store::add(tx, login, &format!("Người {}", role.code()), "-", false, now)?;
    let (village, unit) = match role.reach_kind() {
        ReachKind::Commune => (None, None),
        ReachKind::Village => (Some(village), None),
        ReachKind::Unit => (None, Some(unit)),
    };
    api::grant(tx, &account, role, commune, village, unit, "test", now)?;
    Ok(api::open_session(tx, &account, commune, "test", "", now)?)
}

/// Opens a session for an account that is there, and answers its token.
pub fn sign_in(tx: &mut Tx<'_>, login: &str, commune: &str, now: Millis) -> Result<String> {
    let account = store::by_login(tx, login)?.ok_or(crate::kit::error::Error::NotFound)?;
    Ok(api::open_session(tx, &account.id, commune, "test", "", now)?)
}

/// Ends every grant of an account, as an officer does.
pub fn end_grants(tx: &mut Tx<'_>, login: &str, now: Millis) -> Result<()> {
    let account = store::by_login(tx, login)?.ok_or(crate::kit::error::Error::NotFound)?;
    for grant in store::grants(tx, &account.id)? {
        store::end_grant(tx, &grant.commune, &grant.id, "test", now)?;
    }
    Ok(())
}

/// Grants a village role to an account that is there.
pub fn grant(tx: &mut Tx<'_>, login: &str, role: Role, commune: &str, village: &str, now: Millis) -> Result<()> {
    let account = store::by_login(tx, login)?.ok_or(crate::kit::error::Error::NotFound)?;
    api::grant(tx, &account.id, role, commune, Some(village), None, "test", now).map(drop)
}

/// The form token of a session.
pub fn csrf_of(tx: &mut Tx<'_>, token_hash: &str) -> Result<String, db::Error> {
    Ok(tx.value(sql!("SELECT csrf FROM accounts_session WHERE token_hash = $1"), args![token_hash])?.unwrap_or_default())
}
