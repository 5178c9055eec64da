//! The name of a table, from the user's configuration.

use crate::error::ConfigError;
use std::sync::Arc;

/// PostgreSQL keeps 63 bytes of a name, and ours have endings such as `_expires`.
const MAX_LENGTH: usize = 48;

/// A name that is checked, and therefore safe in a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableName {
    schema: Option<Arc<str>>,
    table: Arc<str>,
}

impl TableName {
    /// `table` or `schema.table`, of ASCII letters, digits and `_`.
    pub(super) fn parse(name: &str) -> Result<Self, ConfigError> {
        let (schema, table) = match name.split_once('.') {
            Some((schema, table)) => (Some(schema), table),
            None => (None, name),
        };
        match schema.is_none_or(is_identifier) && is_identifier(table) {
            true => Ok(TableName { schema: schema.map(Arc::from), table: Arc::from(table) }),
            false => Err(ConfigError::TableName(name.to_owned())),
        }
    }

    /// The name with an ending, quoted, with its schema.
    pub(super) fn full(&self, ending: &str, quote: char) -> String {
        let name = self.bare(ending, quote);
        match &self.schema {
            Some(schema) => format!("{quote}{schema}{quote}.{name}"),
            None => name,
        }
    }

    /// The name with an ending, quoted, without its schema.
    pub(super) fn bare(&self, ending: &str, quote: char) -> String {
        format!("{quote}{}{ending}{quote}", self.table)
    }

    /// The schema, quoted, and a point; nothing where there is none.
    #[cfg(feature = "sqlite")]
    pub(super) fn prefix(&self, quote: char) -> String {
        self.schema.as_ref().map(|schema| format!("{quote}{schema}{quote}.")).unwrap_or_default()
    }
}

impl Default for TableName {
    fn default() -> Self {
        TableName { schema: None, table: Arc::from("sessions") }
    }
}

fn is_identifier(name: &str) -> bool {
    let mut bytes = name.bytes();
    name.len() <= MAX_LENGTH
        && bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_leave_their_quotes_are_refused() {
        let long = "a".repeat(MAX_LENGTH + 1);
        for name in [
            "",
            ".",
            "a.",
            ".a",
            "a.b.c",
            "1a",
            "a-b",
            "a b",
            "a\"b",
            "a`b",
            "a'b",
            "a;b",
            "a\0",
            "é",
            &long,
            "sessions; DROP TABLE users",
        ] {
            assert_eq!(TableName::parse(name), Err(ConfigError::TableName(name.to_owned())));
        }
    }

    #[test]
    fn names_are_quoted_part_by_part() {
        let name = TableName::parse("app.user").unwrap();
        assert_eq!(name.full("", '"'), r#""app"."user""#);
        assert_eq!(name.full("_schema", '`'), "`app`.`user_schema`");
        assert_eq!(name.bare("_expires", '"'), r#""user_expires""#);
        assert_eq!(TableName::parse("_s1").unwrap().full("", '"'), r#""_s1""#);
        assert!(TableName::parse(&"a".repeat(MAX_LENGTH)).is_ok());
    }
}
