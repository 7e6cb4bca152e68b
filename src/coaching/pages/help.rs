//! The help log: hướng dẫn ai, việc gì, kết quả.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    HOME, Options, Sight, asked_village, framed,
    typed::{self, Offered},
    villages,
    words::{self, Line},
};
use crate::{
    accounts::{Posted, Right, Scope, Visitor},
    coaching::{
        api::{self, NewHelp, State},
        rules::{Kind, Outcome, Topic},
        store::{
            self,
            log::{Record, Sums, Wanted},
        },
    },
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields, encode},
        numbers,
        pages::{Frame, Paging, download, go_saying, page, page_with},
        print::{self, Cell, Kind as Holds, Workbook, Worksheet, WorksheetColumn},
        text::Text,
    },
};

#[derive(Template)]
#[template(path = "coaching/pages/help_list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    villages: Options,
    topics: Options,
    results: Options,
    wanted: Wanted,
    lines: Vec<Line>,
    sums: String,
    paging: Paging,
    /// The files' address up to their ending's question mark; empty for who may not take files away.
    files: String,
    own: bool,
}

/// What the address asks for; days that are none are left out.
fn wanted(visitor: &Visitor, scope: &Scope, only: String) -> Wanted {
    let day = |name: &str| dates::parse_day(visitor.query.get(name)).map(|day| day.to_string()).unwrap_or_default();
    Wanted {
        kind: Kind::Help.code().to_owned(),
        village: asked_village(visitor, scope),
        topic: Topic::parse(visitor.query.get("viec")).map(Topic::code).unwrap_or_default().to_owned(),
        result: Outcome::parse(visitor.query.get("ket-qua")).map(Outcome::code).unwrap_or_default().to_owned(),
        by: only,
        from: day("tu"),
        to: day("den"),
        ..Wanted::default()
    }
}

fn query_of(w: &Wanted) -> String {
    format!(
        "thon={}&viec={}&ket-qua={}&tu={}&den={}",
        encode(&w.village),
        encode(&w.topic),
        encode(&w.result),
        encode(&w.from),
        encode(&w.to)
    )
}

fn sums_words(sums: Sums, t: Text) -> String {
    let words = t.fill("coaching-help-sums").n("rows", sums.rows).n("people", sums.people);
    if sums.unnamed > 0 { format!("{words}. {}", t.fill("coaching-help-unnamed").n("n", sums.unnamed)) } else { words.to_string() }
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let sight = Sight::of(&visitor)?;
    let (t, scope) = (visitor.t, sight.scope.clone());
    let wanted = wanted(&visitor, &scope, sight.only());
    let (shown, href, asked) = (wanted.clone(), format!("?{}&trang=", query_of(&wanted)), visitor.query.number("trang"));
    let (villages, records, sums, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let sums = store::log::sums(tx, &scope, &shown)?;
            let paging = Paging::new(asked, sums.rows, href.clone());
            let records = store::log::list(tx, &scope, &shown, Paging::SIZE, paging.offset())?;
            Ok((villages(tx, &scope)?, records, sums, paging))
        })
        .await?;
    let may_take = sight.names && visitor.may(Right::Export);
    page(&ListPage {
        frame: framed(&visitor, "coaching-help"),
        t,
        villages,
        topics: words::topic_options(t),
        results: words::result_options(t),
        lines: records.iter().map(|record| words::line(record, t)).collect(),
        sums: sums_words(sums, t),
        paging,
        files: if may_take { format!("?{}", query_of(&wanted)) } else { String::new() },
        own: !sight.names,
        wanted,
    })
}

/// The most rows of a file.
const MOST: i64 = 50_000;

