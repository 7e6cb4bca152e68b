//! Households: which are reached, a visit, the commitment to be a Gia đình số.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    HOME, Options, Sight, asked_village, framed, typed, villages,
    words::{self, Line},
};
use crate::{
    accounts::{Posted, Right, Visitor},
    coaching::{
        api::{self, NewCommitment, NewVisit},
        rules::Signed,
        store::{
            self,
            household::{Coverage, Household, Wanted},
            log,
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

const LIST: &str = "/quan-ly/dong-hanh/ho";

/// The states of the list, in the order they are offered.
const STATES: [&str; 3] = ["unreached", "visited", "committed"];

/// A household in the list.
struct Row {
    id: String,
    head: String,
    place: String,
    visited: String,
    committed: String,
}

/// How far a village is.
struct Part {
    name: String,
    href: String,
    all: String,
    visited: String,
    committed: String,
    unreached: String,
    share: String,
}

#[derive(Template)]
#[template(path = "coaching/pages/households.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    villages: Options,
    states: Options,
    wanted: Wanted,
    rows: Vec<Row>,
    parts: Vec<Part>,
    paging: Paging,
}

fn part(coverage: &Coverage, name: &str, t: Text) -> Part {
    let whole = |n: i64| numbers::whole(n, t.lang);
    let share = u64::try_from(coverage.committed).ok().zip(u64::try_from(coverage.all).ok());
    Part {
        name: name.to_owned(),
        href: format!("{LIST}?thon={}&muc=unreached", encode(&coverage.village)),
        all: whole(coverage.all),
        visited: whole(coverage.visited),
        committed: whole(coverage.committed),
        unreached: whole(coverage.unreached),
        share: share.and_then(|(part, all)| numbers::percent(part, all, t.lang)).unwrap_or_default(),
    }
}

fn row(household: Household, t: Text) -> Row {
    let lead = if household.lead_name.is_empty() {
        String::new()
    } else {
        format!(" · {}", t.fill("coaching-lead-is").s("name", &household.lead_name))
    };
    let committed = words::day(household.committed.as_deref(), t);
    let place = [household.hamlet, household.village_name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    Row {
        id: household.id,
        head: household.head,
        place: place.join(" · "),
        visited: words::day(household.visited.as_deref(), t),
        committed: if committed.is_empty() { committed } else { format!("{committed}{lead}") },
    }
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::Coach)?;
    let t = visitor.t;
    let state = STATES.into_iter().find(|state| *state == visitor.query.get("muc")).unwrap_or("");
    let wanted = Wanted {
        id: String::new(),
        village: asked_village(&visitor, &scope),
        state: state.to_owned(),
        head: visitor.query.get("ten").chars().take(100).collect(),
    };
    let (shown, asked) = (wanted.clone(), visitor.query.number("trang"));
    let href = format!("?thon={}&muc={state}&ten={}&trang=", encode(&wanted.village), encode(&wanted.head));
    let (villages, rows, coverage, paging) = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let paging = Paging::new(asked, store::household::count(tx, &scope, &shown)?, href.clone());
            let rows = store::household::list(tx, &scope, &shown, Paging::SIZE, paging.offset())?;
            Ok((villages(tx, &scope)?, rows, store::household::coverage(tx, scope.commune(), &scope.reach(), "")?, paging))
        })
        .await?;
    let parts = villages.iter().filter_map(|(id, name)| coverage.iter().find(|one| one.village == *id).map(|one| part(one, name, t)));
    page(&ListPage {
        frame: framed(&visitor, "coaching-households"),
        t,
        parts: parts.collect(),
        villages,
        states: words::options("coaching-household-", STATES, t),
        rows: rows.into_iter().map(|household| row(household, t)).collect(),
        paging,
        wanted,
    })
}

#[derive(Template)]
#[template(path = "coaching/pages/household.html")]
struct HouseholdPage {
    frame: Frame,
    t: Text,
    id: String,
    place: String,
    committed: String,
    visited: String,
    topics: Options,
    told: Vec<String>,
    members: Options,
    signed: Options,
    lines: Vec<Line>,
    fields: Fields,
    faults: Faults,
}

async fn found(visitor: &Visitor, id: &str) -> Result<Household> {
    let (scope, id) = (visitor.scope(Right::Coach)?, id.to_owned());
    visitor.app.db.read(move |tx| api::household(tx, &scope, &id)).await?.ok_or(Error::NotFound)
}

