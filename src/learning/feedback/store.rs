//! All SQL on remarks and on the codes of evenings.

use jiff::civil::Date;

use super::rules::{FEWEST, Face, State};
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
    },
    sql,
};

/// A remark that is kept.
#[derive(Clone, Copy, Debug)]
pub struct NewRemark<'a> {
    /// Its id.
    pub id: &'a str,
    /// `lesson` or `class`.
    pub what: &'static str,
    /// The lesson's id, or the session's.
    pub item: &'a str,
    /// The session's village; empty for a lesson.
    pub village: &'a str,
    /// A keyed hash that says of a card only that it spoke; else empty.
    pub giver: &'a str,
    /// How it was.
    pub face: Face,
    /// What was written, or empty.
    pub words: &'a str,
    /// The step's number and title, or the code of what is hard; or empty.
    pub step: &'a str,
    /// The language of the words.
    pub lang: &'a str,
}

/// Keeps a remark; one with the same id is kept once.
pub fn insert(tx: &mut Tx<'_>, commune: &str, new: &NewRemark<'_>, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_remark (commune_id, id, what, item_id, village_id, giver, face, words, step, lang, at, state, note, handled_by,
                handled_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'new', '', '', NULL)
              ON CONFLICT (commune_id, id) DO NOTHING"
        ),
        args![commune, new.id, new.what, new.item, new.village, new.giver, new.face.number(), new.words, new.step, new.lang, now],
    )?;
    Ok(())
}

/// Whether there is a remark with this id.
pub(super) fn is_kept(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<bool, Error> {
    Ok(tx.count(sql!("SELECT COUNT(*) FROM learning_remark WHERE commune_id = $1 AND id = $2"), args![commune, id])? > 0)
}

/// Whether this card spoke of this session already.
pub(super) fn has_spoken(tx: &mut Tx<'_>, commune: &str, giver: &str) -> Result<bool, Error> {
    Ok(tx.count(sql!("SELECT COUNT(*) FROM learning_remark WHERE commune_id = $1 AND giver = $2"), args![commune, giver])? > 0)
}

/// A session that can be spoken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Evening {
    pub id: String,
    pub village: String,
    pub title: String,
    pub day: Option<Date>,
    /// The class's part of its address.
    pub code: String,
}

fn evening(row: &Row) -> Result<Evening, Error> {
    Ok(Evening { id: row.get(0)?, village: row.get(1)?, title: row.get(2)?, day: row.get::<String>(3)?.parse().ok(), code: row.get(4)? })
}

/// The session that a code was opened for, while it is open.
pub(super) fn evening_by_code(tx: &mut Tx<'_>, commune: &str, code: &str, now: Millis) -> Result<Option<Evening>, Error> {
    tx.first(
        sql!(
            "SELECT s.id, s.village_id, e.title, s.day, e.code FROM learning_remark_code c
                JOIN classes_session s ON s.commune_id = c.commune_id AND s.id = c.session_id
                JOIN classes_series e ON e.commune_id = s.commune_id AND e.id = s.series_id
              WHERE c.commune_id = $1 AND c.code = $2 AND c.closes_at > $3"
        ),
        args![commune, code, now],
        evening,
    )
}

/// The latest session since `from` at which a person, or who was merged into them, was marked as there; of one class where `class` names it.
pub(super) fn last_evening(tx: &mut Tx<'_>, commune: &str, person: &str, class: &str, from: Date) -> Result<Option<Evening>, Error> {
    tx.first(
        sql!(
            "SELECT s.id, s.village_id, e.title, s.day, e.code FROM classes_mark m
                JOIN classes_session s ON s.commune_id = m.commune_id AND s.id = m.session_id
                JOIN classes_series e ON e.commune_id = s.commune_id AND e.id = s.series_id
              WHERE m.commune_id = $1 AND m.state IN ('present', 'late') AND s.day >= $4 AND ($3 = '' OR e.code = $3)
                AND (m.person_id = $2 OR m.person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $2))
              ORDER BY s.day DESC, s.start_minute DESC, s.id LIMIT 1"
        ),
        args![commune, person, class, from.to_string()],
        evening,
    )
}

/// The session with this id in reach.
pub(super) fn session(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Evening>, Error> {
    tx.first(
        sql!(
            "SELECT s.id, s.village_id, e.title, s.day, e.code FROM classes_session s
                JOIN classes_series e ON e.commune_id = s.commune_id AND e.id = s.series_id
              WHERE s.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || s.village_id || '%') AND s.id = $3"
        ),
        args![scope.commune(), scope.reach(), id],
        evening,
    )
}

