//! Envoy and Istio: <https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Envoy as a target.
pub(super) static TARGET: Target = Target {
    id: "envoy",
    name: "Envoy",
    kind: Kind::Gateway,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("upstream connect error or disconnect/reset before headers")],
            "Envoy 1.40: a backend that cannot be reached",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::WholeBody("no healthy upstream")],
            "Envoy 1.40: a cluster without endpoints",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::WholeBody("RBAC: access denied")],
            "Envoy 1.40: the RBAC filter",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::WholeBody("Jwt is missing")],
            "Envoy 1.40: the jwt_authn filter",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[404]),
                Mark::Whole("server", "envoy"),
                Mark::Without("x-envoy-upstream-service-time"),
                Mark::WholeBody(""),
            ],
            "Envoy 1.40: no route matches",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Whole("server", "istio-envoy"), Mark::Without("x-envoy-upstream-service-time")],
            "what an Istio gateway answers itself",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-envoy-upstream-service-time")],
            "what Envoy passes on",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Whole("server", "envoy")],
            "every response through Envoy 1.40",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Whole("server", "istio-envoy")],
            "every response through an Istio gateway",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
