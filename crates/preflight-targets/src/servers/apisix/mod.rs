//! Apache APISIX: <https://apisix.apache.org/docs/apisix/plugins/cors/>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Apache APISIX as a target.
pub(super) static TARGET: Target = Target {
    id: "apisix",
    name: "Apache APISIX",
    kind: Kind::Gateway,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("{\"error_msg\":\"404 Route Not Found\"}")],
            "APISIX's 404 where no route matches",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Value("server", "APISIX"), Mark::Body("{\"message\":\"Missing API key")],
            "the key-auth plugin",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Value("server", "APISIX"),
                Mark::Body("{\"message\":\"Missing JWT token in request\"}"),
            ],
            "the jwt-auth plugin",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Value("server", "APISIX")],
            "every response of APISIX",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
