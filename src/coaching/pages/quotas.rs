//! Chỉ tiêu: what is asked of teams and helpers in a period, and how far it is reached.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{HOME, Options, Sight, framed, helper_options, helpers, typed, villages};
use crate::{
    accounts::{Posted, Right, Visitor},
    coaching::{
        api::{self, NewQuota, QuotaStanding},
        quotas as work,
        rules::{self, Wanted},
        store,
    },
    kit::{
        chart::{self, Chart, Ring, Svg},
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        numbers,
        pages::{Frame, go_saying, page, page_with},
        period::{Kind, Period},
        text::Text,
    },
};

const LIST: &str = "/quan-ly/dong-hanh/chi-tieu";

/// A quota as it is drawn and told.
pub struct Card {
    pub title: String,
    pub period: String,
    pub ring: Option<Svg>,
    /// Each part: name, done, asked.
    pub parts: Vec<(String, String, String)>,
    pub percent: i64,
    pub light: &'static str,
    pub note: String,
    pub edit: String,
}

/// A quota with its ring: the people guided of those asked for.
pub fn card(one: &QuotaStanding, at: usize, t: Text) -> Card {
    let quota = &one.quota;
    let whole = |n: i64| numbers::whole(n, t.lang);
    let name = if quota.account.is_empty() {
        t.fill("coaching-quota-team").s("village", &quota.village_name).to_string()
    } else {
        quota.account_name.clone()
    };
    let period = rules::period_of(&quota.period).map(|period| period.label(t.lang)).unwrap_or_default();
    let ring = quota.wanted.people.and_then(|wanted| u64::try_from(wanted).ok()).map(|wanted| {
        let frame = chart::Frame {
            id: format!("quota-{at}"),
            title: format!("{name}, {period}"),
            summary: String::new(),
            no_data: t.get(numbers::NO_DATA),
            unit: chart::Unit::Count,
            lang: t.lang,
        };
        let ring = Ring {
            frame,
            done_title: t.get("coaching-quota-done"),
            quota_title: t.get("coaching-quota"),
            noun: t.get("coaching-quota-noun"),
            done: u64::try_from(one.done.people).ok(),
            quota: wanted,
        };
        ring.svg()
    });
    let part = |key: &str, done: i64, wanted: Option<i64>| wanted.map(|wanted| (t.get(key), whole(done), whole(wanted)));
    Card {
        title: name,
        period,
        ring,
        parts: [
            part("coaching-quota-people", one.done.people, quota.wanted.people),
            part("coaching-quota-sessions", one.done.sessions, quota.wanted.sessions),
            part("coaching-quota-difficulties", one.done.difficulties, quota.wanted.difficulties),
        ]
        .into_iter()
        .flatten()
        .collect(),
        percent: one.percent,
        light: match one.percent {
            100.. => "good",
            50..=99 => "near",
            _ => "late",
        },
        note: quota.note.clone(),
        edit: format!("{LIST}/giao?ky={}&thon={}&nguoi={}", encode(&quota.period), encode(&quota.village), encode(&quota.account)),
    }
}

/// The period asked for, else the month of today.
fn asked(visitor: &Visitor) -> Result<Period> {
    match rules::period_of(visitor.query.get("ky")) {
        Some(period) => Ok(period),
        None => Period::containing(Kind::Month, visitor.app.clock.today()).map_err(|error| Error::refused(error.code())),
    }
}

#[derive(Template)]
#[template(path = "coaching/pages/quotas.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    period: String,
    tabs: Vec<(String, String, bool)>,
    cards: Vec<Card>,
    manages: bool,
    issue: String,
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let sight = Sight::of(&visitor)?;
    let (t, period) = (visitor.t, asked(&visitor)?);
    let today = visitor.app.clock.today();
    let (code, only, scope) = (period.code(), sight.only(), sight.scope.clone());
    let found = visitor
        .app
        .db
        .read_long(move |tx| work::of_period(tx, &scope, &code, Some(only.as_str()).filter(|account| !account.is_empty())))
        .await?;
    let mut periods: Vec<Period> = Vec::new();
    for kind in [Kind::Month, Kind::Quarter] {
        let now = Period::containing(kind, today).map_err(|error| Error::refused(error.code()))?;
        periods.extend(now.previous());
        periods.push(now);
        periods.extend(now.next());
    }
    if !periods.contains(&period) {
        periods.push(period);
    }
    page(&ListPage {
        frame: framed(&visitor, "coaching-quotas"),
        t,
        period: period.full_label(t.lang),
        tabs: periods.into_iter().map(|one| (format!("{LIST}?ky={}", one.code()), one.label(t.lang), one == period)).collect(),
        cards: found.iter().enumerate().map(|(at, one)| card(one, at, t)).collect(),
        manages: sight.manages.is_some(),
        issue: format!("{LIST}/giao?ky={}", period.code()),
    })
}

