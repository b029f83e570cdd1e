//! What the program adds of its own: its start, a configuration for each target, and a `check` against a loopback server that answers at
//! once, beside the same exchange by hand; and how many round trips a `check` with all its probes takes,
//! against a server that answers after 50 ms. `cargo bench -p preflight`; compare the medians.

use divan::Bencher;
use preflight_targets::TARGETS;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::Duration;

fn main() {
    divan::main();
}

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";

/// A server that answers every connection's first request, for as long as the benchmark runs.
fn server() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(ANSWER);
        }
    });
    address
}

/// What one round trip takes in [`blocked_check_in_round_trips_of_50_ms`].
const ROUND_TRIP: Duration = Duration::from_millis(50);

/// A server that knows no OPTIONS, and answers each connection's requests after [`ROUND_TRIP`].
fn slow_server() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            std::thread::spawn(move || {
                let mut request = [0; 4096];
                while let Ok(1..) = stream.read(&mut request) {
                    std::thread::sleep(ROUND_TRIP);
                    let status = if request.starts_with(b"OPTIONS") { "405 No" } else { "200 OK" };
                    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\n{{}}");
                    if stream.write_all(answer.as_bytes()).is_err() {
                        return;
                    }
                }
            });
        }
    });
    address
}

fn run(arguments: &[&str]) {
    assert_eq!(exit_code(arguments), Some(0), "{arguments:?}");
}

fn exit_code(arguments: &[&str]) -> Option<i32> {
    let status = Command::new(env!("CARGO_BIN_EXE_preflight"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program runs");
    status.code()
}

#[divan::bench(sample_count = 50)]
fn start() {
    run(&["--version"]);
}

/// A policy with two kinds of origins and something in every list, as each target's configuration.
#[divan::bench(sample_count = 20, args = targets())]
fn generate(target: &str) {
    run(&[
        "generate",
        target,
        "--allow-approximate",
        "--allow-origin=https://app.example.com",
        "--allow-origin=https://*.example.org",
        "--allow-method=PUT",
        "--allow-header=content-type",
        "--expose-header=x-request-id",
        "--max-age=10m",
        "--allow-credentials",
    ]);
}

fn targets() -> impl Iterator<Item = &'static str> {
    TARGETS.iter().filter(|target| target.generator.is_some()).map(|target| target.id)
}

#[divan::bench(sample_count = 50)]
fn check_of_one_url(bencher: Bencher<'_, '_>) {
    let url = format!("http://{}/", server());
    bencher.bench_local(|| run(&["check", &url]));
}

#[divan::bench(sample_count = 50)]
fn the_same_exchange_by_hand(bencher: Bencher<'_, '_>) {
    let address = server();
    bencher.bench_local(|| {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: x\r\nOrigin: http://localhost:3000\r\n\r\n")
            .expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        answer
    });
}

/// The preflight, the probes that tell its causes apart, and those that these ask for: three round trips.
#[divan::bench(sample_count = 20)]
fn blocked_check_in_round_trips_of_50_ms(bencher: Bencher<'_, '_>) {
    let url = format!("http://{}/", slow_server());
    bencher.bench_local(|| assert_eq!(exit_code(&["check", &url, "-X", "PUT"]), Some(1)));
}
