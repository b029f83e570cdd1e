//! A policy as handlers of rs/cors, as far back as its 1.7: each around the same application, and a
//! path leads to one of them.

use crate::generate::quote::json;
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls, origins_regex,
};
use crate::servers::go::generate::string;
use preflight_policy::PathPattern;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator =
    Generator { write, lacks: &LACKS, proof: Proof::RealServer };

const PURPOSE: &str = "A package of its own: `http.ListenAndServe(addr, cors.Middleware(mux))`, around \
    authentication and every other middleware.";

const LACKS: [Lack; 4] = [
    Lack::new(
        Behaviour::PreflightIs204,
        "Before rs/cors 1.9 a preflight is answered with 200, which browsers take as well.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from another origin is answered as if it were granted, without \
         `Access-Control-Allow-Origin`: browsers block the request, logs do not show it.",
    ),
    Lack::new(
        Behaviour::OnlyTruePreflights,
        "`OPTIONS` with `Access-Control-Request-Method` and without `Origin` does not reach the \
         application.",
    ),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "What the application says of CORS itself stands in place of what the middleware says, for \
         other origins too: take it out there.",
    ),
];

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let rules = &plan.rules;
    let policies: String =
        rules.iter().enumerate().map(|(n, rule)| policy(rule, n + 1, shortfalls)).collect();
    let choice = match rules.as_slice() {
        [rule] if rule.is_for_every_path() => "\treturn policy1\n".to_owned(),
        rules => choice(rules),
    };
    let mut text = "\n// Package cors says who may read responses.\npackage cors\n\nimport (\n\t\"net/http\"\n"
        .to_owned();
    if rules.iter().any(has_patterns) {
        text += "\t\"regexp\"\n";
    }
    let reached = rules.iter().take_while(|rule| !rule.is_for_every_path());
    if reached.flat_map(|rule| &rule.paths).any(|path| matches!(path, PathPattern::Below(_))) {
        text += "\t\"strings\"\n";
    }
    let _ = write!(
        text,
        "\n\trs \"github.com/rs/cors\"\n)\n\n\
         // Middleware puts the policies around next, which is to be everything: authentication, routes, errors.\n\
         func Middleware(next http.Handler) http.Handler {{\n{policies}{choice}}}\n"
    );
    vec![File::new("cors/cors.go", Comment::Line("//"), PURPOSE, text)]
}

/// What leads a path to the policy that speaks for it.
fn choice(rules: &[Rule]) -> String {
    let mut text = "\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {\n\
        \t\tpath := r.URL.Path\n\t\tswitch {\n"
        .to_owned();
    let mut last = "next".to_owned();
    for (n, rule) in rules.iter().enumerate() {
        let policy = format!("policy{}", n + 1);
        if rule.is_for_every_path() {
            last = policy;
            break;
        }
        let tests: Vec<String> = rule.paths.iter().map(test).collect();
        let tests = tests.join(" || ");
        let _ = write!(text, "\t\tcase {tests}:\n\t\t\t{policy}.ServeHTTP(w, r)\n");
    }
    let _ = write!(text, "\t\tdefault:\n\t\t\t{last}.ServeHTTP(w, r)\n\t\t}}\n\t}})\n");
    text
}

fn test(path: &PathPattern) -> String {
    match path {
        PathPattern::Exact(path) => format!("path == {}", string(path)),
        PathPattern::Below(prefix) => format!("strings.HasPrefix(path, {})", string(prefix)),
    }
}

