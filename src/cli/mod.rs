//! The command line: what whoever keeps the server types.
//!
//! Exit codes: 0 done, 1 refused or failed, 2 wrong use.

mod args;
mod bench;
mod care;
mod commune;
mod config;
mod import;
mod report;
mod say;
mod serve;
mod users;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command, CommuneCommand, ImportCommand, ReportCommand, UserCommand};
use config::Settings;
use say::Say;

/// Why a command ended without having done what was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// Refused or failed: the words for the person at the terminal.
    Words(String),
    /// An error of the house; its code is a text key.
    House(crate::kit::error::Error),
}

impl<E: Into<crate::kit::error::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::House(error.into())
    }
}

/// What a command answers.
type Done = Result<(), Failure>;

/// Reads the command line, runs the command and answers the exit code.
pub fn run() -> ExitCode {
    let args = Args::parse();
    let say = Say::new();
    start_log();
    match dispatch(args, say) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say.failure(&failure);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: Args, say: Say) -> Done {
    let settings = Settings::gather(args.place, args.config.as_deref(), say)?;
    match args.command {
        Command::Serve { at } => serve::serve(&settings, at.listen, say),
        Command::Demo { accounts: true, .. } => {
            serve::print_accounts(say);
            Ok(())
        }
        Command::Demo { at, .. } => serve::demo(&settings, at.listen, say),
        Command::Migrate => care::migrate(&settings, say),
        Command::Commune(CommuneCommand::Add { code, name, province, province_name }) => {
            commune::add(&settings, &code, &name, &province, province_name, say)
        }
        Command::Commune(CommuneCommand::List) => commune::list(&settings, say),
        Command::User(UserCommand::Add { login, name, role, of, village, unit, password }) => {
            users::add(&settings, users::NewUser { login, name, role, commune: of.commune, village, unit }, password, say)
        }
        Command::User(UserCommand::Reset { login, password }) => users::reset(&settings, &login, password, say),
        Command::User(UserCommand::List) => users::list(&settings, say),
        Command::Import(ImportCommand::People { file, village, of, dry_run, json }) => {
            import::people(&settings, &file, &village, of.commune.as_deref(), dry_run, json, say)
        }
        Command::Import(ImportCommand::Places { file, of }) => import::places(&settings, &file, of.commune.as_deref(), say),
        Command::Report(ReportCommand::Monthly { of, period, format, out, locked }) => {
            report::monthly(&settings, of.commune.as_deref(), &period, format, out, locked, say)
        }
        Command::Rebuild { of } => care::rebuild(&settings, of.commune.as_deref(), say),
        Command::Check { json } => care::check(&settings, json, say),
        Command::Bench { what, connections, millis, json } => {
            bench::run(what, bench::Pressure { connections: connections.max(1), millis }, json, say)
        }
        Command::Backup { dumped_at: Some(at), .. } => care::dumped(&settings, at.as_millisecond(), say),
        Command::Backup { out, .. } => care::backup(&settings, out, say),
        Command::Restore { file } => care::restore(&settings, file.as_deref(), say),
        Command::Export { of, out } => care::export(&settings, of.commune.as_deref(), out, say),
    }
}

/// Log lines go to stderr; `HOCVUSO_LOG` chooses how many (`info`, `debug`, `hocvuso=debug`).
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("HOCVUSO_LOG").unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    // Tests of the command line start several in one process; the first log is as good as the second.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).compact().try_init();
}
