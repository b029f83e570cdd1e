//! Names by which no page of the web can reach this machine.

use http::HeaderValue;
use http::uri::Authority;
use std::net::IpAddr;

/// Whether `host`, with or without a port, is `localhost`, a name below it, which
/// [stay on this machine](https://www.rfc-editor.org/rfc/rfc6761#section-6.3), or an address. A page
/// whose own name was made to point here (DNS rebinding) asks for that name, and is of the same
/// origin: CORS does not stop it.
pub(crate) fn is_local_name(host: Option<&HeaderValue>) -> bool {
    let Some(host) = host.and_then(|host| host.to_str().ok()) else { return false };
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let host = authority.host();
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    if bare.parse::<IpAddr>().is_ok() {
        return true;
    }
    let name = bare.strip_suffix('.').unwrap_or(bare).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::is_local_name;
    use http::HeaderValue;

    #[test]
    fn no_name_that_somebody_else_may_own() {
        let is_local = |host| is_local_name(Some(&HeaderValue::from_static(host)));
        for host in [
            "localhost",
            "LOCALHOST:80",
            "a.localhost",
            "localhost.",
            "192.0.2.1:9",
            "[::1]:9",
            "[::1]",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "evil.example:9",
            "127.0.0.1.evil",
            "evillocalhost",
            "",
        ] {
            assert!(!is_local(host), "{host}");
        }
        assert!(!is_local_name(None));
    }
}
