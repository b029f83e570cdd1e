//! A policy as a frontend of HAProxy: what the request decides is kept in variables of the transaction,
//! from which `http-after-response`, which runs on HAProxy's own answers too, sets the headers.

use crate::generate::{
    Comment, File, Generator, Names, Plan, Proof, Rule, Shortfalls, exact_origin, origin_regex,
    paths_regex,
};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "For HAProxy 2.6 and later. Put it below `defaults` with `mode http`, and check it \
    with `haproxy -c`. What asks for authentication goes right above `default_backend`.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let rules = &plan.rules;
    let by_path = rules.len() > 1 || !rules.iter().all(Rule::is_for_every_path);
    let mut writer = Writer { rules, by_path, text: String::new() };
    let _ = write!(writer.text, "\nfrontend site\n    bind {}\n", plan.listen);
    if by_path {
        writer.policy();
    }
    writer.origins();
    writer.preflights();
    writer.headers();
    let tls = if plan.upstream.starts_with("https:") {
        " ssl verify required ca-file @system-ca"
    } else {
        ""
    };
    let _ = write!(
        writer.text,
        "\n    default_backend application\n\nbackend application\n    server one {}{tls}\n",
        plan.upstream_authority()
    );
    vec![File::new("preflight-cors.cfg", Comment::Line("#"), PURPOSE, writer.text)]
}

