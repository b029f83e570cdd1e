//! Koa: <https://github.com/koajs/cors>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Koa as a target.
pub(super) static TARGET: Target = Target {
    id: "koa",
    name: "Koa",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Possible,
            &[
                Mark::Status(&[404]),
                Mark::WholeBody("Not Found"),
                Mark::Order(&[
                    "content-type",
                    "content-length",
                    "date",
                    "connection",
                    "keep-alive",
                ]),
                Mark::Without("server"),
                Mark::Without("x-powered-by"),
            ],
            "Koa 3: no middleware answered",
        ),
        Signature::wrote(
            Certainty::Possible,
            &[
                Mark::Status(&[405]),
                Mark::WholeBody("Method Not Allowed"),
                Mark::Order(&[
                    "allow",
                    "content-type",
                    "content-length",
                    "date",
                    "connection",
                    "keep-alive",
                ]),
                Mark::Without("server"),
                Mark::Without("x-powered-by"),
            ],
            "Koa 3: `router.allowedMethods()`",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
