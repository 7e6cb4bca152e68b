//! The public timetable, week by week, and the public page of a class with its registration form.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    calendar,
    words::{self, DayLines, LessonLine},
};
use crate::{
    accounts::Visitor,
    classes::{
        enrolment,
        rules::{Lesson, Series, Support},
        store,
    },
    kit::{
        clock::Millis,
        dates,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        pages::{Frame, page, page_with},
        period::Week,
        text::Text,
    },
    places, resources,
};

/// How many sessions the page of a class shows.
const MOST_SESSIONS: usize = 12;

/// An address of the public part that stays in the commune that was asked for by its code.
pub(super) fn address(visitor: &Visitor, path: &str, pairs: &[(&str, &str)]) -> String {
    let mut all: Vec<(&str, &str)> = pairs.iter().copied().filter(|(_, value)| !value.is_empty()).collect();
    if visitor.query.some("xa").is_some() {
        all.push(("xa", visitor.commune.as_ref().map_or("", |commune| commune.code.as_str())));
    }
    let query: Vec<String> = all.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

#[derive(Template)]
#[template(path = "classes/pages/week.html")]
struct WeekPage {
    frame: Frame,
    t: Text,
    days: Vec<DayLines>,
    label: String,
    before: String,
    after: String,
    this: String,
    is_this: bool,
    villages: Vec<(String, String)>,
    village: String,
    week: String,
    xa: String,
    calendar: String,
}

pub(super) async fn week(visitor: Visitor) -> Result<Response> {
    let (t, now, today) = (visitor.t, visitor.app.clock.now(), visitor.app.clock.today());
    let commune = visitor.commune()?.clone();
    let this = Week::containing(today).map_err(|e| Error::refused(e.code()))?;
    let week = visitor.query.some("tuan").and_then(|code| Week::parse(code).ok()).unwrap_or(this);
    let asked = visitor.query.get("thon").to_owned();
    let (villages, village, lessons) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let villages: Vec<_> = places::villages(tx, &commune.id)?.into_iter().filter(|village| village.active).collect();
            let village = villages.iter().find(|village| village.code == asked).cloned();
            let id = village.as_ref().map_or("", |village| village.id.as_str());
            let lessons = store::session::between(tx, &commune.id, "", id, week.first(), week.last())?;
            Ok((villages, village.map(|village| village.code).unwrap_or_default(), lessons))
        })
        .await?;
    let to =
        |week: Option<Week>| week.map(|w| address(&visitor, "/lich-hoc", &[("tuan", &w.code()), ("thon", &village)])).unwrap_or_default();
    page(&WeekPage {
        days: words::by_day(lessons, today, t, |lesson| public_line(&visitor, lesson, now)),
        label: week.label(t.lang),
        before: to(week.previous()),
        after: to(week.next()),
        this: address(&visitor, "/lich-hoc", &[("thon", &village)]),
        is_this: week == this,
        villages: villages.into_iter().map(|village| (village.code, village.name)).collect(),
        calendar: calendar::href(&visitor, &village),
        xa: visitor.query.get("xa").to_owned(),
        week: week.code(),
        village,
        frame: visitor.frame("classes-timetable"),
        t,
    })
}

