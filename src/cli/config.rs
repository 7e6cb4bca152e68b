//! Settings: flag, then `HOCVUSO_…` variable, then `hocvuso.toml`.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Failure, args::PlaceArgs, say::Say};
use crate::{
    kit::{
        app::App,
        clock::Clock,
        db::{Db, Place},
    },
    platform,
};

/// The file read from the working directory when `--config` names none.
const FILE: &str = "hocvuso.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    listen: Option<String>,
    data: Option<PathBuf>,
    database: Option<String>,
}

/// The settings that hold for this run.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Settings {
    /// Where to answer, when the file says so.
    listen: Option<String>,
    /// The folder of the key file, and of the embedded database.
    pub(super) data: PathBuf,
    /// The PostgreSQL address, when there is one.
    pub(super) database: Option<String>,
}

impl Settings {
    /// Puts flags, variables and the file together.
    ///
    /// # Errors
    /// When the named file can't be read, or a file holds a key that is not known.
    pub(super) fn gather(typed: PlaceArgs, named: Option<&Path>, say: Say) -> Result<Self, Failure> {
        let file = read(named, say)?;
        Ok(Self {
            listen: file.listen,
            data: typed.data.or(file.data).unwrap_or_else(|| "data".into()),
            database: typed.database.or(file.database).filter(|url| !url.is_empty()),
        })
    }

    /// Where to answer: as typed, else as the file says, else on this machine alone.
    pub(super) fn listen(&self, typed: Option<String>) -> String {
        typed.or_else(|| self.listen.clone()).unwrap_or_else(|| "127.0.0.1:8080".into())
    }

    /// Where the database is.
    pub(super) fn place(&self) -> Place {
        self.database.clone().map_or_else(|| Place::Folder(self.data.clone()), Place::Server)
    }

    /// Opens a database that is there already: a mistyped folder is not answered with an empty new one.
    pub(super) fn open_known(&self, say: Say) -> Result<App, Failure> {
        match self.place().file() {
            Some(file) if !file.exists() => Err(Failure::Words(say.t.fill("cli-no-database").s("folder", self.data.display()).to_string())),
            _ => self.open(say),
        }
    }

    /// Opens the database and the key file, and brings the tables up to date.
    pub(super) fn open(&self, say: Say) -> Result<App, Failure> {
        std::fs::create_dir_all(&self.data)
            .map_err(|error| Failure::Words(say.t.fill("cli-folder-wrong").s("folder", self.data.display()).s("why", error).to_string()))?;
        let (db, clock) = (Db::open(&self.place())?, Clock::System);
        let keys = platform::open_keys(&db, &self.data, clock.now())?;
        Ok(App { db, clock, keys, folder: std::sync::Arc::new(self.data.clone()) })
    }
}

fn read(named: Option<&Path>, say: Say) -> Result<ConfigFile, Failure> {
    let path = named.unwrap_or_else(|| Path::new(FILE));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => return Ok(ConfigFile::default()),
        Err(error) => {
            return Err(Failure::Words(say.t.fill("cli-config-unreadable").s("file", path.display()).s("why", error).to_string()));
        }
    };
    toml::from_str(&text).map_err(|error| {
        let why = error.to_string().trim_end().to_owned();
        Failure::Words(say.t.fill("cli-config-wrong").s("file", path.display()).s("why", why).to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_with(text: &str) -> PathBuf {
        let file = std::env::temp_dir().join(format!("hocvuso-{}.toml", crate::kit::ids::new(0)));
        std::fs::write(&file, text).expect("a file");
        file
    }

    #[test]
    fn what_is_typed_goes_before_the_file_and_the_file_before_the_default() {
        let file = file_with("listen = \"127.0.0.1:1\"\ndata = \"elsewhere\"\ndatabase = \"postgres://x\"\n");
        let typed = PlaceArgs { data: Some("typed".into()), database: None };
        let both = Settings::gather(typed, Some(&file), Say::new()).expect("settings");
        assert_eq!((both.listen(Some("h:2".into())).as_str(), both.listen(None).as_str()), ("h:2", "127.0.0.1:1"));
        assert_eq!((both.data.as_path(), both.place()), (Path::new("typed"), Place::Server("postgres://x".into())));
        std::fs::remove_file(file).expect("removed");
    }

    #[test]
    fn an_unknown_key_in_the_file_is_named() {
        let file = file_with("lisen = \"127.0.0.1:1\"\n");
        let Err(Failure::Words(words)) = Settings::gather(PlaceArgs::default(), Some(&file), Say::new()) else { panic!("accepted") };
        assert!(words.contains("lisen") && words.contains("listen"), "{words}");
        std::fs::remove_file(file).expect("removed");
    }

    #[test]
    fn a_named_file_that_is_missing_is_an_error() {
        assert!(Settings::gather(PlaceArgs::default(), Some(Path::new("/no/such.toml")), Say::new()).is_err());
    }
}
