//! Weeks without a class: every village against the last twelve weeks.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;

use crate::{
    accounts::{Right, Visitor},
    classes::{
        rules::{self, Contribution, Lesson, WeekCell},
        store,
    },
    kit::{
        clock::Millis,
        dates,
        error::{Error, Result},
        pages::{Frame, page},
        period::{Week, weeks_between},
        text::Text,
    },
    places::{self, Village},
};

/// How many weeks are shown, this one included.
const WEEKS: i32 = 12;

struct Cell {
    label: String,
    icon: &'static str,
    light: &'static str,
    words: String,
    empty: bool,
}

struct Row {
    village: Village,
    without: usize,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "classes/pages/weeks.html")]
struct WeeksPage {
    frame: Frame,
    t: Text,
    weeks: Vec<(i8, String)>,
    rows: Vec<Row>,
    may_manage: bool,
}

pub(super) async fn weeks(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::SeeClasses)?;
    let (t, now, today) = (visitor.t, visitor.app.clock.now(), visitor.app.clock.today());
    let this = Week::containing(today).map_err(|e| Error::refused(e.code()))?;
    let first = dates::days_after(this.first(), -7 * (WEEKS - 1));
    let (villages, lessons) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let villages: Vec<Village> =
                places::villages(tx, scope.commune())?.into_iter().filter(|v| v.active && scope.covers(&v.id)).collect();
            Ok((villages, store::session::between(tx, scope.commune(), &scope.reach(), "", first, this.last())?))
        })
        .await?;
    let weeks: Vec<Week> = weeks_between(first, this.last()).collect();
    let rows = villages.into_iter().map(|village| row(village, &weeks, &lessons, today, now, t)).collect();
    page(&WeeksPage {
        frame: visitor.frame("classes-weeks").under(super::LIST, t.get("nav-classes")),
        weeks: weeks.iter().map(|week| (week.number().1, dates::day_range(week.first(), week.last(), t.lang))).collect(),
        rows,
        may_manage: visitor.may(Right::ManageClasses),
        t,
    })
}

fn row(village: Village, weeks: &[Week], lessons: &[Lesson], today: Date, now: Millis, t: Text) -> Row {
    let sessions: Vec<Contribution> = lessons
        .iter()
        .filter(|lesson| lesson.village == village.id)
        .map(|l| Contribution { day: l.slot.day(), held: l.is_held(), cancelled: l.is_cancelled(), over: l.ends_at() < now })
        .collect();
    let cells: Vec<(WeekCell, Week)> = weeks.iter().map(|week| (rules::week_cell(*week, &sessions), *week)).collect();
    let without = cells.iter().filter(|(cell, week)| week.last() < today && !matches!(cell, WeekCell::Held(_))).count();
    Row { village, without, cells: cells.into_iter().map(|(cell, week)| cell_words(cell, week, t)).collect() }
}

fn cell_words(cell: WeekCell, week: Week, t: Text) -> Cell {
    let (icon, light, key, n) = match cell {
        WeekCell::Held(n) => ("good", "good", "classes-cell-held", n),
        WeekCell::Ahead(n) => ("clock", "near", "classes-cell-ahead", n),
        WeekCell::Unmarked(n) => ("near", "near", "classes-cell-unmarked", n),
        WeekCell::Cancelled(n) => ("cross", "late", "classes-cell-cancelled", n),
        WeekCell::Empty => ("late", "late", "classes-cell-empty", 0),
    };
    Cell {
        label: week.label(t.lang),
        icon,
        light,
        words: t.fill(key).n("n", n).to_string(),
        empty: matches!(cell, WeekCell::Empty | WeekCell::Cancelled(_)),
    }
}
