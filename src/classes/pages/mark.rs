//! One tap on the roll, and the history of one mark with its correction.

use askama::Template;
use axum::{
    Json,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    LIST, roll, series_href, session_href,
    words::{self, given_name},
};
use crate::{
    accounts::{Posted, Right, Visitor},
    classes::{
        attendance::{self, Taken, Tap},
        rules::{self, Lesson, Presence, Said},
        store::{self, mark::Correction},
    },
    kit::{
        dates,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        pages::{Frame, go, page_with},
        text::Text,
    },
    ledger,
};

/// Takes a tap: from the page's script it answers JSON, from a plain form it goes back to the roll.
pub(super) async fn tap(visitor: Visitor, Path(session): Path<String>, headers: HeaderMap, Posted(fields): Posted) -> Result<Response> {
    let by_script = headers.get("x-requested-with").is_some_and(|value| value == "fetch");
    match take(&visitor, &session, &fields).await {
        Ok(taken) if by_script => Ok(Json(answer(&taken, visitor.t)).into_response()),
        Ok(_) => {
            let reason = fields.some("reason").map(|reason| format!("?ly-do={}", encode(reason))).unwrap_or_default();
            Ok(go(&format!("{}{reason}#n-{}", session_href(&session), fields.get("person"))))
        }
        // What needs a reason, or was changed by somebody else, is settled on the mark's own page.
        Err(Error::Refused(refusal)) if !by_script => {
            let mut faults = Faults::default();
            faults.add("reason", visitor.t.refusal(&refusal));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show(&visitor, status, &session, fields.get("person"), fields.get("state"), fields.get("reason"), faults).await
        }
        Err(error) => Err(error),
    }
}

async fn take(visitor: &Visitor, session: &str, fields: &Fields) -> Result<Taken> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let manages = visitor.scope(Right::ManageClasses).ok();
    let said = Said::parse(fields.get("state")).ok_or_else(|| Error::refused("classes-fault-choose"))?;
    let tap = Tap {
        session: session.to_owned(),
        person: fields.get("person").to_owned(),
        said,
        seen: fields.number("version").unwrap_or(0),
        reason: fields.get("reason").chars().take(500).collect(),
        id: fields.get("tap").to_owned(),
        corrects: false,
    };
    let now = visitor.app.clock.now();
    visitor
        .app
        .db
        .write(move |tx| {
            let village = store::session::in_reach(tx, &scope, &tap.session)?.village;
            let corrects = manages.as_ref().is_some_and(|scope| scope.covers(&village));
            attendance::tap(tx, &scope, &Tap { corrects, ..tap.clone() }, now, now)
        })
        .await
}

/// What the script expects; `docs/look.md`, “Attendance”.
fn answer(taken: &Taken, t: Text) -> serde_json::Value {
    let (at, by) = words::marked(taken.at, &taken.by);
    let said = taken.presence.map_or(Said::None, Presence::said);
    let (at, by) = if said == Said::None { (String::new(), String::new()) } else { (at, by) };
    json!({
        "state": said.code(),
        "label": roll::label(taken.presence, t),
        "by": by,
        "at": at,
        "present": taken.present,
        "total": taken.total,
    })
}

struct Line {
    text: String,
    when: String,
    void: bool,
}

#[derive(Template)]
#[template(path = "classes/pages/mark.html")]
struct MarkPage {
    frame: Frame,
    t: Text,
    lesson: Lesson,
    when: String,
    person: String,
    name: String,
    state: &'static str,
    icon: &'static str,
    label: String,
    version: i64,
    history: Vec<Line>,
    entry: Option<String>,
    choices: Vec<(&'static str, String)>,
    chosen: String,
    reason: String,
    faults: Faults,
    may_take: bool,
    asks_why: bool,
}

pub(super) async fn history(visitor: Visitor, Path((session, person)): Path<(String, String)>) -> Result<Response> {
    show(&visitor, StatusCode::OK, &session, &person, "", "", Faults::default()).await
}

async fn show(
    visitor: &Visitor,
    status: StatusCode,
    session: &str,
    person: &str,
    chosen: &str,
    reason: &str,
    faults: Faults,
) -> Result<Response> {
    let scope = visitor.scope(Right::SeeClasses)?;
    let (t, now, session, asked) = (visitor.t, visitor.app.clock.now(), session.to_owned(), person.to_owned());
    let (lesson, row, history, mark) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let lesson = store::session::in_reach(tx, &scope, &session)?;
            let person = ledger::canonical(tx, scope.commune(), &asked)?;
            let roll = store::mark::roll(tx, scope.commune(), &lesson.series, &lesson.id)?;
            let row = roll.into_iter().find(|row| row.person == person).ok_or(Error::NotFound)?;
            let history = store::mark::history(tx, scope.commune(), &lesson.id, &person)?;
            let mark = store::mark::mark(tx, scope.commune(), &lesson.id, &person)?;
            Ok((lesson, row, history, mark))
        })
        .await?;
    let said = row.presence.map_or(Said::None, Presence::said);
    let reaches = |right| visitor.scope(right).is_ok_and(|scope| scope.covers(&lesson.village));
    let (opens, closes) = rules::window(lesson.slot);
    let open = now >= opens && !lesson.is_cancelled() && (now < closes || reaches(Right::ManageClasses));
    let frame = visitor
        .frame_titled(&row.name)
        .under(LIST, t.get("nav-classes"))
        .under(series_href(&lesson.code), &lesson.title)
        .under(session_href(&lesson.id), dates::short_day(lesson.slot.day(), t.lang))
        .with(&faults);
    let page = MarkPage {
        when: format!("{}, {}", dates::long_day(lesson.slot.day(), t.lang), dates::clock_range(lesson.slot.start(), lesson.slot.end())),
        person: row.person,
        name: row.name,
        state: said.code(),
        icon: roll::icon(said),
        label: roll::label(row.presence, t),
        version: row.version,
        history: history.iter().map(|change| line(change, t)).collect(),
        entry: mark.and_then(|mark| mark.entry).filter(|_| visitor.may(Right::SeePersons)),
        choices: Said::ALL.iter().map(|said| (said.code(), t.get(said.key()))).collect(),
        chosen: if chosen.is_empty() { said.code().to_owned() } else { chosen.to_owned() },
        reason: reason.to_owned(),
        may_take: reaches(Right::TakeAttendance) && open,
        asks_why: rules::wants_reason(lesson.slot, row.presence, now),
        faults,
        frame,
        lesson,
        t,
    };
    page_with(status, &page)
}

fn line(change: &Correction, t: Text) -> Line {
    let word = |code: &str| Said::parse(code).map_or_else(String::new, |said| t.get(said.key()));
    let why = if change.reason.is_empty() { String::new() } else { format!(": {}", change.reason) };
    let when = t.fill("classes-by-at").s("by", given_name(&change.by)).s("at", dates::moment(change.at, t.lang)).to_string();
    Line {
        text: format!("{} → {}", word(&change.before), word(&change.after)), when: format!("{when}{why}"), void: change.after == "none"
    }
}
