//! `sync_photo`: pictures of signed sheets and classes.

use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
    },
    sql,
};

/// A picture that belongs to a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Its id.
    pub id: String,
    /// The session.
    pub session: String,
    /// The session's village.
    pub village: String,
    /// `sheet` or `class`.
    pub what: String,
    /// A note, or empty.
    pub note: String,
    /// SHA-256 of the picture, under which it is sent and kept.
    pub blob: String,
    /// When it was taken.
    pub at: Millis,
    /// The account that took it.
    pub by: String,
    /// The phone.
    pub device: Option<String>,
}

fn photo_row(row: &Row) -> Result<Photo, Error> {
    Ok(Photo {
        id: row.get(0)?,
        session: row.get(1)?,
        village: row.get(2)?,
        what: row.get(3)?,
        note: row.get(4)?,
        blob: row.get(5)?,
        at: row.get(6)?,
        by: row.get(7)?,
        device: row.get(8)?,
    })
}

/// Keeps a picture's place; tells whether its id was free.
pub fn add(tx: &mut Tx<'_>, commune: &str, photo: &Photo, now: Millis) -> Result<bool, Error> {
    let added = tx.run(
        sql!(
            "INSERT INTO sync_photo (commune_id, id, session_id, village_id, what, note, blob, at, recorded_at, taken_by, device)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (commune_id, id) DO NOTHING"
        ),
        args![
            commune,
            &photo.id,
            &photo.session,
            &photo.village,
            &photo.what,
            &photo.note,
            &photo.blob,
            photo.at,
            now,
            &photo.by,
            &photo.device
        ],
    )?;
    Ok(added > 0)
}

/// The picture with this id.
pub fn photo(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Photo>, Error> {
    tx.first(
        sql!("SELECT id, session_id, village_id, what, note, blob, at, taken_by, device FROM sync_photo WHERE commune_id = $1 AND id = $2"),
        args![commune, id],
        photo_row,
    )
}

/// Takes a picture away.
pub fn remove(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<bool, Error> {
    Ok(tx.run(sql!("DELETE FROM sync_photo WHERE commune_id = $1 AND id = $2"), args![commune, id])? > 0)
}
