//! `bench`: the budgets of the house, measured in one run.
//!
//! Times differ from machine to machine and from minute to minute; ratios taken in one run tell more. Nothing here fails on a time.

mod client;
mod load;
mod process;
mod quiz;
mod search;
mod sync;

use std::{net::SocketAddr, path::PathBuf};

use axum::{Router, response::Html, routing::get};
use serde_json::json;

use self::{client::Client, load::Load};
use super::{Done, say::Say};
use crate::{
    house,
    kit::{
        app::App,
        clock::{Clock, Stopwatch},
        db::{Db, Place},
        error::{Error, Result},
        forms::encode,
        ids,
        pages::ASSETS,
    },
    learning, places,
    platform::demo,
    reports,
};

/// How hard and how long to press.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pressure {
    /// Connections at a time.
    pub(super) connections: usize,
    /// Length of each stretch of load, in milliseconds.
    pub(super) millis: u64,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum What {
    /// Pages, sync, the report, start and memory
    All,
    /// What phones send
    Sync,
    /// Answers to quizzes
    Quiz,
    /// The search of a library of 10,000 items
    Search,
}

/// How often page and static body take turns.
const TURNS: usize = 3;

/// One line of the table.
#[derive(Debug)]
struct Line {
    /// Text key of what was measured.
    key: &'static str,
    /// A page's address, or empty.
    about: String,
    measured: Vec<(&'static str, f64)>,
    /// What is allowed, in words that need no translation.
    budget: &'static str,
    /// Whether it is within; `None` where nothing is allowed or forbidden.
    within: Option<bool>,
}

/// A folder that is taken away at the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Measures, and prints the table or JSON.
pub(super) fn run(what: What, pressure: Pressure, as_json: bool, say: Say) -> Done {
    if what == What::Sync {
        return run_sync(as_json, say);
    }
    let folder = Folder(std::env::temp_dir().join(format!("hocvuso-bench-{}", ids::new(Clock::System.now()))));
    let bar = say.bar("cli-bench-loading", 0);
    if what == What::Quiz {
        let lines = quiz::measure(&folder.0, pressure.millis)?;
        bar.finish_and_clear();
        show(&lines, as_json, say);
        return Ok(());
    }
    let (app, lines) = load_demo(&folder.0)?;
    let mut lines = vec![lines];
    if what == What::Search {
        lines.extend(search::measure(&app)?);
        bar.finish_and_clear();
        show(&lines, as_json, say);
        return Ok(());
    }
    bar.set_message(say.t.get("cli-bench-pressing"));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    lines.extend(runtime.block_on(press(app.clone(), pressure))?);
    lines.extend(report(&app)?);
    lines.extend(runtime.block_on(sync::measure(&folder.0.join("sync")))?);
    drop((runtime, app));
    lines.extend(process::measure(&folder.0, pressure)?);
    bar.finish_and_clear();
    show(&lines, as_json, say);
    Ok(())
}

/// Measures sync alone.
fn run_sync(as_json: bool, say: Say) -> Done {
    let folder = Folder(std::env::temp_dir().join(format!("hocvuso-bench-{}", ids::new(Clock::System.now()))));
    let bar = say.bar("cli-bench-pressing", 0);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let lines = runtime.block_on(sync::measure(&folder.0))?;
    bar.finish_and_clear();
    show(&lines, as_json, say);
    Ok(())
}

fn show(lines: &[Line], as_json: bool, say: Say) {
    if as_json {
        say.line(serde_json::Value::from(lines.iter().map(as_value).collect::<Vec<_>>()));
    } else {
        print(lines, say);
    }
}

fn load_demo(folder: &std::path::Path) -> Result<(App, Line)> {
    std::fs::create_dir_all(folder)?;
    let db = Db::open(&Place::Folder(folder.to_owned()))?;
    let keys = crate::platform::open_keys(&db, folder, Clock::System.now())?;
    let app = App { db, clock: Clock::System, keys, folder: std::sync::Arc::new(folder.to_owned()) };
    let watch = Stopwatch::start();
    demo::load(&app, || {})?;
    let now = Clock::System.now();
    app.db.write_now(move |tx| learning::load_content(tx, now))?;
    let line = Line { key: "cli-bench-demo", about: String::new(), measured: vec![("ms", millis(watch))], budget: "", within: None };
    Ok((app, line))
}

fn millis(watch: Stopwatch) -> f64 {
    watch.micros() as f64 / 1e3
}

/// A request for a page as a browser sends it.
fn asking(path: &str, cookie: &str, packed: bool) -> String {
    let packed = if packed { "accept-encoding: gzip\r\n" } else { "" };
    let cookie = if cookie.is_empty() { String::new() } else { format!("cookie: {cookie}\r\n") };
    format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{packed}{cookie}\r\n")
}

/// Presses the pages of a server in this process, each beside a static body of its own size.
async fn press(app: App, pressure: Pressure) -> Result<Vec<Line>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let measured = pages(&app).await?;
    // The bodies are known once the pages were asked for, without a network.
    let first = tokio::spawn(serve(house::router(app.clone()), listener));
    let session = sign_in(address).await?;
    let mut bodies = Vec::new();
    for page in &measured {
        let cookie = if page.signed { session.as_str() } else { "" };
        let answer = Client::connect(address).await?.send(asking(&page.path, cookie, false).as_bytes()).await?;
        if answer.status != 200 {
            return Err(Error::Broken(format!("{} answered {}", page.path, answer.status)));
        }
        bodies.push(answer.body);
    }
    let mut lines = Vec::new();
    for path in ["/", "/hoc/nhan-biet-cuoc-goi-lua-dao"] {
        lines.push(first_load(address, path).await?);
    }
    first.abort();

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let statics = bodies.into_iter().enumerate().fold(Router::new(), |router, (at, body)| {
        let body: &'static str = String::from_utf8_lossy(&body).into_owned().leak();
        router.route(&format!("/bench/{at}"), get(move || async move { Html(body) }))
    });
    let second = tokio::spawn(serve(house::router_with(app, statics), listener));
    for (at, page) in measured.iter().enumerate() {
        for packed in [false, true] {
            let cookie = if page.signed { session.as_str() } else { "" };
            lines.push(
                beside(address, page, &asking(&page.path, cookie, packed), &asking(&format!("/bench/{at}"), "", packed), packed, pressure)
                    .await?,
            );
        }
    }
    second.abort();
    Ok(lines)
}

