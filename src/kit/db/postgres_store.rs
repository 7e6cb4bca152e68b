//! PostgreSQL: a pool of connections, one transaction each, run on threads that may block.

use std::{
    collections::HashMap,
    panic::AssertUnwindSafe,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use postgres::{Client, NoTls, Statement, Transaction, error::SqlState, types::ToSql};

use super::{Arg, Error, Lock, Row, Tx, migrate};

/// How many connections are open at most.
const CONNECTIONS: usize = 8;
/// How long a caller waits for a free connection.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often a change in conflict is run again.
const TRIES: usize = 5;

/// The statements that one connection has prepared, and whether the work under way met a conflict.
#[derive(Default)]
pub struct Statements {
    prepared: HashMap<&'static str, Statement>,
    conflict: bool,
    /// What this transaction holds others back from: asking again would cost a way to the server.
    pub(super) held: Vec<u64>,
}

struct Connection {
    client: Client,
    statements: Statements,
}

#[derive(Default)]
struct Idle {
    connections: Vec<Connection>,
    open: usize,
}

impl Drop for Idle {
    /// Closing a connection blocks, which a thread that drives async work must not: another thread does it.
    fn drop(&mut self) {
        let connections = std::mem::take(&mut self.connections);
        if !connections.is_empty() {
            std::thread::spawn(move || drop(connections));
        }
    }
}

#[derive(Clone)]
pub(super) struct PostgresStore {
    config: Arc<postgres::Config>,
    idle: Arc<(Mutex<Idle>, Condvar)>,
    written: Arc<AtomicU64>,
    lock: Lock,
}

impl std::fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresStore").finish_non_exhaustive()
    }
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            return if error.is_closed() { Self::Busy } else { Self::Other(error.to_string()) };
        };
        match *db.code() {
            SqlState::DISK_FULL => Self::Full,
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Self::Busy,
            SqlState::UNIQUE_VIOLATION | SqlState::CHECK_VIOLATION => Self::Taken(db.message().to_owned()),
            _ => Self::Other(format!("{}: {}", db.code().code(), db.message())),
        }
    }
}

impl PostgresStore {
    pub(super) fn open(url: &str, lock: Lock) -> Result<Self, Error> {
        let mut config: postgres::Config = url.parse().map_err(|e| Error::Other(format!("address: {e}")))?;
        config.connect_timeout(Duration::from_secs(10));
        let store = Self { config: Arc::new(config), idle: Arc::default(), written: Arc::default(), lock };
        let mut first = store.take()?;
        // Several servers may start at once on the same database: one brings the tables up to date.
        first.client.batch_execute("SELECT pg_advisory_lock(7209)")?;
        let done = migrate::run(&mut first.client);
        first.client.batch_execute("SELECT pg_advisory_unlock(7209)")?;
        store.give(first);
        done.map(|()| store)
    }

    pub(super) fn run<T, E: From<Error>>(&self, look_only: bool, work: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut tries = 0;
        loop {
            tries += 1;
            let mut connection = self.take()?;
            let (answer, again) = once(&mut connection, &self.lock, look_only, work);
            if !look_only {
                // After the commit and before anybody is told of it.
                self.written.fetch_add(1, Ordering::SeqCst);
            }
            self.give(connection);
            if !again || tries == TRIES {
                return answer;
            }
        }
    }

    pub(super) const fn lock(&self) -> &Lock {
        &self.lock
    }

    pub(super) fn written(&self) -> u64 {
        self.written.load(Ordering::SeqCst)
    }

    fn take(&self) -> Result<Connection, Error> {
        let (lock, freed) = &*self.idle;
        let mut idle = lock.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            while let Some(connection) = idle.connections.pop() {
                if !connection.client.is_closed() {
                    return Ok(connection);
                }
                idle.open -= 1;
            }
            if idle.open < CONNECTIONS {
                idle.open += 1;
                drop(idle);
                return self.connect().inspect_err(|_| {
                    lock.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
                });
            }
            let waited = freed.wait_timeout(idle, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            if waited.1.timed_out() {
                return Err(Error::Busy);
            }
            idle = waited.0;
        }
    }

