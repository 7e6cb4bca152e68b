//! What officers read of it: how each lesson and class was found, the newest words, what has to change; and a file to take away.

use std::collections::{BTreeMap, btree_map::Entry};

use askama::Template;
use axum::{extract::Path, response::Response};

use crate::{
    accounts::{Posted, Right, Scope, Visitor},
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        fold,
        forms::encode,
        pages::{Frame, Paging, download, go_saying, page},
        print::{self, Cell, Kind, Workbook, Worksheet, WorksheetColumn},
        text::Text,
    },
    learning::{
        content,
        desk::{HOME, Tab, tabs},
        feedback::{
            rules::{FEWEST, HARD, NOTE_LIMIT, State},
            store::{self, Remark, Sum, Wanted},
        },
    },
};

const HERE: &str = "/quan-ly/hoc/gop-y";
/// So many lessons and classes stand in the sums.
const SUMS: i64 = 100;
/// So many remarks stand beside a lesson that is written anew.
const BESIDE: i64 = 10;
/// So many remarks are written into a file.
const EXPORTED: i64 = 10_000;

/// A remark in words.
pub struct Line {
    /// The remark's id.
    pub id: String,
    /// Where its answer is sent; empty for who only reads.
    pub action: String,
    /// Lesson or class.
    pub title: String,
    /// The face's words, and the look of its tag.
    pub face: (String, &'static str),
    /// What was said.
    pub words: String,
    /// What is not clear.
    pub step: String,
    /// When, and of which session.
    pub when: String,
    /// Where it stands, in words.
    pub state: String,
    /// Whether nobody looked at it.
    pub is_new: bool,
    /// Whether it is on the list “to mend”.
    pub to_mend: bool,
    /// The officer's note.
    pub note: String,
    /// Whether it is of a lesson.
    pub of_lesson: bool,
}

fn step_words(step: &str, t: Text) -> String {
    if HARD.contains(&step) { t.get(&format!("learning-remark-hard-{step}")) } else { step.to_owned() }
}

fn line(remark: Remark, titles: &BTreeMap<String, String>, may: (bool, bool), t: Text) -> Line {
    let of_lesson = remark.what == "lesson";
    let (part, allowed) = if of_lesson { ("bai", may.0) } else { ("lop", may.1) };
    let look = ["", "bad", "warn", "good"];
    let day = remark.day.parse().map(|day| dates::short_day(day, t.lang)).unwrap_or_default();
    Line {
        id: remark.id.clone(),
        action: if allowed { format!("{HERE}/{part}/{}", remark.id) } else { String::new() },
        title: if of_lesson { titles.get(&remark.item).cloned().unwrap_or(remark.item) } else { remark.class },
        face: (t.get(&format!("learning-remark-face-{}", remark.face.code())), look[remark.face.number() as usize]),
        words: remark.words,
        step: step_words(&remark.step, t),
        // Of a class only the session's day is told: the minute would tell who spoke.
        when: if of_lesson { dates::moment(remark.at, t.lang) } else { day },
        state: t.get(&format!("learning-remark-state-{}", remark.state.code())),
        is_new: remark.state == State::New,
        to_mend: remark.state == State::Mend,
        note: if remark.by.is_empty() { remark.note } else { format!("{}: {}", remark.by, remark.note) },
        of_lesson,
    }
}

/// The titles of lessons, by their ids.
fn titles(tx: &mut Tx<'_>, commune: &str, items: impl Iterator<Item = String>, t: Text) -> Result<BTreeMap<String, String>> {
    let mut titles = BTreeMap::new();
    for id in items {
        if let Entry::Vacant(place) = titles.entry(id) {
            let title = content::item(tx, commune, place.key(), t.lang)?.map_or_else(|| place.key().clone(), |item| item.facts.title);
            place.insert(title);
        }
    }
    Ok(titles)
}

struct SumRow {
    href: String,
    title: String,
    /// How many of each face; nothing where it is too little to show.
    faces: Option<[i64; 3]>,
    open: i64,
}

#[derive(Template)]
#[template(path = "learning/feedback/pages/list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    lessons: Vec<SumRow>,
    classes: Vec<SumRow>,
    lines: Vec<Line>,
    what: String,
    state: String,
    item: String,
    item_title: String,
    whats: Vec<(String, String)>,
    states: Vec<(String, String)>,
    paging: Paging,
    may_take: bool,
}

