//! The roll of one session: big rows to tap, a counter, a search box.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{LIST, series_href, session_href, words};
use crate::{
    accounts::{Posted, Right, Visitor},
    classes::{
        attendance,
        rules::{self, Enrolment, Lesson, Presence, Said, Standing},
        store::{self, mark::Roll},
    },
    kit::{
        clock::Millis,
        dates,
        error::{Error, Result},
        forms::{Faults, encode},
        pages::{Frame, go, page_with},
        text::Text,
    },
};

/// One person on the page.
struct Row {
    person: String,
    name: String,
    /// The state's code, as the script and the style sheet know it.
    state: &'static str,
    icon: &'static str,
    label: String,
    by: String,
    /// The year of birth, where two share a name.
    born: String,
    version: i64,
    /// Whether a change needs a reason that was not given yet: then the row leads to the mark's own page.
    asks_why: bool,
}

/// Why attendance is closed for the visitor, or open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Door {
    Open,
    /// Only with a reason, by somebody who may change classes.
    Late,
    Early,
    Over,
    Cancelled,
    /// The visitor may look only.
    Look,
}

#[derive(Template)]
#[template(path = "classes/pages/roll.html")]
struct RollPage {
    frame: Frame,
    t: Text,
    lesson: Lesson,
    day: String,
    lunar: String,
    time: String,
    tags: Vec<(&'static str, String)>,
    rows: Vec<Row>,
    present: usize,
    /// Names on the list that no person of the register stands behind yet.
    unknown: Vec<Enrolment>,
    door: Door,
    opens: String,
    reason: String,
    /// The reason as it stands in an address.
    reason_encoded: String,
    /// Whether the rows can be tapped.
    taps: bool,
    may_manage: bool,
    may_teach: bool,
    untouched: bool,
    /// Whether the session has begun to be recorded, and the visitor may see what was photographed there.
    photographed: bool,
    labels: [(&'static str, String); 4],
    /// What the card that was just read said.
    carded: Option<(bool, String)>,
    /// The card's code as it was typed, when it was refused.
    typed: String,
    faults: Faults,
}

pub(super) async fn roll(visitor: Visitor, Path(session): Path<String>) -> Result<Response> {
    let reason = visitor.query.get("ly-do").to_owned();
    show(&visitor, StatusCode::OK, session, &reason, String::new(), Faults::default()).await
}

/// Marks whoever a scanned or typed card belongs to, and shows the roll again, ready for the next card.
pub(super) async fn card(visitor: Visitor, Path(session): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let manages = visitor.scope(Right::ManageClasses).ok();
    let (now, asked) = (visitor.app.clock.now(), session.clone());
    let text: String = fields.get("the").chars().take(500).collect();
    let reason: String = fields.get("ly-do").chars().take(200).collect();
    let (typed, why) = (text.clone(), reason.clone());
    let taken = visitor
        .app
        .db
        .write(move |tx| {
            let village = store::session::in_reach(tx, &scope, &asked)?.village;
            let corrects = manages.as_ref().is_some_and(|scope| scope.covers(&village));
            attendance::by_card(tx, &scope, &asked, &text, corrects, &why, now)
        })
        .await;
    match taken {
        Ok(taken) => {
            let again = if taken.again { "&lan=2" } else { "" };
            let why = if reason.is_empty() { String::new() } else { format!("&ly-do={}", encode(&reason)) };
            Ok(go(&format!("{}?the={}{again}{why}", session_href(&session), encode(&taken.person))))
        }
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("the", visitor.t.refusal(&refusal));
            show(&visitor, StatusCode::UNPROCESSABLE_ENTITY, session, &reason, typed, faults).await
        }
        Err(error) => Err(error),
    }
}

/// What to say of the card that led here: whose it was, what stands there now, and since when.
fn carded(visitor: &Visitor, roll: &[Roll]) -> Option<(bool, String)> {
    let row = roll.iter().find(|row| row.person == visitor.query.get("the") && row.presence.is_some_and(Presence::is_here))?;
    let again = visitor.query.get("lan") == "2";
    let at = dates::clock(dates::local(row.marked_at).time());
    let key = if again { "classes-card-again" } else { "classes-card-done" };
    let words = visitor.t.fill(key).s("name", &row.name).s("state", label(row.presence, visitor.t)).s("at", at).to_string();
    Some((again, words))
}

async fn show(visitor: &Visitor, status: StatusCode, session: String, reason: &str, typed: String, faults: Faults) -> Result<Response> {
    let scope = visitor.scope(Right::SeeClasses)?;
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let (lesson, roll, list) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let lesson = store::session::in_reach(tx, &scope, &session)?;
            let roll = store::mark::roll(tx, scope.commune(), &lesson.series, &lesson.id)?;
            let list = store::enrolment::list(tx, scope.commune(), &lesson.series)?;
            Ok((lesson, roll, list))
        })
        .await?;
    let reaches = |right| visitor.scope(right).is_ok_and(|scope| scope.covers(&lesson.village));
    let may_manage = reaches(Right::ManageClasses);
    let door = door(&lesson, reaches(Right::TakeAttendance), may_manage, now);
    let reason: String = reason.chars().take(200).collect();
    let frame = visitor
        .frame_titled(t.fill("classes-roll-of").s("title", &lesson.title).to_string())
        .under(LIST, t.get("nav-classes"))
        .under(series_href(&lesson.code), &lesson.title)
        .with(&faults);
    let shown = RollPage {
        carded: carded(visitor, &roll).filter(|_| faults.is_empty()),
        typed,
        faults,
        day: dates::long_day(lesson.slot.day(), t.lang),
        lunar: words::lunar_short(lesson.slot.day(), t),
        time: dates::clock_range(lesson.slot.start(), lesson.slot.end()),
        tags: words::change_tags(&lesson, t),
        present: roll.iter().filter(|row| row.presence.is_some_and(Presence::is_here)).count(),
        untouched: !lesson.is_held() && roll.iter().all(|row| row.presence.is_none()),
        rows: rows(&roll, &lesson, &reason, now, t),
        unknown: list.into_iter().filter(|place| place.person.is_none() && place.state == Standing::Enrolled).collect(),
        opens: dates::moment(rules::window(lesson.slot).0, t.lang),
        photographed: door != Door::Early && reaches(Right::SeePersons),
        taps: door == Door::Open || (door == Door::Late && !reason.is_empty()),
        door,
        reason_encoded: encode(&reason),
        reason,
        may_manage,
        may_teach: reaches(Right::TakeAttendance),
        labels: [Said::Present, Said::Late, Said::Absent, Said::None].map(|said| (said.code(), t.get(said.key()))),
        frame,
        lesson,
        t,
    };
    page_with(status, &shown)
}

