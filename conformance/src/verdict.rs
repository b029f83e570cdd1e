//! Where the model and a browser disagree.

use crate::cases::{Call, Case, Place};
use crate::observed::Observed;
use preflight_fetch::{Browser, CacheMode, RequestMode};
use std::fmt;

/// What they disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// The requests on the wire.
    Requests,
    /// What the script learns.
    Ends,
    /// The engine's own reason.
    Reasons,
    /// The console's lines.
    Console,
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Requests => "the requests",
            Self::Ends => "what the script learns",
            Self::Reasons => "the reason",
            Self::Console => "the console",
        })
    }
}

/// Everything that the two disagree about.
#[must_use]
pub fn disagreements(browser: &Observed, model: &Observed) -> Vec<About> {
    let mut about = Vec::new();
    if browser.requests != model.requests {
        about.push(About::Requests);
    }
    if browser.ends != model.ends {
        about.push(About::Ends);
    }
    if browser.reasons.is_some() && browser.reasons != model.reasons {
        about.push(About::Reasons);
    }
    if lines(browser) != lines(model) {
        about.push(About::Console);
    }
    about
}

/// Why the model does not mean to follow an engine here; `None` where it does.
///
/// It does not follow Firefox in which lines of a repeated header it joins, and in what mode `no-cors`
/// lets a script set beyond ASCII. It does not follow
/// WebKitGTK's network library, which is not Safari's: it decides on credentials where a request
/// starts, turns a redirected DELETE to GET, and keeps or drops header lines at redirects by rules of
/// its own.
#[must_use]
pub fn exclusion(case: &Case, browser: Browser) -> Option<&'static str> {
    match browser {
        Browser::Standard | Browser::Chromium => None,
        Browser::Firefox => {
            let guarded = case.calls.iter().any(|call| call.mode == RequestMode::NoCors);
            if has_relaxed_policy(case) {
                Some("Firefox: a redirect's Referrer-Policy that tells other sites more than usual")
            } else if has_unjoined_headers(case) {
                Some("Firefox: repeated header lines that it does not simply join")
            } else if guarded && !is_ascii(case) {
                Some("Firefox: bytes beyond ASCII in mode no-cors")
            } else {
                None
            }
        }
        Browser::WebKit => {
            let redirected = case.hops.len() > 1;
            if has_empty_repetition(case) {
                Some("WebKitGTK: a repeated request-header of which one line is empty")
            } else if redirected {
                case.calls.iter().find_map(|call| odd_on_the_way(call, case))
            } else {
                None
            }
        }
    }
}

/// Whether some header is set twice whose lines Firefox does not simply join.
fn has_unjoined_headers(case: &Case) -> bool {
    const LAST_ONE_COUNTS: [&str; 2] = ["authorization", "content-type"];
    let unjoined = |headers: &[(String, bool)]| {
        headers.iter().enumerate().any(|(at, (name, is_empty))| {
            headers[..at].iter().any(|(earlier, was_empty)| {
                name == earlier
                    && (*is_empty || *was_empty || LAST_ONE_COUNTS.contains(&name.as_str()))
            })
        })
    };
    let lower = |name: &str| name.to_ascii_lowercase();
    let is_blank = |byte: &u8| byte.is_ascii_whitespace();
    let mut calls = case.calls.iter().map(|call| {
        let headers = call.headers.iter();
        headers.map(|(name, value)| (lower(name), value.trim().is_empty())).collect::<Vec<_>>()
    });
    let answers = case.hops.iter().flat_map(|hop| hop.preflights.iter().chain(&hop.actuals));
    let mut answers = answers.map(|answer| {
        let headers = answer.headers.iter();
        headers.map(|(name, value)| (lower(name), value.iter().all(is_blank))).collect::<Vec<_>>()
    });
    calls.any(|headers| unjoined(&headers)) || answers.any(|headers| unjoined(&headers))
}

