//! What happens to sessions when SQLite fails: a full disk, a broken file, no table, garbage.
