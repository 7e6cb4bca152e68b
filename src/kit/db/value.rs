//! What goes into a statement and what comes out.

use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::Error;

/// A value of one of the portable column types.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// No value.
    Null,
    /// TEXT: words, ids, days, JSON.
    Text(String),
    /// BIGINT: counts and instants.
    Int(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// BOOLEAN.
    Bool(bool),
}

macro_rules! into_arg {
    ($($from:ty => |$v:ident| $make:expr),+ $(,)?) => {$(
        impl From<$from> for Arg {
            fn from($v: $from) -> Self { $make }
        }
    )+};
}

into_arg! {
    &str => |v| Self::Text(v.to_owned()),
    String => |v| Self::Text(v),
    &String => |v| Self::Text(v.clone()),
    i64 => |v| Self::Int(v),
    i32 => |v| Self::Int(i64::from(v)),
    i16 => |v| Self::Int(i64::from(v)),
    i8 => |v| Self::Int(i64::from(v)),
    u32 => |v| Self::Int(i64::from(v)),
    usize => |v| Self::Int(i64::try_from(v).unwrap_or(i64::MAX)),
    f64 => |v| Self::Real(v),
    bool => |v| Self::Bool(v),
    jiff::civil::Date => |v| Self::Text(v.to_string()),
}

impl<T: Into<Arg>> From<Option<T>> for Arg {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Clone + Into<Arg>> From<&Option<T>> for Arg {
    fn from(value: &Option<T>) -> Self {
        value.clone().map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Arg {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Text(v) => ToSqlOutput::Borrowed(ValueRef::Text(v.as_bytes())),
            Self::Int(v) => ToSqlOutput::Borrowed(ValueRef::Integer(*v)),
            Self::Real(v) => ToSqlOutput::Borrowed(ValueRef::Real(*v)),
            Self::Bool(v) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*v))),
        })
    }
}

impl ToSql for Arg {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            // PostgreSQL takes no NUL in text; nothing here means one.
            (Self::Text(v), _) => v.replace('\0', "").to_sql(ty, out),
            (Self::Int(v), &Type::INT4) => i32::try_from(*v)?.to_sql(ty, out),
            (Self::Int(v), &Type::FLOAT8) => (*v as f64).to_sql(ty, out),
            (Self::Int(v), &Type::BOOL) => (*v != 0).to_sql(ty, out),
            (Self::Int(v), _) => v.to_sql(ty, out),
            (Self::Real(v), _) => v.to_sql(ty, out),
            (Self::Bool(v), _) => v.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        [Type::TEXT, Type::VARCHAR, Type::UNKNOWN, Type::INT8, Type::INT4, Type::FLOAT8, Type::BOOL].contains(ty)
    }

    to_sql_checked!();
}

/// One row of an answer, its columns by position.
#[derive(Clone, Debug)]
pub struct Row(Vec<Arg>);

impl Row {
    pub(super) fn of_sqlite(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Self> {
        (0..columns)
            .map(|i| {
                Ok(match row.get_ref(i)? {
                    ValueRef::Null => Arg::Null,
                    ValueRef::Integer(v) => Arg::Int(v),
                    ValueRef::Real(v) => Arg::Real(v),
                    ValueRef::Text(v) | ValueRef::Blob(v) => Arg::Text(String::from_utf8_lossy(v).into_owned()),
                })
            })
            .collect::<rusqlite::Result<_>>()
            .map(Self)
    }

    pub(super) fn of_postgres(row: &postgres::Row) -> Result<Self, Error> {
        row.columns()
            .iter()
            .enumerate()
            .map(|(i, column)| {
                Ok(match *column.type_() {
                    Type::INT8 => row.try_get::<_, Option<i64>>(i)?.into(),
                    Type::INT4 => row.try_get::<_, Option<i32>>(i)?.into(),
                    Type::FLOAT8 => row.try_get::<_, Option<f64>>(i)?.into(),
                    Type::BOOL => row.try_get::<_, Option<bool>>(i)?.into(),
                    _ => row.try_get::<_, Option<String>>(i)?.into(),
                })
            })
            .collect::<Result<_, Error>>()
            .map(Self)
    }

    /// The value of column `at`, counted from 0.
    ///
    /// # Errors
    /// When there is no such column or it holds another type: a mistake in the statement.
    pub fn get<T: FromArg>(&self, at: usize) -> Result<T, Error> {
        let arg = self.0.get(at).ok_or_else(|| Error::Other(format!("no column {at}")))?;
        T::from_arg(arg).ok_or_else(|| Error::Other(format!("column {at} holds {arg:?}")))
    }

    /// All values, as they came.
    pub fn values(&self) -> &[Arg] {
        &self.0
    }
}

/// A type that a column can be read as.
pub trait FromArg: Sized {
    /// The value, or `None` when the column holds another type.
    fn from_arg(arg: &Arg) -> Option<Self>;
}

impl FromArg for String {
    fn from_arg(arg: &Arg) -> Option<Self> {
        if let Arg::Text(v) = arg { Some(v.clone()) } else { None }
    }
}

impl FromArg for i64 {
    fn from_arg(arg: &Arg) -> Option<Self> {
        if let Arg::Int(v) = arg { Some(*v) } else { None }
    }
}

impl FromArg for i32 {
    fn from_arg(arg: &Arg) -> Option<Self> {
        i64::from_arg(arg).and_then(|v| v.try_into().ok())
    }
}

impl FromArg for i16 {
    fn from_arg(arg: &Arg) -> Option<Self> {
        i64::from_arg(arg).and_then(|v| v.try_into().ok())
    }
}

impl FromArg for f64 {
    fn from_arg(arg: &Arg) -> Option<Self> {
        match arg {
            Arg::Real(v) => Some(*v),
            Arg::Int(v) => Some(*v as Self),
            _ => None,
        }
    }
}

impl FromArg for bool {
    fn from_arg(arg: &Arg) -> Option<Self> {
        match arg {
            Arg::Bool(v) => Some(*v),
            Arg::Int(v) => Some(*v != 0),
            _ => None,
        }
    }
}

impl FromArg for jiff::civil::Date {
    fn from_arg(arg: &Arg) -> Option<Self> {
        if let Arg::Text(v) = arg { v.parse().ok() } else { None }
    }
}

impl<T: FromArg> FromArg for Option<T> {
    fn from_arg(arg: &Arg) -> Option<Self> {
        if *arg == Arg::Null { Some(None) } else { T::from_arg(arg).map(Some) }
    }
}
