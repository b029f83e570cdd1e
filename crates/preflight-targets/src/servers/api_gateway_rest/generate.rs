//! Policies as an `OPTIONS` method with a mock integration and gateway responses, in a CloudFormation
//! template.
//!
//! A mock integration answers from a mapping template in
//! [Velocity's language](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html),
//! which can look at `Origin` and [override headers and the status](https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html).
//! It compares whole origins by `==`, and patterns by Java's `matches`, which is anchored at both ends.
//! [Gateway responses](https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html)
//! have fixed headers only.

use crate::generate::limits::{Limits, Star, Taken};
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Plan, Proof, Rule, Shortfalls, exact_origin,
    origin_regex,
};
use preflight_policy::{OriginPattern, PathPattern};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Schema };

const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::HeadersOnErrors,
        "With a proxy integration the gateway adds no headers to what the function returns: the function \
         itself puts them on every response, errors included.",
    ),
    Lack::new(Behaviour::VaryOnEveryResponse, "`Vary: Origin` on them is the function's as well."),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "The function's CORS headers are the only ones there, and pass as they are.",
    ),
    Lack::new(
        Behaviour::HeadersOnOwnErrors,
        "The gateway's own errors name one fixed origin: where several are allowed, the first that has no \
         wildcard, and none where policies differ by path. Others see a network error in place of a 401.",
    ),
    Lack::new(
        Behaviour::SilenceToOtherOrigins,
        "The gateway's own errors name that origin to everybody.",
    ),
    Lack::new(Behaviour::SilenceWithoutOrigin, "They do on requests without `Origin` too."),
    Lack::new(
        Behaviour::OnlyTruePreflights,
        "Every `OPTIONS` is answered here, also one that is no preflight.",
    ),
];

const PURPOSE: &str = "`aws cloudformation deploy --template-file template.yaml --stack-name NAME \
    --parameter-overrides RestApi=… Resource=…`, then deploy the API's stage again: until then the old \
    one answers. Or take the resources over into your template. The responses of a proxy integration \
    come from the function, with their headers.";

const LIMITS: Limits = Limits {
    origin: |pattern| Ok(vec![condition(pattern)]),
    methods: None,
    any_method: Star::Sent,
    any_header: Star::Sent,
    any_expose: Star::Sent,
    credentials: true,
    max_age: u32::MAX,
};

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let template = mapping_template(plan, shortfalls);
    let mut text = format!(
        r#"
AWSTemplateFormatVersion: "2010-09-09"

Parameters:
  RestApi:
    Description: The id of the REST API.
    Type: String
  Resource:
    Description: The id of its resource `{{proxy+}}` below the root.
    Type: String

Resources:
  Preflight:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref RestApi
      ResourceId: !Ref Resource
      HttpMethod: OPTIONS
      AuthorizationType: NONE
      ApiKeyRequired: false
      Integration:
        Type: MOCK
        RequestTemplates:
          application/json: '{{"statusCode": 204}}'
        IntegrationResponses:
          - StatusCode: "204"
            ResponseParameters:
              method.response.header.Vary: "'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'"
            ResponseTemplates:
              application/json: |
{}
      MethodResponses:
        - StatusCode: "204"
          ResponseParameters:
            method.response.header.Vary: true
"#,
        template.trim_end(),
    );
    if let [rule] = &plan.rules[..] {
        text.push_str(&gateway_responses(rule));
    }
    vec![File::new("template.yaml", Comment::Line("#"), PURPOSE, text)]
}

/// Whether `$origin` matches. What is between `'` is taken as it is; an origin has none.
fn condition(pattern: &OriginPattern) -> String {
    if let Some(exact) = exact_origin(pattern) {
        return format!("$origin == '{exact}'");
    }
    let regex = origin_regex(pattern);
    // `[.]` for `\.`: no question of what a backslash means in a template.
    let regex = regex.replace(r"\.", "[.]");
    format!("$origin.matches('{}')", regex.trim_start_matches('^').trim_end_matches('$'))
}

