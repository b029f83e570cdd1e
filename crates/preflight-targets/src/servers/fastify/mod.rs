//! Fastify: <https://github.com/fastify/fastify-cors>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Fastify as a target.
pub(super) static TARGET: Target = Target {
    id: "fastify",
    name: "Fastify",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[404]),
                Mark::Body("{\"message\":\"Route "),
                Mark::Body("not found\",\"error\":\"Not Found\",\"statusCode\":404}"),
            ],
            "Fastify 5: its 404",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[500]),
                Mark::Body("\"error\":\"Internal Server Error\",\"message\":\"Not allowed"),
            ],
            "the own example of @fastify/cors 11 of a function for the origin, in Fastify 5",
        )
        .tells("refused-by-cors-layer"),
        Signature::wrote(
            Certainty::Possible,
            &[
                Mark::Body("{\"statusCode\":"),
                Mark::Body("\"error\":\""),
                Mark::Body("\"message\":\""),
            ],
            "Fastify 5: its errors; hapi's as well",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
