//! Accounts of the commune: who works here, in which role, for which place.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};

use super::{rules::Unit, store};
use crate::{
    accounts::{self, AccountRow, Grant, Need, Posted, ReachKind, Right, Role, Route, Visitor, log},
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields},
        pages::{Frame, go_saying, page, page_with},
        text::Text,
    },
    places::{self, Village},
};

const HERE: &str = "/quan-ly/tai-khoan";

pub(super) fn routes() -> Vec<Route> {
    let need = Need::May(Right::ManageAccounts);
    vec![
        Route::get(HERE, need, get(list)),
        Route::get("/quan-ly/tai-khoan/moi", need, get(new)),
        Route::post("/quan-ly/tai-khoan/moi", need, post(add)),
        Route::get("/quan-ly/tai-khoan/{account}", need, get(show)),
        Route::post("/quan-ly/tai-khoan/{account}/vai-tro", need, post(add_role)),
        Route::post("/quan-ly/tai-khoan/{account}/vai-tro/{grant}/thoi", need, post(end_role)),
        Route::post("/quan-ly/tai-khoan/{account}/mat-khau", need, post(reset_password)),
        Route::post("/quan-ly/tai-khoan/{account}/khoa", need, post(switch)),
    ]
}

/// The places that a role can be granted on.
struct Places {
    villages: Vec<Village>,
    units: Vec<Unit>,
}

impl Places {
    fn read(tx: &mut Tx<'_>, commune: &str) -> Result<Self> {
        Ok(Self { villages: places::villages(tx, commune)?, units: store::units(tx, commune)? })
    }

    /// A grant in words.
    fn words(&self, grant: &Grant, t: Text) -> String {
        let place = match (&grant.village, &grant.unit) {
            (Some(village), _) => self.villages.iter().find(|v| v.id == *village).map(|v| v.name.clone()),
            (_, Some(unit)) => self.units.iter().find(|u| u.id == *unit).map(|u| u.name.clone()),
            _ => None,
        };
        let role = t.get(grant.role.key());
        place.map_or(role.clone(), |place| format!("{role}, {place}"))
    }
}

#[derive(Template)]
#[template(path = "org/pages/staff.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    accounts: Vec<AccountRow>,
    places: Places,
}

impl ListPage {
    fn roles(&self, account: &AccountRow) -> String {
        account.grants.iter().map(|g| self.places.words(g, self.t)).collect::<Vec<_>>().join(" · ")
    }
}

async fn list(visitor: Visitor) -> Result<Response> {
    let commune = visitor.scope(Right::ManageAccounts)?.commune().to_owned();
    let read = visitor.app.db.read(move |tx| -> Result<_> { Ok((accounts::accounts_of(tx, &commune)?, Places::read(tx, &commune)?)) });
    let (accounts, places) = read.await?;
    page(&ListPage { frame: visitor.frame("org-staff"), t: visitor.t, accounts, places })
}

/// Roles that the caller may grant.
fn grantable(visitor: &Visitor) -> Vec<Role> {
    let own = visitor.roles();
    Role::ALL.iter().copied().filter(|role| role.may_be_granted_by(&own)).collect()
}

#[derive(Template)]
#[template(path = "org/pages/staff_new.html")]
struct NewPage {
    frame: Frame,
    t: Text,
    login: String,
    name: String,
    role: String,
    place: String,
    roles: Vec<Role>,
    places: Places,
    faults: Faults,
}

async fn show_new(visitor: &Visitor, fields: &Fields, faults: Faults) -> Result<Response> {
    let commune = visitor.scope(Right::ManageAccounts)?.commune().to_owned();
    let places = visitor.app.db.read(move |tx| Places::read(tx, &commune)).await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = NewPage {
        frame: visitor.frame("org-staff-new").under(HERE, visitor.t.get("org-staff")).with(&faults),
        t: visitor.t,
        login: fields.get("login").to_owned(),
        name: fields.get("name").to_owned(),
        role: fields.get("role").to_owned(),
        place: fields.get("place").to_owned(),
        roles: grantable(visitor),
        places,
        faults,
    };
    page_with(status, &shown)
}

