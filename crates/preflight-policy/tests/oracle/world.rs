//! Random policies, and requests that come near to what they allow.

use http::{HeaderMap, HeaderName, HeaderValue};
use preflight_fetch::{CredentialsMode, Origin, Request, RequestInit, Url};
use preflight_policy::{MaxAge, PolicyConfig};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::fmt;

/// Policies, and what is asked of a server that they run.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) policies: Vec<Written>,
    pub(crate) asked: Vec<Asked>,
    /// Whether one browser asks all of it, its preflight cache filling, or each time a new one.
    pub(crate) one_profile: bool,
}

/// A policy in pieces.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) paths: Vec<&'static str>,
    pub(crate) origins: Vec<Pattern>,
    pub(crate) methods: Vec<&'static str>,
    pub(crate) headers: Vec<&'static str>,
    pub(crate) expose: Vec<&'static str>,
    pub(crate) credentials: bool,
    pub(crate) max_age: Option<u32>,
    pub(crate) quiet: bool,
    pub(crate) debug: bool,
    pub(crate) shadow: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Pattern {
    Any,
    Of { scheme: &'static str, below: bool, host: &'static str, port: Port },
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Port {
    Default,
    Number(u16),
    Any,
}

/// Where the script runs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Page {
    /// `null`
    Opaque,
    Of {
        scheme: &'static str,
        host: String,
        port: Option<u16>,
    },
}

/// What a script asks for, and the status of the application's answer.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) page: Page,
    pub(crate) path: &'static str,
    pub(crate) method: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) credentials: &'static str,
    pub(crate) upload_listeners: bool,
    pub(crate) status: u16,
    /// Whether the application has CORS headers of its own: where a policy speaks they go.
    pub(crate) application_has_its_own: bool,
}

const PATHS: [&str; 7] = ["/a/x", "/a/b", "/a", "/c", "/c/d", "/ab", "/"];
const HOSTS: [&str; 6] = ["a.test", "b.a.test", "ab.test", "test", "localhost", "a_b.test"];
const METHODS: [&str; 19] = [
    "GET", "GET", "POST", "PUT", "get", "HEAD", "POST", "post", "PUT", "put", "DELETE", "delete",
    "PATCH", "patch", "PURGE", "purge", "OPTIONS", "options", "PUTS",
];
const NAMES: [&str; 9] =
    ["x-a", "X-B", "x-ab", "Authorization", "content-type", "Accept", "range", "dpr", "user-agent"];

fn patterns() -> impl Strategy<Value = Pattern> {
    let port = prop_oneof![
        4 => Just(Port::Default),
        2 => select(vec![3000, 8443]).prop_map(Port::Number),
        2 => Just(Port::Any),
    ];
    let of = (select(vec!["https", "https", "http", "app"]), any::<bool>(), select(&HOSTS), port);
    let of = of.prop_map(|(scheme, below, host, port)| Pattern::Of { scheme, below, host, port });
    prop_oneof![1 => Just(Pattern::Any), 9 => of]
}

fn written() -> impl Strategy<Value = Written> {
    let paths = prop_oneof![
        2 => Just(Vec::new()),
        3 => subsequence(vec!["/a/*", "/a/b", "/c", "/a", "/*"], 1..4),
    ];
    let methods = vec!["GET", "put", "PUT", "DELETE", "PATCH", "patch", "PURGE", "OPTIONS", "*"];
    let headers =
        vec!["x-a", "X-B", "x-ab", "Authorization", "Content-Type", "accept", "Range", "dpr", "*"];
    let lists = (
        paths,
        prop::collection::vec(patterns(), 0..6),
        subsequence(methods, 0..6),
        subsequence(headers, 0..7),
        subsequence(vec!["X-Request-Id", "x-nothing", "*"], 0..3),
    );
    let rest =
        (any::<bool>(), prop::option::of(select(vec![0, 5, 600, 86_400])), any::<[bool; 3]>());
    (lists, rest).prop_map(|((paths, origins, methods, headers, expose), rest)| {
        let (credentials, max_age, [quiet, debug, shadow]) = rest;
        let mut written = Written {
            paths,
            origins,
            methods,
            headers,
            expose,
            credentials,
            max_age,
            quiet,
            debug,
            shadow,
        };
        // What no policy may say: the rest of what it says is to be tested.
        if credentials {
            written.origins.retain(|pattern| *pattern != Pattern::Any);
            written.expose.retain(|name| *name != "*");
        }
        written
    })
}

/// A page that `pattern` covers.
fn covered(pattern: &Pattern) -> Page {
    let Pattern::Of { scheme, below, host, port } = pattern else { return Page::Opaque };
    let port = match port {
        Port::Default => None,
        Port::Number(number) => Some(*number),
        Port::Any => Some(3000),
    };
    Page::Of { scheme, host: format!("{}{host}", if *below { "x." } else { "" }), port }
}

/// Pages that a policy covers, pages that differ from one in a piece, and `null`.
fn pages(policies: &[Written]) -> impl Strategy<Value = Page> + use<> {
    let patterns = policies.iter().flat_map(|policy| &policy.origins);
    let own = Page::Of { scheme: "https", host: "api.test".to_owned(), port: None };
    let near: Vec<Page> = patterns.map(covered).chain([own]).collect();
    let before = select(vec!["", "y.x.", "x", "x-", "b.", "xn--bcher-kva.", "_."]);
    let after = select(vec!["", "", "", ".evil.test", "x", "."]);
    let port = select(vec![None, Some(3000), Some(8443), Some(8444)]);
    let scheme = select(vec!["https", "http", "app"]);
    let other = (select(near.clone()), 0..4, before, after, port, scheme);
    let other = other.prop_map(|(page, piece, before, after, other_port, other_scheme)| {
        let Page::Of { scheme, host, port } = page else { return page };
        let plain = host.strip_prefix("x.").unwrap_or(&host);
        match piece {
            0 => Page::Of { scheme: other_scheme, host, port },
            1 => Page::Of { scheme, host, port: other_port },
            2 => Page::Of { scheme, host: format!("{before}{plain}"), port },
            _ => Page::Of { scheme, host: format!("{host}{after}"), port },
        }
    });
    prop_oneof![1 => Just(Page::Opaque), 18 => select(near), 18 => other]
}

