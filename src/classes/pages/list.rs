//! The officers' first page: what is on today and this week, then every class.

use askama::Template;
use axum::response::Response;

use super::{
    session_href,
    words::{self, DayLines, LessonLine},
};
use crate::{
    accounts::{Right, Visitor},
    classes::{
        api,
        rules::{Lesson, SeriesState},
        store::{
            self,
            series::{Line, Wanted},
        },
    },
    kit::{
        clock::Millis,
        dates,
        error::{Error, Result},
        fold,
        forms::encode,
        pages::{Frame, Paging, page},
        period::Week,
        text::Text,
    },
    places,
};

#[derive(Template)]
#[template(path = "classes/pages/list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    today: Vec<DayLines>,
    week: Vec<DayLines>,
    week_label: String,
    /// Villages that have no class this week.
    without: Vec<String>,
    lines: Vec<LineWords>,
    paging: Paging,
    villages: Vec<(String, String)>,
    states: Vec<(&'static str, String)>,
    wanted: Wanted,
    query: String,
    may_manage: bool,
    may_venues: bool,
}

struct LineWords {
    line: Line,
    state: &'static str,
    open: bool,
    next: String,
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::SeeClasses)?;
    let (t, now, today) = (visitor.t, visitor.app.clock.now(), visitor.app.clock.today());
    let week = Week::containing(today).map_err(|e| Error::refused(e.code()))?;
    let query = visitor.query.get("ten").chars().take(100).collect::<String>();
    let state =
        visitor.query.some("trang-thai").map_or(SeriesState::Open.code(), |code| SeriesState::parse(code).map_or("", SeriesState::code));
    let wanted = Wanted {
        village: visitor.query.get("thon").to_owned(),
        state: state.to_owned(),
        title: fold::fold(&query).replace(['%', '_', '\\'], ""),
    };
    let href = format!("?thon={}&trang-thai={}&ten={}&trang=", encode(&wanted.village), or_all(&wanted.state), encode(&query));
    let (asked, filter) = (visitor.query.number("trang"), wanted.clone());
    let (lessons, lines, paging, villages, without) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let villages: Vec<_> = places::villages(tx, scope.commune())?.into_iter().filter(|v| v.active && scope.covers(&v.id)).collect();
            let lessons = store::session::between(tx, scope.commune(), &scope.reach(), "", week.first(), week.last())?;
            let paging = Paging::new(asked, store::series::count(tx, &scope, &filter)?, href.clone());
            let lines = store::series::list(tx, &scope, &filter, &today.to_string(), Paging::SIZE, paging.offset())?;
            let empty = |village: &str| !lessons.iter().any(|lesson| lesson.village == village && !lesson.is_cancelled());
            let without: Vec<String> = villages.iter().filter(|v| empty(&v.id)).map(|v| v.name.clone()).collect();
            let villages = villages.into_iter().map(|v| (v.id, v.name)).collect();
            Ok((lessons, lines, paging, villages, without))
        })
        .await?;
    let (mine, rest): (Vec<Lesson>, Vec<Lesson>) = lessons.into_iter().partition(|lesson| lesson.slot.day() == today);
    let may_take = visitor.may(Right::TakeAttendance);
    let shown = |lessons| words::by_day(lessons, today, t, |lesson| line(lesson, t, now, may_take));
    page(&ListPage {
        today: shown(mine),
        week: shown(rest),
        week_label: week.label(t.lang),
        without,
        lines: lines.into_iter().map(|line| line_words(line, t)).collect(),
        paging,
        villages,
        states: SeriesState::ALL.iter().map(|state| (state.code(), t.get(state.key()))).collect(),
        wanted,
        query,
        may_manage: visitor.may(Right::ManageClasses),
        may_venues: visitor.may(Right::ManageVenues),
        frame: visitor.frame("classes-title"),
        t,
    })
}

/// A filter's value in an address: every state has a word of its own.
fn or_all(state: &str) -> &str {
    if state.is_empty() { "tat-ca" } else { state }
}

fn line_words(line: Line, t: Text) -> LineWords {
    let next = line.next.as_deref().and_then(|day| day.parse().ok()).map(|day| dates::long_day(day, t.lang)).unwrap_or_default();
    LineWords { state: line.state.key(), open: line.state == SeriesState::Open, next, line }
}

/// One session on the officers' list.
pub(super) fn line(lesson: Lesson, t: Text, now: Millis, may_take: bool) -> LessonLine {
    let href = session_href(&lesson.id);
    let mut tags = words::change_tags(&lesson, t);
    let open = may_take && !lesson.is_cancelled() && api::takes_marks(&lesson, now);
    if lesson.is_held() {
        tags.push(("good", t.fill("classes-present-of").n("present", lesson.present).n("total", lesson.enrolled).to_string()));
    } else if !lesson.is_cancelled() && lesson.ends_at() < now {
        tags.push(("warn", t.get("classes-unmarked")));
    } else if !lesson.is_cancelled() {
        tags.push(("", t.fill("classes-enrolled-of").n("enrolled", lesson.enrolled).n("capacity", lesson.capacity).to_string()));
    }
    LessonLine {
        action: if open { t.get("classes-take") } else { String::new() },
        action_href: href.clone(),
        href,
        start: dates::clock(lesson.slot.start()),
        end: dates::clock(lesson.slot.end()),
        off: lesson.is_cancelled(),
        title: lesson.title,
        venue: lesson.venue_name,
        village: lesson.village_name,
        teacher: lesson.teacher,
        tags,
    }
}
