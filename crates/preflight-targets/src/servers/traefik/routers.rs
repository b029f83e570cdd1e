//! What a policy is to Traefik, whatever it is written down in: a router for each policy, and the
//! options of its `headers` middleware.
//!
//! Options: <https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/headers/>,
//! rules: <https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/>

use crate::generate::{Behaviour, Lack, Names, Plan, Rule, origin_regex};
use preflight_policy::PathPattern;

/// What every Traefik does otherwise.
pub(in crate::servers) const LACKS: &[Lack] = &[
    Lack::EMPTY_200,
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from another origin is answered with 200 too, without \
         Access-Control-Allow-Origin, so that browsers refuse it.",
    ),
    Lack::new(
        Behaviour::VaryOnPreflights,
        "Its answers to preflights have no Vary. Caches do not keep answers to OPTIONS.",
    ),
    Lack::new(
        Behaviour::SilenceToOtherOrigins,
        "Other origins are told which methods, headers and credentials are allowed, though not to \
         them: Access-Control-Allow-Origin is missing.",
    ),
    Lack::new(
        Behaviour::SilenceWithoutOrigin,
        "Requests without Origin are told the same on their responses.",
    ),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "The application's CORS headers are taken away on every response, but other origins then \
         see these in their place, without Access-Control-Allow-Origin.",
    ),
];

/// A router, and the options of the middleware of the same name where a policy speaks for its paths.
#[derive(Debug)]
pub(in crate::servers) struct Router {
    /// Its name.
    pub(in crate::servers) name: String,
    /// For which requests.
    pub(in crate::servers) rule: String,
    /// Larger is asked first; none where there is no other.
    pub(in crate::servers) priority: Option<usize>,
    /// The options of its middleware by their names in YAML.
    pub(in crate::servers) options: Vec<(&'static str, Setting)>,
}

/// What an option is set to.
#[derive(Debug)]
pub(in crate::servers) enum Setting {
    /// `true`.
    On,
    /// Seconds.
    Seconds(u32),
    /// A list.
    Listed(Vec<String>),
    /// The application's [headers](crate::generate::CORS_HEADERS), each taken away: they would stand beside ours where the
    /// origin is not allowed.
    Removed,
}

/// The routers, the one that is asked first before the others.
pub(in crate::servers) fn routers(plan: &Plan) -> Vec<Router> {
    let alone = plan.rules.len() == 1 && plan.rules[0].is_for_every_path();
    let name = |n: usize| if alone { "cors".to_owned() } else { format!("cors-{}", n + 1) };
    let priority = |n: usize| (!alone).then_some(plan.rules.len() + 1 - n);
    let mut routers: Vec<Router> = Vec::new();
    for (n, rule) in plan.rules.iter().enumerate() {
        let options = options(rule);
        routers.push(Router { name: name(n), rule: paths(rule), priority: priority(n), options });
    }
    if !plan.rules.iter().any(Rule::is_for_every_path) {
        let priority = priority(plan.rules.len());
        let rule = "PathPrefix(`/`)".to_owned();
        routers.push(Router { name: "rest".to_owned(), rule, priority, options: Vec::new() });
    }
    routers
}

fn options(rule: &Rule) -> Vec<(&'static str, Setting)> {
    let (exact, patterns) = rule.exact_origins_and_patterns();
    let patterns = patterns.into_iter().map(origin_regex).collect();
    let written = |names: &Names| names.written().into_iter().map(str::to_owned).collect();
    let mut options = vec![
        ("accessControlAllowOriginList", Setting::Listed(exact)),
        ("accessControlAllowOriginListRegex", Setting::Listed(patterns)),
        ("accessControlAllowMethods", Setting::Listed(written(&rule.methods))),
        ("accessControlAllowHeaders", Setting::Listed(written(&rule.headers))),
        ("accessControlExposeHeaders", Setting::Listed(written(&rule.expose))),
    ];
    options.retain(|(_, list)| !matches!(list, Setting::Listed(list) if list.is_empty()));
    if rule.credentials {
        options.push(("accessControlAllowCredentials", Setting::On));
    }
    if let Some(seconds) = rule.max_age {
        options.push(("accessControlMaxAge", Setting::Seconds(seconds)));
    }
    if !rule.allows_any_origin() {
        options.push(("addVaryHeader", Setting::On));
    }
    options.push(("customResponseHeaders", Setting::Removed));
    options
}

/// The rule for the paths of a policy.
fn paths(rule: &Rule) -> String {
    if rule.is_for_every_path() {
        return "PathPrefix(`/`)".to_owned();
    }
    let paths = rule.paths.iter().map(|path| match path {
        PathPattern::Exact(path) => format!("Path({})", quoted(path)),
        PathPattern::Below(prefix) => format!("PathPrefix({})", quoted(prefix)),
    });
    paths.collect::<Vec<_>>().join(" || ")
}

/// A string of Go: between backticks, where nothing means anything, or between double quotes.
fn quoted(text: &str) -> String {
    if text.contains(|c: char| c == '`' || c.is_control()) {
        let mut quoted = String::from('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                c if c.is_control() => quoted += &format!("\\u{:04x}", u32::from(c)),
                c => quoted.push(c),
            }
        }
        return quoted + "\"";
    }
    format!("`{text}`")
}
