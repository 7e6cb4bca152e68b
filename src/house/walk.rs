//! Walks every address as every role in the right place and in two wrong ones, and expects what its [`Need`] says.
//!
//! What is out of reach does not exist: its answer is that of an id nobody has. Names planted in each place never
//! appear before somebody who may not know them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    plants::{NAMES, Plants, Where, reach_of},
    routes,
};
use crate::{
    accounts::{Need, ReachKind, Right, Role, Route},
    kit::db::MIGRATIONS,
    testing::{Answer, TestHouse, Visit},
};

/// How far an id in an address is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// A village's: only who reaches that village.
    Village,
    /// Something about a person of a village: only who may see persons there.
    Person,
    /// A commune's: everybody there whom the route lets in.
    Commune,
    /// Its owner's alone, who is none of the walkers.
    Owner,
    /// No id of anything: a period, a key.
    Open,
}

/// What a cell must answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// The page, or what the form says to an empty one.
    Open,
    /// The way to the sign-in page.
    SignIn,
    /// A refusal: the role lacks the right.
    Forbidden,
    /// As if it were not there.
    Hidden,
}

fn has(role: Option<Role>, right: Right) -> bool {
    role.is_some_and(|role| role.rights().contains(&right))
}

fn covers(role: Role, at: Where) -> bool {
    match role.reach_kind() {
        ReachKind::Commune => at != Where::Far,
        ReachKind::Village => at == Where::Here,
        ReachKind::Unit => false,
    }
}

fn expected(route: &Route, role: Option<Role>, at: Where) -> Expected {
    match (route.need, role) {
        (Need::Public, _) => {}
        (_, None) => return Expected::SignIn,
        (Need::May(right), _) if !has(role, right) => return Expected::Forbidden,
        _ => {}
    }
    let hidden = parts(route.path).into_iter().any(|part| match reach_of(route.path, part) {
        Reach::Open => false,
        Reach::Owner => true,
        Reach::Commune => at == Where::Far,
        Reach::Person => !role.is_some_and(|role| has(Some(role), Right::SeePersons) && covers(role, at)),
        // What is public in a commune is public in all its villages.
        Reach::Village => match (route.need, role) {
            (Need::May(_), Some(role)) => !covers(role, at),
            _ => at == Where::Far,
        },
    });
    if hidden { Expected::Hidden } else { Expected::Open }
}

/// The names in braces of an address.
fn parts(path: &'static str) -> Vec<&'static str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

/// Whether somebody of this role may know what was planted under this name at this place.
fn may_know(role: Option<Role>, planted: &str, at: Where) -> bool {
    let Some(role) = role else { return matches!(planted, "CLASS" | "VENUE") && at != Where::Far };
    let any = |rights: &[Right]| rights.iter().any(|right| has(Some(role), *right));
    match planted {
        "PERSON" | "GUEST" => any(&[Right::SeePersons, Right::SeeClasses, Right::TakeAttendance]) && covers(role, at),
        "REPORT" => any(&[Right::SeeReports]) && at != Where::Far,
        // Those who coach in a village know each other.
        "ACCOUNT" => any(&[Right::ManageAccounts, Right::SeeAudit]) && at != Where::Far || any(&[Right::Coach]) && covers(role, at),
        "CLASS" | "VENUE" => at != Where::Far,
        other => panic!("nobody says who may know {other}"),
    }
}

struct Walk<'a> {
    plants: Plants,
    visits: BTreeMap<Option<Role>, Visit<'a>>,
    cells: usize,
    wrong: Vec<String>,
    /// Kinds of planted names that were shown to somebody: a name that nobody ever sees proves nothing.
    seen: BTreeSet<&'static str>,
}

