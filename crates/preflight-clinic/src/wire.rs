//! HTTP/1.1 by hand. A library would put headers in order, join doubled lines and refuse odd values,
//! and those are just what the clinic has to serve.

use preflight_fetch::{HeaderList, HttpResponse};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

/// The longest request head.
const HEAD_LIMIT: usize = 32 * 1024;
/// The most request headers.
const HEADER_COUNT: usize = 128;
/// The longest request body.
const BODY_LIMIT: usize = 1024 * 1024;
/// How long a connection may lie idle, or a request take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) method: String,
    /// The request's target: a path with its query.
    pub(crate) target: String,
    /// The headers, `Host` included.
    pub(crate) header_list: HeaderList,
    pub(crate) body: Option<Vec<u8>>,
    /// Whether the client wants to use the connection again.
    pub(crate) keeps_alive: bool,
}

/// Why there is no request.
#[derive(Debug)]
pub(crate) enum NoRequest {
    /// The client left, or was idle for too long.
    Gone,
    /// What came is not HTTP.
    NotHttp,
    /// The head or the body is longer than ours may be.
    TooLarge,
}

impl From<io::Error> for NoRequest {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// Reads the next request; `buffer` keeps what came after it.
pub(crate) async fn read<S: AsyncRead + Unpin>(
    stream: &mut S,
    buffer: &mut Vec<u8>,
) -> Result<Received, NoRequest> {
    timeout(PATIENCE, read_whole(stream, buffer)).await.unwrap_or(Err(NoRequest::Gone))
}

async fn read_whole<S: AsyncRead + Unpin>(
    stream: &mut S,
    buffer: &mut Vec<u8>,
) -> Result<Received, NoRequest> {
    let (mut received, head_length) = loop {
        if let Some(parsed) = parse(buffer)? {
            break parsed;
        }
        if buffer.len() > HEAD_LIMIT {
            return Err(NoRequest::TooLarge);
        }
        more(stream, buffer).await?;
    };
    let has_body = received.header_list.contains("content-length");
    let length = content_length(&received)?;
    while buffer.len() < head_length + length {
        more(stream, buffer).await?;
    }
    received.body = has_body.then(|| buffer[head_length..head_length + length].to_vec());
    buffer.drain(..head_length + length);
    Ok(received)
}

async fn more<S: AsyncRead + Unpin>(stream: &mut S, buffer: &mut Vec<u8>) -> Result<(), NoRequest> {
    match stream.read_buf(buffer).await? {
        0 => Err(NoRequest::Gone),
        _ => Ok(()),
    }
}

/// How long the body is. One sent in chunks is left unread: the answer closes the connection.
fn content_length(received: &Received) -> Result<usize, NoRequest> {
    let Some(value) = received.header_list.get("content-length") else { return Ok(0) };
    let length = std::str::from_utf8(&value).ok().and_then(|v| v.parse::<usize>().ok());
    match length {
        None => Err(NoRequest::NotHttp),
        Some(length) if length > BODY_LIMIT => Err(NoRequest::TooLarge),
        Some(length) => Ok(length),
    }
}

/// A request's head and its length, as soon as all of it is there.
fn parse(buffer: &[u8]) -> Result<Option<(Received, usize)>, NoRequest> {
    let mut headers = [httparse::EMPTY_HEADER; HEADER_COUNT];
    let mut request = httparse::Request::new(&mut headers);
    let length = match request.parse(buffer) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(NoRequest::TooLarge),
        Err(_) => return Err(NoRequest::NotHttp),
    };
    let header_list: HeaderList =
        request.headers.iter().map(|h| (h.name.to_owned(), h.value.to_vec())).collect();
    let says_close = header_list
        .get("connection")
        .is_some_and(|value| value.to_ascii_lowercase().windows(5).any(|w| w == b"close"));
    let received = Received {
        method: request.method.unwrap_or_default().to_owned(),
        target: request.path.unwrap_or_default().to_owned(),
        keeps_alive: request.version == Some(1)
            && !says_close
            && !header_list.contains("transfer-encoding"),
        header_list,
        body: None,
    };
    Ok(Some((received, length)))
}

