//! All SQL on evidence and looks.

use jiff::civil::Date;

use super::{
    due::Waiting,
    rules::{self, Evidence, Keep, Kept, Look},
};
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        dates,
        db::{Error, Row, Tx},
    },
    learning::{Component, framework::Codes},
    sql,
};

/// What was looked at: one skill of the framework, or a component as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    /// A component.
    Component(String),
    /// A skill.
    Skill(String),
}

impl Unit {
    /// The skill's code, when it is one.
    pub(super) fn skill(&self) -> Option<&String> {
        if let Self::Skill(code) = self { Some(code) } else { None }
    }

    /// What it is called in the framework that holds; `None` for a skill that nothing took the place of.
    fn now(self, codes: &Codes) -> Option<Self> {
        match self {
            Self::Skill(code) => Some(Self::Skill(codes.now(&code)?.to_owned())),
            component @ Self::Component(_) => Some(component),
        }
    }

    fn of(component: String, skill: String) -> Self {
        if skill.is_empty() { Self::Component(component) } else { Self::Skill(skill) }
    }
}

fn look(row: &Row, from: usize) -> Result<(Unit, Look), Error> {
    let at: Millis = row.get(from + 3)?;
    let look = Look { day: dates::day_of(at), unaided: row.get::<String>(from + 2)? == "unaided" };
    Ok((Unit::of(row.get(from)?, row.get(from + 1)?), look))
}

/// Every look at a person and at those merged into them that was not taken back. What an older framework called it is called as now; looks
/// at skills that nothing took the place of are left out.
pub(super) fn looks(tx: &mut Tx<'_>, codes: &Codes, commune: &str, person: &str) -> Result<Vec<(Unit, Look)>, Error> {
    let all = tx.list(
        sql!(
            "SELECT component, skill, result, at FROM learning_check
              WHERE commune_id = $1 AND voided_at IS NULL
                AND (person_id = $2 OR person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $2))"
        ),
        args![commune, person],
        |row| look(row, 0),
    )?;
    Ok(all.into_iter().filter_map(|(unit, look)| Some((unit.now(codes)?, look))).collect())
}

/// Everybody who was ever looked at, as who they are now.
pub(super) fn looked_at(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<String>, Error> {
    tx.list(
        sql!(
            "SELECT DISTINCT COALESCE(a.root_id, c.person_id) FROM learning_check c
                LEFT JOIN ledger_alias a ON a.commune_id = c.commune_id AND a.person_id = c.person_id
              WHERE c.commune_id = $1 AND c.voided_at IS NULL"
        ),
        args![commune],
        |row| row.get(0),
    )
}

/// Writes down how somebody keeps a thing.
pub(super) fn put_kept(tx: &mut Tx<'_>, commune: &str, person: &str, unit: &Unit, kept: &Kept) -> Result<(), Error> {
    let (component, skill) = match unit {
        Unit::Component(code) => (code.as_str(), ""),
        Unit::Skill(code) => ("", code.as_str()),
    };
    tx.run(
        sql!(
            "INSERT INTO learning_kept (commune_id, person_id, component, skill, steps, shown, due, lost) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        args![
            commune,
            person,
            component,
            skill,
            kept.steps as i64,
            kept.shown.to_string(),
            kept.due.map(|day| day.to_string()),
            kept.keep == Keep::Lost
        ],
    )?;
    Ok(())
}

/// Which things are due.
pub(super) struct Due<'a> {
    /// The village's id; empty for everywhere in reach.
    pub village: &'a str,
    /// By this day.
    pub until: Date,
}

/// What people in reach are to show again, the longest overdue first, then in Vietnamese order.
pub(super) fn due(
    tx: &mut Tx<'_>,
    scope: &Scope,
    due: &Due<'_>,
    days: &[i64],
    today: Date,
    limit: i64,
    offset: i64,
) -> Result<Vec<Waiting>, Error> {
    tx.list(
        sql!(
            "SELECT p.id, p.name, p.village_id, k.component, k.skill, k.steps, k.shown, k.lost
              FROM learning_kept k JOIN people_person p ON p.commune_id = k.commune_id AND p.id = k.person_id
              WHERE k.commune_id = $1 AND k.due <= $4 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND p.merged_into IS NULL AND p.removed_at IS NULL
              ORDER BY k.due, p.sort_key, p.id, k.component, k.skill LIMIT $5 OFFSET $6"
        ),
        args![scope.commune(), scope.reach(), due.village, due.until.to_string(), limit, offset],
        |row| {
            let steps = usize::try_from(row.get::<i64>(5)?).unwrap_or(0);
            Ok(Waiting {
                person: row.get(0)?,
                name: row.get(1)?,
                village: row.get(2)?,
                unit: Unit::of(row.get(3)?, row.get(4)?),
                kept: rules::kept_on(steps, row.get(6)?, row.get(7)?, days, today),
            })
        },
    )
}

