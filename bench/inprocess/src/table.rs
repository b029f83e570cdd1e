//! The tables, as Markdown.

use crate::{Error, Figures, Results};
use bench_inprocess::{case::Case, subject::SUBJECTS};
use std::{fmt::Write, fs, process::Command};

/// The head of the page: what was measured, where, when and how.
pub(crate) fn head(quick: bool, rounds: usize) -> Result<String, Error> {
    let cpus = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name\t: "));
    let rustc = Command::new("rustc").arg("--version").output()?.stdout;
    Ok(format!(
        "# Middleware side by side\n\n\
         Written by `bench/inprocess/run{quick}` on {date}: do not edit.\n\n\
         Machine: {model}; {rustc}; tower-http {tower_http}, actix-cors {actix_cors} on actix-web {actix_web},\n\
         http {http}.\n\n\
         A request has ten ordinary headers besides those of CORS; the handler answers 200 with a content type\n\
         and a length. `bare` is the handler alone, to be subtracted for what the middleware itself costs an\n\
         actual request. Requests are made ready beforehand; measured are the call, one poll, and the drop of\n\
         request and response. Policy: GET, PUT, DELETE, no credentials, max-age 600, 1 or 20 header names;\n\
         origins as the case says, the last one asks. tower-http and actix-cors know no patterns: theirs is\n\
         what their users write, a look at the start and the end for each. `preflight-policy` is our decision alone,\n\
         with the headers of a preflight's answer, without a service.\n\n\
         tower-http reads neither the method nor the names that a preflight asks for, and the browser has to\n\
         refuse: its cost in f, g and h leaves the check out.\n\n\
         Times: {rounds} rounds, all subjects in turn in each, the median of a round's batches of 100 requests;\n\
         medians of the rounds, and the least. They come in two modes, by the state of the allocator; instructions\n\
         (callgrind's, of one batch) are the same in every run.\n\n",
        quick = if quick { " --quick" } else { "" },
        date = jiff::Timestamp::now().strftime("%Y-%m-%d"),
        model = model.unwrap_or("unknown processor"),
        rustc = String::from_utf8_lossy(&rustc).split(" (").next().unwrap_or_default(),
        tower_http = version("tower-http")?,
        actix_cors = version("actix-cors")?,
        actix_web = version("actix-web")?,
        http = version("http")?,
    ))
}

/// The newest version of a library in the lock file.
fn version(name: &str) -> Result<&'static str, Error> {
    let entry = format!("\nname = \"{name}\"\nversion = \"");
    let (_, rest) = include_str!("../../Cargo.lock")
        .rsplit_once(entry.as_str())
        .ok_or_else(|| format!("Cargo.lock has no `{name}`"))?;
    Ok(rest.split('"').next().unwrap_or_default())
}

/// Times, allocations and instructions of all.
pub(crate) fn all(cases: &[&Case], results: &Results) -> String {
    let time = |figures: &Figures| {
        format!("{} ({})", rounded(figures.time.median), rounded(figures.time.least))
    };
    let allocations = |figures: &Figures| rounded(figures.allocations);
    let instructions = |figures: &Figures| figures.instructions.map_or_else(dash, rounded);
    [
        section("Time: ns a request (the fastest round)", cases, results, time),
        section("Allocations a request", cases, results, allocations),
        section("Instructions a request", cases, results, instructions),
    ]
    .concat()
}

fn section(
    title: &str,
    cases: &[&Case],
    results: &Results,
    cell: impl Fn(&Figures) -> String,
) -> String {
    let names = SUBJECTS.map(|subject| subject.to_string());
    let mut table = Table::new(["case"].into_iter().chain(names.iter().map(String::as_str)));
    for case in cases {
        let cells = SUBJECTS.map(|subject| results.of(subject, case.id).map_or_else(dash, &cell));
        table.row([format!("{}: {}", case.id, case.title)].into_iter().chain(cells));
    }
    format!("## {title}\n\n{}\n", table.0)
}

fn dash() -> String {
    "-".to_owned()
}

/// A whole number with commas between the thousands.
fn rounded(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A Markdown table that grows by rows.
pub(crate) struct Table(pub(crate) String);

impl Table {
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Table {
        let mut table = Table(String::new());
        table.row(names.clone().map(str::to_owned));
        table.row(names.map(|_| "---".to_owned()));
        table
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        writeln!(self.0, "| {} |", cells.join(" | ")).expect("text can be written to text");
    }
}
