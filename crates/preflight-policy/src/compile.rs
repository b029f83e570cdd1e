//! From a policy as written to one that cannot be wrong, with all problems on the way.

use crate::config::{MaxAge, PolicyConfig};
use crate::covered::covered;
use crate::origin_pattern::OriginPattern;
use crate::origin_set::OriginSet;
use crate::paths::PathPattern;
use crate::policy::{Entries, Policy};
use crate::prepare::policy;
use crate::problem::{Field, Place, Problem, Problems, Reason};
use preflight_fetch::Browser;
use preflight_fetch::http::forbidden::{
    is_forbidden_request_header, is_forbidden_response_header_name,
};
use preflight_fetch::http::methods::{is_forbidden_method, is_token, normalize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// Reads one policy; problems go to a list that all policies share.
pub(crate) struct Compiler<'p> {
    index: usize,
    problems: &'p mut Problems,
}

/// Something written in a list, with its place there.
type Written<T> = (usize, T);

impl<'p> Compiler<'p> {
    pub(crate) const fn new(index: usize, problems: &'p mut Problems) -> Self {
        Self { index, problems }
    }

    /// Where there are errors, what comes of it is not to be used.
    pub(crate) fn compile(&mut self, written: &PolicyConfig) -> Policy {
        let paths = self.paths(&written.paths);
        let origins = self.origins(written);
        let methods = self.methods(&written.allow_methods);
        let headers = self.request_headers(written);
        let expose = self.expose(written);
        self.max_age(written.max_age);
        if written.allow_origins.is_empty() && says_something(written) {
            self.report(Field::AllowOrigins, None, Reason::NobodyAllowed, "", None);
        }
        let (method_entries, methods) = methods.into_iter().unzip();
        let (header_entries, headers) = headers.into_iter().unzip();
        let entries = Entries { methods: method_entries, headers: header_entries };
        let config = PolicyConfig {
            paths: written.paths.clone(),
            allow_origins: origins.iter().map(|(_, pattern)| pattern.to_string()).collect(),
            allow_methods: methods,
            allow_headers: headers,
            expose_headers: expose.into_iter().map(|(_, name)| name).collect(),
            ..written.clone()
        };
        let origins = OriginSet::new(origins.iter().map(|(entry, pattern)| (*entry, pattern)));
        policy(self.index, config, entries, paths, origins)
    }

    fn report(
        &mut self,
        field: Field,
        entry: Option<usize>,
        reason: Reason,
        given: &str,
        correction: Option<String>,
    ) {
        let place = Place { policy: self.index, field, entry };
        self.problems.push(Problem { place, reason, given: given.to_owned(), correction });
    }

    fn paths(&mut self, written: &[String]) -> Vec<PathPattern> {
        let mut paths = Vec::new();
        for (entry, given) in written.iter().enumerate() {
            match PathPattern::parse(given) {
                Ok(path) => paths.push(path),
                Err((reason, correction)) => {
                    self.report(Field::Paths, Some(entry), reason, given, correction);
                }
            }
        }
        paths
    }

    fn origins(&mut self, written: &PolicyConfig) -> Vec<Written<OriginPattern>> {
        let mut patterns = Vec::new();
        for (entry, given) in written.allow_origins.iter().enumerate() {
            match OriginPattern::parse(given) {
                Ok(pattern) => {
                    if let Some(reason) = with_credentials(&pattern, written) {
                        self.report(Field::AllowOrigins, Some(entry), reason, given, None);
                    }
                    patterns.push((entry, pattern));
                }
                Err((reason, correction)) => {
                    self.report(Field::AllowOrigins, Some(entry), reason, given, correction);
                }
            }
        }
        for (entry, reason) in covered(&patterns) {
            let given = &written.allow_origins[entry];
            self.report(Field::AllowOrigins, Some(entry), reason, given, None);
        }
        patterns
    }

    fn methods(&mut self, written: &[String]) -> Vec<Written<String>> {
        let mut methods = Vec::new();
        for (entry, given) in written.iter().enumerate() {
            let reason = if !is_token(given.as_bytes()) {
                Reason::NotAMethod
            } else if is_forbidden_method(given.as_bytes()) {
                Reason::ForbiddenMethod
            } else {
                let method = normalize(given);
                let upper = method.to_ascii_uppercase();
                if *method != upper && is_registered(&upper) {
                    self.report(
                        Field::AllowMethods,
                        Some(entry),
                        Reason::LowerCaseMethod,
                        given,
                        Some(upper),
                    );
                }
                methods.push((entry, method.into_owned()));
                continue;
            };
            self.report(Field::AllowMethods, Some(entry), reason, given, None);
        }
        self.unique(Field::AllowMethods, methods, |_| true)
    }

    fn request_headers(&mut self, written: &PolicyConfig) -> Vec<Written<String>> {
        let names = self.names(Field::AllowHeaders, &written.allow_headers, |name| {
            if name.starts_with("access-control-") && !name.starts_with("access-control-request-") {
                Some(Reason::ResponseHeader)
            } else {
                is_forbidden_request_header(name, b"").then_some(Reason::ForbiddenRequestHeader)
            }
        });
        let any = names.iter().find(|(_, name)| name == "*").map(|(entry, _)| *entry);
        let authorization = names.iter().any(|(_, name)| name == "authorization");
        if let Some(entry) = any
            && !written.allow_credentials
            && !authorization
        {
            let reason = Reason::AnyHeaderWithoutAuthorization;
            self.report(Field::AllowHeaders, Some(entry), reason, "*", None);
        }
        let said_by_any = |name: &str| written.allow_credentials || name != "authorization";
        self.unique(Field::AllowHeaders, names, said_by_any)
    }

