use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use preflight_gateway::Gateway;
use preflight_gateway::record::{Observer, Record};
use preflight_gateway::settings::{
    Balance, Group, Host, Listener, Outcome, Protocol, Route, Settings, Upstream,
};

/// Nothing here takes a second; what takes this long hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// An upstream that does with each connection what it is told, and hands over what it received.
pub(crate) struct Fake {
    pub(crate) address: SocketAddr,
    received: Receiver<String>,
}

/// One connection of an upstream.
pub(crate) struct Line {
    pub(crate) stream: TcpStream,
    received: Sender<String>,
}

impl Fake {
    /// Runs `serve` for each connection, each in its own thread.
    pub(crate) fn new(serve: impl Fn(&mut Line) + Send + Sync + 'static) -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (received, receiver) = channel();
        let serve = Arc::new(serve);
        // Ends with the process: nobody connects after the test.
        thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
                let mut line = Line { stream, received: received.clone() };
                let serve = Arc::clone(&serve);
                thread::spawn(move || serve(&mut line));
            }
        });
        Fake { address, received: receiver }
    }

    /// Answers each request, whatever it is, with these bytes, on connections kept alive.
    pub(crate) fn answering(response: &'static str) -> Fake {
        Fake::new(move |line| {
            while line.read_head() {
                line.write(response);
            }
        })
    }

    /// What was received next: a head, or what a test handed over.
    pub(crate) fn received(&self) -> String {
        self.received.recv_timeout(PATIENCE).expect("the upstream received nothing")
    }

    /// Everything received until now.
    pub(crate) fn all_received(&self) -> Vec<String> {
        self.received.try_iter().collect()
    }
}

impl Line {
    /// Reads a head and hands it over; `false` where the connection ended instead.
    pub(crate) fn read_head(&mut self) -> bool {
        match self.read_until("\r\n\r\n") {
            Some(head) => {
                self.hand_over(head);
                true
            }
            None => false,
        }
    }

    /// Reads up to and with `end`.
    pub(crate) fn read_until(&mut self, end: &str) -> Option<String> {
        read_until(&mut self.stream, end)
    }

    /// Reads this many bytes.
    pub(crate) fn read_exact(&mut self, count: usize) -> String {
        let mut bytes = vec![0; count];
        self.stream.read_exact(&mut bytes).expect("more bytes");
        String::from_utf8(bytes).expect("text")
    }

    pub(crate) fn write(&mut self, bytes: &str) {
        // The gateway may have gone away: then the test sees it at the other end.
        let _ = self.stream.write_all(bytes.as_bytes());
    }

    pub(crate) fn hand_over(&self, text: String) {
        let _ = self.received.send(text);
    }
}

fn read_until(stream: &mut TcpStream, end: &str) -> Option<String> {
    let mut read = Vec::new();
    let mut byte = [0];
    while !read.ends_with(end.as_bytes()) {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        read.push(byte[0]);
    }
    Some(String::from_utf8_lossy(&read).into_owned())
}

/// A gateway with one thread.
pub(crate) struct World {
    pub(crate) gateway: Option<Gateway>,
    pub(crate) address: SocketAddr,
    /// What it told of its requests.
    pub(crate) told: Arc<Told>,
}

/// Remembers requests in one line each.
#[derive(Default)]
pub(crate) struct Told(Mutex<Vec<String>>);

impl Told {
    /// The lines until now.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no panic").clone()
    }
}

impl Observer for Told {
    fn finished(&self, record: &Record<'_>) {
        let line = format!(
            "{} {} {} {} {} to {}, failure {}, {} bytes",
            record.method,
            record.target,
            record.version == http::Version::HTTP_2,
            record.ruling,
            record.status.as_u16(),
            record.upstream.map_or("nobody", |_| "an upstream"),
            record.failure.map_or("none", |failure| failure.label()),
            record.sent,
        );
        assert!(record.to_first_byte <= record.duration && record.peer.ip().is_loopback());
        self.0.lock().expect("no panic").push(line);
    }
}

impl World {
    /// One that passes everything on to `upstreams` in turn.
    pub(crate) fn new(upstreams: &[SocketAddr]) -> World {
        World::with(settings(upstreams))
    }

