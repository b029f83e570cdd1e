//! Shows what the report on a cause page's clinic case looks like:
//!
//! ```text
//! cargo run -p preflight-diagnose --example page -- src/causes/auth_before_cors.md [human|json|markdown] [flag…]
//! ```
//!
//! Flags: `-v`, `-q`, `--color`, `--case N` (the Nth case of the page, from 0), `--width N`.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros)] // an example reads and prints

use preflight_diagnose::{Examination, Names, Scenario};
use preflight_fetch::{Exchange, Timing};
use preflight_report::page::CaseKind;
use preflight_report::render::{Options, human, json, markdown};
use preflight_report::{Page, Report};
use std::time::{Duration, SystemTime};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| arguments.iter().any(|a| a == name);
    let number = |name: &str| {
        let at = arguments.iter().position(|a| a == name)?;
        arguments.get(at + 1)?.parse::<usize>().ok()
    };
    let text = std::fs::read_to_string(&arguments[0]).expect("the path of a page");
    let page = Page::parse(&text).expect("a page");
    let cases = page.cases();
    let case = match number("--case") {
        Some(number) => &cases[number],
        None => cases.iter().find(|c| c.kind == CaseKind::Clinic).unwrap_or(&cases[0]),
    };
    let report = run(&Scenario::parse(case.exchange, &Names::casebook()).expect("a scenario"));
    let options = Options {
        width: number("--width").unwrap_or(80),
        color: flag("--color"),
        verbose: flag("-v"),
        quiet: flag("-q"),
        ..Options::default()
    };
    if flag("json") {
        println!("{:#}", json::report(&report, &options));
    } else if flag("markdown") {
        print!("{}", markdown::report(&report, &options));
    } else {
        print!("{}", human::report(&report, &options));
    }
}

/// Plays the scenario until nothing is wanted any more.
fn run(scenario: &Scenario) -> Report {
    let examination = Examination::new(scenario.question.clone(), SystemTime::UNIX_EPOCH, 7);
    examination.played(|wanted| {
        let answer = scenario.answer(&wanted.request);
        let timing = Timing { total: Some(Duration::from_micros(3141)), ..Timing::default() };
        Exchange { timing, ..Exchange::made_up(wanted.request.clone(), answer) }
    })
}
