//! A list is uploaded, looked at, written into the register, taken back.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Json,
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::json;

use super::{HERE, Villages, birth_words, value_words};
use crate::{
    accounts::{Need, Posted, Right, Route, Scope, Uploaded, Visitor, log},
    kit::{
        clock::{DAY, Millis},
        dates,
        db::Tx,
        error::{Error, Refusal, Result},
        fold,
        forms::{Faults, Fields},
        identity::IdentityKey,
        ids,
        pages::{Frame, download, go, go_saying, page, page_with},
        print::{self, Cell, Kind, Workbook, Worksheet, WorksheetColumn},
        text::Text,
    },
    people::{
        load::{self, Decision, Draft, Of, Payload, file_name},
        rules::{self, Register},
        store::{self, ImportRow},
    },
    places,
};

/// Where lists are loaded.
const LOAD: &str = "/quan-ly/nguoi-dan/nhap";
/// Bad rows that the page shows; the file has all.
const BAD_SHOWN: usize = 200;
/// Likely duplicates that the page asks about; the others wait in the list of pairs.
const ASKED: usize = 100;
/// Good rows shown as a sample.
const SAMPLE: usize = 5;
/// Rows named for one kind of warning.
const WARNED: usize = 12;
/// Past imports on the first page.
const PAST: i64 = 50;
/// A preview that nobody came back to is forgotten after this long.
const FORGOTTEN: Millis = 3 * DAY;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Vec<Route> {
    let need = Need::May(Right::ImportPersons);
    vec![
        Route::get("/quan-ly/nguoi-dan/nhap", need, get(choose)),
        Route::post("/quan-ly/nguoi-dan/nhap", need, post(upload)),
        Route::get("/quan-ly/nguoi-dan/nhap/mau.xlsx", need, get(sample_file)),
        Route::get("/quan-ly/nguoi-dan/nhap/{people_import}", need, get(show)),
        Route::post("/quan-ly/nguoi-dan/nhap/{people_import}/ghi", need, post(write)),
        Route::post("/quan-ly/nguoi-dan/nhap/{people_import}/bo", need, post(forget)),
        Route::get("/quan-ly/nguoi-dan/nhap/{people_import}/dong-loi.xlsx", need, get(bad_xlsx)),
        Route::get("/quan-ly/nguoi-dan/nhap/{people_import}/dong-loi.csv", need, get(bad_csv)),
        Route::get("/quan-ly/nguoi-dan/nhap/{people_import}/hoan-tac", need, get(ask_undo)),
        Route::post("/quan-ly/nguoi-dan/nhap/{people_import}/hoan-tac", need, post(undo)),
    ]
}

/// A past import as the list shows it.
struct Past {
    import: ImportRow,
    village: String,
    when: String,
}

#[derive(Template)]
#[template(path = "people/pages/load.html")]
struct ChoosePage {
    frame: Frame,
    t: Text,
    villages: Vec<(String, String)>,
    fields: Fields,
    faults: Faults,
    past: Vec<Past>,
}

async fn show_choose(visitor: &Visitor, status: StatusCode, fields: Fields, faults: Faults) -> Result<Response> {
    let (scope, lang) = (visitor.scope(Right::ImportPersons)?, visitor.t.lang);
    let (villages, past) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let villages = Villages::read(tx, &scope)?;
            let past = store::imports(tx, &scope, PAST)?.into_iter().map(|import| Past {
                village: villages.name(&import.village).to_owned(),
                when: dates::moment(import.created_at, lang),
                import,
            });
            let past: Vec<Past> = past.collect();
            Ok((villages.open, past))
        })
        .await?;
    let frame = visitor.frame("people-import-title").with(&faults).under(HERE, visitor.t.get("people-title"));
    page_with(status, &ChoosePage { frame, t: visitor.t, villages, fields, faults, past })
}

async fn choose(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ImportPersons)?;
    let mut fields = Fields::default();
    fields.set("village", visitor.query.some("thon").or(scope.only_village()).unwrap_or_default());
    show_choose(&visitor, StatusCode::OK, fields, Faults::default()).await
}

