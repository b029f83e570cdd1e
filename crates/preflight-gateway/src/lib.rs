//! A reverse proxy in front of any HTTP upstream: preflights are answered at the edge.

pub mod balance;
pub mod failure;
pub mod health;
pub mod rate_limit;
pub mod settings;
pub mod tls;
