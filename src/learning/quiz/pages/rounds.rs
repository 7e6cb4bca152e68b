//! Supervised evenings: opened, learners called up by card or name, closed.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{attempt_href, take::grouped};
use crate::{
    accounts::{Posted, Right, Scope, Visitor},
    classes,
    kit::{
        dates,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        ids,
        pages::{Frame, Paging, go, go_saying, origin, page, page_with},
        qr::Qr,
        text::Text,
    },
    learning::{
        cards,
        desk::{HOME, Tab, tabs},
        practice,
        quiz::{
            bank, item_title,
            rounds::{self, NewRound},
            store::{self, Attempt, Kind, Round},
            taking,
        },
        rules::may_undo,
    },
    people, places,
};

/// At most so many people are offered for a name.
const MOST_FOUND: i64 = 12;

struct RoundLine {
    href: String,
    title: String,
    meta: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/rounds.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    rounds: Vec<RoundLine>,
    paging: Paging,
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (t, now, asked) = (visitor.t, visitor.app.clock.now(), visitor.query.number("trang"));
    let (rounds, villages, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let paging = Paging::new(asked, store::count_rounds(tx, scope.commune(), &scope.reach())?, "?trang=");
            let rounds = store::rounds(tx, scope.commune(), &scope.reach(), Paging::SIZE, paging.offset())?;
            let mut titled = Vec::new();
            for round in rounds {
                titled.push((item_title(tx, scope.commune(), round.kind, &round.item, t.lang)?, round));
            }
            Ok((titled, places::villages(tx, scope.commune())?, paging))
        })
        .await?;
    let line = |(title, round): (String, Round)| {
        let village = villages.iter().find(|v| v.id == round.village).map_or("", |v| v.name.as_str());
        let meta = [village, &round.place, &dates::moment(round.opened_at, t.lang), &round.opener];
        RoundLine {
            href: format!("/quan-ly/hoc/buoi/{}", round.id),
            title,
            meta: meta.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            open: rounds::is_open(&round, now),
        }
    };
    let rounds = rounds.into_iter().map(line).collect();
    page(&ListPage {
        frame: visitor.frame("learning-round-title").under(HOME, visitor.t.get("nav-learning")),
        t,
        tabs: tabs(&visitor, "/quan-ly/hoc/buoi"),
        rounds,
        paging,
    })
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/round_open.html")]
struct OpenPage {
    frame: Frame,
    t: Text,
    id: String,
    item: String,
    quizzes: Vec<(String, String)>,
    practices: Vec<(String, String)>,
    village: String,
    villages: Vec<(String, String)>,
    session: String,
    sessions: Vec<(String, String)>,
    place: String,
    limit: String,
    faults: Faults,
}

async fn open_page(visitor: &Visitor, typed: &Fields, faults: Faults) -> Result<OpenPage> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let today = dates::day_of(now);
    let (quizzes, villages, sessions) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let mut villages = places::villages(tx, scope.commune())?;
            villages.retain(|v| v.active && scope.covers(&v.id));
            let mut sessions = classes::sessions_between(tx, scope.commune(), today, today)?;
            sessions.retain(|lesson| scope.covers(&lesson.village));
            Ok((bank::listed(tx, scope.commune(), t.lang)?, villages, sessions))
        })
        .await?;
    let only = match villages.as_slice() {
        [one] => one.id.clone(),
        _ => String::new(),
    };
    Ok(OpenPage {
        frame: visitor.frame("learning-round-open-title").under("/quan-ly/hoc/buoi", t.get("learning-round-title")).with(&faults),
        t,
        id: typed.some("id").map_or_else(|| ids::new(now), str::to_owned),
        item: typed.get("item").to_owned(),
        quizzes: quizzes.into_iter().map(|(id, head)| (format!("quiz:{id}"), head.title)).collect(),
        practices: practice::machines().map(|machine| (format!("practice:{}", machine.id), machine.title.of(t.lang).to_owned())).collect(),
        village: typed.some("village").map_or(only, str::to_owned),
        villages: villages.into_iter().map(|v| (v.id, v.name)).collect(),
        session: typed.get("session").to_owned(),
        sessions: sessions.into_iter().map(|lesson| (lesson.id, format!("{} – {}", lesson.title, lesson.village_name))).collect(),
        place: typed.get("place").to_owned(),
        limit: typed.get("limit").to_owned(),
        faults,
    })
}

pub(super) async fn open_form(visitor: Visitor) -> Result<Response> {
    page(&open_page(&visitor, &visitor.query, Faults::default()).await?)
}

