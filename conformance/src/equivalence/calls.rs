//! What pages ask of each policy.

use super::policies::{HOSTILE_HEADERS, HOSTILE_METHODS, STRANGER, Subject};
use preflight_fetch::CredentialsMode::{self, Include, Omit};
use preflight_fetch::{Body, RequestInit};
use preflight_targets::generate::Behaviour;
use std::fmt;

/// A page's call: who asks, for which path, and how.
#[derive(Debug, Clone)]
pub struct Call {
    /// The page's origin, serialized.
    pub origin: &'static str,
    /// The path.
    pub path: String,
    /// What the script hands to `fetch()`.
    pub init: RequestInit,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RequestInit { method, headers, credentials_mode, .. } = &self.init;
        write!(f, "{method} {} with credentials `{credentials_mode}`", self.path)?;
        for (name, _) in headers {
            write!(f, ", {name}")?;
        }
        write!(f, " from {}", self.origin)
    }
}

/// Origins that are near to some policy's.
const NEAR_MISSES: [&str; 17] = [
    "https://app.example.com",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://app.example.com.evil.example",
    "https://appxexample.com",
    "https://evil-app.example.com",
    "https://a.example.org",
    "http://a.example.org",
    "https://a.example.org:8443",
    "https://example.org",
    "https://evilexample.org",
    "https://a.example.org.evil.example",
    "http://localhost:3000",
    "https://localhost:3000",
    "http://localhost.evil.example:3000",
    "capacitor://localhost.evil.example",
    "null",
];

/// Method, names of headers, credentials.
type Asked = (&'static str, &'static [&'static str], CredentialsMode);

/// What pages ask that are allowed, and the stranger.
const ASKED: [Asked; 19] = [
    ("GET", &[], Include),
    ("HEAD", &[], Omit),
    ("POST", &[], Include),
    ("POST", &["content-type"], Omit),
    ("POST", &["content-type"], Include),
    ("PUT", &[], Omit),
    ("PUT", &["authorization", "content-type"], Include),
    ("PUT", &["content-type", "x-other"], Include),
    ("PATCH", &["content-type"], Omit),
    ("patch", &[], Omit),
    ("DELETE", &[], Include),
    ("delete", &[], Include),
    ("PURGE", &[], Omit),
    ("purge", &[], Omit),
    ("GET", &["authorization"], Omit),
    ("GET", &["x-cart-id"], Omit),
    ("GET", &["authorization", "x-cart-id"], Include),
    ("GET", &["x-other"], Include),
    ("GET", &["x-it"], Omit),
];

/// What everybody asks.
const SIMPLE: Asked = ("GET", &[], Omit);
const WITH_PREFLIGHT: Asked = ("PUT", &[], Include);

/// The calls that try a policy on a target that lacks some behaviours.
#[must_use]
pub fn calls(subject: &Subject, lacks: impl Fn(Behaviour) -> bool) -> Vec<Call> {
    let mut names = vec!["auth"];
    if !lacks(Behaviour::HeadersOnErrors) {
        names.extend(["error/404", "error/500", "redirect"]);
    }
    if !lacks(Behaviour::ReplacesInnerHeaders) {
        names.push("own-cors");
    }
    let mut calls = Vec::new();
    for folder in &subject.folders {
        let path = format!("{folder}/ok");
        for origin in subject.allowed.iter().copied().chain([STRANGER]) {
            let mut call = |path: &str, init| {
                calls.push(Call { origin, path: path.to_owned(), init });
            };
            call(&path, RequestInit { use_cors_preflight: true, ..init(&("POST", &[], Omit)) });
            for asked in ASKED.iter().chain(&hostile()) {
                call(&path, init(asked));
            }
            for name in &names {
                for asked in [SIMPLE, WITH_PREFLIGHT, ("GET", &["authorization"], Include)] {
                    call(&format!("{folder}/{name}"), init(&asked));
                }
            }
        }
        for origin in subject.allowed.iter().copied().chain(NEAR_MISSES).chain([STRANGER]) {
            for asked in [SIMPLE, WITH_PREFLIGHT] {
                calls.push(Call { origin, path: path.clone(), init: init(&asked) });
            }
        }
    }
    calls
}

fn hostile() -> Vec<Asked> {
    let methods = HOSTILE_METHODS.iter().map(|&method| (method, &[][..], Omit));
    let headers = HOSTILE_HEADERS.iter().map(|name| ("GET", std::slice::from_ref(name), Omit));
    methods.chain(headers).chain([("GET", &HOSTILE_HEADERS[..], Omit)]).collect()
}

fn init(&(method, names, credentials_mode): &Asked) -> RequestInit {
    let value = |name: &str| match name {
        "content-type" => b"application/json".to_vec(),
        "authorization" => b"Bearer 1".to_vec(),
        _ => b"1".to_vec(),
    };
    RequestInit {
        method: method.to_owned(),
        headers: names.iter().map(|&name| (name.to_owned(), value(name))).collect(),
        body: names.contains(&"content-type").then(|| Body::Bytes(b"{}".to_vec())),
        credentials_mode,
        ..RequestInit::default()
    }
}
