//! Why `Access-Control-Allow-Methods` does not cover the method: one answer, so that the causes of
//! this family exclude each other.

use crate::evidence::{Evidence, Shown};
use preflight_fetch::{Because, CredentialsMode};

/// The one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MethodRefused {
    /// It is there in another case.
    CaseDiffers,
    /// It is not there.
    NotListed,
    /// Only `*` is there, and credentials are included.
    WildcardWithCredentials,
}

/// The exchange on which the method was refused, and why.
#[must_use]
pub fn method_refused<'a>(evidence: &Evidence<'a>) -> Option<(Shown<'a>, MethodRefused)> {
    let shown = evidence.refused(|b| matches!(b, Because::MethodNotAllowed))?.shown?;
    let method = shown.request_header("access-control-request-method")?;
    let include = evidence.question.request.credentials_mode() == CredentialsMode::Include;
    let why = if shown.lists("access-control-allow-methods", &method) {
        MethodRefused::CaseDiffers
    } else if include && shown.lists("access-control-allow-methods", "*") {
        MethodRefused::WildcardWithCredentials
    } else {
        MethodRefused::NotListed
    };
    Some((shown, why))
}
