//! What generated Rust has in common: literals, and the layout that rustfmt gives to lists.

use preflight_policy::{HostPattern, OriginPattern, PortPattern};
use std::fmt::Write as _;

/// A string's literal.
#[must_use]
pub fn string(text: &str) -> String {
    format!("{text:?}")
}

/// How wide what stands between brackets may be on one line: rustfmt's `array_width`.
const ARRAY_WIDTH: usize = 60;

/// How wide an element may be so that several share a line of a list that has several lines.
const SHORT: usize = 10;

/// How wide a line is.
const WIDTH: usize = 100;

/// `elements` between brackets, as rustfmt writes them in a line that is indented by `indent` spaces.
#[must_use]
pub fn array(elements: &[String], indent: usize) -> String {
    let one_line = elements.join(", ");
    if one_line.len() <= ARRAY_WIDTH {
        return format!("[{one_line}]");
    }
    let (inner, outer) = (" ".repeat(indent + 4), " ".repeat(indent));
    let short = elements.iter().all(|element| element.len() <= SHORT);
    let mut lines = vec![String::new()];
    for element in elements {
        let last = lines.len() - 1;
        let full = indent + 4 + lines[last].len() + 1 + element.len() + 1 > WIDTH;
        if lines[last].is_empty() {
            lines[last] = format!("{element},");
        } else if short && !full {
            lines[last] += &format!(" {element},");
        } else {
            lines.push(format!("{element},"));
        }
    }
    format!("[\n{inner}{}\n{outer}]", lines.join(&format!("\n{inner}")))
}

/// A chain of calls, as rustfmt writes it in a line that is indented by `indent` spaces.
#[must_use]
pub fn chain(first: &str, calls: &[String], indent: usize) -> String {
    const CHAIN_WIDTH: usize = 60;
    let one_line = format!("{first}{}", calls.concat());
    let width = if calls.len() == 1 { WIDTH - indent } else { CHAIN_WIDTH };
    if one_line.len() <= width {
        return one_line;
    }
    let line = format!("\n{}", " ".repeat(indent + 4));
    format!("{first}{line}{}", calls.join(&line))
}

/// The body of a function: whether `origin`, a `&str`, is one of these. Without regular expressions, for
/// which many programs have no crate.
#[must_use]
pub fn is_allowed(patterns: &[OriginPattern]) -> String {
    let mut exact = Vec::new();
    let mut tests = Vec::new();
    for pattern in patterns {
        let OriginPattern::Of { scheme, host, port } = pattern else { continue };
        let (host, below) = match host {
            HostPattern::Exact(host) => (host, false),
            HostPattern::Below(base) => (base, true),
        };
        let (origin, port) = match port {
            PortPattern::Default => ("origin", String::new()),
            PortPattern::Exact(port) => ("origin", format!(":{port}")),
            PortPattern::Any => ("without_port(origin)", String::new()),
        };
        let (scheme, rest) = (format!("{scheme}://"), format!("{host}{port}"));
        if below {
            let (scheme, rest) = (string(&scheme), string(&format!(".{rest}")));
            tests.push(format!("is_below({origin}, {scheme}, {rest})"));
        } else if origin == "origin" {
            exact.push(string(&format!("{scheme}{rest}")));
        } else {
            tests.push(format!("{origin} == {}", string(&format!("{scheme}{rest}"))));
        }
    }
    let mut text = String::new();
    if !exact.is_empty() {
        let _ = writeln!(text, "    let exact = {};", array(&exact, 4));
        tests.insert(0, "exact.contains(&origin)".to_owned());
    }
    let _ = writeln!(text, "    {}", any_of(&tests));
    text
}

/// Whether any of these holds, as rustfmt writes it in the body of a function.
#[must_use]
pub fn any_of(tests: &[String]) -> String {
    let one_line = tests.join(" || ");
    if 4 + one_line.len() <= WIDTH { one_line } else { tests.join("\n        || ") }
}

/// The functions that [`is_allowed`] calls for these patterns.
#[must_use]
pub fn origin_functions<'a>(patterns: impl Iterator<Item = &'a OriginPattern> + Clone) -> String {
    let of = |test: fn(&HostPattern, PortPattern) -> bool| {
        patterns.clone().any(|pattern| match pattern {
            OriginPattern::Of { host, port, .. } => test(host, *port),
            OriginPattern::Any => false,
        })
    };
    let mut text = String::new();
    if of(|host, _| matches!(host, HostPattern::Below(_))) {
        text += IS_BELOW;
    }
    if of(|_, port| port == PortPattern::Any) {
        text += WITHOUT_PORT;
    }
    text
}

const IS_BELOW: &str = r"
/// Whether `origin` has one label or more between the scheme and the domain.
fn is_below(origin: &str, scheme: &str, domain: &str) -> bool {
    let label = |label: &str| {
        let mut bytes = label.bytes();
        !label.is_empty() && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let host = origin.strip_prefix(scheme);
    let labels = host.and_then(|host| host.strip_suffix(domain));
    labels.is_some_and(|labels| labels.split('.').all(label))
}
";

const WITHOUT_PORT: &str = r"
fn without_port(origin: &str) -> &str {
    match origin.rsplit_once(':') {
        Some((rest, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => rest,
        _ => origin,
    }
}
";