/// One session on the public timetable.
fn public_line(visitor: &Visitor, lesson: Lesson, now: Millis) -> LessonLine {
    let t = visitor.t;
    let href = address(visitor, &format!("/lich-hoc/{}", lesson.code), &[]);
    let mut tags = words::change_tags(&lesson, t);
    let over = lesson.ends_at() <= now;
    let mut action = String::new();
    if over {
        tags.push(("", t.get("classes-over")));
    } else if !lesson.is_cancelled() {
        let full = lesson.enrolled >= lesson.capacity;
        tags.push((if full { "warn" } else { "good" }, words::seats(lesson.capacity, lesson.enrolled, t)));
        action = t.get(if full { "classes-queue" } else { "classes-register" });
    }
    if lesson.is_cancelled() && !lesson.reason.is_empty() {
        tags.push(("", lesson.reason.clone()));
    }
    LessonLine {
        action_href: format!("{href}#dang-ky"),
        href,
        action,
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

#[derive(Template)]
#[template(path = "classes/pages/class.html")]
struct ClassPage {
    frame: Frame,
    t: Text,
    series: Series,
    facts: Vec<(&'static str, String)>,
    days: Vec<DayLines>,
    more: usize,
    seats: String,
    full: bool,
    takes: bool,
    villages: Vec<(String, String)>,
    fields: Fields,
    faults: Faults,
    already: bool,
    action: String,
    leave: String,
    calendar: String,
    feedback: String,
    commune: String,
}

/// The page of a class, or its calendar when the address ends with `.ics`.
pub(super) async fn class(visitor: Visitor, Path(code): Path<String>, headers: axum::http::HeaderMap) -> Result<Response> {
    match code.strip_suffix(".ics") {
        Some(code) => calendar::class(&visitor, code, &headers).await,
        None => show(&visitor, StatusCode::OK, &code, Fields::default(), Faults::default(), false).await,
    }
}

/// Shows the page of a class with what was typed into its form.
pub(super) async fn show(
    visitor: &Visitor,
    status: StatusCode,
    code: &str,
    fields: Fields,
    faults: Faults,
    already: bool,
) -> Result<Response> {
    let (t, now, today) = (visitor.t, visitor.app.clock.now(), visitor.app.clock.today());
    let (commune, wanted) = (visitor.commune()?.clone(), code.to_lowercase());
    let id = commune.id.clone();
    let (series, lessons, takes, villages, counts, venue) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let series = store::series::by_code(tx, &id, &wanted)?.ok_or(Error::NotFound)?;
            let lessons = store::session::of_series(tx, &id, &series.id)?;
            let takes = enrolment::takes_people(tx, &id, &series, now)?;
            let villages: Vec<_> = places::villages(tx, &id)?.into_iter().filter(|village| village.active).collect();
            let counts = store::enrolment::counts(tx, &id, &series.id)?;
            let venue = resources::venue(tx, &id, &series.now.venue)?;
            Ok((series, lessons, takes, villages, counts, venue))
        })
        .await?;
    let to_come: Vec<Lesson> = lessons.into_iter().filter(|lesson| lesson.ends_at() > now).collect();
    let more = to_come.len().saturating_sub(MOST_SESSIONS);
    let mut facts = vec![
        ("classes-venue", series.venue_name.clone()),
        ("classes-village", series.village_name.clone()),
        ("classes-days", words::pattern(&series.repeat, t)),
        ("classes-time", dates::clock_range(series.now.start, series.now.end)),
        ("classes-teacher", series.now.teacher.clone()),
        ("classes-audience", t.get(series.now.audience.key())),
    ];
    if let Some(venue) = venue {
        if !venue.address.is_empty() {
            facts.insert(1, ("resources-address", venue.address));
        }
        if venue.step_free == Some(true) {
            facts.push(("resources-step-free", t.get("resources-yes")));
        }
    }
    if series.now.support != Support::None {
        facts.push(("classes-support", t.get(series.now.support.key())));
    }
    let path = format!("/lich-hoc/{}", series.code);
    let frame = visitor.frame_titled(&series.now.title).under(address(visitor, "/lich-hoc", &[]), t.get("nav-timetable"));
    let page = ClassPage {
        days: words::by_day(to_come.into_iter().take(MOST_SESSIONS).collect(), today, t, |lesson| LessonLine {
            action: String::new(),
            ..public_line(visitor, lesson, now)
        }),
        more,
        seats: words::seats(series.now.capacity, counts.0, t),
        full: counts.0 >= series.now.capacity || counts.1 > 0,
        takes,
        villages: villages.into_iter().map(|village| (village.id, village.name)).collect(),
        action: address(visitor, &path, &[]),
        leave: address(visitor, &format!("{path}/bo-ten"), &[]),
        calendar: format!("{path}.ics?xa={}", commune.code),
        feedback: address(visitor, "/gop-y/lop", &[("lop", &series.code)]),
        commune: commune.name,
        facts,
        frame: frame.with(&faults),
        t,
        series,
        fields,
        faults,
        already,
    };
    page_with(status, &page)
}
