//! Behind a figure of coaching: how it is made, by village, and who or what stands behind it.

use axum::response::Response;
use jiff::civil::Date;

use super::{
    Coached, CoachedFigure, coached,
    store::{self, Behind},
};
use crate::{
    accounts::{Right, Scope, Visitor},
    coaching::RecordKind,
    indicators::{
        drill::{Chip, DrillPage, Line, Part, entry_href, kind_key, person_meta},
        span::{self, Place, Span},
    },
    kit::{
        dates,
        db::Tx,
        error::Result,
        numbers,
        pages::{Paging, page},
        text::Text,
    },
    places,
    plan::{self, Held, Key},
};

/// What was read for the page.
struct Read {
    place: Place,
    here: Coached,
    parts: Vec<(String, String, Option<i64>)>,
    denominator: String,
    rows: Vec<Behind>,
    total: i64,
}

/// Answers what stands behind a figure of coaching.
pub async fn drill_page(visitor: Visitor, figure: CoachedFigure) -> Result<Response> {
    let scope = visitor.scope(Right::SeeFigures)?;
    let persons = visitor.scope(Right::SeePersons).ok();
    let (t, today) = (visitor.t, visitor.app.clock.today());
    let report = Span::report_of(today)?.days();
    let days = span::days_asked(&visitor.query, (report.0, report.1.min(today)));
    let (village, asked, may) = (visitor.query.get("thon").to_owned(), visitor.query.number("trang"), persons.clone());
    let read = visitor.app.db.read_long(move |tx| read(tx, &scope, may.as_ref(), figure, days, &village, asked, t)).await?;
    if persons.is_some() {
        let detail = format!("{}..{} {}", days.0, days.1, read.place.id());
        visitor.log("figure-opened", figure.code(), &detail).await?;
    }
    page(&shown(&visitor, figure, days, read, asked, persons.as_ref()))
}

fn read(
    tx: &mut Tx<'_>,
    scope: &Scope,
    persons: Option<&Scope>,
    figure: CoachedFigure,
    days: (Date, Date),
    village: &str,
    asked: Option<i64>,
    t: Text,
) -> Result<Read> {
    let commune = scope.commune();
    let place = Place::of(scope, places::villages(tx, commune)?, village)?;
    let held = Held::on(tx, commune, days.1)?;
    let latest_birth = days.1.year() - held.adult_age();
    let all = coached(tx, commune, days, latest_birth)?;
    let part = |id: &str, name: &str| (id.to_owned(), name.to_owned(), all.get(id).and_then(|of| figure.value(of)));
    let parts = if place.compares { place.villages.iter().map(|v| part(&v.id, &v.name)).collect() } else { Vec::new() };
    let adults = if place.village.is_some() { held.village(Key::Adults, place.id()) } else { held.commune(Key::Adults) };
    let of_adults = matches!(figure, CoachedFigure::Approached | CoachedFigure::Guided | CoachedFigure::Unaided);
    let mut read = Read {
        here: all.get(place.id()).cloned().unwrap_or_default(),
        parts,
        denominator: if of_adults { plan::source_words(&adults, t) } else { String::new() },
        place,
        rows: Vec::new(),
        total: 0,
    };
    if let Some(persons) = persons {
        (read.total, read.rows) = list(tx, persons, figure, read.place.id(), days, latest_birth, asked)?;
    }
    Ok(read)
}

