//! The learner cards of a class: who on the list has one, and sheets for all of them.

use askama::Template;
use axum::{extract::Path, response::Response};

use super::{LIST, series_href};
use crate::{
    accounts::{Right, Visitor},
    classes::{rules::Standing, store},
    kit::{
        error::Result,
        pages::{Frame, page},
        text::Text,
    },
    people::{self, CardHolder, CardState},
};

struct Row {
    person: String,
    name: String,
    /// The short code in groups; empty without a card.
    code: String,
    printed: bool,
    refuses: bool,
}

impl Row {
    fn of(holder: CardHolder) -> Self {
        Self {
            code: people::card_in_groups(&holder.code),
            printed: holder.state == CardState::Printed,
            person: holder.person,
            name: holder.name,
            refuses: holder.refuses,
        }
    }

    const fn has_none(&self) -> bool {
        self.code.is_empty()
    }
}

#[derive(Template)]
#[template(path = "classes/pages/cards.html")]
struct CardsPage {
    frame: Frame,
    t: Text,
    code: String,
    title: String,
    rows: Vec<Row>,
    /// How many on the list have no card.
    without: usize,
}

pub(super) async fn list(visitor: Visitor, Path(code): Path<String>) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::EditPersons)?, visitor.t);
    let (series, holders) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let series = store::series::in_reach(tx, &scope, &code)?;
            let places = store::enrolment::list(tx, scope.commune(), &series.id)?;
            let enrolled: Vec<String> =
                places.into_iter().filter(|place| place.state == Standing::Enrolled).filter_map(|place| place.person).collect();
            Ok((series, people::card_holders(tx, &scope, &enrolled)?))
        })
        .await?;
    let rows: Vec<Row> = holders.into_iter().map(Row::of).collect();
    let frame = visitor.frame("classes-cards").under(LIST, t.get("nav-classes")).under(series_href(&series.code), &series.now.title);
    page(&CardsPage {
        frame,
        t,
        code: series.code,
        title: series.now.title,
        without: rows.iter().filter(|row| row.has_none() && !row.refuses).count(),
        rows,
    })
}
