//! One go at a quiz: begun, answered question by question, ended, claimed. Each step may be sent twice and counts once.

use serde_json::json;

use super::{
    bank::{self, Sheet},
    rounds,
    rules::{self, Given, Question, Quiz},
    store::{self, Attempt, Kind, Round},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::{DAY, MINUTE, Millis},
        dates,
        db::Tx,
        error::{Error, Refusal, Result},
        forms::Fields,
        ids,
        text::Lang,
    },
    learning::{
        DONE, PASSED, framework,
        rules::{NOTE_LIMIT, may_undo},
    },
    ledger::{self, Grade, NewEntry},
    people::{self, Card},
};

/// How long an anonymous result can be claimed.
pub const CLAIM_LIFE: Millis = 90 * DAY;
/// After this time an anonymous attempt that was left is forgotten.
const LEFT_AFTER: Millis = 2 * DAY;

/// Who begins, and under whose eyes.
#[derive(Clone, Copy, Debug)]
pub struct Beginner<'a> {
    /// The attempt's id: made once when the form was opened.
    pub id: &'a str,
    /// The supervised round.
    pub round: Option<&'a Round>,
    /// Who; nobody when anonymous.
    pub person: Option<&'a str>,
}

/// An attempt that nobody has touched yet.
pub fn fresh(kind: Kind, item: &str, beginner: Beginner<'_>, now: Millis) -> Attempt {
    let limit = beginner.round.map_or(0, |round| round.limit);
    Attempt {
        id: beginner.id.to_owned(),
        kind,
        item: item.to_owned(),
        lang: Lang::Vi.code().to_owned(),
        version: 0,
        questions: Vec::new(),
        pass: 0,
        round: beginner.round.map(|round| round.id.clone()).unwrap_or_default(),
        person: beginner.person.map(str::to_owned),
        started_at: now,
        deadline_at: (limit > 0).then(|| now + limit * MINUTE),
        ended_at: None,
        right: 0,
        passed: false,
        screen: String::new(),
        mistakes: 0,
        hints: 0,
        claim: None,
        claimed_at: None,
        entry: None,
        undone: None,
    }
}

/// Begins an attempt, or answers the one that was begun with the same id.
///
/// # Errors
/// [`Error::StaleForm`] when the id is none; [`Error::Changed`] when it is in use for something else;
/// a refusal when the round was closed, or every question was taken out.
pub fn begin(tx: &mut Tx<'_>, commune: &str, sheet: &Sheet, beginner: Beginner<'_>, now: Millis) -> Result<Attempt> {
    if !ids::is_id(beginner.id) {
        return Err(Error::StaleForm);
    }
    tx.hold(&format!("attempt {}", beginner.id))?;
    if let Some(known) = store::attempt(tx, commune, beginner.id)? {
        let same = known.item == sheet.id && known.person.as_deref() == beginner.person;
        return if same { Ok(known) } else { Err(Error::Changed) };
    }
    if beginner.round.is_some_and(|round| round.closed_at.is_some()) {
        return Err(Error::refused("learning-quiz-round-closed"));
    }
    if beginner.person.is_none() {
        forget_old(tx, commune, now)?;
    }
    let off = store::off(tx, commune, &sheet.id)?;
    let pool: Vec<&Question> = sheet.quiz.questions.iter().filter(|question| !off.iter().any(|(id, _)| *id == question.id)).collect();
    if pool.is_empty() {
        return Err(Error::refused("learning-quiz-none-left"));
    }
    let drawn = rules::draw(pool.len(), rules::ROUND, rules::seed(beginner.id));
    let questions: Vec<String> = drawn.into_iter().map(|at| pool[at].id.clone()).collect();
    let pass = rules::pass_mark(sheet.quiz.pass, questions.len()) as i64;
    let attempt = Attempt {
        lang: sheet.lang.code().to_owned(),
        version: sheet.version,
        questions,
        pass,
        ..fresh(Kind::Quiz, &sheet.id, beginner, now)
    };
    store::add(tx, commune, &attempt)?;
    Ok(attempt)
}

