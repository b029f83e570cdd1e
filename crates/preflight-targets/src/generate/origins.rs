//! Origin patterns as regular expressions, for targets that have no better way.

use preflight_policy::{HostPattern, OriginPattern, PortPattern};

/// A pattern as a regular expression that matches whole origins and nothing else. It is written in what
/// PCRE, RE2, POSIX extended, ECMAScript, Python, Ruby, Java and .NET have in common; `\z` is not
/// among that, so where `$` also matches before a line break the target must not see one, which no
/// header value has.
///
/// ```
/// use preflight_policy::OriginPattern;
/// use preflight_targets::generate::origin_regex;
///
/// let pattern = OriginPattern::parse("https://*.example.org:*").unwrap();
/// assert_eq!(origin_regex(&pattern), r"^https://([a-z0-9_-]+\.)+example\.org(:[0-9]+)?$");
/// ```
#[must_use]
pub fn origin_regex(pattern: &OriginPattern) -> String {
    format!("^{}$", unanchored(pattern))
}

/// Several patterns as one regular expression, as [`origin_regex`] writes one.
#[must_use]
pub fn origins_regex(patterns: &[OriginPattern]) -> String {
    match patterns {
        [one] => origin_regex(one),
        several => {
            let parts: Vec<String> = several.iter().map(unanchored).collect();
            format!("^({})$", parts.join("|"))
        }
    }
}

/// The origin that a pattern stands for, where it is one: what can be compared as it is.
#[must_use]
pub fn exact_origin(pattern: &OriginPattern) -> Option<String> {
    match pattern {
        OriginPattern::Any
        | OriginPattern::Of { host: HostPattern::Below(_), .. }
        | OriginPattern::Of { port: PortPattern::Any, .. } => None,
        exact => Some(exact.to_string()),
    }
}

fn unanchored(pattern: &OriginPattern) -> String {
    let OriginPattern::Of { scheme, host, port } = pattern else { return ".+".to_owned() };
    let host = match host {
        HostPattern::Exact(host) => escaped(host),
        HostPattern::Below(base) => format!(r"([a-z0-9_-]+\.)+{}", escaped(base)),
    };
    let port = match port {
        PortPattern::Default => String::new(),
        PortPattern::Exact(port) => format!(":{port}"),
        PortPattern::Any => "(:[0-9]+)?".to_owned(),
    };
    format!("{}://{host}{port}", escaped(scheme))
}

/// Schemes and hosts have letters, digits and `+-._:[]` only.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '.' | '+' | '[' | ']') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