/// Heading and rows of a file. Nothing of it tells a phone or a number of an identity card: the log holds none.
async fn table(visitor: &Visitor, format: &str) -> Result<(Vec<String>, Vec<Vec<String>>)> {
    // Files show names: whoever takes them must see persons as far as they take files.
    let scope = visitor.scope(Right::Export)?;
    visitor.scope(Right::SeePersons)?;
    let (t, wanted) = (visitor.t, wanted(visitor, &scope, String::new()));
    let detail = format!("{format} {}", query_of(&wanted));
    let records = visitor.app.db.read_long(move |tx| Ok::<_, Error>(store::log::list(tx, &scope, &wanted, MOST, 0)?)).await?;
    visitor.log("export", "coaching-help", &detail).await?;
    let columns = ["when", "village", "person", "topic", "result", "minutes", "place", "helper", "note"];
    let head = columns.iter().map(|column| t.get(&format!("coaching-column-{column}"))).collect();
    Ok((head, records.iter().map(|record| row(record, t)).collect()))
}

fn row(record: &Record, t: Text) -> Vec<String> {
    vec![
        dates::moment(record.at, t.lang),
        record.village_name.clone(),
        if record.person.is_some() { record.person_name.clone() } else { t.get("coaching-unnamed") },
        words::coded("coaching-topic-", &record.topic, t),
        words::coded("coaching-result-", &record.result, t),
        record.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        record.place.clone(),
        record.by_name.clone(),
        record.note.clone(),
    ]
}

fn file_name(visitor: &Visitor, ending: &str) -> String {
    format!("{}-{}.{ending}", fold::fold(&visitor.t.get("coaching-help")).replace(' ', "-"), visitor.app.clock.today())
}

pub(super) async fn csv(visitor: Visitor) -> Result<Response> {
    let (head, rows) = table(&visitor, "csv").await?;
    Ok(download(&file_name(&visitor, "csv"), "text/csv; charset=utf-8", print::csv(std::iter::once(head).chain(rows))))
}

pub(super) async fn xlsx(visitor: Visitor) -> Result<Response> {
    let (head, rows) = table(&visitor, "xlsx").await?;
    let widths = [18, 18, 26, 24, 22, 8, 24, 24, 40];
    let cells = |row: Vec<String>| {
        row.into_iter()
            .enumerate()
            .map(|(at, words)| match (at, words.parse()) {
                (5, Ok(minutes)) => Cell::Int(minutes),
                (_, _) if words.is_empty() => Cell::Blank,
                _ => Cell::Text(words),
            })
            .collect()
    };
    let kind = |at: usize| if at == 5 { Holds::Int } else { Holds::Text };
    let title = visitor.t.get("coaching-help");
    let sheet = Worksheet {
        name: title.clone(),
        title: vec![title.clone(), visitor.commune()?.name.clone()],
        columns: head
            .into_iter()
            .zip(widths)
            .enumerate()
            .map(|(at, (words, width))| WorksheetColumn::new(words, width, kind(at)))
            .collect(),
        rows: rows.into_iter().map(cells).collect(),
        landscape: true,
        ..Worksheet::default()
    };
    let book = Workbook {
        title,
        author: visitor.commune()?.name.clone(),
        created: Some(visitor.app.clock.today()),
        missing: visitor.t.get(numbers::NO_DATA),
        sheets: vec![sheet],
        ..Workbook::default()
    };
    let made = tokio::task::spawn_blocking(move || print::xlsx(&book)).await.map_err(|e| Error::Broken(e.to_string()))?;
    Ok(download(&file_name(&visitor, "xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", made?))
}

#[derive(Template)]
#[template(path = "coaching/pages/help_form.html")]
struct FormPage {
    frame: Frame,
    t: Text,
    /// The name that was searched, and who was found.
    name: String,
    found: Vec<Offered>,
    person: Option<Offered>,
    /// The request that is answered: who asks, and for what.
    request: Option<(String, String)>,
    villages: Options,
    topics: Options,
    results: Options,
    fields: Fields,
    faults: Faults,
}

pub(super) async fn form(visitor: Visitor) -> Result<Response> {
    let mut fields = typed::fresh(&visitor.app.clock);
    for (field, asked) in [("person", "nguoi"), ("request", "viec-nho"), ("topic", "viec")] {
        fields.set(field, visitor.query.get(asked));
    }
    let scope = visitor.scope(Right::Coach)?;
    let place = visitor.app.db.read(move |tx| Ok::<_, Error>(store::log::last_place(tx, &scope)?)).await?;
    fields.set("place", place);
    shown(&visitor, fields, Faults::default()).await
}

async fn shown(visitor: &Visitor, mut fields: Fields, faults: Faults) -> Result<Response> {
    let sight = Sight::of(visitor)?;
    let (t, name) = (visitor.t, visitor.query.get("ten").chars().take(100).collect::<String>());
    let (typed, searched, account) = (fields.clone(), name.clone(), sight.only());
    let (person, found, request, villages) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let scope = &sight.scope;
            let asked = typed.get("request");
            // Whoever sees no persons sees the requests that were given to them.
            let request = store::request::by_id(tx, scope, asked)?
                .filter(|request| account.is_empty() || request.helper.as_deref() == Some(account.as_str()));
            let chosen = typed.some("person").map(str::to_owned).or_else(|| request.as_ref().and_then(|request| request.person.clone()));
            let person = match &chosen {
                Some(id) => store::person::by_id(tx, scope, id)?,
                None => None,
            };
            let found = if searched.is_empty() { Vec::new() } else { store::person::named(tx, scope, &searched, 20)? };
            Ok((person, found, request, villages(tx, scope)?))
        })
        .await?;
    if request.is_none() {
        fields.set("request", "");
    }
    if let Some(request) = request.as_ref().filter(|_| fields.get("topic").is_empty()) {
        fields.set("topic", request.topic.clone());
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FormPage {
        frame: framed(visitor, "coaching-help-new").under(format!("{HOME}/huong-dan"), t.get("coaching-help")).with(&faults),
        t,
        name,
        found: found.into_iter().map(|choice| Offered::of(choice, t)).collect(),
        person: person.map(|choice| Offered::of(choice, t)),
        request: request.map(|request| (request.who, request.note)),
        villages,
        topics: words::topic_options(t),
        results: words::result_options(t),
        fields,
        faults,
    };
    page_with(status, &page)
}

