//! All SQL on results from outside and on what was decided about them.

use jiff::civil::Date;

use super::rules::State;
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        ids,
    },
    sql,
};

/// A result from outside as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    pub id: String,
    /// `claim`, `officer` or `list`.
    pub source: String,
    pub list: String,
    /// Whom it was handed in for; after a merge the one they became.
    pub person: String,
    pub name: String,
    pub village: String,
    pub village_name: String,
    pub course: String,
    pub title: String,
    pub platform: String,
    pub day: Option<Date>,
    pub number: String,
    pub link: String,
    pub picture: String,
    pub mime: String,
    pub note: String,
    pub state: State,
    pub entries: Vec<String>,
    pub handed_by: String,
    pub handed_at: Millis,
}

fn row(row: &Row) -> Result<Stored, Error> {
    Ok(Stored {
        id: row.get(0)?,
        source: row.get(1)?,
        list: row.get(2)?,
        person: row.get(3)?,
        name: row.get(4)?,
        village: row.get(5)?,
        village_name: row.get(6)?,
        course: row.get(7)?,
        title: row.get(8)?,
        platform: row.get(9)?,
        day: row.get::<String>(10)?.parse().ok(),
        number: row.get(11)?,
        link: row.get(12)?,
        picture: row.get(13)?,
        mime: row.get(14)?,
        note: row.get(15)?,
        state: State::parse(&row.get::<String>(16)?).unwrap_or(State::Waiting),
        entries: row.get::<String>(17)?.split_whitespace().map(str::to_owned).collect(),
        handed_by: row.get(18)?,
        handed_at: row.get(19)?,
    })
}

/// A result that is put down.
pub(super) struct NewRow<'a> {
    pub id: &'a str,
    pub source: &'static str,
    pub list: &'a str,
    pub person: &'a str,
    pub course: &'a str,
    pub day: Date,
    pub number: &'a str,
    pub number_key: &'a str,
    pub link: &'a str,
    pub picture: (&'a str, &'a str),
    pub note: &'a str,
    pub state: State,
    pub entries: &'a [String],
    pub by: &'a str,
}

/// Puts a result down, with the first line of its history.
pub(super) fn insert(tx: &mut Tx<'_>, commune: &str, new: &NewRow<'_>, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_outside_result (commune_id, id, source, list_id, person_id, course_id, day, number, number_key, link, picture, mime,
                note, state, entries, handed_by, handed_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
        ),
        args![
            commune,
            new.id,
            new.source,
            new.list,
            new.person,
            new.course,
            new.day.to_string(),
            new.number,
            new.number_key,
            new.link,
            new.picture.0,
            new.picture.1,
            new.note,
            new.state.code(),
            new.entries.join(" "),
            new.by,
            now
        ],
    )?;
    note(tx, commune, new.id, new.state, "", new.by, now)
}

/// Adds a line to a result's history.
fn note(tx: &mut Tx<'_>, commune: &str, id: &str, state: State, words: &str, by: &str, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_outside_change (commune_id, id, result_id, state, note, at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        args![commune, ids::new(now), id, state.code(), words, now, by],
    )?;
    Ok(())
}

/// Moves a result from one state to another; tells whether it stood there.
pub(super) fn move_on(
    tx: &mut Tx<'_>,
    commune: &str,
    id: &str,
    (from, to): (State, State),
    entries: &[String],
    words: &str,
    by: &str,
    now: Millis,
) -> Result<bool, Error> {
    let moved = tx.run(
        sql!("UPDATE learning_outside_result SET state = $4, entries = $5 WHERE commune_id = $1 AND id = $2 AND state = $3"),
        args![commune, id, from.code(), to.code(), entries.join(" ")],
    )?;
    if moved > 0 {
        note(tx, commune, id, to, words, by, now)?;
    }
    Ok(moved > 0)
}

/// A line of a result's history: where it then stood, a word, when, and who.
pub(super) type Line = (State, String, Millis, String);

