//! For which paths a policy speaks.
//!
//! Paths are compared as the application will most likely read them: decoded once, without empty,
//! `.` and `..` segments. Else `/%61dmin` or `//admin` would be judged by the policy of another path
//! than the one that answers.

use crate::problem::Reason;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::fmt;

/// Which paths one entry of `paths` stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPattern {
    /// This path.
    Exact(String),
    /// What begins with this, which ends in `/`.
    Below(String),
}

impl PathPattern {
    /// Reads an entry strictly.
    ///
    /// # Errors
    ///
    /// The first reason, and the correction where there is one.
    pub fn parse(given: &str) -> Result<Self, (Reason, Option<String>)> {
        if given == "*" {
            return Err((Reason::PathNotAbsolute, Some("/*".to_owned())));
        }
        if !given.starts_with('/') {
            let correction = format!("/{given}");
            let correction = Self::parse(&correction).is_ok().then_some(correction);
            return Err((Reason::PathNotAbsolute, correction));
        }
        let (path, below) = match given.strip_suffix("/*") {
            Some(parent) => (&given[..=parent.len()], true),
            None => (given, false),
        };
        if path.contains('*') {
            return Err((Reason::PathWildcardPlace, None));
        }
        if path.contains(char::is_control) {
            let correction = given.replace(char::is_control, "");
            return Err((Reason::PathControl, Some(correction)));
        }
        let plain = path.split(['?', '#']).next().unwrap_or(path);
        let normal = normalized(plain);
        if normal != path {
            let wildcard = if below { "*" } else { "" };
            return Err((Reason::PathNotPlain, Some(format!("{normal}{wildcard}"))));
        }
        Ok(if below { Self::Below(path.to_owned()) } else { Self::Exact(path.to_owned()) })
    }

    /// Whether this is `/*`.
    #[must_use]
    pub fn is_every_path(&self) -> bool {
        matches!(self, Self::Below(prefix) if prefix == "/")
    }

    /// Whether this speaks for `path`, which is [`normalized`].
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        match self {
            Self::Exact(own) => own == path,
            Self::Below(prefix) => path.starts_with(prefix.as_str()),
        }
    }

    /// Whether this speaks for all paths for which `other` does.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Exact(own), Self::Exact(other)) => own == other,
            (Self::Exact(_), Self::Below(_)) => false,
            (Self::Below(_), Self::Exact(other) | Self::Below(other)) => self.matches(other),
        }
    }
}

/// As an entry of `paths` has it: `/api/*` is all below `/api/`.
impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(path) => f.write_str(path),
            Self::Below(prefix) => write!(f, "{prefix}*"),
        }
    }
}

/// A path as it is compared: escapes decoded once ([RFC 3986, 2.4](https://www.rfc-editor.org/rfc/rfc3986#section-2.4)),
/// bytes that are no UTF-8 replaced, `\` taken for `/` as some servers do, empty and dot segments
/// removed. Borrowed where nothing is to do.
#[must_use]
pub fn normalized(path: &str) -> Cow<'_, str> {
    if is_normal(path) {
        return Cow::Borrowed(path);
    }
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let mut segments: Vec<&str> = Vec::new();
    let mut ends_in_slash = false;
    for segment in decoded.split(['/', '\\']) {
        ends_in_slash = matches!(segment, "" | "." | "..");
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    let mut normal = String::with_capacity(decoded.len() + 1);
    for segment in &segments {
        normal.push('/');
        normal.push_str(segment);
    }
    if ends_in_slash || segments.is_empty() {
        normal.push('/');
    }
    Cow::Owned(normal)
}

/// Whether there is no escape, backslash, empty or dot segment.
fn is_normal(path: &str) -> bool {
    let bytes = path.as_bytes();
    bytes.first() == Some(&b'/')
        && !bytes.iter().any(|b| matches!(b, b'%' | b'\\'))
        && !bytes.windows(2).any(|pair| pair[0] == b'/' && matches!(pair[1], b'/' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_compared_as_the_application_reads_it() {
        for (given, normal) in [
            ("/api/users", "/api/users"),
            ("/%61pi/users", "/api/users"),
            ("//api//users", "/api/users"),
            ("/x/../api/./users", "/api/users"),
            ("/api/", "/api/"),
            ("/api/..", "/"),
            ("/..%2fapi", "/api"),
            ("/api%2Fusers", "/api/users"),
            (r"/x\..\api", "/api"),
            ("/%zz%4", "/%zz%4"),
            ("/.well-known/x", "/.well-known/x"),
            ("*", "/*"),
            ("", "/"),
        ] {
            assert_eq!(normalized(given), normal, "{given}");
        }
    }

    #[test]
    fn an_entry_is_a_path_or_what_is_below_one() {
        assert!(PathPattern::parse("/api/*").unwrap().matches("/api/users/7"));
        assert!(!PathPattern::parse("/api/*").unwrap().matches("/api"));
        assert!(!PathPattern::parse("/api/*").unwrap().matches("/apis"));
        assert!(PathPattern::parse("/*").unwrap().is_every_path());
        for entry in ["/", "/*", "/api", "/api/", "/api/*"] {
            assert_eq!(PathPattern::parse(entry).unwrap().to_string(), entry);
        }
        for (given, reason, correction) in [
            ("api/*", Reason::PathNotAbsolute, Some("/api/*")),
            ("*", Reason::PathNotAbsolute, Some("/*")),
            ("/a*", Reason::PathWildcardPlace, None),
            ("/a/*/b", Reason::PathWildcardPlace, None),
            ("/a?x=1", Reason::PathNotPlain, Some("/a")),
            ("/a//b/*", Reason::PathNotPlain, Some("/a/b/*")),
            ("/%61", Reason::PathNotPlain, Some("/a")),
            ("/a\nb/*", Reason::PathControl, Some("/ab/*")),
        ] {
            assert_eq!(
                PathPattern::parse(given),
                Err((reason, correction.map(str::to_owned))),
                "{given}"
            );
        }
    }
}