/// Takes a file. A script that shows how far the sending is asks for JSON, and gets the next address or what is wrong.
async fn upload(visitor: Visitor, headers: HeaderMap, file: Result<Uploaded>) -> Result<Response> {
    let asks_json = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.starts_with("application/json"));
    let (fields, taken) = match file {
        Ok(file) => (file.fields.clone(), take(&visitor, file).await),
        Err(error) => (Fields::default(), Err(error)),
    };
    let error = match taken {
        Ok(id) if asks_json => return Ok(Json(json!({ "location": format!("{LOAD}/{id}") })).into_response()),
        Ok(id) => return Ok(go(&format!("{LOAD}/{id}"))),
        Err(error) => error,
    };
    let (status, message) = match &error {
        Error::Refused(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, visitor.t.refusal(refusal)),
        Error::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, visitor.t.get(error.code())),
        _ => return Err(error),
    };
    if asks_json {
        return Ok((status, Json(json!({ "error": message }))).into_response());
    }
    let mut faults = Faults::default();
    faults.add(if error.code() == "people-village-missing" { "village" } else { "file" }, message);
    show_choose(&visitor, status, fields, faults).await
}

/// Reads a file and keeps what was read as a preview; answers its id.
async fn take(visitor: &Visitor, file: Uploaded) -> Result<String> {
    let scope = visitor.scope(Right::ImportPersons)?;
    let village = file.fields.get("village").to_owned();
    if village.is_empty() {
        return Err(Error::refused("people-village-missing"));
    }
    if !scope.covers(&village) {
        return Err(Error::NotFound);
    }
    let (today, key) = (visitor.app.clock.today(), IdentityKey::new(visitor.app.keys.purpose("identity")));
    let reading = tokio::task::spawn_blocking(move || -> Result<_> {
        let draft = Draft::read(&file.bytes, &file.name, today, &key)?;
        let counts = (draft.rows.len() as i64, draft.bad.len() as i64);
        let payload = serde_json::to_string(&Payload::of(draft))?;
        Ok((file_name(&file.name), ids::sha256_hex(&file.bytes), counts, payload))
    });
    let (name, hash, counts, payload) = reading.await.map_err(|error| Error::Broken(error.to_string()))??;
    let now = visitor.app.clock.now();
    let write = move |tx: &mut Tx<'_>| -> Result<String> {
        places::village(tx, scope.commune(), &village)?.ok_or(Error::NotFound)?;
        if let Some(known) = store::known_file(tx, &scope, &hash)? {
            return Err(Refusal::new("people-import-again").with("file", known.file).into());
        }
        store::drop_old_previews(tx, &scope, now - FORGOTTEN)?;
        store::add_import(tx, &scope, &village, &name, &hash, counts, &payload, now)
    };
    visitor.app.db.write(write).await
}

/// A row that can't be used, as the page shows it.
struct BadLine {
    place: String,
    name: String,
    reason: String,
}

/// A kind of warning: words, how often, and the first rows.
struct Warned {
    words: String,
    count: usize,
    rows: String,
}

/// A row that is likely somebody we know.
struct Asked {
    /// The name of its field in the form.
    field: String,
    row: String,
    name: String,
    birth: String,
    /// The person's id, when it is somebody of the register.
    person: String,
    other: String,
    why: String,
}

