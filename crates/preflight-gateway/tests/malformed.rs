//! Raw bytes against the gateway: the files in `malformed/`, each entry sent as it stands.
//!
//! An entry is `=== name`, what comes of it, `---`, and the bytes: line breaks of the file are none of
//! them, `\r`, `\n`, `\t`, `\\` and `\xNN` are one, `{3 x ab}` is `ababab`. After the bytes the client
//! goes on with `GET /next`, which an attacker would have somebody take for something else.
//!
//! `answers 400` says that the client gets one response, and the connection ends; with `answers 200 200`
//! the second is that of `/next`. `answers broken` is a connection that ends with or without a response
//! that is an error; ` | ` stands between what is equally right. `upstream POST / abc` is the one request
//! that the upstream may then get besides `/next`, method, target and body; without it, none. A request
//! that breaks off before its end is none.
//!
//! Each entry is played on a connection of its own, in one piece and byte by byte, and behind a request
//! that is in order. The upstream reads strictly: what two servers could read in two ways fails the
//! test, as does an answer that belongs to another request.

#[path = "malformed/client.rs"]
mod client;
#[path = "malformed/strict_upstream.rs"]
mod strict_upstream;

use client::{Way, responses, send};

use preflight_gateway::Gateway;
use preflight_gateway::record::{Observer, Record};
use preflight_gateway::settings::{
    Balance, Group, Host, Listener, Outcome, Protocol, Route, Settings, TimeLimits, Upstream,
};
use preflight_policy::{Policies, PolicyConfig};
use std::net::SocketAddr;
use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;
use strict_upstream::{Got, StrictUpstream};

/// How long the gateway waits for the rest of a request.
const STALL: Duration = Duration::from_secs(1);
const ORIGIN: &str = "https://app.example.com";
const FILES: [(&str, &str); 7] = [
    ("chunks", include_str!("malformed/chunks.txt")),
    ("codings", include_str!("malformed/codings.txt")),
    ("connections", include_str!("malformed/connections.txt")),
    ("heads", include_str!("malformed/heads.txt")),
    ("lengths", include_str!("malformed/lengths.txt")),
    ("sizes", include_str!("malformed/sizes.txt")),
    ("targets", include_str!("malformed/targets.txt")),
];

struct Entry {
    name: String,
    answers: Vec<String>,
    upstream: Option<String>,
    bytes: Vec<u8>,
}

fn entries(files: &[(&str, &str)]) -> Vec<Entry> {
    let entries = files.iter().flat_map(|(file, text)| {
        text.split("\n=== ").skip(1).map(move |entry| Entry::parse(file, entry))
    });
    entries.collect()
}

impl Entry {
    fn parse(file: &str, text: &str) -> Self {
        let (head, bytes) = text.split_once("\n---\n").expect("a ruler");
        let mut lines = head.lines();
        let name = format!("{file}: {}", lines.next().expect("a name"));
        let mut entry = Self { name, answers: Vec::new(), upstream: None, bytes: unescaped(bytes) };
        for line in lines {
            match line.split_once(' ') {
                Some(("answers", given)) => {
                    entry.answers = given.split(" | ").map(str::to_owned).collect();
                }
                Some(("upstream", given)) => entry.upstream = Some(given.to_owned()),
                _ => panic!("{}: `{line}`", entry.name),
            }
        }
        entry
    }
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut text = text.replace('\n', "");
    while let Some(start) = text.find('{') {
        let (count, rest) = text[start + 1..].split_once(" x ").expect("a repetition");
        let (what, rest) = rest.split_once('}').expect("its end");
        let repeated = what.repeat(count.parse().expect("a number"));
        text = format!("{}{repeated}{rest}", &text[..start]);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        rest = more;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let (&kind, more) = rest.split_first().expect("an escape");
        rest = more;
        bytes.push(match kind {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'x' => {
                let digits = std::str::from_utf8(&rest[..2]).expect("two digits");
                rest = &rest[2..];
                u8::from_str_radix(digits, 16).expect("two digits")
            }
            other => other,
        });
    }
    bytes
}

