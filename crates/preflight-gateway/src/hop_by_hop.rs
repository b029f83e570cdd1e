//! Header fields that are for one connection only (RFC 9110 §7.6.1), and are not passed on.

use http::header::{
    CONNECTION, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE,
    TRANSFER_ENCODING, UPGRADE,
};

/// The first two say something that is needed.
static FIELDS: [HeaderName; 8] = [
    CONNECTION,
    TE,
    TRANSFER_ENCODING,
    UPGRADE,
    HeaderName::from_static("keep-alive"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
];

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
    // One pass over the names is several times cheaper than looking for each.
    let mut found = [false; FIELDS.len()];
    for name in headers.keys() {
        if let Some(index) = position(name) {
            found[index] = true;
        }
    }
    let mut asked = Asked::default();
    if found[0] {
        asked.upgrade = remove_nominated(headers);
    }
    if found[1] {
        asked.trailers = tokens(headers, &TE).any(|token| {
            token.split(|byte| *byte == b';').next().is_some_and(|coding| is(coding, "trailers"))
        });
    }
    for (name, _) in FIELDS.iter().zip(found).filter(|(_, found)| *found) {
        headers.remove(name);
    }
    asked
}

/// Where in [`FIELDS`] it is. Written out, since it is asked for each field of each message, and this
/// compares lengths first.
fn position(name: &HeaderName) -> Option<usize> {
    Some(match name.as_str() {
        "connection" => 0,
        "te" => 1,
        "transfer-encoding" => 2,
        "upgrade" => 3,
        "keep-alive" => 4,
        "proxy-authenticate" => 5,
        "proxy-authorization" => 6,
        "proxy-connection" => 7,
        _ => return None,
    })
}

/// Removes what `Connection` nominates, but for `Upgrade`, which is returned.
fn remove_nominated(headers: &mut HeaderMap) -> Option<HeaderValue> {
    let mut upgrade = None;
    // Allocates only where something unusual is nominated.
    let mut nominated = Vec::new();
    for token in tokens(headers, &CONNECTION) {
        if is(token, "upgrade") {
            upgrade = headers.get(UPGRADE).cloned();
        } else if !is(token, "keep-alive") && !is(token, "close") {
            nominated.extend(HeaderName::from_bytes(token).ok());
        }
    }
    for name in nominated.iter().filter(|name| **name != TE) {
        headers.remove(name);
    }
    upgrade
}

/// The comma-separated elements of a field, whichever of its lines they stand in.
pub(crate) fn tokens<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = &'a [u8]> {
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
    fn the_positions_are_those_of_the_fields() {
        for (index, name) in super::FIELDS.iter().enumerate() {
            assert_eq!(super::position(name), Some(index));
        }
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
