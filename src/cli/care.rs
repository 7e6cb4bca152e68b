//! Care of the data: `migrate`, `rebuild`, `check`, `backup`, `restore`, `export`.

use std::path::PathBuf;

use serde_json::json;

use super::{Done, Failure, commune, config::Settings, say::Say};
use crate::{
    kit::{
        clock::{Clock, Millis},
        dates,
        db::{self, LATEST},
        error::Result,
    },
    learning, ledger, places,
    platform::{self, Finding},
};

/// Brings the tables up to date.
pub(super) fn migrate(settings: &Settings, say: Say) -> Done {
    let app = settings.open(say)?;
    let version = app.db.read_now(db::schema_version)?;
    say.line(say.t.fill("cli-migrated").s("version", version));
    Ok(())
}

/// Folds the ledger again, of one commune or of all.
pub(super) fn rebuild(settings: &Settings, code: Option<&str>, say: Say) -> Done {
    let app = settings.open_known(say)?;
    let communes = match code {
        Some(_) => vec![commune::chosen(&app, code, say)?],
        None => app.db.read_now(places::communes)?,
    };
    for commune in communes {
        let id = commune.id.clone();
        let (total, _) = app.db.read_now(|tx| ledger::heads(tx, &id))?;
        let bar = say.bar("cli-rebuilding", total.unsigned_abs());
        let shown = bar.clone();
        let now = app.clock.now();
        let entries = app.db.write_now(move |tx| -> Result<_> {
            let entries = ledger::rebuild(tx, &id, &mut |done| shown.set_position(done))?;
            learning::rebuild_standings(tx, &id, now)?;
            Ok(entries)
        })?;
        bar.finish_and_clear();
        say.line(say.t.fill("cli-rebuilt").s("name", &commune.name).n("n", entries.cast_signed()));
    }
    Ok(())
}

/// Proves that the data is whole.
pub(super) fn check(settings: &Settings, as_json: bool, say: Say) -> Done {
    let app = settings.open_known(say)?;
    let bar = say.bar("cli-checking", 0);
    let shown = bar.clone();
    let findings = platform::check(&app, &mut move |done| shown.set_position(done))?;
    bar.finish_and_clear();
    let sound = findings.iter().all(|f| f.sound);
    if as_json {
        say.line(
            json!({ "sound": sound, "schema": LATEST, "findings": findings.iter().map(|f| finding_json(f, say)).collect::<Vec<_>>() }),
        );
    } else {
        for finding in &findings {
            let mark = say.t.get(match (finding.sound, finding.warned) {
                (false, _) => "cli-check-wrong",
                (true, true) => "cli-check-warned",
                (true, false) => "cli-check-fine",
            });
            say.line(format!("{mark}  {}", say.t.refusal(&finding.said)));
        }
    }
    if sound { Ok(()) } else { Err(Failure::Words(say.t.get("cli-check-unsound"))) }
}

fn finding_json(finding: &Finding, say: Say) -> serde_json::Value {
    json!({ "sound": finding.sound, "warned": finding.warned, "code": finding.said.code, "text": say.t.refusal(&finding.said) })
}

/// Writes a backup and proves it.
pub(super) fn backup(settings: &Settings, out: Option<PathBuf>, say: Say) -> Done {
    let app = settings.open_known(say)?;
    let out = out.unwrap_or_else(|| format!("hocvuso-backup-{}.zip", app.clock.today()).into());
    let bar = say.bar("cli-backing-up", 0);
    let written = platform::backup(&app, &out);
    bar.finish_and_clear();
    let facts = written?;
    say.line(
        say.t
            .fill("cli-backed-up")
            .s("file", out.display())
            .n("entries", facts.entries)
            .s("key", settings.data.join("hocvuso.key").display()),
    );
    Ok(())
}

/// Notes that the dump of a database server was read back.
pub(super) fn dumped(settings: &Settings, begun: Millis, say: Say) -> Done {
    platform::dumped(&settings.open_known(say)?, begun)?;
    say.line(say.t.fill("cli-dumped").s("at", dates::moment(begun, say.t.lang)));
    Ok(())
}

/// Brings a backup back, or notes that the database was brought back by other means.
pub(super) fn restore(settings: &Settings, file: Option<&std::path::Path>, say: Say) -> Done {
    let Some(file) = file else {
        platform::restored(&settings.open_known(say)?)?;
        say.line(say.t.get("cli-restored-noted"));
        return Ok(());
    };
    if settings.database.is_some() {
        return Err(Failure::House(crate::kit::error::Error::refused("platform-backup-server")));
    }
    let (facts, aside) = platform::restore(&settings.data, file, Clock::System.now())?;
    say.line(
        say.t.fill("cli-restored").s("file", file.display()).s("at", dates::moment(facts.made_at, say.t.lang)).n("entries", facts.entries),
    );
    if let Some(aside) = aside {
        say.line(say.t.fill("cli-restored-aside").s("folder", aside.display()));
    }
    Ok(())
}

/// Writes all data of a commune into a new folder.
pub(super) fn export(settings: &Settings, code: Option<&str>, out: Option<PathBuf>, say: Say) -> Done {
    let app = settings.open_known(say)?;
    let commune = commune::chosen(&app, code, say)?;
    let out = out.unwrap_or_else(|| format!("hocvuso-export-{}-{}", commune.code, app.clock.today()).into());
    let bar = say.bar("cli-exporting", platform::EXPORTED);
    let shown = bar.clone();
    let written: Result<_> = platform::export(&app, &commune.id, &out, &mut move || shown.inc(1));
    bar.finish_and_clear();
    let written = written?;
    say.line(say.t.fill("cli-exported").s("folder", out.display()).n("files", written.files as i64).n("rows", written.rows as i64));
    Ok(())
}
