//! A policy as Spring's `CorsFilter`, in front of Spring Security: the same for MVC with it and without.
//!
//! Debian's Spring is 4.3, which knows no origin patterns, so nothing here has run: this follows the
//! sources and documents of Spring Framework 6 and 7.
//! <https://docs.spring.io/spring-framework/reference/web/webmvc-cors.html>

use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls,
};
use preflight_policy::{HostPattern, OriginPattern, PathPattern, PortPattern};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &LACKS, proof: Proof::Text };

const PURPOSE: &str = "A class: give it your package. Spring Boot finds it and puts it in front of Spring \
    Security, where nothing else for CORS is to stand. Behind a proxy set \
    `server.forward-headers-strategy`: Spring answers 403 to every request with an `Origin` that is \
    neither its own address nor in the policy.";

const LACKS: [Lack; 3] = [
    Lack::new(
        Behaviour::PreflightIs204,
        "A preflight is answered with 200, which browsers take as well.",
    ),
    Lack::new(
        Behaviour::OnlyTruePreflights,
        "`OPTIONS` with `Origin` that is no preflight is answered with 403, unless `OPTIONS` is among the \
         policy's methods.",
    ),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "What the application says of CORS itself stands beside or instead of what the filter says, and \
         browsers refuse two values: take out every `@CrossOrigin` and `setHeader`.",
    ),
];

const IMPORTS: &str = "
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;
";

const HEAD: &str = "
/** Before authentication and the CSRF check. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class PreflightCors extends CorsFilter {
";

const CONSTRUCTOR: &str = "
    public PreflightCors() {
        super(PreflightCors::policyFor);
    }
";

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let mut text = IMPORTS.to_owned();
    let by_path = !plan.rules.iter().all(Rule::is_for_every_path);
    if by_path {
        text += "import org.springframework.web.util.UrlPathHelper;\n";
    }
    text += HEAD;
    for n in 1..=plan.rules.len() {
        let _ = write!(
            text,
            "\n    private static final CorsConfiguration POLICY_{n} = policy{n}();\n"
        );
    }
    text += CONSTRUCTOR;
    text += "\n    private static CorsConfiguration policyFor(HttpServletRequest request) {\n";
    if by_path {
        text += "        // Decoded, as the handlers see it.\n        \
                 String path = UrlPathHelper.defaultInstance.getPathWithinApplication(request);\n";
    }
    let mut every = false;
    for (n, rule) in plan.rules.iter().enumerate() {
        every = rule.is_for_every_path();
        if every {
            let _ = writeln!(text, "        return POLICY_{};", n + 1);
            break;
        }
        let tests: Vec<String> = rule.paths.iter().map(test).collect();
        let tests = tests.join("\n                || ");
        let _ = writeln!(
            text,
            "        if ({tests}) {{\n            return POLICY_{};\n        }}",
            n + 1
        );
    }
    if !every {
        text += "        return null;\n";
    }
    text += "    }\n";
    for (n, rule) in plan.rules.iter().enumerate() {
        text += &policy(rule, n + 1, shortfalls);
    }
    text += "}\n";
    vec![File::new("PreflightCors.java", Comment::Line("//"), PURPOSE, text)]
}

fn test(path: &PathPattern) -> String {
    match path {
        PathPattern::Exact(path) => format!("path.equals({})", string(path)),
        PathPattern::Below(prefix) => format!("path.startsWith({})", string(prefix)),
    }
}

/// The method that makes a policy's configuration.
fn policy(rule: &Rule, n: usize, shortfalls: &mut Shortfalls) -> String {
    let mut text = format!(
        "\n    private static CorsConfiguration policy{n}() {{\n        var cors = new CorsConfiguration();\n"
    );
    let mut set = |name: &str, values: &[String]| {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| string(value)).collect();
            let _ = writeln!(text, "        cors.{name}(List.of({}));", values.join(", "));
        }
    };
    let (exact, patterns): (Vec<_>, Vec<_>) =
        rule.origins.iter().partition(|o| pattern(o).is_none());
    set("setAllowedOrigins", &exact.iter().map(ToString::to_string).collect::<Vec<_>>());
    set(
        "setAllowedOriginPatterns",
        &patterns.iter().filter_map(|o| pattern(o)).collect::<Vec<_>>(),
    );
    // Spring asks for the safelisted ones in the list, and of every request.
    let methods = rule.all_methods().unwrap_or_else(|| vec!["*"]);
    set("setAllowedMethods", &methods.into_iter().map(str::to_owned).collect::<Vec<_>>());
    set("setAllowedHeaders", &headers(rule, shortfalls));
    set(
        "setExposedHeaders",
        &match &rule.expose {
            Names::Any { .. } => vec!["*".to_owned()],
            Names::Listed(names) => names.clone(),
        },
    );
    if rule.credentials {
        text += "        cors.setAllowCredentials(true);\n";
    }
    if let Some(seconds) = rule.max_age {
        let _ = writeln!(text, "        cors.setMaxAge({seconds}L);");
    }
    text + "        return cors;\n    }\n"
}

/// Spring's `*` covers `Authorization`, which that of a policy without credentials does not.
fn headers(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
    match &rule.headers {
        Names::Any { authorization } if *authorization || rule.credentials => vec!["*".to_owned()],
        Names::Any { .. } => {
            shortfalls.push(
                "allow_headers",
                "*",
                "Spring's `*` covers `Authorization` too",
                "`content-type` alone is allowed; name the headers that pages send",
            );
            vec!["content-type".to_owned()]
        }
        Names::Listed(names) => names.clone(),
    }
}

/// An origin as Spring's own pattern, whose `*` spans labels and whose `[*]` is any port or none.
fn pattern(origin: &OriginPattern) -> Option<String> {
    let OriginPattern::Of { scheme, host, port } = origin else { return None };
    let below = matches!(host, HostPattern::Below(_));
    let (HostPattern::Exact(name) | HostPattern::Below(name)) = host;
    let port = match port {
        PortPattern::Default if !below => return None,
        PortPattern::Exact(_) if !below => return None,
        PortPattern::Default => String::new(),
        PortPattern::Exact(port) => format!(":{port}"),
        PortPattern::Any => ":[*]".to_owned(),
    };
    Some(format!("{scheme}://{}{name}{port}", if below { "*." } else { "" }))
}

/// A string's literal. Java reads `\u000a` as a line break before it reads the literal, so control
/// characters are octal.
fn string(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for unit in text.encode_utf16() {
        let _ = match char::from_u32(u32::from(unit)) {
            Some(c @ ('"' | '\\')) => write!(quoted, "\\{c}"),
            Some(c @ ' '..='~') => write!(quoted, "{c}"),
            Some(c) if c.is_ascii() => write!(quoted, "\\{unit:03o}"),
            _ => write!(quoted, "\\u{unit:04x}"),
        };
    }
    quoted + "\""
}
