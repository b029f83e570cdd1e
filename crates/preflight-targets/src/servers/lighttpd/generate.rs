//! A policy as a script of `mod_magnet`, which runs twice for each request: before there is an answer,
//! and when it starts. What lighttpd's own directives can do is not enough: they neither answer a
//! preflight nor take away what the application says.

use crate::generate::{
    Comment, File, Generator, Names, Plan, Proof, Rule, Shortfalls, exact_origin,
};
use preflight_policy::{HostPattern, OriginPattern, PathPattern, PortPattern};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "For lighttpd 1.4.60 and later with mod_magnet (Debian: lighttpd-modules-lua). \
    Include it in lighttpd.conf above what loads mod_auth and mod_access, since modules run in the \
    order in which they are loaded; put preflight-cors.lua into /etc/lighttpd; check with `lighttpd -tt`.";

const SCRIPT: &str = "The script that preflight-cors.conf names: what each policy allows, and below it \
    what is done with it.";

/// The methods that lighttpd 1.4.69 knows, but for those that browsers do not send.
const METHODS: [&str; 37] = [
    "GET",
    "HEAD",
    "POST",
    "OPTIONS",
    "PUT",
    "PATCH",
    "DELETE",
    "QUERY",
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "COPY",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "ORDERPATCH",
    "PROPFIND",
    "PROPPATCH",
    "REBIND",
    "REPORT",
    "SEARCH",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
];

/// What the script does with the policies.
const CODE: &str = include_str!("cors.lua");

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let (host, port) = plan.upstream_host_and_port();
    if plan.upstream.starts_with("https:") {
        shortfalls.push(
            "upstream",
            &plan.upstream,
            "lighttpd speaks no TLS to what is behind it",
            "put a proxy that does between them",
        );
    }
    let configuration = format!(
        r#"
server.modules += ( "mod_magnet", "mod_proxy" )

# Before authentication, and when the answer starts.
magnet.attract-raw-url-to = ( "/etc/lighttpd/preflight-cors.lua" )
magnet.attract-response-start-to = ( "/etc/lighttpd/preflight-cors.lua" )

proxy.server = ( "" => (( "host" => "{host}", "port" => "{port}" )) )
"#
    );
    let policies: String = plan.rules.iter().map(|rule| policy(rule, shortfalls)).collect();
    let script = format!(
        "\n-- The first policy that speaks for a path holds for it.\nlocal policies = {{\n{policies}}}\n{CODE}"
    );
    vec![
        File::new("preflight-cors.conf", Comment::Line("#"), PURPOSE, configuration),
        File::new("preflight-cors.lua", Comment::Line("--"), SCRIPT, script),
    ]
}

/// A policy as a table of the script.
fn policy(rule: &Rule, shortfalls: &mut Shortfalls) -> String {
    let mut text = "    {\n".to_owned();
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(text, "        {name} = {value},");
    };
    if !rule.is_for_every_path() {
        field("paths", &set(rule.paths.iter().filter_map(exact_path)));
        field("below", &list(rule.paths.iter().filter_map(prefix)));
    }
    if !rule.allows_any_origin() {
        field("origins", &set(rule.origins.iter().filter_map(exact_origin)));
        let patterns = rule.origins.iter().flat_map(patterns);
        field("patterns", &list(patterns));
    }
    if rule.credentials {
        field("credentials", "true");
    }
    let headers = match rule.headers {
        Names::Any { .. } if rule.credentials => "*".to_owned(),
        ref names => names.joined(","),
    };
    let methods = methods(&rule.methods, shortfalls).join(",");
    for (name, names) in
        [("methods", methods), ("headers", headers), ("expose", rule.expose.joined(","))]
    {
        if !names.is_empty() {
            field(name, &quoted(&names));
        }
    }
    if let Some(seconds) = rule.max_age {
        field("max_age", &quoted(&seconds.to_string()));
    }
    text + "    },\n"
}

/// Those that lighttpd lets through.
fn methods<'a>(names: &'a Names, shortfalls: &mut Shortfalls) -> Vec<&'a str> {
    const WHY: &str = "lighttpd answers 501 to a method that it does not know";
    let Names::Listed(listed) = names else {
        shortfalls.push("allow_methods", "*", WHY, "all that it knows are listed");
        return METHODS.to_vec();
    };
    let (known, unknown): (Vec<&str>, Vec<&str>) =
        listed.iter().map(String::as_str).partition(|name| METHODS.contains(name));
    for name in unknown {
        shortfalls.push("allow_methods", name, WHY, "it is left out");
    }
    known
}

fn exact_path(path: &PathPattern) -> Option<String> {
    match path {
        PathPattern::Exact(path) => Some(path.clone()),
        PathPattern::Below(_) => None,
    }
}

fn prefix(path: &PathPattern) -> Option<String> {
    match path {
        PathPattern::Exact(_) => None,
        PathPattern::Below(prefix) => Some(prefix.clone()),
    }
}

/// Patterns of Lua for what is not one origin; the labels below a host are captured. Lua has no `?` for
/// more than a character, so any port is two patterns.
fn patterns(origin: &OriginPattern) -> Vec<String> {
    let OriginPattern::Of { scheme, host, port } = origin else { return Vec::new() };
    if exact_origin(origin).is_some() {
        return Vec::new();
    }
    let host = match host {
        HostPattern::Exact(host) => escaped(host),
        HostPattern::Below(base) => format!("([%l%d_.-]+)%.{}", escaped(base)),
    };
    let ports = match port {
        PortPattern::Default => vec![String::new()],
        PortPattern::Exact(port) => vec![format!(":{port}")],
        PortPattern::Any => vec![String::new(), ":%d+".to_owned()],
    };
    ports.iter().map(|port| format!("^{}://{host}{port}$", escaped(scheme))).collect()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            escaped.push('%');
        }
        escaped.push(c);
    }
    escaped
}

fn set(keys: impl Iterator<Item = String>) -> String {
    table(keys.map(|key| format!("[{}] = true", quoted(&key))))
}

fn list(values: impl Iterator<Item = String>) -> String {
    table(values.map(|value| quoted(&value)))
}

fn table(entries: impl Iterator<Item = String>) -> String {
    let entries: Vec<String> = entries.collect();
    if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
}

/// A string of Lua.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_ascii_control() => {
                let _ = write!(quoted, "\\{:03}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