/// Decides by path, then by origin.
fn mapping_template(plan: &Plan, shortfalls: &mut Shortfalls) -> String {
    let mut template = Template::default();
    template.line(0, "#set($origin = $input.params().header.get('Origin'))");
    template.line(0, "#if(!$origin)#set($origin = $input.params().header.get('origin'))#end");
    template.line(0, "#if(!$origin)#set($origin = '')#end");
    if plan.rules.iter().all(Rule::is_for_every_path) {
        template.rule(0, &plan.rules[0], shortfalls);
        return template.0;
    }
    template.line(0, "#set($path = $input.params().path.get('proxy'))");
    let mut word = "#if";
    for rule in &plan.rules {
        if rule.is_for_every_path() {
            template.line(0, "#else");
            template.rule(1, rule, shortfalls);
            template.line(0, "#end");
            return template.0;
        }
        let unknown = rule.paths.iter().find(|path| path_condition(path).is_none());
        if let Some(path) = unknown {
            let why = "a mapping template is written with plain paths only";
            let instead =
                "this policy and those after it are left out, lest one of them speak for the path";
            shortfalls.push("paths", &path.to_string(), why, instead);
            break;
        }
        let conditions: Vec<String> = rule.paths.iter().filter_map(path_condition).collect();
        template.line(0, &format!("{word}({})", conditions.join(" || ")));
        template.rule(1, rule, shortfalls);
        word = "#elseif";
    }
    if word == "#elseif" {
        template.line(0, "#else");
        template.line(1, "#set($context.responseOverride.status = 403)");
        template.line(0, "#end");
    } else {
        template.line(0, "#set($context.responseOverride.status = 403)");
    }
    template.0
}

/// Whether `$path`, which has no `/` before it, matches.
fn path_condition(path: &PathPattern) -> Option<String> {
    let (PathPattern::Exact(text) | PathPattern::Below(text)) = path;
    let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b));
    let text = text.trim_start_matches('/');
    is_plain.then(|| match path {
        PathPattern::Exact(_) => format!("$path == '{text}'"),
        PathPattern::Below(_) => format!("$path.startsWith('{text}')"),
    })
}

/// A mapping template as it grows.
#[derive(Default)]
struct Template(String);

impl Template {
    fn line(&mut self, level: usize, line: &str) {
        let _ = writeln!(self.0, "{}{line}", " ".repeat(16 + 2 * level));
    }

    /// Grants what the policy does, or refuses.
    fn rule(&mut self, level: usize, rule: &Rule, shortfalls: &mut Shortfalls) {
        let Some(taken) = LIMITS.of(rule, shortfalls) else { return };
        if rule.allows_any_origin() {
            self.grant(level, "'*'", &taken, shortfalls);
            return;
        }
        self.line(level, &format!("#if({})", taken.origins.join(" || ")));
        self.grant(level + 1, "$origin", &taken, shortfalls);
        self.line(level, "#else");
        self.line(level + 1, "#set($context.responseOverride.status = 403)");
        self.line(level, "#end");
    }

    fn grant(&mut self, level: usize, origin: &str, taken: &Taken, shortfalls: &mut Shortfalls) {
        let mut headers = vec![("Allow-Origin", origin.to_owned())];
        if taken.credentials {
            headers.push(("Allow-Credentials", "'true'".to_owned()));
        }
        let mut quoted = |field: &str, names: &[String]| {
            let named = names.iter().filter(|name| {
                if name.contains('\'') {
                    let why = "a text of a mapping template holds no `'`";
                    shortfalls.push(field, name, why, "it is left out");
                }
                !name.contains('\'')
            });
            format!("'{}'", named.map(String::as_str).collect::<Vec<_>>().join(","))
        };
        headers.push(("Allow-Methods", quoted("allow_methods", &taken.methods)));
        headers.push(("Allow-Headers", quoted("allow_headers", &taken.headers)));
        headers.extend(taken.max_age.map(|seconds| ("Max-Age", format!("'{seconds}'"))));
        for (name, value) in headers.iter().filter(|(_, value)| value != "''") {
            let header = format!("$context.responseOverride.header.Access-Control-{name}");
            self.line(level, &format!("#set({header} = {value})"));
        }
    }
}

/// The gateway's own errors: authorizers', throttling, no such route.
fn gateway_responses(rule: &Rule) -> String {
    let (exact, _) = rule.exact_origins_and_patterns();
    let Some(origin) = exact.first().filter(|_| rule.is_for_every_path()) else {
        return String::new();
    };
    let mut text = String::new();
    for kind in ["4XX", "5XX"] {
        let _ = write!(
            text,
            r#"
  Errors{kind}:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref RestApi
      ResponseType: DEFAULT_{kind}
      ResponseParameters:
        gatewayresponse.header.Access-Control-Allow-Origin: "'{origin}'"
"#
        );
        if rule.credentials {
            text.push_str(
                "        gatewayresponse.header.Access-Control-Allow-Credentials: \"'true'\"\n",
            );
        }
    }
    text
}
