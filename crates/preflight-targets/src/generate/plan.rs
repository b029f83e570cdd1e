//! What a configuration is to say.

use super::exact_origin;
use preflight_fetch::{Origin, Url};
use preflight_policy::{OriginPattern, PathPattern, Policies, PolicyConfig};

/// What a configuration is to say: policies that cannot be wrong, taken apart for writing down, and
/// where the server listens and passes requests on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The policies; the first that speaks for a path holds for it. Never empty.
    pub rules: Vec<Rule>,
    /// Where the server listens, for targets that are servers: `127.0.0.1:8080`.
    pub listen: String,
    /// What stands behind the server, for targets that pass requests on: `http://127.0.0.1:3000`,
    /// without a path.
    pub upstream: String,
    /// Whether to write the nearest safe alternative for what the target cannot express.
    pub approximate: bool,
}

/// One policy, in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// For which paths; none for all of them.
    pub paths: Vec<PathPattern>,
    /// Who may read; `Any` stands alone.
    pub origins: Vec<OriginPattern>,
    /// Methods beyond the safelisted ones, as configured.
    pub methods: Names,
    /// Request headers, lower case.
    pub headers: Names,
    /// Response headers that scripts may read, lower case.
    pub expose: Names,
    /// Whether credentials are allowed.
    pub credentials: bool,
    /// Seconds.
    pub max_age: Option<u32>,
}

/// Names of methods or headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Names {
    /// Any; beside it `authorization`, where the policy names it and `*` does not cover it.
    Any {
        /// Whether `authorization` is named beside `*`.
        authorization: bool,
    },
    /// These.
    Listed(Vec<String>),
}

impl Plan {
    /// Where a server listens unless it is told otherwise.
    pub const LISTEN: &'static str = "127.0.0.1:8080";
    /// What stands behind a server unless it is told otherwise.
    pub const UPSTREAM: &'static str = "http://127.0.0.1:3000";

    /// The plan of these policies, with the defaults for the rest. Policies in shadow mode are left
    /// out: they change nothing.
    #[must_use]
    pub fn new(policies: &Policies) -> Self {
        let configs = policies.configs();
        Self {
            rules: configs.iter().filter(|config| !config.shadow).map(Rule::new).collect(),
            listen: Self::LISTEN.to_owned(),
            upstream: Self::UPSTREAM.to_owned(),
            approximate: false,
        }
    }

    /// An address and a port to listen on, as a server's configuration names them.
    ///
    /// # Errors
    /// What to write instead.
    pub fn read_listen(given: &str) -> Result<String, String> {
        let address: std::net::SocketAddr = given
            .parse()
            .map_err(|_| format!("write an address and a port, such as `{}`", Self::LISTEN))?;
        Ok(address.to_string())
    }

    /// A URL without a path: what is behind the server keeps the paths.
    ///
    /// # Errors
    /// What to write instead.
    pub fn read_upstream(given: &str) -> Result<String, String> {
        let example = Self::UPSTREAM;
        let url = Url::parse(given)
            .map_err(|e| format!("no URL ({e}); write one such as `{example}`"))?;
        let bare = matches!(url.scheme(), "http" | "https") && url.path() == "/";
        let more = url.query().is_some()
            || url.fragment().is_some()
            || !url.username().is_empty()
            || url.password().is_some();
        if !bare || more {
            return Err(format!("write a scheme, a host and a port only, such as `{example}`"));
        }
        Ok(Origin::of(&url).serialized().to_owned())
    }

    /// The paths of a rule of which no earlier one speaks, for targets that take an exact path before
    /// the longest prefix, in whatever order they stand.
    #[must_use]
    pub fn unclaimed_paths(&self, rule: usize) -> Vec<&PathPattern> {
        let (earlier, rules) = self.rules.split_at(rule);
        let claimed = |path: &PathPattern| {
            let mut earlier = earlier.iter().flat_map(|rule| &rule.paths);
            earlier.any(|other| other.covers(path))
        };
        rules[0].paths.iter().filter(|path| !claimed(path)).collect()
    }

    /// The host and port of the upstream, without its scheme.
    #[must_use]
    pub fn upstream_authority(&self) -> &str {
        self.upstream.split_once("://").map_or(self.upstream.as_str(), |(_, authority)| authority)
    }