async fn shown(visitor: &Visitor, id: &str, fields: Fields, faults: Faults) -> Result<Response> {
    let household = found(visitor, id).await?;
    let sight = Sight::of(visitor)?;
    let (t, key, sees) = (visitor.t, household.id.clone(), visitor.scope(Right::SeePersons).is_ok());
    let (members, records) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let wanted = log::Wanted { subject: key.clone(), by: sight.only(), with_undone: true, ..log::Wanted::default() };
            Ok((store::household::members(tx, &sight.scope, &key)?, log::list(tx, &sight.scope, &wanted, 100, 0)?))
        })
        .await?;
    let title = t.fill("coaching-household-of").s("head", &household.head).to_string();
    let shown = row(household, t);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = HouseholdPage {
        frame: visitor.frame_titled(title).under(HOME, t.get("coaching-home")).under(LIST, t.get("coaching-households")).with(&faults),
        t,
        id: shown.id,
        place: shown.place,
        committed: shown.committed,
        visited: shown.visited,
        topics: words::topic_options(t),
        told: fields.all("told").into_iter().map(str::to_owned).collect(),
        members,
        signed: words::options("coaching-signed-", Signed::ALL.iter().map(|one| one.code()), t),
        lines: records.iter().map(|record| if sees { words::signed_line(record, t) } else { words::line(record, t) }).collect(),
        fields,
        faults,
    };
    page_with(status, &page)
}

fn fresh(visitor: &Visitor) -> Fields {
    let mut fields = typed::fresh(&visitor.app.clock);
    fields.set("commitment", ids::new(visitor.app.clock.now()));
    fields
}

pub(super) async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let fields = fresh(&visitor);
    shown(&visitor, &id, fields, Faults::default()).await
}

fn href(id: &str) -> String {
    format!("{LIST}/{}", encode(id))
}

/// Shows the household again with what was refused; the other form begins anew.
async fn refused(visitor: &Visitor, id: &str, fields: Fields, mut faults: Faults, error: Option<Error>) -> Result<Response> {
    if let Some(error) = error {
        typed::note(error, visitor.t, &mut faults)?;
    }
    let mut again = fields;
    for (name, value) in fresh(visitor).pairs().to_vec() {
        if again.get(&name).is_empty() {
            again.set(&name, value);
        }
    }
    shown(visitor, id, again, faults).await
}

pub(super) async fn visit(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let household = found(&visitor, &id).await?;
    let (scope, t, now) = (visitor.scope(Right::Coach)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let met = typed::answer(&fields, "met");
    faults.unless(met.is_some(), "met", t, "coaching-met-missing");
    let at = typed::when(&fields, t, &mut faults);
    let (Some(met), Some(at)) = (met, at) else { return refused(&visitor, &id, fields, faults, None).await };
    let new = NewVisit {
        id: fields.get("id").to_owned(),
        household: household.id,
        met,
        told: typed::topics(&fields, "told"),
        note: fields.get("note").to_owned(),
    };
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::log_visit(tx, &scope, &new, at, None, now)).await {
        Ok(landed) if landed.state == api::State::Known => Ok(go_saying(&href(&id), "coaching-known")),
        Ok(_) => Ok(go_saying(&href(&id), "coaching-recorded")),
        Err(error) => refused(&visitor, &id, fields, faults, Some(error)).await,
    }
}

pub(super) async fn commit(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let household = found(&visitor, &id).await?;
    let (scope, t, now) = (visitor.scope(Right::Coach)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let how = typed::chosen(&fields, "signed", "coaching-signed-missing", t, &mut faults, Signed::parse);
    faults.unless(fields.ticked("agrees"), "agrees", t, "coaching-agrees-missing");
    let (Some(how), true) = (how, faults.is_empty()) else { return refused(&visitor, &id, fields, faults, None).await };
    let new = NewCommitment {
        id: fields.get("commitment").to_owned(),
        household: household.id,
        lead: fields.some("person").map(str::to_owned),
        how,
        blob: None,
    };
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::log_commitment(tx, &scope, &new, now, None, now)).await {
        Ok(landed) if landed.state == api::State::Known => Ok(go_saying(&href(&id), "coaching-known")),
        Ok(_) => Ok(go_saying(&href(&id), "coaching-committed")),
        Err(error) => refused(&visitor, &id, fields, faults, Some(error)).await,
    }
}
