//! A policy as `config/cors.php`, which the framework's `HandleCors` reads and hands to php-cors:
//! <https://laravel.com/docs/routing#cors>, <https://github.com/fruitcake/php-cors>

use crate::generate::quote::{list, single};
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls, origin_regex,
};
use preflight_policy::OriginPattern;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Text };

const PURPOSE: &str = "It is config/cors.php; afterwards `php artisan config:clear`. The \
    framework has read it since 9.2: the middleware HandleCors is one of the global ones.";

const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::VaryOnEveryResponse,
        "Where one origin and no pattern is allowed, that origin is sent to everybody, and there is no \
         Vary: a cache gives everybody the same, which is right.",
    ),
    Lack::new(
        Behaviour::VaryOnPreflights,
        "The same holds for preflights: a single origin is sent without Vary.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from another origin is answered with 204 and without Access-Control-Allow-Origin: \
         browsers refuse the request all the same.",
    ),
    Lack::new(
        Behaviour::SilenceToOtherOrigins,
        "A single origin is named to other origins too, and so are the credentials: they learn who is \
         allowed, and may read nothing.",
    ),
    Lack::new(
        Behaviour::SilenceWithoutOrigin,
        "A single origin is named in responses to requests without Origin too.",
    ),
    Lack::new(
        Behaviour::AnswersPreflights,
        "Recent versions let the routes and their middlewares answer a preflight first and replace \
         their answer: what they do on OPTIONS is done.",
    ),
    Lack::new(
        Behaviour::AnswersRefusedPreflights,
        "The same holds for a preflight that is refused.",
    ),
    Lack::new(
        Behaviour::OnlyTruePreflights,
        "OPTIONS with Access-Control-Request-Method is answered without Origin too: no route sees it.",
    ),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "What a route says of CORS itself reaches other origins, and its Access-Control-Expose-Headers \
         stays where none are exposed here: say nothing of CORS in routes.",
    ),
];

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let rule = plan.first_alone(shortfalls, "`config/cors.php` holds one policy");
    let (exact, patterns) = rule.exact_origins_and_patterns();
    let patterns: Vec<_> = patterns.into_iter().map(regex).collect();
    let max_age = rule.max_age.map_or_else(|| "null".to_owned(), |seconds| seconds.to_string());
    let text = format!(
        "\nreturn [\n    \
         'paths' => [{}],\n    \
         'allowed_methods' => [{}],\n    \
         'allowed_origins' => [{}],\n    \
         'allowed_origins_patterns' => [{}],\n    \
         'allowed_headers' => [{}],\n    \
         'exposed_headers' => [{}],\n    \
         'max_age' => {max_age},\n    \
         'supports_credentials' => {},\n];\n",
        list(&paths(rule, shortfalls), single),
        list(&methods(rule, shortfalls), single),
        list(&exact, single),
        patterns.join(", "),
        list(&headers(rule, shortfalls), single),
        list(&rule.expose.written(), single),
        rule.credentials,
    );
    let file = File::new("cors.php", Comment::Line("//"), PURPOSE, text);
    vec![File { preamble: "<?php\n\n", ..file }]
}

/// Paths as Laravel has them: without a slash at either end, but for the root.
fn paths(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
    if rule.is_for_every_path() {
        return vec!["*".to_owned()];
    }
    let mut paths = rule.written_paths();
    paths.retain(|path| {
        let kept = path == "/" || !path.ends_with('/');
        if !kept {
            let why = "Laravel compares paths without the slash at the end";
            shortfalls.push(
                "paths",
                path,
                why,
                "left out, since the path without it would match too",
            );
        }
        kept
    });
    let bare = |path: &String| if path == "/" { path.clone() } else { path[1..].to_owned() };
    paths.iter().map(bare).collect()
}

/// Methods, which php-cors writes in capitals.
fn methods(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
    const WHY: &str = "Laravel answers with methods in capitals, and browsers compare the case";
    let Some(mut methods) = rule.all_methods() else {
        shortfalls.push("allow_methods", "*", WHY, "any method in capitals is allowed");
        return vec!["*".to_owned()];
    };
    methods.retain(|method| {
        let kept = !method.contains(|c: char| c.is_ascii_lowercase());
        if !kept {
            shortfalls.push("allow_methods", method, WHY, "left out");
        }
        kept
    });
    methods.into_iter().map(str::to_owned).collect()
}

/// Headers, of which `*` allows any: `authorization` too, which a policy's `*` does not cover.
fn headers(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
    match &rule.headers {
        Names::Any { authorization: false } if !rule.credentials => {
            let why = "Laravel's `*` allows `authorization` too, which the policy does not name";
            shortfalls.push("allow_headers", "*", why, "none is allowed: name them");
            Vec::new()
        }
        Names::Any { .. } => vec!["*".to_owned()],
        Names::Listed(names) => names.clone(),
    }
}

/// A pattern for `preg_match`, where `$` also matches before a line break at the end. Nothing in it
/// means anything between single quotes, or is the delimiter.
fn regex(pattern: &OriginPattern) -> String {
    let regex = origin_regex(pattern);
    format!(r"'#\A{}\z#'", regex.trim_start_matches('^').trim_end_matches('$'))
}

#[cfg(test)]
mod tests {
    use crate::Target;
    use crate::generate::{Generated, Plan};
    use preflight_policy::PolicyConfig;

    /// What is said of a policy that Laravel cannot express, and the lines written instead.
    fn approximated(config: PolicyConfig) -> (Vec<String>, String) {
        let plan = Plan::new(&config.build().expect("a policy without faults"));
        let laravel = Target::by_id("laravel").expect("a target");
        let generated = laravel.generate(&Plan { approximate: true, ..plan });
        let Some(Ok(Generated { files, approximations, .. })) = generated else {
            panic!("approximations are allowed")
        };
        let elements = approximations.into_iter().map(|shortfall| shortfall.element).collect();
        (elements, files[0].content.clone())
    }

    #[test]
    fn an_approximation_allows_no_more_than_the_policy() {
        let texts = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let (elements, text) = approximated(PolicyConfig {
            paths: texts(&["/api/*", "/login/"]),
            allow_origins: texts(&["https://app.example.com", "https://*.example.org"]),
            allow_methods: texts(&["PUT", "purge"]),
            allow_headers: texts(&["*"]),
            ..PolicyConfig::default()
        });
        assert_eq!(elements, ["paths: /login/", "allow_methods: purge", "allow_headers: *"]);
        for line in [
            "'paths' => ['api/*'],",
            "'allowed_methods' => ['GET', 'HEAD', 'POST', 'PUT'],",
            "'allowed_origins' => ['https://app.example.com'],",
            r"'allowed_origins_patterns' => ['#\Ahttps://([a-z0-9_-]+\.)+example\.org\z#'],",
            "'allowed_headers' => [],",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}
