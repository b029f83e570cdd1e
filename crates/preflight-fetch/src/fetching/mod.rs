//! The standard's chapter ["Fetching"](https://fetch.spec.whatwg.org/#fetching): one file per
//! algorithm, and [`driver`], which turns them into a sans-IO machine.

pub mod block_bad_port;
pub mod cors_check;
pub mod cors_preflight_cache;
pub mod cors_preflight_fetch;
pub mod cross_origin_resource_policy;
pub mod driver;
pub mod http_fetch;
pub mod http_network_or_cache_fetch;
pub mod http_redirect_fetch;
pub mod local_network_access;
pub mod main_fetch;
pub mod mixed_content;
pub mod scheme_fetch;

use crate::spec::SpecRef;
use crate::trace::Because;

/// What an algorithm returns instead of a network error: why, and at which step.
pub type Refused = (Because, SpecRef);
