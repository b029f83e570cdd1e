//! A policy as a file of plain PHP: <https://www.php.net/manual/function.header-register-callback.php>

use crate::generate::quote::{list, single};
use crate::generate::{Comment, File, Generator, Plan, Proof, Rule, Shortfalls, origin_regex};
use preflight_policy::OriginPattern;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Require it before anything else, in PHP 8, or name it as auto_prepend_file in \
    php.ini or .user.ini: then it holds for every script. There is one `header_register_callback` \
    for a request: a script with one of its own loses this.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let policies: String = plan.rules.iter().map(policy).collect();
    let text = format!(
        "\ndeclare(strict_types=1);\n\n(static function (): void {{\n    \
         // The first that speaks for a path decides.\n    $policies = [\n{policies}    ];\n{}",
        include_str!("decisions.php")
    );
    let file = File::new("preflight-cors.php", Comment::Line("//"), PURPOSE, text);
    vec![File { preamble: "<?php\n\n", ..file }]
}

fn policy(rule: &Rule) -> String {
    let (exact, patterns) = rule.exact_origins_and_patterns();
    let patterns: Vec<_> = patterns.into_iter().map(regex).collect();
    let names = |names: &crate::generate::Names| list(&names.written(), single);
    let fields = [
        ("paths", list(&rule.written_paths(), single)),
        ("origins", list(&exact, single)),
        ("origin_patterns", patterns.join(", ")),
        ("methods", names(&rule.methods)),
        ("headers", names(&rule.headers)),
        ("expose", names(&rule.expose)),
    ];
    let fields = fields.iter().filter(|(_, list)| !list.is_empty());
    let mut text: String =
        fields.map(|(key, list)| format!("            '{key}' => [{list}],\n")).collect();
    if rule.credentials {
        text.push_str("            'credentials' => true,\n");
    }
    if let Some(seconds) = rule.max_age {
        text += &format!("            'max_age' => {seconds},\n");
    }
    format!("        [\n{text}        ],\n")
}

/// A pattern for `preg_match`, where `$` also matches before a line break at the end. Nothing in it
/// means anything between single quotes, or is the delimiter.
fn regex(pattern: &OriginPattern) -> String {
    let regex = origin_regex(pattern);
    format!(r"'#\A{}\z#'", regex.trim_start_matches('^').trim_end_matches('$'))
}
