//! Nhờ giúp: noting a request, giving it to a helper, closing it.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    HOME, Helper, Options, Sight, asked_village, framed, helper_options, helpers,
    typed::{self, Offered},
    villages,
    words::{self, Past},
};
use crate::{
    accounts::{Posted, Right, Visitor},
    coaching::{
        api::{self, Closed, NewRequest},
        requests as work,
        rules::{Outcome, Topic},
        store::{
            self,
            request::{Request, Wanted},
        },
    },
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        pages::{Frame, Paging, go_saying, page, page_with},
        text::Text,
    },
};

const LIST: &str = "/quan-ly/dong-hanh/nho-giup";

/// The states of the list, in the order they are offered.
const STATES: [&str; 3] = ["open", "free", "closed"];

fn href(id: &str) -> String {
    format!("{LIST}/{}", encode(id))
}

/// A request in a list.
pub struct Row {
    pub href: String,
    pub who: String,
    pub topic: String,
    pub meta: String,
    pub state: String,
    pub light: &'static str,
}

/// A request in words.
pub fn row(request: &Request, t: Text) -> Row {
    let (light, state) = match (&request.closed_at, request.helper_name.is_empty()) {
        (Some(_), _) => (
            if request.result == Outcome::NotYet.code() { "late" } else { "good" },
            t.fill("coaching-request-closed-by").s("name", &request.closed_by_name).to_string(),
        ),
        (None, true) => ("late", t.get("coaching-request-free")),
        (None, false) => ("near", t.fill("coaching-request-with").s("name", &request.helper_name).to_string()),
    };
    Row {
        href: href(&request.id),
        who: request.who.clone(),
        topic: words::coded("coaching-topic-", &request.topic, t),
        meta: format!("{} · {}", dates::moment(request.asked_at, t.lang), request.village_name),
        state,
        light,
    }
}

#[derive(Template)]
#[template(path = "coaching/pages/requests.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    villages: Options,
    states: Options,
    wanted: Wanted,
    rows: Vec<Row>,
    paging: Paging,
    manages: bool,
    own: bool,
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let sight = Sight::of(&visitor)?;
    let (t, scope) = (visitor.t, sight.scope.clone());
    let state = STATES.into_iter().find(|state| *state == visitor.query.get("muc")).unwrap_or("open");
    let wanted = Wanted { id: String::new(), village: asked_village(&visitor, &scope), state: state.to_owned(), helper: sight.only() };
    let (shown, asked) = (wanted.clone(), visitor.query.number("trang"));
    let href = format!("?thon={}&muc={state}&trang=", encode(&wanted.village));
    let (villages, rows, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let paging = Paging::new(asked, store::request::count(tx, &scope, &shown)?, href.clone());
            Ok((villages(tx, &scope)?, store::request::list(tx, &scope, &shown, Paging::SIZE, paging.offset())?, paging))
        })
        .await?;
    page(&ListPage {
        frame: framed(&visitor, "coaching-requests"),
        t,
        villages,
        states: words::options("coaching-request-state-", STATES, t),
        rows: rows.iter().map(|request| row(request, t)).collect(),
        paging,
        manages: sight.manages.is_some(),
        own: !sight.names,
        wanted,
    })
}

#[derive(Template)]
#[template(path = "coaching/pages/request_form.html")]
struct FormPage {
    frame: Frame,
    t: Text,
    name: String,
    found: Vec<Offered>,
    person: Option<Offered>,
    villages: Options,
    topics: Options,
    helpers: Options,
    fields: Fields,
    faults: Faults,
}

async fn show_form(visitor: &Visitor, fields: Fields, faults: Faults) -> Result<Response> {
    let scope = visitor.scope(Right::ManageCoaching)?;
    let (t, name) = (visitor.t, visitor.query.get("ten").chars().take(100).collect::<String>());
    let (chosen, searched) = (fields.get("person").to_owned(), name.clone());
    let (person, found, places, all) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let person = store::person::by_id(tx, &scope, &chosen)?;
            let found = if searched.is_empty() { Vec::new() } else { store::person::named(tx, &scope, &searched, 20)? };
            Ok((person, found, villages(tx, &scope)?, helpers(tx, &scope)?))
        })
        .await?;
    let all: Vec<Helper> = all.into_iter().filter(|helper| person.as_ref().is_none_or(|p| helper.coaches_in(&p.village))).collect();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FormPage {
        frame: framed(visitor, "coaching-request-new").under(LIST, t.get("coaching-requests")).with(&faults),
        t,
        name,
        found: found.into_iter().map(|choice| Offered::of(choice, t)).collect(),
        person: person.map(|choice| Offered::of(choice, t)),
        villages: places,
        topics: words::topic_options(t),
        helpers: helper_options(&all, visitor),
        fields,
        faults,
    };
    page_with(status, &page)
}

pub(super) async fn new_form(visitor: Visitor) -> Result<Response> {
    let mut fields = typed::fresh(&visitor.app.clock);
    fields.set("person", visitor.query.get("nguoi"));
    show_form(&visitor, fields, Faults::default()).await
}

