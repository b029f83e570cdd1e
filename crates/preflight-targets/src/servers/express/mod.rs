//! Express: <https://expressjs.com/en/resources/middleware/cors.html>

use crate::target::{Kind, Place, Signature, Target};
use crate::tell::Tell;
use preflight_report::Certainty;

/// Express as a target.
pub(super) static TARGET: Target = Target {
    id: "express",
    name: "Express",
    kind: Kind::Framework,
    signatures: &[
        Signature {
            place: Place::Header("x-powered-by"),
            text: "express",
            certainty: Certainty::Likely,
            seen: "every response of Express 4 and 5, unless `x-powered-by` is disabled",
        },
        Signature {
            place: Place::Body,
            text: "<pre>Cannot OPTIONS /",
            certainty: Certainty::Certain,
            seen: "finalhandler's 404 page in Express 4 and 5",
        },
        Signature {
            place: Place::Body,
            text: "<pre>Cannot GET /",
            certainty: Certainty::Certain,
            seen: "finalhandler's 404 page in Express 4 and 5",
        },
    ],
    tells: &[Tell {
        cause: "refused-by-cors-layer",
        signature: Signature {
            place: Place::Body,
            text: "Not allowed by CORS",
            certainty: Certainty::Certain,
            seen: "the example of the cors package for a list of origins, which most copy",
        },
    }],
    fixes: include_str!("fixes.md"),
};
