//! What a target says by itself about a cause: an error page, a message, a header of its own.

use crate::servers::TARGETS;
use crate::target::Signature;
use preflight_fetch::HttpResponse;

/// Marks on a response by which a target itself names a cause. They show the target as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tell {
    /// The cause's id.
    pub cause: &'static str,
    /// How it shows.
    pub signature: Signature,
}

/// The surest tell of this cause that the response bears.
#[must_use]
pub fn told(response: &HttpResponse, cause: &str) -> Option<&'static Tell> {
    TARGETS
        .iter()
        .flat_map(|target| target.tells)
        .filter(|tell| tell.cause == cause && tell.signature.found_in(response).is_some())
        .max_by_key(|tell| tell.signature.certainty)
}
