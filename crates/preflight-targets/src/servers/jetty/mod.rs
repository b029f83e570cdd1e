//! Eclipse Jetty: <https://jetty.org/docs/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Jetty as a target.
pub(super) static TARGET: Target = Target {
    id: "jetty",
    name: "Jetty",
    kind: Kind::Server,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(">Powered by Jetty://")],
            "Jetty 9.4: its error pages",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("server", "Jetty(")],
            "every response of Jetty, unless `sendServerVersion` is off",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
