//! Chợ số: stalls, their survey, who is to be followed up.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    HOME, Options, Sight, asked_village, framed, typed, villages,
    words::{self, Line},
};
use crate::{
    accounts::{Posted, Right, Visitor},
    coaching::{
        api::{self, NewSurvey},
        store::{
            self, log,
            stall::{Stall, Wanted},
        },
    },
    kit::{
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        ids, numbers,
        pages::{Frame, Paging, go_saying, page, page_with},
        text::Text,
    },
};

const LIST: &str = "/quan-ly/dong-hanh/cho";

/// The states of the list, in the order they are offered.
const STATES: [&str; 3] = ["follow", "cashless", "unknown"];

/// A stall in the list.
struct Row {
    id: String,
    name: String,
    meta: String,
    said: String,
    light: &'static str,
}

fn row(stall: Stall, t: Text) -> Row {
    let said = |question: &str| stall.answers.get(question);
    let (light, key) = match (said("qr"), said("pos"), &stall.surveyed) {
        (Some(true), ..) | (_, Some(true), _) => ("good", "coaching-stall-cashless"),
        (.., None) => ("none", "coaching-stall-unknown"),
        (Some(false), ..) => ("late", "coaching-stall-cash"),
        _ => ("none", "coaching-stall-unsure"),
    };
    let training = if said("training") == Some(true) { format!(" · {}", t.get("coaching-stall-wants")) } else { String::new() };
    Row {
        id: stall.id,
        name: stall.name,
        meta: [stall.market, stall.goods, stall.village_name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        said: format!("{}{training}", t.get(key)),
        light,
    }
}

#[derive(Template)]
#[template(path = "coaching/pages/stalls.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    villages: Options,
    states: Options,
    wanted: Wanted,
    rows: Vec<Row>,
    sums: Vec<(String, String)>,
    paging: Paging,
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::Coach)?;
    let t = visitor.t;
    let state = STATES.into_iter().find(|state| *state == visitor.query.get("muc")).unwrap_or("");
    let wanted = Wanted {
        id: String::new(),
        village: asked_village(&visitor, &scope),
        state: state.to_owned(),
        name: visitor.query.get("ten").chars().take(100).collect(),
    };
    let (shown, asked) = (wanted.clone(), visitor.query.number("trang"));
    let href = format!("?thon={}&muc={state}&ten={}&trang=", encode(&wanted.village), encode(&wanted.name));
    let (villages, rows, coverage, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let paging = Paging::new(asked, store::stall::count(tx, &scope, &shown)?, href.clone());
            let rows = store::stall::list(tx, &scope, &shown, Paging::SIZE, paging.offset())?;
            Ok((villages(tx, &scope)?, rows, store::stall::coverage(tx, scope.commune(), &scope.reach(), "")?, paging))
        })
        .await?;
    let here = coverage.iter().filter(|one| wanted.village.is_empty() || one.village == wanted.village);
    let (surveyed, cashless, follow) = here.fold((0, 0, 0), |(a, b, c), one| (a + one.surveyed, b + one.cashless, c + one.follow));
    let sum = |key: &str, n: i64| (t.get(key), numbers::whole(n, t.lang));
    page(&ListPage {
        frame: framed(&visitor, "coaching-stalls"),
        t,
        villages,
        states: words::options("coaching-stall-", STATES, t),
        rows: rows.into_iter().map(|stall| row(stall, t)).collect(),
        sums: if surveyed == 0 {
            Vec::new()
        } else {
            vec![
                sum("coaching-stalls-surveyed", surveyed),
                sum("coaching-stalls-cashless", cashless),
                sum("coaching-stalls-follow", follow),
            ]
        },
        paging,
        wanted,
    })
}

#[derive(Template)]
#[template(path = "coaching/pages/stall.html")]
struct StallPage {
    frame: Frame,
    t: Text,
    action: String,
    new: bool,
    lead: String,
    markets: Vec<String>,
    villages: Options,
    lines: Vec<Line>,
    fields: Fields,
    faults: Faults,
}

