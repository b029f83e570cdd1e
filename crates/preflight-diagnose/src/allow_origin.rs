//! How the value of `Access-Control-Allow-Origin` differs from the origin that asked: one answer, so
//! that the causes of this family exclude each other.

use crate::cached::healed_past_the_cache;
use crate::evidence::{Evidence, Shown};
use preflight_fetch::origin::{is_loopback_host, registrable_domain};
use preflight_fetch::{Because, Origin, Url};

/// The one way in which a value differs. The order is the order in which they are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Difference {
    /// Two header lines.
    AddedTwice,
    /// Empty, a variable that nobody replaced, or a value in quotes.
    UnexpandedTemplate,
    /// A comma or white space in one line.
    ListsSeveral,
    /// `null`, and the origin is not.
    Null,
    /// A `*` inside a longer value.
    PseudoWildcard,
    /// No scheme, or no URL at all.
    NotAnOrigin,
    /// The origin with a slash or a path behind it.
    HasSlashOrPath,
    /// The same origin, written otherwise.
    NotCanonical,
    /// The same host, the other scheme.
    SchemeDiffers,
    /// The same scheme and host, another port, or the default port written out.
    PortDiffers,
    /// The same site, another host.
    HostVariant,
    /// Something else.
    AnotherSite,
}

/// A refused value, and the exchange on which it came.
#[derive(Debug, Clone)]
pub struct Differing<'a> {
    /// The exchange.
    pub shown: Shown<'a>,
    /// The value, lines joined.
    pub value: String,
    /// The origin that asked.
    pub origin: String,
    /// How they differ.
    pub difference: Difference,
}

/// The refused value, if the request's origin was a real one, the value is not just `*`, and the
/// server itself answers so, not a cache.
#[must_use]
pub fn differing<'a>(evidence: &Evidence<'a>) -> Option<Differing<'a>> {
    let refused = evidence.refused(|b| matches!(b, Because::AllowOriginDiffers(_)))?;
    let shown = refused.shown?;
    if healed_past_the_cache(evidence).is_some() {
        return None;
    }
    let origin: Origin = shown.request_header("origin")?.parse().ok()?;
    let value = shown.allow_origin()?;
    let lines = shown.lines("access-control-allow-origin").len();
    let difference = if lines > 1 { Difference::AddedTwice } else { compare(&value, &origin)? };
    Some(Differing { shown, value, origin: origin.serialized().to_owned(), difference })
}

/// How `value` differs from a tuple origin; `None` for an opaque one.
#[must_use]
pub fn compare(value: &str, origin: &Origin) -> Option<Difference> {
    let asked = origin.as_tuple()?;
    let value = value.trim();
    if is_unexpanded(value) {
        return Some(Difference::UnexpandedTemplate);
    }
    if value.contains([',', ' ', '\t', ';']) {
        return Some(Difference::ListsSeveral);
    }
    if value == "null" {
        return Some(Difference::Null);
    }
    if value.contains('*') {
        return Some(Difference::PseudoWildcard);
    }
    let url = value.contains("://").then(|| Url::parse(value).ok()).flatten();
    let Some(given) = url.as_ref().filter(|u| u.host_str().is_some_and(|h| !h.is_empty())) else {
        return Some(Difference::NotAnOrigin);
    };
    let host = given.host_str().unwrap_or_default();
    let same_host = host.trim_end_matches('.') == asked.host().trim_end_matches('.');
    if !same_host {
        let both_loopback = is_loopback_host(host) && is_loopback_host(asked.host());
        let same_site =
            registrable_domain(host).is_some_and(|d| registrable_domain(asked.host()) == Some(d));
        return Some(if same_site || both_loopback {
            Difference::HostVariant
        } else {
            Difference::AnotherSite
        });
    }
    let same_port = given.port() == asked.port();
    Some(if given.scheme() != asked.scheme() {
        Difference::SchemeDiffers
    } else if !same_port || writes_default_port(value) {
        Difference::PortDiffers
    } else if value
        .strip_prefix(origin.serialized())
        .is_some_and(|rest| rest.starts_with(['/', '?', '#']))
    {
        Difference::HasSlashOrPath
    } else {
        Difference::NotCanonical
    })
}

fn is_unexpanded(value: &str) -> bool {
    let quoted = |q: char| value.starts_with(q) || value.ends_with(q);
    matches!(
        value,
        "" | "undefined" | "None" | "nil" | "NULL" | "(null)" | "[object Object]" | "%s"
    ) || quoted('"')
        || quoted('\'')
        || value.starts_with('$')
        || value.contains("${")
        || value.contains("%{")
        || value.contains("{{")
        || value.contains("<%")
}

/// Whether the value ends in `:80` or `:443` as its scheme's default.
fn writes_default_port(value: &str) -> bool {
    let rest = value.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.ends_with(if value.starts_with("https") { ":443" } else { ":80" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_difference_has_its_name() {
        use Difference as D;
        let origin: Origin = "https://shop.example".parse().unwrap();
        for (value, expected) in [
            ("", D::UnexpandedTemplate),
            ("$http_origin", D::UnexpandedTemplate),
            ("\"*\"", D::UnexpandedTemplate),
            ("https://a.example, https://b.example", D::ListsSeveral),
            ("null", D::Null),
            ("https://*.example", D::PseudoWildcard),
            ("shop.example", D::NotAnOrigin),
            ("localhost:3000", D::NotAnOrigin),
            ("true", D::NotAnOrigin),
            ("https://shop.example/", D::HasSlashOrPath),
            ("https://Shop.example", D::NotCanonical),
            ("https://shop.example.", D::NotCanonical),
            ("https://u@shop.example", D::NotCanonical),
            ("http://shop.example", D::SchemeDiffers),
            ("https://shop.example:443", D::PortDiffers),
            ("https://shop.example:8443", D::PortDiffers),
            ("https://www.shop.example", D::HostVariant),
            ("https://blog.test", D::AnotherSite),
        ] {
            assert_eq!(compare(value, &origin), Some(expected), "{value}");
        }
    }
}
