//! The report of one check: everything a rendering needs.

use crate::finding::{Certainty, Finding};
use preflight_fetch::{Browser, Exchange, HeaderList, Refusal, Request, Trace};

/// The query parameter that keeps probes out of caches. Reports leave it away where they name a URL.
pub const PROBE_PARAMETER: &str = "preflight-probe";

/// How it ends for all engines asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Every engine asked lets the request through.
    Allowed,
    /// At least one engine asked blocks it.
    Blocked,
    /// Neither a browser's request nor a probe got an HTTP response.
    Unreachable,
}

impl Outcome {
    /// The word in reports and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Blocked => "blocked",
            Self::Unreachable => "unreachable",
        }
    }
}

/// How it ends in one browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The script gets a response.
    Allowed {
        /// The headers that the script may read.
        readable: HeaderList,
        /// Whether the response is opaque: nothing can be read.
        opaque: bool,
    },
    /// The script gets a `TypeError`.
    Blocked(Box<Refusal>),
    /// The actual request was not sent, since it may change something: judged on its preflight.
    NotSent,
}

impl Verdict {
    /// Whether the browser blocks.
    #[must_use]
    pub const fn is_blocked(&self) -> bool {
        matches!(self, Self::Blocked(_))
    }
}

/// One browser's run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserVerdict {
    /// Which browser.
    pub browser: Browser,
    /// How it ends.
    pub verdict: Verdict,
    /// The lines on its console.
    pub console: Vec<String>,
    /// Every decision.
    pub trace: Trace,
    /// Its requests, by their places in [`Report::exchanges`], in order.
    pub exchanges: Vec<usize>,
    /// Whether Chromium would ask the user for access to the local network first.
    pub asks_permission: bool,
}

/// Who answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The target's id.
    pub id: &'static str,
    /// The target's name for people.
    pub name: &'static str,
    /// How sure.
    pub certainty: Certainty,
    /// What shows it, for people: `Server: nginx/1.22.1`.
    pub shown_by: String,
    /// Those in front of it that passed its answer on, the innermost first. Their certainty is that
    /// they were on the way.
    pub behind: Vec<Self>,
}

/// An exchange as the report lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedExchange {
    /// The exchange.
    pub exchange: Exchange,
    /// What it was sent for, for people: `preflight`, `request`, `probe: without Origin`.
    pub purpose: String,
    /// Who answered it.
    pub layer: Option<Layer>,
}

/// Everything found out about one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The request as the script makes it.
    pub request: Request,
    /// The engines asked for: these decide the outcome.
    pub asked: Vec<Browser>,
    /// How it ends for the engines asked.
    pub outcome: Outcome,
    /// One run for the standard and each engine asked, the standard first.
    pub browsers: Vec<BrowserVerdict>,
    /// What blocks at least one engine asked: root cause first.
    pub causes: Vec<Finding>,
    /// What blocks none of the engines asked.
    pub warnings: Vec<Finding>,
    /// Who answered the deciding exchange.
    pub target: Option<Layer>,
    /// Everything that was sent, in order.
    pub exchanges: Vec<ReportedExchange>,
    /// The exchange that decided, if one did.
    pub deciding: Option<usize>,
    /// A preflight and another request for the same URL that different layers answered.
    pub answered_apart: Option<[usize; 2]>,
    /// Whether an actual request was held back because it may change something.
    pub actual_not_sent: bool,
    /// Whether the URL belongs to the page's own origin: CORS does not apply.
    pub same_origin: bool,
    /// The origin that the report assumed since none was given.
    pub origin_assumed: bool,
    /// What was left out of the request as it was given, or assumed, and why; set by who knows.
    pub notes: Vec<String>,
    /// Readable and hidden response headers, as information: (name, readable).
    pub headers: Vec<(String, bool)>,
}

impl Report {
    /// The run of one browser.
    #[must_use]
    pub fn browser(&self, browser: Browser) -> Option<&BrowserVerdict> {
        self.browsers.iter().find(|b| b.browser == browser)
    }

    /// That different layers answered the preflight and another request for the same URL, for
    /// people: `OPTIONS was answered by nginx, GET by Express behind nginx`.
    #[must_use]
    pub fn who_answered_apart(&self) -> Option<String> {
        let who = |place: usize| {
            let sent = self.exchanges.get(place)?;
            let layer = sent.layer.as_ref()?;
            let front = layer.behind.first().map(|front| format!(" behind {}", front.name));
            let name = format!("{}{}", layer.name, front.unwrap_or_default());
            Some((&sent.exchange.request.method, name))
        };
        let [preflight, other] = self.answered_apart?;
        let ((options, first), (method, second)) = (who(preflight)?, who(other)?);
        Some(format!("{options} was answered by {first}, {method} by {second}"))
    }
}
