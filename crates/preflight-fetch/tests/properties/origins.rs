//! Origins against the `url` crate's, and against the public suffix list walked label by label.

use preflight_fetch::{Origin, Url};
use proptest::prelude::*;
use proptest::sample::select;

fn host() -> impl Strategy<Value = &'static str> {
    select(vec![
        "example.com",
        "www.example.com",
        "api.www.example.com",
        "EXAMPLE.com",
        "example.com.",
        "example.co.uk",
        "a.example.co.uk",
        "co.uk",
        "com",
        "localhost",
        "a.localhost",
        "127.0.0.1",
        "127.1",
        "[::1]",
        "[::0001]",
        "bücher.example",
        "xn--bcher-kva.example",
        "a.github.io",
        "b.github.io",
    ])
}

fn url() -> impl Strategy<Value = Url> {
    let scheme =
        select(vec!["http", "https", "ws", "wss", "ftp", "data", "file", "about", "custom"]);
    let port = select(vec!["", ":80", ":443", ":21", ":8080", ":0", ":65535"]);
    let path = select(vec!["", "/", "/x?y#z"]);
    (scheme, host(), port, path).prop_filter_map("no URL", |(scheme, host, port, path)| {
        let text = match scheme {
            "data" | "about" => format!("{scheme}:{host}"),
            "file" => format!("file://{path}"),
            _ => format!("{scheme}://{host}{port}{path}"),
        };
        Url::parse(&text).ok()
    })
}

/// Same scheme, and same host or the same suffix with one label more.
fn slow_is_same_site(a: &Url, b: &Url) -> bool {
    let tuple = |url: &Url| matches!(url.origin(), url::Origin::Tuple(..));
    if !tuple(a) || !tuple(b) || a.scheme() != b.scheme() {
        return false;
    }
    let (Some(a), Some(b)) = (a.host(), b.host()) else { return false };
    if a == b {
        return true;
    }
    let site = |host: &url::Host<&str>| match host {
        url::Host::Domain(name) => {
            let (name, dot) = match name.strip_suffix('.') {
                Some(name) => (name, "."),
                None => (*name, ""),
            };
            let suffix = psl::suffix_str(name)?;
            let rest = name.strip_suffix(suffix)?.strip_suffix('.')?;
            Some(format!("{}.{suffix}{dot}", rest.rsplit('.').next()?))
        }
        _ => None,
    };
    site(&a).is_some_and(|domain| site(&b) == Some(domain))
}

proptest! {
    #[test]
    fn same_origin(a in url(), b in url()) {
        let slow = a.origin() == b.origin() && a.origin().is_tuple();
        prop_assert_eq!(Origin::of(&a).is_same_origin_with(&b), slow, "{} {}", a, b);
    }

    #[test]
    fn same_site(a in url(), b in url()) {
        prop_assert_eq!(
            Origin::of(&a).is_same_site_with(&b), slow_is_same_site(&a, &b), "{} {}", a, b
        );
    }

    #[test]
    fn serialization_reads_back(a in url()) {
        let origin = Origin::of(&a);
        prop_assert_eq!(origin.serialized(), a.origin().ascii_serialization());
        prop_assert_eq!(origin.serialized().parse::<Origin>(), Ok(origin.clone()));
        if let Some(tuple) = origin.as_tuple() {
            prop_assert_eq!(tuple.scheme(), a.scheme());
            prop_assert_eq!(Some(tuple.host()), a.host_str());
            prop_assert_eq!(tuple.port(), a.port());
        }
    }

    #[test]
    fn any_text_is_read_or_corrected(text in "\\PC{0,24}") {
        match text.parse::<Origin>() {
            Ok(origin) => prop_assert_eq!(origin.serialized(), text),
            Err(error) => {
                if let Some(correction) = error.correction {
                    prop_assert!(correction.parse::<Origin>().is_ok(), "{}", correction);
                }
            }
        }
    }
}
