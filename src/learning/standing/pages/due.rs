//! Whose “tự làm được” is due to be checked again.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;

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
        framework,
        standing::{
            due::due,
            refresh,
            rules::Keep,
            store::{self, Due, Unit},
        },
    },
    places::{self, Village},
};

struct Line {
    href: String,
    name: String,
    what: String,
    meta: String,
    state: String,
    look: &'static str,
}

#[derive(Template)]
#[template(path = "learning/standing/pages/due.html")]
struct DuePage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    village: String,
    villages: Vec<Village>,
    /// How many days ahead are shown.
    ahead: bool,
    lines: Vec<Line>,
    paging: Paging,
}

pub(super) async fn list(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::RecordSkill)?;
    let t = visitor.t;
    let today = dates::day_of(visitor.app.clock.now());
    let village = visitor.query.some("thon").filter(|v| scope.covers(v)).unwrap_or("").to_owned();
    let ahead = visitor.query.is("truoc", "7");
    let until = if ahead { dates::days_after(today, 7) } else { today };
    let (wanted, reach, asked) = (village.clone(), scope.clone(), visitor.query.number("trang"));
    refresh(&visitor.app.db, scope.commune(), visitor.app.clock.now()).await?;
    let (waiting, villages, titles, paging) = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let mut villages = places::villages(tx, reach.commune())?;
            villages.retain(|v| v.active && reach.covers(&v.id));
            let framework = framework::current(tx, reach.commune())?;
            let skills = framework.map(|one| framework::skills(tx, &one)).transpose()?.unwrap_or_default();
            let titles: BTreeMap<String, String> =
                skills.iter().map(|skill| (skill.code.clone(), skill.title_in(t.lang).to_owned())).collect();
            let wanted = Due { village: &wanted, until };
            let href = format!("?thon={}{}&trang=", encode(wanted.village), if ahead { "&truoc=7" } else { "" });
            let paging = Paging::new(asked, store::count_due(tx, &reach, &wanted)?, href);
            Ok((due(tx, &reach, &wanted, today, Paging::SIZE, paging.offset())?, villages, titles, paging))
        })
        .await?;
    let name_of = |id: &str| villages.iter().find(|v| v.id == id).map_or("", |v| v.name.as_str()).to_owned();
    let lines = waiting
        .into_iter()
        .map(|one| {
            let what = match &one.unit {
                Unit::Skill(code) => titles.get(code).cloned().unwrap_or_else(|| code.clone()),
                Unit::Component(code) => t.get(&format!("learning-short-{code}")),
            };
            let shown = t.fill("learning-due-shown").s("day", dates::short_day(one.kept.shown, t.lang)).to_string();
            let due = one.kept.due.filter(|_| one.kept.keep != Keep::Lost);
            let due = due.map(|day| t.fill("learning-due-on").s("day", dates::short_day(day, t.lang)).to_string()).unwrap_or_default();
            let meta = [name_of(&one.village), shown, due];
            Line {
                href: match &one.unit {
                    Unit::Skill(code) => format!("/quan-ly/hoc/nguoi/{}?ky-nang={}", one.person, encode(code)),
                    Unit::Component(_) => format!("/quan-ly/kiem-tra/{}", one.person),
                },
                name: one.name,
                what,
                meta: meta.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
                state: t.get(&format!("learning-keep-{}", one.kept.keep.code())),
                look: super::tag(one.kept.keep),
            }
        })
        .collect();
    page(&DuePage {
        frame: visitor.frame("learning-due-title").under(HOME, visitor.t.get("nav-learning")),
        t,
        tabs: tabs(&visitor, "/quan-ly/hoc/den-han"),
        village,
        villages,
        ahead,
        lines,
        paging,
    })
}
