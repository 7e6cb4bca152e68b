//! What waits for somebody, and every item that can be written anew.

use askama::Template;
use axum::response::Response;

use super::{light, state_words};
use crate::{
    accounts::{Right, Visitor},
    kit::{
        dates,
        db::Tx,
        error::Result,
        forms::encode,
        pages::{Frame, Paging, page},
        text::{Lang, Text},
    },
    learning::{
        content::{self, Item, Kind, Wanted},
        desk::{HOME, Tab, tabs},
        editing::store,
        library,
    },
};

struct Waiting {
    href: String,
    title: String,
    meta: String,
    state: String,
    look: &'static str,
}

struct Row {
    href: String,
    title: String,
    kind: String,
    own: bool,
    /// For each language: where writing begins, and the words.
    languages: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "learning/pages/edit_list.html")]
struct ListPage {
    frame: Frame,
    t: Text,
    tabs: Vec<Tab>,
    waiting: Vec<Waiting>,
    rows: Vec<Row>,
    paging: Paging,
    question: String,
    kinds: Vec<(String, String)>,
}

/// The page at `/quan-ly/hoc/bai`.
pub(super) async fn page_of_all(visitor: Visitor) -> Result<Response> {
    let (t, scope) = (visitor.t, visitor.scope(Right::ManageLearning)?);
    let question: String = visitor.query.get("q").chars().take(200).collect();
    let (asked, number) = (question.clone(), visitor.query.number("trang"));
    let href = format!("?q={}&trang=", encode(&question));
    let (waiting, items, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let commune = scope.commune();
            let waiting = store::waiting(tx, commune)?;
            let (items, paging) = if asked.is_empty() {
                let all = Wanted::default();
                let paging = Paging::new(number, content::count_items(tx, commune, Lang::Vi, &all)?, href.clone());
                (content::items(tx, commune, Lang::Vi, &all, Paging::SIZE, paging.offset())?, paging)
            } else {
                let answer = library::search(tx, commune, Lang::Vi, &asked, Paging::SIZE as usize)?;
                let mut items = Vec::new();
                for id in &answer.ids {
                    items.extend(content::item(tx, commune, id, Lang::Vi)?);
                }
                let paging = Paging::new(None, items.len() as i64, href.clone());
                (items, paging)
            };
            Ok((waiting, languages(tx, commune, items)?, paging))
        })
        .await?;
    let waiting = waiting.into_iter().map(|version| Waiting {
        href: format!("/quan-ly/hoc/bai/{}", version.id),
        meta: [
            t.get(&format!("learning-kind-{}", version.item.kind.code())),
            t.get(&format!("learning-edit-in-{}", version.item.lang.code())),
            version.by_name,
            dates::moment(version.updated_at, t.lang),
        ]
        .join(" · "),
        state: state_words(version.state.code(), t),
        look: light(version.state.code()),
        title: version.item.facts.title,
    });
    let new_of = |kind: &Kind| (format!("/quan-ly/hoc/bai/moi?loai={}", kind.code()), t.get(&format!("learning-edit-new-{}", kind.code())));
    page(&ListPage {
        waiting: waiting.collect(),
        rows: items.into_iter().map(|(item, known)| row(item, &known, t)).collect(),
        paging,
        tabs: tabs(&visitor, "/quan-ly/hoc/bai"),
        kinds: Kind::WRITTEN.iter().map(new_of).collect(),
        frame: visitor.frame("learning-edit-title").under(HOME, visitor.t.get("nav-learning")),
        question,
        t,
    })
}

fn row(item: Item, known: &[Lang], t: Text) -> Row {
    let language = |lang: &Lang| {
        let what = if known.contains(lang) { "change" } else { "translate" };
        let href = format!("/quan-ly/hoc/bai/moi?tu={}&ngu={}", item.facts.id, lang.code());
        (href, t.get(&format!("learning-edit-{what}-{}", lang.code())))
    };
    let languages = match item.kind {
        Kind::Course => vec![(format!("/quan-ly/hoc/khoa-hoc/moi?tu={}", item.facts.id), t.get("learning-course-change"))],
        _ => Lang::ALL.iter().map(language).collect(),
    };
    Row {
        languages,
        kind: t.get(&format!("learning-kind-{}", item.kind.code())),
        own: !item.commune.is_empty(),
        href: item.href(),
        title: item.facts.title,
    }
}

/// Items with the languages that they can be read in.
fn languages(tx: &mut Tx<'_>, commune: &str, items: Vec<Item>) -> Result<Vec<(Item, Vec<Lang>)>> {
    let mut all = Vec::with_capacity(items.len());
    for item in items {
        let mut known = Vec::new();
        for lang in Lang::ALL {
            if content::item(tx, commune, &item.facts.id, lang)?.is_some_and(|found| found.lang == lang) {
                known.push(lang);
            }
        }
        all.push((item, known));
    }
    Ok(all)
}
