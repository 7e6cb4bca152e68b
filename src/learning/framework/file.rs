//! A framework as a JSON file holds it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{
    State,
    store::{Rule, Skill},
};
use crate::{
    kit::{error::Refusal, fold, ids},
    learning::{Component, content::Audience},
};

/// A framework that was read and is not yet kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name in the tables.
    pub id: String,
    /// Its name in Vietnamese and English.
    pub name: [String; 2],
    /// Who issued it, with the document's number.
    pub issuer: String,
    /// The first day it holds, `YYYY-MM-DD`.
    pub effective_from: String,
    /// Whether it only stands in until the official one is imported.
    pub provisional: bool,
    /// A word about it in Vietnamese and English; may be empty.
    pub note: [String; 2],
    /// After how many days each a skill is to be shown again, in order.
    pub recheck_days: Vec<i64>,
    /// Its skills, in their order.
    pub skills: Vec<Skill>,
    /// Codes of older frameworks, each with the code that takes its place.
    pub replaces: Vec<(String, String)>,
    /// The hash of the file.
    pub hash: String,
}

#[derive(Default, Deserialize)]
struct Words {
    vi: String,
    #[serde(default)]
    en: String,
}

#[derive(Deserialize)]
struct File {
    id: String,
    #[serde(alias = "name")]
    title: Words,
    issuer: String,
    effective_from: String,
    #[serde(default)]
    provisional: bool,
    #[serde(default)]
    note: Words,
    #[serde(default)]
    rules: Rules,
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    code: String,
    audience: String,
    title: Words,
    skills: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    title: Words,
    level: i64,
    #[serde(default)]
    component: Option<String>,
    #[serde(default)]
    replaces: Vec<String>,
    #[serde(default)]
    rules: Rules,
}

/// What counts for each state; what a skill does not say itself, its framework says for all.
#[derive(Clone, Default, Deserialize)]
struct Rules {
    learned: Option<Counting>,
    passed: Option<Counting>,
    able: Option<Counting>,
    confirmed: Option<Counting>,
}

#[derive(Clone, Deserialize)]
struct Counting {
    kinds: Vec<String>,
    grades: Vec<String>,
    #[serde(default)]
    recheck_days: Vec<i64>,
}

impl Rules {
    fn of(&self, state: State) -> Option<&Counting> {
        match state {
            State::Learned => self.learned.as_ref(),
            State::Passed => self.passed.as_ref(),
            State::Able => self.able.as_ref(),
            State::Confirmed => self.confirmed.as_ref(),
        }
    }
}

/// When a skill is to be shown again, where a framework does not say.
pub(super) const RECHECK_DAYS: [i64; 5] = [2, 5, 12, 30, 90];

/// How many skills a framework may have.
const LIMIT: usize = 2_000;

/// Reads a framework file.
///
/// # Errors
/// A refusal that says what is wrong: JSON that can't be read (`why`), then the first skill at fault (`skill`).
pub fn parse(text: &str) -> Result<Draft, Refusal> {
    let unreadable = |why: String| Refusal::new("learning-framework-unreadable").with("why", why);
    let file: File = serde_json::from_str(text).map_err(|error| unreadable(error.to_string()))?;
    if file.effective_from.parse::<jiff::civil::Date>().is_err() {
        return Err(unreadable(file.effective_from));
    }
    let mut skills = Vec::new();
    let mut replaces = Vec::new();
    for group in file.groups {
        let audience = Audience::parse(&group.audience).ok_or_else(|| unreadable(group.audience.clone()))?;
        for row in group.skills {
            let place = skills.len() as i64;
            let code = if group.code.is_empty() { audience.code() } else { group.code.as_str() };
            replaces.extend(row.replaces.iter().map(|old| (old.clone(), row.code.clone())));
            skills.push(skill(row, &file.rules, audience, (code, &group.title), place));
        }
    }
    check(&skills, &replaces)?;
    Ok(Draft {
        id: file.id,
        name: [fold::nfc(&file.title.vi), fold::nfc(&file.title.en)],
        issuer: fold::nfc(&file.issuer),
        effective_from: file.effective_from,
        provisional: file.provisional,
        note: [fold::nfc(&file.note.vi), fold::nfc(&file.note.en)],
        recheck_days: file.rules.able.map_or_else(|| RECHECK_DAYS.to_vec(), |able| able.recheck_days),
        skills,
        replaces,
        hash: ids::sha256_hex(text.as_bytes()),
    })
}

fn skill(row: Row, all: &Rules, audience: Audience, (code, title): (&str, &Words), place: i64) -> Skill {
    let rule = |state: State| {
        let counting = row.rules.of(state).or(all.of(state));
        counting.map_or_else(|| Rule::usual(state), |counting| Rule { kinds: counting.kinds.clone(), grades: counting.grades.concat() })
    };
    Skill {
        place,
        audience,
        group: code.to_owned(),
        group_title: [fold::nfc(&title.vi), fold::nfc(&title.en)],
        title: [fold::nfc(&row.title.vi), fold::nfc(&row.title.en)],
        level: row.level,
        rules: State::ALL.map(rule),
        component: row.component.filter(|code| !code.is_empty()),
        code: row.code,
    }
}

/// Refuses the first skill that is not well formed, and an old code that two skills say they replace.
pub(super) fn check(skills: &[Skill], replaces: &[(String, String)]) -> Result<(), Refusal> {
    if skills.is_empty() || skills.len() > LIMIT {
        return Err(Refusal::new("learning-framework-size").with("limit", LIMIT.to_string()));
    }
    let mut old = BTreeSet::new();
    if let Some((twice, _)) = replaces.iter().find(|(code, _)| !old.insert(code)) {
        return Err(Refusal::new("learning-framework-replaces-twice").with("skill", twice));
    }
    let mut seen = BTreeSet::new();
    for skill in skills {
        let refused = |key: &'static str| Err(Refusal::new(key).with("skill", &skill.code));
        let plain = |code: &str| {
            !code.is_empty() && code.len() <= 80 && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-".contains(&b))
        };
        if !plain(&skill.code) || !plain(&skill.group) {
            return refused("learning-framework-code");
        }
        if !seen.insert(&skill.code) {
            return refused("learning-framework-twice");
        }
        if skill.title[0].is_empty() || skill.title.iter().chain(&skill.group_title).any(|title| title.chars().count() > 300) {
            return refused("learning-framework-unnamed");
        }
        if !(1..=3).contains(&skill.level) {
            return refused("learning-framework-level");
        }
        if skill.component.as_deref().is_some_and(|code| Component::parse(code).is_none()) {
            return refused("learning-framework-component");
        }
        let grades = |rule: &Rule| (1..=4).contains(&rule.grades.len()) && rule.grades.chars().all(|grade| "ABCD".contains(grade));
        if !skill.rules.iter().all(grades) {
            return refused("learning-framework-grade");
        }
    }
    Ok(())
}
