//! All SQL on `learning_framework` and `learning_skill`.

use serde::{Deserialize, Serialize};

use std::collections::BTreeSet;

use super::{
    State,
    codes::{self, Old},
    file::Draft,
};
use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        text::Lang,
    },
    learning::{CONFIRMED, Component, content::Audience},
    sql,
};

/// A version of the framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framework {
    /// The commune that imported it; empty for the built-in one.
    pub commune: String,
    /// Its name in the tables.
    pub id: String,
    /// Its name in Vietnamese and English.
    pub name: [String; 2],
    /// Who issued it.
    pub issuer: String,
    /// The first day it holds, `YYYY-MM-DD`.
    pub effective_from: String,
    /// Whether it only stands in until the official one is imported.
    pub provisional: bool,
    /// A word about it in Vietnamese and English; may be empty.
    pub note: [String; 2],
    /// After how many days each a skill is to be shown again, in order.
    pub recheck_days: Vec<i64>,
    /// Who brought it here.
    pub by: String,
    /// When.
    pub at: Millis,
}

/// One skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    /// The stable code, such as `nd.an-toan.cuoc-goi`.
    pub code: String,
    /// Its place in the framework, from 0.
    pub place: i64,
    /// Whose skill it is.
    pub audience: Audience,
    /// The group's code.
    pub group: String,
    /// The group's name in Vietnamese and English.
    pub group_title: [String; 2],
    /// Its name in Vietnamese and English.
    pub title: [String; 2],
    /// 1 basic, 2 middle, 3 advanced.
    pub level: i64,
    /// The component of T3 that it belongs to, when it does.
    pub component: Option<String>,
    /// What counts for each of the four states, in their order.
    pub rules: [Rule; 4],
}

/// Which evidence counts for a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Kinds of entries of the ledger.
    pub kinds: Vec<String>,
    /// Letters of grades, such as `AB`.
    pub grades: String,
}

impl Rule {
    /// What counts where a framework does not say: the learner's own word for learning, a supervised quiz for passing, a witness
    /// for being able, an official list for the confirmation.
    pub fn usual(state: State) -> Self {
        let (kinds, grades): (&[&str], &str) = match state {
            State::Learned => (&["lesson.finished", "class.attended", "mooc.verified"], "BCD"),
            State::Passed => (&["quiz.passed"], "B"),
            State::Able => (&["skill.shown"], "A"),
            State::Confirmed => (&[CONFIRMED.name], "D"),
        };
        Self { kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(), grades: grades.to_owned() }
    }
}

impl Framework {
    /// Its name in a language; Vietnamese where there is no other.
    pub fn name_in(&self, lang: Lang) -> &str {
        one_of(&self.name, lang)
    }

    /// The word about it in a language.
    pub fn note_in(&self, lang: Lang) -> &str {
        one_of(&self.note, lang)
    }
}

impl Skill {
    /// Its name in a language; Vietnamese where there is no other.
    pub fn title_in(&self, lang: Lang) -> &str {
        one_of(&self.title, lang)
    }

    /// Its group's name in a language.
    pub fn group_in(&self, lang: Lang) -> &str {
        one_of(&self.group_title, lang)
    }

    /// The component of T3 that it belongs to.
    pub fn component(&self) -> Option<Component> {
        self.component.as_deref().and_then(Component::parse)
    }

    /// Whether an entry of this kind and grade's letter counts for a state.
    pub fn counts(&self, state: State, kind: &str, grade: &str) -> bool {
        let rule = &self.rules[state as usize];
        !grade.is_empty() && rule.grades.contains(grade) && rule.kinds.iter().any(|own| own == kind)
    }
}

fn one_of(pair: &[String; 2], lang: Lang) -> &str {
    if lang == Lang::En && !pair[1].is_empty() { &pair[1] } else { &pair[0] }
}

/// Retires the framework that a commune chose: the built-in one holds again.
pub(super) fn retire(tx: &mut Tx<'_>, commune: &str) -> Result<(), Error> {
    tx.run(sql!("UPDATE learning_framework SET state = 'retired' WHERE commune_id = $1 AND state = 'current'"), args![commune])?;
    Ok(())
}

