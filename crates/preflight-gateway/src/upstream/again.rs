//! A request read back from the bytes that were sent to an upstream that had hung up.
//!
//! A copy of each request, made in case the connection turns out to be closed, would cost every
//! request several times what this costs the rare one that needs it.

use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};

use crate::proxy::body::RequestBody;

/// The request of which these bytes are the head. `None` where they are not a whole one.
pub(super) fn read(head: &[u8]) -> Option<Request<RequestBody>> {
    // As many fields as there are lines are enough.
    let lines = head.iter().filter(|byte| **byte == b'\n').count();
    let mut fields = vec![httparse::EMPTY_HEADER; lines];
    let mut parsed = httparse::Request::new(&mut fields);
    if !parsed.parse(head).ok()?.is_complete() {
        return None;
    }
    let mut request = Request::new(RequestBody::default());
    *request.method_mut() = Method::from_bytes(parsed.method?.as_bytes()).ok()?;
    *request.uri_mut() = Uri::try_from(parsed.path?).ok()?;
    *request.headers_mut() = parsed
        .headers
        .iter()
        .map(|field| {
            let name = HeaderName::from_bytes(field.name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_bytes(field.value).ok()?))
        })
        .collect::<Option<HeaderMap>>()?;
    Some(request)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_was_sent_is_read_back() {
        let head = b"PUT /a?b HTTP/1.1\r\nhost: a\r\nx: 1\r\nx: \xff2\r\n\r\n";
        let request = read(head).expect("a request");
        assert_eq!((request.method().as_str(), request.uri().to_string()), ("PUT", "/a?b".into()));
        let fields: Vec<_> =
            request.headers().iter().map(|(n, v)| (n.as_str(), v.as_bytes())).collect();
        assert_eq!(fields, [("host", &b"a"[..]), ("x", b"1"), ("x", b"\xff2")]);
    }

    #[test]
    fn a_part_of_a_head_is_none() {
        assert!(read(b"").is_none());
        assert!(read(b"GET / HTTP/1.1\r\nhost: a\r\n").is_none());
    }
}
