//! The three public types: the same code with other types.

/// Writes a store: its documentation, its name and its database.
macro_rules! sql_store {
    ($(#[$docs:meta])* $store:ident, $database:ty) => {
        $(#[$docs])*
        #[derive(Clone)]
        pub struct $store {
            records: $crate::store::sql::records::Records<$database>,
        }

        impl $store {
            /// Keeps sessions in the table `sessions` of this pool's database.
            #[must_use]
            pub fn new(pool: sqlx::Pool<$database>) -> Self {
                $store { records: $crate::store::sql::records::Records::new(pool) }
            }

            /// Keeps sessions in another table: `name` or `schema.name`. It is quoted, so its case counts and a keyword is
            /// allowed; the tables of two applications in one database need two names.
            ///
            /// # Errors
            /// When a part has other characters than ASCII letters, digits and `_`, begins with a digit, is empty, or is longer
            /// than 48 bytes.
            pub fn table(self, name: &str) -> Result<Self, $crate::error::ConfigError> {
                Ok($store { records: self.records.table(name)? })
            }

            /// How long an operation may take, waiting for a connection included: 5 seconds unless set. After that it fails with
            /// [`StoreError::Timeout`]($crate::StoreError::Timeout), and its connection is closed. The database may carry a
            /// statement through that was sent before.
            #[must_use]
            pub fn timeout(self, timeout: std::time::Duration) -> Self {
                $store { records: self.records.timeout(timeout) }
            }

            /// Where to read the time when sessions are listed, for tests. Those that have ended by this process's clock are not
            /// listed, whatever time it is in the database.
            #[must_use]
            pub fn clock(self, clock: $crate::Clock) -> Self {
                $store { records: self.records.clock(clock) }
            }

            /// Makes the table and its indexes, or changes those that an earlier version of this crate has made. For the start of
            /// an application: whether there is something to do is found out with one question, and several processes may ask at
            /// once. Which version the table has is kept in a second one, `sessions_schema`. Not bound by [`timeout`](Self::timeout),
            /// but for how long a database is asked again that is locked.
            ///
            /// # Errors
            /// When the database cannot be reached, refuses, or has a table of a newer version.
            pub async fn migrate(&self) -> Result<(), $crate::StoreError> {
                self.records.migrate().await
            }
        }

        impl $crate::Store for $store {
            async fn insert(
                &self,
                key: &$crate::RecordKey,
                record: &$crate::Record,
            ) -> Result<(), $crate::StoreError> {
                self.records.insert(key, record).await
            }

            async fn load(
                &self,
                key: &$crate::RecordKey,
            ) -> Result<Option<$crate::Stored>, $crate::StoreError> {
                self.records.load(key).await
            }

            async fn update(
                &self,
                key: &$crate::RecordKey,
                version: u64,
                record: &$crate::Record,
            ) -> Result<bool, $crate::StoreError> {
                self.records.update(key, version, record).await
            }

            async fn touch(
                &self,
                key: &$crate::RecordKey,
                expires: u64,
            ) -> Result<bool, $crate::StoreError> {
                self.records.touch(key, expires).await
            }

            async fn delete(
                &self,
                key: &$crate::RecordKey,
                version: Option<u64>,
            ) -> Result<bool, $crate::StoreError> {
                self.records.delete(key, version).await
            }
        }

        impl $crate::IndexBySubject for $store {
            async fn list(
                &self,
                subject: &$crate::SubjectKey,
            ) -> Result<Vec<($crate::RecordKey, $crate::Stored)>, $crate::StoreError> {
                self.records.list(subject).await
            }

            async fn delete_all(
                &self,
                subject: &$crate::SubjectKey,
                but: Option<&$crate::RecordKey>,
            ) -> Result<u64, $crate::StoreError> {
                self.records.delete_all(subject, but).await
            }
        }

        impl $crate::Sweep for $store {
            async fn sweep(&self, now: u64) -> Result<u64, $crate::StoreError> {
                self.records.sweep(now).await
            }
        }

        impl std::fmt::Debug for $store {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.records.debug(stringify!($store), f)
            }
        }
    };
}
pub(super) use sql_store;