async fn serve(router: Router, listener: tokio::net::TcpListener) {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    if let Err(error) = axum::serve(listener, service).await {
        tracing::error!("the bench's server ended: {error}");
    }
}

/// A page to be measured.
struct Page {
    key: &'static str,
    path: String,
    signed: bool,
}

/// Home, timetable, and the roll of a session, where the demo has one.
async fn pages(app: &App) -> Result<Vec<Page>> {
    let roll = app.db.read(demo::a_roll).await?;
    let mut pages = vec![Page { key: "cli-bench-page", path: "/".into(), signed: false }];
    pages.push(Page { key: "cli-bench-page", path: "/lich-hoc".into(), signed: false });
    pages.extend(roll.map(|path| Page { key: "cli-bench-roll", path, signed: true }));
    Ok(pages)
}

/// Page and static body take turns, so that what else the machine does meets both.
async fn beside(address: SocketAddr, page: &Page, asked: &str, plain: &str, packed: bool, pressure: Pressure) -> Result<Line> {
    let (mut ours, mut fixed) = (Load::default(), Load::default());
    for request in [asked, plain] {
        load::run(address, request, pressure.connections, pressure.millis / 4).await?;
    }
    for _ in 0..TURNS {
        ours.add(load::run(address, asked, pressure.connections, pressure.millis).await?);
        fixed.add(load::run(address, plain, pressure.connections, pressure.millis).await?);
    }
    let ratio = ours.rate() / fixed.rate().max(1e-9);
    let measured = vec![
        ("ratio", ratio),
        ("rps", ours.rate()),
        ("static", fixed.rate()),
        ("p50", ours.percentile(0.5)),
        ("p99", ours.percentile(0.99)),
    ];
    let about = format!("{}{}", page.path, if packed { " (gzip)" } else { "" });
    let budget = if page.signed { "" } else { "≥ 0.5" };
    Ok(Line { key: page.key, about, measured, budget, within: (!page.signed).then_some(ratio >= 0.5) })
}

