//! The timetable as a calendar that phones subscribe to.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::{
    accounts::Visitor,
    classes::{rules::Lesson, store},
    kit::{
        dates,
        error::{Error, Result},
        forms::encode,
        ics::{self, Calendar, Event, Status},
    },
    places::{self, Commune},
};

/// How far back a calendar reaches, in days: somebody who missed a session finds it.
const BACK: i32 = 60;
/// How far ahead, in days: longer than any class.
const AHEAD: i32 = 750;
/// How often phones should ask again, in hours.
const REFRESH_HOURS: u16 = 6;

/// The calendar's address for a village's code, or for the whole commune. It names the commune, because a phone that asks has no cookie.
pub(super) fn href(visitor: &Visitor, village: &str) -> String {
    let commune = visitor.commune.as_ref().map_or("", |commune| commune.code.as_str());
    let village = if village.is_empty() { String::new() } else { format!("&thon={}", encode(village)) };
    format!("/lich-hoc.ics?xa={commune}{village}")
}

pub(super) async fn whole(visitor: Visitor, headers: HeaderMap) -> Result<Response> {
    let (commune, today) = (visitor.commune()?.clone(), visitor.app.clock.today());
    let (id, asked) = (commune.id.clone(), visitor.query.get("thon").to_owned());
    let (lessons, village) = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let village = match asked.as_str() {
                "" => None,
                code => Some(places::villages(tx, &id)?.into_iter().find(|v| v.code == code).ok_or(Error::NotFound)?),
            };
            let (from, to) = (dates::days_after(today, -BACK), dates::days_after(today, AHEAD));
            let lessons = store::session::between(tx, &id, "", village.as_ref().map_or("", |v| v.id.as_str()), from, to)?;
            Ok((lessons, village))
        })
        .await?;
    let place = village.map_or_else(|| commune.name.clone(), |village| format!("{}, {}", village.name, commune.name));
    let name = visitor.t.fill("classes-calendar-name").s("place", place).to_string();
    Ok(answer(&visitor, &commune, name, &lessons, &headers))
}

/// The calendar of one class.
pub(super) async fn class(visitor: &Visitor, code: &str, headers: &HeaderMap) -> Result<Response> {
    let (commune, wanted) = (visitor.commune()?.clone(), code.to_lowercase());
    let id = commune.id.clone();
    let (series, lessons) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let series = store::series::by_code(tx, &id, &wanted)?.ok_or(Error::NotFound)?;
            let lessons = store::session::of_series(tx, &id, &series.id)?;
            Ok((series, lessons))
        })
        .await?;
    Ok(answer(visitor, &commune, series.now.title, &lessons, headers))
}

fn answer(visitor: &Visitor, commune: &Commune, name: String, lessons: &[Lesson], headers: &HeaderMap) -> Response {
    let site = site(headers);
    let calendar = Calendar {
        name,
        description: visitor.t.get("classes-calendar-about"),
        refresh_hours: REFRESH_HOURS,
        events: lessons.iter().map(|lesson| event(visitor, commune, lesson, &site)).collect(),
    };
    let mut answer = ics::write(&calendar).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"lich-hoc.ics\""));
    answer
}

fn event(visitor: &Visitor, commune: &Commune, lesson: &Lesson, site: &str) -> Event {
    let t = visitor.t;
    let mut about = vec![t.fill("classes-calendar-teacher").s("teacher", &lesson.teacher).to_string()];
    if !lesson.reason.is_empty() {
        about.push(t.fill("classes-because").s("reason", &lesson.reason).to_string());
    }
    Event {
        uid: format!("{}@hocvuso", lesson.id),
        sequence: u32::try_from(lesson.sequence).unwrap_or(0),
        modified: lesson.updated_at,
        status: if lesson.is_cancelled() { Status::Cancelled } else { Status::Confirmed },
        slot: lesson.slot,
        summary: lesson.title.clone(),
        description: about.join("\n"),
        location: format!("{}, {}, {}", lesson.venue_name, lesson.village_name, commune.name),
        url: if site.is_empty() { String::new() } else { format!("{site}/lich-hoc/{}?xa={}", lesson.code, commune.code) },
    }
}

/// The site's own address as the caller reached it; empty when the host's name is nothing that an address may hold.
fn site(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let host = text("host");
    let fine = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c));
    let scheme = if text("x-forwarded-proto") == "https" { "https" } else { "http" };
    if fine { format!("{scheme}://{host}") } else { String::new() }
}