/// A session's code and until when it is open.
pub(super) fn code_of(tx: &mut Tx<'_>, commune: &str, session: &str) -> Result<Option<(String, Millis)>, Error> {
    tx.first(
        sql!("SELECT code, closes_at FROM learning_remark_code WHERE commune_id = $1 AND session_id = $2"),
        args![commune, session],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Whether a code is in use.
pub(super) fn is_code(tx: &mut Tx<'_>, commune: &str, code: &str) -> Result<bool, Error> {
    Ok(tx.count(sql!("SELECT COUNT(*) FROM learning_remark_code WHERE commune_id = $1 AND code = $2"), args![commune, code])? > 0)
}

/// Opens a session for remarks, or opens it anew.
pub(super) fn open(tx: &mut Tx<'_>, scope: &Scope, session: &str, code: &str, now: Millis, until: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_remark_code (commune_id, session_id, code, opened_by, opened_at, closes_at) VALUES ($1, $2, $3, $4, $5, $6)
              ON CONFLICT (commune_id, session_id) DO UPDATE SET opened_by = excluded.opened_by, opened_at = excluded.opened_at,
                closes_at = excluded.closes_at"
        ),
        args![scope.commune(), session, code, scope.account(), now, until],
    )?;
    Ok(())
}

/// A remark as officers read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remark {
    pub id: String,
    /// `lesson` or `class`.
    pub what: String,
    pub item: String,
    pub face: Face,
    pub words: String,
    pub step: String,
    pub at: Millis,
    pub state: State,
    pub note: String,
    pub by: String,
    /// Of a class: its title and the session's day.
    pub class: String,
    pub day: String,
}

fn remark(row: &Row) -> Result<Remark, Error> {
    Ok(Remark {
        id: row.get(0)?,
        what: row.get(1)?,
        item: row.get(2)?,
        face: Face::of_number(row.get(3)?),
        words: row.get(4)?,
        step: row.get(5)?,
        at: row.get(6)?,
        state: State::parse(&row.get::<String>(7)?).unwrap_or(State::New),
        note: row.get(8)?,
        by: row.get(9)?,
        class: row.get(10)?,
        day: row.get(11)?,
    })
}

/// Which remarks a list shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// `lesson`, `class` or empty.
    pub what: String,
    /// The state's code, or empty.
    pub state: String,
    /// The lesson's id, or the class's code; or empty.
    pub item: String,
    /// Only with words or a step.
    pub said: bool,
}

/// Remarks, the latest first: of every lesson, and of classes in reach that are large enough to show.
pub(super) fn remarks(tx: &mut Tx<'_>, scope: &Scope, wanted: &Wanted, limit: i64, offset: i64) -> Result<Vec<Remark>, Error> {
    tx.list(
        sql!(
            "SELECT r.id, r.what, r.item_id, r.face, r.words, r.step, r.at, r.state, r.note, COALESCE(a.name, ''), COALESCE(e.title, ''),
                COALESCE(s.day, '')
              FROM learning_remark r
                LEFT JOIN classes_session s ON r.what = 'class' AND s.commune_id = r.commune_id AND s.id = r.item_id
                LEFT JOIN classes_series e ON e.commune_id = s.commune_id AND e.id = s.series_id
                LEFT JOIN accounts_account a ON a.id = r.handled_by
              WHERE r.commune_id = $1 AND ($3 = '' OR r.what = $3) AND ($4 = '' OR r.state = $4)
                AND ($5 = '' OR r.item_id = $5 OR e.code = $5) AND ($6 = FALSE OR r.words <> '' OR r.step <> '')
                AND (r.what = 'lesson' OR (($2 = '' OR $2 LIKE '%' || r.village_id || '%') AND s.series_id IN (
                  SELECT o.series_id FROM learning_remark q JOIN classes_session o ON o.commune_id = q.commune_id AND o.id = q.item_id
                    WHERE q.commune_id = $1 AND q.what = 'class' GROUP BY o.series_id HAVING COUNT(*) >= $7)))
              ORDER BY r.at DESC, r.id DESC LIMIT $8 OFFSET $9"
        ),
        args![scope.commune(), scope.reach(), &wanted.what, &wanted.state, &wanted.item, wanted.said, FEWEST, limit, offset],
        remark,
    )
}

/// How many remarks with words nobody has dealt with.
pub fn count_new(tx: &mut Tx<'_>, scope: &Scope) -> Result<i64, Error> {
    count(tx, scope, &Wanted { state: State::New.code().into(), said: true, ..Wanted::default() })
}

