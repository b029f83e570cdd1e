//! The program against servers that the tests write themselves, on loopback, each on a port of its
//! own that the system chose.

/// What is wrong on the command line, and what servers do wrong.
mod bad_input;
/// `check`: what it sends, how it ends, what it finds in the clinic.
mod check;
/// `clinic`: what goes over the wire, what the page holds, and that it ends.
mod clinic;
/// `explain`: where the text comes from, and that its commands are `check`'s.
mod explain;
/// What to change: the configuration that `check` writes.
mod fix;
/// The batch: `fetch --jsonl`.
mod jsonl;
/// What is printed, and what goes over the wire.
mod output;
/// Requests as browsers copy them, as targets.
mod pasted;
/// `policy`: what is wrong with a policy, and what it answers.
mod policy;
/// Runs the program.
mod program;
/// Through proxies.
mod proxies;
/// Servers of raw bytes.
mod raw_server;
/// `serve`: what it is told, reloads, the end, the development mode.
#[cfg(unix)]
mod serve;
/// Certificates good and bad, and HTTP/2.
mod tls;
/// Servers that speak TLS.
mod tls_server;
