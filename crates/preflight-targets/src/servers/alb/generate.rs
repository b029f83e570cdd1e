//! A policy as attributes of a listener, in a CloudFormation template.
//!
//! A listener can [add response headers](https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html)
//! of fixed values, to every response alike. So there is one origin, which browsers compare with the
//! page's. Resource:
//! [Listener](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html).

use crate::generate::limits::{Limits, Star, Taken, whole_origin};
use crate::generate::quote::json;
use crate::generate::{Behaviour, Comment, File, Generator, Lack, Plan, Proof, Shortfalls};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Schema };

const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::AnswersPreflights,
        "Preflights are passed on: what is behind has to answer `OPTIONS` with a 2xx, before it asks \
         who the user is.",
    ),
    Lack::new(
        Behaviour::PreflightIs204,
        "Whatever is behind answers the preflight; browsers take any 2xx.",
    ),
    Lack::new(
        Behaviour::AnswersRefusedPreflights,
        "A preflight from another origin is passed on as well.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "It is not refused: the browser refuses, as the header names another origin.",
    ),
    Lack::new(
        Behaviour::SilenceToOtherOrigins,
        "The headers tell everybody which origin is allowed.",
    ),
    Lack::new(
        Behaviour::SilenceWithoutOrigin,
        "They stand on responses to requests without `Origin` too.",
    ),
    Lack::new(
        Behaviour::VaryOnEveryResponse,
        "No `Vary` is added, and none is needed, as the value is the same for everybody.",
    ),
    Lack::new(Behaviour::VaryOnPreflights, "Nor is it on preflights."),
    Lack::new(
        Behaviour::PreflightHeadersOnPreflightsOnly,
        "What is meant for preflights stands on every response, where browsers ignore it.",
    ),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "No document says whether the same header from behind is replaced or stands beside it: send \
         none there.",
    ),
];

const PURPOSE: &str = "Deploy it with `aws cloudformation deploy --template-file template.yaml \
    --stack-name NAME --parameter-overrides LoadBalancer=… Certificate=… TargetGroup=…`, or take over \
    `ListenerAttributes` into your template.";

const LIMITS: Limits = Limits {
    origin: whole_origin,
    methods: None,
    any_method: Star::Sent,
    any_header: Star::Sent,
    any_expose: Star::Sent,
    credentials: true,
    max_age: u32::MAX,
};

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    const APART: &str = "each policy stands in a template of its own, for a listener that serves its paths and nothing else";
    let rules: Vec<_> = plan.apart(shortfalls, APART).collect();
    let files = rules.into_iter().filter_map(|(suffix, rule)| {
        let taken = LIMITS.of(rule, shortfalls)?;
        for origin in &taken.origins[1..] {
            let why = "a listener names one origin, the same for everybody";
            shortfalls.push("allow_origins", origin, why, "it is left out");
        }
        let name = format!("template{suffix}.yaml");
        Some(File::new(&name, Comment::Line("#"), PURPOSE, template(&taken)))
    });
    files.collect()
}

fn template(taken: &Taken) -> String {
    let mut text = r#"
AWSTemplateFormatVersion: "2010-09-09"

Parameters:
  LoadBalancer:
    Description: The ARN of the load balancer.
    Type: String
  Certificate:
    Description: The ARN of the certificate.
    Type: String
  TargetGroup:
    Description: The ARN of the target group that requests are forwarded to.
    Type: String

Resources:
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref LoadBalancer
      Port: 443
      Protocol: HTTPS
      Certificates:
        - CertificateArn: !Ref Certificate
      DefaultActions:
        - Type: forward
          TargetGroupArn: !Ref TargetGroup
      ListenerAttributes:
"#
    .to_owned();
    for (name, value) in headers(taken) {
        let _ = write!(
            text,
            "        - Key: routing.http.response.access_control_{name}.header_value\n          \
             Value: {}\n",
            json(&value)
        );
    }
    text
}

/// The headers' names as attributes have them, and their values.
fn headers(taken: &Taken) -> Vec<(&'static str, String)> {
    let mut headers = vec![("allow_origin", taken.origins[0].clone())];
    if taken.credentials {
        headers.push(("allow_credentials", "true".to_owned()));
    }
    let lists = [
        ("expose_headers", &taken.expose),
        ("allow_methods", &taken.methods),
        ("allow_headers", &taken.headers),
    ];
    for (name, texts) in lists.into_iter().filter(|(_, texts)| !texts.is_empty()) {
        headers.push((name, texts.join(",")));
    }
    headers.extend(taken.max_age.map(|seconds| ("max_age", seconds.to_string())));
    headers
}
