//! A browser's CORS behaviour as a sans-IO state machine.
//!
//! The [Fetch standard](https://fetch.spec.whatwg.org/) decides which requests a browser sends for a
//! script and what the script may read of the answers. [`Fetch`] runs that decision: it says which
//! request to send, takes what came back, and ends with what the script sees, together with a
//! [`Trace`] of every step decided and its place in the standard.
//!
//! ```text
//!              ┌────────────── you ──────────────┐
//!  Fetch::new ─▶ next() = Send(request) ─▶ socket ─▶ receive(response) ─▶ … ─▶ Done(outcome)
//! ```
//!
//! There is no socket, no clock and no thread in here: time is an argument, headers are bytes.
//! [`Browser`] is a value: the standard itself, or one of the three engines with its recorded habits.
//!
//! ```
//! use preflight_fetch::{Browser, Fetch, Next, Profile, Request, RequestInit, HttpResponse};
//! use std::time::SystemTime;
//!
//! let init = RequestInit { method: "PUT".into(), ..RequestInit::default() };
//! let origin = "https://shop.example".parse().unwrap();
//! let request = Request::new("https://api.example/cart".parse().unwrap(), origin, init).unwrap();
//! let mut profile = Profile::default();
//! let mut fetch = Fetch::new(request, Browser::Standard);
//!
//! let Next::Send(preflight) = fetch.next(&mut profile, SystemTime::UNIX_EPOCH) else { panic!() };
//! assert_eq!(preflight.method, "OPTIONS");
//! fetch.receive(Ok(HttpResponse::new(401)), &mut profile, SystemTime::UNIX_EPOCH);
//! let Next::Done(outcome) = fetch.next(&mut profile, SystemTime::UNIX_EPOCH) else { panic!() };
//! assert!(outcome.is_network_error());
//! ```
//!
//! Not modelled: service workers, the HTTP cache, Content Security Policy, HSTS, navigations.

pub mod browsers;
pub mod cookies;
pub mod exchange;
pub mod fetching;
pub mod http;
mod initiator;
pub mod origin;
pub mod referrer;
pub mod request;
pub mod response;
pub mod spec;
pub mod trace;

pub use browsers::Browser;
pub use cookies::CookieJar;
pub use exchange::{
    ConnectionError, Exchange, FetchMetadata, FetchSite, HttpRequest, HttpResponse, HttpVersion,
    RequestKind, Side, Timing, TlsFault,
};
pub use fetching::cors_preflight_cache::PreflightCache;
pub use fetching::driver::{Connection, Fetch, Next, Profile};
pub use fetching::local_network_access::AddressSpace;
pub use http::header_list::{Header, HeaderList};
pub use initiator::Initiator;
pub use origin::Origin;
pub use referrer::{Referrer, ReferrerPolicy};
pub use request::{
    Body, CacheMode, CredentialsMode, RedirectMode, RedirectTaint, Request, RequestError,
    RequestInit, RequestMode, ResponseTainting,
};
pub use response::{FilteredResponse, Outcome, ResponseType};
pub use spec::SpecRef;
pub use trace::{Because, Decided, Leg, Refusal, Step, Trace};

pub use url::Url;
