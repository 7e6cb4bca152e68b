//! What somebody says of an evening: by the code that was shown at its end, or by their card, of which nothing is kept but that it spoke once.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{Ask, id_of, said};
use crate::{
    accounts::{Posted, Right, Visitor},
    kit::{
        clock::{HOUR, Millis},
        dates,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields},
        ids,
        pages::{Frame, go, go_saying, origin, page, page_with},
        qr::Qr,
        text::Text,
    },
    learning::{
        cards,
        feedback::{
            rules::HARD,
            store::{self, Evening, NewRemark},
        },
        knocks::{VISITS, knock},
        quiz::{in_commune, spoken},
    },
};

/// For so long after it was shown a code takes remarks.
const OPEN_FOR: Millis = 48 * HOUR;
/// With a card one may speak of a session of the last so many days.
const DAYS_BACK: i32 = 14;
/// Letters of a code: fewer than a learner card has, so that the two are never mixed up.
const LETTERS: usize = 6;

#[derive(Template)]
#[template(path = "learning/feedback/pages/evening.html")]
struct EveningPage {
    frame: Frame,
    t: Text,
    class: String,
    code: String,
    ask: Ask,
}

fn shown(visitor: &Visitor, status: StatusCode, fields: &Fields, faults: Faults) -> Result<Response> {
    let t = visitor.t;
    let steps = HARD.map(|code| (code.to_owned(), t.get(&format!("learning-remark-hard-{code}"))));
    let (class, code): (String, String) = (fields.get("lop").chars().take(100).collect(), fields.get("ma").chars().take(600).collect());
    let frame =
        visitor.frame("learning-remark-class-title").under(in_commune(visitor, "/lich-hoc".into()), t.get("nav-timetable")).with(&faults);
    let key = format!("class:{}", spoken(&code));
    let fresh = ids::new(visitor.app.clock.now());
    let id = fields.some("id").filter(|id| ids::is_id(id)).unwrap_or(&fresh);
    let ask = Ask::new((in_commune(visitor, "/gop-y/lop".into()), id, key), steps.into(), "learning-remark-hard", fields, faults, t);
    page_with(status, &EveningPage { frame, t, class, code, ask })
}

pub(super) async fn form(visitor: Visitor) -> Result<Response> {
    shown(&visitor, StatusCode::OK, &visitor.query.clone(), Faults::default())
}

/// The session that a code or a card may speak of, and the hash that says of the card that it spoke.
fn found(tx: &mut Tx<'_>, visitor: &Visitor, commune: &str, typed: &str, class: &str, now: Millis) -> Result<(Evening, String)> {
    if typed.trim().is_empty() {
        return Err(Error::refused("learning-remark-code-missing"));
    }
    let code = spoken(typed);
    if code.len() == LETTERS {
        let evening = store::evening_by_code(tx, commune, &code, now)?.ok_or_else(|| Error::refused("learning-remark-code-unknown"))?;
        return Ok((evening, String::new()));
    }
    let person = cards::person(tx, commune, typed)?;
    let from = dates::days_after(dates::day_of(now), -DAYS_BACK);
    let evening = store::last_evening(tx, commune, &person.id, class, from)?.ok_or_else(|| Error::refused("learning-remark-not-there"))?;
    let giver = visitor.app.keys.blind("remark", &format!("{} {}", evening.id, person.id));
    if store::has_spoken(tx, commune, &giver)? {
        return Err(Error::refused("learning-remark-twice"));
    }
    Ok((evening, giver))
}

