//! A policy as nginx configuration: `map`s decide, `add_header … always` and two `return`s act.
//!
//! Where there are several policies, `$uri` says which one holds: nginx decodes and normalizes it as we
//! do, so that the first policy whose paths match wins, and locations stay the reader's. Keys of `map`
//! that are plain strings match in any case, so all of ours are regular expressions.

use crate::generate::{
    CORS_HEADERS, Comment, File, Generator, Names, Plan, Proof, Rule, Shortfalls, origin_regex,
};
use preflight_policy::PathPattern;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Include it in `http { }` or put it into conf.d, and check it with `nginx -t`. \
    A location with an `add_header` of its own inherits none from outside: repeat all of these there \
    (from nginx 1.29.3 on, `add_header_inherit merge;` in the server does it).";

/// The variable with what we say in each of the [headers](CORS_HEADERS).
const VARIABLES: [&str; 6] = [
    "$cors_origin",
    "$cors_credentials",
    "$cors_expose",
    "$cors_methods",
    "$cors_headers",
    "$cors_max_age",
];

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let rules = &plan.rules;
    let by_path = rules.len() > 1 || !rules.iter().all(Rule::is_for_every_path);
    let mut writer = Writer { rules, by_path, text: String::new(), empty: Vec::new() };
    writer.maps();
    writer.server(plan);
    vec![File::new("preflight-cors.conf", Comment::Line("#"), PURPOSE, writer.text)]
}

struct Writer<'a> {
    rules: &'a [Rule],
    /// Whether `$cors_policy` stands before every key.
    by_path: bool,
    text: String,
    /// Variables that are always empty, and so are not written.
    empty: Vec<&'static str>,
}

/// One line of a `map`: for this policy, where the key matches this regular expression, this value.
type Row = (usize, String, String);

