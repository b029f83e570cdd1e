//! A reverse proxy in front of any HTTP upstream: preflights are answered at the edge.

pub mod access_log;
pub mod admin;
mod ascii_json;
pub mod balance;
pub mod decisions;
pub mod dev;
pub mod failure;
pub mod health;
pub mod health_check;
mod loopback;
pub mod metrics;
pub mod notice;
pub mod rate_limit;
pub mod record;
pub mod settings;
pub mod tls;