fn door(lesson: &Lesson, takes: bool, corrects: bool, now: Millis) -> Door {
    let (opens, closes) = rules::window(lesson.slot);
    match (takes, lesson.is_cancelled()) {
        (false, _) => Door::Look,
        (true, true) => Door::Cancelled,
        (true, false) if now < opens => Door::Early,
        (true, false) if now < closes => Door::Open,
        (true, false) if corrects => Door::Late,
        (true, false) => Door::Over,
    }
}

fn rows(roll: &[Roll], lesson: &Lesson, reason: &str, now: Millis, t: Text) -> Vec<Row> {
    let shares_name = |row: &Roll| roll.iter().filter(|other| other.name == row.name).count() > 1;
    roll.iter()
        .map(|row| {
            let said = row.presence.map_or(Said::None, Presence::said);
            let (at, by) = words::marked(row.marked_at, &row.by);
            let born = row.birth_year.filter(|_| shares_name(row)).map(|year| t.fill("classes-born").s("year", year).to_string());
            Row {
                person: row.person.clone(),
                name: row.name.clone(),
                state: said.code(),
                icon: icon(said),
                label: label(row.presence, t),
                by: if said == Said::None { String::new() } else { format!("{at} · {by}") },
                born: born.unwrap_or_default(),
                version: row.version,
                asks_why: reason.is_empty() && rules::wants_reason(lesson.slot, row.presence, now),
            }
        })
        .collect()
}

/// The picture of a state, one of the sprite's.
pub(super) const fn icon(said: Said) -> &'static str {
    match said {
        Said::Present => "check",
        Said::Late => "clock",
        Said::Absent => "cross",
        Said::None => "none",
    }
}

/// A mark in words: “Đến muộn 12 phút”.
pub(super) fn label(presence: Option<Presence>, t: Text) -> String {
    match presence {
        Some(Presence::Late(minutes)) if minutes > 0 => t.fill("classes-late-by").n("n", minutes).to_string(),
        other => t.get(other.map_or(Said::None, Presence::said).key()),
    }
}