/// Lets one framework of a commune hold, and retires the one before.
pub(super) fn adopt(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<(), Error> {
    retire(tx, commune)?;
    tx.run(sql!("UPDATE learning_framework SET state = 'current' WHERE commune_id = $1 AND id = $2"), args![commune, id])?;
    Ok(())
}

/// Keeps a framework, `waiting` or `current`; one of the same name gives way to it.
pub(super) fn put(tx: &mut Tx<'_>, commune: &str, draft: &Draft, state: &str, by: &str, now: Millis) -> Result<(), Error> {
    if state == "current" {
        tx.run(sql!("UPDATE learning_framework SET state = 'retired' WHERE commune_id = $1 AND state = 'current'"), args![commune])?;
    }
    tx.run(sql!("DELETE FROM learning_framework WHERE commune_id = $1 AND id = $2"), args![commune, &draft.id])?;
    tx.run(sql!("DELETE FROM learning_skill WHERE commune_id = $1 AND framework_id = $2"), args![commune, &draft.id])?;
    tx.run(
        sql!(
            "INSERT INTO learning_framework (commune_id, id, name_vi, name_en, issuer, effective_from, provisional, state, hash, created_by, created_at,
                note_vi, note_en, recheck_days)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $14, $8, $9, $10, $11, $12, $13)"
        ),
        args![
            commune,
            &draft.id,
            &draft.name[0],
            &draft.name[1],
            &draft.issuer,
            &draft.effective_from,
            draft.provisional,
            &draft.hash,
            by,
            now,
            &draft.note[0],
            &draft.note[1],
            draft.recheck_days.iter().map(i64::to_string).collect::<Vec<_>>().join(" "),
            state
        ],
    )?;
    replace(tx, commune, &draft.id, &draft.replaces)?;
    for skill in &draft.skills {
        tx.run(
            sql!(
                "INSERT INTO learning_skill (commune_id, framework_id, code, place, audience, group_code, group_vi, group_en, vi, en, level, component,
                    learned, passed, able, confirmed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
            ),
            args![
                commune,
                &draft.id,
                &skill.code,
                skill.place,
                skill.audience.code(),
                &skill.group,
                &skill.group_title[0],
                &skill.group_title[1],
                &skill.title[0],
                &skill.title[1],
                skill.level,
                skill.component.clone().unwrap_or_default(),
                written(&skill.rules[0]),
                written(&skill.rules[1]),
                written(&skill.rules[2]),
                written(&skill.rules[3])
            ],
        )?;
    }
    Ok(())
}

/// Says which skill of a framework takes the place of each old code; what was said before is forgotten.
pub(super) fn replace(tx: &mut Tx<'_>, commune: &str, id: &str, replaces: &[(String, String)]) -> Result<(), Error> {
    tx.run(sql!("DELETE FROM learning_skill_replaced WHERE commune_id = $1 AND framework_id = $2"), args![commune, id])?;
    for (old, code) in replaces {
        tx.run(
            sql!("INSERT INTO learning_skill_replaced (commune_id, framework_id, old_code, code) VALUES ($1, $2, $3, $4)"),
            args![commune, id, old, code],
        )?;
    }
    Ok(())
}

