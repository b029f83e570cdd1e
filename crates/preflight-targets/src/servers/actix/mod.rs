//! Actix Web: <https://docs.rs/actix-web>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Actix Web as a target.
pub(super) static TARGET: Target = Target {
    id: "actix",
    name: "Actix Web",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[400]), Mark::WholeBody("Origin is not allowed to make this request")],
            "https://github.com/actix/actix-extras/blob/master/actix-cors/src/error.rs",
        )
        .tells("refused-by-cors-layer"),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[400]), Mark::WholeBody("Requested method is not allowed")],
            "https://github.com/actix/actix-extras/blob/master/actix-cors/src/error.rs",
        )
        .tells("refused-by-cors-layer"),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[400]), Mark::WholeBody("One or more request headers are not allowed")],
            "https://github.com/actix/actix-extras/blob/master/actix-cors/src/error.rs",
        )
        .tells("refused-by-cors-layer"),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Status(&[400]), Mark::Body("Json deserialize error: ")],
            "the `Json` extractor of Actix Web 4",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
