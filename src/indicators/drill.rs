//! Behind a figure: how it is made, by village, and who or what stands behind it.

use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::civil::Date;

use super::{
    coached::{self, CoachedFigure},
    count,
    figures::VillageFigures,
    span::{self, Place, Span},
    store::{self, Behind, Counting},
    sums::Figure,
    tiles,
};
use crate::{
    accounts::{Right, Scope, Visitor},
    classes::{self, ATTENDED, HELD},
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        forms::encode,
        numbers,
        pages::{Frame, Paging, page},
        text::Text,
    },
    learning::Component,
    ledger::{self, Entry, Found},
    places,
    plan::{self, Held, Key},
};

/// A part of a row that leads to an entry.
pub struct Chip {
    pub words: String,
    pub href: String,
}

/// Somebody or something behind the figure.
pub struct Line {
    pub name: String,
    pub href: String,
    pub meta: String,
    pub chips: Vec<Chip>,
}

/// A village's part of the figure.
pub struct Part {
    pub name: String,
    pub value: String,
    pub href: String,
}

#[derive(Template)]
#[template(path = "indicators/pages/drill.html")]
pub struct DrillPage {
    pub frame: Frame,
    pub t: Text,
    pub value: String,
    pub unit: String,
    pub where_words: String,
    pub when_words: String,
    pub how: String,
    pub grades: Vec<(String, String, String)>,
    pub denominator: String,
    pub denominator_href: &'static str,
    pub note: String,
    pub parts: Vec<Part>,
    pub whole_href: String,
    /// Why no names are shown; empty when they are.
    pub closed: String,
    pub of_person: String,
    pub lines: Vec<Line>,
    pub paging: Paging,
}

/// What was read for the page.
struct Read {
    place: Place,
    here: VillageFigures,
    villages: Vec<VillageFigures>,
    grades: Vec<(String, String, String)>,
    denominator: String,
    lines: Vec<Line>,
    total: i64,
    of_person: String,
}

/// What the page was asked for.
#[derive(Clone)]
struct Asked {
    figure: Figure,
    days: (Date, Date),
    village: String,
    person: String,
    page: Option<i64>,
}

/// Answers what stands behind a figure.
pub async fn drill_page(visitor: Visitor, Path(code): Path<String>) -> Result<Response> {
    if let Some(figure) = CoachedFigure::parse(&code) {
        return coached::drill_page(visitor, figure).await;
    }
    let figure = Figure::parse(&code).ok_or(Error::NotFound)?;
    let scope = visitor.scope(Right::SeeFigures)?;
    let persons = visitor.scope(Right::SeePersons).ok();
    let (t, today) = (visitor.t, visitor.app.clock.today());
    let report = Span::report_of(today)?.days();
    let days = span::days_asked(&visitor.query, (report.0, report.1.min(today)));
    let asked = Asked {
        figure,
        days,
        village: visitor.query.get("thon").to_owned(),
        person: visitor.query.get("nguoi").to_owned(),
        page: visitor.query.number("trang"),
    };
    let (wanted, may) = (asked.clone(), persons.clone());
    let read = visitor.app.db.read_long(move |tx| read(tx, &scope, may.as_ref(), &wanted, t)).await?;
    if persons.is_some() {
        let detail = format!("{}..{} {}", days.0, days.1, read.place.id());
        visitor.log("figure-opened", figure.code(), &detail).await?;
    }
    page(&shown(&visitor, &asked, read, persons.as_ref()))
}

fn read(tx: &mut Tx<'_>, scope: &Scope, persons: Option<&Scope>, asked: &Asked, t: Text) -> Result<Read> {
    let commune = scope.commune();
    let (from, to) = asked.days;
    let place = Place::of(scope, places::villages(tx, commune)?, &asked.village)?;
    let figures = count::period_figures(tx, commune, from, to)?;
    let here = match &place.village {
        None => figures.whole.clone(),
        Some(v) => figures.villages.iter().find(|f| f.village == v.id).cloned().unwrap_or_default(),
    };
    let targets = plan::targets(tx, commune)?;
    let held = Held::on(tx, commune, to)?;
    let adults = if place.village.is_some() { held.village(Key::Adults, place.id()) } else { held.commune(Key::Adults) };
    let target = count::essential_target(&targets, to.year()).filter(|_| asked.figure.is_of_adults());
    let counting = target.map(|target| count::counting_for(tx, commune, target, held.adult_age(), to)).transpose()?;
    let mut read = Read {
        here,
        villages: if place.compares { figures.villages } else { Vec::new() },
        grades: target.map(|target| tiles::grade_words(target, t)).unwrap_or_default(),
        denominator: if target.is_some() { plan::source_words(&adults, t) } else { String::new() },
        place,
        lines: Vec::new(),
        total: 0,
        of_person: String::new(),
    };
    if let Some(persons) = persons {
        list(tx, persons, asked, counting.as_ref(), &mut read, t)?;
    }
    Ok(read)
}

