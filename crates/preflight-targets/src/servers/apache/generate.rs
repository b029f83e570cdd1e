//! A policy as Apache configuration: `mod_rewrite` decides and answers, `mod_headers` says it.
//!
//! In a `<VirtualHost>` the rules run before authentication and before `ProxyPass`, and they see the
//! path decoded and normalized as we do. What they decide are variables, of which the number of the
//! policy is one where there are several.

use crate::generate::{
    CORS_HEADERS, Comment, File, Generator, Names, Plan, Proof, Rule, Shortfalls, exact_origin,
    origin_regex, paths_regex,
};
use preflight_policy::OriginPattern;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Put it into sites-available, switch it on with `a2ensite`, and \
    `a2enmod headers rewrite proxy_http`; `Listen` stands in ports.conf. Check it with \
    `apachectl configtest`. In a <Location> or .htaccess these rules would come too late.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let mut writer = Writer::new(&plan.rules, "    ");
    let _ = write!(writer.text, "\n<VirtualHost {}>\n    RewriteEngine On\n", plan.listen);
    if writer.by_path {
        writer.policy();
    }
    writer.origins();
    writer.preflights();
    writer.headers();
    writer.text.push('\n');
    if plan.upstream.starts_with("https:") {
        writer.line("SSLProxyEngine On");
    }
    writer.line(&format!("ProxyPass \"/\" \"{}/\"", plan.upstream));
    writer.text.push_str("</VirtualHost>\n");
    vec![File::new("preflight-cors.conf", Comment::Line("#"), PURPOSE, writer.text)]
}

/// Writes what Apache has to say wherever it stands.
pub(in crate::servers) struct Writer<'a> {
    pub(in crate::servers) rules: &'a [Rule],
    /// Whether `CORS_POLICY` says which policy speaks for the path.
    pub(in crate::servers) by_path: bool,
    pub(in crate::servers) text: String,
    indent: &'static str,
}

impl<'a> Writer<'a> {
    pub(in crate::servers) fn new(rules: &'a [Rule], indent: &'static str) -> Self {
        let by_path = rules.len() > 1 || !rules.iter().all(Rule::is_for_every_path);
        Self { rules, by_path, text: String::new(), indent }
    }
}

