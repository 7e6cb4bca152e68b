//! What may be typed, and the help that explains it.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand};

use crate::{accounts::Role, reports::Format};

const EXAMPLES: &str = "\
Examples:
  hocvuso demo                                     look around in an invented commune
  hocvuso commune add --code 09955 --name \"Xã Thạch Thất\"
  hocvuso user add nguyen.lan --name \"Nguyễn Thị Lan\" --role coordinator
  hocvuso serve --listen 0.0.0.0:8080              serve ./data to the office network
  hocvuso serve --database postgres://hv@db/hv     the same on a PostgreSQL server
  hocvuso check                                    prove that nothing was changed or lost

Settings are read in this order: flag, then HOCVUSO_… variable, then hocvuso.toml with the keys listen, data
and database. Messages are Vietnamese when HOCVUSO_LANG or LANG begins with vi. HOCVUSO_LOG (info, debug)
chooses how much is logged to stderr.

Exit codes: 0 done, 1 refused or failed, 2 wrong use.";

/// The server of a commune's digital literacy plan: every figure opens down to its evidence.
#[derive(Debug, Parser)]
#[command(name = "hocvuso", version, after_help = EXAMPLES, max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,

    #[command(flatten)]
    pub(super) place: PlaceArgs,

    /// Settings file to read in place of ./hocvuso.toml
    #[arg(long, global = true, value_name = "FILE", env = "HOCVUSO_CONFIG", help_heading = "Settings")]
    pub(super) config: Option<PathBuf>,
}

/// Where the data lives; the same for every command.
#[derive(Clone, Debug, Default, Group)]
pub(super) struct PlaceArgs {
    /// Folder of the database and the key file [default: ./data]
    ///
    /// With PostgreSQL the folder still holds the key file, which must never be lost: without it nobody is found again by
    /// identity number or phone.
    #[arg(long, global = true, value_name = "DIR", env = "HOCVUSO_DATA", help_heading = "Settings")]
    pub(super) data: Option<PathBuf>,

    /// PostgreSQL address in place of the embedded database
    #[arg(long, global = true, value_name = "postgres://…", env = "HOCVUSO_DATABASE", hide_env_values = true, help_heading = "Settings")]
    pub(super) database: Option<String>,
}

