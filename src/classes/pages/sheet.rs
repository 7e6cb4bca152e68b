//! The sign-in sheet: the roll on paper, as a page to print and as a PDF.

use askama::Template;
use axum::{extract::Path, response::Response};

use super::{LIST, series_href, session_href, words};
use crate::{
    accounts::{Right, Visitor},
    classes::{
        rules::Lesson,
        store::{self, mark::Roll},
    },
    kit::{
        dates,
        error::{Error, Result},
        fold,
        pages::{Frame, download, page as answer},
        print::{self, Align, Column, Sheet},
        text::Text,
    },
};

/// Empty lines for people who walk in.
const BLANK: u16 = 8;

#[derive(Template)]
#[template(path = "classes/pages/sheet.html")]
struct SheetPage {
    frame: Frame,
    t: Text,
    lesson: Lesson,
    commune: String,
    details: Vec<String>,
    rows: Vec<(usize, Roll)>,
    blank: Vec<usize>,
}

/// What the sheet shows, read once for both forms.
struct OnPaper {
    lesson: Lesson,
    roll: Vec<Roll>,
    details: Vec<String>,
}

async fn read(visitor: &Visitor, session: String) -> Result<OnPaper> {
    let (scope, t) = (visitor.scope(Right::SeeClasses)?, visitor.t);
    let (lesson, roll) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let lesson = store::session::in_reach(tx, &scope, &session)?;
            let roll = store::mark::roll(tx, scope.commune(), &lesson.series, &lesson.id)?;
            Ok((lesson, roll))
        })
        .await?;
    let day = lesson.slot.day();
    let details = vec![
        format!(
            "{}, {} ({})",
            dates::long_day(day, t.lang),
            dates::clock_range(lesson.slot.start(), lesson.slot.end()),
            words::lunar_short(day, t)
        ),
        format!("{}: {}, {}", t.get("classes-venue"), lesson.venue_name, lesson.village_name),
        format!("{}: {}", t.get("classes-teacher"), lesson.teacher),
    ];
    Ok(OnPaper { lesson, roll, details })
}

pub(super) async fn page(visitor: Visitor, Path(session): Path<String>) -> Result<Response> {
    let OnPaper { lesson, roll, details } = read(&visitor, session).await?;
    let t = visitor.t;
    let frame = visitor
        .frame("classes-sheet")
        .under(LIST, t.get("nav-classes"))
        .under(series_href(&lesson.code), &lesson.title)
        .under(session_href(&lesson.id), dates::short_day(lesson.slot.day(), t.lang));
    let blank = (roll.len() + 1..=roll.len() + usize::from(BLANK)).collect();
    let rows = roll.into_iter().enumerate().map(|(at, row)| (at + 1, row)).collect();
    answer(&SheetPage { commune: visitor.commune()?.name.clone(), frame, t, lesson, details, rows, blank })
}

pub(super) async fn pdf(visitor: Visitor, Path(session): Path<String>) -> Result<Response> {
    let OnPaper { lesson, roll, details } = read(&visitor, session).await?;
    let t = visitor.t;
    let column = |key: &str, align, width| Column::new(t.get(key), align, width);
    let year = |row: &Roll| row.birth_year.map(|year| year.to_string()).unwrap_or_default();
    let sheet = Sheet {
        lang: t.lang.code().to_owned(),
        issuer: vec![visitor.commune()?.name.clone()],
        title: format!("{}\n{}", t.get("classes-sheet-title"), lesson.title),
        details,
        columns: vec![
            column("classes-sheet-number", Align::Right, 4),
            column("classes-person-name", Align::Left, 22),
            column("classes-birth-year", Align::Center, 8),
            column("classes-sheet-hamlet", Align::Left, 14),
            column("classes-sheet-sign", Align::Left, 16),
        ],
        counted: true,
        rows: roll.iter().map(|row| vec![row.name.clone(), year(row), row.hamlet.clone(), String::new()]).collect(),
        blank_rows: BLANK,
        row_height: 11,
        signers: vec![t.get("classes-sheet-signer")],
        page_word: t.get("classes-sheet-page"),
        ..Sheet::default()
    };
    let name = format!("{}-{}-{}.pdf", fold::fold(&t.get("classes-sheet")).replace(' ', "-"), lesson.code, lesson.slot.day());
    let made = tokio::task::spawn_blocking(move || print::pdf_sheet(&sheet)).await.map_err(|e| Error::Broken(e.to_string()))?;
    Ok(download(&name, "application/pdf", made?))
}
