//! Everything a commune holds, as files that other programs read.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
};

use serde_json::json;

use super::store;
use crate::{
    accounts::{self, Event},
    args, classes,
    kit::{
        app::App,
        db::{Arg, Tx},
        error::{Error, Refusal, Result},
        print::csv,
        vault::Field,
    },
    ledger, people,
};

/// Columns that never leave the database: hashes, and a sealed memory of what two persons were before they were merged.
const SECRET: [(&str, &str); 5] = [
    ("accounts_account", "password_hash"),
    ("people_person", "identity_hash"),
    ("people_person", "phone_index"),
    ("classes_enrolment", "phone_index"),
    ("people_merge", "before"),
];
/// Sealed columns that leave it opened: an export is for who may read them.
const OPENED: [Field; 2] = [people::PHONE, classes::PHONE];

/// How many files an export writes.
pub const EXPORTED: u64 = store::TABLES.len() as u64 + 1;

/// What an export wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files.
    pub files: usize,
    /// Rows of all files, headings left out.
    pub rows: usize,
}

/// Writes all data of a commune into a new folder that its owner alone may read, and logs it.
///
/// Tables become CSV, the ledger becomes JSON lines with its hashes, so that anybody can prove it again.
/// Passwords, sessions and keyed hashes are left out. `step` is called after each file.
///
/// # Errors
/// A refusal when the folder is there already; whatever the disk or the database refuses.
pub fn export(app: &App, commune: &str, folder: &Path, step: &mut dyn FnMut()) -> Result<Written> {
    make_folder(folder)?;
    let commune = commune.to_owned();
    let (name, now) = (folder.display().to_string(), app.clock.now());
    let written = app.db.read_now(|tx| write_all(tx, &commune, folder, step))?;
    app.db.write_now(move |tx| -> Result<()> {
        let event = Event { commune: &commune, account: "command", kind: "export", subject: &name, detail: "", address: "" };
        Ok(accounts::log(tx, &event, now)?)
    })?;
    Ok(written)
}

fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Refusal::new("platform-export-there").with("folder", folder.display().to_string()).into(),
        _ => Error::Broken(format!("{}: {error}", folder.display())),
    })
}

fn write_all(tx: &mut Tx<'_>, commune: &str, folder: &Path, step: &mut dyn FnMut()) -> Result<Written> {
    let (mut written, vault) = (Written::default(), tx.vault()?);
    for (name, sql) in store::TABLES {
        let (columns, rows) = tx.titled_rows(sql, args![commune])?;
        let shown: Vec<usize> = (0..columns.len()).filter(|at| !SECRET.contains(&(*name, columns[*at].as_str()))).collect();
        let heading = shown.iter().map(|at| columns[*at].clone()).collect::<Vec<_>>();
        let id = columns.iter().position(|column| column == "id");
        let opened = OPENED.iter().find(|field| field.table == *name);
        let mut cells = Vec::with_capacity(rows.len());
        for row in &rows {
            let values = row.values();
            let text = |at: &usize| -> Result<String> {
                let (plain, of) = (values.get(*at).map(cell).unwrap_or_default(), id.and_then(|id| values.get(id)).map(cell));
                match (opened.filter(|field| field.column == columns[*at] && !plain.is_empty()), of) {
                    (Some(field), Some(of)) => Ok(vault.open(*field, &of, &plain)?),
                    _ => Ok(plain),
                }
            };
            cells.push(shown.iter().map(text).collect::<Result<Vec<_>>>()?);
        }
        fs::write(folder.join(format!("{name}.csv")), csv(std::iter::once(heading).chain(cells)))?;
        written.files += 1;
        written.rows += rows.len();
        step();
    }
    written.rows += write_ledger(tx, commune, &folder.join("ledger.jsonl"))?;
    written.files += 1;
    step();
    Ok(written)
}

fn cell(value: &Arg) -> String {
    match value {
        Arg::Null => String::new(),
        Arg::Text(text) => text.clone(),
        Arg::Int(number) => number.to_string(),
        Arg::Real(number) => number.to_string(),
        Arg::Bool(yes) => yes.to_string(),
    }
}

fn write_ledger(tx: &mut Tx<'_>, commune: &str, file: &Path) -> Result<usize> {
    let mut out = std::io::BufWriter::new(File::create(file)?);
    let mut lines = 0;
    let mut failed = None;
    ledger::each(tx, commune, &mut |e| {
        let line = json!({
            "commune": commune, "seq": e.seq, "id": e.id, "village": e.village, "kind": e.kind, "person": e.person, "audience": e.audience,
            "subject": e.subject, "grade": e.grade, "attains": e.attains, "occurred_at": e.occurred_at, "day": e.day,
            "recorded_at": e.recorded_at, "recorded_by": e.recorded_by, "device": e.device, "voids": e.voids, "body": e.body,
            "prev_hash": e.prev_hash, "hash": e.hash,
        });
        lines += 1;
        if let Err(error) = writeln!(out, "{line}") {
            failed.get_or_insert(error);
        }
        failed.is_none()
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    out.flush()?;
    Ok(lines)
}