impl Writer<'_> {
    pub(in crate::servers) fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{}{line}", self.indent);
    }

    /// Comments after an empty line.
    pub(in crate::servers) fn paragraph(&mut self, lines: &[&str]) {
        self.text.push('\n');
        for line in lines {
            self.line(&format!("# {line}"));
        }
    }

    fn policy(&mut self) {
        let count = self.rules.len();
        self.paragraph(&[
            "Which policy speaks for the path: the first that matches. An error page has that of the",
            "path that was asked for.",
        ]);
        self.line("RewriteCond %{ENV:REDIRECT_CORS_POLICY} \"(.+)\"");
        self.line(&format!("RewriteRule \"^\" \"-\" [E=CORS_POLICY:%1,S={count}]"));
        for (n, rule) in self.rules.iter().enumerate() {
            let others = match count - n - 1 {
                0 => String::new(),
                others => format!(",S={others}"),
            };
            let paths = quoted(&paths_regex(&rule.paths));
            self.line(&format!("RewriteRule {paths} \"-\" [E=CORS_POLICY:{}{others}]", n + 1));
        }
    }

    fn origins(&mut self) {
        self.paragraph(&["Who may read the response."]);
        for (n, rule) in self.rules.iter().enumerate() {
            let credentials = if rule.credentials { ",E=CORS_CREDENTIALS:true" } else { "" };
            if self.by_path {
                self.line(&format!("RewriteCond %{{ENV:CORS_POLICY}} \"={}\"", n + 1));
            }
            if rule.allows_any_origin() {
                self.line("RewriteRule \"^\" \"-\" [E=CORS_ORIGIN:*]");
                continue;
            }
            for (n, origin) in rule.origins.iter().enumerate() {
                let or = if n + 1 < rule.origins.len() { " [OR]" } else { "" };
                self.line(&format!("RewriteCond %{{HTTP:Origin}} {}{or}", condition(origin)));
            }
            let set = format!("E=CORS_ORIGIN:%{{HTTP:Origin}}{credentials}");
            self.line(&format!("RewriteRule \"^\" \"-\" [{set}]"));
        }
    }

    pub(in crate::servers) fn preflights(&mut self) {
        let policy = if self.by_path { "%{ENV:CORS_POLICY}" } else { "1" };
        self.paragraph(&[
            "A preflight is OPTIONS with Origin and Access-Control-Request-Method; any other OPTIONS",
            "is the application's. It is answered before that is reached: granted, or refused to",
            "another origin.",
        ]);
        if self.by_path {
            self.line("RewriteCond %{ENV:CORS_POLICY} .");
        }
        self.line("RewriteCond %{REQUEST_METHOD} \"=OPTIONS\"");
        self.line("RewriteCond %{HTTP:Origin} .");
        self.line("RewriteCond %{HTTP:Access-Control-Request-Method} .");
        self.line("RewriteRule \"^\" \"-\" [E=CORS_PREFLIGHT:1]");
        self.line("RewriteCond %{ENV:CORS_PREFLIGHT} .");
        self.line("RewriteCond %{ENV:CORS_ORIGIN} .");
        self.line(&format!("RewriteRule \"^\" \"-\" [E=CORS_GRANTED:{policy},R=204,L]"));
        self.line("RewriteCond %{ENV:CORS_PREFLIGHT} .");
        self.line("RewriteRule \"^\" \"-\" [R=403,L]");
        if self.rules.iter().any(|rule| !rule.expose.is_empty()) {
            self.line("RewriteCond %{ENV:CORS_ORIGIN} .");
            self.line(&format!("RewriteRule \"^\" \"-\" [E=CORS_READABLE:{policy}]"));
        }
    }

    pub(in crate::servers) fn headers(&mut self) {
        self.unset();
        self.set();
    }

    fn unset(&mut self) {
        self.paragraph(&[
            "What the application says itself goes, from both of the tables that Apache keeps.",
        ]);
        let policy = if self.by_path { " env=CORS_POLICY" } else { "" };
        for name in CORS_HEADERS {
            self.line(&format!("Header onsuccess unset {name}{policy}"));
            self.line(&format!("Header always unset {name}{policy}"));
        }
    }

    fn set(&mut self) {
        self.paragraph(&["`always`: on errors too."]);
        self.header("Allow-Origin", "\"%{CORS_ORIGIN}e\"", "env=CORS_ORIGIN");
        if self.rules.iter().any(|rule| rule.credentials) {
            self.header("Allow-Credentials", "\"true\"", "env=CORS_CREDENTIALS");
        }
        for (n, rule) in self.rules.iter().enumerate() {
            self.lists(n + 1, rule);
        }
        self.paragraph(&[
            "With Origin or without: a cache must not give one page's answer to another.",
        ]);
        for (n, rule) in self.rules.iter().enumerate() {
            if !rule.allows_any_origin() {
                let when =
                    if self.by_path { self.when("CORS_POLICY", n + 1) } else { String::new() };
                self.line(format!("Header always merge Vary \"Origin\" {when}").trim_end());
            }
        }
        self.line(
            "Header always set Vary \
             \"Origin, Access-Control-Request-Method, Access-Control-Request-Headers\" env=CORS_PREFLIGHT",
        );
    }

    /// What one policy says beside the origin.
    fn lists(&mut self, n: usize, rule: &Rule) {
        if !rule.expose.is_empty() {
            let when = self.when("CORS_READABLE", n);
            self.header("Expose-Headers", &value(&rule.expose.joined(",")), &when);
        }
        let granted = self.when("CORS_GRANTED", n);
        let lists = [("Methods", &rule.methods, "Method"), ("Headers", &rule.headers, "Headers")];
        for (name, names, asked) in lists {
            let names = match names {
                Names::Any { .. } if rule.credentials => {
                    format!("\"expr=%{{req:Access-Control-Request-{asked}}}\"")
                }
                names if names.is_empty() => continue,
                names => value(&names.joined(",")),
            };
            self.header(&format!("Allow-{name}"), &names, &granted);
        }
        if let Some(seconds) = rule.max_age {
            self.header("Max-Age", &format!("\"{seconds}\""), &granted);
        }
    }

    fn header(&mut self, name: &str, value: &str, when: &str) {
        self.line(&format!("Header always set Access-Control-{name} {value} {when}"));
    }

    /// The condition that this variable has been set by the policy of this number.
    fn when(&self, variable: &str, n: usize) -> String {
        match self.by_path {
            true => format!("\"expr=reqenv('{variable}') == '{n}'\""),
            false => format!("env={variable}"),
        }
    }
}

/// What an origin is compared with.
fn condition(origin: &OriginPattern) -> String {
    match exact_origin(origin) {
        Some(exact) => quoted(&format!("={exact}")),
        None => quoted(&origin_regex(origin)),
    }
}

/// The value of a header, in which `%` begins a format.
fn value(names: &str) -> String {
    quoted(&names.replace('%', "%%"))
}

/// A word of Apache's between double quotes, where `\` means something before `"` and before itself.
pub(in crate::servers) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let doubled = c == '\\' && matches!(chars.peek(), Some('\\' | '"') | None);
        if c == '"' || doubled {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}
