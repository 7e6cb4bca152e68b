//! The pieces of the dashboard, in words and drawings.

use jiff::civil::Date;

use super::{
    coached, count,
    dashboard::Gathered,
    figures::{COMPONENTS, TargetFigure},
    rules::{self, Light},
    sums::Figure,
};
use crate::{
    kit::{
        chart::{self, Chart, Svg},
        dates, numbers,
        period::Week,
        text::Text,
    },
    learning::Component,
    plan::{self, Kind, Target},
};

/// A share in words, when both numbers are known and there is anybody.
pub fn percent(part: i64, all: i64, t: Text) -> Option<String> {
    numbers::percent(u64::try_from(part).ok()?, u64::try_from(all).ok()?, t.lang)
}

fn whole(number: i64, t: Text) -> String {
    numbers::whole(number, t.lang)
}

/// The days that the page's figures are over.
pub fn days(g: &Gathered) -> (Date, Date) {
    (g.figures.from.parse().unwrap_or(g.day), g.day)
}

fn chart_frame(id: &str, title: &str, summary: String, unit: chart::Unit, t: Text) -> chart::Frame {
    chart::Frame { id: id.to_owned(), title: t.get(title), summary, no_data: t.get(numbers::NO_DATA), unit, lang: t.lang }
}

/// A fact beside a figure; with an address it is a figure itself.
pub struct Fact {
    /// What it is.
    pub name: String,
    /// How much.
    pub value: String,
    /// The address that opens it; empty when it does not open.
    pub href: String,
}

impl Fact {
    fn new(name: String, value: String, href: String) -> Self {
        Self { name, value, href }
    }
}

/// The tile of the target over the five components.
pub struct EssentialTile {
    /// `T9`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The share, or the number of people where nobody knows of how many; empty when nothing was collected.
    pub value: String,
    /// What the value counts.
    pub unit: String,
    /// How much of the gauge is filled, 0 to 100, and where its mark stands.
    pub gauge: Option<(String, i64)>,
    /// The gauge in words.
    pub gauge_words: String,
    /// How it stands.
    pub light: Light,
    /// That in words.
    pub light_words: String,
    /// How many reached it lately.
    pub trend: String,
    /// More about it.
    pub facts: Vec<Fact>,
    /// The address that opens it.
    pub href: String,
    /// What is missing to say more, or empty.
    pub note: String,
    /// Of how many, and by which source.
    pub against: String,
    /// The grades that count: letter, class, words.
    pub grades: Vec<(String, String, String)>,
}

/// The tile of T3 or T9, whichever is worked for.
pub fn essential(g: &Gathered, t: Text) -> EssentialTile {
    let (from, to) = days(g);
    let here = g.here();
    let href = Figure::All.href(from, to, g.place.id());
    let target = count::essential_target(&g.targets, g.day.year());
    let forecast = target.and_then(|target| g.forecast(target));
    let light = forecast.map_or(Light::NoData, |f| f.light);
    let share = here.all_five.zip(here.adults).and_then(|(part, all)| percent(part, all, t));
    let (value, unit) = match (&share, here.all_five) {
        (Some(share), _) => (share.clone(), t.get("indicators-of-adults")),
        (None, Some(people)) => (whole(people, t), t.get("indicators-unit-people")),
        (None, None) => (String::new(), String::new()),
    };
    let gauge = forecast.zip(target.and_then(|target| target.threshold)).map(|(f, mark)| (gauge_width(f.reached, f.all), mark));
    EssentialTile {
        code: target.map(|target| target.id.clone()).unwrap_or_default(),
        title: target.map(|target| target.title.of(t.lang).to_owned()).unwrap_or_default(),
        gauge_words: gauge
            .as_ref()
            .map(|(_, mark)| t.fill("indicators-gauge").s("value", &value).s("target", mark).to_string())
            .unwrap_or_default(),
        value,
        unit,
        gauge,
        light_words: t.get(&format!("indicators-light-{}", light.code())),
        light,
        trend: here.all_five.map(|_| t.fill("indicators-lately").n("n", g.lately).to_string()).unwrap_or_default(),
        facts: essential_facts(g, t),
        note: essential_note(g, t),
        against: against(g, t),
        grades: target.map(|target| grade_words(target, t)).unwrap_or_default(),
        href,
    }
}

