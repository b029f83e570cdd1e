//! What generators of JavaScript and TypeScript share: values as [Prettier](https://prettier.io/docs/options)
//! writes them, and a function `corsFor` that is the policies and nothing of any framework. Given a
//! request's method, path and headers it says what CORS has to say: a target adds a dozen lines that
//! put this on its responses.

use super::{Names, Plan, Rule, exact_origin, origin_regex, quote};
use preflight_policy::OriginPattern;

/// Whether types are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Without types; needs Node.js 14 or what else knows ECMAScript 2020.
    JavaScript,
    /// With types that can be stripped, as Node.js, Deno and esbuild do.
    TypeScript,
}

/// How wide a line may be: Prettier's default.
const WIDTH: usize = 80;

/// The policies as data and `corsFor(request)`, ready to stand in a file: from its first line, with a
/// line break at the end. What it takes is `{ method, path, header }`, with the path without its query,
/// as it was sent, and a function from a lower-case name to a value. What it returns is `undefined` where
/// no policy speaks for the path, else
///
/// - `status`: set for a preflight, which is to be answered with it at once, before authentication;
/// - `vary`: to be added to `Vary` unless empty;
/// - `headers`: to stand in place of all `Access-Control-*` headers of the response, whatever its
///   status.
#[must_use]
pub fn cors_for(plan: &Plan, language: Language) -> String {
    let policies: String = plan.rules.iter().map(policy).collect();
    let types = match language {
        Language::JavaScript => "",
        Language::TypeScript => TYPES,
    };
    let open = in_language("const policies‹: Policy[]› = [\n", language);
    format!("{types}{ABOUT_POLICIES}{open}{policies}];\n{}", in_language(CORS_FOR, language))
}

/// `replaceHeaders(response, cors)`, which puts what `corsFor` returned on a response of Node.js, likewise
/// ready to stand in a file. It needs [`on_headers`] above it. Frameworks on Node.js drop headers where an
/// error is thrown, or let a route overwrite them; this comes after all of that.
#[must_use]
pub fn replace_headers(language: Language) -> String {
    in_language(REPLACE_HEADERS, language)
}

/// The statement that [`replace_headers`] needs: <https://github.com/jshttp/on-headers>.
#[must_use]
pub const fn on_headers(language: Language) -> &'static str {
    match language {
        Language::JavaScript => "const onHeaders = require(\"on-headers\");\n",
        Language::TypeScript => {
            "import type { IncomingMessage, ServerResponse } from \"node:http\";\n\
             import onHeaders from \"on-headers\";\n"
        }
    }
}

/// A whole file for Node.js: all of these, and `rest`, which ties them to a framework.
#[must_use]
pub fn for_node(plan: &Plan, language: Language, rest: &str) -> String {
    let (import, replace_headers) = (on_headers(language), replace_headers(language));
    format!("\n{import}{}{replace_headers}{rest}", cors_for(plan, language))
}

/// A policy as an element of the array.
fn policy(rule: &Rule) -> String {
    let names = |names: &Names| names.written().into_iter().map(string).collect::<Vec<_>>();
    let mut fields = vec![
        array("paths", &paths(rule)),
        array("origins", &origins(&rule.origins)),
        array("methods", &names(&rule.methods)),
        array("headers", &names(&rule.headers)),
        array("expose", &names(&rule.expose)),
        format!("credentials: {}", rule.credentials),
    ];
    fields.extend(rule.max_age.map(|seconds| format!("maxAge: {seconds}")));
    let fields: String = fields.iter().map(|field| format!("    {field},\n")).collect();
    format!("  {{\n{fields}  }},\n")
}

fn paths(rule: &Rule) -> Vec<String> {
    if rule.paths.is_empty() {
        return vec![string("/*")];
    }
    rule.written_paths().iter().map(|path| string(path)).collect()
}

/// A property that is an array, four spaces from the margin: in one line where that is short enough.
fn array(name: &str, elements: &[String]) -> String {
    let line = format!("{name}: [{}]", elements.join(", "));
    if "    ".len() + line.len() + ",".len() <= WIDTH {
        return line;
    }
    let elements: String = elements.iter().map(|element| format!("      {element},\n")).collect();
    format!("{name}: [\n{elements}    ]")
}

