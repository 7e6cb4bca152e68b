//! Targets: the list, one target with its history, changing it, and the paper they stand in.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};

use super::{
    api::{self, Held, Terms},
    rules::{self, Key, Kind, OWNERS, Target, Words},
    store::{self, Change, Paper},
};
use crate::{
    accounts::{Need, Posted, Right, Route, Visitor},
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields},
        numbers,
        pages::{Frame, go_saying, page, page_with},
        text::Text,
    },
    ledger::Grade,
};

/// The addresses of targets and of the paper.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/quan-ly/chi-tieu", Need::May(Right::SeeFigures), get(list_page)),
        Route::get("/quan-ly/chi-tieu/van-ban", Need::May(Right::ManagePlan), get(paper_page)),
        Route::post("/quan-ly/chi-tieu/van-ban", Need::May(Right::ManagePlan), post(change_paper)),
        Route::get("/quan-ly/chi-tieu/{target}", Need::May(Right::SeeFigures), get(target_page)),
        Route::get("/quan-ly/chi-tieu/{target}/sua", Need::May(Right::ManagePlan), get(edit_page)),
        Route::post("/quan-ly/chi-tieu/{target}/sua", Need::May(Right::ManagePlan), post(change)),
    ]
}

/// A target in the list.
struct Row {
    id: String,
    title: String,
    threshold: String,
    against: String,
    held: String,
    source: String,
    grades: String,
    changed: bool,
}

/// The targets of one year.
struct Year {
    year: i16,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "plan/pages/list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    paper: String,
    paper_missing: bool,
    years: Vec<Year>,
    may_manage: bool,
}

async fn list_page(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::SeeFigures)?;
    let (t, today) = (visitor.t, visitor.app.clock.today());
    let (targets, held, paper) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let commune = scope.commune();
            Ok((api::targets(tx, commune)?, Held::on(tx, commune, today)?, api::paper(tx, commune)?))
        })
        .await?;
    let mut years: Vec<Year> = Vec::new();
    for target in &targets {
        let row = row(target, &held, t);
        match years.last_mut().filter(|year| year.year == target.year) {
            Some(year) => year.rows.push(row),
            None => years.push(Year { year: target.year, rows: vec![row] }),
        }
    }
    page(&ListPage {
        frame: visitor.frame("plan-title"),
        t,
        paper_missing: paper.number.is_empty(),
        paper: paper_words(&paper, t),
        years,
        may_manage: visitor.may(Right::ManagePlan),
    })
}

/// How the plan's paper is called: its number and day, as far as they are known.
pub fn paper_words(paper: &Paper, t: Text) -> String {
    let day = paper.issued_on.map(|day| dates::short_day(day, t.lang));
    match (paper.number.is_empty(), day) {
        (false, Some(day)) => t.fill("plan-paper-whole").s("number", &paper.number).s("day", day).to_string(),
        (false, None) => t.fill("plan-paper-number").s("number", &paper.number).to_string(),
        (true, Some(day)) => t.fill("plan-paper-day").s("day", day).to_string(),
        (true, None) => t.get("plan-paper-none"),
    }
}

fn threshold_words(target: &Target, t: Text) -> String {
    match (target.kind, target.threshold) {
        (Kind::Rank, _) => t.get("plan-threshold-rank"),
        (_, Some(percent)) => format!("{percent}%"),
        (_, None) => t.get(numbers::NO_DATA),
    }
}

fn keys_words(keys: &[Key], t: Text) -> String {
    keys.iter().map(|key| t.get(&format!("plan-key-{}", key.code()))).collect::<Vec<_>>().join(" + ")
}

fn row(target: &Target, held: &Held, t: Text) -> Row {
    let sum = held.of_target(target);
    Row {
        id: target.id.clone(),
        title: target.title.of(t.lang).to_owned(),
        threshold: threshold_words(target, t),
        against: keys_words(&target.denominator, t),
        held: sum.value.map(|value| numbers::whole(value, t.lang)).unwrap_or_default(),
        source: rules::source_words(&sum, t),
        grades: target.letters(),
        changed: target.version > 0,
    }
}

/// One thing that a target is counted against.
struct Against {
    code: &'static str,
    name: String,
    value: String,
    source: String,
}

/// One field of one change, in words.
struct Difference {
    name: String,
    before: String,
    after: String,
}

/// One change of a target.
struct Past {
    differences: Vec<Difference>,
    reason: String,
    who: String,
}

