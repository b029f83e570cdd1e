//! The targets of `preflight generate`: what each does otherwise than the policy, and what running it
//! has shown.

use crate::docs::Derived;
use preflight_targets::generate::{Generator, Proof};
use preflight_targets::proven::{Cured, cured, equivalences};
use preflight_targets::{TARGETS, Target};
use std::fmt::Write as _;

const HEAD: &str = "# Targets

What `preflight generate` writes a policy down for, and how it is known that the output works:

- **real server**: the tests start the real server with what is generated of a set of policies. Pages'
  calls, played by the four browsers of the model, must end over its answers as they do over the policy's
  own evaluation: *equal* counts them. What the target does otherwise must be seen to happen.
- **schema**: the output is valid by the schema or service model that the vendor publishes.
- **text**: it is compared with the vendor's documents by people.

*Cured* counts the closed loops: the real server is started broken, `preflight check` names the cause
first, what is generated is put in place of what is broken, and Chromium's `fetch()`, which failed,
succeeds.
";

pub(crate) fn document() -> Derived {
    let mut text = format!(
        "{HEAD}\n<!-- Written by `cargo x docs` from the targets and what their tests have seen. -->\n\n\
         | target | proof | policies expressed | equal | cured |\n|---|---|---|---|---|\n"
    );
    let generated = || TARGETS.iter().filter_map(|t| Some((*t, t.generator.as_ref()?)));
    for (target, generator) in generated() {
        text.push_str(&row(target, generator));
    }
    text.push_str("\n## What they do otherwise\n");
    for (target, generator) in generated().filter(|(_, generator)| !generator.lacks.is_empty()) {
        let _ = writeln!(text, "\n### {}\n", target.name);
        for lack in generator.lacks {
            let _ = writeln!(text, "- `{}`: {}", lack.behaviour.id(), lack.text);
        }
    }
    text.push_str("\n## Causes that were cured\n\n| target | cause | ways |\n|---|---|---|\n");
    for Cured { target, cause, ways } in cured() {
        let _ = writeln!(text, "| `{target}` | [`{cause}`](causes/{cause}.md) | {ways} |");
    }
    Derived { path: "docs/reference/targets.md".into(), text }
}

fn row(target: &Target, generator: &Generator) -> String {
    let proof = match generator.proof {
        Proof::RealServer => "real server",
        Proof::Schema => "schema",
        Proof::Text => "text",
    };
    let ways: usize = cured().filter(|c| c.target == target.id).map(|c| c.ways).sum();
    let ways = if ways == 0 { String::new() } else { ways.to_string() };
    let of_target: Vec<_> = equivalences().filter(|row| row.target == target.id).collect();
    if of_target.is_empty() {
        return format!("| `{}`: {} | {proof} | | | {ways} |\n", target.id, target.name);
    }
    let mut text = String::new();
    for run in of_target {
        let all = run.policies + run.approximations;
        let _ = writeln!(
            text,
            "| `{}`: {} | {proof} | {} of {all} | {} | {} |",
            target.id,
            format!("{} {}", target.name, run.variant).trim_end(),
            run.policies,
            run.cases,
            if run.variant.is_empty() { &ways } else { "" },
        );
    }
    text
}
