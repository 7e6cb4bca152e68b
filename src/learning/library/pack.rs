//! Packs: all lessons and guides of one audience in one file, with the practices that belong to them, for the field app to keep on a
//! phone without a network.

mod tree;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::{
    kit::{
        db::{Error, Tx},
        ids,
        text::Lang,
    },
    learning::{
        content::{self, Audience, Item, Kind, Part, Role, Wanted, built_in_file, parts},
        quiz,
    },
};

/// A pack.
#[derive(Debug, Serialize)]
pub(super) struct Pack {
    /// The form of this file.
    schema: u32,
    /// Changes whenever anything in the pack does.
    pub version: String,
    audience: &'static str,
    lang: &'static str,
    /// The code of the commune whose items these are: whoever asks again without a session names it.
    commune: String,
    items: Vec<PackItem>,
    /// The drawings that items and practices name, as trees.
    pictures: BTreeMap<String, Value>,
    /// The practices that items name, in the pack's language.
    practices: BTreeMap<String, Value>,
}

#[derive(Debug, Serialize)]
struct PackItem {
    id: String,
    kind: &'static str,
    lang: &'static str,
    title: String,
    summary: String,
    want: String,
    level: i64,
    minutes: i64,
    audience: Vec<&'static str>,
    skills: Vec<String>,
    practice: String,
    guide: String,
    /// Whether there is a quiz under the same id.
    quiz: bool,
    checked: String,
    source: String,
    licence: String,
    keywords: Vec<String>,
    parts: Vec<PackPart>,
}

#[derive(Debug, Serialize)]
struct PackPart {
    name: String,
    title: String,
    /// The drawing's name and its words; without a name where it is not in the pack.
    picture: Option<(String, String)>,
    /// Its text, as a tree.
    body: Vec<Value>,
}

/// The pack of an audience: its lessons and guides as `commune`, whose code is `code`, reads them in `lang`.
pub(super) fn pack(tx: &mut Tx<'_>, (commune, code): (&str, &str), audience: Audience, lang: Lang) -> Result<Pack, Error> {
    let mut pack = Pack {
        schema: 2,
        version: String::new(),
        audience: audience.code(),
        lang: lang.code(),
        commune: code.to_owned(),
        items: Vec::new(),
        pictures: BTreeMap::new(),
        practices: BTreeMap::new(),
    };
    let quizzes = quiz::with_quiz(tx, commune)?;
    for kind in [Kind::Lesson, Kind::Guide] {
        let wanted = Wanted { kind: Some(kind), audience: Some(audience), ..Wanted::default() };
        for listed in content::items(tx, commune, lang, &wanted, 1_000, 0)? {
            if let Some(item) = content::item(tx, commune, &listed.facts.id, lang)? {
                let has_quiz = quizzes.contains(&item.facts.id);
                pack.take(item, has_quiz, lang);
            }
        }
    }
    ids::sha256_hex(serde_json::to_string(&pack).unwrap_or_default().as_bytes())[..16].clone_into(&mut pack.version);
    Ok(pack)
}

impl Pack {
    fn take(&mut self, item: Item, has_quiz: bool, lang: Lang) {
        let parts = parts(&item.body).into_iter().map(|part| self.part(part)).collect();
        let facts = item.facts;
        self.take_practice(&facts.practice, lang);
        self.items.push(PackItem {
            quiz: has_quiz,
            kind: item.kind.code(),
            lang: item.lang.code(),
            id: facts.id,
            title: facts.title,
            summary: facts.summary,
            want: facts.want,
            level: facts.level,
            minutes: facts.minutes,
            audience: facts.audience.iter().map(|audience| audience.code()).collect(),
            skills: facts.skills,
            practice: facts.practice,
            guide: facts.guide,
            checked: facts.checked.to_string(),
            source: facts.source,
            licence: facts.licence,
            keywords: facts.keywords,
            parts,
        });
    }

    fn part(&mut self, part: Part) -> PackPart {
        for mark in part.html.split("<!--picture:").skip(1) {
            self.take_picture(mark.split('|').next().unwrap_or_default());
        }
        let picture = part.picture.map(|picture| {
            let name = picture.name.strip_prefix("picture:").filter(|name| self.take_picture(name)).unwrap_or_default();
            (name.to_owned(), picture.alt)
        });
        let name = match part.role {
            Role::Opening => "opening".to_owned(),
            Role::Step => "step".to_owned(),
            Role::Named(name) => name,
        };
        PackPart { name, title: part.title, picture, body: tree::tree(&part.html, &tree::TEXT) }
    }

    /// Puts a drawing in, if there is one of that name.
    fn take_picture(&mut self, name: &str) -> bool {
        if self.pictures.contains_key(name) {
            return true;
        }
        let drawing =
            built_in_file(&format!("pictures/{name}.svg")).and_then(|svg| tree::tree(svg.trim(), &tree::DRAWING).into_iter().next());
        let Some(drawing) = drawing else { return false };
        self.pictures.insert(name.to_owned(), drawing);
        true
    }

    fn take_practice(&mut self, id: &str, lang: Lang) {
        if id.is_empty() || self.practices.contains_key(id) {
            return;
        }
        let source = built_in_file(&format!("practice/{id}.json")).and_then(|source| serde_json::from_str(source).ok());
        let Some(source) = source else { return };
        let practice = in_language(source, lang);
        let screens = practice["screens"].as_object();
        let parts = screens.into_iter().flat_map(|all| all.values()).filter_map(|screen| screen["parts"].as_array()).flatten();
        let names: Vec<String> =
            parts.filter(|part| part["kind"] == "picture").filter_map(|part| part["name"].as_str().map(str::to_owned)).collect();
        for name in names {
            self.take_picture(&name);
        }
        self.practices.insert(id.to_owned(), practice);
    }
}

/// A value in which every text in both languages has become the one of `lang`.
fn in_language(value: Value, lang: Lang) -> Value {
    match value {
        Value::Object(mut all) if all.len() == 2 && all.contains_key("vi") && all.contains_key("en") => {
            all.remove(lang.code()).unwrap_or_default()
        }
        Value::Object(all) => Value::Object(all.into_iter().map(|(key, one)| (key, in_language(one, lang))).collect()),
        Value::Array(all) => Value::Array(all.into_iter().map(|one| in_language(one, lang)).collect()),
        other => other,
    }
}
