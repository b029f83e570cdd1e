//! A real server with a generated configuration, held against the policy itself: whatever a page asks,
//! each browser's script sees the same.

mod calls;
mod policies;
mod world;

pub use calls::{Call, calls};
pub use policies::{STRANGER, Subject, subjects};
pub use world::Wire;
use world::is_wanted;

use preflight_fetch::{
    Browser, Fetch, HttpRequest, HttpResponse, Next, Outcome, Profile, Request, RequestKind, Url,
};
use preflight_policy::Policies;
use std::collections::BTreeMap;
use std::time::SystemTime;

/// Where the requests seem to go: so that nothing but CORS decides, and nothing of loopback does.
const BASE: &str = "https://api.example";

/// What came of the calls on one policy.
#[derive(Debug, Default)]
pub struct Compared {
    /// How many outcomes were compared: calls times browsers.
    pub cases: usize,
    /// How many of them the page was allowed to read.
    pub readable: usize,
    /// Where they differ.
    pub differences: Vec<String>,
}

/// What a page sees of a call, and what its browser keeps.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    /// The status and the names of wanted headers; `None` for a network error.
    readable: Option<(u16, Vec<String>)>,
    /// For how long the browser keeps a preflight's permission, in seconds.
    max_age: Option<u64>,
}

impl Seen {
    /// Whether the page sees no more than `other` lets it see.
    fn is_within(&self, other: &Self) -> bool {
        match (&self.readable, &other.readable) {
            (None, _) => true,
            (Some((status, names)), Some((same, more))) => {
                status == same && names.iter().all(|name| more.contains(name))
            }
            (Some(_), None) => false,
        }
    }
}

/// Plays calls in all browsers. `narrower`: where the configuration is an approximation, it may allow
/// less than the policy, and never more.
pub async fn compare(wire: &Wire, policies: &Policies, calls: &[Call], narrower: bool) -> Compared {
    let mut compared = Compared::default();
    for call in calls {
        // What differs in the same way in several browsers is one difference.
        let mut differing: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for browser in Browser::ALL {
            let there = play(call, browser, Some(wire), policies).await;
            let here = play(call, browser, None, policies).await;
            compared.cases += 1;
            compared.readable += usize::from(there.readable.is_some());
            if there != here && !(narrower && there.is_within(&here)) {
                let seen = format!("\n    the server: {there:?}\n    the policy: {here:?}");
                differing.entry(seen).or_default().push(browser.name());
            }
        }
        for (seen, browsers) in differing {
            let browsers = browsers.join(", ");
            compared.differences.push(format!("{call} in {browsers}:{seen}"));
        }
    }
    compared
}

/// What the page sees: over the wire, or where there is none of the policies.
async fn play(call: &Call, browser: Browser, wire: Option<&Wire>, policies: &Policies) -> Seen {
    let url: Url = format!("{BASE}{}", call.path).parse().expect("a URL");
    let origin = call.origin.parse().expect("an origin");
    let request = Request::new(url, origin, call.init.clone()).expect("a request");
    let (mut fetch, mut profile) = (Fetch::new(request, browser), Profile::default());
    let now = SystemTime::UNIX_EPOCH;
    let mut max_age = None;
    let outcome = loop {
        let request = match fetch.next(&mut profile, now) {
            Next::Send(request) => request.clone(),
            Next::Done(outcome) => break outcome.clone(),
        };
        let response = match wire {
            Some(wire) => wire.answer(&request).await,
            None => world::evaluated(policies, &request),
        };
        max_age = max_age.or_else(|| kept(&request, &response));
        fetch.receive(Ok(response), &mut profile, now);
    };
    let readable = readable(&outcome);
    // What a refused preflight says of its age matters to nobody.
    Seen { max_age: max_age.filter(|_| readable.is_some()), readable }
}

fn readable(outcome: &Outcome) -> Option<(u16, Vec<String>)> {
    let response = outcome.response()?;
    let names = response.header_list.iter().map(|header| header.name.to_ascii_lowercase());
    let mut names: Vec<String> = names.filter(|name| is_wanted(name)).collect();
    names.sort();
    names.dedup();
    Some((response.status, names))
}

/// For how long the standard keeps a permission: 5 seconds where nothing is said.
fn kept(request: &HttpRequest, response: &HttpResponse) -> Option<u64> {
    const DEFAULT: u64 = 5;
    if request.kind != RequestKind::Preflight {
        return None;
    }
    let value = response.header_list.get("access-control-max-age");
    let seconds = value.map(|value| String::from_utf8_lossy(&value).parse());
    Some(seconds.and_then(Result::ok).unwrap_or(DEFAULT))
}
