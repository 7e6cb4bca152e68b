//! All SQL on `accounts_*` tables.

use super::rules::{Grant, Role};
use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        ids,
    },
    ledger, sql,
};

/// An account as sign-in needs it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// What the person types to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The argon2id hash.
    pub password_hash: String,
    /// Whether it may no longer sign in.
    pub disabled: bool,
    /// Wrong passwords in a row.
    pub failures: i64,
    /// Until when sign-in is refused.
    pub locked_until: Millis,
    /// Whether the password was given by somebody else and must be changed first.
    pub must_change: bool,
}

fn account(row: &Row) -> Result<Account, Error> {
    Ok(Account {
        id: row.get(0)?,
        login: row.get(1)?,
        name: row.get(2)?,
        password_hash: row.get(3)?,
        disabled: row.get(4)?,
        failures: row.get(5)?,
        locked_until: row.get(6)?,
        must_change: row.get(7)?,
    })
}

/// The account with this login name.
pub fn by_login(tx: &mut Tx<'_>, login: &str) -> Result<Option<Account>, Error> {
    tx.first(
        sql!("SELECT id, login, name, password_hash, disabled, failures, locked_until, must_change FROM accounts_account WHERE login = $1"),
        args![login],
        account,
    )
}

/// The account with this id.
pub fn by_id(tx: &mut Tx<'_>, id: &str) -> Result<Option<Account>, Error> {
    tx.first(
        sql!("SELECT id, login, name, password_hash, disabled, failures, locked_until, must_change FROM accounts_account WHERE id = $1"),
        args![id],
        account,
    )
}

/// Adds an account.
///
/// # Errors
/// [`Error::Taken`] when the login name is in use.
pub fn add(tx: &mut Tx<'_>, login: &str, name: &str, password_hash: &str, must_change: bool, now: Millis) -> Result<String, Error> {
    let id = ids::new(now);
    tx.run(
        sql!("INSERT INTO accounts_account (id, login, name, password_hash, disabled, failures, locked_until, must_change, created_at, updated_at)
              VALUES ($1, $2, $3, $4, FALSE, 0, 0, $5, $6, $6)"),
        args![&id, login, name, password_hash, must_change, now],
    )?;
    Ok(id)
}

/// Sets a new password and unlocks the account.
pub fn set_password(tx: &mut Tx<'_>, id: &str, password_hash: &str, must_change: bool, now: Millis) -> Result<u64, Error> {
    tx.run(
        sql!("UPDATE accounts_account SET password_hash = $2, must_change = $3, failures = 0, locked_until = 0, updated_at = $4 WHERE id = $1"),
        args![id, password_hash, must_change, now],
    )
}

/// Allows or forbids signing in; forbidding ends every session.
pub fn set_disabled(tx: &mut Tx<'_>, id: &str, disabled: bool, now: Millis) -> Result<(), Error> {
    tx.run(sql!("UPDATE accounts_account SET disabled = $2, updated_at = $3 WHERE id = $1"), args![id, disabled, now])?;
    if disabled {
        end_sessions(tx, id, "", now)?;
    }
    Ok(())
}

/// Notes a sign-in's outcome: `failures` in a row and until when the account is locked.
pub fn note_try(tx: &mut Tx<'_>, id: &str, failures: i64, locked_until: Millis) -> Result<(), Error> {
    tx.run(sql!("UPDATE accounts_account SET failures = $2, locked_until = $3 WHERE id = $1"), args![id, failures, locked_until])?;
    Ok(())
}

/// The grants that hold now, oldest first.
pub fn grants(tx: &mut Tx<'_>, account_id: &str) -> Result<Vec<Grant>, Error> {
    let rows = tx.rows(
        sql!("SELECT id, role, commune_id, village_id, unit_id FROM accounts_grant WHERE account_id = $1 AND ended_at IS NULL ORDER BY granted_at, id"),
        args![account_id],
    )?;
    // A role that this program does not know gives nothing.
    rows.iter().filter_map(|row| grant(row).transpose()).collect()
}

fn grant(row: &Row) -> Result<Option<Grant>, Error> {
    let Some(role) = Role::parse(&row.get::<String>(1)?) else { return Ok(None) };
    Ok(Some(Grant { id: row.get(0)?, role, commune: row.get(2)?, village: row.get(3)?, unit: row.get(4)? }))
}

/// Grants a role.
pub fn add_grant(
    tx: &mut Tx<'_>,
    account_id: &str,
    role: Role,
    commune: &str,
    village: Option<&str>,
    unit: Option<&str>,
    by: &str,
    now: Millis,
) -> Result<String, Error> {
    let id = ids::new(now);
    tx.run(
        sql!(
            "INSERT INTO accounts_grant (id, account_id, role, commune_id, village_id, unit_id, granted_at, granted_by, ended_at, ended_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)"
        ),
        args![&id, account_id, role.code(), commune, village, unit, now, by],
    )?;
    ledger::changed(tx, commune, "", "grant", account_id, now)?;
    Ok(id)
}

/// Ends a grant of `commune`; tells whether there was one.
pub fn end_grant(tx: &mut Tx<'_>, commune: &str, id: &str, by: &str, now: Millis) -> Result<bool, Error> {
    let ended = tx.run(
        sql!("UPDATE accounts_grant SET ended_at = $3, ended_by = $4 WHERE id = $1 AND commune_id = $2 AND ended_at IS NULL"),
        args![id, commune, now, by],
    )?;
    if ended > 0 {
        ledger::changed(tx, commune, "", "grant", id, now)?;
    }
    Ok(ended > 0)
}

/// A session as each request needs it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id, safe to show.
    pub id: String,
    /// Whose it is.
    pub account: String,
    /// The form token.
    pub csrf: String,
    /// The commune worked in.
    pub commune: String,
    /// When it was last used.
    pub seen_at: Millis,
}