/// What was decided about a result, oldest first.
pub(super) fn history(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Vec<Line>, Error> {
    tx.list(
        sql!(
            "SELECT c.state, c.note, c.at, COALESCE(a.name, '') FROM learning_outside_change c
                LEFT JOIN accounts_account a ON a.id = c.changed_by
              WHERE c.commune_id = $1 AND c.result_id = $2 ORDER BY c.at, c.id"
        ),
        args![commune, id],
        |row| Ok((State::parse(&row.get::<String>(0)?).unwrap_or(State::Waiting), row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// Which results a list shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// The state's code, or empty.
    pub state: String,
    /// The village's id, or empty.
    pub village: String,
    /// The folded name, or empty.
    pub name: String,
    /// The person's id, or empty.
    pub person: String,
}

/// Results of people in reach, what waits longest first, then the latest.
pub(super) fn results(tx: &mut Tx<'_>, scope: &Scope, wanted: &Wanted, limit: i64, offset: i64) -> Result<Vec<Stored>, Error> {
    tx.list(
        sql!(
            "SELECT r.id, r.source, r.list_id, p.id, p.name, p.village_id, v.name, r.course_id, c.title, c.platform, r.day, r.number, r.link, r.picture,
                r.mime, r.note, r.state, r.entries, COALESCE(h.name, ''), r.handed_at
              FROM learning_outside_result r
                LEFT JOIN ledger_alias a ON a.commune_id = r.commune_id AND a.person_id = r.person_id
                JOIN people_person p ON p.commune_id = r.commune_id AND p.id = COALESCE(a.root_id, r.person_id)
                JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
                JOIN learning_outside_course c ON c.commune_id = r.commune_id AND c.id = r.course_id
                LEFT JOIN accounts_account h ON h.id = r.handed_by
              WHERE r.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR r.state = $3)
                AND ($4 = '' OR p.village_id = $4) AND ($5 = '' OR p.name_fold LIKE '%' || $5 || '%') AND ($6 = '' OR p.id = $6)
              ORDER BY CASE WHEN r.state = 'waiting' THEN r.handed_at ELSE 9000000000000000 - r.handed_at END, r.id LIMIT $7 OFFSET $8"
        ),
        args![scope.commune(), scope.reach(), &wanted.state, &wanted.village, &wanted.name, &wanted.person, limit, offset],
        row,
    )
}

/// How many results there are.
pub(super) fn count(tx: &mut Tx<'_>, scope: &Scope, wanted: &Wanted) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM learning_outside_result r
                LEFT JOIN ledger_alias a ON a.commune_id = r.commune_id AND a.person_id = r.person_id
                JOIN people_person p ON p.commune_id = r.commune_id AND p.id = COALESCE(a.root_id, r.person_id)
              WHERE r.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR r.state = $3)
                AND ($4 = '' OR p.village_id = $4) AND ($5 = '' OR p.name_fold LIKE '%' || $5 || '%') AND ($6 = '' OR p.id = $6)"
        ),
        args![scope.commune(), scope.reach(), &wanted.state, &wanted.village, &wanted.name, &wanted.person],
    )
}

/// How many results wait for somebody to verify them.
pub fn count_waiting(tx: &mut Tx<'_>, scope: &Scope) -> Result<i64, Error> {
    count(tx, scope, &Wanted { state: State::Waiting.code().into(), ..Wanted::default() })
}