impl Walk<'_> {
    fn expect(&mut self, fine: bool, cell: &str, said: &str, answer: &Answer) {
        if !fine {
            self.wrong.push(format!("{cell}: {said}, answered {} {}", answer.status.as_u16(), answer.location()));
        }
    }

    fn look_for_names(&mut self, role: Option<Role>, path: &str, cell: &str, answer: &Answer) {
        // Loading a list mends names in capitals.
        let html = answer.html().to_lowercase();
        for (planted, at, name) in self.plants.names() {
            if !html.contains(&name.to_lowercase()) {
                continue;
            }
            self.seen.insert(planted);
            // The slip of a registration is shown to whoever holds its code.
            let own = planted == "GUEST" && path.ends_with("/{spoken}");
            if !own && !may_know(role, planted, at) {
                self.wrong.push(format!("{cell}: says {name}"));
            }
        }
    }

    async fn cell(&mut self, route: &Route, role: Option<Role>, at: Where) {
        self.cells += 1;
        let path = self.plants.fill(route.path, at);
        let cell = format!("{} {} as {} at {at:?}", route.method, route.path, role.map_or("anybody", Role::code));
        let expected = expected(route, role, at);
        let visit = self.visits[&role].clone();
        if route.method == "GET" {
            let answer = visit.get(&path).await;
            let status = answer.status.as_u16();
            let fine = match expected {
                Expected::Open => matches!(status, 200 | 303) && !answer.location().starts_with("/dang-nhap"),
                Expected::SignIn => status == 303 && answer.location().starts_with("/dang-nhap?ve="),
                Expected::Forbidden => status == 403,
                Expected::Hidden => status == 404,
            };
            self.expect(fine, &cell, &format!("{expected:?}"), &answer);
            self.look_for_names(role, route.path, &cell, &answer);
            return;
        }
        self.submit(&visit, route, &path, &cell, expected, role).await;
    }

    /// What an address may be asked for beside its path: another village, a search for a name of another place.
    async fn asked(&mut self, route: &Route, role: Option<Role>, at: Where) {
        if route.method != "GET" {
            return;
        }
        let (village, commune) = self.plants.place(at);
        let path = self.plants.fill(route.path, Where::Here);
        for query in [format!("thon={village}&trang=1"), format!("q=canary&ten=canary&nguoi=canary&thon={village}&xa={commune}")] {
            // Whoever has no session chooses the commune to look at: all it shows is public there.
            if role.is_none() && query.contains("xa=") && at == Where::Far {
                continue;
            }
            let cell = format!("{} {}?{query} as {} of {at:?}", route.method, route.path, role.map_or("anybody", Role::code));
            let visit = self.visits[&role].clone();
            let answer = visit.get(&format!("{path}?{query}")).await;
            self.expect(!answer.status.is_server_error(), &cell, "an answer", &answer);
            self.look_for_names(role, route.path, &cell, &answer);
        }
    }

    /// Without its token a form is refused whatever it says; with it, what is out of reach is not there.
    async fn submit(&mut self, visit: &Visit<'_>, route: &Route, path: &str, cell: &str, expected: Expected, role: Option<Role>) {
        if route.path == "/hien-thi" {
            // How this browser is shown pages: the form has no token, where it comes from is told by the browser.
            let foreign = visit.clone().with_header("sec-fetch-site", "cross-site").post_as_is(path, &[]).await;
            self.expect(foreign.status == 403, cell, "a form of another site", &foreign);
            return;
        }
        let mut bare = visit.post_as_is(path, &[]).await;
        if bare.status == 422 {
            // The form of a file.
            bare = visit.clone().without_token().upload(path, &[], "x.csv", b"x").await;
        }
        let fine = match expected {
            Expected::SignIn => bare.status == 303 && bare.location().starts_with("/dang-nhap?ve="),
            Expected::Forbidden | Expected::Open | Expected::Hidden => bare.status == 403,
        };
        self.expect(fine, cell, "a form without its token", &bare);
        if expected == Expected::Open {
            // What a good form does, its own slice tests.
            return;
        }
        let answer = visit.post(path, good_form(route.path)).await;
        let fine = match expected {
            Expected::SignIn => answer.status == 303 && answer.location().starts_with("/dang-nhap?ve="),
            Expected::Forbidden => answer.status == 403,
            _ => answer.status == 404,
        };
        self.expect(fine, cell, &format!("{expected:?}"), &answer);
        self.look_for_names(role, route.path, cell, &answer);
    }

    /// An id of a wrong place behind one of the right place.
    async fn mixed(&mut self, route: &Route, role: Option<Role>, at: Where) {
        let names = parts(route.path);
        let bound = names.iter().filter(|part| reach_of(route.path, part) != Reach::Open).count();
        let covered = role.is_some_and(|role| covers(role, at));
        if bound < 2 || covered || expected(route, role, Where::Here) != Expected::Open {
            return;
        }
        let last = names.last().copied().unwrap_or("");
        let path = self.plants.fill_mixed(route.path, last, at);
        let cell = format!("{} {} as {} here with {last} of {at:?}", route.method, route.path, role.map_or("anybody", Role::code));
        let visit = self.visits[&role].clone();
        let answer = if route.method == "GET" { visit.get(&path).await } else { visit.post(&path, &[]).await };
        self.expect(answer.status == 404, &cell, "Hidden", &answer);
        self.look_for_names(role, route.path, &cell, &answer);
    }
}

/// A form without faults, for handlers that look at the form before they look up whose it is; others take an empty one.
fn good_form(path: &str) -> &'static [(&'static str, &'static str)] {
    match path {
        "/quan-ly/dia-diem/{venue}" => &[("name", "Nhà văn hóa"), ("kind", "hall"), ("version", "1")],
        "/quan-ly/dong-bo/viec/{op}" => &[("decision", "decline"), ("reason", "nhầm")],
        "/quan-ly/chi-tieu/mau-so/{key}/{denominator}/rut" => &[("reason", "nhầm")],
        _ => &[],
    }
}