/// Opens a session and answers its id; only the token's hash is kept.
pub fn add_session(
    tx: &mut Tx<'_>,
    token: &str,
    account_id: &str,
    commune: &str,
    agent: &str,
    address: &str,
    now: Millis,
    life: Millis,
) -> Result<String, Error> {
    let id = ids::new(now);
    tx.run(
        sql!("INSERT INTO accounts_session (token_hash, id, account_id, csrf, commune_id, created_at, seen_at, expires_at, agent, address, ended_at)
              VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, NULL)"),
        args![ids::sha256_hex(token.as_bytes()), &id, account_id, ids::token(), commune, now, now + life, agent, address],
    )?;
    Ok(id)
}

/// The live session of a token: not ended, not expired, used within `idle`, of an account that may sign in.
pub fn session(tx: &mut Tx<'_>, token: &str, now: Millis, idle: Millis) -> Result<Option<Session>, Error> {
    tx.first(
        sql!(
            "SELECT s.id, s.account_id, s.csrf, s.commune_id, s.seen_at FROM accounts_session s
              JOIN accounts_account a ON a.id = s.account_id AND a.disabled = FALSE
              WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3"
        ),
        args![ids::sha256_hex(token.as_bytes()), now, now - idle],
        |row| Ok(Session { id: row.get(0)?, account: row.get(1)?, csrf: row.get(2)?, commune: row.get(3)?, seen_at: row.get(4)? }),
    )
}

/// Notes that a session was used.
pub fn touch_session(tx: &mut Tx<'_>, id: &str, now: Millis) -> Result<(), Error> {
    tx.run(sql!("UPDATE accounts_session SET seen_at = $2 WHERE id = $1"), args![id, now])?;
    Ok(())
}

/// Ends one session of an account; tells whether it was live.
pub fn end_session(tx: &mut Tx<'_>, account_id: &str, id: &str, now: Millis) -> Result<bool, Error> {
    let ended = tx.run(
        sql!("UPDATE accounts_session SET ended_at = $3 WHERE account_id = $1 AND id = $2 AND ended_at IS NULL"),
        args![account_id, id, now],
    )?;
    Ok(ended > 0)
}

/// Ends every session of an account but the one called `keep` (empty: none is kept).
pub fn end_sessions(tx: &mut Tx<'_>, account_id: &str, keep: &str, now: Millis) -> Result<u64, Error> {
    tx.run(
        sql!("UPDATE accounts_session SET ended_at = $3 WHERE account_id = $1 AND id <> $2 AND ended_at IS NULL"),
        args![account_id, keep, now],
    )
}

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Its id.
    pub id: String,
    /// When it was opened.
    pub created_at: Millis,
    /// When it was last used.
    pub seen_at: Millis,
    /// The browser, as it named itself.
    pub agent: String,
    /// The network address it was opened from.
    pub address: String,
}

