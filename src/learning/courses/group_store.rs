//! All SQL on `learning_group`.

use super::group::Group;
use crate::{
    accounts::Scope,
    args,
    kit::db::{Error, Row, Tx},
    sql,
};

fn group_row(row: &Row) -> Result<Group, Error> {
    Ok(Group {
        id: row.get(0)?,
        village: row.get(1)?,
        session: row.get(2)?,
        place: row.get(3)?,
        day: row.get(4)?,
        course: row.get(5)?,
        part: row.get(6)?,
        items: row.get::<String>(7)?.split_whitespace().map(str::to_owned).collect(),
        by: row.get(8)?,
        by_name: row.get(9)?,
        opened_at: row.get(10)?,
    })
}

/// Adds a group.
pub fn add(tx: &mut Tx<'_>, commune: &str, group: &Group) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_group (commune_id, id, village_id, session_id, place, day, course_id, part, items, opened_by, opened_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        args![
            commune,
            &group.id,
            &group.village,
            &group.session,
            &group.place,
            group.day,
            &group.course,
            group.part,
            group.items.join(" "),
            &group.by,
            group.opened_at
        ],
    )?;
    Ok(())
}

/// The group with this id.
pub fn group(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Group>, Error> {
    tx.first(
        sql!(
            "SELECT g.id, g.village_id, g.session_id, g.place, g.day, g.course_id, g.part, g.items, g.opened_by, COALESCE(a.name, g.opened_by), g.opened_at
              FROM learning_group g LEFT JOIN accounts_account a ON a.id = g.opened_by WHERE g.commune_id = $1 AND g.id = $2"
        ),
        args![commune, id],
        group_row,
    )
}

/// Groups in reach, latest first, each with how many persons were recorded.
pub fn groups(tx: &mut Tx<'_>, scope: &Scope, limit: i64, offset: i64) -> Result<Vec<(Group, i64)>, Error> {
    tx.list(
        sql!(
            "SELECT g.id, g.village_id, g.session_id, g.place, g.day, g.course_id, g.part, g.items, g.opened_by, COALESCE(a.name, g.opened_by), g.opened_at,
                (SELECT COUNT(DISTINCT f.person_id) FROM learning_finished f
                  WHERE f.commune_id = g.commune_id AND f.group_id = g.id AND f.voided_at IS NULL)
              FROM learning_group g LEFT JOIN accounts_account a ON a.id = g.opened_by
              WHERE g.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || g.village_id || '%')
              ORDER BY g.day DESC, g.opened_at DESC, g.id LIMIT $3 OFFSET $4"
        ),
        args![scope.commune(), scope.reach(), limit, offset],
        |row| Ok((group_row(row)?, row.get(11)?)),
    )
}

/// How many groups there are in reach.
pub fn count(tx: &mut Tx<'_>, scope: &Scope) -> Result<i64, Error> {
    tx.count(
        sql!("SELECT COUNT(*) FROM learning_group g WHERE g.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || g.village_id || '%')"),
        args![scope.commune(), scope.reach()],
    )
}
