#![doc = include_str!("hsts_upgrade.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::Url;
use preflight_fetch::http::statuses::is_redirect_status;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "hsts-upgrade",
    rank: Rank::NoHttp,
    page: include_str!("hsts_upgrade.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let url = evidence.question.request.url();
    let name = url.domain().filter(|_| url.scheme() == "http")?;
    let upgraded = url.as_str().replacen("http:", "https:", 1);
    if let Some(domain) = name.rsplit('.').next().filter(|d| PRELOADED.contains(d)) {
        let mut note = format!("every name under `.{domain}` is https in every browser");
        if evidence.preflight().is_some() {
            // Measured: Chromium 156. The others rewrite the URL before they ask for a preflight.
            note.push_str("; Chromium takes that for a redirect, and refuses the preflight");
        }
        return Some(
            Draft::new(Certainty::Certain).unsent("URL", url.as_str(), &upgraded).note(note),
        );
    }
    let hint = evidence.browser_exchanges().find(|s| hints_at_https(s, url))?;
    let https = evidence.probe(&Probe::Https)?;
    let remembered = https.header(HEADER).filter(|value| keeps(value))?;
    Some(
        Draft::new(Certainty::Likely)
            .header(&https, HEADER, "")
            .mark(&hint, "Location")
            .unsent("URL", url.as_str(), &upgraded)
            .note(format!(
                "browsers that have been there over https keep `{remembered}`, and never send http again"
            )),
    )
}

const HEADER: &str = "Strict-Transport-Security";

/// Whether an answer over http says that there is an https server which may send the header: it leads
/// there, or sends the header itself, although browsers ignore it over http.
fn hints_at_https(shown: &Shown<'_>, url: &Url) -> bool {
    let redirects = shown.status().is_some_and(is_redirect_status);
    let location = shown.header("location").filter(|_| redirects);
    let leads = location
        .and_then(|to| url.join(&to).ok())
        .is_some_and(|to| to.scheme() == "https" && to.host_str() == url.host_str());
    leads || shown.header(HEADER).is_some()
}

/// Whether the header is not the one that makes browsers forget.
fn keeps(value: &str) -> bool {
    let mut directives = value.split(';').filter_map(|d| d.trim().split_once('='));
    directives.any(|(name, seconds)| {
        let seconds = seconds.trim().trim_matches('"').parse::<u64>();
        name.trim().eq_ignore_ascii_case("max-age") && seconds.is_ok_and(|s| s > 0)
    })
}

/// Top-level domains of which every name is on the preload list that the engines share: its section
/// of gTLDs in Chromium's
/// [`transport_security_state_static.json`](https://chromium.googlesource.com/chromium/src/+/main/net/http/transport_security_state_static.json).
const PRELOADED: [&str; 17] = [
    "android",
    "app",
    "bank",
    "chrome",
    "dev",
    "foo",
    "gle",
    "gmail",
    "google",
    "hangout",
    "insurance",
    "meet",
    "new",
    "page",
    "play",
    "search",
    "youtube",
];
