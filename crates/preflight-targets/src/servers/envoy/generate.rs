//! A policy as Envoy's static configuration, from filters that Envoy has: `cors` decides and answers
//! preflights, `rbac` refuses those that `cors` let through, which come from other origins, and
//! `header_mutation` takes away what the application says of CORS and adds the `Vary` that `cors` never
//! sends (<https://github.com/envoyproxy/envoy/issues/35873>).
//!
//! Responses meet the filters in reverse order, so what `header_mutation` takes away `cors` sets
//! afterwards.

use crate::generate::quote::yaml;
use crate::generate::url_paths::in_url;
use crate::generate::{
    Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls, exact_origin,
    origin_regex,
};
use preflight_policy::PathPattern;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator =
    Generator { write, lacks: &[Lack::EMPTY_200], proof: Proof::RealServer };

const PURPOSE: &str = "Check it with `envoy --mode validate -c envoy.yaml`. What authenticates, limits or \
    redirects goes between the three filters and the router; a route that redirects or answers itself \
    (`direct_response`) gets no CORS headers. With xDS, the filters and the routes are the same.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let (host, port) = address(&plan.listen);
    let mut text = LISTENER.replace("{host}", &yaml(host)).replace("{port}", port);
    for rule in &plan.rules {
        for path in matches(rule) {
            route(&mut text, &path);
            policy(&mut text, rule);
        }
    }
    if !plan.rules.iter().any(Rule::is_for_every_path) {
        route(&mut text, "prefix: /");
        text.push_str(REST);
    }
    let (host, port) = address(plan.upstream_authority());
    text.push_str(&CLUSTER.replace("{host}", &yaml(host)).replace("{port}", port));
    vec![File::new("envoy.yaml", Comment::Line("#"), PURPOSE, text)]
}

/// The host and port of an address, the host without the brackets of IPv6.
fn address(authority: &str) -> (&str, &str) {
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, "80"));
    (host.trim_matches(['[', ']']), port)
}

const LISTENER: &str = r#"
static_resources:
  listeners:
    - address:
        socket_address: { address: {host}, port_value: {port} }
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: ingress
                # Routes compare the path as the application will read it.
                normalize_path: true
                merge_slashes: true
                http_filters:
                  - name: envoy.filters.http.cors
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors
                  # The filter above answers preflights from allowed origins; others come this far.
                  - name: envoy.filters.http.rbac
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
                      rules:
                        action: DENY
                        policies:
                          preflight-from-another-origin:
                            permissions:
                              - and_rules:
                                  rules:
                                    - header: { name: ":method", string_match: { exact: OPTIONS } }
                                    - header: { name: origin, present_match: true }
                                    - header: { name: access-control-request-method, present_match: true }
                            principals:
                              - any: true
                  # What the application says of CORS goes, and caches learn that Origin matters.
                  - name: envoy.filters.http.header_mutation
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation
                      mutations:
                        response_mutations:
                          - remove: access-control-allow-origin
                          - remove: access-control-allow-credentials
                          - remove: access-control-expose-headers
                          - append:
                              header: { key: vary, value: Origin }
                              append_action: APPEND_IF_EXISTS_OR_ADD
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
                route_config:
                  virtual_hosts:
                    - name: app
                      domains: ["*"]
                      routes:
"#;

/// On the route for paths of which no policy speaks.
const REST: &str = r#"                          # No policy speaks for these paths.
                          typed_per_filter_config:
                            envoy.filters.http.rbac:
                              "@type": type.googleapis.com/envoy.config.route.v3.FilterConfig
                              disabled: true
                            envoy.filters.http.header_mutation:
                              "@type": type.googleapis.com/envoy.config.route.v3.FilterConfig
                              disabled: true
"#;

const CLUSTER: &str = "
  clusters:
    - name: app
      type: STRICT_DNS
      load_assignment:
        cluster_name: app
        endpoints:
          - lb_endpoints:
              - endpoint:
                  address:
                    socket_address: { address: {host}, port_value: {port} }
";

/// What a route matches for each path of a policy: Envoy compares paths without decoding more than letters
/// and digits.
fn matches(rule: &Rule) -> Vec<String> {
    if rule.is_for_every_path() {
        return vec!["prefix: /".to_owned()];
    }
    let paths = rule.paths.iter().map(|path| match path {
        PathPattern::Exact(path) => format!("path: {}", yaml(&in_url(path))),
        PathPattern::Below(prefix) => format!("prefix: {}", yaml(&in_url(prefix))),
    });
    paths.collect()
}

fn route(text: &mut String, matches: &str) {
    let _ = writeln!(
        text,
        "                        - match: {{ {matches} }}\n                          route: {{ cluster: app }}"
    );
}

fn policy(text: &mut String, rule: &Rule) {
    text.push_str(
        r#"                          typed_per_filter_config:
                            envoy.filters.http.cors:
                              "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy
                              allow_origin_string_match:
"#,
    );
    for origin in &rule.origins {
        let matcher = match exact_origin(origin) {
            Some(exact) => format!("exact: {}", yaml(&exact)),
            // Compared with `*` first, then with the origin, which is sent back in any case.
            None if rule.allows_any_origin() => "exact: \"*\"".to_owned(),
            None => format!("safe_regex: {{ regex: {} }}", yaml(&origin_regex(origin))),
        };
        let _ = writeln!(text, "                                - {matcher}");
    }
    let lists = [
        ("allow_methods", rule.methods.joined(",")),
        ("allow_headers", headers(rule)),
        ("expose_headers", rule.expose.joined(",")),
        ("max_age", rule.max_age.map(|seconds| seconds.to_string()).unwrap_or_default()),
    ];
    for (name, value) in lists.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(text, "                              {name}: {}", yaml(value));
    }
    if rule.credentials {
        text.push_str("                              allow_credentials: true\n");
    }
}

/// `*` alone is answered with whatever is asked for. Where `authorization` is not to be, it is written
/// twice, which browsers take for the `*` that does not cover it.
fn headers(rule: &Rule) -> String {
    match rule.headers {
        Names::Any { authorization: false } if !rule.credentials => "*,*".to_owned(),
        Names::Any { .. } if rule.credentials => "*".to_owned(),
        _ => rule.headers.joined(","),
    }
}
