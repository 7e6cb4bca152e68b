//! How commands speak: Vietnamese or English after the terminal's language, progress bars where somebody watches.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};

use super::Failure;
use crate::kit::{
    error::Error,
    text::{Lang, Text},
};

/// The words of the terminal's language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Say {
    pub(super) t: Text,
}

impl Say {
    /// `HOCVUSO_LANG` decides, else the locale; anything that does not begin with `vi` is English.
    pub(super) fn new() -> Self {
        let named = ["HOCVUSO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
        let lang = if named.is_some_and(|name| name.starts_with("vi")) { Lang::Vi } else { Lang::En };
        Self { t: Text::of(lang) }
    }

    /// One line for whoever typed the command.
    #[expect(clippy::unused_self, reason = "reads as speech at every call")]
    pub(super) fn line(self, words: impl std::fmt::Display) {
        use std::io::Write as _;
        // A reader that went away (`| head`) is no reason to fail.
        let _ = writeln!(std::io::stdout(), "{words}");
    }

    /// Rows with their columns under each other.
    pub(super) fn table<const N: usize>(self, rows: &[[String; N]]) {
        let wide: [usize; N] = std::array::from_fn(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0));
        for row in rows {
            let cells: Vec<String> = row.iter().zip(wide).map(|(cell, wide)| format!("{cell:<wide$}")).collect();
            self.line(format!("  {}", cells.join("  ").trim_end()));
        }
    }

    /// Why the command did not do what was asked.
    pub(super) fn failure(self, failure: &Failure) {
        use std::io::Write as _;
        let words = match failure {
            Failure::Words(words) => words.clone(),
            Failure::House(Error::Refused(refusal)) => self.t.refusal(refusal),
            Failure::House(error @ (Error::Db(_) | Error::Broken(_))) => format!("{} ({error})", self.t.get(error.code())),
            Failure::House(error) => self.t.get(error.code()),
        };
        let _ = writeln!(std::io::stderr(), "hocvuso: {words}");
    }

    /// A bar for long work; silent when nobody watches. `total` 0 means that nobody knows how long.
    pub(super) fn bar(self, key: &str, total: u64) -> ProgressBar {
        if !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = if total == 0 { ProgressBar::new_spinner() } else { ProgressBar::new(total) };
        let shape = if total == 0 { "{spinner} {msg} {human_pos}" } else { "{msg} {wide_bar} {human_pos}/{human_len}" };
        if let Ok(style) = ProgressStyle::with_template(shape) {
            bar.set_style(style);
        }
        bar.set_message(self.t.get(key));
        bar
    }
}