/// Forgets what nobody can come back to: anonymous attempts that were left, and those that can't be claimed any more.
pub fn forget_old(tx: &mut Tx<'_>, commune: &str, now: Millis) -> Result<()> {
    store::forget_unended(tx, commune, now - LEFT_AFTER)?;
    store::forget_unclaimed(tx, commune, now - CLAIM_LIFE)?;
    Ok(())
}

/// The quiz as an attempt began it; a built-in one in the reader's language.
pub fn sheet_of(tx: &mut Tx<'_>, commune: &str, attempt: &Attempt, reader: Lang) -> Result<Sheet> {
    let begun = Lang::parse(&attempt.lang).unwrap_or_default();
    if attempt.version == 0
        && let Some(sheet) = bank::version(tx, commune, &attempt.item, reader, 0)?
    {
        return Ok(sheet);
    }
    bank::version(tx, commune, &attempt.item, begun, attempt.version)?.ok_or(Error::NotFound)
}

/// The questions that are still to be answered, in order. One that the quiz no longer has is passed over.
pub fn open_questions<'a>(attempt: &Attempt, quiz: &'a Quiz, answered: &[(String, String, bool)]) -> Vec<&'a Question> {
    let open = attempt.questions.iter().filter(|id| !answered.iter().any(|(known, ..)| known == *id));
    open.filter_map(|id| quiz.question(id)).collect()
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is the one that counts.
    First,
    /// The question was answered before, in another tab or by a second tap: the first answer stands.
    Before,
    /// The attempt had ended.
    Ended,
    /// The time was up; the attempt ended with what was answered until then.
    Late,
}

/// Keeps an answer; after the last one the attempt ends.
///
/// # Errors
/// [`Error::NotFound`] when there is no such attempt or question; a refusal when nothing was answered or the round was closed.
pub fn answer(tx: &mut Tx<'_>, commune: &str, id: &str, question: &str, fields: &Fields, now: Millis) -> Result<Kept> {
    answer_with(tx, commune, id, question, now, |asked| rules::read(asked, fields))
}

/// Keeps the answer that `give` gives to the question; after the last one the attempt ends.
///
/// # Errors
/// As [`answer`], and what `give` refuses.
pub fn answer_with(
    tx: &mut Tx<'_>,
    commune: &str,
    id: &str,
    question: &str,
    now: Millis,
    give: impl FnOnce(&Question) -> std::result::Result<Given, Refusal>,
) -> Result<Kept> {
    tx.hold(&format!("attempt {id}"))?;
    let attempt = store::attempt(tx, commune, id)?.filter(|attempt| attempt.kind == Kind::Quiz).ok_or(Error::NotFound)?;
    if !attempt.questions.iter().any(|known| known == question) {
        return Err(Error::NotFound);
    }
    if attempt.undone.is_some() {
        return Err(Error::refused("learning-attempt-undone"));
    }
    if attempt.ended_at.is_some() {
        return Ok(Kept::Ended);
    }
    let before = store::answers(tx, commune, id)?;
    if before.iter().any(|(known, ..)| known == question) {
        return Ok(Kept::Before);
    }
    let round = if attempt.round.is_empty() { None } else { store::round(tx, commune, &attempt.round)? };
    if round.is_some_and(|round| !rounds::is_open(&round, now)) {
        return Err(Error::refused("learning-quiz-round-closed"));
    }
    let mut attempt = attempt;
    if attempt.is_over(now) {
        end(tx, commune, &mut attempt, &before, now)?;
        return Ok(Kept::Late);
    }
    let lang = Lang::parse(&attempt.lang).unwrap_or_default();
    let quiz = bank::questions(tx, commune, &attempt.item, lang, attempt.version)?.ok_or(Error::NotFound)?;
    let asked = quiz.question(question).ok_or(Error::NotFound)?;
    let given = give(asked)?;
    let right = rules::judge(asked, &given);
    if !store::answer(tx, commune, id, question, &given.stored(), right, now)? {
        return Ok(Kept::Before);
    }
    let mut answers = before;
    answers.push((question.to_owned(), given.stored(), right));
    if open_questions(&attempt, &quiz, &answers).is_empty() {
        end(tx, commune, &mut attempt, &answers, now)?;
    }
    Ok(Kept::First)
}

