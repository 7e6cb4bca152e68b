//! The officers' side of learning: one page that leads to every part with what waits there, and tabs above the parts that belong together.

use askama::Template;
use axum::{response::Response, routing::get};

use crate::{
    accounts::{Need, Right, Route, Visitor},
    kit::{
        error::Result,
        pages::{Frame, page},
        text::Text,
    },
    learning::{certificates, editing, feedback, outside, standing},
};

/// Where the page of all parts stands.
pub const HOME: &str = "/quan-ly/hoc";

/// Parts that share their tabs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Checks,
    Content,
}

/// One part: where it leads, its icon, its code in the text keys, and the right that opens it.
struct Part(Group, &'static str, &'static str, &'static str, Right);

const PARTS: &[Part] = &[
    Part(Group::Checks, "/quan-ly/kiem-tra", "check", "basics", Right::RecordSkill),
    Part(Group::Checks, "/quan-ly/hoc/buoi", "class", "rounds", Right::TakeAttendance),
    Part(Group::Checks, "/quan-ly/hoc/nhom", "people", "groups", Right::TakeAttendance),
    Part(Group::Checks, "/quan-ly/hoc/den-han", "clock", "due", Right::RecordSkill),
    Part(Group::Checks, "/quan-ly/hoc/ky-nang", "chart", "matrix", Right::SeePersons),
    Part(Group::Checks, "/quan-ly/hoc/chung-nhan", "seal", "certificates", Right::Certify),
    Part(Group::Checks, "/quan-ly/hoc/ket-qua-ngoai", "globe", "outside", Right::RecordSkill),
    Part(Group::Checks, "/quan-ly/hoc/xac-nhan", "shield", "confirmed", Right::ImportPersons),
    Part(Group::Checks, "/quan-ly/hoc/cau-hoi", "help", "bank", Right::ManageLearning),
    Part(Group::Content, "/quan-ly/hoc/bai", "book", "items", Right::ManageLearning),
    Part(Group::Content, "/quan-ly/hoc/khoa-hoc", "hand", "courses", Right::ManageLearning),
    Part(Group::Content, "/quan-ly/hoc/khoa-ngoai", "globe", "outside-courses", Right::ManageLearning),
    Part(Group::Content, "/quan-ly/hoc/gop-y", "chat", "remarks", Right::SeeClasses),
    Part(Group::Content, "/quan-ly/hoc/tep", "file", "files", Right::ManageLearning),
    Part(Group::Content, "/quan-ly/hoc/khung", "shield", "framework", Right::ManageLearning),
];

/// A part as a tab.
pub struct Tab {
    /// Where it leads.
    pub href: &'static str,
    /// Its words.
    pub words: String,
    /// Whether it is open now.
    pub current: bool,
}

/// The parts beside the one at `here` that the visitor may open; none when there is only one.
pub fn tabs(visitor: &Visitor, here: &str) -> Vec<Tab> {
    let Some(own) = PARTS.iter().find(|part| part.1 == here) else { return Vec::new() };
    let open = PARTS.iter().filter(|part| part.0 == own.0 && visitor.may(part.4));
    let tabs: Vec<Tab> = open
        .map(|part| Tab { href: part.1, words: visitor.t.get(&format!("learning-part-{}", part.3)), current: part.1 == here })
        .collect();
    if tabs.len() > 1 { tabs } else { Vec::new() }
}

/// The page of all parts.
pub fn routes() -> Vec<Route> {
    vec![Route::get(HOME, Need::SignedIn, get(home))]
}

/// A part as a card.
struct Way {
    href: &'static str,
    icon: &'static str,
    name: String,
    lead: String,
    /// What waits there, or empty.
    waits: String,
}

#[derive(Template)]
#[template(path = "learning/pages/desk.html")]
struct HomePage {
    frame: Frame,
    t: Text,
    /// Each group's heading and parts.
    groups: Vec<(String, Vec<Way>)>,
}

async fn home(visitor: Visitor) -> Result<Response> {
    let t = visitor.t;
    let open: Vec<&Part> = PARTS.iter().filter(|part| visitor.may(part.4)).collect();
    let today = visitor.app.clock.today();
    let scope_of = |right: Right| visitor.may(right).then(|| visitor.scope(right)).transpose();
    let (checks, issues, content) = (scope_of(Right::RecordSkill)?, scope_of(Right::Certify)?, scope_of(Right::ManageLearning)?);
    let classes = scope_of(Right::SeeClasses)?;
    if let Some(scope) = &checks {
        standing::refresh(&visitor.app.db, scope.commune(), visitor.app.clock.now()).await?;
    }
    let waiting = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let due = checks.as_ref().map(|scope| standing::count_due(tx, scope, today)).transpose()?;
            let papers = issues.as_ref().map(|scope| certificates::count_waiting(tx, scope.commune())).transpose()?;
            let drafts = content.as_ref().map(|scope| editing::count_in_review(tx, scope.commune())).transpose()?;
            let results = checks.as_ref().map(|scope| outside::count_waiting(tx, scope)).transpose()?;
            let remarks = classes.as_ref().map(|scope| feedback::count_new(tx, scope)).transpose()?;
            Ok([("due", due), ("certificates", papers), ("items", drafts), ("outside", results), ("remarks", remarks)])
        })
        .await?;
    let waits = |key: &str| {
        let count = waiting.iter().find(|(part, _)| *part == key).and_then(|(_, count)| *count).unwrap_or(0);
        if count == 0 { String::new() } else { t.fill(&format!("learning-part-{key}-waits")).n("n", count).to_string() }
    };
    let ways = |group: Group| {
        open.iter()
            .filter(|part| part.0 == group)
            .map(|part| Way {
                href: part.1,
                icon: part.2,
                name: t.get(&format!("learning-part-{}", part.3)),
                lead: t.get(&format!("learning-part-{}-lead", part.3)),
                waits: waits(part.3),
            })
            .collect::<Vec<_>>()
    };
    let groups = [(Group::Checks, "learning-desk-checks"), (Group::Content, "learning-desk-content")];
    page(&HomePage {
        frame: visitor.frame("nav-learning"),
        t,
        groups: groups.into_iter().map(|(group, key)| (t.get(key), ways(group))).filter(|(_, ways)| !ways.is_empty()).collect(),
    })
}