/// How many remarks there are.
pub(super) fn count(tx: &mut Tx<'_>, scope: &Scope, wanted: &Wanted) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM learning_remark r
                LEFT JOIN classes_session s ON r.what = 'class' AND s.commune_id = r.commune_id AND s.id = r.item_id
                LEFT JOIN classes_series e ON e.commune_id = s.commune_id AND e.id = s.series_id
              WHERE r.commune_id = $1 AND ($3 = '' OR r.what = $3) AND ($4 = '' OR r.state = $4)
                AND ($5 = '' OR r.item_id = $5 OR e.code = $5) AND ($6 = FALSE OR r.words <> '' OR r.step <> '')
                AND (r.what = 'lesson' OR (($2 = '' OR $2 LIKE '%' || r.village_id || '%') AND s.series_id IN (
                  SELECT o.series_id FROM learning_remark q JOIN classes_session o ON o.commune_id = q.commune_id AND o.id = q.item_id
                    WHERE q.commune_id = $1 AND q.what = 'class' GROUP BY o.series_id HAVING COUNT(*) >= $7)))"
        ),
        args![scope.commune(), scope.reach(), &wanted.what, &wanted.state, &wanted.item, wanted.said, FEWEST],
    )
}

/// How a lesson or a class was found: its id or code, its title where it is a class, and how many of each face from the best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub item: String,
    pub title: String,
    pub faces: [i64; 3],
    pub open: i64,
}

fn sum(row: &Row) -> Result<Sum, Error> {
    Ok(Sum { item: row.get(0)?, title: row.get(1)?, faces: [row.get(2)?, row.get(3)?, row.get(4)?], open: row.get(5)? })
}

/// Lessons with remarks, what was found hardest first.
pub(super) fn lesson_sums(tx: &mut Tx<'_>, commune: &str, limit: i64) -> Result<Vec<Sum>, Error> {
    tx.list(
        sql!(
            "SELECT r.item_id, '', CAST(SUM(CASE WHEN r.face = 3 THEN 1 ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN r.face = 2 THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN r.face = 1 THEN 1 ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN r.state = 'new' THEN 1 ELSE 0 END) AS BIGINT)
              FROM learning_remark r WHERE r.commune_id = $1 AND r.what = 'lesson'
              GROUP BY r.item_id ORDER BY 5 DESC, 4 DESC, r.item_id LIMIT $2"
        ),
        args![commune, limit],
        sum,
    )
}

/// Classes in reach with remarks, the latest class first.
pub(super) fn class_sums(tx: &mut Tx<'_>, scope: &Scope, limit: i64) -> Result<Vec<Sum>, Error> {
    tx.list(
        sql!(
            "SELECT e.code, e.title, CAST(SUM(CASE WHEN r.face = 3 THEN 1 ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN r.face = 2 THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN r.face = 1 THEN 1 ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN r.state = 'new' THEN 1 ELSE 0 END) AS BIGINT)
              FROM learning_remark r
                JOIN classes_session s ON s.commune_id = r.commune_id AND s.id = r.item_id
                JOIN classes_series e ON e.commune_id = s.commune_id AND e.id = s.series_id
              WHERE r.commune_id = $1 AND r.what = 'class' AND ($2 = '' OR $2 LIKE '%' || r.village_id || '%')
              GROUP BY e.code, e.title ORDER BY MAX(r.at) DESC, e.code LIMIT $3"
        ),
        args![scope.commune(), scope.reach(), limit],
        sum,
    )
}

/// The sum of one lesson.
pub(super) fn lesson_sum(tx: &mut Tx<'_>, commune: &str, item: &str) -> Result<[i64; 3], Error> {
    let counts = tx.list(
        sql!("SELECT face, COUNT(*) FROM learning_remark WHERE commune_id = $1 AND what = 'lesson' AND item_id = $2 GROUP BY face"),
        args![commune, item],
        |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)),
    )?;
    Ok(Face::ALL.map(|face| counts.iter().find(|(number, _)| *number == face.number()).map_or(0, |(_, count)| *count)))
}

/// Answers a remark; tells whether there was one of this kind in reach.
pub(super) fn answer(tx: &mut Tx<'_>, scope: &Scope, what: &str, id: &str, to: State, note: &str, now: Millis) -> Result<bool, Error> {
    let answered = tx.run(
        sql!(
            "UPDATE learning_remark SET state = $5, note = $6, handled_by = $7, handled_at = $8
              WHERE commune_id = $1 AND ($2 = '' OR village_id = '' OR $2 LIKE '%' || village_id || '%') AND what = $3 AND id = $4"
        ),
        args![scope.commune(), scope.reach(), what, id, to.code(), note, scope.account(), now],
    )?;
    Ok(answered > 0)
}

/// Whether there is a remark of this kind in reach.
pub(super) fn is_there(tx: &mut Tx<'_>, scope: &Scope, what: &str, id: &str) -> Result<bool, Error> {
    let found = tx.count(
        sql!(
            "SELECT COUNT(*) FROM learning_remark
              WHERE commune_id = $1 AND ($2 = '' OR village_id = '' OR $2 LIKE '%' || village_id || '%') AND what = $3 AND id = $4"
        ),
        args![scope.commune(), scope.reach(), what, id],
    )?;
    Ok(found > 0)
}
