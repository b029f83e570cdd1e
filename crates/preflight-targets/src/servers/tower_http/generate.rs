//! A policy as a `CorsLayer` of tower-http 0.7. The layer knows no paths, so of several policies each
//! stands around the routes of its paths.
//!
//! <https://docs.rs/tower-http/latest/tower_http/cors/struct.CorsLayer.html>

use crate::generate::rust::{array, chain, is_allowed, origin_functions, string};
use crate::generate::url_paths::in_url;
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls,
};
use preflight_policy::{HostPattern, OriginPattern, PathPattern, PortPattern};
use std::collections::BTreeSet;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator =
    Generator { write, lacks: &LACKS, proof: Proof::RealServer };

const PURPOSE: &str = "A module: `mod preflight_cors;` in main.rs, `tower-http` with its feature `cors` \
    among the dependencies, and `let app = preflight_cors::around(app);` after everything that the \
    router has: authentication must be within.";

const LACKS: [Lack; 4] = [
    Lack::new(
        Behaviour::PreflightIs204,
        "A preflight is answered with 200, which browsers take as well.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from another origin is answered with 200 too, without \
         `Access-Control-Allow-Origin`: browsers block the request, logs do not show it.",
    ),
    Lack::new(
        Behaviour::OnlyTruePreflights,
        "Every `OPTIONS` is answered by the layer: a handler for it is never reached.",
    ),
    Lack::new(
        Behaviour::DecodesPaths,
        "Where policies have paths, these are compared as axum compares its routes, undecoded: \
         `/%61pi` is not `/api`, and no route of that name answers it either.",
    ),
];

/// What stands in a layer where a type is used: no name of a method or header holds such a mark.
const HTTP_TYPES: [(&str, &str); 3] =
    [("HeaderName", "HeaderName::"), ("HeaderValue", "HeaderValue"), ("Method", " Method::")];
const CORS_TYPES: [(&str, &str); 5] = [
    ("AllowHeaders", "AllowHeaders::"),
    ("AllowMethods", "AllowMethods::"),
    ("AllowOrigin", "AllowOrigin::"),
    ("Any", "(Any)"),
    ("CorsLayer", "CorsLayer::"),
];

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let rules = &plan.rules;
    let layers: String = rules
        .iter()
        .enumerate()
        .map(|(n, rule)| format!("\nfn policy_{}() -> CorsLayer {{\n{}}}\n", n + 1, layer(rule, n)))
        .collect();
    let predicates: String =
        rules.iter().enumerate().filter_map(|(n, r)| predicate(r, n)).collect();
    let around = match rules.as_slice() {
        [rule] if rule.is_for_every_path() => AROUND_ALL.to_owned(),
        rules => around_paths(rules),
    };
    let mut text = imports(&[layers.as_str(), &predicates].concat(), &around);
    text += &around;
    text += &layers;
    text += WITHIN;
    text += &predicates;
    text += &origin_functions(rules.iter().flat_map(|rule| &rule.origins));
    vec![File::new("preflight_cors.rs", Comment::Line("//!"), PURPOSE, text)]
}

fn imports(layers: &str, around: &str) -> String {
    let mut text = "\nuse axum::Router;\n".to_owned();
    let used = |types: &[(&'static str, &str)]| -> Vec<&str> {
        types.iter().filter(|(_, mark)| layers.contains(mark)).map(|(name, _)| *name).collect()
    };
    text += &import("axum::http::request", &used(&[("Parts", "&Parts")]));
    text += &import("axum::http", &used(&HTTP_TYPES));
    text += "use axum::middleware::map_response;\nuse axum::response::Response;\n";
    if around.contains(" any_service(") {
        text += "use axum::routing::any_service;\n";
    }
    text += &import("std::time", &used(&[("Duration", "Duration::")]));
    text + &import("tower_http::cors", &used(&CORS_TYPES))
}

fn import(module: &str, names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [name] => format!("use {module}::{name};\n"),
        names => format!("use {module}::{{{}}};\n", names.join(", ")),
    }
}