/// Signs in as the demo's coordinator and answers the cookie.
async fn sign_in(address: SocketAddr) -> Result<String> {
    let broken = |what: &str| Error::Broken(format!("the bench can't sign in: {what}"));
    let mut client = Client::connect(address).await?;
    let page = client.send(asking("/dang-nhap", "", false).as_bytes()).await?;
    let form = page.cookie("__Host-hv-form").ok_or_else(|| broken("no form token"))?;
    let account =
        demo::accounts().into_iter().find(|a| a.role == crate::accounts::Role::Coordinator).ok_or_else(|| broken("no account"))?;
    let body = format!("csrf={form}&login={}&password={}", encode(account.login), encode(&account.password));
    let request = format!(
        "POST /dang-nhap HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: __Host-hv-form={form}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = client.send(request.as_bytes()).await?;
    let token = answer.cookie(crate::accounts::SESSION_COOKIE).ok_or_else(|| broken(&format!("answered {}", answer.status)))?;
    Ok(format!("{}={token}", crate::accounts::SESSION_COOKIE))
}

/// Everything that a browser fetches to show a page, packed.
async fn first_load(address: SocketAddr, path: &str) -> Result<Line> {
    let mut client = Client::connect(address).await?;
    let page = client.send(asking(path, "", false).as_bytes()).await?;
    let html = String::from_utf8_lossy(&page.body).into_owned();
    let mut parts = vec![path.to_owned()];
    parts.extend(ASSETS.all().map(|asset| asset.href.clone()).filter(|href| html.contains(href.as_str())));
    let mut bytes = 0;
    for part in &parts {
        bytes += client.send(asking(part, "", true).as_bytes()).await?.body.len();
    }
    let kilobytes = bytes as f64 / 1024.0;
    let measured = vec![("kb", kilobytes), ("requests", parts.len() as f64)];
    Ok(Line {
        key: "cli-bench-first",
        about: path.to_owned(),
        measured,
        budget: "≤ 50 KB, ≤ 6",
        within: Some(kilobytes <= 50.0 && parts.len() <= 6),
    })
}

/// A month's report as PDF.
fn report(app: &App) -> Result<Option<Line>> {
    let period = crate::kit::period::Period::containing(crate::kit::period::Kind::Month, app.clock.today());
    let Ok(period) = period else { return Ok(None) };
    let watch = Stopwatch::start();
    app.db.read_now(|tx| -> Result<_> {
        let commune = places::commune_by_code(tx, demo::CODE)?.ok_or(Error::NotFound)?;
        reports::render(tx, &commune.id, period, reports::Format::Pdf, false)
    })?;
    let took = millis(watch);
    Ok(Some(Line {
        key: "cli-bench-report",
        about: "PDF".into(),
        measured: vec![("ms", took)],
        budget: "≤ 500 ms",
        within: Some(took <= 500.0),
    }))
}

fn as_value(line: &Line) -> serde_json::Value {
    let measured: serde_json::Map<_, _> = line.measured.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    json!({ "what": line.key.trim_start_matches("cli-bench-"), "about": line.about, "measured": measured, "budget": line.budget, "within": line.within })
}

fn print(lines: &[Line], say: Say) {
    let shown = |line: &Line| {
        let all: Vec<String> = line.measured.iter().map(|(name, value)| amount(name, *value, say)).collect();
        all.join("  ")
    };
    let mark = |line: &Line| match line.within {
        Some(true) => say.t.get("cli-check-fine"),
        Some(false) => say.t.get("cli-bench-over"),
        None => String::new(),
    };
    let rows: Vec<[String; 4]> = lines
        .iter()
        .map(|line| {
            [format!("{} {}", say.t.get(line.key), line.about).trim_end().to_owned(), shown(line), line.budget.to_owned(), mark(line)]
        })
        .collect();
    say.line(say.t.get("cli-bench-lead"));
    say.table(&rows);
}

fn amount(name: &str, value: f64, say: Say) -> String {
    match name {
        "ratio" => format!("{value:.2}"),
        "rps" | "static" => format!("{value:.0} {}", say.t.get(if name == "rps" { "cli-bench-rps" } else { "cli-bench-static" })),
        "answers" => format!("{value:.0} {}", say.t.get("cli-bench-answers")),
        "p50" | "p99" => format!("{name} {value:.2} ms"),
        "best" => format!("best {value:.0} ms"),
        "ops" => format!("{value:.0} {}", say.t.get("cli-bench-ops")),
        "raw" => format!("{value:.0} {}", say.t.get("cli-bench-raw")),
        "packed" => format!("{value:.0} {}", say.t.get("cli-bench-packed")),
        "answer" => format!("{value:.0} {}", say.t.get("cli-bench-answer")),
        "kb" => format!("{value:.1} KB"),
        "recall" => format!("{value:.1} %"),
        "requests" => format!("{value:.0} {}", say.t.get("cli-bench-requests")),
        "mb" => format!("{value:.0} MB"),
        _ => format!("{value:.0} {name}"),
    }
}
