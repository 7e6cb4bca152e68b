//! Trực: who is on duty where and when, what was worked, and how many hours that makes.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::civil::{Date, Time};

use super::{
    HOME, Options, Sight, asked_village, framed, helper_options, helpers, typed, villages,
    words::{self, Line},
};
use crate::{
    accounts::{Posted, Right, Visitor},
    coaching::{
        api::{self, NewDuty, NewShift},
        rules::{self, Kind},
        store::{self, duty::Duty, log},
    },
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        pages::{Frame, go_saying, page, page_with},
        period::{CalendarMonth, Week},
        text::Text,
    },
};

const WEEK: &str = "/quan-ly/dong-hanh/truc";

/// A duty in words.
struct Row {
    id: String,
    name: String,
    hours: String,
    place: String,
    may_cancel: bool,
}

/// A day with its duties.
struct Day {
    name: String,
    rows: Vec<Row>,
}

fn minutes(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn days_of(week: Week, duties: &[Duty], sight: &Sight, t: Text) -> Vec<Day> {
    let all = std::iter::successors(Some(week.first()), |day| Some(dates::days_after(*day, 1))).take(7);
    all.map(|day| Day {
        name: format!("{}, {}", dates::weekday_name(day.weekday(), t.lang), dates::short_day(day, t.lang)),
        rows: duties
            .iter()
            .filter(|duty| duty.day == day.to_string())
            .map(|duty| Row {
                id: duty.id.clone(),
                name: duty.name.clone(),
                hours: format!("{}–{}", minutes(duty.start), minutes(duty.end)),
                place: format!("{} · {}", duty.place, duty.village_name),
                may_cancel: sight.manages(&duty.village),
            })
            .collect(),
    })
    .collect()
}

/// The week asked for by any of its days, else this one.
fn asked_week(visitor: &Visitor) -> Result<Week> {
    let today = visitor.app.clock.today();
    let day = dates::parse_day(visitor.query.get("tuan")).unwrap_or(today);
    Week::containing(day).or_else(|_| Week::containing(today)).map_err(|error| Error::refused(error.code()))
}

#[derive(Template)]
#[template(path = "coaching/pages/duty.html")]
struct WeekPage {
    frame: Frame,
    t: Text,
    span: String,
    villages: Options,
    village: String,
    days: Vec<Day>,
    previous: String,
    next: String,
    this: String,
    print: String,
    manages: bool,
    mine: Vec<Line>,
}

pub(super) async fn week(visitor: Visitor) -> Result<Response> {
    let sight = Sight::of(&visitor)?;
    let (t, week, village) = (visitor.t, asked_week(&visitor)?, asked_village(&visitor, &sight.scope));
    let (scope, shown) = (sight.scope.clone(), village.clone());
    let (villages, duties, mine) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let duties = store::duty::between(tx, &scope, &shown, (week.first(), week.last()))?;
            let wanted = log::Wanted { kind: Kind::Shift.code().into(), by: scope.account().to_owned(), ..log::Wanted::default() };
            Ok((villages(tx, &scope)?, duties, log::list(tx, &scope, &wanted, 10, 0)?))
        })
        .await?;
    let at = |days: i32| format!("{WEEK}?tuan={}&thon={}", dates::days_after(week.first(), days), encode(&village));
    page(&WeekPage {
        frame: framed(&visitor, "coaching-duty"),
        t,
        span: dates::day_range(week.first(), week.last(), t.lang),
        days: days_of(week, &duties, &sight, t),
        previous: at(-7),
        next: at(7),
        this: week.first().to_string(),
        print: format!("{WEEK}/in?tuan={}&thon={}", week.first(), encode(&village)),
        manages: sight.manages.is_some(),
        mine: mine.iter().map(|record| words::line(record, t)).collect(),
        villages,
        village,
    })
}

