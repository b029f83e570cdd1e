//! The URL, which people write without its scheme.

use super::Fault;
use preflight_fetch::Url;
use preflight_fetch::origin::is_loopback_host;

/// Parses it; a missing scheme is not guessed but named.
pub(super) fn parse(given: &str) -> Result<Url, Fault> {
    if let Some(meant) = with_slashes(given) {
        return Err(Fault::UrlWithoutSlashes { given: given.to_owned(), meant });
    }
    let has_scheme =
        given.split_once("://").is_some_and(|(scheme, _)| !scheme.contains(['/', '?']))
            || given.split_once(':').is_some_and(|(s, _)| matches!(s, "about" | "blob" | "data"));
    if has_scheme {
        return Url::parse(given)
            .map_err(|e| Fault::Url { given: given.to_owned(), why: e.to_string() });
    }
    let Ok(http) = Url::parse(&format!("http://{}", given.trim_start_matches('/'))) else {
        let why = "it has no scheme".to_owned();
        return Err(Fault::Url { given: given.to_owned(), why });
    };
    let local = http.host_str().is_some_and(is_loopback_host);
    let schemes: &[&str] = if local { &["http"] } else { &["http", "https"] };
    let rest = given.trim_start_matches('/');
    let meant = schemes.iter().map(|scheme| format!("{scheme}://{rest}")).collect();
    Err(Fault::UrlWithoutScheme { given: given.to_owned(), meant })
}

/// `https//x`, `https:/x` and `https:x` as they were meant; none for `http:8080`, which is a host too.
fn with_slashes(given: &str) -> Option<String> {
    let (scheme, rest) = given.split_at(given.find(|c: char| !c.is_ascii_alphabetic())?);
    if !["http", "https"].iter().any(|name| scheme.eq_ignore_ascii_case(name)) {
        return None;
    }
    let is_port =
        |rest: &str| rest.split('/').next().is_some_and(|port| port.parse::<u16>().is_ok());
    let rest = match rest.strip_prefix(':') {
        Some(rest) if rest.starts_with("//") || is_port(rest) => return None,
        Some(rest) => rest,
        None => rest.strip_prefix("//")?,
    };
    let meant = format!("{scheme}://{}", rest.trim_start_matches('/'));
    Url::parse(&meant).is_ok().then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn missing_slashes_are_named() {
        for (given, meant) in [
            ("https//api.example/x?u=http://y", "https://api.example/x?u=http://y"),
            ("https:/api.example", "https://api.example"),
            ("HTTP:localhost:3000/x", "HTTP://localhost:3000/x"),
        ] {
            let says = format!("`{given}` lacks the `://` after its scheme; write `{meant}`");
            assert_eq!(parse(given).unwrap_err().to_string(), says);
        }
        for given in ["https//", "https", "http:8080/x", "httpbin.example//x"] {
            let error = parse(given).unwrap_err().to_string();
            assert!(error.contains("has no scheme"), "{error}");
        }
        assert!(parse("https:///api.example").is_ok());
    }

    #[test]
    fn a_missing_scheme_is_named() {
        let error = |given: &str| parse(given).unwrap_err().to_string();
        assert_eq!(
            error("localhost:3000/x"),
            "`localhost:3000/x` has no scheme; write `http://localhost:3000/x`"
        );
        assert_eq!(
            error("example.com/x"),
            "`example.com/x` has no scheme; write `http://example.com/x` or `https://example.com/x`"
        );
        assert_eq!(
            error("http://"),
            "`http://` is no URL (empty host); write `http://HOST[:PORT]/PATH`"
        );
        assert_eq!(
            error("localhost/?to=http://x"),
            "`localhost/?to=http://x` has no scheme; write `http://localhost/?to=http://x`"
        );
        assert!(parse("data:,x").is_ok());
    }
}