#[derive(Template)]
#[template(path = "people/pages/load_look.html")]
struct LookPage {
    frame: Frame,
    t: Text,
    import: ImportRow,
    village: String,
    uploaded: String,
    draft: Draft,
    /// For each sheet: which columns were recognised, as words.
    columns: Vec<Vec<String>>,
    sample: Vec<Vec<(&'static str, String)>>,
    bad: Vec<BadLine>,
    warned: Vec<Warned>,
    asked: Vec<Asked>,
    /// How many likely duplicates there are in all.
    likely: usize,
    added: i64,
    filled: usize,
    stayed: Vec<(String, String)>,
}

/// What the page needs from the database.
struct Looked {
    import: ImportRow,
    payload: Payload,
    village: String,
    asked: Vec<Asked>,
    likely: usize,
    stayed: Vec<(String, String)>,
}

fn look(tx: &mut Tx<'_>, scope: &Scope, t: Text, id: &str, now: Millis) -> Result<Looked> {
    let (mut import, payload) = store::import(tx, scope, id)?;
    if import.state == "writing" && import.applied_at.is_some_and(|at| at <= now - store::CUT_OFF) {
        // Its writing was cut off: nothing of it is seen, and it may be written again.
        import.state = "preview".into();
    }
    let payload: Payload = serde_json::from_str(&payload)?;
    let villages = Villages::read(tx, scope)?;
    let (asked, likely) =
        if import.state == "preview" { asked(tx, scope, t, &import, &payload.draft, &villages)? } else { (Vec::new(), 0) };
    let mut stayed = Vec::new();
    for id in payload.stayed.iter().take(BAD_SHOWN) {
        if let Some(person) = store::find(tx, scope, id)? {
            stayed.push((person.id, person.profile.name));
        }
    }
    Ok(Looked { village: villages.name(&import.village).to_owned(), import, payload, asked, likely, stayed })
}

/// The likely duplicates of a preview, one for each row, and how many there are.
fn asked(tx: &mut Tx<'_>, scope: &Scope, t: Text, import: &ImportRow, draft: &Draft, villages: &Villages) -> Result<(Vec<Asked>, usize)> {
    let register = Register::new(store::facts(tx, scope)?);
    let mut found = load::candidates(scope, draft, &import.village, &register);
    found.dedup_by_key(|candidate| (candidate.sheet, candidate.row));
    let rows: BTreeMap<_, _> = draft.rows.iter().map(|row| ((row.sheet, row.row), row)).collect();
    let mut asked = Vec::new();
    for candidate in found.iter().take(ASKED) {
        let Some(row) = rows.get(&(candidate.sheet, candidate.row)) else { continue };
        let (person, other) = match &candidate.of {
            Of::Row(sheet, number) => {
                let other = rows.get(&(*sheet, *number)).map(|row| &row.profile);
                let words = t.fill("people-import-of-row").s("row", row_words(t, draft, *sheet, *number));
                let words = words
                    .s("name", other.map_or("", |p| p.name.as_str()))
                    .s("birth", birth_words(t, other.map_or("", |p| p.birth.as_str())));
                (String::new(), words.to_string())
            }
            Of::Person(id) => {
                let other = store::person(tx, scope, id)?;
                let birth = birth_words(t, &other.profile.birth);
                let words = format!("{} · {birth} · {}", other.profile.name, villages.name(&other.profile.village));
                (id.clone(), words)
            }
        };
        asked.push(Asked {
            field: field_of(candidate.sheet, candidate.row),
            row: row_words(t, draft, candidate.sheet, candidate.row),
            name: row.profile.name.clone(),
            birth: birth_words(t, &row.profile.birth),
            person,
            other,
            why: t.get(&format!("people-likeness-{}", candidate.why.code())),
        });
    }
    Ok((asked, found.len()))
}

fn field_of(sheet: usize, row: u32) -> String {
    format!("d-{sheet}-{row}")
}

/// A row in words; its sheet is named where there are several.
fn row_words(t: Text, draft: &Draft, sheet: usize, row: u32) -> String {
    if draft.sheets.len() > 1 {
        t.fill("people-import-row-of-sheet").s("sheet", draft.sheet_name(sheet)).s("row", row).to_string()
    } else {
        t.fill("people-import-row").s("row", row).to_string()
    }
}

/// A heading, and what it was taken for where it says something else.
fn column_words(t: Text, code: &str, title: &str) -> String {
    let meaning = t.get(code);
    if fold::fold(title) == fold::fold(&meaning) {
        title.to_owned()
    } else {
        t.fill("people-import-column").s("title", title).s("meaning", meaning).to_string()
    }
}

fn warned(t: Text, draft: &Draft) -> Vec<Warned> {
    let mut by_code: BTreeMap<&str, Vec<(usize, u32)>> = BTreeMap::new();
    for row in &draft.rows {
        for code in &row.warnings {
            by_code.entry(code).or_default().push((row.sheet, row.row));
        }
    }
    by_code
        .into_iter()
        .map(|(code, rows)| {
            let named: Vec<String> = rows.iter().take(WARNED).map(|(sheet, row)| row_words(t, draft, *sheet, *row)).collect();
            let more = if rows.len() > WARNED { "…" } else { "" };
            Warned { words: t.get(code), count: rows.len(), rows: named.join(", ") + more }
        })
        .collect()
}

/// The first good rows as the register would have them, so that somebody can see whether the columns were understood.
fn sample(t: Text, draft: &Draft) -> Vec<Vec<(&'static str, String)>> {
    let rows = draft.rows.iter().take(SAMPLE).map(|row| {
        let profile = &row.profile;
        let phone = profile.phone.as_deref().map(rules::masked).unwrap_or_default();
        vec![
            ("people-name", profile.name.clone()),
            ("people-birth", birth_words(t, &profile.birth)),
            ("people-sex", value_words(t, "sex", profile.sex.as_deref().unwrap_or_default())),
            ("people-hamlet", profile.hamlet.clone()),
            ("people-head", row.head.clone()),
            ("people-phone", phone),
        ]
    });
    rows.collect()
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (scope, t, now) = (visitor.scope(Right::ImportPersons)?, visitor.t, visitor.app.clock.now());
    let looked = visitor.app.db.read_long(move |tx| look(tx, &scope, t, &id, now)).await?;
    let (added, filled) = (looked.payload.added, looked.payload.filled_count());
    let draft = looked.payload.draft;
    let frame =
        visitor.frame_titled(looked.import.file.clone()).under(HERE, t.get("people-title")).under(LOAD, t.get("people-import-title"));
    let bad = draft.bad.iter().take(BAD_SHOWN).map(|bad| BadLine {
        place: row_words(t, &draft, bad.sheet, bad.row),
        name: bad.name.clone(),
        reason: t.get(&bad.code),
    });
    let columns = draft.sheets.iter().map(|sheet| sheet.columns.iter().map(|(code, title)| column_words(t, code, title)).collect());
    page(&LookPage {
        frame,
        t,
        village: looked.village,
        uploaded: dates::moment(looked.import.created_at, t.lang),
        bad: bad.collect(),
        columns: columns.collect(),
        sample: sample(t, &draft),
        warned: warned(t, &draft),
        added,
        filled,
        import: looked.import,
        draft,
        asked: looked.asked,
        likely: looked.likely,
        stayed: looked.stayed,
    })
}

async fn write(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now, asked, who) = (visitor.scope(Right::ImportPersons)?, visitor.app.clock.now(), id.clone(), visitor.clone());
    let rest = Decision::parse(fields.get("rest")).unwrap_or_default();
    let decide = move |sheet: usize, row: u32| Decision::parse(fields.get(&field_of(sheet, row))).unwrap_or(rest);
    let writing = tokio::task::spawn_blocking(move || {
        let (app, import) = (who.app.clone(), asked.clone());
        load::write_list(&app.db, &app.clock, &scope, &import, &decide, move |tx, applied| {
            let detail = format!("{} + {}", applied.added, applied.filled);
            Ok(log(tx, &who.event("people-loaded", &asked, &detail), now)?)
        })
    });
    writing.await.map_err(|error| Error::Broken(error.to_string()))??;
    Ok(go_saying(&format!("{LOAD}/{id}"), "people-import-written"))
}

