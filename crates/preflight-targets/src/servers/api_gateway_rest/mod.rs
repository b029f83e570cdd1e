//! Amazon API Gateway's REST APIs: <https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html>

mod generate;

use crate::target::{Kind, Target};

/// A REST API of Amazon API Gateway as a target: its responses are told under `api-gateway`.
pub(super) static TARGET: Target = Target {
    id: "api-gateway-rest",
    name: "Amazon API Gateway, REST API",
    kind: Kind::Gateway,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("../api_gateway/fixes.md"),
};
