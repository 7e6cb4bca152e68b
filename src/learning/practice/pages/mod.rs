//! Practice screens as pages: alone by links, under supervision by a form for every tap.

use askama::Template;
use axum::{
    extract::Path,
    response::Response,
    routing::{get, post},
};

use super::{
    machine, machines,
    rules::{Machine, Part, Screen, Step},
    taking::{self, Tapped},
};
use crate::{
    accounts::{Need, Posted, Right, Route, Scope, Visitor},
    kit::{
        error::{Error, Result},
        forms::encode,
        ids,
        pages::{Frame, go, go_saying, page},
        text::{Lang, Text},
    },
    learning::{
        knocks::{VISITS, knock},
        quiz::{Attempt, Kind, grouped, in_commune, is_open, picture_href, round_of, short_name, stored_attempt},
    },
    people,
};

/// Every address of practices.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/tap", Need::Public, get(list)),
        Route::get("/tap/{practice}", Need::Public, get(alone)),
        Route::post("/tap/{practice}", Need::Public, post(typed_alone)),
        Route::post("/tap/{practice}/xong", Need::Public, post(done_alone)),
        Route::get("/tap/luot/{turn}", Need::Public, get(supervised)),
        Route::post("/tap/luot/{turn}", Need::Public, post(tap)),
    ]
}

/// The address of an attempt, in the commune that the visitor looks at.
pub fn attempt_href(visitor: &Visitor, id: &str) -> String {
    in_commune(visitor, format!("/tap/luot/{}", encode(id)))
}

struct Line {
    href: String,
    title: String,
    intro: String,
}

#[derive(Template)]
#[template(path = "learning/practice/pages/list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    lines: Vec<Line>,
}

async fn list(visitor: Visitor) -> Result<Response> {
    let t = visitor.t;
    let line = |machine: &Machine| Line {
        href: format!("/tap/{}", machine.id),
        title: machine.title.of(t.lang).to_owned(),
        intro: machine.intro.of(t.lang).to_owned(),
    };
    page(&ListPage { frame: visitor.frame("learning-practice-title"), t, lines: machines().map(line).collect() })
}

/// One part as it is drawn.
struct Drawn {
    kind: &'static str,
    /// Its place on the screen, which a tap names.
    at: usize,
    text: String,
    items: Vec<String>,
    picture: String,
    look: String,
    on: bool,
    name: String,
    /// Where a link leads, when the practice is walked alone.
    href: String,
}

/// How somebody alone stands: all of it is in the address.
struct Alone {
    screen: String,
    mistakes: i64,
    hints: i64,
}

impl Alone {
    fn of(visitor: &Visitor) -> Self {
        let count = |name: &str| visitor.query.number(name).unwrap_or(0).clamp(0, 99);
        Self { screen: visitor.query.get("man").to_owned(), mistakes: count("loi"), hints: count("goi-y") }
    }

    fn href(&self, machine: &Machine, more: &str) -> String {
        format!("/tap/{}?man={}&loi={}&goi-y={}{more}", machine.id, encode(&self.screen), self.mistakes, self.hints)
    }
}

/// What a tap alone leads to.
fn href_of(machine: &Machine, alone: &Alone, at: usize) -> String {
    match machine.step(&alone.screen, at, "") {
        Step::Go(to) => Alone { screen: to.to_owned(), ..*alone }.href(machine, "#phone"),
        _ => Alone { screen: alone.screen.clone(), mistakes: alone.mistakes + 1, ..*alone }.href(machine, &format!("&sai={at}#phone")),
    }
}

fn drawn(screen: &Screen, lang: Lang, href: impl Fn(usize) -> String) -> Vec<Drawn> {
    let one = |(at, part): (usize, &Part)| {
        let mut drawn = Drawn {
            kind: "",
            at,
            text: String::new(),
            items: Vec::new(),
            picture: String::new(),
            look: String::new(),
            on: false,
            name: String::new(),
            href: String::new(),
        };
        match part {
            Part::Picture { name, alt } => {
                (drawn.kind, drawn.text, drawn.picture) = ("picture", alt.of(lang).to_owned(), picture_href(name));
            }
            Part::Heading { text } => (drawn.kind, drawn.text) = ("heading", text.of(lang).to_owned()),
            Part::Text { text } => (drawn.kind, drawn.text) = ("text", text.of(lang).to_owned()),
            Part::Speech { text } => (drawn.kind, drawn.text) = ("speech", text.of(lang).to_owned()),
            Part::List { items } => {
                (drawn.kind, drawn.items) = ("list", items.iter().map(|item| item.of(lang).to_owned()).collect());
            }
            Part::Button { look, text, .. } => {
                (drawn.kind, drawn.text, drawn.look, drawn.href) = ("button", text.of(lang).to_owned(), look.clone(), href(at));
            }
            Part::Toggle { text, on, .. } => {
                (drawn.kind, drawn.text, drawn.on, drawn.href) = ("toggle", text.of(lang).to_owned(), *on, href(at));
            }
            Part::Field { name, label, .. } => (drawn.kind, drawn.text, drawn.name) = ("field", label.of(lang).to_owned(), name.clone()),
        }
        drawn
    };
    screen.parts.iter().enumerate().map(one).collect()
}

