//! One question a page, what the answer was worth, and the result.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    attempt_href, in_commune, short_name,
    show::{self, Asked},
};
use crate::{
    accounts::{Posted, Right, Scope, Visitor},
    kit::{
        clock::MINUTE,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        ids,
        pages::{Frame, go, go_saying, page, page_with},
        text::Text,
    },
    learning::{
        knocks::{VISITS, knock},
        quiz::{
            bank::{self, Sheet},
            rounds,
            rules::Question,
            store::{self, Attempt, Kind, Round},
            taking::{self, Beginner, Kept},
        },
    },
    people,
};

pub(super) async fn begin(visitor: Visitor, Path(quiz): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let commune = visitor.commune.as_ref().ok_or(Error::NotFound)?.id.clone();
    let id = fields.some("attempt").map_or_else(|| ids::new(now), str::to_owned);
    knock(&visitor, "quiz-begin", VISITS).await?;
    let attempt = visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            let sheet = bank::sheet(tx, &commune, &quiz, t.lang)?.ok_or(Error::NotFound)?;
            taking::begin(tx, &commune, &sheet, Beginner { id: &id, round: None, person: None }, now)
        })
        .await?;
    Ok(go(&attempt_href(&visitor, &attempt.id, None)))
}

/// Refusals after which there is no form to mend.
const OVER: [&str; 2] = ["learning-quiz-round-closed", "learning-attempt-undone"];

/// An attempt with all that its pages need.
struct Seen {
    attempt: Attempt,
    sheet: Sheet,
    answers: Vec<(String, String, bool)>,
    round: Option<Round>,
    /// The learner's short name, or empty.
    who: String,
}

async fn seen(visitor: &Visitor, id: String) -> Result<Seen> {
    let commune = visitor.commune.as_ref().ok_or(Error::NotFound)?.id.clone();
    let lang = visitor.t.lang;
    visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let attempt = store::attempt(tx, &commune, &id)?.filter(|attempt| attempt.kind == Kind::Quiz).ok_or(Error::NotFound)?;
            let sheet = taking::sheet_of(tx, &commune, &attempt, lang)?;
            let answers = store::answers(tx, &commune, &id)?;
            let round = if attempt.round.is_empty() { None } else { store::round(tx, &commune, &attempt.round)? };
            let person = match (&attempt.person, &round) {
                (Some(person), Some(_)) => people::card(tx, &Scope::of_command(&commune), person)?,
                _ => None,
            };
            Ok(Seen { who: person.map(|card| short_name(&card.name)).unwrap_or_default(), attempt, sheet, answers, round })
        })
        .await
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/question.html")]
struct QuestionPage {
    frame: Frame,
    t: Text,
    title: String,
    who: String,
    at: usize,
    of: usize,
    /// Minutes left, where the round has a limit.
    left: Option<i64>,
    action: String,
    asked: Asked,
    faults: Faults,
}

