//! A reverse proxy in front of any HTTP upstream: preflights are answered at the edge.

pub mod access_log;
pub mod admin;
mod ascii_json;
pub mod balance;
mod clock;
pub mod config;
mod connection;
pub mod decisions;
pub mod dev;
pub mod failure;
mod forwarded;
pub mod health;
pub mod health_check;
mod hop_by_hop;
mod loopback;
pub mod metrics;
pub mod notice;
pub mod parts;
mod proxy;
pub mod rate_limit;
pub mod record;
pub mod reload;
mod rescue;
mod running;
mod server;
pub mod service;
pub mod settings;
mod stream;
pub mod tls;
mod upgrade;
mod upstream;
mod worker;

pub use server::Gateway;