#[derive(Debug)]
struct TheOne;

impl Balance for TheOne {
    fn choose(&self, tried: &[usize]) -> Option<usize> {
        tried.is_empty().then_some(0)
    }

    fn ended(&self, _: usize, _: Outcome) {}
}

struct Untold;

impl Observer for Untold {
    fn finished(&self, _: &Record<'_>) {}
}

fn gateway(upstream: SocketAddr) -> Gateway {
    let policy = PolicyConfig { allow_origins: vec![ORIGIN.to_owned()], ..PolicyConfig::default() };
    let target = Upstream {
        name: "the upstream".to_owned(),
        authority: upstream.to_string().parse().expect("an authority"),
        tls: None,
        protocol: Protocol::Http1,
        host: Host::Client,
    };
    let group = Group { upstreams: vec![Arc::new(target)], balance: Arc::new(TheOne) };
    let settings = Settings {
        listeners: vec![Listener { address: ([127, 0, 0, 1], 0).into(), tls: None }],
        policies: Arc::new(Policies::new(&[policy]).expect("a policy").0),
        routes: vec![Route { prefix: "/".to_owned(), strip_prefix: false, group: Arc::new(group) }],
        // Who says that more comes, and sends nothing, is not waited for.
        times: TimeLimits { head: STALL, client_stall: STALL, ..TimeLimits::default() },
        ..Settings::default()
    };
    Gateway::start(settings, NonZero::new(1), Arc::new(Untold)).expect("the gateway")
}

fn play(
    entry: &Entry,
    way: Way,
    gateway: SocketAddr,
    upstream: &StrictUpstream,
) -> Result<(), String> {
    upstream.forget();
    let read = send(gateway, &entry.bytes, way)?;
    let mut answers = responses(&read)?;
    if way == Way::Second {
        let first = (!answers.is_empty()).then(|| answers.remove(0));
        if first != Some((200, b"/first".to_vec())) {
            return Err(format!("the request before was answered {first:?}"));
        }
    }
    let statuses: Vec<String> = answers.iter().map(|(status, _)| status.to_string()).collect();
    let statuses = if statuses.is_empty() { "nothing".to_owned() } else { statuses.join(" ") };
    let broken = answers.len() <= 1 && answers.iter().all(|(status, _)| *status >= 400);
    let right = entry.answers.iter().any(|a| *a == statuses || (a == "broken" && broken));
    if !right {
        return Err(format!("answered {statuses}, expected {}", entry.answers.join(" or ")));
    }
    if let [_, .., (200, body)] = &answers[..]
        && body != b"/next"
    {
        return Err(format!("`/next` got the answer of {}", body.escape_ascii()));
    }
    bystander_is_unharmed(gateway)?;
    judge_upstream(entry, way, answers.len(), &upstream.got())
}

/// The next client's requests are answered by their own responses.
fn bystander_is_unharmed(gateway: SocketAddr) -> Result<(), String> {
    let seen = send(gateway, b"GET /bystander HTTP/1.1\r\nHost: a\r\n\r\n", Way::Whole)?;
    let seen = responses(&seen)?;
    let own = [(200, b"/bystander".to_vec()), (200, b"/next".to_vec())];
    if seen == own { Ok(()) } else { Err(format!("a bystander got {seen:?}")) }
}

/// Whether the upstream got what it may have got, and nothing else.
fn judge_upstream(entry: &Entry, way: Way, answers: usize, got: &[Got]) -> Result<(), String> {
    let mut requests = Vec::new();
    for got in got {
        match got {
            Got::Request { method, target, body } => {
                let body = body.escape_ascii().to_string();
                requests.push(format!("{method} {target} {body}").trim_end().to_owned());
            }
            Got::BrokenOff => {}
            Got::Ambiguous(why) => return Err(format!("the upstream got {why}")),
        }
    }
    let bystander = requests.split_off(requests.len().saturating_sub(2));
    if bystander != ["GET /bystander", "GET /next"] {
        return Err(format!("the bystander's requests came as {bystander:?}"));
    }
    let mut expected: Vec<String> = Vec::new();
    if way == Way::Second {
        expected.push("GET /first".to_owned());
    }
    let alone = expected.clone();
    expected.extend(entry.upstream.clone());
    let refused = requests == alone && answers < 2;
    if answers == 2 && requests.last().is_some_and(|last| last == "GET /next") {
        expected.push("GET /next".to_owned());
    }
    let may_be_refused = entry.answers.iter().any(|a| !a.starts_with("200"));
    if requests == expected || (refused && may_be_refused) {
        return Ok(());
    }
    Err(format!("the upstream got {requests:?}, expected {expected:?}"))
}

#[test]
fn nothing_is_read_in_two_ways() {
    let upstream = StrictUpstream::start();
    let gateway = gateway(upstream.address);
    let address = gateway.addresses()[0];
    let entries = entries(&FILES);
    assert!(entries.len() > 130, "the corpus has lost entries: {} are left", entries.len());
    let mut wrong = Vec::new();
    for entry in &entries {
        for way in [Way::Whole, Way::ByteByByte, Way::Second] {
            // What is so large would take long byte by byte, and shows nothing more.
            if way == Way::ByteByByte && entry.bytes.len() > 4096 {
                continue;
            }
            if let Err(why) = play(entry, way, address, &upstream) {
                wrong.push(format!("{} ({way:?})\n  {why}", entry.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// Plays an upstream's response, in the middle of a connection that goes on where it can.
fn play_response(
    entry: &Entry,
    gateway: SocketAddr,
    upstream: &StrictUpstream,
) -> Result<(), String> {
    upstream.attack(&entry.bytes);
    let head = format!("GET /attack HTTP/1.1\r\nHost: a\r\nOrigin: {ORIGIN}\r\n\r\n");
    let read = send(gateway, head.as_bytes(), Way::Whole)?;
    let first = read.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(read.len());
    let cors = String::from_utf8_lossy(&read[..first]).to_ascii_lowercase();
    let named: Vec<&str> =
        cors.lines().filter(|line| line.starts_with("access-control-")).collect();
    if named != [format!("access-control-allow-origin: {ORIGIN}")] {
        return Err(format!("the page cannot read it: {}", read.escape_ascii()));
    }
    let unwanted = ["keep-alive:", "proxy-authenticate:", "upgrade:", "x-secret:"];
    if let Some(line) = cors.lines().find(|line| unwanted.iter().any(|u| line.starts_with(u))) {
        return Err(format!("`{line}` is for the gateway alone"));
    }
    let broken = entry.answers == ["broken"];
    let answers = match responses(&read) {
        // Chunks are read here by their end alone: a response that broke off has none.
        Err(_) if broken && !read.ends_with(b"\r\n0\r\n\r\n") => Vec::new(),
        answers => answers?,
    };
    let shown = answers.first().map(|(status, body)| match status {
        502 => "502".to_owned(),
        _ => format!("{status} {}", body.escape_ascii()).trim_end().to_owned(),
    });
    if !broken && !shown.as_ref().is_some_and(|shown| entry.answers.contains(shown)) {
        return Err(format!("answered {shown:?}, expected {}", entry.answers.join(" or ")));
    }
    match answers.get(1) {
        Some((200, body)) if body == b"/next" => {}
        None => {}
        other => return Err(format!("`/next` got {other:?}")),
    }
    // Connections to the upstream are used again: more than one bystander.
    (0..4).try_for_each(|_| bystander_is_unharmed(gateway))
}

#[test]
fn no_response_becomes_somebody_elses() {
    let upstream = StrictUpstream::start();
    let gateway = gateway(upstream.address);
    let entries = entries(&[("responses", include_str!("malformed/responses.txt"))]);
    assert!(entries.len() > 20, "the corpus has lost entries: {} are left", entries.len());
    let mut wrong = Vec::new();
    for entry in &entries {
        if let Err(why) = play_response(entry, gateway.addresses()[0], &upstream) {
            wrong.push(format!("{}\n  {why}", entry.name));
        }
    }
    assert!(wrong.is_empty(), "{} are wrong\n{}", wrong.len(), wrong.join("\n"));
}
