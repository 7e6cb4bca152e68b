//! `/hoc`: what somebody wants to be able to do, by topic.

use askama::Template;
use axum::response::Response;

use super::{address, commune_of};
use crate::{
    accounts::Visitor,
    kit::{
        error::Result,
        pages::{Frame, page},
        text::Text,
    },
    learning::{
        content::{self, Audience, Item, Kind, Wanted},
        courses::{self, CourseCard},
        library::show::{self, Line},
    },
};

/// A choice among audiences.
pub(super) struct Chip {
    pub href: String,
    pub words: String,
    pub current: bool,
}

struct Topic {
    title: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "learning/pages/home.html")]
struct HomePage {
    frame: Frame,
    t: Text,
    chips: Vec<Chip>,
    lead: String,
    topics: Vec<Topic>,
    courses: Vec<CourseCard>,
    all_courses: String,
    claim: String,
    guides: String,
    library: String,
    search: String,
    commune_code: String,
}

/// The page at `/hoc`.
pub(super) async fn page_of_needs(visitor: Visitor) -> Result<Response> {
    let (t, commune) = (visitor.t, commune_of(&visitor));
    let audience = Audience::parse(visitor.query.get("nhom")).unwrap_or(Audience::Citizen);
    let wanted = Wanted { kind: Some(Kind::Lesson), audience: Some(audience), ..Wanted::default() };
    let items = visitor.app.db.read(move |tx| content::items(tx, &commune, t.lang, &wanted, 500, 0)).await?;
    let chip = |one: &Audience| Chip {
        href: address(&visitor, "/hoc", &[("nhom", if *one == Audience::Citizen { "" } else { one.code() })]),
        words: t.get(&format!("learning-audience-{}", one.code())),
        current: *one == audience,
    };
    page(&HomePage {
        chips: Audience::ALL.iter().map(chip).collect(),
        lead: t.get(&format!("learning-home-lead-{}", audience.code())),
        topics: topics(&visitor, &items, audience),
        courses: courses::cards_for(&visitor, audience).await?,
        all_courses: address(&visitor, "/khoa-hoc", &[]),
        claim: address(&visitor, "/hoc/nhan-tien-do", &[]),
        guides: address(&visitor, "/thu-vien", &[("loai", "guide"), ("nhom", audience.code())]),
        library: address(&visitor, "/thu-vien", &[]),
        search: "/thu-vien/tim".into(),
        commune_code: asked_commune(&visitor),
        frame: visitor.frame("learning-home-title"),
        t,
    })
}

/// The code of the commune that was asked for, for forms that must stay there; empty when none was.
pub(super) fn asked_commune(visitor: &Visitor) -> String {
    if visitor.query.some("xa").is_none() {
        return String::new();
    }
    visitor.commune.as_ref().map(|commune| commune.code.clone()).unwrap_or_default()
}

/// Lessons by the topic of their first skill (`nd.dien-thoai.anh` is `dien-thoai`), in the order of first things first.
fn topics(visitor: &Visitor, items: &[Item], audience: Audience) -> Vec<Topic> {
    let t = visitor.t;
    let mut found: Vec<(usize, &str, Vec<&Item>)> = Vec::new();
    for item in items {
        let topic = item.facts.skills.first().and_then(|code| code.split('.').nth(1)).unwrap_or("");
        let topic = if TOPICS.contains(&topic) { topic } else { "khac" };
        match found.iter_mut().find(|(_, known, _)| *known == topic) {
            Some((.., list)) => list.push(item),
            None => found.push((TOPICS.iter().position(|known| *known == topic).unwrap_or(TOPICS.len()), topic, vec![item])),
        }
    }
    found.sort_by_key(|(place, ..)| *place);
    let line = |item: &Item| Line { href: address(visitor, &item.href(), &[]), ..show::line(item, t) };
    found
        .into_iter()
        .map(|(_, topic, mut list)| {
            list.sort_by_key(|item| (item.facts.level, first_place(item)));
            // The same word stands for other things for pupils and for officers.
            let own = format!("learning-topic-{}-{topic}", audience.code());
            let key = if t.has(&own) { own } else { format!("learning-topic-{topic}") };
            Topic { title: t.get(&key), lines: list.into_iter().map(line).collect() }
        })
        .collect()
}

/// Topics in the order in which one learns them.
const TOPICS: &[&str] = &[
    "dien-thoai",
    "vneid",
    "dvc",
    "thanh-toan",
    "an-toan",
    "suc-khoe",
    "hoc",
    "thong-tin",
    "mang-xa-hoi",
    "sang-tao",
    "quan-ly",
    "thuong-mai",
    "truy-xuat",
    "iot",
    "du-lich",
    "van-ban",
    "tac-nghiep",
    "du-lieu",
    "tuong-tac",
    "ai",
];

/// Lessons that come first of their topic: what others build on.
const FIRST: &[&str] = &[
    "dien-thoai-lam-quen",
    "dien-thoai-goi-va-nhan-tin",
    "dien-thoai-vao-mang",
    "vneid-la-gi",
    "vneid-dang-nhap",
    "dich-vu-cong-la-gi",
    "dich-vu-cong-nop-ho-so",
    "thanh-toan-quet-qr",
    "nhan-biet-cuoc-goi-lua-dao",
    "tin-nhan-va-duong-link-gia",
    "so-suc-khoe-dien-tu",
];

fn first_place(item: &Item) -> usize {
    FIRST.iter().position(|id| *id == item.facts.id).unwrap_or(FIRST.len())
}
