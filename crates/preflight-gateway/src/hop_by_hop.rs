//! Header fields that are for one connection only (RFC 9110 §7.6.1), and are not passed on.

use http::header::{
    CONNECTION, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE,
    TRANSFER_ENCODING, UPGRADE,
};

const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");

/// What the removed fields asked for and whoever passes the message on may ask again.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The protocol named in `Upgrade`, if `Connection` nominates it.
    pub(crate) upgrade: Option<HeaderValue>,
    /// Trailers are understood (`TE: trailers`).
    pub(crate) trailers: bool,
}

/// Removes the fields that are for one connection, those that `Connection` nominates included.
pub(crate) fn remove(headers: &mut HeaderMap) -> Asked {
    let mut asked = Asked::default();
    // One pass that finds nothing is several times cheaper than a removal by each name.
    if !headers.keys().any(is_hop_by_hop) {
        return asked;
    }
    asked.trailers = tokens(headers, &TE).any(|token| {
        token.split(|byte| *byte == b';').next().is_some_and(|coding| is(coding, "trailers"))
    });
    if tokens(headers, &CONNECTION).any(|token| is(token, "upgrade")) {
        asked.upgrade = headers.get(UPGRADE).cloned();
    }
    let nominated: Vec<HeaderName> = tokens(headers, &CONNECTION)
        .filter(|token| !is(token, "keep-alive") && !is(token, "close") && !is(token, "upgrade"))
        .filter_map(|token| HeaderName::from_bytes(token).ok())
        .collect();
    for name in nominated {
        headers.remove(name);
    }
    for name in [
        CONNECTION,
        KEEP_ALIVE,
        PROXY_CONNECTION,
        PROXY_AUTHENTICATE,
        PROXY_AUTHORIZATION,
        TE,
        TRANSFER_ENCODING,
        UPGRADE,
    ] {
        headers.remove(name);
    }
    asked
}

fn is_hop_by_hop(name: &HeaderName) -> bool {
    matches!(
        *name,
        CONNECTION | PROXY_AUTHENTICATE | PROXY_AUTHORIZATION | TE | TRANSFER_ENCODING | UPGRADE
    ) || matches!(name.as_str(), "keep-alive" | "proxy-connection")
}

/// The comma-separated tokens of all lines of a field.
fn tokens<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a [u8]> {
    headers
        .get_all(name)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .filter(|token| !token.is_empty())
}

fn is(token: &[u8], name: &str) -> bool {
    token.trim_ascii().eq_ignore_ascii_case(name.as_bytes())
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::{Asked, remove};

    fn after(lines: &[(&'static str, &'static str)]) -> (Vec<String>, Asked) {
        let mut headers: HeaderMap = lines
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let asked = remove(&mut headers);
        (headers.keys().map(ToString::to_string).collect(), asked)
    }

    #[test]
    fn what_is_for_the_other_end_stays() {
        let (left, asked) = after(&[("accept", "*/*"), ("cookie", "a=b"), ("trailer", "x")]);
        assert_eq!(left, ["accept", "cookie", "trailer"]);
        assert_eq!(asked, Asked::default());
    }

    #[test]
    fn what_is_for_this_connection_and_what_it_nominates_goes() {
        let (left, asked) = after(&[
            ("connection", "keep-alive, X-Secret,"),
            ("connection", " x-other"),
            ("x-secret", "1"),
            ("x-other", "2"),
            ("keep-alive", "timeout=5"),
            ("proxy-connection", "keep-alive"),
            ("proxy-authorization", "Basic eA=="),
            ("te", "gzip, trailers;q=1"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "h2c"),
            ("accept", "*/*"),
        ]);
        assert_eq!(left, ["accept"]);
        assert_eq!(asked, Asked { upgrade: None, trailers: true });
    }

    #[test]
    fn an_upgrade_is_reported_when_nominated() {
        let (left, asked) = after(&[("connection", "Upgrade"), ("upgrade", "websocket")]);
        assert!(left.is_empty());
        assert_eq!(asked.upgrade, Some(HeaderValue::from_static("websocket")));
    }
}