/// Everything that is kept, but for what a walk itself leaves: sessions and the log of access.
pub(super) async fn everything(house: &TestHouse) -> BTreeMap<String, Vec<String>> {
    let tables = MIGRATIONS.iter().flat_map(|(_, sql)| sql.split("CREATE TABLE ").skip(1)).filter_map(|rest| rest.split([' ', '(']).next());
    let tables = tables.filter(|table| !matches!(*table, "accounts_event" | "accounts_session"));
    let mut kept = BTreeMap::new();
    for table in tables {
        let statement: &'static str = format!("SELECT * FROM {table}").leak();
        let mut rows = house.read(move |tx| Ok(tx.rows(statement, &[])?)).await.iter().map(|row| format!("{row:?}")).collect::<Vec<_>>();
        rows.sort();
        kept.insert(table.to_owned(), rows);
    }
    kept
}

#[tokio::test]
async fn nobody_gets_what_is_not_theirs() {
    let house = TestHouse::new().await;
    let plants = Plants::set(&house).await;
    let mut visits = BTreeMap::from([(None, house.anybody())]);
    for role in Role::ALL {
        visits.insert(Some(*role), house.role(*role).await);
    }
    let before = everything(&house).await;
    let mut walk = Walk { plants, visits, cells: 0, wrong: Vec::new(), seen: BTreeSet::new() };
    let routes = routes();
    let roles: Vec<Option<Role>> = walk.visits.keys().copied().collect();
    let pages: Vec<&Route> = routes.iter().filter(|route| route.path != "/dang-xuat" && !is_for_phones(route.path)).collect();
    for route in &pages {
        for role in &roles {
            for at in Where::ALL {
                walk.cell(route, *role, at).await;
            }
            for at in [Where::Next, Where::Far] {
                walk.mixed(route, *role, at).await;
                walk.asked(route, *role, at).await;
            }
        }
    }
    assert!(walk.cells >= pages.len() * 14 * 3, "{} cells", walk.cells);
    assert!(walk.wrong.is_empty(), "{} of {} cells:\n{}", walk.wrong.len(), walk.cells, walk.wrong.join("\n"));
    assert_eq!(walk.seen, NAMES.into_iter().collect(), "names that somebody saw");
    for (table, rows) in everything(&house).await {
        assert!(rows == before[&table], "{table} was changed");
    }
    house.expect_sound().await;
}

/// Addresses that a device's secret opens, and no cookie: they answer programs.
fn is_for_phones(path: &str) -> bool {
    path.starts_with("/api/v1/sync/")
}

#[tokio::test]
async fn without_a_devices_secret_no_address_of_phones_tells_or_changes_anything() {
    let house = TestHouse::new().await;
    let plants = Plants::set(&house).await;
    let (commune, village) = (house.commune.clone(), house.villages[0].clone());
    let now = house.app.clock.now();
    let (account, phone) = house
        .write(move |tx| {
            let token = crate::accounts::testing::visitor(tx, "may-lan", Role::Volunteer, &commune, &village, "", now)?;
            let account = tx.value::<String>("SELECT id FROM accounts_account WHERE login = 'may-lan'", &[])?.unwrap_or_default();
            Ok((token, crate::sync::enrol(tx, &commune, &account, "x", now)?))
        })
        .await;
    let before = everything(&house).await;
    let right = format!("Device {}.{}", phone.device, phone.secret);
    let wrong = format!("Device {}.{}", phone.device, "0".repeat(64));
    let cookie = format!("{}={account}", crate::accounts::SESSION_COOKIE);
    let keys: [(&str, Vec<(&str, &str)>); 6] = [
        ("nothing", vec![]),
        ("a session's cookie alone", vec![("cookie", cookie.as_str()), ("x-hocvuso-sync", "1")]),
        ("a wrong secret", vec![("authorization", wrong.as_str()), ("x-hocvuso-sync", "1")]),
        ("a broken header", vec![("authorization", "Device"), ("x-hocvuso-sync", "1")]),
        ("a foreign page", vec![("authorization", right.as_str()), ("x-hocvuso-sync", "1"), ("origin", "https://evil.test")]),
        ("no protocol", vec![("authorization", right.as_str())]),
    ];
    let mut cells = 0;
    for route in routes().iter().filter(|route| is_for_phones(route.path)) {
        for at in Where::ALL {
            let path = plants.fill(route.path, at);
            for (who, headers) in &keys {
                let answer = house.call(route.method.as_str(), &path, headers, b"{}".to_vec()).await;
                let cell = format!("{} {} with {who}", route.method, route.path);
                assert!([401, 403, 426].contains(&answer.status.as_u16()), "{cell}: {} {}", answer.status, answer.html());
                if route.method != "HEAD" {
                    assert!(answer.html().contains("\"code\":"), "{cell}: {}", answer.html());
                }
                for (_, _, name) in plants.names() {
                    assert!(!answer.html().to_lowercase().contains(&name.to_lowercase()), "{cell}: says {name}");
                }
                cells += 1;
            }
        }
    }
    assert!(cells >= 4 * 3 * 6, "{cells} cells");
    for (table, rows) in everything(&house).await {
        assert!(rows == before[&table], "{table} was changed");
    }
}
