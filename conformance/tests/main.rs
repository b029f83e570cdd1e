//! The model against real browsers, what is said of servers against real ones, and the gateway in front
//! of both and under load. Slow, and needs them installed: `./test` sees to both.

mod clinic;
mod closed_loop;
mod dev_servers;
mod differential;
mod gateway;
mod gateway_api;
mod generated;
mod load;
mod schemas;
mod servers;
mod workbench;

/// Held while a browser plays many cases: two of them at a time would only make each other late, and a
/// permission is kept for five seconds.
static ONE_BROWSER: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
