//! Who answered, and through whom the answer came.

use crate::servers::TARGETS;
use crate::signature::{Seen, Signature};
use crate::target::Target;
use preflight_fetch::HttpResponse;
use preflight_report::{Certainty, Layer};

/// Who wrote the response, and who passed it on. The layer with the surest mark of having written it
/// answered; of equals the one whose mark is in the body, then the innermost, since what is in front
/// adds its marks to what it passes on.
#[must_use]
pub fn identify(response: &HttpResponse) -> Option<Layer> {
    let found = Found::all(response);
    let answered = Found::surest(&found)?;
    let mut in_front: Vec<&Found> = Vec::new();
    for found in found.iter().filter(|f| f.passes_on_to(answered)) {
        match in_front.iter_mut().find(|f| f.target.id == found.target.id) {
            Some(known) if known.signature.certainty < found.signature.certainty => *known = found,
            Some(_) => {}
            None => in_front.push(found),
        }
    }
    in_front.sort_by_key(|f| std::cmp::Reverse(f.target.kind));
    let behind = in_front.into_iter().map(|f| f.layer(f.signature.certainty, Vec::new()));
    Some(answered.layer(answered.wrote_it(), behind.collect()))
}

/// The surest signature by which whoever answered says by itself that this is the cause.
#[must_use]
pub fn told(response: &HttpResponse, cause: &str) -> Option<&'static Signature> {
    let telling = Found::all(response).into_iter().map(|found| found.signature);
    telling.filter(|s| s.tells == Some(cause)).max_by_key(|s| s.certainty)
}

/// Whether two responses of one server were certainly written by different layers. That one of them
/// bears no mark of the inner layer tells only where that layer leaves one on every response: else
/// the outer one may have passed on what the inner one did not mark.
#[must_use]
pub fn answered_apart(a: &HttpResponse, b: &HttpResponse) -> bool {
    let (found_a, found_b) = (Found::all(a), Found::all(b));
    let (Some(a), Some(b)) = (Found::surest(&found_a), Found::surest(&found_b)) else {
        return false;
    };
    let ((inner, all_of_inner), outer) =
        if a.target.kind > b.target.kind { ((a, &found_a), b) } else { ((b, &found_b), a) };
    let marks_everything =
        || all_of_inner.iter().any(|f| f.target.id == inner.target.id && !f.signature.wrote);
    a.target.id != b.target.id
        && (outer.signature.wrote || outer.target.kind == inner.target.kind || marks_everything())
}

/// A signature that a response bears.
struct Found {
    target: &'static Target,
    signature: &'static Signature,
    shown_by: String,
}

impl Found {
    fn all(response: &HttpResponse) -> Vec<Self> {
        let seen = Seen::new(response);
        let signatures = TARGETS.iter().flat_map(|t| t.signatures.iter().map(move |s| (*t, s)));
        let found = signatures.filter_map(|(target, signature)| {
            Some(Self { target, signature, shown_by: signature.found_in(&seen)? })
        });
        found.collect()
    }

    fn surest(found: &[Self]) -> Option<&Self> {
        found.iter().max_by_key(|f| (f.wrote_it(), f.signature.is_in_body(), f.target.kind))
    }

    fn wrote_it(&self) -> Certainty {
        self.signature.wrote_it(self.target.kind)
    }

    fn passes_on_to(&self, answered: &Self) -> bool {
        !self.signature.wrote && self.target.kind < answered.target.kind
    }

    fn layer(&self, certainty: Certainty, behind: Vec<Layer>) -> Layer {
        Layer {
            id: self.target.id,
            name: self.target.name,
            certainty,
            shown_by: self.shown_by.clone(),
            behind,
        }
    }
}
