//! What commands, the demo and tests ask of accounts.

use super::{
    password,
    rules::{self, ReachKind, Role},
    store,
};
use crate::kit::{
    clock::Millis,
    db::{self, Tx},
    error::{Error, Refusal, Result},
    ids,
};

/// Makes an account and answers its id.
///
/// `must_change`: the password was chosen by somebody else and is changed at the first sign-in.
///
/// # Errors
/// A refusal when the login name or password is not well formed, or the name is taken.
pub fn create(tx: &mut Tx<'_>, login: &str, name: &str, password: &str, must_change: bool, now: Millis) -> Result<String> {
    if let Some(fault) = rules::login_fault(login).or_else(|| rules::password_fault(password, login)) {
        return Err(Error::refused(fault));
    }
    if name.trim().is_empty() {
        return Err(Error::refused("accounts-name-missing"));
    }
    if store::by_login(tx, login)?.is_some() {
        return Err(Refusal::new("accounts-login-taken").with("login", login).into());
    }
    Ok(store::add(tx, login, name.trim(), &password::hash(password)?, must_change, now)?)
}

/// Grants a role on a place.
///
/// # Errors
/// A refusal when the role needs a village or unit and none is named.
pub fn grant(
    tx: &mut Tx<'_>,
    account: &str,
    role: Role,
    commune: &str,
    village: Option<&str>,
    unit: Option<&str>,
    by: &str,
    now: Millis,
) -> Result<String> {
    let fine = match role.reach_kind() {
        ReachKind::Commune => village.is_none() && unit.is_none(),
        ReachKind::Village => village.is_some() && unit.is_none(),
        ReachKind::Unit => unit.is_some() && village.is_none(),
    };
    if !fine {
        return Err(Error::refused("accounts-grant-place"));
    }
    Ok(store::add_grant(tx, account, role, commune, village, unit, by, now)?)
}

/// Sets a new password that must be changed at the next sign-in, and ends every session.
///
/// # Errors
/// [`Error::NotFound`] for an unknown login name; a refusal for a weak password.
pub fn reset(tx: &mut Tx<'_>, login: &str, password: &str, now: Millis) -> Result<()> {
    let account = store::by_login(tx, login)?.ok_or(Error::NotFound)?;
    if let Some(fault) = rules::password_fault(password, login) {
        return Err(Error::refused(fault));
    }
    store::set_password(tx, &account.id, &password::hash(password)?, true, now)?;
    store::end_sessions(tx, &account.id, "", now)?;
    Ok(())
}

/// Opens a session for an account in a commune and answers its token.
pub fn open_session(tx: &mut Tx<'_>, account: &str, commune: &str, agent: &str, address: &str, now: Millis) -> Result<String, db::Error> {
    let token = ids::token();
    store::add_session(tx, &token, account, commune, agent, address, now, rules::SESSION_LIFE)?;
    Ok(token)
}

/// Every account with its live grants: login, name, whether disabled, grants.
pub fn list_accounts(tx: &mut Tx<'_>) -> Result<Vec<(String, String, bool, Vec<rules::Grant>)>, db::Error> {
    store::all(tx)?
        .into_iter()
        .map(|account| {
            let grants = store::grants(tx, &account.id)?;
            Ok((account.login, account.name, account.disabled, grants))
        })
        .collect()
}

/// A password to be read out once and changed at the first sign-in: three groups of four letters and digits.
pub fn fresh_password() -> String {
    let code = ids::spoken_code(12).to_lowercase();
    format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..])
}

/// The scope that a login name's grants give for `right` in `commune`; `None` when they give none.
pub fn scope_of(tx: &mut Tx<'_>, login: &str, commune: &str, right: rules::Right) -> Result<Option<rules::Scope>, db::Error> {
    let Some(account) = store::by_login(tx, login)? else { return Ok(None) };
    let grants = store::grants(tx, &account.id)?;
    Ok(rules::Scope::of(&account.id, &account.name, commune, &grants, right))
}
