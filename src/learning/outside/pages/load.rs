//! A list of results that a platform gives, or of confirmations that an authority gives: uploaded, each row matched with the register, confirmed, taken back.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{BadLine, CONFIRMATIONS, RESULTS, bad_lines, claim::options, column_words, file_name, left_out};
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
    learning::{
        desk::{HOME, Tab, tabs},
        framework,
        outside::{
            confirmations::{self, Confirmed},
            courses,
            lists::{
                self, Kind, List,
                confirmation_rows::{self, Usual},
                result_rows::{self, Col, Outcome, ResultRow},
                writing,
            },
            rules::{LINE_LIMIT, Match, NOTE_LIMIT},
        },
    },
    people, places,
};

/// The pages of one kind of list.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    kind: Kind,
    here: &'static str,
    /// Text keys: of the page's name, of what it is for, of what a row is about.
    title: &'static str,
    lead: &'static str,
    what: &'static str,
    /// Text key of the pattern's file name, and its columns.
    pattern: (&'static str, &'static [Col]),
}

impl Desk {
    /// Lists of a platform.
    pub(super) const RESULTS: Self = Self {
        kind: Kind::Results,
        here: "/quan-ly/hoc/ket-qua-ngoai/nhap",
        title: "learning-outside-load",
        lead: "learning-outside-load-lead",
        what: "learning-outside-field-course",
        pattern: ("learning-outside-results-file", &result_rows::PATTERN),
    };
    /// Lists of an authority.
    pub(super) const CONFIRMATIONS: Self = Self {
        kind: Kind::Confirmations,
        here: CONFIRMATIONS,
        title: "learning-confirmed-title",
        lead: "learning-confirmed-lead",
        what: "learning-confirmed-skill",
        pattern: ("learning-confirmed-file", &confirmation_rows::PATTERN),
    };

    fn is_official(self) -> bool {
        self.kind == Kind::Confirmations
    }

    /// A frame under the page that leads here.
    fn under(self, frame: Frame, t: Text) -> Frame {
        if self.is_official() { frame.under(HOME, t.get("nav-learning")) } else { frame.under(RESULTS, t.get("learning-outside-results")) }
    }
}

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
    here: &'static str,
    lead: String,
    official: bool,
    tabs: Vec<Tab>,
    /// What rows can be about that do not say it: courses, or skills.
    things: Vec<(String, String)>,
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

/// Id and words of everything that a row can be about.
fn things(tx: &mut Tx<'_>, commune: &str, desk: Desk, all: bool, t: Text) -> Result<Vec<(String, String)>> {
    if !desk.is_official() {
        return Ok(options(&courses::courses(tx, commune, all)?));
    }
    let Some(framework) = framework::current(tx, commune)? else { return Ok(Vec::new()) };
    let skills = framework::skills(tx, &framework)?.into_iter();
    Ok(skills.map(|skill| (skill.code.clone(), format!("{} ({})", skill.title_in(t.lang), skill.code))).collect())
}

async fn choose_page(desk: Desk, visitor: &Visitor, status: StatusCode, fields: Fields, faults: Faults) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ImportPersons)?);
    let reach = scope.clone();
    let (mut villages, things, past) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let things = things(tx, reach.commune(), desk, false, t)?;
            Ok((places::villages(tx, reach.commune())?, things, lists::lists(tx, &reach, desk.kind)?))
        })
        .await?;
    let named = |id: &str| villages.iter().find(|village| village.id == id).map_or(t.get("learning-outside-whole"), |v| v.name.clone());
    let past = past.into_iter().map(|list: List| Past {
        href: format!("{}/{}", desk.here, list.id),
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
            frame: desk.under(visitor.frame(desk.title), t).with(&faults),
            here: desk.here,
            lead: t.get(desk.lead),
            official: desk.is_official(),
            tabs: tabs(visitor, desk.here),
            things,
            t,
            villages: villages.into_iter().map(|village| (village.id, village.name)).collect(),
            whole: scope.is_whole(),
            fields,
            faults,
            past,
        },
    )
}

pub(super) async fn choose(desk: Desk, visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ImportPersons)?;
    let mut fields = Fields::default();
    fields.set("village", scope.only_village().unwrap_or_default());
    choose_page(desk, &visitor, StatusCode::OK, fields, Faults::default()).await
}

