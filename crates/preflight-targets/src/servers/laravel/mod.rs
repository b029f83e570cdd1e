//! Laravel: <https://laravel.com/docs/routing#cors>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Laravel as a target.
pub(super) static TARGET: Target = Target {
    id: "laravel",
    name: "Laravel",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Cookie("laravel_session")],
            "Laravel's session",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Cookie("XSRF-TOKEN=")],
            "Laravel's CSRF cookie",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(" method is not supported for route "), Mark::Body("Supported methods: ")],
            "Laravel's 405",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Status(&[401]), Mark::WholeBody("{\"message\":\"Unauthenticated.\"}")],
            "Laravel's `auth` middleware",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Status(&[419]), Mark::Body("Page Expired")],
            "Laravel's CSRF check",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
