//! The development mode: the pages of this machine may do anything, all others nothing.
//!
//! It is what people use a public CORS proxy or a browser extension for, and is neither: it forwards
//! to the upstreams it was given, no page of the web may use it, and whoever runs it sees what it
//! decided and why.

use crate::failure::Failure;
use crate::record::{Observer, Record};
use http::{HeaderValue, StatusCode};
use preflight_policy::{PolicyConfig, Ruling};
use std::time::{Duration, SystemTime};
use tokio::sync::mpsc;

/// Origins of pages that this machine serves, over http and https on any port.
const LOCAL: [&str; 8] = [
    "http://localhost:*",
    "https://localhost:*",
    "http://*.localhost:*",
    "https://*.localhost:*",
    "http://127.0.0.1:*",
    "https://127.0.0.1:*",
    "http://[::1]:*",
    "https://[::1]:*",
];

/// Requests that wait to be shown; further ones are not shown.
const WAITING: usize = 1024;

/// The policy of the development mode: any method and header, with credentials, for the pages of
/// this machine and for those that `written` allows; which headers may be read and how long browsers
/// keep an answer stays as written.
///
/// ```
/// use preflight_gateway::dev;
/// use preflight_policy::PolicyConfig;
///
/// let policy = dev::policy(PolicyConfig {
///     allow_origins: vec!["https://preview.example.com".into()],
///     ..PolicyConfig::default()
/// });
/// assert!(policy.build().is_ok());
/// ```
#[must_use]
pub fn policy(written: PolicyConfig) -> PolicyConfig {
    let local = LOCAL.map(str::to_owned).into_iter();
    PolicyConfig {
        allow_origins: local.chain(written.allow_origins).collect(),
        allow_methods: vec!["*".to_owned()],
        allow_headers: vec!["*".to_owned()],
        allow_credentials: true,
        ..written
    }
}

/// A request as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// When it was answered.
    pub time: SystemTime,
    /// Its method.
    pub method: String,
    /// Its path and query.
    pub target: String,
    /// Its `Origin`.
    pub origin: Option<String>,
    /// What it asked for, where it was a preflight: the method and the header names.
    pub preflight: Option<(String, Option<String>)>,
    /// What the policy said.
    pub ruling: Ruling,
    /// The status of the response.
    pub status: StatusCode,
    /// Why the gateway had to answer in the upstream's place.
    pub failure: Option<Failure>,
    /// From the end of the request's head to the last byte of the response.
    pub duration: Duration,
}

/// Passes on what happens to whoever shows it.
#[derive(Debug)]
pub struct Watch(mpsc::Sender<Seen>);

impl Watch {
    /// An observer, and the other end.
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<Seen>) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(sender), receiver)
    }
}

impl Observer for Watch {
    fn finished(&self, record: &Record<'_>) {
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let seen = Seen {
            time: SystemTime::now(),
            method: record.method.to_string(),
            target: record.target.to_owned(),
            origin: record.origin.map(text),
            preflight: record.preflight.map(|asked| (text(asked.method), asked.headers.map(text))),
            ruling: record.ruling,
            status: record.status,
            failure: record.failure,
            duration: record.duration,
        };
        // A terminal slower than the requests shows fewer of them.
        let _ = self.0.try_send(seen);
    }
}

#[cfg(test)]
mod tests {
    use super::policy;
    use http::{HeaderMap, Method, StatusCode};
    use preflight_policy::{Action, PolicyConfig};

    #[test]
    fn pages_of_this_machine_may_do_anything_others_nothing() {
        let policies = policy(PolicyConfig::default()).build().expect("a right policy");
        let answer = |origin: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("origin", origin.parse().expect("a value"));
            headers.insert("access-control-request-method", "PURGE".parse().expect("a value"));
            headers.insert(
                "access-control-request-headers",
                "x-a,authorization".parse().expect("one"),
            );
            match policies.evaluate(&Method::OPTIONS, "/any", &headers).action {
                Action::Answer(answer) => answer,
                Action::Forward(_) => panic!("a preflight"),
            }
        };
        for origin in [
            "http://localhost",
            "http://localhost:5173",
            "https://localhost:8443",
            "http://app.localhost:3000",
            "https://a.b.localhost",
            "http://127.0.0.1:8000",
            "http://[::1]:8000",
        ] {
            let answer = answer(origin);
            assert_eq!(answer.status, StatusCode::NO_CONTENT, "{origin}");
            assert_eq!(answer.headers["access-control-allow-origin"], origin);
            assert_eq!(answer.headers["access-control-allow-credentials"], "true");
            assert_eq!(answer.headers["access-control-allow-methods"], "PURGE");
            assert_eq!(answer.headers["access-control-allow-headers"], "x-a,authorization");
        }
        for origin in [
            "https://app.example.com",
            "null",
            "http://localhost.evil.example",
            "http://evillocalhost",
            "http://127.0.0.1.evil.example",
            "http://127.0.0.2",
            "http://192.168.0.1",
            "http://[::2]",
            "file://",
        ] {
            assert_eq!(answer(origin).status, StatusCode::FORBIDDEN, "{origin}");
        }
    }

    #[test]
    fn what_is_written_is_kept() {
        let written = PolicyConfig {
            allow_origins: vec!["https://preview.example.com".into()],
            expose_headers: vec!["X-Total".into()],
            ..PolicyConfig::default()
        };
        let policy = policy(written);
        assert_eq!(policy.expose_headers, ["X-Total"]);
        assert!(policy.allow_origins.contains(&"https://preview.example.com".to_owned()));
        assert!(policy.build().is_ok());
    }
}
