//! A list of results that a platform gives: uploaded, each row matched with the register, confirmed, taken back.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{BadLine, RESULTS, bad_lines, claim::options, column_words, file_name, left_out};
use crate::{
    accounts::{Posted, Right, Scope, Uploaded, Visitor},
    kit::{
        birth::Birth,
        dates,
        db::Tx,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields},
        pages::{Frame, go, go_saying, page, page_with},
        text::Text,
    },
    learning::outside::{
        courses,
        lists::{
            self, Kind, List,
            result_rows::{self, Col, Outcome, PATTERN, ResultRow},
            writing,
        },
        rules::{Match, NOTE_LIMIT},
    },
    people, places,
};

const HERE: &str = "/quan-ly/hoc/ket-qua-ngoai/nhap";
/// Rows of each kind that the page shows; what it does not show of those to be chosen from waits for the next time the file is loaded.
const SHOWN: usize = 300;

struct Past {
    href: String,
    file: String,
    meta: String,
    state: String,
    look: &'static str,
}

#[derive(Template)]
#[template(path = "learning/outside/pages/load.html")]
struct ChoosePage {
    frame: Frame,
    t: Text,
    villages: Vec<(String, String)>,
    whole: bool,
    courses: Vec<(String, String)>,
    fields: Fields,
    faults: Faults,
    past: Vec<Past>,
}

fn state_look(state: &str) -> &'static str {
    match state {
        "applied" => "good",
        "preview" => "warn",
        _ => "",
    }
}

async fn choose_page(visitor: &Visitor, status: StatusCode, fields: Fields, faults: Faults) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ImportPersons)?);
    let reach = scope.clone();
    let (mut villages, all, past) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let all = courses::courses(tx, reach.commune(), false)?;
            Ok((places::villages(tx, reach.commune())?, all, lists::lists(tx, &reach, Kind::Results)?))
        })
        .await?;
    let named = |id: &str| villages.iter().find(|village| village.id == id).map_or(t.get("learning-outside-whole"), |v| v.name.clone());
    let past = past.into_iter().map(|list: List| Past {
        href: format!("{HERE}/{}", list.id),
        meta: [
            named(&list.village),
            list.by,
            dates::moment(list.created_at, t.lang),
            t.fill("learning-outside-list-counts").n("good", list.good).n("bad", list.bad).n("entered", list.entered).to_string(),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · "),
        state: t.get(&format!("learning-outside-list-{}", list.state)),
        look: state_look(&list.state),
        file: list.file,
    });
    let past = past.collect();
    villages.retain(|village| village.active && scope.covers(&village.id));
    page_with(
        status,
        &ChoosePage {
            frame: visitor.frame("learning-outside-load").under(RESULTS, t.get("learning-outside-results")).with(&faults),
            t,
            villages: villages.into_iter().map(|village| (village.id, village.name)).collect(),
            whole: scope.is_whole(),
            courses: options(&all),
            fields,
            faults,
            past,
        },
    )
}

pub(super) async fn choose(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ImportPersons)?;
    let mut fields = Fields::default();
    fields.set("village", scope.only_village().unwrap_or_default());
    choose_page(&visitor, StatusCode::OK, fields, Faults::default()).await
}

pub(super) async fn pattern(visitor: Visitor) -> Result<Response> {
    super::pattern(
        visitor.t,
        ("learning-outside-results", "learning-outside-results-file"),
        &PATTERN.map(Col::code),
        visitor.app.clock.today(),
    )
}

pub(super) async fn upload(visitor: Visitor, file: Result<Uploaded>) -> Result<Response> {
    let (fields, taken) = match file {
        Ok(file) => (file.fields.clone(), take(&visitor, file).await),
        Err(error) => (Fields::default(), Err(error)),
    };
    let mut faults = Faults::default();
    match taken {
        Ok(id) => return Ok(go(&format!("{HERE}/{id}"))),
        Err(Error::Refused(refusal)) => {
            let field = if refusal.code == "people-village-missing" { "village" } else { "file" };
            faults.add(field, visitor.t.refusal(&refusal));
        }
        Err(error) => return Err(error),
    }
    choose_page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, fields, faults).await
}

