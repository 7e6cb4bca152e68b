//! Two databases, one SQL text, a synchronous store.
//!
//! A handler awaits one closure: [`Db::read`] for a look, [`Db::write`] for a change, which is answered
//! after its commit is durable. Store functions are plain functions on a [`Tx`].
//! Statements use `$1` placeholders and portable types only; see `docs/adr/0002-two-databases.md`.

mod dialect;
mod migrate;
mod postgres_store;
mod sqlite_store;
mod value;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

pub use self::{
    dialect::Engine,
    migrate::{LATEST, MIGRATIONS},
    value::{Arg, FromArg, Row},
};
use self::{postgres_store::PostgresStore, sqlite_store::SqliteStore};
use super::vault::Vault;

/// Marks a statement, so that a test can find every one and prepare it on both engines.
#[macro_export]
macro_rules! sql {
    ($text:literal) => {
        $text
    };
}

/// The values of a statement's placeholders, in order.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        &[$($crate::kit::db::Arg::from($value)),*]
    };
}

/// What a database can refuse.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The disk is full; nothing of the change was kept.
    #[error("the disk is full")]
    Full,
    /// Locked or unreachable for longer than the patience set.
    #[error("the database is busy")]
    Busy,
    /// A unique rule was broken; the text names it.
    #[error("already taken: {0}")]
    Taken(String),
    /// Anything else, for the log.
    #[error("{0}")]
    Other(String),
}

/// Where the data lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder that holds `hocvuso.db`.
    Folder(PathBuf),
    /// A `postgres://` address.
    Server(String),
}

impl Place {
    /// The file of an embedded database.
    pub fn file(&self) -> Option<PathBuf> {
        if let Self::Folder(folder) = self { Some(folder.join("hocvuso.db")) } else { None }
    }
}

/// What seals the fields of a database, once its keys are known.
pub type Lock = Arc<OnceLock<Vault>>;

/// An open database; clones share it.
#[derive(Clone, Debug)]
pub struct Db(Store);

#[derive(Clone, Debug)]
enum Store {
    Sqlite(SqliteStore),
    Postgres(PostgresStore),
}

/// A transaction under way on either engine.
pub enum Tx<'a> {
    /// On the embedded database.
    Sqlite(&'a rusqlite::Connection, &'a Lock),
    /// On a PostgreSQL server, with the connection's prepared statements.
    Postgres(postgres::Transaction<'a>, &'a mut postgres_store::Statements, &'a Lock),
}

impl Db {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// When the place can't be opened, or holds a newer schema than this program knows.
    pub fn open(place: &Place) -> Result<Self, Error> {
        let lock = Lock::default();
        Ok(Self(match place {
            Place::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|e| Error::Other(format!("{}: {e}", folder.display())))?;
                Store::Sqlite(SqliteStore::open(&folder.join("hocvuso.db"), lock)?)
            }
            Place::Server(url) => Store::Postgres(PostgresStore::open(url, lock)?),
        }))
    }

    /// Gives the database the vault of its keys: before that, no sealed field can be read or written. Only the first one counts.
    pub fn unlock(&self, vault: Vault) {
        let lock = match &self.0 {
            Store::Sqlite(store) => store.lock(),
            Store::Postgres(store) => store.lock(),
        };
        // A second one would be of the same keys: they were proven to be the database's own.
        let _ = lock.set(vault);
    }

    /// Brings what was committed from the embedded database's log into its file, so that the log holds nothing older.
    ///
    /// # Errors
    /// When another process holds the file for long.
    pub fn settle(&self) -> Result<(), Error> {
        if let Store::Sqlite(store) = &self.0 { store.settle() } else { Ok(()) }
    }

    /// Copies the embedded database into a new file, one state of it, while others go on reading and writing.
    ///
    /// # Errors
    /// On a PostgreSQL server, which has its own tools for that; when the file can't be written.
    pub fn copy_to(&self, file: &Path) -> Result<(), Error> {
        match &self.0 {
            Store::Sqlite(store) => store.copy_to(file),
            Store::Postgres(_) => Err(Error::Other("a PostgreSQL database is copied by pg_dump".into())),
        }
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match &self.0 {
            Store::Sqlite(_) => Engine::Sqlite,
            Store::Postgres(_) => Engine::Postgres,
        }
    }

    /// How many changes this process has made: counted after each commit and before it is answered, so that whoever reads the
    /// count and then the database sees nothing older than the count says. Other processes count their own.
    pub fn written(&self) -> u64 {
        match &self.0 {
            Store::Sqlite(store) => store.written(),
            Store::Postgres(store) => store.written(),
        }
    }

    /// Runs `look` on a consistent snapshot.
    ///
    /// On SQLite a look runs in place, for it costs microseconds; a long one belongs in [`Db::read_long`].
    pub async fn read<T, E, F>(&self, mut look: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        match &self.0 {
            Store::Sqlite(store) => store.read(&mut look),
            Store::Postgres(_) => self.read_long(look).await,
        }
    }

    /// Runs `look` on a thread that may block: exports, checks, large lists.
    pub async fn read_long<T, E, F>(&self, mut look: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let db = self.clone();
        blocking(move || db.read_now(&mut look)).await
    }

    /// [`Db::read`] for callers that may block: commands and tests.
    pub fn read_now<T, E, F>(&self, mut look: F) -> Result<T, E>
    where
        E: From<Error>,
        F: FnMut(&mut Tx<'_>) -> Result<T, E>,
    {
        match &self.0 {
            Store::Sqlite(store) => store.read(&mut look),
            Store::Postgres(store) => store.run(true, &mut look),
        }
    }

    /// Runs `change` in one transaction and answers after it is durable; an `Err` leaves nothing behind.
    ///
    /// `change` may be run again from the start when PostgreSQL found it in conflict with another.
    pub async fn write<T, E, F>(&self, mut change: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        match &self.0 {
            Store::Sqlite(store) => store.write(change).await,
            Store::Postgres(store) => {
                let store = store.clone();
                blocking(move || store.run(false, &mut change)).await
            }
        }
    }

    /// [`Db::write`] for callers that may block: commands and tests.
    pub fn write_now<T, E, F>(&self, mut change: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        match &self.0 {
            Store::Sqlite(store) => store.write_now(change),
            Store::Postgres(store) => store.run(false, &mut change),
        }
    }
}