#[derive(Template)]
#[template(path = "learning/practice/pages/play.html")]
struct PlayPage {
    frame: Frame,
    t: Text,
    title: String,
    intro: String,
    who: String,
    app: String,
    parts: Vec<Drawn>,
    /// Why the last tap was a mistake; empty when it was none.
    mistake: String,
    /// The hint, once it was asked for.
    hint: String,
    has_hint: bool,
    hint_href: String,
    first: bool,
    screen: String,
    /// Where forms go; alone only fields have one.
    action: String,
    supervised: bool,
    mistakes: i64,
    hints: i64,
    end: bool,
    good: bool,
    /// Whether the time ran out before the end.
    late: bool,
    again: String,
    done: String,
    done_id: String,
    claim: String,
    claim_href: String,
    round: String,
}

fn play<'a>(visitor: &Visitor, machine: &'a Machine, name: &'a str, screen: &'a Screen) -> PlayPage {
    let t = visitor.t;
    PlayPage {
        frame: visitor.frame_titled(machine.title.of(t.lang)).under("/tap", t.get("learning-practice-title")),
        t,
        title: machine.title.of(t.lang).to_owned(),
        intro: machine.intro.of(t.lang).to_owned(),
        who: String::new(),
        app: screen.app.of(t.lang).to_owned(),
        parts: Vec::new(),
        mistake: String::new(),
        hint: String::new(),
        has_hint: screen.hint.is_some(),
        hint_href: String::new(),
        first: name == machine.start,
        screen: name.to_owned(),
        action: String::new(),
        supervised: false,
        mistakes: 0,
        hints: 0,
        end: screen.end.is_some(),
        late: false,
        good: screen.is_good_end(),
        again: format!("/tap/{}", machine.id),
        done: String::new(),
        done_id: String::new(),
        claim: String::new(),
        claim_href: String::new(),
        round: String::new(),
    }
}

async fn alone(visitor: Visitor, Path(practice): Path<String>) -> Result<Response> {
    let machine = machine(&practice).ok_or(Error::NotFound)?;
    let mut alone = Alone::of(&visitor);
    let asked = alone.screen.clone();
    let (name, screen) = machine.screen_or_start(&asked).ok_or(Error::NotFound)?;
    name.clone_into(&mut alone.screen);
    let lang = visitor.t.lang;
    let mistake = visitor.query.number("sai").and_then(|at| usize::try_from(at).ok()).and_then(|at| match machine.step(name, at, "") {
        Step::Mistake(why) => Some(why.of(lang).to_owned()),
        _ => None,
    });
    let hint = screen.hint.as_ref().filter(|_| visitor.query.is("xem", "goi-y")).map(|hint| hint.of(lang).to_owned());
    let hinted = Alone { screen: alone.screen.clone(), hints: alone.hints + 1, ..alone };
    page(&PlayPage {
        parts: drawn(screen, lang, |at| href_of(machine, &alone, at)),
        mistake: mistake.unwrap_or_default(),
        hint: hint.unwrap_or_default(),
        hint_href: hinted.href(machine, "&xem=goi-y#phone"),
        action: format!("/tap/{}", machine.id),
        mistakes: alone.mistakes,
        hints: alone.hints,
        done: in_commune(&visitor, format!("/tap/{}/xong", machine.id)),
        done_id: ids::new(visitor.app.clock.now()),
        ..play(&visitor, machine, name, screen)
    })
}

/// Something typed into a field: it goes by POST, so that no code that somebody types out of habit stands in an address.
async fn typed_alone(Path(practice): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let machine = machine(&practice).ok_or(Error::NotFound)?;
    let count = |name: &str| fields.number(name).unwrap_or(0).clamp(0, 99);
    let mut alone = Alone { screen: fields.get("man").to_owned(), mistakes: count("loi"), hints: count("goi-y") };
    let at = fields.number("part").and_then(|at| usize::try_from(at).ok()).unwrap_or(usize::MAX);
    let more = match machine.step(&alone.screen.clone(), at, fields.get("typed")) {
        Step::Go(to) => {
            to.clone_into(&mut alone.screen);
            "#phone".to_owned()
        }
        Step::Mistake(_) => {
            alone.mistakes += 1;
            format!("&sai={at}#phone")
        }
        Step::Nothing => String::new(),
    };
    Ok(go(&alone.href(machine, &more)))
}

