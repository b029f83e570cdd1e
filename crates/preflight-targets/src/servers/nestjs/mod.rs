//! NestJS: <https://docs.nestjs.com/security/cors>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// NestJS as a target.
pub(super) static TARGET: Target = Target {
    id: "nestjs",
    name: "NestJS",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[404]),
                Mark::Body("{\"message\":\"Cannot "),
                Mark::Body("\"error\":\"Not Found\",\"statusCode\":404}"),
            ],
            "NestJS 12: its 404",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[500]),
                Mark::WholeBody("{\"statusCode\":500,\"message\":\"Internal server error\"}"),
            ],
            "NestJS 12: an unhandled exception",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[401]),
                Mark::WholeBody("{\"message\":\"Unauthorized\",\"statusCode\":401}"),
            ],
            "NestJS 12: a guard that refuses",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[401]),
                Mark::WholeBody("{\"statusCode\":401,\"message\":\"Unauthorized\"}"),
            ],
            "NestJS 8 to 10, likewise",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[403]),
                Mark::Body("\"Forbidden resource\""),
                Mark::Body("\"statusCode\":403}"),
            ],
            "NestJS 12: a guard that returns false",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
