//! `import`: lists of people and of places, from the files that offices keep.

use std::path::Path;

use super::{Done, Failure, commune, config::Settings, say::Say};
use crate::{
    accounts::Scope,
    kit::error::{Error, Result},
    org,
    people::{self, Duplicate, ImportOutcome, Place},
};

/// Loads a list of people into a village, or tells what it would do.
pub(super) fn people(settings: &Settings, file: &Path, village: &str, code: Option<&str>, dry_run: bool, as_json: bool, say: Say) -> Done {
    let app = settings.open_known(say)?;
    let commune = commune::chosen(&app, code, say)?;
    let (name, bytes) = read(file, say)?;
    let bar = say.bar("cli-import-reading", 0);
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    let outcome = people::import_file(&app, &Scope::of_command(&commune.id), village, &name, &bytes, dry_run);
    bar.finish_and_clear();
    let outcome = match outcome {
        Err(Error::NotFound) => return Err(Failure::Words(say.t.fill("cli-village-unknown").s("name", village).to_string())),
        outcome => outcome?,
    };
    if as_json {
        say.line(serde_json::to_string(&outcome)?);
    } else {
        tell(&outcome, dry_run, say);
    }
    Ok(())
}

fn tell(outcome: &ImportOutcome, dry_run: bool, say: Say) {
    for bad in &outcome.bad {
        let why = if say.t.has(&bad.code) { say.t.get(&bad.code) } else { bad.reason.clone() };
        say.line(say.t.fill("cli-import-bad").s("sheet", &bad.sheet).s("row", bad.row).s("why", why));
    }
    for Duplicate { sheet, row, of } in &outcome.duplicates {
        let line = match of {
            Place::Row { sheet: other, row: above } => {
                let other = other.as_ref().unwrap_or(sheet);
                say.t.fill("cli-import-twin").s("sheet", sheet).s("row", row).s("other", other).s("above", above).to_string()
            }
            Place::Person { person } => say.t.fill("cli-import-known").s("sheet", sheet).s("row", row).s("person", person).to_string(),
        };
        say.line(line);
    }
    let key = if dry_run { "cli-import-would" } else { "cli-import-done" };
    let (good, bad, twins) = (outcome.good as i64, outcome.bad.len() as i64, outcome.duplicates.len() as i64);
    say.line(say.t.fill(key).n("good", good).n("bad", bad).n("twins", twins));
}

/// Loads a list of villages and units.
pub(super) fn places(settings: &Settings, file: &Path, code: Option<&str>, say: Say) -> Done {
    let app = settings.open_known(say)?;
    let commune = commune::chosen(&app, code, say)?;
    let (name, bytes) = read(file, say)?;
    let now = app.clock.now();
    let loaded = app.db.write_now(move |tx| -> Result<_> { org::import_places(tx, &commune.id, &name, &bytes, now) })?;
    for bad in &loaded.bad {
        say.line(say.t.fill("cli-import-bad").s("sheet", &bad.sheet).s("row", bad.row).s("why", say.t.get(&bad.code)));
    }
    let done = say.t.fill("cli-import-places").n("villages", loaded.villages as i64).n("units", loaded.units as i64);
    say.line(done.n("known", loaded.known as i64).n("bad", loaded.bad.len() as i64));
    Ok(())
}

/// A file's name and content.
fn read(file: &Path, say: Say) -> std::result::Result<(String, Vec<u8>), Failure> {
    let bytes = std::fs::read(file)
        .map_err(|error| Failure::Words(say.t.fill("cli-file-unreadable").s("file", file.display()).s("why", error).to_string()))?;
    Ok((file.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes))
}
