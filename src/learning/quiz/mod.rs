//! The question bank, rounds of quizzes, and how good the questions are.
//!
//! | file | what |
//! |---|---|
//! | `rules` | seven types of questions: reading, judging and drawing them |
//! | `parse` | quiz files, with every mistake said in words |
//! | `bank` | built-in quizzes, and the commune's own in their place |
//! | `taking` | one go: begun, answered, ended, claimed |
//! | `rounds` | supervised evenings |
//! | `analysis` | difficulty and discrimination of each question |
//! | `store` | all SQL |
//!
//! An attempt without a person is anonymous: the server keeps which questions were answered and how, and nothing about whom.

mod analysis;
mod bank;
mod desk;
mod pages;
mod parse;
mod rounds;
mod rules;
mod store;
mod taking;

#[cfg(test)]
pub use bank::listed;
pub use bank::with_quiz;
pub use pages::routes;
pub(super) use pages::{grouped, in_commune, picture_href, short_name};
pub use rounds::NewRound;
pub(super) use rounds::is_open;
pub use rules::bare;
use rules::{Given, Question};
pub use store::{Attempt, Kind, Round, attempt as stored_attempt};
pub(super) use store::{add as put_attempt, keep as keep_attempt};
pub use taking::Beginner;
pub(super) use taking::spoken;
pub(super) use taking::{conclude, forget_old, fresh, run_out};

use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::{Error, Tx},
        error::{Error as Refused, Result},
        forms::Fields,
        text::Lang,
    },
};

/// Begins an anonymous attempt and answers its questions, in order.
///
/// # Errors
/// [`Refused::NotFound`] when there is no such quiz; as a page's form is refused.
pub fn begin_quiz(tx: &mut Tx<'_>, commune: &str, quiz: &str, id: &str, now: Millis) -> Result<Vec<String>> {
    let sheet = bank::sheet(tx, commune, quiz, Lang::Vi)?.ok_or(Refused::NotFound)?;
    Ok(taking::begin(tx, commune, &sheet, Beginner { id, round: None, person: None }, now)?.questions)
}

/// Keeps an answer of an attempt.
///
/// # Errors
/// As a page's form is refused.
pub fn answer_quiz(tx: &mut Tx<'_>, commune: &str, attempt: &str, question: &str, fields: &Fields, now: Millis) -> Result<()> {
    taking::answer(tx, commune, attempt, question, fields, now).map(drop)
}

/// Somebody takes a quiz alone, from the first question to the last. `knows` tells of each question whether the answer is right.
///
/// # Errors
/// As a page's form is refused.
pub fn study_quiz(tx: &mut Tx<'_>, commune: &str, quiz: &str, id: &str, mut knows: impl FnMut(&str) -> bool, at: Millis) -> Result<()> {
    for question in begin_quiz(tx, commune, quiz, id, at)? {
        respond(tx, commune, id, &question, knows(&question), at)?;
    }
    Ok(())
}

/// Holds a round from its opening to its close: each of `persons` is called up and answers all questions. `knows` tells of each of them, by
/// their place, and each question whether the answer is right.
///
/// # Errors
/// As a page's form is refused.
pub fn hold_round(
    tx: &mut Tx<'_>,
    scope: &Scope,
    new: &NewRound,
    persons: &[String],
    mut knows: impl FnMut(usize, &str) -> bool,
    at: Millis,
) -> Result<Vec<bool>> {
    let round = rounds::open(tx, scope, new, at)?;
    let mut passed = Vec::with_capacity(persons.len());
    for (place, person) in persons.iter().enumerate() {
        let attempt = rounds::call_up(tx, scope.commune(), &round, person, at)?;
        for question in &attempt.questions {
            respond(tx, scope.commune(), &attempt.id, question, knows(place, question), at)?;
        }
        passed.push(store::attempt(tx, scope.commune(), &attempt.id)?.is_some_and(|attempt| attempt.passed));
    }
    rounds::close(tx, scope, &round.id, at)?;
    Ok(passed)
}

fn respond(tx: &mut Tx<'_>, commune: &str, attempt: &str, question: &str, right: bool, at: Millis) -> Result<()> {
    let give = |asked: &Question| -> std::result::Result<Given, _> { Ok(if right { rules::right(asked) } else { rules::wrong(asked) }) };
    taking::answer_with(tx, commune, attempt, question, at, give).map(drop)
}

/// The round of an attempt; none for self-study.
pub fn round_of(tx: &mut Tx<'_>, commune: &str, attempt: &Attempt) -> Result<Option<Round>, Error> {
    if attempt.round.is_empty() { Ok(None) } else { store::round(tx, commune, &attempt.round) }
}

/// What an item is called in a commune.
pub fn item_title(tx: &mut Tx<'_>, commune: &str, kind: Kind, item: &str, lang: Lang) -> Result<String, Error> {
    Ok(match kind {
        Kind::Quiz => bank::title(tx, commune, item, lang)?,
        Kind::Practice => super::practice::machine(item).map_or_else(|| item.to_owned(), |machine| machine.title.of(lang).to_owned()),
    })
}

#[cfg(test)]
mod tests;