async fn new(visitor: Visitor) -> Result<Response> {
    show_new(&visitor, &Fields::default(), Faults::default()).await
}

/// A role and its place as they were typed.
struct Typed {
    role: Role,
    village: Option<String>,
    unit: Option<String>,
}

fn read_role(tx: &mut Tx<'_>, visitor: &Visitor, commune: &str, fields: &Fields) -> Result<Typed> {
    let role = Role::parse(fields.get("role")).filter(|r| grantable(visitor).contains(r));
    let role = role.ok_or_else(|| Error::refused("org-staff-role-missing"))?;
    let place = fields.get("place").to_owned();
    let (village, unit) = match role.reach_kind() {
        ReachKind::Commune => (None, None),
        ReachKind::Village => (Some(place), None),
        ReachKind::Unit => (None, Some(place)),
    };
    let village_fine = village.as_ref().is_none_or(|v| places::village(tx, commune, v).is_ok_and(|v| v.is_some()));
    let unit_fine = unit.as_ref().is_none_or(|u| store::unit(tx, commune, u).is_ok_and(|u| u.is_some()));
    if village_fine && unit_fine { Ok(Typed { role, village, unit }) } else { Err(Error::refused("accounts-grant-place")) }
}

async fn add(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManageAccounts)?;
    let (who, form, now) = (visitor.clone(), fields.clone(), visitor.app.clock.now());
    let password = accounts::fresh_password();
    let secret = password.clone();
    let added = visitor
        .app
        .db
        .write(move |tx| -> Result<String> {
            let typed = read_role(tx, &who, scope.commune(), &form)?;
            let id = accounts::create(tx, form.get("login"), form.get("name"), &secret, true, now)?;
            accounts::grant(tx, &id, typed.role, scope.commune(), typed.village.as_deref(), typed.unit.as_deref(), scope.account(), now)?;
            log(tx, &who.event("account-added", &id, form.get("login")), now)?;
            Ok(id)
        })
        .await;
    match added {
        Ok(id) => show_password(&visitor, &id, fields.get("login"), password),
        Err(Error::Refused(refusal)) => {
            let field = match refusal.code {
                "org-staff-role-missing" => "role",
                "accounts-grant-place" => "place",
                "accounts-name-missing" => "name",
                _ => "login",
            };
            let mut faults = Faults::default();
            faults.add(field, visitor.t.refusal(&refusal));
            show_new(&visitor, &fields, faults).await
        }
        Err(other) => Err(other),
    }
}

#[derive(Template)]
#[template(path = "org/pages/staff_password.html")]
struct PasswordPage {
    frame: Frame,
    t: Text,
    id: String,
    login: String,
    password: String,
}

/// Shows a password the only time it can be seen.
fn show_password(visitor: &Visitor, id: &str, login: &str, password: String) -> Result<Response> {
    let frame = visitor.frame("org-staff-password").under(HERE, visitor.t.get("org-staff"));
    page(&PasswordPage { frame, t: visitor.t, id: id.to_owned(), login: login.to_owned(), password })
}

/// An account that the caller may manage: every live grant is in this commune, and none is stronger than the caller's.
fn managed(tx: &mut Tx<'_>, visitor: &Visitor, commune: &str, id: &str) -> Result<AccountRow> {
    let account = accounts::by_id(tx, id)?.ok_or(Error::NotFound)?;
    let grants = accounts::grants(tx, id)?;
    let own = visitor.roles();
    if grants.iter().all(|g| g.commune != commune) {
        return Err(Error::NotFound);
    }
    let stronger = grants.iter().any(|g| g.commune != commune || !g.role.may_be_granted_by(&own));
    if stronger && !own.contains(&Role::SystemAdmin) {
        return Err(Error::Forbidden);
    }
    Ok(AccountRow { id: account.id, login: account.login, name: account.name, disabled: account.disabled, grants })
}

