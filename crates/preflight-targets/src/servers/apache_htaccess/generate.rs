//! A policy as a `.htaccess`. Its rewrite rules run after authentication, too late to decide anything
//! for a 401: so `mod_setenvif` decides, which runs before it and sees the path decoded there. And
//! authentication lets preflights pass, which the rules answer then.

use crate::generate::{
    Comment, File, Generator, Plan, Proof, Rule, Shortfalls, origin_regex, paths_regex,
};
use crate::servers::apache::generate::{Writer, quoted};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Put it into the folder that it is for; the paths in it begin at the site's root. \
    It needs `AllowOverride FileInfo AuthConfig`, mod_setenvif, mod_headers and mod_rewrite. Rewrite \
    rules of your own come after these. A folder below with rewrite rules of its own needs \
    `RewriteOptions InheritBefore`: else preflights pass authentication there and nothing answers them.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let mut writer = Writer::new(&plan.rules, "");
    if writer.by_path {
        policy(&mut writer);
    }
    origins(&mut writer);
    writer.paragraph(&["Authentication lets preflights pass: they never carry credentials."]);
    writer.line(&format!("<If {}>", quoted(&preflight(writer.rules))));
    writer.line("    Require all granted");
    writer.line("</If>");
    writer.line("RewriteEngine On");
    writer.preflights();
    writer.headers();
    vec![File::new(".htaccess", Comment::Line("#"), PURPOSE, writer.text)]
}

/// What tells the preflights that the rules answer: what they do not answer stays behind authentication.
fn preflight(rules: &[Rule]) -> String {
    let preflight = "%{REQUEST_METHOD} == 'OPTIONS' && -n req('Origin') && \
        -n req('Access-Control-Request-Method')";
    if rules.iter().any(Rule::is_for_every_path) {
        return preflight.to_owned();
    }
    let paths: Vec<_> = rules.iter().flat_map(|rule| rule.paths.iter().cloned()).collect();
    format!("{preflight} && %{{REQUEST_URI}} =~ m#{}#", paths_regex(&paths))
}

fn policy(writer: &mut Writer<'_>) {
    writer.paragraph(&[
        "Which policy speaks for the path: the first that matches. An error page has that of the",
        "path that was asked for.",
    ]);
    writer.line("SetEnvIf REDIRECT_CORS_POLICY \"(.+)\" CORS_POLICY=$1");
    for (n, rule) in writer.rules.iter().enumerate() {
        let paths = format!(
            "-z reqenv('CORS_POLICY') && %{{REQUEST_URI}} =~ m#{}#",
            paths_regex(&rule.paths)
        );
        writer.line(&format!("SetEnvIfExpr {} CORS_POLICY={}", quoted(&paths), n + 1));
    }
}

fn origins(writer: &mut Writer<'_>) {
    writer.paragraph(&["Who may read the response."]);
    for (n, rule) in writer.rules.iter().enumerate() {
        if rule.allows_any_origin() {
            let every = match writer.by_path {
                true => format!("CORS_POLICY \"^{}$\"", n + 1),
                false => "Request_URI \"^\"".to_owned(),
            };
            writer.line(&format!("SetEnvIf {every} CORS_ORIGIN=*"));
            continue;
        }
        for origin in &rule.origins {
            let regex = captured(&origin_regex(origin));
            let condition = match writer.by_path {
                true => {
                    let policy = format!("reqenv('CORS_POLICY') == '{}'", n + 1);
                    let both = format!("{policy} && %{{HTTP:Origin}} =~ m#{regex}#");
                    format!("SetEnvIfExpr {}", quoted(&both))
                }
                false => format!("SetEnvIf Origin {}", quoted(&regex)),
            };
            writer.line(&format!("{condition} CORS_ORIGIN=$1{}", credentials(rule)));
        }
    }
}

/// The same regular expression with the whole in `$1`: in a `SetEnvIfExpr` without a group, `$0` is what
/// an earlier directive left there.
fn captured(regex: &str) -> String {
    format!("^({})$", regex.trim_start_matches('^').trim_end_matches('$'))
}

const fn credentials(rule: &Rule) -> &'static str {
    if rule.credentials { " CORS_CREDENTIALS=true" } else { "" }
}
