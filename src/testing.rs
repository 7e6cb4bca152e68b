//! A house for tests: a database of its own, a clock that stands still, visitors of every role.
//!
//! SQLite unless `HOCVUSO_TEST_DATABASE` names a PostgreSQL server, where each test gets a database of its own.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex},
};

use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
    response::Response,
};
use tower::ServiceExt as _;

use crate::{
    accounts::{self, Role, SESSION_COOKIE, Scope},
    house,
    kit::{
        app::{App, Keys},
        clock::{Clock, HOUR, Millis},
        db::{Db, Place, Tx},
        error::Result,
        forms::encode,
        ids,
        vault::Vault,
    },
    learning,
    ledger::{self, Found},
    places::{self, Commune},
    platform,
};

/// Monday 5 October 2026, 19:00 in Vietnam.
pub const NOW: Millis = 1_791_201_600_000;

/// A running house with two communes: Thạch Thất with two villages, Hạ Bằng with one.
pub struct TestHouse {
    /// The program's shared parts.
    pub app: App,
    /// The first commune's id.
    pub commune: String,
    /// Its villages' ids: Thôn Đồng Mẫu, Thôn Bến Ví Dụ.
    pub villages: [String; 2],
    /// The other commune's id, for tests that nothing leaks.
    pub other_commune: String,
    /// Its village's id.
    pub other_village: String,
    router: axum::Router,
    unit: String,
    database: Place,
    sessions: Mutex<BTreeMap<String, String>>,
    _folder: Folder,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn new_folder() -> Folder {
    let folder = std::env::temp_dir().join(format!("hocvuso-test-{}", ids::new(Clock::System.now())));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    Folder(folder)
}

/// A database with all tables and what the program carries, made once and copied for each test.
///
/// The copied file is one that no store ever opened: a store closes its file on a thread of its own, some time later.
static TEMPLATE: LazyLock<Folder> = LazyLock::new(|| {
    let folder = new_folder();
    let store = filled(Db::open(&Place::Folder(folder.0.clone())).expect("a template database"));
    let quiet = folder.0.join("quiet.db").display().to_string();
    let source = rusqlite::Connection::open(folder.0.join("hocvuso.db")).expect("the template opens");
    source.execute("VACUUM INTO ?1", [quiet]).expect("a copy at rest");
    drop((source, store));
    folder
});

/// Puts the built-in content into a template.
fn filled(store: Db) -> Db {
    store.write_now(|tx| learning::load_content(tx, NOW)).expect("the built-in content is loaded");
    store
}

fn postgres_template(server: &str) -> &'static str {
    static MADE: LazyLock<Mutex<bool>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().expect("no test panics here");
    if !*made {
        let mut client = postgres::Client::connect(&format!("{server}/postgres"), postgres::NoTls).expect("the test server");
        // Test processes start at once; the first one makes the template.
        client.batch_execute("SELECT pg_advisory_lock(1)").expect("lock");
        let known = client.query("SELECT 1 FROM pg_database WHERE datname = 'house'", &[]).expect("list").len();
        if known == 0 {
            client.batch_execute("CREATE DATABASE house_new").expect("create");
            drop(filled(Db::open(&Place::Server(format!("{server}/house_new"))).expect("a template database")));
            // The pool closes with the store; the rename waits for that.
            client.batch_execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'house_new'").expect("close");
            client.batch_execute("ALTER DATABASE house_new RENAME TO house").expect("rename");
        }
        client.batch_execute("SELECT pg_advisory_unlock(1)").expect("unlock");
        *made = true;
    }
    "house"
}

/// A database with all tables and nothing in them.
fn open_database(folder: &Folder) -> (Db, Place) {
    let Ok(server) = std::env::var("HOCVUSO_TEST_DATABASE") else {
        let to = folder.0.join("hocvuso.db");
        std::fs::copy(TEMPLATE.0.join("quiet.db"), to).expect("a copy of the template");
        let place = Place::Folder(folder.0.clone());
        return (Db::open(&place).expect("the copy opens"), place);
    };
    let server = server.trim_end_matches('/').to_owned();
    std::thread::spawn(move || {
        let template = postgres_template(&server);
        let name = format!("t{}", ids::new(Clock::System.now()).replace('-', ""));
        let mut client = postgres::Client::connect(&format!("{server}/postgres"), postgres::NoTls).expect("the test server");
        client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).expect("a database");
        let place = Place::Server(format!("{server}/{name}"));
        (Db::open(&place).expect("the database opens"), place)
    })
    .join()
    .expect("a database")
}

