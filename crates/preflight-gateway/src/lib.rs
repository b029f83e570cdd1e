//! A reverse proxy in front of any HTTP upstream: preflights are answered at the edge.

mod clock;
mod connection;
pub mod failure;
mod forwarded;
mod hop_by_hop;
mod proxy;
mod rescue;
mod running;
mod server;
pub mod settings;
mod stream;
mod upgrade;
mod upstream;
mod worker;

pub use server::Gateway;
