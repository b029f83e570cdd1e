//! Hono: <https://hono.dev/docs/middleware/builtin/cors>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Hono as a target.
pub(super) static TARGET: Target = Target {
    id: "hono",
    name: "Hono",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[404]),
                Mark::WholeBody("404 Not Found"),
                Mark::Whole("content-type", "text/plain; charset=UTF-8"),
                Mark::Without("server"),
                Mark::Without("x-powered-by"),
            ],
            "Hono 4 on Node.js: its 404",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[404]),
                Mark::WholeBody("404 Not Found"),
                Mark::Whole("content-type", "text/plain; charset=UTF-8"),
                Mark::Header("cf-ray"),
            ],
            "Hono 4 on Cloudflare Workers",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
