//! Một công dân – một danh tính số: who is still to be helped, and a person's checklist.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    HOME, Options, Sight, asked_village, framed,
    typed::{self, person_meta},
    villages,
    words::{self, Line},
};
use crate::{
    accounts::{Posted, Right, Visitor},
    coaching::{
        api::{self, NewCheck},
        rules::{Excluded, Kind},
        store::{
            self,
            identity::{Coverage, Standing, Wanted},
            log,
            person::Choice,
        },
    },
    kit::{
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        numbers,
        pages::{Frame, Paging, go_saying, page, page_with},
        text::Text,
    },
};

const LIST: &str = "/quan-ly/dong-hanh/danh-tinh";

/// The states of the list, in the order they are offered.
const STATES: [&str; 5] = ["todo", "unchecked", "activated", "used", "excluded"];

/// Who is old enough for an account of their own.
///
/// # Source
/// NĐ 69/2024/NĐ-CP, article 7: whoever has turned 14 applies for themselves.
const OF_AGE: i16 = 14;

/// How far a village is: name, address, and its numbers column by column.
struct Part {
    name: String,
    href: String,
    numbers: Vec<String>,
}

/// The columns of the coverage: text keys.
const COLUMNS: [&str; 8] = ["all", "checked", "installed", "activated", "level2", "used", "bank", "excluded"];

fn part(one: &Coverage, name: &str, t: Text) -> Part {
    let counts = [one.all, one.checked, one.installed, one.activated, one.level2, one.used, one.bank, one.excluded];
    // Where nobody was looked at, nothing is known: that is not nobody.
    let told = |(at, count): (usize, i64)| if at < 2 || one.checked > 0 { numbers::whole(count, t.lang) } else { String::new() };
    Part {
        name: name.to_owned(),
        href: format!("{LIST}?thon={}&muc=todo", encode(&one.village)),
        numbers: counts.into_iter().enumerate().map(told).collect(),
    }
}

/// A person in the list.
struct Row {
    id: String,
    name: String,
    meta: String,
    /// What was seen; empty for who may not know.
    said: String,
    light: &'static str,
}

fn row(one: Standing, names: bool, t: Text) -> Row {
    let said = |question: &str| one.answers.get(question) == Some(true);
    let (light, key) = if !one.excluded.is_empty() {
        ("none", "coaching-identity-excluded")
    } else if one.checked.is_none() {
        ("none", "coaching-identity-unchecked")
    } else if said("used") {
        ("good", "coaching-identity-used")
    } else if said("activated") {
        ("near", "coaching-identity-activated")
    } else if said("installed") {
        ("near", "coaching-identity-installed")
    } else {
        ("late", "coaching-identity-none")
    };
    Row {
        meta: person_meta(one.birth_year, &[&one.hamlet, &one.village_name], t),
        id: one.id,
        name: one.name,
        said: if names { t.get(key) } else { String::new() },
        light,
    }
}

#[derive(Template)]
#[template(path = "coaching/pages/identity_list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    villages: Options,
    /// Empty for who sees no persons: they see who was not looked at yet.
    states: Options,
    wanted: Wanted,
    columns: Vec<String>,
    parts: Vec<Part>,
    rows: Vec<Row>,
    paging: Paging,
    names: bool,
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let sight = Sight::of(&visitor)?;
    let (t, scope, names) = (visitor.t, sight.scope.clone(), sight.names);
    // Where somebody stands is known to who sees persons; who only records sees whom nobody has looked at.
    let state = if names { STATES.into_iter().find(|state| *state == visitor.query.get("muc")).unwrap_or("todo") } else { "unchecked" };
    let wanted = Wanted {
        id: String::new(),
        village: asked_village(&visitor, &scope),
        state: state.to_owned(),
        name: visitor.query.get("ten").chars().take(100).collect(),
        latest_birth: visitor.app.clock.today().year() - OF_AGE,
    };
    let (shown, asked) = (wanted.clone(), visitor.query.number("trang"));
    let href = format!("?thon={}&muc={state}&ten={}&trang=", encode(&wanted.village), encode(&wanted.name));
    let (villages, coverage, rows, paging) = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let paging = Paging::new(asked, store::identity::count(tx, &scope, &shown)?, href.clone());
            let rows = store::identity::list(tx, &scope, &shown, Paging::SIZE, paging.offset())?;
            Ok((villages(tx, &scope)?, store::identity::coverage(tx, &scope, shown.latest_birth)?, rows, paging))
        })
        .await?;
    let parts = villages.iter().filter_map(|(id, name)| coverage.iter().find(|one| one.village == *id).map(|one| part(one, name, t)));
    page(&ListPage {
        frame: framed(&visitor, "coaching-identity"),
        t,
        parts: parts.collect(),
        villages,
        states: if names { words::options("coaching-identity-state-", STATES, t) } else { Vec::new() },
        columns: COLUMNS.iter().map(|column| t.get(&format!("coaching-identity-column-{column}"))).collect(),
        rows: rows.into_iter().map(|one| row(one, names, t)).collect(),
        paging,
        wanted,
        names,
    })
}