/// Writes a response as it is: nothing is put in order, joined or corrected. Only where it does not
/// say how long its body is, that is added, and that the connection ends where it does. Whether the
/// connection can be used again.
pub(crate) async fn write<S: AsyncWrite + Unpin>(
    stream: &mut S,
    response: &HttpResponse,
    asked: &Received,
) -> io::Result<bool> {
    let keeps_alive = asked.keeps_alive && !response.header_list.contains("connection");
    let bytes = serialize(response, &asked.method, keeps_alive);
    timeout(PATIENCE, stream.write_all(&bytes)).await??;
    stream.flush().await?;
    Ok(keeps_alive)
}

fn serialize(response: &HttpResponse, method: &str, keeps_alive: bool) -> Vec<u8> {
    let list = &response.header_list;
    let mut bytes = format!("HTTP/1.1 {} ", response.status).into_bytes();
    bytes.extend_from_slice(&response.status_text);
    bytes.extend_from_slice(b"\r\n");
    for header in list {
        bytes.extend_from_slice(header.name.as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(&header.value);
        bytes.extend_from_slice(b"\r\n");
    }
    let bodiless = matches!(response.status, 100..=199 | 204 | 304);
    if !bodiless && !list.contains("content-length") && !list.contains("transfer-encoding") {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", response.body.len()).as_bytes());
    }
    if !keeps_alive && !list.contains("connection") {
        bytes.extend_from_slice(b"Connection: close\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    if !bodiless && method != "HEAD" {
        bytes.extend_from_slice(&response.body);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_lines_and_odd_values_survive() {
        let mut response = HttpResponse::new(200)
            .with("Access-Control-Allow-Origin", "*")
            .with("X", "a")
            .with("access-control-allow-origin", b"\xe9, *".to_vec());
        response.body = b"hi".to_vec();
        assert_eq!(
            serialize(&response, "GET", true).escape_ascii().to_string(),
            "HTTP/1.1 200 \\r\\nAccess-Control-Allow-Origin: *\\r\\nX: a\\r\\n\
             Access-Control-Allow-Origin: \\xe9, *\\r\\nContent-Length: 2\\r\\n\\r\\nhi"
        );
        assert!(serialize(&response, "HEAD", true).ends_with(b"Content-Length: 2\r\n\r\n"));
    }

    #[tokio::test]
    async fn requests_one_after_the_other() {
        let mut stream: &[u8] =
            b"POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhiGET / HTTP/1.0\r\n\r\n";
        let mut buffer = Vec::new();
        let first = read(&mut stream, &mut buffer).await.unwrap();
        assert_eq!((&*first.method, &*first.target), ("POST", "/a?b"));
        assert_eq!((first.body.as_deref(), first.keeps_alive), (Some(&b"hi"[..]), true));
        let second = read(&mut stream, &mut buffer).await.unwrap();
        assert_eq!((&*second.method, second.body, second.keeps_alive), ("GET", None, false));
        assert!(matches!(read(&mut stream, &mut buffer).await, Err(NoRequest::Gone)));
    }

    #[tokio::test]
    async fn what_is_no_request_is_told_apart() {
        let mut hello: &[u8] = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc";
        assert!(matches!(read(&mut hello, &mut Vec::new()).await, Err(NoRequest::NotHttp)));
        let long = format!("GET / HTTP/1.1\r\nX: {}", "a".repeat(HEAD_LIMIT));
        let mut long = long.as_bytes();
        assert!(matches!(read(&mut long, &mut Vec::new()).await, Err(NoRequest::TooLarge)));
        let mut body: &[u8] = b"PUT / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n";
        assert!(matches!(read(&mut body, &mut Vec::new()).await, Err(NoRequest::TooLarge)));
    }
}
