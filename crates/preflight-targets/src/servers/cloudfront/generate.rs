//! Policies as response headers policies of a distribution, in a CloudFormation template.
//!
//! A [response headers policy](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html)
//! adds CORS headers to what comes from behind, after the headers to remove have been removed; an origin may have
//! `*.` before its host. It hangs on cache behaviours, of which the
//! [first whose path fits](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html)
//! counts, as with us.

use crate::generate::limits::{Limits, Star, Taken};
use crate::generate::quote::{json, list};
use crate::generate::{Behaviour, Comment, File, Generator, Lack, Plan, Proof, Shortfalls};
use preflight_policy::{OriginPattern, PortPattern};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Schema };

const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::AnswersPreflights,
        "CloudFront adds headers and answers nothing: the server behind has to answer `OPTIONS` with a \
         2xx, before it asks who the user is.",
    ),
    Lack::new(
        Behaviour::PreflightIs204,
        "The server behind answers the preflight; browsers take any 2xx.",
    ),
    Lack::new(
        Behaviour::AnswersRefusedPreflights,
        "A preflight from an origin that is not allowed is passed on as well.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "It gets the answer of the server behind, without the headers.",
    ),
    Lack::new(
        Behaviour::VaryOnEveryResponse,
        "`Vary` is left to the server behind. CloudFront itself keeps responses without the headers and \
         adds them afterwards; a cache in front of it needs `Vary: Origin` from the server.",
    ),
    Lack::new(
        Behaviour::VaryOnPreflights,
        "`Vary` on preflights is left to the server behind too.",
    ),
    Lack::new(
        Behaviour::DecodesPaths,
        "A path is compared as it is sent: `/%61pi/x` does not fall under `/api/*`.",
    ),
];

const PURPOSE: &str = "Deploy it with `aws cloudformation deploy --template-file template.yaml \
    --stack-name NAME`. Where you have a distribution, take over the response headers policies and name \
    them in its cache behaviours as here; they have to allow `OPTIONS`.";

const LIMITS: Limits = Limits {
    origin,
    methods: Some(&["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
    any_method: Star::Unknown,
    any_header: Star::Sent,
    any_expose: Star::Sent,
    credentials: true,
    max_age: u32::MAX >> 1,
};

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let mut behaviours = Vec::new();
    for rule in &plan.rules {
        let paths = rule.written_paths();
        if let Some(path) = paths.iter().find(|path| !is_path_pattern(path)) {
            let why = "a path pattern has no such characters, or it is too long";
            let instead =
                "this policy and those after it are left out, lest one of them speak for the path";
            shortfalls.push("paths", path, why, instead);
            break;
        }
        let is_last = rule.is_for_every_path();
        behaviours.push(CacheBehaviour {
            paths: if is_last { Vec::new() } else { paths },
            taken: LIMITS.of(rule, shortfalls),
        });
        if is_last {
            break;
        }
    }
    let text = template(plan, &behaviours);
    vec![File::new("template.yaml", Comment::Line("#"), PURPOSE, text)]
}

/// A cache behaviour for each of the paths; the default one where there is none.
struct CacheBehaviour {
    paths: Vec<String>,
    taken: Option<Taken>,
}

fn origin(pattern: &OriginPattern) -> Result<Vec<String>, &'static str> {
    match pattern {
        OriginPattern::Of { scheme, .. } if !matches!(scheme.as_str(), "http" | "https") => {
            Err("origins begin with `http://` or `https://`")
        }
        OriginPattern::Of { port: PortPattern::Any, .. } => Err("a port is written out"),
        _ => Ok(vec![pattern.to_string()]),
    }
}

/// What a path pattern [may hold](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern).
fn is_path_pattern(path: &str) -> bool {
    let is_known = |b: u8| b.is_ascii_alphanumeric() || b"_-.*$/~\"'@:+&".contains(&b);
    path.len() <= 255 && path.bytes().all(is_known)
}

