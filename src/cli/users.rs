//! `user`: accounts from the terminal, for the first administrator and for lost passwords.

use std::io::{BufRead as _, IsTerminal as _};

use super::{Done, Failure, args::PasswordArgs, commune, config::Settings, say::Say};
use crate::{
    accounts::{self, Event, Role},
    kit::{
        db::Tx,
        error::{Error, Refusal, Result},
        fold,
    },
    org, places,
};

/// An account as it was typed.
#[derive(Clone, Debug)]
pub(super) struct NewUser {
    pub(super) login: String,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) commune: Option<String>,
    pub(super) village: Option<String>,
    pub(super) unit: Option<String>,
}

/// A password and whether it was made here, so that it must be shown once and changed at the first sign-in.
struct Password {
    text: String,
    made: bool,
}

/// Adds an account with its role.
pub(super) fn add(settings: &Settings, new: NewUser, from: PasswordArgs, say: Say) -> Done {
    let app = settings.open_known(say)?;
    let commune = commune::chosen(&app, new.commune.as_deref(), say)?;
    let password = password(from, say)?;
    let (secret, made, now, login) = (password.text.clone(), password.made, app.clock.now(), new.login.clone());
    app.db.write_now(move |tx| -> Result<()> {
        let (village, unit) = place_of(tx, &commune.id, &new)?;
        let id = accounts::create(tx, &new.login, &new.name, &secret, made, now)?;
        accounts::grant(tx, &id, new.role, &commune.id, village.as_deref(), unit.as_deref(), "command", now)?;
        log(tx, &commune.id, "account-added", &id, &new.login, now)
    })?;
    say.line(say.t.fill("cli-user-added").s("login", &login));
    show(&password, say);
    Ok(())
}

/// The ids of the village or unit that was named.
fn place_of(tx: &mut Tx<'_>, commune: &str, new: &NewUser) -> Result<(Option<String>, Option<String>)> {
    let village = match &new.village {
        Some(named) => {
            let found = places::find_village(tx, commune, named)?;
            Some(found.ok_or_else(|| Refusal::new("cli-village-unknown").with("name", named))?.id)
        }
        None => None,
    };
    let unit = match &new.unit {
        Some(named) => {
            let folded = fold::fold(named);
            let found = org::units(tx, commune)?.into_iter().find(|u| u.id == *named || fold::fold(&u.name) == folded);
            Some(found.ok_or_else(|| Refusal::new("cli-unit-unknown").with("name", named))?.id)
        }
        None => None,
    };
    Ok((village, unit))
}

/// Gives an account a new password and ends its sessions.
pub(super) fn reset(settings: &Settings, login: &str, from: PasswordArgs, say: Say) -> Done {
    let app = settings.open_known(say)?;
    let password = password(from, say)?;
    let (secret, now, who) = (password.text.clone(), app.clock.now(), login.to_owned());
    let done = app.db.write_now(move |tx| -> Result<()> {
        accounts::reset(tx, &who, &secret, now)?;
        log(tx, "", "password-reset", "", &who, now)
    });
    match done {
        Err(Error::NotFound) => return Err(Failure::Words(say.t.fill("cli-user-unknown").s("login", login).to_string())),
        other => other?,
    }
    say.line(say.t.fill("cli-user-reset").s("login", login));
    show(&password, say);
    Ok(())
}

fn log(tx: &mut Tx<'_>, commune: &str, kind: &str, subject: &str, detail: &str, now: i64) -> Result<()> {
    Ok(accounts::log(tx, &Event { commune, account: "command", kind, subject, detail, address: "" }, now)?)
}

/// Lists accounts with their roles and places.
pub(super) fn list(settings: &Settings, say: Say) -> Done {
    let app = settings.open_known(say)?;
    let rows = app.db.read_now(|tx| -> Result<_> {
        let mut rows = Vec::new();
        for (login, name, disabled, grants) in accounts::list_accounts(tx)? {
            let mut roles = Vec::new();
            for grant in &grants {
                roles.push(format!("{}, {}", say.t.get(grant.role.key()), place_name(tx, grant)?));
            }
            let state = if disabled { say.t.get("cli-user-disabled") } else { String::new() };
            rows.push([login, name, roles.join("; "), state]);
        }
        Ok(rows)
    })?;
    if rows.is_empty() {
        say.line(say.t.get("cli-user-none"));
    }
    say.table(&rows);
    Ok(())
}

fn place_name(tx: &mut Tx<'_>, grant: &accounts::Grant) -> Result<String> {
    let village = grant.village.as_ref().map(|id| places::village(tx, &grant.commune, id)).transpose()?.flatten().map(|v| v.name);
    let unit = grant.unit.as_ref().map(|id| org::unit(tx, &grant.commune, id)).transpose()?.flatten().map(|u| u.name);
    let commune = places::commune(tx, &grant.commune)?.map(|c| c.name).unwrap_or_default();
    Ok(village.or(unit).map_or_else(|| commune.clone(), |place| format!("{place} ({commune})")))
}

/// The password: from standard input, asked for twice, or made here.
fn password(from: PasswordArgs, say: Say) -> std::result::Result<Password, Failure> {
    if from.password_stdin {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        return Ok(Password { text: line.trim_end_matches(['\r', '\n']).to_owned(), made: false });
    }
    if from.generate || !std::io::stdin().is_terminal() {
        return Ok(Password { text: accounts::fresh_password(), made: true });
    }
    let ask = |key: &str| -> std::io::Result<String> {
        let terminal = console::Term::stderr();
        terminal.write_str(&say.t.get(key))?;
        terminal.read_secure_line()
    };
    let (once, again) = (ask("cli-password-ask")?, ask("cli-password-again")?);
    if once != again {
        return Err(Error::refused("accounts-password-differs").into());
    }
    Ok(Password { text: once, made: false })
}

fn show(password: &Password, say: Say) {
    if password.made {
        say.line(say.t.fill("cli-password-made").s("password", &password.text));
    }
}
