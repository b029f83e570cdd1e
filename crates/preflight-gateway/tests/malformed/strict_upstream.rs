//! An upstream that reads strictly what it gets, and keeps it; what it answers may be anything.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What came over a connection.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Got {
    /// A request, complete.
    Request {
        /// As it came.
        method: String,
        /// As it came.
        target: String,
        /// Without its framing.
        body: Vec<u8>,
    },
    /// The beginning of one: the connection ended.
    BrokenOff,
    /// What two servers could read in two ways, or none could read: why.
    Ambiguous(String),
}

/// Answers each request by its target, on connections that it keeps; `/attack` by what it is told.
pub(crate) struct StrictUpstream {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    got: Mutex<Vec<Got>>,
    attack: Mutex<Vec<u8>>,
}

impl StrictUpstream {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared::default());
        let kept = Arc::clone(&shared);
        // Ends with the process.
        std::thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let shared = Arc::clone(&kept);
                std::thread::spawn(move || {
                    Connection { stream, buffer: Vec::new() }.serve(&shared);
                });
            }
        });
        Self { address, shared }
    }

    /// Forgets what came so far.
    pub(crate) fn forget(&self) {
        self.shared.got.lock().expect("unpoisoned").clear();
    }

    /// What it answers to `/attack` from now on.
    pub(crate) fn attack(&self, response: &[u8]) {
        *self.shared.attack.lock().expect("unpoisoned") = response.to_vec();
    }

    /// What came so far.
    pub(crate) fn got(&self) -> Vec<Got> {
        self.shared.got.lock().expect("unpoisoned").clone()
    }
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn serve(mut self, shared: &Shared) {
        loop {
            let next = match self.request() {
                Ok(Some(request)) => request,
                Ok(None) => return,
                Err(got) => got,
            };
            shared.got.lock().expect("unpoisoned").push(next.clone());
            let Got::Request { method, target, .. } = next else { return };
            if target == "/attack" {
                let response = shared.attack.lock().expect("unpoisoned").clone();
                if self.stream.write_all(&response).is_err() {
                    return;
                }
                continue;
            }
            let body = if method == "HEAD" { "" } else { &target };
            let length = target.len();
            let response = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
            if self.stream.write_all(response.as_bytes()).is_err() {
                return;
            }
        }
    }

    /// The next request; `None` where the connection ends before one begins.
    fn request(&mut self) -> Result<Option<Got>, Got> {
        let head = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break self.take(at + 4);
            }
            if !self.fill() {
                return if self.buffer.is_empty() { Ok(None) } else { Err(Got::BrokenOff) };
            }
        };
        let head = Head::read(&head[..head.len() - 4]).map_err(Got::Ambiguous)?;
        let body = match head.framing {
            Framing::Length(length) => self.exactly(length)?,
            Framing::Chunked => self.chunks()?,
        };
        Ok(Some(Got::Request { method: head.method, target: head.target, body }))
    }

    fn chunks(&mut self) -> Result<Vec<u8>, Got> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let is_size = !line.is_empty() && line.iter().all(u8::is_ascii_hexdigit);
            let size = std::str::from_utf8(&line).ok().filter(|_| is_size);
            let size = size.and_then(|digits| usize::from_str_radix(digits, 16).ok());
            let Some(size) = size else {
                return Err(Got::Ambiguous(format!("the chunk size {}", line.escape_ascii())));
            };
            if size == 0 {
                break;
            }
            body.extend(self.exactly(size)?);
            if self.exactly(2)? != b"\r\n" {
                return Err(Got::Ambiguous("a chunk without an end".to_owned()));
            }
        }
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(body);
            }
            let (name, _) = field(&line).map_err(Got::Ambiguous)?;
            if ["content-length", "transfer-encoding", "host"].contains(&name.as_str()) {
                return Err(Got::Ambiguous(format!("the trailer {name}")));
            }
        }
    }

    fn line(&mut self) -> Result<Vec<u8>, Got> {
        loop {
            if let Some(at) = self.buffer.windows(2).position(|two| two == b"\r\n") {
                let mut line = self.take(at + 2);
                line.truncate(at);
                return Ok(line);
            }
            if !self.fill() {
                return Err(Got::BrokenOff);
            }
        }
    }

    fn exactly(&mut self, length: usize) -> Result<Vec<u8>, Got> {
        while self.buffer.len() < length {
            if !self.fill() {
                return Err(Got::BrokenOff);
            }
        }
        Ok(self.take(length))
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        let rest = self.buffer.split_off(length);
        std::mem::replace(&mut self.buffer, rest)
    }

    fn fill(&mut self) -> bool {
        let mut bytes = [0; 16384];
        match self.stream.read(&mut bytes) {
            Ok(count @ 1..) => {
                self.buffer.extend_from_slice(&bytes[..count]);
                true
            }
            _ => false,
        }
    }
}

struct Head {
    method: String,
    target: String,
    framing: Framing,
}

enum Framing {
    Length(usize),
    Chunked,
}

impl Head {
    fn read(head: &[u8]) -> Result<Self, String> {
        let shown = || head.escape_ascii().to_string();
        let mut lines = head.split(|&b| b == b'\n').map(|l| l.strip_suffix(b"\r").unwrap_or(l));
        let bare = head.windows(2).any(|two| two[1] == b'\n' && two[0] != b'\r')
            || head.split(|&b| b == b'\n').any(|l| {
                let l = l.strip_suffix(b"\r").unwrap_or(l);
                l.contains(&b'\r')
            });
        if bare || head.contains(&0) {
            return Err(format!("a bare line end or a NUL in {}", shown()));
        }
        let first = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
        let words: Vec<&str> = first.split(' ').collect();
        let [method, target, "HTTP/1.1"] = words[..] else { return Err(format!("`{first}`")) };
        let fields = lines.map(field).collect::<Result<Vec<_>, _>>()?;
        let values = |name: &str| {
            let of = fields.iter().filter(move |(n, _)| n == name);
            of.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
        };
        let framing = match (&values("content-length")[..], &values("transfer-encoding")[..]) {
            ([], []) => Framing::Length(0),
            ([], ["chunked"]) => Framing::Chunked,
            ([length], []) if length.bytes().all(|b| b.is_ascii_digit()) => {
                Framing::Length(length.parse().map_err(|_| shown())?)
            }
            _ => return Err(format!("two framings, or none that is clear: {}", shown())),
        };
        if values("host").len() != 1 || values("upgrade").contains(&"h2c") {
            return Err(format!("no host, two of them, or h2c: {}", shown()));
        }
        Ok(Self { method: method.to_owned(), target: target.to_owned(), framing })
    }
}

/// Name in lower case, and value.
fn field(line: &[u8]) -> Result<(String, String), String> {
    let wrong = || format!("the line {}", line.escape_ascii());
    let colon = line.iter().position(|&b| b == b':').ok_or_else(wrong)?;
    let (name, value) = (&line[..colon], &line[colon + 1..]);
    let is_token = |b: &u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(b);
    if name.is_empty() || !name.iter().all(is_token) {
        return Err(wrong());
    }
    let value = String::from_utf8_lossy(value.trim_ascii()).into_owned();
    Ok((String::from_utf8_lossy(name).to_ascii_lowercase(), value))
}