    fn expose(&mut self, written: &PolicyConfig) -> Vec<Written<String>> {
        let names = self.names(Field::ExposeHeaders, &written.expose_headers, |name| {
            if is_forbidden_response_header_name(name) {
                Some(Reason::ForbiddenResponseHeader)
            } else if name.starts_with("access-control-request-") || name == "origin" {
                Some(Reason::RequestHeader)
            } else {
                (name == "*" && written.allow_credentials)
                    .then_some(Reason::ExposeAnyWithCredentials)
            }
        });
        self.unique(Field::ExposeHeaders, names, |_| true)
    }

    /// Header names in lower case, those left out in which `fault` finds one.
    fn names(
        &mut self,
        field: Field,
        written: &[String],
        fault: impl Fn(&str) -> Option<Reason>,
    ) -> Vec<Written<String>> {
        let mut names = Vec::new();
        for (entry, given) in written.iter().enumerate() {
            let name = given.to_ascii_lowercase();
            let reason =
                if is_token(name.as_bytes()) { fault(&name) } else { Some(Reason::NotAHeaderName) };
            match reason {
                Some(reason) => self.report(field, Some(entry), reason, given, None),
                None => names.push((entry, name)),
            }
        }
        names
    }

    /// Each once, in the order in which they were written; beside `*` only what it does not say.
    fn unique(
        &mut self,
        field: Field,
        written: Vec<Written<String>>,
        said_by_any: impl Fn(&str) -> bool,
    ) -> Vec<Written<String>> {
        let any = written.iter().any(|(_, text)| text == "*");
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for (entry, text) in written {
            if any && text != "*" && said_by_any(&text) {
                self.report(field, Some(entry), Reason::CoveredByWildcard, &text, None);
                continue;
            }
            match first.entry(text) {
                Entry::Occupied(known) => {
                    self.report(field, Some(entry), Reason::Duplicate, known.key(), None);
                }
                Entry::Vacant(new) => {
                    new.insert(entry);
                }
            }
        }
        let mut unique: Vec<_> = first.into_iter().map(|(text, entry)| (entry, text)).collect();
        unique.sort_unstable();
        unique
    }

    fn max_age(&mut self, max_age: Option<MaxAge>) {
        let Some(MaxAge(seconds)) = max_age else { return };
        let given = seconds.to_string();
        if seconds > MaxAge::LIMIT {
            let correction = Some(MaxAge::LIMIT.to_string());
            self.report(Field::MaxAge, None, Reason::MaxAgeTooLong, &given, correction);
        } else if seconds > Browser::Chromium.habits().max_age_limit {
            self.report(Field::MaxAge, None, Reason::MaxAgeCapped, &given, None);
        } else if seconds > Browser::WebKit.habits().max_age_limit {
            self.report(Field::MaxAge, None, Reason::MaxAgeCappedByWebKit, &given, None);
        }
    }
}

/// What speaks against a pattern where credentials are allowed.
fn with_credentials(pattern: &OriginPattern, written: &PolicyConfig) -> Option<Reason> {
    if !written.allow_credentials {
        None
    } else if *pattern == OriginPattern::Any {
        Some(Reason::AnyOriginWithCredentials)
    } else if pattern.is_below_public_suffix() && !written.dangerously_allow_public_suffixes {
        Some(Reason::PublicSuffixWithCredentials)
    } else if !pattern.is_secure() && !written.dangerously_allow_insecure_origins {
        Some(Reason::InsecureWithCredentials)
    } else {
        None
    }
}

/// Whether the policy says anything that needs an origin.
fn says_something(written: &PolicyConfig) -> bool {
    written.allow_credentials
        || written.max_age.is_some()
        || [&written.allow_methods, &written.allow_headers, &written.expose_headers]
            .iter()
            .any(|list| !list.is_empty())
}

/// Whether a method of this name is in use: its lower-case twin was hardly meant.
fn is_registered(method: &str) -> bool {
    matches!(
        method,
        "PATCH"
            | "QUERY"
            | "PURGE"
            | "PROPFIND"
            | "REPORT"
            | "MKCOL"
            | "COPY"
            | "MOVE"
            | "LOCK"
            | "UNLOCK"
            | "SEARCH"
            | "LINK"
            | "UNLINK"
    )
}

/// Notes policies whose paths are all spoken for by earlier ones.
pub(crate) fn never_reached(policies: &[Arc<Policy>], problems: &mut Problems) {
    // A policy with a path that is none speaks for paths that are not known yet.
    let is_known = |policy: &Arc<Policy>| policy.paths.len() == policy.config.paths.len();
    for (later, policy) in policies.iter().enumerate().filter(|(_, policy)| is_known(policy)) {
        let earlier = policies[..later].iter().filter(|p| p.config.shadow == policy.config.shadow);
        let hides = |p: &Arc<Policy>| {
            is_known(p) && p.speaks_for_every_path()
                || !policy.paths.is_empty()
                    && policy.paths.iter().all(|path| p.paths.iter().any(|own| own.covers(path)))
        };
        if earlier.into_iter().any(hides) {
            let place = Place { policy: policy.index, field: Field::Paths, entry: None };
            let reason = Reason::NeverReached;
            problems.push(Problem { place, reason, given: String::new(), correction: None });
        }
    }
}