    pub(crate) fn with(settings: Settings) -> World {
        let observer = Arc::new(Told::default());
        let told = Arc::clone(&observer);
        let gateway = Gateway::start(settings, NonZero::new(1), observer).expect("a gateway");
        let address = gateway.addresses()[0];
        World { gateway: Some(gateway), address, told }
    }

    pub(crate) fn connect(&self) -> Browser {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        Browser { stream }
    }

    /// Sends these bytes and reads until the connection ends.
    pub(crate) fn ask(&self, request: &str) -> String {
        let mut browser = self.connect();
        browser.write(request);
        browser.read_to_end()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(gateway) = self.gateway.take() {
            gateway.stop();
            gateway.wait().expect("no thread failed");
        }
    }
}

/// Settings that pass everything on to these in turn.
pub(crate) fn settings(upstreams: &[SocketAddr]) -> Settings {
    Settings {
        listeners: vec![Listener { address: "127.0.0.1:0".parse().expect("one"), tls: None }],
        routes: vec![route("/", upstreams)],
        ..Settings::default()
    }
}

pub(crate) fn route(prefix: &str, upstreams: &[SocketAddr]) -> Route {
    let count = upstreams.len();
    let upstreams = upstreams
        .iter()
        .map(|address| {
            Arc::new(Upstream {
                name: format!("http://{address}"),
                authority: address.to_string().parse().expect("an authority"),
                tls: None,
                protocol: Protocol::Http1,
                host: Host::Client,
            })
        })
        .collect();
    let balance = Arc::new(InTurn { count, ..InTurn::default() });
    let group = Arc::new(Group { upstreams, balance });
    Route { prefix: prefix.to_owned(), strip_prefix: false, group }
}

/// One after the other; remembers how each exchange ended.
#[derive(Debug, Default)]
pub(crate) struct InTurn {
    count: usize,
    next: AtomicUsize,
    ended: Mutex<Vec<(usize, Outcome)>>,
}

impl Balance for InTurn {
    fn choose(&self, tried: &[usize]) -> Option<usize> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        (0..self.count).map(|step| (turn + step) % self.count).find(|at| !tried.contains(at))
    }

    fn ended(&self, index: usize, outcome: Outcome) {
        self.ended.lock().expect("no panic").push((index, outcome));
    }
}

/// A client that says exactly what it is told.
pub(crate) struct Browser {
    pub(crate) stream: TcpStream,
}

impl Browser {
    pub(crate) fn write(&mut self, bytes: &str) {
        self.stream.write_all(bytes.as_bytes()).expect("the gateway reads");
    }

    /// No more will be written.
    pub(crate) fn end(&mut self) {
        self.stream.shutdown(Shutdown::Write).expect("open");
    }

    pub(crate) fn read_until(&mut self, end: &str) -> String {
        read_until(&mut self.stream, end).expect("more bytes before the end")
    }

    pub(crate) fn read_exact(&mut self, count: usize) -> String {
        let mut bytes = vec![0; count];
        self.stream.read_exact(&mut bytes).expect("more bytes");
        String::from_utf8(bytes).expect("text")
    }

    /// Everything until the connection ends, however it ends.
    pub(crate) fn read_to_end(&mut self) -> String {
        let mut read = Vec::new();
        match self.stream.read_to_end(&mut read) {
            Ok(_) => {}
            Err(error) => assert_ne!(error.kind(), ErrorKind::WouldBlock, "it hangs: {read:?}"),
        }
        String::from_utf8_lossy(&read).into_owned()
    }
}

/// The lines of a head after the first, sorted, without those that differ at each run.
pub(crate) fn fields(head: &str) -> Vec<String> {
    let lines = head.split("\r\n").skip(1).take_while(|line| !line.is_empty());
    let varying = ["date: ", "cdn-loop: "];
    let mut fields: Vec<String> = lines
        .filter(|line| !varying.iter().any(|name| line.starts_with(name)))
        .map(str::to_owned)
        .collect();
    fields.sort();
    fields
}

/// The first line of a message.
pub(crate) fn first_line(message: &str) -> &str {
    message.split("\r\n").next().unwrap_or_default()
}
