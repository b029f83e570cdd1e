//! Go's net/http: <https://pkg.go.dev/net/http>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Go net/http as a target.
pub(super) static TARGET: Target = Target {
    id: "go",
    name: "Go net/http",
    kind: Kind::Runtime,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[403]), Mark::Body("cross-origin request detected")],
            "`http.CrossOriginProtection` of Go 1.25",
        )
        .tells("resource-isolation-guard"),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[404]),
                Mark::WholeBody("404 page not found"),
                Mark::Whole("x-content-type-options", "nosniff"),
            ],
            "`http.NotFound`; Traefik, which is written in Go, where no router matches",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[405]),
                Mark::WholeBody("Method Not Allowed"),
                Mark::Whole("x-content-type-options", "nosniff"),
                Mark::Header("allow"),
            ],
            "`http.ServeMux` of Go 1.22 and newer, with methods in its patterns",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
