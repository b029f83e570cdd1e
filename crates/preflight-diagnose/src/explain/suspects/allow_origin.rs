//! What a value of `Access-Control-Allow-Origin` gives away.

use super::Suspects;
use crate::allow_origin::{Difference, compare};
use crate::explain::groups::Failure;
use preflight_fetch::Origin;
use preflight_report::Certainty::{Certain, Likely, Possible};

pub(super) fn several(value: Option<&str>) -> Suspects {
    let parts: Vec<&str> =
        value.unwrap_or_default().split([',', ' ']).filter(|p| !p.is_empty()).collect();
    let repeats = parts.iter().enumerate().any(|(i, part)| parts[..i].contains(part));
    if repeats || parts.contains(&"*") {
        return vec![
            ("allow-origin-added-twice", Likely),
            ("allow-origin-lists-several", Possible),
        ];
    }
    if parts.is_empty() {
        return vec![
            ("allow-origin-added-twice", Possible),
            ("allow-origin-lists-several", Possible),
        ];
    }
    vec![("allow-origin-lists-several", Likely), ("allow-origin-added-twice", Possible)]
}

/// A value that is no origin is compared with any: its form decides.
pub(super) fn invalid(value: Option<&str>) -> Suspects {
    let any: Option<Origin> = "https://page.invalid".parse().ok();
    let difference = any.and_then(|origin| compare(value.unwrap_or_default(), &origin));
    match difference {
        Some(Difference::UnexpandedTemplate) => vec![("allow-origin-unexpanded-template", Certain)],
        _ => vec![("allow-origin-not-an-origin", Certain)],
    }
}

pub(super) fn differs(failure: &Failure) -> Suspects {
    let Some(value) = failure.value.as_deref() else {
        return vec![
            ("allow-origin-is-another-site", Possible),
            ("origin-not-allowed", Possible),
            ("cached-for-another-origin", Possible),
        ];
    };
    if failure.origin.as_deref() == Some(value) {
        return vec![("redirect-tainted-origin", Certain)];
    }
    let Some(page) = failure.page().filter(|page| *page != Origin::Opaque) else {
        return differs_from_unknown(value);
    };
    match compare(value, &page) {
        Some(Difference::AnotherSite) => {
            vec![("allow-origin-is-another-site", Likely), ("cached-for-another-origin", Possible)]
        }
        Some(difference) => vec![(id_of(difference), Certain)],
        None => Suspects::new(),
    }
}

/// Firefox does not name the page: the value's form decides as far as it can.
fn differs_from_unknown(value: &str) -> Suspects {
    let Ok(any) = "https://page.invalid".parse() else { return Suspects::new() };
    let is_origin = value.parse::<Origin>().is_ok_and(|o| o.serialized() == value);
    match compare(value, &any) {
        Some(Difference::AnotherSite) if !is_origin => {
            let path = value.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
            let first =
                if path { "allow-origin-has-slash-or-path" } else { "allow-origin-not-canonical" };
            vec![(first, Likely), ("allow-origin-is-another-site", Possible)]
        }
        Some(Difference::AnotherSite) => vec![
            ("allow-origin-is-another-site", Possible),
            ("allow-origin-port-differs", Possible),
            ("allow-origin-scheme-differs", Possible),
            ("allow-origin-host-variant", Possible),
            ("redirect-tainted-origin", Possible),
            ("cached-for-another-origin", Possible),
        ],
        Some(difference) => vec![(id_of(difference), Certain)],
        None => Suspects::new(),
    }
}

const fn id_of(difference: Difference) -> &'static str {
    match difference {
        Difference::AddedTwice => "allow-origin-added-twice",
        Difference::UnexpandedTemplate => "allow-origin-unexpanded-template",
        Difference::ListsSeveral => "allow-origin-lists-several",
        Difference::Null => "allow-origin-null",
        Difference::PseudoWildcard => "allow-origin-pseudo-wildcard",
        Difference::NotAnOrigin => "allow-origin-not-an-origin",
        Difference::HasSlashOrPath => "allow-origin-has-slash-or-path",
        Difference::NotCanonical => "allow-origin-not-canonical",
        Difference::SchemeDiffers => "allow-origin-scheme-differs",
        Difference::PortDiffers => "allow-origin-port-differs",
        Difference::HostVariant => "allow-origin-host-variant",
        Difference::AnotherSite => "allow-origin-is-another-site",
    }
}