#[derive(Template)]
#[template(path = "coaching/pages/duty_print.html")]
struct PrintPage {
    frame: Frame,
    t: Text,
    commune: String,
    span: String,
    days: Vec<Day>,
}

pub(super) async fn print(visitor: Visitor) -> Result<Response> {
    let sight = Sight::of(&visitor)?;
    let (t, week, village) = (visitor.t, asked_week(&visitor)?, asked_village(&visitor, &sight.scope));
    let scope = sight.scope.clone();
    let days = (week.first(), week.last());
    let duties = visitor.app.db.read(move |tx| Ok::<_, Error>(store::duty::between(tx, &scope, &village, days)?)).await?;
    page(&PrintPage {
        frame: framed(&visitor, "coaching-duty-print").under(WEEK, t.get("coaching-duty")),
        t,
        commune: visitor.commune()?.name.clone(),
        span: dates::day_range(week.first(), week.last(), t.lang),
        days: days_of(week, &duties, &sight, t),
    })
}

#[derive(Template)]
#[template(path = "coaching/pages/hours.html")]
struct HoursPage {
    frame: Frame,
    t: Text,
    commune: String,
    span: String,
    villages: Options,
    village: String,
    month: String,
    rows: Vec<(usize, String, i64, String)>,
}

/// Hours of each helper in a calendar month; who sees no persons sees their own.
pub(super) async fn hours(visitor: Visitor) -> Result<Response> {
    let sight = Sight::of(&visitor)?;
    let t = visitor.t;
    let month = CalendarMonth::parse(&format!("dl-{}", visitor.query.get("thang")))
        .or_else(|_| CalendarMonth::containing(visitor.app.clock.today()))
        .map_err(|error| Error::refused(error.code()))?;
    let (village, days) = (asked_village(&visitor, &sight.scope), month.days());
    let (scope, shown, only) = (sight.scope.clone(), village.clone(), sight.only());
    let (villages, worked) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> { Ok((villages(tx, &scope)?, store::duty::worked(tx, &scope, &shown, &only, days)?)) })
        .await?;
    let mut by: BTreeMap<(String, String), Vec<(i64, i64)>> = BTreeMap::new();
    for (account, name, began, ended) in worked {
        by.entry((crate::kit::fold::sort_key(&name) + &account, name)).or_default().push((began, ended));
    }
    let rows: Vec<_> = by
        .into_iter()
        .enumerate()
        .map(|(at, ((_, name), shifts))| (at + 1, name, shifts.len() as i64, words::hours(rules::worked_minutes(&shifts), t)))
        .collect();
    page(&HoursPage {
        frame: framed(&visitor, "coaching-hours-title").under(WEEK, t.get("coaching-duty")),
        t,
        commune: visitor.commune()?.name.clone(),
        span: month.label(t.lang),
        month: month.code().trim_start_matches("dl-").to_owned(),
        villages,
        village,
        rows,
    })
}

#[derive(Template)]
#[template(path = "coaching/pages/duty_form.html")]
struct FormPage {
    frame: Frame,
    t: Text,
    /// Whether a duty is planned; else a shift is recorded.
    plans: bool,
    villages: Options,
    helpers: Options,
    fields: Fields,
    faults: Faults,
}

async fn shown(visitor: &Visitor, plans: bool, fields: Fields, faults: Faults) -> Result<Response> {
    let scope = visitor.scope(if plans { Right::ManageCoaching } else { Right::Coach })?;
    let t = visitor.t;
    let (villages, all) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> { Ok((villages(tx, &scope)?, if plans { helpers(tx, &scope)? } else { Vec::new() })) })
        .await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = if plans { "coaching-duty-new" } else { "coaching-shift-new" };
    let page = FormPage {
        frame: visitor.frame(title).under(HOME, t.get("coaching-home")).under(WEEK, t.get("coaching-duty")).with(&faults),
        t,
        plans,
        villages,
        helpers: helper_options(&all, visitor),
        fields,
        faults,
    };
    page_with(status, &page)
}

