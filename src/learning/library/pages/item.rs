//! `/hoc/{item}`: a lesson step by step, a guide on one sheet, a video with its transcript; and each as a file to take away.

use askama::Template;
use axum::{extract::Path, response::Response};

use super::{address, commune_of};
use crate::{
    accounts::Visitor,
    kit::{
        error::{Error, Result},
        pages::{Frame, download, go, page},
        text::Text,
    },
    learning::{
        content::{self, Item, Kind, built_in_file},
        courses,
        feedback::{self, Ask},
        library::show::{self, Shown},
        outside::{self, CourseLine},
        quiz,
    },
};

/// Where uploaded pictures and videos are read from.
pub const FILES: &str = "/thu-vien/tep/";

/// What there is to do after an item.
struct Next {
    icon: &'static str,
    look: &'static str,
    href: String,
    title: String,
    about: String,
}

#[derive(Template)]
#[template(path = "learning/pages/lesson.html")]
struct LessonPage {
    frame: Frame,
    t: Text,
    item: Item,
    meta: Vec<String>,
    parts: Vec<Shown>,
    other_language: String,
    next: Vec<Next>,
    facts: Vec<(String, String)>,
    take: String,
    all: String,
    outside: Vec<CourseLine>,
    hand_in: String,
    ask: Ask,
}

#[derive(Template)]
#[template(path = "learning/pages/guide.html")]
struct GuidePage {
    frame: Frame,
    t: Text,
    item: Item,
    meta: Vec<String>,
    parts: Vec<Shown>,
    other_language: String,
    next: Vec<Next>,
    facts: Vec<(String, String)>,
    take: String,
    checked: String,
    outside: Vec<CourseLine>,
    hand_in: String,
}

#[derive(Template)]
#[template(path = "learning/pages/media.html")]
struct MediaPage {
    frame: Frame,
    t: Text,
    item: Item,
    meta: Vec<String>,
    parts: Vec<Shown>,
    other_language: String,
    facts: Vec<(String, String)>,
    is_video: bool,
    media: String,
    captions: String,
    next: Option<Next>,
}

/// The page of an item.
pub(super) async fn page_of_item(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (t, commune) = (visitor.t, commune_of(&visitor));
    let asked = visitor.query.get("khoa").to_owned();
    let (item, guide, lesson, course, elsewhere, has_quiz) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let item = content::item(tx, &commune, &id, t.lang)?.ok_or(Error::NotFound)?;
            let guide = match item.facts.guide.as_str() {
                "" => None,
                guide => content::item(tx, &commune, guide, t.lang)?,
            };
            let lesson = if item.kind == Kind::Guide { lesson_of(tx, &commune, &item, t)? } else { None };
            let course = if asked.is_empty() { None } else { courses::way_on(tx, &commune, &asked, &item.facts.id, t.lang)? };
            let elsewhere = outside::of_skills(tx, &commune, &item.facts.skills)?;
            let has_quiz = quiz::with_quiz(tx, &commune)?.contains(&item.facts.id);
            Ok((item, guide, lesson, course, elsewhere, has_quiz))
        })
        .await?;
    if item.kind == Kind::Course {
        return Ok(go(&address(&visitor, &item.href(), &[])));
    }
    let (under, up) = match item.kind {
        Kind::Lesson => ("/hoc", "nav-learn"),
        _ => ("/thu-vien", "nav-library"),
    };
    let audience = item.facts.audience.first().map_or("", |audience| audience.code());
    let up_pairs = [("nhom", if audience == "citizen" { "" } else { audience })];
    let frame = visitor.frame_titled(item.facts.title.clone());
    let frame = match &course {
        Some(way) => {
            frame.under(address(&visitor, "/khoa-hoc", &[]), t.get("learning-course-title")).under(way.course_href(&visitor), &way.title)
        }
        None => frame.under(address(&visitor, under, &up_pairs), t.get(up)),
    };
    let in_course = course.map(|way| {
        let (href, title, about) = way.next(&visitor);
        Next { icon: "right", look: "", href, title, about }
    });
    let meta = vec![
        t.fill("learning-minutes").n("n", item.facts.minutes).to_string(),
        t.get(&format!("learning-level-{}", item.facts.level)),
        show::audience_words(&item, t),
    ];
    let parts = show::shown(&item, FILES);
    let (facts, other_language) = (show::fact_lines(&item, t), show::other_language(&item, t));
    let take = address(&visitor, &format!("{}/tai", item.href()), &[]);
    let outside: Vec<CourseLine> = elsewhere.iter().map(|course| CourseLine::of(course, t)).collect();
    let hand_in = address(&visitor, "/hoc/minh-chung", &[]);
    match item.kind {
        Kind::Lesson => page(&LessonPage {
            ask: feedback::ask_of_lesson(&visitor, &item),
            outside,
            hand_in,
            next: in_course.into_iter().chain(next(&visitor, &item, guide.as_ref(), has_quiz)).collect(),
            all: address(&visitor, under, &up_pairs),
            frame,
            t,
            meta,
            parts,
            other_language,
            facts,
            take,
            item,
        }),
        Kind::Guide => {
            let lesson = lesson.map(|lesson| Next {
                icon: "book",
                look: "",
                href: address(&visitor, &lesson.href(), &[]),
                about: lesson.facts.summary,
                title: t.fill("learning-next-lesson").s("title", lesson.facts.title).to_string(),
            });
            let checked = crate::kit::dates::short_day(item.facts.checked, t.lang);
            page(&GuidePage {
                outside,
                hand_in,
                next: in_course.into_iter().chain(lesson).collect(),
                frame,
                t,
                meta,
                parts,
                other_language,
                facts,
                take,
                checked,
                item,
            })
        }
        Kind::Video | Kind::Infographic | Kind::Course => {
            let file = |id: &str| if id.is_empty() { String::new() } else { format!("{FILES}{id}") };
            page(&MediaPage {
                is_video: item.kind == Kind::Video,
                media: file(&item.facts.media),
                captions: file(&item.facts.captions),
                next: in_course,
                frame,
                t,
                meta,
                parts,
                other_language,
                facts,
                item,
            })
        }
    }
}

