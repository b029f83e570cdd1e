//! AWS's application load balancer: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// AWS Application Load Balancer as a target.
pub(super) static TARGET: Target = Target {
    id: "alb",
    name: "AWS Application Load Balancer",
    kind: Kind::Gateway,
    signatures: &[
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Value("server", "awselb/")],
            "what the load balancer answers itself: fixed responses, redirects, 502 to 504",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Status(&[302]), Mark::Cookie("AWSELBAuthSessionCookie")],
            "its redirect to a login, with an `authenticate-oidc` or `authenticate-cognito` action",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Cookie("AWSALB")],
            "responses through a target group with stickiness",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