/// How many things [`due`] gives without a limit.
pub(super) fn count_due(tx: &mut Tx<'_>, scope: &Scope, due: &Due<'_>) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM learning_kept k JOIN people_person p ON p.commune_id = k.commune_id AND p.id = k.person_id
              WHERE k.commune_id = $1 AND k.due <= $4 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND p.merged_into IS NULL AND p.removed_at IS NULL"
        ),
        args![scope.commune(), scope.reach(), due.village, due.until.to_string()],
    )
}

/// The skills that an entry speaks of: one, or several of a lesson that teaches several.
fn skills_of(body: &str) -> Vec<String> {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    if let Some(several) = body.get("skills").and_then(|skills| skills.as_array()) {
        return several.iter().filter_map(|skill| skill.as_str()).map(str::to_owned).collect();
    }
    vec![body.get("skill").and_then(|skill| skill.as_str()).unwrap_or_default().to_owned()]
}

fn of_entry(row: &Row, from: usize) -> Result<Vec<Evidence>, Error> {
    let (entry, kind, grade): (String, String, String) = (row.get(from)?, row.get(from + 1)?, row.get(from + 2)?);
    let day = row.get::<Date>(from + 3)?;
    let skills = skills_of(&row.get::<String>(from + 4)?);
    Ok(skills.into_iter().map(|skill| Evidence { entry: entry.clone(), kind: kind.clone(), grade: grade.clone(), day, skill }).collect())
}

/// All evidence of a person and of those merged into them that counts and names a skill, by the codes that hold now.
pub(super) fn evidence(tx: &mut Tx<'_>, codes: &Codes, commune: &str, person: &str) -> Result<Vec<Evidence>, Error> {
    let all = tx.list(
        sql!(
            "SELECT e.id, e.kind, e.grade, e.day, e.body FROM ledger_entry e
              WHERE e.commune_id = $1 AND e.grade <> '' AND e.body LIKE '%\"skill\":%'
                AND (e.person_id = $2 OR e.person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $2))
                AND NOT EXISTS (SELECT 1 FROM ledger_voided v WHERE v.commune_id = e.commune_id AND v.entry_id = e.id)
              ORDER BY e.seq"
        ),
        args![commune, person],
        |row| of_entry(row, 0),
    )?;
    let now = |one: Evidence| Some(Evidence { skill: codes.now(&one.skill)?.to_owned(), ..one });
    Ok(all.into_iter().flatten().filter_map(now).collect())
}

/// A person of a page of the skill table.
pub(super) struct Person {
    pub id: String,
    pub name: String,
    pub meta: String,
}

/// Persons in reach in Vietnamese order.
pub(super) fn persons(
    tx: &mut Tx<'_>,
    scope: &Scope,
    village: &str,
    audience: &str,
    limit: i64,
    offset: i64,
) -> Result<Vec<Person>, Error> {
    tx.list(
        sql!(
            "SELECT p.id, p.name, v.name FROM people_person p JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND p.audience = $4 AND p.merged_into IS NULL AND p.removed_at IS NULL
              ORDER BY p.sort_key, p.id LIMIT $5 OFFSET $6"
        ),
        args![scope.commune(), scope.reach(), village, audience, limit, offset],
        |row| Ok(Person { id: row.get(0)?, name: row.get(1)?, meta: row.get(2)? }),
    )
}

/// How many persons there are.
pub(super) fn count_persons(tx: &mut Tx<'_>, scope: &Scope, village: &str, audience: &str) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM people_person p
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                AND p.audience = $4 AND p.merged_into IS NULL AND p.removed_at IS NULL"
        ),
        args![scope.commune(), scope.reach(), village, audience],
    )
}

/// A witnessed task of one skill.
pub(super) struct NewLook<'a> {
    pub id: &'a str,
    pub person: &'a str,
    pub village: &'a str,
    pub component: Option<Component>,
    pub skill: &'a str,
    pub result: &'a str,
    pub place: &'a str,
    pub note: &'a str,
    pub at: Millis,
}

/// Adds a witnessed task.
pub(super) fn add_look(tx: &mut Tx<'_>, scope: &Scope, new: &NewLook<'_>, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!("INSERT INTO learning_check (commune_id, id, person_id, village_id, component, skill, result, place, note, at, recorded_at, checked_by,
                voided_at, voided_by, void_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, NULL, NULL)"),
        args![
            scope.commune(),
            new.id,
            new.person,
            new.village,
            new.component.map_or("", Component::code),
            new.skill,
            new.result,
            new.place,
            new.note,
            new.at,
            now,
            scope.account()
        ],
    )?;
    Ok(())
}
