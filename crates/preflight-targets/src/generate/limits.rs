//! What a service takes of a policy, for targets that are told lists and no conditions: cloud services
//! have a form with fixed fields, and what it has no field for is a shortfall.

use super::exact_origin;
use super::plan::{Names, Plan, Rule};
use super::shortfall::Shortfalls;
use preflight_policy::OriginPattern;

/// For how long browsers keep a permission where nothing is said of it, in seconds: the default of the
/// [Fetch standard](https://fetch.spec.whatwg.org/#cors-preflight-fetch). Written for services that
/// would say something else by themselves.
pub(crate) const DEFAULT_MAX_AGE: u32 = 5;

/// What `*` in a list means to a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Star {
    /// It is sent as it is: browsers take it for anything on requests without credentials, but
    /// `authorization`.
    Sent,
    /// Whatever a preflight asks for is granted, `authorization` too.
    Grants,
    /// Nothing.
    Unknown,
}

/// What a service can be told.
#[derive(Debug)]
pub(crate) struct Limits {
    /// Its texts for a pattern of origins, or why there is none. `*` is known to all.
    pub(crate) origin: fn(&OriginPattern) -> Result<Vec<String>, &'static str>,
    /// The methods that it knows; `None`: whatever is written.
    pub(crate) methods: Option<&'static [&'static str]>,
    /// `*` among methods.
    pub(crate) any_method: Star,
    /// `*` among request headers.
    pub(crate) any_header: Star,
    /// `*` among exposed headers.
    pub(crate) any_expose: Star,
    /// Whether it can be told to allow credentials.
    pub(crate) credentials: bool,
    /// The longest `max_age` in seconds.
    pub(crate) max_age: u32,
}

/// What a service takes of one policy.
#[derive(Debug)]
pub(crate) struct Taken {
    /// Never empty.
    pub(crate) origins: Vec<String>,
    /// With `GET`, `HEAD` and `POST`.
    pub(crate) methods: Vec<String>,
    /// Lower case.
    pub(crate) headers: Vec<String>,
    /// Lower case.
    pub(crate) expose: Vec<String>,
    /// Whether credentials are allowed.
    pub(crate) credentials: bool,
    /// Seconds.
    pub(crate) max_age: Option<u32>,
}

/// The origin written out, for services that compare whole origins only.
///
/// # Errors
/// Why a pattern with a wildcard cannot be written.
pub(crate) fn whole_origin(pattern: &OriginPattern) -> Result<Vec<String>, &'static str> {
    let exact = exact_origin(pattern).map(|origin| vec![origin]);
    exact.ok_or("origins are compared as a whole, without wildcards")
}

impl Limits {
    /// What the service takes of the policy; `None` where none of its origins can be written.
    pub(crate) fn of(&self, rule: &Rule, shortfalls: &mut Shortfalls) -> Option<Taken> {
        let origins = self.origins(rule, shortfalls);
        let taken = Taken {
            methods: self.methods(rule, shortfalls),
            headers: self.headers(rule, shortfalls),
            expose: self.expose(rule, shortfalls),
            credentials: self.credentials(rule, shortfalls),
            max_age: self.max_age(rule, shortfalls),
            origins,
        };
        (!taken.origins.is_empty()).then_some(taken)
    }

    fn origins(&self, rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
        if rule.allows_any_origin() {
            return vec!["*".to_owned()];
        }
        let mut origins = Vec::new();
        for pattern in &rule.origins {
            match (self.origin)(pattern) {
                Ok(texts) => origins.extend(texts),
                Err(why) => {
                    let instead = "it is left out: name the origins that you use one by one";
                    shortfalls.push("allow_origins", &pattern.to_string(), why, instead);
                }
            }
        }
        origins
    }

    fn methods(&self, rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
        const COMMON: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
        let Some(methods) = rule.all_methods() else {
            let why = match (self.any_method, rule.credentials) {
                (Star::Grants, _) | (Star::Sent, false) => return vec!["*".to_owned()],
                (Star::Sent, true) => "with credentials browsers take `*` for the name of a method",
                (Star::Unknown, _) => "it has no word for any method",
            };
            let known = self.methods.unwrap_or(&COMMON);
            shortfalls.push("allow_methods", "*", why, format!("{} are written", known.join(", ")));
            return known.iter().map(|&method| method.to_owned()).collect();
        };
        let mut known = Vec::new();
        for method in methods {
            if self.methods.is_some_and(|known| !known.contains(&method)) {
                let why = "it knows a few methods only, and not this one";
                shortfalls.push("allow_methods", method, why, "it is left out");
            } else if is_plain(method, "allow_methods", shortfalls) {
                known.push(method.to_owned());
            }
        }
        known
    }