/// The result with this id, when its person is in reach.
pub(super) fn result(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Stored>, Error> {
    tx.first(
        sql!(
            "SELECT r.id, r.source, r.list_id, p.id, p.name, p.village_id, v.name, r.course_id, c.title, c.platform, r.day, r.number, r.link, r.picture,
                r.mime, r.note, r.state, r.entries, COALESCE(h.name, ''), r.handed_at
              FROM learning_outside_result r
                LEFT JOIN ledger_alias a ON a.commune_id = r.commune_id AND a.person_id = r.person_id
                JOIN people_person p ON p.commune_id = r.commune_id AND p.id = COALESCE(a.root_id, r.person_id)
                JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
                JOIN learning_outside_course c ON c.commune_id = r.commune_id AND c.id = r.course_id
                LEFT JOIN accounts_account h ON h.id = r.handed_by
              WHERE r.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND r.id = $3"
        ),
        args![scope.commune(), scope.reach(), id],
        row,
    )
}

/// Whether an id is in use already: of the same person and course, or of something else.
pub(super) fn is_known(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<(String, String)>, Error> {
    tx.first(
        sql!("SELECT person_id, course_id FROM learning_outside_result WHERE commune_id = $1 AND id = $2"),
        args![commune, id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The results of a person, and of those merged into them, in one course that wait or count: id and state.
pub(super) fn standing(tx: &mut Tx<'_>, commune: &str, person: &str, course: &str) -> Result<Vec<(String, State)>, Error> {
    tx.list(
        sql!(
            "SELECT id, state FROM learning_outside_result
              WHERE commune_id = $1 AND course_id = $3 AND state IN ('waiting', 'verified')
                AND (person_id = $2 OR person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $2))
              ORDER BY handed_at, id"
        ),
        args![commune, person, course],
        |row| Ok((row.get(0)?, State::parse(&row.get::<String>(1)?).unwrap_or(State::Waiting))),
    )
}

/// Everybody with a result that counts, and in which course.
pub(super) fn all_verified(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<(String, String)>, Error> {
    tx.list(
        sql!(
            "SELECT COALESCE(a.root_id, r.person_id), r.course_id FROM learning_outside_result r
                LEFT JOIN ledger_alias a ON a.commune_id = r.commune_id AND a.person_id = r.person_id
              WHERE r.commune_id = $1 AND r.state = 'verified'"
        ),
        args![commune],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// How many results of a person wait.
pub(super) fn waiting(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<i64, Error> {
    tx.count(
        sql!("SELECT COUNT(*) FROM learning_outside_result WHERE commune_id = $1 AND person_id = $2 AND state = 'waiting'"),
        args![commune, person],
    )
}

/// Results under the same certificate number, or with the same picture, of other people: id, name and village of each.
pub(super) fn others_with(tx: &mut Tx<'_>, commune: &str, of: &Stored, number_key: &str) -> Result<Vec<(String, String, String)>, Error> {
    tx.list(
        sql!(
            "SELECT r.id, p.name, p.village_id FROM learning_outside_result r
                LEFT JOIN ledger_alias a ON a.commune_id = r.commune_id AND a.person_id = r.person_id
                JOIN people_person p ON p.commune_id = r.commune_id AND p.id = COALESCE(a.root_id, r.person_id)
              WHERE r.commune_id = $1 AND p.id <> $2 AND r.state <> 'taken_back'
                AND (($3 <> '' AND r.number_key = $3) OR ($4 <> '' AND r.picture = $4))
              ORDER BY r.handed_at, r.id LIMIT 20"
        ),
        args![commune, &of.person, number_key, &of.picture],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Which of these certificate numbers more than one person gave.
pub(super) fn doubled(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<String>, Error> {
    tx.list(
        sql!(
            "SELECT number_key FROM learning_outside_result WHERE commune_id = $1 AND number_key <> '' AND state <> 'taken_back'
              GROUP BY number_key HAVING COUNT(DISTINCT person_id) > 1"
        ),
        args![commune],
        |row| row.get(0),
    )
}

/// The results that a list brought and that count.
pub(super) fn of_list(tx: &mut Tx<'_>, commune: &str, list: &str) -> Result<Vec<(String, Vec<String>)>, Error> {
    tx.list(
        sql!("SELECT id, entries FROM learning_outside_result WHERE commune_id = $1 AND list_id = $2 AND state = 'verified' ORDER BY id"),
        args![commune, list],
        |row| Ok((row.get(0)?, row.get::<String>(1)?.split_whitespace().map(str::to_owned).collect())),
    )
}