/// The width of a gauge out of 100, with one decimal and a point, as drawings want it.
pub fn gauge_width(part: i64, all: i64) -> String {
    let tenths = (i128::from(part.max(0)) * 1000 / i128::from(all.max(1))).min(1000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn essential_note(g: &Gathered, t: Text) -> String {
    let here = g.here();
    match (here.all_five, here.adults) {
        (None, _) => t.get("indicators-none-essential"),
        (Some(_), None) => t.get("indicators-none-adults"),
        _ => String::new(),
    }
}

fn essential_facts(g: &Gathered, t: Text) -> Vec<Fact> {
    let (from, to) = days(g);
    let here = g.here();
    let people = |n: i64| t.fill("indicators-people").n("n", n).to_string();
    let mut facts = Vec::new();
    let mut add = |key: &str, value: String, href: String| facts.push(Fact::new(t.get(key), value, href));
    if let Some(reached) = here.all_five {
        add("indicators-fact-reached", people(reached), Figure::All.href(from, to, g.place.id()));
    }
    let target = count::essential_target(&g.targets, g.day.year());
    if let Some((f, target)) = target.and_then(|target| g.forecast(target).zip(Some(target))) {
        let due = dates::short_day(target.due(), t.lang);
        let wanted = t.fill("indicators-fact-wanted-value").n("percent", target.threshold.unwrap_or(0)).s("day", &due).to_string();
        add("indicators-fact-wanted", wanted, String::new());
        add("indicators-fact-gap", people(f.gap), Figure::Missing.href(from, to, g.place.id()));
        if let Some(needed) = f.per_week.filter(|_| f.gap > 0) {
            add("indicators-fact-per-week", people(needed), String::new());
        }
        add("indicators-fact-pace", t.fill("indicators-per-week").s("n", pace(f.lately, t)).to_string(), String::new());
        if f.weeks_left > 0 && f.gap > 0 {
            add("indicators-fact-expected", people(f.expected), String::new());
        }
    }
    for older in g.targets.iter().filter(|older| older.is_essential() && target.is_none_or(|target| older.id != target.id)) {
        let f = rules::forecast(here.all_five, here.adults, older.threshold.unwrap_or(0), g.lately, g.day, older.due());
        let light = t.get(&format!("indicators-light-{}", f.map_or(Light::NoData, |f| f.light).code()));
        let name = t.fill("indicators-fact-older").s("id", &older.id).s("year", older.year).to_string();
        let value = t.fill("indicators-fact-older-value").n("percent", older.threshold.unwrap_or(0)).s("light", light).to_string();
        facts.push(Fact::new(name, value, format!("/quan-ly/chi-tieu/{}", older.id)));
    }
    facts
}

/// Of how many, by which source, and how many of those may not be adults; empty while nobody knows.
fn against(g: &Gathered, t: Text) -> String {
    let Some(adults) = g.adults.value else { return String::new() };
    let known = t.fill("indicators-against").n("n", adults).s("source", plan::source_words(&g.adults, t)).to_string();
    if g.unknown == 0 { known } else { format!("{known} {}", t.fill("indicators-against-unknown").n("n", g.unknown)) }
}

/// People per week over the last four weeks, with one decimal at most.
fn pace(lately: i64, t: Text) -> String {
    numbers::decimal(lately as f64 / rules::PACE_WEEKS as f64, 1, t.lang).unwrap_or_default()
}

/// The grades that a target counts: letter, class of the style sheet, words.
pub fn grade_words(target: &Target, t: Text) -> Vec<(String, String, String)> {
    let words = |letter: &str| {
        let small = letter.to_lowercase();
        let words = t.get(&format!("ledger-grade-{small}"));
        (letter.to_owned(), small, words)
    };
    target.grades.iter().map(|grade| words(grade.letter())).collect()
}

/// The tile of I5.
pub struct ClassTile {
    /// Sessions held.
    pub sessions: Fact,
    /// Attendances and different people, weeks without a class.
    pub facts: Vec<Fact>,
}

/// Sessions, attendances and people, each under its own name.
pub fn classes(g: &Gathered, t: Text) -> ClassTile {
    let (from, to) = days(g);
    let here = g.here();
    let fact = |name: &str, figure: Figure, value: i64| {
        Fact::new(t.get(name), t.fill(figure.unit()).n("n", value).to_string(), figure.href(from, to, g.place.id()))
    };
    let weeks = rules::whole_weeks(from, to).len();
    let without = t.fill("indicators-weeks-of").n("n", here.weeks_without).n("all", weeks).to_string();
    ClassTile {
        sessions: Fact::new(t.get("indicators-unit-sessions-word"), whole(here.sessions, t), Figure::Sessions.href(from, to, g.place.id())),
        facts: vec![
            fact("indicators-fact-attendances", Figure::Attendances, here.attendances),
            fact("indicators-fact-people", Figure::People, here.people),
            Fact::new(t.get("indicators-fact-weeks-without"), without, String::new()),
        ],
    }
}

/// A drawing with its table; the second cell of each row may open.
pub struct Drawn {
    /// The drawing.
    pub svg: Svg,
    /// The headings of the table.
    pub header: Vec<String>,
    /// Its rows.
    pub rows: Vec<DrawnRow>,
}

/// A row of a drawing's table.
pub struct DrawnRow {
    /// What it is of.
    pub name: String,
    /// The cells under the other headings; the first one opens where it can.
    pub cells: Vec<Fact>,
}

/// The funnel of the five components.
pub struct Funnel {
    /// The drawing; none while nothing was collected at all.
    pub drawn: Option<Drawn>,
}

/// Adults, each component, all five.
pub fn funnel(g: &Gathered, t: Text) -> Funnel {
    let (from, to) = days(g);
    let here = g.here();
    let some = here.components.iter().any(Option::is_some);
    let count = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok());
    let mut steps = vec![(t.get("indicators-step-adults"), here.adults, String::new())];
    for (component, reached) in Component::ALL.into_iter().zip(here.components) {
        let href = Figure::Component(component).href(from, to, g.place.id());
        steps.push((t.get(&format!("learning-short-{}", component.code())), reached, href));
    }
    steps.push((t.get("indicators-step-all"), here.all_five, Figure::All.href(from, to, g.place.id())));
    debug_assert_eq!(COMPONENTS.len() + 2, steps.len());
    let drawing = chart::Funnel {
        frame: chart_frame("pheu", "indicators-funnel", String::new(), chart::Unit::Count, t),
        step_title: t.get("indicators-funnel-step"),
        value_title: t.get("indicators-funnel-people"),
        share_title: t.get("indicators-funnel-share"),
        steps: steps.iter().map(|(name, reached, _)| chart::Step::new(name, count(*reached))).collect(),
    };
    Funnel { drawn: some.then(|| drawn(&drawing, steps.into_iter().map(|(_, _, href)| href).collect(), t)) }
}

/// The three steps of T10: reached, guided, unaided; none while nobody was reached.
pub fn steps(g: &Gathered, t: Text) -> Funnel {
    let steps = coached::steps(&g.coached, g.here().adults, days(g), g.place.id(), t);
    let count = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok());
    let drawing = chart::Funnel {
        frame: chart_frame("buoc-vneid", "indicators-steps", String::new(), chart::Unit::Count, t),
        step_title: t.get("indicators-funnel-step"),
        value_title: t.get("indicators-funnel-people"),
        share_title: t.get("indicators-funnel-share"),
        steps: steps.iter().map(|(name, people, _)| chart::Step::new(name, count(*people))).collect(),
    };
    let some = g.coached.approached.is_some();
    Funnel { drawn: some.then(|| drawn(&drawing, steps.into_iter().map(|(_, _, href)| href).collect(), t)) }
}

