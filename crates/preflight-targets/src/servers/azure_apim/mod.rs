//! Azure API Management: <https://learn.microsoft.com/azure/api-management/cors-policy>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Azure API Management as a target.
pub(super) static TARGET: Target = Target {
    id: "azure-apim",
    name: "Azure API Management",
    kind: Kind::Gateway,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[404]),
                Mark::WholeBody("{ \"statusCode\": 404, \"message\": \"Resource not found\" }"),
            ],
            "no API or operation matches",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[401]),
                Mark::Body(
                    "{ \"statusCode\": 401, \"message\": \"Access denied due to missing subscription key.",
                ),
            ],
            "a call without a subscription key",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[401]),
                Mark::Body(
                    "{ \"statusCode\": 401, \"message\": \"Access denied due to invalid subscription key.",
                ),
            ],
            "a call with a wrong subscription key",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Header("ocp-apim-trace-location")],
            "responses with tracing on",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