fn headers() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let values = [
        "1",
        "",
        "text/plain",
        "application/json",
        "text/plain;charset=\"x\"",
        "bytes=0-",
        "Bytes=0-",
        "bytes=5-1",
        "on",
        "en",
        "2.5",
        "\u{e9}",
        "x, y",
    ];
    let value = prop_oneof![
        12 => select(values.to_vec()).prop_map(str::to_owned),
        1 => select(vec![127_usize, 128, 129]).prop_map(|length| "v".repeat(length)),
    ];
    let one = (select(&NAMES), value);
    prop_oneof![
        8 => Just(Vec::new()),
        12 => prop::collection::vec(one, 1..4),
        // More than 1024 bytes in all make safelisted headers unsafe in most browsers.
        1 => (8_usize..10).prop_map(|count| vec![("Accept", "v".repeat(128)); count]),
    ]
}

fn asked(policies: &[Written]) -> impl Strategy<Value = Asked> + use<> {
    let what = (pages(policies), select(&PATHS), select(&METHODS), headers());
    let how = (
        select(vec!["omit", "same-origin", "same-origin", "include"]),
        prop::bool::weighted(0.2),
        select(vec![200, 204, 404, 500]),
        any::<bool>(),
    );
    (what, how).prop_map(|((page, path, method, headers), how)| {
        let (credentials, upload_listeners, status, application_has_its_own) = how;
        Asked {
            page,
            path,
            method,
            headers,
            credentials,
            upload_listeners,
            status,
            application_has_its_own,
        }
    })
}

/// Any world.
pub(crate) fn world() -> impl Strategy<Value = World> {
    prop::collection::vec(written(), 1..4).prop_flat_map(|policies| {
        let asked = prop::collection::vec(asked(&policies), 1..10);
        (Just(policies), asked, any::<bool>()).prop_map(|(policies, mut asked, one_profile)| {
            for asked in &mut asked {
                // Where no policy speaks, nothing is replaced.
                let speaking = policies.iter().filter(|p| !p.shadow);
                asked.application_has_its_own &= speaking.into_iter().any(|p| p.paths.is_empty());
            }
            World { policies, asked, one_profile }
        })
    })
}

impl World {
    /// The policies as somebody would write them.
    pub(crate) fn configs(&self) -> Vec<PolicyConfig> {
        self.policies.iter().map(Written::config).collect()
    }
}

impl Written {
    fn config(&self) -> PolicyConfig {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        PolicyConfig {
            paths: owned(&self.paths),
            allow_origins: self.origins.iter().map(ToString::to_string).collect(),
            allow_methods: owned(&self.methods),
            allow_headers: owned(&self.headers),
            expose_headers: owned(&self.expose),
            allow_credentials: self.credentials,
            max_age: self.max_age.map(MaxAge),
            quiet: self.quiet,
            debug: self.debug,
            shadow: self.shadow,
            dangerously_allow_insecure_origins: true,
            dangerously_allow_public_suffixes: true,
        }
    }
}

impl Page {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Opaque => "null".to_owned(),
            Self::Of { scheme, host, port: None } => format!("{scheme}://{host}"),
            Self::Of { scheme, host, port: Some(port) } => format!("{scheme}://{host}:{port}"),
        }
    }

    pub(crate) fn origin(&self) -> Origin {
        self.text().parse().unwrap_or_else(|error| panic!("{error}"))
    }
}

impl Asked {
    pub(crate) fn url(&self) -> Url {
        format!("https://api.test{}", self.path).parse().expect("a URL")
    }

    pub(crate) fn init(&self) -> RequestInit {
        let headers = self.headers.iter();
        RequestInit {
            method: self.method.to_owned(),
            headers: headers.map(|(n, v)| ((*n).to_owned(), v.clone().into_bytes())).collect(),
            credentials_mode: self.credentials.parse::<CredentialsMode>().expect("a mode"),
            use_cors_preflight: self.upload_listeners,
            ..RequestInit::default()
        }
    }

    pub(crate) fn request(&self) -> Request {
        Request::new(self.url(), self.page.origin(), self.init()).expect("a request")
    }

    /// The headers of the application's response.
    pub(crate) fn application_headers(&self) -> HeaderMap {
        let own = [
            ("access-control-allow-origin", "*"),
            ("access-control-allow-credentials", "true"),
            ("access-control-expose-headers", "x-other"),
        ];
        let own = own.into_iter().filter(|_| self.application_has_its_own);
        let all = own.chain([("x-request-id", "7"), ("x-other", "8"), ("vary", "accept-encoding")]);
        all.map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v))).collect()
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Of { scheme, below, host, port } = self else { return f.write_str("*") };
        write!(f, "{scheme}://{}{host}", if *below { "*." } else { "" })?;
        match port {
            Port::Default => Ok(()),
            Port::Number(port) => write!(f, ":{port}"),
            Port::Any => f.write_str(":*"),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} from {}", self.method, self.path, self.page.text())?;
        write!(f, ", credentials {}, headers {:?}", self.credentials, self.headers)?;
        f.write_str(if self.upload_listeners { ", upload listeners" } else { "" })
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for config in self.configs() {
            writeln!(f, "{config:?}")?;
        }
        Ok(())
    }
}
