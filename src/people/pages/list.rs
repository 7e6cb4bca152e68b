//! The register as a list.

use askama::Template;
use axum::{response::Response, routing::get};

use super::{Face, HERE, Villages};
use crate::{
    accounts::{Need, Right, Route, Visitor},
    kit::{
        error::Result,
        forms::{Fields, encode},
        pages::{Frame, Paging, page},
        text::Text,
    },
    people::{
        rules::{AUDIENCES, NEEDS},
        store::{self, Filter},
    },
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/quan-ly/nguoi-dan", Need::May(Right::SeePersons), get(list))]
}

#[derive(Template)]
#[template(path = "people/pages/list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    filter: Filter,
    /// Whether the filter asks for anything.
    filtered: bool,
    /// Whether it asks for more than a name: those boxes then stand open.
    narrowed: bool,
    villages: Vec<(String, String)>,
    hamlets: Vec<String>,
    faces: Vec<Face>,
    paging: Paging,
    /// Pairs that wait for a decision; `None` for who may not decide.
    open_pairs: Option<i64>,
    may_edit: bool,
    may_import: bool,
    /// The query of the files to take away; `None` for whoever may take none.
    taken: Option<String>,
}

pub(super) fn filter_of(query: &Fields) -> Filter {
    let known = |name: &str, all: &[&str]| Some(query.get(name)).filter(|value| all.contains(value)).unwrap_or_default().to_owned();
    Filter {
        village: query.get("thon").to_owned(),
        hamlet: query.get("xom").to_owned(),
        audience: known("nhom", AUDIENCES),
        need: known("can", NEEDS),
        without_consent: query.get("dong-y") == "chua",
        query: query.get("q").to_owned(),
    }
}

/// The address of the list with a filter, up to the page number.
fn address(filter: &Filter) -> String {
    let mut href = format!("{HERE}?");
    let consent = if filter.without_consent { "chua" } else { "" };
    let parts = [
        ("thon", filter.village.as_str()),
        ("xom", &filter.hamlet),
        ("nhom", &filter.audience),
        ("can", &filter.need),
        ("dong-y", consent),
        ("q", &filter.query),
    ];
    for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        href.push_str(&format!("{name}={}&", encode(value)));
    }
    href + "trang="
}

async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::SeePersons)?;
    let deciding = visitor.scope(Right::MergePersons).ok();
    let filter = filter_of(&visitor.query);
    let asked = visitor.query.number("trang");
    let (t, wanted) = (visitor.t, filter.clone());
    let (villages, hamlets, faces, paging, open_pairs) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let villages = Villages::read(tx, &scope)?;
            let paging = Paging::new(asked, store::count(tx, &scope, &wanted)?, address(&wanted));
            let listed = store::listed(tx, &scope, &wanted, Paging::SIZE, paging.offset())?;
            let faces: Vec<Face> = listed.into_iter().map(|one| Face::of(one, &villages, t)).collect();
            let hamlets = store::hamlets(tx, &scope, &wanted.village)?;
            let open = deciding.as_ref().map(|scope| store::count_open(tx, scope)).transpose()?;
            Ok((villages.open, hamlets, faces, paging, open))
        })
        .await?;
    let taken = address(&filter).trim_start_matches(HERE).trim_end_matches("trang=").trim_end_matches(['?', '&']).to_owned();
    page(&ListPage {
        frame: visitor.frame("people-title"),
        t,
        narrowed: address(&Filter { query: String::new(), ..filter.clone() }) != address(&Filter::default()),
        filtered: address(&filter) != address(&Filter::default()),
        filter,
        villages,
        hamlets,
        faces,
        paging,
        open_pairs,
        may_edit: visitor.may(Right::EditPersons),
        may_import: visitor.may(Right::ImportPersons),
        taken: visitor.may(Right::Export).then_some(taken),
    })
}
