//! `bench search`: ten thousand items, questions with marks and without, and how often the right item is among the first five.

use super::{Line, millis};
use crate::{
    kit::{
        app::App,
        clock::Stopwatch,
        error::{Error, Result},
        fold,
        text::Lang,
    },
    learning, places,
    platform::demo,
};

/// How many items the measured commune has.
const ITEMS: usize = 10_000;
/// How often every question is asked.
const ROUNDS: usize = 5;
/// Questions as people type them, each with the item that answers it; every even line is held out while weights are chosen.
const QUESTIONS: &str = include_str!("../../../fixtures/search-questions.json");

struct Question {
    words: String,
    item: String,
    held_out: bool,
}

fn questions() -> Vec<Question> {
    let read = |(at, line): (usize, &str)| {
        let pair: serde_json::Value = serde_json::from_str(line.trim_end_matches(',')).ok()?;
        Some(Question { words: pair["q"].as_str()?.to_owned(), item: pair["id"].as_str()?.to_owned(), held_out: at % 2 == 1 })
    };
    QUESTIONS.lines().enumerate().filter_map(read).collect()
}

/// Fills the demo's commune and asks.
pub(super) fn measure(app: &App) -> Result<Vec<Line>> {
    let all = questions();
    let mut lines = recall(app, &all)?;
    let commune = app.db.read_now(|tx| -> Result<_> { places::commune_by_code(tx, demo::CODE)?.ok_or(Error::NotFound) })?.id;
    let (now, of) = (app.clock.now(), commune.clone());
    let watch = Stopwatch::start();
    app.db.write_now(move |tx| learning::fill_library(tx, &of, ITEMS, now))?;
    lines.push(Line {
        key: "cli-bench-search-index",
        about: String::new(),
        measured: vec![("ms", millis(watch))],
        budget: "",
        within: None,
    });
    for (key, marked) in [("cli-bench-search-marked", true), ("cli-bench-search-bare", false)] {
        let asked: Vec<String> = all.iter().map(|one| if marked { one.words.clone() } else { fold::fold(&one.words) }).collect();
        let mut times = Vec::with_capacity(asked.len() * ROUNDS);
        for round in 0..=ROUNDS {
            for words in &asked {
                let watch = Stopwatch::start();
                app.db.read_now(|tx| -> Result<_> { Ok(learning::search(tx, &commune, Lang::Vi, words, 20)?) })?;
                // The first round warms what a running server has warm.
                if round > 0 {
                    times.push(millis(watch));
                }
            }
        }
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        let measured = vec![("p50", at(0.5)), ("p99", at(0.99))];
        lines.push(Line { key, about: String::new(), within: Some(at(0.99) <= 5.0), measured, budget: "p99 ≤ 5 ms" });
    }
    Ok(lines)
}

/// How many questions find their item among the first five of the built-in library.
fn recall(app: &App, all: &[Question]) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for (key, held_out) in [("cli-bench-search-recall", false), ("cli-bench-search-held-out", true)] {
        let (mut found, mut asked) = (0, 0);
        for question in all.iter().filter(|question| question.held_out == held_out) {
            let answer = app.db.read_now(|tx| -> Result<_> {
                let known = learning::item(tx, "", &question.item, Lang::Vi)?.is_some();
                Ok(if known { Some(learning::search(tx, "", Lang::Vi, &question.words, 5)?) } else { None })
            })?;
            let Some(answer) = answer else { continue };
            asked += 1;
            found += usize::from(answer.ids.contains(&question.item));
        }
        let share = 100.0 * f64::from(found as u32) / f64::from((asked as u32).max(1));
        let measured = vec![("recall", share), ("asked", f64::from(asked as u32))];
        lines.push(Line { key, about: String::new(), measured, budget: "", within: None });
    }
    Ok(lines)
}
