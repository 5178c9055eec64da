//! What happens to sessions when Redis is down, dies, comes back, does not answer, or fails over: seen by clients over HTTP.
//!
//! Skipped where Redis is missing (Debian: `redis-server`).

mod app;
mod cluster;
mod crash;
mod down;
mod paused;
#[allow(dead_code, reason = "servers need a part of it")]
#[path = "../support/program.rs"]
mod program;
#[path = "../support/servers/mod.rs"]
mod servers;
#[path = "../support/mod.rs"]
mod support;