async fn take(visitor: &Visitor, file: Uploaded) -> Result<String> {
    let scope = visitor.scope(Right::ImportPersons)?;
    let (now, today) = (visitor.app.clock.now(), visitor.app.clock.today());
    let village = file.fields.get("village").to_owned();
    if village.is_empty() && !scope.is_whole() {
        return Err(Error::refused("people-village-missing"));
    }
    if !village.is_empty() && !scope.covers(&village) {
        return Err(Error::NotFound);
    }
    let (commune, of) = (scope.commune().to_owned(), village.clone());
    let all = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            if !of.is_empty() {
                places::village(tx, &commune, &of)?.ok_or(Error::NotFound)?;
            }
            Ok(courses::courses(tx, &commune, true)?)
        })
        .await?;
    let usual = file.fields.get("course").to_owned();
    let name = file_name(&file.name);
    let reading = tokio::task::spawn_blocking(move || {
        let usual = all.iter().find(|course| course.id == usual);
        result_rows::read(&file.bytes, &file.name, &all, usual, today)
    });
    let draft = reading.await.map_err(|error| Error::Broken(error.to_string()))??;
    visitor.app.db.write(move |tx| lists::add(tx, &scope, (Kind::Results, &village, &name), &draft, now)).await
}

/// A row with what it tells, and whom it may be.
struct Row {
    field: String,
    place: String,
    name: String,
    told: String,
    course: String,
    /// Id and words of each person it may be.
    people: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "learning/outside/pages/load_look.html")]
struct LookPage {
    frame: Frame,
    t: Text,
    list: List,
    columns: Vec<String>,
    unknown: Vec<String>,
    left_out: Vec<(String, String)>,
    sure: Vec<Row>,
    likely: Vec<Row>,
    nobody: Vec<Row>,
    known: usize,
    /// How many there are of each, shown or not: sure, likely, nobody.
    counts: (usize, usize, usize),
    bad: Vec<BadLine>,
    bad_all: usize,
}

/// Everything that the page says.
struct Looked {
    list: List,
    columns: Vec<String>,
    unknown: Vec<String>,
    left_out: Vec<(String, String)>,
    rows: [Vec<Row>; 3],
    counts: [usize; 3],
    known: usize,
    bad: Vec<BadLine>,
    bad_all: usize,
}