#[derive(Template)]
#[template(path = "plan/pages/target.html")]
struct TargetPage {
    frame: Frame,
    t: Text,
    target: Target,
    title: String,
    text: String,
    kind: String,
    threshold: String,
    due: String,
    rule: String,
    missing: String,
    conditions: Vec<String>,
    against: Vec<Against>,
    grades: Vec<(&'static str, String, String)>,
    owners: String,
    history: Vec<Past>,
    may_manage: bool,
}

async fn target_page(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let scope = visitor.scope(Right::SeeFigures)?;
    let (t, today) = (visitor.t, visitor.app.clock.today());
    let (target, held, changes) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let target = api::target(tx, scope.commune(), &id)?.ok_or(Error::NotFound)?;
            let changes = store::changes(tx, scope.commune(), &target.id)?;
            Ok((target, Held::on(tx, scope.commune(), today)?, changes))
        })
        .await?;
    let against = |key: &Key| {
        let held = held.commune(*key);
        Against {
            code: key.code(),
            name: t.get(&format!("plan-key-{}", key.code())),
            value: held.value.map(|value| numbers::whole(value, t.lang)).unwrap_or_default(),
            source: rules::source_words(&held, t),
        }
    };
    let title = target.title.of(t.lang).to_owned();
    page(&TargetPage {
        frame: visitor.frame_titled(format!("{} {title}", target.id)).under("/quan-ly/chi-tieu", t.get("plan-title")),
        t,
        text: target.text.of(t.lang).to_owned(),
        kind: t.get(&format!("plan-kind-{}", target.kind.code())),
        threshold: threshold_words(&target, t),
        due: dates::short_day(target.due(), t.lang),
        rule: t.get(&format!("plan-rule-{}", target.rule)),
        missing: if target.is_essential() { String::new() } else { t.get(&format!("plan-missing-{}", target.rule)) },
        conditions: target.conditions.iter().map(|condition| condition.words.of(t.lang).to_owned()).collect(),
        against: target.denominator.iter().map(against).collect(),
        grades: target.grades.iter().map(|grade| grade_words(*grade, t)).collect(),
        owners: owner_words(&target.owners, t),
        history: changes.iter().map(|change| past(change, t)).collect(),
        may_manage: visitor.may(Right::ManagePlan),
        title,
        target,
    })
}

/// A grade's letter, its class in the style sheet, and its words.
fn grade_words(grade: Grade, t: Text) -> (&'static str, String, String) {
    let small = grade.letter().to_lowercase();
    let words = t.get(&format!("ledger-grade-{small}"));
    (grade.letter(), small, words)
}

fn owner_words(owners: &[String], t: Text) -> String {
    owners.iter().map(|owner| t.get(&format!("plan-owner-{owner}"))).collect::<Vec<_>>().join(", ")
}

fn past(change: &Change, t: Text) -> Past {
    let read = |json: &str| serde_json::from_str::<Terms>(json).ok();
    let differences = match (read(&change.before), read(&change.after)) {
        (Some(before), Some(after)) => differences(&before, &after, t),
        _ => Vec::new(),
    };
    let who = t.fill("plan-changed-by").s("name", &change.by).s("when", dates::moment(change.at, t.lang)).to_string();
    Past { differences, reason: change.reason.clone(), who }
}

fn differences(before: &Terms, after: &Terms, t: Text) -> Vec<Difference> {
    let told = |terms: &Terms| {
        let keys: Vec<Key> = terms.denominator.iter().filter_map(|key| Key::parse(key)).collect();
        [
            ("title", terms.title.vi.clone()),
            ("title-en", terms.title.en.clone()),
            ("text", terms.text.vi.clone()),
            ("text-en", terms.text.en.clone()),
            ("threshold", terms.threshold.map(|percent| format!("{percent}%")).unwrap_or_default()),
            ("denominator", keys_words(&keys, t)),
            ("grades", terms.grades.clone()),
            ("owners", owner_words(&terms.owners, t)),
        ]
    };
    let pairs = told(before).into_iter().zip(told(after)).filter(|((_, old), (_, new))| old != new);
    pairs.map(|((field, before), (_, after))| Difference { name: t.get(&format!("plan-field-{field}")), before, after }).collect()
}

/// A box to tick.
struct Tick {
    code: String,
    words: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "plan/pages/edit.html")]
struct EditPage {
    frame: Frame,
    t: Text,
    id: String,
    has_threshold: bool,
    typed: Fields,
    keys: Vec<Tick>,
    grades: Vec<Tick>,
    owners: Vec<Tick>,
    faults: Faults,
}

async fn read_target(visitor: &Visitor, id: String) -> Result<Target> {
    let scope = visitor.scope(Right::ManagePlan)?;
    visitor.app.db.read(move |tx| api::target(tx, scope.commune(), &id)?.ok_or(Error::NotFound)).await
}

/// The fields of the form as the target stands.
fn fields_of(target: &Target) -> Fields {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: String| pairs.push((name.to_owned(), value));
    put("title", target.title.vi.clone());
    put("title_en", target.title.en.clone());
    put("text", target.text.vi.clone());
    put("text_en", target.text.en.clone());
    put("threshold", target.threshold.map(|percent| percent.to_string()).unwrap_or_default());
    put("version", target.version.to_string());
    target.denominator.iter().for_each(|key| put("denominator", key.code().to_owned()));
    target.grades.iter().for_each(|grade| put("grades", grade.letter().to_owned()));
    target.owners.iter().for_each(|owner| put("owners", owner.clone()));
    Fields::of(pairs)
}

