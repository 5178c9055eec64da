//! Private servers: on free loopback ports, with data of their own, stopped by their process id when their guard is dropped.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

pub mod folder;
pub mod mariadb;
pub mod postgres;
pub mod process;
pub mod proxy;
pub mod redis;
