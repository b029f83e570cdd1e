//! A policy as the CORS configuration of an HTTP API, in a CloudFormation template that passes everything
//! on to what stands behind it.
//!
//! With [a CORS configuration](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html)
//! the gateway answers preflights itself and ignores the integration's CORS headers. It holds for the
//! whole API, so that policies for some paths become APIs that route these paths and no other.
//! Properties: [Cors](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigatewayv2-api-cors.html).

use crate::generate::limits::{Limits, Star, Taken, whole_origin};
use crate::generate::quote::{json, list};
use crate::generate::{Behaviour, Comment, File, Generator, Lack, Plan, Proof, Rule, Shortfalls};
use preflight_policy::{OriginPattern, PathPattern};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Schema };

const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::VaryOnEveryResponse,
        "No document promises `Vary: Origin`: a CDN in front has to put `Origin` into its cache key.",
    ),
    Lack::new(
        Behaviour::VaryOnPreflights,
        "No document promises `Vary` on preflights either, which no cache keeps.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from an origin that is not allowed is answered 204 without the headers.",
    ),
    Lack::new(
        Behaviour::HeadersOnOwnErrors,
        "The headers are documented for what an integration answers, not for the gateway's own errors: \
         a page may see a network error in place of the authorizer's 401 or a 429.",
    ),
];

const PURPOSE: &str = "Deploy it with `aws cloudformation deploy --template-file template.yaml \
    --stack-name NAME`. Where you have a template, take over `CorsConfiguration`; in SAM it stands under \
    `HttpApi` in `Globals`. A route `$default` with an authorizer needs a route `OPTIONS /{proxy+}` \
    without one beside it.";

const LIMITS: Limits = Limits {
    origin,
    methods: None,
    any_method: Star::Sent,
    any_header: Star::Sent,
    any_expose: Star::Sent,
    credentials: true,
    max_age: 86_400,
};

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    const APART: &str = "each policy stands in a template of its own, for an API that routes its paths \
        only; API mappings put several under one host";
    let rules: Vec<_> = plan.apart(shortfalls, APART).collect();
    let mut files = Vec::new();
    for (suffix, rule) in rules {
        let Some(routes) = routes(rule, shortfalls) else { break };
        let Some(taken) = LIMITS.of(rule, shortfalls) else { continue };
        let name = format!("template{suffix}.yaml");
        let template = template(plan, &taken, &routes);
        files.push(File::new(&name, Comment::Line("#"), PURPOSE, template));
    }
    files
}

fn origin(pattern: &OriginPattern) -> Result<Vec<String>, &'static str> {
    match pattern {
        OriginPattern::Of { scheme, .. } if !matches!(scheme.as_str(), "http" | "https") => {
            Err("origins begin with `http://` or `https://`")
        }
        _ => whole_origin(pattern),
    }
}

/// The keys of the routes: `$default` where the policy holds for every path; `None` where a path has no
/// route.
fn routes(rule: &Rule, shortfalls: &mut Shortfalls) -> Option<Vec<String>> {
    if rule.is_for_every_path() {
        return Some(vec!["$default".to_owned()]);
    }
    let is_plain =
        |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b));
    let mut keys = Vec::new();
    for path in &rule.paths {
        keys.push(match path {
            PathPattern::Exact(text) if is_plain(text) => format!("ANY {text}"),
            PathPattern::Below(text) if is_plain(text) => format!("ANY {text}{{proxy+}}"),
            _ => {
                let why = "a route's path has no such characters";
                let instead =
                    "this policy and those after it are left out, lest one of them speak for the path";
                shortfalls.push("paths", &path.to_string(), why, instead);
                return None;
            }
        });
    }
    Some(keys)
}

fn template(plan: &Plan, taken: &Taken, routes: &[String]) -> String {
    let mut text = format!(
        r#"
AWSTemplateFormatVersion: "2010-09-09"

Parameters:
  Upstream:
    Description: What the API passes requests on to.
    Type: String
    Default: {}

Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: !Ref AWS::StackName
      ProtocolType: HTTP
      CorsConfiguration:
{}
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: HTTP_PROXY
      IntegrationMethod: ANY
      IntegrationUri: !Ref Upstream
      PayloadFormatVersion: "1.0"
      RequestParameters:
        overwrite:path: $request.path
"#,
        json(&plan.upstream),
        configuration(taken),
    );
    for (n, key) in routes.iter().enumerate() {
        let key = json(key);
        let _ = write!(
            text,
            r#"
  Route{}:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: {key}
      Target: !Sub integrations/${{Integration}}
"#,
            n + 1
        );
    }
    text.push_str(
        r"
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties:
      ApiId: !Ref Api
      StageName: $default
      AutoDeploy: true

Outputs:
  Url:
    Value: !GetAtt Api.ApiEndpoint
",
    );
    text
}

fn configuration(taken: &Taken) -> String {
    let mut text = String::new();
    let lists = [
        ("AllowOrigins", &taken.origins),
        ("AllowMethods", &taken.methods),
        ("AllowHeaders", &taken.headers),
        ("ExposeHeaders", &taken.expose),
    ];
    for (property, texts) in lists.iter().filter(|(_, texts)| !texts.is_empty()) {
        let _ = writeln!(text, "        {property}: [{}]", list(texts, json));
    }
    if taken.credentials {
        text.push_str("        AllowCredentials: true\n");
    }
    if let Some(seconds) = taken.max_age {
        let _ = writeln!(text, "        MaxAge: {seconds}");
    }
    text
}
