//! What is asked: would these browsers let this request through?

use preflight_fetch::{AddressSpace, Browser, Profile, Request};

/// A request as a script makes it, and what to find out about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The request, page included.
    pub request: Request,
    /// The engines that decide the outcome; the standard is always examined beside them.
    pub engines: Vec<Browser>,
    /// What each browser has before the page asks: its cookies.
    pub profile: Profile,
    /// Response headers that the script wants to read.
    pub read: Vec<String>,
    /// Whether an actual request that may change something is sent.
    pub send_actual: bool,
    /// Where the target stands, if the caller says so; otherwise its addresses tell.
    pub target_address: Option<AddressSpace>,
    /// Whether the page's origin was assumed, since the user gave none.
    pub origin_assumed: bool,
}

impl Question {
    /// Whether the actual request may be sent: it is harmless, or the user said so.
    #[must_use]
    pub fn may_send(&self, method: &str) -> bool {
        self.send_actual || matches!(method, "GET" | "HEAD" | "OPTIONS")
    }

    /// The standard and the engines asked for, each once.
    #[must_use]
    pub fn browsers(&self) -> Vec<Browser> {
        let mut browsers = vec![Browser::Standard];
        browsers.extend(self.engines.iter().filter(|b| **b != Browser::Standard));
        browsers
    }
}
