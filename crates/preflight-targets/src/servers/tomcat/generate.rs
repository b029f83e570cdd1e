//! A policy as Tomcat's own `CorsFilter` in a web.xml. Two filters would both answer, and `/api/*` is
//! `/api` too there, so a policy for some paths has no place in it.
//!
//! What is left out has defaults, some of which allow more: each parameter is written.

use crate::generate::quote::xml;
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls, exact_origin,
};
use preflight_policy::OriginPattern;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator {
    write,
    lacks: &[
        Lack::new(Behaviour::PreflightIs204, "It answers a preflight that it grants with 200."),
        Lack::new(
            Behaviour::VaryOnPreflights,
            "Its 403 has no `Vary`: keep caches away from answers to `OPTIONS`.",
        ),
        Lack::new(
            Behaviour::VaryOnEveryResponse,
            "A `Vary` that the application sets takes the place of `Vary: Origin`: it should use \
             `addHeader`.",
        ),
        Lack::new(
            Behaviour::OnlyTruePreflights,
            "It answers `OPTIONS` with `Origin` and without `Access-Control-Request-Method` with 403.",
        ),
        Lack::new(
            Behaviour::ReplacesInnerHeaders,
            "CORS headers that the application sets take the place of the filter's: switch them off \
             there. A request from an origin that is not allowed does not reach it, but gets 403.",
        ),
    ],
    proof: Proof::Text,
};

const PURPOSE: &str = "For Tomcat 10. Put the two elements into the application's WEB-INF/web.xml above \
    every other <filter-mapping>, or into Tomcat's conf/web.xml for all of them. A <security-constraint> \
    comes before filters: leave OPTIONS out of it with <http-method-omission>.";

const PREAMBLE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Methods for `*`, which the filter takes for a name.
const COMMON: &str = "GET,HEAD,POST,PUT,PATCH,DELETE";

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let rule = plan.for_every_path(
        shortfalls,
        "all filters that match answer, and `/api/*` stands for `/api` too",
        "its policy is left out: give it an application of its own",
    );
    let parameters = rule.map_or_else(Vec::new, |rule| parameters(rule, shortfalls));
    let mut text =
        "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">\n".to_owned();
    if rule.is_some() {
        text.push_str(
            "  <filter>\n    <filter-name>CorsFilter</filter-name>\n    \
             <filter-class>org.apache.catalina.filters.CorsFilter</filter-class>\n",
        );
        for (name, value) in parameters {
            let _ = write!(
                text,
                "    <init-param>\n      <param-name>cors.{name}</param-name>\n      \
                 <param-value>{}</param-value>\n    </init-param>\n",
                xml(&value)
            );
        }
        text.push_str(
            "  </filter>\n  <filter-mapping>\n    <filter-name>CorsFilter</filter-name>\n    \
             <url-pattern>/*</url-pattern>\n  </filter-mapping>\n",
        );
    }
    text.push_str("</web-app>\n");
    let comment = Comment::Block("<!--", "-->");
    vec![File { preamble: PREAMBLE, ..File::new("web.xml", comment, PURPOSE, text) }]
}

fn parameters(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<(&'static str, String)> {
    let methods = rule.all_methods().map(|methods| methods.join(","));
    let methods = methods.unwrap_or_else(|| {
        shortfalls.push(
            "allow_methods",
            "*",
            "the filter takes `*` for a method's name",
            format!("`{COMMON}` is written"),
        );
        COMMON.to_owned()
    });
    if let Names::Any { .. } = rule.headers {
        shortfalls.push(
            "allow_headers",
            "*",
            "the filter takes `*` for a header's name",
            "none is allowed: name those that pages send",
        );
    }
    if rule.max_age == Some(0) {
        shortfalls.push(
            "max_age",
            "0",
            "the filter does not send it",
            "browsers keep a permission for 5 seconds then",
        );
    }
    let origins: Vec<String> =
        rule.origins.iter().filter_map(|origin| written(origin, shortfalls)).collect();
    vec![
        ("allowed.origins", origins.join(",")),
        ("allowed.methods", methods),
        ("allowed.headers", rule.headers.listed().join(",")),
        ("exposed.headers", rule.expose.joined(",")),
        ("support.credentials", rule.credentials.to_string()),
        // Where this is not more than 0 nothing is sent; without it half an hour is.
        ("preflight.maxage", rule.max_age.unwrap_or(0).to_string()),
        ("request.decorate", "false".to_owned()),
    ]
}

fn written(origin: &OriginPattern, shortfalls: &mut Shortfalls) -> Option<String> {
    if *origin == OriginPattern::Any {
        return Some("*".to_owned());
    }
    let exact = exact_origin(origin);
    if exact.is_none() {
        shortfalls.push(
            "allow_origins",
            &origin.to_string(),
            "the filter knows no patterns",
            "it is left out: name its origins",
        );
    }
    exact
}
