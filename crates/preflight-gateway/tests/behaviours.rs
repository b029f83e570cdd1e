//! The table of a CORS server's behaviours, played by the gateway over sockets: requests as bytes, and
//! an upstream that counts what reaches it.

use casebook::behaviours::{Failure, Head, Seen, Subject, Table, Upstream, play};
use preflight_gateway::Gateway;
use preflight_gateway::record::{Observer, Record};
use preflight_gateway::settings::{
    Admission, Balance, Group, Host, Listener, Outcome, Protocol, Route, Settings, TimeLimits,
    Upstream as Target,
};
use preflight_policy::{Policies, PolicyConfig, Problems, Ruling};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const BODY: &str = "the application's";
/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOPBACK: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A gateway, and the application behind it.
struct Fronted {
    gateway: Gateway,
    policies: Arc<Policies>,
    application: Application,
    told: Receiver<(Ruling, Option<Ruling>)>,
}

impl Subject for Fronted {
    const BRINGS: &'static [&'static str] = &[
        "cache-control",
        "connection",
        "content-length",
        "content-type",
        "date",
        "proxy-status",
        "retry-after",
    ];
    const IS_PROXY: bool = true;

    fn start(policies: &[PolicyConfig]) -> Result<Self, Problems> {
        let policies = Arc::new(Policies::new(policies)?.0);
        let application = Application::start();
        let (tell, told) = channel();
        let settings = Settings {
            listeners: vec![Listener { address: LOOPBACK, tls: None }],
            policies: Arc::clone(&policies),
            ..Settings::default()
        };
        let observer = Arc::new(Told(Mutex::new(tell)));
        let gateway = Gateway::start(settings, NonZero::new(1), observer).expect("the gateway");
        Ok(Self { gateway, policies, application, told })
    }

    fn reload(&mut self, policies: &[PolicyConfig]) -> Result<Problems, Problems> {
        let (policies, notes) = Policies::new(policies)?;
        self.policies = Arc::new(policies);
        Ok(notes)
    }

    fn ask(&mut self, request: &Head, upstream: &Upstream) -> Seen {
        self.gateway.replace(self.settings(upstream));
        let before = self.application.behave(upstream);
        while self.told.try_recv().is_ok() {}
        let response = exchange(self.gateway.addresses()[0], request);
        let (head, body) = parsed(&response);
        let status = head.first.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        // What hyper refuses unread is told to nobody.
        let unread = status == 431 || (status == 400 && body.is_empty());
        let patience = if unread { Duration::ZERO } else { PATIENCE };
        let reached = self.application.count() - before;
        if reached == 1 && status != 204 && status != 304 && request.method() != "HEAD" {
            let passed_on = matches!(upstream, Upstream::Answers(_));
            assert!(!passed_on || body == BODY.as_bytes(), "the body is passed on as it is");
        }
        Seen {
            status,
            headers: head.lines,
            body,
            reached,
            rulings: self.told.recv_timeout(patience).ok(),
        }
    }
}

impl Fronted {
    /// With the policies in force, in front of an application that behaves so.
    fn settings(&self, upstream: &Upstream) -> Settings {
        let address = match upstream {
            Upstream::Fails(Failure::Refuses) => nobody(),
            _ => self.application.address,
        };
        let target = Target {
            name: "the application".to_owned(),
            authority: address.to_string().parse().expect("an authority"),
            tls: None,
            protocol: Protocol::Http1,
            host: Host::Client,
        };
        let group = Group { upstreams: vec![Arc::new(target)], balance: Arc::new(TheOne) };
        let limited = *upstream == Upstream::Fails(Failure::Limited);
        Settings {
            listeners: vec![Listener { address: LOOPBACK, tls: None }],
            policies: Arc::clone(&self.policies),
            routes: vec![Route {
                prefix: "/".to_owned(),
                strip_prefix: false,
                group: Arc::new(group),
            }],
            admission: limited.then(|| Arc::new(Never) as Arc<dyn Admission>),
            times: TimeLimits { response_head: limit(upstream), ..TimeLimits::default() },
            ..Settings::default()
        }
    }
}

/// How long the gateway waits: not at all for those who will not answer.
fn limit(upstream: &Upstream) -> Duration {
    match upstream {
        Upstream::Fails(Failure::Silent) => Duration::from_millis(100),
        _ => PATIENCE,
    }
}

/// An address at which nobody listens.
fn nobody() -> SocketAddr {
    TcpListener::bind(LOOPBACK).expect("a free port").local_addr().expect("an address")
}

#[derive(Debug)]
struct TheOne;

impl Balance for TheOne {
    fn choose(&self, tried: &[usize]) -> Option<usize> {
        tried.is_empty().then_some(0)
    }

    fn ended(&self, _: usize, _: Outcome) {}
}

