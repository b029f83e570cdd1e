//! `instructions SUBJECT CASE` asks a batch of requests once, for callgrind to look at; `measured` is
//! the function to look into. What is done but once in a program is done before.

use bench_inprocess::subject::{batch, measured, named};
use std::env;

fn main() -> Result<(), String> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [subject, case] = arguments.as_slice() else {
        return Err("usage: instructions SUBJECT CASE".to_owned());
    };
    let (subject, case) = named(subject, case)?;
    let mut asked = subject.prepare(case);
    asked.batch(1)();
    measured(asked.batch(batch(subject, case)));
    Ok(())
}
