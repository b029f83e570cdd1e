//! The model of a browser, held against real browsers.
//!
//! A [`Case`](cases::Case) is a value: what a page asks, and what a server answers. The
//! [`Lab`](lab::Lab) plays it in a real engine in front of a [server] of our own, the
//! [model] plays it without either, and [`disagreements`](verdict::disagreements) compares the
//! requests on the wire, the outcome, the console and the engine's own reason. What disagrees is
//! [shrunk](shrink) and printed as text that can be read back.
//!
//! A [real server](real_server) is broken as people have it, for `preflight check` to say why, or runs
//! what a target's generator wrote, which is held against the policy ([equivalence], [behaviours]).
//!
//! A [visitor](workbench::Visitor) uses the workbench in an engine as a person would.

pub mod application;
pub mod application_server;
pub mod behaviours;
pub mod cases;
pub mod differential;
pub mod engines;
pub mod equivalence;
pub mod gateway;
pub mod lab;
pub mod model;
pub mod observed;
pub mod pictures;
pub mod proven;
pub mod random;
pub mod real_server;
pub mod server;
pub mod shrink;
pub mod upstream;
pub mod verdict;
pub mod workbench;
