//! What the office does with the bank: a file of questions taken in, a bad question taken out.

use std::collections::{BTreeMap, btree_map::Entry};

use super::{
    analysis::{self, Item},
    bank::{self, Sheet},
    parse::{self, Flaw},
    rules::Quiz,
    store,
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        fold, ids,
        text::Lang,
    },
};

/// At most so many of the latest attempts are looked at.
const MOST_ATTEMPTS: i64 = 2_000;
/// The longest reason, in characters.
const REASON_LIMIT: usize = 500;

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is in use from now on, as this version.
    New(i64),
    /// The same file is in use already.
    Same(i64),
    /// Everything that is wrong with it.
    Wrong(Vec<Flaw>),
}

/// Reads the questions of a lesson from a file, and uses them from now on unless `look_only`. Rounds under way keep theirs.
///
/// # Errors
/// A refusal when there is no such lesson or language.
pub fn take_in(
    tx: &mut Tx<'_>,
    scope: &Scope,
    lesson: &str,
    lang: &str,
    source: &str,
    look_only: bool,
    now: Millis,
) -> Result<(Taken, Option<Quiz>)> {
    let Some(lang) = Lang::parse(lang) else { return Err(Error::refused("learning-import-language")) };
    if !bank::has_lesson(tx, scope.commune(), lesson)? {
        return Err(Error::refused("learning-import-lesson"));
    }
    let quiz = match parse::parse(source) {
        Ok(quiz) => quiz,
        Err(flaws) => return Ok((Taken::Wrong(flaws), None)),
    };
    let commune = scope.commune();
    tx.hold(&format!("quiz {commune} {lesson}"))?;
    let last = store::last_version(tx, commune, lesson, lang.code())?.unwrap_or(0);
    let hash = ids::sha256_hex(source.as_bytes());
    if last > 0 && store::version_hash(tx, commune, lesson, lang.code(), last)?.as_deref() == Some(&hash) {
        return Ok((Taken::Same(last), Some(quiz)));
    }
    if !look_only {
        store::add_version(tx, commune, lesson, lang.code(), last + 1, (source, &hash), (scope.account(), now))?;
    }
    Ok((Taken::New(last + 1), Some(quiz)))
}

/// What the answers to the questions of a sheet tell. Answers to an older version count for the questions that it asked in the same words.
pub fn analysed(tx: &mut Tx<'_>, commune: &str, sheet: &Sheet) -> Result<BTreeMap<String, Item>> {
    let mut older: BTreeMap<i64, Option<Sheet>> = BTreeMap::new();
    let mut answers = Vec::new();
    for (version, answer) in store::all_answers(tx, commune, &sheet.id, sheet.lang.code(), MOST_ATTEMPTS)? {
        let then = match older.entry(version) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(bank::version(tx, commune, &sheet.id, sheet.lang, version)?),
        };
        let question = sheet.quiz.question(&answer.1);
        if question.is_some() && then.as_ref().and_then(|then| then.quiz.question(&answer.1)) == question {
            answers.push(answer);
        }
    }
    Ok(analysis::analyse(&answers))
}

/// Takes a question out of new rounds.
///
/// # Errors
/// A refusal without a reason; [`Error::NotFound`] when the quiz has no such question.
pub fn set_off(tx: &mut Tx<'_>, scope: &Scope, quiz: &str, question: &str, reason: &str, now: Millis) -> Result<()> {
    known(tx, scope, quiz, question)?;
    let reason = fold::nfc(reason);
    if reason.is_empty() {
        return Err(Error::refused("learning-reason-missing"));
    }
    if reason.chars().count() > REASON_LIMIT {
        return Err(Error::refused("learning-note-long"));
    }
    store::set_off(tx, scope.commune(), quiz, question, &reason, scope.account(), now)?;
    Ok(())
}

/// Lets a question be drawn again.
///
/// # Errors
/// [`Error::NotFound`] when the quiz has no such question.
pub fn set_on(tx: &mut Tx<'_>, scope: &Scope, quiz: &str, question: &str) -> Result<()> {
    known(tx, scope, quiz, question)?;
    store::set_on(tx, scope.commune(), quiz, question)?;
    Ok(())
}

fn known(tx: &mut Tx<'_>, scope: &Scope, quiz: &str, question: &str) -> Result<()> {
    let sheet = bank::sheet(tx, scope.commune(), quiz, Lang::Vi)?;
    sheet.is_some_and(|sheet| sheet.quiz.question(question).is_some()).then_some(()).ok_or(Error::NotFound)
}
