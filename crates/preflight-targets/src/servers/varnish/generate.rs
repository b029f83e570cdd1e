//! A policy as VCL: `vcl_recv` decides and answers preflights, `vcl_deliver` and `vcl_synth` set the
//! headers, so that what is cached is the same for everybody.
//!
//! VCL cannot decode. A path is compared as it is written, and one that stands there in a way in which
//! no browser writes it has no policy: the application may take it for a path with another.

use crate::generate::{
    Behaviour, CORS_HEADERS, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls,
    exact_origin, origin_regex,
};
use preflight_policy::{OriginPattern, PathPattern};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator {
    write,
    lacks: &[Lack::new(
        Behaviour::DecodesPaths,
        "It compares paths as they are written: where policies have paths, no policy speaks for \
         `/%61pi/x`, and its answer has the headers that the application gives it.",
    )],
    proof: Proof::RealServer,
};

const PURPOSE: &str = "For Varnish 7. Put it at the head of /etc/varnish/default.vcl, before subroutines \
    of your own: what asks for authentication comes after it. Check it with `varnishd -C -f`.";

/// An empty or a dot segment, a backslash, or an escape that no browser writes: of a letter, a digit,
/// or `-._~/\`.
const ODD_PATH: &str =
    r"(?i)//|\\|/\.\.?(/|$)|%(2[def]|3[0-9]|4[1-9a-f]|5[0-9acf]|6[1-9a-f]|7[0-9ae])";

/// What does not depend on the policy.
const REST: &str = r#"
# Varnish would let answers to a method that it does not know through unseen.
sub vcl_req_method {
    if (req.method !~ "^(GET|HEAD|PRI)$") {
        return (pass);
    }
}

sub vcl_backend_fetch {
    unset bereq.http.X-CORS-Path;
    unset bereq.http.X-CORS-Policy;
    unset bereq.http.X-CORS-Origin;
    unset bereq.http.X-CORS-Preflight;
}

sub vcl_deliver {
    call cors_headers;
}

# Varnish's own answers, preflights' among them.
sub vcl_synth {
    call cors_headers;
    if (req.http.X-CORS-Preflight && resp.status == 204) {
        return (deliver);
    }
}
"#;

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    if plan.upstream.starts_with("https:") {
        shortfalls.push(
            "upstream",
            &plan.upstream,
            "Varnish speaks no TLS to what is behind it",
            "put a proxy that does between them",
        );
    }
    let (host, port) = plan.upstream_host_and_port();
    let rules = &plan.rules;
    let by_path = rules.len() > 1 || !rules.iter().all(Rule::is_for_every_path);
    let text = format!(
        "\nvcl 4.1;\n\nimport std;\n\nbackend default {{\n    .host = \"{host}\";\n    \
         .port = \"{port}\";\n}}\n"
    );
    let mut writer = Writer { rules, by_path, text };
    writer.decide();
    writer.receive();
    writer.headers();
    writer.text.push_str(REST);
    vec![File::new("preflight-cors.vcl", Comment::Line("#"), PURPOSE, writer.text)]
}

struct Writer<'a> {
    rules: &'a [Rule],
    /// Whether `X-CORS-Policy` says which policy speaks for the path.
    by_path: bool,
    text: String,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "    {line}");
    }

    fn decide(&mut self) {
        self.text.push_str(
            "\n# Decides which policy speaks for the path, and who may read the response.\n\
             sub cors_decide {\n    unset req.http.X-CORS-Path;\n    unset req.http.X-CORS-Policy;\n    \
             unset req.http.X-CORS-Origin;\n    unset req.http.X-CORS-Preflight;\n",
        );
        if self.by_path {
            self.policy();
        }
        for (n, rule) in self.rules.iter().enumerate() {
            let mut conditions = self.is_policy(n + 1).into_iter().collect::<Vec<_>>();
            let value = if rule.allows_any_origin() {
                "\"*\""
            } else {
                let origins: Vec<String> = rule.origins.iter().map(condition).collect();
                let any = origins.join(" ||\n        ");
                conditions.push(if self.by_path { format!("({any})") } else { any });
                "req.http.Origin"
            };
            if conditions.is_empty() {
                self.line(&format!("set req.http.X-CORS-Origin = {value};"));
                continue;
            }
            self.line(&format!("if ({}) {{", conditions.join(" && ")));
            self.line(&format!("    set req.http.X-CORS-Origin = {value};"));
            self.line("}");
        }
        self.text.push_str("}\n");
    }

    fn policy(&mut self) {
        self.line("set req.http.X-CORS-Path = regsub(req.url, \"[?].*$\", \"\");");
        self.line(&format!("if (req.http.X-CORS-Path ~ {}) {{", quoted(ODD_PATH)));
        self.line("    # The application might read another path than the one that stands there.");
        for (n, rule) in self.rules.iter().enumerate() {
            if rule.is_for_every_path() {
                self.line("} else {");
            } else {
                let paths = quoted(&paths_regex(&rule.paths));
                self.line(&format!("}} elsif (req.http.X-CORS-Path ~ {paths}) {{"));
            }
            self.line(&format!("    set req.http.X-CORS-Policy = \"{}\";", n + 1));
            if rule.is_for_every_path() {
                // No policy after it is ever asked.
                break;
            }
        }
        self.line("}");
    }

    fn receive(&mut self) {
        let policy = if self.by_path { "req.http.X-CORS-Policy && " } else { "" };
        let _ = write!(
            self.text,
            "\nsub vcl_recv {{\n    call cors_decide;\n\n    \
             # A preflight is OPTIONS with Origin and Access-Control-Request-Method; any other OPTIONS is\n    \
             # the application's. It is granted, or refused to another origin.\n    \
             if ({policy}req.method == \"OPTIONS\" &&\n        \
             req.http.Origin && req.http.Access-Control-Request-Method) {{\n        \
             set req.http.X-CORS-Preflight = \"1\";\n        if (req.http.X-CORS-Origin) {{\n            \
             return (synth(204));\n        }}\n        return (synth(403));\n    }}\n}}\n"
        );
    }

    fn headers(&mut self) {
        self.text.push_str("\n# Replaces what the application says itself.\nsub cors_headers {\n");
        for (n, rule) in self.rules.iter().enumerate() {
            let body = headers_of(rule);
            match self.is_policy(n + 1) {
                None => self.text.push_str(&indented(&body)),
                Some(condition) => {
                    self.line(&format!("if ({condition}) {{"));
                    self.text.push_str(&indented(&indented(&body)));
                    self.line("}");
                }
            }
        }
        self.text.push_str("}\n");
    }

    fn is_policy(&self, n: usize) -> Option<String> {
        self.by_path.then(|| format!("req.http.X-CORS-Policy == \"{n}\""))
    }
}