/// Whether the answer under this form can't be changed any more.
pub fn given_of(answers: &[(String, String, bool)], question: &str) -> Option<(Given, bool)> {
    answers.iter().find(|(known, ..)| known == question).map(|(_, given, right)| (Given::of_stored(given), *right))
}

fn end(tx: &mut Tx<'_>, commune: &str, attempt: &mut Attempt, answers: &[(String, String, bool)], now: Millis) -> Result<()> {
    attempt.right = answers.iter().filter(|(_, _, right)| *right).count() as i64;
    attempt.passed = attempt.right >= attempt.pass;
    conclude(tx, commune, attempt, now)
}

/// Ends an attempt whose time is up with what was answered until then; a practice without its good end is not passed.
pub fn run_out(tx: &mut Tx<'_>, commune: &str, attempt: &mut Attempt, now: Millis) -> Result<()> {
    match attempt.kind {
        Kind::Quiz => {
            let answers = store::answers(tx, commune, &attempt.id)?;
            end(tx, commune, attempt, &answers, now)
        }
        Kind::Practice => conclude(tx, commune, attempt, now),
    }
}

/// Ends an attempt that says whether it was passed: the supervised one goes into the ledger, an anonymous one gets a code to claim it by.
///
/// A person passes once in a round: a second attempt that ends well stays without an entry.
pub fn conclude(tx: &mut Tx<'_>, commune: &str, attempt: &mut Attempt, now: Millis) -> Result<()> {
    if let Some(person) = attempt.person.clone() {
        let person = ledger::canonical(tx, commune, &person)?;
        tx.hold(&rounds::turn_of(&attempt.round, &person))?;
        // It may have been ended by a call while this answer was on its way.
        if let Some(ended) = store::attempt(tx, commune, &attempt.id)?.filter(|known| known.ended_at.is_some()) {
            *attempt = ended;
            return Ok(());
        }
        if attempt.passed && !rounds::of_person(tx, commune, &attempt.round, &person)?.iter().any(Attempt::counts) {
            let round = store::round(tx, commune, &attempt.round)?.ok_or(Error::NotFound)?;
            // Whoever was called up stays who they are, also when the caller's reach ends before the last answer.
            if let Some(card) = people::card(tx, &Scope::of_command(commune), &person)? {
                attempt.ended_at = Some(attempt.ends_at(now));
                attempt.entry = Some(append(tx, commune, attempt, &card, Grade::B, &round.opened_by, now)?);
            }
        }
    } else if attempt.passed {
        attempt.claim = Some(new_claim(tx, commune)?);
    }
    attempt.ended_at = Some(attempt.ends_at(now));
    store::keep(tx, commune, attempt)?;
    Ok(())
}

/// Takes an attempt of a round back, as when the wrong person was called up: its entries count no more, and all of it stays to be read.
/// Answers the round.
///
/// `manages`: whether the caller manages the plan, and so is not held to the day it was taken.
///
/// # Errors
/// [`Error::NotFound`] out of reach; a refusal without a reason or after its day.
pub fn undo(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, manages: bool, now: Millis) -> Result<Round> {
    let commune = scope.commune();
    tx.hold(&format!("attempt {id}"))?;
    let attempt = store::attempt(tx, commune, id)?.ok_or(Error::NotFound)?;
    let round = rounds::in_reach(tx, scope, &attempt.round)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::refused("learning-reason-missing"));
    }
    if reason.chars().count() > NOTE_LIMIT {
        return Err(Error::refused("learning-note-long"));
    }
    if !may_undo(&round.opened_by, attempt.day(), scope.account(), dates::day_of(now), manages) {
        return Err(Error::refused("learning-undo-late"));
    }
    if store::mark_undone(tx, scope, id, reason, now)? {
        for entry in store::entries_of(tx, commune, id)? {
            ledger::void(tx, commune, &entry, &ids::new(now), reason, scope.account(), now)?;
        }
    }
    Ok(round)
}

