//! What an explanation costs: it is to feel like nothing, and to stay linear for whole log files.
//! `cargo bench -p preflight-diagnose`.

use divan::{Bencher, counter::BytesCount};
use preflight_diagnose::explain;

fn main() {
    // The tables are read once, by whoever asks first.
    let _ = explain("warm-up: TypeError: Failed to fetch");
    divan::main();
}

const LINES: [&str; 5] = [
    "(index):1 Access to fetch at 'https://api.example.com/v1/items/{n}' from origin 'http://localhost:5173' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    "items.ts:14  GET https://api.example.com/v1/items/{n} net::ERR_FAILED 401 (Unauthorized)",
    "load @ items.ts:14",
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/v1/items/{n}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 401.",
    "    at async load (http://localhost:5173/src/items.ts:14:25)",
];

/// A console of this many lines, about a request for every five of them.
fn console(lines: usize) -> String {
    let line = |n: usize| LINES[n % LINES.len()].replace("{n}", &(n / LINES.len()).to_string());
    (0..lines).map(line).collect::<Vec<_>>().join("\n")
}

#[divan::bench(args = [1, 100, 1000])]
fn paste(bencher: Bencher, lines: usize) {
    let text = console(lines);
    bencher.counter(BytesCount::of_str(&text)).bench(|| explain(&text));
}

#[divan::bench]
fn a_mebibyte_of_something_else(bencher: Bencher) {
    let text =
        "2026-11-21T14:03:07Z INFO request handled in 12 ms, status 200 'ok'\n".repeat(15_000);
    bencher.counter(BytesCount::of_str(&text)).bench(|| explain(&text));
}
