//! Amazon API Gateway: <https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Amazon API Gateway as a target.
pub(super) static TARGET: Target = Target {
    id: "api-gateway",
    name: "Amazon API Gateway",
    kind: Kind::Gateway,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Header("x-amzn-errortype"),
                Mark::Body("{\"message\":\"Missing Authentication Token\"}"),
            ],
            "a REST API's answer to a method or path that it does not have",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Header("x-amzn-errortype"), Mark::Header("x-amz-apigw-id")],
            "a REST API's own errors",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Header("apigw-requestid"), Mark::Body("{\"message\":\"Not Found\"}")],
            "an HTTP API's answer where no route matches",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Header("apigw-requestid"), Mark::Body("{\"message\":\"Unauthorized\"}")],
            "an HTTP API's answer of its authorizer",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Header("apigw-requestid"), Mark::Body("{\"message\":\"Forbidden\"}")],
            "an HTTP API's answer of its authorizer",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Header("apigw-requestid"),
                Mark::Body("{\"message\":\"Internal Server Error\"}"),
            ],
            "an HTTP API whose integration failed",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-amz-apigw-id")],
            "every response of a REST API",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("apigw-requestid")],
            "every response of an HTTP API",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
