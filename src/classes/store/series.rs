//! `classes_series`: what a class is.

use crate::{
    accounts::Scope,
    args,
    classes::rules::{Audience, NewSeries, Repeat, Series, SeriesState, Support, minute_of, time_of},
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::{Error, Result},
        fold, ids,
    },
    sql,
};

/// Reads `id, code, village_id, village, venue_id, venue, title, about, audience, support, helpers, teacher, capacity,
/// start_minute, end_minute, repeat, state, version`.
fn series_row(row: &Row) -> Result<Series, db::Error> {
    let broken = |what: &str| db::Error::Other(format!("classes_series: {what}"));
    let repeat: Repeat = serde_json::from_str(&row.get::<String>(15)?).map_err(|e| broken(&e.to_string()))?;
    Ok(Series {
        id: row.get(0)?,
        code: row.get(1)?,
        village_name: row.get(3)?,
        venue_name: row.get(5)?,
        now: NewSeries {
            village: row.get(2)?,
            venue: row.get(4)?,
            title: row.get(6)?,
            about: row.get(7)?,
            audience: Audience::parse(&row.get::<String>(8)?).ok_or_else(|| broken("audience"))?,
            support: Support::parse(&row.get::<String>(9)?).ok_or_else(|| broken("support"))?,
            helpers: row.get(10)?,
            teacher: row.get(11)?,
            capacity: row.get(12)?,
            start: time_of(row.get(13)?),
            end: time_of(row.get(14)?),
            pattern: repeat.pattern(),
            skip: repeat.skip.clone(),
        },
        repeat,
        state: SeriesState::parse(&row.get::<String>(16)?).ok_or_else(|| broken("state"))?,
        version: row.get(17)?,
    })
}

/// The class with this code, whoever asks: the public timetable.
pub fn by_code(tx: &mut Tx<'_>, commune: &str, code: &str) -> Result<Option<Series>> {
    Ok(tx.first(
        sql!(
            "SELECT r.id, r.code, r.village_id, v.name, r.venue_id, n.name, r.title, r.about, r.audience, r.support, r.helpers, r.teacher,
                r.capacity, r.start_minute, r.end_minute, r.repeat, r.state, r.version
              FROM classes_series r
              JOIN places_village v ON v.commune_id = r.commune_id AND v.id = r.village_id
              JOIN resources_venue n ON n.commune_id = r.commune_id AND n.id = r.venue_id
              WHERE r.commune_id = $1 AND r.code = $2"
        ),
        args![commune, code],
        series_row,
    )?)
}

/// The class with this id.
pub fn by_id(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Series>> {
    Ok(tx.first(
        sql!(
            "SELECT r.id, r.code, r.village_id, v.name, r.venue_id, n.name, r.title, r.about, r.audience, r.support, r.helpers, r.teacher,
                r.capacity, r.start_minute, r.end_minute, r.repeat, r.state, r.version
              FROM classes_series r
              JOIN places_village v ON v.commune_id = r.commune_id AND v.id = r.village_id
              JOIN resources_venue n ON n.commune_id = r.commune_id AND n.id = r.venue_id
              WHERE r.commune_id = $1 AND r.id = $2"
        ),
        args![commune, id],
        series_row,
    )?)
}

/// The class with this code, when it is in reach.
///
/// # Errors
/// [`Error::NotFound`].
pub fn in_reach(tx: &mut Tx<'_>, scope: &Scope, code: &str) -> Result<Series> {
    by_code(tx, scope.commune(), code)?.filter(|series| scope.covers(&series.now.village)).ok_or(Error::NotFound)
}

/// Whether a code is in use.
pub fn has_code(tx: &mut Tx<'_>, commune: &str, code: &str) -> Result<bool> {
    Ok(tx.count(sql!("SELECT COUNT(*) FROM classes_series WHERE commune_id = $1 AND code = $2"), args![commune, code])? > 0)
}

/// Adds a class and answers its id.
pub fn add(tx: &mut Tx<'_>, scope: &Scope, code: &str, new: &NewSeries, now: Millis) -> Result<String> {
    let id = ids::new(now);
    tx.run(
        sql!(
            "INSERT INTO classes_series (commune_id, id, code, village_id, venue_id, title, title_fold, about, audience, support, helpers,
                teacher, capacity, start_minute, end_minute, repeat, state, version, created_by, created_at, updated_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'open', 1, $17, $18, $18)"
        ),
        args![
            scope.commune(),
            &id,
            code,
            &new.village,
            &new.venue,
            new.title.trim(),
            fold::fold(new.title.trim()),
            new.about.trim(),
            new.audience.code(),
            new.support.code(),
            new.helpers.trim(),
            new.teacher.trim(),
            new.capacity,
            minute_of(new.start),
            minute_of(new.end),
            serde_json::to_string(&Repeat::of(&new.pattern, &new.skip))?,
            scope.account(),
            now
        ],
    )?;
    Ok(id)
}

/// Changes a class; its village and code stay.
///
/// # Errors
/// [`Error::Changed`] when `version` is not the one that stands there.
pub fn set(tx: &mut Tx<'_>, commune: &str, id: &str, version: i64, new: &NewSeries, now: Millis) -> Result<()> {
    let changed = tx.run(
        sql!(
            "UPDATE classes_series SET venue_id = $4, title = $5, title_fold = $6, about = $7, audience = $8, support = $9, helpers = $10,
                teacher = $11, capacity = $12, start_minute = $13, end_minute = $14, repeat = $15, version = version + 1, updated_at = $16
              WHERE commune_id = $1 AND id = $2 AND version = $3"
        ),
        args![
            commune,
            id,
            version,
            &new.venue,
            new.title.trim(),
            fold::fold(new.title.trim()),
            new.about.trim(),
            new.audience.code(),
            new.support.code(),
            new.helpers.trim(),
            new.teacher.trim(),
            new.capacity,
            minute_of(new.start),
            minute_of(new.end),
            serde_json::to_string(&Repeat::of(&new.pattern, &new.skip))?,
            now
        ],
    )?;
    if changed == 1 { Ok(()) } else { Err(Error::Changed) }
}

