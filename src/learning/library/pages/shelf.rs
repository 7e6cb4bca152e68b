//! `/thu-vien`: everything, with filters; `/thu-vien/tim`: what answers a question.

use askama::Template;
use axum::response::Response;

use super::{address, commune_of, home::asked_commune};
use crate::{
    accounts::Visitor,
    kit::{
        error::Result,
        pages::{Frame, Paging, page},
        text::Text,
    },
    learning::{
        content::{self, Audience, Kind, Wanted},
        library::{
            search::{self, Piece},
            show::{self, Line},
        },
    },
};

#[derive(Template)]
#[template(path = "learning/pages/shelf.html")]
struct ShelfPage {
    frame: Frame,
    t: Text,
    lines: Vec<Line>,
    paging: Paging,
    kinds: Vec<(String, String)>,
    audiences: Vec<(String, String)>,
    levels: Vec<(String, String)>,
    sizes: Vec<(String, String)>,
    kind: String,
    audience: String,
    level: String,
    size: String,
    own_language: bool,
    filtered: bool,
    all: String,
    commune_code: String,
}

/// Sizes to choose from, in kilobytes.
const SIZES: [i64; 4] = [5, 50, 1024, 20 * 1024];

/// The page at `/thu-vien`.
pub(super) async fn page_of_shelf(visitor: Visitor) -> Result<Response> {
    let (t, commune, query) = (visitor.t, commune_of(&visitor), &visitor.query);
    let size = query.number("co").filter(|kb| SIZES.contains(kb));
    let wanted = Wanted {
        kind: Kind::parse(query.get("loai")),
        audience: Audience::parse(query.get("nhom")),
        level: query.number("muc").filter(|level| (1..=3).contains(level)),
        own_language: query.ticked("ngu"),
        bytes: size.map(|kb| kb * 1024),
        skill: None,
    };
    let (kind, audience) = (wanted.kind.map_or("", Kind::code), wanted.audience.map_or("", Audience::code));
    let (level, kb) = (wanted.level.map_or(String::new(), |level| level.to_string()), size.map_or(String::new(), |kb| kb.to_string()));
    let own = if wanted.own_language { "1" } else { "" };
    let pairs = [("loai", kind), ("nhom", audience), ("muc", level.as_str()), ("co", kb.as_str()), ("ngu", own)];
    let href = address(&visitor, "/thu-vien", &pairs);
    let href = format!("{href}{}trang=", if href.contains('?') { '&' } else { '?' });
    let (asked, filter) = (query.number("trang"), wanted.clone());
    let (items, paging) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let paging = Paging::new(asked, content::count_items(tx, &commune, t.lang, &filter)?, href.clone());
            Ok((content::items(tx, &commune, t.lang, &filter, Paging::SIZE, paging.offset())?, paging))
        })
        .await?;
    let named = |codes: Vec<&'static str>, key: &str| -> Vec<(String, String)> {
        codes.into_iter().map(|code| (code.to_owned(), t.get(&format!("{key}{code}")))).collect()
    };
    page(&ShelfPage {
        lines: items.iter().map(|item| Line { href: address(&visitor, &item.href(), &[]), ..show::line(item, t) }).collect(),
        paging,
        kinds: named(Kind::ALL.iter().map(|kind| kind.code()).collect(), "learning-kind-"),
        audiences: named(Audience::ALL.iter().map(|audience| audience.code()).collect(), "learning-audience-"),
        levels: named(vec!["1", "2", "3"], "learning-level-"),
        sizes: SIZES
            .iter()
            .map(|kb| (kb.to_string(), t.fill("learning-size-most").s("size", show::size_words(kb * 1024, t)).to_string()))
            .collect(),
        kind: kind.to_owned(),
        audience: audience.to_owned(),
        filtered: pairs.iter().any(|(_, value)| !value.is_empty()),
        own_language: wanted.own_language,
        all: address(&visitor, "/thu-vien", &[]),
        commune_code: asked_commune(&visitor),
        frame: visitor.frame("learning-library-title"),
        level,
        size: kb,
        t,
    })
}

/// One answer of a search.
struct Found {
    line: Line,
    title: Vec<Piece>,
    text: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "learning/pages/search.html")]
struct SearchPage {
    frame: Frame,
    t: Text,
    question: String,
    mended: String,
    found: Vec<Found>,
    total: usize,
    examples: Vec<(String, String)>,
    home: String,
    library: String,
    commune_code: String,
}

/// How many answers a search shows.
const ANSWERS: usize = 20;

/// The page at `/thu-vien/tim`.
pub(super) async fn page_of_search(visitor: Visitor) -> Result<Response> {
    let (t, commune) = (visitor.t, commune_of(&visitor));
    let question: String = visitor.query.get("q").chars().take(200).collect();
    let asked = question.clone();
    let (answer, items) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let answer = search::search(tx, &commune, t.lang, &asked, ANSWERS)?;
            let mut items = Vec::with_capacity(answer.ids.len());
            for id in &answer.ids {
                items.extend(content::item(tx, &commune, id, t.lang)?);
            }
            Ok((answer, items))
        })
        .await?;
    let found = items.iter().map(|item| Found {
        line: Line { href: address(&visitor, &item.href(), &[]), ..show::line(item, t) },
        title: search::marked(&item.facts.title, &answer.words),
        text: search::snippet(item, &answer.words),
    });
    let example = |number: usize| {
        let words = t.get(&format!("learning-search-example-{number}"));
        (address(&visitor, "/thu-vien/tim", &[("q", &words)]), words)
    };
    page(&SearchPage {
        found: found.collect(),
        total: answer.total,
        mended: answer.mended.filter(|_| !items.is_empty()).unwrap_or_default(),
        examples: (1..=4).map(example).collect(),
        home: address(&visitor, "/hoc", &[]),
        library: address(&visitor, "/thu-vien", &[]),
        commune_code: asked_commune(&visitor),
        frame: visitor.frame("learning-search-title").under(address(&visitor, "/thu-vien", &[]), t.get("nav-library")),
        question,
        t,
    })
}