pub(super) fn pattern(desk: Desk, visitor: Visitor) -> Result<Response> {
    let (file, columns) = desk.pattern;
    let title = if desk.is_official() { desk.title } else { "learning-outside-results" };
    let columns: Vec<&'static str> = columns.iter().map(|col| col.code()).collect();
    super::pattern(visitor.t, (title, file), &columns, visitor.app.clock.today())
}

pub(super) async fn upload(desk: Desk, visitor: Visitor, file: Result<Uploaded>) -> Result<Response> {
    let (fields, taken) = match file {
        Ok(file) => (file.fields.clone(), take(desk, &visitor, file).await),
        Err(error) => (Fields::default(), Err(error)),
    };
    let mut faults = Faults::default();
    match taken {
        Ok(id) => return Ok(go(&format!("{}/{id}", desk.here))),
        Err(Error::Refused(refusal)) => {
            let field = match refusal.code {
                "people-village-missing" => "village",
                "learning-outside-line-long" | "learning-confirmed-document-identity" => "document",
                "learning-outside-day-later" | "learning-outside-day-early" | "learning-outside-row-day" => "day",
                _ => "file",
            };
            faults.add(field, visitor.t.refusal(&refusal));
        }
        Err(error) => return Err(error),
    }
    choose_page(desk, &visitor, StatusCode::UNPROCESSABLE_ENTITY, fields, faults).await
}

/// What the form says for rows that do not say it.
fn usual(fields: &Fields, today: jiff::civil::Date) -> Result<Usual> {
    let document = fold::nfc(fields.get("document"));
    if document.chars().count() > LINE_LIMIT {
        return Err(Error::refused("learning-outside-line-long"));
    }
    if people::without_identities(&document) != document {
        return Err(Error::refused("learning-confirmed-document-identity"));
    }
    let day = match fields.some("day") {
        None => None,
        Some(day) => {
            let day = dates::parse_day(day).map_err(|_| Error::refused("learning-outside-row-day"))?;
            Some(result_rows::a_day_that_was(day, today).map_err(Error::refused)?)
        }
    };
    Ok(Usual { skill: fields.get("what").to_owned(), document, day })
}

async fn take(desk: Desk, visitor: &Visitor, file: Uploaded) -> Result<String> {
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
    let mut usual = usual(&file.fields, today)?;
    let (all, skills) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            if !of.is_empty() {
                places::village(tx, &commune, &of)?.ok_or(Error::NotFound)?;
            }
            let skills = framework::current(tx, &commune)?.map(|one| framework::skills(tx, &one)).transpose()?;
            Ok((courses::courses(tx, &commune, true)?, skills.unwrap_or_default()))
        })
        .await?;
    let name = file_name(&file.name);
    let reading = tokio::task::spawn_blocking(move || {
        if desk.is_official() {
            if !skills.iter().any(|skill| skill.code == usual.skill) {
                usual.skill.clear();
            }
            return confirmation_rows::read(&file.bytes, &file.name, &skills, &usual, today);
        }
        let course = all.iter().find(|course| course.id == usual.skill);
        result_rows::read(&file.bytes, &file.name, &all, course, today)
    });
    let draft = reading.await.map_err(|error| Error::Broken(error.to_string()))??;
    visitor.app.db.write(move |tx| lists::add(tx, &scope, (desk.kind, &village, &name), &draft, now)).await
}

/// A row with what it tells, and whom it may be.
struct Row {
    field: String,
    place: String,
    name: String,
    told: String,
    what: String,
    /// Id and words of each person it may be.
    people: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "learning/outside/pages/load_look.html")]
