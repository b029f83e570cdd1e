//! What the program adds of its own: its start, and a `check` against a loopback server that answers at
//! once, beside the same exchange by hand. `cargo bench -p preflight`; compare the medians.

use divan::Bencher;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};

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

fn run(arguments: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_preflight"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program runs");
    assert!(status.success(), "{arguments:?} ended with {status}");
}

#[divan::bench(sample_count = 50)]
fn start() {
    run(&["--version"]);
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