fn new_claim(tx: &mut Tx<'_>, commune: &str) -> Result<String> {
    loop {
        let code = ids::spoken_code(8);
        if store::by_claim(tx, commune, &code)?.is_none() {
            return Ok(code);
        }
    }
}

/// Appends one entry for each skill and answers the first one's id. Under supervision a quiz attains the skills' components.
fn append(tx: &mut Tx<'_>, commune: &str, attempt: &Attempt, person: &Card, grade: Grade, by: &str, now: Millis) -> Result<String> {
    let mut skills = match attempt.kind {
        Kind::Quiz => bank::listed(tx, commune, Lang::Vi)?.into_iter().find(|(id, _)| *id == attempt.item).map(|(_, head)| head.skills),
        Kind::Practice => crate::learning::practice::machine(&attempt.item).map(|machine| machine.skills.clone()),
    }
    .unwrap_or_default();
    if skills.is_empty() {
        skills.push(String::new());
    }
    let mut first = None;
    for skill in skills {
        let attains = match (attempt.kind, grade) {
            (Kind::Quiz, Grade::A | Grade::B) => {
                framework::skill(tx, commune, &skill)?.and_then(|skill| skill.component()).map(|component| component.attains().to_owned())
            }
            _ => None,
        };
        let (kind, body) = match attempt.kind {
            Kind::Quiz => (
                PASSED,
                json!({ "quiz": attempt.item, "skill": skill, "right": attempt.right, "asked": attempt.questions.len(), "round": attempt.round }),
            ),
            Kind::Practice => (
                DONE,
                json!({ "practice": attempt.item, "skill": skill, "mistakes": attempt.mistakes, "hints": attempt.hints, "round": attempt.round }),
            ),
        };
        let entry = NewEntry {
            id: ids::new(now),
            commune: commune.to_owned(),
            village: person.village.clone(),
            kind,
            person: Some(person.id.clone()),
            audience: person.audience.clone(),
            subject: attempt.id.clone(),
            grade: Some(grade),
            attains,
            occurred_at: attempt.ended_at.unwrap_or(now),
            recorded_by: by.to_owned(),
            device: None,
            body,
        };
        let entry = ledger::append(tx, &entry, now)?;
        first.get_or_insert(entry.id);
    }
    first.ok_or_else(|| Error::Broken("an attempt without an entry".into()))
}

/// Puts an anonymous result into somebody's ledger, as told by themselves (grade C).
///
/// # Errors
/// A refusal when no result has this code, it is too old, or it was claimed before – by whomever.
pub fn claim(tx: &mut Tx<'_>, commune: &str, code: &str, person: &Card, by: &str, now: Millis) -> Result<Attempt> {
    let code = spoken(code);
    tx.hold(&format!("claim {commune} {code}"))?;
    let mut attempt = store::by_claim(tx, commune, &code)?.ok_or_else(|| Error::refused("learning-claim-unknown"))?;
    if attempt.claimed_at.is_some() {
        // The same person asking again gets the same answer.
        return if attempt.person.as_deref() == Some(&person.id) { Ok(attempt) } else { Err(Error::refused("learning-claim-taken")) };
    }
    if attempt.ended_at.is_none_or(|ended| now - ended > CLAIM_LIFE) {
        return Err(Error::refused("learning-claim-old"));
    }
    attempt.entry = Some(append(tx, commune, &attempt, person, Grade::C, by, now)?);
    attempt.person = Some(person.id.clone());
    attempt.claimed_at = Some(now);
    store::keep(tx, commune, &attempt)?;
    Ok(attempt)
}

/// A code as somebody types or reads it: small letters, spaces and dashes are fine.
pub fn spoken(typed: &str) -> String {
    typed.chars().take(40).filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
