//! A policy as settings of django-cors-headers:
//! <https://github.com/adamchainz/django-cors-headers#configuration>

use crate::generate::quote::python;
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls, origin_regex,
};
use preflight_policy::PathPattern;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::RealServer };

const PURPOSE: &str = "Put it beside settings.py, and `from .cors_settings import *` at the end of \
    that. \"corsheaders\" belongs into INSTALLED_APPS, and \
    \"corsheaders.middleware.CorsMiddleware\" first into MIDDLEWARE: above authentication, redirects and \
    whatever else answers by itself. Where pages send cookies with POST and the like, Django's CSRF check \
    wants their origins in CSRF_TRUSTED_ORIGINS as well.";

const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::PreflightIs204,
        "A preflight is answered with 200: browsers take that as well.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from another origin is answered with 200 and without Access-Control-Allow-Origin: \
         browsers refuse the request all the same, and logs do not show it.",
    ),
    Lack::new(
        Behaviour::OnlyTruePreflights,
        "OPTIONS with Access-Control-Request-Method is answered without Origin too: no view sees it.",
    ),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "What a view says of CORS itself reaches other origins: say nothing of CORS in views.",
    ),
];

/// The methods of a view set, for a policy that allows any.
const USUAL_METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let rule = plan.first_alone(shortfalls, "the settings hold one policy");
    let mut text = "\n".to_owned();
    origins(&mut text, rule);
    if !rule.is_for_every_path() {
        let paths: Vec<_> = rule.paths.iter().map(path_regex).collect();
        let regex = format!("(?:{})", paths.join("|"));
        let _ = writeln!(
            text,
            "# Held against the beginning of the path.\nCORS_URLS_REGEX = {}",
            python(&regex)
        );
    }
    list(&mut text, "CORS_ALLOW_METHODS", &methods(rule, shortfalls));
    list(&mut text, "CORS_ALLOW_HEADERS", &headers(rule, shortfalls));
    list(&mut text, "CORS_EXPOSE_HEADERS", &rule.expose.written());
    let _ = writeln!(
        text,
        "CORS_ALLOW_CREDENTIALS = {}",
        if rule.credentials { "True" } else { "False" }
    );
    let max_age = max_age(rule, shortfalls);
    text += &match max_age {
        0 => "# None is said, and browsers keep an answer for 5 seconds.\n".to_owned(),
        _ => String::new(),
    };
    let _ = writeln!(text, "CORS_PREFLIGHT_MAX_AGE = {max_age}");
    vec![File::new("cors_settings.py", Comment::Line("#"), PURPOSE, text)]
}

fn origins(text: &mut String, rule: &Rule) {
    if rule.allows_any_origin() {
        text.push_str("CORS_ALLOW_ALL_ORIGINS = True\n");
        return;
    }
    let (exact, patterns) = rule.exact_origins_and_patterns();
    list(text, "CORS_ALLOWED_ORIGINS", &exact);
    if !patterns.is_empty() {
        // Held against the beginning, so that the end has to stand in it. Nothing ends a raw string.
        let lines: String = patterns
            .into_iter()
            .map(|p| format!("    r\"{}\\Z\",\n", origin_regex(p).trim_end_matches('$')))
            .collect();
        let _ = write!(text, "CORS_ALLOWED_ORIGIN_REGEXES = [\n{lines}]\n");
    }
}

fn path_regex(path: &PathPattern) -> String {
    let escaped = |path: &str| {
        path.chars().fold(String::new(), |mut escaped, c| {
            if c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '/' | '_') {
                escaped.push('\\');
            }
            escaped.push(c);
            escaped
        })
    };
    match path {
        PathPattern::Exact(path) => format!(r"{}\Z", escaped(path)),
        PathPattern::Below(prefix) => escaped(prefix),
    }
}

fn methods<'a>(rule: &'a Rule, shortfalls: &mut Shortfalls) -> Vec<&'a str> {
    rule.all_methods().unwrap_or_else(|| {
        if !rule.credentials {
            return vec!["*"];
        }
        let why = "the list is sent as it is, and beside credentials `*` is no wildcard";
        shortfalls.push("allow_methods", "*", why, "the usual ones are named");
        USUAL_METHODS.to_vec()
    })
}

fn headers<'a>(rule: &'a Rule, shortfalls: &mut Shortfalls) -> Vec<&'a str> {
    if rule.credentials && matches!(rule.headers, Names::Any { .. }) {
        let why = "the list is sent as it is, and beside credentials `*` is no wildcard";
        shortfalls.push("allow_headers", "*", why, "none is allowed: name them");
        return Vec::new();
    }
    rule.headers.written()
}

/// 0 stands for none.
fn max_age(rule: &Rule, shortfalls: &mut Shortfalls) -> u32 {
    if rule.max_age == Some(0) {
        let why = "the setting 0 sends no max-age";
        shortfalls.push("max_age", "0", why, "browsers keep an answer for 5 seconds");
    }
    rule.max_age.unwrap_or(0)
}

/// A list of several lines, as black leaves it.
fn list<T: AsRef<str>>(text: &mut String, setting: &str, entries: &[T]) {
    let lines: String =
        entries.iter().map(|entry| format!("    {},\n", python(entry.as_ref()))).collect();
    let _ = match lines.as_str() {
        "" => writeln!(text, "{setting} = []"),
        lines => write!(text, "{setting} = [\n{lines}]\n"),
    };
}