#[derive(Template)]
#[template(path = "coaching/pages/quota_form.html")]
struct FormPage {
    frame: Frame,
    t: Text,
    periods: Options,
    villages: Options,
    helpers: Options,
    fields: Fields,
    faults: Faults,
}

async fn shown(visitor: &Visitor, fields: Fields, faults: Faults) -> Result<Response> {
    let scope = visitor.scope(Right::ManageCoaching)?;
    let (t, today) = (visitor.t, visitor.app.clock.today());
    let (villages, all) = visitor.app.db.read(move |tx| -> Result<_> { Ok((villages(tx, &scope)?, helpers(tx, &scope)?)) }).await?;
    let mut periods = Options::new();
    for kind in [Kind::Month, Kind::Quarter] {
        let now = Period::containing(kind, today).map_err(|error| Error::refused(error.code()))?;
        periods.extend([Some(now), now.next()].into_iter().flatten().map(|one| (one.code(), one.full_label(t.lang))));
    }
    if let Some(period) = rules::period_of(fields.get("period")).filter(|one| periods.iter().all(|(code, _)| *code != one.code())) {
        periods.push((period.code(), period.full_label(t.lang)));
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FormPage {
        frame: visitor
            .frame("coaching-quota-issue")
            .under(HOME, t.get("coaching-home"))
            .under(LIST, t.get("coaching-quotas"))
            .with(&faults),
        t,
        periods,
        villages,
        helpers: helper_options(&all, visitor),
        fields,
        faults,
    };
    page_with(status, &page)
}

pub(super) async fn form(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ManageCoaching)?;
    let (period, village, account) = (asked(&visitor)?.code(), visitor.query.get("thon").to_owned(), visitor.query.get("nguoi").to_owned());
    let mut fields = Fields::default();
    for (field, value) in [("period", &period), ("village", &village), ("account", &account)] {
        fields.set(field, value.clone());
    }
    let known = visitor.app.db.read(move |tx| Ok::<_, Error>(store::quota::find(tx, &scope, &period, &village, &account)?)).await?;
    if let Some(known) = known {
        let parts = [("people", known.wanted.people), ("sessions", known.wanted.sessions), ("difficulties", known.wanted.difficulties)];
        for (field, part) in parts {
            fields.set(field, part.map(|part| part.to_string()).unwrap_or_default());
        }
        fields.set("note", known.note);
        fields.set("version", known.version.to_string());
    }
    shown(&visitor, fields, Faults::default()).await
}

pub(super) async fn issue(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let (scope, t, now) = (visitor.scope(Right::ManageCoaching)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    for field in ["people", "sessions", "difficulties"] {
        faults.unless(fields.get(field).is_empty() || fields.number(field).is_some(), field, t, "coaching-quota-number");
    }
    if !faults.is_empty() {
        return shown(&visitor, fields, faults).await;
    }
    let new = NewQuota {
        period: fields.get("period").to_owned(),
        village: fields.get("village").to_owned(),
        account: fields.get("account").to_owned(),
        wanted: Wanted {
            people: fields.number("people"),
            sessions: fields.number("sessions"),
            difficulties: fields.number("difficulties"),
        },
        note: fields.get("note").to_owned(),
        seen: fields.number("version").unwrap_or(0),
    };
    let back = format!("{LIST}?ky={}", encode(&new.period));
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::issue_quota(tx, &scope, &new, now)).await {
        Ok(_) => Ok(go_saying(&back, "coaching-quota-issued")),
        Err(error) => {
            typed::note(error, t, &mut faults)?;
            shown(&visitor, fields, faults).await
        }
    }
}
