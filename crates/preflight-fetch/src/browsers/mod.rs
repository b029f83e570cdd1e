//! The engines: where each departs from the standard ([`Habits`]), what each would print on the
//! console and hand to the script, and what each adds to a request on the wire.

pub mod chromium;
pub mod console;
pub mod firefox;
pub mod habits;
pub mod rejection;
pub mod standard;
pub mod webkit;
pub mod wire;

pub use habits::{
    AlsoSafelisted, ClearedBy, ConditionalRequests, Divergence, DroppedHeaders, EmptyLocation,
    EveryHop, Habits, NoCorsOrigin, PreflightOrder, SafeValue, SeveralLocations, StreamBody,
    UnparsableMaxAge, WildcardEntries,
};

use std::fmt;
use std::str::FromStr;

/// A browser as a value: the standard itself, or an engine with its habits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Browser {
    /// The Fetch standard, to the letter.
    Standard,
    /// Chromium: Chrome, Edge, Opera, Brave, Android WebView.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKit: Safari, every browser on iOS, WebKitGTK.
    WebKit,
}

impl Browser {
    /// The three engines, without the standard.
    pub const ENGINES: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];
    /// The standard and the three engines.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Chromium, Self::Firefox, Self::WebKit];

    /// The name on the command line and in JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// The name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "the standard",
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKit",
        }
    }

    /// Where this browser departs from the standard.
    #[must_use]
    pub const fn habits(self) -> &'static Habits {
        match self {
            Self::Standard => &standard::HABITS,
            Self::Chromium => &chromium::HABITS,
            Self::Firefox => &firefox::HABITS,
            Self::WebKit => &webkit::HABITS,
        }
    }
}

impl fmt::Display for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Browser {
    type Err = ();
    /// Reads an [`id`](Browser::id); any other text is an error.
    fn from_str(id: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|b| b.id() == id).ok_or(())
    }
}