fn template(plan: &Plan, behaviours: &[CacheBehaviour]) -> String {
    let mut text = "\nAWSTemplateFormatVersion: \"2010-09-09\"\n\nResources:\n".to_owned();
    for (n, behaviour) in behaviours.iter().enumerate() {
        if let Some(taken) = &behaviour.taken {
            let _ = writeln!(text, "{}", policy(n + 1, taken));
        }
    }
    let _ = write!(
        text,
        "  Distribution:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Origins:
          - Id: upstream
{}",
        upstream(plan)
    );
    let named = |behaviour: &CacheBehaviour, n: usize| behaviour.taken.as_ref().map(|_| n + 1);
    let by_path: Vec<(&String, Option<usize>)> = behaviours
        .iter()
        .enumerate()
        .flat_map(|(n, b)| b.paths.iter().map(move |path| (path, named(b, n))))
        .collect();
    if !by_path.is_empty() {
        text.push_str("        CacheBehaviors:\n");
    }
    for (path, policy) in by_path {
        let _ = writeln!(text, "          - PathPattern: {}", json(path));
        text.push_str(&behaviour(policy, "            "));
    }
    let default = behaviours.iter().enumerate().find(|(_, behaviour)| behaviour.paths.is_empty());
    text.push_str("        DefaultCacheBehavior:\n");
    text.push_str(&behaviour(default.and_then(|(n, b)| named(b, n)), "          "));
    text
}

fn upstream(plan: &Plan) -> String {
    let (property, protocol, default) = match plan.upstream.starts_with("https:") {
        true => ("HTTPSPort", "https-only", "443"),
        false => ("HTTPPort", "http-only", "80"),
    };
    let authority = plan.upstream_authority();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (authority, default),
    };
    format!(
        "            DomainName: {}
            CustomOriginConfig:
              OriginProtocolPolicy: {protocol}
              {property}: {port}
",
        json(host)
    )
}

/// The rest of a cache behaviour. A preflight is not redirected, so neither is plain http.
fn behaviour(policy: Option<usize>, indent: &str) -> String {
    let mut text = String::new();
    let lines = [
        "TargetOriginId: upstream",
        "ViewerProtocolPolicy: https-only",
        "AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]",
        "CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad # CachingDisabled",
        "OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac # AllViewerExceptHostHeader",
    ];
    for line in lines {
        let _ = writeln!(text, "{indent}{line}");
    }
    if let Some(n) = policy {
        let _ = writeln!(text, "{indent}ResponseHeadersPolicyId: !Ref Cors{n}");
    }
    text
}

fn policy(n: usize, taken: &Taken) -> String {
    // There has to be a name. This one a script cannot send, so that it allows nothing.
    let nothing = ["origin".to_owned()];
    let headers = if taken.headers.is_empty() { &nothing[..] } else { &taken.headers };
    let mut text = format!(
        "  Cors{n}:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        Name: !Sub ${{AWS::StackName}}-cors-{n}
        CorsConfig:
          AccessControlAllowOrigins:
            Items: [{}]
          AccessControlAllowMethods:
            Items: [{}]
          AccessControlAllowHeaders:
            Items: [{}]
          AccessControlAllowCredentials: {}
",
        list(&taken.origins, json),
        list(&taken.methods, json),
        list(headers, json),
        taken.credentials,
    );
    if !taken.expose.is_empty() {
        let expose = list(&taken.expose, json);
        let _ =
            write!(text, "          AccessControlExposeHeaders:\n            Items: [{expose}]\n");
    }
    if let Some(seconds) = taken.max_age {
        let _ = writeln!(text, "          AccessControlMaxAgeSec: {seconds}");
    }
    text.push_str(
        "          OriginOverride: true
        # What the server behind says of it: removed first, so that no other origin gets it.
        RemoveHeadersConfig:
          Items:
            - Header: Access-Control-Allow-Origin
            - Header: Access-Control-Allow-Credentials
            - Header: Access-Control-Expose-Headers
            - Header: Access-Control-Allow-Methods
            - Header: Access-Control-Allow-Headers
            - Header: Access-Control-Max-Age
",
    );
    text
}
