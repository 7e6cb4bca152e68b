//! What may be typed, and the help that explains it.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand};

const EXAMPLES: &str = "\
Examples:
  hocvuso demo                                   look around in an invented commune
  hocvuso serve --listen 0.0.0.0:8080            serve the commune in ./data to the office network
  hocvuso serve --database postgres://hv@db/hv   the same on a PostgreSQL server

Settings are read in this order: flag, then HOCVUSO_… variable, then hocvuso.toml.
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
}