/// The statement that makes a policy's handler, its values in one column as gofmt has them.
fn policy(rule: &Rule, n: usize, shortfalls: &mut Shortfalls) -> String {
    let mut fields = Vec::new();
    let list = |values: &[String]| {
        let values: Vec<String> = values.iter().map(|value| json(value)).collect();
        format!("[]string{{{}}}", values.join(", "))
    };
    if rule.origins.is_empty() {
        // To rs/cors no origin means any.
        fields.push(("AllowOriginFunc", "func(string) bool { return false }".to_owned()));
    } else if !has_patterns(rule) {
        let origins: Vec<String> = rule.origins.iter().map(ToString::to_string).collect();
        fields.push(("AllowedOrigins", list(&origins)));
    } else {
        // Its own `*` matches more than labels. No pattern holds a backtick.
        let regex = origins_regex(&rule.origins);
        fields.push(("AllowOriginFunc", format!("regexp.MustCompile(`{regex}`).MatchString")));
    }
    fields.push(("AllowedMethods", list(&methods(rule, shortfalls))));
    fields.push(("AllowedHeaders", list(&headers(rule, shortfalls))));
    let exposed = match &rule.expose {
        Names::Any { .. } => vec!["*".to_owned()],
        Names::Listed(names) => names.clone(),
    };
    if !exposed.is_empty() {
        fields.push(("ExposedHeaders", list(&exposed)));
    }
    if rule.credentials {
        fields.push(("AllowCredentials", "true".to_owned()));
    }
    match rule.max_age {
        None => {}
        Some(0) => {
            shortfalls.push(
                "max_age",
                "0",
                "before rs/cors 1.10 nothing is said then, and browsers keep the answer for 5 seconds",
                "`-1` is written, which newer ones send as 0",
            );
            fields.push(("MaxAge", "-1".to_owned()));
        }
        Some(seconds) => fields.push(("MaxAge", seconds.to_string())),
    }
    let width = fields.iter().map(|(name, _)| name.len()).max().unwrap_or_default() + 1;
    let mut text = format!("\tpolicy{n} := rs.New(rs.Options{{\n");
    for (name, value) in fields {
        let _ = writeln!(text, "\t\t{:width$} {value},", format!("{name}:"));
    }
    text + "\t}).Handler(next)\n"
}

/// Whether more than equality decides.
fn has_patterns(rule: &Rule) -> bool {
    !rule.exact_origins_and_patterns().1.is_empty()
}

/// All of them: what is not listed gets no headers on the actual response either.
fn methods(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
    let mut methods = vec!["GET".to_owned(), "HEAD".to_owned(), "POST".to_owned()];
    let Names::Listed(listed) = &rule.methods else {
        shortfalls.push(
            "allow_methods",
            "*",
            "rs/cors takes no `*` for methods",
            "`GET`, `HEAD` and `POST` are allowed; name the others that pages send",
        );
        return methods;
    };
    for method in listed.iter().filter(|method| !["GET", "HEAD", "POST"].contains(&method.as_str()))
    {
        if method.chars().any(|c| c.is_ascii_lowercase()) {
            shortfalls.push(
                "allow_methods",
                method,
                "rs/cors answers in upper case, and browsers compare methods as they are",
                "it is left out",
            );
        } else {
            methods.push(method.clone());
        }
    }
    methods
}

/// Never none, which to rs/cors means some. `Origin` is one that no script can set.
fn headers(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
    let mut headers = vec!["Origin".to_owned()];
    match &rule.headers {
        Names::Any { authorization } if *authorization || rule.credentials => {
            return vec!["*".to_owned()];
        }
        Names::Any { .. } => shortfalls.push(
            "allow_headers",
            "*",
            "that of rs/cors covers `Authorization` too",
            "no header beyond the safelisted ones is allowed; name those that pages send",
        ),
        Names::Listed(names) => {
            for name in names {
                if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
                    headers.push(name.clone());
                } else {
                    shortfalls.push(
                        "allow_headers",
                        name,
                        "before 1.11 rs/cors reads letters, digits, `-` and `_` only",
                        "it is left out",
                    );
                }
            }
        }
    }
    if headers.len() > 1 {
        headers.remove(0);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_policy::PolicyConfig;

    #[test]
    fn nobody_is_not_everybody() {
        let policies = PolicyConfig::default().build().expect("a policy that allows nobody");
        let files = write(&Plan::new(&policies), &mut Shortfalls::default());
        let text = &files[0].content;
        assert!(text.contains("AllowOriginFunc: func(string) bool { return false },"), "{text}");
        assert!(!text.contains("AllowedOrigins"), "{text}");
    }
}
