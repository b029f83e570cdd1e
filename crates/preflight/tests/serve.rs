use crate::program::{Run, preflight, run};
use crate::raw_server::{RawServer, ok};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// The longest that anything here may take.
const PATIENCE: Duration = Duration::from_secs(30);

const APP: &str = "https://app.example.com";

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("preflight-serve-{}-{count}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(folder.join("deep/below")).expect("a folder");
        Self(folder)
    }

    /// Writes `preflight.toml`.
    fn config(&self, text: &str) {
        // As editors do: the file is never half there.
        let fresh = self.0.join("fresh");
        fs::write(&fresh, text).expect("written");
        fs::rename(fresh, self.0.join("preflight.toml")).expect("moved");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A policy for one origin, in front of `upstream`.
fn config(upstream: &RawServer, origin: &str) -> String {
    format!(
        "[[policy]]\nallow_origins = ['{origin}']\nallow_methods = ['PUT']\n\n\
         [gateway]\nlisten = '127.0.0.1:0'\nadmin = '127.0.0.1:0'\nupstream = '{}'\n",
        upstream.url("")
    )
}

/// `preflight serve` while it runs. It is killed where a test fails.
struct Serve {
    child: Child,
    said: Arc<(Mutex<String>, Condvar)>,
}

impl Serve {
    fn new(folder: &Path, args: &[&str]) -> Self {
        let mut child =
            preflight().arg("serve").args(args).current_dir(folder).spawn().expect("it");
        let said = Arc::<(Mutex<String>, Condvar)>::default();
        let (lines, theirs) = (child.stderr.take().expect("standard error"), Arc::clone(&said));
        thread::spawn(move || {
            for line in BufReader::new(lines).lines().map_while(Result::ok) {
                *theirs.0.lock().expect("what was said") += &format!("{line}\n");
                theirs.1.notify_all();
            }
        });
        Self { child, said }
    }

    /// Waits until it has said this; returns everything said.
    #[track_caller]
    fn says(&self, text: &str) -> String {
        let said = self.said.0.lock().expect("what was said");
        let has_not = |said: &mut String| !said.contains(text);
        let (said, waited) =
            self.said.1.wait_timeout_while(said, PATIENCE, has_not).expect("what was said");
        assert!(!waited.timed_out(), "`{text}` is not in\n{said}");
        said.clone()
    }

    /// The address behind `word` in what it says at the start.
    fn address(&self, word: &str) -> String {
        let said = self.says(&format!("{word} http://"));
        let (_, rest) = said.split_once(&format!("{word} http://")).expect("an address");
        rest.split_whitespace().next().expect("an address").to_owned()
    }

    fn ask(&self, request: &str) -> String {
        ask(&self.address("listens"), request)
    }

    /// Whether a preflight for a `PUT` from `origin` is allowed.
    fn allows(&self, origin: &str) -> bool {
        let answer = self.ask(&format!(
            "OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\n\
             Access-Control-Request-Method: PUT\r\nConnection: close\r\n\r\n"
        ));
        let granted = answer.contains(&format!("\r\naccess-control-allow-origin: {origin}\r\n"));
        assert_eq!(granted, answer.starts_with("HTTP/1.1 204 "), "{answer}");
        assert_eq!(!granted, answer.starts_with("HTTP/1.1 403 "), "{answer}");
        granted
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().expect("kill").success());
    }

    /// Ends it; returns what it said.
    fn end(mut self) -> String {
        self.signal("-TERM");
        self.ended()
    }

    fn ended(&mut self) -> String {
        let begun = Instant::now();
        while self.child.try_wait().expect("a status").is_none() {
            assert!(begun.elapsed() < PATIENCE, "it does not end");
            thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(self.child.wait().expect("a status").code(), Some(0));
        self.said.0.lock().expect("what was said").clone()
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        // It has ended, or the test has failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    stream
}

/// Sends this, and reads to the end of the connection.
fn ask(address: &str, request: &str) -> String {
    let mut stream = connect(address);
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn get(path: &str, host: &str, origin: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nConnection: close\r\n\r\n")
}

fn upstream() -> RawServer {
    RawServer::answering(|_| Some(ok("hello")))
}

#[test]
fn flags_say_everything() {
    let (folder, upstream) = (Folder::new(), upstream());
    let url = upstream.url("");
    let serve = Serve::new(
        &folder.0,
        &[
            "--upstream",
            &url,
            "--listen",
            "127.0.0.1:0",
            "--allow-origin",
            APP,
            "--allow-method",
            "PUT",
            "--allow-credentials",
            "--access-log",
            "access.log",
            "--access-log-format",
            "text",
            "--threads",
            "1",
        ],
    );
    let said = serve.says("allows");
    assert!(said.contains(&format!("forwards everything to {url}\n")), "{said}");
    assert!(said.ends_with(&format!("  allows {APP} with credentials; PUT\n")), "{said}");
    assert!(serve.allows(APP) && !serve.allows("https://evil.example"));
    assert_eq!(upstream.heads().len(), 0);

    let answer = serve.ask(&get("/a?b", "x", APP));
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nhello"),
        "{answer}"
    );
    assert!(answer.contains(&format!("\r\naccess-control-allow-origin: {APP}\r\n")), "{answer}");
    // The upstream's own `*` is gone.
    let answer = serve.ask(&get("/a?b", "x", "https://evil.example"));
    assert!(!answer.contains("access-control-"), "{answer}");

    serve.end();
    let log = fs::read_to_string(folder.0.join("access.log")).expect("the log");
    let verdicts: Vec<_> = log.lines().map(|line| line.split(' ').nth(11).expect("it")).collect();
    let expected = ["preflight-allowed", "origin-not-listed", "allowed", "origin-not-listed"];
    assert_eq!(verdicts, expected, "{log}");
}

#[test]
fn the_file_is_found_above_and_read_again_on_a_signal() {
    let (folder, upstream) = (Folder::new(), upstream());
    folder.config(&config(&upstream, APP));
    let serve = Serve::new(&folder.0.join("deep/below"), &[]);
    assert!(serve.allows(APP));

    folder.config(&config(&upstream, "https://new.example.com"));
    serve.signal("-HUP");
    serve.says("note: the new configuration is in force");
    assert!(serve.allows("https://new.example.com") && !serve.allows(APP));

    // Everything that is wrong is said, and the old one stays.
    let wrong = config(&upstream, "https://wrong.example.com/").replace("upstream", "uptsream");
    folder.config(&wrong);
    serve.signal("-HUP");
    let said = serve.says("error: the new configuration is wrong; the old one stays in force");
    for part in
        ["error[trailing-slash]", "preflight.toml:2:", "error[unknown-key]", "preflight.toml:8:1"]
    {
        assert!(said.contains(part), "`{part}` is not in\n{said}");
    }
    assert!(serve.allows("https://new.example.com"));

    let metrics = ask(&serve.address("admin"), &get("/metrics", "x", "http://x"));
    assert!(metrics.contains("preflight_reloads_total{result=\"applied\"} 1\n"), "{metrics}");
    assert!(metrics.contains("preflight_reloads_total{result=\"refused\"} 1\n"), "{metrics}");
    serve.end();
}

#[test]
fn a_changed_file_is_read_again_without_a_signal() {
    let (folder, upstream) = (Folder::new(), upstream());
    folder.config(&config(&upstream, APP));
    let serve = Serve::new(&folder.0, &[]);
    assert!(serve.allows(APP));
    let moved = config(&upstream, "https://new.example.com").replace("127.0.0.1:0", "127.0.0.1:1");
    folder.config(&moved);
    let said = serve.says("note: the new configuration is in force");
    assert!(serve.allows("https://new.example.com") && !serve.allows(APP));
    // What only a restart can change is said.
    assert!(
        said.contains("`listen` is another now, which takes effect at the next start"),
        "{said}"
    );
    serve.end();
}

#[test]
fn requests_under_way_are_answered_before_the_end() {
    let folder = Folder::new();
    let gate = Arc::<(Mutex<bool>, Condvar)>::default();
    let theirs = Arc::clone(&gate);
    let upstream = RawServer::answering(move |_| {
        let is_shut = theirs.0.lock().expect("the gate");
        drop(theirs.1.wait_timeout_while(is_shut, PATIENCE, |is_open| !*is_open));
        Some(ok("late"))
    });
    folder.config(&config(&upstream, APP));
    let mut serve = Serve::new(&folder.0, &[]);
    let address = serve.address("listens");
    let mut under_way = connect(&address);
    under_way.write_all(get("/", "x", APP).as_bytes()).expect("sent");
    let begun = Instant::now();
    while upstream.heads().is_empty() {
        assert!(begun.elapsed() < PATIENCE, "the request does not arrive");
        thread::sleep(Duration::from_millis(5));
    }

    serve.signal("-TERM");
    // No new connection is accepted from some moment on.
    while TcpStream::connect(&address).is_ok() {
        assert!(begun.elapsed() < PATIENCE, "it still listens");
        thread::sleep(Duration::from_millis(5));
    }
    assert!(serve.child.try_wait().expect("a status").is_none());
    *gate.0.lock().expect("the gate") = true;
    gate.1.notify_all();
    let mut answer = String::new();
    under_way.read_to_string(&mut answer).expect("an answer");
    assert!(answer.ends_with("\r\n\r\nlate"), "{answer}");
    serve.ended();
}

#[test]
fn who_is_in_a_hurry_asks_twice() {
    let folder = Folder::new();
    let upstream = RawServer::answering(|_| {
        thread::sleep(PATIENCE);
        None
    });
    folder.config(&config(&upstream, APP));
    let mut serve = Serve::new(&folder.0, &[]);
    let mut under_way = connect(&serve.address("listens"));
    under_way.write_all(get("/", "x", APP).as_bytes()).expect("sent");
    let begun = Instant::now();
    while upstream.heads().is_empty() {
        assert!(begun.elapsed() < PATIENCE, "the request does not arrive");
        thread::sleep(Duration::from_millis(5));
    }
    serve.signal("-INT");
    while TcpStream::connect(serve.address("listens")).is_ok() {
        thread::sleep(Duration::from_millis(5));
    }
    serve.signal("-INT");
    serve.ended();
}

#[test]
fn the_development_mode_allows_this_machine_and_explains() {
    let (folder, upstream) = (Folder::new(), upstream());
    let url = upstream.url("");
    let serve = Serve::new(&folder.0, &["--dev", "--upstream", &url, "--listen", "127.0.0.1:0"]);
    for origin in ["http://localhost:5173", "https://app.localhost", "http://[::1]:3000"] {
        assert!(serve.allows(origin), "{origin}");
    }
    for origin in ["https://evil.example", "null", "http://localhost.evil.example"] {
        assert!(!serve.allows(origin), "{origin}");
    }
    let said = serve.says("to allow it: --allow-origin https://evil.example\n");
    assert!(
        said.contains("allowed   preflight for PUT / from http://localhost:5173: 204\n"),
        "{said}"
    );
    // A page that points its own name here is not served.
    let answer = serve.ask(&get("/secret", "evil.example", "http://evil.example"));
    assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
    serve.says("--dev answers for localhost and addresses");
    assert_eq!(upstream.heads().len(), 0);
    let answer = serve.ask(&get("/", "app.localhost:8080", "http://localhost:5173"));
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let said = serve.end();
    let table = said.split_once("times  verdict").expect("the table").1;
    assert!(table.contains("allowed  PUT /    http://localhost:5173"), "{table}");
    assert!(table.contains("refused  PUT /    https://evil.example"), "{table}");
}

/// It ends at once, says all that is wrong, and has opened nothing.
#[test]
fn what_is_wrong_is_said_before_anything_is_opened() {
    let folder = Folder::new();
    let serve = |args: &[&str]| -> Run {
        run(preflight().arg("serve").args(args).current_dir(&folder.0), None)
    };
    let nothing = serve(&[]);
    nothing.ends(2, "there is no server to forward to");
    nothing.ends(2, "nobody is allowed to call it");
    serve(&["--upstream", "localhost:3000"]).ends(2, "write `http://localhost:3000`");
    serve(&["--listen", "8080"]).ends(2, "write `127.0.0.1:8080`");
    serve(&["--upstream", "http://127.0.0.1:1", "--allow-origin", "https://a.example/"])
        .ends(2, "error[trailing-slash]");
    let open = ["--dev", "--upstream", "http://127.0.0.1:1", "--listen", "0.0.0.0:8080"];
    serve(&open).ends(2, "listens on this machine only");
    let any = ["--dev", "--upstream", "http://127.0.0.1:1", "--allow-origin", "*"];
    serve(&any).ends(2, "any origin with credentials");
    let itself = ["--dev", "--upstream", "http://localhost:8080"];
    serve(&itself).ends(2, "it would forward to itself");
    serve(&["--config", "nowhere.toml"]).ends(2, "`nowhere.toml` cannot be read");
    serve(&["--config", "-"]).ends(2, "read again when it changes");

    folder.config(
        "[[policy]]\nallow_origins = ['null']\n[gateway]\nlisten = 1\nthread = 2\n[gateway.tls]\n",
    );
    let file = serve(&[]);
    for id in ["null-origin", "wrong-type", "unknown-key", "missing-key"] {
        file.ends(2, &format!("error[{id}]"));
    }
    folder.config(
        "[[policy]]\nallow_origins = ['*']\n[gateway]\nupstream = 'http://a'\nlisten = '127.0.0.1:0'\n\
         [gateway.tls]\ncertificate = 'none.pem'\nkey = 'none.pem'\n",
    );
    serve(&[]).ends(2, "none.pem` cannot be read");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let taken =
        ["--dev", "--upstream", "http://127.0.0.1:1", "--listen", &address, "--config", "x.toml"];
    fs::write(folder.0.join("x.toml"), "").expect("written");
    serve(&taken).ends(2, &format!("`{address}` cannot be listened on"));
}