async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer,
        Err(error) => Err(Error::Other(format!("a database thread ended: {error}")).into()),
    }
}

impl Tx<'_> {
    /// What seals and opens fields.
    ///
    /// # Errors
    /// When the keys are not known: see [`Db::unlock`].
    pub fn vault(&self) -> Result<Vault, Error> {
        let (Self::Sqlite(_, lock) | Self::Postgres(.., lock)) = self;
        lock.get().cloned().ok_or_else(|| Error::Other("the keys of the sealed fields are not known".into()))
    }

    /// Which engine this is, for the few named forks.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(..) => Engine::Sqlite,
            Self::Postgres(..) => Engine::Postgres,
        }
    }

    /// All rows of a statement.
    pub fn rows(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>, Error> {
        match self {
            Self::Sqlite(connection, _) => sqlite_store::rows(connection, sql, args),
            Self::Postgres(transaction, statements, _) => statements.rows(transaction, sql, args),
        }
    }

    /// The names of a statement's columns, and all its rows.
    pub fn titled_rows(&mut self, sql: &'static str, args: &[Arg]) -> Result<(Vec<String>, Vec<Row>), Error> {
        let rows = self.rows(sql, args)?;
        let names = match self {
            Self::Sqlite(connection, _) => sqlite_store::columns(connection, sql)?,
            Self::Postgres(transaction, statements, _) => statements.columns(transaction, sql)?,
        };
        Ok((names, rows))
    }

    /// All rows, each made into something by `make`.
    pub fn list<T>(&mut self, sql: &'static str, args: &[Arg], make: impl Fn(&Row) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        self.rows(sql, args)?.iter().map(make).collect()
    }

    /// The first row, made into something by `make`.
    pub fn first<T>(&mut self, sql: &'static str, args: &[Arg], make: impl Fn(&Row) -> Result<T, Error>) -> Result<Option<T>, Error> {
        self.rows(sql, args)?.first().map(make).transpose()
    }

    /// The first column of the first row, or `None` when there is no row.
    pub fn value<T: FromArg>(&mut self, sql: &'static str, args: &[Arg]) -> Result<Option<T>, Error> {
        self.first(sql, args, |row| row.get(0))
    }

    /// The first column of the first row of a `COUNT` or `SUM`; no row counts as 0.
    pub fn count(&mut self, sql: &'static str, args: &[Arg]) -> Result<i64, Error> {
        Ok(self.value::<Option<i64>>(sql, args)?.flatten().unwrap_or(0))
    }

    /// Runs a part of the transaction that may fail or panic by itself: an `Err` undoes the part and leaves the rest as it was.
    ///
    /// Whoever calls it passes [`Error::Busy`] and [`Error::Full`] on: after these the whole transaction can't go on.
    pub fn part<T, E: From<Error>>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        self.run(sql!("SAVEPOINT part"), &[])?;
        let held = if let Self::Postgres(_, statements, _) = self { statements.held.len() } else { 0 };
        let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(self)))
            .unwrap_or_else(|_| Err(Error::Other("a part of a change panicked and was undone".into()).into()));
        if answer.is_err() {
            self.run(sql!("ROLLBACK TO part"), &[])?;
            // What the part held is free again.
            if let Self::Postgres(_, statements, _) = self {
                statements.held.truncate(held);
            }
        }
        self.run(sql!("RELEASE part"), &[])?;
        answer
    }

    /// Runs a change and tells how many rows it touched.
    pub fn run(&mut self, sql: &'static str, args: &[Arg]) -> Result<u64, Error> {
        match self {
            Self::Sqlite(connection, _) => sqlite_store::run(connection, sql, args),
            Self::Postgres(transaction, statements, _) => statements.run(transaction, sql, args),
        }
    }
}

/// The schema version that the file or server holds now, without changing it.
pub fn schema_version(tx: &mut Tx<'_>) -> Result<i64, Error> {
    tx.count(sql!("SELECT CAST(MAX(version) AS BIGINT) FROM refinery_schema_history"), args![])
}

/// The size of a file in bytes, when it is there.
pub fn file_size(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().map(|m| m.len())
}
