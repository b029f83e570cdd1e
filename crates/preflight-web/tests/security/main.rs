//! The page can make this machine send requests, so others will try to be the page. Each test is one of
//! them: it writes bytes to the workbench's socket as they would.

/// What a browser is told with every response.
mod answers;
/// What is too much, too deep or too slow.
mod bounds;
/// What can be had of the disk.
mod files;
/// Whose name was asked for: DNS rebinding.
mod names;
/// Whose page asks.
mod pages;
/// What this machine may be made to ask.
mod reach;
/// Where the page stands that sends with the user's browser.
mod stands;
/// Who has the token.
mod token;
/// What the page from which the browser tries requests has, and who may frame it.
mod try_frame;

use preflight_web::{Settings, Workbench};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

const TOKEN: &str = "sixteen-letters-or-more";

/// A request that the page itself sends, but for what a test says about it.
const ABOUT: &str = "GET /api/about HTTP/1.1";

/// Longer than the workbench has patience with anybody.
const LONG: Duration = Duration::from_secs(40);

/// A workbench on a free port, with the page's files from the sources.
async fn open() -> Workbench {
    open_with(assets()).await
}

async fn open_with(assets: PathBuf) -> Workbench {
    let settings = Settings {
        listen: (Ipv4Addr::LOCALHOST, 0).into(),
        hosts: Vec::new(),
        token: TOKEN.parse().expect("a token"),
        assets: Some(assets),
        private_targets: true,
    };
    Workbench::open(settings).await.expect("a free port")
}

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets")
}

/// What came back.
#[derive(Debug)]
struct Answer {
    /// 0 where the connection was closed without a word.
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let pair = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        };
        let headers = lines.filter_map(pair).collect();
        Self { status: status.unwrap_or(0), headers, body: body.to_owned() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let value = values.next();
        assert_eq!(values.next(), None, "{name} is there twice");
        value
    }
}

/// Sends these bytes, and reads until the workbench closes.
async fn send(workbench: &Workbench, bytes: impl AsRef<[u8]>) -> Answer {
    let mut stream = TcpStream::connect(workbench.address()).await.expect("a connection");
    // Whoever is refused may be cut off while still sending.
    let _ = stream.write_all(bytes.as_ref()).await;
    let mut answer = Vec::new();
    let _ = timeout(LONG, stream.read_to_end(&mut answer)).await.expect("it answers in time");
    Answer::read(&answer)
}

/// A request with its own name as `Host`, and these lines.
async fn ask(workbench: &Workbench, start: &str, lines: &[&str]) -> Answer {
    ask_with(workbench, start, lines, "").await
}

async fn ask_with(workbench: &Workbench, start: &str, lines: &[&str], body: &str) -> Answer {
    let host = format!("Host: {}", workbench.address());
    let mut head = format!("{start}\r\n{host}\r\n");
    for line in lines {
        head += &format!("{line}\r\n");
    }
    if !body.is_empty() {
        head += &format!("Content-Length: {}\r\n", body.len());
    }
    send(workbench, format!("{head}Connection: close\r\n\r\n{body}")).await
}

fn bearer() -> String {
    format!("Authorization: Bearer {TOKEN}")
}