fn person_words(tx: &mut Tx<'_>, scope: &Scope, id: &str, villages: &BTreeMap<String, String>, t: Text) -> Result<String> {
    let Some(card) = people::card(tx, scope, id)? else { return Ok(String::new()) };
    let born = card.birth_year.map_or_else(|| t.get("learning-born-unknown"), |year| t.fill("learning-born").s("year", year).to_string());
    let village = villages.get(&card.village).cloned().unwrap_or_default();
    Ok([card.name, born, village, card.hamlet].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
}

fn looked(tx: &mut Tx<'_>, scope: &Scope, id: &str, t: Text) -> Result<Looked> {
    let (list, draft) = lists::list::<ResultRow>(tx, scope, Kind::Results, id)?;
    let named: BTreeMap<String, String> =
        courses::courses(tx, scope.commune(), true)?.into_iter().map(|course| (course.id.clone(), course.name())).collect();
    let villages: BTreeMap<String, String> =
        places::villages(tx, scope.commune())?.into_iter().map(|village| (village.id, village.name)).collect();
    let (mut rows, mut counts, mut known) = ([const { Vec::new() }; 3], [0; 3], 0);
    if list.state == "preview" {
        for (row, outcome) in result_rows::plan(tx, scope, &list.village, &draft.rows)? {
            let (at, ids) = match outcome {
                Outcome::Known => {
                    known += 1;
                    continue;
                }
                Outcome::Match(Match::Sure(id)) => (0, vec![id]),
                Outcome::Match(Match::Likely(ids)) => (1, ids),
                Outcome::Match(Match::Nobody) => (2, Vec::new()),
            };
            counts[at] += 1;
            if rows[at].len() < SHOWN {
                let people = ids.into_iter().map(|id| Ok((id.clone(), person_words(tx, scope, &id, &villages, t)?)));
                let people = people.collect::<Result<Vec<_>>>()?;
                rows[at].push(shown_row(row, people, &named, t));
            }
        }
    }
    Ok(Looked {
        columns: column_words(&draft, t),
        left_out: left_out(&draft, t),
        rows,
        counts,
        known,
        bad: bad_lines(&draft.bad, t),
        bad_all: draft.bad.len(),
        unknown: draft.unknown,
        list,
    })
}

fn shown_row(row: &ResultRow, people: Vec<(String, String)>, named: &BTreeMap<String, String>, t: Text) -> Row {
    let born = Birth::from_stored(&row.birth).map(Birth::vietnamese).unwrap_or_default();
    let phone = row.phone.as_deref().map(|phone| format!("*** {}", &phone[phone.len().saturating_sub(3)..])).unwrap_or_default();
    let day = row.day.parse().map(|day| dates::short_day(day, t.lang)).unwrap_or_default();
    let told = [born, phone, row.village.clone(), day, row.number.clone()];
    Row {
        field: row.place.field(),
        place: t.fill("people-import-row").s("row", row.place.row).to_string(),
        name: row.name.clone(),
        told: told.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        course: named.get(&row.course).cloned().unwrap_or_default(),
        people,
    }
}

pub(super) async fn look(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ImportPersons)?);
    let looked = visitor.app.db.read_long(move |tx| looked(tx, &scope, &id, t)).await?;
    let [sure, likely, nobody] = looked.rows;
    page(&LookPage {
        frame: visitor
            .frame_titled(looked.list.file.clone())
            .under(RESULTS, t.get("learning-outside-results"))
            .under(HERE, t.get("learning-outside-load")),
        t,
        list: looked.list,
        columns: looked.columns,
        unknown: looked.unknown,
        left_out: looked.left_out,
        sure,
        likely,
        nobody,
        known: looked.known,
        counts: looked.counts.into(),
        bad: looked.bad,
        bad_all: looked.bad_all,
    })
}

pub(super) async fn write(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ImportPersons)?, visitor.app.clock.now());
    let (reach, asked) = (scope.clone(), id.clone());
    let rows = visitor.app.db.read_long(move |tx| writing::confirmed(tx, &reach, &asked, &fields)).await?;
    if rows.is_empty() {
        return Err(Error::refused("learning-outside-list-none-chosen"));
    }
    let entered = writing::write(&visitor.app.db, &scope, &id, rows, now).await?;
    visitor.log("outside-list-loaded", &id, &entered.to_string()).await?;
    Ok(go_saying(&format!("{HERE}/{id}"), "learning-outside-list-written"))
}

pub(super) async fn forget(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ImportPersons)?;
    let gone = visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            lists::list::<ResultRow>(tx, &scope, Kind::Results, &id)?;
            Ok(lists::forget(tx, &scope, &id)?)
        })
        .await?;
    if gone { Ok(go_saying(HERE, "learning-outside-list-forgotten")) } else { Err(Error::refused("learning-outside-list-not-open")) }
}

pub(super) async fn undo(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ImportPersons)?, visitor.app.clock.now());
    let (reach, asked) = (scope.clone(), id.clone());
    visitor.app.db.read(move |tx| lists::list::<ResultRow>(tx, &reach, Kind::Results, &asked).map(drop)).await?;
    let reason: String = fold::nfc(fields.get("reason"));
    if reason.is_empty() {
        return Err(Error::refused("learning-reason-missing"));
    }
    if reason.chars().count() > NOTE_LIMIT {
        return Err(Error::refused("learning-note-long"));
    }
    let gone = writing::undo(&visitor.app.db, &scope, &id, &reason, now).await?;
    visitor.log("outside-list-undone", &id, &gone.to_string()).await?;
    Ok(go_saying(&format!("{HERE}/{id}"), "learning-outside-list-was-undone"))
}