/// How many rows there are, and those of the page asked for.
fn list(
    tx: &mut Tx<'_>,
    persons: &Scope,
    figure: CoachedFigure,
    village: &str,
    days: (Date, Date),
    latest_birth: i16,
    asked: Option<i64>,
) -> Result<(i64, Vec<Behind>)> {
    let at = |total: i64| Paging::new(asked, total, "").offset();
    let thing = match figure {
        CoachedFigure::Visited => Some((RecordKind::Visit, false)),
        CoachedFigure::Committed => Some((RecordKind::Commitment, false)),
        CoachedFigure::Stalls => Some((RecordKind::Survey, false)),
        CoachedFigure::Cashless => Some((RecordKind::Survey, true)),
        _ => None,
    };
    if let Some((kind, cashless)) = thing {
        let total = store::count_things(tx, persons, kind.code(), cashless, village, days.1)?;
        return Ok((total, store::things(tx, persons, kind.code(), cashless, village, days.1, Paging::SIZE, at(total))?));
    }
    if figure == CoachedFigure::Times {
        let total = store::count_times(tx, persons, village, days)?;
        return Ok((total, store::times(tx, persons, village, days, Paging::SIZE, at(total))?));
    }
    let total = store::count_people(tx, persons, figure, village, days, latest_birth)?;
    Ok((total, store::people(tx, persons, figure, village, days, latest_birth, Paging::SIZE, at(total))?))
}

fn line(behind: Behind, figure: CoachedFigure, t: Text) -> Line {
    let of_person = !matches!(figure, CoachedFigure::Visited | CoachedFigure::Committed | CoachedFigure::Stalls | CoachedFigure::Cashless);
    let href = entry_href(&behind.entry);
    let day = behind.day.parse().map(|day: Date| dates::short_day(day, t.lang)).unwrap_or_default();
    let grade = if behind.grade.is_empty() { String::new() } else { format!("{} · ", behind.grade) };
    Line {
        meta: if of_person && !behind.name.is_empty() { person_meta(behind.birth_year, &behind.place, t) } else { behind.place },
        name: if behind.name.is_empty() { t.get("indicators-unnamed") } else { behind.name },
        chips: vec![Chip { words: format!("{grade}{}, {day}", t.get(&kind_key(&behind.kind))), href: href.clone() }],
        href,
    }
}

fn shown(
    visitor: &Visitor,
    figure: CoachedFigure,
    (from, to): (Date, Date),
    read: Read,
    asked: Option<i64>,
    persons: Option<&Scope>,
) -> DrillPage {
    let t = visitor.t;
    let told = |n: Option<i64>| n.map(|n| numbers::whole(n, t.lang)).unwrap_or_default();
    let value = told(figure.value(&read.here));
    let place = read.place.id().to_owned();
    let reaches = persons.is_some_and(|scope| read.place.village.as_ref().map_or(scope.is_whole(), |v| scope.covers(&v.id)));
    DrillPage {
        frame: visitor.frame(&format!("indicators-title-{}", figure.code())).under("/quan-ly", t.get("indicators-dashboard")),
        t,
        unit: if value.is_empty() { String::new() } else { t.get(figure.unit_word()) },
        value,
        where_words: read.place.village.as_ref().map_or_else(|| t.get("indicators-whole-commune"), |v| v.name.clone()),
        when_words: if figure.is_of_period() {
            t.fill("indicators-between").s("days", dates::day_range(from, to, t.lang)).to_string()
        } else {
            t.fill("indicators-as-of").s("day", dates::short_day(to, t.lang)).to_string()
        },
        how: t.get(&format!("indicators-how-{}", figure.code())),
        grades: Vec::new(),
        denominator: read.denominator,
        denominator_href: "/quan-ly/chi-tieu/mau-so/adults",
        note: if persons.is_some() && !reaches { t.get("indicators-names-partly") } else { String::new() },
        parts: read.parts.into_iter().map(|(id, name, n)| Part { name, value: told(n), href: figure.href(from, to, &id) }).collect(),
        whole_href: if read.place.whole && read.place.village.is_some() { figure.href(from, to, "") } else { String::new() },
        closed: if persons.is_some() { String::new() } else { t.get("indicators-names-closed") },
        of_person: String::new(),
        lines: read.rows.into_iter().map(|behind| line(behind, figure, t)).collect(),
        paging: Paging::new(asked, read.total, format!("{}&trang=", figure.href(from, to, &place))),
    }
}