struct Writer<'a> {
    rules: &'a [Rule],
    /// Whether `txn.cors_policy` says which policy speaks for the path.
    by_path: bool,
    text: String,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "    {}", line.trim_end());
    }

    fn paragraph(&mut self, comment: &str) {
        let _ = write!(self.text, "\n    # {comment}\n");
    }

    fn policy(&mut self) {
        self.paragraph(
            "Which policy speaks for the path: the first that matches, and none where the application\n    \
             # might read another path than the one that stands there.",
        );
        self.line(r"acl cors_odd_path path,url_dec -m reg '//|\\|/\.\.?(/|$)'");
        for (n, rule) in self.rules.iter().enumerate() {
            let n = n + 1;
            if !rule.is_for_every_path() {
                let regex = quoted(&paths_regex(&rule.paths));
                self.line(&format!("acl cors_path_{n} path,url_dec -m reg {regex}"));
            }
        }
        for (n, rule) in self.rules.iter().enumerate() {
            let n = n + 1;
            let matches = match rule.is_for_every_path() {
                true => String::new(),
                false => format!(" cors_path_{n}"),
            };
            self.line(&format!(
                "http-request set-var(txn.cors_policy) int({n}) if !cors_odd_path{matches} \
                 !{{ var(txn.cors_policy) -m found }}"
            ));
        }
    }

    fn origins(&mut self) {
        self.paragraph("Who may read the response.");
        for (n, rule) in self.rules.iter().enumerate() {
            let when = self.when("cors_policy", n + 1);
            if rule.allows_any_origin() {
                let when = if self.by_path { format!(" if {when}") } else { String::new() };
                self.line(&format!("http-request set-var(txn.cors_origin) str(*){when}"));
                continue;
            }
            let acl = match self.by_path {
                true => format!("cors_origin_{}", n + 1),
                false => "cors_origin".to_owned(),
            };
            for origin in &rule.origins {
                let comparison = match exact_origin(origin) {
                    Some(exact) => format!("-m str {}", quoted(&exact)),
                    None => format!("-m reg {}", quoted(&origin_regex(origin))),
                };
                self.line(&format!("acl {acl} req.fhdr(Origin) {comparison}"));
            }
            let when = if self.by_path { format!("{when} {acl}") } else { acl };
            self.line(&format!("http-request set-var(txn.cors_origin) req.fhdr(Origin) if {when}"));
        }
    }

    fn preflights(&mut self) {
        self.paragraph(
            "A preflight is OPTIONS with Origin and Access-Control-Request-Method; any other OPTIONS is\n    \
             # the application's. It is answered before authentication: granted, or refused to another\n    \
             # origin.",
        );
        let policy = if self.by_path { " { var(txn.cors_policy) -m found }" } else { "" };
        self.line(&format!(
            "http-request set-var(txn.cors_preflight) bool(true) if{policy} {{ method OPTIONS }} \
             {{ req.fhdr(Origin) -m found }} {{ req.fhdr(Access-Control-Request-Method) -m found }}"
        ));
        let granted = if self.by_path { "var(txn.cors_policy)" } else { "int(1)" };
        self.line(&format!(
            "http-request set-var(txn.cors_granted) {granted} if {{ var(txn.cors_preflight) -m found }} \
             {{ var(txn.cors_origin) -m found }}"
        ));
        for (name, of) in [("Method", methods as fn(&Rule) -> &Names), ("Headers", headers)] {
            if self.rules.iter().any(|rule| echoes(rule, of(rule))) {
                self.line(&format!(
                    "http-request set-var(txn.cors_{}) req.fhdr(Access-Control-Request-{name})",
                    name.to_ascii_lowercase()
                ));
            }
        }
        self.line("http-request return status 204 if { var(txn.cors_granted) -m found }");
        self.line("http-request return status 403 if { var(txn.cors_preflight) -m found }");
    }

    fn headers(&mut self) {
        self.paragraph("What the application says itself goes.");
        let policy = if self.by_path { " if { var(txn.cors_policy) -m found }" } else { "" };
        self.line(&format!("http-response del-header Access-Control- -m beg{policy}"));
        self.paragraph("On every response, HAProxy's own errors too.");
        self.set("Allow-Origin", "%[var(txn.cors_origin)]", "{ var(txn.cors_origin) -m found }");
        for (n, rule) in self.rules.iter().enumerate() {
            self.headers_of(n + 1, rule);
        }
        self.paragraph(
            "With Origin or without: a cache must not give one page's answer to another.",
        );
        for (n, rule) in self.rules.iter().enumerate() {
            if !rule.allows_any_origin() {
                let when = match self.by_path {
                    true => format!(" if {}", self.when("cors_policy", n + 1)),
                    false => String::new(),
                };
                self.line(&format!("http-after-response add-header Vary Origin{when}"));
            }
        }
        self.line(
            "http-after-response set-header Vary \
             'Origin, Access-Control-Request-Method, Access-Control-Request-Headers' \
             if { var(txn.cors_preflight) -m found }",
        );
    }

    /// What one policy says beside the origin.
    fn headers_of(&mut self, n: usize, rule: &Rule) {
        let readable = "{ var(txn.cors_origin) -m found }";
        let readable = match self.by_path {
            true => format!("{} {readable}", self.when("cors_policy", n)),
            false => readable.to_owned(),
        };
        if rule.credentials {
            self.set("Allow-Credentials", "true", &readable);
        }
        if !rule.expose.is_empty() {
            let when = format!("{readable} !{{ var(txn.cors_preflight) -m found }}");
            self.set("Expose-Headers", &format(&rule.expose.joined(",")), &when);
        }
        let granted = self.when("cors_granted", n);
        for (name, names, asked) in
            [("Methods", &rule.methods, "method"), ("Headers", &rule.headers, "headers")]
        {
            if echoes(rule, names) {
                self.set(&format!("Allow-{name}"), &format!("%[var(txn.cors_{asked})]"), &granted);
            } else if !names.is_empty() {
                self.set(&format!("Allow-{name}"), &format(&names.joined(",")), &granted);
            }
        }
        if let Some(seconds) = rule.max_age {
            self.set("Max-Age", &seconds.to_string(), &granted);
        }
    }

    fn set(&mut self, name: &str, format: &str, when: &str) {
        self.line(&format!(
            "http-after-response set-header Access-Control-{name} {format} if {when}"
        ));
    }

    /// The condition that this variable was set by the policy of this number.
    fn when(&self, variable: &str, n: usize) -> String {
        match self.by_path {
            true => format!("{{ var(txn.{variable}) -m int {n} }}"),
            false => format!("{{ var(txn.{variable}) -m found }}"),
        }
    }
}

const fn methods(rule: &Rule) -> &Names {
    &rule.methods
}

const fn headers(rule: &Rule) -> &Names {
    &rule.headers
}

/// Whether what is asked is allowed: with credentials `*` is a name.
const fn echoes(rule: &Rule, names: &Names) -> bool {
    rule.credentials && matches!(names, Names::Any { .. })
}

/// Names as a log-format string, in which `%` begins a variable.
fn format(names: &str) -> String {
    quoted(&names.replace('%', "%%"))
}

/// A word between single quotes, where nothing means anything, or between double quotes.
fn quoted(text: &str) -> String {
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    let mut quoted = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '\\' | '"' | '$') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    format!("\"{quoted}\"")
}
