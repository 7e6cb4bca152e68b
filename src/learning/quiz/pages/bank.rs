//! The bank: what each question is worth, bad ones taken out, files taken in.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::show;
use crate::{
    accounts::{Posted, Right, Visitor},
    kit::{
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        pages::{Frame, go_saying, page, page_with},
        text::{Lang, Text},
    },
    learning::{
        desk::{HOME, Tab, tabs},
        quiz::{
            analysis::{self, Item},
            bank,
            desk::{self, Taken},
            parse::Flaw,
            rules::{Given, Question},
            store,
        },
    },
};

/// How many questions of a quiz seemed bad, after how many attempts at which version of it: a list that shows all quizzes reads the answers of
/// one again only when there are more of them.
static BAD: LazyLock<Mutex<HashMap<Asked, (i64, i64, usize)>>> = LazyLock::new(Mutex::default);

/// Commune, quiz and language.
type Asked = (String, String, &'static str);

fn count_bad(tx: &mut Tx<'_>, commune: &str, quiz: &str, taken: i64, lang: Lang) -> Result<usize> {
    if taken < analysis::ENOUGH as i64 {
        return Ok(0);
    }
    let sheet = bank::sheet(tx, commune, quiz, lang)?.ok_or(Error::NotFound)?;
    let of = (commune.to_owned(), quiz.to_owned(), lang.code());
    let known = BAD.lock().ok().and_then(|all| all.get(&of).copied());
    if let Some((_, _, bad)) = known.filter(|known| (known.0, known.1) == (taken, sheet.version)) {
        return Ok(bad);
    }
    let bad = desk::analysed(tx, commune, &sheet)?.values().filter(|item| !item.flags.is_empty()).count();
    if let Ok(mut all) = BAD.lock() {
        all.insert(of, (taken, sheet.version, bad));
    }
    Ok(bad)
}

struct Line {
    href: String,
    title: String,
    taken: String,
    bad: usize,
    off: usize,
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/bank.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let t = visitor.t;
    let lines = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let taken = store::taken(tx, scope.commune())?;
            let mut lines = Vec::new();
            for (id, head) in bank::listed(tx, scope.commune(), t.lang)? {
                let counts = taken.iter().find(|(quiz, ..)| *quiz == id).map_or((0, 0), |(_, all, passed)| (*all, *passed));
                let bad = count_bad(tx, scope.commune(), &id, counts.0, t.lang)?;
                let off = store::off(tx, scope.commune(), &id)?.len();
                let words = t.fill("learning-bank-taken").n("n", counts.0).n("passed", counts.1).to_string();
                lines.push(Line { href: format!("/quan-ly/hoc/cau-hoi/{id}"), title: head.title, taken: words, bad, off });
            }
            // What wants a look comes first.
            lines.sort_by_key(|line| std::cmp::Reverse(line.bad));
            Ok(lines)
        })
        .await?;
    page(&ListPage {
        frame: visitor.frame("learning-bank-title").under(HOME, visitor.t.get("nav-learning")),
        t,
        tabs: tabs(&visitor, "/quan-ly/hoc/cau-hoi"),
        lines,
    })
}

struct Worth {
    id: String,
    text: String,
    kind: String,
    answer: Vec<String>,
    why: String,
    answered: usize,
    easiness: String,
    discrimination: String,
    flags: Vec<String>,
    given: Vec<(String, usize, bool)>,
    /// Why it is out; empty while it is drawn.
    off: String,
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/bank_one.html")]
struct OnePage {
    frame: Frame,
    t: Text,
    href: String,
    quiz: String,
    version: i64,
    questions: Vec<Worth>,
    faults: Faults,
}

pub(super) async fn one(visitor: Visitor, Path(quiz): Path<String>) -> Result<Response> {
    page(&one_page(&visitor, quiz, Faults::default()).await?)
}

async fn one_page(visitor: &Visitor, quiz: String, faults: Faults) -> Result<OnePage> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let (t, id) = (visitor.t, quiz.clone());
    let (sheet, items, off) = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let sheet = bank::sheet(tx, scope.commune(), &id, t.lang)?.ok_or(Error::NotFound)?;
            let items = desk::analysed(tx, scope.commune(), &sheet)?;
            Ok((sheet, items, store::off(tx, scope.commune(), &id)?))
        })
        .await?;
    let worth = |question: &Question| {
        let item = items.get(&question.id).cloned().unwrap_or_default();
        let off = off.iter().find(|(id, _)| *id == question.id).map(|(_, why)| why.clone()).unwrap_or_default();
        worth(question, &item, off, t)
    };
    Ok(OnePage {
        frame: visitor.frame_titled(sheet.head.title.clone()).under("/quan-ly/hoc/cau-hoi", t.get("learning-bank-title")).with(&faults),
        t,
        href: format!("/quan-ly/hoc/cau-hoi/{}", sheet.id),
        quiz,
        version: sheet.version,
        questions: sheet.quiz.questions.iter().map(worth).collect(),
        faults,
    })
}