impl Writer<'_> {
    fn maps(&mut self) {
        if self.rules.iter().any(names_a_dollar) {
            self.text.push_str(
                "\n# nginx has no escape for `$`.\ngeo $cors_dollar { default \"$\"; }\n",
            );
        }
        if self.by_path {
            self.policy();
        }
        let mut origins = self.rows(|rule| {
            let origins = rule.origins.iter();
            if rule.allows_any_origin() {
                return vec![(".*".to_owned(), "*".to_owned())];
            }
            origins.map(|origin| (unanchored(origin), "$http_origin".to_owned())).collect()
        });
        origins.extend(self.passed_on("$upstream_http_access_control_allow_origin"));
        self.map("Who may read the response.", "$http_origin", "$cors_origin", &origins);
        let preflight = self.rows(|_| vec![("OPTIONS [^ ]+ .+".to_owned(), "1".to_owned())]);
        self.map(
            "A preflight is OPTIONS with Origin and Access-Control-Request-Method; any other OPTIONS is \
             the application's.",
            "$request_method $http_access_control_request_method $http_origin",
            "$cors_preflight",
            &preflight,
        );
        self.text.push_str(
            "\n# Its answer: granted, or refused to another origin.\n\
             map \"$cors_preflight $cors_origin\" $cors_answer {\n    default \"\";\n    \
             \"~^1 .\" 204;\n    \"~^1 $\" 403;\n}\n",
        );
        self.granted();
        self.vary();
    }

    /// Which policy speaks for the path.
    fn policy(&mut self) {
        let mut rows = String::new();
        for (n, rule) in self.rules.iter().enumerate() {
            for path in &rule.paths {
                let pattern = match path {
                    PathPattern::Exact(path) => format!("~^{}$", regex(path)),
                    PathPattern::Below(prefix) => format!("~^{}", regex(prefix)),
                };
                let _ = writeln!(rows, "    {} {};", quoted(&pattern), n + 1);
            }
            if rule.paths.is_empty() {
                let _ = writeln!(rows, "    \"~.\" {};", n + 1);
            }
        }
        let _ = write!(
            self.text,
            "\n# Which policy speaks for the path: the first that matches.\n\
             map $uri $cors_policy {{\n    default 0;\n{rows}}}\n"
        );
    }

    /// What stands on responses that the page may read, and on granted preflights.
    fn granted(&mut self) {
        let some = |text: &str, value: String| vec![(text.to_owned(), value)];
        let mut credentials = self.rows(|rule| match rule.credentials {
            true => some(".+", "true".to_owned()),
            false => Vec::new(),
        });
        credentials.extend(self.passed_on("$upstream_http_access_control_allow_credentials"));
        self.map("", "$cors_origin", "$cors_credentials", &credentials);
        let mut expose = self.rows(|rule| match rule.expose.is_empty() {
            true => Vec::new(),
            false => some(" .+", value(&rule.expose.joined(","))),
        });
        expose.extend(self.passed_on("$upstream_http_access_control_expose_headers"));
        self.map("", "$cors_answer $cors_origin", "$cors_expose", &expose);
        let asked = |names: &Names, rule: &Rule, header: &str| match names {
            Names::Any { .. } if rule.credentials => header.to_owned(),
            names => value(&names.joined(",")),
        };
        let methods = self.rows(|rule| {
            some("204", asked(&rule.methods, rule, "$http_access_control_request_method"))
        });
        self.map("", "$cors_answer", "$cors_methods", &methods);
        let headers = self.rows(|rule| {
            some("204", asked(&rule.headers, rule, "$http_access_control_request_headers"))
        });
        self.map("", "$cors_answer", "$cors_headers", &headers);
        let max_age = self.rows(|rule| {
            rule.max_age.map_or_else(Vec::new, |seconds| some("204", seconds.to_string()))
        });
        self.map("", "$cors_answer", "$cors_max_age", &max_age);
    }

    fn vary(&mut self) {
        let vary = self.rows(|rule| {
            let mut rows = vec![(
                "1".to_owned(),
                "Origin, Access-Control-Request-Method, Access-Control-Request-Headers".to_owned(),
            )];
            if !rule.allows_any_origin() {
                rows.push((".*".to_owned(), "Origin".to_owned()));
            }
            rows
        });
        self.map(
            "On every response, with Origin or without: a cache must not give one page's answer to another.",
            "$cors_preflight",
            "$cors_vary",
            &vary,
        );
    }

    /// The rows of each policy.
    fn rows(&self, of: impl Fn(&Rule) -> Vec<(String, String)>) -> Vec<Row> {
        let rules = self.rules.iter().enumerate();
        rules
            .flat_map(|(n, rule)| of(rule).into_iter().map(move |(key, value)| (n + 1, key, value)))
            .collect()
    }

    /// What the upstream says where no policy speaks for the path.
    fn passed_on(&self, variable: &str) -> Option<Row> {
        self.by_path.then(|| (0, ".*".to_owned(), variable.to_owned()))
    }

    fn map(&mut self, comment: &str, key: &str, variable: &'static str, rows: &[Row]) {
        if rows.iter().all(|(_, _, value)| value.is_empty()) {
            return self.empty.push(variable);
        }
        let comment = if comment.is_empty() { String::new() } else { format!("# {comment}\n") };
        let key = if self.by_path {
            format!("\"$cors_policy {key}\"")
        } else if key.contains(' ') {
            format!("\"{key}\"")
        } else {
            key.to_owned()
        };
        // Asked before there is a response, and again with it.
        let twice = rows.iter().any(|(_, _, value)| value.starts_with("$upstream_"));
        let volatile = if twice { "    volatile;\n" } else { "" };
        // A regular expression is never held against an empty key.
        let (always, rows): (Vec<&Row>, Vec<&Row>) =
            rows.iter().partition(|(_, regex, _)| !self.by_path && regex == ".*");
        let default = always.first().map_or("", |(_, _, value)| value);
        let _ = write!(
            self.text,
            "\n{comment}map {key} {variable} {{\n{volatile}    default \"{default}\";\n"
        );
        for (policy, regex, value) in rows.into_iter().filter(|(_, _, value)| !value.is_empty()) {
            let policy = if self.by_path { format!("{policy} ") } else { String::new() };
            let _ = writeln!(self.text, "    \"~^{policy}{regex}$\" \"{value}\";");
        }
        self.text.push_str("}\n");
    }

    fn server(&mut self, plan: &Plan) {
        let _ = write!(
            self.text,
            "\nserver {{\n    listen {};\n\n    # Before authentication and routing.\n    \
             if ($cors_answer = 204) {{ return 204; }}\n    if ($cors_answer = 403) {{ return 403; }}\n\n",
            plan.listen
        );
        let said = CORS_HEADERS.iter().zip(VARIABLES);
        for (name, variable) in said.filter(|(_, variable)| !self.empty.contains(variable)) {
            let _ = writeln!(self.text, "    add_header {name} {variable} always;");
        }
        self.text.push_str("    add_header Vary $cors_vary always;\n\n    location / {\n");
        for name in CORS_HEADERS {
            let _ = writeln!(self.text, "        proxy_hide_header {name};");
        }
        let _ = write!(self.text, "\n        proxy_pass {};\n    }}\n}}\n", plan.upstream);
    }
}

fn names_a_dollar(rule: &Rule) -> bool {
    let lists = [&rule.methods, &rule.headers, &rule.expose];
    lists.iter().any(|names| names.listed().iter().any(|name| name.contains('$')))
}

/// An origin pattern's regular expression without its anchors, which `map` writes.
fn unanchored(origin: &preflight_policy::OriginPattern) -> String {
    origin_regex(origin).trim_start_matches('^').trim_end_matches('$').to_owned()
}

/// Names as the value of a `map`: tokens, of which only `$` means something between double quotes.
fn value(names: &str) -> String {
    names.replace('$', "${cors_dollar}")
}

/// A path as a regular expression.
fn regex(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len() + 8);
    for c in path.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '/' | '-' | '_') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A word between double quotes, where `\` and `"` mean something.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}
