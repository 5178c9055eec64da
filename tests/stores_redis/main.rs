//! The Redis store, on real servers: alone, as a Cluster, and behind Sentinel.
//!
//! Skipped where Redis is missing (Debian: `redis-server`).

mod everywhere;
mod layout;
#[allow(dead_code, reason = "servers need a part of it")]
#[path = "../support/program.rs"]
mod program;
mod record;
mod sentinel;
#[path = "../support/servers/mod.rs"]
mod servers;
mod steps;