async fn forget(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ImportPersons)?, visitor.app.clock.now());
    let dropped = visitor.app.db.write(move |tx| store::drop_import(tx, &scope, &id, now)).await?;
    if dropped { Ok(go_saying(LOAD, "people-import-forgotten")) } else { Err(Error::NotFound) }
}

#[derive(Template)]
#[template(path = "people/pages/load_undo.html")]
struct UndoPage {
    frame: Frame,
    t: Text,
    import: ImportRow,
    village: String,
    people: i64,
}

async fn ask_undo(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::ImportPersons)?, visitor.t);
    let (import, village, people) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let (import, _) = store::import(tx, &scope, &id)?;
            let village = Villages::read(tx, &scope)?.name(&import.village).to_owned();
            let people = store::persons_of_import(tx, &scope, &id)?.len() as i64;
            Ok((import, village, people))
        })
        .await?;
    if import.state != "applied" {
        return Err(Error::refused("people-import-not-applied"));
    }
    let frame = visitor.frame("people-import-undo-ask").under(LOAD, t.get("people-import-title"));
    let frame = frame.under(format!("{LOAD}/{}", import.id), import.file.clone());
    page(&UndoPage { frame, t, import, village, people })
}

async fn undo(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let (scope, now, asked, who) = (visitor.scope(Right::ImportPersons)?, visitor.app.clock.now(), id.clone(), visitor.clone());
    visitor
        .app
        .db
        .write(move |tx| -> Result<()> {
            let (removed, stayed) = load::undo(tx, &scope, &asked, now)?;
            let detail = format!("{removed} / {}", removed + stayed.len() as u64);
            Ok(log(tx, &who.event("people-taken-back", &asked, &detail), now)?)
        })
        .await?;
    Ok(go_saying(&format!("{LOAD}/{id}"), "people-import-undone"))
}