struct LookPage {
    frame: Frame,
    t: Text,
    here: &'static str,
    /// What a row is about, in words.
    what: String,
    official: bool,
    list: List,
    confirmed: Vec<Line>,
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

/// A confirmation that counts.
struct Line {
    name: String,
    village: String,
    skill: String,
    document: String,
    day: String,
}

/// Everything that the page says.
struct Looked {
    list: List,
    confirmed: Vec<Line>,
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

fn looked(tx: &mut Tx<'_>, scope: &Scope, desk: Desk, id: &str, t: Text) -> Result<Looked> {
    let (list, draft) = lists::list::<ResultRow>(tx, scope, desk.kind, id)?;
    let named: BTreeMap<String, String> = things(tx, scope.commune(), desk, true, t)?.into_iter().collect();
    let villages: BTreeMap<String, String> =
        places::villages(tx, scope.commune())?.into_iter().map(|village| (village.id, village.name)).collect();
    let (mut rows, mut counts, mut known) = ([const { Vec::new() }; 3], [0; 3], 0);
    if list.state == "preview" {
        let counted = writing::counted(tx, scope.commune(), desk.kind)?;
        for (row, outcome) in result_rows::plan(tx, scope, &list.village, &draft.rows, &counted)? {
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
    let codes = framework::codes(tx, scope.commune())?;
    let line = |one: Confirmed| Line {
        skill: codes.now(&one.skill).and_then(|code| named.get(code)).cloned().unwrap_or(one.skill),
        day: one.day.parse().map(|day| dates::short_day(day, t.lang)).unwrap_or_default(),
        name: one.name,
        village: one.village,
        document: one.document,
    };
    let confirmed = match desk.kind {
        Kind::Confirmations if list.state == "applied" => confirmations::shown_of_list(tx, scope.commune(), id, SHOWN as i64)?,
        _ => Vec::new(),
    };
    Ok(Looked {
        confirmed: confirmed.into_iter().map(line).collect(),
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
        what: named.get(&row.what).cloned().unwrap_or_default(),
        people,
    }
}

pub(super) async fn look(desk: Desk, visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ImportPersons)?);
    let looked = visitor.app.db.read_long(move |tx| looked(tx, &scope, desk, &id, t)).await?;
    let [sure, likely, nobody] = looked.rows;
    page(&LookPage {
        frame: desk.under(visitor.frame_titled(looked.list.file.clone()), t).under(desk.here, t.get(desk.title)),
        here: desk.here,
        what: t.get(desk.what),
        official: desk.is_official(),
        confirmed: looked.confirmed,
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

pub(super) async fn write(desk: Desk, visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ImportPersons)?, visitor.app.clock.now());
    let (reach, asked) = (scope.clone(), id.clone());
    let rows = visitor.app.db.read_long(move |tx| writing::confirmed(tx, &reach, desk.kind, &asked, &fields)).await?;
    if rows.is_empty() {
        return Err(Error::refused("learning-outside-list-none-chosen"));
    }
    let entered = writing::write(&visitor.app.db, &scope, (desk.kind, &id), rows, now).await?;
    visitor.log(if desk.is_official() { "confirmed-list-loaded" } else { "outside-list-loaded" }, &id, &entered.to_string()).await?;
    Ok(go_saying(&format!("{}/{id}", desk.here), "learning-outside-list-written"))
}

pub(super) async fn forget(desk: Desk, visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ImportPersons)?;
    let gone = visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            lists::list::<ResultRow>(tx, &scope, desk.kind, &id)?;
            Ok(lists::forget(tx, &scope, &id)?)
        })
        .await?;
    if gone { Ok(go_saying(desk.here, "learning-outside-list-forgotten")) } else { Err(Error::refused("learning-outside-list-not-open")) }
}

pub(super) async fn undo(desk: Desk, visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ImportPersons)?, visitor.app.clock.now());
    let (reach, asked) = (scope.clone(), id.clone());
    visitor.app.db.read(move |tx| lists::list::<ResultRow>(tx, &reach, desk.kind, &asked).map(drop)).await?;
    let reason: String = fold::nfc(fields.get("reason"));
    if reason.is_empty() {
        return Err(Error::refused("learning-reason-missing"));
    }
    if reason.chars().count() > NOTE_LIMIT {
        return Err(Error::refused("learning-note-long"));
    }
    let gone = writing::undo(&visitor.app.db, &scope, (desk.kind, &id), &reason, now).await?;
    visitor.log(if desk.is_official() { "confirmed-list-undone" } else { "outside-list-undone" }, &id, &gone.to_string()).await?;
    Ok(go_saying(&format!("{}/{id}", desk.here), "learning-outside-list-was-undone"))
}
