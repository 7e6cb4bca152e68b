//! The plan for everybody: its targets in plain words, how far each is, and its clauses. No person stands here.

use askama::Template;
use axum::response::Response;

use super::{
    count,
    rules::{self, Light, Public},
    span::Span,
    tiles,
};
use crate::{
    accounts::Visitor,
    kit::{
        dates,
        error::Result,
        pages::{Frame, page},
        text::Text,
    },
    plan::{self, Kind},
};

/// A target as everybody sees it.
struct OpenTarget {
    id: String,
    title: String,
    text: String,
    threshold: String,
    /// In words; empty when there is nothing to tell.
    value: String,
    /// The share filled of the gauge and where its mark stands.
    gauge: Option<(String, i64)>,
    gauge_words: String,
    light: Light,
    light_words: String,
    why: String,
}

/// The targets of one year.
struct OpenYear {
    year: i16,
    due: String,
    targets: Vec<OpenTarget>,
}

#[derive(Template)]
#[template(path = "indicators/pages/plan.html")]
struct PlanPage {
    frame: Frame,
    t: Text,
    paper: String,
    title: String,
    as_of: String,
    years: Vec<OpenYear>,
    clauses: Vec<(String, String)>,
}

/// Answers the plan's public page.
pub async fn plan_page(visitor: Visitor) -> Result<Response> {
    let commune = visitor.commune()?.id.clone();
    let (t, today) = (visitor.t, visitor.app.clock.today());
    let from = Span::report_of(today)?.days().0;
    let (targets, figures, paper) = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let figures = count::period_figures(tx, &commune, from, today)?;
            Ok((plan::targets(tx, &commune)?, figures, plan::paper(tx, &commune)?))
        })
        .await?;
    let mut years: Vec<OpenYear> = Vec::new();
    for target in &targets {
        let figure = figures.targets.iter().find(|figure| figure.id == target.id);
        let numbers = figure.map_or((None, None), |figure| (figure.numerator, figure.denominator));
        let open = open_target(target, numbers, today, t);
        match years.last_mut().filter(|year| year.year == target.year) {
            Some(year) => year.targets.push(open),
            None => years.push(OpenYear { year: target.year, due: dates::short_day(target.due(), t.lang), targets: vec![open] }),
        }
    }
    page(&PlanPage {
        frame: visitor.frame("indicators-plan"),
        t,
        paper: plan::paper_words(&paper, t),
        title: paper.title.of(t.lang).to_owned(),
        as_of: dates::short_day(today, t.lang),
        years,
        clauses: plan::clauses().iter().map(|clause| (clause.code.clone(), clause.title(t.lang).to_owned())).collect(),
    })
}

fn open_target(target: &plan::Target, numbers: (Option<i64>, Option<i64>), today: jiff::civil::Date, t: Text) -> OpenTarget {
    let public = rules::public(numbers.0, numbers.1);
    let (value, light) = match public {
        Public::NoData => (String::new(), Light::NoData),
        Public::Few => (t.get("indicators-public-few"), Light::NoData),
        Public::Told(part, all) => {
            let share = tiles::percent(part, all, t).unwrap_or_default();
            let words = t.fill("indicators-share-people").s("share", share).n("part", part).n("all", all).to_string();
            (words, public_light(part, all, target, today))
        }
    };
    let gauge = match (public, target.threshold) {
        (Public::Told(part, all), Some(mark)) => Some((tiles::gauge_width(part, all), mark)),
        _ => None,
    };
    let threshold = match (target.kind, target.threshold) {
        (Kind::Rank, _) | (_, None) => t.get("plan-threshold-rank"),
        (_, Some(percent)) => format!("{percent}%"),
    };
    OpenTarget {
        id: target.id.clone(),
        title: target.title.of(t.lang).to_owned(),
        text: target.text.of(t.lang).to_owned(),
        gauge_words: t.fill("indicators-gauge").s("value", &value).s("target", &threshold).to_string(),
        threshold,
        gauge,
        light_words: t.get(&format!("indicators-public-{}", light.code())),
        light,
        why: if public == Public::NoData { t.get(&format!("plan-missing-{}", target.rule)) } else { String::new() },
        value,
    }
}

/// What everybody is told of a target's state: reached, under way, or missed. Paces are for those who plan.
fn public_light(part: i64, all: i64, target: &plan::Target, today: jiff::civil::Date) -> Light {
    match rules::forecast(Some(part), Some(all), target.threshold.unwrap_or(100), 0, today, target.due()).map(|f| f.light) {
        Some(Light::Reached) => Light::Reached,
        Some(Light::Overdue) => Light::Overdue,
        Some(_) => Light::Near,
        None => Light::NoData,
    }
}
