//! The statements of a store, written once for its table.

use super::driver::Driver;
use super::table_name::TableName;
use std::fmt::Write as _;
use std::sync::Arc;

/// A statement, shared with the driver without a copy.
pub(super) type Sql = Arc<str>;

/// How many ended records one statement takes away: a bound on how long it holds its locks.
pub(super) const BATCH: u64 = 1000;

/// One statement for each operation.
#[derive(Debug)]
pub(super) struct Statements {
    pub(super) insert: Sql,
    pub(super) load: Sql,
    pub(super) update: Sql,
    pub(super) touch: Sql,
    pub(super) delete: Sql,
    pub(super) delete_at: Sql,
    pub(super) list: Sql,
    pub(super) delete_all: Sql,
    pub(super) delete_others: Sql,
    pub(super) sweep: Sql,
}

impl Statements {
    pub(super) fn new<D: Driver>(name: &TableName) -> Self {
        let table = name.full("", D::QUOTE);
        let sql = |statement: String| numbered::<D>(&statement);
        Statements {
            insert: sql(format!(
                "INSERT INTO {table} (record_key, subject_key, version, expires, document) VALUES (?, ?, 1, ?, ?)"
            )),
            load: sql(format!("SELECT version, expires, document FROM {table} WHERE record_key = ?")),
            update: sql(format!(
                "UPDATE {table} SET version = version + 1, expires = ?, document = ? WHERE record_key = ? AND version = ?"
            )),
            touch: sql(format!("UPDATE {table} SET expires = ? WHERE record_key = ?")),
            delete: sql(format!("DELETE FROM {table} WHERE record_key = ?")),
            delete_at: sql(format!("DELETE FROM {table} WHERE record_key = ? AND version = ?")),
            list: sql(format!(
                "SELECT version, expires, document, record_key FROM {table} WHERE subject_key = ? AND expires > ?"
            )),
            delete_all: sql(format!("DELETE FROM {table} WHERE subject_key = ?")),
            delete_others: sql(format!("DELETE FROM {table} WHERE subject_key = ? AND record_key <> ?")),
            sweep: sql(D::sweep(&table, BATCH)),
        }
    }
}

/// Replaces each `?` by what the database writes for its first, second … parameter.
pub(super) fn numbered<D: Driver>(statement: &str) -> Sql {
    if !D::NUMBERED {
        return Arc::from(statement);
    }
    let mut numbered = String::with_capacity(statement.len() + 8);
    for (count, part) in statement.split('?').enumerate() {
        if count > 0 {
            // Writing to a string cannot fail.
            let _ = write!(numbered, "${count}");
        }
        numbered.push_str(part);
    }
    Arc::from(numbered)
}

#[cfg(all(test, feature = "postgres"))]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_where_the_database_numbers_them() {
        let statements = Statements::new::<sqlx::Postgres>(&TableName::default());
        assert_eq!(
            &*statements.update,
            r#"UPDATE "sessions" SET version = version + 1, expires = $1, document = $2 WHERE record_key = $3 AND version = $4"#
        );
        #[cfg(feature = "mysql")]
        assert_eq!(
            &*Statements::new::<sqlx::MySql>(&TableName::default()).touch,
            "UPDATE `sessions` SET expires = ? WHERE record_key = ?"
        );
    }
}