fn wanted_of(visitor: &Visitor) -> Wanted {
    let some = |name: &str| visitor.query.get(name).chars().take(100).collect::<String>();
    Wanted {
        what: Some(some("ve")).filter(|what| ["lesson", "class"].contains(&what.as_str())).unwrap_or_default(),
        state: State::parse(&some("muc")).map_or("", State::code).to_owned(),
        item: some("bai"),
        said: false,
    }
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let (t, scope, asked) = (visitor.t, visitor.scope(Right::SeeClasses)?, visitor.query.number("trang"));
    let wanted = wanted_of(&visitor);
    let filter = wanted.clone();
    let href = format!("?ve={}&muc={}&bai={}&trang=", wanted.what, wanted.state, encode(&wanted.item));
    let (lessons, classes, found, titles, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let lessons = store::lesson_sums(tx, scope.commune(), SUMS)?;
            let classes = store::class_sums(tx, &scope, SUMS)?;
            let paging = Paging::new(asked, store::count(tx, &scope, &filter)?, href.clone());
            let found = store::remarks(tx, &scope, &filter, Paging::SIZE, paging.offset())?;
            let named = lessons.iter().map(|sum| sum.item.clone());
            let named = named.chain(found.iter().filter(|remark| remark.what == "lesson").map(|remark| remark.item.clone()));
            let titles = titles(tx, scope.commune(), named, t)?;
            Ok((lessons, classes, found, titles, paging))
        })
        .await?;
    let row = |sum: Sum, what: &str| {
        let all: i64 = sum.faces.iter().sum();
        let shown = what == "lesson" || all >= FEWEST;
        SumRow {
            href: format!("{HERE}?ve={what}&bai={}", encode(&sum.item)),
            title: if what == "lesson" { titles.get(&sum.item).cloned().unwrap_or_default() } else { sum.title },
            faces: shown.then_some(sum.faces),
            open: if shown { sum.open } else { 0 },
        }
    };
    let lessons: Vec<SumRow> = lessons.into_iter().map(|sum| row(sum, "lesson")).collect();
    let classes: Vec<SumRow> = classes.into_iter().map(|sum| row(sum, "class")).collect();
    let may = (visitor.may(Right::ManageLearning), visitor.may(Right::ManageClasses));
    let pair = |code: &str, key: &str| (code.to_owned(), t.get(key));
    let mut states = vec![pair("", "learning-remark-state-all")];
    states.extend(State::ALL.map(|state| pair(state.code(), &format!("learning-remark-state-{}", state.code()))));
    let own = |rows: &[SumRow]| {
        rows.iter().find(|row| row.href.ends_with(&format!("&bai={}", encode(&wanted.item)))).map(|row| row.title.clone())
    };
    page(&ListPage {
        frame: visitor.frame("learning-remark-office").under(HOME, visitor.t.get("nav-learning")),
        t,
        tabs: tabs(&visitor, HERE),
        item_title: if wanted.item.is_empty() {
            String::new()
        } else {
            own(&lessons).or_else(|| own(&classes)).unwrap_or_else(|| wanted.item.clone())
        },
        lines: found.into_iter().map(|remark| line(remark, &titles, may, t)).collect(),
        lessons,
        classes,
        whats: vec![
            pair("", "learning-remark-of-all"),
            pair("lesson", "learning-remark-of-lesson"),
            pair("class", "learning-remark-of-class"),
        ],
        states,
        what: wanted.what,
        state: wanted.state,
        item: wanted.item,
        paging,
        may_take: visitor.may(Right::Export),
    })
}

pub(super) async fn answer_lesson(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManageLearning)?;
    answer(visitor, scope, "lesson", id, (fields.get("to").to_owned(), fold::nfc(fields.get("note")))).await
}

pub(super) async fn answer_class(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManageClasses)?;
    answer(visitor, scope, "class", id, (fields.get("to").to_owned(), fold::nfc(fields.get("note")))).await
}