#[derive(Template)]
#[template(path = "coaching/pages/identity.html")]
struct PersonPage {
    frame: Frame,
    t: Text,
    id: String,
    meta: String,
    questions: Vec<(String, String, String)>,
    excluded: Options,
    lines: Vec<Line>,
    fields: Fields,
    faults: Faults,
}

async fn found(visitor: &Visitor, id: &str) -> Result<Choice> {
    let (scope, id) = (visitor.scope(Right::Coach)?, id.to_owned());
    visitor.app.db.read(move |tx| Ok::<_, Error>(store::person::by_id(tx, &scope, &id)?)).await?.ok_or(Error::NotFound)
}

async fn shown(visitor: &Visitor, person: Choice, fields: Fields, faults: Faults) -> Result<Response> {
    let sight = Sight::of(visitor)?;
    let (t, id) = (visitor.t, person.id.clone());
    let records = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let wanted = log::Wanted {
                kind: Kind::Identity.code().into(),
                person: id.clone(),
                by: sight.only(),
                with_undone: true,
                ..log::Wanted::default()
            };
            Ok(log::list(tx, &sight.scope, &wanted, 50, 0)?)
        })
        .await?;
    let ask = |question: &&str| ((*question).to_owned(), t.get(&format!("coaching-question-{question}")), fields.get(question).to_owned());
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PersonPage {
        frame: visitor
            .frame_titled(person.name.clone())
            .under(HOME, t.get("coaching-home"))
            .under(LIST, t.get("coaching-identity"))
            .with(&faults),
        t,
        meta: person_meta(person.birth_year, &[&person.hamlet, &person.village_name], t),
        id: person.id,
        questions: words::questions(Kind::Identity).iter().map(ask).collect(),
        excluded: words::excluded_options(t),
        lines: records.iter().map(|record| words::line(record, t)).collect(),
        fields,
        faults,
    };
    page_with(status, &page)
}

pub(super) async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let person = found(&visitor, &id).await?;
    let fields = typed::fresh(&visitor.app.clock);
    shown(&visitor, person, fields, Faults::default()).await
}

pub(super) async fn check(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let person = found(&visitor, &id).await?;
    let (scope, t, now) = (visitor.scope(Right::Coach)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let Some(at) = typed::when(&fields, t, &mut faults) else { return shown(&visitor, person, fields, faults).await };
    let said = |question: &str| typed::answer(&fields, question);
    let new = NewCheck {
        id: fields.get("id").to_owned(),
        person: person.id.clone(),
        installed: said("installed"),
        activated: said("activated"),
        level2: said("level2"),
        used: said("used"),
        bank_account: said("bank"),
        excluded: Excluded::parse(fields.get("excluded")),
        note: fields.get("note").to_owned(),
    };
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::log_check(tx, &scope, &new, at, None, now)).await {
        Ok(_) => Ok(go_saying(&format!("{LIST}/{}", encode(&id)), "coaching-recorded")),
        Err(error) => {
            typed::note(error, t, &mut faults)?;
            shown(&visitor, person, fields, faults).await
        }
    }
}
