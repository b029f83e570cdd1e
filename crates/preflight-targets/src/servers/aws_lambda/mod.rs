//! AWS Lambda behind API Gateway:
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html>

mod generate;

use crate::target::{Kind, Target};

/// A Lambda function with proxy integration as a target. What API Gateway says itself is another's.
pub(super) static TARGET: Target = Target {
    id: "aws-lambda",
    name: "AWS Lambda",
    kind: Kind::Function,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