/// Fills in the rows of the page asked for, as far as `persons` reaches.
fn list(tx: &mut Tx<'_>, persons: &Scope, asked: &Asked, counting: Option<&Counting>, read: &mut Read, t: Text) -> Result<()> {
    let village = read.place.id().to_owned();
    let at = |total: i64| Paging::new(asked.page, total, "").offset();
    match (asked.figure, counting) {
        (Figure::People, _) => {
            read.total = store::count_people_with(tx, persons, ATTENDED.name, &village, asked.days)?;
            let people = store::people_with(tx, persons, ATTENDED.name, &village, asked.days, Paging::SIZE, at(read.total))?;
            read.lines = people.into_iter().map(|person| attender(person, asked, &village, t)).collect();
        }
        (Figure::Sessions | Figure::Attendances, _) => {
            let found = Found {
                kind: if asked.figure == Figure::Sessions { HELD.name } else { ATTENDED.name }.to_owned(),
                village,
                person: asked.person.clone(),
                from: asked.days.0.to_string(),
                to: asked.days.1.to_string(),
                reach: persons.reach(),
                ..Found::default()
            };
            read.total = ledger::count_entries(tx, persons.commune(), &found)?;
            let entries = ledger::entries(tx, persons.commune(), &found, Paging::SIZE, at(read.total))?;
            for (entry, _) in entries {
                read.lines.push(entry_line(tx, persons.commune(), &entry, &read.place, t)?);
            }
            if !asked.person.is_empty() {
                read.of_person = name_of(tx, persons.commune(), &asked.person)?;
            }
        }
        (figure, Some(counting)) => {
            let wanted = figure.wanted(&village);
            read.total = store::count_adults(tx, persons, &wanted, counting)?;
            let people = store::adults(tx, persons, &wanted, counting, Paging::SIZE, at(read.total))?;
            for person in people {
                read.lines.push(adult_line(tx, persons.commune(), figure, person, counting, t)?);
            }
        }
        (_, None) => {}
    }
    Ok(())
}

