//! Pages: one file for each thing that somebody wants to do, its templates beside it.

mod duty;
mod help;
mod home;
mod households;
mod identity;
mod pairs;
mod quotas;
mod records;
mod requests;
mod stalls;
mod typed;
mod words;

use axum::routing::{get, post};

pub use words::line;

use crate::{
    accounts::{self, Need, Right, Role, Route, Scope, Visitor},
    kit::{db::Tx, error::Result, forms::encode, pages::Frame},
    places,
};

/// The slice's own first page.
pub(super) const HOME: &str = "/quan-ly/dong-hanh";

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    let coach = Need::May(Right::Coach);
    let manage = Need::May(Right::ManageCoaching);
    vec![
        Route::get("/quan-ly/dong-hanh", coach, get(home::show)),
        Route::get("/quan-ly/dong-hanh/huong-dan", coach, get(help::list)),
        Route::get("/quan-ly/dong-hanh/huong-dan.csv", Need::May(Right::Export), get(help::csv)),
        Route::get("/quan-ly/dong-hanh/huong-dan.xlsx", Need::May(Right::Export), get(help::xlsx)),
        Route::get("/quan-ly/dong-hanh/huong-dan/moi", coach, get(help::form)),
        Route::post("/quan-ly/dong-hanh/huong-dan/moi", coach, post(help::record)),
        Route::get("/quan-ly/dong-hanh/ghi/{record}", coach, get(records::show)),
        Route::post("/quan-ly/dong-hanh/ghi/{record}/bo", coach, post(records::undo)),
        Route::get("/quan-ly/dong-hanh/kem", coach, get(pairs::board)),
        Route::get("/quan-ly/dong-hanh/kem/in", coach, get(pairs::print)),
        Route::get("/quan-ly/dong-hanh/kem/chua-co", manage, get(pairs::without)),
        Route::get("/quan-ly/dong-hanh/kem/{mentor}", manage, get(pairs::mentor)),
        Route::post("/quan-ly/dong-hanh/kem/{mentor}", manage, post(pairs::add)),
        Route::get("/quan-ly/dong-hanh/cap/{pairing}", coach, get(pairs::pair)),
        Route::post("/quan-ly/dong-hanh/cap/{pairing}/gap", coach, post(pairs::contact)),
        Route::post("/quan-ly/dong-hanh/cap/{pairing}/ke-hoach", coach, post(pairs::plan)),
        Route::post("/quan-ly/dong-hanh/cap/{pairing}/doi", manage, post(pairs::hand_over)),
        Route::post("/quan-ly/dong-hanh/cap/{pairing}/ket-thuc", manage, post(pairs::end)),
        Route::get("/quan-ly/dong-hanh/ho", coach, get(households::list)),
        Route::get("/quan-ly/dong-hanh/ho/{household}", coach, get(households::show)),
        Route::post("/quan-ly/dong-hanh/ho/{household}/tham", coach, post(households::visit)),
        Route::post("/quan-ly/dong-hanh/ho/{household}/cam-ket", coach, post(households::commit)),
        Route::get("/quan-ly/dong-hanh/cho", coach, get(stalls::list)),
        Route::get("/quan-ly/dong-hanh/cho/moi", coach, get(stalls::new_form)),
        Route::post("/quan-ly/dong-hanh/cho/moi", coach, post(stalls::add)),
        Route::get("/quan-ly/dong-hanh/cho/{stall}", coach, get(stalls::show)),
        Route::post("/quan-ly/dong-hanh/cho/{stall}", coach, post(stalls::survey)),
        Route::get("/quan-ly/dong-hanh/danh-tinh", coach, get(identity::list)),
        Route::get("/quan-ly/dong-hanh/danh-tinh/{person}", coach, get(identity::show)),
        Route::post("/quan-ly/dong-hanh/danh-tinh/{person}", coach, post(identity::check)),
        Route::get("/quan-ly/dong-hanh/truc", coach, get(duty::week)),
        Route::get("/quan-ly/dong-hanh/truc/in", coach, get(duty::print)),
        Route::get("/quan-ly/dong-hanh/truc/gio", coach, get(duty::hours)),
        Route::get("/quan-ly/dong-hanh/truc/moi", manage, get(duty::new_form)),
        Route::post("/quan-ly/dong-hanh/truc/moi", manage, post(duty::add)),
        Route::post("/quan-ly/dong-hanh/truc/{duty}/bo", manage, post(duty::cancel)),
        Route::get("/quan-ly/dong-hanh/truc/ghi", coach, get(duty::shift_form)),
        Route::post("/quan-ly/dong-hanh/truc/ghi", coach, post(duty::shift)),
        Route::get("/quan-ly/dong-hanh/nho-giup", coach, get(requests::list)),
        Route::get("/quan-ly/dong-hanh/nho-giup/moi", manage, get(requests::new_form)),
        Route::post("/quan-ly/dong-hanh/nho-giup/moi", manage, post(requests::ask)),
        Route::get("/quan-ly/dong-hanh/nho-giup/{request}", coach, get(requests::show)),
        Route::post("/quan-ly/dong-hanh/nho-giup/{request}/giao", manage, post(requests::give)),
        Route::post("/quan-ly/dong-hanh/nho-giup/{request}/xong", coach, post(requests::close)),
        Route::post("/quan-ly/dong-hanh/nho-giup/{request}/mo-lai", manage, post(requests::reopen)),
        Route::get("/quan-ly/dong-hanh/chi-tieu", coach, get(quotas::list)),
        Route::get("/quan-ly/dong-hanh/chi-tieu/giao", manage, get(quotas::form)),
        Route::post("/quan-ly/dong-hanh/chi-tieu/giao", manage, post(quotas::issue)),
    ]
}

