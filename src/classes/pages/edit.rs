//! Opening a class and changing one: the form, the preview of its days, the change itself.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::civil::Weekday;

use super::{
    LIST, form as fields_of, series_href,
    words::{self, PlannedWords},
};
use crate::{
    accounts::{Posted, Right, Scope, Visitor},
    classes::{
        opening::{self, Preview},
        rules::{Audience, NewSeries, Support},
        store,
    },
    kit::{
        dates,
        error::{Error, Result},
        forms::{Faults, Fields},
        pages::{Frame, go_saying, page_with},
        text::Text,
    },
    places, resources,
};

#[derive(Template)]
#[template(path = "classes/pages/form.html")]
struct FormPage {
    frame: Frame,
    t: Text,
    fields: Fields,
    faults: Faults,
    /// The address that takes the form.
    action: String,
    known: bool,
    back: String,
    villages: Vec<(String, String)>,
    /// Venues under their village's name, those of the whole commune first.
    venues: Vec<(String, Vec<(String, String)>)>,
    audiences: Vec<(&'static str, String)>,
    supports: Vec<(&'static str, String)>,
    weekdays: Vec<(String, &'static str, bool)>,
    may_venues: bool,
}

pub(super) async fn new_form(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ManageClasses)?;
    let village = visitor.query.some("thon").or(scope.only_village()).unwrap_or("").to_owned();
    let fields = fields_of::blank(&village, visitor.app.clock.today());
    show_form(&visitor, StatusCode::OK, fields, Faults::default(), "").await
}

pub(super) async fn form(visitor: Visitor, Path(code): Path<String>) -> Result<Response> {
    let (scope, wanted) = (visitor.scope(Right::ManageClasses)?, code.clone());
    let series = visitor.app.db.read(move |tx| store::series::in_reach(tx, &scope, &wanted)).await?;
    show_form(&visitor, StatusCode::OK, fields_of::of(&series, visitor.t), Faults::default(), &code).await
}

/// Shows the form; `code` names the class that is changed, and is empty for a new one.
async fn show_form(visitor: &Visitor, status: StatusCode, fields: Fields, faults: Faults, code: &str) -> Result<Response> {
    let scope = visitor.scope(Right::ManageClasses)?;
    let t = visitor.t;
    let whole = t.get("resources-whole");
    let (villages, venues) = visitor.app.db.read(move |tx| choices(tx, &scope, &whole)).await?;
    let known = !code.is_empty();
    let frame = visitor.frame(if known { "classes-edit" } else { "classes-open" }).under(LIST, t.get("nav-classes")).with(&faults);
    let monday_first = Weekday::Monday.cycle_forward().take(7);
    let weekdays = monday_first.map(|day| {
        let number = day.to_monday_one_offset().to_string();
        let ticked = fields.is("weekday", &number);
        (number, dates::weekday_name(day, t.lang), ticked)
    });
    page_with(
        status,
        &FormPage {
            weekdays: weekdays.collect(),
            action: if known { format!("{}/sua", series_href(code)) } else { format!("{LIST}/moi") },
            back: if known { series_href(code) } else { LIST.to_owned() },
            known,
            villages,
            venues,
            audiences: Audience::ALL.iter().map(|audience| (audience.code(), t.get(audience.key()))).collect(),
            supports: Support::ALL.iter().map(|support| (support.code(), t.get(support.key()))).collect(),
            may_venues: visitor.may(Right::ManageVenues),
            frame,
            t,
            fields,
            faults,
        },
    )
}

/// Villages, and venues under their village's name.
type Choices = (Vec<(String, String)>, Vec<(String, Vec<(String, String)>)>);

fn choices(tx: &mut crate::kit::db::Tx<'_>, scope: &Scope, whole: &str) -> Result<Choices> {
    let villages = places::villages(tx, scope.commune())?;
    let mut venues: Vec<(String, Vec<(String, String)>)> = vec![(whole.to_owned(), Vec::new())];
    venues.extend(villages.iter().map(|v| (v.name.clone(), Vec::new())));
    for venue in resources::venues(tx, scope.commune())?.into_iter().filter(|venue| venue.active) {
        let village = venue.village.as_ref();
        if village.is_none_or(|village| scope.covers(village)) {
            let at = village.map_or(Some(0), |id| villages.iter().position(|v| v.id == *id).map(|at| at + 1));
            if let Some((_, group)) = at.and_then(|at| venues.get_mut(at)) {
                group.push((venue.id, venue.name));
            }
        }
    }
    venues.retain(|(_, group)| !group.is_empty());
    let villages = villages.into_iter().filter(|v| v.active && scope.covers(&v.id)).map(|v| (v.id, v.name)).collect();
    Ok((villages, venues))
}

#[derive(Template)]
#[template(path = "classes/pages/preview.html")]
struct PreviewPage {
    frame: Frame,
    t: Text,
    hidden: Vec<(String, String)>,
    reason: String,
    action: String,
    known: bool,
    title: String,
    facts: Vec<(&'static str, String)>,
    planned: Vec<PlannedWords>,
    /// Why it can't be saved as it stands; empty when it can.
    refusal: String,
    /// Days whose session is called off by a change.
    dropped: Vec<String>,
    warned: usize,
}

pub(super) async fn open(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    take(&visitor, fields, "").await
}

pub(super) async fn change(visitor: Visitor, Path(code): Path<String>, Posted(fields): Posted) -> Result<Response> {
    take(&visitor, fields, &code).await
}

/// One step of the form: back to it, on to the preview, or done.
async fn take(visitor: &Visitor, fields: Fields, code: &str) -> Result<Response> {
    let ticked = !fields.all("off").is_empty();
    let mut fields = fields_of::with_off_days(fields, visitor.t);
    let scope = visitor.scope(Right::ManageClasses)?;
    if !code.is_empty() {
        let (scope, wanted) = (scope.clone(), code.to_owned());
        let series = visitor.app.db.read(move |tx| store::series::in_reach(tx, &scope, &wanted)).await?;
        fields.set("village", series.now.village);
    }
    let (new, faults) = fields_of::read(&fields, visitor.t);
    if !faults.is_empty() {
        return show_form(visitor, StatusCode::UNPROCESSABLE_ENTITY, fields, faults, code).await;
    }
    match fields.get("step") {
        "form" => show_form(visitor, StatusCode::OK, fields, faults, code).await,
        // Days ticked off at the last moment may bring others in: they are shown first.
        "save" if !ticked => save(visitor, &scope, fields, new, code).await,
        _ => preview(visitor, &scope, &fields, new, code, None).await,
    }
}

async fn save(visitor: &Visitor, scope: &Scope, fields: Fields, new: NewSeries, code: &str) -> Result<Response> {
    let (known, now) = (!code.is_empty(), visitor.app.clock.now());
    let (version, reason) = (fields.number("version").unwrap_or(0), fields.get("reason").to_owned());
    let (caller, wanted, series) = (scope.clone(), code.to_owned(), new.clone());
    let saved = visitor.app.db.write(move |tx| -> Result<String> {
        if known {
            opening::change(tx, &caller, &wanted, version, &series, &reason, now)?;
            return Ok(wanted.clone());
        }
        let id = opening::open(tx, &caller, &series, now)?;
        Ok(store::series::by_id(tx, caller.commune(), &id)?.ok_or(Error::NotFound)?.code)
    });
    match saved.await {
        Ok(code) => Ok(go_saying(&series_href(&code), if known { "classes-changed" } else { "classes-opened" })),
        Err(Error::Refused(refusal)) => {
            let words = visitor.t.refusal(&refusal);
            preview(visitor, scope, &fields, new, code, Some(words)).await
        }
        Err(other) => Err(other),
    }
}

async fn preview(
    visitor: &Visitor,
    scope: &Scope,
    fields: &Fields,
    new: NewSeries,
    code: &str,
    refusal: Option<String>,
) -> Result<Response> {
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let (caller, wanted, series) = (scope.clone(), code.to_owned(), new.clone());
    let seen: Preview = visitor.app.db.read(move |tx| opening::look_ahead(tx, &caller, &wanted, &series, now)).await?;
    let known = !code.is_empty();
    let mut planned: Vec<PlannedWords> = seen.planned.iter().map(|planned| words::planned(planned, t)).collect();
    let mut first = String::new();
    for (slot, busy) in &seen.clashes {
        let taken = t
            .fill("classes-taken")
            .s("title", &busy.title)
            .s("village", &busy.village)
            .s("time", dates::clock_range(busy.slot.start(), busy.slot.end()))
            .to_string();
        if first.is_empty() {
            first = t.fill("classes-clash").s("day", dates::long_day(slot.day(), t.lang)).s("taken", &taken).to_string();
        }
        if let Some(line) = planned.iter_mut().find(|line| line.day == slot.day()) {
            line.taken = taken;
        }
    }
    let refusal = refusal.unwrap_or(first);
    let status = if refusal.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = visitor.frame(if known { "classes-preview-change" } else { "classes-preview" }).under(LIST, t.get("nav-classes"));
    let page = PreviewPage {
        facts: vec![
            ("classes-village", seen.village),
            ("classes-venue", seen.venue),
            ("classes-time", dates::clock_range(new.start, new.end)),
            ("classes-teacher", new.teacher.clone()),
            ("classes-capacity", new.capacity.to_string()),
            ("classes-audience", t.get(new.audience.key())),
        ],
        hidden: fields_of::hidden(fields),
        reason: fields.get("reason").to_owned(),
        action: if known { format!("{}/sua", series_href(code)) } else { format!("{LIST}/moi") },
        known,
        title: new.title,
        warned: planned.iter().filter(|line| !line.warning.is_empty()).count(),
        planned,
        refusal,
        dropped: seen.dropped.iter().map(|day| dates::long_day(*day, t.lang)).collect(),
        frame,
        t,
    };
    page_with(status, &page)
}