fn worth(question: &Question, item: &Item, off: String, t: Text) -> Worth {
    let percent =
        |n: Option<i64>| n.map_or_else(|| t.get("learning-bank-too-few"), |n| t.fill("learning-bank-percent").n("n", n).to_string());
    let given = item.given.iter().take(6).map(|(stored, count)| {
        let given = Given::of_stored(stored);
        let right = crate::learning::quiz::rules::judge(question, &given);
        (show::in_words(question, &given, t).join(" · "), *count, right)
    });
    Worth {
        id: question.id.clone(),
        text: question.text.clone(),
        kind: t.get(&format!("learning-quiz-kind-{}", question.body.code())),
        answer: show::right_in_words(question, t),
        why: question.why.clone(),
        answered: item.answered,
        easiness: percent(item.easiness()),
        discrimination: percent(item.discrimination),
        flags: item.flags.iter().map(|flag| t.get(&format!("learning-bank-flag-{}", flag.code()))).collect(),
        given: given.collect(),
        off,
    }
}

pub(super) async fn set_off(visitor: Visitor, Path((quiz, question)): Path<(String, String)>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let (now, reason, id) = (visitor.app.clock.now(), fields.get("reason").to_owned(), quiz.clone());
    match visitor.app.db.write(move |tx| desk::set_off(tx, &scope, &id, &question, &reason, now)).await {
        Ok(()) => Ok(go_saying(&format!("/quan-ly/hoc/cau-hoi/{}", encode(&quiz)), "learning-bank-was-off")),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("reason", visitor.t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &one_page(&visitor, quiz, faults).await?)
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn set_on(visitor: Visitor, Path((quiz, question)): Path<(String, String)>, Posted(_): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let id = quiz.clone();
    visitor.app.db.write(move |tx| desk::set_on(tx, &scope, &id, &question)).await?;
    Ok(go_saying(&format!("/quan-ly/hoc/cau-hoi/{}", encode(&quiz)), "learning-bank-was-on"))
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/import.html")]
struct ImportPage {
    frame: Frame,
    t: Text,
    lesson: String,
    lessons: Vec<(String, String)>,
    lang: String,
    source: String,
    flaws: Vec<String>,
    /// How many questions were read, when the file is good and was only looked at.
    good: Option<usize>,
    version: i64,
    faults: Faults,
}

async fn import_page(
    visitor: &Visitor,
    typed: &Fields,
    flaws: Vec<String>,
    good: Option<(usize, i64)>,
    faults: Faults,
) -> Result<ImportPage> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let t = visitor.t;
    let lessons = visitor.app.db.read(move |tx| bank::lessons(tx, scope.commune(), t.lang)).await?;
    Ok(ImportPage {
        frame: visitor.frame("learning-import-title").under("/quan-ly/hoc/cau-hoi", t.get("learning-bank-title")).with(&faults),
        t,
        lesson: typed.get("lesson").to_owned(),
        lessons,
        lang: typed.some("lang").unwrap_or(Lang::Vi.code()).to_owned(),
        source: typed.get("source").to_owned(),
        flaws,
        good: good.map(|(count, _)| count),
        version: good.map_or(0, |(_, version)| version),
        faults,
    })
}

pub(super) async fn import_form(visitor: Visitor) -> Result<Response> {
    page(&import_page(&visitor, &visitor.query, Vec::new(), None, Faults::default()).await?)
}

fn in_words(flaw: &Flaw, t: Text) -> String {
    let what = t.fill(flaw.code).s("what", &flaw.what).to_string();
    if flaw.question.is_empty() { what } else { t.fill("learning-import-flaw").s("question", &flaw.question).s("flaw", what).to_string() }
}

pub(super) async fn import(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManageLearning)?;
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let (typed, look_only) = (fields.clone(), !fields.ticked("use"));
    let taken = visitor
        .app
        .db
        .write(move |tx| desk::take_in(tx, &scope, typed.get("lesson"), typed.get("lang"), typed.get("source"), look_only, now))
        .await;
    match taken {
        Ok((Taken::Wrong(flaws), _)) => {
            let mut faults = Faults::default();
            faults.add("source", t.fill("learning-import-flaws").n("n", flaws.len()).to_string());
            let flaws = flaws.iter().map(|flaw| in_words(flaw, t)).collect();
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &import_page(&visitor, &fields, flaws, None, faults).await?)
        }
        Ok((Taken::New(version) | Taken::Same(version), Some(quiz))) if look_only => {
            page(&import_page(&visitor, &fields, Vec::new(), Some((quiz.questions.len(), version)), Faults::default()).await?)
        }
        Ok(_) => Ok(go_saying(&format!("/quan-ly/hoc/cau-hoi/{}", encode(fields.get("lesson"))), "learning-import-done")),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add(if refusal.code == "learning-import-language" { "lang" } else { "lesson" }, t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &import_page(&visitor, &fields, Vec::new(), None, faults).await?)
        }
        Err(error) => Err(error),
    }
}