pub(super) async fn ask(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let (scope, t, now) = (visitor.scope(Right::ManageCoaching)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let Some(topic) = typed::chosen(&fields, "topic", "coaching-topic-missing", t, &mut faults, Topic::parse) else {
        return show_form(&visitor, fields, faults).await;
    };
    let new = NewRequest {
        id: fields.get("id").to_owned(),
        person: fields.some("person").map(str::to_owned),
        who: fields.get("who").to_owned(),
        village: fields.get("village").to_owned(),
        topic,
        note: fields.get("note").to_owned(),
        helper: fields.some("mentor").map(str::to_owned),
    };
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::ask_for_help(tx, &scope, &new, now)).await {
        Ok(request) => Ok(go_saying(&href(&request.id), "coaching-request-noted")),
        Err(error) => {
            typed::note(error, t, &mut faults)?;
            show_form(&visitor, fields, faults).await
        }
    }
}

#[derive(Template)]
#[template(path = "coaching/pages/request.html")]
struct RequestPage {
    frame: Frame,
    t: Text,
    request: Request,
    row: Row,
    asked: String,
    closed: String,
    helpers: Options,
    results: Options,
    past: Vec<Past>,
    manages: bool,
    fields: Fields,
    faults: Faults,
}

/// The request in reach that the visitor may see: one given to them, and every one for who sees persons.
async fn found(visitor: &Visitor, id: &str) -> Result<Request> {
    let (sight, id) = (Sight::of(visitor)?, id.to_owned());
    let only = sight.only();
    let found = visitor.app.db.read(move |tx| Ok::<_, Error>(store::request::by_id(tx, &sight.scope, &id)?)).await?;
    found.filter(|request| only.is_empty() || request.helper.as_deref() == Some(only.as_str())).ok_or(Error::NotFound)
}

async fn shown(visitor: &Visitor, id: &str, fields: Fields, faults: Faults) -> Result<Response> {
    let request = found(visitor, id).await?;
    let sight = Sight::of(visitor)?;
    let (t, key, scope, managing) = (visitor.t, request.id.clone(), sight.scope.clone(), sight.manages.clone());
    let (past, all) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let all = match &managing {
                Some(scope) => helpers(tx, scope)?,
                None => Vec::new(),
            };
            Ok((store::change::of(tx, &scope, &key)?, all))
        })
        .await?;
    let all: Vec<Helper> = all.into_iter().filter(|helper| helper.coaches_in(&request.village)).collect();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let closed = request.closed_at.map_or_else(String::new, |at| {
        let words = t.fill("coaching-request-closed-on").s("name", &request.closed_by_name).s("when", dates::moment(at, t.lang));
        words.s("result", words::coded("coaching-result-", &request.result, t)).to_string()
    });
    let asked = t.fill("coaching-request-asked").s("name", &request.asked_by).s("when", dates::moment(request.asked_at, t.lang));
    let page = RequestPage {
        frame: visitor
            .frame_titled(request.who.clone())
            .under(HOME, t.get("coaching-home"))
            .under(LIST, t.get("coaching-requests"))
            .with(&faults),
        t,
        row: row(&request, t),
        asked: asked.to_string(),
        closed,
        helpers: helper_options(&all, visitor),
        results: words::result_options(t),
        past: past.iter().map(|change| words::past(change, t)).collect(),
        manages: sight.manages(&request.village),
        request,
        fields,
        faults,
    };
    page_with(status, &page)
}

pub(super) async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    shown(&visitor, &id, Fields::default(), Faults::default()).await
}

pub(super) async fn give(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let request = found(&visitor, &id).await?;
    let (scope, now) = (visitor.scope(Right::ManageCoaching)?, visitor.app.clock.now());
    let helper = fields.some("mentor").map(str::to_owned);
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::give_request(tx, &scope, &request.id, helper.as_deref(), now)).await {
        Ok(()) => Ok(go_saying(&href(&id), "coaching-request-given-now")),
        Err(error) => refused(&visitor, &id, fields, Faults::default(), Some(error)).await,
    }
}

async fn refused(visitor: &Visitor, id: &str, fields: Fields, mut faults: Faults, error: Option<Error>) -> Result<Response> {
    if let Some(error) = error {
        typed::note(error, visitor.t, &mut faults)?;
    }
    shown(visitor, id, fields, faults).await
}

pub(super) async fn close(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let request = found(&visitor, &id).await?;
    let (scope, t, now) = (visitor.scope(Right::Coach)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let Some(outcome) = typed::chosen(&fields, "result", "coaching-result-missing", t, &mut faults, Outcome::parse) else {
        return refused(&visitor, &id, fields, faults, None).await;
    };
    let note = fields.get("note").to_owned();
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::close_request(tx, &scope, &request.id, outcome, &note, now, None, now)).await {
        Ok(Closed::Before(..)) => Ok(go_saying(&href(&id), "coaching-request-closed-before")),
        Ok(_) => Ok(go_saying(&href(&id), "coaching-request-closed-now")),
        Err(error) => refused(&visitor, &id, fields, faults, Some(error)).await,
    }
}

pub(super) async fn reopen(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let request = found(&visitor, &id).await?;
    let (scope, now, reason) = (visitor.scope(Right::ManageCoaching)?, visitor.app.clock.now(), fields.get("reason").to_owned());
    match visitor.app.db.write(move |tx: &mut Tx<'_>| work::reopen(tx, &scope, &request.id, &reason, now)).await {
        Ok(()) => Ok(go_saying(&href(&id), "coaching-request-open-again")),
        Err(error) => refused(&visitor, &id, fields, Faults::default(), Some(error)).await,
    }
}