/// Runs a tool of the database server to its end.
fn run_tool(name: &str, args: &[String]) {
    let output = std::process::Command::new(name).args(args).output().unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Each byte of the key of every test house, in hex.
const KEY: &str = "42";

impl TestHouse {
    /// A house with its places, and nobody in them.
    pub async fn new() -> Self {
        let mut house = Self::empty();
        let made = house.write(place).await;
        let [commune, one, two, other_commune, other_village, unit] = made;
        (house.commune, house.villages, house.unit) = (commune, [one, two], unit);
        (house.other_commune, house.other_village) = (other_commune, other_village);
        house
    }

    /// A house without any place.
    pub fn empty() -> Self {
        let folder = new_folder();
        let (db, database) = open_database(&folder);
        let keys = Keys::parse(&KEY.repeat(32)).expect("a key");
        db.unlock(Vault::new(&keys));
        let app = App { db, clock: Clock::still(NOW), keys, folder: Arc::new(folder.0.clone()) };
        let none = String::new;
        Self {
            router: house::router(app.clone()),
            app,
            commune: none(),
            villages: [none(), none()],
            other_commune: none(),
            other_village: none(),
            unit: none(),
            database,
            sessions: Mutex::default(),
            _folder: folder,
        }
    }

    /// The whole first commune in reach.
    pub fn scope(&self) -> Scope {
        Scope::of_command(&self.commune)
    }

    /// The same database as another process opens it: a command, or a server beside this one.
    pub fn other_process(&self) -> Db {
        let (place, vault) = (self.database.clone(), Vault::new(&self.app.keys));
        let db = std::thread::spawn(move || Db::open(&place).expect("the database opens twice")).join().expect("opened");
        db.unlock(vault);
        db
    }

    /// Runs a change and expects it to succeed.
    pub async fn write<T: Send + 'static>(&self, change: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static) -> T {
        self.app.db.write(change).await.expect("the change succeeds")
    }

    /// Runs a look and expects it to succeed.
    pub async fn read<T: Send + 'static>(&self, look: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static) -> T {
        self.app.db.read(look).await.expect("the look succeeds")
    }

    /// How many entries of a kind count now.
    pub async fn entries(&self, kind: ledger::Kind) -> i64 {
        let commune = self.commune.clone();
        self.read(move |tx| ledger::count_entries(tx, &commune, &Found { kind: kind.name.into(), ..Found::default() })).await
    }

    /// Expects the ledger of the first commune to be sound.
    pub async fn expect_sound(&self) {
        let commune = self.commune.clone();
        let checked = self.read(move |tx| ledger::check(tx, &commune, &mut |_| {})).await;
        assert_eq!(checked.proof, ledger::Proof::Sound);
    }

    /// Backs the database up as the handbook says: with this program, or with `pg_dump`. Answers the file.
    pub fn back_up(&self) -> PathBuf {
        let (app, out) = (self.app.clone(), self.app.folder.join(format!("{}.backup", ids::new(Clock::System.now()))));
        let (place, file) = (self.database.clone(), out.clone());
        let work = move || match place {
            Place::Folder(_) => platform::backup(&app, &file).map(drop).expect("a backup"),
            Place::Server(url) => run_tool("pg_dump", &["--format=custom".into(), "--file".into(), file.display().to_string(), url]),
        };
        std::thread::spawn(work).join().expect("backed up");
        out
    }

    /// Brings a backup back as the handbook says, and goes on with that database as a server started anew.
    pub fn bring_back(&mut self, backup: &Path) {
        let folder = self.app.folder.join(format!("back-{}", ids::new(Clock::System.now())));
        let (app, place, file) = (self.app.clone(), self.database.clone(), backup.to_owned());
        let work = move || {
            let place = match place {
                Place::Folder(_) => {
                    std::fs::create_dir_all(&folder).expect("a folder");
                    std::fs::write(folder.join("hocvuso.key"), KEY.repeat(32)).expect("the key file");
                    platform::restore(&folder, &file, app.clock.now()).expect("brought back");
                    Place::Folder(folder)
                }
                Place::Server(url) => {
                    let server = url.rsplit_once('/').expect("an address with a database").0;
                    let name = format!("t{}", ids::new(Clock::System.now()).replace('-', ""));
                    let mut client = postgres::Client::connect(&format!("{server}/postgres"), postgres::NoTls).expect("the test server");
                    client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
                    let url = format!("{server}/{name}");
                    run_tool("pg_restore", &["--no-owner".into(), "--dbname".into(), url.clone(), file.display().to_string()]);
                    Place::Server(url)
                }
            };
            let db = Db::open(&place).expect("the copy opens");
            db.unlock(Vault::new(&app.keys));
            let app = App { db, ..app };
            if matches!(place, Place::Server(_)) {
                platform::restored(&app).expect("noted");
            }
            (app, place)
        };
        (self.app, self.database) = std::thread::spawn(work).join().expect("brought back");
        self.router = house::router(self.app.clone());
        self.sessions.lock().expect("no test panics here").clear();
    }

    /// A request as a program sends it: no cookies, these headers, this body.
    pub async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "xa.test");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let answer = self.router.clone().oneshot(request.body(Body::from(body)).expect("a request")).await;
        Answer::of(answer.expect("a router always answers")).await
    }

    /// A visitor without an account.
    pub fn anybody(&self) -> Visit<'_> {
        Visit { house: self, token: None, csrf: "0".repeat(64), lang: "vi", script: false, more: Vec::new() }
    }

    /// A visitor of a role in the first commune; roles of a village are for the first village.
    pub async fn role(&self, role: Role) -> Visit<'_> {
        let (commune, village) = (self.commune.clone(), self.villages[0].clone());
        self.role_at(role, &commune, &village).await
    }

    /// An account that is there, in a session opened now in the first commune.
    pub async fn signed_in(&self, login: &str) -> Visit<'_> {
        let (commune, who, now) = (self.commune.clone(), login.to_owned(), self.app.clock.now());
        let token = self.write(move |tx| accounts::testing::sign_in(tx, &who, &commune, now)).await;
        let hash = ids::sha256_hex(token.as_bytes());
        let csrf = self.read(move |tx| Ok(accounts::testing::csrf_of(tx, &hash)?)).await;
        Visit { house: self, token: Some(token), csrf, lang: "vi", script: false, more: Vec::new() }
    }

    /// A visitor of a role in a commune and village.
    pub async fn role_at(&self, role: Role, commune: &str, village: &str) -> Visit<'_> {
        let login = format!("{}-{}", role.code(), &village[village.len() - 6..]);
        let (commune, village, unit, who) = (commune.to_owned(), village.to_owned(), self.unit.clone(), login.clone());
        let now = self.app.clock.now();
        let known = self.sessions.lock().expect("no test panics here").get(&login).cloned();
        let token = match known {
            Some(token) => token,
            None => self.write(move |tx| accounts::testing::visitor(tx, &who, role, &commune, &village, &unit, now)).await,
        };
        self.sessions.lock().expect("no test panics here").insert(login, token.clone());
        let (asked, hash) = (token.clone(), ids::sha256_hex(token.as_bytes()));
        let csrf = self.read(move |tx| Ok(accounts::testing::csrf_of(tx, &hash)?)).await;
        Visit { house: self, token: Some(asked), csrf, lang: "vi", script: false, more: Vec::new() }
    }
}

