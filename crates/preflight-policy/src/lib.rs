//! The server's side of CORS: what may be configured, and what a policy answers to a request.
//!
//! ```text
//!  PolicyConfig (as written) ── Policies::new ──▶ Policies (cannot be wrong), or all problems at once
//!  request head ── Policies::evaluate ──▶ Decision: answer this preflight, or forward and edit
//! ```
//!
//! There is no socket, no clock and no file in here: a request head is a method, a path and a header
//! map, an answer is a status and a header map. `preflight-tower` and `preflight-gateway` bring the
//! bytes.
//!
//! ```
//! use http::{HeaderMap, Method, StatusCode};
//! use preflight_policy::{Action, PolicyConfig};
//!
//! let policies = PolicyConfig {
//!     allow_origins: vec!["https://*.example.com".into()],
//!     allow_methods: vec!["PUT".into()],
//!     ..PolicyConfig::default()
//! }
//! .build()
//! .unwrap();
//!
//! let mut preflight = HeaderMap::new();
//! preflight.insert("origin", "https://app.example.com".parse().unwrap());
//! preflight.insert("access-control-request-method", "PUT".parse().unwrap());
//! let Action::Answer(answer) = policies.evaluate(&Method::OPTIONS, "/cart", &preflight).action else {
//!     panic!("a preflight never reaches the application");
//! };
//! assert_eq!(answer.status, StatusCode::NO_CONTENT);
//! assert_eq!(answer.headers["access-control-allow-origin"], "https://app.example.com");
//! ```
//!
//! Three promises hold for every input: no panic, time and memory bounded by the policy and not by
//! the request, and no allocation for a request that is not a preflight.

mod asked;
mod compile;
pub mod config;
mod covered;
pub mod decision;
pub mod edits;
pub mod explain;
pub mod file;
pub mod live;
mod nearest;
pub mod origin_pattern;
mod origin_set;
pub mod paths;
mod policies;
mod policy;
mod prepare;
pub mod problem;
mod requested_headers;
mod smallest;
mod vary;

pub use config::{MaxAge, PolicyConfig};
pub use decision::{Action, Answer, Decision, Ruling, Verdict};
pub use edits::Edits;
pub use file::{Document, File};
pub use live::Live;
pub use nearest::nearest;
pub use origin_pattern::{HostPattern, OriginPattern, PortPattern};
pub use paths::PathPattern;
pub use policies::Policies;
pub use problem::{Field, Place, Problem, Problems, Reason, Severity};