fn drawn(chart: &dyn Chart, hrefs: Vec<String>, t: Text) -> Drawn {
    let (table, none) = (chart.rows(), t.get(numbers::NO_DATA));
    let row = |(cells, href): (Vec<String>, String)| {
        let named = cells.iter().zip(&table.header).enumerate().skip(1);
        let cell = |(at, (value, name)): (usize, (&String, &String))| {
            let opens = at == 1 && *value != none;
            Fact::new(name.clone(), value.clone(), if opens { href.clone() } else { String::new() })
        };
        DrawnRow { cells: named.map(cell).collect(), name: cells.first().cloned().unwrap_or_default() }
    };
    let rows = table.rows.into_iter().zip(hrefs).map(row).collect();
    Drawn { svg: chart.svg(), header: table.header.clone(), rows }
}

/// A line over weeks.
pub struct Trend {
    /// The drawing; none while nothing was collected.
    pub drawn: Option<Drawn>,
}

fn line(id: &str, title: &str, value: &str, weeks: &[Week], values: Vec<Option<f64>>, t: Text) -> chart::Line {
    let point = |(week, value): (&Week, Option<f64>)| chart::Point::new(&dates::day_month(week.first(), t.lang), value);
    chart::Line {
        frame: chart_frame(id, title, String::new(), chart::Unit::Count, t),
        point_title: t.get("indicators-week-of"),
        value_title: t.get(value),
        points: weeks.iter().zip(values).map(point).collect(),
        target: None,
        pace: None,
    }
}

