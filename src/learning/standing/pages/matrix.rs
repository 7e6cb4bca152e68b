//! Persons and skills: who reached which of the four states.

use askama::Template;
use axum::response::Response;

use super::{Mark, marks};
use crate::{
    accounts::{Right, Visitor},
    kit::{
        dates,
        error::Result,
        forms::encode,
        pages::{Frame, Paging, page},
        text::Text,
    },
    learning::{
        desk::{HOME, Tab, tabs},
        framework, outside,
        standing::{days_of, rules, store},
    },
    people,
    places::{self, Village},
};

struct Line {
    href: String,
    name: String,
    meta: String,
    cells: Vec<Vec<Mark>>,
}

#[derive(Template)]
#[template(path = "learning/standing/pages/matrix.html")]
struct MatrixPage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    audience: String,
    audiences: Vec<(String, String)>,
    group: String,
    groups: Vec<(String, String)>,
    village: String,
    villages: Vec<Village>,
    skills: Vec<String>,
    lines: Vec<Line>,
    provisional: bool,
    /// Whether official lists of confirmations were ever brought in.
    known: bool,
    paging: Paging,
}

/// Persons on one page: each needs its evidence read.
const ROWS: i64 = Paging::SIZE;

pub(super) async fn table(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::SeePersons)?;
    let t = visitor.t;
    let today = dates::day_of(visitor.app.clock.now());
    let village = visitor.query.some("thon").filter(|v| scope.covers(v)).unwrap_or("").to_owned();
    let audience = visitor.query.some("nhom").filter(|code| people::AUDIENCES.contains(code)).unwrap_or("citizen").to_owned();
    let (asked_group, asked, reach) = (visitor.query.get("mang").to_owned(), visitor.query.number("trang"), scope.clone());
    let (wanted, of) = (village.clone(), audience.clone());
    let page_of = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let mut villages = places::villages(tx, reach.commune())?;
            villages.retain(|v| v.active && reach.covers(&v.id));
            let framework = framework::current(tx, reach.commune())?;
            let mut skills = framework.as_ref().map(|one| framework::skills(tx, one)).transpose()?.unwrap_or_default();
            skills.retain(|skill| skill.audience.code() == of);
            let mut groups: Vec<(String, String)> = Vec::new();
            for skill in &skills {
                if !groups.iter().any(|(code, _)| *code == skill.group) {
                    groups.push((skill.group.clone(), skill.group_in(t.lang).to_owned()));
                }
            }
            let group =
                groups.iter().find(|(code, _)| *code == asked_group).or(groups.first()).map(|(code, _)| code.clone()).unwrap_or_default();
            skills.retain(|skill| skill.group == group);
            let href = format!("?thon={}&nhom={}&mang={}&trang=", encode(&wanted), encode(&of), encode(&group));
            let paging = Paging::new(asked, store::count_persons(tx, &reach, &wanted, &of)?, href);
            let codes = framework::codes(tx, reach.commune())?;
            let known = outside::any_confirmed(tx, reach.commune())?;
            let days = framework.as_ref().map(|one| one.recheck_days.clone()).unwrap_or_default();
            let mut lines = Vec::new();
            for person in store::persons(tx, &reach, &wanted, &of, ROWS, paging.offset())? {
                let evidence = store::evidence(tx, &codes, reach.commune(), &person.id)?;
                let looks = store::looks(tx, &codes, reach.commune(), &person.id)?;
                let cell = |skill: &framework::Skill| {
                    let own: Vec<rules::Look> =
                        looks.iter().filter(|(unit, _)| unit.skill() == Some(&skill.code)).map(|(_, look)| *look).collect();
                    marks((skill, &rules::standing(skill, &evidence, &own, days_of(&days), today)), known, t)
                };
                let cells = skills.iter().map(cell).collect();
                lines.push(Line { href: format!("/quan-ly/hoc/nguoi/{}", person.id), name: person.name, meta: person.meta, cells });
            }
            let titles: Vec<String> = skills.iter().map(|skill| skill.title_in(t.lang).to_owned()).collect();
            Ok((villages, groups, group, titles, lines, paging, (framework.is_none_or(|one| one.provisional), known)))
        })
        .await?;
    let (villages, groups, group, skills, lines, paging, (provisional, known)) = page_of;
    page(&MatrixPage {
        frame: visitor.frame("learning-matrix-title").under(HOME, visitor.t.get("nav-learning")),
        t,
        tabs: tabs(&visitor, "/quan-ly/hoc/ky-nang"),
        audience,
        audiences: people::AUDIENCES.iter().map(|code| ((*code).to_owned(), t.get(&format!("people-audience-{code}")))).collect(),
        group,
        groups,
        village,
        villages,
        skills,
        lines,
        provisional,
        known,
        paging,
    })
}
