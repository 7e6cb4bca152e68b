//! SQLite: one writer thread that commits in groups, a pool of readers.

use std::{
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};

use super::{Arg, Error, Lock, Row, Tx, migrate};

/// At most so many changes share one commit.
const GROUP: usize = 256;
/// How many idle read connections are kept.
const READERS: usize = 8;
/// Prepared statements kept per connection.
const STATEMENTS: usize = 400;

type Answer = Box<dyn FnOnce(Result<(), Error>) + Send>;
/// Does its work in the transaction of its group; without one it only answers.
type Job = Box<dyn FnOnce(Option<&Connection>, &Lock) -> Answer + Send>;

#[derive(Clone)]
pub(super) struct SqliteStore {
    jobs: mpsc::Sender<Job>,
    readers: Arc<Mutex<Vec<Connection>>>,
    file: Arc<PathBuf>,
    written: Arc<AtomicU64>,
    lock: Lock,
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStore").field("file", &self.file).finish_non_exhaustive()
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ConstraintViolation) => Self::Taken(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

impl SqliteStore {
    pub(super) fn open(file: &Path, lock: Lock) -> Result<Self, Error> {
        let mut writer = connect(file, false)?;
        migrate::run(&mut writer)?;
        let (jobs, queue) = mpsc::channel::<Job>();
        let written = Arc::new(AtomicU64::new(0));
        let (counted, held) = (written.clone(), lock.clone());
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || write_in_groups(&writer, &queue, &counted, &held))
            .map_err(|e| Error::Other(e.to_string()))?;
        Ok(Self { jobs, readers: Arc::default(), file: Arc::new(file.to_owned()), written, lock })
    }

    pub(super) fn settle(&self) -> Result<(), Error> {
        Ok(connect(&self.file, false)?.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?)
    }

    pub(super) const fn lock(&self) -> &Lock {
        &self.lock
    }

    pub(super) fn written(&self) -> u64 {
        self.written.load(Ordering::SeqCst)
    }

    pub(super) fn read<T, E: From<Error>>(&self, look: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.file, true)?,
        };
        connection.execute_batch("BEGIN").map_err(Error::from)?;
        let answer = look(&mut Tx::Sqlite(&connection, &self.lock));
        connection.execute_batch("COMMIT").map_err(Error::from)?;
        let mut idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS {
            idle.push(connection);
        }
        answer
    }

    pub(super) fn copy_to(&self, file: &Path) -> Result<(), Error> {
        let from = connect(&self.file, true)?;
        let mut to = Connection::open(file)?;
        // All pages in one step are one state of the database.
        rusqlite::backup::Backup::new(&from, &mut to)?.step(-1)?;
        // The copy is one file, with no log beside it.
        to.execute_batch("PRAGMA journal_mode = DELETE;")?;
        Ok(())
    }

    pub(super) async fn write<T, E, F>(&self, change: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (tell, told) = tokio::sync::oneshot::channel();
        self.queue(change, move |answer| drop(tell.send(answer)))?;
        told.await.unwrap_or_else(|_| Err(gone().into()))
    }

    pub(super) fn write_now<T, E, F>(&self, change: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (tell, told) = mpsc::channel();
        self.queue(change, move |answer| drop(tell.send(answer)))?;
        told.recv().unwrap_or_else(|_| Err(gone().into()))
    }

    fn queue<T, E, F>(&self, mut change: F, tell: impl FnOnce(Result<T, E>) + Send + 'static) -> Result<(), E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let job: Job = Box::new(move |connection, lock| {
            let answer = connection.map_or_else(|| Err(Error::Busy.into()), |connection| in_savepoint(connection, lock, &mut change));
            Box::new(move |committed| tell(committed.map_err(E::from).and(answer)))
        });
        self.jobs.send(job).map_err(|_| gone().into())
    }
}

fn gone() -> Error {
    Error::Other("the writer has ended".into())
}

fn in_savepoint<T, E: From<Error>>(
    connection: &Connection,
    lock: &Lock,
    change: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    connection.execute_batch("SAVEPOINT one").map_err(Error::from)?;
    let answer = std::panic::catch_unwind(AssertUnwindSafe(|| change(&mut Tx::Sqlite(connection, lock))))
        .unwrap_or_else(|_| Err(Error::Other("a change panicked and was undone".into()).into()));
    // A full disk may already have ended the whole transaction.
    if !connection.is_autocommit() {
        let end = if answer.is_ok() { "RELEASE one" } else { "ROLLBACK TO one; RELEASE one" };
        connection.execute_batch(end).map_err(Error::from)?;
    }
    answer
}

/// Runs all changes that wait at once in one transaction, commits, then answers each.
fn write_in_groups(connection: &Connection, queue: &mpsc::Receiver<Job>, written: &AtomicU64, lock: &Lock) {
    while let Ok(first) = queue.recv() {
        let mut jobs = vec![first];
        jobs.extend(queue.try_iter().take(GROUP - 1));
        let begun = connection.execute_batch("BEGIN IMMEDIATE").map_err(Error::from);
        let mut broken = begun.err();
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs {
            // Outside of the group's transaction a change would be kept although everybody is told that nothing was.
            answers.push(job(broken.is_none().then_some(connection), lock));
            if broken.is_none() && connection.is_autocommit() {
                broken = Some(Error::Full);
            }
        }
        let end = match broken {
            Some(error) => {
                // Nothing of a broken group may stay; there may be nothing left to roll back.
                let _ = connection.execute_batch("ROLLBACK");
                Err(error)
            }
            None => connection.execute_batch("COMMIT").map_err(|error| {
                let _ = connection.execute_batch("ROLLBACK");
                Error::from(error)
            }),
        };
        // After the commit and before anybody is told of it: who reads from now on sees both the change and the count.
        written.fetch_add(1, Ordering::SeqCst);
        for answer in answers {
            answer(end.clone());
        }
    }
}

fn connect(file: &Path, reader: bool) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(|e| Error::Other(format!("{}: {e}", file.display())))?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;",
    )?;
    connection.pragma_update(None, "query_only", reader)?;
    // What is taken away is overwritten, so that the file holds nothing that was sealed or erased since.
    connection.pragma_update(None, "secure_delete", true)?;
    // One plan for a statement whatever its values: otherwise each change of a value prepares it anew.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// `$1` means “first value” here, but “a value named 1” to SQLite: bind by name.
fn bind(statement: &mut rusqlite::CachedStatement<'_>, args: &[Arg]) -> Result<(), Error> {
    for at in 1..=statement.parameter_count() {
        let name = statement.parameter_name(at).unwrap_or("$0");
        let which: usize = name.trim_start_matches('$').parse().unwrap_or(0);
        let arg = which.checked_sub(1).and_then(|i| args.get(i));
        let arg = arg.ok_or_else(|| Error::Other(format!("no value for {name}")))?;
        statement.raw_bind_parameter(at, arg)?;
    }
    Ok(())
}

pub(super) fn rows(connection: &Connection, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>, Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    bind(&mut statement, args)?;
    let mut found = statement.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(Row::of_sqlite(row, columns)?);
    }
    Ok(rows)
}

pub(super) fn columns(connection: &Connection, sql: &'static str) -> Result<Vec<String>, Error> {
    Ok(connection.prepare_cached(sql)?.column_names().map(str::to_owned).collect())
}

pub(super) fn run(connection: &Connection, sql: &'static str, args: &[Arg]) -> Result<u64, Error> {
    if connection.is_autocommit() {
        // A full disk has ended the transaction: what came now would be kept by itself.
        return Err(Error::Full);
    }
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, args)?;
    Ok(statement.raw_execute()? as u64)
}