pub(super) async fn open(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let typed = |name: &str| fields.get(name).to_owned();
    let mut new = NewRound {
        id: typed("id"),
        item: typed("item"),
        village: typed("village"),
        session: typed("session"),
        place: typed("place"),
        limit: if fields.get("limit").is_empty() { 0 } else { fields.number("limit").unwrap_or(-1) },
    };
    let (asked, on) = (new.session.clone(), dates::day_of(now));
    let reach = scope.clone();
    // The evening's session says the village; a session that is not today's or out of reach counts for nothing.
    let session = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let today = classes::sessions_between(tx, reach.commune(), on, on)?;
            Ok(today.into_iter().find(|lesson| lesson.id == asked && reach.covers(&lesson.village)))
        })
        .await?;
    match session {
        Some(lesson) => {
            if new.place.is_empty() {
                new.place = lesson.venue_name;
            }
            new.village = lesson.village;
        }
        None => new.session.clear(),
    }
    if let Some((field, code)) = new.fault(&scope) {
        let mut faults = Faults::default();
        faults.add(field, t.get(code));
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &open_page(&visitor, &fields, faults).await?);
    }
    let round = visitor.app.db.write(move |tx| rounds::open(tx, &scope, &new, now)).await?;
    Ok(go_saying(&format!("/quan-ly/hoc/buoi/{}", round.id), "learning-round-opened"))
}

struct Found {
    id: String,
    name: String,
    meta: String,
}

struct Turn {
    /// The attempt's id.
    id: String,
    name: String,
    state: String,
    /// A kind of tag: `good`, `warn` or nothing.
    look: &'static str,
    href: String,
    /// Who took it back, when and why; empty while it stands.
    undone: String,
    may_undo: bool,
}

#[derive(Template)]
#[template(path = "learning/quiz/pages/round.html")]
struct OnePage {
    frame: Frame,
    t: Text,
    round: Round,
    /// The code in groups.
    code: String,
    title: String,
    meta: String,
    /// The whole address under which a learner comes in with their own phone, and the square that a camera opens.
    join: String,
    square: String,
    open: bool,
    /// How many are in the middle of it.
    busy: usize,
    asked: String,
    found: Vec<Found>,
    /// Whether there may be more of the name than are shown.
    more: bool,
    turns: Vec<Turn>,
    faults: Faults,
}

pub(super) async fn one(visitor: Visitor, Path(round): Path<String>, headers: HeaderMap) -> Result<Response> {
    let asked: String = visitor.query.get("ten").chars().take(600).collect();
    page(&one_page(&visitor, &headers, round, asked, Faults::default()).await?)
}

/// Who may be meant: the person of a card, or everybody of a name.
fn meant(tx: &mut Tx<'_>, scope: &Scope, asked: &str) -> Result<Vec<people::Card>> {
    match cards::person(tx, scope.commune(), asked) {
        Ok(card) => Ok(vec![card]),
        Err(Error::Refused(_)) => people::search(tx, scope, asked, MOST_FOUND),
        Err(error) => Err(error),
    }
}

async fn one_page(visitor: &Visitor, headers: &HeaderMap, id: String, asked: String, faults: Faults) -> Result<OnePage> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (t, now, wanted, account) = (visitor.t, visitor.app.clock.now(), asked.clone(), scope.account().to_owned());
    let (round, title, found, turns, villages) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let round = rounds::in_reach(tx, &scope, &id)?;
            let found = if wanted.chars().count() < 2 { Vec::new() } else { meant(tx, &scope, &wanted)? };
            let mut turns = Vec::new();
            let whole = Scope::of_command(scope.commune());
            for attempt in store::of_round(tx, scope.commune(), &round.id)? {
                let person = match &attempt.person {
                    Some(person) => {
                        let person = crate::ledger::canonical(tx, scope.commune(), person)?;
                        people::card(tx, &whole, &person)?
                    }
                    None => None,
                };
                let answered = store::answered(tx, scope.commune(), &attempt.id)?;
                turns.push((attempt, person.map(|card| card.name).unwrap_or_default(), answered));
            }
            let title = item_title(tx, scope.commune(), round.kind, &round.item, t.lang)?;
            Ok((round, title, found, turns, places::villages(tx, scope.commune())?))
        })
        .await?;
    let village_name = |id: &str| villages.iter().find(|v| v.id == id).map_or("", |v| v.name.as_str()).to_owned();
    let meta = [village_name(&round.village), round.place.clone(), dates::moment(round.opened_at, t.lang), round.opener.clone()];
    let busy = turns.iter().filter(|(attempt, ..)| attempt.ended_at.is_none() && attempt.undone.is_none()).count();
    let join = format!("{}/kiem-tra/vao?ma={}", origin(headers), round.code);
    let limit = if round.limit > 0 { t.fill("learning-round-limit-is").n("n", round.limit).to_string() } else { String::new() };
    let (today, manages) = (dates::day_of(now), visitor.may(Right::ManagePlan));
    let turns = turns.into_iter().map(|(attempt, name, answered)| {
        let may = attempt.undone.is_none() && may_undo(&round.opened_by, attempt.day(), &account, today, manages);
        Turn { may_undo: may, ..turn(visitor, &round, &attempt, name, answered) }
    });
    let turns = turns.collect();
    Ok(OnePage {
        frame: visitor.frame_titled(title.clone()).under("/quan-ly/hoc/buoi", t.get("learning-round-title")).with(&faults),
        t,
        code: grouped(&round.code),
        open: rounds::is_open(&round, now),
        title,
        meta: meta.into_iter().chain([limit]).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        square: Qr::of(&join).map(|qr| qr.svg(&round.code, 220)).unwrap_or_default(),
        join,
        busy,
        more: found.len() as i64 == MOST_FOUND,
        found: found.into_iter().map(|card| Found { meta: cards::who(&card, &villages, t), id: card.id, name: card.name }).collect(),
        turns,
        asked,
        round,
        faults,
    })
}

