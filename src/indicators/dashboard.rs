//! The first page after signing in: where the commune or the village stands.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;

use super::{
    coached::{self, Coached, CoachedTile},
    count,
    figures::{PeriodFigures, VillageFigures},
    rules::{self, Forecast},
    span::{Place, Span},
    store,
    sums::Figure,
    tiles::{self, ClassTile, EssentialTile, Funnel, TargetYear, Trend},
};
use crate::{
    accounts::{Right, Scope, Visitor},
    classes::{self, HELD},
    kit::{
        dates,
        db::Tx,
        error::Result,
        forms::{Fields, encode},
        numbers,
        pages::{Frame, page},
        period::Week,
        text::Text,
    },
    places,
    plan::{self, Held, InForce, Key, Target},
};

/// Everything the page is made of, read in one look.
pub struct Gathered {
    /// The place.
    pub place: Place,
    /// The figures of the period up to today.
    pub figures: PeriodFigures,
    /// The plan's targets.
    pub targets: Vec<Target>,
    /// The day that figures are as of.
    pub day: Date,
    /// People who reached all five by the end of each week of the trend.
    pub by_week: Vec<i64>,
    /// And in the last four weeks.
    pub lately: i64,
    /// The weeks of the trend.
    pub weeks: Vec<Week>,
    /// Sessions held in each of them.
    pub sessions: Vec<i64>,
    /// Adults whose year of birth is not known.
    pub unknown: i64,
    /// The denominator of adults that holds here.
    pub adults: InForce,
    /// Names of villages in whose week, the one of today, no class was held and none is planned.
    pub idle: Vec<String>,
    /// What coaching comes to here.
    pub coached: Coached,
}

fn gather(tx: &mut Tx<'_>, scope: &Scope, asked: &str, (from, to): (Date, Date), today: Date) -> Result<Gathered> {
    let commune = scope.commune();
    let place = Place::of(scope, places::villages(tx, commune)?, asked)?;
    let day = to.min(today).max(from);
    let (figures, essential) = count::figures_and_essential(tx, commune, from, day)?;
    let targets = plan::targets(tx, commune)?;
    let held = Held::on(tx, commune, day)?;
    let weeks = rules::trend_weeks(day, rules::TREND_WEEKS);
    let first = weeks.first().map_or(day, |week| week.first());
    let sessions = crate::ledger::tally_days(tx, commune, HELD.name, place.id(), &first.to_string(), &day.to_string())?;
    let in_week = |week: &Week| {
        let held = sessions.iter().filter(|(held, ..)| held.parse().is_ok_and(|held| week.contains(held)));
        held.map(|(_, many, _)| many).sum()
    };
    let this_week = Week::containing(today).map_or((today, today), |week| (week.first(), week.last()));
    let lessons = classes::sessions_between(tx, commune, this_week.0, this_week.1)?;
    // What lies ahead in the week counts too: on a Monday morning nothing is missing yet.
    let busy = |village: &str| {
        let mut there = lessons.iter().filter(|lesson| lesson.village == village);
        there.any(|lesson| lesson.is_held() || (lesson.slot.day() >= today && !lesson.is_cancelled()))
    };
    let unknown = store::unknown_years(tx, commune)?;
    let mut coached = coached::coached(tx, commune, (from, day), day.year() - held.adult_age())?;
    Ok(Gathered {
        sessions: weeks.iter().map(in_week).collect(),
        unknown: unknown.iter().filter(|(v, _)| place.id().is_empty() || *v == place.id()).map(|(_, n)| n).sum(),
        adults: if place.village.is_some() { held.village(Key::Adults, place.id()) } else { held.commune(Key::Adults) },
        idle: place.villages.iter().filter(|v| v.active && !busy(&v.id)).map(|v| v.name.clone()).collect(),
        coached: coached.remove(place.id()).unwrap_or_default(),
        by_week: essential.by_week(place.id(), &weeks),
        lately: essential.lately(place.id(), day),
        place,
        figures,
        targets,
        day,
        weeks,
    })
}

impl Gathered {
    /// The figures of the place.
    pub fn here(&self) -> VillageFigures {
        match &self.place.village {
            None => self.figures.whole.clone(),
            Some(v) => {
                let known = self.figures.villages.iter().find(|figures| figures.village == v.id).cloned();
                known.unwrap_or_else(|| VillageFigures { village: v.id.clone(), name: v.name.clone(), ..VillageFigures::default() })
            }
        }
    }

    /// What is still to do for a target over the five components, here.
    pub fn forecast(&self, target: &Target) -> Option<Forecast> {
        let here = self.here();
        rules::forecast(here.all_five, here.adults, target.threshold?, self.lately, self.day, target.due())
    }
}

/// One village in the table.
struct VillageRow {
    name: String,
    href: String,
    adults: String,
    reached: String,
    reached_href: String,
    share: String,
    sessions: String,
    sessions_href: String,
    attendances: String,
    attendances_href: String,
    people: String,
    people_href: String,
    weeks_without: String,
    light: rules::Light,
    light_words: String,
}