fn question_page(visitor: &Visitor, seen: &Seen, question: &Question, typed: &Fields, faults: Faults) -> QuestionPage {
    let t = visitor.t;
    let of = seen.attempt.questions.len();
    let at = seen.answers.len() + 1;
    let title = t.fill("learning-quiz-at").n("n", at).n("of", of).to_string();
    QuestionPage {
        frame: visitor.frame_titled(title).with(&faults),
        t,
        title: seen.sheet.head.title.clone(),
        who: seen.who.clone(),
        at,
        of,
        left: seen.attempt.deadline_at.map(|end| ((end - visitor.app.clock.now()) / MINUTE).max(0)),
        action: attempt_href(visitor, &seen.attempt.id, None),
        asked: show::asked(&seen.attempt.id, question, typed, t),
        faults,
    }
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/feedback.html")]
struct FeedbackPage {
    frame: Frame,
    t: Text,
    title: String,
    who: String,
    at: usize,
    of: usize,
    question: Reviewed,
    next: String,
    last: bool,
}

/// An answered question.
struct Reviewed {
    text: String,
    right: bool,
    given: Vec<String>,
    answer: Vec<String>,
    why: String,
}

fn reviewed(question: &Question, answers: &[(String, String, bool)], t: Text) -> Option<Reviewed> {
    let (given, right) = taking::given_of(answers, &question.id)?;
    Some(Reviewed {
        text: question.text.clone(),
        right,
        given: show::in_words(question, &given, t),
        answer: show::right_in_words(question, t),
        why: question.why.clone(),
    })
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/result.html")]
struct ResultPage {
    frame: Frame,
    t: Text,
    title: String,
    who: String,
    passed: bool,
    score: String,
    pass: i64,
    /// The code in groups, or empty.
    claim: String,
    claim_href: String,
    claimed: bool,
    supervised: bool,
    /// The way back to the round, for who may open it.
    round: String,
    questions: Vec<Reviewed>,
    again: String,
    again_id: String,
    lesson: String,
    practice: String,
}

pub(super) async fn question(visitor: Visitor, Path(attempt): Path<String>) -> Result<Response> {
    let seen = seen(&visitor, attempt).await?;
    if seen.attempt.undone.is_some() {
        return Err(Error::refused("learning-attempt-undone"));
    }
    let open = taking::open_questions(&seen.attempt, &seen.sheet.quiz, &seen.answers);
    // Under supervision the right answers are shown at the end, when they help nobody any more.
    if seen.round.is_none()
        && let Some(asked) = visitor.query.some("cau")
        && let Some(question) = seen.sheet.quiz.question(asked)
        && let Some(reviewed) = reviewed(question, &seen.answers, visitor.t)
    {
        let at = seen.answers.iter().position(|(id, ..)| id == asked).map_or(1, |at| at + 1);
        let t = visitor.t;
        let key = if reviewed.right { "learning-quiz-right" } else { "learning-quiz-wrong" };
        return page(&FeedbackPage {
            frame: visitor.frame(key),
            t,
            title: seen.sheet.head.title.clone(),
            who: seen.who.clone(),
            at,
            of: seen.attempt.questions.len(),
            question: reviewed,
            next: attempt_href(&visitor, &seen.attempt.id, None),
            last: open.is_empty() || seen.attempt.ended_at.is_some(),
        });
    }
    let closed = seen.round.as_ref().is_some_and(|round| !rounds::is_open(round, visitor.app.clock.now()));
    match open.first().filter(|_| seen.attempt.ended_at.is_none() && !closed) {
        Some(question) => page(&question_page(&visitor, &seen, question, &Fields::default(), Faults::default())),
        None if seen.attempt.ended_at.is_none() => Err(Error::refused("learning-quiz-round-closed")),
        None => page(&result_page(&visitor, &seen)),
    }
}

fn result_page(visitor: &Visitor, seen: &Seen) -> ResultPage {
    let (t, attempt) = (visitor.t, &seen.attempt);
    let questions = attempt.questions.iter().filter_map(|id| reviewed(seen.sheet.quiz.question(id)?, &seen.answers, t)).collect();
    let may_return = visitor.may(Right::TakeAttendance);
    let code = attempt.claim.clone().unwrap_or_default();
    ResultPage {
        frame: visitor.frame("learning-quiz-result"),
        t,
        title: seen.sheet.head.title.clone(),
        who: seen.who.clone(),
        passed: attempt.passed,
        score: t.fill("learning-quiz-score").n("right", attempt.right).n("of", attempt.questions.len()).to_string(),
        pass: attempt.pass,
        claim: grouped(&code),
        claim_href: in_commune(visitor, format!("/kiem-tra/nhan-ket-qua?ma={}", encode(&code))),
        claimed: attempt.claimed_at.is_some(),
        supervised: seen.round.is_some(),
        round: seen.round.as_ref().filter(|_| may_return).map(|round| format!("/quan-ly/hoc/buoi/{}", round.id)).unwrap_or_default(),
        questions,
        again: in_commune(visitor, format!("/kiem-tra/{}", attempt.item)),
        again_id: ids::new(visitor.app.clock.now()),
        lesson: format!("/hoc/{}", attempt.item),
        practice: if seen.sheet.head.practice.is_empty() { String::new() } else { format!("/tap/{}", seen.sheet.head.practice) },
    }
}

/// A code in two groups, as it is read out.
pub fn grouped(code: &str) -> String {
    match code.split_at_checked(code.len() / 2) {
        Some((one, two)) if !one.is_empty() => format!("{one} {two}"),
        _ => code.to_owned(),
    }
}

pub(super) async fn answer(visitor: Visitor, Path(attempt): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let commune = visitor.commune.as_ref().ok_or(Error::NotFound)?.id.clone();
    let (t, now, question) = (visitor.t, visitor.app.clock.now(), fields.get("question").to_owned());
    let (id, asked, typed) = (attempt.clone(), question.clone(), fields.clone());
    let kept = visitor.app.db.write(move |tx| taking::answer(tx, &commune, &id, &asked, &typed, now)).await;
    match kept {
        Ok(Kept::First) => Ok(go(&attempt_href(&visitor, &attempt, Some(&question)))),
        Ok(Kept::Before) => Ok(go_saying(&attempt_href(&visitor, &attempt, Some(&question)), "learning-quiz-said-before")),
        Ok(Kept::Ended) => Ok(go_saying(&attempt_href(&visitor, &attempt, None), "learning-quiz-said-ended")),
        Ok(Kept::Late) => Ok(go_saying(&attempt_href(&visitor, &attempt, None), "learning-quiz-said-late")),
        Err(Error::Refused(refusal)) if !OVER.contains(&refusal.code) => {
            let seen = seen(&visitor, attempt).await?;
            let Some(question) = seen.sheet.quiz.question(&question) else { return Err(Error::NotFound) };
            let mut faults = Faults::default();
            faults.add("answer", t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &question_page(&visitor, &seen, question, &fields, faults))
        }
        Err(error) => Err(error),
    }
}