pub(super) async fn new_form(visitor: Visitor) -> Result<Response> {
    let fields = typed::fresh(&visitor.app.clock);
    shown(&visitor, true, fields, Faults::default()).await
}

/// The hours of a form on its day; faults where they make no sense.
fn span(fields: &Fields, t: Text, faults: &mut Faults) -> Option<(Date, Time, Time)> {
    let day = dates::parse_day(fields.get("day"));
    let (from, until) = (dates::parse_time(fields.get("from")), dates::parse_time(fields.get("until")));
    faults.unless(day.is_ok(), "day", t, "coaching-when-wrong");
    faults.unless(from.is_ok(), "from", t, "coaching-hour-wrong");
    faults.unless(until.is_ok(), "until", t, "coaching-hour-wrong");
    let (Ok(day), Ok(from), Ok(until)) = (day, from, until) else { return None };
    faults.unless(from < until, "until", t, "coaching-shift-order");
    (from < until).then_some((day, from, until))
}

fn minute(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

pub(super) async fn add(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let (scope, t, now) = (visitor.scope(Right::ManageCoaching)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let span = span(&fields, t, &mut faults);
    faults.unless(!fields.get("mentor").is_empty(), "mentor", t, "coaching-helper-missing");
    let (Some((day, from, until)), true) = (span, faults.is_empty()) else { return shown(&visitor, true, fields, faults).await };
    let new = NewDuty {
        id: fields.get("id").to_owned(),
        village: fields.get("village").to_owned(),
        account: fields.get("mentor").to_owned(),
        place: fields.get("place").to_owned(),
        day,
        from: minute(from),
        until: minute(until),
    };
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::plan_duty(tx, &scope, &new, now)).await {
        Ok(_) => Ok(go_saying(&format!("{WEEK}?tuan={day}"), "coaching-saved")),
        Err(error) => {
            typed::note(error, t, &mut faults)?;
            shown(&visitor, true, fields, faults).await
        }
    }
}

pub(super) async fn cancel(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::ManageCoaching)?, visitor.app.clock.now());
    let day = visitor
        .app
        .db
        .write(move |tx| -> Result<String> {
            let duty = store::duty::by_id(tx, &scope, &id)?.ok_or(Error::NotFound)?;
            store::duty::cancel(tx, &scope, &id, now)?;
            Ok(duty.day)
        })
        .await?;
    Ok(go_saying(&format!("{WEEK}?tuan={day}"), "coaching-duty-cancelled"))
}

pub(super) async fn shift_form(visitor: Visitor) -> Result<Response> {
    let mut fields = typed::fresh(&visitor.app.clock);
    let scope = visitor.scope(Right::Coach)?;
    let place = visitor.app.db.read(move |tx| Ok::<_, Error>(log::last_place(tx, &scope)?)).await?;
    fields.set("place", place);
    shown(&visitor, false, fields, Faults::default()).await
}

pub(super) async fn shift(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let (scope, t, now) = (visitor.scope(Right::Coach)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let Some((day, from, until)) = span(&fields, t, &mut faults) else { return shown(&visitor, false, fields, faults).await };
    let new = NewShift {
        id: fields.get("id").to_owned(),
        village: fields.get("village").to_owned(),
        place: fields.get("place").to_owned(),
        began_at: dates::instant(day, from),
        ended_at: dates::instant(day, until),
        note: fields.get("note").to_owned(),
    };
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::log_shift(tx, &scope, &new, None, now)).await {
        Ok(landed) if landed.state == api::State::Known => Ok(go_saying(&super::record_href(&landed.id), "coaching-known")),
        Ok(_) => Ok(go_saying(WEEK, "coaching-recorded")),
        Err(error) => {
            typed::note(error, t, &mut faults)?;
            shown(&visitor, false, fields, faults).await
        }
    }
}