    /// The host of the upstream, an IPv6 address without its brackets, and its port.
    #[must_use]
    pub fn upstream_host_and_port(&self) -> (&str, &str) {
        let default = if self.upstream.starts_with("https:") { "443" } else { "80" };
        let authority = self.upstream_authority();
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port),
            _ => (authority, default),
        };
        (host.trim_start_matches('[').trim_end_matches(']'), port)
    }
}

impl Rule {
    /// `config` is canonical: what it has that is no pattern is left out.
    fn new(config: &PolicyConfig) -> Self {
        let mut origins: Vec<_> =
            config.allow_origins.iter().filter_map(|o| OriginPattern::parse(o).ok()).collect();
        if origins.contains(&OriginPattern::Any) {
            origins = vec![OriginPattern::Any];
        }
        Self {
            paths: config.paths.iter().filter_map(|p| PathPattern::parse(p).ok()).collect(),
            origins,
            methods: Names::new(&config.allow_methods),
            headers: Names::new(&config.allow_headers),
            expose: Names::new(&config.expose_headers),
            credentials: config.allow_credentials,
            max_age: config.max_age.map(|age| age.0),
        }
    }

    /// Whether this holds for every path.
    #[must_use]
    pub fn is_for_every_path(&self) -> bool {
        self.paths.is_empty() || self.paths.iter().any(PathPattern::is_every_path)
    }

    /// Whether any origin is allowed.
    #[must_use]
    pub fn allows_any_origin(&self) -> bool {
        self.origins == [OriginPattern::Any]
    }

    /// The paths as a policy's file has them: `/api/*` is all below `/api/`. None for all of them.
    #[must_use]
    pub fn written_paths(&self) -> Vec<String> {
        self.paths.iter().map(ToString::to_string).collect()
    }

    /// The origins that are compared as a whole, `*` among them, and those that are patterns.
    #[must_use]
    pub fn exact_origins_and_patterns(&self) -> (Vec<String>, Vec<&OriginPattern>) {
        let any = self.allows_any_origin();
        let (patterns, exact): (Vec<_>, Vec<_>) =
            self.origins.iter().partition(|origin| !any && exact_origin(origin).is_none());
        (exact.into_iter().map(ToString::to_string).collect(), patterns)
    }

    /// The methods listed, `GET`, `HEAD` and `POST` before them, for targets that want all named.
    /// `None` where any is allowed.
    #[must_use]
    pub fn all_methods(&self) -> Option<Vec<&str>> {
        let Names::Listed(listed) = &self.methods else { return None };
        let mut all = vec!["GET", "HEAD", "POST"];
        all.extend(
            listed.iter().map(String::as_str).filter(|m| !["GET", "HEAD", "POST"].contains(m)),
        );
        Some(all)
    }
}

impl Names {
    fn new(names: &[String]) -> Self {
        if names.iter().any(|name| name == "*") {
            return Self::Any { authorization: names.iter().any(|name| name == "authorization") };
        }
        Self::Listed(names.to_vec())
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Listed(names) if names.is_empty())
    }

    /// As the value of a header for requests without credentials: names with `separator` between
    /// them, or `*`.
    #[must_use]
    pub fn joined(&self, separator: &str) -> String {
        match self {
            Self::Any { authorization: false } => "*".to_owned(),
            Self::Any { authorization: true } => format!("*{separator}authorization"),
            Self::Listed(names) => names.join(separator),
        }
    }

    /// As a policy's file has them: the names, or `*`.
    #[must_use]
    pub fn written(&self) -> Vec<&str> {
        match self {
            Self::Any { authorization: false } => vec!["*"],
            Self::Any { authorization: true } => vec!["*", "authorization"],
            Self::Listed(names) => names.iter().map(String::as_str).collect(),
        }
    }

    /// The names; none where any is allowed.
    #[must_use]
    pub fn listed(&self) -> &[String] {
        match self {
            Self::Any { .. } => &[],
            Self::Listed(names) => names,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;

    #[test]
    fn an_upstream_has_no_path_and_no_user() {
        assert_eq!(
            Plan::read_upstream("HTTP://Api.example:80"),
            Ok("http://api.example".to_owned())
        );
        for given in [
            "api.example",
            "ftp://a.example",
            "http://a.example/x",
            "http://a.example/?x",
            "http://a.example/#x",
            "http://u@a.example",
            "http://:p@a.example",
            "",
        ] {
            assert!(Plan::read_upstream(given).is_err(), "{given}");
        }
        assert_eq!(Plan::read_listen("[::1]:80"), Ok("[::1]:80".to_owned()));
        assert!(Plan::read_listen("8080").is_err());
    }
}