fn place(tx: &mut Tx<'_>) -> Result<[String; 6], crate::kit::error::Error> {
    places::add_province(tx, "01", "Thành phố Hà Nội")?;
    let commune = |code: &str, name: &str| Commune {
        id: String::new(),
        code: code.into(),
        province: "01".into(),
        name: format!("Xã {name}"),
        short_name: name.into(),
        demo: false,
    };
    let one = places::add_commune(tx, &commune("09955", "Thạch Thất"), NOW - HOUR)?;
    let other = places::add_commune(tx, &commune("09982", "Hạ Bằng"), NOW)?;
    let first = places::add_village(tx, &one, "001", "Thôn Đồng Mẫu", "Kim Quan", NOW)?;
    let second = places::add_village(tx, &one, "002", "Thôn Bến Ví Dụ", "Lại Thượng", NOW)?;
    let third = places::add_village(tx, &other, "001", "Thôn Người Khác", "", NOW)?;
    Ok([one, first, second, other, third, ids::new(NOW)])
}

/// Somebody at a browser.
#[derive(Clone)]
pub struct Visit<'a> {
    house: &'a TestHouse,
    token: Option<String>,
    csrf: String,
    lang: &'static str,
    script: bool,
    more: Vec<(&'static str, String)>,
}

impl Visit<'_> {
    /// The same visitor sending forms of somebody else's pages.
    #[must_use]
    pub fn without_token(mut self) -> Self {
        if self.token.is_some() {
            self.csrf = "f".repeat(64);
        } else {
            self.csrf.clear();
        }
        self
    }

    /// The same visitor reading English.
    #[must_use]
    pub fn in_english(mut self) -> Self {
        self.lang = "en";
        self
    }

    /// The same visitor's page sending forms by its script, which wants JSON.
    #[must_use]
    pub fn by_script(mut self) -> Self {
        self.script = true;
        self
    }

    /// The same visitor, whose browser sends one more header; a `cookie` comes after the others.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.more.push((name, value.to_owned()));
        self
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let form = if self.token.is_none() { format!("; __Host-hv-form={}", self.csrf) } else { String::new() };
        let session = self.token.as_ref().map(|t| format!("; {SESSION_COOKIE}={t}")).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "xa.test")
            .header(header::COOKIE, format!("hv_lang={}{form}{session}", self.lang))
            .header("x-requested-with", if self.script { "fetch" } else { "" });
        self.more.iter().fold(request, |request, (name, value)| request.header(*name, value))
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.house.router.clone().oneshot(request).await.expect("a router always answers");
        Answer::of(answer).await
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path).body(Body::empty()).expect("a request")).await
    }

    /// Sends JSON as a page's script does, with the form token in a header.
    pub async fn post_json(&self, path: &str, body: &serde_json::Value) -> Answer {
        let request = self.request("POST", path).header("x-hocvuso-form", &self.csrf).header(header::ORIGIN, "https://xa.test");
        self.send(request.body(Body::from(body.to_string())).expect("a request")).await
    }

    /// Opens a page or file with more headers.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = headers.iter().fold(self.request("GET", path), |request, (name, value)| request.header(*name, *value));
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// Submits a form with its token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        self.post_as_is(path, &all).await
    }

    /// Submits a form without a token, or with another one.
    pub async fn post_as_is(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
        let request =
            self.request("POST", path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(body.join("&")));
        self.send(request.expect("a request")).await
    }

    /// Sends a form with one file.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Answer {
        self.upload_asking(path, fields, name, bytes, "text/html").await
    }

    /// Sends a form with one file as a script does, which asks for JSON.
    pub async fn upload_for_json(&self, path: &str, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Answer {
        self.upload_asking(path, fields, name, bytes, "application/json").await
    }

    async fn upload_asking(&self, path: &str, fields: &[(&str, &str)], name: &str, bytes: &[u8], accept: &str) -> Answer {
        let mut body = Vec::new();
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        for (field, value) in all {
            body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
        }
        body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n--edge--\r\n");
        let request = self
            .request("POST", path)
            .header(header::ACCEPT, accept)
            .header(header::CONTENT_LENGTH, body.len())
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        self.send(request.body(Body::from(body)).expect("a request")).await
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Answer {
    async fn of(answer: Response) -> Self {
        let (parts, body) = answer.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Self { status: parts.status, headers: parts.headers, bytes }
    }

    /// The body as it is.
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The words of a page, without tags, with single spaces.
    pub fn text(&self) -> String {
        let html = self.html();
        let body = html.split_once("<body").map_or(html.as_str(), |(_, body)| body);
        let mut out = String::new();
        let mut inside = body.len() != html.len();
        for c in body.chars() {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    out.push(' ');
                }
                _ if !inside => out.push(c),
                _ => {}
            }
        }
        let out = out
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&#34;", "\"")
            .replace("&#38;", "&")
            .replace("&amp;", "&")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where the browser is sent; empty when nowhere.
    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned()
    }

    /// Expects a status.
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// Expects words on the page.
    pub fn says(self, words: &str) -> Self {
        assert!(self.text().contains(words), "“{words}” is not in: {}", self.text());
        self
    }

    /// Expects words not to be on the page.
    pub fn never_says(self, words: &str) -> Self {
        assert!(!self.text().contains(words), "“{words}” is in: {}", self.text());
        self
    }
}
