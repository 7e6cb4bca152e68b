//! The list of periods and the page of one report.

use askama::Template;
use axum::{
    extract::Path,
    response::Response,
    routing::{get, post},
};
use jiff::civil::Date;

use super::{
    changes::Change,
    desk::{self, Opened},
    downloads, editing, locking,
    preview::{Part, Preview, figure_href},
    register,
    rules::{self, State, Step},
    store::{self, Line},
};
use crate::{
    accounts::{Need, Right, Route, Visitor},
    kit::{
        dates,
        error::{Error, Result},
        numbers::whole_or_no_data,
        pages::{Frame, page},
        period::{Kind, Period},
        text::Text,
    },
};

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    let (see, draft, lock) = (Need::May(Right::SeeReports), Need::May(Right::DraftReport), Need::May(Right::LockReport));
    vec![
        Route::get("/quan-ly/bao-cao", see, get(list_page)),
        Route::get("/quan-ly/bao-cao/thang/{period}", see, get(month_page)),
        Route::get("/quan-ly/bao-cao/thang/{period}/loi-van", draft, get(editing::narrative_page)),
        Route::post("/quan-ly/bao-cao/thang/{period}/loi-van", draft, post(editing::save_narrative)),
        Route::get("/quan-ly/bao-cao/thang/{period}/the-thuc", draft, get(editing::particulars_page)),
        Route::post("/quan-ly/bao-cao/thang/{period}/the-thuc", draft, post(editing::save_particulars)),
        Route::get("/quan-ly/bao-cao/thang/{period}/khoa", lock, get(locking::lock_page)),
        Route::post("/quan-ly/bao-cao/thang/{period}/khoa", lock, post(locking::lock)),
        Route::get("/quan-ly/bao-cao/thang/{period}/ban-thay-the", draft, get(locking::renew_page)),
        Route::post("/quan-ly/bao-cao/thang/{period}/ban-thay-the", draft, post(locking::renew)),
        Route::get("/quan-ly/bao-cao/so-van-ban", see, get(register::register_page)),
        Route::get("/quan-ly/bao-cao/so-van-ban.csv", see, get(register::register_csv)),
        Route::get("/quan-ly/bao-cao/so-van-ban.pdf", see, get(register::register_pdf)),
        Route::get("/quan-ly/bao-cao/{report}/tai.pdf", see, get(downloads::pdf)),
        Route::get("/quan-ly/bao-cao/{report}/tai.docx", see, get(downloads::docx)),
        Route::get("/quan-ly/bao-cao/{report}/tai.xlsx", see, get(downloads::xlsx)),
        Route::get("/quan-ly/bao-cao/{report}/tai.json", see, get(downloads::json)),
    ]
}

/// The address of the list.
pub const LIST: &str = "/quan-ly/bao-cao";

/// The address of a period's report.
pub fn month_href(period: Period) -> String {
    format!("{LIST}/thang/{}", period.code())
}

/// A period in the list.
struct MonthRow {
    href: String,
    name: String,
    days: String,
    running: bool,
    state: State,
    /// Number and day of the locked report, or of the one that a draft replaces.
    number: String,
    send_from: String,
    step: Step,
    step_href: String,
}

#[derive(Template)]
#[template(path = "reports/pages/list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    year: i16,
    years: Vec<i16>,
    rows: Vec<MonthRow>,
}

async fn list_page(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::SeeReports)?;
    let today = visitor.app.clock.today();
    let running = Period::containing(Kind::Month, today).map_err(|_| Error::NotFound)?;
    let asked = visitor.query.number("nam").and_then(|year| i16::try_from(year).ok());
    let (first, year, lines) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let first = store::first_day(tx, scope.commune())?;
            let first = first.and_then(|day| Period::containing(Kind::Month, day).ok());
            let first = first.unwrap_or_else(|| running.previous().unwrap_or(running)).min(running);
            let year = asked.filter(|year| (first.year()..=running.year()).contains(year)).unwrap_or(running.year());
            Ok((first, year, store::lines(tx, scope.commune(), year)?))
        })
        .await?;
    let may_lock = visitor.may(Right::LockReport);
    let rows =
        rules::months_of(year, first, today).into_iter().map(|period| month_row(period, &lines, may_lock, today, visitor.t)).collect();
    let years = (first.year()..=running.year()).rev().collect();
    page(&ListPage { frame: visitor.frame("reports-title"), t: visitor.t, year, years, rows })
}

fn month_row(period: Period, lines: &[Line], may_lock: bool, today: Date, t: Text) -> MonthRow {
    let code = period.code();
    let editions = || lines.iter().filter(|line| line.period == code);
    let state = editions().next_back().map_or(State::Unwritten, |line| line.state);
    let locked = editions().rfind(|line| line.state == State::Locked);
    let number = locked.and_then(|line| Some((line.number?, line.issued_on?, &line.notation)));
    let (first, last) = period.cutoff();
    let step = rules::next_step(period, state, may_lock, today);
    let href = month_href(period);
    MonthRow {
        name: capital(&period.label(t.lang)),
        days: dates::day_range(first, last, t.lang),
        running: !rules::has_ended(period, today),
        state,
        number: number
            .map(|(number, day, notation)| {
                let number = rules::number_words(number, notation);
                t.fill("reports-number-day").s("number", number).s("day", dates::short_day(day, t.lang)).to_string()
            })
            .unwrap_or_default(),
        send_from: dates::long_day(rules::send_from(period), t.lang),
        step,
        step_href: if step == Step::Lock { format!("{href}/khoa") } else { href.clone() },
        href,
    }
}

