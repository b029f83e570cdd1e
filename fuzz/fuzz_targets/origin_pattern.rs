//! Patterns and origins of any kind: a pattern is written as a browser writes origins, a correction is a
//! pattern, and the search by hash finds what trying one pattern after the other finds.

#![no_main]

use http::{HeaderMap, HeaderValue, Method};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use preflight_fetch::Origin;
use preflight_policy::origin_pattern::{HostPattern, OriginPattern, PortPattern};
use preflight_policy::{Policies, PolicyConfig};

/// Parts that often fit each other, or any text.
#[derive(Debug, Arbitrary)]
enum Text {
    Parts { scheme: u8, labels: [u8; 3], count: u8, port: u8, wildcard: bool },
    Raw(String),
}

impl Text {
    fn text(&self) -> String {
        let pick = |from: &[&str], at: u8| from[usize::from(at) % from.len()].to_owned();
        match self {
            Self::Raw(text) => text.clone(),
            Self::Parts { scheme, labels, count, port, wildcard } => {
                let scheme = pick(&["https", "http", "app", "HTTP"], *scheme);
                let labels = labels.iter().take(1 + usize::from(count % 3));
                let labels: Vec<String> = labels
                    .map(|label| {
                        pick(&["a", "b", "com", "ab", "localhost", "A", "127.0.0.1"], *label)
                    })
                    .collect();
                let port = pick(&["", ":80", ":8080", ":*", ":443", ":1", "/"], *port);
                let wildcard = if *wildcard { "*." } else { "" };
                format!("{scheme}://{wildcard}{}{port}", labels.join("."))
            }
        }
    }
}

/// The slow twin.
fn allows(pattern: &OriginPattern, origin: &[u8]) -> bool {
    let OriginPattern::Of { scheme, host, port } = pattern else { return true };
    let Ok(Ok(Origin::Tuple(origin))) = std::str::from_utf8(origin).map(str::parse) else {
        return false;
    };
    let host = match host {
        HostPattern::Exact(host) => origin.host() == host,
        // `*` is a host's label by the URL standard, and nobody's: it is refused as an origin.
        HostPattern::Below(base) => {
            origin.host().strip_suffix(&format!(".{base}")).is_some_and(|l| {
                let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
                l.split('.').all(|label| !label.is_empty() && label.bytes().all(plain))
            })
        }
    };
    let port = match port {
        PortPattern::Any => origin.port() != Some(0),
        PortPattern::Default => origin.port().is_none(),
        PortPattern::Exact(port) => origin.port() == Some(*port),
    };
    origin.scheme() == scheme && host && port
}

fuzz_target!(|input: (Vec<Text>, Text)| {
    let mut patterns = Vec::new();
    for text in input.0.iter().take(8).map(Text::text) {
        match OriginPattern::parse(&text) {
            Ok(pattern) => {
                assert_eq!(pattern.to_string(), text);
                if !text.contains('*') {
                    assert!(text.parse::<Origin>().is_ok(), "{text:?}");
                }
                patterns.push((text, pattern));
            }
            Err((_, Some(correction))) => assert!(
                OriginPattern::parse(&correction).is_ok(),
                "{text:?} is corrected to {correction:?}"
            ),
            Err((_, None)) => {}
        }
    }
    let config = PolicyConfig {
        allow_origins: patterns.iter().map(|(text, _)| text.clone()).collect(),
        ..PolicyConfig::default()
    };
    let (policies, _) =
        Policies::new(&[config]).expect("each entry is right, and there is nothing else");
    let Ok(value) = HeaderValue::from_bytes(input.1.text().as_bytes()) else { return };
    let mut headers = HeaderMap::new();
    headers.insert("origin", value.clone());
    let verdict = policies.evaluate(&Method::GET, "/", &headers).ruling.verdict;
    let allowing: Vec<&OriginPattern> =
        patterns.iter().map(|(_, p)| p).filter(|p| allows(p, value.as_bytes())).collect();
    match verdict.entry() {
        Some(entry) => assert!(allows(&patterns[entry].1, value.as_bytes()), "{value:?} {entry}"),
        None => assert!(allowing.is_empty(), "{value:?} {allowing:?}"),
    }
    for (_, pattern) in &patterns {
        for other in &allowing {
            assert!(!pattern.covers(other) || allowing.contains(&pattern), "{pattern} {other}");
        }
    }
});
