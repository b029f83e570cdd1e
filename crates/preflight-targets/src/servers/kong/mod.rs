//! Kong Gateway: <https://developer.konghq.com/plugins/cors/>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Kong as a target.
pub(super) static TARGET: Target = Target {
    id: "kong",
    name: "Kong",
    kind: Kind::Gateway,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("no Route matched with those values")],
            "Kong's 404 where no route matches",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Value("server", "kong/")],
            "what Kong answers itself",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-kong-upstream-latency")],
            "what Kong passes on",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-kong-proxy-latency")],
            "what Kong passes on",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-kong-response-latency")],
            "what Kong answers, unless `headers` is `off`",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Value("via", "kong/")],
            "what Kong passes on",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