/// The live sessions of an account, last used first.
pub fn sessions(tx: &mut Tx<'_>, account_id: &str, now: Millis, idle: Millis) -> Result<Vec<SessionRow>, Error> {
    tx.list(
        sql!(
            "SELECT id, created_at, seen_at, agent, address FROM accounts_session
              WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, id"
        ),
        args![account_id, now, now - idle],
        |row| Ok(SessionRow { id: row.get(0)?, created_at: row.get(1)?, seen_at: row.get(2)?, agent: row.get(3)?, address: row.get(4)? }),
    )
}

/// Something that happened around access: a sign-in, a refusal, an export, a look at a person.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// The commune it concerns; empty for the deployment.
    pub commune: &'a str,
    /// Who did it; empty when unknown.
    pub account: &'a str,
    /// Its kind, such as `signed-in`; the text key is `accounts-event-` and this.
    pub kind: &'a str,
    /// What it was done to: a person's id, a file's name.
    pub subject: &'a str,
    /// More, for the reader; never personal data.
    pub detail: &'a str,
    /// The network address.
    pub address: &'a str,
}

/// Keeps an event in the log of access.
pub fn log(tx: &mut Tx<'_>, event: &Event<'_>, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!("INSERT INTO accounts_event (id, at, commune_id, account_id, kind, subject, detail, address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        args![ids::new(now), now, event.commune, event.account, event.kind, event.subject, event.detail, event.address],
    )?;
    Ok(())
}

/// Every account by login name.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Account>, Error> {
    tx.list(
        sql!("SELECT id, login, name, password_hash, disabled, failures, locked_until, must_change FROM accounts_account ORDER BY login"),
        args![],
        account,
    )
}

/// An account in the list of whoever manages accounts.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Its id.
    pub id: String,
    /// What the person types to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Whether it may no longer sign in.
    pub disabled: bool,
    /// The grants that hold now.
    pub grants: Vec<Grant>,
}

/// The accounts with a live grant in `commune`, by login name.
pub fn accounts_of(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<AccountRow>, Error> {
    let found = tx.list(
        sql!(
            "SELECT DISTINCT a.id, a.login, a.name, a.disabled FROM accounts_account a
              JOIN accounts_grant g ON g.account_id = a.id AND g.ended_at IS NULL AND g.commune_id = $1 ORDER BY a.login"
        ),
        args![commune],
        |row| Ok(AccountRow { id: row.get(0)?, login: row.get(1)?, name: row.get(2)?, disabled: row.get(3)?, grants: Vec::new() }),
    )?;
    found.into_iter().map(|row| Ok(AccountRow { grants: grants(tx, &row.id)?, ..row })).collect()
}

/// An event of the log of access, with the account's name.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// When.
    pub at: Millis,
    /// Its kind.
    pub kind: String,
    /// Who; empty when unknown.
    pub name: String,
    /// What it was done to.
    pub subject: String,
    /// More.
    pub detail: String,
    /// The network address.
    pub address: String,
}

/// The events of a commune, latest first; an empty kind or subject asks for all.
pub fn events(tx: &mut Tx<'_>, commune: &str, kind: &str, subject: &str, limit: i64, offset: i64) -> Result<Vec<EventRow>, Error> {
    tx.list(
        sql!("SELECT e.at, e.kind, COALESCE(a.name, ''), e.subject, e.detail, e.address FROM accounts_event e
              LEFT JOIN accounts_account a ON a.id = e.account_id
              WHERE e.commune_id = $1 AND ($2 = '' OR e.kind = $2) AND ($3 = '' OR e.subject = $3) ORDER BY e.at DESC, e.id DESC LIMIT $4 OFFSET $5"),
        args![commune, kind, subject, limit, offset],
        |row| {
            Ok(EventRow {
                at: row.get(0)?,
                kind: row.get(1)?,
                name: row.get(2)?,
                subject: row.get(3)?,
                detail: row.get(4)?,
                address: row.get(5)?,
            })
        },
    )
}

/// How many events of a commune there are.
pub fn count_events(tx: &mut Tx<'_>, commune: &str, kind: &str) -> Result<i64, Error> {
    tx.count(sql!("SELECT COUNT(*) FROM accounts_event WHERE commune_id = $1 AND ($2 = '' OR kind = $2)"), args![commune, kind])
}