async fn shown(visitor: &Visitor, stall: Option<Stall>, fields: Fields, faults: Faults) -> Result<Response> {
    let sight = Sight::of(visitor)?;
    let t = visitor.t;
    let id = stall.as_ref().map(|stall| stall.id.clone());
    let (villages, markets, records) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let records = match &id {
                Some(id) => {
                    let wanted = log::Wanted { subject: id.clone(), by: sight.only(), with_undone: true, ..log::Wanted::default() };
                    log::list(tx, &sight.scope, &wanted, 100, 0)?
                }
                None => Vec::new(),
            };
            Ok((villages(tx, &sight.scope)?, store::stall::markets(tx, &sight.scope)?, records))
        })
        .await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = match &stall {
        Some(stall) => visitor.frame_titled(stall.name.clone()),
        None => visitor.frame("coaching-stall-new"),
    };
    let page = StallPage {
        frame: frame.under(HOME, t.get("coaching-home")).under(LIST, t.get("coaching-stalls")).with(&faults),
        t,
        action: stall.as_ref().map_or_else(|| format!("{LIST}/moi"), |stall| format!("{LIST}/{}", encode(&stall.id))),
        new: stall.is_none(),
        lead: stall.map(|stall| row(stall, t).meta).unwrap_or_default(),
        markets,
        villages,
        lines: records.iter().map(|record| words::line(record, t)).collect(),
        fields,
        faults,
    };
    page_with(status, &page)
}

pub(super) async fn new_form(visitor: Visitor) -> Result<Response> {
    let mut fields = typed::fresh(&visitor.app.clock);
    fields.set("stall", ids::new(visitor.app.clock.now()));
    shown(&visitor, None, fields, Faults::default()).await
}

async fn found(visitor: &Visitor, id: &str) -> Result<Stall> {
    let scope = visitor.scope(Right::Coach)?;
    let wanted = Wanted { id: id.to_owned(), ..Wanted::default() };
    let found = visitor.app.db.read(move |tx| Ok::<_, Error>(store::stall::list(tx, &scope, &wanted, 1, 0)?)).await?;
    found.into_iter().next().filter(|stall| stall.id == id).ok_or(Error::NotFound)
}

pub(super) async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let stall = found(&visitor, &id).await?;
    let mut fields = typed::fresh(&visitor.app.clock);
    let before = [("market", &stall.market), ("name", &stall.name), ("goods", &stall.goods)];
    for (field, value) in before {
        fields.set(field, value.clone());
    }
    shown(&visitor, Some(stall), fields, Faults::default()).await
}

pub(super) async fn add(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let stall = fields.get("stall").to_owned();
    record(visitor, None, stall, fields).await
}

pub(super) async fn survey(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let stall = found(&visitor, &id).await?;
    record(visitor, Some(stall), id, fields).await
}

async fn record(visitor: Visitor, known: Option<Stall>, stall: String, fields: Fields) -> Result<Response> {
    let (scope, t, now) = (visitor.scope(Right::Coach)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let Some(at) = typed::when(&fields, t, &mut faults) else { return shown(&visitor, known, fields, faults).await };
    let text = |field: &str| fields.get(field).to_owned();
    let new = NewSurvey {
        id: text("id"),
        stall: stall.clone(),
        village: text("village"),
        market: text("market"),
        name: text("name"),
        goods: text("goods"),
        takes_qr: typed::answer(&fields, "qr"),
        takes_pos: typed::answer(&fields, "pos"),
        wants_training: typed::answer(&fields, "training"),
        note: text("note"),
    };
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::log_survey(tx, &scope, &new, at, None, now)).await {
        Ok(_) => Ok(go_saying(&format!("{LIST}/{}", encode(&stall)), "coaching-recorded")),
        Err(error) => {
            typed::note(error, t, &mut faults)?;
            shown(&visitor, known, fields, faults).await
        }
    }
}