/// The skills of the framework that a class teaches, by its id.
pub fn skills(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Vec<String>> {
    let skills: Option<String> =
        tx.value(sql!("SELECT skills FROM classes_series WHERE commune_id = $1 AND id = $2"), args![commune, id])?;
    Ok(skills.unwrap_or_default().split_whitespace().map(str::to_owned).collect())
}

/// Says which skills a class teaches.
pub fn set_skills(tx: &mut Tx<'_>, commune: &str, id: &str, skills: &[String], now: Millis) -> Result<()> {
    tx.run(
        sql!("UPDATE classes_series SET skills = $3, version = version + 1, updated_at = $4 WHERE commune_id = $1 AND id = $2"),
        args![commune, id, skills.join(" "), now],
    )?;
    Ok(())
}

/// Ends a class.
pub fn end(tx: &mut Tx<'_>, commune: &str, id: &str, now: Millis) -> Result<()> {
    tx.run(
        sql!("UPDATE classes_series SET state = 'ended', version = version + 1, updated_at = $3 WHERE commune_id = $1 AND id = $2"),
        args![commune, id, now],
    )?;
    Ok(())
}

/// A class as the officers' list shows it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its teacher.
    pub teacher: String,
    /// The village's name.
    pub village: String,
    /// The venue's name.
    pub venue: String,
    /// Whether it goes on.
    pub state: SeriesState,
    /// Seats.
    pub capacity: i64,
    /// How many are enrolled.
    pub enrolled: i64,
    /// How many wait.
    pub waiting: i64,
    /// Sessions held, and sessions that are not called off.
    pub held: i64,
    /// Sessions that are not called off.
    pub sessions: i64,
    /// The next session's day, `YYYY-MM-DD`.
    pub next: Option<String>,
}

/// What the officers' list asks for; empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The village's id.
    pub village: String,
    /// The state's code.
    pub state: String,
    /// A part of the title, folded.
    pub title: String,
}

/// Classes in reach, those that go on first, then by village and title; `limit` of them from `offset` on.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, wanted: &Wanted, today: &str, limit: i64, offset: i64) -> Result<Vec<Line>> {
    Ok(tx.list(
        sql!("SELECT r.code, r.title, r.teacher, v.name, n.name, r.state, r.capacity,
                (SELECT COUNT(*) FROM classes_enrolment e WHERE e.commune_id = r.commune_id AND e.series_id = r.id AND e.state = 'enrolled'),
                (SELECT COUNT(*) FROM classes_enrolment e WHERE e.commune_id = r.commune_id AND e.series_id = r.id AND e.state = 'waiting'),
                (SELECT COUNT(*) FROM classes_session s WHERE s.commune_id = r.commune_id AND s.series_id = r.id AND s.held_entry IS NOT NULL),
                (SELECT COUNT(*) FROM classes_session s WHERE s.commune_id = r.commune_id AND s.series_id = r.id AND s.state = 'planned'),
                (SELECT MIN(s.day) FROM classes_session s WHERE s.commune_id = r.commune_id AND s.series_id = r.id AND s.state = 'planned'
                   AND s.day >= $6)
              FROM classes_series r
              JOIN places_village v ON v.commune_id = r.commune_id AND v.id = r.village_id
              JOIN resources_venue n ON n.commune_id = r.commune_id AND n.id = r.venue_id
              WHERE r.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || r.village_id || '%') AND ($3 = '' OR r.village_id = $3)
                AND ($4 = '' OR r.state = $4) AND ($5 = '' OR r.title_fold LIKE '%' || $5 || '%')
              ORDER BY r.state DESC, v.sort_key, r.title_fold, r.id LIMIT $7 OFFSET $8"),
        args![scope.commune(), scope.reach(), &wanted.village, &wanted.state, &wanted.title, today, limit, offset],
        |row| {
            Ok(Line {
                code: row.get(0)?,
                title: row.get(1)?,
                teacher: row.get(2)?,
                village: row.get(3)?,
                venue: row.get(4)?,
                state: SeriesState::parse(&row.get::<String>(5)?).unwrap_or(SeriesState::Ended),
                capacity: row.get(6)?,
                enrolled: row.get(7)?,
                waiting: row.get(8)?,
                held: row.get(9)?,
                sessions: row.get(10)?,
                next: row.get(11)?,
            })
        },
    )?)
}

/// How many classes [`list`] has in all.
pub fn count(tx: &mut Tx<'_>, scope: &Scope, wanted: &Wanted) -> Result<i64> {
    Ok(tx.count(
        sql!(
            "SELECT COUNT(*) FROM classes_series r
              WHERE r.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || r.village_id || '%') AND ($3 = '' OR r.village_id = $3)
                AND ($4 = '' OR r.state = $4) AND ($5 = '' OR r.title_fold LIKE '%' || $5 || '%')"
        ),
        args![scope.commune(), scope.reach(), &wanted.village, &wanted.state, &wanted.title],
    )?)
}