fn name_of(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<String> {
    let root = ledger::canonical(tx, commune, person)?;
    Ok(store::person_named(tx, commune, &root)?.map(|(name, ..)| name).unwrap_or_default())
}

/// Year of birth and village in one line.
pub fn person_meta(birth_year: Option<i16>, village: &str, t: Text) -> String {
    let born = birth_year.map_or_else(|| t.get("indicators-born-unknown"), |year| t.fill("indicators-born").s("year", year).to_string());
    if village.is_empty() { born } else { format!("{born} · {village}") }
}

/// Somebody who attended: their row opens the list of their attendances.
fn attender(person: Behind, asked: &Asked, village: &str, t: Text) -> Line {
    let href = format!("{}&nguoi={}", Figure::Attendances.href(asked.days.0, asked.days.1, village), encode(&person.id));
    Line {
        meta: person_meta(person.birth_year, &person.village, t),
        chips: vec![Chip { words: t.fill("indicators-unit-attendances").n("n", person.count).to_string(), href: href.clone() }],
        name: person.name,
        href,
    }
}

/// A session or an attendance: its row opens the entry.
fn entry_line(tx: &mut Tx<'_>, commune: &str, entry: &Entry, place: &Place, t: Text) -> Result<Line> {
    let session = classes::session_line(tx, commune, &entry.subject)?;
    let (title, venue) = session.map_or_else(|| (t.get(&kind_key(&entry.kind)), String::new()), |line| (line.title, line.venue));
    let village = place.villages.iter().find(|v| v.id == entry.village).map(|v| v.name.clone()).unwrap_or_default();
    let when = dates::moment(entry.occurred_at, t.lang);
    let (name, first) = match &entry.person {
        Some(person) => (name_of(tx, commune, person)?, title),
        None => (title, venue),
    };
    let meta: Vec<String> = [first, village, when].into_iter().filter(|part| !part.is_empty()).collect();
    Ok(Line { name, href: entry_href(&entry.id), meta: meta.join(" · "), chips: Vec::new() })
}

/// The text key of a kind of entry.
pub fn kind_key(kind: &str) -> String {
    format!("ledger-kind-{}", kind.replace('.', "-"))
}

/// The address of an entry's page.
pub fn entry_href(entry: &str) -> String {
    format!("/quan-ly/bang-chung/{}", encode(entry))
}

/// An adult with the entries that count for them; who is still missing something is offered a check instead.
fn adult_line(tx: &mut Tx<'_>, commune: &str, figure: Figure, person: Behind, counting: &Counting, t: Text) -> Result<Line> {
    let components: Vec<Component> = match figure {
        Figure::Component(component) => vec![component],
        _ => Component::ALL.to_vec(),
    };
    let mut chips = Vec::new();
    for component in components {
        let short = t.get(&format!("learning-short-{}", component.code()));
        match counted_entry(tx, commune, &person.id, component, counting)? {
            Some(entry) => {
                let day = entry.day.parse().map(|day: Date| dates::short_day(day, t.lang)).unwrap_or_default();
                let words = t.fill("indicators-chip").s("component", short).s("grade", &entry.grade).s("day", day).to_string();
                chips.push(Chip { words, href: entry_href(&entry.id) });
            }
            None if figure == Figure::Missing => {
                let words = t.fill("indicators-chip-missing").s("component", short).to_string();
                chips.push(Chip { words, href: String::new() });
            }
            None => {}
        }
    }
    let href = match chips.first() {
        Some(chip) if matches!(figure, Figure::Component(_)) => chip.href.clone(),
        _ => format!("/quan-ly/kiem-tra/{}", encode(&person.id)),
    };
    Ok(Line { meta: person_meta(person.birth_year, &person.village, t), name: person.name, href, chips })
}

/// The first entry that counts for a person and component.
fn counted_entry(tx: &mut Tx<'_>, commune: &str, person: &str, component: Component, counting: &Counting) -> Result<Option<Entry>> {
    let found =
        Found { attains: component.attains().to_owned(), person: person.to_owned(), to: counting.to.to_string(), ..Found::default() };
    let entries = ledger::entries(tx, commune, &found, 1_000, 0)?;
    let counts = entries.into_iter().map(|(entry, _)| entry).filter(|e| !e.grade.is_empty() && counting.grades.contains(&e.grade));
    Ok(counts.min_by_key(|entry| (entry.occurred_at, entry.seq)))
}

fn shown(visitor: &Visitor, asked: &Asked, read: Read, persons: Option<&Scope>) -> DrillPage {
    let (t, figure, (from, to)) = (visitor.t, asked.figure, asked.days);
    let told = |figures: &VillageFigures| figure.value(figures).map(|n| numbers::whole(n, t.lang)).unwrap_or_default();
    let part = |v: &VillageFigures| Part { name: v.name.clone(), value: told(v), href: figure.href(from, to, &v.village) };
    let value = told(&read.here);
    let place = read.place.id().to_owned();
    let href = if asked.person.is_empty() {
        format!("{}&trang=", figure.href(from, to, &place))
    } else {
        format!("{}&nguoi={}&trang=", figure.href(from, to, &place), encode(&asked.person))
    };
    DrillPage {
        frame: visitor.frame(&format!("indicators-title-{}", figure.code())).under("/quan-ly", t.get("indicators-dashboard")),
        t,
        unit: if value.is_empty() { String::new() } else { t.get(figure.unit_word()) },
        value,
        where_words: read.place.village.as_ref().map_or_else(|| t.get("indicators-whole-commune"), |v| v.name.clone()),
        when_words: if figure.is_of_adults() {
            t.fill("indicators-as-of").s("day", dates::short_day(to, t.lang)).to_string()
        } else {
            t.fill("indicators-between").s("days", dates::day_range(from, to, t.lang)).to_string()
        },
        how: t.get(&format!("indicators-how-{}", figure.code())),
        grades: read.grades,
        denominator: read.denominator,
        denominator_href: "/quan-ly/chi-tieu/mau-so/adults",
        note: note(figure, &read.here, read.total, persons, &read.place, t),
        parts: read.villages.iter().map(part).collect(),
        whole_href: if read.place.whole && read.place.village.is_some() { figure.href(from, to, "") } else { String::new() },
        closed: if persons.is_some() { String::new() } else { t.get("indicators-names-closed") },
        of_person: read.of_person,
        lines: read.lines,
        paging: Paging::new(asked.page, read.total, href),
    }
}

/// Why the list and the figure may differ, when they do.
fn note(figure: Figure, here: &VillageFigures, total: i64, persons: Option<&Scope>, place: &Place, t: Text) -> String {
    let reaches = persons.is_some_and(|scope| place.village.as_ref().map_or(scope.is_whole(), |v| scope.covers(&v.id)));
    let value = figure.value(here);
    if persons.is_some() && !reaches {
        return t.get("indicators-names-partly");
    }
    match (figure, value) {
        (Figure::Missing, Some(value)) if reaches && value != total => t.fill("indicators-missing-differs").n("n", total).to_string(),
        _ => String::new(),
    }
}
