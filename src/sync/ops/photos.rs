//! Pictures of signed sheets and of classes. They may arrive before or after the picture itself.

use super::{Case, Kind, Place, Record};
use crate::{
    accounts::{Right, Scope},
    classes,
    kit::{
        db::Tx,
        error::{Error, Result},
        ids,
    },
    sync::{
        blobs,
        rules::{Code, Op, Outcome},
        store::photo::{self, Photo},
    },
};

/// The types of this slice.
pub const KINDS: &[Kind] = &[Kind { name: "photo.attach", right: Right::TakeAttendance, makes: true, place, apply: attach }];

/// The records of this slice.
pub const RECORDS: &[Record] = &[Record { name: "photo.attach", right: Right::TakeAttendance, place: place_of_photo, take_back }];

/// Longest note, in characters.
const NOTE: usize = 500;

fn place(tx: &mut Tx<'_>, commune: &str, op: &Op) -> Result<Place> {
    Ok(Place::of(classes::village_of_session(tx, commune, op.text("session"))?))
}

fn attach(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    let [blob] = op.blobs.as_slice() else { return Ok(Outcome::invalid("sync-invalid-blob")) };
    if !ids::is_id(&op.entity) {
        return Ok(Outcome::invalid("sync-invalid-id"));
    }
    if !["sheet", "class"].contains(&op.text("what")) {
        return Ok(Outcome::invalid("sync-invalid-what"));
    }
    if op.text("note").chars().count() > NOTE {
        return Ok(Outcome::invalid("sync-invalid-long"));
    }
    let village = classes::village_of_session(tx, scope.commune(), op.text("session"))?.ok_or(Error::NotFound)?;
    let new = Photo {
        id: op.entity.clone(),
        session: op.text("session").to_owned(),
        village,
        what: op.text("what").to_owned(),
        note: op.text("note").to_owned(),
        blob: blob.clone(),
        at: case.when.at,
        by: op.actor.clone(),
        device: Some(op.device.clone()),
    };
    let added = photo::add(tx, scope.commune(), &new, case.now)?;
    Ok(if added { Outcome::applied(1) } else { Outcome::of(Code::AlreadyRecorded) })
}

fn place_of_photo(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<String>> {
    Ok(photo::photo(tx, commune, id)?.map(|photo| photo.village))
}

fn take_back(tx: &mut Tx<'_>, scope: &Scope, case: &Case<'_>) -> Result<()> {
    let photo = photo::photo(tx, scope.commune(), &case.op.entity)?.ok_or(Error::NotFound)?;
    if photo.by != case.op.actor {
        return Err(Error::refused("sync-invalid-not-own"));
    }
    photo::remove(tx, scope.commune(), &photo.id)?;
    Ok(blobs::let_go(tx, scope.commune(), &photo.blob, case.now)?)
}