/// Firefox ignores such policies for requests to other sites.
fn has_relaxed_policy(case: &Case) -> bool {
    let answers = case.hops.iter().flat_map(|hop| &hop.actuals);
    answers.flat_map(|answer| &answer.headers).any(|(name, value)| {
        let value = value.to_ascii_lowercase();
        let has = |policy: &[u8]| value.windows(policy.len()).any(|part| part == policy);
        name == "Referrer-Policy"
            && (has(b"unsafe-url") || has(b"when-downgrade") || has(b"origin-when"))
    })
}

fn has_empty_repetition(case: &Case) -> bool {
    case.calls.iter().map(|call| &call.headers).any(|headers| {
        let empty = headers.iter().filter(|(_, value)| value.trim().is_empty());
        let same = |a: &str| headers.iter().filter(|(b, _)| a.eq_ignore_ascii_case(b)).count();
        empty.clone().any(|(name, _)| same(name) > 1)
    })
}

fn is_ascii(case: &Case) -> bool {
    let calls = case.calls.iter().flat_map(|call| &call.headers);
    let answers = case.hops.iter().flat_map(|hop| hop.preflights.iter().chain(&hop.actuals));
    calls.clone().all(|(_, value)| value.is_ascii())
        && answers.flat_map(|answer| &answer.headers).all(|(_, value)| value.is_ascii())
}

/// What WebKitGTK does otherwise when it follows a redirect.
fn odd_on_the_way(call: &Call, case: &Case) -> Option<&'static str> {
    let conditional =
        call.headers.iter().any(|(name, _)| name.to_ascii_lowercase().starts_with("if-"));
    let mut answers = case.hops.iter().flat_map(|hop| &hop.actuals);
    let policy = answers.any(|answer| {
        let odd = |(name, value): &(String, Vec<u8>)| name == "Referrer-Policy" || value == b"#f";
        answer.headers.iter().any(odd)
    });
    if case.hops[0].place == Place::Page {
        Some("WebKitGTK: a redirect from the page's own origin")
    } else if conditional {
        Some("WebKitGTK: a conditional request redirected")
    } else if policy {
        Some("WebKitGTK: a Referrer-Policy or a lone fragment in a redirect")
    } else if call.cache != CacheMode::Default {
        Some("WebKitGTK: a cache mode redirected")
    } else if call.mode == RequestMode::NoCors {
        Some("WebKitGTK: no-cors redirected")
    } else if call.method.eq_ignore_ascii_case("DELETE") {
        Some("WebKitGTK: DELETE redirected")
    } else {
        None
    }
}

/// How the lines of Firefox begin that do not come over WebDriver BiDi.
pub const FIREFOX_WARNING: &str = "Cross-Origin Request Warning: ";

/// The console's lines. Firefox's warnings do not come over WebDriver BiDi. Of several refused headers
/// Chromium names the one that its hash table holds first, and WebKit after a redirect the one that the
/// script set first, even where the redirect dropped it: that name is left open.
fn lines(observed: &Observed) -> Vec<String> {
    const REFUSED: &str = "Request header field ";
    let several = observed.requests.iter().any(|request| {
        let names = request.headers.get("access-control-request-headers");
        names.is_some_and(|names| names.contains(','))
    });
    let urls = observed.requests.iter().map(|request| &request.url);
    let redirected = urls.clone().zip(urls.skip(1)).any(|(url, next)| url != next);
    let open = |line: &String| match line.split_once(REFUSED) {
        // WebKit's network process refuses a blocked port, unless it has been refused by the port.
        _ if line == "Could not connect to localhost: Connection refused" => {
            "CORS-preflight request was blocked".to_owned()
        }
        Some((before, rest)) if several && (redirected || !before.is_empty()) => {
            let after = rest.split_once(' ').map_or("", |(_, after)| after);
            format!("{before}{REFUSED}one of them {after}")
        }
        _ => line.clone(),
    };
    let lines = observed.console.iter().filter(|line| !line.starts_with(FIREFOX_WARNING));
    let mut lines: Vec<String> = lines.map(open).collect();
    // Firefox's two lines about a redirect to such a scheme come from two places, in either order.
    if lines.iter().any(|line| line.starts_with("Security Error: ")) {
        lines.sort();
    }
    lines
}