/// The layer of one policy.
fn layer(rule: &Rule, n: usize) -> String {
    let (mut lets, mut calls) = (String::new(), Vec::new());
    let mut list = |name: &str, values: &[String]| {
        let values: Vec<String> = values.iter().map(|value| string(value)).collect();
        let _ = writeln!(lets, "    let {name} = {};", array(&values, 4));
    };
    if rule.allows_any_origin() {
        calls.push(".allow_origin(Any)".to_owned());
    } else if has_patterns(rule) {
        calls.push(format!(".allow_origin(AllowOrigin::predicate(policy_{}_allows))", n + 1));
    } else {
        list("origins", &rule.origins.iter().map(ToString::to_string).collect::<Vec<_>>());
        calls.push(".allow_origin(origins.map(HeaderValue::from_static))".to_owned());
    }
    let lists = [
        ("allow_methods", "methods", &rule.methods, "AllowMethods"),
        ("allow_headers", "headers", &rule.headers, "AllowHeaders"),
        ("expose_headers", "exposed", &rule.expose, ""),
    ];
    for (call, name, names, asked) in lists {
        let value = match names {
            Names::Any { .. } if rule.credentials => format!("{asked}::mirror_request()"),
            Names::Any { authorization: false } => "Any".to_owned(),
            names if names.is_empty() => continue,
            names => {
                let several = names.joined(" ");
                list(name, &several.split(' ').map(str::to_owned).collect::<Vec<_>>());
                match name {
                    "methods" => {
                        "methods.map(|name| Method::from_bytes(name.as_bytes()).expect(name))"
                            .to_owned()
                    }
                    name => format!("{name}.map(HeaderName::from_static)"),
                }
            }
        };
        calls.push(format!(".{call}({value})"));
    }
    if rule.credentials {
        calls.push(".allow_credentials(true)".to_owned());
    }
    if let Some(seconds) = rule.max_age {
        calls.push(format!(".max_age(Duration::from_secs({seconds}))"));
    }
    format!("{lets}    {}\n", chain("CorsLayer::new()", &calls, 4))
}

/// Whether more than equality decides.
fn has_patterns(rule: &Rule) -> bool {
    rule.origins.iter().any(|origin| match origin {
        OriginPattern::Of { host, port, .. } => {
            matches!(host, HostPattern::Below(_)) || *port == PortPattern::Any
        }
        OriginPattern::Any => false,
    })
}

/// The function that says whether a policy allows an origin, where a list cannot.
fn predicate(rule: &Rule, n: usize) -> Option<String> {
    has_patterns(rule).then(|| {
        format!(
            "\nfn policy_{}_allows(origin: &HeaderValue, _: &Parts) -> bool {{\n    \
             let origin = origin.to_str().unwrap_or_default();\n{}}}\n",
            n + 1,
            is_allowed(&rule.origins)
        )
    })
}

const AROUND_ALL: &str = r"
/// Puts the policy around everything that `app` has so far.
pub fn around(app: Router) -> Router {
    within(policy_1(), app)
}
";

const WITHIN: &str = r#"
fn within(policy: CorsLayer, app: Router) -> Router {
    app.layer(map_response(without_cors))
        .layer(policy)
        .layer(map_response(silent_to_others))
}

/// The layer tells other origins the rest of the policy.
async fn silent_to_others(response: Response) -> Response {
    match response.headers().get("access-control-allow-origin") {
        Some(_) => response,
        None => without_cors(response).await,
    }
}

/// What the application says of CORS itself would stand beside what the layer says.
async fn without_cors(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for name in ["origin", "credentials", "methods", "headers"] {
        headers.remove(format!("access-control-allow-{name}"));
    }
    headers.remove("access-control-expose-headers");
    headers.remove("access-control-max-age");
    response
}
"#;

/// A router of its own leads each path to the application within the policy that holds for it.
fn around_paths(rules: &[Rule]) -> String {
    let mut text =
        "\n/// Puts each policy around the paths for which it speaks; what none speaks for is \
         passed on untouched.\npub fn around(app: Router) -> Router {\n"
            .to_owned();
    let (mut routes, mut written, mut above) = (Vec::new(), BTreeSet::new(), Vec::new());
    let mut fallback = ".fallback_service(app)".to_owned();
    for (n, rule) in rules.iter().enumerate() {
        let name = format!("policy_{}", n + 1);
        let _ = writeln!(text, "    let {name} = any_service(within({name}(), app.clone()));");
        for path in rule.paths.iter().filter(|path| !path.is_every_path()) {
            // What stands above decides, and the router takes no route twice.
            if above.iter().any(|above: &&PathPattern| above.covers(path)) {
                continue;
            }
            above.push(path);
            for route in patterns(path).into_iter().filter(|route| written.insert(route.clone())) {
                routes.push(format!(".route({}, {name}.clone())", string(&route)));
            }
        }
        if rule.is_for_every_path() {
            fallback = format!(".fallback({name})");
            break;
        }
    }
    routes.push(fallback);
    // axum would take `/:id` for a mistake of who comes from 0.7, and panic.
    routes.insert(0, ".without_v07_checks()".to_owned());
    let _ = writeln!(text, "    {}\n}}", chain("Router::new()", &routes, 4));
    text
}

/// The routes of axum for a path, as it stands in a URL: that leaves no brace that would mean something
/// to the router.
fn patterns(path: &PathPattern) -> Vec<String> {
    match path {
        PathPattern::Exact(path) => vec![in_url(path)],
        PathPattern::Below(prefix) => {
            let prefix = in_url(prefix);
            vec![format!("{prefix}{{*rest}}"), prefix]
        }
    }
}