fn turn(visitor: &Visitor, round: &Round, attempt: &Attempt, name: String, answered: i64) -> Turn {
    let t = visitor.t;
    let href = match attempt.kind {
        Kind::Quiz => attempt_href(visitor, &attempt.id, None),
        Kind::Practice => practice::attempt_href(visitor, &attempt.id),
    };
    let (state, look) = match (attempt.ended_at, attempt.passed, attempt.kind) {
        (Some(_), true, Kind::Practice) => (t.fill("learning-turn-done").n("n", attempt.mistakes).to_string(), "good"),
        (Some(_), true, _) => {
            (t.fill("learning-turn-passed").n("right", attempt.right).n("of", attempt.questions.len()).to_string(), "good")
        }
        (Some(_), false, _) => {
            (t.fill("learning-turn-failed").n("right", attempt.right).n("of", attempt.questions.len()).to_string(), "warn")
        }
        (None, ..) if !rounds::is_open(round, visitor.app.clock.now()) => (t.get("learning-turn-left"), ""),
        (None, _, Kind::Quiz) => (t.fill("learning-turn-on").n("n", answered).n("of", attempt.questions.len()).to_string(), "info"),
        (None, _, Kind::Practice) => (t.get("learning-turn-practising"), "info"),
    };
    let (state, look, href) = match attempt.undone {
        Some(_) => (t.get("learning-turn-undone"), "", String::new()),
        None => (state, look, href),
    };
    let undone = attempt.undone.as_ref().map(|undone| {
        let words = t.fill("learning-undone").s("name", &undone.by).s("when", dates::moment(undone.at, t.lang));
        words.s("reason", &undone.reason).to_string()
    });
    Turn { id: attempt.id.clone(), name, state, look, href, undone: undone.unwrap_or_default(), may_undo: false }
}

pub(super) async fn call_up(visitor: Visitor, Path(round): Path<String>, headers: HeaderMap, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (t, now, id) = (visitor.t, visitor.app.clock.now(), round.clone());
    let (person, typed) = (fields.get("person").to_owned(), fields.get("ten").chars().take(600).collect::<String>());
    let asked = typed.clone();
    let called = visitor
        .app
        .db
        .write(move |tx| -> Result<_> {
            let round = rounds::in_reach(tx, &scope, &id)?;
            // By name a helper reaches their own people; whoever shows a card may be from anywhere in the commune.
            let person = if person.is_empty() {
                cards::person(tx, scope.commune(), &asked)?.id
            } else {
                let shown = cards::person(tx, scope.commune(), &asked).ok().filter(|card| card.id == person);
                match shown {
                    Some(card) => card.id,
                    None => people::card(tx, &scope, &person)?.ok_or(Error::NotFound)?.id,
                }
            };
            rounds::call_up(tx, scope.commune(), &round, &person, now)
        })
        .await;
    match called {
        Ok(attempt) if attempt.kind == Kind::Practice => Ok(go(&practice::attempt_href(&visitor, &attempt.id))),
        Ok(attempt) => Ok(go(&attempt_href(&visitor, &attempt.id, None))),
        // What was typed is no card: it may be a name, which the page looks up.
        Err(Error::Refused(refusal))
            if refusal.code.starts_with("learning-card-") && !typed.is_empty() && fields.get("person").is_empty() =>
        {
            Ok(go(&format!("/quan-ly/hoc/buoi/{}?ten={}", encode(&round), encode(&typed))))
        }
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("ten", t.refusal(&refusal));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &one_page(&visitor, &headers, round, typed, faults).await?)
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn undo(visitor: Visitor, Path(attempt): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (now, manages, reason) = (visitor.app.clock.now(), visitor.may(Right::ManagePlan), fields.get("reason").to_owned());
    let round = visitor.app.db.write(move |tx| taking::undo(tx, &scope, &attempt, &reason, manages, now)).await?;
    Ok(go_saying(&format!("/quan-ly/hoc/buoi/{}", encode(&round.id)), "learning-turn-was-undone"))
}

pub(super) async fn close(visitor: Visitor, Path(round): Path<String>, Posted(_): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::TakeAttendance)?;
    let (now, id) = (visitor.app.clock.now(), round.clone());
    visitor.app.db.write(move |tx| rounds::close(tx, &scope, &id, now)).await?;
    Ok(go_saying(&format!("/quan-ly/hoc/buoi/{}", encode(&round)), "learning-round-closed"))
}
