//! Quiz answers a second, each durable before it is answered.

use super::{Line, load_demo};
use crate::{
    kit::{
        clock::Stopwatch,
        error::{Error, Result},
        forms::Fields,
        ids,
    },
    learning, places,
    platform::demo,
};

/// Rounds of eight questions, so many at a time.
const AT_A_TIME: usize = 32;

/// Answers quizzes until `millis` have gone by.
pub(super) fn measure(folder: &std::path::Path, millis: u64) -> Result<Vec<Line>> {
    let (app, _) = load_demo(folder)?;
    app.db.write_now(|tx| learning::load_content(tx, 0))?;
    let commune = app.db.read_now(|tx| -> Result<_> { Ok(places::commune_by_code(tx, demo::CODE)?.ok_or(Error::NotFound)?.id) })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let watch = Stopwatch::start();
    let mut took = runtime.block_on(async {
        let mut learners = tokio::task::JoinSet::new();
        for _ in 0..AT_A_TIME {
            let (app, commune) = (app.clone(), commune.clone());
            learners.spawn(async move {
                let mut took = Vec::new();
                while watch.micros() < u128::from(millis) * 1_000 {
                    let (now, id, of) = (app.clock.now(), ids::new(app.clock.now()), commune.clone());
                    let asked = id.clone();
                    let questions = app.db.write(move |tx| learning::begin_quiz(tx, &of, BENCHED, &asked, now)).await?;
                    for question in questions {
                        let (of, id) = (commune.clone(), id.clone());
                        let fields = Fields::of(vec![("skip".to_owned(), "1".to_owned())]);
                        let one = Stopwatch::start();
                        app.db.write(move |tx| learning::answer_quiz(tx, &of, &id, &question, &fields, now)).await?;
                        took.push(one.micros());
                    }
                }
                Ok::<_, Error>(took)
            });
        }
        let mut all = Vec::new();
        while let Some(done) = learners.join_next().await {
            all.extend(done.map_err(|error| Error::Broken(error.to_string()))??);
        }
        Ok::<_, Error>(all)
    })?;
    let seconds = watch.micros() as f64 / 1e6;
    took.sort_unstable();
    let at = |part: f64| took.get(((took.len() as f64 - 1.0).max(0.0) * part) as usize).map_or(0.0, |micros| *micros as f64 / 1e3);
    let measured = vec![("answers", took.len() as f64 / seconds), ("p50", at(0.5)), ("p99", at(0.99))];
    Ok(vec![Line { key: "cli-bench-quiz", about: String::new(), measured, budget: "", within: None }])
}

/// The quiz that is answered.
const BENCHED: &str = "nhan-biet-cuoc-goi-lua-dao";