    fn connect(&self) -> Result<Connection, Error> {
        let mut client = self.config.connect(NoTls).map_err(|e| Error::Other(format!("connect: {e}")))?;
        client.batch_execute("SET synchronous_commit = on; SET client_min_messages = warning")?;
        Ok(Connection { client, statements: Statements::default() })
    }

    fn give(&self, connection: Connection) {
        let (lock, freed) = &*self.idle;
        lock.lock().unwrap_or_else(PoisonError::into_inner).connections.push(connection);
        freed.notify_one();
    }
}

/// Runs the work once; the second answer tells whether running it again may help.
fn once<T, E: From<Error>>(
    connection: &mut Connection,
    lock: &Lock,
    look_only: bool,
    work: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>,
) -> (Result<T, E>, bool) {
    let Connection { client, statements } = connection;
    statements.conflict = false;
    statements.held.clear();
    let level = if look_only { postgres::IsolationLevel::RepeatableRead } else { postgres::IsolationLevel::ReadCommitted };
    let begun = client.build_transaction().isolation_level(level).read_only(look_only).start();
    let transaction = match begun {
        Ok(transaction) => transaction,
        Err(error) => return (Err(Error::from(error).into()), false),
    };
    let mut tx = Tx::Postgres(transaction, statements, lock);
    let answer = std::panic::catch_unwind(AssertUnwindSafe(|| work(&mut tx)))
        .unwrap_or_else(|_| Err(Error::Other("a change panicked and was undone".into()).into()));
    let Tx::Postgres(transaction, statements, _) = tx else { return (answer, false) };
    if answer.is_err() {
        let again = statements.conflict;
        // A failed rollback means a dead connection; the pool drops it.
        let _ = transaction.rollback();
        return (answer, again);
    }
    match transaction.commit() {
        Ok(()) => (answer, false),
        Err(error) => {
            let error = Error::from(error);
            let again = matches!(error, Error::Busy);
            (Err(error.into()), again)
        }
    }
}

impl Statements {
    fn prepare(&mut self, transaction: &mut Transaction<'_>, sql: &'static str) -> Result<Statement, Error> {
        if let Some(known) = self.prepared.get(sql) {
            return Ok(known.clone());
        }
        let made = transaction.prepare(sql)?;
        self.prepared.insert(sql, made.clone());
        Ok(made)
    }

    pub(super) fn holds(&self, key: u64) -> bool {
        self.held.contains(&key)
    }

    /// Remembers a conflict, however the work then words its own error.
    fn note<T>(&mut self, answer: Result<T, postgres::Error>) -> Result<T, Error> {
        answer.map_err(|error| {
            let error = Error::from(error);
            self.conflict |= matches!(error, Error::Busy);
            error
        })
    }

    pub(super) fn rows(&mut self, transaction: &mut Transaction<'_>, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>, Error> {
        let statement = self.prepare(transaction, sql)?;
        let found = transaction.query(&statement, &params(args));
        self.note(found)?.iter().map(Row::of_postgres).collect()
    }

    pub(super) fn columns(&mut self, transaction: &mut Transaction<'_>, sql: &'static str) -> Result<Vec<String>, Error> {
        Ok(self.prepare(transaction, sql)?.columns().iter().map(|column| column.name().to_owned()).collect())
    }

    pub(super) fn run(&mut self, transaction: &mut Transaction<'_>, sql: &'static str, args: &[Arg]) -> Result<u64, Error> {
        let statement = self.prepare(transaction, sql)?;
        let done = transaction.execute(&statement, &params(args));
        self.note(done)
    }
}

fn params(args: &[Arg]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect()
}