/// A heading of the table that sorts.
struct Heading {
    words: String,
    href: String,
    /// `ascending`, `descending` or empty.
    sorted: &'static str,
    figure: bool,
}

/// Something to do next.
struct Next {
    words: String,
    href: String,
    link: String,
}

#[derive(Template)]
#[template(path = "indicators/pages/dashboard.html")]
struct DashboardPage {
    frame: Frame,
    t: Text,
    where_words: String,
    span_words: String,
    as_of: String,
    is_report: bool,
    report_href: String,
    calendar_href: String,
    previous: String,
    next_span: String,
    places: Vec<(String, String, bool)>,
    ky: String,
    next: Vec<Next>,
    idle: Vec<String>,
    essential: EssentialTile,
    coached: CoachedTile,
    steps: Funnel,
    classes: ClassTile,
    funnel: Funnel,
    trend: Trend,
    sessions: Trend,
    headings: Vec<Heading>,
    villages: Vec<VillageRow>,
    years: Vec<TargetYear>,
}

/// The address of the dashboard with some of its parts replaced; empty parts are left out.
fn address(query: &Fields, change: &[(&str, &str)]) -> String {
    let part = |name: &str| change.iter().find(|(n, _)| *n == name).map_or_else(|| query.get(name), |(_, value)| *value).to_owned();
    let parts: Vec<String> = ["ky", "thon", "xep"]
        .into_iter()
        .map(|name| (name, part(name)))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encode(&value)))
        .collect();
    if parts.is_empty() { "/quan-ly".to_owned() } else { format!("/quan-ly?{}", parts.join("&")) }
}

/// Answers the dashboard.
pub async fn dashboard_page(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::SeeFigures)?;
    let today = visitor.app.clock.today();
    let span = Span::read(visitor.query.get("ky"), today)?;
    let (asked, days) = (visitor.query.get("thon").to_owned(), span.days());
    let gathered = visitor.app.db.read_long(move |tx| gather(tx, &scope, &asked, days, today)).await?;
    page(&shown(&visitor, &gathered, span, today)?)
}

fn shown(visitor: &Visitor, g: &Gathered, span: Span, today: Date) -> Result<DashboardPage> {
    let (t, query) = (visitor.t, &visitor.query);
    let at = |other: Option<Span>| other.map(|span| address(query, &[("ky", &span.code())])).unwrap_or_default();
    let is_report = matches!(span, Span::Report(_));
    let whole = visitor.t.get("indicators-whole-commune");
    let commune = g.place.whole.then(|| (String::new(), whole.clone(), g.place.village.is_none()));
    let villages = g.place.villages.iter().map(|v| (v.id.clone(), v.name.clone(), g.place.village.as_ref() == Some(v)));
    let places = commune.into_iter().chain(villages).collect();
    let (first, last) = span.days();
    let where_words = g.place.village.as_ref().map_or(whole, |v| v.name.clone());
    Ok(DashboardPage {
        frame: visitor.frame("indicators-dashboard"),
        t,
        where_words,
        span_words: span.label(t.lang),
        as_of: dates::short_day(g.day, t.lang),
        is_report,
        report_href: at(Some(Span::report_of(today)?)),
        calendar_href: at(Some(Span::calendar_of(today)?)),
        previous: at(span.previous()),
        next_span: at(span.next(today)),
        ky: query.get("ky").to_owned(),
        places,
        next: next_steps(visitor, g),
        idle: if g.place.compares && (first..=last).contains(&today) { g.idle.clone() } else { Vec::new() },
        essential: tiles::essential(g, t),
        coached: coached::tile(&g.coached, tiles::days(g), g.place.id(), t),
        steps: tiles::steps(g, t),
        classes: tiles::classes(g, t),
        funnel: tiles::funnel(g, t),
        trend: tiles::trend(g, t),
        sessions: tiles::sessions(g, t),
        headings: headings(query, t),
        villages: if g.place.compares { village_rows(g, query, t) } else { Vec::new() },
        years: tiles::target_years(g, t),
    })
}

/// What would make the figures truer or better, most urgent first.
fn next_steps(visitor: &Visitor, g: &Gathered) -> Vec<Next> {
    let t = visitor.t;
    let next = |key: &str, link: &str, href: &str| Next { words: t.get(key), href: href.to_owned(), link: t.get(link) };
    let mut steps = Vec::new();
    if g.adults.value.is_none() && visitor.may(Right::ManagePlan) {
        steps.push(next("indicators-next-denominator", "indicators-next-denominator-link", "/quan-ly/chi-tieu/mau-so/dem"));
    }
    if g.here().all_five.is_none() && visitor.may(Right::RecordSkill) {
        steps.push(next("indicators-next-check", "indicators-next-check-link", "/quan-ly/kiem-tra"));
    }
    if g.place.village.is_some() && g.here().sessions == 0 && visitor.may(Right::ManageClasses) {
        steps.push(next("indicators-next-class", "indicators-next-class-link", "/quan-ly/lop"));
    }
    steps
}

