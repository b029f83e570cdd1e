//! A request's head: what is refused, and what the upstream gets instead of it.

use http::header::{
    CONTENT_LENGTH, COOKIE, EXPECT, HOST, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{Method, Uri, Version};

use crate::failure::Failure;
use crate::hop_by_hop::tokens;
use crate::settings::Limits;

/// Who passed a request on: <https://www.rfc-editor.org/rfc/rfc8586>.
pub(crate) const CDN_LOOP: HeaderName = HeaderName::from_static("cdn-loop");

/// The host a request is for, if its head can be read in one way only and is within the limits.
pub(crate) fn check(head: &Parts, limits: &Limits) -> Result<Option<HeaderValue>, Failure> {
    if head.method == Method::CONNECT {
        return Err(Failure::ConnectRefused);
    }
    if head.headers.len() > limits.header_fields || size(head) > limits.head_bytes {
        return Err(Failure::HeadTooLarge);
    }
    let path = head.uri.path();
    let asterisk = path == "*" && head.method == Method::OPTIONS;
    let ours = head.uri.scheme_str().is_none_or(|scheme| matches!(scheme, "http" | "https"));
    if !(path.starts_with('/') || asterisk) || has_dot_segment(path) || !ours {
        return Err(Failure::BadRequest);
    }
    if is_coded_otherwise(&head.headers) {
        return Err(Failure::BadRequest);
    }
    host(head)
}

/// The length of a head written as HTTP/1.1, near enough.
fn size(head: &Parts) -> usize {
    let target = head.uri.path_and_query().map_or(0, |target| target.as_str().len());
    let fields: usize =
        head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    head.method.as_str().len() + target + fields
}

/// RFC 9112 §3.2: exactly one `Host` in HTTP/1.1; a target with a host of its own replaces it.
fn host(head: &Parts) -> Result<Option<HeaderValue>, Failure> {
    let mut given = head.headers.get_all(HOST).iter();
    let (first, second) = (given.next(), given.next());
    if second.is_some() || first.is_some_and(|host| !is_host(host.as_bytes())) {
        return Err(Failure::BadRequest);
    }
    if let Some(authority) = head.uri.authority() {
        let authority = authority.as_str();
        if !is_host(authority.as_bytes()) {
            return Err(Failure::BadRequest);
        }
        return HeaderValue::from_str(authority).map(Some).map_err(|_| Failure::BadRequest);
    }
    match first {
        Some(host) => Ok(Some(host.clone())),
        None if head.version < Version::HTTP_11 => Ok(None),
        None => Err(Failure::BadRequest),
    }
}

/// Whether the body has another coding than `chunked`, once: we would lose it, since the upstream gets
/// chunks of our own (RFC 9112 §6.1).
fn is_coded_otherwise(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(TRANSFER_ENCODING).iter();
    match (lines.next(), lines.next()) {
        (None, _) => false,
        (Some(line), None) => !line.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked"),
        (Some(_), Some(_)) => true,
    }
}

/// Says that a body comes in chunks where no length is said: without a word a `GET` would lose it.
pub(crate) fn frame(headers: &mut HeaderMap) {
    if !headers.contains_key(CONTENT_LENGTH) {
        headers.insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
}

/// Whether `Upgrade` names HTTP/2 among others. Through such a tunnel a client would speak to the
/// upstream past the policy; RFC 9113 §3.1 has given it up.
pub(crate) fn names_http2(upgrade: &HeaderValue) -> bool {
    let mut protocols = upgrade.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    protocols.any(|protocol| {
        let name = protocol.split(|byte| *byte == b'/').next().unwrap_or_default();
        ["h2c", "h2", "http"].iter().any(|http| name.eq_ignore_ascii_case(http.as_bytes()))
    })
}

/// A host and maybe a port: nothing in it may end a quoted string, a list or a path.
fn is_host(host: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+;=".contains(byte);
    let (name, port) = match host.split_first() {
        Some((b'[', rest)) => {
            let Some(end) = rest.iter().position(|&byte| byte == b']') else { return false };
            let address = &rest[..end];
            if !address.iter().all(|byte| is_part(byte) || *byte == b':') {
                return false;
            }
            (address, &rest[end + 1..])
        }
        _ => host.split_at(host.iter().position(|&byte| byte == b':').unwrap_or(host.len())),
    };
    let is_name = !name.is_empty() && name.iter().all(|byte| is_part(byte) || *byte == b':');
    is_name && (port.is_empty() || port[0] == b':' && port[1..].iter().all(u8::is_ascii_digit))
}

/// A path that the upstream may read as another one would be judged by the wrong policy.
fn has_dot_segment(path: &str) -> bool {
    if !path.contains("/.") && !path.contains('%') {
        return false;
    }
    path.split('/').any(|segment| {
        let dots = segment.replace("%2e", ".").replace("%2E", ".");
        dots == "." || dots == ".."
    })
}

/// Whether this gateway, whose name this is, sent the request before.
pub(crate) fn came_back(headers: &HeaderMap, name: &str) -> bool {
    tokens(headers, &CDN_LOOP).any(|cdn| {
        let id = cdn.split(|byte| *byte == b';').next().unwrap_or_default();
        id.trim_ascii() == name.as_bytes()
    })
}

/// The origin-form of a target, or the one it is rewritten to.
pub(crate) fn target(uri: Uri, rewritten: Option<String>) -> Result<Uri, Failure> {
    if let Some(rewritten) = rewritten {
        return Uri::try_from(rewritten).map_err(|_| Failure::BadRequest);
    }
    if uri.authority().is_none() {
        return Ok(uri);
    }
    let target = uri.into_parts().path_and_query.unwrap_or(PathAndQuery::from_static("/"));
    Ok(Uri::from(target))
}

/// HTTP/2 may send cookies in several lines, HTTP/1.1 may not (RFC 9113 §8.2.3).
pub(crate) fn join_cookies(headers: &mut HeaderMap) {
    if headers.get_all(COOKIE).iter().nth(1).is_none() {
        return;
    }
    let lines: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
    if let Ok(joined) = HeaderValue::from_bytes(&lines.join(&b"; "[..])) {
        headers.insert(COOKIE, joined);
    }
}

/// Whether the client waits for a `100 Continue` before it sends the body.
pub(crate) fn expects_continue(headers: &HeaderMap) -> bool {
    headers.get(EXPECT).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

#[cfg(test)]
mod tests {
    use super::{has_dot_segment, is_host};

    #[test]
    fn dot_segments_are_seen_in_each_way_of_writing() {
        for path in ["/a/../b", "/..", "/a/.", "/%2e%2E/a", "/a/.%2e", "/./a"] {
            assert!(has_dot_segment(path), "{path}");
        }
        for path in ["/", "/a.b/..c", "/.well-known/x", "/...", "/a%20b/%2e%2e%2e", "/a%2fb"] {
            assert!(!has_dot_segment(path), "{path}");
        }
    }

    #[test]
    fn a_host_is_a_host() {
        for host in
            ["a", "a:", "a.example:8080", "[::1]", "[::1]:80", "10.0.0.1", "xn--bcher-kva.example"]
        {
            assert!(is_host(host.as_bytes()), "{host}");
        }
        for host in ["", "a b", "a,b", "a/b", "u@a", "a\"b", "a\\b", "a?b", "a#b", "a:b", "a:1:2"]
            .into_iter()
            .chain([":80", "[::1", "[]", "[::1]x", "[::1]:x", "a[", "::1"])
        {
            assert!(!is_host(host.as_bytes()), "{host}");
        }
    }
}
