//! From exchanges and traces to root causes: the first cause first.
//!
//! An [`Examination`] is a sans-IO machine like the browser model that it drives: it says what it
//! wants sent, takes what came back, and ends with a [`Report`](preflight_report::Report). It runs
//! the same on live sockets, on the scripted exchanges of the cause pages, and on recordings.

pub mod allow_origin;
pub mod cached;
pub mod causes;
pub mod command_line;
pub mod draft;
pub mod evidence;
pub mod examination;
pub mod explain;
pub mod fixes;
pub mod headers_allowed;
pub mod methods_allowed;
pub mod policy_rules;
pub mod policy_server;
pub mod probe;
pub mod question;
pub mod rank;
pub mod redirected;
pub mod reference;
pub mod remedy;
pub mod run;
pub mod scenario;

pub use causes::{CAUSES, Cause, Finder};
pub use command_line::CommandLine;
pub use draft::Draft;
pub use evidence::{Evidence, Shown};
pub use examination::{Examination, Wanted};
pub use explain::explain;
pub use probe::Probe;
pub use question::Question;
pub use rank::Rank;
pub use scenario::{Names, Scenario};