/// What one policy says.
fn headers_of(rule: &Rule) -> String {
    let mut text = String::new();
    for name in CORS_HEADERS {
        let _ = writeln!(text, "unset resp.http.{name};");
    }
    text.push_str("if (req.http.X-CORS-Origin) {\n");
    let mut set = |indent: &str, name: &str, value: &str| {
        let _ = writeln!(text, "{indent}set resp.http.Access-Control-{name} = {value};");
    };
    set("    ", "Allow-Origin", "req.http.X-CORS-Origin");
    if rule.credentials {
        set("    ", "Allow-Credentials", "\"true\"");
    }
    if !rule.expose.is_empty() {
        set("    ", "Expose-Headers", &quoted(&rule.expose.joined(",")));
    }
    text.push_str("}\n");
    text.push_str(
        "if (req.http.X-CORS-Preflight) {\n    set resp.http.Vary =\n        \
         \"Origin, Access-Control-Request-Method, Access-Control-Request-Headers\";\n",
    );
    let mut granted = String::new();
    let lists = [("Methods", &rule.methods, "Method"), ("Headers", &rule.headers, "Headers")];
    for (name, names, asked) in lists {
        let value = match names {
            Names::Any { .. } if rule.credentials => {
                format!("req.http.Access-Control-Request-{asked}")
            }
            names if names.is_empty() => continue,
            names => quoted(&names.joined(",")),
        };
        let _ = writeln!(granted, "set resp.http.Access-Control-Allow-{name} = {value};");
    }
    if let Some(seconds) = rule.max_age {
        let _ = writeln!(granted, "set resp.http.Access-Control-Max-Age = \"{seconds}\";");
    }
    if !granted.is_empty() {
        let granted = format!("if (req.http.X-CORS-Origin) {{\n{}}}\n", indented(&granted));
        text.push_str(&indented(&granted));
    }
    if rule.allows_any_origin() {
        return text + "}\n";
    }
    text + "} else {\n    \
        # With Origin or without: a cache must not give one page's answer to another.\n    \
        std.collect(resp.http.Vary);\n    \
        if (resp.http.Vary) {\n        set resp.http.Vary = resp.http.Vary + \", Origin\";\n    \
        } else {\n        set resp.http.Vary = \"Origin\";\n    }\n}\n"
}

fn condition(origin: &OriginPattern) -> String {
    match exact_origin(origin) {
        Some(exact) => format!("req.http.Origin == {}", quoted(&exact)),
        None => format!("req.http.Origin ~ {}", quoted(&origin_regex(origin))),
    }
}

/// Paths as a regular expression over what is written in a request: what is neither a letter nor a digit
/// may stand there escaped.
fn paths_regex(paths: &[PathPattern]) -> String {
    let paths: Vec<String> = paths
        .iter()
        .map(|path| match path {
            PathPattern::Exact(path) => format!("{}$", written(path)),
            PathPattern::Below(prefix) => written(prefix),
        })
        .collect();
    match paths.as_slice() {
        [one] => format!("^{one}"),
        several => format!("^({})", several.join("|")),
    }
}

fn written(path: &str) -> String {
    let mut regex = String::with_capacity(path.len() + 8);
    let mut utf8 = [0; 4];
    for c in path.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '~') {
            regex.push(c);
            continue;
        }
        if c == '.' {
            regex.push_str("\\.");
            continue;
        }
        let bytes = c.encode_utf8(&mut utf8).bytes();
        let hex: Vec<String> = bytes.map(|byte| format!("{byte:02x}")).collect();
        let (raw, escapes) = (hex.join("\\x"), hex.join("%"));
        let _ = write!(regex, "(\\x{raw}|(?i)%{escapes})");
    }
    regex
}

/// A string of VCL, which has no escapes: neither names nor our regular expressions have a `"` or a
/// line break.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', ""))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