/// The columns of the villages' table: code in the address, text key, whether it holds numbers.
const COLUMNS: [(&str, &str, bool); 8] = [
    ("ten", "indicators-column-village", false),
    ("nguoi-lon", "indicators-column-adults", true),
    ("dat", "indicators-column-reached", true),
    ("ty-le", "indicators-column-share", true),
    ("buoi", "indicators-column-sessions", true),
    ("luot", "indicators-column-attendances", true),
    ("nguoi", "indicators-column-people", true),
    ("tuan-trong", "indicators-column-weeks-without", true),
];

/// Which column sorts, and whether from the largest: `-dat` is from the largest.
fn sorting(query: &Fields) -> (&str, bool) {
    let asked = query.get("xep");
    let (column, falls) = asked.strip_prefix('-').map_or((asked, false), |column| (column, true));
    if COLUMNS.iter().any(|(code, ..)| *code == column) { (column, falls) } else { ("ten", false) }
}

fn headings(query: &Fields, t: Text) -> Vec<Heading> {
    let (sorted, falls) = sorting(query);
    let heading = |(code, key, figure): &(&'static str, &'static str, bool)| {
        let here = *code == sorted;
        // Numbers are first shown from the largest, names from A.
        let turned = if here { !falls } else { *figure };
        let to = if turned { format!("-{code}") } else { (*code).to_owned() };
        let order = if falls { "descending" } else { "ascending" };
        Heading {
            words: t.get(key),
            href: format!("{}#cac-thon", address(query, &[("xep", &to)])),
            sorted: if here { order } else { "" },
            figure: *figure,
        }
    };
    COLUMNS.iter().map(heading).collect()
}

/// What a village is sorted by; what was not collected comes last either way.
fn sort_value(column: &str, v: &VillageFigures) -> Option<i64> {
    match column {
        "nguoi-lon" => v.adults,
        "dat" => v.all_five,
        "ty-le" => v.all_five.zip(v.adults.filter(|a| *a > 0)).map(|(reached, adults)| reached * 1_000_000 / adults),
        "buoi" => Some(v.sessions),
        "luot" => Some(v.attendances),
        "nguoi" => Some(v.people),
        "tuan-trong" => Some(v.weeks_without),
        _ => None,
    }
}

fn village_rows(g: &Gathered, query: &Fields, t: Text) -> Vec<VillageRow> {
    let (column, falls) = sorting(query);
    let mut villages: Vec<&VillageFigures> = g.figures.villages.iter().collect();
    if column == "ten" {
        if falls {
            villages.reverse();
        }
    } else {
        let signed = |v: &VillageFigures| sort_value(column, v).map(|n| if falls { -n } else { n });
        villages.sort_by_key(|v| (sort_value(column, v).is_none(), signed(v)));
    }
    let target = count::essential_target(&g.targets, g.day.year());
    villages.into_iter().map(|v| village_row(g, v, target, query, t)).collect()
}

fn village_row(g: &Gathered, v: &VillageFigures, target: Option<&Target>, query: &Fields, t: Text) -> VillageRow {
    let number = |n: Option<i64>| n.map(|n| numbers::whole(n, t.lang)).unwrap_or_default();
    let from: Date = g.figures.from.parse().unwrap_or(g.day);
    let href = |figure: Figure| figure.href(from, g.day, &v.village);
    // A village's pace is not asked for here: the light says how far it is, not how fast.
    let light = target
        .and_then(|target| rules::forecast(v.all_five, v.adults, target.threshold?, 0, g.day, target.due()))
        .map_or(rules::Light::NoData, |forecast| standing(&forecast));
    VillageRow {
        name: v.name.clone(),
        href: address(query, &[("thon", &v.village)]),
        adults: number(v.adults),
        reached: number(v.all_five),
        reached_href: href(Figure::All),
        share: v.all_five.zip(v.adults).and_then(|(part, all)| tiles::percent(part, all, t)).unwrap_or_default(),
        sessions: numbers::whole(v.sessions, t.lang),
        sessions_href: href(Figure::Sessions),
        attendances: numbers::whole(v.attendances, t.lang),
        attendances_href: href(Figure::Attendances),
        people: numbers::whole(v.people, t.lang),
        people_href: href(Figure::People),
        weeks_without: numbers::whole(v.weeks_without, t.lang),
        light_words: t.get(&format!("indicators-standing-{}", light.code())),
        light,
    }
}

/// How far a village is, without its pace: reached, more than nine tenths of what is wanted, or less.
fn standing(forecast: &Forecast) -> rules::Light {
    match forecast.light {
        rules::Light::Reached => rules::Light::Reached,
        _ if forecast.reached * 10 >= forecast.wanted * 9 => rules::Light::Near,
        _ => rules::Light::Late,
    }
}
