//! Express: <https://expressjs.com/en/resources/middleware/cors.html>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Express as a target.
pub(super) static TARGET: Target = Target {
    id: "express",
    name: "Express",
    kind: Kind::Framework,
    signatures: &[
Signature::wrote(Certainty::Certain, &[Mark::Body("Error: Not allowed by CORS")], "the cors package's own example of a list of origins, which most copy, as Express prints it").tells("refused-by-cors-layer"),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<pre>Cannot OPTIONS /")],
            "finalhandler's 404 page in Express 4 and 5",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<pre>Cannot GET /")],
            "finalhandler's 404 page in Express 4 and 5",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<pre>Cannot PUT /")],
            "finalhandler's 404 page in Express 4 and 5",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<pre>Cannot POST /")],
            "finalhandler's 404 page in Express 4 and 5",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("x-powered-by", "express")],
            "every response of Express 4 and 5, unless `x-powered-by` is disabled",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Cookie("connect.sid=")],
            "express-session, whose name was connect's",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