/// A name at the beginning of a line.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// An edition in the list below a report.
struct EditionRow {
    href: String,
    edition: i64,
    state: State,
    number: String,
    open: bool,
}

/// A figure that is another one today.
struct ChangeRow {
    whose: String,
    figure: String,
    then: String,
    now: String,
    href: String,
}

/// How a locked report was locked.
struct LockFacts {
    number: String,
    day: String,
    by: String,
    at: String,
    hash: String,
    ledger_seq: i64,
    ledger_hash: String,
    new_entries: i64,
    changes: Vec<ChangeRow>,
    replaces: String,
}

/// What the visitor may do about a report.
struct May {
    draft: bool,
    lock: bool,
}

#[derive(Template)]
#[template(path = "reports/pages/month.html")]
struct MonthPage {
    frame: Frame,
    t: Text,
    href: String,
    files: String,
    from: String,
    to: String,
    state: State,
    edition: i64,
    running: bool,
    today: String,
    lock_day: String,
    send_from: String,
    changed: String,
    missing: i64,
    may: May,
    /// The latest edition lies open: it alone may be worked on.
    latest: bool,
    lock: Option<LockFacts>,
    paper: Preview,
    editions: Vec<EditionRow>,
}

async fn month_page(visitor: Visitor, Path(period): Path<String>) -> Result<Response> {
    let scope = visitor.scope(Right::SeeReports)?;
    let period = rules::month(&period).map_err(|_| Error::NotFound)?;
    let asked = visitor.query.number("ban");
    let (opened, all, since) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let opened = desk::open(tx, scope.commune(), period, asked)?;
            let all = store::editions(tx, scope.commune(), period)?;
            let since = match opened.state {
                State::Locked => Some(desk::since(tx, scope.commune(), &opened.content)?),
                _ => None,
            };
            Ok((opened, all, since))
        })
        .await?;
    let t = visitor.t;
    let today = visitor.app.clock.today();
    let (first, last) = period.cutoff();
    let href = month_href(period);
    let editions = all
        .iter()
        .map(|report| EditionRow {
            href: format!("{href}?ban={}", report.edition),
            edition: report.edition,
            state: report.state,
            number: report.snapshot().ok().and_then(|(content, _)| number_of(&content)).unwrap_or_default(),
            open: report.edition == opened.content.edition,
        })
        .collect();
    let title = t.fill("reports-month-title").s("period", period.label(t.lang)).to_string();
    page(&MonthPage {
        frame: visitor.frame_titled(title).under(LIST, t.get("reports-title")),
        files: opened.id.clone().unwrap_or_else(|| period.code()),
        from: dates::short_day(first, t.lang),
        to: dates::short_day(last, t.lang),
        state: opened.state,
        edition: opened.content.edition,
        running: !rules::has_ended(period, today),
        today: dates::short_day(today.min(last), t.lang),
        lock_day: dates::short_day(dates::days_after(last, 1), t.lang),
        send_from: dates::long_day(rules::send_from(period), t.lang),
        changed: changed(&opened, t),
        missing: opened.content.figures.targets.iter().filter(|target| target.numerator.is_none()).count() as i64,
        may: May { draft: visitor.may(Right::DraftReport), lock: visitor.may(Right::LockReport) },
        latest: all.first().is_none_or(|report| report.edition == opened.content.edition),
        lock: since.and_then(|since| lock_facts(&opened, since, t)),
        paper: Preview::of(&opened.content, opened.hash.as_deref()),
        editions,
        href,
        t,
    })
}

/// Who changed a draft last, and when; empty for one that nobody wrote.
fn changed(opened: &Opened, t: Text) -> String {
    match (&opened.changed, opened.state) {
        (Some((by, at)), State::Draft) if !by.is_empty() => {
            t.fill("reports-changed-by").s("name", by).s("when", dates::moment(*at, t.lang)).to_string()
        }
        _ => String::new(),
    }
}

/// `05/BC-UBND`, of a locked report.
pub fn number_of(content: &super::content::Content) -> Option<String> {
    content.number().map(|number| rules::number_words(i64::from(number), &content.particulars.notation))
}

fn lock_facts(opened: &Opened, (changes, new_entries): (Vec<Change>, i64), t: Text) -> Option<LockFacts> {
    let content = &opened.content;
    let lock = content.lock.as_ref()?;
    let replaces = content.replaces.as_ref().map(|old| {
        let number = rules::number_words(old.number, &old.notation);
        t.fill("reports-number-day").s("number", number).s("day", dates::short_day(old.issued_on, t.lang)).to_string()
    });
    Some(LockFacts {
        number: number_of(content)?,
        day: dates::short_day(lock.issued_on, t.lang),
        by: lock.by.clone(),
        at: dates::moment(lock.at, t.lang),
        hash: opened.hash.clone().unwrap_or_default(),
        ledger_seq: content.figures.ledger_seq,
        ledger_hash: content.figures.ledger_hash.clone(),
        new_entries,
        changes: changes.into_iter().map(|change| change_row(change, content, t)).collect(),
        replaces: replaces.unwrap_or_default(),
    })
}

fn change_row(change: Change, content: &super::content::Content, t: Text) -> ChangeRow {
    let no_data = t.get("no-data");
    let number = |figure| whole_or_no_data(figure, t.lang).or(&no_data).to_owned();
    ChangeRow {
        href: if change.is_linked() { figure_href(change.figure, &change.village, content) } else { String::new() },
        figure: t.get(&format!("reports-figure-{}", change.figure)),
        then: number(change.then),
        now: number(change.now),
        whose: if change.name.is_empty() { t.get("reports-whole") } else { change.name },
    }
}
