//! Policies as CORS policies of the routes in a URL map, in the YAML of `gcloud compute url-maps import`.
//!
//! With a [`corsPolicy`](https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps) in a route's
//! action the load balancer answers preflights itself. Route rules count
//! [in the order of their priority](https://cloud.google.com/load-balancing/docs/url-map-concepts), as
//! policies do. Regular expressions for origins are there for Traffic Director only
//! (`INTERNAL_SELF_MANAGED`), so that origins are written out. The proxies are Envoys: what their
//! [CORS filter](https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter)
//! does is what happens. Classic load balancers have no route actions.

use crate::generate::limits::{Limits, Star, Taken, whole_origin};
use crate::generate::quote::{json, list};
use crate::generate::{Behaviour, Comment, File, Generator, Lack, Plan, Proof, Rule, Shortfalls};
use preflight_policy::PathPattern;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Schema };

const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::VaryOnEveryResponse,
        "No `Vary` is added: let the service behind send `Vary: Origin`, or a cache may give one page's \
         answer to another.",
    ),
    Lack::new(Behaviour::VaryOnPreflights, "Nor is it on preflights, which no cache keeps."),
    Lack::GRANTED_IS_200,
    Lack::new(
        Behaviour::AnswersRefusedPreflights,
        "A preflight from an origin that is not allowed is passed on to the service behind.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "It gets what the service behind answers to `OPTIONS`.",
    ),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "To an origin that is not allowed, CORS headers of the service behind pass through: send none \
         there.",
    ),
    Lack::new(
        Behaviour::DecodesPaths,
        "A path is compared as it is sent: `/%61pi/x` does not fall under `/api/*`.",
    ),
];

const PURPOSE: &str = "Put your backend service in place of `BACKEND`, then `gcloud compute url-maps \
    import cors --source=url-map.yaml --global`. Where you have a URL map, take over each `corsPolicy` \
    into the `routeAction` of its routes.";

const LIMITS: Limits = Limits {
    origin: whole_origin,
    methods: None,
    any_method: Star::Sent,
    any_header: Star::Sent,
    any_expose: Star::Sent,
    credentials: true,
    max_age: u32::MAX >> 1,
};

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let mut text = r#"
name: cors
defaultService: global/backendServices/BACKEND
hostRules:
  - hosts: ["*"]
    pathMatcher: paths
pathMatchers:
  - name: paths
    defaultService: global/backendServices/BACKEND
    routeRules:
"#
    .to_owned();
    for (n, rule) in plan.rules.iter().enumerate() {
        text.push_str(&route(n + 1, rule, LIMITS.of(rule, shortfalls)));
        if rule.is_for_every_path() {
            break;
        }
    }
    vec![File::new("url-map.yaml", Comment::Line("#"), PURPOSE, text)]
}

/// A policy's route: also where nothing can be written of it, lest a later one speak for its paths.
fn route(priority: usize, rule: &Rule, taken: Option<Taken>) -> String {
    let mut text = format!("      - priority: {priority}\n        matchRules:\n");
    if rule.is_for_every_path() {
        text.push_str("          - prefixMatch: \"/\"\n");
    } else {
        for path in &rule.paths {
            let (how, path) = match path {
                PathPattern::Exact(path) => ("fullPathMatch", path),
                PathPattern::Below(prefix) => ("prefixMatch", prefix),
            };
            let _ = writeln!(text, "          - {how}: {}", json(path));
        }
    }
    text.push_str("        service: global/backendServices/BACKEND\n");
    if let Some(taken) = taken {
        text.push_str("        routeAction:\n          corsPolicy:\n");
        text.push_str(&cors_policy(&taken));
    }
    text
}

fn cors_policy(taken: &Taken) -> String {
    let mut text = String::new();
    let lists = [
        ("allowOrigins", &taken.origins),
        ("allowMethods", &taken.methods),
        ("allowHeaders", &taken.headers),
        ("exposeHeaders", &taken.expose),
    ];
    for (field, texts) in lists.into_iter().filter(|(_, texts)| !texts.is_empty()) {
        let _ = writeln!(text, "            {field}: [{}]", list(texts, json));
    }
    if taken.credentials {
        text.push_str("            allowCredentials: true\n");
    }
    if let Some(seconds) = taken.max_age {
        let _ = writeln!(text, "            maxAge: {seconds}");
    }
    text
}