/// A string, between double quotes unless fewer characters need an escape between single ones; in
/// ASCII.
///
/// ```
/// use preflight_targets::generate::javascript::string;
///
/// assert_eq!(string("it's"), r#""it's""#);
/// assert_eq!(string(r#"say "hi""#), r#"'say "hi"'"#);
/// assert_eq!(string(r#"it's "\""#), r#"'it\'s "\\"'"#);
/// ```
#[must_use]
pub fn string(text: &str) -> String {
    let double = quote::json(text);
    if text.matches('"').count() <= text.matches('\'').count() {
        return double;
    }
    let inside = double[1..double.len() - 1].replace('\'', r"\'").replace(r#"\""#, "\"");
    format!("'{inside}'")
}

/// Allowed origins as elements of an array: `"*"`, the exact ones as strings, patterns as anchored
/// regular expressions.
///
/// ```
/// use preflight_policy::OriginPattern;
/// use preflight_targets::generate::javascript::origins;
///
/// let below = OriginPattern::parse("https://*.example.org").unwrap();
/// assert_eq!(origins(&[below]), [r"/^https:\/\/([a-z0-9_-]+\.)+example\.org$/"]);
/// ```
#[must_use]
pub fn origins(patterns: &[OriginPattern]) -> Vec<String> {
    let element = |origin: &OriginPattern| match exact_origin(origin) {
        Some(exact) => string(&exact),
        None if *origin == OriginPattern::Any => string("*"),
        None => format!("/{}/", origin_regex(origin).replace('/', r"\/")),
    };
    patterns.iter().map(element).collect()
}

/// The types of [`CORS_FOR`].
const TYPES: &str = r#"
interface Policy {
  paths: string[];
  origins: (string | RegExp)[];
  methods: string[];
  headers: string[];
  expose: string[];
  credentials: boolean;
  maxAge?: number;
}

interface CorsRequest {
  method: string;
  path: string;
  header: (name: string) => string | null | undefined;
}

interface CorsAnswer {
  status?: number;
  vary: string;
  headers: Record<string, string>;
}
"#;

const ABOUT_POLICIES: &str = "
// The first policy with the path speaks. `/api/*` is all that begins with `/api/`.
// Methods are allowed beside GET, HEAD and POST; `maxAge` is in seconds.
";

/// What decides. Between `‹` and `›` stands what only TypeScript has.
const CORS_FOR: &str = r#"
// What CORS has to say to a request: headers, and for a preflight the status of
// its answer. Nothing where no policy speaks for the path.
function corsFor(request‹: CorsRequest›)‹: CorsAnswer | undefined› {
  const path = decoded(request.path);
  const policy = policies.find(({ paths }) => isAmong(paths, path));
  if (!policy) return undefined;

  const origin = request.header("origin") ?? "";
  const method = request.header("access-control-request-method") ?? "";
  const names = request.header("access-control-request-headers") ?? "";
  // Any other OPTIONS is the application's.
  const isPreflight = request.method === "OPTIONS" && origin && method;
  const isPublic = policy.origins.includes("*");
  const isAllowed =
    isPublic ||
    policy.origins.some((allowed) =>
      typeof allowed === "string" ? allowed === origin : allowed.test(origin),
    );

  const headers‹: Record<string, string>› = {};
  const say = (name‹: string›, value‹: string | undefined›) => {
    if (value) headers[`Access-Control-${name}`] = value;
  };
  // With credentials `*` is a name like any other: what is asked for is named.
  const list = (allowed‹: string[]›, requested‹: string›) =>
    policy.credentials && allowed.includes("*") ? requested : allowed.join(",");
  if (isAllowed) {
    say("Allow-Origin", isPublic ? "*" : origin);
    say("Allow-Credentials", policy.credentials ? "true" : "");
  }
  if (isAllowed && isPreflight) {
    say("Allow-Methods", list(policy.methods, method));
    say("Allow-Headers", list(policy.headers, names));
    say("Max-Age", policy.maxAge?.toString());
  }
  if (isAllowed && !isPreflight) say("Expose-Headers", policy.expose.join(","));

  if (!isPreflight) return { vary: isPublic ? "" : "Origin", headers };
  const vary =
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
  return { status: isAllowed ? 204 : 403, vary, headers };
}

function isAmong(paths‹: string[]›, path‹: string›) {
  return paths.some((own) =>
    own.endsWith("*") ? path.startsWith(own.slice(0, -1)) : path === own,
  );
}

// A path as routes compare it.
function decoded(path‹: string›) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
"#;

/// What applies the decision on Node.js.
const REPLACE_HEADERS: &str = r#"
// Whoever writes the response, an error too: this has the last word.
function replaceHeaders(response‹: ServerResponse›, cors‹: CorsAnswer›) {
  onHeaders(response, () => {
    for (const name of response.getHeaderNames()) {
      if (name.startsWith("access-control-")) response.removeHeader(name);
    }
    for (const [name, value] of Object.entries(cors.headers)) {
      response.setHeader(name, value);
    }
    const vary = [response.getHeader("Vary") ?? [], cors.vary || []].flat();
    if (vary.length > 0) response.setHeader("Vary", vary.join(", "));
  });
}
"#;

/// `text` with what only TypeScript has, or without.
pub(super) fn in_language(text: &str, language: Language) -> String {
    let mut parts = text.split(['‹', '›']);
    let mut written = parts.next().unwrap_or_default().to_owned();
    while let (Some(types), Some(code)) = (parts.next(), parts.next()) {
        if language == Language::TypeScript {
            written.push_str(types);
        }
        written.push_str(code);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_policy::PolicyConfig;

    #[test]
    fn types_are_written_where_they_are_asked_for() {
        let config =
            PolicyConfig { allow_origins: vec!["*".to_owned()], ..PolicyConfig::default() };
        let plan = Plan::new(&config.build().expect("a policy without faults"));
        let plain = cors_for(&plan, Language::JavaScript);
        assert!(plain.contains("\nconst policies = [\n"), "{plain}");
        assert!(plain.contains("\nfunction isAmong(paths, path) {\n"), "{plain}");
        let typed = cors_for(&plan, Language::TypeScript);
        assert!(typed.contains("\nfunction isAmong(paths: string[], path: string) {\n"), "{typed}");
        assert!(![plain, typed].concat().contains(['‹', '›']));
    }

    #[test]
    fn an_array_that_is_too_wide_has_a_line_for_each_element() {
        let elements = |width: usize| [string("a"), string(&"b".repeat(width))];
        // `    paths: ["a", "…"],` with 80 characters, and with one more.
        assert_eq!(array("paths", &elements(59)).lines().count(), 1);
        assert_eq!(array("paths", &elements(60)).lines().count(), 4);
    }
}
