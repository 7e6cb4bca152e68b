//! The register as a file to take away: with the filter of the list, logged, and marked with who took it and when.

use axum::{response::Response, routing::get};

use super::{HERE, Villages, birth_words, list::filter_of};
use crate::{
    accounts::{Need, Right, Route, Visitor},
    kit::{
        dates,
        error::Result,
        pages::download,
        print::{self, Cell, Kind, Workbook, Worksheet, WorksheetColumn},
        text::Text,
    },
    people::{
        rules,
        store::{self, Listed},
    },
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/quan-ly/nguoi-dan.xlsx", Need::May(Right::Export), get(xlsx)),
        Route::get("/quan-ly/nguoi-dan.csv", Need::May(Right::Export), get(csv)),
    ]
}

/// What is taken away.
struct Taken {
    /// Who, when, how many, and what the file is not for.
    mark: String,
    rows: Vec<Vec<String>>,
}

/// Text key and width of each column after the running number.
const COLUMNS: [(&str, u16); 8] = [
    ("people-name", 28),
    ("people-birth", 16),
    ("people-village", 22),
    ("people-hamlet", 18),
    ("people-audience", 18),
    ("people-phone", 16),
    ("people-needs", 28),
    ("people-consent", 18),
];

/// Reads everybody whom the list would show, and logs it before anything leaves.
async fn take(visitor: &Visitor, form: &'static str) -> Result<Taken> {
    let (scope, signed) = (visitor.scope(Right::SeePersons)?, visitor.signed()?.clone());
    let (filter, t) = (filter_of(&visitor.query), visitor.t);
    let rows = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let villages = Villages::read(tx, &scope)?;
            let listed = store::listed(tx, &scope, &filter, i64::MAX, 0)?;
            Ok(listed.into_iter().map(|person| row(person, &villages, t)).collect::<Vec<_>>())
        })
        .await?;
    visitor.log("export", HERE, &format!("{form} {}", rows.len())).await?;
    let when = dates::moment(visitor.app.clock.now(), t.lang);
    let mark = t.fill("people-taken-by").s("name", &signed.name).s("login", &signed.login).s("when", when).n("n", rows.len() as i64);
    Ok(Taken { mark: mark.to_string(), rows })
}

fn row(person: Listed, villages: &Villages, t: Text) -> Vec<String> {
    let needs: Vec<String> = person.needs.iter().map(|need| t.get(&format!("people-need-{need}"))).collect();
    let consent = match person.consent {
        Some(true) => "people-consent-yes",
        Some(false) => "people-consent-tag-no",
        None => "people-consent-tag-none",
    };
    vec![
        birth_or_blank(t, &person.birth),
        villages.name(&person.village).to_owned(),
        person.hamlet,
        t.get(&format!("people-audience-{}", person.audience)),
        person.phone.as_deref().map(rules::spaced).unwrap_or_default(),
        needs.join(", "),
        t.get(consent),
    ]
    .into_iter()
    .fold(vec![person.name], |mut row, cell| {
        row.push(cell);
        row
    })
}

fn birth_or_blank(t: Text, stored: &str) -> String {
    if stored.is_empty() { String::new() } else { birth_words(t, stored) }
}

async fn xlsx(visitor: Visitor) -> Result<Response> {
    let taken = take(&visitor, "xlsx").await?;
    let t = visitor.t;
    let number = WorksheetColumn::new(t.get("people-number"), 6, Kind::Int);
    let columns = COLUMNS.iter().map(|(key, width)| WorksheetColumn::new(t.get(key), *width, Kind::Text));
    let rows =
        taken.rows.into_iter().zip(1..).map(|(row, at)| std::iter::once(Cell::Int(at)).chain(row.into_iter().map(Cell::Text)).collect());
    let sheet = Worksheet {
        name: t.get("people-title"),
        title: vec![t.get("people-title"), visitor.commune()?.name.clone(), taken.mark.clone()],
        columns: std::iter::once(number).chain(columns).collect(),
        rows: rows.collect(),
        notes: vec![taken.mark],
        landscape: true,
        ..Worksheet::default()
    };
    let workbook =
        Workbook { title: t.get("people-title"), created: Some(visitor.app.clock.today()), sheets: vec![sheet], ..Workbook::default() };
    Ok(download(&(t.get("people-taken-file") + ".xlsx"), XLSX, print::xlsx(&workbook)?))
}

async fn csv(visitor: Visitor) -> Result<Response> {
    let taken = take(&visitor, "csv").await?;
    let t = visitor.t;
    let head = std::iter::once("people-number").chain(COLUMNS.iter().map(|(key, _)| *key)).map(|key| t.get(key)).collect::<Vec<_>>();
    let rows = taken.rows.into_iter().zip(1..).map(|(row, at)| std::iter::once(format!("{at}")).chain(row).collect::<Vec<_>>());
    let all = std::iter::once(head).chain(rows).chain(std::iter::once(vec![taken.mark]));
    Ok(download(&(t.get("people-taken-file") + ".csv"), "text/csv; charset=utf-8", print::csv(all)))
}