pub(super) async fn say(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let (t, now, commune) = (visitor.t, visitor.app.clock.now(), visitor.commune()?.id.clone());
    let mut faults = Faults::default();
    if let Err(Error::Refused(refusal)) = knock(&visitor, "remark", VISITS).await {
        faults.add("ma", t.refusal(&refusal));
        return shown(&visitor, StatusCode::TOO_MANY_REQUESTS, &fields, faults);
    }
    let told = said(&fields, &mut faults, t);
    let (typed, class): (String, String) = (fields.get("ma").chars().take(600).collect(), fields.get("lop").chars().take(100).collect());
    let step = HARD.iter().find(|code| **code == fields.get("step")).copied().unwrap_or("");
    let (who, id) = (visitor.clone(), id_of(&fields, now)?);
    let keeping = visitor.app.db.write(move |tx| -> Result<()> {
        tx.hold(&format!("remarks {commune}"))?;
        // The second tap on the button is thanked like the first.
        if store::is_kept(tx, &commune, &id)? {
            return Ok(());
        }
        let (evening, giver) = found(tx, &who, &commune, &typed, &class, now)?;
        let Some((face, words)) = &told else { return Ok(()) };
        let remark = NewRemark {
            id: &id,
            what: "class",
            item: &evening.id,
            village: &evening.village,
            giver: &giver,
            face: *face,
            words,
            step,
            lang: t.lang.code(),
        };
        Ok(store::insert(tx, &commune, &remark, now)?)
    });
    let kept = cards::counted(&visitor, keeping).await;
    match kept {
        Ok(()) if faults.is_empty() => {
            let code = spoken(fields.get("ma"));
            let code = if code.len() == LETTERS { code } else { String::new() };
            Ok(go(&in_commune(&visitor, format!("/gop-y/cam-on?buoi={code}"))))
        }
        Ok(()) => shown(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &fields, faults),
        Err(Error::Refused(refusal)) => {
            faults.add("ma", t.refusal(&refusal));
            shown(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &fields, faults)
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "learning/feedback/pages/thanks.html")]
struct ThanksPage {
    frame: Frame,
    t: Text,
    /// What the device may remember; empty when nothing.
    key: String,
    back: String,
}

/// The page after somebody spoke.
pub(super) async fn thanks(visitor: Visitor) -> Result<Response> {
    let plain =
        |name: &str| -> String { visitor.query.get(name).chars().take(80).filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect() };
    let (lesson, evening) = (plain("bai"), plain("buoi"));
    let (key, back) = match (lesson.is_empty(), evening.is_empty()) {
        (false, _) => (format!("lesson:{lesson}"), format!("/hoc/{lesson}")),
        (true, false) => (format!("class:{evening}"), "/lich-hoc".to_owned()),
        (true, true) => (String::new(), "/lich-hoc".to_owned()),
    };
    page(&ThanksPage { frame: visitor.frame("learning-remark-thanks"), t: visitor.t, key, back: in_commune(&visitor, back) })
}

#[derive(Template)]
#[template(path = "learning/feedback/pages/code.html")]
struct CodePage {
    frame: Frame,
    t: Text,
    evening: Evening,
    when: String,
    code: String,
    closes: String,
    href: String,
    qr: String,
}

/// The code of an evening, large, to be shown at its end.
pub(super) async fn code_page(visitor: Visitor, Path(id): Path<String>, headers: HeaderMap) -> Result<Response> {
    let (t, scope, now) = (visitor.t, visitor.scope(Right::TakeAttendance)?, visitor.app.clock.now());
    let (evening, code) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let evening = store::session(tx, &scope, &id)?.ok_or(Error::NotFound)?;
            let code = store::code_of(tx, scope.commune(), &evening.id)?.filter(|(_, closes)| *closes > now);
            Ok((evening, code))
        })
        .await?;
    let (code, closes) = code.map(|(code, closes)| (code, dates::moment(closes, t.lang))).unwrap_or_default();
    let href = format!("{}/gop-y/lop?ma={code}&xa={}", origin(&headers), visitor.commune()?.code);
    page(&CodePage {
        frame: visitor
            .frame("learning-remark-code-title")
            .under("/quan-ly/lop", t.get("nav-classes"))
            .under(format!("/quan-ly/lop/buoi/{}", evening.id), evening.title.clone()),
        t,
        when: evening.day.map(|day| dates::short_day(day, t.lang)).unwrap_or_default(),
        qr: if code.is_empty() { String::new() } else { Qr::of(&href).map(|qr| qr.svg(&code, 260)).unwrap_or_default() },
        evening,
        closes,
        code,
        href,
    })
}

/// Opens a session for remarks.
pub(super) async fn open(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::TakeAttendance)?, visitor.app.clock.now());
    let session = id.clone();
    visitor
        .app
        .db
        .write(move |tx| -> Result<()> {
            let evening = store::session(tx, &scope, &session)?.ok_or(Error::NotFound)?;
            tx.hold(&format!("remark codes {}", scope.commune()))?;
            let mut code = ids::spoken_code(LETTERS);
            while store::is_code(tx, scope.commune(), &code)? {
                code = ids::spoken_code(LETTERS);
            }
            Ok(store::open(tx, &scope, &evening.id, &code, now, now + OPEN_FOR)?)
        })
        .await?;
    Ok(go_saying(&format!("/quan-ly/hoc/gop-y/buoi/{id}"), "learning-remark-opened"))
}