/// The draft of an import in reach, with the name of its file without the ending.
async fn draft_of(visitor: &Visitor, id: String) -> Result<(Draft, String)> {
    let scope = visitor.scope(Right::ImportPersons)?;
    let (import, payload) = visitor.app.db.read_long(move |tx| store::import(tx, &scope, &id)).await?;
    let payload: Payload = serde_json::from_str(&payload)?;
    let stem = import.file.rsplit_once('.').map_or(import.file.as_str(), |(stem, _)| stem).to_owned();
    visitor.log("export", &import.id, "bad-rows").await?;
    Ok((payload.draft, stem))
}

/// The headings and rows of a sheet's bad rows: where, why, and what stood there; identity numbers are not kept.
fn bad_table(t: Text, draft: &Draft, place: usize) -> (Vec<String>, Vec<Vec<String>>) {
    let kept = draft.sheets.get(place).map(load::DraftSheet::kept).unwrap_or_default();
    let own = [t.get("people-import-bad-row"), t.get("people-import-bad-why")];
    let head = own.into_iter().chain(kept).collect();
    let bad = draft.bad.iter().filter(|bad| bad.sheet == place);
    let rows = bad.map(|bad| [bad.row.to_string(), t.get(&bad.code)].into_iter().chain(bad.cells.iter().cloned()).collect());
    (head, rows.collect())
}

async fn bad_xlsx(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (t, today) = (visitor.t, visitor.app.clock.today());
    let (draft, stem) = draft_of(&visitor, id).await?;
    let sheets = (0..draft.sheets.len()).filter(|place| draft.bad.iter().any(|bad| bad.sheet == *place)).map(|place| {
        let (head, rows) = bad_table(t, &draft, place);
        Worksheet {
            name: draft.sheet_name(place).to_owned(),
            columns: head.into_iter().map(|title| WorksheetColumn::new(title, 22, Kind::Text)).collect(),
            rows: rows.into_iter().map(|row| row.into_iter().map(Cell::Text).collect()).collect(),
            notes: vec![t.get("people-import-bad-note")],
            ..Worksheet::default()
        }
    });
    let workbook =
        Workbook { title: t.get("people-import-bad-title"), created: Some(today), sheets: sheets.collect(), ..Workbook::default() };
    let name = t.fill("people-import-bad-file").s("file", stem).to_string() + ".xlsx";
    Ok(download(&name, XLSX, print::xlsx(&workbook)?))
}

async fn bad_csv(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let t = visitor.t;
    let (draft, stem) = draft_of(&visitor, id).await?;
    let mut rows = Vec::new();
    for place in (0..draft.sheets.len()).filter(|place| draft.bad.iter().any(|bad| bad.sheet == *place)) {
        let (head, bad) = bad_table(t, &draft, place);
        rows.push(head);
        rows.extend(bad);
    }
    let name = t.fill("people-import-bad-file").s("file", stem).to_string() + ".csv";
    Ok(download(&name, "text/csv; charset=utf-8", print::csv(rows)))
}

/// An empty list with the headings that are understood best.
async fn sample_file(visitor: Visitor) -> Result<Response> {
    let t = visitor.t;
    let columns = ["name", "birth", "sex", "hamlet", "household", "phone", "identity", "group", "unit", "smartphone", "consent", "note"];
    let title = |code: &str| {
        let words = t.get(&format!("people-column-{code}"));
        let mut letters = words.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    let sheet = Worksheet {
        name: t.get("people-title"),
        columns: columns.into_iter().map(|code| WorksheetColumn::new(title(code), 22, Kind::Text)).collect(),
        landscape: true,
        ..Worksheet::default()
    };
    let workbook = Workbook {
        title: t.get("people-import-title"),
        created: Some(visitor.app.clock.today()),
        sheets: vec![sheet],
        ..Workbook::default()
    };
    Ok(download(&t.get("people-import-sample-file"), XLSX, print::xlsx(&workbook)?))
}
