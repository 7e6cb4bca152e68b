//! The slice's first page: what is mine to do, and the way to each part.

use askama::Template;
use axum::response::Response;

use super::{
    Sight,
    quotas::{self, Card},
    requests::{self, Row},
    typed::person_meta,
};
use crate::{
    accounts::Visitor,
    coaching::{
        api,
        rules::{FIVE, Kind},
        store::{self, pair::Pair},
    },
    kit::{
        dates,
        error::Result,
        pages::{Frame, page},
        text::Text,
    },
};

/// A person that the visitor accompanies.
struct Mine {
    href: String,
    name: String,
    meta: String,
}

/// A part of this slice: where it leads, its picture, its name and what it is for.
struct Way {
    href: &'static str,
    icon: &'static str,
    name: String,
    lead: String,
}

#[derive(Template)]
#[template(path = "coaching/pages/home.html")]
struct HomePage {
    frame: Frame,
    t: Text,
    quotas: Vec<Card>,
    mine: Vec<Mine>,
    missing: i64,
    requests: Vec<Row>,
    ways: Vec<Way>,
    lately: String,
}

/// The parts: address, picture, text keys of name and purpose.
const WAYS: [(&str, &str, &str, &str); 8] = [
    ("/quan-ly/dong-hanh/huong-dan", "hand", "coaching-help", "coaching-help-lead"),
    ("/quan-ly/dong-hanh/kem", "people", "coaching-five", "coaching-five-lead"),
    ("/quan-ly/dong-hanh/ho", "home", "coaching-households", "coaching-households-lead"),
    ("/quan-ly/dong-hanh/cho", "book", "coaching-stalls", "coaching-stalls-lead"),
    ("/quan-ly/dong-hanh/danh-tinh", "shield", "coaching-identity", "coaching-identity-lead"),
    ("/quan-ly/dong-hanh/nho-giup", "chat", "coaching-requests", "coaching-requests-lead"),
    ("/quan-ly/dong-hanh/truc", "clock", "coaching-duty", "coaching-duty-lead"),
    ("/quan-ly/dong-hanh/chi-tieu", "chart", "coaching-quotas", "coaching-quotas-lead"),
];

fn mine(pair: Pair, t: Text) -> Mine {
    let contact = pair.last_contact.map_or_else(
        || t.get("coaching-pair-no-contact"),
        |at| t.fill("coaching-pair-contact").s("day", dates::short_day(dates::day_of(at), t.lang)).to_string(),
    );
    Mine {
        href: format!("/quan-ly/dong-hanh/cap/{}", pair.id),
        meta: format!("{} · {contact}", person_meta(pair.birth_year, &[&pair.hamlet], t)),
        name: pair.name,
    }
}

pub(super) async fn show(visitor: Visitor) -> Result<Response> {
    let sight = Sight::of(&visitor)?;
    let (t, today, scope) = (visitor.t, visitor.app.clock.today(), sight.scope.clone());
    let month = dates::days_after(today, -29);
    let (standing, pairs, open, sums) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let wanted = store::log::Wanted {
                kind: Kind::Help.code().into(),
                by: scope.account().to_owned(),
                from: month.to_string(),
                to: today.to_string(),
                ..store::log::Wanted::default()
            };
            let sums = store::log::sums(tx, &scope, &wanted)?;
            Ok((api::quotas_of(tx, &scope, today)?, api::pairs_of(tx, &scope)?, api::open_requests_of(tx, &scope)?, sums))
        })
        .await?;
    let ambassador = visitor.roles().contains(&crate::accounts::Role::Ambassador);
    page(&HomePage {
        frame: visitor.frame("coaching-home"),
        t,
        quotas: standing.iter().enumerate().map(|(at, one)| quotas::card(one, at, t)).collect(),
        missing: if ambassador { (FIVE - pairs.len() as i64).max(0) } else { 0 },
        mine: pairs.into_iter().map(|pair| mine(pair, t)).collect(),
        requests: open.iter().map(|request| requests::row(request, t)).collect(),
        ways: WAYS.into_iter().map(|(href, icon, name, lead)| Way { href, icon, name: t.get(name), lead: t.get(lead) }).collect(),
        lately: t.fill("coaching-lately").n("rows", sums.rows).n("people", sums.people).to_string(),
    })
}