fn edit(visitor: &Visitor, target: &Target, typed: Fields, faults: Faults) -> EditPage {
    let t = visitor.t;
    let tick = |field: &str, code: &str, words: String| Tick { code: code.to_owned(), words, ticked: typed.is(field, code) };
    let title = format!("{} {}", target.id, target.title.of(t.lang));
    EditPage {
        frame: visitor
            .frame("plan-edit")
            .under("/quan-ly/chi-tieu", t.get("plan-title"))
            .under(format!("/quan-ly/chi-tieu/{}", target.id), title)
            .with(&faults),
        t,
        id: target.id.clone(),
        has_threshold: target.kind != Kind::Rank,
        keys: Key::ALL.iter().map(|key| tick("denominator", key.code(), t.get(&format!("plan-key-{}", key.code())))).collect(),
        grades: Grade::ALL
            .into_iter()
            .map(|grade| tick("grades", grade.letter(), format!("{}: {}", grade.letter(), grade_words(grade, t).2)))
            .collect(),
        owners: OWNERS.iter().map(|owner| tick("owners", owner, t.get(&format!("plan-owner-{owner}")))).collect(),
        typed,
        faults,
    }
}

async fn edit_page(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let target = read_target(&visitor, id).await?;
    page(&edit(&visitor, &target, fields_of(&target), Faults::default()))
}

fn terms_of(fields: &Fields, kind: Kind) -> Terms {
    let all = |name: &str| fields.all(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
    Terms {
        title: Words { vi: fields.get("title").to_owned(), en: fields.get("title_en").to_owned() },
        text: Words { vi: fields.get("text").to_owned(), en: fields.get("text_en").to_owned() },
        threshold: if kind == Kind::Rank { None } else { fields.number("threshold") },
        denominator: all("denominator"),
        grades: Grade::ALL.into_iter().map(Grade::letter).filter(|letter| fields.is("grades", letter)).collect(),
        owners: all("owners"),
    }
}

async fn change(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let target = read_target(&visitor, id).await?;
    let scope = visitor.scope(Right::ManagePlan)?;
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let terms = terms_of(&fields, target.kind);
    let mut faults = Faults::default();
    for (field, key) in terms.faults(target.kind) {
        faults.add(field, t.get(key));
    }
    faults.unless(fields.some("reason").is_some(), "reason", t, "plan-reason-missing");
    if faults.is_empty() {
        let (version, reason, id) = (fields.number("version").unwrap_or(-1), fields.get("reason").to_owned(), target.id.clone());
        let write = move |tx: &mut Tx<'_>| api::change_target(tx, &scope, &id, &terms, version, &reason, now);
        match visitor.app.db.write(write).await {
            Ok(()) => return Ok(go_saying(&format!("/quan-ly/chi-tieu/{}", target.id), "plan-target-changed")),
            Err(Error::Refused(refusal)) => faults.add("reason", t.refusal(&refusal)),
            Err(error) => return Err(error),
        }
    }
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &edit(&visitor, &target, fields, faults))
}

#[derive(Template)]
#[template(path = "plan/pages/paper.html")]
struct PaperPage {
    frame: Frame,
    t: Text,
    typed: Fields,
    faults: Faults,
}

fn paper_form(visitor: &Visitor, typed: Fields, faults: Faults) -> PaperPage {
    let frame = visitor.frame("plan-paper").under("/quan-ly/chi-tieu", visitor.t.get("plan-title")).with(&faults);
    PaperPage { frame, t: visitor.t, typed, faults }
}

async fn paper_page(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ManagePlan)?;
    let paper = visitor.app.db.read(move |tx| api::paper(tx, scope.commune())).await?;
    let mut typed = Fields::default();
    typed.set("number", paper.number);
    typed.set("issued_on", paper.issued_on.map(|day| day.to_string()).unwrap_or_default());
    typed.set("title", paper.title.vi);
    typed.set("title_en", paper.title.en);
    typed.set("version", paper.version.to_string());
    page(&paper_form(&visitor, typed, Faults::default()))
}

async fn change_paper(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManagePlan)?;
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let issued_on = fields.some("issued_on").map(dates::parse_day).transpose();
    faults.unless(issued_on.is_ok(), "issued_on", t, "plan-day-wrong");
    if let (true, Ok(issued_on)) = (faults.is_empty(), issued_on) {
        let title = Words { vi: fields.get("title").to_owned(), en: fields.get("title_en").to_owned() };
        let paper = Paper { number: fields.get("number").to_owned(), issued_on, title, version: 0 };
        let version = fields.number("version").unwrap_or(-1);
        match visitor.app.db.write(move |tx: &mut Tx<'_>| api::change_paper(tx, &scope, &paper, version, now)).await {
            Ok(()) => return Ok(go_saying("/quan-ly/chi-tieu", "plan-paper-changed")),
            Err(Error::Refused(refusal)) => faults.add("title", t.refusal(&refusal)),
            Err(error) => return Err(error),
        }
    }
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &paper_form(&visitor, fields, faults))
}