/// The lesson that a guide belongs to: the one of its first skill that names it, or else any of that skill.
fn lesson_of(tx: &mut crate::kit::db::Tx<'_>, commune: &str, guide: &Item, t: Text) -> Result<Option<Item>> {
    let Some(skill) = guide.facts.skills.first() else { return Ok(None) };
    let wanted = content::Wanted { kind: Some(Kind::Lesson), skill: Some(skill.clone()), ..content::Wanted::default() };
    let lessons = content::items(tx, commune, t.lang, &wanted, 20, 0)?;
    let naming = lessons.iter().position(|lesson| lesson.facts.guide == guide.facts.id);
    Ok(lessons.into_iter().nth(naming.unwrap_or(0)))
}

/// What comes after a lesson: practise, check oneself, take the guide along.
fn next(visitor: &Visitor, item: &Item, guide: Option<&Item>, has_quiz: bool) -> Vec<Next> {
    let t = visitor.t;
    let facts = &item.facts;
    let mut all = Vec::new();
    if !facts.practice.is_empty() && built_in_file(&format!("practice/{}.json", facts.practice)).is_some() {
        all.push(Next {
            icon: "mobile",
            look: "lamp",
            href: address(visitor, &format!("/tap/{}", facts.practice), &[]),
            title: t.get("learning-next-practice"),
            about: t.get("learning-next-practice-about"),
        });
    }
    if has_quiz {
        all.push(Next {
            icon: "check",
            look: "",
            href: address(visitor, &format!("/kiem-tra/{}", facts.id), &[]),
            title: t.get("learning-next-quiz"),
            about: t.get("learning-next-quiz-about"),
        });
    }
    if let Some(guide) = guide {
        all.push(Next {
            icon: "print",
            look: "indigo",
            href: address(visitor, &guide.href(), &[]),
            title: t.fill("learning-next-guide").s("title", &guide.facts.title).to_string(),
            about: t.get("learning-next-guide-about"),
        });
    }
    all
}

#[derive(Template)]
#[template(path = "learning/pages/offline.html")]
struct OfflinePage {
    t: Text,
    lang: &'static str,
    item: Item,
    parts: Vec<Shown>,
    facts: Vec<(String, String)>,
    commune: String,
}

/// The look of a file that was taken away.
const STYLE: &str = include_str!("../../pages/offline.css");

/// An item as one file that needs nothing else.
pub(super) async fn take_away(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let (t, commune) = (visitor.t, commune_of(&visitor));
    let item = visitor.app.db.read(move |tx| -> Result<_> { content::item(tx, &commune, &id, t.lang)?.ok_or(Error::NotFound) }).await?;
    if item.kind == Kind::Course {
        return Err(Error::NotFound);
    }
    let commune = visitor.commune.as_ref().map(|commune| commune.name.clone()).unwrap_or_default();
    let (parts, facts, name) = (show::shown(&item, ""), show::fact_lines(&item, t), format!("{}.html", item.facts.id));
    let html = OfflinePage { t, lang: item.lang.code(), parts, facts, commune, item }.render()?;
    Ok(download(&name, "text/html; charset=utf-8", html.into_bytes()))
}