/// What a visitor may see and do on these pages.
#[derive(Clone)]
struct Sight {
    /// How far they coach.
    scope: Scope,
    /// Whether they may see the names of persons and what others recorded about them.
    names: bool,
    /// How far they manage coaching.
    manages: Option<Scope>,
}

impl Sight {
    fn of(visitor: &Visitor) -> Result<Self> {
        let scope = visitor.scope(Right::Coach)?;
        Ok(Self { scope, names: visitor.may(Right::SeePersons), manages: visitor.scope(Right::ManageCoaching).ok() })
    }

    /// The account whose own records alone may be shown; empty when all may be.
    fn only(&self) -> String {
        if self.names { String::new() } else { self.scope.account().to_owned() }
    }

    fn manages(&self, village: &str) -> bool {
        self.manages.as_ref().is_some_and(|scope| scope.covers(village))
    }
}

/// Pairs of value and words for a list to choose from.
type Options = Vec<(String, String)>;

/// The villages in reach that exist.
fn villages(tx: &mut Tx<'_>, scope: &Scope) -> Result<Options> {
    let all = places::villages(tx, scope.commune())?;
    Ok(all.into_iter().filter(|village| village.active && scope.covers(&village.id)).map(|village| (village.id, village.name)).collect())
}

/// The village asked for, when it is in reach; else none.
fn asked_village(visitor: &Visitor, scope: &Scope) -> String {
    visitor.query.some("thon").filter(|village| scope.covers(village)).unwrap_or("").to_owned()
}

/// Somebody who coaches.
#[derive(Clone, Debug)]
struct Helper {
    id: String,
    name: String,
    /// The text key of their first role here.
    role: &'static str,
    ambassador: bool,
    /// The villages they coach in; empty for the whole commune.
    villages: Vec<String>,
}

impl Helper {
    fn coaches_in(&self, village: &str) -> bool {
        self.villages.is_empty() || self.villages.iter().any(|own| own == village)
    }
}

/// Everybody who coaches in a village of the caller's reach, by name.
fn helpers(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Helper>> {
    let mut found = Vec::new();
    for account in accounts::accounts_of(tx, scope.commune())?.into_iter().filter(|account| !account.disabled) {
        let grants: Vec<_> =
            account.grants.iter().filter(|grant| grant.commune == scope.commune() && grant.role.rights().contains(&Right::Coach)).collect();
        let everywhere = grants.iter().any(|grant| grant.village.is_none());
        let own: Vec<String> = grants.iter().filter_map(|grant| grant.village.clone()).collect();
        let reached = everywhere || own.iter().any(|village| scope.covers(village));
        if let Some(first) = grants.first().filter(|_| reached) {
            found.push(Helper {
                role: first.role.key(),
                ambassador: grants.iter().any(|grant| grant.role == Role::Ambassador),
                villages: if everywhere { Vec::new() } else { own },
                id: account.id,
                name: account.name,
            });
        }
    }
    found.sort_by_cached_key(|helper| crate::kit::fold::sort_key(&helper.name));
    Ok(found)
}

/// Helpers to choose from.
fn helper_options(helpers: &[Helper], visitor: &Visitor) -> Options {
    helpers.iter().map(|helper| (helper.id.clone(), format!("{} ({})", helper.name, visitor.t.get(helper.role)))).collect()
}

/// The frame of a page of this slice.
fn framed(visitor: &Visitor, title_key: &str) -> Frame {
    visitor.frame(title_key).under(HOME, visitor.t.get("coaching-home"))
}

fn record_href(id: &str) -> String {
    format!("{HOME}/ghi/{}", encode(id))
}