pub(super) async fn record(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::Coach)?;
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let topic = typed::chosen(&fields, "topic", "coaching-topic-missing", t, &mut faults, Topic::parse);
    let outcome = typed::chosen(&fields, "result", "coaching-result-missing", t, &mut faults, Outcome::parse);
    let at = typed::when(&fields, t, &mut faults);
    let minutes = fields.number("minutes");
    faults.unless(minutes.is_some() || fields.get("minutes").is_empty(), "minutes", t, "coaching-minutes-wrong");
    let (Some(topic), Some(outcome), Some(at), true) = (topic, outcome, at, faults.is_empty()) else {
        return shown(&visitor, fields, faults).await;
    };
    let new = NewHelp {
        id: fields.get("id").to_owned(),
        person: fields.some("person").map(str::to_owned),
        village: fields.get("village").to_owned(),
        topic,
        outcome,
        minutes,
        place: fields.get("place").to_owned(),
        note: fields.get("note").to_owned(),
        request: fields.some("request").map(str::to_owned),
    };
    let closes = fields.ticked("closes");
    let landed = visitor
        .app
        .db
        .write(move |tx: &mut Tx<'_>| {
            let landed = api::log_help(tx, &scope, &new, at, None, now)?;
            if let Some(request) = new.request.as_ref().filter(|_| closes && landed.state == State::New) {
                api::close_request(tx, &scope, request, new.outcome, &new.note, at, None, now)?;
            }
            Ok(landed)
        })
        .await;
    match landed {
        Ok(landed) if landed.state == State::Known => Ok(go_saying(&super::record_href(&landed.id), "coaching-known")),
        Ok(_) => Ok(go_saying(&format!("{HOME}/huong-dan"), "coaching-recorded")),
        Err(error) => {
            typed::note(error, t, &mut faults)?;
            shown(&visitor, fields, faults).await
        }
    }
}