async fn done_alone(visitor: Visitor, Path(practice): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let commune = visitor.commune()?.id.clone();
    let (now, id, mistakes) = (visitor.app.clock.now(), fields.get("id").to_owned(), fields.number("loi").unwrap_or(0));
    knock(&visitor, "practice-done", VISITS).await?;
    let attempt = visitor.app.db.write(move |tx| taking::done_alone(tx, &commune, &practice, &id, mistakes, now)).await?;
    Ok(go(&attempt_href(&visitor, &attempt.id)))
}

/// The attempt, its learner's short name, and whether it still takes taps.
async fn attempt_of(visitor: &Visitor, id: String) -> Result<(Attempt, String, bool)> {
    let (commune, now) = (visitor.commune()?.id.clone(), visitor.app.clock.now());
    visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let attempt = stored_attempt(tx, &commune, &id)?.filter(|attempt| attempt.kind == Kind::Practice).ok_or(Error::NotFound)?;
            let round = round_of(tx, &commune, &attempt)?;
            let person = match (&attempt.person, &round) {
                (Some(person), Some(_)) => people::card(tx, &Scope::of_command(&commune), person)?,
                _ => None,
            };
            let open = round.is_none_or(|round| is_open(&round, now));
            Ok((attempt, person.map(|card| short_name(&card.name)).unwrap_or_default(), open))
        })
        .await
}

async fn supervised(visitor: Visitor, Path(attempt): Path<String>) -> Result<Response> {
    let (attempt, who, open) = attempt_of(&visitor, attempt).await?;
    if attempt.undone.is_some() {
        return Err(Error::refused("learning-attempt-undone"));
    }
    if attempt.ended_at.is_none() && !open {
        return Err(Error::refused("learning-quiz-round-closed"));
    }
    page(&supervised_page(&visitor, &attempt, who, String::new(), visitor.query.is("xem", "goi-y"))?)
}

fn supervised_page(visitor: &Visitor, attempt: &Attempt, who: String, mistake: String, hinted: bool) -> Result<PlayPage> {
    let machine = machine(&attempt.item).ok_or(Error::NotFound)?;
    // One that was done alone has no screens of its own: only its end is shown.
    let end = machine.screens.iter().find(|(_, screen)| screen.is_good_end()).map(|(name, _)| name.as_str()).unwrap_or_default();
    let name = if attempt.round.is_empty() { end } else { &attempt.screen };
    let (name, screen) = machine.screen_or_start(name).ok_or(Error::NotFound)?;
    let lang = visitor.t.lang;
    let late = attempt.ended_at.is_some() && screen.end.is_none();
    let claim = attempt.claim.clone().unwrap_or_default();
    Ok(PlayPage {
        // What ran out has nothing left to be tapped.
        parts: if late { Vec::new() } else { drawn(screen, lang, |_| String::new()) },
        who,
        mistake,
        late,
        end: late || screen.end.is_some(),
        hint: screen.hint.as_ref().filter(|_| hinted && !late).map(|hint| hint.of(lang).to_owned()).unwrap_or_default(),
        action: attempt_href(visitor, &attempt.id),
        supervised: true,
        mistakes: attempt.mistakes,
        hints: attempt.hints,
        claim_href: in_commune(visitor, format!("/kiem-tra/nhan-ket-qua?ma={}", encode(&claim))),
        claim: if attempt.claimed_at.is_some() { String::new() } else { grouped(&claim) },
        round: if visitor.may(Right::TakeAttendance) && !attempt.round.is_empty() {
            format!("/quan-ly/hoc/buoi/{}", attempt.round)
        } else {
            String::new()
        },
        ..play(visitor, machine, name, screen)
    })
}

async fn tap(visitor: Visitor, Path(attempt): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let commune = visitor.commune()?.id.clone();
    let (now, id, screen) = (visitor.app.clock.now(), attempt.clone(), fields.get("man").to_owned());
    let hint = fields.ticked("hint");
    let part = if hint { None } else { Some(fields.number("part").and_then(|at| usize::try_from(at).ok()).unwrap_or(usize::MAX)) };
    let typed = fields.get("typed").chars().take(200).collect::<String>();
    let tapped = visitor.app.db.write(move |tx| taking::tap(tx, &commune, &id, &screen, part, &typed, now)).await?;
    match tapped {
        Tapped::Mistake(why) => {
            let (attempt, who, _) = attempt_of(&visitor, attempt).await?;
            page(&supervised_page(&visitor, &attempt, who, why.of(visitor.t.lang).to_owned(), false)?)
        }
        Tapped::On if hint => Ok(go(&in_commune(&visitor, format!("/tap/luot/{}?xem=goi-y", encode(&attempt))))),
        Tapped::On => Ok(go(&attempt_href(&visitor, &attempt))),
        Tapped::Stale => Ok(go_saying(&attempt_href(&visitor, &attempt), "learning-practice-stale")),
        Tapped::Late => Ok(go_saying(&attempt_href(&visitor, &attempt), "learning-practice-late")),
    }
}