async fn answer(visitor: Visitor, scope: Scope, what: &'static str, id: String, (wish, note): (String, String)) -> Result<Response> {
    let now = visitor.app.clock.now();
    visitor
        .app
        .db
        .write(move |tx| -> Result<()> {
            if !store::is_there(tx, &scope, what, &id)? {
                return Err(Error::NotFound);
            }
            let to = State::parse(&wish).filter(|to| *to == State::Done || (*to == State::Mend && what == "lesson"));
            let to = to.ok_or_else(|| Error::refused("learning-remark-what-missing"))?;
            if note.is_empty() {
                return Err(Error::refused("learning-remark-note-missing"));
            }
            if note.chars().count() > NOTE_LIMIT {
                return Err(Error::refused("learning-note-long"));
            }
            store::answer(tx, &scope, what, &id, to, &note, now)?;
            Ok(())
        })
        .await?;
    Ok(go_saying(HERE, "learning-remark-answered"))
}

/// What stands beside a lesson that is written anew.
#[derive(Default)]
pub struct Beside {
    /// How many of each face, from the best.
    pub faces: (i64, i64, i64),
    /// What has to change.
    pub mend: Vec<Line>,
    /// The newest words.
    pub newest: Vec<Line>,
    /// Where all of it is.
    pub href: String,
}

/// What was said of a lesson, for whoever writes it anew.
pub fn beside(tx: &mut Tx<'_>, scope: &Scope, item: &str, t: Text) -> Result<Beside> {
    let of = Wanted { what: "lesson".into(), item: item.to_owned(), ..Wanted::default() };
    let mend = store::remarks(tx, scope, &Wanted { state: State::Mend.code().into(), ..of.clone() }, SUMS, 0)?;
    let mut newest = store::remarks(tx, scope, &Wanted { said: true, ..of }, BESIDE, 0)?;
    newest.retain(|remark| remark.state != State::Mend);
    let none = BTreeMap::new();
    let lines = |remarks: Vec<Remark>| remarks.into_iter().map(|remark| line(remark, &none, (true, false), t)).collect();
    Ok(Beside {
        faces: store::lesson_sum(tx, scope.commune(), item)?.into(),
        mend: lines(mend),
        newest: lines(newest),
        href: format!("{HERE}?ve=lesson&bai={}", encode(item)),
    })
}

async fn exported(visitor: &Visitor) -> Result<(Vec<String>, Vec<Vec<String>>)> {
    let (t, scope, wanted) = (visitor.t, visitor.scope(Right::Export)?, wanted_of(visitor));
    let (found, titles) = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let found = store::remarks(tx, &scope, &wanted, EXPORTED, 0)?;
            let named = found.iter().filter(|remark| remark.what == "lesson").map(|remark| remark.item.clone());
            let titles = titles(tx, scope.commune(), named, t)?;
            Ok((found, titles))
        })
        .await?;
    visitor.log("export", "remarks", &found.len().to_string()).await?;
    let head = ["about", "face", "words", "step", "when", "state", "note"].map(|name| t.get(&format!("learning-remark-column-{name}")));
    let rows = found.into_iter().map(|remark| {
        let line = line(remark, &titles, (false, false), t);
        vec![line.title, line.face.0, line.words, line.step, line.when, line.state, line.note]
    });
    Ok((head.into(), rows.collect()))
}

pub(super) async fn xlsx(visitor: Visitor) -> Result<Response> {
    let t = visitor.t;
    let (head, rows) = exported(&visitor).await?;
    let sheet = Worksheet {
        name: t.get("learning-remark-office"),
        columns: head.into_iter().map(|title| WorksheetColumn::new(title, 26, Kind::Text)).collect(),
        rows: rows.into_iter().map(|row| row.into_iter().map(Cell::Text).collect()).collect(),
        landscape: true,
        ..Worksheet::default()
    };
    let workbook = Workbook {
        title: t.get("learning-remark-office"),
        created: Some(visitor.app.clock.today()),
        sheets: vec![sheet],
        ..Workbook::default()
    };
    let mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(&(t.get("learning-remark-file") + ".xlsx"), mime, print::xlsx(&workbook)?))
}

pub(super) async fn csv(visitor: Visitor) -> Result<Response> {
    let (head, mut rows) = exported(&visitor).await?;
    rows.insert(0, head);
    Ok(download(&(visitor.t.get("learning-remark-file") + ".csv"), "text/csv; charset=utf-8", print::csv(rows)))
}
