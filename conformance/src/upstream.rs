//! An application of a few lines, and a client that keeps its connection: HTTP/1.1 for tests of what
//! stands between the two.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A message's first line, header lines with names in lower case, and body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `GET / HTTP/1.1`, or `HTTP/1.1 200 OK`.
    pub first: String,
    /// The header lines.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Message {
    /// The second word of the first line: a request's target, a response's status.
    #[must_use]
    pub fn second_word(&self) -> &str {
        self.first.split(' ').nth(1).unwrap_or_default()
    }

    /// A request's method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.first.split(' ').next().unwrap_or_default()
    }

    /// A response's status; 0 where there is none.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.second_word().parse().unwrap_or_default()
    }

    /// The first value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// What the application answers.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// After how long.
    pub after: Duration,
    /// The status.
    pub status: u16,
    /// Header lines besides `Content-Length`.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

/// An application that runs until it is dropped: its connections break off then.
#[derive(Debug)]
pub struct Upstream {
    /// Where it listens.
    pub address: SocketAddr,
    requests: Arc<AtomicUsize>,
    _running: JoinSet<()>,
}

impl Upstream {
    /// Starts it on a free port.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn start(
        answer: impl Fn(&Message) -> Answer + Send + Sync + 'static,
    ) -> io::Result<Self> {
        Self::start_at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), answer).await
    }

    /// Starts it on this port.
    ///
    /// # Errors
    /// Where it is taken.
    pub async fn start_at(
        address: SocketAddr,
        answer: impl Fn(&Message) -> Answer + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (answer, requests) = (Arc::new(answer), Arc::new(AtomicUsize::new(0)));
        let mut running = JoinSet::new();
        let counted = Arc::clone(&requests);
        running.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, counted) = (Arc::clone(&answer), Arc::clone(&counted));
                connections.spawn(async move {
                    let mut connection = Connection::over(stream);
                    while let Ok(Some(request)) = connection.read().await {
                        counted.fetch_add(1, Ordering::Relaxed);
                        let answer = answer(&request);
                        tokio::time::sleep(answer.after).await;
                        if connection.respond(&request, &answer).await.is_err() {
                            break;
                        }
                    }
                });
                while connections.try_join_next().is_some() {}
            }
        });
        Ok(Self { address, requests, _running: running })
    }

    /// How many requests it got.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

/// One end of a connection.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// As the system says.
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self::over(stream))
    }

    fn over(stream: TcpStream) -> Self {
        Self { stream, buffer: Vec::new() }
    }

    /// Sends a request, `GET /` and lines, and reads the response.
    ///
    /// # Errors
    /// Where the connection ends before the response does.
    pub async fn ask(&mut self, request: &str) -> io::Result<Message> {
        let (first, lines) = request.split_once('\n').unwrap_or((request, ""));
        let mut text = format!("{first} HTTP/1.1\r\nHost: gateway.test\r\n");
        for line in lines.lines() {
            text += &format!("{line}\r\n");
        }
        self.send(format!("{text}\r\n").as_bytes()).await?;
        self.read().await?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// Sends bytes as they are.
    ///
    /// # Errors
    /// As the system says.
    pub async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// The next message; `None` where the connection ends before it begins.
    ///
    /// # Errors
    /// Where it ends within it, or what comes is none.
    pub async fn read(&mut self) -> io::Result<Option<Message>> {
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                let begun = !self.buffer.is_empty();
                return if begun { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(None) };
            }
        };
        let head = String::from_utf8_lossy(&self.buffer[..end - 4]).into_owned();
        let mut lines = head.split("\r\n");
        let first = lines.next().unwrap_or_default().to_owned();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            (name.to_ascii_lowercase(), value.trim().to_owned())
        });
        let mut message = Message { first, headers: headers.collect(), body: Vec::new() };
        let length = message.header("content-length").map_or(Ok(0), str::parse::<usize>);
        let length = length.map_err(|_| io::ErrorKind::InvalidData)?;
        while self.buffer.len() < end + length {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        message.body = self.buffer[end..end + length].to_vec();
        self.buffer.drain(..end + length);
        Ok(Some(message))
    }

    /// In one piece: it comes whole or not at all.
    async fn respond(&mut self, request: &Message, answer: &Answer) -> io::Result<()> {
        let mut text = format!("HTTP/1.1 {} Reason\r\n", answer.status);
        for (name, value) in &answer.headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += &format!("content-length: {}\r\n\r\n", answer.body.len());
        if request.method() != "HEAD" {
            text += &answer.body;
        }
        self.stream.write_all(text.as_bytes()).await
    }
}
