//! One person's skills, and a witnessed task of one of them.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{Mark, marks, tag};
use crate::{
    accounts::{Posted, Right, Scope, Visitor},
    kit::{
        dates,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        ids,
        pages::{Frame, go_saying, page, page_with},
        text::Text,
    },
    learning::{
        Component, NewCheck, Outcome, check_fault, content,
        courses::{self, Finished},
        outside,
        rules::may_undo,
        standing::{record, standings},
    },
    people::{self, Card},
};

struct Line {
    code: String,
    title: String,
    marks: Vec<Mark>,
    /// How well “tự làm được” is kept, in words; empty when it was never shown.
    keep: String,
    look: &'static str,
}

struct Group {
    title: String,
    lines: Vec<Line>,
}

/// A lesson that was finished.
struct Done {
    id: String,
    title: String,
    meta: String,
    grade: String,
    small: String,
    /// Who took it back, when and why; empty while it counts.
    undone: String,
    may_undo: bool,
}

#[derive(Template)]
#[template(path = "learning/standing/pages/person.html")]
struct PersonPage {
    frame: Frame,
    t: Text,
    person: Card,
    groups: Vec<Group>,
    finished: Vec<Done>,
    /// Whether official lists of confirmations were ever brought in.
    known: bool,
    may_record: bool,
    may_certify: bool,
    id: String,
    skill: String,
    skills: Vec<(String, String)>,
    outcome: String,
    outcomes: Vec<(String, String)>,
    place: String,
    note: String,
    day: String,
    time: String,
    faults: Faults,
}

pub(super) async fn one(visitor: Visitor, Path(person): Path<String>) -> Result<Response> {
    let now = visitor.app.clock.now();
    let mut typed = Fields::default();
    typed.set("id", ids::new(now));
    typed.set("skill", visitor.query.get("ky-nang"));
    typed.set("day", dates::day_of(now).to_string());
    typed.set("time", dates::clock(dates::local(now).time()));
    page(&person_page(&visitor, person, &typed, Faults::default()).await?)
}

async fn person_page(visitor: &Visitor, person: String, typed: &Fields, faults: Faults) -> Result<PersonPage> {
    let scope = visitor.scope(Right::SeePersons)?;
    let (t, today) = (visitor.t, dates::day_of(visitor.app.clock.now()));
    let helper = visitor.scope(Right::TakeAttendance).ok();
    let (card, all, finished, known) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let card = people::card(tx, &scope, &person)?.ok_or(Error::NotFound)?;
            let all = standings(tx, scope.commune(), &card.id, today)?;
            let mut finished = Vec::new();
            for one in courses::finished_by(tx, scope.commune(), &card.id)? {
                let title = content::item(tx, scope.commune(), &one.lesson, t.lang)?.map(|item| item.facts.title);
                finished.push((title.unwrap_or_else(|| one.lesson.clone()), one));
            }
            let known = outside::any_confirmed(tx, scope.commune())?;
            Ok((card, all, finished, known))
        })
        .await?;
    let manages = visitor.may(Right::ManagePlan);
    let done = |(title, one): (String, Finished)| {
        let way = t.get(if one.group.is_empty() { "learning-finished-claimed" } else { "learning-finished-group" });
        let may =
            |scope: &Scope| scope.covers(&one.reach) && may_undo(&one.by, dates::day_of(one.recorded_at), scope.account(), today, manages);
        Done {
            meta: format!("{} · {way}", dates::short_day(dates::day_of(one.at), t.lang)),
            small: one.grade.to_lowercase(),
            may_undo: one.voided_at.is_none() && helper.as_ref().is_some_and(may),
            undone: one.voided_at.map_or_else(String::new, |at| {
                let words = t.fill("learning-undone").s("name", &one.voided_by).s("when", dates::moment(at, t.lang));
                words.s("reason", &one.reason).to_string()
            }),
            id: one.id,
            grade: one.grade,
            title,
        }
    };
    let finished = finished.into_iter().map(done).collect();
    let mut groups: Vec<Group> = Vec::new();
    let mut skills = Vec::new();
    for (skill, standing) in &all {
        // A person's own audience, and whatever else they have shown something of.
        let theirs = skill.audience.code() == card.audience || standing.states.iter().any(Option::is_some);
        if !theirs {
            continue;
        }
        skills.push((skill.code.clone(), skill.title_in(t.lang).to_owned()));
        let title = skill.group_in(t.lang);
        let keep = standing.kept.map(|kept| {
            let state = t.get(&format!("learning-keep-{}", kept.keep.code()));
            match kept.due.filter(|_| kept.keep.holds()) {
                Some(due) => t.fill("learning-keep-until").s("state", state).s("day", dates::short_day(due, t.lang)).to_string(),
                None => state,
            }
        });
        let line = Line {
            code: skill.code.clone(),
            title: skill.title_in(t.lang).to_owned(),
            marks: marks((skill, standing), known, t),
            keep: keep.unwrap_or_default(),
            look: standing.kept.map_or("", |kept| tag(kept.keep)),
        };
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.lines.push(line),
            None => groups.push(Group { title: title.to_owned(), lines: vec![line] }),
        }
    }
    Ok(PersonPage {
        frame: visitor.frame_titled(card.name.clone()).under("/quan-ly/hoc/ky-nang", t.get("learning-matrix-title")).with(&faults),
        t,
        may_record: visitor.scope(Right::RecordSkill).is_ok_and(|scope| scope.covers(&card.village)),
        may_certify: visitor.may(Right::Certify),
        person: card,
        known,
        groups,
        finished,
        id: typed.get("id").to_owned(),
        skill: typed.get("skill").to_owned(),
        skills,
        outcome: typed.get("outcome").to_owned(),
        outcomes: Outcome::ALL.into_iter().map(|one| (one.code().to_owned(), t.get(&format!("learning-outcome-{}", one.code())))).collect(),
        place: typed.get("place").to_owned(),
        note: typed.get("note").to_owned(),
        day: typed.get("day").to_owned(),
        time: typed.get("time").to_owned(),
        faults,
    })
}

pub(super) async fn record(visitor: Visitor, Path(person): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::RecordSkill)?;
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let when = dates::parse_day(fields.get("day")).ok().zip(dates::parse_time(fields.get("time")).ok());
    let outcome = Outcome::parse(fields.get("outcome"));
    faults.unless(!fields.get("skill").is_empty(), "skill", t, "learning-skill-missing");
    faults.unless(outcome.is_some(), "outcome", t, "learning-skill-outcome-missing");
    faults.unless(when.is_some(), "day", t, "learning-when-wrong");
    let new = NewCheck {
        id: fields.get("id").to_owned(),
        person: person.clone(),
        component: Component::Skill,
        outcome: outcome.unwrap_or(Outcome::NotYet),
        place: fields.get("place").to_owned(),
        note: fields.get("note").to_owned(),
        at: when.map_or(now, |(day, time)| dates::instant(day, time)),
        tasks: Vec::new(),
        device: None,
    };
    if let Some((field, key)) = check_fault(&new, now) {
        faults.add(field, t.get(key));
    }
    if !faults.is_empty() {
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &person_page(&visitor, person, &fields, faults).await?);
    }
    let skill = fields.get("skill").to_owned();
    visitor.app.db.write(move |tx| record::record_skill(tx, &scope, &new, &skill, now)).await?;
    Ok(go_saying(&format!("/quan-ly/hoc/nguoi/{}", encode(&person)), "learning-recorded"))
}