#[derive(Debug)]
struct Never;

impl Admission for Never {
    fn admit(&self, _: IpAddr, _: Instant) -> Result<(), Duration> {
        Err(Duration::from_secs(1))
    }
}

/// Hears of each request what was decided.
struct Told(Mutex<Sender<(Ruling, Option<Ruling>)>>);

impl Observer for Told {
    fn finished(&self, record: &Record<'_>) {
        // Who does not listen any more has seen enough.
        let _ = self.0.lock().expect("unpoisoned").send((record.ruling, record.shadow));
    }
}

/// The application: a server on a thread of its own, for one connection after the other.
struct Application {
    address: SocketAddr,
    shared: Arc<Behaviour>,
}

struct Behaviour {
    upstream: Mutex<Upstream>,
    requests: AtomicUsize,
}

impl Application {
    fn start() -> Self {
        let listener = TcpListener::bind(LOOPBACK).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let upstream = Mutex::new(Upstream::Fails(Failure::Closes));
        let shared = Arc::new(Behaviour { upstream, requests: AtomicUsize::new(0) });
        let weak = Arc::downgrade(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                // The test that it belongs to is over.
                let Some(behaviour) = weak.upgrade() else { break };
                behaviour.serve(stream.expect("a connection"));
            }
        });
        Self { address, shared }
    }

    /// What it does from now on, and how many requests came so far.
    fn behave(&self, upstream: &Upstream) -> usize {
        *self.shared.upstream.lock().expect("unpoisoned") = upstream.clone();
        self.count()
    }

    fn count(&self) -> usize {
        self.shared.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        // Wakes the thread, which then ends.
        self.shared = Arc::new(Behaviour {
            upstream: Mutex::new(Upstream::Fails(Failure::Closes)),
            requests: AtomicUsize::new(0),
        });
        drop(TcpStream::connect(self.address));
    }
}

impl Behaviour {
    /// Answers one request, however it behaves.
    fn serve(&self, stream: TcpStream) {
        let mut reader = BufReader::new(&stream);
        let (mut line, mut method) = (String::new(), String::new());
        while reader.read_line(&mut line).is_ok_and(|length| length > 2) {
            if method.is_empty() {
                method = line.split(' ').next().unwrap_or_default().to_owned();
            }
            line.clear();
        }
        if method.is_empty() {
            return;
        }
        self.requests.fetch_add(1, Ordering::SeqCst);
        let upstream = self.upstream.lock().expect("unpoisoned").clone();
        match upstream {
            Upstream::Answers(head) => respond(&stream, &method, &head),
            Upstream::Fails(Failure::Silent) => {
                // Until the gateway hangs up.
                let _ = reader.read(&mut [0]);
            }
            Upstream::Fails(Failure::Babbles) => {
                let _ = (&stream).write_all(b"SSH-2.0-babble\r\n\r\n");
            }
            Upstream::Fails(_) => {}
        }
    }
}

fn respond(mut stream: &TcpStream, method: &str, head: &Head) {
    use std::fmt::Write as _;
    let has_body = !matches!(head.status(), 204 | 304) && method != "HEAD";
    let mut text = format!("HTTP/1.1 {} Reason\r\n", head.status());
    for (name, value) in &head.lines {
        let _ = write!(text, "{name}: {value}\r\n");
    }
    if has_body {
        let _ = write!(text, "content-length: {}\r\n", BODY.len());
    }
    text.push_str("connection: close\r\n\r\n");
    if has_body {
        text.push_str(BODY);
    }
    stream.write_all(text.as_bytes()).expect("the gateway reads");
}

/// Sends a request as it stands, and reads to the end of the connection.
fn exchange(gateway: SocketAddr, request: &Head) -> Vec<u8> {
    let mut text = format!("{} HTTP/1.1\r\nHost: gateway.test\r\n", request.first).into_bytes();
    for (name, value) in &request.lines {
        text.extend(format!("{name}: {value}\r\n").bytes());
    }
    text.extend(b"Connection: close\r\n\r\n");
    let mut stream = TcpStream::connect(gateway).expect("the gateway accepts");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    // A head that is too large is answered before it is read to its end.
    let _ = stream.write_all(&text);
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    response
}

/// A response's first line and header lines, and its body.
fn parsed(response: &[u8]) -> (Head, Vec<u8>) {
    let end = response.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no head: {}", response.escape_ascii()));
    let head = String::from_utf8_lossy(&response[..end]).replace("\r\n", "\n");
    (Head::parse(&head), response[end + 4..].to_vec())
}

#[test]
fn every_behaviour_holds_over_sockets() {
    let wrong = play::<Fronted>(&Table::read());
    assert!(wrong.is_empty(), "{} are wrong\n{}", wrong.len(), wrong.join("\n\n"));
}
