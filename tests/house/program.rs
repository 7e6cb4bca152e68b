//! The program as somebody at a terminal or browser meets it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

/// A folder that is taken away at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("hocvuso-house-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The program, in a folder of its own and with none of the settings of whoever runs the tests.
pub fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hocvuso"));
    for name in ["HOCVUSO_DATA", "HOCVUSO_DATABASE", "HOCVUSO_LISTEN", "HOCVUSO_CONFIG", "HOCVUSO_LOG"] {
        command.env_remove(name);
    }
    command.args(args).current_dir(folder).env("HOCVUSO_LANG", "en").stdin(Stdio::null());
    command
}

/// What the database of a folder holds, read past the program.
pub enum Database {
    Embedded(PathBuf),
    Server(String),
}

impl Database {
    /// The embedded database of a folder.
    pub fn embedded(folder: &Folder) -> Self {
        Self::Embedded(folder.path("data/hocvuso.db"))
    }

    /// A new database on the server that `HOCVUSO_TEST_DATABASE` names, which the folder's settings name from now on; `None` where it
    /// names none.
    pub fn on_a_server(folder: &Folder) -> Option<Self> {
        let server = std::env::var("HOCVUSO_TEST_DATABASE").ok()?;
        let name = folder.0.file_name().expect("a name").to_string_lossy().replace('-', "_");
        let server = server.trim_end_matches('/');
        let mut client = postgres::Client::connect(&format!("{server}/postgres"), postgres::NoTls).expect("the test server");
        client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
        let address = format!("{server}/{name}");
        std::fs::write(folder.path("hocvuso.toml"), format!("database = \"{address}\"\n")).expect("the settings");
        Some(Self::Server(address))
    }

    /// The first column of every row, as text.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        match self {
            Self::Embedded(file) => {
                let database = rusqlite::Connection::open(file).expect("the database");
                let mut found = database.prepare(sql).expect("the table");
                found.query_map([], |row| row.get(0)).expect("rows").map(|text| text.expect("a text")).collect()
            }
            Self::Server(address) => {
                let mut client = postgres::Client::connect(address, postgres::NoTls).expect("the database");
                client.query(sql, &[]).expect("rows").iter().map(|row| row.get(0)).collect()
            }
        }
    }
}

/// Runs a command to its end.
pub fn run(folder: &Path, args: &[&str]) -> Output {
    program(folder, args).output().expect("the program runs")
}

/// Runs a command that must succeed, and answers what it printed.
pub fn done(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert!(output.status.success(), "{args:?}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// What a command printed.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A commune with one village and an administrator of the plan, `lan` with the password `con trâu đi trước`.
pub fn settle(folder: &Path) {
    done(folder, &["commune", "add", "--code", "09955", "--name", "Xã Thạch Thất"]);
    std::fs::write(folder.join("thon.csv"), "Mã,Tên\n001,Thôn Đồng Mẫu\n").expect("a list");
    done(folder, &["import", "places", "thon.csv"]);
    let mut add = program(folder, &["user", "add", "lan", "--name", "Lan", "--role", "coordinator", "--password-stdin"]);
    let mut child = add.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the program runs");
    child.stdin.take().expect("its input").write_all("con trâu đi trước\n".as_bytes()).expect("written");
    assert!(child.wait().expect("ends").success());
}

/// A running server.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts `hocvuso serve` and waits for the line that says it is ready.
    pub fn start(folder: &Path) -> Self {
        Self::start_as(program(folder, &["serve"]))
    }

    /// Starts a command that ends in a server; the address is added through the environment.
    pub fn start_as(mut command: Command) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address");
        let command = command.env("HOCVUSO_LISTEN", address.to_string()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program runs");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        out.read_line(&mut line).expect("a line");
        assert!(line.contains("is ready"), "the server said: {line}");
        // Whoever stops reading must not stop the server from writing.
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        Self { child, address }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once, wherever it is: SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer over HTTP.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// The value of a cookie that it sets.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")).find_map(|set| {
            let value = set.strip_prefix(name)?.strip_prefix('=')?;
            value.split(';').next().map(str::to_owned)
        })
    }

    /// The form token on the page.
    pub fn csrf(&self) -> String {
        let after = self.body.split("name=\"csrf\" value=\"").nth(1).unwrap_or_else(|| panic!("no form on: {}", self.body));
        after.split('"').next().unwrap_or("").to_owned()
    }
}

/// Somebody at a browser, signed in or not.
#[derive(Clone, Debug)]
pub struct Browser {
    pub address: SocketAddr,
    pub cookies: String,
    pub csrf: String,
}

impl Browser {
    /// Signs in as `lan`.
    pub fn signed_in(address: SocketAddr) -> Self {
        let mut browser = Self { address, cookies: String::new(), csrf: String::new() };
        let page = browser.get("/dang-nhap").expect("the sign-in page");
        browser.cookies = format!("__Host-hv-form={}", page.cookie("__Host-hv-form").expect("a form token"));
        browser.csrf = page.csrf();
        let answer = browser.post("/dang-nhap", &[("login", "lan"), ("password", "con trâu đi trước")]).expect("an answer");
        browser.cookies = format!("__Host-hv={}", answer.cookie("__Host-hv").unwrap_or_else(|| panic!("signed in: {answer:?}")));
        browser.csrf = browser.get("/quan-ly/toi").expect("the own page").csrf();
        browser
    }

    pub fn get(&self, path: &str) -> std::io::Result<Answer> {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nconnection: close\r\n\r\n", self.address, self.cookies))
    }

    /// Sends a form with its token.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> std::io::Result<Answer> {
        let all = std::iter::once(("csrf", self.csrf.as_str())).chain(fields.iter().copied());
        let body = all.map(|(name, value)| format!("{name}={}", escape(value))).collect::<Vec<_>>().join("&");
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\n\r\n{body}",
            self.address,
            self.cookies,
            body.len()
        ))
    }

    /// Sends JSON with these headers, as a program does.
    pub fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> std::io::Result<Answer> {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        self.send(&format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        ))
    }

    fn send(&self, request: &str) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let cut = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let text = text(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").ok_or_else(cut)?;
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(cut)?;
        Ok(Answer { status, head: head.replace('\r', ""), body: body.to_owned() })
    }
}

fn escape(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