    fn headers(&self, rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
        let Names::Any { authorization } = rule.headers else {
            return plain_names(&rule.headers, "allow_headers", shortfalls);
        };
        let mut named = Vec::new();
        if authorization {
            named.push("authorization".to_owned());
        }
        let why = match self.any_header {
            Star::Sent if !rule.credentials => {
                named.insert(0, "*".to_owned());
                return named;
            }
            Star::Sent => "with credentials browsers take `*` for the name of a header",
            Star::Grants if rule.credentials || authorization => return vec!["*".to_owned()],
            Star::Grants => "its `*` also allows `authorization`, which a policy names for itself",
            Star::Unknown => "it has no word for any header",
        };
        shortfalls.push("allow_headers", "*", why, "it is left out: name the headers that you use");
        named
    }

    fn expose(&self, rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
        let Names::Any { .. } = rule.expose else {
            return plain_names(&rule.expose, "expose_headers", shortfalls);
        };
        let why = match self.any_expose {
            Star::Sent if !rule.credentials => return vec!["*".to_owned()],
            Star::Sent => "with credentials browsers take `*` for the name of a header",
            Star::Grants | Star::Unknown => "it takes names only",
        };
        shortfalls.push(
            "expose_headers",
            "*",
            why,
            "it is left out: name the headers that scripts read",
        );
        Vec::new()
    }

    fn credentials(&self, rule: &Rule, shortfalls: &mut Shortfalls) -> bool {
        if rule.credentials && !self.credentials {
            let why = "it has no switch for `Access-Control-Allow-Credentials`";
            shortfalls.push("allow_credentials", "true", why, "requests with credentials fail");
        }
        rule.credentials && self.credentials
    }

    fn max_age(&self, rule: &Rule, shortfalls: &mut Shortfalls) -> Option<u32> {
        let max_age = rule.max_age?;
        if max_age > self.max_age {
            let instead = format!("{} is written", self.max_age);
            shortfalls.push("max_age", &max_age.to_string(), "it is longer than allowed", instead);
        }
        Some(max_age.min(self.max_age))
    }
}

fn plain_names(names: &Names, field: &str, shortfalls: &mut Shortfalls) -> Vec<String> {
    let listed = names.listed().iter();
    listed.filter(|name| is_plain(name, field, shortfalls)).cloned().collect()
}

/// Whether no part of a name could be taken for a wildcard.
fn is_plain(name: &str, field: &str, shortfalls: &mut Shortfalls) -> bool {
    if name.contains('*') {
        let why = "a `*` within a name may be taken for a wildcard";
        shortfalls.push(field, name, why, "it is left out");
    }
    !name.contains('*')
}

impl Plan {
    /// The first policy, for a target that holds one; `why` it holds no other.
    pub(crate) fn first_alone(&self, shortfalls: &mut Shortfalls, why: &'static str) -> &Rule {
        for other in &self.rules[1..] {
            let paths = match other.written_paths() {
                paths if paths.is_empty() => "/*".to_owned(),
                paths => paths.join(", "),
            };
            let instead = "the first alone is written, other paths allow nothing";
            shortfalls.push("paths", &paths, why, instead);
        }
        &self.rules[0]
    }

    /// The policy for every path, for a target that has no place for others: `why`, and what to do
    /// `instead`.
    pub(crate) fn for_every_path(
        &self,
        shortfalls: &mut Shortfalls,
        why: &'static str,
        instead: &'static str,
    ) -> Option<&Rule> {
        let others = self.rules.iter().filter(|rule| !rule.is_for_every_path());
        for path in others.flat_map(Rule::written_paths) {
            shortfalls.push("paths", &path, why, instead);
        }
        self.rules.iter().find(|rule| rule.is_for_every_path())
    }

    /// The policies for a target that holds one for all paths, each with what its file's name ends in:
    /// nothing for a single one. Where one is for some paths only, `instead` says where it may go.
    pub(crate) fn apart<'a>(
        &'a self,
        shortfalls: &mut Shortfalls,
        instead: &'static str,
    ) -> impl Iterator<Item = (String, &'a Rule)> {
        for rule in self.rules.iter().filter(|rule| !rule.is_for_every_path()) {
            let why = "there is one policy for all paths";
            shortfalls.push("paths", &rule.written_paths().join(", "), why, instead);
        }
        let several = self.rules.len() > 1;
        let suffix = move |n: usize| if several { format!("-{}", n + 1) } else { String::new() };
        self.rules.iter().enumerate().map(move |(n, rule)| (suffix(n), rule))
    }
}
