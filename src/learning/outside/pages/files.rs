//! A file of courses: uploaded, looked at, taken into the table.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{BadLine, COURSES, bad_lines, column_words, courses::skills, file_name, left_out};
use crate::{
    accounts::{Posted, Right, Uploaded, Visitor},
    kit::{
        db::Tx,
        error::{Error, Result},
        forms::Faults,
        pages::{Frame, go, go_saying, page, page_with},
        text::Text,
    },
    learning::outside::{
        courses::{self, Put},
        lists::{
            self, Kind,
            course_rows::{self, Col, CourseRow, PATTERN},
        },
    },
};

const HERE: &str = "/quan-ly/hoc/khoa-ngoai/nhap";

#[derive(Template)]
#[template(path = "learning/outside/pages/courses_load.html")]
struct ChoosePage {
    frame: Frame,
    t: Text,
    faults: Faults,
}

fn choose_page(visitor: &Visitor, faults: Faults) -> ChoosePage {
    let frame = visitor.frame("learning-outside-courses-load").under(COURSES, visitor.t.get("learning-outside-courses")).with(&faults);
    ChoosePage { frame, t: visitor.t, faults }
}

pub(super) async fn choose(visitor: Visitor) -> Result<Response> {
    page(&choose_page(&visitor, Faults::default()))
}

pub(super) async fn pattern(visitor: Visitor) -> Result<Response> {
    super::pattern(
        visitor.t,
        ("learning-outside-courses", "learning-outside-courses-file"),
        &PATTERN.map(Col::code),
        visitor.app.clock.today(),
    )
}

pub(super) async fn upload(visitor: Visitor, file: Result<Uploaded>) -> Result<Response> {
    let taken = match file {
        Ok(file) => take(&visitor, file).await,
        Err(error) => Err(error),
    };
    let mut faults = Faults::default();
    match taken {
        Ok(id) => return Ok(go(&format!("{HERE}/{id}"))),
        Err(Error::Refused(refusal)) => faults.add("file", visitor.t.refusal(&refusal)),
        Err(error) => return Err(error),
    }
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &choose_page(&visitor, faults))
}

async fn take(visitor: &Visitor, file: Uploaded) -> Result<String> {
    let (scope, t) = (visitor.scope(Right::ManageLearning)?, visitor.t);
    let (now, today, commune) = (visitor.app.clock.now(), visitor.app.clock.today(), scope.commune().to_owned());
    let known = visitor.app.db.read(move |tx| skills(tx, &commune)).await?;
    let named: Vec<(String, String)> = known.into_iter().map(|skill| (skill.code.clone(), skill.title_in(t.lang).to_owned())).collect();
    let name = file_name(&file.name);
    let reading = tokio::task::spawn_blocking(move || course_rows::read(&file.bytes, &file.name, &named, today));
    let draft = reading.await.map_err(|error| Error::Broken(error.to_string()))??;
    visitor.app.db.write(move |tx| lists::add(tx, &scope, (Kind::Courses, "", &name), &draft, now)).await
}

struct Row {
    title: String,
    meta: String,
    put: &'static str,
    look: &'static str,
}

#[derive(Template)]
#[template(path = "learning/outside/pages/courses_look.html")]
struct LookPage {
    frame: Frame,
    t: Text,
    id: String,
    state: String,
    columns: Vec<String>,
    unknown: Vec<String>,
    left_out: Vec<(String, String)>,
    rows: Vec<Row>,
    bad: Vec<BadLine>,
    bad_all: usize,
    /// How many are new, changed, as they were.
    counts: (usize, usize, usize),
}

fn words(put: Put) -> (&'static str, &'static str) {
    match put {
        Put::Added => ("learning-outside-put-new", "good"),
        Put::Changed => ("learning-outside-put-changed", "warn"),
        Put::Same => ("learning-outside-put-same", ""),
    }
}

pub(super) async fn look(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::ManageLearning)?, visitor.t);
    let (list, draft, puts) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let (list, draft) = lists::list::<CourseRow>(tx, &scope, Kind::Courses, &id)?;
            let puts = draft.rows.iter().map(|row| courses::would_put(tx, scope.commune(), &row.course())).collect::<Result<Vec<_>>>()?;
            Ok((list, draft, puts))
        })
        .await?;
    let count = |put: Put| puts.iter().filter(|one| **one == put).count();
    let row = |(row, put): (&CourseRow, &Put)| {
        let (put, look) = words(*put);
        let facts = row.course();
        Row { title: facts.title.clone(), meta: [facts.platform, facts.code, facts.link].join(" · "), put, look }
    };
    page(&LookPage {
        frame: visitor
            .frame_titled(list.file)
            .under(COURSES, t.get("learning-outside-courses"))
            .under(HERE, t.get("learning-outside-courses-load")),
        t,
        id: list.id,
        state: list.state,
        columns: column_words(&draft, t),
        unknown: draft.unknown.clone(),
        left_out: left_out(&draft, t),
        counts: (count(Put::Added), count(Put::Changed), count(Put::Same)),
        rows: draft.rows.iter().zip(&puts).map(row).collect(),
        bad: bad_lines(&draft.bad, t),
        bad_all: draft.bad.len(),
    })
}

pub(super) async fn write(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageLearning)?, visitor.app.clock.now());
    let forget = fields.get("what") == "forget";
    let said = visitor
        .app
        .db
        .write(move |tx: &mut Tx<'_>| -> Result<_> {
            let (list, draft) = lists::list::<CourseRow>(tx, &scope, Kind::Courses, &id)?;
            if forget {
                lists::forget(tx, &scope, &id)?;
                return Ok("learning-outside-list-forgotten");
            }
            if list.state != "preview" {
                return Err(Error::refused("learning-outside-list-not-open"));
            }
            let mut brought = 0;
            for row in &draft.rows {
                brought += i64::from(courses::put(tx, &scope, &row.course(), now)? != Put::Same);
            }
            lists::mark_applied(tx, &scope, &id, brought, now)?;
            Ok("learning-outside-courses-loaded")
        })
        .await?;
    Ok(go_saying(COURSES, said))
}
