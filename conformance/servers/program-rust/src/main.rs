//! One program of several servers: the argument says which one runs.

#![deny(warnings)]

#[allow(dead_code)] // what is broken has an application of its own
#[path = "../../../src/application.rs"]
mod application;

include!(concat!(env!("OUT_DIR"), "/servers.rs"));

fn main() {
    run(&std::env::args().nth(1).unwrap_or_default());
}
