//! Whether all do the same job: a figure of one who skips it would compare nothing.

use crate::{Error, configs, load};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

/// What a server said, without the body.
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
}

/// Allows a preflight and an actual request of the last origin, and no other's.
pub(crate) fn same_job(port: u16, origins: usize) -> Result<(), Error> {
    let asking = configs::asking(origins);
    let preflight = ask(port, &load::preflight(origins).head())?;
    if ![200, 204].contains(&preflight.status) {
        return Err(format!("it answers a preflight with {}", preflight.status).into());
    }
    preflight.expect("access-control-allow-origin", &asking)?;
    preflight.expect("access-control-allow-credentials", "true")?;
    preflight.expect("access-control-allow-methods", "PUT")?;
    preflight.expect("access-control-allow-headers", "authorization")?;
    let actual = ask(port, &load::actual(origins).head())?;
    if actual.status != 200 {
        return Err(format!("it answers a GET with {}", actual.status).into());
    }
    actual.expect("access-control-allow-origin", &asking)?;
    actual.expect("access-control-allow-credentials", "true")?;
    actual.expect("content-length", "1024")?;
    let stranger = ask(port, &load::stranger().head())?;
    match stranger.values("access-control-allow-origin").next() {
        Some(value) if !value.is_empty() => Err(format!("it allows a stranger: `{value}`").into()),
        _ => Ok(()),
    }
}

impl Answer {
    fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, v)| &**v)
    }

    /// One line of this name, which lists this value.
    fn expect(&self, name: &str, value: &str) -> Result<(), Error> {
        let found: Vec<_> = self.values(name).collect();
        let listed =
            |line: &&str| line.split(',').any(|one| one.trim().eq_ignore_ascii_case(value));
        match found[..] {
            [line] if listed(&line) => Ok(()),
            _ => Err(format!("it says `{name}: {}`, not `{value}`", found.join(" | ")).into()),
        }
    }
}

/// Sends a request on a connection of its own and reads the head of the answer.
fn ask(port: u16, request: &str) -> Result<Answer, Error> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(request.as_bytes())?;
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut chunk)?;
        if count == 0 {
            return Err("it closed the connection without an answer".into());
        }
        bytes.extend_from_slice(&chunk[..count]);
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut response = httparse::Response::new(&mut headers);
        if response.parse(&bytes)?.is_partial() {
            continue;
        }
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        return Ok(Answer {
            status: response.code.unwrap_or(0),
            headers: response.headers.iter().map(|h| (h.name.to_owned(), text(h.value))).collect(),
        });
    }
}
