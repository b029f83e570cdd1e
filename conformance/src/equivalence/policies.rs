//! The policies that every target writes down.

use preflight_policy::{MaxAge, Policies, PolicyConfig};

/// A set of policies by name, and who is to try it.
#[derive(Debug)]
pub struct Subject {
    /// Its name in tables and in what a target [cannot](crate::real_server::Server::cannot).
    pub name: &'static str,
    /// The policies.
    pub policies: Policies,
    /// Origins that some policy of these allows.
    pub allowed: Vec<&'static str>,
    /// Under which folders to ask.
    pub folders: Vec<&'static str>,
    /// One of them, for which a policy that does not allow any origin speaks, if there is one.
    pub folder: &'static str,
}

impl Subject {
    /// Whether any origin is allowed in its [`folder`](Self::folder).
    #[must_use]
    pub fn allows_any_origin(&self) -> bool {
        self.policies.configs().iter().all(|config| config.allow_origins == ["*"])
    }

    /// Whether credentials are allowed there.
    #[must_use]
    pub fn allows_credentials(&self) -> bool {
        self.policies.configs().iter().any(|config| config.allow_credentials)
    }
}

/// An origin that no policy of these allows, unless it allows any.
pub const STRANGER: &str = "https://evil.example";

const APP: &str = "https://app.example.com";

/// Header names that are valid and mean something in many languages.
pub(super) const HOSTILE_HEADERS: [&str; 8] =
    ["x-it's", "x-$host", "x-`id`", "x-50%", "x-#1", "x-a|b", "x-a&b!", "x-~^*+."];
/// Methods of the same sort.
pub(super) const HOSTILE_METHODS: [&str; 4] = ["M'$M", "#PUT", "%m|`", "P$1"];

/// All of them.
///
/// # Panics
/// Where one is not valid: it is our own.
#[must_use]
pub fn subjects() -> Vec<Subject> {
    let mut subjects = origins();
    subjects.extend(anything());
    subjects.extend(names_and_ages());
    subjects.push(paths());
    subjects.push(hostile_paths());
    subjects
}

/// Every form of origin.
fn origins() -> Vec<Subject> {
    const SEVERAL: [&str; 3] = [APP, "https://admin.example.com:8443", "http://localhost:3000"];
    const ADDRESSES: [&str; 2] = ["http://127.0.0.1:8000", "http://[::1]:8000"];
    let several = PolicyConfig {
        allow_methods: texts(&["PATCH"]),
        allow_headers: texts(&["content-type", "x-cart-id"]),
        expose_headers: texts(&["x-request-id", "x-total"]),
        ..policy(&SEVERAL)
    };
    let any_port =
        PolicyConfig { allow_methods: texts(&["PUT"]), ..policy(&["http://localhost:*"]) };
    let app_scheme = PolicyConfig {
        allow_headers: texts(&["content-type"]),
        ..policy(&["capacitor://localhost"])
    };
    vec![
        subject("simple requests", &[APP], &[policy(&[APP])]),
        subject("credentials", &[APP], &[full(APP)]),
        subject("several origins", &SEVERAL, &[several]),
        subject(
            "subdomains",
            &["https://a.example.org", "https://a.b.example.org"],
            &[full("https://*.example.org")],
        ),
        subject("any port", &["http://localhost:3000", "http://localhost"], &[any_port]),
        subject("addresses", &ADDRESSES, &[policy(&ADDRESSES)]),
        subject("an app's scheme", &["capacitor://localhost"], &[app_scheme]),
    ]
}

/// Every use of `*`.
fn anything() -> Vec<Subject> {
    let anything = |origin: &str| PolicyConfig {
        allow_methods: texts(&["*"]),
        allow_headers: texts(&["*"]),
        ..policy(&[origin])
    };
    let with_authorization = PolicyConfig {
        allow_headers: texts(&["*", "authorization"]),
        expose_headers: texts(&["*"]),
        ..anything("*")
    };
    let with_credentials = PolicyConfig { allow_credentials: true, ..anything(APP) };
    vec![
        subject("any origin", &[APP], &[policy(&["*"])]),
        subject("anything", &[APP], &[with_authorization]),
        subject("anything with credentials", &[APP], &[with_credentials]),
    ]
}

fn names_and_ages() -> Vec<Subject> {
    let asked_each_time =
        PolicyConfig { allow_methods: texts(&["PUT"]), max_age: Some(MaxAge(0)), ..policy(&[APP]) };
    let hostile = PolicyConfig {
        allow_methods: texts(&HOSTILE_METHODS),
        allow_headers: texts(&HOSTILE_HEADERS),
        expose_headers: texts(&HOSTILE_HEADERS),
        ..policy(&[APP])
    };
    vec![
        subject("asked each time", &[APP], &[asked_each_time]),
        subject("hostile names", &[APP], &[hostile]),
    ]
}

/// Two policies, and paths for which neither speaks.
fn paths() -> Subject {
    let public = PolicyConfig { paths: texts(&["/public/*", "/ok"]), ..policy(&["*"]) };
    let api = PolicyConfig { paths: texts(&["/api/*"]), ..full(APP) };
    Subject {
        folders: vec!["", "/api", "/api/v2", "/apis", "/public"],
        folder: "/api",
        ..subject("paths", &[APP], &[public, api])
    }
}

/// Paths that mean something in many languages, and some that a slip in their quotation would match.
fn hostile_paths() -> Subject {
    const PATHS: [&str; 7] =
        ["/it's/*", "/a b/*", "/$host/*", "/{{x}}/*", "/\"q\"/*", "/(xy)+./*", "/:id/*"];
    let policy = PolicyConfig { paths: texts(&PATHS), ..full(APP) };
    let written = ["/it's", "/a%20b", "/$host", "/%7B%7Bx%7D%7D", "/%22q%22", "/(xy)+."];
    let others = ["/:id", "/xy", "/x", "/q", "/a"];
    Subject {
        folders: written.into_iter().chain(others).collect(),
        folder: "/it's",
        ..subject("hostile paths", &[APP], &[policy])
    }
}

/// Credentials, and something in every list.
fn full(origin: &str) -> PolicyConfig {
    PolicyConfig {
        allow_methods: texts(&["PUT", "DELETE", "PURGE"]),
        allow_headers: texts(&["authorization", "content-type"]),
        expose_headers: texts(&["x-request-id"]),
        allow_credentials: true,
        max_age: Some(MaxAge(600)),
        ..policy(&[origin])
    }
}

fn subject(name: &'static str, allowed: &[&'static str], configs: &[PolicyConfig]) -> Subject {
    let (policies, _) = Policies::new(configs).unwrap_or_else(|problems| panic!("{problems}"));
    Subject { name, policies, allowed: allowed.to_vec(), folders: vec![""], folder: "" }
}

fn policy(origins: &[&str]) -> PolicyConfig {
    PolicyConfig { allow_origins: texts(origins), ..PolicyConfig::default() }
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}
