//! The few places where the two engines differ, as named pairs.

use super::{Arg, Error, Tx};
use crate::{args, sql};

/// The database engine in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// A server of its own.
    Postgres,
}

impl Engine {
    /// The name shown by `/health` and `check`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

impl Tx<'_> {
    /// Holds everybody else who asks for the same `name` back until this transaction ends.
    ///
    /// SQLite has a single writer, so there is nobody to hold back.
    pub fn hold(&mut self, name: &str) -> Result<(), Error> {
        if let Self::Postgres(_, statements, _) = self {
            let key = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
            if statements.holds(key) {
                return Ok(());
            }
            self.rows(sql!("SELECT CAST(pg_advisory_xact_lock($1) AS TEXT)"), args![Arg::Int(key.cast_signed())])?;
            if let Self::Postgres(_, statements, _) = self {
                statements.held.push(key);
            }
        }
        Ok(())
    }

    /// What is wrong with the database file itself, if anything.
    ///
    /// A PostgreSQL server looks after its own files.
    pub fn damage(&mut self) -> Result<Option<String>, Error> {
        match self.engine() {
            Engine::Sqlite => Ok(self.value::<String>(sql!("PRAGMA quick_check(1)"), args![])?.filter(|said| said != "ok")),
            Engine::Postgres => Ok(None),
        }
    }
}
