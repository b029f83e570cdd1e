//! The URL, which people write without its scheme.

use super::Fault;
use preflight_fetch::Url;
use preflight_fetch::origin::is_loopback_host;

/// Parses it; a missing scheme is not guessed but named.
pub(super) fn parse(given: &str) -> Result<Url, Fault> {
    let has_scheme = given.contains("://")
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

#[cfg(test)]
mod tests {
    use super::parse;

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
        assert!(parse("data:,x").is_ok());
    }
}