#[derive(Template)]
#[template(path = "org/pages/staff_one.html")]
struct OnePage {
    frame: Frame,
    t: Text,
    account: AccountRow,
    places: Places,
    roles: Vec<Role>,
    own: bool,
}

impl OnePage {
    fn words(&self, grant: &Grant) -> String {
        self.places.words(grant, self.t)
    }
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let commune = visitor.scope(Right::ManageAccounts)?.commune().to_owned();
    let (who, asked) = (visitor.clone(), id.clone());
    let read = visitor.app.db.read(move |tx| -> Result<_> { Ok((managed(tx, &who, &commune, &asked)?, Places::read(tx, &commune)?)) });
    let (account, places) = read.await?;
    let own = visitor.signed()?.account == account.id;
    let frame = visitor.frame_titled(account.name.clone()).under(HERE, visitor.t.get("org-staff"));
    page(&OnePage { frame, t: visitor.t, account, places, roles: grantable(&visitor), own })
}

/// Runs one change on an account that the caller may manage, and keeps it in the log.
async fn change<T: Send + 'static>(
    visitor: &Visitor,
    id: &str,
    kind: &'static str,
    make: impl Fn(&mut Tx<'_>, &AccountRow, &str, Millis) -> Result<T> + Send + 'static,
) -> Result<T> {
    let scope = visitor.scope(Right::ManageAccounts)?;
    let (who, id, now) = (visitor.clone(), id.to_owned(), visitor.app.clock.now());
    visitor
        .app
        .db
        .write(move |tx| -> Result<T> {
            let account = managed(tx, &who, scope.commune(), &id)?;
            let made = make(tx, &account, scope.commune(), now)?;
            log(tx, &who.event(kind, &id, &account.login), now)?;
            Ok(made)
        })
        .await
}

async fn add_role(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let who = visitor.clone();
    let by = visitor.signed()?.account.clone();
    change(&visitor, &id, "role-granted", move |tx, account, commune, now| {
        let typed = read_role(tx, &who, commune, &fields)?;
        accounts::grant(tx, &account.id, typed.role, commune, typed.village.as_deref(), typed.unit.as_deref(), &by, now)
    })
    .await?;
    Ok(go_saying(&format!("{HERE}/{id}"), "org-saved"))
}

async fn end_role(visitor: Visitor, Path((id, grant)): Path<(String, String)>, _: Posted) -> Result<Response> {
    let by = visitor.signed()?.account.clone();
    if by == id {
        return Err(Error::refused("org-staff-own"));
    }
    let ended = change(&visitor, &id, "role-ended", move |tx, account, commune, now| {
        let known = account.grants.iter().any(|g| g.id == grant);
        Ok(known && accounts::end_grant(tx, commune, &grant, &by, now)?)
    })
    .await?;
    if ended { Ok(go_saying(HERE, "org-saved")) } else { Err(Error::NotFound) }
}

async fn reset_password(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let password = accounts::fresh_password();
    let secret = password.clone();
    let login = change(&visitor, &id, "password-reset", move |tx, account, _, now| {
        accounts::reset(tx, &account.login, &secret, now)?;
        Ok(account.login.clone())
    })
    .await?;
    show_password(&visitor, &id, &login, password)
}

async fn switch(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    if visitor.signed()?.account == id {
        return Err(Error::refused("org-staff-own"));
    }
    let disable = fields.is("disable", "1");
    change(&visitor, &id, if disable { "account-disabled" } else { "account-enabled" }, move |tx, account, _, now| {
        Ok(accounts::set_disabled(tx, &account.id, disable, now)?)
    })
    .await?;
    Ok(go_saying(&format!("{HERE}/{id}"), "org-saved"))
}