/// People who had reached all five, week by week, with the line to be reached.
pub fn trend(g: &Gathered, t: Text) -> Trend {
    let (from, _) = days(g);
    if g.here().all_five.is_none() {
        return Trend { drawn: None };
    }
    let values = g.by_week.iter().map(|people| Some(*people as f64)).collect();
    let mut line = line("xu-huong", "indicators-trend", "indicators-funnel-people", &g.weeks, values, t);
    let target = count::essential_target(&g.targets, g.day.year());
    if let Some(f) = target.and_then(|target| g.forecast(target)) {
        line.target = Some(chart::Target { name: t.get("indicators-trend-target"), value: f.wanted as f64 });
    }
    let href = |week: &Week| Figure::All.href(from.min(week.last()), week.last().min(g.day), g.place.id());
    Trend { drawn: Some(drawn(&line, g.weeks.iter().map(href).collect(), t)) }
}

/// Sessions held, week by week.
pub fn sessions(g: &Gathered, t: Text) -> Trend {
    let values = g.sessions.iter().map(|held| Some(*held as f64)).collect();
    let line = line("buoi-hoc", "indicators-sessions-by-week", "indicators-column-sessions", &g.weeks, values, t);
    let href = |week: &Week| Figure::Sessions.href(week.first(), week.last(), g.place.id());
    Trend { drawn: Some(drawn(&line, g.weeks.iter().map(href).collect(), t)) }
}

/// A target in the list of all.
pub struct TargetRow {
    /// `T1`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is to reach.
    pub threshold: String,
    /// The value in words; empty when there is none.
    pub value: String,
    /// How it stands.
    pub light: Light,
    /// That in words.
    pub light_words: String,
    /// The address of its figure, or of the page that says why there is none.
    pub href: String,
}

/// The targets of one year.
pub struct TargetYear {
    /// The year.
    pub year: i16,
    /// Its targets.
    pub rows: Vec<TargetRow>,
}

/// Every target by year; those without a source say so and are no zeros.
pub fn target_years(g: &Gathered, t: Text) -> Vec<TargetYear> {
    let mut years: Vec<TargetYear> = Vec::new();
    for target in &g.targets {
        let Some(figure) = g.figures.targets.iter().find(|figure| figure.id == target.id) else { continue };
        let row = target_row(g, target, figure, t);
        match years.last_mut().filter(|year| year.year == target.year) {
            Some(year) => year.rows.push(row),
            None => years.push(TargetYear { year: target.year, rows: vec![row] }),
        }
    }
    years
}

fn target_row(g: &Gathered, target: &Target, figure: &TargetFigure, t: Text) -> TargetRow {
    let (from, to) = days(g);
    let here = g.here();
    // A village sees its own part of what is counted by village, and nothing else.
    let (numerator, denominator) = match &g.place.village {
        None => (figure.numerator, figure.denominator),
        Some(_) if target.is_essential() => (here.all_five, here.adults),
        Some(_) => (None, None),
    };
    let forecast = target.threshold.and_then(|threshold| rules::forecast(numerator, denominator, threshold, g.lately, g.day, target.due()));
    let light = forecast.map_or(Light::NoData, |f| f.light);
    let value = match (numerator, denominator) {
        (Some(part), Some(all)) => {
            percent(part, all, t).map(|share| t.fill("indicators-share-people").s("share", share).n("part", part).n("all", all).to_string())
        }
        (Some(part), None) => Some(t.fill("indicators-people").n("n", part).to_string()),
        _ => None,
    };
    let own = format!("/quan-ly/chi-tieu/{}", target.id);
    TargetRow {
        id: target.id.clone(),
        title: target.title.of(t.lang).to_owned(),
        threshold: match (target.kind, target.threshold) {
            (Kind::Rank, _) | (_, None) => t.get("plan-threshold-rank"),
            (_, Some(percent)) => format!("{percent}%"),
        },
        href: if value.is_some() { Figure::All.href(from, to, g.place.id()) } else { own },
        value: value.unwrap_or_default(),
        light_words: t.get(&format!("indicators-light-{}", light.code())),
        light,
    }
}