/// The old codes that a framework replaces, each with the code that takes its place.
pub(super) fn replaced(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Vec<(String, String)>, Error> {
    tx.list(
        sql!("SELECT old_code, code FROM learning_skill_replaced WHERE commune_id = $1 AND framework_id = $2 ORDER BY old_code"),
        args![commune, id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The codes of every framework that ever held in a commune, without those that this one has itself; each once, with its latest name.
pub(super) fn old_codes(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Vec<Old>, Error> {
    let mut all = tx.list(
        sql!(
            "SELECT s.code, s.vi, s.en FROM learning_skill s
                JOIN learning_framework f ON f.commune_id = s.commune_id AND f.id = s.framework_id
              WHERE s.commune_id IN ('', $1) AND f.state <> 'waiting' AND NOT (f.commune_id = $1 AND f.id = $2)
                AND NOT EXISTS (SELECT 1 FROM learning_skill o WHERE o.commune_id = $1 AND o.framework_id = $2 AND o.code = s.code)
              ORDER BY f.commune_id DESC, f.created_at DESC, s.place, s.code"
        ),
        args![commune, id],
        |row| Ok((row.get::<String>(0)?, [row.get(1)?, row.get(2)?])),
    )?;
    let mut seen = BTreeSet::new();
    all.retain(|(code, _)| seen.insert(code.clone()));
    Ok(all)
}

fn framework_row(row: &Row) -> Result<Framework, Error> {
    Ok(Framework {
        commune: row.get(0)?,
        id: row.get(1)?,
        name: [row.get(2)?, row.get(3)?],
        issuer: row.get(4)?,
        effective_from: row.get(5)?,
        provisional: row.get(6)?,
        by: row.get(7)?,
        at: row.get(8)?,
        note: [row.get(9)?, row.get(10)?],
        recheck_days: row.get::<String>(11)?.split_whitespace().filter_map(|days| days.parse().ok()).collect(),
    })
}

/// The framework that holds in a commune: its own, or the built-in one.
pub fn current(tx: &mut Tx<'_>, commune: &str) -> Result<Option<Framework>, Error> {
    tx.first(
        sql!(
            "SELECT f.commune_id, f.id, f.name_vi, f.name_en, f.issuer, f.effective_from, f.provisional,
                COALESCE(a.name, f.created_by), f.created_at, f.note_vi, f.note_en, f.recheck_days
              FROM learning_framework f LEFT JOIN accounts_account a ON a.id = f.created_by
              WHERE f.commune_id IN ('', $1) AND f.state = 'current' ORDER BY f.commune_id DESC LIMIT 1"
        ),
        args![commune],
        framework_row,
    )
}

/// Every version that a commune ever had, the built-in one included, latest first, with its state.
pub(super) fn versions(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<(Framework, String)>, Error> {
    tx.list(
        sql!(
            "SELECT f.commune_id, f.id, f.name_vi, f.name_en, f.issuer, f.effective_from, f.provisional,
                COALESCE(a.name, f.created_by), f.created_at, f.note_vi, f.note_en, f.recheck_days, f.state
              FROM learning_framework f LEFT JOIN accounts_account a ON a.id = f.created_by
              WHERE f.commune_id IN ('', $1) ORDER BY f.commune_id DESC, f.created_at DESC, f.id"
        ),
        args![commune],
        |row| Ok((framework_row(row)?, row.get(12)?)),
    )
}

fn written(rule: &Rule) -> String {
    serde_json::to_string(rule).unwrap_or_default()
}

fn skill_row(row: &Row) -> Result<Skill, Error> {
    let rule = |at: usize, state: State| -> Result<Rule, Error> {
        Ok(serde_json::from_str(&row.get::<String>(at)?).unwrap_or_else(|_| Rule::usual(state)))
    };
    Ok(Skill {
        code: row.get(0)?,
        place: row.get(1)?,
        audience: Audience::parse(&row.get::<String>(2)?).unwrap_or(Audience::Citizen),
        group: row.get(3)?,
        group_title: [row.get(4)?, row.get(5)?],
        title: [row.get(6)?, row.get(7)?],
        level: row.get(8)?,
        component: Some(row.get::<String>(9)?).filter(|code| !code.is_empty()),
        rules: [rule(10, State::Learned)?, rule(11, State::Passed)?, rule(12, State::Able)?, rule(13, State::Confirmed)?],
    })
}

/// The skills of a framework, in its order.
pub fn skills(tx: &mut Tx<'_>, framework: &Framework) -> Result<Vec<Skill>, Error> {
    tx.list(
        sql!(
            "SELECT code, place, audience, group_code, group_vi, group_en, vi, en, level, component, learned, passed, able, confirmed
              FROM learning_skill WHERE commune_id = $1 AND framework_id = $2 ORDER BY place, code"
        ),
        args![&framework.commune, &framework.id],
        skill_row,
    )
}

/// One skill of the framework that holds in a commune; for a code of an older one, what took its place.
pub fn skill(tx: &mut Tx<'_>, commune: &str, code: &str) -> Result<Option<Skill>, Error> {
    let Some(framework) = current(tx, commune)? else { return Ok(None) };
    let codes = codes::codes(tx, commune)?;
    let Some(code) = codes.now(code) else { return Ok(None) };
    tx.first(
        sql!(
            "SELECT code, place, audience, group_code, group_vi, group_en, vi, en, level, component, learned, passed, able, confirmed
              FROM learning_skill WHERE commune_id = $1 AND framework_id = $2 AND code = $3"
        ),
        args![&framework.commune, &framework.id, code],
        skill_row,
    )
}
