//! What preflight says: a [`Report`] of [`Finding`]s, the [`Page`]s behind them, and one file for
//! each form in which they are rendered. Nothing here decides anything, and nothing here prints.

mod check_request;
pub mod explanation;
pub mod finding;
pub mod page;
pub mod render;
pub mod report;
pub mod secrets;

pub use check_request::CheckRequest;
pub use explanation::{Explanation, Failure, PageKind, ReferencePage, Remedy, Suspect};
pub use finding::{Certainty, Evidence, Finding, Fix, FixFile, Part};
pub use page::Page;
pub use report::{BrowserVerdict, Layer, Outcome, Report, Verdict};
pub use secrets::Secrets;
