//! Who answered, and through whom the answer came.

use crate::servers::TARGETS;
use crate::signature::{Seen, Signature};
use crate::target::{Kind, Target};
use preflight_fetch::HttpResponse;
use preflight_report::{Certainty, Layer};

/// The layers that left their marks on one response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layers {
    /// The one that wrote it.
    pub answered: Layer,
    /// Those in front of it that passed it on, the innermost first.
    pub through: Vec<Layer>,
}

/// Who wrote the response. See [`layers`].
#[must_use]
pub fn identify(response: &HttpResponse) -> Option<Layer> {
    layers(response).map(|layers| layers.answered)
}

/// The surest signature by which whoever answered says by itself that this is the cause.
#[must_use]
pub fn told(response: &HttpResponse, cause: &str) -> Option<&'static Signature> {
    let seen = Seen::new(response);
    let signatures = TARGETS.iter().flat_map(|target| target.signatures);
    let telling = signatures.filter(|s| s.tells == Some(cause) && s.found_in(&seen).is_some());
    telling.max_by_key(|s| s.certainty)
}

/// Every layer that left a mark. The one with the surest mark of having written the response
/// answered; of equals the one whose mark is in the body, then the innermost, since what is in
/// front adds its marks to what it passes on. Those in front whose mark is of that sort passed it on.
#[must_use]
pub fn layers(response: &HttpResponse) -> Option<Layers> {
    let seen = Seen::new(response);
    let found: Vec<Found> = TARGETS.iter().flat_map(|t| Found::all(t, &seen)).collect();
    let answered = found.iter().max_by_key(|f| f.rank())?;
    let mut through: Vec<&Found> = Vec::new();
    for found in found.iter().filter(|f| f.passes_on_to(answered)) {
        match through.iter_mut().find(|f| f.target.id == found.target.id) {
            Some(known) if known.signature.certainty < found.signature.certainty => *known = found,
            Some(_) => {}
            None => through.push(found),
        }
    }
    through.sort_by_key(|f| std::cmp::Reverse(f.target.kind));
    Some(Layers {
        answered: answered.layer(answered.wrote_it()),
        through: through.into_iter().map(|f| f.layer(f.signature.certainty)).collect(),
    })
}

/// A signature that a response bears.
struct Found {
    target: &'static Target,
    signature: &'static Signature,
    shown_by: String,
}

impl Found {
    fn all(target: &'static Target, seen: &Seen<'_>) -> impl Iterator<Item = Self> {
        target.signatures.iter().filter_map(move |signature| {
            let shown_by = signature.found_in(seen)?;
            Some(Self { target, signature, shown_by })
        })
    }

    fn wrote_it(&self) -> Certainty {
        self.signature.wrote_it(self.target.kind)
    }

    fn rank(&self) -> (Certainty, bool, Kind) {
        (self.wrote_it(), self.signature.is_in_body(), self.target.kind)
    }

    fn passes_on_to(&self, answered: &Self) -> bool {
        !self.signature.wrote && self.target.kind < answered.target.kind
    }

    fn layer(&self, certainty: Certainty) -> Layer {
        Layer {
            id: self.target.id,
            name: self.target.name,
            certainty,
            shown_by: self.shown_by.clone(),
        }
    }
}
