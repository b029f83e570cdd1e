//! The model against real browsers. Slow, and needs them installed: `./test` sees to both.

mod clinic;
mod differential;
mod generated;
mod servers;

/// Held while a browser plays many cases: two of them at a time would only make each other late, and a
/// permission is kept for five seconds.
static ONE_BROWSER: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
