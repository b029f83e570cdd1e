//! Apache httpd 2.4: <https://httpd.apache.org/docs/2.4/mod/mod_headers.html>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Apache httpd as a target.
pub(super) static TARGET: Target = Target {
    id: "apache",
    name: "Apache httpd",
    kind: Kind::Server,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">")],
            "the error pages of Apache 2.4",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Body("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\""),
                Mark::Value("server", "apache"),
            ],
            "the error pages of Debian's Apache 2.4.71",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("server", "apache/")],
            "every response of Apache 2.4 with `ServerTokens Full` to `Minimal`",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Whole("server", "apache")],
            "every response of Apache 2.4 with `ServerTokens Prod`",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
