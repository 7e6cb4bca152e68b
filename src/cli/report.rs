//! `report`: the commune's papers as files.

use std::path::{Path, PathBuf};

use super::{Done, Failure, commune, config::Settings, say::Say};
use crate::{
    accounts::{self, Event},
    kit::error::Result,
    reports::{self, Format},
};

/// Writes a month's report: a draft with the figures of today, or the locked one as it was issued.
pub(super) fn monthly(
    settings: &Settings,
    code: Option<&str>,
    month: &str,
    format: Format,
    out: Option<PathBuf>,
    locked: bool,
    say: Say,
) -> Done {
    let app = settings.open_known(say)?;
    let commune = commune::chosen(&app, code, say)?;
    let period = reports::month(month)?;
    let id = commune.id.clone();
    let (name, bytes) = app.db.read_now(|tx| reports::render(tx, &id, period, format, locked))?;
    let out = out.unwrap_or_else(|| name.into());
    write_whole(&out, &bytes)
        .map_err(|error| Failure::Words(say.t.fill("cli-file-unwritable").s("file", out.display()).s("why", error).to_string()))?;
    let (subject, now) = (out.display().to_string(), app.clock.now());
    app.db.write_now(move |tx| -> Result<()> {
        let event = Event { commune: &id, account: "command", kind: "export", subject: &subject, detail: format.ending(), address: "" };
        Ok(accounts::log(tx, &event, now)?)
    })?;
    let key = if locked { "cli-report-locked" } else { "cli-report-draft" };
    say.line(say.t.fill(key).s("file", out.display()));
    Ok(())
}

/// Writes the file beside its place and moves it there: nobody reads half a report.
fn write_whole(out: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut part = out.as_os_str().to_owned();
    part.push(".part");
    std::fs::write(&part, bytes)?;
    std::fs::rename(&part, out)
}
