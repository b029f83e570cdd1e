//! axum with our own layer: <https://docs.rs/axum>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// axum as a target.
pub(super) static TARGET: Target = Target {
    id: "axum",
    name: "axum",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[415]),
                Mark::WholeBody("Expected request with `Content-Type: application/json`"),
            ],
            "axum 0.8: the `Json` extractor",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("Failed to deserialize the JSON body into the target type: ")],
            "axum 0.8: the `Json` extractor",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("Failed to parse the request body as JSON: ")],
            "axum 0.8: the `Json` extractor",
        ),
        Signature::wrote(
            Certainty::Possible,
            &[
                Mark::Status(&[405]),
                Mark::Order(&["allow", "content-length", "date"]),
                Mark::Whole("content-length", "0"),
                Mark::Without("server"),
                Mark::Without("content-type"),
                Mark::Without("connection"),
            ],
            "axum 0.8: a path without this method",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
