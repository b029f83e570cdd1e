//! A policy as a Rack middleware: <https://guides.rubyonrails.org/rails_on_rack.html>
//!
//! Not rack-cors (<https://github.com/cyu/rack-cors>): it says no `Vary` on preflights, compares methods
//! in lower case, answers a refused preflight with 200, and lets the application's own headers win.

use crate::generate::quote::single;
use crate::generate::{Comment, File, Generator, Plan, Proof, Rule, Shortfalls, origin_regex};
use preflight_policy::OriginPattern;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "It is config/initializers/cors.rb. For Sinatra and other Rack applications: \
    without its last line, and with `use PreflightCors` as the first in config.ru. It takes the place \
    of the gem rack-cors, which lets what the application says of CORS through to other origins, and \
    says no Vary on preflights.";

/// How long a line may be that holds a list.
const WIDTH: usize = 100;

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let policies: Vec<_> = plan.rules.iter().map(policy).collect();
    let text = format!(
        "\n# Outside of all other middlewares: of authentication, redirects and errors.\n\
         class PreflightCors\n  # The first that speaks for a path decides.\n  \
         POLICIES = [\n{}\n  ].freeze\n{}",
        policies.join(",\n"),
        include_str!("middleware.rb")
    );
    let file = File::new("cors.rb", Comment::Line("#"), PURPOSE, text);
    vec![File { preamble: "# frozen_string_literal: true\n\n", ..file }]
}

fn policy(rule: &Rule) -> String {
    let (exact, patterns) = rule.exact_origins_and_patterns();
    let patterns: Vec<_> = patterns.into_iter().map(regex).collect();
    let lists = [
        ("paths", strings(&rule.written_paths())),
        ("origins", strings(&exact)),
        ("origin_patterns", array("[", &patterns, ", ")),
        ("methods", strings(&rule.methods.written())),
        ("headers", strings(&rule.headers.written())),
        ("expose", strings(&rule.expose.written())),
    ];
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
    let mut fields: Vec<String> = lists.map(|(key, list)| format!("      {key}: {list}")).collect();
    if rule.credentials {
        fields.push("      credentials: true".to_owned());
    }
    if let Some(seconds) = rule.max_age {
        fields.push(format!("      max_age: {seconds}"));
    }
    format!("    {{\n{}\n    }}", fields.join(",\n"))
}

/// Strings as rubocop wants them: as words where there are several and all are no more than that.
fn strings<T: AsRef<str>>(texts: &[T]) -> String {
    let is_word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if texts.len() > 1 && texts.iter().all(|text| is_word(text.as_ref())) {
        let words: Vec<_> = texts.iter().map(|text| text.as_ref().to_owned()).collect();
        return array("%w[", &words, " ");
    }
    let quoted: Vec<_> = texts.iter().map(|text| single(text.as_ref())).collect();
    array("[", &quoted, ", ")
}

/// On one line, or on one for each where that is too long; nothing where there is nothing.
fn array(open: &str, entries: &[String], separator: &str) -> String {
    let line = entries.join(separator);
    if line.is_empty() || line.len() <= WIDTH {
        return if line.is_empty() { line } else { format!("{open}{line}]") };
    }
    let separator = format!("{}\n        ", separator.trim_end());
    format!("{open}\n        {}\n      ]", entries.join(&separator))
}

/// Ruby's `^` and `$` are about lines. Nothing in it ends the literal or begins an interpolation.
fn regex(pattern: &OriginPattern) -> String {
    let regex = origin_regex(pattern);
    format!(r"%r{{\A{}\z}}", regex.trim_start_matches('^').trim_end_matches('$'))
}