/// Where the server answers.
#[derive(Clone, Debug, Default, Group)]
pub(super) struct ListenArgs {
    /// Address and port to answer on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "HOST:PORT", env = "HOCVUSO_LISTEN")]
    pub(super) listen: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the commune until asked to stop (Ctrl-C)
    ///
    /// Opens the database (making it on the first start), brings its tables up to date and answers on one address. Requests
    /// under way are finished before it ends.
    Serve {
        #[command(flatten)]
        at: ListenArgs,
    },
    /// Serve an invented commune to look around in
    ///
    /// Loads the invented commune “Xã Thạch Thất” with villages, people, classes and a locked report on the first start, then
    /// serves it. Refuses to touch a database that holds a real commune.
    Demo {
        /// Print the demo accounts as JSON and exit
        #[arg(long)]
        accounts: bool,

        #[command(flatten)]
        at: ListenArgs,
    },
    /// Bring the tables of the database up to date and exit
    ///
    /// `serve` does this by itself; run it apart when the new program should be tried before the old one is stopped.
    Migrate,
    /// Add and list communes
    #[command(subcommand)]
    Commune(CommuneCommand),
    /// Add accounts, give new passwords, list who may do what
    #[command(subcommand)]
    User(UserCommand),
    /// Load lists of people and of places from Excel or CSV files
    #[command(subcommand)]
    Import(ImportCommand),
    /// Write reports as files
    #[command(subcommand)]
    Report(ReportCommand),
    /// Make attainments and tallies again from the ledger
    ///
    /// Figures are folds over the ledger; this folds once more from the first entry. Needed only when `check` says so.
    Rebuild {
        #[command(flatten)]
        of: CommuneArg,
    },
    /// Prove that the data is whole: schema, ledger, tallies, settings, key file, disk
    ///
    /// Recomputes every hash of the ledger and every tally, and names the first row that does not fit. Changes nothing; may run
    /// beside the server. Exit code 1 when anything is unsound.
    Check {
        /// Print the findings as JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a backup: the embedded database and all pictures in one file
    ///
    /// May run beside the server. The file is read back and every ledger in it is proven before the command says done. The key
    /// file is not inside: keep a copy of it somewhere else. A PostgreSQL database is backed up with pg_dump; once the dump was read
    /// back, --dumped-at notes when it was begun, so that phones let go of what is in it.
    #[command(
        after_help = "Example, every night at 2:\n  0 2 * * *  hocvuso backup --data /srv/hocvuso --out /backup/hocvuso-$(date +\\%F).zip\nWith PostgreSQL:\n  at=$(date -u +%FT%TZ); pg_dump -Fc -f x.dump URL && pg_restore -f /dev/null x.dump && hocvuso backup --database URL --dumped-at $at"
    )]
    Backup {
        /// File to write [default: ./hocvuso-backup-DAY.zip]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Write nothing; note that a pg_dump begun at this instant, such as 2026-11-22T02:00:00Z, was read back
        #[arg(long, value_name = "INSTANT", conflicts_with = "out")]
        dumped_at: Option<jiff::Timestamp>,
    },
    /// Bring a backup back; the server must be stopped
    ///
    /// What is in the data folder is moved aside, never deleted. Phones that sent something after the backup was made send it
    /// again by themselves.
    Restore {
        /// Backup made by `hocvuso backup`; leave it out when the database was brought back by other means, such as pg_restore
        file: Option<PathBuf>,
    },
    /// Measure the budgets: requests per second against a static body, start, memory, first load; or sync, search, quizzes alone
    ///
    /// Loads the demo commune into a temporary folder and serves it from this very program. Ratios are taken within the run, for
    /// times differ from machine to machine. Never fails on a time.
    Bench {
        /// What to measure
        #[arg(value_enum, default_value = "all")]
        what: super::bench::What,

        /// Connections at a time
        #[arg(long, default_value_t = 8, value_name = "N")]
        connections: usize,

        /// Length of each stretch of load, in milliseconds
        #[arg(long, default_value_t = 1000, value_name = "N")]
        millis: u64,

        /// Print the measurements as JSON
        #[arg(long)]
        json: bool,
    },
    /// Write all data of a commune as CSV files and the ledger as JSON lines
    ///
    /// The files hold names and phone numbers: keep them as you keep the paper register. Passwords, sessions and identity
    /// hashes are left out; cells that a spreadsheet would run as a formula are escaped. Each export stands in the log of access.
    Export {
        #[command(flatten)]
        of: CommuneArg,

        /// New folder to write into [default: ./hocvuso-export-CODE-DAY]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

/// Which commune a command is about.
#[derive(Clone, Debug, Default, Group)]
pub(super) struct CommuneArg {
    /// Official code of the commune; may be left out when there is only one
    #[arg(long, value_name = "CODE")]
    pub(super) commune: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum CommuneCommand {
    /// Add a commune
    #[command(after_help = "Example:\n  hocvuso commune add --code 09955 --name \"Xã Thạch Thất\"")]
    Add {
        /// Official code, five digits
        #[arg(long)]
        code: String,

        /// Full name, with “Xã” or “Phường”
        #[arg(long)]
        name: String,

        /// Official code of the province, two digits
        #[arg(long, value_name = "CODE", default_value = "01")]
        province: String,

        /// Name of the province; needed once for each province but Hà Nội
        #[arg(long, value_name = "NAME")]
        province_name: Option<String>,
    },
    /// List the communes of this database
    List,
}

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Add an account with a role
    #[command(after_help = "Examples:\n  hocvuso user add quan-tri --name \"Kiều Văn Nam\" --role system_admin\n  \
        hocvuso user add lan --name \"Nguyễn Thị Lan\" --role team_member --village \"dong mau\" --generate")]
    Add {
        /// Login name: 3 to 40 small letters, digits, dots and dashes
        login: String,

        /// The person's name
        #[arg(long)]
        name: String,

        /// What the person is in the plan
        #[arg(long, value_parser = role)]
        role: Role,

        #[command(flatten)]
        of: CommuneArg,

        /// Village of a village role: its code or name, with or without diacritics
        #[arg(long)]
        village: Option<String>,

        /// School or enterprise of such a role, by its name
        #[arg(long)]
        unit: Option<String>,

        #[command(flatten)]
        password: PasswordArgs,
    },
    /// Give an account a new password and sign it out everywhere
    Reset {
        /// Login name
        login: String,

        #[command(flatten)]
        password: PasswordArgs,
    },
    /// List accounts with their roles
    List,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportCommand {
    /// Load a list of people into a village
    ///
    /// Columns are recognised by their Vietnamese headings, in any order. Good rows are loaded in one transaction; every bad row
    /// is named with its sheet, its row as Excel shows it, and the reason. Likely duplicates are loaded and wait for a
    /// decision on the page “Trùng hồ sơ”. The whole import can be undone there.
    #[command(after_help = "Examples:\n  hocvuso import people danh-sach.xlsx --village \"dong mau\" --dry-run\n  \
        hocvuso import people danh-sach.xlsx --village 001 --json")]
    People {
        /// Workbook (xlsx, xls, ods) or CSV
        file: PathBuf,

        /// Village: its code or name, with or without diacritics
        #[arg(long)]
        village: String,

        #[command(flatten)]
        of: CommuneArg,

        /// Tell what would be done and change nothing
        #[arg(long)]
        dry_run: bool,

        /// Print {good, bad: [{sheet, row, code, reason}], duplicates: [{sheet, row, of}]}
        #[arg(long)]
        json: bool,
    },
    /// Load a list of villages and units
    #[command(after_help = "Example:\n  hocvuso import places thon.xlsx")]
    Places {
        /// Workbook or CSV with the columns Mã, Tên, Loại
        file: PathBuf,

        #[command(flatten)]
        of: CommuneArg,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ReportCommand {
    /// Write a month's report, from the 15th of the month before to the 14th
    #[command(after_help = "Examples:\n  hocvuso report monthly --period 2026-10 --format docx --out bao-cao.docx\n  \
        hocvuso report monthly --period 2026-09 --format pdf --locked")]
    Monthly {
        #[command(flatten)]
        of: CommuneArg,

        /// Reporting month, such as 2026-10
        #[arg(long, value_name = "YEAR-MONTH")]
        period: String,

        /// docx, pdf, xlsx (annex by village) or json (metadata)
        #[arg(long, value_parser = format)]
        format: Format,

        /// File to write [default: the report's own name]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,

        /// The locked report as it was issued, in place of a draft with the figures of today
        #[arg(long)]
        locked: bool,
    },
}

fn format(ending: &str) -> Result<Format, String> {
    Format::parse(ending).ok_or_else(|| {
        let endings: Vec<_> = Format::ALL.iter().map(|format| format.ending()).collect();
        format!("one of {}", endings.join(", "))
    })
}

/// Where a password comes from: asked twice at a terminal, else made and printed once.
#[derive(Clone, Copy, Debug, Default, Group)]
#[group(multiple = false)]
pub(super) struct PasswordArgs {
    /// Read the password from the first line of standard input
    #[arg(long)]
    pub(super) password_stdin: bool,

    /// Make a password and print it once; it must be changed at the first sign-in
    #[arg(long)]
    pub(super) generate: bool,
}

fn role(code: &str) -> Result<Role, String> {
    Role::parse(code).ok_or_else(|| {
        let codes: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("one of {}", codes.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn wrong_use_ends_with_2_and_a_hint() {
        for wrong in [vec!["hocvuso"], vec!["hocvuso", "serv"], vec!["hocvuso", "user", "add", "x", "--name", "X", "--role", "king"]] {
            let error = Args::try_parse_from(&wrong).expect_err("wrong use");
            assert_eq!(error.exit_code(), 2, "{wrong:?}");
        }
        assert_eq!(Args::try_parse_from(["hocvuso", "--version"]).expect_err("printed").exit_code(), 0);
    }

    #[test]
    fn every_command_explains_itself() {
        fn walk(command: &clap::Command) {
            for part in command.get_subcommands() {
                assert!(part.get_about().is_some(), "{} says nothing", part.get_name());
                for arg in part.get_arguments() {
                    assert!(arg.get_help().is_some(), "{} {} says nothing", part.get_name(), arg.get_id());
                }
                walk(part);
            }
        }
        let mut all = Args::command();
        all.build();
        walk(&all);
    }
}
