//! A policy as a `web.config` for Microsoft's CORS module. A section holds for a folder with everything
//! in it, the folder itself included, which no path of a policy is.

use crate::generate::quote::xml;
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls,
};
use preflight_policy::{OriginPattern, PortPattern};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator {
    write,
    lacks: &[Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "The module adds its headers to those of the application: switch CORS off there, and remove \
         `Access-Control-*` from `customHeaders`.",
    )],
    proof: Proof::Text,
};

const PURPOSE: &str = "Install the IIS CORS module \
    (https://www.iis.net/downloads/microsoft/iis-cors-module), and put this into the site's web.config, \
    or into that of the folder for which it is to hold. The module answers preflights before \
    authentication.";

const PREAMBLE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let rule = plan.for_every_path(
        shortfalls,
        "the module's settings hold for a folder with the folder itself",
        "its policy is left out: generate it without paths, for a web.config in that folder",
    );
    let mut text = "<configuration>\n  <system.webServer>\n".to_owned();
    match rule {
        Some(rule) => cors(rule, shortfalls, &mut text),
        None => text.push_str("    <cors enabled=\"false\" />\n"),
    }
    text.push_str("  </system.webServer>\n</configuration>\n");
    let comment = Comment::Block("<!--", "-->");
    vec![File { preamble: PREAMBLE, ..File::new("web.config", comment, PURPOSE, text) }]
}

fn cors(rule: &Rule, shortfalls: &mut Shortfalls, text: &mut String) {
    let origins: Vec<String> =
        rule.origins.iter().map(|origin| written(origin, shortfalls)).collect();
    let inner = elements(rule, shortfalls);
    let credentials = if rule.credentials { " allowCredentials=\"true\"" } else { "" };
    let max_age = rule.max_age.map_or_else(String::new, |age| format!(" maxAge=\"{age}\""));
    text.push_str("    <!-- 403 for origins that are not listed. -->\n");
    text.push_str("    <cors enabled=\"true\" failUnlistedOrigins=\"true\">\n");
    for origin in origins {
        let _ = write!(
            text,
            "      <add origin=\"{}\"{credentials}{max_age}>\n{inner}      </add>\n",
            xml(&origin)
        );
    }
    text.push_str("    </cors>\n");
    if !rule.allows_any_origin() {
        text.push_str(
            "    <!-- With Origin or without: a cache must not give one page's answer to another. -->\n    \
             <httpProtocol>\n      <customHeaders>\n        <add name=\"Vary\" value=\"Origin\" />\n      \
             </customHeaders>\n    </httpProtocol>\n",
        );
    }
}

/// An origin of a rule: `*` for any, and before a host for what is below it.
fn written(origin: &OriginPattern, shortfalls: &mut Shortfalls) -> String {
    let text = origin.to_string();
    let OriginPattern::Of { scheme, host, port: PortPattern::Any } = origin else { return text };
    let without = OriginPattern::Of {
        scheme: scheme.clone(),
        host: host.clone(),
        port: PortPattern::Default,
    };
    let without = without.to_string();
    shortfalls.push(
        "allow_origins",
        &text,
        "the module has no pattern for ports",
        format!("`{without}` is written"),
    );
    without
}

/// What is allowed to an origin.
fn elements(rule: &Rule, shortfalls: &mut Shortfalls) -> String {
    let any = |names: &Names| matches!(names, Names::Any { .. });
    let mut text = String::new();
    if any(&rule.headers) && rule.credentials {
        text.push_str("        <allowHeaders allowAllRequestedHeaders=\"true\" />\n");
    } else {
        collection("allowHeaders", "header", &rule.headers.written(), &mut text);
    }
    let methods = if any(&rule.methods) && rule.credentials {
        shortfalls.push(
            "allow_methods",
            "*",
            "with credentials `*` is a name, and the module cannot repeat what is asked",
            "`PUT`, `PATCH` and `DELETE` are listed",
        );
        vec!["PUT", "PATCH", "DELETE"]
    } else {
        rule.methods.written()
    };
    collection("allowMethods", "method", &methods, &mut text);
    collection("exposeHeaders", "header", &rule.expose.written(), &mut text);
    text
}

fn collection(name: &str, attribute: &str, values: &[&str], text: &mut String) {
    if values.is_empty() {
        return;
    }
    let _ = writeln!(text, "        <{name}>");
    for value in values {
        let _ = writeln!(text, "          <add {attribute}=\"{}\" />", xml(value));
    }
    let _ = writeln!(text, "        </{name}>");
}
