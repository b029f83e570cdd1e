//! The tables, as Markdown.

use crate::{
    load::Load,
    measure::{Effort, QUIET, Summary},
    memory::{CONNECTIONS, Memory},
    peers::{Kind, OURS, REFERENCE},
    plan::{Field, ORIGINS},
};
use std::fmt::Write;

/// What stands at the head.
pub(crate) struct Facts {
    pub(crate) machine: String,
    pub(crate) versions: Vec<String>,
    pub(crate) effort: Effort,
    pub(crate) quick: bool,
}

/// The head of the page: what was measured, where, when and how.
pub(crate) fn head(facts: &Facts) -> String {
    let Facts { machine, versions, effort, quick } = facts;
    let command = if *quick { "bench/gateway/run --quick" } else { "bench/gateway/run" };
    format!(
        "# Gateways side by side\n\n\
         Written by `{command}` on {date}: do not edit.\n\n\
         Machine: {machine}.\n\n\
         Versions: {versions}.\n\n\
         Every gateway does the same CORS job (see `bench/gateway/configs`) over plain HTTP/1.1 with one\n\
         worker on core 0, and without an access log; wrk (one thread) and the upstream (200, 1 KiB) have\n\
         core 1. The last of the allowed origins asks, with 12 headers. {rounds} rounds of {seconds} s after 1 s of\n\
         warm-up, all gateways in turn in each round, those not measured stopped. While something else used\n\
         {QUIET} of a core or more, a measurement was repeated, up to {tries} times, and the quietest taken; medians over\n\
         the quiet rounds. `foreign` is the median of what something else used, in cores; ! where no round\n\
         was quiet, and the quietest is shown. CPU is user and system time of all processes of a server, in microseconds a request, and\n\
         the steadiest of the figures: above some 75,000 (actual) and 138,000 (preflight) requests a second\n\
         the load itself is the limit.\n\n",
        date = jiff::Timestamp::now().strftime("%Y-%m-%d"),
        versions = versions.join(", "),
        rounds = effort.rounds,
        seconds = effort.seconds,
        tries = effort.tries,
    )
}

/// One load on all: rates, CPU, calls, latencies.
pub(crate) fn one_load(
    load: &Load,
    field: &Field<'_>,
    busy: &[Summary],
    alone: &[Summary],
    calls: &[f64],
) -> String {
    let title = match load.method {
        "OPTIONS" => "Preflight, 10 origins",
        _ => "Actual request, 1 KiB, 10 origins",
    };
    let mut table = Table::new(&[
        "server",
        "req/s",
        "x nginx",
        "CPU us",
        "least",
        "x nginx",
        "user us",
        "calls",
        "p50 us, c=64",
        "p99 us, c=64",
        "x nginx",
        "p50 us, c=1",
        "foreign",
    ]);
    let reference = &busy[reference(field)];
    for (index, server) in field.servers.iter().enumerate() {
        let row = &busy[index];
        table.row([
            title_of(server.peer.name, server.peer.kind),
            thousands(row.rate),
            format!("{:.2}", row.rate / reference.rate),
            format!("{:.1}", row.cpu),
            format!("{:.1}", row.least_cpu),
            format!("{:.2}", row.cpu / reference.cpu),
            format!("{:.1}", row.user),
            format!("{:.2}", calls[index]),
            thousands(row.p50),
            thousands(row.p99),
            format!("{:.2}", row.p99 / reference.p99),
            thousands(alone[index].p50),
            foreign(row),
        ]);
    }
    section(title, &table)
}

/// CPU of preflights with ever more origins, and with a hostile header.
pub(crate) fn many(field: &Field<'_>, rows: &[&[Summary]]) -> String {
    let mut table = Table::new(&[
        "server",
        "10 origins",
        "1,000",
        "10,000",
        "10,000 / 10",
        "6 KiB of commas, 1,000 origins",
        "x nginx",
        "foreign",
    ]);
    let reference = rows[reference(field)];
    for (server, row) in field.servers.iter().zip(rows) {
        let worst = row.iter().max_by(|a, b| a.foreign.total_cmp(&b.foreign));
        let mut cells = vec![title_of(server.peer.name, server.peer.kind)];
        cells.extend(row[..ORIGINS.len()].iter().map(|summary| format!("{:.1}", summary.cpu)));
        cells.push(format!("{:.2}", row[2].cpu / row[0].cpu));
        cells.push(format!("{:.1}", row[3].cpu));
        cells.push(format!("{:.2}", row[3].cpu / reference[3].cpu));
        cells.push(foreign(worst.unwrap_or(&row[0])));
        table.row(cells);
    }
    section("More origins, and a hostile preflight: CPU us a request", &table)
}

/// Memory of all.
pub(crate) fn memory(field: &Field<'_>, memories: &[Memory]) -> String {
    let mut table = Table::new(&["server", "idle", "loaded", "x nginx", "2 s after"]);
    let reference = &memories[reference(field)];
    let mebibytes = |bytes: u64| format!("{:.1}", bytes as f64 / 1_048_576.0);
    for (server, memory) in field.servers.iter().zip(memories) {
        table.row([
            title_of(server.peer.name, server.peer.kind),
            mebibytes(memory.idle),
            mebibytes(memory.loaded),
            format!("{:.2}", memory.loaded as f64 / reference.loaded as f64),
            mebibytes(memory.after),
        ]);
    }
    section(&format!("Memory with {CONNECTIONS} busy connections: PSS in MiB"), &table)
}

fn reference(field: &Field<'_>) -> usize {
    let found = field.servers.iter().position(|server| server.peer.name == REFERENCE);
    found.expect("the reference is always measured")
}

fn title_of(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Gateway if name == OURS => format!("**{name}**"),
        Kind::Gateway => name.to_owned(),
        Kind::AnswerLimit | Kind::RelayLimit => format!("limit: {name}"),
    }
}

fn foreign(summary: &Summary) -> String {
    let mark = if summary.quiet == 0 { " !" } else { "" };
    format!("{:.2}{mark}", summary.foreign)
}

/// A whole number with commas between the thousands.
fn thousands(value: f64) -> String {
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

fn section(title: &str, table: &Table) -> String {
    format!("## {title}\n\n{}\n", table.0)
}

/// A Markdown table that grows by rows.
pub(crate) struct Table(pub(crate) String);

impl Table {
    pub(crate) fn new(names: &[&str]) -> Table {
        let mut table = Table(String::new());
        table.row(names.iter().map(|name| (*name).to_owned()));
        table.row(names.iter().map(|_| "---".to_owned()));
        table
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        writeln!(self.0, "| {} |", cells.join(" | ")).expect("text can be written to text");
    }
}
